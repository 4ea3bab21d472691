//! What somebody may see of requests beside one case at a time, and of whom they have said that they know them.

use crate::casework::{open_for, worker};
use crate::fixtures::{Human, TIME, import_as, keys, on_both};
use record::Role;
use std::collections::BTreeSet;
use store::{CallOutcome, CaseNumber, ImportNumber, Profile, Reading, RecordId, StaffRole, StoreError, Verdict};

const NOW: i64 = 1_733_817_600;

#[test]
fn what_somebody_may_see_of_similar_requests_calls_and_appointments() {
    on_both(|place| {
        let archive = place.archive();
        let cases = ["", "north", "south"].map(|team| open_for(&archive, 1, team).0);
        let [any, north, south] = cases;
        let closed = open_for(&archive, 1, "").0;
        archive.close_case(closed, "found".into(), None, TIME).unwrap();
        for case in cases {
            archive.called((case, 1), CallOutcome::Reached, &"at noon".into(), "2024-12-31T10:00", None, TIME).unwrap();
            archive.appoint(case, "2030-12-31T10:00", &"at the office".into(), None, TIME).unwrap();
        }
        let found = archive.similar_cases(&keys(1)).unwrap();
        assert_eq!(found.len(), 4);
        let [intake, reviewer, admin] = [StaffRole::Intake, StaffRole::Reviewer, StaffRole::Admin]
            .map(|role| archive.session(worker(&archive, role, "north"), None, NOW).unwrap());

        let similar = |session: &store::Session<'_>| {
            let lines = session.similar(&found).unwrap();
            assert!(lines.iter().all(|line| !line.is_closed));
            lines.iter().map(|line| line.case).collect::<BTreeSet<_>>()
        };
        assert_eq!(similar(&intake), BTreeSet::from([any, north]), "neither a closed one nor another team's");
        assert_eq!(similar(&reviewer), BTreeSet::from(cases));
        assert!(matches!(admin.similar(&found), Err(StoreError::Denied(_))));
        assert_eq!(intake.similar(&[CaseNumber(7)]).unwrap(), []);

        // That somebody called, without what was said.
        let made = intake.calls_made(north).unwrap();
        assert_eq!((made.len(), made[0].outcome, made[0].note.reveal()), (1, CallOutcome::Reached, ""));
        assert_eq!(reviewer.calls_made(south).unwrap()[0].note.reveal(), "");
        assert_eq!(reviewer.calls(north).unwrap()[0].note.reveal(), "at noon");
        // What an appointment is for is for those who may call the family.
        let what = |session: &store::Session<'_>, case| {
            let made = session.appointments(case)?;
            assert_eq!((made.len(), made[0].at.as_str()), (1, "2030-12-31T10:00"));
            Ok::<_, StoreError>(made[0].what.reveal().to_owned())
        };
        assert_eq!(what(&intake, north).unwrap(), "");
        assert_eq!(what(&reviewer, north).unwrap(), "at the office");
        assert_eq!(what(&reviewer, south).unwrap(), "");
        for (session, case) in [(&intake, south), (&admin, any), (&reviewer, CaseNumber(7))] {
            assert!(matches!(what(session, case), Err(StoreError::NoSuch(_))));
            assert!(matches!(session.calls_made(case), Err(StoreError::NoSuch(_))), "{}", place.engine);
        }

        let read = admin.readings(0).unwrap();
        let of_intake = read.iter().filter(|line| line.account == intake.account()).map(|line| line.what);
        let case = |case: CaseNumber| Reading::Case(case.0);
        let mut expected = vec![Reading::Search(2), Reading::Search(0), case(north), case(north)];
        expected.extend([Reading::Refused; 2]);
        assert_eq!(of_intake.collect::<Vec<_>>(), expected, "{}", place.engine);
    });
}

/// Whoever knows somebody does not work on them under another record either.
#[test]
fn who_knows_somebody_works_none_of_their_records() {
    on_both(|place| {
        let archive = place.archive();
        import_as(&archive, Role::Freed, false, 0..4);
        let [freed, held, stranger] = [1, 2, 3].map(|ordinal| RecordId::new(ImportNumber(1), ordinal));
        let (case, sought) = open_for(&archive, 1, "");
        let (twice, sought_twice) = open_for(&archive, 2, "");
        let knows = worker(&archive, StaffRole::Caseworker, "");
        let [one, other] = [StaffRole::Caseworker, StaffRole::Reviewer].map(|role| Human::new(&archive, role));
        assert!(matches!(archive.recuse(knows, RecordId::new(ImportNumber(9), 1), TIME), Err(StoreError::NoSuch(_))));
        archive.recuse(knows, freed, TIME).unwrap();
        let sees = |account, records: &[RecordId]| {
            let session = archive.session(account, None, NOW).unwrap();
            records.iter().map(|&record| session.record(record).is_ok()).collect::<Vec<_>>()
        };
        let all = [freed, held, stranger, sought, sought_twice];
        assert_eq!(sees(knows, &all), [false, true, true, true, true]);
        let session = || archive.session(knows, None, NOW).unwrap();
        assert!(session().case(case).is_ok() && session().contact(case, 1).is_ok());

        one.decides(&archive, freed, held, Verdict::Same).unwrap();
        let made = one.decides(&archive, sought, held, Verdict::Same).unwrap();
        assert!(archive.awaiting().unwrap().contains(&made));
        assert_eq!(sees(knows, &all), [false, false, true, false, true], "{}: and where one is awaited", place.engine);
        other.confirms(&archive, made).unwrap();
        assert!(session().case(case).is_err() && session().contact(case, 1).is_err() && session().calls(case).is_err());
        assert!(archive.session(knows, Some(case), NOW).is_err());
        assert!(!session().may_decide(held, stranger).unwrap() && session().pair(held, stranger).is_err());
        assert!(archive.close_case(case, "found".into(), Some(knows), TIME).is_err());

        // The request that goes on for the same family.
        assert!(session().case(twice).is_ok());
        archive.join_case(case, twice, None, TIME).unwrap();
        assert!(session().case(twice).is_err() && session().cases(10).unwrap().is_empty());
        archive.part_case(case, None, TIME).unwrap();
        assert!(session().case(twice).is_ok());
        archive.undo_decision_by(made, None, "another mother", TIME).unwrap();
        assert!(session().case(case).is_ok());

        // Another profile takes nothing of it back.
        let profile = Profile { name: "N.".into(), roles: [StaffRole::Caseworker].into(), ..Profile::default() };
        archive.change_account(knows, profile, None, TIME).unwrap();
        assert_eq!(sees(knows, &all), [false, false, true, true, true]);
        assert_eq!(sees(one.account, &all), [true; 5], "{}", place.engine);
    });
}
