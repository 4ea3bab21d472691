//! Finding a key: where it lies, what lies there now, and looking into the file again when something is not as it was.

use super::cipher::nonce_of;
use super::file::KeyFile;
use super::header::{Header, Unverified};
use super::record::{Content, Entry, Kind, Record};
use super::ring::{State, clear_roots, open_team};
use super::roots::{Team, Working};
use super::team;
use super::{KeyError, KeyId, Keyring, Result, Secret};
use std::collections::HashMap;
use std::path::Path;
use std::sync::atomic::Ordering;
use std::sync::{Arc, RwLockReadGuard};

/// How often a file is found to have been replaced while it was read, before that is taken for an error.
const ATTEMPTS_MAX: usize = 100;

/// How long a file that was replaced and not overwritten may go unnoticed.
const CHECK_MILLISECONDS: u64 = 1000;

/// Where the file's keys lie.
#[derive(Default)]
pub(super) struct Index {
    places: HashMap<KeyId, u32>,
    /// Records that were looked at.
    pub(super) scanned: u64,
    /// Those among them that cannot be read.
    pub(super) damaged: u64,
}

impl Index {
    /// Looks at what was appended since.
    pub(super) fn scan(&mut self, file: &KeyFile, archive: &[u8; 16]) -> Result<()> {
        let end = file.count()?;
        self.places.reserve(end.saturating_sub(self.scanned) as usize);
        let from = self.scanned;
        let mut damaged_at_end = 0;
        file.records(from, end, |number, bytes| {
            match Entry::read(bytes, archive) {
                Entry::Damaged => damaged_at_end += 1,
                Entry::Free => {}
                entry => {
                    self.damaged += std::mem::take(&mut damaged_at_end);
                    self.scanned = number + 1;
                    if let Entry::Key(record) = entry {
                        let place = self.places.entry(record.id).or_insert(number as u32);
                        // Were there a second record of a destroyed key, it would not bring the key back.
                        if record.is_destroyed() {
                            *place = number as u32;
                        }
                    }
                }
            }
            Ok(())
        })
        // What is damaged at the end was being written when the power failed, or is being written now: `scanned` stays
        // before it, and whoever appends next writes over it.
    }

    pub(super) fn place(&self, id: KeyId) -> Option<u64> {
        self.places.get(&id).map(|&place| u64::from(place))
    }

    pub(super) fn add(&mut self, id: KeyId, place: u64) {
        self.places.insert(id, place as u32);
        self.scanned = self.scanned.max(place + 1);
    }
}

/// What lies at a path, read while it was the file of that name.
pub(super) struct Found {
    pub(super) file: Arc<KeyFile>,
    pub(super) unverified: Unverified,
    pub(super) index: Index,
}

impl Found {
    pub(super) fn at(path: &Path) -> Result<Found> {
        let mut attempts = 1;
        loop {
            let file = Arc::new(KeyFile::open(path)?);
            let read = Found::read(&file);
            // Another process may have put a new file in its place, and be overwriting this one.
            if file.is_named() || attempts == ATTEMPTS_MAX {
                return read;
            }
            attempts += 1;
        }
    }

    fn read(file: &Arc<KeyFile>) -> Result<Found> {
        let unverified = Header::read(&file.header()?)?;
        let mut index = Index::default();
        index.scan(file, &unverified.header.archive)?;
        Ok(Found { file: Arc::clone(file), unverified, index })
    }
}

impl Keyring {
    /// The record of a key, as it lies in the file now; after looking again, because another process may have added it.
    fn record_of(&self, id: KeyId) -> Result<(RwLockReadGuard<'_, State>, Record)> {
        if let Some(found) = self.record_known(id)? {
            return Ok(found);
        }
        self.look_again()?;
        if let Some(found) = self.record_known(id)? {
            return Ok(found);
        }
        // A record that was read while another process was writing it lies before those that were looked at since.
        self.look_at_all()?;
        self.record_known(id)?.ok_or(KeyError::UnknownKey(id))
    }

    fn record_known(&self, id: KeyId) -> Result<Option<(RwLockReadGuard<'_, State>, Record)>> {
        let state = self.state();
        let Some(place) = state.index.place(id) else { return Ok(None) };
        if self.is_to_be_checked() && !state.file.is_named() {
            return Ok(None);
        }
        match Entry::read(&state.file.record(place)?, &self.archive) {
            Entry::Key(record) if record.id == id => Ok(Some((state, record))),
            // The file was replaced, and wiped after that.
            _ => Ok(None),
        }
    }

    /// Whether a key was destroyed, here or by another process.
    pub fn is_destroyed(&self, id: KeyId) -> Result<bool> {
        Ok(matches!(self.record_of(id)?.1.content, Content::Destroyed))
    }

    /// The bytes of a key.
    pub(crate) fn key(&self, id: KeyId, kind: Kind) -> Result<Secret> {
        let (state, record) = self.record_of(id)?;
        let (team, encapsulated, wrapped) = living(&record, kind)?;
        if kind == Kind::Working {
            return unwrap_working(&state.working, &self.archive, id, wrapped);
        }
        let secrets = &state.team.as_ref().ok_or(KeyError::SealedLocked)?.secrets;
        let secret = secrets.get(&team).ok_or(KeyError::Damaged("a team secret is missing"))?;
        team::unwrap(secret, team, &self.archive, id, encapsulated, wrapped)
    }

    /// The bytes of a key to seal with: a sealing key that was made here needs no team's secret.
    pub(crate) fn key_to_seal(&self, id: KeyId, kind: Kind) -> Result<Secret> {
        if kind == Kind::Sealing {
            let (state, record) = self.record_of(id)?;
            living(&record, kind)?;
            if let Some(key) = state.made.get(&id) {
                return Ok(key.clone());
            }
        }
        self.key(id, kind)
    }

    /// Looks into the file again: at what was appended, or at the file that was put in its place.
    pub(super) fn look_again(&self) -> Result<()> {
        let _writer = self.writer();
        self.look_again_as_writer()
    }

    /// Looks at every record again.
    fn look_at_all(&self) -> Result<()> {
        let _writer = self.writer();
        let mut index = Index::default();
        index.scan(&self.state().file, &self.archive)?;
        self.state_mut().index = index;
        Ok(())
    }

    /// Whether it is time to ask again for the file's name. A file that was replaced was overwritten, by which that is noticed
    /// at once, unless whoever replaced it was killed between the two.
    fn is_to_be_checked(&self) -> bool {
        let now = self.opened.elapsed().as_millis() as u64;
        let last = self.checked.load(Ordering::Relaxed);
        now.saturating_sub(last) >= CHECK_MILLISECONDS
            && self.checked.compare_exchange(last, now, Ordering::Relaxed, Ordering::Relaxed).is_ok()
    }

    /// Looks into the file again, for whoever is the writer.
    pub(super) fn look_again_as_writer(&self) -> Result<()> {
        let file = Arc::clone(&self.state().file);
        if file.is_named() {
            return self.state_mut().index.scan(&file, &self.archive);
        }
        let Found { file, unverified, index } = Found::at(&self.path)?;
        if unverified.header.archive != self.archive {
            return Err(KeyError::OtherArchive);
        }
        let mut state = self.state_mut();
        let working = match reopened(&state.working, &unverified.header, &self.archive) {
            Some(working) => working,
            None => match clear_roots(&unverified.header)?.working {
                Some(root) => Working::open(root, &unverified.header.working_secrets, &self.archive)?,
                // The root was changed, and a passphrase opens the new one.
                None => return Err(KeyError::PassphraseNeeded),
            },
        };
        let header = unverified.verify(&working)?;
        let team = match &state.team {
            Some(team) => team_again(team.root.clone(), &header)?,
            None => None,
        };
        state.replaced(file, index, header, working, team);
        Ok(())
    }
}

impl State {
    /// The file is another one now.
    pub(super) fn replaced(
        &mut self,
        file: Arc<KeyFile>,
        index: Index,
        header: Header,
        working: Working,
        team: Option<Team>,
    ) {
        self.file = file;
        self.index = index;
        self.header = header;
        self.working = working;
        self.team = team;
    }
}

/// The team's secrets, unless its root was changed: then they are locked here until somebody unlocks them again.
fn team_again(root: Secret, header: &Header) -> Result<Option<Team>> {
    if Team::open(root.clone(), &header.team_secrets, &header.archive).is_ok() {
        return open_team(root, header).map(Some);
    }
    clear_roots(header)?.team.map(|root| open_team(root, header)).transpose()
}

fn reopened(working: &Working, header: &Header, archive: &[u8; 16]) -> Option<Working> {
    Working::open(working.root.clone(), &header.working_secrets, archive).ok()
}

type Wrapped<'record> = (u32, &'record [u8; 32], &'record [u8; super::record::WRAPPED_LEN]);

/// What is in a record, when it is a living key of that kind.
fn living(record: &Record, kind: Kind) -> Result<Wrapped<'_>> {
    if record.kind != kind {
        return Err(KeyError::WrongKind(record.id));
    }
    match &record.content {
        Content::Destroyed => Err(KeyError::Destroyed(record.id)),
        Content::Living { team, encapsulated, wrapped } => Ok((*team, encapsulated, wrapped)),
    }
}

pub(super) fn wrap_working(
    working: &Working,
    archive: &[u8; 16],
    id: KeyId,
    key: &Secret,
) -> Result<[u8; super::record::WRAPPED_LEN]> {
    let place = working_place(archive, id);
    let sealed = working.cipher.seal(&nonce_of(&place), &place, &**key)?;
    sealed.try_into().map_err(|_| KeyError::Damaged("a wrapped key"))
}

pub(super) fn unwrap_working(working: &Working, archive: &[u8; 16], id: KeyId, wrapped: &[u8]) -> Result<Secret> {
    let place = working_place(archive, id);
    let opened = working.cipher.open(&nonce_of(&place), &place, wrapped)?;
    let mut key = Secret::default();
    if opened.len() != key.len() {
        return Err(KeyError::NotOurs);
    }
    key.copy_from_slice(&opened);
    Ok(key)
}

fn working_place(archive: &[u8; 16], id: KeyId) -> Vec<u8> {
    [b"athar/working-key/1".as_slice(), archive, &id.0.to_be_bytes()].concat()
}
