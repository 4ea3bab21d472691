//! What can go wrong with keys: what happened, and what to do about it. No variant holds a secret or anybody's words.

use super::KeyId;
use std::io;
use std::path::{Path, PathBuf};

/// What keys answer.
pub type Result<T, E = KeyError> = std::result::Result<T, E>;

/// A key, or the file of keys, cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    /// There is no key file.
    #[error("there is no key file {0}: without it nothing of the archive can be read; bring it back from its copy")]
    NotFound(PathBuf),
    /// A key file is there already.
    #[error("{0} exists and is not overwritten: the keys in it may be the only ones of an archive")]
    Exists(PathBuf),
    /// The operating system refused.
    #[error("cannot {doing} {path}: {source}")]
    Io {
        /// What was tried.
        doing: &'static str,
        /// With which file.
        path: PathBuf,
        /// Why not.
        source: io::Error,
    },
    /// The file is not what was written.
    #[error("the key file is damaged ({0}): put its copy in its place")]
    Damaged(&'static str),
    /// The file was written by a later version.
    #[error("the key file has format {found}, this program knows up to {known}: use a newer version of it")]
    Newer {
        /// Its format.
        found: u32,
        /// The latest one known here.
        known: u32,
    },
    /// A passphrase opens this file, and none was given.
    #[error("the keys are protected: a passphrase is needed")]
    PassphraseNeeded,
    /// The passphrase opens nothing here.
    #[error("the passphrase does not open these keys")]
    WrongPassphrase,
    /// The key was destroyed: what it sealed is gone, on purpose.
    #[error("key {0} was destroyed: what it sealed cannot be read any more, by anybody")]
    Destroyed(KeyId),
    /// The key is not in the file: it is the wrong file, or an old copy of it.
    #[error("key {0} is not in the key file: is it a copy from before the key was made?")]
    UnknownKey(KeyId),
    /// The key is of the other kind.
    #[error("key {0} is of another kind: working keys and sealing keys are not exchanged")]
    WrongKind(KeyId),
    /// The team's secret is not unlocked here.
    #[error("this is sealed to the team, whose secret is not unlocked here: a keyholder's passphrase opens it")]
    SealedLocked,
    /// No team key is in use.
    #[error("every team key was revoked: `athar keys rotate --team` makes a new one")]
    NoTeamKey,
    /// There was no randomness.
    #[error("no random bytes from the operating system: {0}")]
    Random(String),
    /// A limit was passed.
    #[error("{what}: the limit is {limit}")]
    Limit {
        /// Of what.
        what: &'static str,
        /// The limit.
        limit: u64,
    },
    /// A passphrase is too short to withstand guessing.
    #[error("a passphrase needs at least {0} characters: five or six words drawn by dice are good")]
    ShortPassphrase(usize),
    /// The bytes were not sealed by this key in this place, or were changed.
    #[error("what was sealed does not open: it was changed, or belongs elsewhere")]
    NotOurs,
    /// The file does not belong to this archive.
    #[error("these keys belong to another archive")]
    OtherArchive,
    /// What was asked for does not fit the state of the file.
    #[error("{0}")]
    Refused(&'static str),
}

impl KeyError {
    pub(crate) fn io(doing: &'static str, path: &Path, source: io::Error) -> KeyError {
        KeyError::Io { doing, path: path.to_owned(), source }
    }
}
