//! The original files: kept whole, named by their hash, hashed before anybody parses them.

use crate::archive::sync_dir;
use crate::entry::new_salt;
use crate::staging::FileLock;
use crate::{Archive, Hash, Result, StoreError};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::fs::{self, File};
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::sync::PoisonError;
use std::time::Duration;

const ORIGINALS: &str = "originals";
/// The lock that says that files are being brought in.
const LOCK: &str = "originals";
/// Beginning of the name of a copy under way.
const PARTIAL: &str = "partial.";
/// Whoever began a copy so long ago copies no more.
const CUT_SHORT_AFTER: Duration = Duration::from_hours(24);

/// Files that threads of this process are bringing in, and the lock that says so to others.
#[derive(Default)]
pub(crate) struct Held {
    users: usize,
    lock: Option<FileLock>,
}
const BUFFER: usize = 1 << 16;

/// An original file as the archive keeps it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Original {
    /// SHA-256 of its bytes.
    pub sha256: Hash,
    /// Number of its bytes.
    pub size: u64,
    /// Name it came with, without its folder.
    pub name: String,
}

impl Archive {
    /// Copies a file into the archive, hashing it on the way, before anybody reads what it says. The same bytes
    /// are kept once.
    pub fn keep_original(&self, path: &Path) -> Result<Original> {
        let mut source = File::open(path).map_err(|error| StoreError::io("open", path, error))?;
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        self.keep_original_from(&mut source, &name)
    }

    /// The same from any reader, under a name.
    pub fn keep_original_from(&self, source: &mut dyn Read, name: &str) -> Result<Original> {
        let folder = self.dir().join(ORIGINALS);
        fs::create_dir_all(&folder).map_err(|error| StoreError::io("make the directory", &folder, error))?;
        drop_cut_short(&folder);
        // Random, since processes on several machines may share the folder.
        let partial = folder.join(format!("{PARTIAL}{}", Hash(new_salt()?)));
        let kept = Self::copy(source, &partial).and_then(|(sha256, size)| {
            self.put_in_place(&partial, sha256)?;
            Ok(Original { sha256, size, name: name.to_owned() })
        });
        if kept.is_err() {
            let _ = fs::remove_file(&partial);
        }
        kept
    }

    /// Removes an original that no accepted import names: what was refused does not stay. While somebody else brings
    /// files in, it does: it could be theirs too.
    pub fn drop_unused_original(&self, sha256: Hash) -> Result<()> {
        let mut held = self.originals.lock().unwrap_or_else(PoisonError::into_inner);
        if held.users > 1 {
            return Ok(());
        }
        held.lock = None;
        let Some(_alone) = FileLock::try_new(self.dir(), LOCK)? else { return Ok(()) };
        let used =
            self.imports()?.iter().any(|import| import.meta.original.as_ref().is_some_and(|own| own.sha256 == sha256));
        if used {
            return Ok(());
        }
        let path = self.original_path(sha256);
        fs::remove_file(&path).map_err(|error| StoreError::io("remove", &path, error))
    }

    /// Says that a file is being brought in, until what is returned is dropped: nobody removes originals meanwhile.
    pub fn bring_in(&self) -> Result<BringingIn<'_>> {
        let mut held = self.originals.lock().unwrap_or_else(PoisonError::into_inner);
        if held.lock.is_none() {
            held.lock = Some(FileLock::shared(self.dir(), LOCK)?);
        }
        held.users += 1;
        Ok(BringingIn { archive: self })
    }

    /// Where the original of that hash is kept.
    pub fn original_path(&self, sha256: Hash) -> PathBuf {
        let name = sha256.to_string();
        self.dir().join(ORIGINALS).join(&name[..2]).join(name)
    }

    fn copy(source: &mut dyn Read, partial: &Path) -> Result<(Hash, u64)> {
        let broken = |error| StoreError::io("write", partial, error);
        let mut target = File::options().write(true).create_new(true).open(partial).map_err(broken)?;
        let mut hasher = Sha256::new();
        let mut size = 0;
        let mut buffer = vec![0; BUFFER];
        loop {
            let length = match source.read(&mut buffer) {
                Ok(0) => break,
                Ok(length) => length,
                Err(error) if error.kind() == std::io::ErrorKind::Interrupted => continue,
                Err(error) => return Err(StoreError::io("read the original for", partial, error)),
            };
            hasher.update(&buffer[..length]);
            target.write_all(&buffer[..length]).map_err(broken)?;
            size += length as u64;
        }
        target.sync_all().map_err(broken)?;
        Ok((Hash(hasher.finalize().into()), size))
    }

    fn put_in_place(&self, partial: &Path, sha256: Hash) -> Result<()> {
        let path = self.original_path(sha256);
        let folder = path.parent().unwrap_or(partial);
        fs::create_dir_all(folder).map_err(|error| StoreError::io("make the directory", folder, error))?;
        fs::rename(partial, &path).map_err(|error| StoreError::io("move into place", &path, error))?;
        sync_dir(folder)?;
        sync_dir(&self.dir().join(ORIGINALS))?;
        sync_dir(self.dir())
    }
}

/// A file that is being brought in.
pub struct BringingIn<'archive> {
    archive: &'archive Archive,
}

impl Drop for BringingIn<'_> {
    fn drop(&mut self) {
        let mut held = self.archive.originals.lock().unwrap_or_else(PoisonError::into_inner);
        held.users = held.users.saturating_sub(1);
        if held.users == 0 {
            held.lock = None;
        }
    }
}

/// Removes copies that were cut short long ago.
fn drop_cut_short(folder: &Path) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let is_partial = entry.file_name().to_string_lossy().starts_with(PARTIAL);
        let age = entry.metadata().and_then(|metadata| metadata.modified()).ok().and_then(|time| time.elapsed().ok());
        if is_partial && age.is_some_and(|age| age > CUT_SHORT_AFTER) {
            let _ = fs::remove_file(entry.path());
        }
    }
}

/// Hash and size of a file's bytes.
pub(crate) fn hash_file(path: &Path) -> std::io::Result<(Hash, u64)> {
    let mut file = File::open(path)?;
    let mut hasher = Sha256::new();
    let mut buffer = vec![0; BUFFER];
    let mut size = 0;
    loop {
        match file.read(&mut buffer)? {
            0 => return Ok((Hash(hasher.finalize().into()), size)),
            length => {
                hasher.update(&buffer[..length]);
                size += length as u64;
            }
        }
    }
}
