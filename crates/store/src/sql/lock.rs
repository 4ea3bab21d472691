//! The lock of the one writer inside PostgreSQL: another machine may write to the same database from a directory
//! of its own. SQLite has the lock on the directory only.

use super::Connection;
use crate::Result;

/// Named after the schema, since archives may share a database. Held until the connection ends.
const LOCK: &str = "SELECT CASE WHEN pg_try_advisory_lock(hashtextextended('athar ' || current_schema(), 0)) \
    THEN CAST(1 AS BIGINT) ELSE CAST(0 AS BIGINT) END";
const UNLOCK: &str = "SELECT CASE WHEN pg_advisory_unlock(hashtextextended('athar ' || current_schema(), 0)) \
    THEN CAST(1 AS BIGINT) ELSE CAST(0 AS BIGINT) END";

impl Connection {
    /// Takes the lock if nobody holds it.
    pub(crate) fn try_lock(&mut self) -> Result<bool> {
        self.asks(LOCK)
    }

    /// Gives the lock back. The server would do so too when it notices the end of the connection.
    pub(crate) fn unlock(&mut self) -> Result<bool> {
        self.asks(UNLOCK)
    }

    fn asks(&mut self, sql: &'static str) -> Result<bool> {
        if !self.is_postgres() {
            return Ok(true);
        }
        let answer = self.row(sql, &[])?.map(|row| row.int(0)).transpose()?;
        Ok(answer == Some(1))
    }
}
