//! `athar person`: everything that is held to be about one human being, side by side.

mod printing;

use crate::archive_at::ArchiveAt;
use crate::copies::{Sources, archive_copies, count_sources};
use crate::places;
use crate::printer::Printer;
use crate::signing::KeyAt;
use crate::{Outcome, WrongUse};
use record::{Property, Record, Role, Visibility};
use serde::Serialize;
use std::collections::BTreeMap;
use store::{Archive, Decision, NewDecision, Person, PersonId, PossibilityLine, RecordId, Session, Verdict};

/// Show a person: records side by side, claims, stays, fate as each source states it, decisions.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    at: ArchiveAt,
    #[command(flatten)]
    by: KeyAt,
    /// The person (P…), or any of their records (R2.17).
    person: String,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

#[derive(Serialize)]
struct View {
    person: String,
    /// Earlier ids that lead here.
    former: Vec<String>,
    records: Vec<RecordView>,
    /// Records that a machine would add; no human has said so.
    proposed: Vec<RecordView>,
    stays: Vec<Stay>,
    /// What each source says of the person's fate; nothing here is a conclusion.
    fates: Vec<Fate>,
    /// Every fate that is claimed, strongest first, each with the strongest claim against it.
    fate: Vec<PossibilityLine>,
    /// Every place that is claimed, latest first.
    whereabouts: Vec<PossibilityLine>,
    decisions: Vec<DecisionView>,
    /// Records that a human joined, and that wait for a second human.
    awaiting: Vec<AwaitingView>,
    /// Cases of families who ask for the person.
    cases: Vec<String>,
    /// Records that somebody asked to be removed: nothing of them goes outside.
    withdrawn: Vec<String>,
    sources: Sources,
}

#[derive(Serialize)]
struct AwaitingView {
    decision: String,
    left: String,
    right: String,
    humans: u32,
    /// What the record that waits would say of the person's fate: a contradiction is shown before it counts.
    says: Vec<PossibilityLine>,
}

#[derive(Serialize)]
struct RecordView {
    record: String,
    source: String,
    position: String,
    role: Role,
    claims: BTreeMap<&'static str, Vec<String>>,
}

#[derive(Serialize)]
struct Stay {
    record: String,
    facility: String,
    ward: Option<String>,
    cell: Option<String>,
    number: Option<String>,
    from: Option<String>,
    to: Option<String>,
    reason: Option<String>,
    transferred_from: Option<String>,
    transferred_to: Option<String>,
}

#[derive(Serialize)]
struct Fate {
    record: String,
    source: String,
    says: &'static str,
    date: Option<String>,
}

#[derive(Serialize)]
struct DecisionView {
    decision: String,
    left: String,
    right: String,
    verdict: &'static str,
    reason: String,
    time: String,
    /// Humans who stand for it with a key of their own.
    humans: u32,
}

pub(crate) fn run(arguments: &Arguments, printer: &mut Printer) -> anyhow::Result<Outcome> {
    let archive = arguments.at.open()?;
    let session = arguments.by.session(&archive)?;
    let view = view(&archive, see(&archive, &arguments.person, &session)?, &session)?;
    if arguments.json {
        printer.json(&view)?;
    } else {
        printing::print(&view, printer)?;
    }
    Ok(Outcome::Done)
}

/// A person, and the records that may be shown.
struct Seen {
    person: Person,
    records: Vec<(RecordId, Record)>,
    may_see: Visibility,
}

/// The person as whoever asks may see them, logged before it is shown.
fn see(archive: &Archive, asked: &str, session: &Session<'_>) -> anyhow::Result<Seen> {
    let id = if let Ok(id) = asked.parse::<PersonId>() {
        id
    } else if let Ok(record) = asked.parse::<RecordId>() {
        archive.person_of(record)?
    } else {
        return Err(WrongUse(
            "a person is P and twelve characters, or give one of their records, such as R2.17".to_owned(),
        )
        .into());
    };
    let (person, views) = session.person(id)?;
    let records = views.into_iter().map(|view| (view.id, view.record)).collect();
    Ok(Seen { person, records, may_see: session.sees() })
}

fn view(archive: &Archive, seen: Seen, session: &Session<'_>) -> anyhow::Result<View> {
    let Seen { person, records, may_see } = seen;
    let imports = archive.imports()?;
    let sources: BTreeMap<u32, &str> =
        imports.iter().map(|import| (import.number.0, import.meta.source.as_str())).collect();
    let proposed = proposed(archive, &person.records)?;
    let mut decisions: Vec<Decision> = Vec::new();
    let (mut cases, mut withdrawn) = (Vec::new(), Vec::new());
    for &record in &person.records {
        for decision in archive.decisions_of(record)? {
            if !decisions.contains(&decision) {
                decisions.push(decision);
            }
        }
        cases.extend(archive.case_of_record(record)?.map(|case| case.to_string()));
        if archive.withdrawn(record)?.keeps_inside() {
            withdrawn.push(record.to_string());
        }
    }
    let others = |decision: &Decision| [decision.decision.left, decision.decision.right];
    let mut beside: Vec<RecordId> = decisions.iter().flat_map(others).chain(proposed.iter().copied()).collect();
    beside.retain(|id| !person.records.contains(id));
    beside.sort_unstable();
    beside.dedup();
    let beside: BTreeMap<RecordId, Record> =
        session.beside(&beside)?.into_iter().map(|view| (view.id, view.record)).collect();
    // Only what was said of records that may be seen.
    let is_seen = |id: &RecordId| person.records.contains(id) || beside.contains_key(id);
    decisions.retain(|decision| others(decision).iter().all(is_seen));
    let proposed: Vec<(RecordId, &Record)> = proposed.iter().filter_map(|id| Some((*id, beside.get(id)?))).collect();
    let (standings, gazetteer) = (archive.standings()?, places::of(archive)?);
    let mut awaiting = Vec::new();
    for decision in decisions.iter().filter(|decision| person.awaiting.contains(&decision.id)) {
        let NewDecision { left, right, .. } = decision.decision;
        let other = if person.records.contains(&left) { right } else { left };
        let alone = archive.person_with(other)?;
        awaiting.push(AwaitingView {
            decision: decision.id.to_string(),
            left: left.to_string(),
            right: right.to_string(),
            humans: decision.humans,
            says: session.views(&alone, &[other], &imports, &standings, gazetteer)?.fate,
        });
    }
    let views = session.views(&person, &person.records, &imports, &standings, gazetteer)?;
    let source = |id: RecordId| sources.get(&id.import().0).copied().unwrap_or_default().to_owned();
    Ok(View {
        person: person.id.to_string(),
        sources: count_sources(&archive_copies(archive)?, &records, &source),
        former: person.former.iter().map(ToString::to_string).collect(),
        stays: records.iter().flat_map(|(id, record)| stays(*id, record)).collect(),
        fates: records.iter().map(|(id, record)| fate(*id, record, source(*id))).collect(),
        fate: views.fate,
        whereabouts: views.whereabouts,
        awaiting,
        cases,
        withdrawn,
        records: records.iter().map(|(id, record)| record_view(*id, record, source(*id), may_see)).collect(),
        proposed: proposed.iter().map(|(id, record)| record_view(*id, record, source(*id), may_see)).collect(),
        decisions: decisions
            .into_iter()
            .map(|decision| DecisionView {
                decision: decision.id.to_string(),
                left: decision.decision.left.to_string(),
                right: decision.decision.right.to_string(),
                verdict: decision.decision.verdict.as_str(),
                reason: decision.decision.reason.reveal().to_owned(),
                humans: decision.humans,
                time: decision.time,
            })
            .collect(),
    })
}

/// Members of the machine's clusters that humans have not joined to the person.
fn proposed(archive: &Archive, records: &[RecordId]) -> anyhow::Result<Vec<RecordId>> {
    let Some(run) = archive.latest_link_run()? else { return Ok(Vec::new()) };
    let mut proposed = Vec::new();
    for &record in records {
        if let Some(cluster) = archive.cluster_of(run.number, record)? {
            proposed.extend(archive.cluster_members(run.number, cluster)?);
        }
    }
    proposed.sort_unstable();
    proposed.dedup();
    proposed.retain(|record| !records.contains(record));
    // What a human refused is no proposal any more, whatever an older run says.
    for &record in records {
        for decision in archive.decisions_of(record)? {
            let NewDecision { left, right, verdict, .. } = decision.decision;
            if verdict == Verdict::Different {
                proposed.retain(|&other| other != left && other != right);
            }
        }
    }
    Ok(proposed)
}

fn first(record: &Record, property: Property) -> Option<String> {
    record.claims_of(property).next().map(|claim| claim.as_written.clone())
}

/// Every stay of a record that names a facility. A record may speak of several; they may contradict each other.
fn stays(id: RecordId, record: &Record) -> Vec<Stay> {
    let text = |stay: record::Stay<'_>, property: Property| {
        let claim = stay.claims_of(property).find(|claim| claim.visibility == Visibility::Staff);
        claim.map(|claim| claim.as_written.clone())
    };
    let told = |stay: record::Stay<'_>| {
        Some(Stay {
            record: id.to_string(),
            facility: text(stay, Property::Facility)?,
            ward: text(stay, Property::Ward),
            cell: text(stay, Property::Cell),
            number: text(stay, Property::DetaineeNumber),
            from: text(stay, Property::EntryDate),
            to: text(stay, Property::ExitDate),
            reason: text(stay, Property::ExitReason),
            transferred_from: text(stay, Property::TransferredFrom),
            transferred_to: text(stay, Property::TransferredTo),
        })
    };
    record.stays().filter_map(told).collect()
}

fn fate(id: RecordId, record: &Record, source: String) -> Fate {
    let says = match record.role {
        Role::Sought => "sought",
        Role::Held => "held",
        Role::Freed => "freed, says the list",
        Role::Dead => "dead, says the list",
        _ => "named in another role",
    };
    let date = first(record, Property::DeathDate).or_else(|| first(record, Property::ExitDate));
    Fate { record: id.to_string(), source, says, date }
}

fn record_view(id: RecordId, record: &Record, source: String, may_see: Visibility) -> RecordView {
    let mut claims: BTreeMap<&'static str, Vec<String>> = BTreeMap::new();
    for claim in &record.claims {
        let text = if claim.visibility <= may_see { claim.as_written.clone() } else { "(not shown)".to_owned() };
        claims.entry(claim.property.as_str()).or_default().push(text);
    }
    RecordView { record: id.to_string(), source, position: record.position.to_string(), role: record.role, claims }
}
