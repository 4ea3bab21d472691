//! The functions that SQLite calls on an open file (`sqlite3_io_methods`): reading, writing and lengths are ours, all
//! else is handed to the file of the default VFS that lies behind ours in the same allocation.
//!
//! Nothing here can panic, and a function that is `extern "C"` ends the process rather than unwind into C.

use super::blocks::{Blocks, Code, Raw};
use libsqlite3_sys::{
    SQLITE_FCNTL_CHUNK_SIZE, SQLITE_FCNTL_MMAP_SIZE, SQLITE_IOCAP_IMMUTABLE, SQLITE_IOCAP_POWERSAFE_OVERWRITE,
    SQLITE_IOCAP_SUBPAGE_READ, SQLITE_IOCAP_UNDELETABLE_WHEN_OPEN, SQLITE_IOERR, SQLITE_IOERR_FSTAT, SQLITE_IOERR_READ,
    SQLITE_IOERR_SHMMAP, SQLITE_IOERR_TRUNCATE, SQLITE_IOERR_WRITE, SQLITE_NOTFOUND, SQLITE_OK, sqlite3_file,
    sqlite3_int64, sqlite3_io_methods,
};
use std::ffi::{c_int, c_void};
use std::sync::Arc;

/// What the disk can do and a cipher does not spoil. That a torn write reaches no bytes beside it holds for blocks, and
/// nothing that was flushed shares a block with what comes after it (see `layout`).
const CHARACTERISTICS: c_int = SQLITE_IOCAP_UNDELETABLE_WHEN_OPEN
    | SQLITE_IOCAP_IMMUTABLE
    | SQLITE_IOCAP_SUBPAGE_READ
    | SQLITE_IOCAP_POWERSAFE_OVERWRITE;

/// Version 2: with shared memory for the index of the log, which holds numbers of pages and checksums only, and
/// without `xFetch`. A mapped page would be ciphertext.
static METHODS: sqlite3_io_methods = sqlite3_io_methods {
    iVersion: 2,
    xClose: Some(close),
    xRead: Some(read),
    xWrite: Some(write),
    xTruncate: Some(truncate),
    xSync: Some(sync),
    xFileSize: Some(file_size),
    xLock: Some(lock),
    xUnlock: Some(unlock),
    xCheckReservedLock: Some(check_reserved_lock),
    xFileControl: Some(file_control),
    xSectorSize: Some(sector_size),
    xDeviceCharacteristics: Some(device_characteristics),
    xShmMap: Some(shm_map),
    xShmLock: Some(shm_lock),
    xShmBarrier: Some(shm_barrier),
    xShmUnmap: Some(shm_unmap),
    xFetch: None,
    xUnfetch: None,
};

/// What SQLite allocates for an open file. The default VFS's own follows right behind it.
#[repr(C)]
pub(super) struct OpenFile {
    base: sqlite3_file,
    state: *mut State,
}

/// What we keep of an open file. SQLite calls the functions of one file one at a time.
pub(super) struct State {
    blocks: Blocks,
    /// Keeps the VFS from being freed.
    _open: Arc<()>,
}

impl State {
    pub(super) fn new(blocks: Blocks, open: Arc<()>) -> State {
        State { blocks, _open: open }
    }
}

/// Bytes that SQLite has to allocate before those of the default VFS's file.
pub(super) const OWN_BYTES: c_int = size_of::<OpenFile>() as c_int;

/// The file of the default VFS behind one of ours.
///
/// # Safety
/// The pointer is to an allocation of `OWN_BYTES` and the size that the default VFS asks for.
pub(super) unsafe fn behind(file: *mut sqlite3_file) -> *mut sqlite3_file {
    // SAFETY: inside of the allocation, as the caller promises; the size of `OpenFile` keeps SQLite's alignment.
    unsafe { file.cast::<OpenFile>().add(1).cast() }
}

/// Makes a file ours, after the default VFS has opened the one behind it.
///
/// # Safety
/// As for [`behind`], and nobody uses the file yet.
pub(super) unsafe fn begin(file: *mut sqlite3_file, state: State) {
    let state = Box::into_raw(Box::new(state));
    // SAFETY: the allocation begins with room for an `OpenFile`, and is ours alone until `xOpen` returns.
    unsafe { file.cast::<OpenFile>().write(OpenFile { base: sqlite3_file { pMethods: &raw const METHODS }, state }) };
}

/// Hands a call to the file behind ours.
macro_rules! hand_on {
    ($file:expr, $method:ident($($argument:expr),*), $missing:expr) => {{
        // SAFETY: SQLite hands in a file that `begin` has made ours, so one that the default VFS opened lies behind
        // it, and arguments that are as good for that one.
        unsafe {
            let real = behind($file);
            match (*real).pMethods.as_ref().and_then(|methods| methods.$method) {
                Some(method) => method(real $(, $argument)*),
                None => $missing,
            }
        }
    }};
}

/// The ciphertext behind a file of ours.
struct Behind(*mut sqlite3_file);

impl Raw for Behind {
    fn read(&mut self, offset: u64, into: &mut [u8]) -> Code {
        match (c_int::try_from(into.len()), i64::try_from(offset)) {
            (Ok(length), Ok(offset)) => {
                hand_on!(self.0, xRead(into.as_mut_ptr().cast(), length, offset), SQLITE_IOERR_READ)
            }
            _ => SQLITE_IOERR_READ,
        }
    }

    fn write(&mut self, offset: u64, from: &[u8]) -> Code {
        match (c_int::try_from(from.len()), i64::try_from(offset)) {
            (Ok(length), Ok(offset)) => {
                hand_on!(self.0, xWrite(from.as_ptr().cast(), length, offset), SQLITE_IOERR_WRITE)
            }
            _ => SQLITE_IOERR_WRITE,
        }
    }

    fn size(&mut self) -> Result<u64, Code> {
        let mut size: sqlite3_int64 = 0;
        match hand_on!(self.0, xFileSize(&raw mut size), SQLITE_IOERR_FSTAT) {
            SQLITE_OK => u64::try_from(size).map_err(|_| SQLITE_IOERR_FSTAT),
            code => Err(code),
        }
    }
}

/// # Safety
/// SQLite calls it on an open file of ours, and no other function of that file meanwhile.
unsafe fn state<'call>(file: *mut sqlite3_file) -> Option<&'call mut State> {
    // SAFETY: as promised; the state lives from `begin` to `close`.
    unsafe { (*file.cast::<OpenFile>()).state.as_mut() }
}

unsafe extern "C" fn close(file: *mut sqlite3_file) -> c_int {
    let code = hand_on!(file, xClose(), SQLITE_OK);
    // SAFETY: the state came from a box in `begin`, and SQLite uses a file no more once it was closed, whatever the code.
    unsafe {
        let state = std::mem::replace(&mut (*file.cast::<OpenFile>()).state, std::ptr::null_mut());
        if !state.is_null() {
            drop(Box::from_raw(state));
        }
    }
    code
}

unsafe extern "C" fn read(file: *mut sqlite3_file, into: *mut c_void, length: c_int, offset: sqlite3_int64) -> c_int {
    let (Ok(length), Ok(offset)) = (usize::try_from(length), u64::try_from(offset)) else { return SQLITE_IOERR_READ };
    if length == 0 {
        return SQLITE_OK;
    }
    // SAFETY: SQLite hands in a buffer of that length, which is its own.
    let (state, into) = unsafe { (state(file), std::slice::from_raw_parts_mut(into.cast::<u8>(), length)) };
    state.map_or(SQLITE_IOERR_READ, |state| state.blocks.read(&mut Behind(file), offset, into))
}

unsafe extern "C" fn write(
    file: *mut sqlite3_file,
    from: *const c_void,
    length: c_int,
    offset: sqlite3_int64,
) -> c_int {
    let (Ok(length), Ok(offset)) = (usize::try_from(length), u64::try_from(offset)) else { return SQLITE_IOERR_WRITE };
    if length == 0 {
        return SQLITE_OK;
    }
    // SAFETY: SQLite hands in a buffer of that length, and leaves it as it is meanwhile.
    let (state, from) = unsafe { (state(file), std::slice::from_raw_parts(from.cast::<u8>(), length)) };
    state.map_or(SQLITE_IOERR_WRITE, |state| state.blocks.write(&mut Behind(file), offset, from))
}

unsafe extern "C" fn truncate(file: *mut sqlite3_file, size: sqlite3_int64) -> c_int {
    // SAFETY: called by SQLite on an open file of ours.
    let Some(state) = (unsafe { state(file) }) else { return SQLITE_IOERR_TRUNCATE };
    let room = u64::try_from(size).ok().and_then(|size| state.blocks.room_for(size));
    let Some(room) = room.and_then(|room| i64::try_from(room).ok()) else { return SQLITE_IOERR_TRUNCATE };
    hand_on!(file, xTruncate(room), SQLITE_IOERR_TRUNCATE)
}

unsafe extern "C" fn file_size(file: *mut sqlite3_file, answer: *mut sqlite3_int64) -> c_int {
    // SAFETY: called by SQLite on an open file of ours.
    let Some(state) = (unsafe { state(file) }) else { return SQLITE_IOERR_FSTAT };
    match state.blocks.size(&mut Behind(file)) {
        Ok(size) => {
            // SAFETY: SQLite hands in where it wants the answer.
            unsafe { answer.write(size as i64) };
            SQLITE_OK
        }
        Err(code) => code,
    }
}

unsafe extern "C" fn file_control(file: *mut sqlite3_file, what: c_int, argument: *mut c_void) -> c_int {
    // Neither maps of the file nor room that was not written: both would show what is no ciphertext.
    if what == SQLITE_FCNTL_MMAP_SIZE || what == SQLITE_FCNTL_CHUNK_SIZE {
        return SQLITE_NOTFOUND;
    }
    hand_on!(file, xFileControl(what, argument), SQLITE_NOTFOUND)
}

unsafe extern "C" fn sector_size(file: *mut sqlite3_file) -> c_int {
    hand_on!(file, xSectorSize(), 0)
}

unsafe extern "C" fn device_characteristics(file: *mut sqlite3_file) -> c_int {
    hand_on!(file, xDeviceCharacteristics(), 0) & CHARACTERISTICS
}

unsafe extern "C" fn sync(file: *mut sqlite3_file, flags: c_int) -> c_int {
    hand_on!(file, xSync(flags), SQLITE_IOERR)
}

unsafe extern "C" fn lock(file: *mut sqlite3_file, level: c_int) -> c_int {
    hand_on!(file, xLock(level), SQLITE_IOERR)
}

unsafe extern "C" fn unlock(file: *mut sqlite3_file, level: c_int) -> c_int {
    hand_on!(file, xUnlock(level), SQLITE_IOERR)
}

unsafe extern "C" fn check_reserved_lock(file: *mut sqlite3_file, answer: *mut c_int) -> c_int {
    hand_on!(file, xCheckReservedLock(answer), SQLITE_IOERR)
}

unsafe extern "C" fn shm_map(
    file: *mut sqlite3_file,
    region: c_int,
    bytes: c_int,
    extend: c_int,
    answer: *mut *mut c_void,
) -> c_int {
    hand_on!(file, xShmMap(region, bytes, extend, answer), SQLITE_IOERR_SHMMAP)
}

unsafe extern "C" fn shm_lock(file: *mut sqlite3_file, offset: c_int, count: c_int, flags: c_int) -> c_int {
    hand_on!(file, xShmLock(offset, count, flags), SQLITE_IOERR)
}

unsafe extern "C" fn shm_barrier(file: *mut sqlite3_file) {
    hand_on!(file, xShmBarrier(), ());
}

unsafe extern "C" fn shm_unmap(file: *mut sqlite3_file, delete: c_int) -> c_int {
    hand_on!(file, xShmUnmap(delete), SQLITE_OK)
}
