//! What a witness remembers of each log, in files: one head a log, named by the hash of its origin.
//!
//! Looking and keeping are one step under one lock, and what is kept is durable before the lock is let go. A second process
//! on the same folder is refused. A file that cannot be read is an error and never an empty memory: a witness that forgot
//! would sign a fork.

use crate::durable;
use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use vault::Hash;
use vault::proof::checkpoint::{Checkpoint, TreeHead};
use vault::proof::witness::{Answer, Memory};

/// Name of the file that the process locks.
const LOCK: &str = "lock";

/// What can go wrong with a witness's memory.
#[derive(Debug, thiserror::Error)]
pub(crate) enum MemoryError {
    /// The disk failed.
    #[error("cannot {doing} {}: {source}", path.display())]
    Io {
        /// What was being done.
        doing: &'static str,
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// A file that is none of this.
    #[error("{} is not what a witness wrote: restore it, never delete it: a witness that forgets signs forks", .0.display())]
    Damaged(PathBuf),
    /// Another process is at work there.
    #[error("another witness works on {}", .0.display())]
    Locked(PathBuf),
}

/// Heads in a folder.
pub(crate) struct FileMemory {
    folder: PathBuf,
    alone: Mutex<()>,
    _lock: File,
}

impl FileMemory {
    /// The memory in that folder, a new one where there is none.
    pub(crate) fn open(folder: &Path) -> Result<FileMemory, MemoryError> {
        let failed = |doing, path: &Path| {
            let path = path.to_owned();
            move |source| MemoryError::Io { doing, path, source }
        };
        fs::create_dir_all(folder).map_err(failed("make the directory", folder))?;
        let path = folder.join(LOCK);
        let lock = File::options().create(true).append(true).open(&path).map_err(failed("open", &path))?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(MemoryError::Locked(folder.to_owned())),
            Err(TryLockError::Error(source)) => return Err(MemoryError::Io { doing: "lock", path, source }),
        }
        Ok(FileMemory { folder: folder.to_owned(), alone: Mutex::new(()), _lock: lock })
    }

    fn path(&self, origin: &str) -> PathBuf {
        self.folder.join(Hash::of(origin.as_bytes()).to_string())
    }

    fn read(&self, origin: &str) -> Result<Option<TreeHead>, MemoryError> {
        let path = self.path(origin);
        let text = match fs::read_to_string(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(source) => return Err(MemoryError::Io { doing: "read", path, source }),
        };
        match text.parse::<Checkpoint>() {
            Ok(kept) if kept.origin() == origin => Ok(Some(kept.head())),
            _ => Err(MemoryError::Damaged(path)),
        }
    }
}

impl Memory for FileMemory {
    type Error = MemoryError;

    fn advance(
        &self,
        origin: &str,
        next: &mut dyn FnMut(Option<TreeHead>) -> Result<TreeHead, Answer>,
    ) -> Result<Result<TreeHead, Answer>, MemoryError> {
        let _alone = self.alone.lock().unwrap_or_else(PoisonError::into_inner);
        let known = self.read(origin)?;
        let head = match next(known) {
            Ok(head) => head,
            Err(refusal) => return Ok(Err(refusal)),
        };
        if known != Some(head) {
            let path = self.path(origin);
            let kept = Checkpoint::new(origin, head).map_err(|_| MemoryError::Damaged(path.clone()))?;
            let put = durable::put(&path, kept.to_string().as_bytes());
            put.map_err(|source| MemoryError::Io { doing: "write", path, source })?;
        }
        Ok(Ok(head))
    }
}
