//! What the preloaded library wrote down, read into operations. The form is `struct record` in `faults.h`.

use std::ffi::OsString;
use std::os::unix::ffi::OsStringExt;

/// Bytes of `struct record` before what follows it.
const HEAD: usize = 80;
const VOID: u16 = 2;

/// A name in a directory, which its inode stands for.
pub(crate) type Name = (u64, OsString);

/// A change of one file's bytes or size.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Change {
    /// Bytes were written; those before, as far as the file went.
    Write { offset: u64, length: u64, old_size: u64, before: Vec<u8> },
    /// The size was set; the bytes that were cut off.
    Resize { size: u64, old_size: u64, before: Vec<u8> },
}

/// A change of directories.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Naming {
    /// A new file, or another name for one.
    Made { at: Name, inode: u64 },
    /// A name was taken away from a file.
    Removed { at: Name, inode: u64 },
    /// A name was changed, and what had the new name before lost it.
    Renamed { from: Name, to: Name, inode: u64, replaced: Option<u64> },
    /// A new directory.
    DirMade { at: Name, inode: u64 },
    /// An empty directory was removed.
    DirRemoved { at: Name, inode: u64, mode: u32 },
}

/// One operation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Operation {
    /// Of a file's bytes.
    Change { inode: u64, change: Change },
    /// Of directories.
    Naming(Naming),
    /// A file was flushed.
    Sync { inode: u64 },
    /// A directory was flushed.
    SyncDir { inode: u64 },
    /// A flush was refused: the system forgets that the pages were to be written (fsync(2), "Errors").
    SyncFailed { inode: u64 },
}

struct Reader<'a> {
    record: &'a [u8],
}

impl Reader<'_> {
    fn u16(&self, at: usize) -> u16 {
        u16::from_ne_bytes(self.record[at..at + 2].try_into().unwrap())
    }

    fn u32(&self, at: usize) -> u32 {
        u32::from_ne_bytes(self.record[at..at + 4].try_into().unwrap())
    }

    fn u64(&self, at: usize) -> u64 {
        u64::from_ne_bytes(self.record[at..at + 8].try_into().unwrap())
    }

    fn operation(&self) -> Option<Operation> {
        let inode = self.u64(16);
        let (offset, length, old_size) = (self.u64(24), self.u64(32), self.u64(40));
        let (before, first, second) = (self.u32(72) as usize, self.u16(76) as usize, self.u16(78) as usize);
        let rest = &self.record[HEAD..];
        let image = || rest[..before].to_vec();
        let name = |from: usize, length: usize| OsString::from_vec(rest[from..from + length].to_vec());
        let at = || (self.u64(48), name(before, first));
        Some(match self.u16(4) {
            1 => Operation::Change { inode, change: Change::Write { offset, length, old_size, before: image() } },
            2 => Operation::Change { inode, change: Change::Resize { size: offset, old_size, before: image() } },
            3 => Operation::Sync { inode },
            4 => Operation::SyncDir { inode },
            5 => Operation::SyncFailed { inode },
            // A new name whose inode was not filled in was never made.
            6 | 9 | 10 if inode == 0 => return None,
            6 | 9 => Operation::Naming(Naming::Made { at: at(), inode }),
            7 => Operation::Naming(Naming::Removed { at: at(), inode }),
            8 => {
                let replaced = Some(self.u64(64)).filter(|&inode| inode != 0);
                let to = (self.u64(56), name(before + first, second));
                Operation::Naming(Naming::Renamed { from: at(), to, inode, replaced })
            }
            10 => Operation::Naming(Naming::DirMade { at: at(), inode }),
            11 => Operation::Naming(Naming::DirRemoved { at: at(), inode, mode: length as u32 }),
            kind => panic!("a record of kind {kind}"),
        })
    }
}

/// The operations of a log, in order, without those that failed.
pub(crate) fn parse(mut log: &[u8]) -> Vec<Operation> {
    let mut operations = Vec::new();
    while !log.is_empty() {
        let size = u32::from_ne_bytes(log[..4].try_into().unwrap()) as usize;
        let record = Reader { record: &log[..size] };
        if record.u16(6) != VOID {
            operations.extend(record.operation());
        }
        log = &log[size..];
    }
    operations
}
