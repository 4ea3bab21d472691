//! A VFS of SQLite's (<https://sqlite.org/vfs.html>) under which the database, its log, its journal and its temporary
//! files are ciphertext on the disk: a thin layer over the default VFS, which goes on doing the locks, the flushing
//! and the rest.
//!
//! An unlocked database has a VFS of its own, with its keys, and no default changes: whoever opens a file without
//! naming the VFS sees ciphertext. What is deliberately absent: a check that nothing was changed on the disk, which is
//! the ledger's (see `vault::disk`), and mapped memory. The `-shm` file beside a log holds numbers of pages and
//! checksums, and stays as SQLite makes it, so that several processes may work.

mod blocks;
mod file;
mod kind;
mod layout;
mod system;
#[cfg(test)]
mod tests;

use crate::{Result, StoreError};
use blocks::Blocks;
use kind::Kind;
use layout::Layout;
use libsqlite3_sys::{
    SQLITE_OK, sqlite3_initialize, sqlite3_vfs, sqlite3_vfs_find, sqlite3_vfs_register, sqlite3_vfs_unregister,
};
use std::ffi::CString;
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use vault::disk::{DiskKey, FileKind, KEY_BYTES, UnitCipher};
use zeroize::Zeroizing;

/// The VFS of one unlocked database. When it is dropped no file can be opened by it any more; files that are open
/// keep their cipher until they are closed.
pub(crate) struct DiskVfs {
    registered: Registered,
    name: String,
}

/// A VFS that SQLite knows, and what belongs to it, at a place that does not move.
struct Registered(*mut Content);

// SAFETY: what it points to is changed by `DiskVfs::new` alone, before anybody else sees it, but for the ciphers, which
// have a lock; SQLite reads the VFS from any thread.
unsafe impl Send for Registered {}
// SAFETY: as above.
unsafe impl Sync for Registered {}

struct Content {
    vfs: sqlite3_vfs,
    name: CString,
    shared: Shared,
}

/// What the functions of a VFS know, reached through `pAppData`.
struct Shared {
    real: *mut sqlite3_vfs,
    /// Nothing once the database is locked.
    ciphers: Mutex<Option<Ciphers>>,
    /// Each open file holds it as well.
    open: Arc<()>,
}

/// The ciphers of the files that last.
struct Ciphers {
    database: Arc<UnitCipher>,
    log: Arc<UnitCipher>,
    journal: Arc<UnitCipher>,
}

impl DiskVfs {
    /// Registers a VFS for a database. The keys depend on the file's name, not on the folder it lies in.
    pub(crate) fn new(file: &Path, key: &DiskKey) -> Result<DiskVfs> {
        static NUMBERS: AtomicU64 = AtomicU64::new(0);
        sweep();
        let own = file.file_name().unwrap_or_default().to_string_lossy();
        let cipher = |kind| Arc::new(key.cipher(kind, &own));
        let ciphers = Ciphers {
            database: cipher(FileKind::Database),
            log: cipher(FileKind::WriteAheadLog),
            journal: cipher(FileKind::Journal),
        };
        let name = format!("athar-disk-{}", NUMBERS.fetch_add(1, Ordering::Relaxed));
        let registered = register(&name, ciphers)?;
        Ok(DiskVfs { registered, name })
    }

    /// The name that a connection asks for.
    pub(crate) fn name(&self) -> &str {
        &self.name
    }
}

impl Drop for DiskVfs {
    fn drop(&mut self) {
        let Registered(content) = self.registered;
        // SAFETY: the content lives until `sweep` frees it, which is after this.
        unsafe {
            sqlite3_vfs_unregister(&raw mut (*content).vfs);
            (*content).shared.lock();
        }
        PARKED.lock().unwrap_or_else(PoisonError::into_inner).push(Registered(content));
        sweep();
    }
}

fn register(name: &str, ciphers: Ciphers) -> Result<Registered> {
    let refused = |message: &str| StoreError::Database { code: "vfs".to_owned(), message: message.to_owned() };
    let name = CString::new(name).map_err(|_| refused("a name with a zero byte"))?;
    // SAFETY: both may be called at any time, from any thread.
    let real = unsafe {
        if sqlite3_initialize() != SQLITE_OK {
            return Err(refused("SQLite does not start"));
        }
        sqlite3_vfs_find(std::ptr::null())
    };
    if real.is_null() {
        return Err(refused("SQLite has no default VFS"));
    }
    let shared = Shared { real, ciphers: Mutex::new(Some(ciphers)), open: Arc::new(()) };
    // SAFETY: the default VFS lasts as long as the process.
    let vfs = unsafe { *real };
    let content = Box::into_raw(Box::new(Content { vfs, name, shared }));
    // SAFETY: the content does not move, and is freed only after it was unregistered and its last file closed.
    let code = unsafe {
        (*content).vfs = system::over(&raw const (*content).shared, &(*content).name);
        sqlite3_vfs_register(&raw mut (*content).vfs, 0)
    };
    if code == SQLITE_OK {
        return Ok(Registered(content));
    }
    // SAFETY: SQLite did not take it, so nobody else knows it.
    drop(unsafe { Box::from_raw(content) });
    Err(refused("SQLite does not take another VFS"))
}

/// VFSs that no file will be opened by, and that connections may still be closing files of: a driver closes a
/// connection that is merely dropped in a thread of its own.
static PARKED: Mutex<Vec<Registered>> = Mutex::new(Vec::new());

/// Frees what no file is open of. SQLite uses a connection's VFS no more once it has closed the database's file.
fn sweep() {
    PARKED.lock().unwrap_or_else(PoisonError::into_inner).retain(|&Registered(content)| {
        // SAFETY: what is parked was not freed yet.
        let is_used = Arc::strong_count(unsafe { &(*content).shared.open }) > 1;
        if !is_used {
            // SAFETY: it came from a box in `register`, is unregistered, and no open file leads to it.
            drop(unsafe { Box::from_raw(content) });
        }
        is_used
    });
}

impl Shared {
    /// Opens no file any more.
    fn lock(&self) {
        *self.ciphers.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }

    /// What turns over a file that is being opened.
    fn blocks_of(&self, flags: i32, is_named: bool) -> Option<Blocks> {
        let kind = Kind::of(flags, is_named)?;
        let ciphers = self.ciphers.lock().unwrap_or_else(PoisonError::into_inner);
        let ciphers = ciphers.as_ref()?;
        Some(match kind {
            Kind::Database => Blocks::new(Layout::Flat, Arc::clone(&ciphers.database)),
            Kind::WriteAheadLog => Blocks::new(Layout::Log, Arc::clone(&ciphers.log)),
            Kind::Journal => Blocks::new(Layout::Flat, Arc::clone(&ciphers.journal)),
            Kind::Temporary => Blocks::new(Layout::Flat, Arc::new(random()?)),
        })
    }
}

/// A cipher that nobody can have again.
fn random() -> Option<UnitCipher> {
    let mut keys = Zeroizing::new([0; KEY_BYTES]);
    getrandom::fill(keys.as_mut()).ok()?;
    Some(UnitCipher::new(&keys))
}
