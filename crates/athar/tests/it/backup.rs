//! `athar backup` and `restore`: there and back on both engines, killed, torn, with the wrong passphrase.

use crate::lists::{self, Random};
use crate::place::{Place, on_both};
use crate::run::{Run, text};
use std::fs;
use std::path::PathBuf;
use std::time::{Duration, Instant};

const STAFF: &str = "the well behind the third house";
const OTHER: &str = "seven grey stones by the river";

/// A place with files for passphrases.
fn prepare(place: &Place) {
    place.file("staff", format!("{STAFF}\n"));
    place.file("other", format!("{OTHER}\n"));
}

/// An archive under a passphrase, with a list.
fn furnish(place: &Place, records: u64) {
    prepare(place);
    let list = place.dir.path().join("list.csv");
    lists::write_register(&list, records, 0, 5);
    place.import(&list, "register").ends(0);
    let (archive, staff) = (place.archive(), in_dir(place, "staff"));
    let keys = ["keys", "protect", "--archive", text(&archive), "--new-passphrase-file", text(&staff)];
    crate::run::athar(keys).done();
}

fn in_dir(place: &Place, name: &str) -> PathBuf {
    place.dir.path().join(name)
}

fn run(place: &Place, what: &[&str], passphrase: &str) -> Run {
    let file = in_dir(place, passphrase);
    place.athar(what.iter().copied().chain(["--passphrase-file", text(&file)]))
}

#[test]
fn there_and_back() {
    on_both(|here| {
        furnish(here, 300);
        let file = in_dir(here, "backup");
        let backup = ["backup", text(&file), "--json"];
        let first = run(here, &backup, "staff").done().json();
        assert_eq!((first["entries"].as_u64(), first["originals"].as_u64()), (Some(1), Some(1)));
        let again = run(here, &backup, "staff").done().json();
        assert!(again["added"].as_u64().unwrap() < 400);
        let there = if here.engine == "SQLite" { Place::sqlite() } else { Place::postgres().unwrap() };
        for there in [there, Place::sqlite()] {
            prepare(&there);
            let ran = run(&there, &["restore", text(&file), "--json"], "staff").done().says("was put in place");
            assert_eq!(ran.json()["root"], first["root"], "{}", here.engine);
            let verified = run(&there, &["verify", "--deep", "--json"], "staff").done().json();
            assert_eq!((&verified["root"], &verified["originals"]), (&first["root"], &first["originals"]));
            run(&there, &["restore", text(&file)], "staff").go().ends(3).says("there is an archive in");
        }
        let told = run(here, &["backup", text(&file)], "staff").done().out;
        assert!(told.contains("read back and whole"), "{told}");
    });
}

#[test]
fn what_does_not_go_is_said() {
    let here = Place::sqlite();
    let list = here.file("list.csv", "Name\nSamer Wardani\n");
    here.import(&list, "sought").ends(0);
    let file = in_dir(&here, "backup");
    here.athar(["backup", text(&file)]).go().ends(3).says("athar keys protect");
    assert!(!file.exists());
    furnish(&here, 20);
    let note = here.file("note", "milk, bread");
    run(&here, &["backup", text(&note)], "staff").go().ends(3).says("is no backup");
    run(&here, &["backup", text(&file)], "staff").done();

    let there = Place::sqlite();
    prepare(&there);
    run(&there, &["restore", text(&file)], "other").go().ends(3).says("the passphrase does not open these keys");
    there.athar(["restore", text(&file)]).go().ends(3).says("no terminal to ask for a passphrase");
    run(&there, &["restore", text(&note)], "staff").go().ends(3).says("is no backup");
    let bytes = fs::read(&file).unwrap();
    let torn = there.file("torn", &bytes[..bytes.len() - 9]);
    run(&there, &["restore", text(&torn)], "staff").go().ends(3).says("the backup was never finished");
    run(&here, &["backup", text(&file)], "staff").done();
    let bytes = fs::read(&file).unwrap();
    fs::write(&torn, &bytes[..bytes.len() - 9]).unwrap();
    let told = run(&there, &["restore", text(&torn)], "staff").go().ends(3).says("--torn");
    assert!(told.err.contains("Whole up to there: 2 entries"), "{}", told.err);
    assert!(!there.archive().exists());
    let told = run(&there, &["restore", text(&torn), "--torn"], "staff").done().out;
    assert!(told.contains("are left out"), "{told}");

    // A changed passphrase: the file is written anew.
    let [staff, other] = ["staff", "other"].map(|name| in_dir(&here, name));
    let archive = here.archive();
    let keys = ["keys", "protect", "--archive", text(&archive), "--passphrase-file", text(&staff)];
    crate::run::athar(keys.into_iter().chain(["--new-passphrase-file", text(&other)])).done();
    run(&here, &["backup", text(&file)], "other").done().says("written anew");
}

#[test]
fn shares_restore() {
    let here = Place::sqlite();
    furnish(&here, 20);
    let staff = in_dir(&here, "staff");
    let archive = here.archive();
    let share = ["keys", "share", "--archive", text(&archive), "--passphrase-file", text(&staff)];
    let shares = crate::run::athar(share).done().out;
    let file = in_dir(&here, "backup");
    run(&here, &["backup", text(&file)], "staff").done();
    let there = Place::sqlite();
    prepare(&there);
    let two: Vec<&str> = shares.lines().take(2).collect();
    there.athar(["restore", text(&file), "--shares"]).stdin(&two.join("\n")).done();
    run(&there, &["verify"], "staff").done();
}

/// Killed at any instant, both ways.
#[test]
fn killed_and_run_again() {
    on_both(|here| {
        furnish(here, 1_500);
        let file = in_dir(here, "backup");
        let began = Instant::now();
        run(here, &["backup", text(&in_dir(here, "whole"))], "staff").done();
        let whole = began.elapsed();
        let mut random = Random(7);
        for _ in 0..5 {
            kill_after(run(here, &["backup", text(&file)], "staff"), instant(&mut random, whole));
        }
        run(here, &["backup", text(&file)], "staff").done();
        let there = if here.engine == "SQLite" { Place::sqlite() } else { Place::postgres().unwrap() };
        prepare(&there);
        let mut restored = false;
        for _ in 0..5 {
            restored = !kill_after(run(&there, &["restore", text(&file)], "staff"), instant(&mut random, whole * 3));
            if restored {
                break;
            }
        }
        let ran = run(&there, &["restore", text(&file)], "staff").go();
        assert!(ran.code == Some(0) || restored || ran.err.contains("there is an archive"), "{}", ran.err);
        run(&there, &["verify", "--deep"], "staff").done();
    });
}

fn instant(random: &mut Random, whole: Duration) -> Duration {
    whole.mul_f64((300 + random.below(700)) as f64 / 1_000.0)
}

/// Whether it was killed before it had ended.
fn kill_after(run: Run, patience: Duration) -> bool {
    let mut child = run.start_unheard();
    std::thread::sleep(patience);
    let killed = child.try_wait().unwrap().is_none();
    child.kill().unwrap();
    child.wait().unwrap();
    killed
}
