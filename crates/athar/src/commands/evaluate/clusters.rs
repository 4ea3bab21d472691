//! Clusters against the truth: every column of clusters of a file.

use super::hashed::Hashed;
use super::truth::Truth;
use crate::{WrongUse, tables};
use link::Agreement;
use link::evaluate::BCubed;
use serde::Serialize;
use std::path::Path;

/// What `athar match` calls its column of clusters; others begin so.
const COLUMN: &str = "cluster";

#[derive(Clone, Serialize)]
pub(super) struct ClusterEvaluation {
    #[serde(flatten)]
    pub(super) agreement: Agreement,
    pub(super) b_cubed: BCubed,
    /// Clusters of two records or more.
    pub(super) clusters: usize,
    pub(super) column: String,
    pub(super) file: String,
}

/// One column being read.
struct Column {
    at: usize,
    names: Hashed,
    of_record: Vec<u32>,
}

/// Evaluates each column whose name begins with `cluster`. One that is named like the truth is left out, unless it is
/// named just `cluster`: so the tool itself names its column.
pub(super) fn evaluate(path: &Path, truth: &Truth, truth_column: &str) -> anyhow::Result<Vec<ClusterEvaluation>> {
    let mut table = tables::open(path)?;
    let row_column = tables::column(&table, "row", path)?;
    let is_wanted = |header: &str| header.starts_with(COLUMN) && (header == COLUMN || header != truth_column);
    // Rows that the file does not name stand alone.
    let alone: Vec<u32> = (0..truth.persons.len() as u32).map(|row| row + (1 << 31)).collect();
    let column = |at: usize| Column { at, names: Hashed::default(), of_record: alone.clone() };
    let wanted = (0..table.headers.len()).filter(|&at| is_wanted(&table.headers[at]));
    let mut columns: Vec<Column> = wanted.map(column).collect();
    if columns.is_empty() {
        return Err(WrongUse(format!("{} has no column `{COLUMN}`", path.display())).into());
    }
    let headers = table.headers.clone();
    let mut number = 0;
    while let Some(row) = table.next_row()? {
        number += 1;
        let record = truth.row(row.get(row_column), "", path, number)?;
        for column in &mut columns {
            let name = row.get(column.at);
            if name.is_empty() {
                continue;
            }
            column.of_record[record as usize] = column.names.number(name);
        }
    }
    let evaluated = columns.into_iter().map(|column| ClusterEvaluation {
        agreement: link::agreement_of_clusters(&column.of_record, &truth.persons),
        b_cubed: BCubed::of(&column.of_record, &truth.persons),
        clusters: joined(column.of_record),
        column: headers[column.at].clone(),
        file: path.file_name().unwrap_or_default().to_string_lossy().into_owned(),
    });
    Ok(evaluated.collect())
}

/// Clusters of two records or more.
fn joined(mut of_record: Vec<u32>) -> usize {
    of_record.sort_unstable();
    of_record.chunk_by(|one, other| one == other).filter(|cluster| cluster.len() > 1).count()
}
