//! Wiping that is cut short after any step is finished; what is not the drill's stays.

use super::*;
use record::Private;
use std::path::PathBuf;
use store::{Profile, StaffRole};
use tempfile::TempDir;

/// A drill with an archive, a list, and something that somebody put beside them.
struct Drilled {
    _home: TempDir,
    dir: PathBuf,
    marker: Marker,
}

fn make_archive(folder: &Path, keys: &Path) -> Archive {
    let location = Location { keys: Some(keys.to_owned()), ..Location::dir(folder) };
    let archive = Archive::open_or_create(&location).unwrap();
    let profile = Profile { name: Private::from("trainer"), roles: [StaffRole::Admin].into(), ..Profile::default() };
    archive.enrol(profile, None, None, "2026-12-01T09:00:00Z").unwrap();
    archive
}

fn drilled() -> Drilled {
    let home = tempfile::tempdir().unwrap();
    let dir = home.path().join("drill");
    fs::create_dir(&dir).unwrap();
    let mut marker = Marker::begin(&dir, "2026-12-01T18:00:00Z", vec!["1-list.csv".to_owned()]).unwrap();
    // Beside the archive, wherever this test runs.
    marker.keys = None;
    fs::write(dir.join("1-list.csv"), "Name\n").unwrap();
    let archive = make_archive(&dir.join(ARCHIVE), &marker.keys_in(&dir));
    marker.made = Some(Made::of(&archive).unwrap());
    drop(archive);
    marker.keep(&dir, State::Open).unwrap();
    Drilled { _home: home, dir, marker }
}

impl Drilled {
    #[track_caller]
    fn is_refused(&self, why: &str) {
        let error = wipe(&self.dir).unwrap_err();
        assert!(error.is::<Refused>() && error.to_string().contains(why), "{error:#}");
    }
}

#[test]
fn nothing_of_a_drill_stays() {
    let Drilled { dir, marker, _home } = drilled();
    assert!(wipe(&dir).unwrap());
    assert!(!dir.exists() && !marker.keys_in(&dir).exists());
    assert!(!wipe(&dir).unwrap(), "there is none any more");
}

#[test]
fn wiping_that_was_cut_short_is_finished() {
    for done in 0..=STEPS.len() {
        let Drilled { dir, mut marker, _home } = drilled();
        marker.keep(&dir, State::Wiping).unwrap();
        for step in &STEPS[..done] {
            step(&dir, &marker).unwrap();
        }
        assert_eq!(marker.keys_in(&dir).exists(), done == 0, "the keys go first");
        assert_eq!(wipe(&dir).unwrap(), done < STEPS.len());
        assert!(!dir.exists() && !marker.keys_in(&dir).exists(), "after {done} steps");
    }
}

#[test]
fn keys_that_are_half_overwritten_are_wiped_and_so_is_a_half_removed_archive() {
    let Drilled { dir, mut marker, _home } = drilled();
    marker.keep(&dir, State::Wiping).unwrap();
    File::options().write(true).open(marker.keys_in(&dir)).unwrap().write_all(&[0; 8192]).unwrap();
    fs::remove_file(dir.join(ARCHIVE).join("archive.sqlite")).unwrap();
    assert!(wipe(&dir).unwrap());
    assert!(!dir.exists());
}

#[test]
fn a_drill_that_was_never_finished_is_wiped() {
    let home = tempfile::tempdir().unwrap();
    for with_id in [true, false] {
        let dir = home.path().join("drill");
        fs::create_dir(&dir).unwrap();
        let marker = Marker::begin(&dir, "2026-12-01T18:00:00Z", Vec::new()).unwrap();
        if !with_id {
            fs::remove_file(dir.join(ARCHIVE).join(OWN_MARK)).unwrap();
        }
        assert_eq!(marker.state, State::Making);
        assert!(wipe(&dir).unwrap());
        assert!(!dir.exists());
    }
}

#[test]
fn what_somebody_put_beside_it_stays() {
    let Drilled { dir, .. } = &drilled();
    fs::write(dir.join("notes.txt"), "of the trainer").unwrap();
    assert!(wipe(dir).unwrap());
    assert_eq!(fs::read_to_string(dir.join("notes.txt")).unwrap(), "of the trainer");
    assert!(!dir.join(MARK).exists() && !dir.join(ARCHIVE).exists());
}

#[test]
fn an_archive_of_work_in_its_place_is_left() {
    let drilled = drilled();
    let folder = drilled.dir.join(ARCHIVE);
    fs::rename(&folder, drilled.dir.join("moved")).unwrap();
    let other = tempfile::tempdir().unwrap();
    drop(make_archive(&folder, &other.path().join("work.keys")));
    drilled.is_refused("does not have the id");
    // Even where its id was copied along.
    fs::copy(drilled.dir.join("moved").join(OWN_MARK), folder.join(OWN_MARK)).unwrap();
    drilled.is_refused("the ledger in it");
    assert!(folder.join("archive.sqlite").exists() && drilled.marker.keys_in(&drilled.dir).exists());
}

#[test]
fn keys_of_work_in_their_place_are_left() {
    let drilled = drilled();
    let keys = &drilled.marker.keys_in(&drilled.dir);
    fs::remove_file(keys).unwrap();
    drop(Keyring::create(keys).unwrap());
    let before = fs::read(keys).unwrap();
    drilled.is_refused("the keys there");
    assert!(fs::read(keys).unwrap() == before && drilled.dir.join(ARCHIVE).exists());
}

#[cfg(unix)]
#[test]
fn a_link_to_an_archive_of_work_is_left() {
    let drilled = drilled();
    let folder = drilled.dir.join(ARCHIVE);
    let elsewhere = drilled.dir.with_file_name("work");
    fs::rename(&folder, &elsewhere).unwrap();
    std::os::unix::fs::symlink(&elsewhere, &folder).unwrap();
    drilled.is_refused("a link");
    assert!(elsewhere.join("archive.sqlite").exists());
}

#[test]
fn a_mark_that_points_elsewhere_is_refused() {
    let mut drilled = drilled();
    let good = drilled.marker.clone();
    drilled.marker.lists = vec!["../work.keys".to_owned()];
    drilled.marker.keep(&drilled.dir, State::Open).unwrap();
    drilled.is_refused("not as a drill writes it");
    drilled.marker = good;
    drilled.marker.keys = Some(drilled.dir.join("work.keys"));
    drilled.marker.keep(&drilled.dir, State::Open).unwrap();
    drilled.is_refused("keys that no drill made");
    fs::write(drilled.dir.join(MARK), "{}").unwrap();
    drilled.is_refused("not as a drill writes it");
    assert!(drilled.dir.join(ARCHIVE).exists());
}

/// Keys of work that a mark leads to by a link or by a second name, whatever the mark says of how far it is.
#[cfg(unix)]
#[test]
fn keys_of_work_are_never_reached_by_a_link() {
    for by_name in [false, true] {
        for state in [State::Making, State::Open, State::Wiping] {
            for is_made in [false, true] {
                let mut drilled = drilled();
                let keys = drilled.marker.keys_in(&drilled.dir);
                let work = drilled.dir.with_file_name("work.keys");
                drop(Keyring::create(&work).unwrap());
                let before = fs::read(&work).unwrap();
                fs::remove_file(&keys).unwrap();
                if by_name {
                    fs::hard_link(&work, &keys).unwrap();
                } else {
                    std::os::unix::fs::symlink(&work, &keys).unwrap();
                }
                if !is_made {
                    drilled.marker.made = None;
                }
                drilled.marker.keep(&drilled.dir, state).unwrap();
                drilled.is_refused(if is_made { "its keys are a link" } else { "nothing was made in it yet" });
                assert!(overwrite(&keys).is_err(), "and where it is asked for straight away");
                assert!(
                    fs::read(&work).unwrap() == before && drilled.dir.join(ARCHIVE).join("archive.sqlite").exists()
                );
            }
        }
    }
}

#[test]
fn a_mark_over_an_archive_of_work_that_says_nothing_was_made_is_refused() {
    let mut drilled = drilled();
    drilled.marker.made = None;
    fs::remove_file(drilled.marker.keys_in(&drilled.dir)).unwrap();
    for state in [State::Making, State::Wiping] {
        drilled.marker.keep(&drilled.dir, state).unwrap();
        drilled.is_refused("nothing was made in it yet");
    }
    assert!(drilled.dir.join(ARCHIVE).join("archive.sqlite").exists());
}

#[cfg(unix)]
#[test]
fn a_folder_in_which_others_write_is_left() {
    use std::os::unix::fs::PermissionsExt;
    let drilled = drilled();
    fs::set_permissions(&drilled.dir, fs::Permissions::from_mode(0o777)).unwrap();
    drilled.is_refused("others may write in it");
    fs::set_permissions(&drilled.dir, fs::Permissions::from_mode(0o700)).unwrap();
    assert!(wipe(&drilled.dir).unwrap());
}
