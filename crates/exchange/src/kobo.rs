//! A workbook of a form's submissions, as `KoboToolbox` and ODK tools export it.
//!
//! The first sheet holds a submission a row; each repeated group has a sheet of its own, whose rows name their parent by
//! `_parent_table_name` and `_parent_index`. Headers are labels, or XML names such as `group/field`. A row of a repeated
//! group that names a person is a record of its own, for a form about a family lists many; any other is a part of its
//! parent's record (one stay, one sighting). What the parent says is kept beside the rows of its people, and not claimed of
//! them. Times of submission date ages.

mod columns;
mod repeats;

use crate::draft::day_of;
use crate::import::{CellIn, Importer, Item, RowIn, Sink, problem};
use crate::mapping::{Mapping, SheetMapping};
use crate::sheets::Workbook;
use crate::{ExchangeError, limits};
pub(crate) use columns::understand;
use record::{AsOf, Cell, Gazetteer, Position, ProblemKind};
use repeats::{Key, Repeats};
use std::ops::ControlFlow;
use std::path::Path;

pub(crate) fn read(
    path: &Path,
    mapping: &Mapping,
    places: &Gazetteer,
    sink: &mut Sink<'_>,
) -> Result<(), ExchangeError> {
    let mut book = Workbook::open(path)?;
    let names = book.names();
    let named: Vec<(String, &SheetMapping)> = mapping
        .sheets
        .iter()
        .enumerate()
        .map(|(index, sheet)| (sheet.name.clone().or_else(|| names.get(index).cloned()).unwrap_or_default(), sheet))
        .filter(|(name, _)| names.contains(name))
        .collect();
    // Parts are read before the rows that they are parts of; people of repeated groups after them.
    let is_people = |sheet: &SheetMapping| columns::names_people(sheet);
    let mut repeats = Repeats::new(named.iter().skip(1).any(|(_, sheet)| is_people(sheet)));
    let main = named.first().map(|(name, _)| name.clone()).unwrap_or_default();
    for (name, sheet) in named.iter().skip(1).filter(|(_, sheet)| !is_people(sheet)) {
        sheet_rows(&mut book, name, (mapping, sheet), places, sink, &mut |row, _| {
            repeats.add_part(name, row);
            true
        })?;
    }
    for (name, sheet) in named.iter().take(1).chain(named.iter().skip(1).filter(|(_, sheet)| is_people(sheet))) {
        let is_main = *name == main;
        sheet_rows(&mut book, name, (mapping, sheet), places, sink, &mut |mut row, sink| {
            repeats.join(name, &mut row, is_main);
            let Row { record, problems, .. } = row;
            match record {
                Some(record) => sink.give(Item::Record(record, problems)),
                None => problems.into_iter().for_each(|problem| sink.problem(problem)),
            }
            !sink.summary.stopped
        })?;
    }
    for position in repeats.without_parent() {
        sink.problem(problem(ProblemKind::NothingToKnowBy, &position, "_parent_index"));
    }
    Ok(())
}

/// A row as it was read.
pub(crate) struct Row {
    record: Option<record::Record>,
    problems: Vec<record::Problem>,
    /// All its cells under their headers.
    cells: Vec<Cell>,
    position: Position,
    /// Its own index in its sheet, and its parent's.
    own: Option<u64>,
    parent: Option<Key>,
}

fn sheet_rows(
    book: &mut Workbook,
    name: &str,
    (mapping, sheet): (&Mapping, &SheetMapping),
    places: &Gazetteer,
    sink: &mut Sink<'_>,
    receive: &mut dyn FnMut(Row, &mut Sink<'_>) -> bool,
) -> Result<(), ExchangeError> {
    let mut headers: Vec<String> = Vec::new();
    let mut importer: Option<Importer<'_>> = None;
    let mut number = 0_u64;
    book.each_row(name, &mut |row| {
        let position = Position { sheet: Some(name.to_owned()), row: row.number, ..Position::default() };
        if row.number < sheet.header_row.max(1) {
            return true;
        }
        let Some(importer) = importer.as_mut() else {
            headers = row.cells.into_iter().map(|cell| cell.text).collect();
            let built = Importer::new(mapping, sheet, headers.clone(), places).without_ragged_rows();
            built.header_problems(&position, sink);
            importer = Some(built);
            return true;
        };
        number += 1;
        let cell = |wanted: &str| {
            let at = headers.iter().position(|header| header.trim() == wanted)?;
            row.cells.get(at).map(|cell: &CellIn| cell.text.trim()).filter(|text| !text.is_empty())
        };
        let index = |text: Option<&str>| text.and_then(|text| text.parse::<f64>().ok()).map(|index| index as u64);
        // Without an index of its own a row is known by its place, as the programs number them.
        let own = index(cell("_index")).or(Some(number));
        let parent = index(cell("_parent_index"))
            .map(|index| Key { table: cell("_parent_table_name").unwrap_or_default().to_owned(), index });
        let submitted =
            ["_submission_time", "_submission__submission_time"].into_iter().find_map(cell).and_then(day_of);
        importer.dated(submitted.map_or_else(|| mapping.as_of(), AsOf::from));
        let cells =
            row.cells.iter().zip(0..).filter(|(cell, _)| !cell.text.is_empty()).map(|(cell, at): (_, usize)| Cell {
                header: headers.get(at).cloned().unwrap_or_default(),
                text: cell.text.clone(),
            });
        let cells: Vec<Cell> = cells.take(limits::RECORD_CELLS).collect();
        let mut read = Row { record: None, problems: Vec::new(), cells, position: position.clone(), own, parent };
        let mut take = |item| {
            match item {
                Item::Record(record, problems) => {
                    read.record = Some(record);
                    read.problems.extend(problems);
                }
                Item::Problem(problem) => read.problems.push(problem),
            }
            ControlFlow::Continue(())
        };
        let mut inner = Sink::new(&mut take);
        importer.row(RowIn { position, cells: row.cells, problems: Vec::new() }, &mut inner);
        sink.summary.rows += inner.summary.rows;
        receive(read, sink)
    })
}
