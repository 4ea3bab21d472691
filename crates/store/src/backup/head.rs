//! The head of a backup: in clear, because it is what a passphrase or shares are tried on.
//!
//! ```text
//! 0   8      ATHARBAK
//! 8   4      version, big-endian
//! 12  16     id of the archive
//! 28  16     random
//! 44  16384  head of the archive's key file, without slots that are open
//! ..  32     SHA-256 of all before
//! ```
//!
//! Roots lie in it sealed only, and neither names nor content at all. So whoever holds a backup can guess at its passphrase,
//! as whoever holds the key file can.

use super::BackupError;
use crate::{Hash, Result, StoreError};
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;
use vault::keys::limits::HEADER_LEN;

const MAGIC: &[u8; 8] = b"ATHARBAK";
/// The form of backups.
const VERSION: u32 = 1;
const KEYS: usize = 44;
const CHECKED: usize = KEYS + HEADER_LEN;
/// Bytes of the whole head.
pub(crate) const HEAD_LEN: usize = CHECKED + 32;

/// The head of a backup.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct BackupHead(Vec<u8>);

impl BackupHead {
    /// A new one, with the head of a key file.
    pub(crate) fn new(archive: [u8; 16], keys: &[u8]) -> Result<BackupHead> {
        let mut random = [0; 16];
        getrandom::fill(&mut random).map_err(|error| StoreError::Random(error.to_string()))?;
        let mut bytes = [MAGIC.as_slice(), &VERSION.to_be_bytes(), &archive, &random, keys].concat();
        bytes.resize(CHECKED, 0);
        bytes.extend(Hash::of(&bytes).0);
        Ok(BackupHead(bytes))
    }

    /// Reads it; nothing where the file is empty, or writing it was cut short within the head.
    pub(crate) fn read(file: &mut File, path: &Path) -> Result<Option<BackupHead>> {
        let mut bytes = Vec::with_capacity(HEAD_LEN);
        let read = io::Read::by_ref(file).take(HEAD_LEN as u64).read_to_end(&mut bytes);
        read.map_err(|source| StoreError::io("read", path, source))?;
        let common = bytes.len().min(MAGIC.len());
        if bytes[..common] != MAGIC[..common] {
            return Err(BackupError::NotABackup(path.to_owned()).into());
        }
        if bytes.len() < HEAD_LEN {
            return Ok(None);
        }
        let found = u32::from_be_bytes([bytes[8], bytes[9], bytes[10], bytes[11]]);
        if found > VERSION {
            return Err(BackupError::Newer { found, known: VERSION }.into());
        }
        if found != VERSION || Hash::of(&bytes[..CHECKED]).0 != bytes[CHECKED..] {
            return Err(BackupError::Head(path.to_owned()).into());
        }
        Ok(Some(BackupHead(bytes)))
    }

    pub(crate) fn bytes(&self) -> &[u8] {
        &self.0
    }

    /// Which archive it is of.
    pub(crate) fn archive(&self) -> [u8; 16] {
        let mut id = [0; 16];
        id.copy_from_slice(&self.0[12..28]);
        id
    }

    /// The head of the key file.
    pub(crate) fn keys(&self) -> &[u8] {
        &self.0[KEYS..CHECKED]
    }
}
