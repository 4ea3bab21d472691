//! The key file beside an archive: many small keys, one for each thing that may have to be forgotten, so that destroying
//! 32 bytes here makes content unreadable in every database page, log segment and later backup.
//!
//! Two roots wrap them. The working root W opens what staff works with every day. The team root T opens the secret
//! halves of the team's key pairs, to which everything that could cost somebody their life is sealed; a machine may hold
//! W alone. Slots hand out the roots: in clear, under a passphrase, or as shares in several hands.
//!
//! What it does not do: it knows no records and no people, keeps no copy of itself, and cannot take back what somebody
//! copied while it was readable. See `docs/keys.md`.

pub(crate) mod cipher;
pub mod copies;
mod cost;
mod error;
mod file;
mod header;
mod id;
pub mod locked;
mod lookup;
mod making;
mod merging;
mod protecting;
mod purges;
mod record;
mod rewriting;
mod ring;
mod roots;
mod share_text;
mod shares;
mod slot;
mod summary;
mod team;

pub use cost::Cost;
pub use error::{KeyError, Result};
pub use id::KeyId;
pub use merging::Merged;
pub use ring::Keyring;
pub use share_text::Share;
pub use summary::{SlotSummary, Summary, TeamKeySummary};

pub(crate) use cipher::{Secret, random_bytes};
pub(crate) use record::Kind;

/// Where the key file of an archive lies: beside its folder, so that a copy of the folder holds no key.
pub fn beside(folder: &std::path::Path) -> std::path::PathBuf {
    let whole = std::path::absolute(folder).unwrap_or_else(|_| folder.to_owned());
    let mut name = whole.file_name().unwrap_or_default().to_owned();
    name.push(".keys");
    whole.with_file_name(name)
}

/// Limits of a key file.
pub mod limits {
    /// Records (living keys, destroyed keys, lines of the purge list) a file: 8 GiB.
    pub const RECORDS_MAX: u64 = 1 << 26;
    /// Pairs of team keys a file, revoked ones included.
    pub const TEAM_KEYS_MAX: usize = 32;
    /// Slots a file.
    pub const SLOTS_MAX: usize = 8;
    /// Bytes of one record of a key file.
    pub const RECORD_LEN: usize = 128;
    /// Bytes of the file's header, padded.
    pub const HEADER_LEN: usize = 16 * 1024;
    /// Keys made with one flush to the disk, once a process has shown that it makes many.
    pub const LEASE_MAX: usize = 64;
    /// Characters a passphrase needs: five words of a word list have more.
    pub const PASSPHRASE_CHARS_MIN: usize = 12;
    /// Bytes of a passphrase; a longer one is a file given by mistake.
    pub const PASSPHRASE_BYTES_MAX: usize = 4096;
    /// Bytes of a line of the purge list.
    pub const PURGE_LINE_MAX: usize = 4096;
    /// Bytes that one call seals: what is longer goes through [`crate::stream`].
    pub const SEAL_BYTES_MAX: usize = 64 * 1024 * 1024;
}
