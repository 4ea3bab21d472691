//! Making keys and destroying them.
//!
//! A key is durable in the file before anybody seals with it: content under a key that a power failure took would be
//! lost. A flush costs milliseconds, so a process that makes many keys makes some ahead with one flush.

use super::cipher::random_secret;
use super::file::Locked;
use super::lookup::wrap_working;
use super::record::{Bytes, Content, Entry, Kind, Record};
use super::ring::State;
use super::team;
use super::{KeyError, KeyId, Keyring, Result, Secret, limits};
use std::collections::HashSet;
use std::sync::Arc;

/// Keys that were made ahead.
#[derive(Default)]
pub(super) struct Leases {
    working: Lease<KeyId>,
    sealing: Lease<(KeyId, Secret)>,
}

struct Lease<T> {
    ready: Vec<T>,
    size: usize,
}

impl<T> Default for Lease<T> {
    fn default() -> Self {
        Lease { ready: Vec::new(), size: 1 }
    }
}

impl<T> Lease<T> {
    /// How many to make: four times as many as the last time, so that a process that needs one key makes one.
    fn next_size(&mut self) -> usize {
        let size = self.size;
        self.size = (size * 4).min(limits::LEASE_MAX);
        size
    }
}

impl Keyring {
    /// A new key for what staff works with. It is in the file, durably, before it is returned.
    pub fn new_working_key(&self) -> Result<KeyId> {
        let mut leases = self.writer();
        if leases.working.ready.is_empty() {
            let size = leases.working.next_size();
            let made = self.append(size, |state, id, key| {
                let wrapped = wrap_working(&state.working, &self.archive, id, key)?;
                let content = Content::Living { team: 0, encapsulated: [0; 32], wrapped };
                Ok(Record { id, kind: Kind::Working, content })
            })?;
            leases.working.ready = made.into_iter().map(|(id, _)| id).collect();
        }
        leases.working.ready.pop().ok_or(KeyError::Damaged("no key was made"))
    }

    /// A new key for what only the team may read. This process can seal with it until [`Keyring::forget_sealing`].
    pub fn new_sealing_key(&self) -> Result<KeyId> {
        let mut leases = self.writer();
        if leases.sealing.ready.is_empty() {
            let size = leases.sealing.next_size();
            leases.sealing.ready = self.append(size, |state, id, key| {
                let team = state.header.team_key()?;
                let (encapsulated, wrapped) = team::wrap(team, &self.archive, id, key)?;
                let content = Content::Living { team: team.number, encapsulated, wrapped };
                Ok(Record { id, kind: Kind::Sealing, content })
            })?;
        }
        let (id, key) = leases.sealing.ready.pop().ok_or(KeyError::Damaged("no key was made"))?;
        self.state_mut().made.insert(id, key);
        Ok(id)
    }

    /// Drops a sealing key from memory: from now on only the team opens what it seals, and seals with it.
    pub fn forget_sealing(&self, key: KeyId) {
        self.state_mut().made.remove(&key);
    }

    /// Destroys keys: their bytes are overwritten in the file, durably, and a tombstone stays in their place. What they
    /// sealed cannot be read by anybody any more. A key that was destroyed before is none the worse.
    pub fn destroy(&self, keys: &[KeyId]) -> Result<()> {
        let mut leases = self.writer();
        self.while_locked(|locked| {
            let mut places = Vec::with_capacity(keys.len());
            let state = self.state();
            for &id in keys {
                let place = state.index.place(id).ok_or(KeyError::UnknownKey(id))?;
                match Entry::read(&state.file.record(place)?, &self.archive) {
                    Entry::Key(record) if record.id == id => places.push((place, record.destroyed())),
                    _ => return Err(KeyError::UnknownKey(id)),
                }
            }
            for (place, record) in places {
                locked.write_unflushed(place, &[record.to_bytes(&self.archive)])?;
            }
            locked.flush()
        })?;
        self.forget(&mut leases, keys);
        Ok(())
    }

    /// Drops destroyed keys from memory.
    pub(super) fn forget(&self, leases: &mut Leases, keys: &[KeyId]) {
        let dead: HashSet<KeyId> = keys.iter().copied().collect();
        leases.working.ready.retain(|id| !dead.contains(id));
        leases.sealing.ready.retain(|(id, _)| !dead.contains(id));
        self.state_mut().made.retain(|id, _| !dead.contains(id));
    }

    /// Appends new keys with one flush.
    fn append(
        &self,
        count: usize,
        record: impl Fn(&State, KeyId, &Secret) -> Result<Record>,
    ) -> Result<Vec<(KeyId, Secret)>> {
        self.while_locked(|locked| {
            let mut made = Vec::with_capacity(count);
            let mut records = Vec::with_capacity(count);
            let state = self.state();
            for _ in 0..count {
                let (id, key) = (KeyId::random()?, random_secret()?);
                records.push(record(&state, id, &key)?.to_bytes(&self.archive));
                made.push((id, key));
            }
            drop(state);
            let first = self.write_at_end(locked, &records)?;
            let mut state = self.state_mut();
            for (place, (id, _)) in (first..).zip(&made) {
                state.index.add(*id, place);
            }
            Ok(made)
        })
    }

    /// Writes after the last whole record; over what was torn.
    pub(super) fn write_at_end(&self, locked: &Locked<'_>, records: &[Bytes]) -> Result<u64> {
        let first = self.state().index.scanned;
        locked.write(first, records)?;
        Ok(first)
    }

    /// Runs something while the file is locked and everything in it is known. Called by whoever is the writer.
    pub(super) fn while_locked<T>(&self, work: impl FnOnce(&Locked<'_>) -> Result<T>) -> Result<T> {
        loop {
            let file = Arc::clone(&self.state().file);
            if let Some(locked) = file.lock()? {
                self.look_again_as_writer()?;
                return work(&locked);
            }
            self.look_again_as_writer()?;
        }
    }
}
