//! Does the library see everything? Whatever a process did without a flush can be taken back to the last byte; if a call
//! went past the library, something would be left.

use super::disk::{Disk, Settings};
use super::image::Image;
use super::log::{Naming, Operation};
use super::loss::lose_unflushed;
use super::power::template;
use super::run::{Work, work};
use std::fs::{self, File};
use std::io::{IoSlice, Write};
use std::os::unix::fs::FileExt;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use store::Location;

const ROOT: &str = "ATHAR_TEST_CHILD_ROOT";

/// Not a test: a process that changes files in every way that the library knows from Rust.
#[test]
#[ignore = "run by another test"]
fn changer() {
    let Some(root) = std::env::var_os(ROOT) else { return };
    std::env::set_current_dir(&root).unwrap();
    let mut new = File::create("new").unwrap();
    new.write_all(&[1; 1_500]).unwrap();
    assert_eq!(new.write_vectored(&[IoSlice::new(&[2; 10]), IoSlice::new(&[3; 10])]).unwrap(), 20);
    new.write_all_at(&[4; 700], 400).unwrap();
    new.set_len(900).unwrap();
    new.set_len(5_000).unwrap();
    File::options().append(true).open("old").unwrap().write_all(b"more").unwrap();
    File::options().write(true).open("old").unwrap().write_all_at(b"other", 3).unwrap();
    fs::write("emptied", b"short").unwrap();
    fs::remove_file("removed").unwrap();
    fs::rename("moved", "folder/moved").unwrap();
    fs::rename("old", "replaced").unwrap();
    fs::hard_link("new", "again").unwrap();
    fs::create_dir_all("a/b").unwrap();
    fs::write("a/b/c", b"inside").unwrap();
    fs::rename("a/b", "b").unwrap();
    fs::remove_file("gone/inside").unwrap();
    fs::remove_dir("gone").unwrap();
    fs::write("removed", b"another").unwrap();
    fs::copy("new", "copy").unwrap();
}

#[test]
fn whatever_is_done_can_be_taken_back() {
    let Some(disk) = Disk::new() else { return };
    let root = disk.root();
    for (name, content) in [("old", "old content"), ("emptied", "very long"), ("removed", "x"), ("moved", "y")] {
        fs::write(root.join(name), content).unwrap();
    }
    fs::write(root.join("replaced"), "z").unwrap();
    fs::create_dir(root.join("folder")).unwrap();
    fs::create_dir(root.join("gone")).unwrap();
    fs::write(root.join("gone/inside"), "inside").unwrap();
    let before = Image::of(&root);
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args(["faults::model::changer", "--exact", "--ignored", "--nocapture"]).env(ROOT, &root);
    disk.watch(&mut command);
    let mut child = command.stdout(Stdio::null()).spawn().unwrap();
    assert!(child.wait().unwrap().success());
    let after = Image::of(&root);
    assert_eq!(after.content("replaced"), Some(b"oldotherentmore".as_slice()));
    assert_eq!(after.content("b/c"), Some(b"inside".as_slice()));
    let renamed = disk.log().iter().filter(|one| matches!(one, Operation::Naming(Naming::Renamed { .. }))).count();
    assert_eq!(renamed, 3);
    lose_unflushed(&disk);
    assert_eq!(before.differences(&Image::of(&root)), [""; 0].map(PathBuf::from));
}

#[test]
fn everything_that_an_archive_does_passes_the_library() {
    let Some(disk) = Disk::new() else { return };
    template().0.write(&disk.root());
    let before = Image::of(&disk.root()).durable();
    disk.power_on(Settings { lies: true, ..Settings::default() });
    let location = Location::dir(disk.archive());
    let (lines, ended) = work(&disk, &location, &[Work { seed: 3, steps: 60, verifies: true }]);
    assert!(ended[0].success() && lines.iter().any(|line| line.starts_with("leaf")), "{lines:?}");
    assert!(Image::of(&disk.root()).durable() != before);
    assert!(disk.operations() > 1_000 && disk.syncs() == 0);
    lose_unflushed(&disk);
    assert_eq!(before.differences(&Image::of(&disk.root()).durable()), [""; 0].map(PathBuf::from));
}
