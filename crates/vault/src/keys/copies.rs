//! What whoever keeps copies of a key file must know of its records, without opening any.

use super::record::{Entry, Kind};
use super::{KeyId, limits};

/// One record of a key file, as it lies.
pub type RecordBytes = [u8; limits::RECORD_LEN];

/// What a record says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RecordState {
    /// A key that can be used.
    Living(KeyId),
    /// A key that was destroyed.
    Destroyed {
        /// Which.
        id: KeyId,
        /// Whether something was sealed to the team under it.
        was_sealing: bool,
    },
    /// Part of a line of the purge list.
    Purge,
    /// Nothing, or nothing that can be read.
    Unread,
}

impl RecordState {
    /// What a record of that archive's key file says.
    pub fn of(bytes: &RecordBytes, archive: &[u8; 16]) -> RecordState {
        match Entry::read(bytes, archive) {
            Entry::Key(record) if record.is_destroyed() => {
                RecordState::Destroyed { id: record.id, was_sealing: record.kind == Kind::Sealing }
            }
            Entry::Key(record) => RecordState::Living(record.id),
            Entry::Purge => RecordState::Purge,
            Entry::Free | Entry::Damaged => RecordState::Unread,
        }
    }
}
