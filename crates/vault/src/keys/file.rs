//! The key file on the disk: reading at a place, appending and overwriting under its lock, and putting a new one in its
//! place.
//!
//! Several processes use it at once. Whoever writes holds its lock, and asks then whether the name is still this file's.
//! A file that was replaced is overwritten with zeros: keys that were re-wrapped must not be left under an old root, and
//! whoever still has it open notices by that.

use super::record::{self, Bytes, RECORD_LEN};
use super::{KeyError, Result, limits, random_bytes};
use crate::system;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// Records read with one call: 1 MiB.
const RECORDS_AT_ONCE: u64 = 8192;

/// An open key file.
pub(super) struct KeyFile {
    file: File,
    path: PathBuf,
}

/// The lock of a key file, held alone.
pub(super) struct Locked<'file>(&'file KeyFile);

impl KeyFile {
    pub(super) fn open(path: &Path) -> Result<KeyFile> {
        // The file may be kept on another disk and linked to: it is replaced there.
        let opened = fs::canonicalize(path)
            .and_then(|path| Ok(KeyFile { file: File::options().read(true).write(true).open(&path)?, path }));
        opened.map_err(|source| match source.kind() {
            io::ErrorKind::NotFound => KeyError::NotFound(path.to_owned()),
            _ => KeyError::io("open", path, source),
        })
    }

    /// Puts a new file there, whole or not at all; nothing is overwritten.
    pub(super) fn create(path: &Path, header: &[u8]) -> Result<KeyFile> {
        let (unnamed, file) = write_beside(path, header, &[])?;
        // A link takes no name that is taken. A stick may know no links: there the moment between two calls has to do.
        let named = fs::hard_link(&unnamed, path).or_else(|error| match fs::symlink_metadata(path) {
            Err(missing) if missing.kind() == io::ErrorKind::NotFound => fs::rename(&unnamed, path),
            _ => Err(error),
        });
        let _ = fs::remove_file(&unnamed);
        match named {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Err(KeyError::Exists(path.to_owned())),
            Err(source) => Err(KeyError::io("create", path, source)),
            Ok(()) => {
                sync_folder(path)?;
                Ok(KeyFile { file, path: path.to_owned() })
            }
        }
    }

    pub(super) fn header(&self) -> Result<Vec<u8>> {
        let mut bytes = vec![0; limits::HEADER_LEN];
        match system::read_at(&self.file, &mut bytes, 0) {
            Ok(()) => Ok(bytes),
            Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => Err(KeyError::Damaged("it is too short")),
            Err(source) => Err(self.error("read", source)),
        }
    }

    /// Whole records in the file; what follows them was torn by a power failure.
    pub(super) fn count(&self) -> Result<u64> {
        let metadata = self.file.metadata().map_err(|source| self.error("read", source))?;
        record::count(metadata.len())
    }

    pub(super) fn record(&self, number: u64) -> Result<Bytes> {
        let mut bytes = [0; RECORD_LEN];
        system::read_at(&self.file, &mut bytes, record::offset(number)).map_err(|source| self.error("read", source))?;
        Ok(bytes)
    }

    /// Hands out records one after the other.
    pub(super) fn records(&self, from: u64, end: u64, mut each: impl FnMut(u64, &Bytes) -> Result<()>) -> Result<()> {
        let mut buffer = vec![0; (end.saturating_sub(from).min(RECORDS_AT_ONCE)) as usize * RECORD_LEN];
        let mut number = from;
        while number < end {
            let part = &mut buffer[..(end - number).min(RECORDS_AT_ONCE) as usize * RECORD_LEN];
            system::read_at(&self.file, part, record::offset(number)).map_err(|source| self.error("read", source))?;
            let (records, _) = part.as_chunks::<RECORD_LEN>();
            for bytes in records {
                each(number, bytes)?;
                number += 1;
            }
        }
        Ok(())
    }

    /// Waits for the lock; nothing when the file was replaced meanwhile.
    pub(super) fn lock(&self) -> Result<Option<Locked<'_>>> {
        self.file.lock().map_err(|source| self.error("lock", source))?;
        let locked = Locked(self);
        Ok(self.is_named().then_some(locked))
    }

    /// Whether the name is still this file's.
    pub(super) fn is_named(&self) -> bool {
        system::is_named(&self.file, &self.path)
    }

    fn error(&self, doing: &'static str, source: io::Error) -> KeyError {
        KeyError::io(doing, &self.path, source)
    }
}

impl Locked<'_> {
    /// Writes records at a place, durably.
    pub(super) fn write(&self, number: u64, records: &[Bytes]) -> Result<()> {
        if number + records.len() as u64 > limits::RECORDS_MAX {
            return Err(KeyError::Limit { what: "records of a key file", limit: limits::RECORDS_MAX });
        }
        self.write_unflushed(number, records)?;
        self.flush()
    }

    pub(super) fn write_unflushed(&self, number: u64, records: &[Bytes]) -> Result<()> {
        let written = system::write_at(&self.0.file, records.as_flattened(), record::offset(number));
        written.map_err(|source| self.0.error("write", source))
    }

    pub(super) fn flush(&self) -> Result<()> {
        self.0.file.sync_all().map_err(|source| self.0.error("flush", source))
    }

    /// Puts a new file in the place of this one.
    pub(super) fn replace(&self, header: &[u8], records: &[Bytes]) -> Result<KeyFile> {
        let path = &self.0.path;
        let (written, file) = write_beside(path, header, records)?;
        if let Err(source) = system::same_owner(&self.0.file, &file) {
            let _ = fs::remove_file(&written);
            return Err(KeyError::io("keep the owner of", path, source));
        }
        if let Err(source) = fs::rename(&written, path) {
            let _ = fs::remove_file(&written);
            return Err(KeyError::io("replace", path, source));
        }
        sync_folder(path)?;
        Ok(KeyFile { file, path: path.clone() })
    }

    /// Overwrites a file that was replaced. What a disk keeps beneath is out of reach; `docs/keys.md` says so.
    pub(super) fn wipe(&self) -> Result<()> {
        let len = self.0.file.metadata().map_err(|source| self.0.error("read", source))?.len();
        let zeros = vec![0; 1 << 16];
        let mut done = 0;
        while done < len {
            let part = &zeros[..(len - done).min(zeros.len() as u64) as usize];
            system::write_at(&self.0.file, part, done).map_err(|source| self.0.error("overwrite", source))?;
            done += part.len() as u64;
        }
        self.flush()
    }
}

impl Drop for Locked<'_> {
    fn drop(&mut self) {
        let _ = self.0.file.unlock();
    }
}

/// Writes a whole file, durably, under a name of its own beside the one it is to have.
fn write_beside(path: &Path, header: &[u8], records: &[Bytes]) -> Result<(PathBuf, File)> {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(format!(".new-{:016x}", u64::from_be_bytes(random_bytes()?)));
    let beside = path.with_file_name(name);
    let mut options = File::options();
    options.read(true).write(true).create_new(true);
    let mut file =
        system::owners_only(&mut options).open(&beside).map_err(|source| KeyError::io("create", &beside, source))?;
    let mut written = file.write_all(header);
    for part in records.chunks(RECORDS_AT_ONCE as usize) {
        written = written.and_then(|()| file.write_all(part.as_flattened()));
    }
    match written.and_then(|()| file.sync_all()) {
        Ok(()) => Ok((beside, file)),
        Err(source) => {
            let _ = fs::remove_file(&beside);
            Err(KeyError::io("write", &beside, source))
        }
    }
}

/// A name is durable when its folder is.
fn sync_folder(path: &Path) -> Result<()> {
    let folder = path.parent().unwrap_or(Path::new("."));
    system::sync_folder(folder).map_err(|source| KeyError::io("flush the folder", folder, source))
}
