//! When a person was at a place, and when two places cannot both be true.

use super::{Placement, Site, Spot};
use crate::saying::Said;
use crate::{DayNumber, Gazetteer, PartialDate};

/// That somebody was at a place for some time.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Presence {
    pub(crate) spot: Spot,
    pub(crate) time: Time,
}

/// What is certain of the time.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Time {
    /// Nothing.
    Unknown,
    /// Some day of these, and perhaps no other.
    Moment(DayNumber, DayNumber),
    /// All of these days.
    Span(DayNumber, DayNumber),
}

impl Time {
    /// Of a stay: all days from the last on which it can have begun to the first on which it can have ended. Where
    /// only one end is known, that end.
    pub(crate) fn of_stay(entry: Option<PartialDate>, exit: Option<PartialDate>) -> Time {
        if let (Some(entry), Some(exit)) = (entry, exit) {
            let (begun, ended) = (entry.interval().1, exit.interval().0);
            if begun < ended {
                return Time::Span(begun, ended);
            }
        }
        exit.or(entry).map_or(Time::Unknown, Time::of)
    }

    pub(crate) fn of(date: PartialDate) -> Time {
        let (first, last) = date.interval();
        Time::Moment(first, last)
    }
}

/// Whether two testimonies place a person at two places at one time. On the day of a transfer a person is at two, and
/// the place that lies in the other is no other.
pub(super) fn contradict(one: &Said<Presence>, other: &Said<Presence>, gazetteer: &Gazetteer) -> bool {
    let (Some(site), Some(other_site)) = (&one.what.spot.site, &other.what.spot.site) else { return false };
    if !are_apart(site, other_site, gazetteer) {
        return false;
    }
    let placements = (one.what.spot.placement, other.what.spot.placement);
    let is_grave = |placement| matches!(placement, Placement::ReportedBuried | Placement::IdentifiedBurial);
    let is_alive = |placement| matches!(placement, Placement::Held | Placement::Seen | Placement::TransferredTo);
    if is_grave(placements.0) && is_grave(placements.1) {
        return true;
    }
    if placements == (Placement::ReportedDied, Placement::ReportedDied) {
        return true;
    }
    is_alive(placements.0) && is_alive(placements.1) && overlap(one.what.time, other.what.time)
}

fn overlap(one: Time, other: Time) -> bool {
    match (one, other) {
        (Time::Span(first, last), Time::Span(other_first, other_last)) => first.max(other_first) < last.min(other_last),
        (Time::Span(begun, ended), Time::Moment(first, last))
        | (Time::Moment(first, last), Time::Span(begun, ended)) => begun < first && last < ended,
        _ => false,
    }
}

/// Words that no gazetteer knows are apart from all others: a human sees at once that they name one place.
fn are_apart(one: &Site, other: &Site, gazetteer: &Gazetteer) -> bool {
    match (one.place(gazetteer), other.place(gazetteer)) {
        (Some(one), Some(other)) => !gazetteer.contains(&one.id, &other.id) && !gazetteer.contains(&other.id, &one.id),
        _ => one != other,
    }
}
