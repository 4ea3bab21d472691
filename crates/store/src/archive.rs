//! An archive: where it is, who may write, what it holds in figures.

use crate::entry::{Body, Head};
use crate::ids::{ImportNumber, RunNumber};
use crate::sql::{self, Connection, Database, Durability, Value, statements};
use crate::{Result, StoreError, chunk, import, ledger, link, rebuild};
use std::fs::{self, File, TryLockError};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

const SQLITE_FILE: &str = "archive.sqlite";
const LOCK_FILE: &str = "archive.lock";
/// A writer that was killed leaves its PostgreSQL lock behind for a moment.
const LOCK_WAIT: Duration = Duration::from_secs(2);
const LOCK_RETRY: Duration = Duration::from_millis(25);

/// Where an archive is.
#[derive(Clone)]
pub struct Location {
    /// The directory: original files always, and `archive.sqlite` unless there is a database.
    pub dir: PathBuf,
    /// URL of a PostgreSQL database that stands for the SQLite file.
    pub database: Option<String>,
}

impl Location {
    /// A directory with a SQLite file.
    pub fn dir(dir: impl Into<PathBuf>) -> Location {
        Location { dir: dir.into(), database: None }
    }

    fn place(&self) -> String {
        match self.database {
            Some(_) => "the database".to_owned(),
            None => self.dir.display().to_string(),
        }
    }
}

impl std::fmt::Debug for Location {
    /// Leaves the URL out: it may hold a password.
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Location").field("dir", &self.dir).finish_non_exhaustive()
    }
}

/// An archive on SQLite or PostgreSQL.
///
/// Reading takes `&self` and no lock. Writing takes `&mut self` and, from the first write until the archive is
/// dropped, the lock of the one writer.
pub struct Archive {
    // Before `database`: connections close first, then the lock goes.
    writer: Option<Writer>,
    pub(crate) database: Database,
    location: Location,
}

struct Writer {
    connection: Connection,
    _lock: File,
}

/// What an archive holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct Counts {
    /// Entries of the ledger.
    pub entries: u64,
    /// Imports that were not taken back.
    pub imports: u64,
    /// Their records.
    pub records: u64,
    /// Their problems.
    pub problems: u64,
    /// Decisions in effect.
    pub decisions: u64,
    /// Links of the latest run.
    pub links: u64,
}

impl Archive {
    /// Opens an archive that exists.
    pub fn open(location: &Location) -> Result<Archive> {
        let file = location.dir.join(SQLITE_FILE);
        let database = match &location.database {
            Some(url) => Database::postgres(url)?,
            None if !file.is_file() => return Err(StoreError::NotFound(location.dir.clone())),
            None => Database::sqlite(&file, false)?,
        };
        let mut archive = Archive { writer: None, database, location: location.clone() };
        match archive.database.read(sql::version)? {
            sql::NEWEST => {}
            0 => return Err(StoreError::NotFound(location.dir.clone())),
            _ => drop(archive.writer()?),
        }
        Ok(archive)
    }

    /// Opens an archive, and makes an empty one where there is none.
    pub fn open_or_create(location: &Location) -> Result<Archive> {
        match Archive::open(location) {
            Err(StoreError::NotFound(_)) => {}
            opened => return opened,
        }
        let dir = &location.dir;
        make_private_dir(dir)?;
        let database = match &location.database {
            Some(url) => Database::postgres(url)?,
            None => Database::sqlite(&dir.join(SQLITE_FILE), true)?,
        };
        let mut archive = Archive { writer: None, database, location: location.clone() };
        archive.writer()?;
        sync_dir(dir)?;
        Ok(archive)
    }

    /// The directory of the archive.
    pub fn dir(&self) -> &Path {
        &self.location.dir
    }

    /// Size and root of the ledger.
    pub fn head(&self) -> Result<Head> {
        self.database.read(ledger::head)
    }

    /// Figures for people. Reads the short tables only.
    pub fn counts(&self) -> Result<Counts> {
        let imports = self.imports()?;
        let visible = || imports.iter().filter(|import| import.undone.is_none());
        Ok(Counts {
            entries: self.head()?.size,
            imports: visible().count() as u64,
            records: visible().map(|import| import.counts.records).sum(),
            problems: visible().map(|import| import.counts.problems).sum(),
            decisions: self.decisions()?.len() as u64,
            links: self.latest_link_run()?.map_or(0, |run| run.links),
        })
    }

    /// The writer's connection. The first call takes the lock, brings the tables to the newest form and drops
    /// what an earlier writer began and never finished.
    pub(crate) fn writer(&mut self) -> Result<&mut Connection> {
        if self.writer.as_ref().is_some_and(|writer| writer.connection.is_broken()) {
            self.writer = None;
        }
        let writer = match self.writer.take() {
            Some(writer) => writer,
            None => self.become_writer()?,
        };
        Ok(&mut self.writer.insert(writer).connection)
    }

    fn become_writer(&self) -> Result<Writer> {
        let lock = lock_file(&self.location)?;
        let mut connection = self.database.connect_writer()?;
        lock_database(&mut connection, &self.location)?;
        sql::migrate(&mut connection)?;
        connection.transaction(Durability::Full, ledger::begin)?;
        drop_staged(&mut connection)?;
        Ok(Writer { connection, _lock: lock })
    }

    /// The writer's connection, with nothing staged.
    pub(crate) fn writer_at_rest(&mut self) -> Result<&mut Connection> {
        let connection = self.writer()?;
        drop_staged(connection)?;
        Ok(connection)
    }

    /// Writes one entry, what follows from it at once, and the head, in one durable transaction.
    pub(crate) fn append(
        &mut self,
        salt: [u8; 32],
        time: &str,
        body: Body,
        also: impl FnOnce(&mut Connection) -> Result<()>,
    ) -> Result<(u64, Head)> {
        let content = body.encode(time)?;
        self.writer()?.transaction(Durability::Full, |connection| {
            let index = ledger::head(connection)?.size;
            also(connection)?;
            rebuild::project(connection, index, time, body)?;
            let head = ledger::append(connection, index, &salt, &content)?;
            Ok((index, head))
        })
    }

    /// Makes the disk look full: for tests. SQLite only.
    #[doc(hidden)]
    pub fn limit_pages(&mut self, pages: u32) -> Result<()> {
        self.writer()?.limit_pages(pages)
    }

    /// Every statement that the engine does not understand, with its complaint: for tests.
    #[doc(hidden)]
    pub fn statements_refused(&self) -> Result<Vec<(&'static str, String)>> {
        self.database.statements_refused()
    }
}

impl Drop for Archive {
    fn drop(&mut self) {
        if let Some(Writer { mut connection, _lock }) = self.writer.take() {
            let _ = connection.unlock();
            connection.close();
        }
    }
}

/// Makes a folder that nobody but its owner can look into, whatever the umask; one that exists stays as it is.
fn make_private_dir(dir: &Path) -> Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(dir).map_err(|source| StoreError::io("make the directory", dir, source))
}

fn lock_file(location: &Location) -> Result<File> {
    let path = location.dir.join(LOCK_FILE);
    make_private_dir(&location.dir)?;
    let file = File::options().create(true).append(true).open(&path);
    let file = file.map_err(|source| StoreError::io("open", &path, source))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(StoreError::Locked { place: location.place() }),
        Err(TryLockError::Error(source)) => Err(StoreError::io("lock", &path, source)),
    }
}

fn lock_database(connection: &mut Connection, location: &Location) -> Result<()> {
    let began = Instant::now();
    loop {
        if connection.try_lock()? {
            return Ok(());
        }
        if began.elapsed() > LOCK_WAIT {
            return Err(StoreError::Locked { place: location.place() });
        }
        std::thread::sleep(LOCK_RETRY);
    }
}

/// Drops what was begun and never accepted. Nobody has seen it.
fn drop_staged(connection: &mut Connection) -> Result<()> {
    for row in connection.rows(statements::STAGED, &[])? {
        let batch = row.text(0)?;
        connection.transaction(Durability::Staged, |connection| {
            if let Ok(number) = batch.parse::<ImportNumber>() {
                import::drop_rows(connection, number)?;
            } else if let Ok(number) = batch.parse::<RunNumber>() {
                link::drop_rows(connection, number)?;
            }
            chunk::drop_batch(connection, &batch)?;
            connection.execute(statements::STAGED_DROP, &[Value::Text(&batch)])?;
            Ok(())
        })?;
    }
    Ok(())
}

/// Makes new names in a directory durable.
pub(crate) fn sync_dir(dir: &Path) -> Result<()> {
    File::open(dir).and_then(|file| file.sync_all()).map_err(|source| StoreError::io("sync", dir, source))
}
