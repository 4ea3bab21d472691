//! Plain tables for `match` and `evaluate`: which row is which, and what its columns mean.

use crate::WrongUse;
use anyhow::Context;
use exchange::table::{self, RawTable};
use record::Property;
use std::path::Path;

/// Rows that the meaning of columns is guessed from.
const SAMPLE_ROWS: usize = 2_000;
/// Columns that name a row, in order of preference.
const ID_COLUMNS: [&str; 3] = ["unique_id", "id", "rec_id"];

/// What a column of a table is taken for.
pub(crate) struct Meaning {
    pub(crate) header: String,
    pub(crate) property: Option<Property>,
    pub(crate) why: String,
}

/// Opens a table with a clear error.
pub(crate) fn open(path: &Path) -> anyhow::Result<RawTable> {
    table::open(path).with_context(|| format!("table {}", path.display()))
}

/// Guesses the meaning of each column from the header and the first rows. Ignored columns mean nothing.
pub(crate) fn guess(path: &Path, ignored: &[String]) -> anyhow::Result<Vec<Meaning>> {
    let mut table = open(path)?;
    let mut sample = Vec::new();
    while sample.len() < SAMPLE_ROWS {
        let Some(row) = table.next_row()? else { break };
        sample.push(row.iter().map(str::to_owned).collect::<Vec<String>>());
    }
    // An ignored column must not take a meaning away from another one either.
    let kept: Vec<usize> = (0..table.headers.len()).filter(|&at| !ignored.contains(&table.headers[at])).collect();
    let headers: Vec<String> = kept.iter().map(|&at| table.headers[at].clone()).collect();
    let cells: Vec<Vec<String>> =
        sample.iter().map(|row| kept.iter().map(|&at| row.get(at).cloned().unwrap_or_default()).collect()).collect();
    let guesses = exchange::column::guess_columns(&headers, &cells, record::Gazetteer::syria());
    let mut meanings: Vec<Meaning> = table
        .headers
        .iter()
        .map(|header| Meaning { header: header.clone(), property: None, why: "ignored".to_owned() })
        .collect();
    for (&at, guess) in kept.iter().zip(guesses) {
        meanings[at].property = guess.property.filter(|_| !ID_COLUMNS.contains(&meanings[at].header.as_str()));
        meanings[at].why = guess.why;
    }
    Ok(meanings)
}

/// The column that names the rows of a table, if it has one.
pub(crate) fn id_column(table: &RawTable) -> Option<usize> {
    ID_COLUMNS.iter().find_map(|&name| table.headers.iter().position(|header| header == name))
}

/// The column of exactly that header, which a file that `athar match` wrote must have.
pub(crate) fn column(table: &RawTable, name: &str, path: &Path) -> Result<usize, WrongUse> {
    let found = table.headers.iter().position(|header| header == name);
    found.ok_or_else(|| WrongUse(format!("{} has no column `{name}`", path.display())))
}

/// What stands before the name of a row: the side that it is on, when two tables are linked.
pub(crate) fn row_prefix(two: bool, list: usize) -> &'static str {
    match (two, list) {
        (false, _) => "",
        (true, 0) => "l:",
        (true, _) => "r:",
    }
}
