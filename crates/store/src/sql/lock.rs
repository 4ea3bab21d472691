//! Locks inside PostgreSQL, which other machines ask for as well. They are named after the schema, since archives may
//! share a database. SQLite has none of them: there a file beside the database, or the engine's own lock, stands for
//! each.

use super::{Connection, Value};
use crate::Result;

/// Held until it is given back, or the connection ends.
const LOCK: &str = "SELECT CASE WHEN pg_try_advisory_lock(hashtextextended('athar ' || current_schema() || $1, 0)) \
    THEN CAST(1 AS BIGINT) ELSE CAST(0 AS BIGINT) END";
const UNLOCK: &str = "SELECT CASE WHEN pg_advisory_unlock(hashtextextended('athar ' || current_schema() || $1, 0)) \
    THEN CAST(1 AS BIGINT) ELSE CAST(0 AS BIGINT) END";
/// Held until the transaction ends.
const STAGING: &str = "SELECT CAST(1 AS BIGINT) FROM \
    (SELECT pg_advisory_xact_lock_shared(hashtextextended('athar ' || current_schema() || ' tables', 0))) AS held";
const WHOLE: &str = "SELECT CAST(1 AS BIGINT) FROM \
    (SELECT pg_advisory_xact_lock(hashtextextended('athar ' || current_schema() || ' tables', 0))) AS held";

impl Connection {
    /// Takes a named lock if nobody holds it.
    pub(crate) fn try_lock(&mut self, name: &str) -> Result<bool> {
        self.asks(LOCK, name)
    }

    /// Gives it back. The server would do so too when it notices the end of the connection.
    pub(crate) fn unlock(&mut self, name: &str) -> Result<bool> {
        self.asks(UNLOCK, name)
    }

    /// Keeps those who make the tables anew away until this transaction ends. Any number may stage at once.
    pub(crate) fn hold_tables(&mut self) -> Result<()> {
        self.waits(STAGING)
    }

    /// Waits for those who stage, and keeps them away until this transaction ends.
    pub(crate) fn hold_tables_alone(&mut self) -> Result<()> {
        self.waits(WHOLE)
    }

    fn waits(&mut self, sql: &'static str) -> Result<()> {
        // A transaction of SQLite's that writes is alone anyway.
        if self.is_postgres() { self.rows(sql, &[]).map(drop) } else { Ok(()) }
    }

    fn asks(&mut self, sql: &'static str, name: &str) -> Result<bool> {
        if !self.is_postgres() {
            return Ok(true);
        }
        let answer = self.row(sql, &[Value::Text(name)])?.map(|row| row.int(0)).transpose()?;
        Ok(answer == Some(1))
    }
}
