//! Testimonies of whereabouts side by side.

use crate::{claim, record};
use record::{
    Basis, Gazetteer, Placement, Property, Record, Role, SourceStanding, Testimony, Visibility, WhereaboutsView,
};

fn view(records: &[Record], identified: &[usize]) -> WhereaboutsView {
    let testimonies: Vec<Testimony<'_>> = records
        .iter()
        .enumerate()
        .map(|(id, record)| Testimony { id, record, source: SourceStanding::of_group(id as u32) })
        .collect();
    WhereaboutsView::of(&testimonies, identified, Gazetteer::syria())
}

fn held(facility: &str, entry: &str, exit: &str) -> Record {
    record(
        Role::Held,
        vec![claim(Property::Facility, facility), claim(Property::EntryDate, entry), claim(Property::ExitDate, exit)],
    )
}

fn shown(view: &WhereaboutsView) -> Vec<(Placement, &str)> {
    view.possibilities.iter().map(|one| (one.placement, one.site.as_ref().map_or("", |site| site.text()))).collect()
}

#[test]
fn latest_first_and_the_present_is_sealed() {
    let freed = record(Role::Freed, vec![claim(Property::PresentWhereabouts, "بيت أخته في حمص")]);
    let records = [
        held("sy.branch-215", "2013-03", "2013-09"),
        record(
            Role::Held,
            vec![
                claim(Property::Facility, "sy.branch-215"),
                claim(Property::ExitDate, "2013-09-04"),
                claim(Property::TransferredTo, "sy.saydnaya-prison"),
            ],
        ),
        record(Role::Dead, vec![claim(Property::BurialPlace, "نجها"), claim(Property::DeathDate, "2015")]),
        freed,
    ];
    let view = view(&records, &[]);
    assert_eq!(
        shown(&view),
        [
            (Placement::Sealed, ""),
            (Placement::ReportedBuried, "نجها"),
            (Placement::Held, "sy.branch-215"),
            (Placement::TransferredTo, "sy.saydnaya-prison"),
        ]
    );
    assert_eq!(view.possibilities[0].visibility, Visibility::Sealed);
    assert_eq!((view.possibilities[2].independent, view.possibilities[2].claims.len()), (2, 2));
    assert!(!format!("{view:?}").contains("حمص") && !format!("{view:?}").contains("نجها"));
}

#[test]
fn two_facilities_at_one_time_contradict() {
    let at = |first: Record, second: Record| view(&[first, second], &[]).possibilities[0].contrary.is_some();
    assert!(at(held("sy.branch-215", "2013", "2016"), held("sy.saydnaya-prison", "2014", "2015-06")));
    // The day, or the year, of a transfer belongs to both.
    assert!(!at(held("sy.branch-215", "2013", "2014-05-02"), held("sy.saydnaya-prison", "2014-05-02", "2016")));
    assert!(!at(held("sy.branch-215", "2013", "2014"), held("sy.saydnaya-prison", "2014", "2016")));
    let seen = |date: &str| {
        record(Role::Held, vec![claim(Property::Facility, "sy.saydnaya-prison"), claim(Property::SightingDate, date)])
    };
    assert!(at(held("sy.branch-215", "2013", "2016"), seen("2014-06")));
    assert!(!at(held("sy.branch-215", "2013", "2016"), seen("2016")));
    // A town that the prison lies in is no other place.
    let town = record(
        Role::Held,
        vec![claim(Property::SightingPlace, "sy.damascus"), claim(Property::SightingDate, "2014-06")],
    );
    assert!(!at(held("sy.branch-215", "2013", "2016"), town));
}

#[test]
fn a_facility_in_a_sighting_is_where_it_was_seen() {
    let seen = record(
        Role::Held,
        vec![
            claim(Property::Facility, "sy.saydnaya-prison"),
            claim(Property::SightingDate, "2014"),
            claim(Property::SeenBy, "رفيقه"),
        ],
    );
    let view = view(&[seen], &[]);
    assert_eq!(shown(&view), [(Placement::Seen, "sy.saydnaya-prison")]);
    assert_eq!(view.possibilities[0].claims[0].basis, Basis::Witness);
}

#[test]
fn an_entry_on_a_list_of_the_dead_is_no_custody() {
    let dead = record(
        Role::Dead,
        vec![claim(Property::Facility, "sy.saydnaya-prison"), claim(Property::EntryDate, "2016-05-01")],
    );
    let view = view(&[dead], &[]);
    assert_eq!(view.possibilities[0].claims[0].date, None);
}

#[test]
fn claims_for_other_eyes_stand_apart() {
    let open = held("sy.saydnaya-prison", "2013", "2014");
    let mut narrow = open.clone();
    narrow.claims[0].visibility = Visibility::Restricted;
    let mut sealed = open.clone();
    sealed.claims[0].visibility = Visibility::Sealed;
    let view = view(&[open, narrow, sealed], &[]);
    assert_eq!(view.possibilities.len(), 3);
    assert!(view.possibilities.iter().all(|one| one.independent == 1));
    assert_eq!(shown(&view)[0], (Placement::Sealed, ""));
    assert_eq!(view.possibilities[0].claims[0].date, None);
}

#[test]
fn a_grave_is_identified_by_humans() {
    let grave = |place: &str| record(Role::Dead, vec![claim(Property::BurialPlace, place)]);
    let view = view(&[grave("نجها"), grave("القطيفة")], &[0]);
    assert_eq!(view.possibilities.len(), 2);
    for one in &view.possibilities {
        assert!(one.contrary.is_some());
    }
    assert!(shown(&view).contains(&(Placement::IdentifiedBurial, "نجها")));
}
