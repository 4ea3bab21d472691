//! Statements with as many parameters as there are values.
//!
//! Their text is made here, in a few shapes so that the engines keep them prepared. PostgreSQL wants `$1`; for
//! SQLite that is a name, looked for among all the names at every binding, which with a thousand of them costs
//! more than the insertion: there it is `?`.

use super::{Connection, Value};
use crate::sql::connection::Row;
use crate::{Result, limits};
use sqlx::{AssertSqlSafe, SqlSafeStr, SqlStr};
use std::fmt::Write;

/// Each shape has an eighth of the rows of the one before.
const SHRINK: usize = 8;
/// How many ids a lookup may ask for: mostly it is one.
const LOOKUPS: [usize; 3] = [1, 8, limits::IDS_PER_LOOKUP];

impl Connection {
    /// Inserts rows of `columns` values each, many to a statement.
    pub(crate) fn insert(&mut self, (head, columns): (&'static str, usize), values: &[Value<'_>]) -> Result<()> {
        let mut rest = values;
        let mut rows = limits::ROWS_PER_INSERT;
        while !rest.is_empty() {
            while rows * columns > rest.len() {
                rows /= SHRINK;
            }
            let (now, later) = rest.split_at(rows * columns);
            self.execute_text(self.text(head, columns, rows), now)?;
            rest = later;
        }
        Ok(())
    }

    /// Runs a query that ends in a list of ids, as many at a time as one statement takes.
    pub(crate) fn rows_listed(&mut self, head: &'static str, ids: &[i64]) -> Result<Vec<Row>> {
        let mut rows = Vec::with_capacity(ids.len());
        for part in ids.chunks(limits::IDS_PER_LOOKUP) {
            // The last id fills the list up: few shapes of statements.
            let last = part.last().copied().unwrap_or_default();
            let shape = LOOKUPS.into_iter().find(|&shape| shape >= part.len()).unwrap_or(limits::IDS_PER_LOOKUP);
            let padding = std::iter::repeat_n(last, shape - part.len());
            let values: Vec<Value<'_>> = part.iter().copied().chain(padding).map(Value::Int).collect();
            rows.extend(self.rows_text(self.text(head, shape, 1), &values)?);
        }
        Ok(rows)
    }

    /// Every shape of an insert.
    pub(super) fn insert_shapes(&self, head: &str, columns: usize) -> Vec<SqlStr> {
        let shapes = std::iter::successors(Some(limits::ROWS_PER_INSERT), |rows| Some(rows / SHRINK));
        shapes.take_while(|&rows| rows > 0).map(|rows| self.text(head, columns, rows)).collect()
    }

    /// Every shape of a lookup.
    pub(super) fn lookup_shapes(&self, head: &str) -> Vec<SqlStr> {
        LOOKUPS.into_iter().map(|ids| self.text(head, ids, 1)).collect()
    }

    /// `head ($1,$2),($3,$4)` or `head (?,?),(?,?)`.
    fn text(&self, head: &str, columns: usize, rows: usize) -> SqlStr {
        let mut text = String::with_capacity(head.len() + rows * columns * 7);
        text.push_str(head);
        for parameter in 0..rows * columns {
            text.push_str(match parameter % columns {
                0 if parameter == 0 => " (",
                0 => "),(",
                _ => ",",
            });
            if self.is_postgres() {
                let _ = write!(text, "${}", parameter + 1);
            } else {
                text.push('?');
            }
        }
        text.push(')');
        AssertSqlSafe(text).into_sql_str()
    }
}
