//! A list leaves by two humans, without what must stay inside, and what is withdrawn afterwards follows it.

use crate::fixtures::{Human, TIME, import_as, keys, on_both, record, request};
use record::{Claim, Property, Role, Visibility};
use std::collections::BTreeSet;
use store::{
    Archive, Consent, ExportAsked, ExportState, Hash, ImportNumber, Leaving, NewRequest, Outside, RecordId,
    Restriction, SharedWith, StaffRole, StoreError, Verdict,
};

const NOW: i64 = 1_733_817_600;

fn asked(imports: &[u32]) -> ExportAsked {
    ExportAsked {
        recipient: "an institute".into(),
        shared_with: SharedWith::Organisations,
        purpose: "to compare".into(),
        format: "csv".to_owned(),
        fields: [Property::Given, Property::Father, Property::Family, Property::FullName].into(),
        imports: imports.iter().copied().map(ImportNumber).collect(),
        until: "2025-06-30".to_owned(),
    }
}

fn leaving(archive: &Archive, human: &Human, export: &store::Export) -> Vec<Leaving> {
    let mut all = Vec::new();
    let session = archive.session(human.account, None, NOW).unwrap();
    session
        .leaving(export, |one| {
            all.push(one);
            Ok(())
        })
        .unwrap();
    all
}

#[test]
fn a_list_leaves_by_two_humans_and_withdrawals_follow_it() {
    on_both(|place| {
        let mut archive = place.archive();
        import_as(&archive, Role::Freed, false, 0..8);
        let of = |ordinal| RecordId::new(ImportNumber(1), ordinal);
        let [one, other] = [(); 2].map(|()| Human::new(&archive, StaffRole::Reviewer));
        let caseworker = Human::new(&archive, StaffRole::Caseworker);
        assert!(archive.ask_export(asked(&[1]), caseworker.account, TIME).is_err(), "no caseworker sends lists out");
        let export = archive.ask_export(asked(&[1]), one.account, TIME).unwrap();

        // Nothing leaves before another human has said so.
        let copy =
            |records: &[RecordId], by: &Human| archive.copy_export(export, records, Hash([7; 32]), by.account, TIME);
        assert!(matches!(copy(&[of(1)], &one), Err(StoreError::Refused(_))));
        assert!(matches!(archive.approve_export(export, one.account, TIME), Err(StoreError::Refused(_))));
        assert!(archive.approve_export(export, caseworker.account, TIME).is_err());
        archive.approve_export(export, other.account, TIME).unwrap();
        assert!(archive.approve_export(export, other.account, TIME).is_err(), "once");
        let found = archive.export(export).unwrap();
        assert_eq!(found.state, ExportState::Approved(other.account));

        // Withdrawn, and restricted as a whole: both stay.
        archive.ask_withdrawal(of(2), "that is me".into(), None, TIME).unwrap();
        let whole = Restriction {
            record: of(3),
            property: None,
            visibility: Visibility::Restricted,
            teams: BTreeSet::new(),
            reason: "in danger".into(),
        };
        archive.restrict(whole.clone(), None, TIME).unwrap();
        // Of one, a property is restricted.
        archive
            .restrict(Restriction { record: of(4), property: Some(Property::Given), ..whole.clone() }, None, TIME)
            .unwrap();
        let restricted = whole;
        let leaves = leaving(&archive, &one, &found);
        let ids: Vec<RecordId> = leaves.iter().map(|one| one.record).collect();
        assert_eq!(ids, [1, 4, 5, 6, 7, 8].map(of), "{}", place.engine);
        for one in &leaves {
            assert!(one.claims.iter().all(|claim| asked(&[1]).fields.contains(&claim.property)));
            assert!(one.claims.iter().all(|claim| claim.visibility == Visibility::Staff));
        }
        let says_given = |record| leaves.iter().any(|one| one.record == record && one.claims.iter().any(is_given));
        assert!(says_given(of(1)) && !says_given(of(4)));
        let session = archive.session(other.account, None, NOW).unwrap();
        assert_eq!(session.would_leave(&found).unwrap(), (6, 2));
        assert!(archive.session(caseworker.account, None, NOW).unwrap().export(export).is_err());

        // A copy with somebody who withdrew meanwhile, or of another list, is refused.
        assert!(matches!(copy(&[of(1), of(2)], &one), Err(StoreError::Refused(_))));
        let consequence = copy(&ids, &one).unwrap();
        assert_eq!(archive.to_follow(&archive.export(export).unwrap()).unwrap(), []);
        assert!(matches!(&archive.told_of(&[of(5)]).unwrap()[0].outside,
            Outside::Exported { records, recipient, .. } if *records == [of(5)] && recipient.reveal() == "an institute"));
        assert_eq!(archive.told_of(&[of(3)]).unwrap(), []);

        // Of what a copy has, one more property is restricted: the recipient is told, and the next copy is without it.
        let given = Restriction { record: of(6), property: Some(Property::Given), ..restricted };
        let entry = archive.restrict(given, None, TIME).unwrap();
        assert_eq!(archive.to_follow(&archive.export(export).unwrap()).unwrap(), [of(6)]);
        archive.lift_restriction(of(6), entry, None, TIME).unwrap();
        assert_eq!(archive.to_follow(&archive.export(export).unwrap()).unwrap(), []);

        // What is withdrawn afterwards follows, once.
        archive.ask_withdrawal(of(5), "me too".into(), None, TIME).unwrap();
        let gone = archive.to_follow(&archive.export(export).unwrap()).unwrap();
        assert_eq!(gone, [of(5)]);
        archive.follow_export(export, &gone, Hash([8; 32]), one.account, TIME).unwrap();
        assert_eq!(archive.to_follow(&archive.export(export).unwrap()).unwrap(), []);
        // A wish that was refused and made again is told of again: a copy was made between the two.
        archive.answer_withdrawal(of(5), false, "not theirs".into(), None, TIME).unwrap();
        copy(&ids, &one).unwrap();
        archive.ask_withdrawal(of(5), "it is mine".into(), None, TIME).unwrap();
        let gone = archive.to_follow(&archive.export(export).unwrap()).unwrap();
        assert_eq!(gone, [of(5)]);
        archive.follow_export(export, &gone, Hash([9; 32]), one.account, TIME).unwrap();
        // A list that is taken back makes something to be put right, and all of it follows.
        archive.undo_import_by(ImportNumber(1), None, "a forgery", TIME).unwrap();
        assert!(archive.corrections().unwrap().iter().any(|one| one.consequence == consequence));
        assert_eq!(archive.to_follow(&archive.export(export).unwrap()).unwrap().len(), 5);
        archive.stop_export(export, "it was one".into(), other.account, TIME).unwrap();
        assert!(copy(&[], &one).is_err());
        let digests = archive.canonical_dump().unwrap();
        archive.rebuild(|_, _| ()).unwrap();
        assert_eq!(archive.canonical_dump().unwrap(), digests);
        archive.verify().unwrap();
    });
}

fn is_given(claim: &Claim) -> bool {
    claim.property == Property::Given
}

#[test]
fn requests_leave_only_where_their_family_agreed() {
    on_both(|place| {
        let archive = place.archive();
        let agreed = Consent([SharedWith::Organisations].into());
        let to_courts = Consent([SharedWith::Courts].into());
        let open = |number, consent: Consent| {
            let new = NewRequest { consent, ..request() };
            archive.open_request(record(number), keys(number), new, None, TIME).unwrap().record
        };
        let yes = open(1, agreed);
        open(2, to_courts);
        open(3, Consent::default());
        let [one, other] = [(); 2].map(|()| Human::new(&archive, StaffRole::Reviewer));
        let export = archive.ask_export(asked(&[yes.import().0]), one.account, TIME).unwrap();
        archive.approve_export(export, other.account, TIME).unwrap();
        let leaves = leaving(&archive, &one, &archive.export(export).unwrap());
        assert_eq!(leaves.iter().map(|one| one.record).collect::<Vec<_>>(), [yes], "{}", place.engine);
        // A family that asks afterwards was before nobody who approved: its request waits for another export.
        let later = open(4, Consent([SharedWith::Organisations].into()));
        assert_eq!(later.import(), yes.import());
        let found = archive.export(export).unwrap();
        let leaves = leaving(&archive, &one, &found);
        assert_eq!(leaves.iter().map(|one| one.record).collect::<Vec<_>>(), [yes], "{}", place.engine);
        let copy = |records: &[RecordId]| archive.copy_export(export, records, Hash([7; 32]), one.account, TIME);
        assert!(matches!(copy(&[yes, later]), Err(StoreError::Refused(_))));
        copy(&[yes]).unwrap();
    });
}

#[test]
fn what_may_not_be_asked_for_is_refused() {
    on_both(|place| {
        let archive = place.archive();
        import_as(&archive, Role::Freed, false, 0..2);
        let one = Human::new(&archive, StaffRole::Reviewer);
        let refused = |asked: ExportAsked| archive.ask_export(asked, one.account, TIME).is_err();
        let with = |change: &dyn Fn(&mut ExportAsked)| {
            let mut asked = asked(&[1]);
            change(&mut asked);
            asked
        };
        assert!(!refused(asked(&[1])));
        assert!(refused(with(&|asked| asked.fields = [Property::Phone].into())));
        assert!(refused(with(&|asked| asked.fields.clear())));
        assert!(refused(with(&|asked| asked.fields.extend([Property::Origin]))), "name and village tell of sect");
        assert!(refused(with(&|asked| asked.imports = [ImportNumber(9)].into())));
        assert!(refused(with(&|asked| asked.imports.clear())));
        assert!(refused(with(&|asked| asked.format = "docx".to_owned())));
        assert!(refused(with(&|asked| asked.recipient = " ".into())));
        for until in ["2024-12-09", "2026-12-31", "2025", "soon", ""] {
            assert!(refused(with(&|asked| asked.until = until.to_owned())), "{until}");
        }
    });
}

#[test]
fn what_one_record_of_a_person_keeps_inside_no_other_gives_away() {
    on_both(|place| {
        let archive = place.archive();
        import_as(&archive, Role::Freed, false, 0..3);
        import_as(&archive, Role::Held, false, 3..6);
        let [one, other] = [(); 2].map(|()| Human::new(&archive, StaffRole::Reviewer));
        let [first, second] = [1, 2].map(|import| RecordId::new(ImportNumber(import), 2));
        one.decides(&archive, first, second, Verdict::Same).unwrap();
        let export = archive.ask_export(asked(&[2]), one.account, TIME).unwrap();
        archive.approve_export(export, other.account, TIME).unwrap();
        let ids = |archive: &Archive| -> Vec<RecordId> {
            leaving(archive, &one, &archive.export(export).unwrap()).iter().map(|one| one.record).collect()
        };
        let before = ids(&archive);
        assert!(before.contains(&second));
        archive.copy_export(export, &before, Hash([1; 32]), one.account, TIME).unwrap();
        // They are joined, and the one asks to be removed: the other stays inside too, and follows.
        archive.ask_withdrawal(first, "that is me".into(), None, TIME).unwrap();
        assert!(!ids(&archive).contains(&second), "{}", place.engine);
        assert_eq!(archive.to_follow(&archive.export(export).unwrap()).unwrap(), [second]);
        assert!(archive.copy_export(export, &before, Hash([1; 32]), one.account, TIME).is_err());
    });
}
