//! Reading the tables that a model needs: its columns, and what the rows are called.

use super::ids::Ids;
use crate::commands::match_tables::Arguments;
use crate::tables;
use anyhow::Context;
use exchange::table::RawTable;
use link::engine::table_columns;
use link::model::Model;
use link::{Table, TableBuilder};
use std::collections::HashMap;
use std::path::Path;

/// Where the model's columns stand in one file.
pub(super) struct Places {
    id: Option<usize>,
    cells: Vec<usize>,
}

impl Places {
    pub(super) fn of(model: &Model, wanted: &[String], table: &RawTable, path: &Path) -> anyhow::Result<Places> {
        let id = match &model.id {
            Some(id) => Some(tables::column(table, id, path)?),
            None => tables::id_column(table),
        };
        let cells = wanted.iter().map(|name| tables::column(table, name, path));
        Ok(Places { id, cells: cells.collect::<Result<Vec<usize>, crate::WrongUse>>()? })
    }

    /// The cells of a row that the model needs, in the order in which it names them.
    pub(super) fn cells<'row>(&self, row: &exchange::table::Row<'row>) -> impl Iterator<Item = &'row str> {
        self.cells.iter().map(move |&at| row.get(at))
    }

    pub(super) fn id<'row>(&self, row: &exchange::table::Row<'row>) -> Option<&'row str> {
        self.id.map(|at| row.get(at))
    }
}

/// The rows of one table or two.
pub(super) struct Rows {
    pub(super) table: Table,
    pub(super) ids: Ids,
    /// The person of each row, where a column was named that says so.
    pub(super) truth: Option<Vec<Option<u32>>>,
}

/// Reads one table or two.
pub(super) fn tables(arguments: &Arguments, model: &Model) -> anyhow::Result<Rows> {
    let wanted = table_columns(model);
    let mut builder = TableBuilder::new(wanted.iter().map(String::as_str));
    let mut ids = Ids::default();
    let two = arguments.right.is_some();
    let mut truth: Option<Vec<Option<u32>>> = arguments.truth.as_ref().map(|_| Vec::new());
    let mut persons: HashMap<String, u32> = HashMap::new();
    for (list, path) in std::iter::once(&arguments.left).chain(&arguments.right).enumerate() {
        if list > 0 {
            builder.end_list();
        }
        let mut table = tables::open(path)?;
        let places = Places::of(model, &wanted, &table, path)?;
        let truth_at = arguments.truth.as_ref().map(|name| tables::column(&table, name, path)).transpose()?;
        let prefix = tables::row_prefix(two, list);
        let mut number = 0_u64;
        while let Some(row) = table.next_row()? {
            let named = match places.id(&row) {
                Some(id) => ids.push(prefix, id),
                None => ids.push(prefix, &number.to_string()),
            };
            named.context("the rows' names are more than 4 GiB of text; use a shorter id column")?;
            builder.push(places.cells(&row))?;
            if let (Some(truth), Some(at)) = (&mut truth, truth_at) {
                truth.push(person(&mut persons, row.get(at)));
            }
            number += 1;
        }
    }
    Ok(Rows { table: builder.finish(), ids, truth })
}

/// The number of a person, by what the column of the truth says; nobody where it says nothing.
fn person(persons: &mut HashMap<String, u32>, value: &str) -> Option<u32> {
    if value.is_empty() {
        return None;
    }
    if let Some(&known) = persons.get(value) {
        return Some(known);
    }
    let number = persons.len() as u32;
    persons.insert(value.to_owned(), number);
    Some(number)
}
