//! The forms that an archive's tables have had, and the way from each to the next.
//!
//! The driver's migrator is left out: it wants its macros or a folder at run time, and two dozen lines do.
//! The two folders hold the same numbers; they differ in the names of types only.

use super::{Connection, Durability, Value};
use crate::{Result, StoreError};

/// SQLite's text, PostgreSQL's text; the first makes form 1.
const STEPS: &[(&str, &str)] = &[
    (
        include_str!("../../migrations/sqlite/0001_archive.sql"),
        include_str!("../../migrations/postgres/0001_archive.sql"),
    ),
    (
        include_str!("../../migrations/sqlite/0002_people.sql"),
        include_str!("../../migrations/postgres/0002_people.sql"),
    ),
    (
        include_str!("../../migrations/sqlite/0003_sealed.sql"),
        include_str!("../../migrations/postgres/0003_sealed.sql"),
    ),
    (include_str!("../../migrations/sqlite/0004_desks.sql"), include_str!("../../migrations/postgres/0004_desks.sql")),
    (
        include_str!("../../migrations/sqlite/0005_pictures.sql"),
        include_str!("../../migrations/postgres/0005_pictures.sql"),
    ),
];

/// The log of readings has one form, and a database of its own beside SQLite.
const READINGS: (&str, &str) =
    (include_str!("../../migrations/readings/sqlite.sql"), include_str!("../../migrations/readings/postgres.sql"));

/// The form that this version writes.
pub(crate) const NEWEST: i64 = STEPS.len() as i64;

/// The first form in which everything with content is ciphertext.
pub(crate) const FIRST_SEALED: i64 = 3;

const EXISTS_SQLITE: &str = "SELECT COUNT(*) FROM sqlite_schema WHERE type = 'table' AND name = 'form'";
const EXISTS_POSTGRES: &str =
    "SELECT COUNT(*) FROM pg_tables WHERE schemaname = current_schema() AND tablename = 'form'";
const READINGS_SQLITE: &str = "SELECT COUNT(*) FROM sqlite_schema WHERE type = 'table' AND name = 'reading_head'";
const READINGS_POSTGRES: &str =
    "SELECT COUNT(*) FROM pg_tables WHERE schemaname = current_schema() AND tablename = 'reading_head'";
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

/// Brings the tables to the newest form. `fill` is told the form that was found, and fills again from the ledger what the
/// steps made empty.
///
/// The steps up to the first sealed form are a transaction each. That form and all after it are one, with what fills them:
/// if they were cut off in between, the next to come would take what lies in clear for sealed.
pub(crate) fn migrate(
    connection: &mut Connection,
    fill: impl FnOnce(&mut Connection, i64) -> Result<()>,
) -> Result<()> {
    let found = version(connection)?;
    if found == NEWEST {
        return Ok(());
    }
    let steps = (1..).zip(STEPS).skip(found as usize);
    let (before, last): (Vec<_>, Vec<_>) = steps.partition(|(number, _)| *number < FIRST_SEALED);
    for (number, (sqlite, postgres)) in before {
        connection.transaction(Durability::Full, |connection| step(connection, number, sqlite, postgres))?;
    }
    connection.transaction(Durability::Full, |connection| {
        for (number, (sqlite, postgres)) in last {
            step(connection, number, sqlite, postgres)?;
        }
        if found == 0 { Ok(()) } else { fill(connection, found) }
    })
}

fn step(connection: &mut Connection, number: i64, sqlite: &'static str, postgres: &'static str) -> Result<()> {
    connection.script(if connection.is_postgres() { postgres } else { sqlite })?;
    connection.execute(STEPPED, &[Value::Int(number)]).map(drop)
}

/// Whether there is a log of readings.
pub(crate) fn has_readings(connection: &mut Connection) -> Result<bool> {
    let exists = if connection.is_postgres() { READINGS_POSTGRES } else { READINGS_SQLITE };
    Ok(connection.row(exists, &[])?.map(|row| row.int(0)).transpose()? == Some(1))
}

/// Makes the tables of the log of readings where there are none.
pub(crate) fn make_readings(connection: &mut Connection) -> Result<()> {
    connection.transaction(Durability::Full, |connection| {
        connection.script(if connection.is_postgres() { READINGS.1 } else { READINGS.0 })
    })
}
