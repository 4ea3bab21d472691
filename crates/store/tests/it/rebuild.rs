//! Everything but the ledger is a projection.

use crate::fixtures::{Human, TIME, decision, import, keys, on_both, record, request};
use store::{
    Archive, ImportNumber, Json, Link, LinkRunMeta, Outside, Recipient, RecordId, StaffRole, StoreError, Telling,
    Verdict, Vetting, Wish,
};

fn id(import: u32, ordinal: u32) -> RecordId {
    RecordId::new(ImportNumber(import), ordinal)
}

/// An archive with something of everything.
pub(crate) fn furnish(archive: &mut Archive) {
    import(archive, "gate", 0..2_300);
    import(archive, "hospital", 100..200);
    import(archive, "morgue", 0..20);
    let model = Json::default();
    let meta = LinkRunMeta { model, seed: 7, threshold_micro: 500_000, snapshot: String::new(), copies: Vec::new() };
    let mut writer = archive.begin_links(meta).unwrap();
    for ordinal in 1..=100 {
        let link = Link {
            left: id(1, ordinal),
            right: id(2, ordinal),
            weight_1024: -5,
            probability_micro: 1,
            rule: "r".to_owned(),
            evidence: Json::default(),
        };
        writer.push_link(&link).unwrap();
        writer.push_cluster(id(1, ordinal), id(1, ordinal).0).unwrap();
    }
    writer.accept(TIME).unwrap();
    archive.decide(decision(id(1, 1), id(2, 1), Verdict::Same), TIME).unwrap();
    let second = archive.decide(decision(id(1, 2), id(2, 2), Verdict::Different), TIME).unwrap();
    archive.undo_decision(second, TIME).unwrap();
    archive.undo_import(ImportNumber(3), TIME).unwrap();
    people(archive);
}

/// Two humans join a request with a freed one, tell the family, and take it back.
fn people(archive: &Archive) {
    let [one, other] = [StaffRole::Caseworker, StaffRole::Reviewer].map(|role| Human::new(archive, role));
    let case = archive.open_request(record(7), keys(7), request(), Some(one.account), TIME).unwrap();
    archive.open_request(record(8), keys(8), request(), None, TIME).unwrap();
    let joined = one.decides(archive, case.record, id(1, 3), Verdict::Same).unwrap();
    other.confirms(archive, joined).unwrap();
    archive.vet((case.case, 1), Vetting::Kin, "asked".into(), Some(one.account), TIME).unwrap();
    let wish = Wish { record: id(1, 3), recipient: Recipient::Kin, telling: Telling::Alive, asked: "by phone".into() };
    archive.wish(wish, Some(one.account), TIME).unwrap();
    let told = Outside::Told { case: case.case, asker: 1, how: "at home".into() };
    archive.record_outside(told, Some(other.account), TIME).unwrap();
    archive.undo_decision_by(joined, Some(one.account), "the mother's name", TIME).unwrap();
}

const PROJECTIONS: [&str; 13] = [
    "import",
    "record",
    "record_key",
    "person",
    "problem",
    "link_run",
    "link",
    "cluster",
    "decision",
    "act",
    "request",
    "ground",
    "correction",
];

#[test]
fn a_rebuild_gives_an_equal_dump() {
    on_both(|place| {
        let mut archive = place.archive();
        furnish(&mut archive);
        let (head, dump) = (archive.head().unwrap(), archive.canonical_dump().unwrap());
        let person = archive.person_of(id(2, 1)).unwrap();
        assert!(dump.iter().all(|table| table.rows > 0));
        assert_eq!(dump.iter().map(|table| table.table).collect::<Vec<_>>(), PROJECTIONS);
        archive.rebuild(|_, _| ()).unwrap();
        assert_eq!(archive.canonical_dump().unwrap(), dump);
        drop(archive);

        for table in PROJECTIONS {
            place.tamper(&format!("DELETE FROM {table}"));
        }
        let mut archive = place.archive();
        assert_ne!(archive.canonical_dump().unwrap(), dump);
        let mut seen = Vec::new();
        archive.rebuild(|done, all| seen.push((done, all))).unwrap();
        assert_eq!(seen, (1..=18).map(|done| (done, 18)).collect::<Vec<_>>());
        assert_eq!((archive.head().unwrap(), archive.canonical_dump().unwrap()), (head, dump), "{}", place.engine);
        assert_eq!(archive.person_of(id(2, 1)).unwrap(), person);
        assert_eq!(archive.record(id(1, 7)).unwrap(), record(6));
        assert_eq!(archive.candidates(&keys(0), 10).unwrap().len(), 3);
    });
}

#[test]
fn a_rebuild_that_fails_changes_nothing() {
    on_both(|place| {
        let mut archive = place.archive();
        furnish(&mut archive);
        let dump = archive.canonical_dump().unwrap();
        place.tamper("DELETE FROM batch_chunk WHERE batch = 'I2'");
        assert!(matches!(archive.rebuild(|_, _| ()), Err(StoreError::Damaged(_))));
        assert_eq!(archive.canonical_dump().unwrap(), dump, "{}", place.engine);
    });
}

/// The ledger's tables, copied by hand from one engine to the other, give the same projections.
#[test]
fn both_engines_give_one_dump() {
    let Some(there) = crate::fixtures::postgres() else {
        println!("skipped: no PostgreSQL (set ATHAR_TEST_POSTGRES)");
        return;
    };
    let here = crate::fixtures::sqlite();
    let mut archive = here.archive();
    furnish(&mut archive);
    let dump = archive.canonical_dump().unwrap();
    drop(archive);
    drop(there.archive());
    crate::fixtures::copy_ledger(&here, &there);
    let mut archive = there.archive();
    archive.rebuild(|_, _| ()).unwrap();
    assert_eq!(archive.canonical_dump().unwrap(), dump);
    assert!(archive.verify().unwrap().differences.is_empty());
}
