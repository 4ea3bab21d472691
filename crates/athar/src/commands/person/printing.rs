//! A person on a terminal: records side by side, fates with what stands against them, decisions.

use super::{RecordView, View};
use crate::copies::Sources;
use crate::printer::Printer;
use record::Property;
use store::{ClaimLine, PossibilityLine};

pub(super) fn print(view: &View, printer: &mut Printer) -> anyhow::Result<()> {
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
