//! What only some systems can: keeping memory from others, SQLite's own lock on a file, exchanging two names at once, asking
//! the kernel about a disk. The one place of this crate that calls what only one system has; files' rights and durable
//! names are in `vault::system`.
//!
//! What is deliberately absent: a promise where the system gives none. Elsewhere than on Linux these answer that it was
//! not granted, or is not known.

mod volume;

pub use volume::{is_encrypted, is_encrypted_under};

use crate::memory::Hardened;
use std::fs::File;
use std::path::Path;

/// Keeps other processes of the same user, and core files, from this process's memory.
pub(crate) fn harden() -> Hardened {
    #[cfg(any(target_os = "linux", target_os = "android"))]
    let not_dumpable = rustix::process::set_dumpable_behavior(rustix::process::DumpableBehavior::NotDumpable).is_ok();
    #[cfg(not(any(target_os = "linux", target_os = "android")))]
    let not_dumpable = false;
    #[cfg(unix)]
    let no_core_file = {
        use rustix::process::{Resource, Rlimit, setrlimit};
        setrlimit(Resource::Core, Rlimit { current: Some(0), maximum: Some(0) }).is_ok()
    };
    #[cfg(not(unix))]
    let no_core_file = false;
    Hardened { not_dumpable, no_core_file }
}

/// Keeps the pages of some bytes out of the swap file; whether the system granted it.
pub(crate) fn keep_out_of_swap(bytes: &[u8]) -> bool {
    #[cfg(unix)]
    {
        // SAFETY: locking pages changes nothing of what they hold, and these are there, since they are borrowed.
        unsafe { rustix::mm::mlock(bytes.as_ptr().cast_mut().cast(), bytes.len()) }.is_ok()
    }
    #[cfg(not(unix))]
    {
        let _ = bytes;
        false
    }
}

/// Takes the lock by which SQLite keeps others from a file (POSIX `fcntl`, of the whole file); whether it was free.
pub(crate) fn try_lock_whole(file: &File) -> bool {
    #[cfg(unix)]
    return rustix::fs::fcntl_lock(file, rustix::fs::FlockOperation::NonBlockingLockExclusive).is_ok();
    #[cfg(not(unix))]
    return file.try_lock().is_ok();
}

/// Gives each of two files the other's name in one step; whether the file system can.
pub(crate) fn try_exchange(one: &Path, other: &Path) -> bool {
    #[cfg(any(target_os = "linux", target_os = "android", target_vendor = "apple"))]
    {
        use rustix::fs::{CWD, RenameFlags, renameat_with};
        renameat_with(CWD, one, CWD, other, RenameFlags::EXCHANGE).is_ok()
    }
    #[cfg(not(any(target_os = "linux", target_os = "android", target_vendor = "apple")))]
    {
        let _ = (one, other);
        false
    }
}
