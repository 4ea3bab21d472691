//! What is counted is what asking one by one finds.

use crate::fixtures::{Human, Random, TIME, ids, import_as, on_both, request};
use record::{Private, Role};
use std::collections::BTreeSet;
use store::{ImportNumber, Link, LinkRunMeta, RecordId, Restriction, StaffRole, Verdict};

fn id(import: u32, ordinal: u32) -> RecordId {
    RecordId::new(ImportNumber(import), ordinal)
}

/// Decisions of every kind, some taken back, some confirmed, one list taken back: all at once and person by person the same.
#[test]
fn persons_counted_at_once_are_persons_asked_for_one_by_one() {
    on_both(|place| {
        let archive = place.archive();
        for role in [Role::Sought, Role::Freed, Role::Held, Role::Dead] {
            import_as(&archive, role, false, 0..8);
        }
        let [one, other] = [StaffRole::Caseworker, StaffRole::Reviewer].map(|role| Human::new(&archive, role));
        let mut random = Random(20_241_208);
        let mut made = Vec::new();
        for _ in 0..70 {
            let (left, right) = (
                id(1 + random.below(4) as u32, 1 + random.below(8) as u32),
                id(1 + random.below(4) as u32, 1 + random.below(8) as u32),
            );
            let verdict = [Verdict::Same, Verdict::Same, Verdict::Different, Verdict::Unsure][random.below(4) as usize];
            // Some contradict what was decided before, and are refused.
            if let Ok(id) = one.decides(&archive, left, right, verdict) {
                made.push(id);
            }
        }
        for (at, &id) in made.iter().enumerate() {
            match at % 5 {
                0 => drop(other.confirms(&archive, id)),
                1 => drop(archive.undo_decision(id, TIME)),
                _ => {}
            }
        }
        let check = || {
            let joined = archive.joined().unwrap();
            let counted: BTreeSet<Vec<RecordId>> = joined.persons.into_iter().collect();
            let one_by_one = ids(&archive).into_iter().map(|record| archive.person_with(record).unwrap().records);
            let asked: BTreeSet<Vec<RecordId>> = one_by_one.filter(|records| records.len() > 1).collect();
            assert_eq!(counted, asked);
            assert_eq!(joined.awaiting, archive.awaiting().unwrap().len() as u64);
            counted.len()
        };
        assert!(check() > 2, "the test joins some");
        archive.undo_import(ImportNumber(3), TIME).unwrap();
        check();
    });
}

#[test]
fn pairs_without_evidence_are_the_pairs_of_the_run_that_stand() {
    on_both(|place| {
        let archive = place.archive();
        for role in [Role::Sought, Role::Freed, Role::Held] {
            import_as(&archive, role, false, 0..9);
        }
        let meta = LinkRunMeta {
            model: store::Json::parse("{}".to_owned()).unwrap(),
            seed: 1,
            threshold_micro: 1,
            snapshot: "s".to_owned(),
            copies: Vec::new(),
        };
        let mut writer = archive.begin_links(meta).unwrap();
        for ordinal in 1..9 {
            for (left, right) in [(id(1, ordinal), id(2, ordinal)), (id(2, ordinal), id(3, ordinal))] {
                let evidence = store::Json::parse("[1]".to_owned()).unwrap();
                let probability_micro = 100_000 * ordinal;
                let link = Link { left, right, weight_1024: 1, probability_micro, rule: "r".to_owned(), evidence };
                writer.push_link(&link).unwrap();
            }
        }
        let run = writer.accept(TIME).unwrap();
        let both = || {
            let (mut slow, mut fast) = (Vec::new(), Vec::new());
            archive
                .links(run, |link| {
                    slow.push((link.left, link.right, link.probability_micro));
                    Ok(())
                })
                .unwrap();
            archive.weighed_pairs(run, |pair| fast.push((pair.left, pair.right, pair.probability_micro))).unwrap();
            assert_eq!(slow, fast);
            fast.len()
        };
        assert_eq!(both(), 16);
        archive.undo_import(ImportNumber(3), TIME).unwrap();
        assert_eq!(both(), 8);
    });
}

#[test]
fn requests_are_counted_by_the_time_at_which_they_were_taken() {
    on_both(|place| {
        let archive = place.archive();
        let take = |number: u64, time: &str| {
            archive.open_request(crate::fixtures::record(number), vec![], request(), None, time).unwrap()
        };
        let first = take(1, "2024-12-01T08:00:00Z");
        for day in 2..=6 {
            take(day, &format!("2024-12-0{day}T08:00:00Z"));
        }
        let since = |time: &str| archive.first_entry_since(time).unwrap();
        let between = |from: &str, to: &str| archive.open_requests_between(since(from), since(to)).unwrap();
        assert_eq!(between("2024-12-01", "2025"), 6);
        assert_eq!(between("2024-12-02T08:00:00Z", "2024-12-04T08:00:00Z"), 2);
        assert_eq!(between("2024-12-06T08:00:01Z", "2025"), 0);
        assert_eq!(since("2025"), archive.head().unwrap().size);
        assert_eq!(archive.open_requests_between(0, u64::MAX).unwrap(), 6);
        archive.close_case(first.case, Private::from("found"), None, TIME).unwrap();
        assert_eq!(archive.open_requests_between(0, u64::MAX).unwrap(), 5);
        assert_eq!(archive.closed_requests().unwrap(), 1);
    });
}

#[test]
fn who_took_a_list_back_and_which_records_are_restricted_is_known() {
    on_both(|place| {
        let archive = place.archive();
        import_as(&archive, Role::Held, false, 0..5);
        import_as(&archive, Role::Held, false, 5..9);
        let reviewer = Human::new(&archive, StaffRole::Reviewer);
        let entry = archive.undo_import_by(ImportNumber(2), Some(reviewer.account), "twice", TIME).unwrap();
        let taken = archive.taken_back_by(entry).unwrap();
        assert_eq!((taken.by, taken.time.as_str()), (Some(reviewer.account), TIME));
        assert!(archive.taken_back_by(0).is_err());
        assert!(archive.restricted_records().unwrap().is_empty());
        let restriction = Restriction {
            record: id(1, 3),
            property: None,
            visibility: record::Visibility::Restricted,
            teams: BTreeSet::new(),
            reason: Private::from("asked for"),
        };
        let first = archive.restrict(restriction, None, TIME).unwrap();
        assert_eq!(archive.restricted_records().unwrap().into_iter().collect::<Vec<_>>(), [(id(1, 3), first)]);
        let lifted = archive.lift_restriction(id(1, 3), first, None, TIME).unwrap();
        assert_eq!(archive.restricted_records().unwrap().into_iter().collect::<Vec<_>>(), [(id(1, 3), lifted)]);
    });
}
