//! Testimonies of fate side by side: what contradicts what, and what never corroborates.

use crate::{claim, record};
use record::{
    Authenticity, Basis, Fate, FateView, Gazetteer, PaperKind, Property, Record, Role, SourceStanding, Testimony,
    Visibility, WhereaboutsView,
};

fn testimony(id: usize, record: &Record, source: SourceStanding) -> Testimony<'_> {
    Testimony { id, record, source }
}

/// A source of its own that nobody has judged.
fn alone(id: usize, record: &Record) -> Testimony<'_> {
    testimony(id, record, SourceStanding::of_group(id as u32))
}

fn certificate(date: &str) -> Record {
    record(Role::Dead, vec![claim(Property::PaperKind, "شهادة وفاة"), claim(Property::DeathDate, date)])
}

fn sighting(date: &str) -> Record {
    record(Role::Held, vec![claim(Property::SightingDate, date), claim(Property::SeenBy, "رفيقه")])
}

fn order(view: &FateView) -> Vec<Fate> {
    view.possibilities.iter().map(|possibility| possibility.fate).collect()
}

#[test]
fn dead_on_paper_seen_later_and_freed_on_a_copied_list() {
    let (sought, paper, seen) = (record(Role::Sought, vec![]), certificate("2014"), sighting("2016-05"));
    let freed = record(Role::Freed, vec![claim(Property::ExitDate, "2024-12-08")]);
    let testimonies = [
        testimony(0, &sought, SourceStanding::of_group(0).repeating_requests()),
        alone(1, &paper),
        alone(2, &seen),
        testimony(3, &freed, SourceStanding::of_group(3).repeating_requests()),
    ];
    let view = FateView::of(&testimonies, &[]);
    assert_eq!(order(&view), [Fate::SeenAlive, Fate::ReportedDead, Fate::PresumedAlive, Fate::Released]);
    assert!(view.is_presumed_alive());
    let [seen, dead, presumed, released] = &view.possibilities[..] else { panic!("four") };
    assert_eq!((seen.independent, dead.independent, released.independent), (1, 1, 0));
    assert_eq!(dead.claims[0].basis, Basis::Paper(PaperKind::DeathStatement));
    assert_eq!((seen.claims[0].basis, released.claims[0].basis), (Basis::Witness, Basis::Request));
    // The sighting is the stronger of the two that contradict the paper.
    let against = dead.contrary.unwrap();
    assert_eq!((against.fate, against.saying.testimony), (Fate::SeenAlive, 2));
    let against = seen.contrary.unwrap();
    assert_eq!((against.fate, against.saying.testimony), (Fate::ReportedDead, 1));
    assert_eq!(released.contrary.map(|contrary| contrary.saying.testimony), Some(1));
    assert_eq!((presumed.contrary, presumed.claims.len()), (None, 1));
}

#[test]
fn a_death_after_a_sighting_contradicts_nothing() {
    for (death, seen, expected) in [
        ("2014", "2012", false),
        ("2014", "2014-12-31", false),
        ("2014-05", "2014-06-01", true),
        ("2013/..", "2016", false),
    ] {
        let (paper, seen_record) = (certificate(death), sighting(seen));
        let view = FateView::of(&[alone(1, &paper), alone(2, &seen_record)], &[]);
        for fate in [Fate::ReportedDead, Fate::SeenAlive] {
            assert_eq!(view.possibility(fate).unwrap().contrary.is_some(), expected, "{death} {seen}");
        }
    }
    // Nobody knows when: a release and a death are two stories, a sighting and a death need not be.
    let (dead, freed, seen) = (record(Role::Dead, vec![]), record(Role::Freed, vec![]), sighting("2016"));
    let view = FateView::of(&[alone(1, &dead), alone(2, &freed), alone(3, &seen)], &[]);
    assert_eq!(view.possibility(Fate::ReportedDead).unwrap().contrary.map(|one| one.fate), Some(Fate::Released));
    assert_eq!(view.possibility(Fate::Released).unwrap().contrary.map(|one| one.fate), Some(Fate::ReportedDead));
    assert_eq!(view.possibility(Fate::SeenAlive).unwrap().contrary, None);
}

#[test]
fn custody_after_a_stated_death_or_release_contradicts_it() {
    let register = record(
        Role::Held,
        vec![
            claim(Property::Facility, "sy.saydnaya-prison"),
            claim(Property::EntryDate, "2013"),
            claim(Property::ExitDate, "2016-02-01"),
        ],
    );
    let arrest = record(Role::Sought, vec![claim(Property::ArrestDate, "2015-06")]);
    let paper = certificate("2014");
    let freed = record(Role::Freed, vec![claim(Property::ExitDate, "2014")]);
    let held_against = |other: &Record| {
        let view = FateView::of(&[alone(1, &register), alone(2, other)], &[]);
        let held = view.possibility(Fate::Held).unwrap();
        assert_eq!(held.claims[0].basis, Basis::Register);
        assert_eq!(held.claims[0].date.map(record::PartialDate::to_edtf).as_deref(), Some("2013/2016-02-01"));
        held.contrary.map(|contrary| contrary.fate)
    };
    assert_eq!(held_against(&paper), Some(Fate::ReportedDead));
    assert_eq!(held_against(&freed), Some(Fate::Released));
    let view = FateView::of(&[alone(1, &paper), alone(2, &arrest)], &[]);
    assert_eq!(view.possibility(Fate::ReportedDead).unwrap().contrary.map(|one| one.fate), Some(Fate::Held));
}

#[test]
fn only_requests_leave_the_presumption() {
    assert_eq!(order(&FateView::of(&[], &[])), [Fate::PresumedAlive]);
    let sought =
        record(Role::Sought, vec![claim(Property::Facility, "sy.saydnaya-prison"), claim(Property::DeathDate, "2014")]);
    let view = FateView::of(&[alone(1, &sought)], &[]);
    assert_eq!(view.possibilities[0].fate, Fate::PresumedAlive);
    assert!(view.possibilities.iter().all(|one| one.independent == 0));
    assert!(view.possibility(Fate::ReportedDead).is_some());
    // A copy of a list of requests that does not say so.
    let freed = record(Role::Freed, vec![]);
    let requests = SourceStanding::of_group(7).repeating_requests();
    let copies = [testimony(1, &sought, requests), testimony(2, &freed, SourceStanding::of_group(7))];
    let view = FateView::of(&copies, &[]);
    let released = view.possibility(Fate::Released).unwrap();
    assert_eq!((released.independent, released.claims[0].basis), (0, Basis::Request));
}

#[test]
fn a_paper_out_of_need_is_a_request() {
    let need =
        record(Role::Dead, vec![claim(Property::PaperKind, "تثبيت بطلب الأهل"), claim(Property::DeathDate, "2014")]);
    let view = FateView::of(&[alone(1, &need)], &[]);
    assert_eq!(order(&view), [Fate::PresumedAlive, Fate::ReportedDead]);
    let dead = &view.possibilities[1];
    assert_eq!(dead.claims[0].basis, Basis::Paper(PaperKind::AtFamilysRequest));
    assert_eq!(dead.independent, 0);
    // Its date stands in another part: it is still the paper that says it.
    let mut apart = need;
    apart.claims[1].part = 1;
    let view = FateView::of(&[alone(1, &apart)], &[]);
    assert!(view.possibilities.iter().all(|one| one.independent == 0));
}

#[test]
fn alive_under_the_header_of_a_death_is_no_death() {
    for text in ["حي", "لا", "على قيد الحياة"] {
        let listed = record(Role::Held, vec![claim(Property::DeathDate, text), claim(Property::Status, "حي")]);
        let view = FateView::of(&[alone(1, &listed)], &[]);
        assert_eq!(order(&view), [Fate::SeenAlive], "{text}");
        assert!(listed.speaks_of_fate());
    }
}

#[test]
fn life_goes_before_death_where_nothing_tells_them_apart() {
    let (dead, freed) = (record(Role::Dead, vec![]), record(Role::Freed, vec![]));
    for (one, other) in [(1, 2), (2, 1)] {
        let view = FateView::of(&[alone(one, &dead), alone(other, &freed)], &[]);
        assert_eq!(order(&view), [Fate::Released, Fate::ReportedDead]);
    }
}

#[test]
fn copies_count_once_and_forgeries_never() {
    let dead = record(Role::Dead, vec![claim(Property::DeathDate, "2014")]);
    let seen = sighting("2016");
    let copied = |group| SourceStanding::of_group(group);
    let three = [testimony(1, &dead, copied(1)), testimony(2, &dead, copied(1)), testimony(3, &dead, copied(2))];
    assert_eq!(FateView::of(&three, &[]).possibilities[0].independent, 2);
    let forged = SourceStanding { authenticity: Authenticity::Forged, ..copied(1) };
    let verified = SourceStanding { authenticity: Authenticity::Verified, ..copied(1) };
    // Alone it is kept, and stands below the presumption.
    let view = FateView::of(&[testimony(1, &dead, forged)], &[]);
    assert_eq!(order(&view), [Fate::PresumedAlive, Fate::ReportedDead]);
    // A copy of a forgery is one; a verified original is not.
    let view = FateView::of(&[testimony(1, &dead, forged), testimony(2, &dead, copied(1))], &[]);
    assert_eq!(view.possibility(Fate::ReportedDead).unwrap().independent, 0);
    let view = FateView::of(&[testimony(1, &dead, forged), testimony(2, &dead, verified)], &[]);
    let possibility = &view.possibilities[0];
    assert_eq!((possibility.fate, possibility.independent), (Fate::ReportedDead, 1));
    assert_eq!(possibility.claims.iter().map(|one| one.testimony).collect::<Vec<_>>(), [2, 1]);
    // It still contradicts where nothing else does.
    let view = FateView::of(&[testimony(1, &dead, forged), alone(5, &seen)], &[]);
    assert_eq!(order(&view), [Fate::SeenAlive, Fate::ReportedDead]);
    assert_eq!(view.possibilities[0].contrary.map(|one| one.saying.testimony), Some(1));
}

#[test]
fn remains_are_somebodys_when_two_humans_say_so() {
    let body = record(Role::Dead, vec![claim(Property::GraveNumber, "12"), claim(Property::DeathDate, "2014")]);
    let freed = record(Role::Freed, vec![]);
    let both = [alone(1, &body), alone(2, &freed)];
    let view = FateView::of(&both, &[]);
    assert_eq!(view.possibility(Fate::ReportedDead).unwrap().claims[0].basis, Basis::Remains);
    assert!(view.is_presumed_alive());
    let view = FateView::of(&both, &[1]);
    assert_eq!(view.possibilities[0].fate, Fate::IdentifiedRemains);
    assert_eq!(view.possibilities[0].contrary.map(|one| one.fate), Some(Fate::Released));
    assert!(!view.is_presumed_alive() && view.possibility(Fate::ReportedDead).is_none());
    // A paper cannot be identified, and a forgery is no body.
    assert!(FateView::of(&[alone(1, &certificate("2014"))], &[1]).is_presumed_alive());
    let forged = SourceStanding { authenticity: Authenticity::Forged, ..SourceStanding::of_group(1) };
    assert!(FateView::of(&[testimony(1, &body, forged)], &[1]).is_presumed_alive());
}

#[test]
fn witnesses_and_informers_have_no_fate_here() {
    for role in [Role::Witness, Role::Informer, Role::Unclear, Role::Staff] {
        let other =
            record(role, vec![claim(Property::DeathDate, "2014"), claim(Property::Facility, "sy.saydnaya-prison")]);
        assert_eq!(FateView::of(&[alone(1, &other)], &[]), FateView::of(&[], &[]));
        assert!(WhereaboutsView::of(&[alone(1, &other)], &[], Gazetteer::syria()).possibilities.is_empty());
    }
}

#[test]
fn a_sealed_date_contradicts_without_being_shown() {
    let sealed = |date: &str| claim(Property::DeathDate, date).with_visibility(Visibility::Sealed);
    let (dead, seen) = (record(Role::Dead, vec![sealed("2014")]), sighting("2016"));
    let view = FateView::of(&[alone(1, &dead), alone(2, &seen)], &[]);
    let possibility = view.possibility(Fate::ReportedDead).unwrap();
    assert_eq!((possibility.claims[0].date, possibility.claims[0].visibility), (None, Visibility::Sealed));
    assert!(possibility.contrary.is_some());
}
