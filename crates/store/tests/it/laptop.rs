//! A laptop that is taken: what its disk and its memory still say.

use crate::canaries::{Found, import_names, names};
use crate::fixtures::{Random, TIME, decision, import, meta, sqlite};
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use store::{Archive, DiskKey, Location, RecordFilter, RecordId, StoreError, Verdict, disk};
use tempfile::TempDir;
use vault::keys::Keyring;

const DIR: &str = "ATHAR_TEST_LAPTOP_DIR";
const PLAIN: &str = "ATHAR_TEST_LAPTOP_PLAIN";
const FORGETS: &str = "ATHAR_TEST_LAPTOP_FORGETS";
const NAMES: usize = 1_000;

/// Opens an archive; a new one in the form that is said.
fn open(dir: &Path, is_plain: bool) -> Archive {
    let location = Location::dir(dir);
    if !is_plain && !location.keys_path().exists() {
        Keyring::create(&location.keys_path()).unwrap().set_laptop(true).unwrap();
    }
    Archive::open_or_create(&location).unwrap()
}

/// The key of an archive's disk.
fn disk_key(dir: &Path) -> DiskKey {
    DiskKey::new(Keyring::open(&Location::dir(dir).keys_path(), None).unwrap().disk_key())
}

fn is_plain(dir: &Path) -> bool {
    std::fs::read(dir.join("archive.sqlite")).unwrap().starts_with(b"SQLite format 3")
}

/// Starts this program anew, as another process that runs one of the functions below.
fn child(function: &str, dir: &Path, settings: &[&str]) -> Child {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args([function, "--exact", "--ignored", "--nocapture"]).env(DIR, dir);
    command.env("SQLITE_TMPDIR", dir.parent().unwrap());
    command.envs(settings.iter().map(|&setting| (setting, "1")));
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap()
}

fn wait_for(child: &mut Child, line: &str) {
    let mut lines = BufReader::new(child.stdout.as_mut().unwrap()).lines();
    assert!(lines.any(|said| said.unwrap() == line), "the other process ended early");
}

fn kill(mut child: Child) {
    child.kill().unwrap();
    child.wait().unwrap();
}

/// Not a test: the process that is killed on a laptop. Writes of everything, without end.
#[test]
#[ignore = "run by another test"]
fn writes() {
    let Some(dir) = std::env::var_os(DIR) else { return };
    let mut archive = open(&PathBuf::from(dir), std::env::var_os(PLAIN).is_some());
    let names = names(NAMES);
    let mut random = Random(u64::from(std::process::id()));
    println!("\nready");
    loop {
        let accepted = import_names(&archive, &names);
        let [left, right] = [1, 2].map(|ordinal| RecordId::new(accepted.number, ordinal));
        let mut made = decision(left, right, Verdict::Same);
        made.reason = names[random.below(NAMES as u64) as usize].clone().into();
        archive.decide(made, TIME).unwrap();
        drop(archive.begin_import(meta(&names[0])).unwrap());
        archive.undo_import(accepted.number, TIME).unwrap();
        archive.rebuild(|_, _| ()).unwrap();
        println!("\nround");
    }
}

/// A disk of a laptop's own, where this test may mount one.
struct Disk {
    folder: TempDir,
    image: Option<PathBuf>,
}

impl Disk {
    fn new(mib: u64) -> Disk {
        let folder = tempfile::tempdir().unwrap();
        let image = folder.path().join("image");
        std::fs::File::create(&image).unwrap().set_len(mib << 20).unwrap();
        std::fs::create_dir(folder.path().join("disk")).unwrap();
        let done = |program: &str, arguments: &[&str], paths: &[&Path]| {
            let mut command = Command::new(program);
            command.args(arguments).args(paths).stdout(Stdio::null()).stderr(Stdio::null());
            command.status().is_ok_and(|status| status.success())
        };
        let is_mounted = done("mkfs.ext4", &["-q"], &[&image])
            && done("mount", &["-o", "loop"], &[&image, &folder.path().join("disk")]);
        if !is_mounted {
            println!("no right to mount a disk: the files are looked through, and not the free space");
        }
        Disk { image: is_mounted.then_some(image), folder }
    }

    fn dir(&self) -> PathBuf {
        self.folder.path().join("disk")
    }

    /// Everything that the disk says, free space included, after the plug was pulled.
    fn carve(&mut self, found: &mut Found) {
        found.look_through_folder(&self.dir());
        if let Some(image) = self.image.take() {
            let unmounted = Command::new("umount").arg(self.dir()).status();
            assert!(unmounted.is_ok_and(|status| status.success()));
            let mut image = std::fs::File::open(image).unwrap();
            let length = image.metadata().unwrap().len();
            found.look_through(&mut image, 0, length);
        }
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        if self.image.is_some() {
            let _ = Command::new("umount").arg("-l").arg(self.dir()).status();
        }
    }
}

/// Writers are killed again and again; the files are looked through meanwhile, the whole disk at the end.
fn carved(is_plain: bool, mib: u64, kills: usize) -> Found {
    let mut disk = Disk::new(mib);
    let mut found = Found::default();
    let archive = disk.dir().join("archive");
    for _ in 0..kills {
        let mut writer = child("laptop::writes", &archive, if is_plain { &[PLAIN] } else { &[] });
        wait_for(&mut writer, "round");
        let began = Instant::now();
        while began.elapsed() < Duration::from_millis(700) {
            found.look_through_folder(&archive);
        }
        kill(writer);
        found.look_through_folder(&archive);
    }
    // What was written is still there, for whoever has the key.
    let opened = open(&archive, is_plain);
    assert!(opened.imports().unwrap().len() >= kills);
    assert_eq!(opened.verify().unwrap().differences, [""; 0]);
    drop(opened);
    disk.carve(&mut found);
    found
}

#[test]
fn nothing_of_a_name_is_on_the_disk() {
    let (ours, control) = (carved(false, 96, 2), carved(true, 96, 1));
    println!("{} MiB carved: {} names; control {}", ours.bytes >> 20, ours.names.len(), control.names.len());
    assert_eq!(ours.names.len(), 0);
    assert!(control.names.len() >= NAMES, "the control finds {}", control.names.len());
}

#[test]
#[ignore = "takes minutes: scripts/test --long"]
fn long_nothing_of_a_name_is_on_a_larger_disk() {
    let ours = carved(false, 1_024, 25);
    println!("{} MiB carved: {} names", ours.bytes >> 20, ours.names.len());
    assert_eq!(ours.names.len(), 0);
}

/// Not a test: the process whose memory is read after it has locked itself.
#[test]
#[ignore = "run by another test"]
fn reads_and_locks() {
    let Some(dir) = std::env::var_os(DIR) else { return };
    if std::env::var_os(FORGETS).is_some() {
        store::memory::forgetful_memory().unwrap();
    }
    let archive = open(&PathBuf::from(dir), false);
    let mut read = Vec::new();
    archive
        .records(RecordFilter::All, |_, record| {
            read.push(record.claims.clone());
            Ok(())
        })
        .unwrap();
    assert_eq!(read.len(), NAMES);
    println!("\nunlocked");
    std::io::stdin().read_line(&mut String::new()).unwrap();
    drop(read);
    drop(archive);
    println!("\nlocked");
    std::io::stdin().read_line(&mut String::new()).unwrap();
}

/// Every page of a process's memory that can be read.
#[cfg(target_os = "linux")]
fn memory_of(process: u32) -> Found {
    let maps = std::fs::read_to_string(format!("/proc/{process}/maps")).unwrap();
    let mut memory = std::fs::File::open(format!("/proc/{process}/mem")).unwrap();
    let mut found = Found::default();
    for line in maps.lines().filter(|line| !line.contains("[v")) {
        let mut words = line.split([' ', '-']);
        let [start, end] = [words.next(), words.next()].map(|word| u64::from_str_radix(word.unwrap(), 16).unwrap());
        if words.next().unwrap().starts_with('r') {
            found.look_through(&mut memory, start, end - start);
        }
    }
    found
}

#[cfg(target_os = "linux")]
#[test]
fn a_locked_archive_leaves_no_name_in_memory() {
    use std::io::Write;
    let place = sqlite();
    import_names(&open(&place.location.dir, false), &names(NAMES));
    for settings in [&[FORGETS] as &[&str], &[]] {
        let mut reader = child("laptop::reads_and_locks", &place.location.dir, settings);
        wait_for(&mut reader, "unlocked");
        let unlocked = memory_of(reader.id());
        reader.stdin.as_mut().unwrap().write_all(b"\n").unwrap();
        wait_for(&mut reader, "locked");
        let locked = memory_of(reader.id());
        kill(reader);
        println!("unlocked {} of {NAMES}, locked {} {settings:?}", unlocked.names.len(), locked.names.len());
        assert_eq!(unlocked.names.len(), NAMES);
        assert_eq!(locked.names.is_empty(), settings == [FORGETS]);
    }
}

/// Not a test: a process that keeps its memory to itself.
#[cfg(target_os = "linux")]
#[test]
#[ignore = "run by another test"]
fn hardens() {
    if std::env::var_os(DIR).is_none() {
        return;
    }
    let status = |name: &str| {
        let status = std::fs::read_to_string("/proc/self/status").unwrap();
        let line = status.lines().find(|line| line.starts_with(name)).unwrap();
        line.split_whitespace().nth(1).unwrap().parse::<u64>().unwrap()
    };
    let key = vec![1; 64];
    let before = status("VmLck");
    assert!(store::memory::keep_out_of_swap(&key));
    assert!(status("VmLck") > before);
    assert_eq!(store::memory::harden(), store::memory::Hardened { not_dumpable: true, no_core_file: true });
    let limits = std::fs::read_to_string("/proc/self/limits").unwrap();
    let core = limits.lines().find(|line| line.starts_with("Max core file size")).unwrap();
    assert_eq!(core.split_whitespace().skip(4).take(2).collect::<Vec<_>>(), ["0", "0"]);
    // What SQLite was not asked before it started, it does not do.
    drop(open(&PathBuf::from(std::env::var_os(DIR).unwrap()), false));
    assert!(store::memory::forgetful_memory().is_err());
    println!("\nhardened");
}

#[cfg(target_os = "linux")]
#[test]
fn a_process_with_keys_keeps_its_memory_to_itself() {
    let place = sqlite();
    let mut hardened = child("laptop::hardens", &place.location.dir, &[]);
    wait_for(&mut hardened, "hardened");
    assert!(hardened.wait().unwrap().success());
}

/// Not a test: turns an archive into ciphertext and back, without end.
#[test]
#[ignore = "run by another test"]
fn converts() {
    let Some(dir) = std::env::var_os(DIR) else { return };
    let dir = PathBuf::from(dir);
    let key = disk_key(&dir);
    println!("\nready");
    loop {
        disk::encrypt_in_place(&dir, &key).unwrap();
        disk::decrypt_in_place(&dir, &key).unwrap();
    }
}

#[test]
fn an_archive_becomes_ciphertext_and_back() {
    let place = sqlite();
    let dir = &place.location.dir;
    let archive = open(dir, true);
    import_names(&archive, &names(NAMES));
    let dump = archive.canonical_dump().unwrap();
    // Somebody else has it open.
    assert!(matches!(disk::encrypt_in_place(dir, &disk_key(dir)), Err(StoreError::Locked { .. })));
    drop(archive);

    assert!(disk::encrypt_in_place(dir, &disk_key(dir)).unwrap());
    assert!(!disk::encrypt_in_place(dir, &disk_key(dir)).unwrap());
    let mut found = Found::default();
    found.look_through_folder(dir);
    assert_eq!(found.names.len(), 0);
    assert!(!is_plain(dir));
    let archive = open(dir, false);
    assert_eq!(archive.canonical_dump().unwrap(), dump);
    import(&archive, "after", 0..10);
    let dump = archive.canonical_dump().unwrap();
    drop(archive);

    let other = store::DiskKey::new([1; 64].into());
    assert!(matches!(disk::decrypt_in_place(dir, &other), Err(StoreError::OtherKey { .. })));
    assert!(disk::decrypt_in_place(dir, &disk_key(dir)).unwrap());
    assert_eq!(open(dir, true).canonical_dump().unwrap(), dump);
}

#[test]
fn a_conversion_that_is_killed_leaves_a_whole_archive() {
    let place = sqlite();
    let dir = &place.location.dir;
    let archive = open(dir, true);
    import_names(&archive, &names(NAMES));
    let dump = archive.canonical_dump().unwrap();
    drop(archive);
    let mut random = Random(9);
    let mut encrypted = 0;
    for _ in 0..25 {
        let mut converter = child("laptop::converts", dir, &[]);
        wait_for(&mut converter, "ready");
        std::thread::sleep(Duration::from_micros(random.below(60_000)));
        kill(converter);
        // It is one or the other, whole, and opens as it was.
        encrypted += usize::from(!is_plain(dir));
        let archive = Archive::open(&place.location).unwrap();
        assert_eq!(archive.canonical_dump().unwrap(), dump);
    }
    println!("{encrypted} of 25 kills left ciphertext");
    disk::encrypt_in_place(dir, &disk_key(dir)).unwrap();
    let mut found = Found::default();
    found.look_through_folder(dir);
    assert_eq!(found.names.len(), 0, "what a killed conversion left is finished by the next");
    assert!(!dir.join("archive.sqlite.new").exists());
}
