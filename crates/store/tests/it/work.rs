//! Jobs, the log of readings, sessions.

use crate::fixtures::{Human, TIME, import_as, keys, on_both, record, request};
use record::{Property, Role, Visibility};
use store::jobs::{ATTEMPTS_MAX, JobKind, JobState, LEASE_SECONDS, Progress};
use store::{
    Archive, Asker, ImportNumber, NewRequest, Profile, Reading, RecordId, Restriction, StaffRole, StoreError, limits,
};

const NOW: i64 = 1_733_817_600;

#[test]
fn a_job_is_held_by_one_worker_until_its_lease_ends() {
    on_both(|place| {
        let archive = place.archive();
        let number = archive.ask_job(JobKind::Link, "", NOW).unwrap();
        assert_eq!(archive.ask_job(JobKind::Link, "", NOW).unwrap(), number, "asked for twice, done once");
        let other = Archive::open(&place.location).unwrap();
        let taken = archive.take_job("one", NOW).unwrap().unwrap();
        assert_eq!((taken.number, taken.state, taken.attempts), (number, JobState::Running, 1));
        assert_eq!(other.take_job("other", NOW + 1).unwrap(), None);
        let progress = Progress { done: 3, total: 10, resume: "row 3" };
        assert!(archive.job_progress(number, "one", progress, NOW + LEASE_SECONDS - 1).unwrap());
        assert_eq!(other.take_job("other", NOW + LEASE_SECONDS + 1).unwrap(), None, "held on");

        let resumed = other.take_job("other", NOW + 2 * LEASE_SECONDS + 1).unwrap().unwrap();
        assert_eq!((resumed.resume.as_str(), resumed.done, resumed.attempts), ("row 3", 3, 2));
        assert!(!archive.job_progress(number, "one", progress, NOW).unwrap(), "the first has lost it");
        assert!(!archive.end_job(number, "one", None, NOW).unwrap());
        assert!(other.end_job(number, "other", Some("the disk is full"), NOW).unwrap());
        assert_eq!(archive.jobs().unwrap()[0].state, JobState::Failed);
        assert!(archive.repeat_job(number, NOW).unwrap());
        let mut now = NOW;
        for attempt in 1..=ATTEMPTS_MAX {
            assert_eq!(archive.take_job("one", now).unwrap().unwrap().attempts, attempt);
            now += LEASE_SECONDS + 1;
        }
        assert_eq!(archive.take_job("one", now).unwrap(), None, "begun too often");
        assert_eq!(archive.jobs().unwrap()[0].state, JobState::Failed);
    });
}

#[test]
fn twelve_threads_take_forty_jobs_once_each() {
    on_both(|place| {
        let archive = place.archive();
        for subject in 0..40 {
            archive.ask_job(JobKind::Import, &subject.to_string(), NOW).unwrap();
        }
        let mut all = std::thread::scope(|scope| {
            let workers: Vec<_> = (0..12)
                .map(|worker| {
                    let archive = Archive::open(&place.location).unwrap();
                    scope.spawn(move || {
                        let owner = worker.to_string();
                        let take = || archive.take_job(&owner, NOW).unwrap();
                        std::iter::from_fn(take).map(|job| job.number.0).collect::<Vec<_>>()
                    })
                })
                .collect();
            workers.into_iter().flat_map(|worker| worker.join().unwrap()).collect::<Vec<_>>()
        });
        all.sort_unstable();
        assert_eq!(all, (1..=40).collect::<Vec<_>>(), "{}", place.engine);
    });
}

#[test]
fn a_reading_is_in_the_log_before_it_is_shown() {
    on_both(|place| {
        let archive = place.archive();
        import_as(&archive, Role::Held, false, 0..5);
        let [worker, admin] = [StaffRole::Caseworker, StaffRole::Admin].map(|role| Human::new(&archive, role));
        let record = RecordId::new(ImportNumber(1), 1);
        let session = archive.session(worker.account, None, NOW).unwrap();
        session.record(record).unwrap();
        session.person(archive.person_of(record).unwrap()).unwrap();
        let missing = session.record(RecordId::new(ImportNumber(9), 1)).unwrap_err().to_string();
        assert!(matches!(session.readings(0), Err(StoreError::Denied(_))));
        let lines = archive.session(admin.account, None, NOW).unwrap().readings(0).unwrap();
        let read: Vec<_> = lines.iter().map(|line| (line.account, line.what)).collect();
        let own = |what| (Some(worker.account), what);
        assert_eq!(
            read,
            [
                own(Reading::Record(record.0)),
                own(Reading::Person(record.0)),
                own(Reading::Refused),
                (Some(admin.account), Reading::Readings)
            ]
        );
        // What may not be seen looks like what is not there.
        let refused = archive.session(admin.account, None, NOW).unwrap().record(record).unwrap_err().to_string();
        assert_eq!(refused.replace("R1.1", "R"), missing.replace("R9.1", "R"));

        assert!(archive.anchor_readings(TIME).unwrap());
        assert!(!archive.anchor_readings(TIME).unwrap(), "nothing was read since");
        assert_eq!(archive.verify().unwrap().differences, [""; 0]);
    });
}

#[test]
fn who_comes_and_goes_is_logged_and_no_flood_of_it() {
    on_both(|place| {
        let archive = place.archive();
        import_as(&archive, Role::Held, false, 0..5);
        let [worker, other, admin] =
            [StaffRole::Caseworker, StaffRole::Caseworker, StaffRole::Admin].map(|role| Human::new(&archive, role));
        let log = |account, what, seconds| archive.log_at_the_door(account, what, None, seconds).unwrap();
        log(worker.account, Reading::LoggedIn, NOW);
        for _ in 0..3 * limits::DOOR_LINES_PER_HOUR_MAX {
            log(worker.account, Reading::WrongLogin, NOW);
        }
        // Whoever has tried that often and comes in at last does not hide behind it, nor does what they are refused then.
        log(worker.account, Reading::LoggedIn, NOW);
        log(worker.account, Reading::NoRole, NOW);
        log(other.account, Reading::LoggedIn, NOW);
        log(worker.account, Reading::LoggedOut, NOW + 3_601);
        let session = archive.session(worker.account, None, NOW).unwrap();
        session.record(RecordId::new(ImportNumber(1), 1)).expect("what is read has a budget of its own");
        let lines = archive.session(admin.account, None, NOW).unwrap().readings(0).unwrap();
        let of = |account, what| lines.iter().filter(|line| line.account == Some(account) && line.what == what).count();
        assert_eq!(of(worker.account, Reading::LoggedIn), 2);
        assert_eq!((of(worker.account, Reading::NoRole), of(worker.account, Reading::MoreRefusals)), (1, 0));
        assert_eq!(of(worker.account, Reading::WrongLogin) as u64, limits::DOOR_LINES_PER_HOUR_MAX);
        assert_eq!(of(worker.account, Reading::MoreWrongLogins), 1, "that there were more is said once");
        assert_eq!((of(other.account, Reading::LoggedIn), of(worker.account, Reading::LoggedOut)), (1, 1));
        assert_eq!(archive.verify().unwrap().differences, [""; 0]);
    });
}

#[test]
fn the_log_of_readings_cannot_be_rewritten() {
    for (change, words) in [
        ("DELETE FROM reading WHERE idx = 1", "reading 1 is missing"),
        (
            "UPDATE reading SET content = replace(content, '\"record\"', '\"person\"') WHERE idx = 1",
            "not what was written",
        ),
        ("DELETE FROM reading WHERE idx = 2; UPDATE reading_head SET size = 2", "the head of the log"),
        ("DELETE FROM reading; UPDATE reading_head SET size = 0", "names 3 readings; there are 0"),
    ] {
        on_both(|place| {
            let archive = place.archive();
            import_as(&archive, Role::Held, false, 0..5);
            let worker = Human::new(&archive, StaffRole::Caseworker);
            let session = archive.session(worker.account, None, NOW).unwrap();
            for ordinal in 1..=3 {
                session.record(RecordId::new(ImportNumber(1), ordinal)).unwrap();
            }
            archive.anchor_readings(TIME).unwrap();
            assert_eq!(archive.verify().unwrap().differences, [""; 0]);
            place.tamper_readings(change);
            let differences = archive.verify().unwrap().differences;
            assert!(differences.iter().any(|one| one.contains(words)), "{}: {change}: {differences:?}", place.engine);
        });
    }
}

#[test]
fn an_account_opens_so_much_in_an_hour() {
    let place = crate::fixtures::sqlite();
    let archive = place.archive();
    import_as(&archive, Role::Held, false, 0..5);
    let worker = Human::new(&archive, StaffRole::Caseworker);
    let record = RecordId::new(ImportNumber(1), 1);
    let at = |now| archive.session(worker.account, None, now).unwrap().record(record);
    for _ in 0..limits::READINGS_PER_HOUR_MAX {
        at(NOW).unwrap();
    }
    assert!(matches!(at(NOW + 1), Err(StoreError::OverBudget)));
    at(NOW + 3_601).unwrap();
}

#[test]
fn what_a_page_shows_is_in_the_log_before_it_leaves() {
    on_both(|place| {
        let archive = place.archive();
        import_as(&archive, Role::Held, false, 0..5);
        let [worker, admin] = [StaffRole::Caseworker, StaffRole::Admin].map(|role| Human::new(&archive, role));
        let one = |ordinal| RecordId::new(ImportNumber(1), ordinal);
        let session = |now| archive.session(worker.account, None, now).unwrap();
        let kept = || archive.readings_kept().unwrap();
        let page = archive.at_once(|| {
            let session = session(NOW);
            session.record(one(1)).unwrap();
            session.pair(one(2), one(3)).unwrap();
            let page = archive.at_once(|| session.record(one(99)).unwrap_err().to_string()).unwrap();
            session.record(one(4)).unwrap();
            assert_eq!(kept(), 0, "{}: together, when the page is there", place.engine);
            page
        });
        assert_eq!((page.unwrap(), kept()), ("there is no record R1.99".to_owned(), 4), "{}", place.engine);
        let lost = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
            archive.at_once(|| session(NOW).record(one(5)).map(|_| panic!("a page that is broken")))
        }));
        assert!(lost.is_err() && kept() == 4);
        // What another thread, or no page, reads is in the log at once.
        archive
            .at_once(|| {
                std::thread::scope(|scope| scope.spawn(|| session(NOW).record(one(5)).map(drop)).join().unwrap())
            })
            .unwrap()
            .unwrap();
        session(NOW).record(one(5)).unwrap();
        assert_eq!(kept(), 6, "{}: nothing is left of a page that broke", place.engine);
        let lines = archive.session(admin.account, None, NOW).unwrap().readings(0).unwrap();
        let read: Vec<_> = lines.iter().map(|line| line.what).collect();
        let record = |ordinal| Reading::Record(one(ordinal).0);
        let pair = Reading::Pair(one(2).0, one(3).0);
        assert_eq!(read, [record(1), pair, Reading::Refused, record(4), record(5), record(5), Reading::Readings]);
        assert_eq!(archive.verify().unwrap().differences, [""; 0]);
    });
}

#[test]
fn a_page_over_the_budget_shows_nothing() {
    on_both(|place| {
        let archive = place.archive();
        import_as(&archive, Role::Held, false, 0..5);
        let worker = Human::new(&archive, StaffRole::Caseworker);
        let record = RecordId::new(ImportNumber(1), 1);
        let page = |now, times: u64| {
            archive.at_once(|| {
                let session = archive.session(worker.account, None, now).unwrap();
                (0..times).try_for_each(|_| session.record(record).map(drop)).is_ok()
            })
        };
        let most = limits::READINGS_PER_HOUR_MAX;
        assert!(page(NOW, most - 1).unwrap());
        assert!(matches!(page(NOW, 3), Err(StoreError::OverBudget)), "{}", place.engine);
        // The one that was left, and one refused: after it nothing of the page counts.
        assert_eq!(archive.readings_kept().unwrap(), most + 1, "{}", place.engine);
        // From then on nothing more is made, and the refusal is a line too.
        let made = archive.at_once(|| {
            let session = archive.session(worker.account, None, NOW).unwrap();
            assert!(matches!(session.record(record), Err(StoreError::OverBudget)), "{}", place.engine);
        });
        assert!(matches!(made, Err(StoreError::OverBudget)));
        assert_eq!(archive.readings_kept().unwrap(), most + 2, "{}", place.engine);
        assert!(page(NOW + 3_601, 2).unwrap());
        assert_eq!(archive.verify().unwrap().differences, [""; 0]);
    });
}

#[test]
fn a_record_is_shown_without_what_its_reader_may_not_see() {
    on_both(|place| {
        let archive = place.archive();
        let worker = Human::new(&archive, StaffRole::Caseworker);
        let mut sought = record(1);
        sought.claims[1].visibility = Visibility::Restricted;
        let asker = Asker { name: "U.".into(), contact: "0933".into(), safe_hour: "noon".into(), ..Asker::default() };
        let request = NewRequest { asker, team: "north".to_owned(), ..request() };
        let case = archive.open_request(sought, keys(1), request, None, TIME).unwrap();
        let see = |account| archive.session(account, Some(case.case), NOW)?.record(case.record);
        assert!(matches!(see(worker.account), Err(StoreError::NoSuch(_))), "another team's");
        let profile = |is_cleared| Profile {
            roles: [StaffRole::Caseworker].into(),
            teams: ["north".to_owned()].into(),
            is_cleared,
            ..Profile::default()
        };
        archive.change_account(worker.account, profile(false), None, TIME).unwrap();
        let seen = see(worker.account).unwrap();
        assert!(seen.is_partial && seen.record.claims.len() == 2 && seen.record.verbatim.len() == 2);
        let case_seen = archive.session(worker.account, None, NOW).unwrap().case(case.case).unwrap();
        assert_eq!((case_seen.askers[0].0.contact.reveal(), case_seen.askers[0].0.safe_hour.reveal()), ("", ""));
        let contact = archive.session(worker.account, None, NOW).unwrap().contact(case.case, 1).unwrap();
        assert_eq!(contact.contact.reveal(), "0933");
        archive.change_account(worker.account, profile(true), None, TIME).unwrap();
        assert!(!see(worker.account).unwrap().is_partial);

        let restriction = Restriction {
            record: case.record,
            property: Some(Property::BirthDate),
            visibility: Visibility::Sealed,
            teams: [].into(),
            reason: "a threat".into(),
        };
        let entry = archive.restrict(restriction, None, TIME).unwrap();
        assert!(see(worker.account).unwrap().record.claims.iter().all(|one| one.property != Property::BirthDate));
        archive.lift_restriction(case.record, entry, None, TIME).unwrap();
        assert!(!see(worker.account).unwrap().is_partial);
    });
}

/// In either script: a worker does not work the case of their own family or village.
#[test]
fn kin_are_recused() {
    on_both(|place| {
        let archive = place.archive();
        let mut kin = record(1);
        kin.claims[1].as_written = "الحداد".to_owned();
        let case = archive.open_request(kin, keys(1), request(), None, TIME).unwrap();
        let enrol = |family: &str| {
            let roles = [StaffRole::Caseworker].into();
            let profile = Profile { roles, families: vec![family.into()], ..Profile::default() };
            archive.enrol(profile, None, None, TIME).unwrap()
        };
        let see = |account| archive.session(account, None, NOW).unwrap().record(case.record).is_ok();
        assert!(!see(enrol("Haddad")) && !see(enrol("حداد")) && see(enrol("Kassab")), "{}", place.engine);
        let session = |account| archive.session(account, None, NOW).unwrap();
        assert!(!session(enrol("al-Haddad")).may_decide(case.record, case.record).unwrap());
    });
}

#[test]
fn a_pair_is_one_reading() {
    on_both(|place| {
        let archive = place.archive();
        import_as(&archive, Role::Held, false, 0..3);
        let worker = Human::new(&archive, StaffRole::Caseworker);
        let [one, other, sealed, none] = [1, 2, 3, 9].map(|ordinal| RecordId::new(ImportNumber(1), ordinal));
        let restriction = Restriction {
            record: sealed,
            property: None,
            visibility: Visibility::Sealed,
            teams: [].into(),
            reason: "a threat".into(),
        };
        archive.restrict(restriction, None, TIME).unwrap();
        let session = archive.session(worker.account, None, NOW).unwrap();
        let (left, right) = session.pair(one, other).unwrap();
        assert_eq!((left.id, right.id), (one, other));
        for (one, other) in [(one, sealed), (sealed, one), (one, none), (none, one)] {
            let missing = if one.ordinal() > 2 { one } else { other };
            let refused = session.pair(one, other).unwrap_err();
            assert!(matches!(refused, StoreError::NoSuch(what) if what == format!("record {missing}")));
        }
        let admin = Human::new(&archive, StaffRole::Admin);
        let lines = archive.session(admin.account, None, NOW).unwrap().readings(0).unwrap();
        let read: Vec<_> = lines.iter().map(|line| line.what).collect();
        let mut expected = vec![Reading::Pair(one.0, other.0)];
        expected.extend([Reading::Refused; 4]);
        expected.push(Reading::Readings);
        assert_eq!(read, expected, "{}", place.engine);
        assert!(archive.anchor_readings(TIME).unwrap());
        assert_eq!(archive.verify().unwrap().differences, [""; 0]);
    });
}

/// Lines of the log as earlier versions wrote them.
#[test]
fn old_readings_are_read() {
    for (line, what) in [
        (
            r#"{"index":0,"seconds":1,"account":null,"what":{"record":4294967297},"case":null}"#,
            Reading::Record(1 << 32 | 1),
        ),
        (r#"{"index":1,"seconds":1,"account":7,"what":{"beside":2},"case":null}"#, Reading::Beside(2)),
        (r#"{"index":2,"seconds":1,"account":7,"what":"refused","case":null}"#, Reading::Refused),
    ] {
        let read: store::ReadingEntry = serde_json::from_str(line).unwrap();
        assert_eq!((read.what, serde_json::to_string(&read).unwrap().as_str()), (what, line));
    }
}

#[test]
fn contacts_have_a_budget_of_their_own() {
    on_both(|place| {
        let archive = place.archive();
        let worker = Human::new(&archive, StaffRole::Caseworker);
        let [case, into] =
            [1, 2].map(|number| archive.open_request(record(number), keys(number), request(), None, TIME).unwrap());
        let contact = |now| archive.session(worker.account, None, now).unwrap().contact(case.case, 1);
        let session = archive.session(worker.account, None, NOW).unwrap();
        for _ in 0..limits::CONTACTS_PER_HOUR_MAX {
            contact(NOW).unwrap();
            session.calls(case.case).unwrap();
        }
        assert!(matches!(contact(NOW + 1), Err(StoreError::OverBudget)), "{}", place.engine);
        session.record(case.record).unwrap();
        session.calls(case.case).unwrap();
        contact(NOW + 3_601).unwrap();

        // Of a case that goes on in another a family is called; of one that has ended it is not.
        let later = NOW + 7_300;
        archive.join_case(case.case, into.case, None, TIME).unwrap();
        contact(later).unwrap();
        archive.close_case(into.case, "found".into(), None, TIME).unwrap();
        assert!(matches!(contact(later), Err(StoreError::NoSuch(_))), "{}", place.engine);
    });
}

#[test]
fn a_contact_is_kept_for_a_year() {
    on_both(|place| {
        let archive = place.archive();
        let open = |until: &str| {
            let request = NewRequest { contact_until: until.to_owned(), ..request() };
            archive.open_request(record(1), keys(1), request, None, TIME)
        };
        // The act is of the 10th of December 2024: 400 days later it is the 14th of January.
        let case = open("2026-01-14").unwrap().case;
        assert!(matches!(open("2026-01-15"), Err(StoreError::Refused(_))));
        archive.renew_contact(case, "2026-01-14", None, TIME).unwrap();
        for until in ["2026-01-15", "9999-12-31", "2026-01", "soon"] {
            assert!(matches!(archive.renew_contact(case, until, None, TIME), Err(StoreError::Refused(_))), "{until}");
        }
        archive.renew_contact(case, "2026-01-15", None, "2024-12-11T08:00:00Z").unwrap();
        assert_eq!(archive.case(case).unwrap().contact_until, "2026-01-15", "{}", place.engine);
    });
}
