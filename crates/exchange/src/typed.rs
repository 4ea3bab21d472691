//! Lines that people typed from a picture, read as the rows of any list are.

use crate::import::{CellIn, Importer, Item, RowIn, Sink, Summary};
use crate::mapping::{ColumnMapping, Mapping, SheetMapping};
use crate::{ExchangeError, Format, TextEncoding};
use record::{Gazetteer, Position, Property, Role};
use std::ops::ControlFlow;
use std::path::Path;

/// One line, cell by cell, in the order of the columns.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Line {
    /// Page, line, and the strip of the picture.
    pub position: Position,
    /// What was typed.
    pub cells: Vec<String>,
}

/// How lines of those columns are read: no header, nothing guessed, since a person chose what each column means.
pub fn mapping(columns: &[Property], headers: &[String], role: Role, as_of: Option<String>) -> Mapping {
    let columns = columns.iter().zip(headers).enumerate().map(|(index, (property, header))| ColumnMapping {
        header: header.clone(),
        index,
        property: Some(*property),
        confidence: 1.0,
        ..ColumnMapping::default()
    });
    let sheet =
        SheetMapping { header_row: 0, right_to_left: true, columns: columns.collect(), ..SheetMapping::default() };
    Mapping {
        format: Format::Picture,
        encoding: TextEncoding::default(),
        delimiter: ',',
        role,
        as_of,
        name_order: crate::NameOrder::default(),
        sheets: vec![sheet],
    }
}

/// Reads lines by their mapping.
pub fn read(
    lines: Vec<Line>,
    mapping: &Mapping,
    places: &Gazetteer,
    receive: &mut dyn FnMut(Item) -> ControlFlow<()>,
) -> Summary {
    let mut sink = Sink::new(receive);
    let Some(sheet) = mapping.sheets.first() else { return sink.summary };
    let headers = sheet.columns.iter().map(|column| column.header.clone()).collect();
    let mut importer = Importer::new(mapping, sheet, headers, places).without_ragged_rows();
    for Line { position, cells } in lines {
        if sink.summary.stopped {
            break;
        }
        let cells = cells.into_iter().map(|text| CellIn { text, verbatim: None }).collect();
        importer.row(RowIn { position, cells, problems: Vec::new() }, &mut sink);
    }
    sink.summary
}

/// What is told to whoever hands in a picture where a list is read.
pub(crate) fn no_list(path: &Path) -> ExchangeError {
    ExchangeError::NotAList {
        file: path.to_owned(),
        what: "its lines stand in a picture",
        remedy: "have them typed at the desk (page Pictures)",
    }
}
