//! A disk without room: the import fails with a clear word, what was there before is whole, and work goes on when
//! there is room.

use crate::lists;
use crate::place::Place;
use crate::run::text;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

/// A small file system, gone when dropped.
struct Small<'a>(&'a Path);

impl<'a> Small<'a> {
    /// Mounts one, where the test may.
    fn mount(at: &'a Path, size: &str) -> Option<Small<'a>> {
        fs::create_dir_all(at).unwrap();
        let mut mount = Command::new("mount");
        mount.args(["-t", "tmpfs", "-o", &format!("size={size}"), "tmpfs"]).arg(at);
        let mounted = mount.stdout(Stdio::null()).stderr(Stdio::null()).status();
        if mounted.is_ok_and(|status| status.success()) {
            return Some(Small(at));
        }
        println!("skipped: no right to mount a small file system");
        None
    }

    fn resize(&self, size: &str) {
        let option = format!("remount,size={size}");
        assert!(Command::new("mount").args(["-o", &option]).arg(self.0).status().unwrap().success());
    }
}

impl Drop for Small<'_> {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("-l").arg(self.0).status();
    }
}

fn fails_and_recovers(place: &Place) {
    let archive = place.archive();
    let Some(small) = Small::mount(&archive, "3m") else { return };
    let earlier = place.file("earlier.csv", "No,Name,Age\n1,Samer Wardani,33\n");
    place.import(&earlier, "freed").ends(0);
    let large = place.dir.path().join("large.csv");
    let bytes = lists::write_register(&large, 12_000, 280, 1);
    assert!((4 << 20..6 << 20).contains(&bytes), "{bytes}");
    let import = ["import", text(&large), "--kind", "register", "--json"];

    // Without room for the original, and on SQLite for its records either.
    for _ in 0..2 {
        let ran = place.athar(import).go().ends(3).says("no room left").says("free some space");
        assert!(ran.out.is_empty());
        place.is_clean();
        assert_eq!(place.find("سامر ورداني")[0]["record"], "R1.1");
    }
    if place.engine == "SQLite" {
        // Room for the original, not for the records.
        small.resize("8m");
        place.athar(import).go().ends(3).says("no room left");
        place.is_clean();
        assert_eq!(place.find("سامر ورداني")[0]["record"], "R1.1");
    }
    small.resize("200m");
    let report = place.athar(import).patience(120).done().json();
    assert_eq!((&report[0]["import"], &report[0]["records"]), (&"I2".into(), &12_000.into()));
    place.athar(["verify", "--deep"]).patience(120).done();
    drop(small);
}

#[test]
fn sqlite_without_room() {
    fails_and_recovers(&Place::sqlite());
}

#[test]
fn originals_without_room_beside_postgresql() {
    if let Some(place) = Place::postgres() {
        fails_and_recovers(&place);
    }
}
