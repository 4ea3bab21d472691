//! A life in custody as the sources date it: every stay, arrest, sighting, death date and list date, each by its source and
//! as precise as that. Two that contradict each other stand in two lanes; nothing is joined into one line.

use super::drawing;
use super::seen::{Seen, place_name};
use crate::shell::Shell;
use crate::shown::plain;
use record::{Claim, PartialDate, Property, Role, Stay};
use store::{ImportNumber, RecordId, RecordView};

/// What is dated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Kind {
    Arrest,
    Stay,
    ProofOfLife,
    Sighting,
    /// The day of a death, as its source states it.
    Death,
    /// The day of which a list speaks.
    List,
}

impl Kind {
    /// The message that names it.
    pub(crate) fn key(self) -> &'static str {
        match self {
            Kind::Arrest => "person-mark-arrest",
            Kind::Stay => "person-mark-stay",
            Kind::ProofOfLife => "person-mark-proof",
            Kind::Sighting => "person-mark-sighting",
            Kind::Death => "person-mark-death",
            Kind::List => "person-mark-list",
        }
    }

    /// The class of its mark.
    pub(crate) fn class(self) -> &'static str {
        match self {
            Kind::Arrest => "arrest",
            Kind::Stay => "stay",
            Kind::ProofOfLife | Kind::Sighting => "sighting",
            Kind::Death => "death",
            Kind::List => "list",
        }
    }
}

/// From when to when.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Extent {
    /// At one time, known so exactly.
    At(PartialDate),
    /// From one to another; one that is not known leaves that end open.
    Between(Option<PartialDate>, Option<PartialDate>),
    /// Nobody says when.
    Unknown,
}

impl Extent {
    fn of(from: Option<PartialDate>, to: Option<PartialDate>) -> Extent {
        if from.is_none() && to.is_none() { Extent::Unknown } else { Extent::Between(from, to) }
    }

    /// By what it is put in order: its earliest day, those without one last.
    fn order(self) -> i32 {
        let first = |date: PartialDate| date.interval().0.0;
        match self {
            Extent::At(date) => first(date),
            Extent::Between(from, to) => from.or(to).map_or(i32::MAX, first),
            Extent::Unknown => i32::MAX,
        }
    }

    fn words(self, shell: &Shell) -> String {
        let date = |date: PartialDate| shell.date(&date.to_edtf());
        match self {
            Extent::At(at) => date(at),
            Extent::Between(Some(from), Some(to)) => {
                let (from, to) = (date(from), date(to));
                shell.tell("person-when-from-to", &[("from", (&from).into()), ("to", (&to).into())])
            }
            Extent::Between(Some(from), None) => shell.with("person-when-from", "from", &date(from)),
            Extent::Between(None, Some(to)) => shell.with("person-when-to", "to", &date(to)),
            Extent::Between(None, None) | Extent::Unknown => shell.say("person-when-unknown"),
        }
    }
}

/// One bar or mark.
pub(crate) struct Mark {
    pub(crate) kind: Kind,
    pub(crate) extent: Extent,
    pub(crate) record: RecordId,
    /// What it is, in words.
    pub(crate) what: String,
    /// Where, as the source names it or as the place is known; empty where nobody says.
    pub(crate) place: String,
    /// When, in words.
    pub(crate) when: String,
    /// How the stay ended and where it led, in the words of the source.
    pub(crate) note: String,
}

/// A source and what it dates.
pub(crate) struct Lane {
    pub(crate) source: String,
    pub(crate) marks: Vec<Mark>,
    pub(crate) import: ImportNumber,
}

/// The timeline: a drawing, and the same as a table.
pub(crate) struct Timeline {
    /// Nothing where no source dates anything.
    pub(crate) svg: Option<String>,
    pub(crate) lanes: Vec<Lane>,
}

impl Timeline {
    pub(crate) fn of(shell: &Shell, seen: &Seen) -> Timeline {
        let mut lanes: Vec<Lane> = Vec::new();
        for view in &seen.records {
            let marks = marks(shell, seen, view);
            let import = view.id.import();
            match lanes.iter_mut().find(|lane| lane.import == import) {
                Some(lane) => lane.marks.extend(marks),
                None => lanes.push(Lane { source: seen.source(shell, view.id), marks, import }),
            }
        }
        for lane in &mut lanes {
            // Of a list that names the person twice, its date once.
            let mut dated = false;
            lane.marks.retain(|mark| mark.kind != Kind::List || !std::mem::replace(&mut dated, true));
            lane.marks.sort_by_key(|mark| (mark.extent.order(), mark.kind));
        }
        lanes.retain(|lane| !lane.marks.is_empty());
        lanes.sort_by_key(|lane| lane.marks.first().map(|mark| mark.extent.order()));
        Timeline { svg: drawing::draw(shell, &lanes), lanes }
    }
}

/// Everything that a record dates.
fn marks(shell: &Shell, seen: &Seen, view: &RecordView) -> Vec<Mark> {
    let record = &view.record;
    let at = |date: Option<PartialDate>| date.map_or(Extent::Unknown, Extent::At);
    let mark = |kind: Kind, extent: Extent, place: Option<&Claim>, note: String| Mark {
        kind,
        extent,
        record: view.id,
        what: shell.say(kind.key()),
        place: place.map(|claim| place_words(shell, seen, claim)).unwrap_or_default(),
        when: extent.words(shell),
        note,
    };
    let arrests = record.arrests().map(|one| mark(Kind::Arrest, at(one.date()), one.place(), String::new()));
    let stays = record.stays().map(|one| {
        let extent = Extent::of(one.entry(), one.exit());
        mark(Kind::Stay, extent, one.facility(), note(shell, one))
    });
    let sightings = record.sightings().map(|one| {
        let is_proof = one.dated_by().is_some_and(|claim| claim.property == Property::LastProofOfLife);
        let kind = if is_proof { Kind::ProofOfLife } else { Kind::Sighting };
        mark(kind, at(one.date()), one.place().or_else(|| one.facility()), String::new())
    });
    let died_at = record.claims_of(Property::DeathPlace).next();
    let deaths =
        record.claims_of(Property::DeathDate).map(|one| mark(Kind::Death, at(one.date()), died_at, String::new()));
    let listed = PartialDate::parse_edtf(seen.as_of(view.id.import())).ok();
    // The date of a request says when a family asked, which is in its case.
    let listed = listed.filter(|_| record.role != Role::Sought);
    let listed = listed.map(|date| mark(Kind::List, Extent::At(date), None, String::new()));
    let all = arrests.chain(stays).chain(sightings).chain(deaths).chain(listed);
    // A mark that says neither when nor where says nothing here; the claims have it.
    all.filter(|mark| mark.extent != Extent::Unknown || !mark.place.is_empty()).collect()
}

/// The known place, or the words of the source.
fn place_words(shell: &Shell, seen: &Seen, claim: &Claim) -> String {
    plain(&claim.place(seen.places).map_or_else(|| claim.as_written.clone(), |place| place_name(shell, place)))
}

/// How a stay ended, and where it led: in the words of its source.
fn note(shell: &Shell, stay: Stay<'_>) -> String {
    let said = [
        ("person-stay-ended", stay.exit_reason()),
        ("person-stay-came-from", stay.transferred_from()),
        ("person-stay-sent-to", stay.transferred_to()),
    ];
    let said = said.into_iter().filter_map(|(key, claim)| Some(shell.with(key, "words", &plain(&claim?.as_written))));
    said.collect::<Vec<_>>().join(" · ")
}
