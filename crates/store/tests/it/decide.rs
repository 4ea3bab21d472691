//! Decisions and the persons they make.

use crate::fixtures::{TIME, decision, import, on_both};
use store::{Archive, DecisionId, ImportNumber, PersonId, RecordId, StoreError, Verdict};

fn id(import: u32, ordinal: u32) -> RecordId {
    RecordId::new(ImportNumber(import), ordinal)
}

fn decide(archive: &mut Archive, left: RecordId, right: RecordId, verdict: Verdict) -> DecisionId {
    archive.decide(decision(left, right, verdict), TIME).unwrap()
}

/// The decision that parts, in the chain of a refusal.
fn parting<T: std::fmt::Debug>(refused: Result<T, StoreError>) -> Option<DecisionId> {
    match refused {
        Err(StoreError::Contradicts(chain)) => chain.parting(),
        other => panic!("{other:?}"),
    }
}

/// The latest decision in the chain of a refusal.
fn latest<T: std::fmt::Debug>(refused: Result<T, StoreError>) -> Option<DecisionId> {
    match refused {
        Err(StoreError::Contradicts(chain)) => chain.decision(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn same_joins_and_taking_it_back_parts() {
    on_both(|place| {
        let mut archive = place.archive();
        import(&archive, "gate", 0..5);
        import(&archive, "hospital", 0..5);
        let (low, middle, high) = (id(1, 2), id(1, 4), id(2, 1));
        let alone: Vec<PersonId> = [low, middle, high].map(|record| archive.person_of(record).unwrap()).into();
        assert!(alone[0] != alone[1] && alone[1] != alone[2]);

        decide(&mut archive, high, middle, Verdict::Same);
        let second = decide(&mut archive, low, high, Verdict::Same);
        let person = archive.person(alone[2]).unwrap();
        assert_eq!((person.id, person.records.as_slice()), (alone[0], [low, middle, high].as_slice()));
        assert_eq!(person.former, [alone[1], alone[2]]);
        assert_eq!(archive.records_of_person(alone[0]).unwrap().len(), 3);
        assert_eq!(archive.decisions().unwrap().len(), 2);
        assert_eq!(archive.decisions_of(high).unwrap().len(), 2);

        archive.undo_decision(second, TIME).unwrap();
        assert_eq!(archive.person_of(low).unwrap(), alone[0]);
        assert_eq!(archive.person_of(high).unwrap(), alone[1]);
        assert_eq!(archive.decisions().unwrap().len(), 1);
        assert_eq!(archive.all_decisions().unwrap().len(), 2);
        assert!(matches!(archive.undo_decision(second, TIME), Err(StoreError::AlreadyUndone(_))));
        assert!(archive.verify_deep().unwrap().differences.is_empty(), "{}", place.engine);
    });
}

#[test]
fn one_person_cannot_be_two() {
    on_both(|place| {
        let mut archive = place.archive();
        import(&archive, "gate", 0..5);
        let [one, two, three] = [id(1, 1), id(1, 2), id(1, 3)];
        decide(&mut archive, one, two, Verdict::Same);
        let apart = decide(&mut archive, one, three, Verdict::Different);
        let refused = archive.decide(decision(two, three, Verdict::Same), TIME);
        assert_eq!(parting(refused), Some(apart));

        archive.undo_decision(apart, TIME).unwrap();
        let joins = decide(&mut archive, two, three, Verdict::Same);
        let refused = archive.decide(decision(one, three, Verdict::Different), TIME);
        assert_eq!(latest(refused), Some(joins));
        // Taking back what replaced a "different" would bring it back beside what joins the two.
        archive.undo_decision(joins, TIME).unwrap();
        let apart = decide(&mut archive, one, three, Verdict::Different);
        let replaced = decide(&mut archive, one, three, Verdict::Same);
        decide(&mut archive, two, three, Verdict::Same);
        let refused = archive.undo_decision(replaced, TIME);
        assert_eq!(parting(refused), Some(apart));
        let refused = archive.decide(decision(two, three, Verdict::Different), TIME);
        assert!(matches!(refused, Err(StoreError::Contradicts(_))), "they are joined by way of the first");
    });
}

#[test]
fn the_newest_word_on_a_pair_counts() {
    on_both(|place| {
        let mut archive = place.archive();
        import(&archive, "gate", 0..5);
        let (left, right) = (id(1, 1), id(1, 2));
        decide(&mut archive, left, right, Verdict::Same);
        let newer = decide(&mut archive, right, left, Verdict::Different);
        assert_ne!(archive.person_of(left).unwrap(), archive.person_of(right).unwrap());
        let in_effect = archive.decisions().unwrap();
        assert_eq!((in_effect.len(), in_effect[0].id), (1, newer));
        archive.undo_decision(newer, TIME).unwrap();
        assert_eq!(archive.person_of(left).unwrap(), archive.person_of(right).unwrap());
        decide(&mut archive, left, right, Verdict::Unsure);
        assert_ne!(archive.person_of(left).unwrap(), archive.person_of(right).unwrap());
    });
}

#[test]
fn a_decision_is_kept_as_it_was_made() {
    on_both(|place| {
        let archive = place.archive();
        import(&archive, "gate", 0..5);
        let made = decision(id(1, 2), id(1, 1), Verdict::Same);
        let kept = archive.decide(made.clone(), TIME).unwrap();
        let found = archive.decision(kept).unwrap();
        assert_eq!((found.decision, found.time.as_str(), found.undone), (made, TIME, None));
        assert_eq!(kept, DecisionId(1));
    });
}

#[test]
fn decisions_need_two_records_that_are_there() {
    on_both(|place| {
        let mut archive = place.archive();
        import(&archive, "gate", 0..5);
        import(&archive, "hospital", 0..5);
        let refused = |left, right| archive.decide(decision(left, right, Verdict::Same), TIME).unwrap_err();
        assert!(matches!(refused(id(1, 1), id(1, 1)), StoreError::SameRecord));
        assert!(matches!(refused(id(1, 1), id(1, 6)), StoreError::NoSuch(_)));
        assert!(matches!(refused(id(3, 1), id(1, 1)), StoreError::NoSuch(_)));

        decide(&mut archive, id(1, 1), id(2, 1), Verdict::Same);
        let person = archive.person_of(id(2, 1)).unwrap();
        archive.undo_import(ImportNumber(1), TIME).unwrap();
        assert_ne!(archive.person_of(id(2, 1)).unwrap(), person);
        assert!(matches!(archive.person(person), Err(StoreError::NoSuch(_))));
        assert_eq!(archive.decisions().unwrap(), []);
        let again = archive.decide(decision(id(1, 1), id(2, 1), Verdict::Same), TIME);
        assert!(matches!(again, Err(StoreError::NoSuch(_))));
    });
}

#[test]
fn nothing_of_a_person_is_printed_by_debug() {
    let made = decision(id(1, 1), id(1, 2), Verdict::Same);
    let printed = format!("{made:?} {:?}", crate::fixtures::record(3));
    assert!(!printed.contains("the same") && !printed.contains("{\"") && !printed.contains("اسم 3"), "{printed}");
}
