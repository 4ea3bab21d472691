//! What lies on the disk: turning an archive's files into ciphertext and back, and whether a disk is encrypted anyway.
//!
//! What is deliberately absent: where the key comes from, and the files of others beside SQLite's (originals, indexes).

mod convert;

pub use crate::system::{is_encrypted, is_encrypted_under};

use crate::archive::{READINGS_FILE, SQLITE_FILE};
use crate::{DiskKey, Result};
use convert::Form;
use std::fs::File;
use std::io::Read;
use std::path::Path;
use vault::keys::Keyring;

/// How a SQLite file in clear begins (the file format of SQLite, section 1.3.1).
const PLAIN: &[u8; 16] = b"SQLite format 3\0";

/// Turns the SQLite files of an archive into ciphertext. Nobody else may have the archive open, this process
/// neither; killed at any time there is one whole archive, and the next call finishes what was begun. Whether it had to
/// change anything.
///
/// The plain files are overwritten and removed. On flash memory (SSD, SD cards) and on file systems that copy on write
/// that may leave the old pages where only a laboratory reads them, and what SQLite had deleted before lies in free
/// space: see `docs/laptop.md` for what to do about both.
pub fn encrypt_in_place(dir: &Path, key: &DiskKey) -> Result<bool> {
    each(dir, key, Form::Cipher)
}

/// Turns the SQLite files of an archive into plain ones, under the same conditions.
pub fn decrypt_in_place(dir: &Path, key: &DiskKey) -> Result<bool> {
    each(dir, key, Form::Plain)
}

/// The key of a SQLite file of an archive; nothing where it lies in clear. One that exists says so by its first bytes, so that
/// a conversion which was cut short between files does no harm; a new one is made as the key file says.
pub(crate) fn key_for(keys: &Keyring, file: &Path) -> Option<DiskKey> {
    let mut first = [0; PLAIN.len()];
    let is_cipher = match File::open(file).and_then(|mut file| file.read_exact(&mut first)) {
        // Zeros say neither: power was lost before the first page came to the disk, and the log still has it.
        Ok(()) if first != [0; PLAIN.len()] => first != *PLAIN,
        Ok(()) | Err(_) => keys.is_laptop(),
    };
    is_cipher.then(|| DiskKey::new(keys.disk_key()))
}

fn each(dir: &Path, key: &DiskKey, form: Form) -> Result<bool> {
    let mut changed = false;
    for name in [SQLITE_FILE, READINGS_FILE] {
        let file = dir.join(name);
        if file.is_file() {
            changed |= convert::convert(&file, key, form)?;
        }
    }
    Ok(changed)
}
