//! A full disk: a clear error, nothing half-done, and work goes on when there is room.

use crate::fixtures::{TIME, decision, ids, import, keys, meta, record, sqlite};
use store::{Archive, ImportNumber, RecordId, StoreError, Verdict};

/// Pushes until it fails.
fn import_until_full(archive: &mut Archive) -> StoreError {
    let mut writer = archive.begin_import(meta("large")).unwrap();
    for number in 0..1_000_000 {
        if let Err(error) = writer.push(record(number), vec![], &keys(number)) {
            // Whatever comes after cannot be accepted either.
            assert!(matches!(writer.accept(TIME), Err(StoreError::Abandoned)));
            return error;
        }
    }
    panic!("a disk without end");
}

fn works_again(archive: &mut Archive, records: usize) {
    assert!(archive.verify().unwrap().differences.is_empty());
    assert_eq!(ids(archive).len(), records);
    assert_eq!(import(archive, "after", 0..1_500).number, ImportNumber(2));
    assert_eq!(ids(archive).len(), records + 1_500);
    assert!(archive.verify_deep().unwrap().differences.is_empty());
}

#[test]
fn sqlite_full_while_staging() {
    let place = sqlite();
    let mut archive = place.archive();
    import(&archive, "gate", 0..500);
    archive.limit_pages(800).unwrap();
    let error = import_until_full(&mut archive);
    assert!(matches!(error, StoreError::Full { .. }), "{error}");
    assert_eq!(ids(&archive).len(), 500);
    archive.limit_pages(1 << 30).unwrap();
    works_again(&mut archive, 500);
}

/// The keys are written at the end: the import fails when it is accepted.
#[test]
fn sqlite_full_while_accepting() {
    let place = sqlite();
    let mut archive = place.archive();
    import(&archive, "gate", 0..500);
    let mut failures = 0;
    for pages in (300..6_000).step_by(40) {
        archive.limit_pages(pages).unwrap();
        let mut writer = archive.begin_import(meta("large")).unwrap();
        let pushed = (0..1_500).try_for_each(|number| writer.push(record(number), vec![], &keys(number)).map(drop));
        match pushed.and_then(|()| writer.accept(TIME)) {
            Ok(accepted) => {
                assert_eq!(accepted.number, ImportNumber(2));
                break;
            }
            Err(StoreError::Full { .. }) => failures += 1,
            Err(other) => panic!("{other}"),
        }
        assert_eq!(ids(&archive).len(), 500);
        assert_eq!(archive.imports().unwrap().len(), 1);
    }
    assert!(failures > 2, "{failures}");
    assert_eq!(ids(&archive).len(), 2_000);
    assert!(archive.verify_deep().unwrap().differences.is_empty());
}

#[test]
fn sqlite_full_while_deciding() {
    let place = sqlite();
    let mut archive = place.archive();
    import(&archive, "gate", 0..50);
    archive.limit_pages(1).unwrap();
    let mut kept = 0;
    let [left, right] = [1, 2].map(|ordinal| RecordId::new(ImportNumber(1), ordinal));
    let error = loop {
        match archive.decide(decision(left, right, Verdict::Same), TIME) {
            Ok(_) => kept += 1,
            Err(error) => break error,
        }
    };
    assert!(matches!(error, StoreError::Full { .. }), "{error}");
    assert_eq!(archive.all_decisions().unwrap().len(), kept);
    archive.limit_pages(1 << 30).unwrap();
    works_again(&mut archive, 50);
}

/// The real thing, where the test may mount one.
#[test]
fn a_file_system_without_room() {
    let place = sqlite();
    let mount = place.dir.path().join("archive");
    std::fs::create_dir(&mount).unwrap();
    let mounted = std::process::Command::new("mount")
        .args(["-t", "tmpfs", "-o", "size=6m", "tmpfs"])
        .arg(&mount)
        .stderr(std::process::Stdio::null())
        .status();
    if !mounted.is_ok_and(|status| status.success()) {
        println!("skipped: no right to mount a small file system");
        return;
    }
    let found = std::panic::catch_unwind(|| {
        let mut archive = place.archive();
        import(&archive, "gate", 0..500);
        let error = import_until_full(&mut archive);
        assert!(matches!(error, StoreError::Full { .. }), "{error}");
        assert_eq!(ids(&archive).len(), 500);
        let large = place.dir.path().join("large.csv");
        std::fs::write(&large, vec![b'a'; 8 << 20]).unwrap();
        let error = archive.keep_original(&large).unwrap_err();
        assert!(matches!(error, StoreError::Full { .. }), "{error}");
        drop(archive);

        let archive = place.archive();
        assert_eq!(ids(&archive).len(), 500);
        assert!(archive.verify().unwrap().differences.is_empty());
        // Reading works without room. Dropping what was staged needs some: the log is written first.
        let more = std::process::Command::new("mount").args(["-o", "remount,size=32m"]).arg(&mount).status();
        assert!(more.unwrap().success());
        assert_eq!(import(&archive, "small", 0..50).number, ImportNumber(2));
    });
    let unmounted = std::process::Command::new("umount").arg("-l").arg(&mount).status().unwrap();
    assert!(found.is_ok() && unmounted.success());
}
