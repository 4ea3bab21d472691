//! One database file, from plain to ciphertext or back: copied page for page into a new file, which is read back,
//! flushed, and exchanged with the old one in one step of the file system.
//!
//! Copied by bytes and not by `VACUUM INTO`: that would number rows anew where a table has no key of its own.

use crate::archive::sync_dir;
use crate::sql::Database;
use crate::{DiskKey, Hash, Result, StoreError, system};
use sha2::{Digest, Sha256};
use std::fs::{self, File};
use std::io::{ErrorKind, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use vault::disk::{BLOCK_BYTES, FileKind, UNIT_BYTES, UnitCipher};
use vault::system::owners_only;
use zeroize::Zeroizing;

/// How every plain file of SQLite begins.
const MAGIC: &[u8; 16] = b"SQLite format 3\0";
/// Bytes copied at a time.
const PIECE_BYTES: usize = 256 * UNIT_BYTES;
const FOLD: &str = "PRAGMA wal_checkpoint(FULL)";

/// How a file lies on the disk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    Plain,
    Cipher,
}

/// Brings a file into a form; whether it was in the other.
pub(super) fn convert(file: &Path, key: &DiskKey, wanted: Form) -> Result<bool> {
    let own = file.file_name().unwrap_or_default().to_string_lossy();
    let cipher = key.cipher(FileKind::Database, &own);
    // Either a copy that was not finished, or the old file after the exchange: the living one has the other name.
    let copy = beside(file, ".new");
    remove(&copy)?;
    let found = form(file, &cipher)?;
    if found == wanted {
        return Ok(false);
    }
    fold_log(file, key, found)?;
    let mut old = lock_alone(file)?;
    let hash = write_copy(&mut old, file, &copy, &cipher, wanted)?;
    if read_back(&copy, &cipher, wanted)? != hash {
        return Err(StoreError::damaged("the copy on the disk is not what was written to it"));
    }
    exchange(&copy, file)?;
    sync_dir(parent(file))?;
    if wanted == Form::Cipher {
        wipe(&mut old, file)?;
    }
    remove_name(&copy)?;
    sync_dir(parent(file))?;
    Ok(true)
}

/// In which form a file is.
fn form(file: &Path, cipher: &UnitCipher) -> Result<Form> {
    let mut start = Zeroizing::new([0; BLOCK_BYTES]);
    let read = File::open(file).and_then(|mut open| open.read_exact(start.as_mut()));
    read.map_err(|source| StoreError::io("read", file, source))?;
    if start.as_ref() == MAGIC {
        return Ok(Form::Plain);
    }
    turn(cipher, Form::Plain, 0, start.as_mut())?;
    if start.as_ref() == MAGIC { Ok(Form::Cipher) } else { Err(StoreError::OtherKey { file: file.to_owned() }) }
}

/// Folds the log into the file, which removes the log unless somebody else is there. A plain one is overwritten, since
/// SQLite only frees it.
fn fold_log(file: &Path, key: &DiskKey, found: Form) -> Result<()> {
    let log = beside(file, "-wal");
    let held = File::options().read(true).write(true).open(&log).ok();
    let disk = (found == Form::Cipher).then_some(key);
    let mut connection = Database::sqlite(file, false, disk)?.connect_writer()?;
    let folded = connection.row(FOLD, &[])?.map(|row| row.int(0)).transpose()?;
    connection.close();
    if folded != Some(0) || !is_empty(&log) || !is_empty(&beside(file, "-journal")) {
        return Err(StoreError::Locked { place: file.display().to_string() });
    }
    match held {
        Some(mut held) if found == Form::Plain => wipe(&mut held, &log),
        _ => Ok(()),
    }
}

fn is_empty(path: &Path) -> bool {
    fs::metadata(path).map_or(true, |metadata| metadata.len() == 0)
}

/// The file, held so that no other process gets SQLite's lock on it. It stays open to the end: closing any handle of a
/// file gives back all locks that a process has on it (POSIX `fcntl`).
fn lock_alone(file: &Path) -> Result<File> {
    let open = File::options().read(true).write(true).open(file);
    let open = open.map_err(|source| StoreError::io("open", file, source))?;
    // Somebody may have come and gone since the log was folded in.
    if system::try_lock_whole(&open) && is_empty(&beside(file, "-wal")) && is_empty(&beside(file, "-journal")) {
        return Ok(open);
    }
    Err(StoreError::Locked { place: file.display().to_string() })
}

/// Writes the other form to the disk, and hashes the plain one.
fn write_copy(old: &mut File, file: &Path, copy: &Path, cipher: &UnitCipher, wanted: Form) -> Result<Hash> {
    let failed = |source| StoreError::io("write", copy, source);
    let mut options = File::options();
    let mut new = owners_only(options.write(true).create_new(true)).open(copy).map_err(failed)?;
    let mut hasher = Sha256::new();
    each_piece(old, file, |offset, piece| {
        if wanted == Form::Cipher {
            hasher.update(&*piece);
        }
        turn(cipher, wanted, offset, piece)?;
        if wanted == Form::Plain {
            hasher.update(&*piece);
        }
        new.write_all(piece).map_err(failed)
    })?;
    new.sync_all().map_err(failed)?;
    Ok(Hash(hasher.finalize().into()))
}

/// The hash of the plain form of what the copy says.
fn read_back(copy: &Path, cipher: &UnitCipher, form: Form) -> Result<Hash> {
    let mut open = File::open(copy).map_err(|source| StoreError::io("open", copy, source))?;
    let mut hasher = Sha256::new();
    each_piece(&mut open, copy, |offset, piece| {
        if form == Form::Cipher {
            turn(cipher, Form::Plain, offset, piece)?;
        }
        hasher.update(&*piece);
        Ok(())
    })?;
    Ok(Hash(hasher.finalize().into()))
}

fn each_piece(open: &mut File, path: &Path, mut step: impl FnMut(u64, &mut [u8]) -> Result<()>) -> Result<()> {
    let failed = |source| StoreError::io("read", path, source);
    let length = open.metadata().map_err(failed)?.len();
    open.rewind().map_err(failed)?;
    let mut piece = Zeroizing::new(vec![0; PIECE_BYTES]);
    let mut offset = 0;
    while offset < length {
        let taken = usize::try_from(length - offset).map_or(PIECE_BYTES, |rest| rest.min(PIECE_BYTES));
        open.read_exact(&mut piece[..taken]).map_err(failed)?;
        step(offset, &mut piece[..taken])?;
        offset += taken as u64;
    }
    Ok(())
}

fn turn(cipher: &UnitCipher, into: Form, offset: u64, piece: &mut [u8]) -> Result<()> {
    let done = match into {
        Form::Plain => cipher.decrypt(offset, piece),
        Form::Cipher => cipher.encrypt(offset, piece),
    };
    done.map_err(|_| StoreError::damaged("a database file is not whole pages"))
}

/// Gives each of two files the other's name, at once where the file system can: then the old one can be found and
/// overwritten after a crash. Elsewhere the new one takes the name, and the old one is what our handle holds.
fn exchange(copy: &Path, file: &Path) -> Result<()> {
    if system::try_exchange(copy, file) {
        return Ok(());
    }
    fs::rename(copy, file).map_err(|source| StoreError::io("rename", copy, source))
}

/// Overwrites what a file says with zeros, on the disk.
fn wipe(open: &mut File, path: &Path) -> Result<()> {
    let failed = |source| StoreError::io("overwrite", path, source);
    let zeros = vec![0; PIECE_BYTES];
    let mut rest = open.metadata().map_err(failed)?.len();
    open.seek(SeekFrom::Start(0)).map_err(failed)?;
    while rest > 0 {
        let taken = rest.min(PIECE_BYTES as u64);
        open.write_all(&zeros[..taken as usize]).map_err(failed)?;
        rest -= taken;
    }
    // Not made shorter: whoever still holds it must find no database, rather than an empty one to write to.
    open.sync_all().map_err(failed)
}

/// Overwrites a file and takes it away, where there is one.
fn remove(path: &Path) -> Result<()> {
    match File::options().read(true).write(true).open(path) {
        Ok(mut open) => wipe(&mut open, path)?,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(()),
        Err(source) => return Err(StoreError::io("open", path, source)),
    }
    remove_name(path)
}

fn remove_name(path: &Path) -> Result<()> {
    match fs::remove_file(path) {
        Err(source) if source.kind() != ErrorKind::NotFound => Err(StoreError::io("remove", path, source)),
        _ => Ok(()),
    }
}

/// The file of that name and an ending.
fn beside(file: &Path, ending: &str) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(ending);
    PathBuf::from(name)
}

fn parent(file: &Path) -> &Path {
    file.parent().unwrap_or(Path::new("."))
}
