//! What was told of somebody is found again, by whoever may see it, also after the ground fell away.

use crate::fixtures::{Human, TIME, import_as, keys, on_both, record, request};
use record::Role;
use store::{
    ImportNumber, NewRequest, Outside, Recipient, RecordId, StaffRole, Telling, ToldOf, Verdict, Vetting, Wish,
};

const NOW: i64 = 1_733_817_600;

#[test]
fn what_was_told_of_somebody_is_found_after_it_was_taken_back() {
    on_both(|place| {
        let archive = place.archive();
        import_as(&archive, Role::Freed, false, 0..5);
        let [one, other] = [StaffRole::Caseworker, StaffRole::Reviewer].map(|role| Human::new(&archive, role));
        let [freed, stranger] = [1, 2].map(|ordinal| RecordId::new(ImportNumber(1), ordinal));
        let of_a_team = NewRequest { team: "north".to_owned(), ..request() };
        let case = archive.open_request(record(1), keys(1), of_a_team, None, TIME).unwrap();
        let made = other.decides(&archive, case.record, freed, Verdict::Same).unwrap();
        let third = Human::new(&archive, StaffRole::Reviewer);
        third.confirms(&archive, made).unwrap();
        archive.vet((case.case, 1), Vetting::Kin, "by questions".into(), None, TIME).unwrap();
        let wish = Wish { record: freed, recipient: Recipient::Kin, telling: Telling::Alive, asked: "by phone".into() };
        archive.wish(wish, None, TIME).unwrap();
        assert_eq!(archive.told_of(&[freed, case.record]).unwrap(), []);

        let told = Outside::Told { case: case.case, asker: 1, how: "at her door".into() };
        let told_entry = archive.record_outside(told.clone(), Some(other.account), TIME).unwrap();
        let list = |records| Outside::Exported { recipient: "a court".into(), purpose: "a trial".into(), records };
        let given_entry = archive.record_outside(list(vec![freed, stranger]), None, TIME).unwrap();
        let entries = |told: Vec<ToldOf>| told.into_iter().map(|one| one.entry).collect::<Vec<_>>();
        let found = archive.told_of(&[freed]).unwrap();
        assert_eq!((found[0].by, &found[0].outside), (Some(other.account), &told));
        assert_eq!(found[1].outside, list(vec![freed]), "of a list, only whom was asked about");
        assert_eq!(entries(archive.told_of(&[case.record]).unwrap()), [told_entry, given_entry]);
        assert_eq!(entries(archive.told_of(&[stranger]).unwrap()), [given_entry]);

        archive.undo_decision_by(made, None, "another mother", TIME).unwrap();
        assert_eq!(entries(archive.told_of(&[freed]).unwrap()), [told_entry, given_entry], "{}", place.engine);
        let ever = archive.decisions_ever_of(freed).unwrap();
        assert_eq!(ever.iter().map(|one| (one.id, one.undone.is_some())).collect::<Vec<_>>(), [(made, true)]);

        // The case is another team's: that somebody was told in it is not there for this one.
        let session = |human: &Human| archive.session(human.account, None, NOW).unwrap();
        assert_eq!(entries(session(&one).told_of(&[freed]).unwrap()), [given_entry]);
        assert_eq!(entries(session(&other).told_of(&[freed]).unwrap()), [told_entry, given_entry]);
        let admin = Human::new(&archive, StaffRole::Admin);
        assert_eq!(session(&admin).told_of(&[freed]).unwrap(), []);
    });
}
