//! Forgetting: what is due goes for good, everything else stays, and the history can still be checked.

use crate::fixtures::{Human, Place, TIME, decision, import, keys, on_both, record, request};
use store::{
    Archive, ImportNumber, Outside, Recipient, RecordFilter, RecordId, StaffRole, Telling, Verdict, Vetting, Wish,
};

const LATER: &str = "2026-01-01T08:00:00Z";

fn id(import: u32, ordinal: u32) -> RecordId {
    RecordId::new(ImportNumber(import), ordinal)
}

/// Two lists, decisions between them, a request, wishes and withdrawals.
fn furnished(place: &Place) -> Archive {
    let archive = place.archive();
    import(&archive, "gate", 0..1_500);
    import(&archive, "hospital", 0..40);
    let one = Human::new(&archive, StaffRole::Caseworker);
    let other = Human::new(&archive, StaffRole::Reviewer);
    let made = one.decides(&archive, id(1, 1_300), id(2, 3), Verdict::Same).unwrap();
    other.confirms(&archive, made).unwrap();
    let undone = one.decides(&archive, id(1, 1_300), id(2, 9), Verdict::Unsure).unwrap();
    archive.undo_decision(undone, TIME).unwrap();
    archive.decide(decision(id(1, 5), id(2, 5), Verdict::Same), TIME).unwrap();
    let wish = |record| Wish {
        record,
        recipient: Recipient::Kin,
        telling: Telling::Nothing,
        asked: "by telephone, in her own words".into(),
    };
    archive.wish(wish(id(1, 1_300)), None, TIME).unwrap();
    archive.wish(wish(id(1, 6)), None, TIME).unwrap();
    archive
}

fn withdrawn(archive: &Archive, record: RecordId) {
    archive.ask_withdrawal(record, "it is me".into(), None, TIME).unwrap();
    archive.answer_withdrawal(record, true, "she came in person".into(), None, TIME).unwrap();
}

fn contents(archive: &Archive) -> Vec<(RecordId, String)> {
    let mut contents = Vec::new();
    archive
        .records(RecordFilter::All, |id, record| {
            contents.push((id, serde_json::to_string(&record).unwrap()));
            Ok(())
        })
        .unwrap();
    contents
}

#[test]
fn a_withdrawn_record_goes_and_the_rest_stays() {
    on_both(|place| {
        let mut archive = furnished(place);
        withdrawn(&archive, id(1, 1_300));
        let persons = [id(1, 1), id(1, 1_299), id(2, 3)].map(|record| archive.person_of(record).unwrap());
        let before = contents(&archive);
        let root = archive.head().unwrap();

        let due = archive.due("2025-01-01", None, false).unwrap();
        assert_eq!(due.records.len(), 1);
        let report = archive.purge(&due, None, "she asked".into(), LATER).unwrap();
        assert_eq!((report.records, report.entry), (1, Some(root.size)));
        // The decision, its confirmation, the one taken back and the taking back, the wish, the asking, the answer.
        assert_eq!(report.entries, 7, "{}", place.engine);

        let after = contents(&archive);
        assert_eq!(before.len(), after.len() + 1);
        assert!(after.iter().all(|row| before.contains(row) && row.0 != id(1, 1_300)));
        assert!(archive.record(id(1, 1_300)).is_err());
        for (record, person) in [id(1, 1), id(1, 1_299)].into_iter().zip(&persons) {
            assert_eq!(&archive.person_of(record).unwrap(), person);
        }
        assert_eq!(archive.decisions().unwrap().len(), 1);
        assert_eq!(archive.verify_deep().unwrap().differences, [""; 0], "{}", place.engine);
        let dump = archive.canonical_dump().unwrap();
        archive.rebuild(|_, _| ()).unwrap();
        assert_eq!(archive.canonical_dump().unwrap(), dump);
        assert!(archive.due("2025-01-01", None, false).unwrap().is_empty());
        // Work goes on.
        import(&archive, "after", 0..10);
        withdrawn(&archive, id(1, 1_299));
        let due = archive.due("2025-01-01", None, false).unwrap();
        archive.purge(&due, None, "he asked".into(), LATER).unwrap();
        assert_eq!(archive.verify_deep().unwrap().differences, [""; 0], "twice in one chunk");
    });
}

/// The key file of today opens nothing of what was purged, not even from a copy of the tables of yesterday.
#[test]
fn a_copy_of_the_tables_of_before_says_nothing_any_more() {
    let place = crate::fixtures::sqlite();
    let mut archive = furnished(&place);
    withdrawn(&archive, id(1, 1_300));
    let copy = place.dir.path().join("copy");
    drop(archive);
    std::fs::create_dir(&copy).unwrap();
    std::fs::copy(place.location.dir.join("archive.sqlite"), copy.join("archive.sqlite")).unwrap();
    archive = place.archive();
    let due = archive.due("2025-01-01", None, false).unwrap();
    archive.purge(&due, None, "she asked".into(), LATER).unwrap();
    let location = store::Location { keys: Some(place.location.keys_path()), ..store::Location::dir(&copy) };
    let old = Archive::open(&location).unwrap();
    assert!(old.record(id(1, 1_300)).is_err());
    assert!(old.record(id(1, 900)).is_ok(), "what lay in another chunk is there");
    assert!(!old.verify().unwrap().differences.is_empty());
}

#[test]
fn a_request_of_a_closed_case_goes_whole_and_its_page_stays() {
    on_both(|place| {
        let mut archive = furnished(place);
        let cases: Vec<_> = (0..4)
            .map(|number| archive.open_request(record(number), keys(number), request(), None, TIME).unwrap())
            .collect();
        let persons: Vec<_> = cases.iter().map(|case| archive.person_of(case.record).unwrap()).collect();
        // The first one of the page, from whose entry the ids of all persons of the page follow.
        archive.vet((cases[0].case, 1), Vetting::Kin, "three questions".into(), None, TIME).unwrap();
        archive.close_case(cases[0].case, "they asked".into(), None, TIME).unwrap();
        let due = archive.due("2025-01-01", None, true).unwrap();
        let report = archive.purge(&due, None, "they asked".into(), LATER).unwrap();
        assert_eq!((report.records, report.entries), (1, 3));
        assert!(archive.case(cases[0].case).is_err());
        for (case, person) in cases.iter().zip(&persons).skip(1) {
            assert_eq!(archive.person_of(case.record).unwrap(), *person);
            assert_eq!(archive.case(case.case).unwrap().askers[0].0.contact.reveal(), "0933 000 000");
        }
        assert_eq!(archive.verify_deep().unwrap().differences, [""; 0], "{}", place.engine);
        let next = archive.open_request(record(9), keys(9), request(), None, TIME).unwrap();
        assert_eq!(next.record.ordinal(), 5, "no place is given twice");
        assert_eq!(archive.verify_deep().unwrap().differences, [""; 0]);
    });
}

#[test]
fn contacts_go_when_their_day_is_over_and_the_request_stands() {
    on_both(|place| {
        let mut archive = place.archive();
        let case = archive.open_request(record(1), keys(1), request(), None, TIME).unwrap();
        assert!(archive.due("2025-12-31", None, false).unwrap().is_empty());
        let due = archive.due("2026-01-01", None, false).unwrap();
        assert_eq!(due.contacts, [case.case]);
        archive.purge(&due, None, "its day is over".into(), LATER).unwrap();
        let stands = archive.case(case.case).unwrap();
        assert!(stands.askers[0].0.contact.is_empty() && stands.askers[0].0.name.is_empty());
        assert_eq!(stands.askers[0].0.kinship.reveal(), "أم");
        assert!(archive.record(case.record).is_ok());
        assert!(archive.due("2026-01-01", None, false).unwrap().is_empty());
        assert_eq!(archive.verify_deep().unwrap().differences, [""; 0], "{}", place.engine);
    });
}

#[test]
fn everything_of_an_import_that_was_taken_back_goes() {
    on_both(|place| {
        let mut archive = furnished(place);
        archive.undo_import(ImportNumber(1), TIME).unwrap();
        assert!(archive.due("2025-01-01", Some(TIME), false).unwrap().is_empty(), "not before its time");
        let due = archive.due("2025-01-01", Some(LATER), false).unwrap();
        assert_eq!(due.imports, [ImportNumber(1)]);
        archive.purge(&due, None, "taken back".into(), LATER).unwrap();
        assert_eq!(archive.verify_deep().unwrap().differences, [""; 0], "{}", place.engine);
        assert_eq!(contents(&archive).len(), 40);
        assert!(archive.due("2025-01-01", Some(LATER), false).unwrap().is_empty());
    });
}

/// An insider cannot erase under the name of forgetting, nor bring something back.
#[test]
fn erasing_that_no_entry_names_is_found() {
    for sql in [
        "UPDATE ledger SET salt = '', payload = (SELECT payload FROM ledger WHERE salt = '' LIMIT 1) WHERE idx = 9",
        "UPDATE ledger SET payload = (SELECT payload FROM ledger WHERE idx = 3) WHERE salt = ''",
        "UPDATE batch_chunk SET payload = (SELECT payload FROM batch_chunk WHERE batch = 'I1' AND number = 1) \
         WHERE batch = 'I1' AND number = 0",
    ] {
        on_both(|place| {
            let mut archive = furnished(place);
            withdrawn(&archive, id(1, 1_300));
            let due = archive.due("2025-01-01", None, false).unwrap();
            archive.purge(&due, None, "she asked".into(), LATER).unwrap();
            let sql = if place.location.database.is_some() { sql.to_owned() } else { sql.replace("''", "x''") };
            place.tamper(&sql);
            assert!(!archive.verify().unwrap().differences.is_empty(), "{}: {sql}", place.engine);
        });
    }
}

/// A purge that was cut off after it was committed: whoever writes next destroys the keys.
#[test]
fn keys_that_a_crash_left_are_destroyed_by_the_next_writer() {
    on_both(|place| {
        let archive = furnished(place);
        let key = archive.keys().new_working_key().unwrap();
        place.tamper(&format!("INSERT INTO doomed_key (id) VALUES ({})", key.0 as i64));
        assert!(!archive.keys().is_destroyed(key).unwrap());
        drop(archive);
        let archive = place.archive();
        import(&archive, "next", 0..1);
        assert!(archive.keys().is_destroyed(key).unwrap(), "{}", place.engine);
    });
}

/// What was told outside stays known, without a word of it, and is still corrected.
#[test]
fn a_consequence_of_a_closed_case_keeps_its_ground() {
    on_both(|place| {
        let mut archive = furnished(place);
        let exported = Outside::Exported {
            recipient: "a partner".into(),
            purpose: "a search".into(),
            records: vec![id(1, 5), id(2, 5)],
        };
        archive.record_outside(exported, None, TIME).unwrap();
        withdrawn(&archive, id(1, 1_300));
        let due = archive.due("2025-01-01", None, false).unwrap();
        archive.purge(&due, None, "she asked".into(), LATER).unwrap();
        assert!(archive.corrections().unwrap().is_empty());
        archive.undo_import(ImportNumber(2), TIME).unwrap();
        assert_eq!(archive.corrections().unwrap().len(), 1, "{}", place.engine);
    });
}

#[test]
fn a_flood_of_wishes_to_be_removed_waits_for_a_human() {
    on_both(|place| {
        let archive = place.archive();
        import(&archive, "gate", 0..300);
        let most = store::limits::WITHDRAWALS_PER_DAY_MAX as u32;
        let asked = (1..=most + 20).map(|ordinal| (id(1, ordinal), "me".into())).collect();
        assert!(archive.ask_withdrawals(asked, TIME).unwrap().iter().all(Result::is_ok));
        archive.ask_withdrawal(id(1, 200), "me too".into(), None, TIME).unwrap();
        assert!(!archive.may_leave(id(1, most)).unwrap());
        assert!(archive.may_leave(id(1, most + 1)).unwrap(), "nothing follows from a flood by itself");
        assert!(archive.may_leave(id(1, 200)).unwrap());
        assert_eq!(archive.open_withdrawals().unwrap().len() as u32, most + 21);
        archive.answer_withdrawal(id(1, 200), true, "it was hers".into(), None, TIME).unwrap();
        assert!(!archive.may_leave(id(1, 200)).unwrap());
        // The next day it is no flood any more.
        archive.ask_withdrawal(id(1, 250), "me".into(), None, LATER).unwrap();
        assert!(!archive.may_leave(id(1, 250)).unwrap());
    });
}
