//! The forms that an archive's tables have had, and the way from each to the next.
//!
//! The driver's migrator is left out: it wants its macros or a folder at run time, and two dozen lines do.
//! The two folders hold the same numbers; they differ in the names of types only.

use super::{Connection, Durability, Value};
use crate::{Result, StoreError};

/// SQLite's text, PostgreSQL's text; the first makes form 1.
const STEPS: &[(&str, &str)] = &[(
    include_str!("../../migrations/sqlite/0001_archive.sql"),
    include_str!("../../migrations/postgres/0001_archive.sql"),
)];

/// The form that this version writes.
pub(crate) const NEWEST: i64 = STEPS.len() as i64;

const EXISTS_SQLITE: &str = "SELECT COUNT(*) FROM sqlite_schema WHERE type = 'table' AND name = 'form'";
const EXISTS_POSTGRES: &str =
    "SELECT COUNT(*) FROM pg_tables WHERE schemaname = current_schema() AND tablename = 'form'";
const VERSION: &str = "SELECT COALESCE(MAX(number), 0) FROM form";
const STEPPED: &str = "INSERT INTO form (number) VALUES ($1)";

/// The form of the archive: 0 when there is none yet.
pub(crate) fn version(connection: &mut Connection) -> Result<i64> {
    let exists = if connection.is_postgres() { EXISTS_POSTGRES } else { EXISTS_SQLITE };
    let exists = connection.row(exists, &[])?.map(|row| row.int(0)).transpose()?;
    if exists != Some(1) {
        return Ok(0);
    }
    let found = connection.row(VERSION, &[])?.map(|row| row.int(0)).transpose()?.unwrap_or(0);
    if found > NEWEST {
        return Err(StoreError::Newer { found, known: NEWEST });
    }
    Ok(found)
}

/// Brings the tables to the newest form, a transaction a step.
pub(crate) fn migrate(connection: &mut Connection) -> Result<()> {
    let found = version(connection)?;
    for (number, (sqlite, postgres)) in (1..).zip(STEPS).skip(found as usize) {
        connection.transaction(Durability::Full, |connection| {
            connection.script(if connection.is_postgres() { postgres } else { sqlite })?;
            connection.execute(STEPPED, &[Value::Int(number)])?;
            Ok(())
        })?;
    }
    Ok(())
}
