//! Imports: what is read is what was accepted, and nothing else.

use crate::fixtures::{TIME, ids, import, keys, meta, on_both, problem, record};
use record::Problem;
use store::{Archive, ImportNumber, Location, RecordFilter, RecordId, StoreError};

#[test]
fn what_was_accepted_is_read_back() {
    on_both(|place| {
        let archive = place.archive();
        let accepted = import(&archive, "gate", 0..2_500);
        assert_eq!(accepted.number, ImportNumber(1));
        assert_eq!((accepted.counts.records, accepted.counts.problems), (2_500, 250));
        drop(archive);

        let archive = Archive::open(&place.location).unwrap();
        let mut next = 0;
        archive
            .records(RecordFilter::All, |id, found| {
                assert_eq!(id, RecordId::new(ImportNumber(1), next as u32 + 1));
                assert_eq!(found, record(next));
                next += 1;
                Ok(())
            })
            .unwrap();
        assert_eq!(next, 2_500);
        let counts = archive.counts().unwrap();
        assert_eq!((counts.entries, counts.imports, counts.records, counts.problems), (1, 1, 2_500, 250));
        let mut problems = 0;
        archive
            .problems(ImportNumber(1), |of, found| {
                assert_eq!(of, Some(RecordId::new(ImportNumber(1), problems * 10 + 1)));
                let open = Problem { as_written: record::Private::default(), ..problem(u64::from(problems) * 10) };
                assert_eq!(found, open);
                problems += 1;
                Ok(())
            })
            .unwrap();
        assert_eq!(problems, 250);
        let listed = archive.imports().unwrap();
        assert_eq!((listed.len(), listed[0].meta.clone(), listed[0].time.as_str()), (1, meta("gate"), TIME));
    });
}

#[test]
fn records_are_found_by_id_and_by_key() {
    on_both(|place| {
        let archive = place.archive();
        import(&archive, "gate", 0..300);
        let id = |ordinal| RecordId::new(ImportNumber(1), ordinal);
        let asked = [id(300), id(7), id(301), id(1)];
        let found = archive.records_by_ids(&asked).unwrap();
        assert_eq!(found.iter().map(|(id, _)| id.ordinal()).collect::<Vec<_>>(), [300, 7, 1]);
        let all: Vec<_> = (1..=300).map(id).collect();
        assert_eq!(archive.records_by_ids(&all).unwrap().len(), 300);
        assert_eq!(archive.record(id(7)).unwrap(), record(6));
        assert!(matches!(archive.record(id(301)), Err(StoreError::NoSuch(_))));

        // Three numbers share their keys.
        let mut asked = keys(9);
        asked.push(1);
        asked.push(asked[0]);
        assert_eq!(archive.candidates(&asked, 100).unwrap(), [(id(10), 2), (id(11), 2), (id(12), 2)]);
        assert_eq!(archive.candidates(&asked, 2).unwrap(), [(id(10), 2), (id(11), 2)]);
        assert_eq!(archive.candidates(&[], 2).unwrap(), []);
    });
}

#[test]
fn nothing_shows_of_an_import_before_it_is_accepted() {
    on_both(|place| {
        let archive = place.archive();
        import(&archive, "gate", 0..10);
        let before = archive.canonical_dump().unwrap();
        let mut writer = archive.begin_import(meta("hospital")).unwrap();
        for number in 0..2_100 {
            writer.push(record(number), vec![problem(number)], &keys(number)).unwrap();
        }
        let reader = Archive::open(&place.location).unwrap();
        for archive in [writer.archive(), &reader] {
            assert_eq!(ids(archive).len(), 10);
            assert_eq!(archive.candidates(&keys(0), 100).unwrap().len(), 3);
            assert_eq!(archive.counts().unwrap().records, 10);
            assert_eq!(archive.canonical_dump().unwrap(), before);
            assert!(matches!(archive.record(RecordId::new(ImportNumber(2), 1)), Err(StoreError::NoSuch(_))));
            assert!(archive.verify().unwrap().differences.is_empty());
        }
        let number = writer.accept(TIME).unwrap().number;
        assert_eq!(number, ImportNumber(2));
        assert_eq!(ids(&reader).len(), 2_110);
        assert_eq!(reader.candidates(&keys(0), 100).unwrap().len(), 6);
    });
}

#[test]
fn an_import_taken_back_vanishes() {
    on_both(|place| {
        let mut archive = place.archive();
        import(&archive, "gate", 0..20);
        import(&archive, "hospital", 0..30);
        archive.undo_import(ImportNumber(1), TIME).unwrap();
        assert_eq!(ids(&archive).len(), 30);
        assert_eq!(archive.candidates(&keys(0), 3).unwrap().len(), 3);
        assert_eq!(archive.counts().unwrap().records, 30);
        assert!(matches!(archive.record(RecordId::new(ImportNumber(1), 1)), Err(StoreError::NoSuch(_))));
        assert_eq!(archive.imports().unwrap()[0].undone, Some(2));
        let again = archive.undo_import(ImportNumber(1), TIME);
        assert!(matches!(again, Err(StoreError::AlreadyUndone(_))));
        assert!(matches!(archive.undo_import(ImportNumber(9), TIME), Err(StoreError::NoSuch(_))));
        assert_eq!(import(&archive, "gate again", 0..5).number, ImportNumber(3));
        assert!(archive.verify_deep().unwrap().differences.is_empty());
    });
}

#[test]
fn a_file_imported_twice_is_noticed() {
    on_both(|place| {
        let archive = place.archive();
        let file = place.dir.path().join("list.csv");
        std::fs::write(&file, "الاسم\nاسم\n").unwrap();
        let original = archive.keep_original(&file).unwrap();
        assert_eq!((original.size, original.name.as_str()), (18, "list.csv"));
        let mut kept = Vec::new();
        archive.open_original(&original, &mut kept).unwrap();
        assert_eq!(kept, std::fs::read(&file).unwrap());
        assert_eq!(archive.find_import_by_sha256(original.sha256).unwrap(), None);

        let writer = archive.begin_import(store::ImportMeta { original: Some(original.clone()), ..meta("gate") });
        let number = writer.unwrap().accept(TIME).unwrap().number;
        assert_eq!(archive.keep_original(&file).unwrap(), original);
        assert_eq!(archive.find_import_by_sha256(original.sha256).unwrap().unwrap().number, number);
        archive.undo_import(number, TIME).unwrap();
        assert_eq!(archive.find_import_by_sha256(original.sha256).unwrap(), None);
    });
}

#[test]
fn an_empty_import_is_an_import() {
    on_both(|place| {
        let mut archive = place.archive();
        let mut writer = archive.begin_import(meta("empty")).unwrap();
        writer.problem(&problem(1)).unwrap();
        let accepted = writer.accept(TIME).unwrap();
        assert_eq!((accepted.counts.records, accepted.counts.problems), (0, 1));
        archive
            .problems(accepted.number, |of, _| {
                assert_eq!(of, None);
                Ok(())
            })
            .unwrap();
        assert!(archive.verify_deep().unwrap().differences.is_empty());
    });
}

#[test]
fn where_there_is_no_archive_none_is_made() {
    on_both(|place| {
        assert!(matches!(Archive::open(&place.location), Err(StoreError::NotFound(_))), "{}", place.engine);
    });
    let nowhere = Location::dir("/nonexistent/archive");
    assert!(matches!(Archive::open(&nowhere), Err(StoreError::NotFound(_))));
}
