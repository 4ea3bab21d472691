//! Builds a table row by row.

use super::{Column, Table, Values};

/// Why a table cannot be built.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum TableError {
    /// A column holds more text than can be addressed.
    #[error("row {row}: column `{column}` holds more than 4 GiB of different values; leave it out of the model")]
    ColumnTooLarge {
        /// The row, from 1, over all lists.
        row: usize,
        /// The column.
        column: String,
    },
    /// There are more rows than can be numbered.
    #[error("a table holds {max} rows at the most; split it by a column that true pairs agree on")]
    TooManyRows {
        /// How many it may hold.
        max: u32,
    },
}

/// Takes rows of texts, keeps the columns that are wanted.
pub struct TableBuilder {
    columns: Vec<Column>,
    lists: Vec<u32>,
    rows: u32,
}

impl TableBuilder {
    /// A builder for columns of these headers.
    pub fn new<'a>(headers: impl IntoIterator<Item = &'a str>) -> TableBuilder {
        let column = |header: &str| Column { header: header.to_owned(), rows: Vec::new(), values: Values::default() };
        TableBuilder { columns: headers.into_iter().map(column).collect(), lists: vec![0], rows: 0 }
    }

    /// Adds a row to the current list: one cell a column, in the order of the headers. An empty cell is missing.
    pub fn push<'a>(&mut self, cells: impl IntoIterator<Item = &'a str>) -> Result<(), TableError> {
        if self.rows == u32::MAX - 1 {
            return Err(TableError::TooManyRows { max: u32::MAX - 1 });
        }
        for (column, cell) in self.columns.iter_mut().zip(cells) {
            let number = column.values.number(cell).ok_or_else(|| TableError::ColumnTooLarge {
                row: self.rows as usize + 1,
                column: column.header.clone(),
            })?;
            column.rows.push(number);
        }
        self.rows += 1;
        Ok(())
    }

    /// The list ends here; further rows belong to the next.
    pub fn end_list(&mut self) {
        self.lists.push(self.rows);
    }

    /// The table. A last list that was not ended ends here.
    pub fn finish(mut self) -> Table {
        if self.lists.len() == 1 || self.lists.last() != Some(&self.rows) {
            self.lists.push(self.rows);
        }
        for column in &mut self.columns {
            column.rows.shrink_to_fit();
            column.values.shrink();
        }
        Table { columns: self.columns, lists: self.lists }
    }
}
