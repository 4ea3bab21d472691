//! A table of texts as linkage works on it: each column's distinct values once, rows as small numbers.
//!
//! Value 0 is "missing": an empty cell. Rows are numbered in the order in which they came; the rows of one list stand
//! together.

mod builder;
mod values;

pub use builder::{TableBuilder, TableError};
pub(crate) use values::Values;

/// Rows and their values.
#[derive(Clone, Debug)]
pub struct Table {
    columns: Vec<Column>,
    /// The first row of each list, and the number of rows at the end.
    lists: Vec<u32>,
}

/// A column: its header, the value of each row, the values.
#[derive(Clone, Debug)]
pub(crate) struct Column {
    pub(crate) header: String,
    pub(crate) rows: Vec<u32>,
    pub(crate) values: Values,
}

impl Table {
    /// How many rows it has.
    pub fn len(&self) -> usize {
        self.lists.last().map_or(0, |&end| end as usize)
    }

    /// Whether it has none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// How many lists the rows came from.
    pub fn lists(&self) -> usize {
        self.lists.len() - 1
    }

    /// The first row of the second list; the number of rows when there is one list.
    pub fn second_list(&self) -> u32 {
        self.lists[1.min(self.lists.len() - 1)]
    }

    /// The list that a row came from, from 0.
    pub fn list_of(&self, row: u32) -> usize {
        self.lists.partition_point(|&start| start <= row) - 1
    }

    /// The headers of the columns that were kept.
    pub fn headers(&self) -> impl Iterator<Item = &str> {
        self.columns.iter().map(|column| column.header.as_str())
    }

    /// A cell's text; empty when it is missing or the column is none of the table's.
    pub fn text(&self, row: u32, header: &str) -> &str {
        let column = self.columns.iter().find(|column| column.header == header);
        column.map_or("", |column| column.values.text(column.rows[row as usize]))
    }

    /// Adds a row to the last list; nothing when a column or the table is full.
    pub(crate) fn push_row(&mut self, cells: &[&str]) -> Option<u32> {
        let row = u32::try_from(self.len()).ok().filter(|&row| row < u32::MAX - 1)?;
        let numbers = self.columns.iter_mut().zip(cells).map(|(column, cell)| column.values.number(cell));
        let numbers = numbers.collect::<Option<Vec<u32>>>()?;
        for (column, number) in self.columns.iter_mut().zip(numbers) {
            column.rows.push(number);
        }
        *self.lists.last_mut()? += 1;
        Some(row)
    }

    pub(crate) fn column(&self, header: &str) -> Option<usize> {
        self.columns.iter().position(|column| column.header == header)
    }

    pub(crate) fn values_mut(&mut self, column: usize) -> &mut Values {
        &mut self.columns[column].values
    }

    pub(crate) fn columns(&self) -> &[Column] {
        &self.columns
    }

    /// Distinct values of a column, missing not counted.
    pub fn distinct(&self, header: &str) -> usize {
        self.column(header).map_or(0, |at| self.columns[at].values.len() - 1)
    }
}
