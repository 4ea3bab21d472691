//! One key in the file: 128 bytes at a fixed place, so that destroying it is one small write that never straddles a disk's
//! sector.
//!
//! ```text
//! 0   8   id, big-endian; 0: free
//! 8   1   kind: 1 working key, 2 sealing key, 3 part of a line of the purge list
//! 9   1   state: 1 living, 2 destroyed
//! 10  2   zeros
//! 12  4   number of the team key, big-endian; 0 for a working key
//! 16  32  the encapsulated key of HPKE; zeros for a working key
//! 48  48  the wrapped key with its tag
//! 96  16  zeros
//! 112 16  check: SHA-256 over the archive's id and the bytes before, first half
//! ```

use super::{KeyError, KeyId, Result};
use sha2::{Digest, Sha256};

pub(super) const RECORD_LEN: usize = super::limits::RECORD_LEN;
pub(super) const WRAPPED_LEN: usize = 48;
const CHECKED_LEN: usize = 112;

/// Bytes of a record as they lie in the file.
pub(super) type Bytes = [u8; RECORD_LEN];

/// What a key is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// What staff works with.
    Working = 1,
    /// What is sealed to the team.
    Sealing = 2,
}

/// A key as the file holds it.
#[derive(Clone)]
pub(super) struct Record {
    pub(super) id: KeyId,
    pub(super) kind: Kind,
    pub(super) content: Content,
}

/// The wrapped key, or that there was one.
#[derive(Clone)]
pub(super) enum Content {
    Living { team: u32, encapsulated: [u8; 32], wrapped: [u8; WRAPPED_LEN] },
    Destroyed,
}

/// What lies at one place of the file.
pub(super) enum Entry {
    Key(Record),
    /// Part of a line of the purge list.
    Purge,
    Free,
    Damaged,
}

impl Record {
    pub(super) fn destroyed(&self) -> Record {
        Record { id: self.id, kind: self.kind, content: Content::Destroyed }
    }

    pub(super) fn is_destroyed(&self) -> bool {
        matches!(self.content, Content::Destroyed)
    }

    pub(super) fn to_bytes(&self, archive: &[u8; 16]) -> Bytes {
        let mut bytes = [0; RECORD_LEN];
        bytes[..8].copy_from_slice(&self.id.0.to_be_bytes());
        bytes[8] = self.kind as u8;
        match &self.content {
            Content::Destroyed => bytes[9] = 2,
            Content::Living { team, encapsulated, wrapped } => {
                bytes[9] = 1;
                bytes[12..16].copy_from_slice(&team.to_be_bytes());
                bytes[16..48].copy_from_slice(encapsulated);
                bytes[48..96].copy_from_slice(wrapped);
            }
        }
        close(&mut bytes, archive);
        bytes
    }
}

/// Writes the check over the rest.
pub(super) fn close(bytes: &mut Bytes, archive: &[u8; 16]) {
    let check = check_of(bytes, archive);
    bytes[CHECKED_LEN..].copy_from_slice(&check);
}

fn check_of(bytes: &Bytes, archive: &[u8; 16]) -> [u8; 16] {
    let hash = Sha256::new().chain_update(archive).chain_update(&bytes[..CHECKED_LEN]).finalize();
    let mut check = [0; 16];
    check.copy_from_slice(&hash[..16]);
    check
}

impl Entry {
    pub(super) fn read(bytes: &Bytes, archive: &[u8; 16]) -> Entry {
        if bytes == &[0; RECORD_LEN] {
            return Entry::Free;
        }
        if check_of(bytes, archive) != bytes[CHECKED_LEN..] {
            return Entry::Damaged;
        }
        Entry::parse(bytes).unwrap_or(Entry::Damaged)
    }

    fn parse(bytes: &Bytes) -> Option<Entry> {
        let id = KeyId(u64::from_be_bytes(bytes[..8].try_into().ok()?));
        let kind = match bytes[8] {
            1 => Kind::Working,
            2 => Kind::Sealing,
            3 => return Some(Entry::Purge),
            _ => return None,
        };
        let content = match bytes[9] {
            1 => Content::Living {
                team: u32::from_be_bytes(bytes[12..16].try_into().ok()?),
                encapsulated: bytes[16..48].try_into().ok()?,
                wrapped: bytes[48..96].try_into().ok()?,
            },
            2 => Content::Destroyed,
            _ => return None,
        };
        (id.0 != 0).then_some(Entry::Key(Record { id, kind, content }))
    }
}

/// Where the record of that number lies.
pub(super) fn offset(number: u64) -> u64 {
    super::limits::HEADER_LEN as u64 + number * RECORD_LEN as u64
}

/// How many records a file of that length has room for.
pub(super) fn count(file_len: u64) -> Result<u64> {
    let count = file_len.saturating_sub(super::limits::HEADER_LEN as u64) / RECORD_LEN as u64;
    let limit = super::limits::RECORDS_MAX;
    if count > limit { Err(KeyError::Limit { what: "records of a key file", limit }) } else { Ok(count) }
}
