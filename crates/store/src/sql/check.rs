//! What only tests ask: does the engine understand every statement (what `query!` would ask of one engine when
//! compiling, a test asks of both), and what happens when the disk is full?

use super::{Connection, Database, statements};
use crate::Result;
use sqlx::{AssertSqlSafe, SqlSafeStr};

impl Database {
    /// Names of the statements that the engine refuses, each with its complaint.
    pub(crate) fn statements_refused(&self, of_readings: bool) -> Result<Vec<(&'static str, String)>> {
        let all = self.read(|connection| {
            let whole = if of_readings { statements::OF_READINGS } else { statements::WHOLE };
            let mut all: Vec<_> = whole.iter().map(|&(name, text)| (name, text.into_sql_str())).collect();
            if of_readings {
                return Ok(all);
            }
            for &(name, head, columns) in statements::MANY {
                all.extend(connection.insert_shapes(head, columns).into_iter().map(|text| (name, text)));
            }
            for &(name, head) in statements::LISTED {
                all.extend(connection.lookup_shapes(head).into_iter().map(|text| (name, text)));
            }
            Ok(all)
        })?;
        let mut refused = Vec::new();
        for (name, text) in all {
            // A transaction each: PostgreSQL gives one up at its first refusal.
            if let Err(error) = self.read(|connection| connection.understands(text)) {
                refused.push((name, error.to_string()));
            }
        }
        Ok(refused)
    }
}

impl Connection {
    /// Sets the largest number of pages of a SQLite file: a full disk for tests.
    pub(crate) fn limit_pages(&mut self, pages: u32) -> Result<()> {
        if !self.is_postgres() {
            self.rows_text(AssertSqlSafe(format!("PRAGMA max_page_count = {pages}")).into_sql_str(), &[])?;
        }
        Ok(())
    }
}
