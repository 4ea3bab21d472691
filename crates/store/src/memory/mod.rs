//! What a process leaves behind in its memory: as little as can be. What it frees is overwritten at once, so that a
//! locked archive leaves no names; its memory is written to no core file; keys are kept out of the swap file.
//!
//! What is deliberately absent: what is still in use. An open archive has names in memory, and whoever may read a
//! process's memory while it is open reads them. The kernel's own copies (pipes, a terminal's scrollback), and the image
//! of a hibernated machine, are out of reach too.

mod allocator;
mod sqlite;

pub use allocator::Forgetful;

use crate::{Result, system};

/// Begins to overwrite what is freed, by this program (where [`Forgetful`] is its allocator) and by SQLite. To be
/// called once, before an archive is opened: SQLite refuses it later.
pub fn forgetful_memory() -> Result<()> {
    allocator::begin();
    sqlite::begin()
}

/// What the system granted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hardened {
    /// No other process of the same user can read this one's memory, and the system writes no core file of it.
    pub not_dumpable: bool,
    /// Its own limit for core files is zero.
    pub no_core_file: bool,
}

/// Keeps other processes of the same user, and core files, from this process's memory: for processes that hold keys.
pub fn harden() -> Hardened {
    system::harden()
}

/// Keeps the pages of some bytes out of the swap file, as long as the process lives; whether the system granted it. It
/// has a limit (`RLIMIT_MEMLOCK`), large enough for keys and not for archives.
pub fn keep_out_of_swap(bytes: &[u8]) -> bool {
    system::keep_out_of_swap(bytes)
}
