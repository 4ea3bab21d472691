//! What comes back is what was there; a backup grows by what is new, and survives being cut short.

use super::support::{
    ORIGINAL, back_up, file, import_with_original, pairs, protected, restore, small, with_passphrase,
};
use crate::checkpoint::{files, publish};
use crate::fixtures::{Human, Place, Random, TIME, import, keys, on_both, record, request, sqlite};
use crate::rebuild::furnish;
use std::fs;
use store::{Archive, BackupError, Location, StaffRole, StoreError};
use vault::keys::KeyError;

/// Something of everything, with a log of readings that an entry names, and a closed page.
fn furnish_fully(archive: &mut Archive) {
    furnish(archive);
    import_with_original(archive, ORIGINAL);
    import_with_original(archive, b"");
    import_with_original(archive, &vec![7; 2_500_000]);
    let human = Human::new(archive, StaffRole::Reviewer);
    let first = crate::fixtures::ids(archive)[0];
    for second in 0..40 {
        archive.session(human.account, None, second).unwrap().record(first).unwrap();
    }
    archive.anchor_readings(TIME).unwrap();
    archive.session(human.account, None, 50).unwrap().record(first).unwrap();
}

#[test]
fn an_archive_comes_back_on_either_engine() {
    pairs(|here, there| {
        let (mut archive, _) = protected(here);
        furnish_fully(&mut archive);
        let published = publish(&archive);
        let (head, dump) = (archive.head().unwrap(), archive.canonical_dump().unwrap());
        let backup = back_up(&archive, &file(here));
        assert!(backup.anew.is_none() && backup.missing.is_empty());
        assert_eq!((backup.originals, backup.readings), (3, 41));
        let restored = restore(&file(here), &there.location).unwrap();
        assert_eq!(restored.differences, [""; 0], "{} to {}", here.engine, there.engine);
        assert_eq!((restored.head, restored.root, restored.erased_again), (head, head.root, false));

        let mut again = Archive::open(&with_passphrase(&there.location)).unwrap();
        assert_eq!(again.canonical_dump().unwrap(), dump);
        assert_eq!(again.verify_deep().unwrap().differences, [""; 0]);
        assert_eq!(again.readings_kept().unwrap(), 41);
        assert_eq!(again.verify_checkpoint(published).unwrap().differences, [""; 0]);
        let names = |archive: &Archive| files(archive).into_iter().map(|(_, bytes)| bytes).collect::<Vec<_>>();
        assert_eq!(names(&again), names(&archive));
        let mut opened = Vec::new();
        let originals = again.imports().unwrap().into_iter().filter_map(|import| import.meta.original);
        for original in originals {
            again.open_original(&original, &mut opened).unwrap();
        }
        assert_eq!(opened.len(), ORIGINAL.len() + 2_500_000);
        assert!(!there.dir.path().join("archive.keys.restoring").exists());

        // It is an archive like any other: written to, and backed up into the same file.
        import(&again, "after", 0..10);
        publish(&again);
        let grown = back_up(&again, &file(here));
        assert!(grown.anew.is_none() && grown.added < 100_000, "{grown:?}");
        assert!(matches!(
            archive.backup(&file(here), TIME, |_, _, _| ()),
            Err(StoreError::Backup(BackupError::OtherHistory { .. }))
        ));
    });
}

#[test]
fn a_backup_grows_by_what_is_new() {
    on_both(|place| {
        let (archive, _) = protected(place);
        small(&archive);
        let first = back_up(&archive, &file(place));
        let same = back_up(&archive, &file(place));
        assert!(same.added < 400, "an end and nothing else: {}", same.added);
        import_with_original(&archive, &vec![1; 100_000]);
        archive.open_request(record(7), keys(7), request(), None, TIME).unwrap();
        let more = back_up(&archive, &file(place));
        assert!((100_000..130_000).contains(&more.added), "{}", more.added);
        assert_eq!((more.entries, more.chunks, more.originals), (4, 3, 2));
        assert!(first.bytes < more.bytes && more.anew.is_none());
        let there = sqlite();
        assert_eq!(restore(&file(place), &there.location).unwrap().differences, [""; 0]);
        let again = Archive::open(&with_passphrase(&there.location)).unwrap();
        assert_eq!(again.canonical_dump().unwrap(), archive.canonical_dump().unwrap());
    });
}

#[test]
fn a_run_that_was_killed_is_gone_on_with() {
    on_both(|place| {
        let (archive, _) = protected(place);
        small(&archive);
        let whole = place.dir.path().join("whole");
        let bytes = back_up(&archive, &whole).bytes;
        let mut random = Random(3);
        let mut file = file(place);
        for round in 0..40 {
            let killed = archive.backup_killed_after(&file, TIME, random.below(bytes - 16_500));
            // What was written before may be all there was to write.
            assert!(killed.is_ok() || matches!(killed, Err(StoreError::Abandoned)), "{killed:?}");
            if round % 3 == 0 {
                import(&archive, "more", round..round + 40);
            }
            if round % 4 == 3 {
                back_up(&archive, &file);
                let there = sqlite();
                assert_eq!(restore(&file, &there.location).unwrap().differences, [""; 0]);
                let again = Archive::open(&with_passphrase(&there.location)).unwrap();
                assert_eq!(again.canonical_dump().unwrap(), archive.canonical_dump().unwrap(), "{}", place.engine);
                file = place.dir.path().join(format!("backup-{round}"));
            }
        }
    });
}

#[test]
fn whole_frames_of_a_killed_run_are_not_written_again() {
    let place = sqlite();
    let (archive, _) = protected(&place);
    import_with_original(&archive, &vec![1; 3_000_000]);
    import_with_original(&archive, &vec![2; 3_000_000]);
    let killed = archive.backup_killed_after(&file(&place), TIME, 5_000_000);
    assert!(matches!(killed, Err(StoreError::Abandoned)));
    let done = back_up(&archive, &file(&place));
    assert!(done.torn > 0 && done.added < 3_200_000, "{done:?}");
}

#[test]
fn open_keys_are_refused() {
    let place = sqlite();
    let archive = place.archive();
    let refused = archive.backup(&file(&place), TIME, |_, _, _| ());
    assert!(matches!(refused, Err(StoreError::Backup(BackupError::OpenKeys))));
    assert!(!file(&place).exists());
}

#[test]
fn a_changed_passphrase_makes_the_file_anew_and_the_old_one_opens_nothing() {
    let place = sqlite();
    let (archive, _) = protected(&place);
    small(&archive);
    back_up(&archive, &file(&place));
    let other = "seven grey stones by the river";
    archive.keys().change_passphrase(other, 1).unwrap();
    let anew = back_up(&archive, &file(&place));
    assert_eq!(anew.anew, Some(store::WrittenAnew::KeysChanged));
    let there = sqlite();
    let wrong = restore(&file(&place), &there.location);
    assert!(matches!(wrong, Err(StoreError::Keys(KeyError::WrongPassphrase))), "{wrong:?}");
    assert!(!there.location.dir.exists() && !there.location.keys_path().exists());
}

#[test]
fn two_shares_restore_as_well() {
    let place = sqlite();
    let (archive, _) = protected(&place);
    small(&archive);
    let shares = archive.keys().make_shares().unwrap();
    back_up(&archive, &file(&place));
    let shares = shares[1..].iter().map(|share| share.parse().unwrap()).collect();
    let there = sqlite();
    let with = store::RestoreWith { shares, ..store::RestoreWith::default() };
    let restored = Archive::restore(&file(&place), &there.location, &with, TIME, |_, _, _| ()).unwrap();
    assert_eq!(restored.differences, [""; 0]);
    assert!(Archive::open(&with_passphrase(&there.location)).is_ok());
}

#[test]
fn what_is_there_is_not_written_over() {
    on_both(|place| {
        let (archive, location) = protected(place);
        small(&archive);
        back_up(&archive, &file(place));
        drop(archive);
        let there = restore(&file(place), &location);
        assert!(matches!(there, Err(StoreError::Backup(BackupError::ArchiveThere(_)))), "{there:?}");
        assert_eq!(Archive::open(&location).unwrap().verify().unwrap().differences, [""; 0]);

        // Files that are no backups, and backups of other archives.
        let note = place.dir.path().join("a note");
        fs::write(&note, "milk, bread").unwrap();
        let archive = Archive::open(&location).unwrap();
        let refused = archive.backup(&note, TIME, |_, _, _| ());
        assert!(matches!(refused, Err(StoreError::Backup(BackupError::NotABackup(_)))));
        assert_eq!(fs::read_to_string(&note).unwrap(), "milk, bread");
        let stranger = sqlite();
        let (other, elsewhere) = protected(&stranger);
        small(&other);
        let refused = other.backup(&file(place), TIME, |_, _, _| ());
        assert!(matches!(refused, Err(StoreError::Backup(BackupError::OtherArchive(_)))));
        fs::remove_dir_all(&elsewhere.dir).unwrap();
        drop(other);
        let refused = restore(&file(place), &elsewhere);
        assert!(matches!(refused, Err(StoreError::Keys(KeyError::OtherArchive))), "{refused:?}");
    });
}

/// What a process leaves that was killed while it restored: completed by running it again.
#[test]
fn a_restore_that_was_killed_is_run_again() {
    on_both(|place| {
        let (archive, location) = protected(place);
        small(&archive);
        back_up(&archive, &file(place));
        let there = if place.engine == "postgres" { crate::fixtures::postgres().unwrap() } else { sqlite() };
        // Keys and originals are in place, tables are made, and nothing is in them.
        drop(Archive::open_or_create(&there.location).unwrap());
        fs::copy(location.keys_path(), there.location.keys_path()).unwrap();
        fs::write(there.dir.path().join("archive.keys.restoring"), "half").unwrap();
        fs::create_dir_all(there.location.dir.join("originals")).unwrap();
        fs::write(there.location.dir.join("originals/partial.12"), "half").unwrap();
        assert_eq!(restore(&file(place), &there.location).unwrap().differences, [""; 0]);
        let again = Archive::open(&with_passphrase(&there.location)).unwrap();
        assert_eq!(again.canonical_dump().unwrap(), archive.canonical_dump().unwrap());
    });
}

/// While it is written others write on: what is in it is one state.
#[test]
fn others_write_meanwhile() {
    on_both(|place: &Place| {
        let (archive, location) = protected(place);
        import(&archive, "gate", 0..2_000);
        let stop = std::sync::atomic::AtomicBool::new(false);
        std::thread::scope(|scope| {
            scope.spawn(|| {
                let other = Archive::open(&location).unwrap();
                for number in 0.. {
                    if stop.load(std::sync::atomic::Ordering::Relaxed) {
                        break;
                    }
                    import(&other, "meanwhile", number..number + 20);
                    other.open_request(record(number), keys(number), request(), None, TIME).unwrap();
                }
            });
            for _ in 0..5 {
                let done = archive.backup(&file(place), TIME, |_, _, _| ()).unwrap();
                assert_eq!(done.missing, [""; 0]);
                let there = sqlite();
                let restored = restore(&file(place), &there.location).unwrap();
                assert_eq!(restored.differences, [""; 0]);
                assert_eq!((restored.entries, restored.root), (done.entries, done.root));
            }
            stop.store(true, std::sync::atomic::Ordering::Relaxed);
        });
    });
}

#[test]
fn a_missing_original_is_told_and_fetched_the_next_time() {
    let place = sqlite();
    let (archive, _) = protected(&place);
    small(&archive);
    let original = archive.imports().unwrap()[1].meta.original.clone().unwrap();
    let path = archive.original_path(original.sha256);
    let aside = place.dir.path().join("aside");
    fs::rename(&path, &aside).unwrap();
    let backup = back_up(&archive, &file(&place));
    assert_eq!((backup.originals, backup.missing.len()), (0, 1));
    fs::rename(&aside, &path).unwrap();
    let backup = back_up(&archive, &file(&place));
    assert_eq!((backup.originals, backup.missing.len()), (1, 0));
}

#[test]
fn a_damaged_archive_is_not_backed_up() {
    let place = sqlite();
    let (archive, location) = protected(&place);
    small(&archive);
    drop(archive);
    place.tamper("UPDATE batch_chunk SET payload = payload || x'00' WHERE batch = 'I1'");
    let archive = Archive::open(&location).unwrap();
    assert!(matches!(archive.backup(&file(&place), TIME, |_, _, _| ()), Err(StoreError::Damaged(_))));
    let there: Location = sqlite().location;
    assert!(matches!(restore(&file(&place), &there), Err(StoreError::Backup(BackupError::NothingWhole { .. }))));
}
