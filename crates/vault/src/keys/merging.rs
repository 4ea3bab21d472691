//! Copies of the key file: what goes into a backup, and bringing back from one what this file does not have.
//!
//! What was destroyed on either side stays destroyed: a merge never brings back what somebody made unreadable.

use super::header::Header;
use super::lookup::{unwrap_working, wrap_working};
use super::purges::Lines;
use super::record::{self, Bytes, Content, Entry, Kind, RECORD_LEN, Record};
use super::ring::State;
use super::slot::Slot;
use super::{KeyError, KeyId, Keyring, Result, limits};
use std::collections::{HashMap, HashSet};

/// What a merge did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Merged {
    /// Keys that were missing here.
    pub added: u64,
    /// Keys that were living here and destroyed there: destroyed here too.
    pub destroyed: u64,
    /// Keys that were living there and destroyed here: they stay destroyed.
    pub kept_destroyed: u64,
    /// Keys that do not open here, because the root or the team's keys were changed since: left out.
    pub unreadable: u64,
    /// Lines of the purge list that were missing here.
    pub purges: u64,
}

impl Keyring {
    /// The file as it lies, without what would open it in clear: keys and roots are wrapped. Whoever has a passphrase or
    /// enough shares can open it as a key file; of an open file nothing of that kind exists, so that a backup of it needs
    /// a copy of the file itself.
    pub fn export_wrapped(&self) -> Result<Vec<u8>> {
        let _writer = self.writer();
        self.while_locked(|_| {
            let state = self.state();
            let slots = state.header.slots.iter().filter(|slot| !slot.is_open());
            let header = Header { slots: slots.cloned().collect::<Vec<Slot>>(), ..state.header.clone() };
            let mut bytes = header.to_bytes(&state.working)?;
            state.file.records(0, state.index.scanned, |_, record| {
                bytes.extend_from_slice(record);
                Ok(())
            })?;
            Ok(bytes)
        })
    }

    /// Takes over what another copy of this file has and this one has not: [`Keyring::export_wrapped`] of it, or the file
    /// itself.
    pub fn merge_from(&self, wrapped: &[u8]) -> Result<Merged> {
        let theirs = Header::read(wrapped)?.header;
        if theirs.archive != self.archive {
            return Err(KeyError::OtherArchive);
        }
        record::count(wrapped.len() as u64)?;
        let (records, _) = wrapped.get(limits::HEADER_LEN..).unwrap_or_default().as_chunks::<RECORD_LEN>();
        let mut merged = Merged::default();
        let (mut dead, mut purges) = (Vec::new(), Lines::default());
        let mut leases = self.writer();
        self.while_locked(|locked| {
            let state = self.state();
            let (mut missing, mut places, mut seen) = (Vec::new(), HashMap::new(), HashSet::new());
            for bytes in records {
                purges.take(bytes, &self.archive);
                let Entry::Key(record) = Entry::read(bytes, &self.archive) else { continue };
                if !seen.insert(record.id) {
                    continue;
                }
                match decide(&state, &theirs, &record)? {
                    Decision::Add => {
                        places.insert(record.id, missing.len() as u64);
                        missing.push(*bytes);
                        merged.added += u64::from(!record.is_destroyed());
                    }
                    Decision::Destroy(place) => {
                        dead.push((place, record));
                        merged.destroyed += 1;
                    }
                    Decision::KeepDestroyed => merged.kept_destroyed += 1,
                    Decision::LeaveOut => merged.unreadable += 1,
                    Decision::Same => {}
                }
            }
            drop(state);
            self.write_merged(locked, &missing, &dead, &places)
        })?;
        let dead: Vec<KeyId> = dead.iter().map(|(_, record)| record.id).collect();
        self.forget(&mut leases, &dead);
        drop(leases);
        let known = self.purge_list()?;
        for line in purges.whole().iter().filter(|line| !known.contains(line)) {
            self.add_purged(line)?;
            merged.purges += 1;
        }
        Ok(merged)
    }

    /// The same from a copy that is open: working keys that lie there under another root are wrapped under this file's.
    pub fn merge_ring(&self, other: &Keyring) -> Result<Merged> {
        other.look_again()?;
        let mut wrapped = other.export_wrapped()?;
        let archive = self.archive;
        let (_, records) = wrapped.split_at_mut(limits::HEADER_LEN);
        let (records, _) = records.as_chunks_mut::<RECORD_LEN>();
        for bytes in records {
            let Entry::Key(mut record) = Entry::read(bytes, &archive) else { continue };
            let (Kind::Working, Content::Living { wrapped, .. }) = (record.kind, &mut record.content) else { continue };
            let key = unwrap_working(&other.state().working, &archive, record.id, wrapped);
            match key {
                Ok(key) => *wrapped = wrap_working(&self.state().working, &archive, record.id, &key)?,
                // One that does not open there is left out here, and counted.
                Err(KeyError::NotOurs) => continue,
                Err(error) => return Err(error),
            }
            *bytes = record.to_bytes(&archive);
        }
        self.merge_from(&wrapped)
    }

    fn write_merged(
        &self,
        locked: &super::file::Locked<'_>,
        missing: &[Bytes],
        dead: &[(u64, Record)],
        places: &HashMap<KeyId, u64>,
    ) -> Result<()> {
        for (place, record) in dead {
            locked.write_unflushed(*place, &[record.to_bytes(&self.archive)])?;
        }
        let first = self.write_at_end(locked, missing)?;
        let mut state = self.state_mut();
        for (id, place) in places {
            state.index.add(*id, first + place);
        }
        Ok(())
    }
}

enum Decision {
    Add,
    Destroy(u64),
    KeepDestroyed,
    LeaveOut,
    Same,
}

fn decide(state: &State, theirs: &Header, record: &Record) -> Result<Decision> {
    let archive = &state.header.archive;
    let Some(place) = state.index.place(record.id) else {
        let opens = record.is_destroyed() || opens_here(state, theirs, record);
        return Ok(if opens { Decision::Add } else { Decision::LeaveOut });
    };
    let Entry::Key(ours) = Entry::read(&state.file.record(place)?, archive) else {
        return Ok(if opens_here(state, theirs, record) { Decision::Add } else { Decision::LeaveOut });
    };
    Ok(match (ours.is_destroyed(), record.is_destroyed()) {
        (false, true) => Decision::Destroy(place),
        (true, false) => Decision::KeepDestroyed,
        _ => Decision::Same,
    })
}

/// Whether a key of the copy can be used here. A sealing key may not be opened for that; its team key must be one of ours.
fn opens_here(state: &State, theirs: &Header, record: &Record) -> bool {
    let Content::Living { team, wrapped, .. } = &record.content else { return false };
    match record.kind {
        Kind::Working => unwrap_working(&state.working, &state.header.archive, record.id, wrapped).is_ok(),
        Kind::Sealing => {
            let public =
                |header: &Header| header.team_keys.iter().find(|key| key.number == *team).map(|key| key.public);
            public(theirs).is_some() && public(theirs) == public(&state.header)
        }
    }
}
