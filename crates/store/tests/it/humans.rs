//! Two humans, two keys: who may sign, what waits for a second, what an undo owes outside.

use crate::fixtures::{Human, Place, TIME, decision, import_as, keeper, keys, on_both, record, request};
use record::Role;
use store::{
    Archive, DecisionId, ImportNumber, Outside, Profile, Reason, Recipient, RecordId, SecretKey, StaffRole, StoreError,
    Telling, Verdict, Vetting, Wish, Withdrawn, Withheld,
};

fn id(import: u32, ordinal: u32) -> RecordId {
    RecordId::new(ImportNumber(import), ordinal)
}

/// Five sought (I1), five freed (I2), five held (I3), and two who decide.
fn lists(place: &Place) -> (Archive, Human, Human) {
    let archive = place.archive();
    for role in [Role::Sought, Role::Freed, Role::Held] {
        import_as(&archive, role, false, 0..5);
    }
    let [one, other] = [StaffRole::Caseworker, StaffRole::Reviewer].map(|role| Human::new(&archive, role));
    (archive, one, other)
}

fn refused<T: std::fmt::Debug>(outcome: Result<T, StoreError>) -> &'static str {
    match outcome {
        Err(StoreError::Refused(why)) => why,
        other => panic!("{other:?}"),
    }
}

#[test]
fn nobody_is_taken_off_the_list_of_the_sought_by_one_human() {
    on_both(|place| {
        let (mut archive, one, other) = lists(place);
        let (sought, freed) = (id(1, 1), id(2, 1));
        let made = one.decides(&archive, sought, freed, Verdict::Same).unwrap();
        let person = archive.person_with(sought).unwrap();
        assert_eq!((person.records.as_slice(), person.awaiting.as_slice()), ([sought].as_slice(), [made].as_slice()));
        assert_eq!(archive.awaiting().unwrap(), [made]);

        assert!(refused(one.confirms(&archive, made)).contains("a second human"));
        let another_key = SecretKey::generate().unwrap();
        archive.enrol_key(one.account, another_key.public(), None, TIME).unwrap();
        let same_human = Human { account: one.account, key: another_key };
        assert!(refused(same_human.confirms(&archive, made)).contains("a second human"), "two keys, one human");

        other.confirms(&archive, made).unwrap();
        assert_eq!(archive.person_with(sought).unwrap().records, [sought, freed]);
        assert_eq!(archive.signers(made).unwrap(), [one.account, other.account]);
        assert_eq!(archive.awaiting().unwrap(), []);
        assert_eq!(archive.decision(made).unwrap().humans, 2);
        assert_eq!(archive.verify_deep().unwrap().differences, [""; 0], "{}", place.engine);
    });
}

/// One human may join what speaks of no fate, and a join that was let through stays one human's when a fate comes
/// near by another way: it falls back to waiting.
#[test]
fn a_fate_that_comes_by_another_way_waits_too() {
    on_both(|place| {
        let (archive, one, other) = lists(place);
        let (sought, freed, held) = (id(1, 1), id(2, 1), id(3, 1));
        let single = one.decides(&archive, sought, held, Verdict::Same).unwrap();
        assert_eq!(archive.person_with(sought).unwrap().records, [sought, held]);
        let double = one.decides(&archive, held, freed, Verdict::Same).unwrap();
        assert_eq!(archive.person_with(held).unwrap().records, [sought, held], "the second is a fate: it waits");
        other.confirms(&archive, double).unwrap();
        let person = archive.person_with(sought).unwrap();
        assert_eq!((person.records.as_slice(), person.awaiting.as_slice()), ([sought].as_slice(), [single].as_slice()));
        assert_eq!(archive.person_with(freed).unwrap().records, [freed, held]);
        other.confirms(&archive, single).unwrap();
        assert_eq!(archive.person_with(sought).unwrap().records, [sought, freed, held]);
    });
}

/// A sighting that one human has joined stays beside a death that two have confirmed: otherwise the strongest word for
/// life would vanish just when it matters.
#[test]
fn what_speaks_for_life_does_not_fall_away_when_a_death_is_confirmed() {
    on_both(|place| {
        let (archive, one, other) = lists(place);
        import_as(&archive, Role::Dead, false, 0..2);
        let dead = archive.imports().unwrap().last().unwrap().number;
        let (sought, seen, paper) = (id(1, 1), id(3, 1), RecordId::new(dead, 1));
        one.decides(&archive, sought, seen, Verdict::Same).unwrap();
        let death = one.decides(&archive, sought, paper, Verdict::Same).unwrap();
        other.confirms(&archive, death).unwrap();
        assert_eq!(archive.person_with(sought).unwrap().records, [sought, seen, paper]);
    });
}

#[test]
fn signatures_are_of_enrolled_humans_over_what_they_saw() {
    on_both(|place| {
        let (archive, one, other) = lists(place);
        let (left, right) = (id(1, 1), id(2, 1));
        let sign = |human: &Human, change: &dyn Fn(&mut store::NewDecision)| {
            let mut made = decision(left, right, Verdict::Same);
            archive.freeze(&mut made).unwrap();
            made.signatures.push(human.key.sign(made.packet().unwrap(), TIME));
            change(&mut made);
            archive.decide(made, TIME)
        };
        assert!(refused(sign(&one, &|made| made.reason = "another".into())).contains("not over what was decided"));
        assert!(refused(sign(&one, &|made| made.right = id(2, 2))).contains("not over what was decided"));
        let stranger = Human { account: one.account, key: SecretKey::generate().unwrap() };
        assert!(refused(sign(&stranger, &|_| ())).contains("not enrolled"));
        let admin = Human::new(&archive, StaffRole::Admin);
        assert!(refused(sign(&admin, &|_| ())).contains("does not decide"));
        let mut unfrozen = decision(left, right, Verdict::Same);
        unfrozen.signatures.push(one.key.sign(unfrozen.packet().unwrap(), TIME));
        assert!(refused(archive.decide(unfrozen, TIME)).contains("not what the two records say"));

        // Taken back, the same packet cannot be put in again by somebody else.
        let made = sign(&one, &|_| ()).unwrap();
        archive.undo_decision_by(made, Some(one.account), "a mistake", TIME).unwrap();
        assert!(refused(sign(&one, &|_| ())).contains("used before"));

        archive.revoke_key(other.account, other.key.public(), keeper(&archive), TIME).unwrap();
        assert!(refused(other.decides(&archive, left, right, Verdict::Same)).contains("revoked"));
        let again = archive.enrol(
            Profile { roles: [StaffRole::Reviewer].into(), ..Profile::default() },
            Some(other.key.public()),
            keeper(&archive),
            TIME,
        );
        assert!(refused(again).contains("enrolled before"), "a key is one human's for ever");
        archive.close_account(one.account, keeper(&archive), TIME).unwrap();
        assert!(refused(one.decides(&archive, left, right, Verdict::Same)).contains("not enrolled"));
    });
}

/// The one access function stands before every act of an account, not only before readings.
#[test]
fn an_account_does_nothing_that_its_role_does_not() {
    on_both(|place| {
        let (archive, one, _) = lists(place);
        let [admin, analyst] = [StaffRole::Admin, StaffRole::Analyst].map(|role| Human::new(&archive, role));
        let denied = |outcome: Result<u64, StoreError>| {
            assert!(matches!(outcome, Err(StoreError::Denied(_) | StoreError::NoSuch(_))), "{outcome:?}");
        };
        denied(archive.close_account(admin.account, Some(one.account), TIME));
        denied(archive.describe_source(ImportNumber(1), store::SourceFacts::default(), Some(analyst.account), TIME));
        denied(archive.ask_withdrawal(id(1, 1), "me".into(), Some(admin.account), TIME));
        denied(archive.undo_import_by(ImportNumber(1), Some(analyst.account), "", TIME));
        let made = one.decides(&archive, id(1, 1), id(3, 1), Verdict::Same).unwrap();
        denied(archive.undo_decision_by(made, Some(admin.account), "", TIME));
        let restriction = store::Restriction {
            record: id(1, 1),
            property: None,
            visibility: record::Visibility::Sealed,
            teams: [].into(),
            reason: "a threat".into(),
        };
        denied(archive.restrict(restriction.clone(), Some(admin.account), TIME));
        archive.restrict(restriction, Some(one.account), TIME).unwrap();
        let again = one.decides(&archive, id(1, 1), id(3, 2), Verdict::Different);
        assert!(matches!(again, Err(StoreError::NoSuch(_))), "sealed: {again:?}");
    });
}

/// The second human signs elsewhere, without the archive: a packet is a hash.
#[test]
fn the_second_human_may_sign_offline() {
    on_both(|place| {
        let (archive, one, other) = lists(place);
        let made = one.decides(&archive, id(1, 2), id(2, 2), Verdict::Same).unwrap();
        let packet = archive.confirmation_packet(made).unwrap().to_string();
        let carried = serde_json::to_string(&other.key.sign(packet.parse().unwrap(), TIME)).unwrap();
        drop(archive);
        let archive = place.archive();
        archive.confirm(made, serde_json::from_str(&carried).unwrap(), TIME).unwrap();
        assert_eq!(archive.person_with(id(1, 2)).unwrap().records.len(), 2);
        assert!(archive.confirm(made, serde_json::from_str(&carried).unwrap(), TIME).is_err());
    });
}

#[test]
fn a_word_without_a_key_replaces_none_with_one() {
    on_both(|place| {
        let (archive, one, other) = lists(place);
        let made = one.decides(&archive, id(1, 1), id(3, 1), Verdict::Same).unwrap();
        for verdict in [Verdict::Same, Verdict::Different, Verdict::Unsure] {
            let answer = archive.decide(decision(id(1, 1), id(3, 1), verdict), TIME);
            assert!(matches!(answer, Err(StoreError::DecidedAlready(earlier)) if earlier == made), "{answer:?}");
        }
        let newer = other.decides(&archive, id(3, 1), id(1, 1), Verdict::Different).unwrap();
        assert_eq!(archive.person_with(id(1, 1)).unwrap().records, [id(1, 1)]);
        assert_eq!(archive.decisions().unwrap().iter().map(|one| one.id).collect::<Vec<_>>(), [newer]);
    });
}

#[test]
fn a_refusal_shows_the_chain() {
    on_both(|place| {
        let (archive, one, _) = lists(place);
        let whole = import_as(&archive, Role::Held, true, 0..5).number;
        let row = |ordinal| RecordId::new(whole, ordinal);
        let apart = one.decides(&archive, id(3, 1), id(3, 3), Verdict::Different).unwrap();
        let joins = one.decides(&archive, id(3, 1), id(3, 2), Verdict::Same).unwrap();
        let Err(StoreError::Contradicts(chain)) = one.decides(&archive, id(3, 2), id(3, 3), Verdict::Same) else {
            panic!("one person cannot be two")
        };
        let decided = |reason: &Reason| match reason {
            Reason::Decided { decision, .. } => Some(*decision),
            Reason::TwoRows { .. } => None,
        };
        assert_eq!(chain.0.iter().filter_map(decided).collect::<Vec<DecisionId>>(), [joins, apart]);
        assert!(chain.to_string().contains("R3.1 and R3.3 to be different"), "{chain}");

        one.decides(&archive, row(1), id(3, 4), Verdict::Same).unwrap();
        let Err(StoreError::Contradicts(chain)) = one.decides(&archive, row(2), id(3, 4), Verdict::Same) else {
            panic!("a source with one row a person")
        };
        assert!(matches!(chain.0.last(), Some(Reason::TwoRows { .. } | Reason::Decided { .. })));
        assert!(chain.to_string().contains(&format!("are two rows of {whole}")), "{chain}");
    });
}

/// The whole road: asked, joined by two, wished, told, taken back, corrected.
#[test]
fn what_a_family_was_told_is_corrected_when_its_ground_falls_away() {
    on_both(|place| {
        let (mut archive, one, other) = lists(place);
        let case = archive.open_request(record(1), keys(1), request(), Some(one.account), TIME).unwrap();
        assert_eq!(archive.case_of_record(case.record).unwrap(), Some(case.case));
        assert_eq!(archive.similar_cases(&keys(1)).unwrap(), [case.case], "the second time it is found first");
        let freed = id(2, 1);
        let withheld = |archive: &Archive| archive.answer(case.case, 1).unwrap().withheld;
        assert_eq!(withheld(&archive), [Withheld::NothingFound, Withheld::NotVetted]);
        let made = one.decides(&archive, case.record, freed, Verdict::Same).unwrap();
        assert!(withheld(&archive).contains(&Withheld::AwaitingSecondHuman));
        other.confirms(&archive, made).unwrap();
        assert_eq!(withheld(&archive), [Withheld::NotVetted, Withheld::FoundNotAsked]);
        archive.vet((case.case, 1), Vetting::Kin, "by questions".into(), Some(one.account), TIME).unwrap();

        let told = |archive: &Archive| {
            let outside = Outside::Told { case: case.case, asker: 1, how: "at her door, with Umm R.".into() };
            archive.record_outside(outside, Some(other.account), TIME)
        };
        assert!(refused(told(&archive)).contains("may not be told yet"));
        let wish = |recipient, telling| {
            let wish = Wish { record: freed, recipient, telling, asked: "in Arabic, by phone".into() };
            archive.wish(wish, Some(one.account), TIME).unwrap();
        };
        wish(Recipient::Kin, Telling::Alive);
        wish(Recipient::Asker(case.case, 1), Telling::Nothing);
        assert_eq!(withheld(&archive), [Withheld::FoundWishesNothing], "the word for one asker goes first");
        wish(Recipient::Asker(case.case, 1), Telling::Contact);
        archive.ask_withdrawal(freed, "I am not missing".into(), None, TIME).unwrap();
        assert_eq!(withheld(&archive), [Withheld::Withdrawn], "outward sharing stops at once");
        archive.answer_withdrawal(freed, false, "not theirs to ask".into(), Some(other.account), TIME).unwrap();
        assert_eq!(archive.withdrawn(freed).unwrap(), Withdrawn::Refused);
        assert_eq!(withheld(&archive), []);
        let consequence = told(&archive).unwrap();
        assert_eq!(archive.outside(consequence).unwrap().decisions, [made]);

        let cause = archive.undo_decision_by(made, Some(one.account), "another mother", TIME).unwrap();
        let corrections = archive.corrections().unwrap();
        assert_eq!(corrections.len(), 1);
        assert_eq!((corrections[0].cause, corrections[0].consequence), (cause, consequence));
        assert_eq!((corrections[0].account, corrections[0].done), (Some(other.account), None));
        assert_eq!(withheld(&archive), [Withheld::NothingFound], "back to what was before");
        archive.corrected(cause, consequence, "told her again".into(), Some(other.account), TIME).unwrap();
        assert!(archive.corrections().unwrap()[0].done.is_some());
        assert!(archive.corrected(cause, consequence, "twice".into(), None, TIME).is_err());
        assert_eq!(archive.verify_deep().unwrap().differences, [""; 0], "{}", place.engine);
    });
}

/// What a family itself writes into its request is no answer to it, and what repeats requests is none either.
#[test]
fn a_request_answers_no_request() {
    on_both(|place| {
        let (archive, one, other) = lists(place);
        let mut own = record(1);
        own.claims.push(record::Claim::new(record::Property::DeathDate, "2014"));
        let case = archive.open_request(own, keys(1), request(), None, TIME).unwrap();
        archive.vet((case.case, 1), Vetting::Kin, "asked".into(), None, TIME).unwrap();
        let withheld = || archive.answer(case.case, 1).unwrap().withheld;
        assert_eq!(withheld(), [Withheld::NothingFound]);

        let freed = id(2, 1);
        let made = one.decides(&archive, case.record, freed, Verdict::Same).unwrap();
        other.confirms(&archive, made).unwrap();
        assert_eq!(withheld(), [Withheld::FoundNotAsked]);
        let derived = store::SourceFacts { derived_from: vec![case.record.import()], ..store::SourceFacts::default() };
        archive.describe_source(ImportNumber(2), derived, None, TIME).unwrap();
        assert_eq!(withheld(), [Withheld::NothingFound], "a list made of requests");
        let forged =
            store::SourceFacts { authenticity: Some(record::Authenticity::Forged), ..store::SourceFacts::default() };
        archive.describe_source(ImportNumber(2), forged, None, TIME).unwrap();
        assert_eq!(withheld(), [Withheld::NothingFound]);
    });
}

/// Leave to tell is theirs who were found, said of the record that found them; a wish to stay unknown is heard anywhere.
#[test]
fn another_record_gives_no_leave_to_tell() {
    on_both(|place| {
        let (archive, one, other) = lists(place);
        let case = archive.open_request(record(1), keys(1), request(), None, TIME).unwrap();
        archive.vet((case.case, 1), Vetting::Kin, "asked".into(), None, TIME).unwrap();
        let (freed, held) = (id(2, 1), id(3, 1));
        let made = one.decides(&archive, case.record, freed, Verdict::Same).unwrap();
        other.confirms(&archive, made).unwrap();
        one.decides(&archive, case.record, held, Verdict::Same).unwrap();
        let wish = |record, telling| {
            let wish = Wish { record, recipient: Recipient::Kin, telling, asked: "x".into() };
            archive.wish(wish, None, TIME).unwrap();
        };
        let withheld = || archive.answer(case.case, 1).unwrap().withheld;
        wish(held, Telling::Alive);
        wish(case.record, Telling::Contact);
        assert_eq!(withheld(), [Withheld::FoundNotAsked]);
        wish(freed, Telling::Alive);
        assert_eq!(withheld(), []);
        wish(held, Telling::Nothing);
        assert_eq!(withheld(), [Withheld::FoundWishesNothing]);
    });
}

/// A death is told to nobody who does not wish to hear of one; a request leaves only by consent.
#[test]
fn what_an_asker_wishes_is_asked() {
    on_both(|place| {
        let (archive, one, other) = lists(place);
        let dead = import_as(&archive, Role::Dead, false, 0..1).number;
        let mut asked = request();
        asked.asker.death_news = store::DeathNews::Never;
        let case = archive.open_request(record(1), keys(1), asked, None, TIME).unwrap();
        archive.vet((case.case, 1), Vetting::Kin, "asked".into(), None, TIME).unwrap();
        let made = one.decides(&archive, case.record, RecordId::new(dead, 1), Verdict::Same).unwrap();
        other.confirms(&archive, made).unwrap();
        assert_eq!(archive.answer(case.case, 1).unwrap().withheld, [Withheld::AskerWishesNoDeathNews]);
        assert!(archive.kept_inside().unwrap().contains(&case.record));
        let consent = store::Consent([store::SharedWith::Courts].into());
        archive.consent(case.case, consent, "read aloud".into(), None, TIME).unwrap();
        assert!(!archive.kept_inside().unwrap().contains(&case.record));
    });
}

/// Whoever can write to the database has no second human by that: a copied signature counts once.
#[test]
fn a_copied_signature_is_no_second_human() {
    on_both(|place| {
        let (mut archive, one, other) = lists(place);
        let made = one.decides(&archive, id(1, 1), id(2, 1), Verdict::Same).unwrap();
        let copied = archive.decision(made).unwrap().decision.signatures[0].clone();
        assert!(archive.confirm(made, copied, TIME).is_err(), "it is over something else");
        other.confirms(&archive, made).unwrap();
        drop(archive);
        // The same confirmation twice in the ledger, with a head that fits: the tables still count humans.
        place.tamper("UPDATE decision SET humans = 3");
        archive = place.archive();
        assert!(!archive.verify_deep().unwrap().differences.is_empty());
        archive.rebuild(|_, _| ()).unwrap();
        assert_eq!(archive.decision(made).unwrap().humans, 2);
    });
}

/// A list of the missing that was brought in as something else is still of people who are sought.
#[test]
fn whoever_is_said_to_be_missing_is_sought() {
    on_both(|place| {
        let (archive, one, _) = lists(place);
        let mut writer = archive.begin_import(crate::fixtures::meta("other")).unwrap();
        let mut missing = record::Record { role: Role::Held, ..record(1) };
        missing.claims.push(record::Claim::new(record::Property::Status, "مفقود"));
        let missing = writer.push(missing, vec![], &[]).unwrap();
        writer.accept(TIME).unwrap();
        one.decides(&archive, missing, id(2, 1), Verdict::Same).unwrap();
        assert_eq!(archive.person_with(missing).unwrap().records, [missing]);
    });
}

/// What left on a decision is corrected though another of the same word replaced it meanwhile.
#[test]
fn a_correction_is_owed_for_every_decision_that_was_replaced() {
    on_both(|place| {
        let (archive, one, other) = lists(place);
        archive.decide(decision(id(2, 1), id(3, 1), Verdict::Same), TIME).unwrap();
        let export =
            Outside::Exported { recipient: "a court".into(), purpose: "a trial".into(), records: vec![id(2, 1)] };
        let left = archive.record_outside(export, None, TIME).unwrap();
        one.decides(&archive, id(2, 1), id(3, 1), Verdict::Same).unwrap();
        let cause = other.decides(&archive, id(2, 1), id(3, 1), Verdict::Different).unwrap();
        let corrections = archive.corrections().unwrap();
        assert_eq!(corrections.iter().map(|one| (one.cause, one.consequence)).collect::<Vec<_>>(), [(cause.0, left)]);
    });
}

/// A count that was published rests on the decisions about what it counted.
#[test]
fn a_published_count_is_corrected_too() {
    on_both(|place| {
        let (archive, one, _) = lists(place);
        let made = one.decides(&archive, id(2, 1), id(3, 1), Verdict::Same).unwrap();
        let elsewhere = one.decides(&archive, id(1, 4), id(3, 4), Verdict::Same).unwrap();
        let count = Outside::Published { what: "nine freed".into(), imports: vec![ImportNumber(2), ImportNumber(3)] };
        let published = archive.record_outside(count, None, TIME).unwrap();
        archive.undo_decision(elsewhere, TIME).unwrap();
        assert_eq!(archive.corrections().unwrap(), []);
        let cause = archive.undo_decision(made, TIME).unwrap();
        let owed = archive.corrections().unwrap();
        assert_eq!(owed.iter().map(|one| (one.cause, one.consequence)).collect::<Vec<_>>(), [(cause, published)]);
    });
}

/// A list that repeats what families asked is no witness of a release.
#[test]
fn requests_that_come_back_as_a_list_corroborate_nothing() {
    on_both(|place| {
        let archive = place.archive();
        for number in 0..200 {
            archive.open_request(record(number), keys(number), request(), None, TIME).unwrap();
        }
        let list = import_as(&archive, Role::Freed, false, 0..200).number;
        let page = archive.imports().unwrap()[0].number;
        assert_eq!(archive.imports().unwrap().len(), 2, "a page of requests, and the list");
        let meta = store::LinkRunMeta {
            model: store::Json::default(),
            seed: 1,
            threshold_micro: 900_000,
            snapshot: "s".to_owned(),
            copies: vec![(page, list)],
        };
        archive.begin_links(meta).unwrap().accept(TIME).unwrap();
        let repeats = || archive.independence().unwrap().repeats_requests(list);
        assert!(repeats(), "what a machine noticed counts until a human refuses it");
        let word = |of, is_copy| store::SourceFacts {
            copies: vec![store::CopyWord { of, is_copy }],
            ..store::SourceFacts::default()
        };
        archive.describe_source(list, word(page, false), None, TIME).unwrap();
        assert!(!repeats());
        archive.describe_source(page, word(list, true), None, TIME).unwrap();
        assert!(repeats(), "the newer word counts, whichever of the two it was said of");
        archive.describe_source(list, word(page, false), None, TIME).unwrap();
        assert!(!repeats());
        let derived = store::SourceFacts { derived_from: vec![page], ..store::SourceFacts::default() };
        archive.describe_source(list, derived, None, TIME).unwrap();
        assert!(repeats(), "made from it");
    });
}

/// A run sees a page of requests whole or not at all.
#[test]
fn a_linkage_run_closes_the_page_of_requests() {
    on_both(|place| {
        let archive = place.archive();
        let ask = |number| archive.open_request(record(number), keys(number), request(), None, TIME).unwrap().record;
        let first = ask(1);
        assert_eq!(ask(2).import(), first.import());
        let leaf = archive.import_leaves().unwrap();
        let meta = store::LinkRunMeta {
            model: store::Json::default(),
            seed: 1,
            threshold_micro: 900_000,
            snapshot: "s".to_owned(),
            copies: Vec::new(),
        };
        let run = archive.begin_links(meta).unwrap();
        let later = ask(3);
        assert_ne!(later.import(), first.import());
        let run = run.accept(TIME).unwrap();
        let run = archive.link_runs().unwrap().into_iter().find(|one| one.number == run).unwrap();
        assert_eq!(run.imports, [first.import()]);
        ask(4);
        assert_eq!(archive.import_leaves().unwrap()[0], leaf[0], "a closed page changes no more");
        assert_ne!(archive.import_leaves().unwrap().len(), leaf.len());
        assert!(refused(archive.undo_import(first.import(), TIME)).contains("closed by itself"));
    });
}
