//! A partner's agreement: two humans, each with a key of their own, before a row is shown.

use crate::fixtures::{Human, Place, TIME, import_as, on_both, request};
use record::{Private, Role};
use store::{Agreement, Archive, ImportNumber, Reading, RecordId, SecretKey, StaffRole, StoreError};

const NOW: i64 = 1_733_817_600;
const PARTNERS: ImportNumber = ImportNumber(1);

fn id(import: u32, ordinal: u32) -> RecordId {
    RecordId::new(ImportNumber(import), ordinal)
}

fn agreement() -> Agreement {
    Agreement {
        import: PARTNERS,
        partner: Private::from("the registrar of the partner"),
        agreed_on: "2024-12-09".to_owned(),
        paper: Private::from("letter 12, in the safe"),
    }
}

fn records(human: &Human, archive: &Archive, agreement: Agreement) -> Result<u64, StoreError> {
    let signature = human.key.sign(agreement.packet()?, TIME);
    archive.record_agreement(agreement, signature, TIME)
}

fn confirms(human: &Human, archive: &Archive, entry: u64) -> Result<u64, StoreError> {
    let packet = archive.agreement_packet(PARTNERS, entry)?;
    archive.confirm_agreement(PARTNERS, entry, human.key.sign(packet, TIME), TIME)
}

fn refused<T: std::fmt::Debug>(outcome: Result<T, StoreError>) -> &'static str {
    match outcome {
        Err(StoreError::Refused(why)) => why,
        other => panic!("{other:?}"),
    }
}

/// The partner's five sought (I1), our five freed (I2), and two who may agree.
fn lists(place: &Place) -> (Archive, Human, Human) {
    let archive = place.archive();
    for role in [Role::Sought, Role::Freed] {
        import_as(&archive, role, false, 0..5);
    }
    let [one, other] = [StaffRole::Caseworker, StaffRole::Reviewer].map(|role| Human::new(&archive, role));
    (archive, one, other)
}

#[test]
fn no_row_is_shown_before_two_humans_stand_for_the_partners_agreement() {
    on_both(|place| {
        let (mut archive, one, other) = lists(place);
        let pairs = [(id(1, 2), id(2, 2)), (id(1, 3), id(2, 3))];
        let rows = |archive: &Archive| {
            archive.session(other.account, None, NOW).unwrap().shared_rows(PARTNERS, &pairs).map(|rows| rows.len())
        };
        let read = |archive: &Archive| -> Vec<Reading> {
            let session = archive.session(other.account, None, NOW).unwrap();
            session.readings(0).unwrap().into_iter().map(|line| line.what).collect()
        };
        assert!(refused(rows(&archive)).contains("second human"));
        let entry = records(&one, &archive, agreement()).unwrap();
        assert!(refused(rows(&archive)).contains("second human"), "recorded is not confirmed");
        assert!(!archive.agreement(PARTNERS).unwrap().unwrap().is_in_force());
        assert!(!read(&archive).iter().any(|what| matches!(what, Reading::Pair(..))), "nothing was read for it");

        assert!(refused(confirms(&one, &archive, entry)).contains("a second human"));
        let another_key = SecretKey::generate().unwrap();
        archive.enrol_key(one.account, another_key.public(), None, TIME).unwrap();
        let same = Human { account: one.account, key: another_key };
        assert!(refused(confirms(&same, &archive, entry)).contains("a second human"), "two keys, one human");
        // Over what was recorded, and not over it in its place: a signature that was made elsewhere.
        let elsewhere = other.key.sign(agreement().packet().unwrap(), TIME);
        assert!(refused(archive.confirm_agreement(PARTNERS, entry, elsewhere, TIME)).contains("not over"));

        confirms(&other, &archive, entry).unwrap();
        let standing = archive.agreement(PARTNERS).unwrap().unwrap();
        assert_eq!((standing.by, standing.confirmed.unwrap().0), (one.account, other.account));
        assert_eq!(rows(&archive).unwrap(), 2);
        let shown = read(&archive).into_iter().filter(|what| matches!(what, Reading::Pair(..))).collect::<Vec<_>>();
        assert_eq!(shown, pairs.map(|(theirs, ours)| Reading::Pair(theirs.0, ours.0)));
        // Of this list alone, and beside another one.
        let session = archive.session(other.account, None, NOW).unwrap();
        for wrong in [(id(2, 1), id(1, 1)), (id(1, 1), id(1, 2))] {
            assert!(refused(session.shared_rows(PARTNERS, &[wrong]).map(|rows| rows.len())).contains("own list"));
        }
        assert!(refused(confirms(&other, &archive, entry)).contains("already"));

        archive.end_agreement(PARTNERS, entry, Private::from("withdrawn"), Some(one.account), TIME).unwrap();
        assert!(refused(rows(&archive)).contains("second human"), "taken back");
        assert_eq!(archive.agreement(PARTNERS).unwrap(), None);
        assert!(matches!(confirms(&other, &archive, entry), Err(StoreError::NoSuch(_))), "what ended is not confirmed");
        assert_eq!(archive.verify_deep().unwrap().differences, [""; 0], "{}", place.engine);
    });
}

#[test]
fn an_agreement_is_recorded_by_whoever_may_whole_and_once() {
    on_both(|place| {
        let (archive, one, other) = lists(place);
        let stranger = SecretKey::generate().unwrap();
        let unknown = stranger.sign(agreement().packet().unwrap(), TIME);
        assert!(refused(archive.record_agreement(agreement(), unknown, TIME)).contains("not enrolled"));
        let analyst = Human::new(&archive, StaffRole::Analyst);
        assert!(matches!(records(&analyst, &archive, agreement()), Err(StoreError::Denied(_))));
        for wrong in [
            Agreement { partner: Private::from(" "), ..agreement() },
            Agreement { paper: Private::from(""), ..agreement() },
            Agreement { agreed_on: "yesterday".to_owned(), ..agreement() },
        ] {
            assert!(refused(records(&one, &archive, wrong)).contains("who agreed"));
        }
        let missing = Agreement { import: ImportNumber(9), ..agreement() };
        assert!(matches!(records(&one, &archive, missing), Err(StoreError::NoSuch(_))));
        let case = archive.open_request(crate::fixtures::record(7), vec![], request(), None, TIME).unwrap();
        let of_families = Agreement { import: case.record.import(), ..agreement() };
        assert!(refused(records(&one, &archive, of_families)).contains("requests of families"));

        records(&one, &archive, agreement()).unwrap();
        assert!(refused(records(&other, &archive, agreement())).contains("has an agreement"));
    });
}

/// What may not be seen is left out, and who may see no record sees none by an agreement.
#[test]
fn an_agreement_opens_nothing_that_is_closed() {
    on_both(|place| {
        let (archive, one, other) = lists(place);
        let entry = records(&one, &archive, agreement()).unwrap();
        confirms(&other, &archive, entry).unwrap();
        let pairs = [(id(1, 1), id(2, 1)), (id(1, 2), id(2, 2))];
        let restriction = store::Restriction {
            record: id(2, 1),
            property: None,
            visibility: record::Visibility::Sealed,
            teams: std::collections::BTreeSet::new(),
            reason: Private::from("asked for"),
        };
        archive.restrict(restriction, None, TIME).unwrap();
        let session = archive.session(one.account, None, NOW).unwrap();
        let rows = session.shared_rows(PARTNERS, &pairs).unwrap();
        assert_eq!(rows.iter().map(|(theirs, _)| theirs.id).collect::<Vec<_>>(), [id(1, 2)]);
        let analyst = Human::new(&archive, StaffRole::Analyst);
        let session = archive.session(analyst.account, None, NOW).unwrap();
        assert_eq!(session.shared_rows(PARTNERS, &pairs).unwrap().len(), 0);
    });
}
