//! The original files: kept whole, hashed before anybody parses them, and sealed on the way in: keyholders open them.
//!
//! A file is named by a keyed token of its hash, so that whoever holds the same file cannot find out from the folder that
//! it is here.

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
use vault::keys::Keyring;

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
    /// SHA-256 of the file as it lies in the archive, sealed. Files of before lie in clear.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sealed: Option<Hash>,
}

/// The context of the seal.
const CONTEXT: &[u8] = b"athar/original/1";

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
        let kept = self.copy(source, &partial).and_then(|(sha256, size)| {
            let sealed = Some(self.put_in_place(&partial, sha256)?);
            Ok(Original { sha256, size, name: name.to_owned(), sealed })
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
        if used || crate::pictures::holds_original(self, sha256)? {
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

    /// Where the original of that hash is kept, sealed.
    pub fn original_path(&self, sha256: Hash) -> PathBuf {
        self.path_of_original(&name_of(self.keys(), sha256))
    }

    fn path_of_original(&self, name: &str) -> PathBuf {
        self.dir().join(ORIGINALS).join(&name[..2]).join(name)
    }

    /// The name of an original in the folder of originals.
    pub(crate) fn name_of_original(&self, original: &Original) -> String {
        match original.sealed {
            Some(_) => name_of(self.keys(), original.sha256),
            None => original.sha256.to_string(),
        }
    }

    /// Where an original lies: those of before, in clear, under their own hash.
    pub(crate) fn place_of_original(&self, original: &Original) -> PathBuf {
        self.path_of_original(&self.name_of_original(original))
    }

    /// Writes out an original as it came. Needs the team's secret, and refuses what is not the file that was kept.
    pub fn open_original(&self, original: &Original, to: &mut dyn Write) -> Result<()> {
        let path = self.place_of_original(original);
        let file = File::open(&path).map_err(|error| StoreError::io("open", &path, error))?;
        let read: &mut dyn Read = match original.sealed {
            Some(_) => &mut self.keys().opening_reader(CONTEXT, file)?,
            None => &mut { file },
        };
        let (sha256, size) = copied(read, to).map_err(|error| StoreError::io("read", &path, error))?;
        let is_it = (sha256, size) == (original.sha256, original.size);
        if is_it { Ok(()) } else { Err(StoreError::damaged("an original is not the file that was kept")) }
    }

    /// Hash and size of an original as it lies; or else what is wrong with it, in words.
    pub(crate) fn check_original(&self, original: &Original) -> std::result::Result<(Hash, u64), String> {
        let name = original.sha256;
        match hash_file(&self.place_of_original(original)) {
            Ok((sealed, size)) if original.sealed == Some(sealed) => Ok((sealed, size)),
            Ok((sha256, size)) if original.sealed.is_none() && (sha256, size) == (name, original.size) => {
                Ok((sha256, size))
            }
            Ok(_) => Err(format!("original {name} has been changed")),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Err(format!("original {name} is missing")),
            Err(error) => Err(format!("original {name} cannot be read: {error}")),
        }
    }

    fn copy(&self, source: &mut dyn Read, partial: &Path) -> Result<(Hash, u64)> {
        let broken = |error| StoreError::io("write", partial, error);
        let target = File::options().write(true).create_new(true).open(partial).map_err(broken)?;
        let key = self.keys().new_sealing_key()?;
        let mut target = self.keys().sealing_writer(key, CONTEXT, target)?;
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
        target.finish().map_err(broken)?.sync_all().map_err(broken)?;
        self.keys().forget_sealing(key);
        Ok((Hash(hasher.finalize().into()), size))
    }

    /// Returns the hash of the file as it lies: the one that was there before, where the same bytes were kept already.
    fn put_in_place(&self, partial: &Path, sha256: Hash) -> Result<Hash> {
        let path = self.original_path(sha256);
        if path.is_file() {
            let _ = fs::remove_file(partial);
            let (sealed, _) = hash_file(&path).map_err(|error| StoreError::io("read", &path, error))?;
            return Ok(sealed);
        }
        let (sealed, _) = hash_file(partial).map_err(|error| StoreError::io("read", partial, error))?;
        let folder = path.parent().unwrap_or(partial);
        fs::create_dir_all(folder).map_err(|error| StoreError::io("make the directory", folder, error))?;
        fs::rename(partial, &path).map_err(|error| StoreError::io("move into place", &path, error))?;
        sync_dir(folder)?;
        sync_dir(&self.dir().join(ORIGINALS))?;
        sync_dir(self.dir())?;
        Ok(sealed)
    }
}

/// The name of an original: a token of its hash.
pub(crate) fn name_of(keys: &Keyring, sha256: Hash) -> String {
    Hash(keys.token(CONTEXT, &sha256.0)).to_string()
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
    copied(&mut File::open(path)?, &mut std::io::sink())
}

/// Copies bytes, and gives their hash and number.
fn copied(from: &mut dyn Read, to: &mut dyn Write) -> std::io::Result<(Hash, u64)> {
    let mut hasher = Sha256::new();
    let mut buffer = vec![0; BUFFER];
    let mut size = 0;
    loop {
        match from.read(&mut buffer)? {
            0 => return Ok((Hash(hasher.finalize().into()), size)),
            length => {
                hasher.update(&buffer[..length]);
                to.write_all(&buffer[..length])?;
                size += length as u64;
            }
        }
    }
}
