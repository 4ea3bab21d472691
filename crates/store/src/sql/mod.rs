//! SQL on two engines, as little of it as the archive needs: connections, transactions, statements with integer,
//! text and byte parameters, rows of the same. Everything that differs between the engines is in this folder.
//!
//! The drivers are asynchronous; here is where that ends. No pool of the driver's is used: it hands connections
//! back from a task, which needs a runtime that runs, and after SQLite has rolled back by itself (disk full) its
//! count of open transactions stays one too high.

mod check;
mod connection;
mod lists;
mod lock;
mod patience;
mod schema;
pub(crate) mod statements;
#[expect(unsafe_code, reason = "SQLite's interface to the system is one of C pointers")]
mod vfs;
mod waiting;

pub(crate) use connection::{Connection, Durability, Row, Value, open_row, seal_row};
pub(crate) use schema::{FIRST_SEALED, NEWEST, has_readings, make_readings, migrate, version};

use crate::{Location, Result, StoreError};
use sqlx::ConnectOptions;
use sqlx::postgres::PgConnectOptions;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode};
use std::cell::RefCell;
use std::path::Path;
use std::str::FromStr;
use std::sync::atomic::{AtomicBool, AtomicU32, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::runtime::Runtime;
use vault::disk::DiskKey;
use vault::keys::Keyring;
use vfs::DiskVfs;

/// How long a reader or the writer waits for SQLite's own locks, held for moments only.
const BUSY: Duration = Duration::from_secs(10);
/// Page cache of a connection that writes, in KiB.
const WRITER_CACHE_KIB: &str = "-49152";
/// Prepared statements that a connection keeps: all that there are, lists of several lengths among them.
const STATEMENTS_KEPT: usize = 512;
/// Rows that SQLite's thread may be ahead of whoever reads them.
const ROWS_AHEAD: usize = 1_024;
/// Idle connections kept for readers.
const IDLE_MAX: usize = 32;

struct SqliteFile {
    options: Box<SqliteConnectOptions>,
    /// Goes with the database: no file is opened by it any more.
    _vfs: Option<DiskVfs>,
}

enum Engine {
    Sqlite(SqliteFile),
    Postgres(Box<PgConnectOptions>),
}

/// Where to connect to, and connections at rest.
pub(crate) struct Database {
    engine: Engine,
    runtime: Arc<Runtime>,
    idle: Mutex<Vec<Connection>>,
    /// The keys of the archive; none where nothing with content is kept.
    keys: Option<Arc<Keyring>>,
    /// Whether the disk has refused something since the log was last known to be whole.
    refused: Arc<AtomicBool>,
    /// The most pages of a SQLite file, where a test sets one.
    pages_max: AtomicU32,
    /// How long a page waits for PostgreSQL, in milliseconds.
    page_waits: AtomicU64,
    /// Whether this process serves pages, so that somebody waits for whatever it reads.
    serves_pages: AtomicBool,
}

impl Database {
    /// The database of an archive, with the keys under which content lies.
    pub(crate) fn at(location: &Location, file: &Path, create: bool, keys: Option<&Arc<Keyring>>) -> Result<Database> {
        let disk = keys.and_then(|keys| crate::disk::key_for(keys, file));
        let mut database = match &location.database {
            Some(url) => Database::postgres(url)?,
            None => Database::sqlite(file, create, disk.as_ref())?,
        };
        database.keys = keys.cloned();
        Ok(database)
    }

    /// A SQLite file; where there is a key, all that lies on the disk of it is ciphertext.
    pub(crate) fn sqlite(file: &Path, create: bool, disk: Option<&DiskKey>) -> Result<Database> {
        let options = SqliteConnectOptions::new()
            .filename(file)
            .create_if_missing(create)
            .busy_timeout(BUSY)
            .pragma("trusted_schema", "OFF")
            .statement_cache_capacity(STATEMENTS_KEPT)
            .row_buffer_size(ROWS_AHEAD)
            .disable_statement_logging();
        let options = if create { options.journal_mode(SqliteJournalMode::Wal) } else { options };
        let vfs = disk.map(|key| DiskVfs::new(file, key)).transpose()?;
        let options = match &vfs {
            // What was deleted is overwritten, so that it does not come back with a key that is given away later.
            Some(vfs) => options.vfs(vfs.name().to_owned()).pragma("secure_delete", "ON"),
            None => options,
        };
        Database::new(Engine::Sqlite(SqliteFile { options: Box::new(options), _vfs: vfs }))
    }

    /// A PostgreSQL database by its URL, which no error repeats: it may hold a password.
    pub(crate) fn postgres(url: &str) -> Result<Database> {
        let options = PgConnectOptions::from_str(url).map_err(|_| StoreError::Database {
            code: "address".to_owned(),
            message: "the URL of the database is not understood; it begins with postgres://".to_owned(),
        })?;
        let options = options.statement_cache_capacity(STATEMENTS_KEPT);
        let options = options.application_name("athar").disable_statement_logging();
        Database::new(Engine::Postgres(Box::new(options)))
    }

    fn new(engine: Engine) -> Result<Database> {
        Ok(Database {
            engine,
            runtime: new_runtime()?,
            idle: Mutex::new(Vec::new()),
            keys: None,
            refused: Arc::default(),
            pages_max: AtomicU32::new(0),
            page_waits: AtomicU64::new(patience::PAGE.as_millis() as u64),
            serves_pages: AtomicBool::new(false),
        })
    }

    /// A new connection for reading.
    fn connect(&self) -> Result<Connection> {
        match &self.engine {
            Engine::Sqlite(SqliteFile { options, .. }) => {
                let connection = self.runtime.block_on(options.connect())?;
                Ok(Connection::sqlite(connection, Arc::clone(&self.runtime)).sharing(self.keys.clone(), &self.refused))
            }
            Engine::Postgres(options) => {
                // Threads that share a runtime wait for each other.
                let runtime = new_runtime()?;
                let connection = patience::connected(&runtime, options.connect())?;
                Ok(Connection::postgres(connection, runtime).sharing(self.keys.clone(), &self.refused))
            }
        }
    }

    /// Makes the disk look full from now on: for tests. SQLite only.
    pub(crate) fn limit_pages(&self, pages: u32) {
        self.pages_max.store(pages, Ordering::Relaxed);
    }

    /// How long a page waits for PostgreSQL from now on: for tests.
    pub(crate) fn wait_for_pages(&self, patience: Duration) {
        self.page_waits.store(patience.as_millis() as u64, Ordering::Relaxed);
    }

    /// Lets nothing in this process wait for PostgreSQL for longer than a page does, but for what is appended to the ledger.
    pub(crate) fn serve_pages(&self) {
        self.serves_pages.store(true, Ordering::Relaxed);
    }

    /// How long a page waits for one answer.
    pub(crate) fn page_patience(&self) -> Duration {
        Duration::from_millis(self.page_waits.load(Ordering::Relaxed))
    }

    /// How long this process waits for one answer, where it is no longer than a page does.
    pub(crate) fn patience(&self) -> Option<Duration> {
        self.serves_pages.load(Ordering::Relaxed).then(|| self.page_patience())
    }

    /// A new connection for writing.
    pub(crate) fn connect_writer(&self) -> Result<Connection> {
        match &self.engine {
            Engine::Sqlite(SqliteFile { options, .. }) => {
                let options = SqliteConnectOptions::clone(options).pragma("cache_size", WRITER_CACHE_KIB);
                let connection = self.runtime.block_on(options.connect())?;
                let mut connection =
                    Connection::sqlite(connection, Arc::clone(&self.runtime)).sharing(self.keys.clone(), &self.refused);
                match self.pages_max.load(Ordering::Relaxed) {
                    0 => {}
                    pages => connection.limit_pages(pages)?,
                }
                Ok(connection)
            }
            Engine::Postgres(_) => self.connect(),
        }
    }

    /// Runs some reads on one consistent state of the archive: the one that [`Database::at_once`] holds for this thread, where
    /// it does.
    pub(crate) fn read<T>(&self, work: impl FnOnce(&mut Connection) -> Result<T>) -> Result<T> {
        if let Some(mut connection) = self.take_held() {
            let done = work(&mut connection);
            HELD.set(Some((self.own_address(), connection)));
            return done;
        }
        self.read_by_itself(work)
    }

    /// Everything that this thread reads in some work sees one state, in one transaction. What is written meanwhile, by the work
    /// itself too, is not in it.
    pub(crate) fn at_once<T>(&self, work: impl FnOnce() -> T) -> Result<T> {
        if HELD.with_borrow(Option::is_some) {
            return Ok(work());
        }
        let mut connection = self.idle_or_new()?;
        connection.begin_page(self.page_patience())?;
        HELD.set(Some((self.own_address(), connection)));
        // A panic in the work loses the connection, and no later work finds it.
        let lent = Lent;
        let done = work();
        let held = HELD.take();
        std::mem::forget(lent);
        if let Some((_, mut connection)) = held
            && connection.end_page().is_ok()
        {
            self.rest(connection);
        }
        Ok(done)
    }

    fn take_held(&self) -> Option<Connection> {
        HELD.with_borrow_mut(|held| {
            let is_own = held.as_ref().is_some_and(|(address, _)| *address == self.own_address());
            if is_own { held.take().map(|(_, connection)| connection) } else { None }
        })
    }

    /// Tells two archives of one process apart.
    fn own_address(&self) -> usize {
        std::ptr::from_ref(self).addr()
    }

    fn read_by_itself<T>(&self, work: impl FnOnce(&mut Connection) -> Result<T>) -> Result<T> {
        let mut connection = self.idle_or_new()?;
        connection.wait_at_most(self.patience());
        let done = connection.transaction(Durability::Read, work);
        self.rest(connection);
        done
    }

    fn idle_or_new(&self) -> Result<Connection> {
        let at_rest = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
        at_rest.map_or_else(|| self.connect(), Ok)
    }

    /// Keeps a connection for the next reader.
    fn rest(&self, connection: Connection) {
        if !connection.is_broken() {
            let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
            if idle.len() < IDLE_MAX {
                idle.push(connection);
            }
        }
    }
}

thread_local! {
    /// The connection in whose transaction this thread reads, and of which database it is.
    static HELD: RefCell<Option<(usize, Connection)>> = const { RefCell::new(None) };
}

/// Takes the thread's connection away when its work panics.
struct Lent;

impl Drop for Lent {
    fn drop(&mut self) {
        drop(HELD.take());
    }
}

fn new_runtime() -> Result<Arc<Runtime>> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime =
        runtime.map_err(|source| StoreError::Database { code: "runtime".to_owned(), message: source.to_string() })?;
    Ok(Arc::new(runtime))
}

impl Drop for Database {
    /// Closes the connections, so that SQLite can fold its log into the file.
    fn drop(&mut self) {
        let idle = std::mem::take(self.idle.get_mut().unwrap_or_else(PoisonError::into_inner));
        for connection in idle {
            connection.close();
        }
    }
}
