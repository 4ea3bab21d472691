//! An archive: where it is, who may write, what it holds in figures.

use crate::append::Appending;
use crate::aside::Aside;
use crate::entry::Head;
use crate::original::Held;
use crate::readings::Readings;
use crate::sql::{self, Connection, Database, Durability, Value, statements};
use crate::staging::{self, FileLock};
use crate::{Hash, Result, StoreError, forgetting, ledger, rebuild, standing, upgrade};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};
use vault::keys::{KeyError, Keyring};
use zeroize::Zeroizing;

pub(crate) const SQLITE_FILE: &str = "archive.sqlite";
pub(crate) const READINGS_FILE: &str = "readings.sqlite";
/// The lock of whoever makes or changes tables.
const MIGRATION: &str = "migration";
/// As long as a large archive may take to be rebuilt.
const LOCK_WAIT: Duration = Duration::from_mins(10);
const LOCK_RETRY: Duration = Duration::from_millis(25);

/// Where an archive is.
#[derive(Clone)]
pub struct Location {
    /// The directory: original files always, and `archive.sqlite` unless there is a database.
    pub dir: PathBuf,
    /// URL of a PostgreSQL database that stands for the SQLite file.
    pub database: Option<String>,
    /// The key file, unless it is the one beside the directory: `DIR.keys`.
    pub keys: Option<PathBuf>,
    /// The passphrase of the key file, where it has one.
    pub passphrase: Option<Zeroizing<String>>,
}

impl Location {
    /// A directory with a SQLite file.
    pub fn dir(dir: impl Into<PathBuf>) -> Location {
        Location { dir: dir.into(), database: None, keys: None, passphrase: None }
    }

    /// A directory with a PostgreSQL database.
    pub fn postgres(dir: impl Into<PathBuf>, url: impl Into<String>) -> Location {
        Location { database: Some(url.into()), ..Location::dir(dir) }
    }

    /// Where the key file is: beside the directory, never in it, so that a copy of the directory opens nothing.
    pub fn keys_path(&self) -> PathBuf {
        self.keys.clone().unwrap_or_else(|| vault::keys::beside(&self.dir))
    }

    fn open_keys(&self) -> Result<Keyring> {
        let passphrase = self.passphrase.as_ref().map(|text| text.as_str());
        Ok(Keyring::open(&self.keys_path(), passphrase)?)
    }

    /// Opens the key file, and makes one where there is none.
    fn open_or_create_keys(&self) -> Result<Keyring> {
        match self.open_keys() {
            Err(StoreError::Keys(KeyError::NotFound(_))) => {}
            opened => return opened,
        }
        let path = self.keys_path();
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder).map_err(|source| StoreError::io("make the directory", folder, source))?;
        }
        // Another process may have been quicker.
        Keyring::create(&path).or_else(|error| self.open_keys().map_err(|_| error.into()))
    }

    pub(crate) fn place(&self) -> String {
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
/// Any number of threads and processes may read and write at once. Reading takes no lock. Writers take turns for a moment
/// each, at the end of the ledger.
pub struct Archive {
    // Connections close before the locks go.
    pub(crate) appending: Appending,
    pub(crate) aside: Aside,
    pub(crate) readings: Readings,
    pub(crate) database: Database,
    keys: Arc<Keyring>,
    location: Location,
    /// Keeps originals that were just put in place from being dropped by others.
    pub(crate) originals: Mutex<Held>,
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
        if location.database.is_none() && !file.is_file() {
            return Err(StoreError::NotFound(location.dir.clone()));
        }
        let keys = match location.open_keys() {
            // Archives of before had no keys: theirs are made now.
            Err(StoreError::Keys(KeyError::NotFound(path))) => {
                match Database::at(location, &file, false, None)?.read(sql::version)? {
                    0 => return Err(StoreError::NotFound(location.dir.clone())),
                    form if form < sql::FIRST_SEALED => location.open_or_create_keys()?,
                    _ => return Err(KeyError::NotFound(path).into()),
                }
            }
            opened => opened?,
        };
        let archive = Archive::at(location, &file, false, keys)?;
        match archive.database.read(sql::version)? {
            // Whoever made it may have been cut off between making the tables and beginning the ledger.
            sql::NEWEST if archive.database.read(ledger::has_begun)? => {}
            0 => return Err(StoreError::NotFound(location.dir.clone())),
            _ => drop(archive.begin_writing()?),
        }
        Ok(archive)
    }

    /// The log of readings lies beside SQLite's file, in one of its own.
    pub(crate) fn at(location: &Location, file: &Path, create: bool, keys: Keyring) -> Result<Archive> {
        let keys = Arc::new(keys);
        let database = Database::at(location, file, create, Some(&keys))?;
        let own = location.database.is_none().then(|| location.dir.join(READINGS_FILE));
        Ok(Archive {
            appending: Appending::default(),
            aside: Aside::default(),
            readings: Readings::new(own, &keys)?,
            database,
            keys,
            location: location.clone(),
            originals: Mutex::default(),
        })
    }

    /// Opens an archive, and makes an empty one where there is none.
    pub fn open_or_create(location: &Location) -> Result<Archive> {
        match Archive::open(location) {
            Err(StoreError::NotFound(_)) => {}
            opened => return opened,
        }
        let dir = &location.dir;
        make_private_dir(dir)?;
        // Whoever made it may have ended before its name was flushed.
        sync_above(dir)?;
        let archive = Archive::at(location, &dir.join(SQLITE_FILE), true, location.open_or_create_keys()?)?;
        drop(archive.begin_writing()?);
        sync_dir(dir)?;
        Ok(archive)
    }

    /// The keys of the archive.
    pub fn keys(&self) -> &Arc<Keyring> {
        &self.keys
    }

    /// The directory of the archive.
    pub fn dir(&self) -> &Path {
        &self.location.dir
    }

    /// Size and root of the ledger.
    pub fn head(&self) -> Result<Head> {
        self.database.read(ledger::head)
    }

    /// The leaf of an entry.
    pub fn leaf(&self, entry: u64) -> Result<Hash> {
        let value = Value::Int(entry as i64);
        let row = self.database.read(|connection| connection.row(statements::ENTRY, &[value]))?;
        row.ok_or_else(|| StoreError::NoSuch(format!("entry {entry}")))?.hash(4)
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

    /// A connection for writing, after bringing the tables to the newest form and dropping what earlier writers
    /// began and never finished.
    pub(crate) fn begin_writing(&self) -> Result<Connection> {
        make_private_dir(&self.location.dir)?;
        let mut connection = self.database.connect_writer()?;
        if sql::version(&mut connection)? != sql::NEWEST || !ledger::has_begun(&mut connection)? {
            self.migrate(&mut connection)?;
        }
        staging::drop_abandoned(&mut connection, &self.location.dir)?;
        forgetting::destroy_doomed(&mut connection)?;
        Ok(connection)
    }

    /// One process at a time makes the tables; whoever comes second finds them made.
    fn migrate(&self, connection: &mut Connection) -> Result<()> {
        let began = Instant::now();
        let _file = loop {
            let file = FileLock::try_new(&self.location.dir, MIGRATION)?;
            if file.is_some() && connection.try_lock(MIGRATION)? {
                break file;
            }
            if began.elapsed() > LOCK_WAIT {
                return Err(StoreError::Locked { place: self.location.place() });
            }
            drop(file);
            std::thread::sleep(LOCK_RETRY);
        };
        let fill = |connection: &mut Connection, found: i64| {
            // Where making an archive was cut short after the first of the steps, there is no head yet.
            ledger::begin(connection)?;
            if found >= sql::FIRST_SEALED {
                // Only the table of requests has changed since.
                return standing::fill(connection);
            }
            upgrade::seal_everything(connection)?;
            rebuild::replay(connection, |_, _| ())
        };
        let done =
            sql::migrate(connection, fill).and_then(|()| connection.transaction(Durability::Full, ledger::begin));
        connection.unlock(MIGRATION)?;
        done
    }

    /// Makes the disk look full: for tests. SQLite only.
    #[doc(hidden)]
    pub fn limit_pages(&mut self, pages: u32) -> Result<()> {
        self.database.limit_pages(pages);
        *self.appending.connection() = None;
        *self.aside.connection() = None;
        Ok(())
    }

    /// Says that this process serves pages: whatever it reads, and writes beside the ledger, waits for PostgreSQL no longer than a page
    /// does. Commands wait for an hour.
    pub fn serve_pages(&self) {
        self.database.serve_pages();
    }

    /// How long a page waits for PostgreSQL from now on: for tests.
    #[doc(hidden)]
    pub fn wait_for_pages(&self, patience: Duration) {
        self.database.wait_for_pages(patience);
    }

    /// Every statement that the engine does not understand, with its complaint: for tests.
    #[doc(hidden)]
    pub fn statements_refused(&self) -> Result<Vec<(&'static str, String)>> {
        let mut refused = self.database.statements_refused(false)?;
        refused.extend(self.readings_statements_refused()?);
        Ok(refused)
    }
}

impl Drop for Archive {
    fn drop(&mut self) {
        for mut slot in [self.appending.connection(), self.aside.connection()] {
            if let Some(connection) = slot.take() {
                connection.close();
            }
        }
    }
}

/// Makes a folder that nobody but its owner can look into, whatever the umask; one that exists stays as it is. The names
/// of all that had to be made last: an archive is lost with the name of its folder.
pub(crate) fn make_private_dir(dir: &Path) -> Result<()> {
    let missing: Vec<&Path> = dir.ancestors().take_while(|folder| !folder.exists()).collect();
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    vault::system::owners_folder(&mut builder)
        .create(dir)
        .map_err(|source| StoreError::io("make the directory", dir, source))?;
    missing.into_iter().try_for_each(sync_above)
}

/// Makes the name of a folder durable, where the folder above it may be read.
fn sync_above(dir: &Path) -> Result<()> {
    let Some(above) = dir.parent() else { return Ok(()) };
    let above = if above.as_os_str().is_empty() { Path::new(".") } else { above };
    match sync_dir(above) {
        Err(StoreError::Io { source, .. }) if source.kind() == std::io::ErrorKind::PermissionDenied => Ok(()),
        synced => synced,
    }
}

/// Makes the name of a file durable.
pub(crate) fn sync_folder_of(file: &Path) -> Result<()> {
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty());
    sync_dir(folder.unwrap_or_else(|| Path::new(".")))
}

/// Makes new names in a directory durable.
pub(crate) fn sync_dir(dir: &Path) -> Result<()> {
    vault::system::sync_folder(dir).map_err(|source| StoreError::io("sync", dir, source))
}
