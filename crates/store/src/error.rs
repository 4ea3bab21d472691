//! What can go wrong with an archive. No variant carries text of a record.

use crate::{Chain, DecisionId};
use std::path::{Path, PathBuf};

/// An error of the archive: what happened and what to do about it.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// There is no archive at that place.
    #[error("there is no archive in {}: import a list to make one, or correct the path", .0.display())]
    NotFound(PathBuf),
    /// Another process writes.
    #[error("another process is writing to {place}: wait until it has ended, then try again")]
    Locked {
        /// Directory or database.
        place: String,
    },
    /// The archive was written by a newer version.
    #[error("the archive has form {found}, and this version knows forms up to {known}: use a newer version")]
    Newer {
        /// Form of the archive.
        found: i64,
        /// Newest form known here.
        known: i64,
    },
    /// No room left.
    #[error("no room left for the archive ({detail}): free some space and repeat the command; nothing of it was kept")]
    Full {
        /// What the system said.
        detail: String,
    },
    /// A file could not be read or written.
    #[error("cannot {doing} {}: {source}", path.display())]
    Io {
        /// What was being done.
        doing: &'static str,
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// A file that opens with another key, or is no database.
    #[error("{} does not open with this key: unlock the archive that it belongs to, or restore a backup", file.display())]
    OtherKey {
        /// The file.
        file: PathBuf,
    },
    /// The database refused or could not be reached.
    #[error("the database refused ({code}): {message}")]
    Database {
        /// The engine's code, or the kind of failure.
        code: String,
        /// The engine's message: never its detail, which may quote rows.
        message: String,
    },
    /// The archive contradicts itself.
    #[error("the archive is damaged: {0}; run `athar verify`, then restore a backup or rebuild")]
    Damaged(String),
    /// Something asked for does not exist.
    #[error("there is no {0}")]
    NoSuch(String),
    /// It was taken back before.
    #[error("{0} was taken back already")]
    AlreadyUndone(String),
    /// A decision about one record.
    #[error("a decision needs two different records")]
    SameRecord,
    /// A decision that cannot stand beside an earlier one.
    #[error(
        "this cannot stand beside what was decided before ({0}): take one of these back first, or decide otherwise"
    )]
    Contradicts(Chain),
    /// The same was said of the pair before, or by more than says it now.
    #[error("decision {0} says of this pair what counts: confirm it or take it back")]
    DecidedAlready(DecisionId),
    /// Something that an account may not do, or that needs something else first.
    #[error("refused: {0}")]
    Refused(&'static str),
    /// An account or a case that was closed.
    #[error("{0} is closed")]
    Closed(String),
    /// An account has read as much as it may in an hour.
    #[error("this account has opened as much as it may in an hour; a reviewer can look at why")]
    OverBudget,
    /// What the one access function does not permit.
    #[error("this account may not do that: {0}")]
    Denied(&'static str),
    /// An earlier step of the same import or run failed.
    #[error("an earlier step failed, so nothing of it can be accepted: begin again")]
    Abandoned,
    /// A link whose left record does not come before its right one.
    #[error("a link's left record must come before its right one")]
    PairOrder,
    /// Beyond a limit.
    #[error("{what} is beyond the limit of {limit}")]
    Limit {
        /// What is too large.
        what: &'static str,
        /// The limit.
        limit: usize,
    },
    /// Something about the keys.
    #[error(transparent)]
    Keys(vault::keys::KeyError),
    /// A backup cannot be written or restored.
    #[error(transparent)]
    Backup(#[from] crate::backup::BackupError),
    /// A text that should be JSON is not.
    #[error("not JSON: {0}")]
    NotJson(&'static str),
    /// What was published of the ledger does not fit it, or does not fit itself.
    #[error(
        "the published log does not fit: {0}; run `athar verify --checkpoint` with a checkpoint that was kept elsewhere"
    )]
    Published(String),
    /// A tile, or a proof from tiles.
    #[error(transparent)]
    Tile(#[from] vault::proof::tile::TileError),
    /// A note, a checkpoint or a key.
    #[error(transparent)]
    Note(#[from] vault::proof::note::NoteError),
    /// The system gave no random numbers.
    #[error("the system gives no random numbers: {0}")]
    Random(String),
}

impl StoreError {
    /// Whether it is an answer to one request, and not a failure of the archive: others of the same transaction stand.
    pub(crate) fn is_refusal(&self) -> bool {
        !matches!(
            self,
            StoreError::Io { .. }
                | StoreError::Full { .. }
                | StoreError::Database { .. }
                | StoreError::Damaged(_)
                | StoreError::Newer { .. }
                | StoreError::Locked { .. }
                | StoreError::Keys(_)
                | StoreError::OtherKey { .. }
        )
    }

    /// Whether SQLite says that the disk refused something (`SQLITE_IOERR`, 10 in the low byte), or is full.
    pub(crate) fn is_of_the_disk(&self) -> bool {
        match self {
            StoreError::Full { .. } => true,
            StoreError::Database { code, .. } => {
                code.len() < 5 && code.parse::<u32>().is_ok_and(|code| code & 0xff == 10)
            }
            _ => false,
        }
    }

    /// Whether the database gave up waiting, or we did: `lock_not_available`, `query_canceled` (PostgreSQL, appendix A).
    pub(crate) fn is_late(&self) -> bool {
        matches!(self, StoreError::Database { code, .. } if ["55P03", "57014", "timeout"].contains(&code.as_str()))
    }

    /// Something could not be written in time, since another connection holds it.
    pub(crate) fn held(what: &str) -> StoreError {
        let message = format!("{what} could not be written in time; see which connection holds it");
        StoreError::Database { code: "timeout".to_owned(), message }
    }

    /// The same failure, for another request of the transaction that failed.
    pub(crate) fn again(&self) -> StoreError {
        match self {
            StoreError::Full { detail } => StoreError::Full { detail: detail.clone() },
            StoreError::Locked { place } => StoreError::Locked { place: place.clone() },
            StoreError::Database { code, message } => {
                StoreError::Database { code: code.clone(), message: message.clone() }
            }
            StoreError::Damaged(what) => StoreError::Damaged(what.clone()),
            other => StoreError::Database { code: "transaction".to_owned(), message: other.to_string() },
        }
    }

    pub(crate) fn io(doing: &'static str, path: &Path, source: std::io::Error) -> Self {
        if source.kind() == std::io::ErrorKind::StorageFull {
            return StoreError::Full { detail: format!("{doing} {}", path.display()) };
        }
        StoreError::Io { doing, path: path.to_owned(), source }
    }

    pub(crate) fn damaged(what: impl Into<String>) -> Self {
        StoreError::Damaged(what.into())
    }
}

impl From<vault::keys::KeyError> for StoreError {
    fn from(error: vault::keys::KeyError) -> Self {
        match error {
            vault::keys::KeyError::Io { doing, path, source } => StoreError::io(doing, &path, source),
            other => StoreError::Keys(other),
        }
    }
}

impl From<vault::proof::ProofError> for StoreError {
    fn from(error: vault::proof::ProofError) -> Self {
        StoreError::Tile(error.into())
    }
}

impl From<sqlx::Error> for StoreError {
    /// Keeps code and message only: a driver's `Debug` and detail may quote a row.
    fn from(error: sqlx::Error) -> Self {
        let sqlx::Error::Database(refusal) = &error else {
            let code = match &error {
                sqlx::Error::Io(_) => "connection",
                sqlx::Error::Tls(_) => "tls",
                sqlx::Error::Configuration(_) => "address",
                sqlx::Error::ColumnDecode { .. } | sqlx::Error::Decode(_) => "decode",
                _ => "driver",
            };
            let message = match &error {
                sqlx::Error::ColumnDecode { index, .. } => format!("column {index} has an unexpected type"),
                sqlx::Error::Decode(_) => "a value has an unexpected type".to_owned(),
                other => other.to_string(),
            };
            return StoreError::Database { code: code.to_owned(), message };
        };
        let code = refusal.code().unwrap_or_default().into_owned();
        let message = refusal.message().to_owned();
        if is_full(&code) {
            StoreError::Full { detail: message }
        } else if is_busy(&code) {
            StoreError::Locked { place: "the database".to_owned() }
        } else {
            StoreError::Database { code, message }
        }
    }
}

/// `SQLITE_FULL` (13 in the low byte of an extended code), PostgreSQL `disk_full`.
fn is_full(code: &str) -> bool {
    code == "53100" || (code.len() < 5 && code.parse::<u32>().is_ok_and(|code| code & 0xff == 13))
}

/// `SQLITE_BUSY` (5 in the low byte): another process held the file for longer than one waits.
fn is_busy(code: &str) -> bool {
    code.len() < 5 && code.parse::<u32>().is_ok_and(|code| code & 0xff == 5)
}
