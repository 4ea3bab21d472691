//! One connection, its transactions, and rows.

use super::patience::{BEGIN_FULL_IN_TIME, BEGIN_PAGE, BEGIN_STAGED_IN_TIME, Patience};
use super::waiting::wait;
use crate::{Result, StoreError};
use sqlx::{Connection as _, Executor as _, PgConnection, Row as _, SqlSafeStr, SqlStr, SqliteConnection};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use tokio::runtime::Runtime;
use vault::keys::{KeyId, Keyring};

/// A parameter of a statement.
#[derive(Clone, Copy)]
pub(crate) enum Value<'a> {
    Int(i64),
    Text(&'a str),
    Bytes(&'a [u8]),
}

impl From<i64> for Value<'_> {
    fn from(value: i64) -> Self {
        Value::Int(value)
    }
}

impl<'a> From<&'a str> for Value<'a> {
    fn from(value: &'a str) -> Self {
        Value::Text(value)
    }
}

impl<'a> From<&'a [u8]> for Value<'a> {
    fn from(value: &'a [u8]) -> Self {
        Value::Bytes(value)
    }
}

/// What a transaction promises when it has been committed.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Durability {
    /// It only reads, and sees one state.
    Read,
    /// It is atomic, and lasts from the next [`Durability::Full`] on: for what nobody sees yet.
    Staged,
    /// It lasts, through power loss too.
    Full,
}

enum Engine {
    Sqlite(SqliteConnection),
    Postgres(PgConnection),
}

/// One row of an answer.
pub(crate) enum Row {
    Sqlite(sqlx::sqlite::SqliteRow),
    Postgres(sqlx::postgres::PgRow),
}

/// Runs the same code on whichever engine it is.
macro_rules! on {
    ($kind:ident, $value:expr, $inner:ident => $body:expr) => {
        match $value {
            $kind::Sqlite($inner) => $body,
            $kind::Postgres($inner) => $body,
        }
    };
}

macro_rules! bound {
    ($sql:expr, $values:expr) => {{
        let mut query = sqlx::query($sql);
        for value in $values {
            query = match *value {
                Value::Int(value) => query.bind(value),
                Value::Text(value) => query.bind(value),
                Value::Bytes(value) => query.bind(value),
            };
        }
        query
    }};
}

pub(crate) struct Connection {
    engine: Engine,
    runtime: Arc<Runtime>,
    /// For PostgreSQL's answers.
    patience: Patience,
    broken: bool,
    durable: bool,
    keys: Option<Arc<Keyring>>,
    /// The key of the entry or chunk from which rows follow now.
    key: Option<KeyId>,
    /// Whether the disk has refused something, of all connections of one database.
    refused: Arc<AtomicBool>,
}

impl Connection {
    pub(super) fn sqlite(connection: SqliteConnection, runtime: Arc<Runtime>) -> Connection {
        Connection {
            engine: Engine::Sqlite(connection),
            runtime,
            patience: Patience::default(),
            broken: false,
            durable: true,
            keys: None,
            key: None,
            refused: Arc::default(),
        }
    }

    pub(super) fn postgres(connection: PgConnection, runtime: Arc<Runtime>) -> Connection {
        Connection {
            engine: Engine::Postgres(connection),
            runtime,
            patience: Patience::default(),
            broken: false,
            durable: true,
            keys: None,
            key: None,
            refused: Arc::default(),
        }
    }

    /// Gives the connection what all of one database share: the keys of the archive, and whether the disk has refused
    /// something.
    pub(super) fn sharing(self, keys: Option<Arc<Keyring>>, refused: &Arc<AtomicBool>) -> Connection {
        Connection { keys, refused: Arc::clone(refused), ..self }
    }

    /// The keys of the archive.
    pub(crate) fn keys(&self) -> Result<&Arc<Keyring>> {
        self.keys.as_ref().ok_or_else(|| StoreError::damaged("content was asked for where there are no keys"))
    }

    /// Says under which key rows with content are written from now on: that of the entry or chunk from which they follow.
    pub(crate) fn seal_under(&mut self, key: Option<KeyId>) {
        self.key = key;
    }

    /// Content of a row, as it is stored, under the key of what it follows from.
    pub(crate) fn seal(&self, table: &'static str, row: [i64; 2], content: &[u8]) -> Result<Vec<u8>> {
        let key = self.key.ok_or_else(|| StoreError::damaged("a row with content follows from nothing"))?;
        seal_row(self.keys()?, key, table, row, content)
    }

    /// Content of a row, in clear.
    pub(crate) fn open(&self, table: &'static str, row: [i64; 2], blob: &[u8]) -> Result<Vec<u8>> {
        open_row(self.keys()?, table, row, blob)
    }

    pub(crate) fn is_postgres(&self) -> bool {
        matches!(self.engine, Engine::Postgres(_))
    }

    /// Whether its state is unknown, so that only a new connection helps.
    pub(crate) fn is_broken(&self) -> bool {
        self.broken || self.patience.is_over()
    }

    /// Runs a statement and tells how many rows it touched.
    pub(crate) fn execute(&mut self, sql: &'static str, values: &[Value<'_>]) -> Result<u64> {
        self.execute_text(sql.into_sql_str(), values)
    }

    pub(super) fn execute_text(&mut self, sql: SqlStr, values: &[Value<'_>]) -> Result<u64> {
        let Connection { engine, runtime, patience, .. } = self;
        Ok(match engine {
            Engine::Sqlite(connection) => wait(bound!(sql, values).execute(connection))?.rows_affected(),
            Engine::Postgres(connection) => {
                patience.wait(runtime, bound!(sql, values).execute(connection))?.rows_affected()
            }
        })
    }

    /// Runs a query and returns its rows.
    pub(crate) fn rows(&mut self, sql: &'static str, values: &[Value<'_>]) -> Result<Vec<Row>> {
        self.rows_text(sql.into_sql_str(), values)
    }

    pub(super) fn rows_text(&mut self, sql: SqlStr, values: &[Value<'_>]) -> Result<Vec<Row>> {
        let Connection { engine, runtime, patience, .. } = self;
        Ok(match engine {
            Engine::Sqlite(connection) => {
                let rows = wait(bound!(sql, values).fetch_all(connection))?;
                rows.into_iter().map(Row::Sqlite).collect()
            }
            Engine::Postgres(connection) => {
                let rows = patience.wait(runtime, bound!(sql, values).fetch_all(connection))?;
                rows.into_iter().map(Row::Postgres).collect()
            }
        })
    }

    /// Runs a query that answers with one row or none.
    pub(crate) fn row(&mut self, sql: &'static str, values: &[Value<'_>]) -> Result<Option<Row>> {
        Ok(self.rows(sql, values)?.into_iter().next())
    }

    /// Runs several statements without parameters.
    pub(super) fn script(&mut self, sql: &'static str) -> Result<()> {
        let Connection { engine, runtime, patience, .. } = self;
        match engine {
            Engine::Sqlite(connection) => wait(sqlx::raw_sql(sql).execute(connection))?.rows_affected(),
            Engine::Postgres(connection) => {
                patience.wait(runtime, sqlx::raw_sql(sql).execute(connection))?.rows_affected()
            }
        };
        Ok(())
    }

    /// Waits so long for each answer from now on, and has PostgreSQL give up whatever of its transactions takes longer, or needs what
    /// somebody else holds; without a time, as long as a command may take. SQLite waits for nobody for longer than moments.
    pub(crate) fn wait_at_most(&mut self, each: Option<Duration>) {
        self.patience.set(each);
    }

    /// Begins a transaction that only reads, and sees one state until [`Connection::end_page`]. Somebody waits for it: it is waited for
    /// so long and no longer.
    pub(super) fn begin_page(&mut self, patience: Duration) -> Result<()> {
        if self.is_postgres() {
            self.patience.set(Some(patience));
            return self.script(BEGIN_PAGE);
        }
        self.begin(Durability::Read)
    }

    pub(super) fn end_page(&mut self) -> Result<()> {
        self.script("COMMIT")?;
        self.patience.set(None);
        Ok(())
    }

    /// Runs work in one transaction: all of it, or after an error nothing of it.
    pub(crate) fn transaction<T>(
        &mut self,
        durability: Durability,
        work: impl FnOnce(&mut Connection) -> Result<T>,
    ) -> Result<T> {
        // Stays so when `work` panics.
        let was_broken = std::mem::replace(&mut self.broken, true);
        let done = self.begin(durability).and_then(|()| work(self)).and_then(|value| {
            self.script("COMMIT")?;
            Ok(value)
        });
        self.broken = was_broken;
        if let Err(error) = &done {
            if error.is_of_the_disk() {
                self.refused.store(true, Ordering::SeqCst);
            }
            let rolled_back = self.script("ROLLBACK");
            // SQLite has rolled back by itself after some errors, and then refuses to do it again.
            self.broken |= rolled_back.is_err() && self.is_postgres();
        }
        done
    }

    fn begin(&mut self, durability: Durability) -> Result<()> {
        if self.is_postgres() {
            let in_time = self.patience.is_of_a_page();
            return match durability {
                Durability::Read if in_time => self.script(BEGIN_PAGE),
                Durability::Staged if in_time => self.script(BEGIN_STAGED_IN_TIME),
                Durability::Full if in_time => self.script(BEGIN_FULL_IN_TIME),
                Durability::Read => self.script("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"),
                Durability::Staged => self.script("BEGIN; SET LOCAL synchronous_commit TO OFF"),
                Durability::Full => self.script("BEGIN; SET LOCAL synchronous_commit TO ON"),
            };
        }
        if durability == Durability::Read {
            return self.script("BEGIN");
        }
        if self.refused.load(Ordering::SeqCst) {
            self.settle_log()?;
        }
        let durable = durability == Durability::Full;
        if durable != self.durable {
            // In WAL mode a synchronous commit makes every earlier one durable too: the log is one file.
            self.script(if durable { "PRAGMA synchronous = FULL" } else { "PRAGMA synchronous = NORMAL" })?;
            self.durable = durable;
        }
        self.script("BEGIN IMMEDIATE")
    }

    /// After the disk has refused a flush, Linux takes the pages for clean and forgets them: the next flush succeeds, and what it
    /// acknowledges lies in SQLite's log behind a gap ("fsyncgate", LWN 752063). So everything in the log is brought into the
    /// database file, and flushed there, before anything more is acknowledged.
    fn settle_log(&mut self) -> Result<()> {
        let row = self.row("PRAGMA wal_checkpoint(TRUNCATE)", &[])?;
        if row.map(|row| row.int(0)).transpose()? != Some(0) {
            return Err(StoreError::Locked { place: "the database".to_owned() });
        }
        self.refused.store(false, Ordering::SeqCst);
        Ok(())
    }

    /// Whether the engine understands a statement: its complaint if not.
    pub(super) fn understands(&mut self, sql: SqlStr) -> Result<()> {
        let Connection { engine, runtime, .. } = self;
        match engine {
            Engine::Sqlite(connection) => drop(runtime.block_on(connection.prepare(sql))?),
            Engine::Postgres(connection) => drop(runtime.block_on(connection.prepare(sql))?),
        }
        Ok(())
    }

    pub(crate) fn close(self) {
        let Connection { engine, runtime, .. } = self;
        // Nothing depends on a clean end: what was acknowledged is durable already.
        let _ = on!(Engine, engine, connection => runtime.block_on(connection.close()));
    }
}

impl Row {
    pub(crate) fn int(&self, column: usize) -> Result<i64> {
        Ok(on!(Row, self, row => row.try_get(column))?)
    }

    pub(crate) fn text(&self, column: usize) -> Result<String> {
        Ok(on!(Row, self, row => row.try_get(column))?)
    }

    pub(crate) fn bytes(&self, column: usize) -> Result<Vec<u8>> {
        Ok(on!(Row, self, row => row.try_get(column))?)
    }

    pub(crate) fn hash(&self, column: usize) -> Result<crate::Hash> {
        let bytes = self.bytes(column)?;
        crate::Hash::from_slice(&bytes).ok_or_else(|| StoreError::damaged("a hash is not 32 bytes long"))
    }
}

/// Content of a row as it is stored, for whoever has the keys and no connection.
pub(crate) fn seal_row(
    keys: &Keyring,
    key: KeyId,
    table: &'static str,
    row: [i64; 2],
    content: &[u8],
) -> Result<Vec<u8>> {
    Ok(keys.seal(key, &place_of(table, row), content)?)
}

/// Content of a row, in clear: for whoever reads it on another thread.
pub(crate) fn open_row(keys: &Keyring, table: &'static str, row: [i64; 2], blob: &[u8]) -> Result<Vec<u8>> {
    let opened = keys.open_blob(&place_of(table, row), blob);
    opened.map_err(|_| StoreError::damaged(format!("a row of table {table} cannot be opened")))
}

/// Where content lies: it opens nowhere else.
fn place_of(table: &str, [first, second]: [i64; 2]) -> Vec<u8> {
    [table.as_bytes(), b"|", &first.to_be_bytes(), &second.to_be_bytes()].concat()
}
