//! Reads a file by its mapping: records and problems, one after another.

use crate::delimited::{RawRow, Rows};
use crate::import::{CellIn, Importer, Item, RowIn, Sink, Summary, problem};
use crate::lines::{Line, Lines};
use crate::mapping::{Mapping, SheetMapping};
use crate::messages::Messages;
use crate::sheets::Workbook;
use crate::{ExchangeError, Format, bayanat, detect, exported, ftm, kobo, limits, pdf, pfif, table};
use record::{Gazetteer, Position, ProblemKind};
use std::ops::ControlFlow;
use std::path::Path;

/// Reads a file; places are those of the gazetteer. Rows are handed out one after another; `receive` may stop the reading.
pub fn read(
    path: &Path,
    mapping: &Mapping,
    places: &Gazetteer,
    receive: &mut dyn FnMut(Item) -> ControlFlow<()>,
) -> Result<Summary, ExchangeError> {
    mapping.check()?;
    let detected = detect(path)?;
    let mut sink = Sink::new(receive);
    for odd in detected.problems {
        sink.problem(odd);
    }
    match mapping.format {
        Format::Csv => read_delimited(path, mapping, places, &mut sink)?,
        Format::Parquet => read_parquet(path, mapping, places, &mut sink)?,
        Format::Xlsx => read_workbook(path, mapping, places, &mut sink)?,
        Format::Text => read_lines(path, mapping, places, &mut sink)?,
        Format::Pdf => pdf::read(path, mapping, places, &mut sink)?,
        Format::ExportCsv => exported::read_csv(path, mapping, places, &mut sink)?,
        Format::ExportXlsx => exported::read_workbook(path, mapping, places, &mut sink)?,
        Format::Pfif => pfif::read(path, mapping, places, &mut sink)?,
        Format::FtmStatements => ftm::read_statements(path, mapping, places, &mut sink)?,
        Format::FtmEntities => ftm::read_entities(path, mapping, places, &mut sink)?,
        Format::Bayanat => bayanat::read(path, mapping, places, &mut sink)?,
        Format::Kobo => kobo::read(path, mapping, places, &mut sink)?,
        Format::Picture => return Err(crate::typed::no_list(path)),
    }
    Ok(sink.summary)
}

/// The mapping of a file's one table.
pub(crate) fn only_sheet(mapping: &Mapping) -> Result<&SheetMapping, ExchangeError> {
    mapping.sheets.first().ok_or_else(|| ExchangeError::Mapping {
        what: "it has no table: add one [[sheets]] with header_row and columns".to_owned(),
    })
}

fn read_delimited(
    path: &Path,
    mapping: &Mapping,
    places: &Gazetteer,
    sink: &mut Sink<'_>,
) -> Result<(), ExchangeError> {
    let sheet = only_sheet(mapping)?;
    let mut rows = Rows::open(path, mapping.encoding, mapping.delimiter as u8).map_err(ExchangeError::io(path))?;
    let mut row = RawRow::default();
    let mut importer = None;
    if sheet.header_row == 0 {
        importer = Some(Importer::new(mapping, sheet, Vec::new(), places));
    }
    while !sink.summary.stopped && rows.next_into(&mut row).map_err(ExchangeError::io(path))? {
        let position = Position { row: row.line, ..Position::default() };
        if row.line < sheet.header_row {
            continue;
        }
        let Some(importer) = importer.as_mut() else {
            let headers: Vec<String> = row.iter().take(limits::VERBATIM_COLUMNS).map(str::to_owned).collect();
            rows.expect(row.len());
            let built = Importer::new(mapping, sheet, headers, places);
            built.header_problems(&position, sink);
            importer = Some(built);
            continue;
        };
        importer.row(row_in(&row, position), sink);
    }
    if rows.broke_off() {
        sink.problem(problem(ProblemKind::Encoding, &Position { row: row.line, ..Position::default() }, ""));
    }
    Ok(())
}

fn row_in(row: &RawRow, position: Position) -> RowIn {
    let mut problems = Vec::new();
    if row.flaws.malformed {
        problems.push(ProblemKind::Encoding);
    }
    if row.flaws.cut {
        problems.push(ProblemKind::CellTooLong);
    }
    if row.flaws.open_quote {
        problems.push(ProblemKind::RaggedRow);
    }
    RowIn { position, cells: row.iter().take(limits::VERBATIM_COLUMNS).map(CellIn::from).collect(), problems }
}

fn read_parquet(path: &Path, mapping: &Mapping, places: &Gazetteer, sink: &mut Sink<'_>) -> Result<(), ExchangeError> {
    let sheet = only_sheet(mapping)?;
    let mut table = table::open(path)?;
    let mut importer = Importer::new(mapping, sheet, table.headers.clone(), places);
    let mut number = 1;
    importer.header_problems(&Position { row: number, ..Position::default() }, sink);
    while !sink.summary.stopped {
        let Some(row) = table.next_row()? else { break };
        number += 1;
        let cells = row.iter().map(CellIn::from).collect();
        importer.row(
            RowIn { position: Position { row: number, ..Position::default() }, cells, problems: Vec::new() },
            sink,
        );
    }
    Ok(())
}

fn read_workbook(path: &Path, mapping: &Mapping, places: &Gazetteer, sink: &mut Sink<'_>) -> Result<(), ExchangeError> {
    let mut book = Workbook::open(path)?;
    let names = book.names();
    for (index, sheet) in mapping.sheets.iter().enumerate() {
        if sink.summary.stopped {
            break;
        }
        let name = sheet.name.clone().or_else(|| names.get(index).cloned()).unwrap_or_default();
        let means_something = sheet.columns.iter().any(|column| column.property.is_some());
        if !means_something || !names.contains(&name) {
            let position = Position { sheet: Some(name), ..Position::default() };
            sink.problem(problem(ProblemKind::NoTable, &position, ""));
            continue;
        }
        read_sheet(&mut book, &name, (mapping, sheet), places, sink)?;
    }
    Ok(())
}

fn read_sheet(
    book: &mut Workbook,
    name: &str,
    (mapping, sheet): (&Mapping, &SheetMapping),
    places: &Gazetteer,
    sink: &mut Sink<'_>,
) -> Result<(), ExchangeError> {
    let mut merges = book.merges(name);
    let mut importer =
        (sheet.header_row == 0).then(|| Importer::new(mapping, sheet, Vec::new(), places).without_ragged_rows());
    book.each_row(name, &mut |mut row| {
        let position = Position { sheet: Some(name.to_owned()), row: row.number, ..Position::default() };
        if row.number < sheet.header_row {
            return true;
        }
        let Some(importer) = importer.as_mut() else {
            let headers = row.cells.into_iter().map(|cell| cell.text).collect();
            let built = Importer::new(mapping, sheet, headers, places).without_ragged_rows();
            built.header_problems(&position, sink);
            importer = Some(built);
            return true;
        };
        if merges.fill(&mut row) {
            // A heading over the table ("the third ward") is about no one person.
            let heading = row.cells.iter().map(|cell| cell.text.as_str()).collect::<String>();
            sink.problem(problem(ProblemKind::NothingToKnowBy, &position, &heading));
            return !sink.summary.stopped;
        }
        importer.row(RowIn { position, cells: row.cells, problems: Vec::new() }, sink);
        !sink.summary.stopped
    })
}

fn read_lines(path: &Path, mapping: &Mapping, places: &Gazetteer, sink: &mut Sink<'_>) -> Result<(), ExchangeError> {
    let mut lines = Lines::open(path, mapping.encoding).map_err(ExchangeError::io(path))?;
    let mut messages = Messages::new(mapping, places);
    let mut line = Line::default();
    while !sink.summary.stopped && lines.next_into(&mut line).map_err(ExchangeError::io(path))? {
        messages.line(&line, &Position { row: line.number, ..Position::default() }, sink);
    }
    messages.flush(sink);
    Ok(())
}
