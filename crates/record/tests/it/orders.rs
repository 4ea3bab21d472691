//! What holds of both views for any testimonies, in any order of arrival.

use crate::{claim, record};
use proptest::prelude::{Just, Strategy, prop_assert, prop_assert_eq, prop_oneof, proptest};
use record::{
    Authenticity, Basis, Claim, Fate, FateView, Gazetteer, Property, Record, Reliability, Role, SourceStanding,
    Testimony, Visibility, WhereaboutsView,
};

fn testimony(id: usize, record: &Record, source: SourceStanding) -> Testimony<'_> {
    Testimony { id, record, source }
}

fn any_claim() -> impl Strategy<Value = Claim> {
    let dates = vec!["2012", "2014", "2014-06", "2016-05-01", "2013/2015", ""];
    let date = proptest::sample::select(vec![
        Property::DeathDate,
        Property::SightingDate,
        Property::EntryDate,
        Property::ExitDate,
        Property::ArrestDate,
        Property::LastProofOfLife,
    ]);
    let place = proptest::sample::select(vec![
        Property::Facility,
        Property::BurialPlace,
        Property::DeathPlace,
        Property::TransferredTo,
        Property::SightingPlace,
        Property::PresentWhereabouts,
    ]);
    let word = proptest::sample::select(vec![
        (Property::Status, "released"),
        (Property::Status, "missing"),
        (Property::ExitReason, "executed"),
        (Property::PaperKind, "بيان وفاة"),
        (Property::PaperKind, "بطلب الأهل"),
        (Property::SeenBy, "رفيقه"),
        (Property::GraveNumber, "12"),
    ]);
    let places = vec!["sy.saydnaya-prison", "sy.branch-215", "sy.daraya", "سجن لا يعرفه أحد"];
    let said = prop_oneof![
        (date, proptest::sample::select(dates)).prop_map(|(property, text)| claim(property, text)),
        (place, proptest::sample::select(places)).prop_map(|(property, text)| claim(property, text)),
        word.prop_map(|(property, text)| claim(property, text)),
    ];
    let visibility = prop_oneof![4 => Just(None), 1 => Just(Some(Visibility::Restricted))];
    (said, 0u16..2, visibility).prop_map(|(claim, part, visibility)| {
        let visibility = visibility.unwrap_or(claim.visibility).max(claim.visibility);
        claim.with_part(part).with_visibility(visibility)
    })
}

fn any_testimony() -> impl Strategy<Value = (Record, SourceStanding)> {
    let role =
        proptest::sample::select(vec![Role::Sought, Role::Held, Role::Freed, Role::Dead, Role::Dead, Role::Witness]);
    let authenticity = proptest::sample::select(vec![
        Authenticity::Unknown,
        Authenticity::Unknown,
        Authenticity::Verified,
        Authenticity::Disputed,
        Authenticity::Forged,
    ]);
    let reliability = proptest::sample::select(vec![None, Some(Reliability::Good), Some(Reliability::Poor)]);
    let source = (0u32..4, proptest::bool::weighted(0.2), reliability, authenticity).prop_map(
        |(group, is_request, reliability, authenticity)| SourceStanding {
            group,
            is_request,
            reliability,
            authenticity,
        },
    );
    (role, proptest::collection::vec(any_claim(), 0..7), source)
        .prop_map(|(role, claims, source)| (record(role, claims), source))
}

proptest! {
    #[test]
    fn no_order_of_arrival_shows(
        (said, shuffled) in proptest::collection::vec(any_testimony(), 0..6).prop_flat_map(|said| {
            let order: Vec<usize> = (0..said.len()).collect();
            (Just(said), Just(order).prop_shuffle())
        }),
    ) {
        let in_order = |order: &[usize]| -> Vec<Testimony<'_>> {
            order.iter().map(|&id| testimony(id, &said[id].0, said[id].1)).collect()
        };
        let sorted: Vec<usize> = (0..said.len()).collect();
        let (one, other) = (in_order(&sorted), in_order(&shuffled));
        let view = FateView::of(&one, &[0, 2]);
        prop_assert_eq!(&view, &FateView::of(&other, &[2, 0]));
        let syria = Gazetteer::syria();
        prop_assert_eq!(WhereaboutsView::of(&one, &[0, 2], syria), WhereaboutsView::of(&other, &[2, 0], syria));

        // What holds of every view.
        prop_assert!(!view.possibilities.is_empty());
        for possibility in &view.possibilities {
            let groups: std::collections::BTreeSet<u32> = said.iter().map(|(_, source)| source.group).collect();
            prop_assert!(possibility.independent <= groups.len());
            if let Some(contrary) = possibility.contrary {
                // Contradiction is mutual.
                prop_assert!(contrary.fate != possibility.fate);
                prop_assert!(view.possibility(contrary.fate).unwrap().contrary.is_some());
            }
            for saying in &possibility.claims {
                let role = said[saying.testimony].0.role;
                prop_assert!(role.is_matched());
                prop_assert!(role != Role::Sought || saying.basis.is_request() || saying.basis > Basis::List);
            }
        }
        // Whoever was seen after a stated death stands against it, and it against them.
        if let Some((dead, seen)) = view.possibility(Fate::ReportedDead).zip(view.possibility(Fate::SeenAlive)) {
            let (deaths, sightings) = (dead.claims.iter(), || seen.claims.iter().filter_map(|one| one.date));
            let after = deaths.filter_map(|one| one.date).any(|death| {
                sightings().any(|seen| seen.interval().0 > death.interval().1)
            });
            prop_assert!(!after || (dead.contrary.is_some() && seen.contrary.is_some()));
        }
        if let Some((dead, freed)) = view.possibility(Fate::ReportedDead).zip(view.possibility(Fate::Released)) {
            let undated = dead.claims.iter().any(|one| one.date.is_none());
            prop_assert!(!undated || (dead.contrary.is_some() && freed.contrary.is_some()));
        }
        // Nothing forged or asked for leads while a source of its own stands.
        if view.possibilities.iter().any(|one| one.independent > 0) && view.is_presumed_alive() {
            prop_assert!(view.possibilities[0].independent > 0);
        }
    }

    #[test]
    fn the_presumption_holds_without_identified_remains(said in proptest::collection::vec(any_testimony(), 0..6)) {
        let all: Vec<Testimony<'_>> =
            said.iter().enumerate().map(|(id, (record, source))| testimony(id, record, *source)).collect();
        prop_assert!(FateView::of(&all, &[]).is_presumed_alive());
    }
}
