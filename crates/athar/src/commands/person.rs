//! `athar person`: everything that is held to be about one human being, side by side.

use crate::archive_at::ArchiveAt;
use crate::copies::{Sources, archive_copies, count_sources};
use crate::places;
use crate::printer::Printer;
use crate::signing::{KeyAt, seconds};
use crate::{Outcome, WrongUse};
use record::{Property, Record, Role, Visibility};
use serde::Serialize;
use std::collections::BTreeMap;
use store::{
    Archive, ClaimLine, Decision, NewDecision, Person, PersonId, PossibilityLine, RecordId, Session, Verdict, Withdrawn,
};

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
    let signer = arguments.by.signer(&archive)?;
    let session = match signer {
        Some(signer) => archive.session(signer.account.id, None, seconds())?,
        None => archive.console(seconds()),
    };
    let view = view(&archive, see(&archive, &arguments.person, &session)?, &session)?;
    if arguments.json {
        printer.json(&view)?;
    } else {
        print(&view, printer)?;
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
    let sources: BTreeMap<u32, String> =
        archive.imports()?.into_iter().map(|import| (import.number.0, import.meta.source)).collect();
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
        if matches!(archive.withdrawn(record)?, Withdrawn::Asked | Withdrawn::Verified) {
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
            says: session.views(&alone, &[other], &standings, gazetteer)?.fate,
        });
    }
    let views = session.views(&person, &person.records, &standings, gazetteer)?;
    let source = |id: RecordId| sources.get(&id.import().0).cloned().unwrap_or_default();
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

fn print(view: &View, printer: &mut Printer) -> anyhow::Result<()> {
    printer.line(&view.person)?;
    for former in &view.former {
        printer.line(format!("  was also {former}"))?;
    }
    print_side_by_side("Records that humans hold to be about this person", &view.records, printer)?;
    if !view.proposed.is_empty() {
        print_side_by_side("Proposed by a machine, confirmed by nobody", &view.proposed, printer)?;
    }
    if !view.stays.is_empty() {
        printer.line("\nStays")?;
        for stay in &view.stays {
            let or_unknown = |date: &Option<String>| date.clone().unwrap_or_else(|| "?".to_owned());
            let reason = stay.reason.as_deref().unwrap_or("");
            printer.line(format!(
                "  {}: {} to {}  {reason}  ({})",
                stay.facility,
                or_unknown(&stay.from),
                or_unknown(&stay.to),
                stay.record
            ))?;
        }
    }
    let Sources { lists, independent, may_be_copies } = &view.sources;
    if *lists > 0 {
        printer.line(format!(
            "\nLists other than requests: {lists}; independent of one another, as far as is known: {independent}"
        ))?;
    }
    for copy in may_be_copies {
        printer.line(format!("  {} may in part be copied from {}, or both from a third list", copy.within, copy.of))?;
    }
    printer.line("\nFate, as each source states it")?;
    for fate in &view.fates {
        printer.line(format!("  {}: {} {}", fate.source, fate.says, fate.date.as_deref().unwrap_or("")))?;
    }
    print_possibilities("\nFate, weighed: nothing here is a conclusion", &view.fate, printer)?;
    print_possibilities("\nWhereabouts", &view.whereabouts, printer)?;
    for awaiting in &view.awaiting {
        printer.line(format!(
            "\n{} would join {} and {}: awaiting a second person ({} of 2 have signed)",
            awaiting.decision, awaiting.left, awaiting.right, awaiting.humans
        ))?;
        for line in awaiting.says.iter().filter(|line| !line.claims.is_empty()) {
            let by = line.claims.first().map(told).unwrap_or_default();
            printer.line(format!("      it says: {} by {by}", line.what.replace('_', " ")))?;
        }
    }
    if !view.decisions.is_empty() {
        printer.line("\nDecisions")?;
        for decision in &view.decisions {
            printer.line(format!(
                "  {} {} and {}: {} ({})",
                decision.decision, decision.left, decision.right, decision.verdict, decision.reason
            ))?;
        }
    }
    Ok(())
}

/// Each possibility with who says so, and the strongest claim against it.
fn print_possibilities(title: &str, lines: &[PossibilityLine], printer: &mut Printer) -> anyhow::Result<()> {
    if lines.is_empty() {
        return Ok(());
    }
    printer.line(title)?;
    for line in lines {
        let by = line.claims.first().map(|claim| format!("by {}", told(claim))).unwrap_or_default();
        let place = line.place.as_deref().map(|place| format!(" {place}")).unwrap_or_default();
        let more = if line.claims.len() > 1 { format!(" and {} more", line.claims.len() - 1) } else { String::new() };
        printer.line(format!(
            "  {}{place} {by}{more}; independent sources: {}",
            line.what.replace('_', " "),
            line.independent
        ))?;
        if let Some((what, claim)) = &line.contrary {
            printer.line(format!("      against it: {} by {}", what.replace('_', " "), told(claim)))?;
        }
    }
    Ok(())
}

fn told(claim: &ClaimLine) -> String {
    let date = claim.date.as_deref().map(|date| format!(", {date}")).unwrap_or_default();
    format!("{} ({}, {}{date})", claim.source, claim.record, claim.basis)
}

/// A row a property, a column a record.
fn print_side_by_side(title: &str, records: &[RecordView], printer: &mut Printer) -> anyhow::Result<()> {
    const WIDTH: usize = 26;
    printer.line(format!("\n{title}"))?;
    let mut properties: Vec<&str> = records.iter().flat_map(|record| record.claims.keys().copied()).collect();
    properties.sort_by_key(|name| Property::parse(name));
    properties.dedup();
    let row = |name: &str, cells: Vec<String>| {
        let cells: Vec<String> = cells
            .into_iter()
            .map(|cell| format!("{:<WIDTH$}", cell.chars().take(WIDTH - 1).collect::<String>()))
            .collect();
        format!("  {name:<20}{}", cells.concat()).trim_end().to_owned()
    };
    printer.line(row("", records.iter().map(|record| record.record.clone()).collect()))?;
    printer.line(row("source", records.iter().map(|record| record.source.clone()).collect()))?;
    for property in properties {
        let cells = records
            .iter()
            .map(|record| record.claims.get(property).map(|values| values.join("; ")).unwrap_or_default())
            .collect();
        printer.line(row(property, cells))?;
    }
    Ok(())
}
