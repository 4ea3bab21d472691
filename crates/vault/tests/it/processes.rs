//! Several processes at one key file, and processes that are killed.

use crate::support::Folder;
use std::collections::BTreeSet;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;
use vault::keys::{KeyId, Keyring, Summary};

const FILE: &str = "ATHAR_TEST_KEY_FILE";

/// Not a test: a process that makes keys without end, and says which.
#[test]
#[ignore = "run by another test"]
fn maker() {
    let Some(file) = std::env::var_os(FILE) else { return };
    loop {
        // Opened anew now and then, so that single keys are appended as well as many at once.
        let ring = Keyring::open(Path::new(&file), None).unwrap();
        for number in 0..100 {
            let key = if number % 10 == 9 { ring.new_sealing_key() } else { ring.new_working_key() };
            println!("\nmade {}", key.unwrap().0);
        }
    }
}

/// Not a test: a process that changes the working root without end.
#[test]
#[ignore = "run by another test"]
fn rotator() {
    let Some(file) = std::env::var_os(FILE) else { return };
    let ring = Keyring::open(Path::new(&file), None).unwrap();
    for round in 0.. {
        ring.rotate_working(None).unwrap();
        println!("\nmade {round}");
    }
}

fn start(what: &str, file: &Path) -> Child {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args([&format!("processes::{what}"), "--exact", "--ignored", "--nocapture"]).env(FILE, file);
    command.stdout(Stdio::piped()).spawn().unwrap()
}

/// Kills a process, and gives what it said it had made.
fn kill(mut child: Child) -> Vec<KeyId> {
    child.kill().unwrap();
    let lines = BufReader::new(child.stdout.take().unwrap()).lines().map_while(Result::ok);
    let made = lines.filter_map(|line| line.strip_prefix("made ")?.parse().ok()).map(KeyId).collect();
    let status = child.wait().unwrap();
    assert!(!status.success() && status.code().is_none(), "it ended by itself: {status}");
    made
}

fn works(ring: &Keyring, key: KeyId) {
    let sealed = ring.seal(key, b"a", b"b").map(|blob| ring.open_blob(b"a", &blob).unwrap());
    let sealed = sealed.or_else(|_| ring.seal_box(key, b"a", b"b").map(|blob| ring.open_box(b"a", &blob).unwrap()));
    assert_eq!(sealed.unwrap(), b"b", "{key}");
}

#[test]
fn a_killed_process_loses_no_key_that_it_was_given() {
    let folder = Folder::new();
    let ring = folder.create();
    let mut made = BTreeSet::new();
    for round in 0..12_u64 {
        let child = start("maker", &folder.path());
        std::thread::sleep(Duration::from_millis(30 + round * 37 % 200));
        made.extend(kill(child));
        let again = folder.open();
        for &key in &made {
            works(&ring, key);
            works(&again, key);
        }
        assert_eq!(Summary::of_file(&folder.path()).unwrap().damaged, 0);
    }
    assert!(made.len() > 100, "only {} keys were made", made.len());
}

#[test]
fn processes_append_to_one_file_while_its_root_is_changed() {
    let folder = Folder::new();
    let ring = folder.create();
    let makers = [start("maker", &folder.path()), start("maker", &folder.path())];
    let rotator = start("rotator", &folder.path());
    let mut made = Vec::new();
    let began = std::time::Instant::now();
    while began.elapsed() < Duration::from_secs(3) {
        let key = ring.new_working_key().unwrap();
        works(&ring, key);
        made.push(key);
    }
    let rounds = kill(rotator).len();
    let theirs: Vec<_> = makers.map(kill).concat();
    assert!(rounds > 3 && theirs.len() > 50 && made.len() > 3, "{rounds} {} {}", theirs.len(), made.len());
    let count = made.len() + theirs.len();
    made.extend(theirs);
    assert_eq!(made.iter().collect::<BTreeSet<_>>().len(), count);
    let again = folder.open();
    for key in made {
        works(&again, key);
        works(&ring, key);
    }
    assert_eq!(Summary::of_file(&folder.path()).unwrap().damaged, 0);
}

#[test]
fn threads_share_a_keyring() {
    let folder = Folder::new();
    let ring = folder.create();
    let keys = std::thread::scope(|scope| {
        let work = || {
            (0..40).map(|_| {
                let key = ring.new_working_key().unwrap();
                works(&ring, key);
                key
            })
        };
        let threads: Vec<_> = (0..4).map(|_| scope.spawn(move || work().collect::<Vec<_>>())).collect();
        threads.into_iter().flat_map(|thread| thread.join().unwrap()).collect::<BTreeSet<_>>()
    });
    assert_eq!(keys.len(), 160);
}
