//! Work on cases: calls and appointments, requests that are joined, and who sees which of it.

use crate::fixtures::{Human, Random, TIME, import_as, keeper, keys, on_both, record, request};
use record::Role;
use std::collections::BTreeSet;
use std::time::Instant;
use store::{
    Archive, CallOutcome, CaseNumber, ImportNumber, Json, Link, LinkRunMeta, NewRequest, Profile, Recipient, RecordId,
    StaffRole, StoreError, Telling, Verdict, Vetting, Wish, Withheld,
};

const NOW: i64 = 1_733_817_600;

pub(crate) fn open_for(archive: &Archive, number: u64, team: &str) -> (CaseNumber, RecordId) {
    let request = NewRequest { team: team.to_owned(), ..request() };
    let case = archive.open_request(record(number), keys(number), request, None, TIME).unwrap();
    (case.case, case.record)
}

fn open(archive: &Archive, number: u64) -> CaseNumber {
    open_for(archive, number, "").0
}

pub(crate) fn worker(archive: &Archive, role: StaffRole, team: &str) -> store::AccountId {
    let teams = if team.is_empty() { BTreeSet::new() } else { BTreeSet::from([team.to_owned()]) };
    let profile = Profile { name: "N.".into(), roles: [role].into(), teams, ..Profile::default() };
    archive.enrol(profile, None, keeper(archive), TIME).unwrap()
}

/// A run that links each pair, whichever of them is lower.
pub(crate) fn link_all(archive: &Archive, seed: u64, pairs: impl IntoIterator<Item = (RecordId, RecordId)>) {
    let model = Json::parse("{}".to_owned()).unwrap();
    let meta = LinkRunMeta { model, seed, threshold_micro: 0, snapshot: "s".to_owned(), copies: Vec::new() };
    let mut writer = archive.begin_links(meta).unwrap();
    let pairs: BTreeSet<_> = pairs.into_iter().map(|(one, other)| (one.min(other), one.max(other))).collect();
    for (left, right) in pairs {
        let probability_micro = ((left.0 * 31 + right.0 * 7) % 1_000_000) as u32;
        let (rule, evidence) = ("given".to_owned(), Json::parse("{}".to_owned()).unwrap());
        writer.push_link(&Link { left, right, weight_1024: 2_048, probability_micro, rule, evidence }).unwrap();
    }
    writer.accept(TIME).unwrap();
}

#[test]
fn calls_are_sealed_and_read_back() {
    on_both(|place| {
        let archive = place.archive();
        let (case, other) = (open(&archive, 1), open(&archive, 2));
        let by = Some(worker(&archive, StaffRole::Caseworker, ""));
        let at = "2026-12-31T10:00";
        let called = archive.called((case, 1), CallOutcome::CallBack, &"the sister is near".into(), at, by, TIME);
        let entry = called.unwrap();
        archive.called((case, 1), CallOutcome::NoAnswer, &"".into(), "2027-01-02T09:30", None, TIME).unwrap();
        let calls = archive.calls(case).unwrap();
        assert_eq!((calls[0].entry, calls[0].asker, calls[0].outcome), (entry, 1, CallOutcome::CallBack));
        assert_eq!((calls[0].at.as_str(), calls[0].by, calls[0].time.as_str()), (at, by, TIME));
        assert_eq!((calls[0].note.reveal(), calls[1].note.reveal()), ("the sister is near", ""));
        assert_eq!(archive.calls(other).unwrap(), []);
        assert!(matches!(archive.calls(CaseNumber(7)), Err(StoreError::NoSuch(_))));

        let refused = |asker, at| archive.called((case, asker), CallOutcome::Reached, &"".into(), at, None, TIME);
        assert!(matches!(refused(2, at), Err(StoreError::NoSuch(_))), "there is one asker");
        for wrong in [
            "",
            "tomorrow",
            "2026-12-31",
            "2026-12-31T24:00",
            "2026-13-01T10:00",
            "2026-12-31T1:000",
            "2026-12-31T10:00Z",
        ] {
            assert!(matches!(refused(1, wrong), Err(StoreError::Refused(_))), "{wrong}");
        }
        let long = "ا".repeat(store::limits::TEXT_CHARACTERS_MAX + 1);
        let long = archive.called((case, 1), CallOutcome::Reached, &long.as_str().into(), at, None, TIME);
        assert!(matches!(long, Err(StoreError::Limit { .. })));

        // Without the team's secret a call is there, and what was said is not.
        archive.keys().lock_sealed();
        let locked = &archive.calls(case).unwrap()[0];
        assert_eq!((locked.entry, locked.outcome, locked.note.reveal()), (entry, CallOutcome::CallBack, ""));
        assert!(archive.cases().unwrap().iter().all(|case| !case.is_closed), "{}", place.engine);
    });
}

#[test]
fn a_calendar_is_of_cases_that_go_on() {
    on_both(|place| {
        let archive = place.archive();
        let [one, two, three] = [1, 2, 3].map(|number| open(&archive, number));
        for (case, at) in [
            (one, "2026-12-31T10:00"),
            (two, "2026-12-30T09:00"),
            (one, "2027-01-01T00:00"),
            (three, "2026-12-30T08:00"),
            (two, "2026-12-29T23:59"),
        ] {
            archive.appoint(case, at, &"at the office".into(), None, TIME).unwrap();
        }
        archive.close_case(three, "found".into(), None, TIME).unwrap();
        let found = archive.calendar("2026-12-30", "2027-01-01").unwrap();
        let found: Vec<_> = found.iter().map(|one| (one.case, one.at.as_str(), one.what.reveal())).collect();
        assert_eq!(found, [(two, "2026-12-30T09:00", "at the office"), (one, "2026-12-31T10:00", "at the office")]);
        assert_eq!(archive.appointments(one).unwrap().len(), 2);
        let closed = archive.appoint(three, "2026-12-31T10:00", &"".into(), None, TIME);
        assert!(matches!(closed, Err(StoreError::Closed(_))));
        // What goes on under another number keeps its day.
        archive.join_case(two, one, None, TIME).unwrap();
        assert_eq!(archive.calendar("2026-12-30", "2027-01-01").unwrap().len(), 2);
        archive.close_case(one, "found".into(), None, TIME).unwrap();
        assert_eq!(archive.calendar("2000-01-01", "2100-01-01").unwrap(), [], "{}", place.engine);
    });
}

#[test]
fn two_requests_for_one_person_are_joined_and_parted() {
    on_both(|place| {
        let mut archive = place.archive();
        let [one, two, three] = [1, 2, 3].map(|number| open(&archive, number));
        let state = |archive: &Archive, case| {
            let case = archive.case(case).unwrap();
            let listed = archive.cases().unwrap().into_iter().find(|other| other.case == case.case).unwrap();
            assert_eq!((&listed.joined, listed.joined_into), (&case.joined, case.joined_into));
            (case.is_closed, case.joined, case.joined_into)
        };
        assert!(matches!(archive.join_case(one, one, None, TIME), Err(StoreError::Refused(_))));
        archive.join_case(one, two, None, TIME).unwrap();
        assert_eq!(state(&archive, one), (true, vec![], Some(two)));
        assert_eq!(state(&archive, two), (false, vec![one], None));
        assert!(matches!(archive.join_case(one, three, None, TIME), Err(StoreError::Closed(_))));
        assert!(matches!(archive.join_case(two, one, None, TIME), Err(StoreError::Closed(_))), "no circle");
        archive.join_case(two, three, None, TIME).unwrap();
        let both = BTreeSet::from([one, two]).into_iter().collect();
        assert_eq!(state(&archive, three), (false, both, None), "whoever was joined comes along");
        assert_eq!(archive.verify_deep().unwrap().differences, [""; 0], "{}", place.engine);
        let dump = archive.canonical_dump().unwrap();
        archive.rebuild(|_, _| ()).unwrap();
        assert_eq!(archive.canonical_dump().unwrap(), dump);

        // Their contacts are kept as long as somebody searches for them, and are asked for when their day comes.
        assert!(archive.due("2025-01-01", None, true).unwrap().is_empty());
        assert_eq!(archive.expired_contacts("2026-01-01").unwrap().len(), 3);
        archive.part_case(two, None, TIME).unwrap();
        assert!(matches!(archive.part_case(two, None, TIME), Err(StoreError::Refused(_))));
        assert_eq!(state(&archive, two), (false, vec![one], None));
        assert_eq!(state(&archive, three), (false, vec![], None));
        archive.close_case(two, "found".into(), None, TIME).unwrap();
        let due = archive.due("2025-01-01", None, true).unwrap();
        assert_eq!(due.records.len(), 2, "the one that was joined ends with it");
        archive.part_case(one, None, TIME).unwrap();
        assert_eq!(state(&archive, one), (false, vec![], None));
        assert_eq!(archive.due("2025-01-01", None, true).unwrap().records.len(), 1);
    });
}

/// Whoever asked twice is told by the case that they hold.
#[test]
fn the_askers_of_a_joined_request_are_answered() {
    on_both(|place| {
        let archive = place.archive();
        let [one, other] = [StaffRole::Caseworker, StaffRole::Reviewer].map(|role| Human::new(&archive, role));
        import_as(&archive, Role::Freed, false, 0..3);
        let freed = RecordId::new(ImportNumber(1), 1);
        let (case, sought) = open_for(&archive, 1, "");
        let goes_on = open(&archive, 1);
        let made = one.decides(&archive, sought, freed, Verdict::Same).unwrap();
        other.confirms(&archive, made).unwrap();
        archive.vet((case, 1), Vetting::Kin, "asked".into(), None, TIME).unwrap();
        let wish = Wish { record: freed, recipient: Recipient::Kin, telling: Telling::Alive, asked: "by phone".into() };
        archive.wish(wish, None, TIME).unwrap();
        assert_eq!(archive.answer(case, 1).unwrap().withheld, []);
        archive.join_case(case, goes_on, None, TIME).unwrap();
        assert_eq!(archive.answer(case, 1).unwrap().withheld, []);
        archive.close_case(goes_on, "found".into(), None, TIME).unwrap();
        assert_eq!(archive.answer(case, 1).unwrap().withheld, [Withheld::CaseClosed], "{}", place.engine);
    });
}

#[test]
fn what_was_said_goes_with_the_case_and_with_its_contact() {
    on_both(|place| {
        let mut archive = place.archive();
        let [gone, stays] = [1, 2].map(|number| open(&archive, number));
        for case in [gone, stays] {
            archive.called((case, 1), CallOutcome::Reached, &"at noon".into(), "2024-12-31T10:00", None, TIME).unwrap();
            archive.appoint(case, "2030-12-31T10:00", &"at the office".into(), None, TIME).unwrap();
        }
        archive.close_case(gone, "found".into(), None, TIME).unwrap();
        let due = archive.due("2024-12-31", None, true).unwrap();
        let report = archive.purge(&due, None, "closed".into(), TIME).unwrap();
        assert_eq!(report.entries, 4, "opened, called, appointed, closed");
        assert!(matches!(archive.calls(gone), Err(StoreError::NoSuch(_))));
        assert_eq!(archive.calls(stays).unwrap()[0].note.reveal(), "at noon");
        assert_eq!(archive.calendar("2030-01-01", "2031-01-01").unwrap().len(), 1);
        assert_eq!(archive.verify_deep().unwrap().differences, [""; 0], "{}", place.engine);

        let due = archive.due("2026-01-01", None, false).unwrap();
        assert_eq!(due.contacts, [stays]);
        archive.purge(&due, None, "its day is over".into(), TIME).unwrap();
        let call = &archive.calls(stays).unwrap()[0];
        assert_eq!((call.outcome, call.note.reveal()), (CallOutcome::Reached, ""));
        assert!(archive.due("2026-01-01", None, false).unwrap().is_empty(), "and is not due again");
    });
}

#[test]
fn a_session_sees_the_cases_of_its_teams() {
    on_both(|place| {
        let archive = place.archive();
        let cases = ["", "north", "south"].map(|team| open_for(&archive, 1, team).0);
        let [any, north, south] = cases;
        for case in cases {
            archive.called((case, 1), CallOutcome::Reached, &"at noon".into(), "2024-12-31T10:00", None, TIME).unwrap();
            archive.appoint(case, "2030-12-31T10:00", &"at the office".into(), None, TIME).unwrap();
        }
        let sees = |role, team| {
            let session = archive.session(worker(&archive, role, team), None, NOW).unwrap();
            let open: Vec<_> = session.cases(10).unwrap().into_iter().map(|line| line.case).collect();
            let calendar = session.calendar("2030-01-01", "2031-01-01").unwrap();
            let days: Vec<_> = calendar.iter().map(|one| (one.case, !one.what.is_empty())).collect();
            (open, days, cases.map(|case| session.calls(case).is_ok()))
        };
        let before = archive.readings_kept().unwrap();
        let (open, days, calls) = sees(StaffRole::Caseworker, "north");
        assert_eq!(open, [north, any], "the newest first");
        assert_eq!(days, [(any, true), (north, true)]);
        assert_eq!(calls, [true, true, false]);
        assert_eq!(archive.readings_kept().unwrap() - before, 5, "each of them is in the log");
        // A reviewer sees every case, and calls for none but their own team's.
        let (open, days, calls) = sees(StaffRole::Reviewer, "south");
        assert_eq!(open, [south, north, any]);
        assert_eq!(days, [(any, false), (north, false), (south, true)]);
        assert_eq!(calls, [false, false, true]);
        let (open, days, calls) = sees(StaffRole::Intake, "");
        assert_eq!((open, days, calls), (vec![any], vec![(any, false)], [false; 3]));
        assert_eq!(sees(StaffRole::Admin, "north"), (vec![], vec![], [false; 3]), "{}", place.engine);

        let session = archive.session(worker(&archive, StaffRole::Caseworker, "north"), None, NOW).unwrap();
        assert_eq!(session.cases(1).unwrap().len(), 1);
        archive.assign_case(south, "north", None, TIME).unwrap();
        assert_eq!(session.cases(10).unwrap().len(), 3, "it was given to them");
        archive.assign_case(any, "south", None, TIME).unwrap();
        archive.close_case(south, "found".into(), None, TIME).unwrap();
        let line = &session.cases(10).unwrap()[0];
        assert_eq!(
            (line.case, line.team.as_str(), line.opened.as_str(), line.is_closed),
            (north, "north", TIME, false)
        );

        // Of a join with another team's case they learn nothing.
        archive.join_case(any, north, None, TIME).unwrap();
        assert_eq!(archive.case(north).unwrap().joined, [any]);
        assert_eq!(session.case(north).unwrap().joined, []);
    });
}

#[test]
fn who_may_do_what_with_a_case() {
    on_both(|place| {
        let archive = place.archive();
        let [(own, _), (also, _), (others, _)] = ["north", "north", "south"].map(|team| open_for(&archive, 1, team));
        let [intake, caseworker, admin] = [StaffRole::Intake, StaffRole::Caseworker, StaffRole::Admin]
            .map(|role| Some(worker(&archive, role, "north")));
        let call = |case, by| {
            archive.called((case, 1), CallOutcome::Reached, &"".into(), "2024-12-31T10:00", by, TIME).is_ok()
        };
        let appoint = |case, by| archive.appoint(case, "2024-12-31T10:00", &"".into(), by, TIME).is_ok();
        for (by, may) in [(intake, true), (caseworker, true), (admin, false)] {
            assert_eq!((call(own, by), appoint(own, by)), (may, may));
            assert!(!call(others, by) && !appoint(others, by));
        }
        // Whoever takes requests ends no search, and nobody joins what is not theirs.
        assert!(archive.join_case(own, also, intake, TIME).is_err());
        assert!(archive.join_case(own, others, caseworker, TIME).is_err());
        assert!(archive.join_case(others, own, caseworker, TIME).is_err());
        archive.join_case(own, also, caseworker, TIME).unwrap();
        assert!(archive.part_case(own, intake, TIME).is_err());
        archive.part_case(own, caseworker, TIME).unwrap();
        assert_eq!(archive.case(own).unwrap().joined_into, None, "{}", place.engine);
    });
}

/// Run by hand, in release: `cargo test --release -p athar-store -- --ignored --nocapture bench_100_000_requests`.
#[test]
#[ignore = "measures; run by hand in release"]
fn bench_100_000_requests() {
    const REQUESTS: u64 = 100_000;
    on_both(|place| {
        let archive = place.archive();
        import_as(&archive, Role::Freed, false, 0..50_000);
        let began = Instant::now();
        let records = std::sync::Mutex::new(Vec::new());
        std::thread::scope(|scope| {
            for part in 0..16 {
                let (archive, records) = (&archive, &records);
                scope.spawn(move || {
                    for number in (part..REQUESTS).step_by(16) {
                        let (case, record) = open_for(archive, number, if number % 10 == 0 { "" } else { "north" });
                        if number % 20 == 0 {
                            archive.vet((case, 1), Vetting::Kin, "asked".into(), None, TIME).unwrap();
                        }
                        if number % 50 == 0 {
                            archive.close_case(case, "found".into(), None, TIME).unwrap();
                        }
                        records.lock().unwrap().push(record);
                    }
                });
            }
        });
        println!("{}: {REQUESTS} requests {:?}", place.engine, began.elapsed());
        let requests = records.into_inner().unwrap();
        for run in 0..2 {
            let mut random = Random(run);
            let mut freed = || RecordId::new(ImportNumber(1), 1 + random.below(50_000) as u32);
            let pairs = requests.iter().flat_map(|&request| [(); 3].map(|()| (request, freed())));
            link_all(&archive, run, pairs.collect::<Vec<_>>());
        }
        for _ in 0..2 {
            let began = Instant::now();
            let mut count = 0;
            archive
                .proposals(0, |_| {
                    count += 1;
                    Ok(())
                })
                .unwrap();
            println!("  {count} pairs wait: {:?}", began.elapsed());
        }
        let began = Instant::now();
        for &request in requests.iter().take(1_000) {
            archive.is_proposed(request, RecordId::new(ImportNumber(1), 7)).unwrap();
            archive.link_between(request, RecordId::new(ImportNumber(1), 7)).unwrap();
        }
        println!("  1,000 times one pair: {:?}", began.elapsed());
        let session = archive.session(worker(&archive, StaffRole::Caseworker, "south"), None, NOW).unwrap();
        let began = Instant::now();
        println!("  {} cases of another team: {:?}", session.cases(200).unwrap().len(), began.elapsed());
        let began = Instant::now();
        println!("  {} appointments: {:?}", archive.calendar("2000", "2100").unwrap().len(), began.elapsed());
    });
}

#[test]
fn a_closed_case_is_opened_again() {
    on_both(|place| {
        let mut archive = place.archive();
        import_as(&archive, Role::Freed, false, 0..3);
        let freed = RecordId::new(ImportNumber(1), 1);
        let (north, sought) = open_for(&archive, 1, "north");
        let [any, also] = [2, 3].map(|number| open(&archive, number));
        link_all(&archive, 1, [(sought, freed)]);
        let [intake, caseworker, reviewer, admin] =
            [StaffRole::Intake, StaffRole::Caseworker, StaffRole::Reviewer, StaffRole::Admin]
                .map(|role| worker(&archive, role, "south"));
        let reopen = |case, by| archive.reopen_case(case, "another list came".into(), by, TIME);
        assert!(matches!(reopen(north, None), Err(StoreError::Refused("this case is open"))));
        for case in [north, any] {
            archive.close_case(case, "found".into(), None, TIME).unwrap();
        }
        archive.join_case(also, open(&archive, 3), None, TIME).unwrap();
        let parted = reopen(also, None).unwrap_err().to_string();
        assert!(parted.contains("part it instead"), "{parted}");
        let closed = |account| {
            let session = archive.session(account, None, NOW).unwrap();
            session.closed_cases(10).map(|lines| lines.iter().map(|line| line.case).collect::<Vec<_>>())
        };
        assert_eq!(closed(reviewer).unwrap(), [any, north], "the newest first");
        assert_eq!(closed(caseworker).unwrap(), [any]);
        assert!(closed(intake).is_err() && closed(admin).is_err());
        assert_eq!(archive.console(NOW).closed_cases(1).unwrap().len(), 1);

        assert!(!archive.is_proposed(sought, freed).unwrap());
        for by in [intake, caseworker, admin] {
            assert!(reopen(north, Some(by)).is_err());
        }
        reopen(north, Some(reviewer)).unwrap();
        assert!(!archive.case(north).unwrap().is_closed);
        assert!(archive.is_proposed(sought, freed).unwrap(), "{}", place.engine);
        // A page reads one state; what is handed out by it waits still in the newest.
        let hand_out = || archive.hold_proposed(sought, freed, caseworker, NOW).unwrap();
        archive
            .at_once(|| {
                assert!(archive.is_proposed(sought, freed).unwrap());
                std::thread::scope(|scope| {
                    scope.spawn(|| archive.close_case(north, "found".into(), None, TIME).unwrap());
                });
                assert!(archive.is_proposed(sought, freed).unwrap(), "of the state that the page reads");
                assert!(!hand_out(), "{}", place.engine);
            })
            .unwrap();
        assert!(archive.hold(sought, freed, admin, NOW).unwrap(), "nobody was left holding it");
        archive.release(sought, freed, admin).unwrap();
        reopen(north, Some(reviewer)).unwrap();
        assert!(hand_out(), "{}", place.engine);
        assert_eq!(closed(reviewer).unwrap(), [any]);
        archive.close_case(north, "found".into(), None, TIME).unwrap();
        reopen(north, None).unwrap();
        assert_eq!(archive.verify_deep().unwrap().differences, [""; 0]);
        let dump = archive.canonical_dump().unwrap();
        archive.rebuild(|_, _| ()).unwrap();
        assert_eq!(archive.canonical_dump().unwrap(), dump);
    });
}

#[test]
fn the_history_says_what_was_done_to_a_request() {
    on_both(|place| {
        let archive = place.archive();
        let admin = worker(&archive, StaffRole::Admin, "north");
        let [one, other] = [1, 2].map(|number| open(&archive, number));
        let asker = store::Asker { name: "S.".into(), ..store::Asker::default() };
        archive.add_asker(one, asker, None, TIME).unwrap();
        archive.vet((one, 1), Vetting::Kin, "asked".into(), None, TIME).unwrap();
        archive.consent(one, store::Consent::default(), "asked".into(), None, TIME).unwrap();
        archive.renew_contact(one, "2025-12-30", None, TIME).unwrap();
        archive.assign_case(one, "north", None, TIME).unwrap();
        archive.close_case(one, "found".into(), None, TIME).unwrap();
        archive.reopen_case(one, "not found".into(), None, TIME).unwrap();
        archive.join_case(one, other, None, TIME).unwrap();
        archive.part_case(one, None, TIME).unwrap();
        archive.called((one, 1), CallOutcome::Reached, &"".into(), "2024-12-31T10:00", None, TIME).unwrap();
        archive.appoint(one, "2030-12-31T10:00", &"".into(), None, TIME).unwrap();
        let session = archive.session(admin, None, NOW).unwrap();
        let all = store::HistoryFilter::default();
        let of = |before| session.history(before, &all).unwrap().0;
        let mut history = of(None);
        assert_eq!(of(Some(3)), history.split_off(history.len() - 3), "a page of earlier ones");
        let words: Vec<_> = history.iter().rev().map(|line| line.what).collect();
        let after = "asker vetted consent contact assigned closed reopened joined parted";
        let mut expected: Vec<String> = after.split(' ').map(|word| format!("request_{word}")).collect();
        expected.extend(["call", "appointment"].map(str::to_owned));
        assert_eq!(words, expected);
        assert!(history.iter().all(|line| line.about == one.to_string() && line.by.is_none()));
        let calls = store::HistoryFilter { what: Some("call".to_owned()), by: None };
        assert_eq!(session.history(None, &calls).unwrap().0.len(), 1);
        let by_somebody = store::HistoryFilter { what: None, by: Some(admin) };
        assert!(session.history(None, &by_somebody).unwrap().0.is_empty());
        let proof = session.entry_proof(2).unwrap();
        assert!(proof.checkpoint.is_none(), "nothing is published");
        assert!(matches!(session.entry_proof(9_999), Err(StoreError::NoSuch(_))));
        let first = &of(Some(3))[0];
        assert_eq!((first.what, first.about.as_str(), first.entry), ("request_opened", other.to_string().as_str(), 2));
        assert!(of(Some(0)).is_empty());
        let intake = archive.session(worker(&archive, StaffRole::Intake, ""), None, NOW).unwrap();
        assert!(matches!(intake.history(None, &all), Err(StoreError::Denied(_))), "{}", place.engine);
    });
}

#[test]
fn a_case_is_given_to_a_team_that_is_there() {
    on_both(|place| {
        let archive = place.archive();
        let case = open_for(&archive, 1, "north").0;
        let [caseworker, reviewer] =
            [StaffRole::Caseworker, StaffRole::Reviewer].map(|role| worker(&archive, role, "north"));
        let give = |team: &str, by| archive.assign_case(case, team, by, TIME);
        for by in [None, Some(reviewer)] {
            let refused = give("nroth", by).unwrap_err().to_string();
            assert!(refused.contains("no open account is in that team"), "{refused}");
        }
        let south = worker(&archive, StaffRole::Caseworker, "south");
        assert!(matches!(give("south", Some(caseworker)), Err(StoreError::Denied(_))));
        give("", Some(caseworker)).unwrap();
        assert!(matches!(give("north", Some(south)), Err(StoreError::Denied(_))), "not everybody's to give away");
        give("north", Some(caseworker)).unwrap();
        give("south", Some(reviewer)).unwrap();
        assert!(matches!(give("north", Some(caseworker)), Err(StoreError::Denied(_) | StoreError::NoSuch(_))));
        archive.close_account(south, None, TIME).unwrap();
        give("north", None).unwrap();
        assert!(give("south", None).is_err(), "{}: who was there has left", place.engine);
        assert_eq!(archive.case(case).unwrap().team, "north");
    });
}
