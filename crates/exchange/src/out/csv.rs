//! CSV for a recipient: UTF-8 with a mark, RFC 4180, formulas guarded so that the guard can be taken off again.

use super::columns::{self, Column, placed};
use super::front::{self, CSV_COLUMNS, CURRENT, ROLE_COLUMN, WITHDRAWN};
use super::guard::guard;
use super::tally::Tally;
use super::{Export, Row, Written, allowed, role_word};
use crate::ExchangeError;
use record::{Gazetteer, PartialDate};
use std::collections::HashMap;

/// Writes an export as CSV. Beside it goes `about.csv`: for what, for whom, until when.
pub fn csv(export: &Export, places: &Gazetteer) -> Result<Written, ExchangeError> {
    allowed::check(export)?;
    let mut tally = Tally::default();
    let columns = columns::of(export, &mut tally);
    let mut header: Vec<String> = CSV_COLUMNS.iter().map(|&name| name.to_owned()).collect();
    header.extend(export.about.with_roles.then(|| ROLE_COLUMN.to_owned()));
    header.extend(columns.iter().map(|column| column.name()));
    let mut lines = vec![header];
    for row in &export.rows {
        lines.push(cells(export, row, &columns));
        for claim in export.chosen(row) {
            tally.claim(claim, row, places, Tally::language(claim));
        }
    }
    let bytes = table(lines.into_iter())?;
    Ok(Written { bytes, beside: vec![("about.csv", about(export)?)], not_carried: tally.finish() })
}

/// The cells of a row, as every table of ours has them.
pub(super) fn cells(export: &Export, row: &Row, columns: &[Column]) -> Vec<String> {
    let status = if row.withdrawn { WITHDRAWN } else { CURRENT };
    let mut cells = vec![row.id.clone(), status.to_owned()];
    let with_roles = usize::from(export.about.with_roles);
    if row.withdrawn {
        cells.resize(CSV_COLUMNS.len() + with_roles + columns.len(), String::new());
        return cells;
    }
    let as_of = row.as_of.map(PartialDate::to_edtf).unwrap_or_default();
    cells.extend([export.about.watermark.clone(), row.source.clone(), as_of]);
    cells.extend(export.about.with_roles.then(|| role_word(row.role).to_owned()));
    let said: HashMap<Column, &str> =
        placed(export.chosen(row)).into_iter().map(|(column, claim)| (column, claim.as_written.as_str())).collect();
    cells.extend(columns.iter().map(|column| said.get(column).copied().unwrap_or_default().to_owned()));
    cells
}

/// What stands before the list, as a table of its own.
pub(super) fn about(export: &Export) -> Result<Vec<u8>, ExchangeError> {
    let header = ["item", "البند", "value"].map(str::to_owned);
    let fields = export.fields.iter().map(|&property| {
        let column = Column { property, part: 0, number: 0 };
        ["field".to_owned(), front::label(column), column.name()]
    });
    let lines = std::iter::once(header).chain(front::lines(export)).chain(fields);
    table(lines.map(|line| line.to_vec()))
}

/// A table with every cell guarded.
pub(super) fn table(lines: impl Iterator<Item = Vec<String>>) -> Result<Vec<u8>, ExchangeError> {
    let failed = |error: csv::Error| ExchangeError::Write { what: error.to_string() };
    let mut bytes = "\u{FEFF}".as_bytes().to_vec();
    let terminator = csv::Terminator::CRLF;
    let mut writer = csv::WriterBuilder::new().terminator(terminator).from_writer(&mut bytes);
    for line in lines {
        writer.write_record(line.iter().map(|cell| guard(cell).into_owned())).map_err(failed)?;
    }
    writer.flush().map_err(|error| ExchangeError::Write { what: error.to_string() })?;
    drop(writer);
    Ok(bytes)
}
