//! `athar matches`: gives an association its own rows back, each beside the row of another list that may be
//! about the same person, why, and what to ask next.

use crate::archive_at::ArchiveAt;
use crate::linking::{How, load, model_for};
use crate::places;
use crate::printer::Printer;
use crate::signing::seconds;
use crate::telling::{HIDDEN, Teller};
use crate::words::{Language, Words};
use crate::{Outcome, WrongUse};
use exchange::workbook::{CellStyle, CellText, Workbook};
use link::person::Explainer;
use record::{Property, Record, Visibility};
use std::collections::HashMap;
use std::path::PathBuf;
use store::{Archive, ImportNumber, RecordFilter, RecordId, Verdict};

/// Links below this probability are not worth a caseworker's time.
const SHOWN_PROBABILITY_MIN: f64 = 0.2;

/// Write proposed matches as a workbook: their row, the other row, why, and what to ask next.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    at: ArchiveAt,
    /// The workbook to write.
    #[arg(long)]
    xlsx: PathBuf,
    /// Only rows of this import (such as I6); without it, those of the only list of the sought.
    #[arg(long)]
    import: Option<ImportNumber>,
    /// Language of the sheet: ar (right to left) or en.
    #[arg(long, default_value = "ar")]
    language: Language,
}

pub(crate) fn run(arguments: &Arguments, printer: &mut Printer) -> anyhow::Result<Outcome> {
    let archive = arguments.at.open()?;
    let rows = rows(&archive, arguments, printer)?;
    let words = Words::of(arguments.language);
    let right_to_left = arguments.language.is_right_to_left();
    let headers = verbatim_headers(&rows);
    let mut book = Workbook::new();
    let sheet = book.sheet(&words.say("sheet-matches"), right_to_left);
    let fixed = ["column-our-list", "column-our-row", "column-our-record"].map(|key| words.say(key));
    let theirs = [
        "column-their-name",
        "column-their-list",
        "column-their-row",
        "column-their-record",
        "column-probability",
        "column-why",
        "column-ask",
    ]
    .map(|key| words.say(key));
    sheet.header(&fixed.iter().chain(&headers).chain(&theirs).cloned().collect::<Vec<String>>());
    for row in &rows {
        let mut cells: Vec<CellText> =
            vec![row.ours.0.clone().into(), row.ours.1.clone().into(), row.ours.2.clone().into()];
        cells.extend(headers.iter().map(|header| CellText::from(verbatim(&row.record, header))));
        cells.extend(row.theirs.iter().map(|text| CellText::styled(text.clone(), CellStyle::Shaded)));
        cells.extend([
            CellText::from(row.sure.clone()),
            CellText::styled(row.why.clone(), CellStyle::Wrapped),
            row.ask.clone().into(),
        ]);
        sheet.row(&cells);
    }
    let notes = book.sheet(&words.say("sheet-read-me"), right_to_left);
    for key in ["read-me-1", "read-me-2", "read-me-3"] {
        notes.row(&[CellText::styled(words.say(key), CellStyle::Wrapped)]);
    }
    book.save(&arguments.xlsx)?;
    printer.line(format!("{} proposed matches written to {}", rows.len(), arguments.xlsx.display()))?;
    Ok(if rows.is_empty() { Outcome::No } else { Outcome::Done })
}

/// One line of the sheet.
struct Row {
    record: Record,
    /// List, row and record of ours.
    ours: (String, String, String),
    /// Name, list, row and record of theirs.
    theirs: [String; 4],
    sure: String,
    why: String,
    ask: String,
}

fn rows(archive: &Archive, arguments: &Arguments, printer: &Printer) -> anyhow::Result<Vec<Row>> {
    let imports = archive.imports()?;
    let sought = imports
        .iter()
        .filter(|import| import.undone.is_none() && import.meta.kind == record::SourceKind::Sought)
        .count();
    if arguments.import.is_none() && sought > 1 {
        return Err(WrongUse(
            "several lists of the sought are here: say whose rows with --import, one sheet an association".to_owned(),
        )
        .into());
    }
    let is_ours = |id: RecordId| match arguments.import {
        Some(import) => id.import() == import,
        None => {
            imports.iter().any(|import| import.number == id.import() && import.meta.kind == record::SourceKind::Sought)
        }
    };
    let source = |id: RecordId| {
        imports
            .iter()
            .find(|import| import.number == id.import())
            .map(|import| import.meta.source.clone())
            .unwrap_or_default()
    };
    let loaded = load(archive)?;
    let how = How::usual(1);
    let model = model_for(archive, &loaded, how, printer)?;
    let mut explainer = Explainer::new(&loaded.table, &model);
    let mut records: HashMap<RecordId, Record> = HashMap::new();
    // A workbook goes outside: what somebody asked to be removed, or a human restricted, is not in it.
    let kept_inside = archive.kept_inside()?;
    archive.records(RecordFilter::All, |id, record| {
        if !kept_inside.contains(&id) {
            records.insert(id, record);
        }
        Ok(())
    })?;
    archive.obey_restrictions(records.iter_mut().map(|(id, record)| (*id, record)))?;
    let gazetteer = places::of(archive)?;
    let mut different: Vec<(RecordId, RecordId)> = Vec::new();
    for decision in archive.decisions()? {
        if decision.decision.verdict == Verdict::Different {
            different.push((
                decision.decision.left.min(decision.decision.right),
                decision.decision.left.max(decision.decision.right),
            ));
        }
    }
    let mut pairs: Vec<(RecordId, RecordId, u32)> = Vec::new();
    if let Some(run) = archive.latest_link_run()? {
        archive.links(run.number, |link| {
            let (left, right) = (link.left, link.right);
            if f64::from(link.probability_micro) < SHOWN_PROBABILITY_MIN * 1e6 || different.contains(&(left, right)) {
                return Ok(());
            }
            match (is_ours(left), is_ours(right)) {
                (true, false) => pairs.push((left, right, link.probability_micro)),
                (false, true) => pairs.push((right, left, link.probability_micro)),
                _ => {}
            }
            Ok(())
        })?;
    }
    // Their own order, the surest first for each of their rows.
    pairs.sort_by(|one, other| one.0.cmp(&other.0).then(other.2.cmp(&one.2)).then(one.1.cmp(&other.1)));
    // In the log before anything is written.
    archive.console(seconds()).searched(pairs.len() as u64)?;
    let mut rows = Vec::new();
    for (ours, theirs, probability) in pairs {
        let (Some(record), Some(other)) = (records.get(&ours), records.get(&theirs)) else { continue };
        let (Some(&one), Some(&two)) = (loaded.rows.get(&ours), loaded.rows.get(&theirs)) else { continue };
        let explanation = explainer.explain(one, two);
        let language = arguments.language;
        let teller = Teller { words: Words::of(language), language, gazetteer, one: record, other };
        let sure = match probability {
            990_000.. => "sure-strong",
            800_000.. => "sure-likely",
            _ => "sure-open",
        };
        rows.push(Row {
            record: record.clone(),
            ours: (source(ours), record.position.to_string(), ours.to_string()),
            theirs: [shown_name(other), source(theirs), other.position.to_string(), theirs.to_string()],
            sure: teller.words.say(sure),
            // Reasons quote the other row: for a minor's they stay inside.
            why: if is_restricted(other) { teller.words.say("why-restricted") } else { teller.reasons(&explanation) },
            ask: teller.questions(&explanation),
        });
    }
    Ok(rows)
}

/// Whether a record is of somebody whom lists and exports never name: a minor, for one.
fn is_restricted(record: &Record) -> bool {
    let told_by = |claim: &record::Claim| matches!(claim.property, Property::Age | Property::BirthDate);
    record.claims.iter().any(|claim| claim.visibility > Visibility::Staff && told_by(claim))
}

fn shown_name(record: &Record) -> String {
    if is_restricted(record) { HIDDEN.to_owned() } else { record.display_name() }
}

/// Headers of our own rows, in the order in which they first occur.
fn verbatim_headers(rows: &[Row]) -> Vec<String> {
    let mut headers: Vec<String> = Vec::new();
    for cell in rows.iter().flat_map(|row| &row.record.verbatim) {
        if !cell.header.is_empty() && !headers.contains(&cell.header) {
            headers.push(cell.header.clone());
        }
    }
    headers
}

/// The cell of a row under a header. What is sealed or restricted in a claim is not handed out as a cell either.
fn verbatim(record: &Record, header: &str) -> String {
    let Some(cell) = record.verbatim.iter().find(|cell| cell.header == header) else { return String::new() };
    let sealed =
        record.claims.iter().any(|claim| claim.visibility > Visibility::Staff && claim.as_written == cell.text);
    let sealed = sealed && !cell.text.is_empty();
    if sealed { HIDDEN.to_owned() } else { cell.text.clone() }
}
