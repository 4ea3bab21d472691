//! A person: every claim with its source, fate and whereabouts as views over what each source says, decisions, and what may yet
//! change. And a record by itself. It is what the page of a person shows, in the language that was asked for, with stable words
//! beside.

use super::pairs::CellLine;
use super::parts::{Brief, Said, Where};
use super::sent::Sent;
use crate::failure::Failure;
use crate::pages::person as page;
use crate::pages::person::about::{About, Origin as Named};
use crate::pages::person::claims::ClaimShown;
use crate::pages::person::fates::{PossibilityShown, SayingShown};
use crate::pages::person::history::DecisionShown;
use crate::pages::person::proposed::{AwaitingLine, Beside, BesideLine};
use crate::pages::person::timeline::{Extent, Mark};
use crate::pages::person::told::ToldShown;
use crate::work::Work;
use record::{Certainty, PartialDate, Visibility};
use serde::Serialize;
use store::{PersonId, RecordId};
use utoipa::ToSchema;

/// A person. Nothing here concludes anything: what a source says is told as its source's.
#[expect(clippy::struct_field_names, reason = "they are the names of the answer")]
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Person {
    /// Their id, such as `P0123456789AB`.
    pub(crate) person: String,
    /// Their names, and who writes them so.
    pub(crate) names: Vec<Name>,
    /// What they are in how many records.
    pub(crate) roles: Vec<RoleCount>,
    /// Sources other than requests.
    pub(crate) lists: usize,
    /// How many of them are independent of one another.
    pub(crate) independent: usize,
    /// Cases of families that this account may see.
    pub(crate) cases: Vec<CaseOf>,
    /// That somebody asked for their removal, in words; null where nobody did.
    pub(crate) removal: Option<String>,
    /// Whether this account may not see all of it.
    pub(crate) is_partial: bool,
    /// What became of them, as each source says.
    pub(crate) fates: Vec<Possibility>,
    /// Where they were, are or lie, as each source says. Where a living person is now is never said.
    pub(crate) whereabouts: Vec<Possibility>,
    /// What sources date.
    pub(crate) timeline: Vec<MarkLine>,
    /// Every claim with its source.
    pub(crate) claims: Vec<ClaimOf>,
    /// Others in the records, as they state them.
    pub(crate) relations: Vec<Relation>,
    /// The rows as their sources have them.
    pub(crate) records: Vec<RowOf>,
    /// What humans decided about the records, the newest first.
    pub(crate) decisions: Vec<DecisionOf>,
    /// What was told to whom, the newest first.
    pub(crate) told: Vec<ToldOf>,
    /// Joins that wait for a second human.
    pub(crate) awaiting: Vec<AwaitingJoin>,
    /// Records that a machine proposes, and nobody decided on.
    pub(crate) proposed: Vec<Proposed>,
}

/// A name.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Name {
    /// As it is written.
    pub(crate) name: String,
    /// Who writes it so.
    pub(crate) sources: Vec<Source>,
}

/// Where something is from.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Source {
    /// The record.
    pub(crate) record: String,
    /// What its source is called, in words.
    pub(crate) source: String,
}

/// What somebody is in so many records.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct RoleCount {
    /// `sought`, `held`, `freed`, `dead` or `other`.
    pub(crate) role: &'static str,
    /// In how many.
    pub(crate) records: usize,
}

/// A family's case.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct CaseOf {
    /// Its number.
    pub(crate) case: String,
    /// When it was taken.
    pub(crate) opened: String,
    /// Whether it is open.
    pub(crate) is_open: bool,
}

/// One possibility.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Possibility {
    /// A stable word: `presumed_alive`, `held`, `seen_alive`, `released`, `reported_dead`, …
    pub(crate) what: &'static str,
    /// The place, for whereabouts.
    pub(crate) place: Option<String>,
    /// Up to those who say so, in words.
    pub(crate) heading: String,
    /// Who says so, the strongest first.
    pub(crate) sayings: Vec<Saying>,
    /// How many of them are no copies of one another and repeat no request; null where that says nothing.
    pub(crate) independent: Option<usize>,
    /// What stands against it: another possibility.
    pub(crate) contrary: Option<&'static str>,
    /// Its strongest claim.
    pub(crate) contrary_by: Option<Saying>,
}

/// A claim, by whom.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Saying {
    /// The record.
    pub(crate) record: Option<String>,
    /// What its source is called.
    pub(crate) source: String,
    /// On which basis: `request`, `list`, `witness`, `register`, `paper`, `remains`; of a paper its kind too.
    pub(crate) basis: String,
    /// Of when (EDTF).
    pub(crate) date: Option<String>,
    /// Which property says it; null where the row's place on its list does.
    pub(crate) property: Option<&'static str>,
}

/// Something that a source dates.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct MarkLine {
    /// `arrest`, `stay`, `sighting`, `death` or `list`.
    pub(crate) kind: &'static str,
    /// The record.
    pub(crate) record: String,
    /// From when, or when (EDTF).
    pub(crate) from: Option<String>,
    /// Until when, for what lasts.
    pub(crate) to: Option<String>,
    /// Where; empty where nobody says.
    pub(crate) place: String,
    /// How a stay ended and where it led, in the words of the source.
    pub(crate) note: String,
}

/// A claim.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ClaimOf {
    /// The property, as its stable word.
    pub(crate) property: &'static str,
    /// As it is written.
    pub(crate) written: String,
    /// How a date was understood (EDTF).
    pub(crate) date: Option<String>,
    /// Whom the source quotes.
    pub(crate) quotes: Option<String>,
    /// Whether only some may see it.
    pub(crate) is_restricted: bool,
    /// How sure the source was: `stated`, `approximate` or `unsure`.
    pub(crate) certainty: &'static str,
    /// The record.
    pub(crate) record: String,
    /// What its source is called.
    pub(crate) source: String,
    /// Where it stands.
    pub(crate) at: Where,
}

/// Somebody else, as a record states them.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Relation {
    /// Their kinship, as it is written or in words.
    pub(crate) kinship: String,
    /// Who they are, as it is written.
    pub(crate) who: String,
    /// Whether only some may see it.
    pub(crate) is_restricted: bool,
    /// The record.
    pub(crate) record: String,
    /// What its source is called.
    pub(crate) source: String,
}

/// A row.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct RowOf {
    /// The record.
    pub(crate) record: String,
    /// What its source is called.
    pub(crate) source: String,
    /// `sought`, `held`, `freed`, `dead` or `other`.
    pub(crate) role: &'static str,
    /// Where it stands.
    pub(crate) at: Where,
    /// Its cells.
    pub(crate) cells: Vec<CellLine>,
    /// Whether something of it was left out.
    pub(crate) is_partial: bool,
}

/// A decision.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct DecisionOf {
    /// Its id.
    pub(crate) decision: String,
    /// `same`, `different` or `unsure`.
    pub(crate) verdict: &'static str,
    /// The two records.
    pub(crate) pair: [String; 2],
    /// When.
    pub(crate) time: String,
    /// Why, in the words of whoever decided.
    pub(crate) reason: String,
    /// What those are called who stand for it.
    pub(crate) signers: Vec<String>,
    /// Whether it awaits a second human.
    pub(crate) is_awaiting: bool,
    /// Whether it was taken back.
    pub(crate) is_undone: bool,
}

/// Something that left.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ToldOf {
    /// When.
    pub(crate) time: String,
    /// Who let it out.
    pub(crate) by: Option<String>,
    /// To whom, in words.
    pub(crate) whom: String,
    /// The case, where a family was told.
    pub(crate) case: Option<String>,
    /// How, or what for.
    pub(crate) how: String,
    /// Whether a correction is owed.
    pub(crate) is_owed: bool,
}

/// A record beside the person's.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct BesideOf {
    /// The record.
    pub(crate) record: String,
    /// The name as its source has it.
    pub(crate) name: String,
    /// `sought`, `held`, `freed`, `dead` or `other`.
    pub(crate) role: &'static str,
    /// What its source is called.
    pub(crate) source: String,
}

/// A join that waits for a second human.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct AwaitingJoin {
    /// The decision.
    pub(crate) decision: String,
    /// The record that it would join.
    pub(crate) beside: BesideOf,
    /// How many humans stand for it.
    pub(crate) humans: u32,
    /// What the record would say of the person's fate.
    pub(crate) would_say: Vec<Possibility>,
}

/// A record that a machine proposes.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Proposed {
    /// The person's own record of the pair.
    pub(crate) own: String,
    /// The other.
    pub(crate) beside: BesideOf,
    /// `strong`, `likely` or `open`.
    pub(crate) strength: &'static str,
}

/// A record by itself.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct OneRecord {
    /// In a few words.
    #[serde(flatten)]
    pub(crate) brief: Brief,
    /// The person whom it is held to be about.
    pub(crate) person: String,
    /// Where it stands.
    pub(crate) at: Where,
    /// What it says.
    pub(crate) claims: Vec<RecordClaim>,
    /// The row as its source has it.
    pub(crate) cells: Vec<CellLine>,
    /// Whether something of it was left out that this account may not see.
    pub(crate) is_partial: bool,
}

/// A claim of a record.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct RecordClaim {
    /// As it was written.
    #[serde(flatten)]
    pub(crate) said: Said,
    /// How a date was understood (EDTF).
    pub(crate) date: Option<String>,
    /// `stated`, `approximate` or `unsure`.
    pub(crate) certainty: &'static str,
    /// Whether only some may see it.
    pub(crate) is_restricted: bool,
}

fn source(named: &Named) -> Source {
    Source { record: named.record.to_string(), source: named.source.clone() }
}

fn saying(said: SayingShown) -> Saying {
    let (basis, property) = said.words;
    Saying { record: said.record.map(|id| id.to_string()), source: said.source, basis, date: said.day, property }
}

fn possibility(shown: PossibilityShown) -> Possibility {
    let (contrary, contrary_by) = match shown.contrary {
        Some(contrary) => (Some(contrary.word), Some(saying(contrary.by))),
        None => (None, None),
    };
    Possibility {
        what: shown.what,
        place: shown.place,
        heading: shown.heading,
        sayings: shown.sayings.into_iter().map(saying).collect(),
        independent: shown.is_counted.then_some(shown.independent),
        contrary,
        contrary_by,
    }
}

fn mark(mark: Mark) -> MarkLine {
    let date = |date: PartialDate| date.to_edtf();
    let (from, to) = match mark.extent {
        Extent::At(at) => (Some(date(at)), None),
        Extent::Between(from, to) => (from.map(date), to.map(date)),
        Extent::Unknown => (None, None),
    };
    let (kind, record) = (mark.kind.class(), mark.record.to_string());
    MarkLine { kind, record, from, to, place: mark.place, note: mark.note }
}

fn claim(property: &'static str, shown: ClaimShown) -> ClaimOf {
    ClaimOf {
        property,
        written: shown.text,
        date: shown.date,
        quotes: shown.quotes,
        is_restricted: shown.is_restricted,
        certainty: shown.certainty.strip_prefix("person-certainty-").unwrap_or_default(),
        record: shown.record.to_string(),
        source: shown.source,
        at: shown.at,
    }
}

fn decision(shown: DecisionShown) -> DecisionOf {
    let (time, verdict) = shown.made;
    DecisionOf {
        decision: shown.number,
        verdict,
        pair: [shown.left.to_string(), shown.right.to_string()],
        time,
        reason: shown.reason,
        signers: shown.signers,
        is_awaiting: shown.standing == "person-decision-awaits",
        is_undone: shown.is_undone,
    }
}

fn told(shown: ToldShown) -> ToldOf {
    let case = shown.case.map(|(case, _)| case);
    ToldOf { time: shown.at, by: shown.by, whom: shown.whom, case, how: shown.how, is_owed: shown.is_owed }
}

fn beside(line: BesideLine) -> BesideOf {
    BesideOf { record: line.record.to_string(), name: line.name, role: line.word, source: line.source }
}

fn awaiting(line: AwaitingLine) -> AwaitingJoin {
    AwaitingJoin {
        decision: line.number,
        beside: beside(line.line),
        humans: line.humans,
        would_say: line.would_say.into_iter().map(possibility).collect(),
    }
}

pub(super) fn person(work: &Work, sent: &Sent) -> Result<Person, Failure> {
    let id: PersonId = sent.id("person")?;
    let shell = work.shell("person-title");
    let (about, Beside { proposed, awaiting: waiting }) = page::read(work, &shell, id)?;
    let About { names, roles, cases, fates, whereabouts, properties, relations, rows, decisions, .. } = about;
    let claims = properties.into_iter().flat_map(|own| own.claims.into_iter().map(move |one| claim(own.word, one)));
    Ok(Person {
        person: about.person,
        names: names
            .into_iter()
            .map(|own| Name { name: own.name, sources: own.sources.iter().map(source).collect() })
            .collect(),
        roles: roles.into_iter().map(|own| RoleCount { role: own.word, records: own.count }).collect(),
        lists: about.lists,
        independent: about.independent,
        cases: cases
            .into_iter()
            .map(|own| CaseOf { case: own.number, opened: own.time, is_open: own.is_open })
            .collect(),
        removal: about.removal.map(|key| shell.say(key)),
        is_partial: about.is_partial,
        fates: fates.into_iter().map(possibility).collect(),
        whereabouts: whereabouts.into_iter().map(possibility).collect(),
        timeline: about.timeline.lanes.into_iter().flat_map(|lane| lane.marks).map(mark).collect(),
        claims: claims.collect(),
        relations: relations
            .into_iter()
            .map(|own| Relation {
                kinship: own.kinship,
                who: own.who,
                is_restricted: own.is_restricted,
                record: own.record.to_string(),
                source: own.source,
            })
            .collect(),
        records: rows
            .into_iter()
            .map(|own| RowOf {
                record: own.record.to_string(),
                source: own.source,
                role: own.word,
                at: own.at,
                cells: own.cells.into_iter().map(|(header, text)| CellLine { header, text }).collect(),
                is_partial: own.is_partial,
            })
            .collect(),
        decisions: decisions.into_iter().map(decision).collect(),
        told: about.told.into_iter().map(told).collect(),
        awaiting: waiting.into_iter().map(awaiting).collect(),
        proposed: proposed
            .into_iter()
            .map(|own| Proposed { own: own.own.0.to_string(), beside: beside(own.line), strength: own.own.1.word() })
            .collect(),
    })
}

pub(super) fn record(work: &Work, sent: &Sent) -> Result<OneRecord, Failure> {
    let id: RecordId = sent.id("record")?;
    // Whether it may be seen is asked first: a person that is named would say that there is somebody.
    let view = work.session(None)?.record(id)?;
    let imports = work.desk.imports()?;
    let claim = |claim: &record::Claim| RecordClaim {
        said: Said::of(claim),
        date: claim.date().map(PartialDate::to_edtf),
        certainty: match claim.certainty {
            Certainty::Stated => "stated",
            Certainty::Approximate => "approximate",
            Certainty::Unsure => "unsure",
        },
        is_restricted: claim.visibility >= Visibility::Restricted,
    };
    // What is sealed is on no page.
    let claims = view.record.claims.iter().filter(|claim| claim.visibility < Visibility::Sealed);
    Ok(OneRecord {
        brief: Brief::of(&imports, id, &view.record),
        person: work.desk.archive.person_of(id)?.to_string(),
        at: Where::of(&view.record.position),
        claims: claims.map(claim).collect(),
        cells: view.record.verbatim.iter().map(CellLine::of).collect(),
        is_partial: view.is_partial,
    })
}
