//! Pairs that wait for a human: what a decision takes out of them, and what comes back.

use crate::casework::{link_all, open_for};
use crate::fixtures::{TIME, decision, import_as, on_both};
use record::Role;
use store::{Archive, CaseNumber, ImportNumber, Proposal, RecordId, Verdict};

fn proposals(archive: &Archive) -> Vec<Proposal> {
    let mut proposals = Vec::new();
    archive
        .proposals(0, |proposal| {
            proposals.push(proposal);
            Ok(())
        })
        .unwrap();
    proposals
}

/// Which of the pairs of one record wait, and whether somebody is unsure of them; each is told alike by itself.
fn waiting(archive: &Archive, one: RecordId, others: &[RecordId]) -> Vec<Option<bool>> {
    let found = proposals(archive);
    let of = |other: RecordId| {
        let mut own =
            found.iter().filter(|pair| [(pair.one, pair.other), (pair.other, pair.one)].contains(&(one, other)));
        let found = own.next().map(|pair| pair.is_unsure);
        assert!(own.next().is_none(), "each once");
        for (left, right) in [(one, other), (other, one)] {
            assert_eq!(archive.is_proposed(left, right).unwrap(), found.is_some(), "{left} {right}");
        }
        let between = archive.link_between(other, one).unwrap().unwrap();
        assert!(archive.links_of(one).unwrap().contains(&between));
        found
    };
    others.iter().map(|&other| of(other)).collect()
}

#[test]
fn a_pair_waits_until_somebody_is_sure() {
    on_both(|place| {
        let archive = place.archive();
        assert_eq!(proposals(&archive), []);
        import_as(&archive, Role::Sought, false, 0..5);
        import_as(&archive, Role::Freed, false, 0..5);
        let sought = RecordId::new(ImportNumber(1), 1);
        let freed = [1, 2, 3, 4].map(|ordinal| RecordId::new(ImportNumber(2), ordinal));
        link_all(&archive, 1, freed.map(|other| (sought, other)));
        let wait = || waiting(&archive, sought, &freed);
        let say = |left, right, verdict| archive.decide(decision(left, right, verdict), TIME).unwrap();
        assert_eq!(wait(), [Some(false); 4]);

        let same = say(sought, freed[0], Verdict::Same);
        let different = say(freed[1], sought, Verdict::Different);
        let unsure = say(freed[2], sought, Verdict::Unsure);
        assert_eq!(wait(), [None, None, Some(true), Some(false)], "{}", place.engine);
        for taken in [same, different, unsure] {
            archive.undo_decision_by(taken, None, "too early", TIME).unwrap();
        }
        assert_eq!(wait(), [Some(false); 4], "{}: what was taken back comes back", place.engine);

        // Of several words the newest counts, in whichever order the records were named.
        say(sought, freed[0], Verdict::Unsure);
        let sure = say(freed[0], sought, Verdict::Different);
        assert_eq!(wait()[0], None);
        archive.undo_decision_by(sure, None, "too early", TIME).unwrap();
        assert_eq!(wait()[0], Some(true));
        say(freed[1], sought, Verdict::Different);
        let doubted = say(sought, freed[1], Verdict::Unsure);
        assert_eq!(wait()[1], Some(true), "{}: somebody doubts it now", place.engine);
        archive.undo_decision_by(doubted, None, "no doubt", TIME).unwrap();
        assert_eq!(wait()[1], None);
    });
}

#[test]
fn a_closed_request_waits_for_nobody() {
    on_both(|place| {
        let archive = place.archive();
        import_as(&archive, Role::Freed, false, 0..3);
        let freed = [1, 2].map(|ordinal| RecordId::new(ImportNumber(1), ordinal));
        let (case, sought) = open_for(&archive, 1, "");
        link_all(&archive, 1, freed.map(|other| (sought, other)));
        let cases = |archive: &Archive| proposals(archive).iter().map(|pair| (pair.one, pair.case)).collect::<Vec<_>>();
        let both: Vec<(RecordId, Option<CaseNumber>)> = vec![(sought, Some(case)); 2];
        assert_eq!(cases(&archive), both);
        archive.close_case(case, "found".into(), None, TIME).unwrap();
        assert_eq!(waiting(&archive, sought, &freed), [None; 2], "{}", place.engine);
    });
}
