//! What all lists together say of places of detention, as it is told: a tree of the country, its governorates, their facilities
//! and the years, rounded so that no number of it can be had by subtracting others.
//!
//! Requests of families are not among the lists: they come one by one, and a number that grows by one would tell what a family
//! wrote.

use super::rounding::{FEW, above, rounded};
use super::stays::{ListStays, Made, PlaceAt, Places, Present};
use record::PlaceKind;
use std::collections::BTreeMap;
use std::sync::Arc;
use store::ImportNumber;

/// A place of detention, as it is told. Every number is one that was rounded down.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct FacilityCounts {
    /// At least so many records say that somebody was there.
    pub(crate) stays: u64,
    /// By the year that a record speaks of first, without a gap.
    pub(crate) years: Vec<(i16, u64)>,
    /// In other years, or in none that is told.
    pub(crate) other_years: u64,
    /// Lists that speak of it, those that do most first.
    pub(crate) lists: Vec<ImportNumber>,
    /// Where from, and where to, people were transferred.
    pub(crate) from: Vec<(PlaceAt, u64)>,
    pub(crate) to: Vec<(PlaceAt, u64)>,
}

/// The whole tree, and the lists that it was made from.
pub(crate) struct Traces {
    pub(crate) places: Arc<Places>,
    pub(crate) lists: BTreeMap<ImportNumber, (Made, Arc<ListStays>)>,
    pub(crate) facilities: BTreeMap<PlaceAt, FacilityCounts>,
    /// At least so many, in each governorate.
    pub(crate) governorates: BTreeMap<PlaceAt, u64>,
}

/// What the tree is made from, before it is rounded.
#[derive(Default)]
struct Sums {
    years: BTreeMap<PlaceAt, BTreeMap<Option<i16>, u64>>,
    lists: BTreeMap<PlaceAt, BTreeMap<ImportNumber, u64>>,
    transfers: BTreeMap<(PlaceAt, PlaceAt), u64>,
}

impl Traces {
    /// Adds up what lists say.
    pub(crate) fn of(places: Arc<Places>, lists: BTreeMap<ImportNumber, (Made, Arc<ListStays>)>) -> Traces {
        let mut sums = Sums::default();
        for (import, (_, list)) in &lists {
            for (place, years) in &list.by_place {
                for (year, count) in years {
                    *sums.years.entry(*place).or_default().entry(*year).or_default() += count;
                    *sums.lists.entry(*place).or_default().entry(*import).or_default() += count;
                }
            }
            for (way, count) in &list.transfers {
                *sums.transfers.entry(*way).or_default() += count;
            }
        }
        let mut facilities = BTreeMap::new();
        for (place, at) in places.gazetteer.places().iter().zip(0..) {
            if is_facility(place.kind) {
                facilities.insert(at, facility(&sums, at));
            }
        }
        tell_transfers(&sums, &mut facilities);
        let governorates = governorates(&places, &sums, &facilities);
        Traces { places, lists, facilities, governorates }
    }

    /// Everybody of whom a list says that they were in a place in that time.
    pub(crate) fn present(&self, place: PlaceAt, from: i32, to: i32) -> impl Iterator<Item = &Present> {
        let all = self.lists.values().flat_map(|(_, list)| &list.present);
        all.filter(move |one| one.place == place && one.from <= to && from <= one.to)
    }
}

/// What is listed by itself: places where people are held, and where they are taken.
pub(crate) fn is_facility(kind: PlaceKind) -> bool {
    matches!(kind, PlaceKind::Facility | PlaceKind::Checkpoint)
}

fn facility(sums: &Sums, at: PlaceAt) -> FacilityCounts {
    let nothing = BTreeMap::new();
    let years = sums.years.get(&at).unwrap_or(&nothing);
    let whole: u64 = years.values().sum();
    // From the first to the last year that may be told: where the others begin and end would tell of them.
    let told = || years.iter().filter(|(_, count)| **count >= FEW).filter_map(|(year, _)| *year);
    let range = told().min().zip(told().max());
    let own = |year: i16| years.get(&Some(year)).copied().unwrap_or_default();
    let inside: u64 = range.map_or(0, |(first, last)| (first..=last).map(own).sum());
    let listed: Vec<(i16, u64)> =
        range.map(|(first, last)| (first..=last).map(|year| (year, rounded(own(year)))).collect()).unwrap_or_default();
    let other_years = rounded(whole - inside);
    let stays = above(listed.iter().map(|(_, count)| *count).chain([other_years]), whole);
    let mut lists: Vec<(u64, ImportNumber)> =
        sums.lists.get(&at).into_iter().flatten().map(|(import, count)| (rounded(*count), *import)).collect();
    lists.sort_by_key(|(count, import)| (std::cmp::Reverse(*count), *import));
    // A list that is named has five; more of them than the number allows would say that the number is higher.
    let most = (stays / FEW) as usize;
    let lists = lists.into_iter().filter(|(count, _)| *count >= FEW).take(most).map(|(_, import)| import).collect();
    FacilityCounts { stays, years: listed, other_years, lists, ..FacilityCounts::default() }
}

/// Transfers, the most frequent first, as long as what is told of a place's ways stays within what is told of the place.
fn tell_transfers(sums: &Sums, facilities: &mut BTreeMap<PlaceAt, FacilityCounts>) {
    let mut ways: Vec<(u64, (PlaceAt, PlaceAt))> =
        sums.transfers.iter().map(|(way, count)| (rounded(*count), *way)).filter(|(count, _)| *count >= FEW).collect();
    ways.sort_by_key(|(count, way)| (std::cmp::Reverse(*count), *way));
    let mut used: BTreeMap<PlaceAt, u64> = BTreeMap::new();
    for (count, (from, to)) in ways {
        let has_room = |place: &PlaceAt| {
            let told = facilities.get(place).map_or(0, |facility| facility.stays);
            used.get(place).copied().unwrap_or_default() + count <= told
        };
        if !has_room(&from) || !has_room(&to) {
            continue;
        }
        for place in [from, to] {
            *used.entry(place).or_default() += count;
        }
        if let Some(facility) = facilities.get_mut(&from) {
            facility.to.push((to, count));
        }
        if let Some(facility) = facilities.get_mut(&to) {
            facility.from.push((from, count));
        }
    }
}

/// Above the facilities of each, and what is said of other places in it.
fn governorates(
    places: &Places,
    sums: &Sums,
    facilities: &BTreeMap<PlaceAt, FacilityCounts>,
) -> BTreeMap<PlaceAt, u64> {
    let mut parts: BTreeMap<PlaceAt, (Vec<u64>, u64, u64)> = BTreeMap::new();
    for (place, at) in places.gazetteer.places().iter().zip(0..) {
        let governorate = places.gazetteer.governorate(&place.id);
        let Some(governorate) = governorate.and_then(|governorate| places.at(governorate.id.as_str())) else {
            continue;
        };
        let (told, rest, whole) = parts.entry(governorate).or_default();
        let count: u64 = sums.years.get(&at).map_or(0, |years| years.values().sum());
        *whole += count;
        match facilities.get(&at) {
            Some(facility) => told.push(facility.stays),
            None => *rest += count,
        }
    }
    parts
        .into_iter()
        .map(|(governorate, (told, rest, whole))| (governorate, above(told.into_iter().chain([rounded(rest)]), whole)))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{Traces, is_facility};
    use crate::counting::stays::{ListStays, Made, Places};
    use record::Gazetteer;
    use std::collections::BTreeMap;
    use std::sync::Arc;
    use store::{Hash, ImportNumber};

    fn lists(counts: &[(&str, Option<i16>, u64)], transfers: &[(&str, &str, u64)]) -> Traces {
        let places = Arc::new(Places::of(Gazetteer::syria()));
        let mut list = ListStays::default();
        for (place, year, count) in counts {
            *list.by_place.entry(places.at(place).unwrap()).or_default().entry(*year).or_default() += count;
        }
        for (from, to, count) in transfers {
            list.transfers.insert((places.at(from).unwrap(), places.at(to).unwrap()), *count);
        }
        let made = Made { leaf: Hash::of(b"list"), restricted: BTreeMap::new() };
        Traces::of(places, BTreeMap::from([(ImportNumber(1), (made, Arc::new(list)))]))
    }

    #[test]
    fn few_records_of_a_facility_are_not_told_by_it_by_its_years_or_by_its_governorate() {
        let traces = lists(&[("sy.branch-215", Some(2013), 4), ("sy.branch-227", Some(2012), 23)], &[]);
        let at = |id: &str| traces.places.at(id).unwrap();
        let few = &traces.facilities[&at("sy.branch-215")];
        assert_eq!((few.stays, few.years.len(), few.other_years, few.lists.len()), (0, 0, 0, 0));
        let many = &traces.facilities[&at("sy.branch-227")];
        assert_eq!((many.stays, many.years.as_slice(), many.other_years), (20, [(2012, 20)].as_slice(), 0));
        assert_eq!(many.lists, [ImportNumber(1)]);
        // 27 in all; 25 would be the sum, rounded.
        assert_eq!(traces.governorates[&at("sy.damascus")], 25);
        assert_eq!(traces.governorates[&at("sy.homs")], 0);
        assert!(traces.facilities.keys().all(|at| is_facility(traces.places.place(*at).unwrap().kind)));
    }

    #[test]
    fn years_are_told_without_a_gap_and_the_rest_together() {
        let place = "sy.branch-235";
        let years = [(Some(1999), 3), (Some(2011), 12), (Some(2012), 2), (Some(2013), 31), (None, 8)];
        let traces = lists(&years.map(|(year, count)| (place, year, count)), &[]);
        let own = &traces.facilities[&traces.places.at(place).unwrap()];
        assert_eq!(own.years, [(2011, 10), (2012, 0), (2013, 30)]);
        assert_eq!(own.other_years, 10);
        // 56 in all.
        assert_eq!(own.stays, 55);
    }

    #[test]
    fn ways_of_transfer_never_say_more_than_the_place_itself() {
        let traces = lists(
            &[("sy.branch-215", None, 22), ("sy.branch-248", None, 60)],
            &[("sy.branch-215", "sy.branch-248", 22), ("sy.branch-227", "sy.branch-215", 3)],
        );
        let at = |id: &str| traces.places.at(id).unwrap();
        assert_eq!(traces.facilities[&at("sy.branch-215")].to, [(at("sy.branch-248"), 20)]);
        assert_eq!(traces.facilities[&at("sy.branch-248")].from, [(at("sy.branch-215"), 20)]);
        assert_eq!(traces.facilities[&at("sy.branch-215")].from, []);
    }
}
