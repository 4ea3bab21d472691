//! What lies on the disk: turning an archive's files into ciphertext and back, and whether a disk is encrypted anyway.
//!
//! What is deliberately absent: where the key comes from, and the files of others beside SQLite's (originals, indexes).

mod convert;
mod volume;

pub use volume::{is_encrypted, is_encrypted_under};

use crate::archive::{READINGS_FILE, SQLITE_FILE};
use crate::{DiskKey, Result};
use convert::Form;
use std::path::Path;

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
