//! A case and what stands in the way of its answer, and candidates that wait: for staff.

use crate::archive_at::ArchiveAt;
use crate::printer::Printer;
use crate::signing::{KeyAt, seconds};
use serde::Serialize;
use store::{Answer, Archive, CaseNumber, RecordId, Vetting};

#[derive(Serialize)]
struct Shown {
    case: String,
    record: String,
    opened: String,
    contact_until: String,
    team: String,
    closed: bool,
    askers: Vec<Answered>,
}

#[derive(Serialize)]
struct Answered {
    asker: u32,
    vetting: Vetting,
    answer: Answer,
}

/// Candidates that wait, as far as the console may see their records.
pub(super) fn queue(archive: &Archive, limit: usize, json: bool, printer: &mut Printer) -> anyhow::Result<()> {
    let mut waiting = archive.queue(limit)?;
    let ids: Vec<RecordId> = waiting.iter().flat_map(|one| [one.request, one.candidate]).collect();
    let seen = archive.console(seconds()).beside(&ids)?;
    let is_seen = |id: RecordId| seen.iter().any(|view| view.id == id);
    waiting.retain(|one| is_seen(one.request) && is_seen(one.candidate));
    if json {
        return printer.json(&waiting);
    }
    for one in waiting {
        let news = if one.is_new { "new" } else { "" };
        let probability = f64::from(one.probability_micro) / 1e6;
        printer.line(format!("{} {:<8} {:<8} {probability:.3} {news}", one.case, one.request, one.candidate))?;
    }
    Ok(())
}

pub(super) fn show(
    at: &ArchiveAt,
    by: &KeyAt,
    number: CaseNumber,
    json: bool,
    printer: &mut Printer,
) -> anyhow::Result<()> {
    let archive = at.open()?;
    let session = by.session(&archive)?;
    let case = session.case(number)?;
    let mut askers = Vec::new();
    for (place, (_, vetting)) in case.askers.iter().enumerate() {
        let asker = place as u32 + 1;
        askers.push(Answered { asker, vetting: *vetting, answer: session.answer(number, asker)? });
    }
    let shown = Shown {
        case: case.case.to_string(),
        record: case.record.to_string(),
        opened: case.opened,
        contact_until: case.contact_until,
        team: case.team,
        closed: case.is_closed,
        askers,
    };
    if json {
        return printer.json(&shown);
    }
    printer.line(format!(
        "{}  record {}  opened {}  contact until {}",
        shown.case, shown.record, shown.opened, shown.contact_until
    ))?;
    for one in &shown.askers {
        let withheld: Vec<String> = one.answer.withheld.iter().map(|one| format!("{one:?}")).collect();
        let answer = if withheld.is_empty() { "may be told, by people".to_owned() } else { withheld.join(", ") };
        printer.line(format!("  asker {}: {answer}", one.asker))?;
    }
    Ok(())
}
