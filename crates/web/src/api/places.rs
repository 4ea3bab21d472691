//! Places of detention and governorates: what is publicly known of each, and what lists say of it, in numbers.

use super::parts::{Few, few};
use super::sent::Sent;
use crate::counting::stays::PlaceAt;
use crate::counting::traces::{FacilityCounts, Traces, is_facility};
use crate::failure::Failure;
use crate::shown::plain;
use crate::work::Work;
use record::{Place, PlaceKind};
use serde::Serialize;
use store::access::{Asked, Kind};
use utoipa::ToSchema;

/// Facilities of the map, those that most is said of first.
const ON_THE_MAP_MAX: usize = 60;

/// Places of detention.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Facilities {
    /// Those that most is said of first, where this account sees counts.
    pub(crate) facilities: Vec<FacilityLine>,
}

/// A place of detention.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct FacilityLine {
    /// Its id in the gazetteer, such as `sy.branch-215`.
    pub(crate) place: String,
    /// What it is called, in the language that was asked for.
    pub(crate) name: String,
    /// Who ran it, as the gazetteer says.
    pub(crate) agency: Option<String>,
    /// The number that it goes by.
    pub(crate) number: Option<String>,
    /// The id of its governorate.
    pub(crate) governorate: Option<String>,
    /// Since when it was used (EDTF), where that is known.
    pub(crate) opened: Option<String>,
    /// Until when.
    pub(crate) closed: Option<String>,
    /// At least so many records of lists say that somebody was there; null below five, and for whoever sees no counts.
    pub(crate) stays: Few,
}

/// One place of detention.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Facility {
    /// What is known of it.
    #[serde(flatten)]
    pub(crate) line: FacilityLine,
    /// All its names, in every script.
    pub(crate) names: Vec<String>,
    /// The ids of the places that it lies in, the nearest first.
    pub(crate) lies_in: Vec<String>,
    /// Where what is known is from.
    pub(crate) source: String,
    /// What lists say; null for whoever sees no counts.
    pub(crate) counts: Option<Stays>,
}

/// What lists say of a place.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Stays {
    /// By the year that a record speaks of first, without a gap.
    pub(crate) years: Vec<Year>,
    /// In other years, or in none that is told.
    pub(crate) other_years: Few,
    /// Where people came from.
    pub(crate) from: Vec<Way>,
    /// Where they were brought.
    pub(crate) to: Vec<Way>,
    /// Lists that speak of it, those that do most first.
    pub(crate) lists: Vec<String>,
}

/// Records of one year.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Year {
    /// The year.
    pub(crate) year: i16,
    /// At least so many; null below five.
    pub(crate) count: Few,
}

/// Transfers.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Way {
    /// The other place.
    pub(crate) place: String,
    /// At least so many.
    pub(crate) count: Few,
}

/// Counts by governorate, and by facility.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Map {
    /// Governorates, those that most is said of first.
    pub(crate) governorates: Vec<MapPlace>,
    /// Facilities that something is said of, at most sixty.
    pub(crate) facilities: Vec<MapPlace>,
}

/// A place of the map.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct MapPlace {
    /// Its id in the gazetteer.
    pub(crate) place: String,
    /// What it is called, in the language that was asked for.
    pub(crate) name: String,
    /// At least so many; null below five.
    pub(crate) count: Few,
}

/// A facility of the gazetteer with what is told of it.
pub(crate) struct Told<'a> {
    pub(crate) place: &'a Place,
    pub(crate) governorate: Option<&'a Place>,
    pub(crate) stays: u64,
}

/// The facilities of a governorate and an agency, or of any where those are empty, in the order in which they are told.
pub(crate) fn told<'a>(
    gazetteer: &'a record::Gazetteer,
    traces: Option<&Traces>,
    (governorate, agency): (&str, &str),
) -> Vec<Told<'a>> {
    let mut lines: Vec<(PlaceAt, Told<'a>)> = Vec::new();
    for (place, at) in gazetteer.places().iter().zip(0..).filter(|(place, _)| is_facility(place.kind)) {
        let own = gazetteer.governorate(&place.id);
        let fits = |wanted: &str, own: &str| wanted.is_empty() || wanted == own;
        let is_there = fits(governorate, own.map_or("", |one| one.id.as_str()));
        if !is_there || !fits(agency, place.agency.as_deref().unwrap_or_default()) {
            continue;
        }
        let stays = traces.and_then(|traces| traces.facilities.get(&at)).map_or(0, |facility| facility.stays);
        lines.push((at, Told { place, governorate: own, stays }));
    }
    if traces.is_some() {
        lines.sort_by_key(|(at, told)| (std::cmp::Reverse(told.stays), *at));
    }
    lines.into_iter().map(|(_, told)| told).collect()
}

impl FacilityLine {
    fn of(work: &Work, told: &Told<'_>) -> FacilityLine {
        let Told { place, governorate, stays } = told;
        FacilityLine {
            place: place.id.as_str().to_owned(),
            name: work.shell("facilities-title").place(place),
            agency: place.agency.as_deref().map(plain),
            number: place.number.as_deref().map(plain),
            governorate: governorate.map(|one| one.id.as_str().to_owned()),
            opened: place.opened.map(record::PartialDate::to_edtf),
            closed: place.closed.map(record::PartialDate::to_edtf),
            stays: few(*stays),
        }
    }
}

impl Stays {
    fn of(traces: &Traces, own: &FacilityCounts) -> Stays {
        let way = |(place, count): &(PlaceAt, u64)| {
            let place = traces.places.place(*place)?.id.as_str().to_owned();
            Some(Way { place, count: few(*count) })
        };
        Stays {
            years: own.years.iter().map(|(year, count)| Year { year: *year, count: few(*count) }).collect(),
            other_years: few(own.other_years),
            from: own.from.iter().filter_map(way).collect(),
            to: own.to.iter().filter_map(way).collect(),
            lists: own.lists.iter().map(ToString::to_string).collect(),
        }
    }
}

/// What the map tells: governorates and facilities with their counts, those that most is said of first.
pub(crate) fn on_the_map(traces: &Traces) -> [Vec<(PlaceAt, u64)>; 2] {
    let mut governorates: Vec<(PlaceAt, u64)> = traces.governorates.iter().map(|(at, count)| (*at, *count)).collect();
    let facilities = traces.facilities.iter().map(|(at, facility)| (*at, facility.stays));
    let mut facilities: Vec<(PlaceAt, u64)> = facilities.filter(|(_, stays)| *stays > 0).collect();
    governorates.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    facilities.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    facilities.truncate(ON_THE_MAP_MAX);
    [governorates, facilities]
}

pub(super) fn all(work: &Work, sent: &Sent) -> Result<Facilities, Failure> {
    work.must(Asked::see(Kind::Import))?;
    let gazetteer = work.desk.matching.places(&work.desk.archive)?;
    let traces = if work.may(Asked::see(Kind::Counts)) { Some(work.desk.traces()?) } else { None };
    let told = told(gazetteer, traces.as_deref(), (sent.word("governorate"), sent.word("agency")));
    Ok(Facilities { facilities: told.iter().map(|told| FacilityLine::of(work, told)).collect() })
}

pub(super) fn one(work: &Work, sent: &Sent) -> Result<Facility, Failure> {
    work.must(Asked::see(Kind::Import))?;
    let id: String = sent.id("place")?;
    let gazetteer = work.desk.matching.places(&work.desk.archive)?;
    let place = gazetteer.by_text_id(&id).filter(|place| is_facility(place.kind)).ok_or(Failure::NotThere)?;
    let traces = if work.may(Asked::see(Kind::Counts)) { Some(work.desk.traces()?) } else { None };
    let own = traces.as_deref().and_then(|traces| {
        let own = traces.places.at(&id).and_then(|at| traces.facilities.get(&at))?;
        Some((own.stays, Stays::of(traces, own)))
    });
    let (stays, counts) = own.map_or((0, None), |(stays, counts)| (stays, Some(counts)));
    let told = Told { place, governorate: gazetteer.governorate(&place.id), stays };
    let lies_in = gazetteer.ancestors(&place.id).filter(|one| one.kind != PlaceKind::Country);
    Ok(Facility {
        line: FacilityLine::of(work, &told),
        names: place.names().map(plain).collect(),
        lies_in: lies_in.map(|one| one.id.as_str().to_owned()).collect(),
        source: plain(&place.source),
        counts,
    })
}

pub(super) fn map(work: &Work, _: &Sent) -> Result<Map, Failure> {
    work.must(Asked::see(Kind::Counts))?;
    let (traces, shell) = (work.desk.traces()?, work.shell("map-title"));
    let place = |(at, count): (PlaceAt, u64)| {
        let place = traces.places.place(at)?;
        Some(MapPlace { place: place.id.as_str().to_owned(), name: shell.place(place), count: few(count) })
    };
    let [governorates, facilities] = on_the_map(&traces);
    let places = |all: Vec<(PlaceAt, u64)>| all.into_iter().filter_map(place).collect();
    Ok(Map { governorates: places(governorates), facilities: places(facilities) })
}
