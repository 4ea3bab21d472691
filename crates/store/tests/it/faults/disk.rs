//! The disk that is played: a watched folder, the log of what could be lost, and the switches of the preloaded library.
//!
//! Everything lies in memory where there is such a file system: what is durable is what the log says, so the real disk's
//! flushes would only cost time.

use super::log::{self, Operation};
use crate::fixtures;
use std::fs::{self, File, Permissions};
use std::os::unix::fs::{FileExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus};
use std::sync::OnceLock;
use tempfile::TempDir;

/// "afaults1", as `faults.h` has it.
const MAGIC: u64 = 0x3173_746c_7561_6661;
/// Where the log begins: behind the page of switches.
const LOG_BEGINS: u64 = 4096;
/// The most that one life of a machine may write between two cuts. The file is sparse.
const LOG_MAX: u64 = 4 << 30;

/// How the names of this test's folders begin.
const PREFIX: &str = "athar-faults-";

/// Offsets of `struct control` in `faults.h`.
mod offset {
    pub(super) const TAIL: u64 = 16;
    pub(super) const OPERATIONS: u64 = 24;
    pub(super) const STOP_AT: u64 = 32;
    pub(super) const FAULT_FROM: u64 = 40;
    pub(super) const FAULT_UNTIL: u64 = 48;
    pub(super) const FAULT_KIND: u64 = 56;
    pub(super) const DEAD: u64 = 64;
    pub(super) const UNMODELLED: u64 = 68;
    pub(super) const SYNCS: u64 = 80;
    pub(super) const FAULTS: u64 = 88;
    pub(super) const ROOTS: u64 = 96;
}

/// How operations fail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FaultKind {
    /// The device reports an error.
    Device = 1,
    /// No room is left.
    NoRoom = 2,
    /// A write writes half; what is no write works.
    Short = 3,
    /// Flushes report an error; nothing else does.
    Flush = 4,
}

/// Operations that fail.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Fault {
    pub(crate) kind: FaultKind,
    /// The first that does, counted from 1.
    pub(crate) from: u64,
    /// The last that does.
    pub(crate) until: u64,
}

/// What a machine will meet.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Settings {
    /// The operation that is never done, and none after it.
    pub(crate) stop_at: Option<u64>,
    /// What fails.
    pub(crate) fault: Option<Fault>,
    /// Whether flushes are claimed and not done: the control.
    pub(crate) lies: bool,
}

/// A disk of its own for one archive, and for one cluster where there is one.
pub(crate) struct Disk {
    scratch: TempDir,
    control: File,
}

impl Disk {
    /// An empty disk; nothing when this machine has no C compiler.
    pub(crate) fn new() -> Option<Disk> {
        let library = library()?;
        let scratch = in_memory();
        fs::write(scratch.path().join("faults.so"), library).unwrap();
        open_to_all(scratch.path(), 0o755);
        for folder in ["disk", "grave"] {
            fs::create_dir(scratch.path().join(folder)).unwrap();
            // A server may run as another user than the test.
            open_to_all(&scratch.path().join(folder), 0o777);
        }
        let path = scratch.path().join("control");
        let control = File::options().read(true).write(true).create_new(true).open(&path).unwrap();
        open_to_all(&path, 0o666);
        let disk = Disk { scratch, control };
        disk.power_on(Settings::default());
        Some(disk)
    }

    /// The watched folder.
    pub(crate) fn root(&self) -> PathBuf {
        self.scratch.path().join("disk")
    }

    /// Where the archive's folder is: below the watched one, so that its own name can be lost too.
    pub(crate) fn archive(&self) -> PathBuf {
        self.root().join("archive")
    }

    /// Beside the watched folder, for what is no part of the machine.
    pub(crate) fn beside(&self) -> &Path {
        self.scratch.path()
    }

    /// Names that files had before they were removed, by inode.
    pub(crate) fn grave(&self) -> PathBuf {
        self.scratch.path().join("grave")
    }

    /// Leaves everything where it is, to be looked at.
    pub(crate) fn keep(self) -> PathBuf {
        self.scratch.keep()
    }

    /// Whatever is on the disk is durable now, and the machine will meet what the settings say. No watched process lives.
    pub(crate) fn power_on(&self, settings: Settings) {
        fs::remove_dir_all(self.grave()).unwrap();
        fs::create_dir(self.grave()).unwrap();
        open_to_all(&self.grave(), 0o777);
        let fault = settings.fault.map_or([0; 3], |fault| [fault.from, fault.until, fault.kind as u64]);
        let mut page = Vec::new();
        for word in [MAGIC, LOG_MAX, LOG_BEGINS, 0, settings.stop_at.unwrap_or(0), fault[0], fault[1]] {
            page.extend(word.to_ne_bytes());
        }
        for half in [fault[2] as u32, u32::from(settings.lies), 0, 0, 0, std::process::id()] {
            page.extend(half.to_ne_bytes());
        }
        self.control.set_len(0).unwrap();
        self.control.set_len(LOG_MAX).unwrap();
        self.control.write_all_at(&page, 0).unwrap();
    }

    /// Makes the power fail a number of operations from now.
    pub(crate) fn stop_after(&self, operations: u64) {
        let at = self.word(offset::OPERATIONS) + operations;
        self.control.write_all_at(&at.to_ne_bytes(), offset::STOP_AT).unwrap();
    }

    /// Makes operations fail, counted from now.
    pub(crate) fn fail_after(&self, fault: Fault) {
        let now = self.word(offset::OPERATIONS);
        self.control.write_all_at(&(fault.kind as u32).to_ne_bytes(), offset::FAULT_KIND).unwrap();
        let until = now.saturating_add(fault.until);
        self.control.write_all_at(&until.to_ne_bytes(), offset::FAULT_UNTIL).unwrap();
        self.control.write_all_at(&(now + fault.from).to_ne_bytes(), offset::FAULT_FROM).unwrap();
    }

    /// Makes a command run on this disk.
    pub(crate) fn watch(&self, command: &mut Command) {
        command.env("LD_PRELOAD", self.scratch.path().join("faults.so"));
        command.env("ATHAR_FAULTS_CONTROL", self.scratch.path().join("control"));
        command.env("ATHAR_FAULTS_ROOT", self.root());
        command.env("ATHAR_FAULTS_GRAVE", self.grave());
    }

    /// Ends watched processes that the cut has not ended. They are taken out of the library's list before they are waited
    /// for, since their numbers may be others' afterwards.
    pub(crate) fn bury<'a>(&self, children: impl IntoIterator<Item = &'a mut Child>) -> Vec<ExitStatus> {
        self.control.write_all_at(&[0; 64], offset::ROOTS).unwrap();
        let ended = children.into_iter().map(|child| {
            let _ = child.kill();
            child.wait().unwrap()
        });
        ended.collect()
    }

    /// Whether power was lost.
    pub(crate) fn is_dead(&self) -> bool {
        self.half(offset::DEAD) != 0
    }

    /// Watched operations since power came on.
    pub(crate) fn operations(&self) -> u64 {
        self.word(offset::OPERATIONS)
    }

    /// Flushes that were written down.
    pub(crate) fn syncs(&self) -> u64 {
        self.word(offset::SYNCS)
    }

    /// Operations that were made to fail.
    pub(crate) fn faults(&self) -> u64 {
        self.word(offset::FAULTS)
    }

    /// What happened since power came on, in order.
    pub(crate) fn log(&self) -> Vec<Operation> {
        let unmodelled = self.half(offset::UNMODELLED);
        assert_eq!(unmodelled, 0, "the library met what it cannot model (enum unmodelled in faults.h)");
        let mut bytes = vec![0; (self.word(offset::TAIL) - LOG_BEGINS) as usize];
        self.control.read_exact_at(&mut bytes, LOG_BEGINS).unwrap();
        log::parse(&bytes)
    }

    fn word(&self, offset: u64) -> u64 {
        let mut bytes = [0; 8];
        self.control.read_exact_at(&mut bytes, offset).unwrap();
        u64::from_ne_bytes(bytes)
    }

    fn half(&self, offset: u64) -> u32 {
        let mut bytes = [0; 4];
        self.control.read_exact_at(&mut bytes, offset).unwrap();
        u32::from_ne_bytes(bytes)
    }
}

/// A folder in memory where there is such a file system.
pub(crate) fn in_memory() -> TempDir {
    // A name of its own: what a failure left is told from other tests' folders.
    let mut named = tempfile::Builder::new();
    named.prefix(PREFIX);
    named.tempdir_in("/dev/shm").or_else(|_| named.tempdir()).unwrap()
}

fn open_to_all(path: &Path, mode: u32) {
    fs::set_permissions(path, Permissions::from_mode(mode)).unwrap();
}

/// The library, compiled once a run; nothing where there is no C compiler.
fn library() -> Option<&'static [u8]> {
    static LIBRARY: OnceLock<Option<Vec<u8>>> = OnceLock::new();
    let compiled = LIBRARY.get_or_init(|| {
        let folder = in_memory();
        let path = folder.path().join("faults.so");
        let sources = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/faults");
        let mut command = Command::new("cc");
        command.args(["-shared", "-fPIC", "-O2", "-std=gnu11", "-Wall", "-Wextra", "-Werror", "-fvisibility=hidden"]);
        command.args(["-fno-builtin", "-pthread", "-o"]).arg(&path);
        command.args(["state.c", "record.c", "bytes.c", "names.c", "stdio.c"].map(|file| sources.join(file)));
        let Ok(compiled) = command.arg("-ldl").status() else {
            println!("skipped: no C compiler (apt-get install build-essential)");
            return None;
        };
        assert!(compiled.success(), "the library of faults does not compile");
        Some(fs::read(path).unwrap())
    });
    compiled.as_deref()
}

/// A generator for one point of many: seed, chain and point give all that follows.
pub(crate) fn generator(seed: u64, chain: u64, point: u64) -> fixtures::Random {
    let mut random = fixtures::Random(seed);
    for number in [chain, point] {
        random = fixtures::Random(random.next() ^ number.wrapping_mul(0xd134_2543_de82_ef95));
    }
    random
}
