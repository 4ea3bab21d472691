//! Reads back the tables that [`crate::out`] writes: CSV and workbooks. Tombstones become problems that say so.

use crate::draft::Draft;
use crate::import::{Sink, problem};
use crate::mapping::Mapping;
use crate::out::guard::unguard;
use crate::out::{CSV_COLUMNS, Column, ROLE_COLUMN, WITHDRAWN, role_of_word};
use crate::sheets::Workbook;
use crate::strict::{self, Row};
use crate::{ExchangeError, limits};
use record::{AsOf, Gazetteer, PartialDate, Position, ProblemKind, Property};
use std::collections::HashMap;
use std::path::Path;

/// What a column of ours holds.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Held {
    Id,
    Status,
    AsOf,
    Role,
    Claim(Column),
    /// Kept verbatim only: watermark, source, and what others put beside ours.
    Other,
}

impl Held {
    fn of(name: &str) -> Held {
        match name {
            "athar_id" => Held::Id,
            "athar_status" => Held::Status,
            "athar_as_of" => Held::AsOf,
            ROLE_COLUMN => Held::Role,
            _ => Column::parse(name).map_or(Held::Other, Held::Claim),
        }
    }
}

struct Header<'a> {
    names: Vec<String>,
    held: Vec<Held>,
    mapping: &'a Mapping,
    places: &'a Gazetteer,
}

impl<'a> Header<'a> {
    fn new(names: Vec<String>, mapping: &'a Mapping, places: &'a Gazetteer) -> Header<'a> {
        let held = names.iter().map(|name| Held::of(name)).collect();
        Header { names, held, mapping, places }
    }

    fn cell<'c>(&self, cells: &'c [String], held: Held) -> &'c str {
        let at = self.held.iter().position(|&own| own == held);
        at.and_then(|at| cells.get(at)).map_or("", String::as_str)
    }

    fn row(&self, cells: &[String], position: Position, sink: &mut Sink<'_>) {
        if cells.iter().all(|cell| cell.trim().is_empty()) {
            return;
        }
        let id = self.cell(cells, Held::Id);
        let status = self.cell(cells, Held::Status);
        if status.contains(WITHDRAWN) || status.starts_with("withdrawn") {
            sink.summary.rows += 1;
            let mut withdrawn = problem(ProblemKind::Withdrawn, &position, id);
            withdrawn.column = Some(CSV_COLUMNS[0].to_owned());
            sink.problem(withdrawn);
            return;
        }
        let as_of = PartialDate::parse_edtf(self.cell(cells, Held::AsOf).trim()).map(AsOf::from).unwrap_or_default();
        let role = role_of_word(self.cell(cells, Held::Role).trim()).unwrap_or(self.mapping.role);
        let mut draft = Draft::new(position, role, as_of, self.places);
        if cells.len() != self.names.len() {
            draft.problem(ProblemKind::RaggedRow, "", &cells.len().to_string());
        }
        for (index, text) in cells.iter().enumerate().filter(|(_, text)| !text.is_empty()) {
            let name = self.names.get(index).map_or("", String::as_str);
            draft.cell(name, text);
            match self.held.get(index) {
                Some(Held::Id) => drop(draft.say(Property::RowIdentifier, 0, name, text)),
                Some(Held::Claim(column)) => drop(draft.say(column.property, column.part, name, text)),
                _ => {}
            }
        }
        draft.finish(sink);
    }
}

/// Reads a CSV of ours.
pub(crate) fn read_csv(
    path: &Path,
    mapping: &Mapping,
    places: &Gazetteer,
    sink: &mut Sink<'_>,
) -> Result<(), ExchangeError> {
    let mut header: Option<Header<'_>> = None;
    strict::each_row(path, &mut |row| {
        let (line, cells, malformed) = match row {
            Row::Cells(line, cells, malformed) => (line, cells, malformed),
            Row::Broken(line) => {
                sink.problem(problem(ProblemKind::Malformed, &Position { row: line, ..Position::default() }, ""));
                return false;
            }
        };
        let position = Position { row: line, ..Position::default() };
        if malformed {
            sink.problem(problem(ProblemKind::Encoding, &position, ""));
        }
        match &header {
            None => {
                let names = cells.iter().map(|name| unguard(name).trim_matches(['\u{FEFF}', ' ']).to_owned()).collect();
                header = Some(Header::new(names, mapping, places));
            }
            Some(header) => {
                let cells: Vec<String> = cells.iter().map(|cell| unguard(cell).to_owned()).collect();
                header.row(&cells, position, sink);
            }
        }
        !sink.summary.stopped
    })
}

/// Reads a workbook of ours: the first sheet says which field each Arabic header of the second is.
pub(crate) fn read_workbook(
    path: &Path,
    mapping: &Mapping,
    places: &Gazetteer,
    sink: &mut Sink<'_>,
) -> Result<(), ExchangeError> {
    let mut book = Workbook::open(path)?;
    let sheets = book.names();
    let [about, list, ..] = &sheets[..] else {
        return Err(ExchangeError::damaged(path, "a sheet is missing"));
    };
    let mut names: HashMap<String, String> = HashMap::new();
    book.each_row(about, &mut |row| {
        if let [_, header, name, ..] = &row.cells[..] {
            names.insert(header.text.clone(), name.text.clone());
        }
        names.len() <= limits::VERBATIM_COLUMNS
    })?;
    let mut header: Option<Header<'_>> = None;
    book.each_row(list, &mut |row| {
        let position = Position { sheet: Some(list.clone()), row: row.number, ..Position::default() };
        let mut cells: Vec<String> = row.cells.into_iter().map(|cell| cell.verbatim.unwrap_or(cell.text)).collect();
        match &header {
            None => {
                let named = cells.iter().map(|cell| names.get(cell).unwrap_or(cell).clone()).collect();
                header = Some(Header::new(named, mapping, places));
            }
            Some(header) => {
                // A sheet does not store the empty cells at the end of a row.
                if cells.len() < header.names.len() {
                    cells.resize(header.names.len(), String::new());
                }
                header.row(&cells, position, sink);
            }
        }
        !sink.summary.stopped
    })
}
