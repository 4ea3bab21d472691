//! The functions that SQLite calls on the system (`sqlite3_vfs`): opening is ours, all else is handed to the default
//! VFS.

use super::Shared;
use super::file::{self, OWN_BYTES, State};
use libsqlite3_sys::{
    SQLITE_CANTOPEN, SQLITE_ERROR, SQLITE_IOERR_ACCESS, SQLITE_IOERR_DELETE, SQLITE_OK, sqlite3_file, sqlite3_filename,
    sqlite3_int64, sqlite3_vfs,
};
use std::ffi::{CStr, c_char, c_int, c_void};
use std::sync::Arc;

/// What `xDlSym` answers with.
type Symbol = Option<unsafe extern "C" fn(*mut sqlite3_vfs, *mut c_void, *const c_char)>;

/// A VFS like the default one, which opens files through `shared`.
///
/// # Safety
/// `shared` and `name` outlive every use of what is returned; `shared.real` is a registered VFS.
pub(super) unsafe fn over(shared: *const Shared, name: &CStr) -> sqlite3_vfs {
    // SAFETY: as the caller promises.
    let real = unsafe { *(*shared).real };
    sqlite3_vfs {
        // Version 2: without the calls of the system that tests replace.
        iVersion: 2,
        szOsFile: OWN_BYTES + real.szOsFile,
        mxPathname: real.mxPathname,
        pNext: std::ptr::null_mut(),
        zName: name.as_ptr(),
        pAppData: shared.cast_mut().cast(),
        xOpen: Some(open),
        xDelete: Some(delete),
        xAccess: Some(access),
        xFullPathname: Some(full_pathname),
        xDlOpen: Some(dl_open),
        xDlError: Some(dl_error),
        xDlSym: Some(dl_sym),
        xDlClose: Some(dl_close),
        xRandomness: Some(randomness),
        xSleep: Some(sleep),
        xCurrentTime: Some(current_time),
        xGetLastError: Some(get_last_error),
        xCurrentTimeInt64: Some(current_time_int64),
        xSetSystemCall: None,
        xGetSystemCall: None,
        xNextSystemCall: None,
    }
}

/// # Safety
/// The VFS is one that [`over`] made.
unsafe fn shared<'call>(vfs: *mut sqlite3_vfs) -> &'call Shared {
    // SAFETY: as promised; it outlives every use of the VFS.
    unsafe { &*(*vfs).pAppData.cast::<Shared>() }
}

/// Hands a call to the default VFS.
macro_rules! hand_on {
    ($vfs:expr, $method:ident($($argument:expr),*), $missing:expr) => {{
        // SAFETY: SQLite hands in a VFS that `over` made, and arguments that are as good for the default one.
        unsafe {
            let real = shared($vfs).real;
            match (*real).$method {
                Some(method) => method(real $(, $argument)*),
                None => $missing,
            }
        }
    }};
}

unsafe extern "C" fn open(
    vfs: *mut sqlite3_vfs,
    name: sqlite3_filename,
    file: *mut sqlite3_file,
    flags: c_int,
    flags_out: *mut c_int,
) -> c_int {
    // SAFETY: SQLite hands in one of our VFSs, and room for a file of its size; without methods it is not closed.
    let real = unsafe {
        (*file).pMethods = std::ptr::null();
        (*file::behind(file)).pMethods = std::ptr::null();
        file::behind(file)
    };
    // SAFETY: as above.
    let shared = unsafe { shared(vfs) };
    let Some(blocks) = shared.blocks_of(flags, !name.is_null()) else { return SQLITE_CANTOPEN };
    let state = State::new(blocks, Arc::clone(&shared.open));
    let code = hand_on!(vfs, xOpen(name, real, flags, flags_out), SQLITE_CANTOPEN);
    // SAFETY: the default VFS has opened the file, or set methods to close it all the same.
    unsafe {
        match (*real).pMethods.as_ref() {
            Some(_) if code == SQLITE_OK => file::begin(file, state),
            Some(methods) => {
                if let Some(close) = methods.xClose {
                    close(real);
                }
            }
            None => {}
        }
    }
    code
}

unsafe extern "C" fn delete(vfs: *mut sqlite3_vfs, name: *const c_char, sync: c_int) -> c_int {
    hand_on!(vfs, xDelete(name, sync), SQLITE_IOERR_DELETE)
}

unsafe extern "C" fn access(vfs: *mut sqlite3_vfs, name: *const c_char, flags: c_int, answer: *mut c_int) -> c_int {
    hand_on!(vfs, xAccess(name, flags, answer), SQLITE_IOERR_ACCESS)
}

unsafe extern "C" fn full_pathname(
    vfs: *mut sqlite3_vfs,
    name: *const c_char,
    bytes: c_int,
    answer: *mut c_char,
) -> c_int {
    hand_on!(vfs, xFullPathname(name, bytes, answer), SQLITE_CANTOPEN)
}

unsafe extern "C" fn dl_open(vfs: *mut sqlite3_vfs, name: *const c_char) -> *mut c_void {
    hand_on!(vfs, xDlOpen(name), std::ptr::null_mut())
}

unsafe extern "C" fn dl_error(vfs: *mut sqlite3_vfs, bytes: c_int, message: *mut c_char) {
    hand_on!(vfs, xDlError(bytes, message), ());
}

unsafe extern "C" fn dl_sym(vfs: *mut sqlite3_vfs, library: *mut c_void, symbol: *const c_char) -> Symbol {
    hand_on!(vfs, xDlSym(library, symbol), None)
}

unsafe extern "C" fn dl_close(vfs: *mut sqlite3_vfs, library: *mut c_void) {
    hand_on!(vfs, xDlClose(library), ());
}

unsafe extern "C" fn randomness(vfs: *mut sqlite3_vfs, bytes: c_int, answer: *mut c_char) -> c_int {
    hand_on!(vfs, xRandomness(bytes, answer), 0)
}

unsafe extern "C" fn sleep(vfs: *mut sqlite3_vfs, microseconds: c_int) -> c_int {
    hand_on!(vfs, xSleep(microseconds), 0)
}

unsafe extern "C" fn current_time(vfs: *mut sqlite3_vfs, days: *mut f64) -> c_int {
    hand_on!(vfs, xCurrentTime(days), SQLITE_ERROR)
}

unsafe extern "C" fn get_last_error(vfs: *mut sqlite3_vfs, bytes: c_int, message: *mut c_char) -> c_int {
    hand_on!(vfs, xGetLastError(bytes, message), 0)
}

unsafe extern "C" fn current_time_int64(vfs: *mut sqlite3_vfs, milliseconds: *mut sqlite3_int64) -> c_int {
    hand_on!(vfs, xCurrentTimeInt64(milliseconds), SQLITE_ERROR)
}
