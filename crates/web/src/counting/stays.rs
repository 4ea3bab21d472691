//! What one list says of places of detention: how many records name each, by year, which transfers they tell of, and when whom.
//!
//! Claims that are restricted, or that a human has restricted since, are not among it, nor records of those who are never
//! matched. Nothing is rounded here.

use crate::failure::Failure;
use record::{Claim, DayNumber, Gazetteer, PartialDate, Record, Stay, Visibility};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use store::{Archive, Hash, ImportNumber, RecordFilter, RecordId};

/// A place of a gazetteer, by its position there.
pub(crate) type PlaceAt = u32;

/// The places by their ids.
pub(crate) struct Places {
    pub(crate) gazetteer: &'static Gazetteer,
    by_id: HashMap<&'static str, PlaceAt>,
}

impl Places {
    pub(crate) fn of(gazetteer: &'static Gazetteer) -> Places {
        let by_id = gazetteer.places().iter().zip(0..).map(|(place, at)| (place.id.as_str(), at)).collect();
        Places { gazetteer, by_id }
    }

    /// The position of the place of that id.
    pub(crate) fn at(&self, id: &str) -> Option<PlaceAt> {
        self.by_id.get(id).copied()
    }

    /// The place at a position.
    pub(crate) fn place(&self, at: PlaceAt) -> Option<&'static record::Place> {
        self.gazetteer.places().get(at as usize)
    }

    fn named(&self, claim: Option<&Claim>) -> Option<PlaceAt> {
        let claim = claim.filter(|claim| claim.visibility == Visibility::Staff)?;
        self.at(claim.place(self.gazetteer)?.id.as_str())
    }
}

/// Somebody who was somewhere, says a record with dates.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Present {
    pub(crate) place: PlaceAt,
    /// First and last day of the time that the record speaks of.
    pub(crate) from: i32,
    pub(crate) to: i32,
    pub(crate) record: RecordId,
    /// Of a woman or perhaps of a minor: for those who are cleared.
    pub(crate) is_restricted: bool,
}

/// What one list says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct ListStays {
    /// Records that name a place, each once, by the year that it speaks of first; nothing where it says none.
    pub(crate) by_place: BTreeMap<PlaceAt, BTreeMap<Option<i16>, u64>>,
    /// Records that tell of a transfer, from one place to another.
    pub(crate) transfers: BTreeMap<(PlaceAt, PlaceAt), u64>,
    pub(crate) present: Vec<Present>,
}

/// What a list's numbers were made from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Made {
    /// The leaf of the list's entry.
    pub(crate) leaf: Hash,
    /// The restrictions of its records.
    pub(crate) restricted: BTreeMap<RecordId, u64>,
}

impl ListStays {
    /// Reads a list.
    pub(crate) fn read(
        archive: &Archive,
        places: &Places,
        import: ImportNumber,
        made: &Made,
    ) -> Result<ListStays, Failure> {
        let (mut stays, mut touched) = (ListStays::default(), Vec::new());
        archive.records(RecordFilter::Import(import), |id, record| {
            if made.restricted.contains_key(&id) {
                touched.push((id, record));
            } else {
                stays.hear(places, id, &record);
            }
            Ok(())
        })?;
        if !touched.is_empty() {
            archive.obey_restrictions(touched.iter_mut().map(|(id, record)| (*id, record)))?;
        }
        for (id, record) in &touched {
            stays.hear(places, *id, record);
        }
        Ok(stays)
    }

    fn hear(&mut self, places: &Places, id: RecordId, record: &Record) {
        if !record.role.is_matched() {
            return;
        }
        let mut years: BTreeMap<PlaceAt, Option<i16>> = BTreeMap::new();
        let mut transfers = BTreeSet::new();
        let is_restricted = is_restricted(record);
        for stay in record.stays() {
            let Some(place) = places.named(stay.facility()) else { continue };
            let year = stay.entry().or_else(|| stay.exit()).and_then(PartialDate::year);
            let known = years.entry(place).or_insert(year);
            *known = match (*known, year) {
                (Some(one), Some(other)) => Some(one.min(other)),
                (one, other) => one.or(other),
            };
            transfers.extend(places.named(stay.transferred_to()).map(|to| (place, to)));
            transfers.extend(places.named(stay.transferred_from()).map(|from| (from, place)));
            if let Some((from, to)) = days(stay) {
                self.present.push(Present { place, from, to, record: id, is_restricted });
            }
        }
        for (place, year) in years {
            *self.by_place.entry(place).or_default().entry(year).or_default() += 1;
        }
        for (from, to) in transfers.into_iter().filter(|(from, to)| from != to) {
            *self.transfers.entry((from, to)).or_default() += 1;
        }
    }
}

/// Whether a record is of a kind that is restricted by default: a woman in detention, somebody who may be a minor.
pub(crate) fn is_restricted(record: &Record) -> bool {
    record.may_be_minor() || record.claims_of(record::Property::Sex).any(|claim| claim.normal == "female")
}

/// First and last day of a stay, where a source says a day, month or year of its beginning or end.
pub(crate) fn days(stay: Stay<'_>) -> Option<(i32, i32)> {
    let closed = |date: Option<PartialDate>| date.filter(|date| !date.is_open()).map(PartialDate::interval);
    let (entry, exit) = (closed(stay.entry()), closed(stay.exit()));
    let (DayNumber(from), _) = entry.or(exit)?;
    let (_, DayNumber(to)) = exit.or(entry)?;
    (from <= to).then_some((from, to))
}
