//! A drill as people meet it: it opens, says on every page what it is, and leaves nothing, however it ends.

use crate::place::{Place, copy_folder};
use crate::run::{athar, text};
use crate::serve::Served;
use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

/// Where the keys of a drill lie when there is no session with a folder in memory: beside the archive.
const NO_SESSION: (&str, &str) = ("XDG_RUNTIME_DIR", "");

fn open(dir: &Path, words: &[&str]) -> Served {
    let own = ["drill", "--people", "100", "--dir", text(dir), "--listen", "127.0.0.1:0"];
    let words: Vec<&str> = own.iter().chain(words).copied().collect();
    let served = Served::start_with(&words, "as the administrator", &[NO_SESSION]);
    // It says where it is before it serves; until then a signal ends it as it ends any program.
    assert_eq!(served.get("/healthy", "").body, "ok");
    served
}

fn wait_until_gone(dir: &Path) {
    let since = Instant::now();
    while dir.exists() {
        assert!(since.elapsed() < Duration::from_secs(40), "the drill did not wipe itself");
        std::thread::sleep(Duration::from_millis(100));
    }
}

#[test]
fn a_drill_says_what_it_is_and_is_wiped_when_it_is_closed() {
    let place = Place::sqlite();
    let dir = place.dir.path().join("drill");
    let served = open(&dir, &[]);
    let cookie = served.get(&served.link("/demo/", 0), "").cookie();
    for page in ["/queue", "/requests", "/imports", "/login"] {
        let body = served.get(page, &cookie).body;
        assert!(body.contains("DRILL: for practice"), "{page} does not say that it is a drill");
        assert!(!body.contains("nobody here is real"), "what is brought into a drill may be about somebody");
    }
    let keys = vault::keys::beside(&dir.join("archive"));
    assert!(keys.exists() && dir.join("archive/archive.sqlite").exists());
    let first = fs::read(dir.join("archive/archive.sqlite")).unwrap();
    assert!(!first.starts_with(b"SQLite format 3"), "a drill lies in clear on the disk");
    // Whoever brings a list there by a command is told too.
    let list = place.file("own.csv", "name\nسامر الحموي\n");
    athar(["import", text(&list), "--archive", text(&dir.join("archive"))])
        .go()
        .says("it is wiped when the drill ends");
    let (_, err) = served.stop();
    assert!(err.contains("The drill was wiped"), "{err}");
    assert!(!dir.exists() && !keys.exists());
}

#[test]
fn a_drill_is_wiped_at_its_time() {
    let place = Place::sqlite();
    let dir = place.dir.path().join("drill");
    let until = jiff::Timestamp::from_second(jiff::Timestamp::now().as_second() + 15).unwrap().to_string();
    let ran = athar(["drill", "--people", "100", "--dir", text(&dir), "--listen", "127.0.0.1:0", "--until", &until]);
    ran.env(NO_SESSION.0, NO_SESSION.1).done().says("The drill was wiped");
    assert!(!dir.exists());
}

#[test]
fn a_drill_that_was_killed_is_wiped_by_whoever_comes_next() {
    let place = Place::sqlite();
    let dir = place.dir.path().join("drill");
    drop(open(&dir, &[]));
    assert!(dir.join("archive/archive.sqlite").exists(), "it was killed, not told to stop");
    // While it runs nobody wipes it under its feet.
    let again = open(&dir, &[]);
    athar(["drill", "--wipe", "--dir", text(&dir)]).go().ends(2).says("a drill runs in");
    again.kill();
    fs::write(dir.join("notes.txt"), "of the trainer").unwrap();
    athar(["drill", "--wipe", "--dir", text(&dir)]).done().says("was wiped");
    assert_eq!(fs::read_dir(&dir).unwrap().count(), 1, "what somebody put there stays, and nothing else");
    athar(["drill", "--wipe", "--dir", text(&dir)]).go().ends(1);
    athar(["drill", "--dir", text(&dir)]).go().ends(2).says("is not empty");
}

#[test]
fn an_archive_of_work_is_never_wiped() {
    let place = Place::with_demo();
    let before = fs::read(place.archive().join("archive.sqlite")).unwrap();
    // The folder of an archive, and the folder around it.
    for dir in [place.archive(), place.dir.path().to_owned()] {
        athar(["drill", "--wipe", "--dir", text(&dir)]).go().ends(1);
        athar(["drill", "--dir", text(&dir)]).go().ends(2).says("is not empty");
    }
    // In the place of a drill's own.
    let dir = place.dir.path().join("drill");
    open(&dir, &[]).kill();
    fs::remove_dir_all(dir.join("archive")).unwrap();
    copy_folder(&place.archive(), &dir.join("archive"));
    for words in [&["--wipe"] as &[&str], &[]] {
        let all: Vec<&str> = ["drill", "--dir", text(&dir)].iter().chain(words).copied().collect();
        athar(all).go().ends(3).says("does not have the id of its mark");
    }
    assert!(fs::read(dir.join("archive/archive.sqlite")).unwrap() == before);
}

#[test]
fn a_drill_closes_with_its_window() {
    let place = Place::sqlite();
    let dir = place.dir.path().join("drill");
    let served = open(&dir, &["--hours", "2"]);
    let told = Command::new("kill").args(["-HUP", &served.process()]).status().unwrap();
    assert!(told.success());
    wait_until_gone(&dir);
}

#[test]
fn what_makes_no_sense_is_refused_before_anything_is_made() {
    let place = Place::sqlite();
    let dir = place.dir.path().join("drill");
    let drill = |words: &[&str]| {
        let all: Vec<&str> = ["drill", "--dir", text(&dir)].iter().chain(words).copied().collect();
        athar(all).go()
    };
    drill(&["--until", "tomorrow"]).ends(2).says("distance from UTC");
    drill(&["--until", "2020-01-01T00:00:00Z"]).ends(2).says("in the future");
    drill(&["--listen", "0.0.0.0:0"]).ends(2).says("this machine alone");
    drill(&["--people", "5"]).ends(2).says("from 100");
    drill(&["--hours", "0"]).ends(2);
    assert!(!dir.exists());
}
