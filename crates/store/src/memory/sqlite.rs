//! SQLite's own memory: pages, rows, statements. Its allocator is asked for (`SQLITE_CONFIG_GETMALLOC`) and put behind
//! one that overwrites what is freed.

use super::allocator::wipe;
use crate::{Result, StoreError};
use libsqlite3_sys::{SQLITE_CONFIG_GETMALLOC, SQLITE_CONFIG_MALLOC, SQLITE_OK, sqlite3_config, sqlite3_mem_methods};
use std::ffi::{c_int, c_void};
use std::sync::OnceLock;

/// What of SQLite's own allocator is needed to free and to move.
struct Real {
    malloc: unsafe extern "C" fn(c_int) -> *mut c_void,
    free: unsafe extern "C" fn(*mut c_void),
    size: unsafe extern "C" fn(*mut c_void) -> c_int,
}

static REAL: OnceLock<Real> = OnceLock::new();

/// Begins to overwrite. SQLite takes another allocator only as long as it has not started.
pub(super) fn begin() -> Result<()> {
    let mut methods = sqlite3_mem_methods {
        xMalloc: None,
        xFree: None,
        xRealloc: None,
        xSize: None,
        xRoundup: None,
        xInit: None,
        xShutdown: None,
        pAppData: std::ptr::null_mut(),
    };
    let refused = || StoreError::Database {
        code: "memory".to_owned(),
        message: "SQLite takes no other allocator: ask for it before an archive is opened".to_owned(),
    };
    if REAL.get().is_some() {
        return Ok(());
    }
    // SAFETY: this question takes a pointer to methods; SQLite answers it while no other thread uses SQLite yet, which
    // is what it checks.
    if unsafe { sqlite3_config(SQLITE_CONFIG_GETMALLOC, &raw mut methods) } != SQLITE_OK {
        return Err(refused());
    }
    let (Some(malloc), Some(free), Some(size)) = (methods.xMalloc, methods.xFree, methods.xSize) else {
        return Err(refused());
    };
    let _ = REAL.set(Real { malloc, free, size });
    methods.xFree = Some(free_wiped);
    methods.xRealloc = Some(realloc_wiped);
    // SAFETY: as above; SQLite copies the methods, which go on working with blocks of its own allocator.
    if unsafe { sqlite3_config(SQLITE_CONFIG_MALLOC, &raw mut methods) } == SQLITE_OK { Ok(()) } else { Err(refused()) }
}

unsafe extern "C" fn free_wiped(block: *mut c_void) {
    let Some(real) = REAL.get() else { return };
    if block.is_null() {
        return;
    }
    // SAFETY: SQLite frees a block that it allocated by these methods; its allocator knows how long it is.
    unsafe {
        wipe(block.cast(), usize::try_from((real.size)(block)).unwrap_or(0));
        (real.free)(block);
    }
}

unsafe extern "C" fn realloc_wiped(block: *mut c_void, bytes: c_int) -> *mut c_void {
    let Some(real) = REAL.get() else { return std::ptr::null_mut() };
    // SAFETY: SQLite hands in a block that it allocated by these methods, and a length that is not zero. What is copied
    // lies inside of both blocks.
    unsafe {
        let new = (real.malloc)(bytes);
        if !new.is_null() && !block.is_null() {
            let both = (real.size)(block).min(bytes);
            std::ptr::copy_nonoverlapping(block.cast::<u8>(), new.cast::<u8>(), usize::try_from(both).unwrap_or(0));
            free_wiped(block);
        }
        new
    }
}
