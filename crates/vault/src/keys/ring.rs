//! A key file that was opened: the roots in memory, and where each key lies in the file.
//!
//! Keys themselves stay in the file, wrapped, and are unwrapped for the moment of their use. So what another process
//! destroys is gone for this one too, and a dump of memory holds no more than the roots.

use super::cipher::{derive, mac, random_bytes, random_secret};
use super::file::KeyFile;
use super::header::Header;
use super::lookup::{Found, Index};
use super::making::Leases;
use super::roots::{Team, TeamSecrets, Working, WorkingSecrets};
use super::slot::{Roots, Slot};
use super::team::{self, TeamKey};
use super::{Cost, KeyError, KeyId, Result, Secret};
use std::collections::HashMap;
use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicU64;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};
use std::time::Instant;
use zeroize::Zeroizing;

/// The keys of an archive.
pub struct Keyring {
    pub(super) path: PathBuf,
    pub(super) archive: [u8; 16],
    state: RwLock<State>,
    /// Whoever writes to the file holds this first: a lock on a file is one lock for all threads of a process.
    writer: Mutex<Leases>,
    cost: Mutex<Cost>,
    pub(super) opened: Instant,
    /// When it was last asked whether the file still has its name, in milliseconds after it was opened.
    pub(super) checked: AtomicU64,
}

/// What is known of the file.
pub(super) struct State {
    pub(super) file: Arc<KeyFile>,
    pub(super) header: Header,
    pub(super) working: Working,
    pub(super) team: Option<Team>,
    pub(super) index: Index,
    /// Sealing keys that were made here and not yet dropped.
    pub(super) made: HashMap<KeyId, Secret>,
}

impl Keyring {
    /// A new key file, open to whoever has it until [`Keyring::protect`] is called.
    pub fn create(path: &Path) -> Result<Keyring> {
        let archive = random_bytes()?;
        let working = Working::new(random_secret()?, WorkingSecrets::random()?);
        let (secret, public) = team::new_pair()?;
        let team = Team { root: random_secret()?, secrets: TeamSecrets::from([(1, secret)]) };
        let header = Header {
            archive,
            laptop: false,
            slots: vec![Slot::open(&Roots { working: Some(working.root.clone()), team: Some(team.root.clone()) })],
            team_keys: vec![TeamKey { number: 1, public, created: 0, revoked: None }],
            working_secrets: working.secrets.seal(&working.cipher, &archive)?,
            team_secrets: Team::seal(&team.root, &team.secrets, &archive)?,
        };
        let file = Arc::new(KeyFile::create(path, &header.to_bytes(&working)?)?);
        Ok(Keyring::of(
            path,
            State { file, header, working, team: Some(team), index: Index::default(), made: HashMap::new() },
        ))
    }

    /// Opens a key file: with the passphrase of those who work with it, or without one while it is open.
    pub fn open(path: &Path, passphrase: Option<&str>) -> Result<Keyring> {
        let found = Found::at(path)?;
        let header = &found.unverified.header;
        let clear = clear_roots(header)?;
        let roots = match (clear.working.is_some(), passphrase) {
            (true, _) => clear,
            (false, None) => return Err(KeyError::PassphraseNeeded),
            (false, Some(passphrase)) => {
                let roots = passphrase_roots(header, passphrase)?;
                Roots { team: roots.team.or(clear.team), ..roots }
            }
        };
        Keyring::unlocked(path, found, roots)
    }

    /// A key file whose roots are known.
    pub(super) fn unlocked(path: &Path, found: Found, roots: Roots) -> Result<Keyring> {
        let Found { file, unverified, index } = found;
        let header = &unverified.header;
        let root = roots.working.ok_or(KeyError::WrongPassphrase)?;
        let working = Working::open(root, &header.working_secrets, &header.archive);
        let working = working.map_err(|_| KeyError::Damaged("working secrets"))?;
        let header = unverified.verify(&working)?;
        let team = roots.team.map(|root| open_team(root, &header)).transpose()?;
        Ok(Keyring::of(path, State { file, header, working, team, index, made: HashMap::new() }))
    }

    fn of(path: &Path, state: State) -> Keyring {
        Keyring {
            path: path.to_owned(),
            archive: state.header.archive,
            state: RwLock::new(state),
            writer: Mutex::default(),
            cost: Mutex::new(Cost::USUAL),
            opened: Instant::now(),
            checked: AtomicU64::new(0),
        }
    }

    /// Where the file lies.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Which archive the keys are of: random, in clear in the file.
    pub fn archive_id(&self) -> [u8; 16] {
        self.archive
    }

    /// Whether the file by itself opens nothing.
    pub fn is_protected(&self) -> bool {
        !self.state().header.slots.iter().any(Slot::is_open)
    }

    /// Whether the archive is kept on a laptop, encrypted as a whole.
    pub fn is_laptop(&self) -> bool {
        self.state().header.laptop
    }

    /// Whether the team's secrets are unlocked here.
    pub fn can_open_sealed(&self) -> bool {
        self.state().team.is_some()
    }

    /// A keyed hash for look-ups and for "equal or not": without the key nobody can try names against it.
    pub fn token(&self, purpose: &[u8], bytes: &[u8]) -> [u8; 32] {
        mac(&self.state().working.secrets.matching, &[b"athar/token/1", purpose, bytes])
    }

    /// The XTS-AES-256 key of a laptop's archive.
    pub fn disk_key(&self) -> Zeroizing<[u8; 64]> {
        self.state().working.secrets.disk.clone()
    }

    /// A secret for one purpose; it stays the same when roots and passphrases change.
    pub fn derive(&self, purpose: &[u8]) -> Zeroizing<[u8; 32]> {
        derive(&*self.state().working.secrets.derivation, &self.archive, &[b"athar/derive/1", purpose])
    }

    /// What a guess at a passphrase that is set from now on costs.
    pub fn set_cost(&self, cost: Cost) -> Result<()> {
        *self.cost.lock().unwrap_or_else(PoisonError::into_inner) = cost.check()?;
        Ok(())
    }

    pub(super) fn cost(&self) -> Cost {
        *self.cost.lock().unwrap_or_else(PoisonError::into_inner)
    }

    // Nothing panics while it holds one of these locks half-way through a change, so a poisoned one is as good.
    pub(super) fn state(&self) -> RwLockReadGuard<'_, State> {
        self.state.read().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn state_mut(&self) -> RwLockWriteGuard<'_, State> {
        self.state.write().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn writer(&self) -> MutexGuard<'_, Leases> {
        self.writer.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for Keyring {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Keyring").field("path", &self.path).finish_non_exhaustive()
    }
}

/// What the file hands out to everybody.
pub(super) fn clear_roots(header: &Header) -> Result<Roots> {
    let mut roots = Roots::default();
    for slot in &header.slots {
        if let Some(found) = slot.in_clear()? {
            roots.working = roots.working.or(found.working);
            roots.team = roots.team.or(found.team);
        }
    }
    Ok(roots)
}

/// What a passphrase opens for those who work with the archive.
fn passphrase_roots(header: &Header, passphrase: &str) -> Result<Roots> {
    for slot in header.slots.iter().filter(|slot| slot.parts().working.is_some()) {
        if let Some(roots) = slot.with_passphrase(passphrase, &header.archive)? {
            return Ok(roots);
        }
    }
    Err(KeyError::WrongPassphrase)
}

/// The team's secrets, of which each must fit its public half: whoever could write the header may have exchanged one.
pub(super) fn open_team(root: Secret, header: &Header) -> Result<Team> {
    let team = Team::open(root, &header.team_secrets, &header.archive);
    let team = team.map_err(|_| KeyError::Damaged("team secrets"))?;
    for key in &header.team_keys {
        let secret = team.secrets.get(&key.number).ok_or(KeyError::Damaged("a team secret is missing"))?;
        if team::public_of(secret)? != key.public {
            return Err(KeyError::Damaged("a team's public key was exchanged"));
        }
    }
    Ok(team)
}
