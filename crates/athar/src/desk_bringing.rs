//! Lists that come in by the desk: a file in memory, how it would be read, and the road of every other list.

use crate::importing::{How, Imported, bring_in};
use crate::incoming::Incoming;
use crate::places;
use crate::printer::Printer;
use crate::signing::seconds;
use exchange::{Hints, Item, Mapping};
use record::{Problem, Record, SourceKind};
use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::sync::Arc;
use store::jobs::JobKind;
use store::{AccountId, Archive, ImportNumber};
use web::bringing::{
    AboutList, Bringing, Brought, Chosen, ClaimLook, ColumnLook, KnownBy, Look, Meaning, Received, RowLook, SheetLook,
    Steps, Unreadable,
};

/// Records that are shown before a list comes in.
const SHOWN_ROWS: usize = 12;
/// Problems that are shown.
const SHOWN_PROBLEMS: usize = 20;
/// Cells of a column that are shown.
const SHOWN_CELLS: usize = 3;
/// What an earlier list has put into a mapping, and what somebody has chosen at the desk.
const CHOSEN: &str = "chosen";

/// The readers of lists, for the desk.
pub(crate) struct DeskBringing;

impl Bringing for DeskBringing {
    fn receive(&self, name: &str, bytes: &[u8]) -> anyhow::Result<Arc<dyn Received>> {
        Ok(Arc::new(InMemory(Incoming::of_bytes(bytes, name)?)))
    }
}

struct InMemory(Incoming);

/// By what each column is known, by sheet and column.
type Known = BTreeMap<(usize, usize), KnownBy>;

impl Received for InMemory {
    fn look(&self, archive: &Archive, about: &AboutList) -> Result<Look, Unreadable> {
        self.looked(archive, about).map_err(|error| self.told(&error))
    }

    fn import(
        &self,
        archive: &Archive,
        about: &AboutList,
        by: AccountId,
        steps: &Steps,
    ) -> Result<Brought, Unreadable> {
        self.imported(archive, about, by, steps).map_err(|error| self.told(&error))
    }
}

impl InMemory {
    /// The sentence of an error, with the file's own name in place of where it lies in memory.
    fn told(&self, error: &anyhow::Error) -> Unreadable {
        let place = self.0.path().display().to_string();
        Unreadable(error.root_cause().to_string().replace(&place, self.0.name()))
    }

    /// The mapping, and for each column by what it is known.
    fn mapping(&self, archive: &Archive, about: &AboutList) -> anyhow::Result<(Mapping, Known)> {
        let hints = Hints { kind: about.kind, as_of: about.as_of.clone() };
        let mut mapping = exchange::guess(self.0.path(), &hints, places::of(archive)?)?;
        let mut known = BTreeMap::new();
        let earlier = earlier(archive, about.kind, &mapping)?;
        for (at, sheet) in mapping.sheets.iter_mut().enumerate() {
            for column in &mut sheet.columns {
                let key = (at, column.index);
                let guessed = match column.why.as_str() {
                    _ if column.property.is_none() && !column.is_role => KnownBy::Nothing,
                    why if why.contains("header") => KnownBy::Header,
                    _ => KnownBy::Content,
                };
                known.insert(key, guessed);
                let before = earlier.as_ref().and_then(|(number, earlier)| {
                    let sheet = earlier.sheets.get(at)?;
                    Some((*number, sheet.columns.iter().find(|own| own.index == column.index)?))
                });
                if let Some((number, before)) = before
                    && meaning_of(before) != meaning_of(column)
                    && !opens(column, before)
                {
                    (column.property, column.is_role) = (before.property, before.is_role);
                    known.insert(key, KnownBy::Earlier(number));
                }
                let chosen = about.chosen.iter().find(|chosen| (chosen.sheet, chosen.column) == key);
                if let Some(Chosen { meaning, .. }) = chosen
                    && *meaning != meaning_of(column)
                {
                    column.property = if let Meaning::Is(property) = meaning { Some(*property) } else { None };
                    column.is_role = *meaning == Meaning::Role;
                    (column.confidence, column.why) = (1.0, CHOSEN.to_owned());
                    known.insert(key, KnownBy::Choice);
                }
            }
        }
        Ok((mapping, known))
    }

    fn looked(&self, archive: &Archive, about: &AboutList) -> anyhow::Result<Look> {
        let (mapping, known) = self.mapping(archive, about)?;
        let (mut records, mut problems): (Vec<Record>, Vec<Problem>) = (Vec::new(), Vec::new());
        exchange::read(self.0.path(), &mapping, places::of(archive)?, &mut |item| {
            match item {
                Item::Record(mut record, mut own) => {
                    store::leave_open(&mut record, &mut own);
                    problems.extend(own);
                    records.push(record);
                }
                Item::Problem(mut problem) => {
                    store::leave_problems_open(std::slice::from_mut(&mut problem));
                    problems.push(problem);
                }
            }
            let is_enough = records.len() >= SHOWN_ROWS || problems.len() >= SHOWN_PROBLEMS * SHOWN_ROWS;
            if is_enough { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        })?;
        problems.truncate(SHOWN_PROBLEMS);
        let sheets = mapping.sheets.iter().enumerate().map(|(at, sheet)| SheetLook {
            name: sheet.name.clone(),
            header_row: sheet.header_row,
            columns: sheet
                .columns
                .iter()
                .map(|column| ColumnLook {
                    index: column.index,
                    header: column.header.clone(),
                    meaning: meaning_of(column),
                    known_by: known.get(&(at, column.index)).copied().unwrap_or(KnownBy::Nothing),
                    cells: cells(&records, sheet.name.as_deref(), &column.header),
                })
                .collect(),
        });
        Ok(Look {
            format: format_word(mapping.format),
            as_of: mapping.as_of.clone().unwrap_or_default(),
            sheets: sheets.collect(),
            rows: records.into_iter().map(row).collect(),
            problems,
        })
    }

    fn imported(&self, archive: &Archive, about: &AboutList, by: AccountId, steps: &Steps) -> anyhow::Result<Brought> {
        let (mapping, _) = self.mapping(archive, about)?;
        let how = How {
            source: &about.source,
            kind: about.kind,
            mapping: Some(mapping),
            as_of: about.as_of.clone(),
            one_row_per_person: about.one_row_per_person,
            by: Some(by),
        };
        let printer = Printer::unheard(Arc::default());
        Ok(match bring_in(archive, &self.0, &how, &printer, &mut || steps.step())? {
            Imported::New { accepted, .. } => {
                // Where it cannot be asked for now, whoever works behind the desk notices the list.
                let _ = archive.ask_job(JobKind::Link, "", seconds());
                Brought { import: accepted.number, is_old: false }
            }
            Imported::Before(before) => Brought { import: before.number, is_old: true },
        })
    }
}

fn meaning_of(column: &exchange::ColumnMapping) -> Meaning {
    match column.property {
        _ if column.is_role => Meaning::Role,
        Some(property) => Meaning::Is(property),
        None => Meaning::Kept,
    }
}

/// Whether an earlier meaning would open what the guess seals, or match whom it does not: then somebody chooses it anew.
fn opens(guessed: &exchange::ColumnMapping, before: &exchange::ColumnMapping) -> bool {
    let seals = |column: &exchange::ColumnMapping| column.property.map(record::Property::default_visibility);
    guessed.is_role || guessed.property.is_some() && seals(guessed) > seals(before)
}

/// The newest list of the same kind with the same sheets and headers: what its columns mean was settled then. This is how mappings are saved:
/// with the list that they were made for.
fn earlier(archive: &Archive, kind: SourceKind, mapping: &Mapping) -> anyhow::Result<Option<(ImportNumber, Mapping)>> {
    let headers = |mapping: &Mapping| -> Vec<(u64, Vec<(usize, String)>)> {
        let sheets = mapping.sheets.iter();
        let columns = |sheet: &exchange::SheetMapping| {
            sheet.columns.iter().map(|column| (column.index, column.header.clone())).collect()
        };
        sheets.map(|sheet| (sheet.header_row.min(1), columns(sheet))).collect()
    };
    let own = headers(mapping);
    // Columns without headers say nothing of what they mean.
    if own.is_empty() || own.iter().any(|(header, columns)| *header == 0 || columns.is_empty()) {
        return Ok(None);
    }
    let imports = archive
        .imports()?
        .into_iter()
        .rev()
        .filter(|import| import.undone.is_none() && !import.is_page && import.meta.kind == kind);
    let mut mappings =
        imports.filter_map(|import| Some((import.number, Mapping::from_toml(&import.meta.mapping).ok()?)));
    Ok(mappings.find(|(_, earlier)| headers(earlier) == own))
}

/// A few different cells of a column, as far as they stay open.
fn cells(records: &[Record], sheet: Option<&str>, header: &str) -> Vec<String> {
    let mut cells: Vec<String> = Vec::new();
    let own = records.iter().filter(|record| record.position.sheet.as_deref() == sheet);
    for cell in own.flat_map(|record| &record.verbatim) {
        let text = cell.text.trim();
        if cell.header == header && !text.is_empty() && !cells.iter().any(|known| known == text) {
            cells.push(text.to_owned());
        }
        if cells.len() == SHOWN_CELLS {
            break;
        }
    }
    cells
}

fn row(record: Record) -> RowLook {
    let claims = record.claims.into_iter().map(|claim| {
        let is_sealed = claim.visibility == record::Visibility::Sealed;
        let (written, normal) =
            if is_sealed { (String::new(), String::new()) } else { (claim.as_written, claim.normal) };
        let normal = if normal == written { String::new() } else { normal };
        ClaimLook { property: claim.property, written, normal, is_sealed }
    });
    RowLook { position: record.position, claims: claims.collect() }
}

fn format_word(format: exchange::Format) -> &'static str {
    match format {
        exchange::Format::Csv => "csv",
        exchange::Format::Xlsx => "xlsx",
        exchange::Format::Parquet => "parquet",
        exchange::Format::Text => "text",
        // A picture is typed by people, and never comes this way.
        exchange::Format::Picture => "picture",
        exchange::Format::Pdf => "pdf",
        exchange::Format::ExportCsv => "export-csv",
        exchange::Format::ExportXlsx => "export-xlsx",
        exchange::Format::Pfif => "pfif",
        exchange::Format::FtmStatements => "ftm-statements",
        exchange::Format::FtmEntities => "ftm-entities",
        exchange::Format::Bayanat => "bayanat",
        exchange::Format::Kobo => "kobo",
    }
}
