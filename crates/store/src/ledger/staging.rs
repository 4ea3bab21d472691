//! A batch under way: an import or a linkage run that is written in many short transactions which nobody sees, on a
//! connection of its own, until one entry accepts it.
//!
//! While its owner lives, the batch's lock is held: on PostgreSQL by the connection, beside SQLite as a lock on a file. A
//! batch whose lock is free was abandoned or killed; whoever writes next drops it. So any number of processes may
//! stage at once, and none takes another's rows for left-overs.

use crate::sql::{Connection, Durability, Value, statements};
use crate::{Archive, ImportNumber, Result, RunNumber, StoreError, chunk, import, ledger, link};
use std::fs::{self, File, TryLockError};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};
use vault::system;

const LOCKS: &str = "locks";
/// PostgreSQL notices a moment later that a process was killed.
const DEATH_NOTICED: Duration = Duration::from_secs(2);
const RETRY: Duration = Duration::from_millis(25);

/// What is staged.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Import,
    Links,
}

impl Kind {
    fn letter(self) -> &'static str {
        match self {
            Kind::Import => "I",
            Kind::Links => "L",
        }
    }

    fn next(self) -> &'static str {
        match self {
            Kind::Import => statements::IMPORT_NEXT,
            Kind::Links => statements::RUN_NEXT,
        }
    }
}

/// A batch of this process's.
pub(crate) struct Staging {
    // `None` only while it is being dropped.
    connection: Option<Connection>,
    name: String,
    number: i64,
    failed: bool,
    _file: Option<FileLock>,
}

impl Staging {
    /// Gives a batch its number, and holds its lock before anybody else can see it.
    pub(crate) fn begin(archive: &Archive, kind: Kind) -> Result<Staging> {
        let mut connection = archive.database.connect_writer()?;
        let folder = archive.dir().to_owned();
        drop_abandoned(&mut connection, &folder)?;
        let mut file = None;
        let began = Instant::now();
        // Whoever drops an abandoned batch holds its lock a moment longer than its number is taken.
        let (number, name) = loop {
            match Staging::numbered(&mut connection, &folder, kind, &mut file) {
                Err(StoreError::Locked { .. }) if began.elapsed() < DEATH_NOTICED => std::thread::sleep(RETRY),
                numbered => break numbered?,
            }
        };
        Ok(Staging { connection: Some(connection), name, number, failed: false, _file: file })
    }

    fn numbered(
        connection: &mut Connection,
        folder: &Path,
        kind: Kind,
        file: &mut Option<FileLock>,
    ) -> Result<(i64, String)> {
        connection.transaction(Durability::Staged, |connection| {
            connection.hold_tables()?;
            // One at a time: two would find the same number.
            ledger::Tail::lock(connection)?;
            let number = connection.row(kind.next(), &[])?.map(|row| row.int(0)).transpose()?.unwrap_or(1);
            // Half the range of u32, so that record ids stay positive.
            let limit = i32::MAX as usize;
            i32::try_from(number).map_err(|_| StoreError::Limit { what: "the number of imports", limit })?;
            let name = format!("{}{number}", kind.letter());
            let free = if connection.is_postgres() {
                connection.try_lock(&name)?
            } else {
                *file = FileLock::try_new(folder, &name)?;
                file.is_some()
            };
            if !free {
                return Err(StoreError::Locked { place: format!("batch {name}") });
            }
            let values = [Value::Text(&name), Value::Text(kind.letter()), Value::Int(number)];
            connection.execute(statements::STAGED_NEW, &values)?;
            Ok((number, name))
        })
    }

    /// The batch's number.
    pub(crate) fn number(&self) -> i64 {
        self.number
    }

    /// The batch's name.
    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    /// One step: all of it or nothing; after a step that failed there is no further one.
    pub(crate) fn step(&mut self, work: impl FnOnce(&mut Connection) -> Result<()>) -> Result<()> {
        let Some(connection) = self.connection.as_mut().filter(|_| !self.failed) else {
            return Err(StoreError::Abandoned);
        };
        let done = connection.transaction(Durability::Staged, |connection| {
            connection.hold_tables()?;
            work(connection)
        });
        self.failed = done.is_err();
        done
    }
}

impl Drop for Staging {
    fn drop(&mut self) {
        if let Some(mut connection) = self.connection.take() {
            let _ = connection.unlock(&self.name);
            connection.close();
        }
    }
}

/// Drops what was begun and never accepted, and whose owner is gone: nobody has seen it.
pub(crate) fn drop_abandoned(connection: &mut Connection, folder: &Path) -> Result<()> {
    for row in connection.rows(statements::STAGED, &[])? {
        let name = row.text(0)?;
        let file = if connection.is_postgres() { None } else { FileLock::try_new(folder, &name)? };
        if file.is_none() && !(connection.is_postgres() && connection.try_lock(&name)?) {
            continue;
        }
        let dropped = connection.transaction(Durability::Staged, |connection| drop_batch(connection, &name));
        connection.unlock(&name)?;
        dropped?;
    }
    Ok(())
}

fn drop_batch(connection: &mut Connection, name: &str) -> Result<()> {
    connection.hold_tables()?;
    // Accepted in the moment before its lock was free: then it stays.
    if connection.execute(statements::STAGED_DROP, &[Value::Text(name)])? == 0 {
        return Ok(());
    }
    if let Ok(number) = name.parse::<ImportNumber>() {
        import::drop_rows(connection, number)?;
    } else if let Ok(number) = name.parse::<RunNumber>() {
        link::drop_rows(connection, number)?;
    }
    chunk::drop_batch(connection, name)
}

/// Says within the accepting transaction that a batch is staged no longer. While entries are appended it must have been:
/// somebody may have taken it for abandoned since it was asked for.
pub(crate) fn accepted(connection: &mut Connection, entry: u64, batch: &str) -> Result<()> {
    let dropped = connection.execute(statements::STAGED_DROP, &[Value::Text(batch)])?;
    if dropped == 1 || entry < ledger::head(connection)?.size { Ok(()) } else { Err(StoreError::Abandoned) }
}

/// Waits a moment until nobody stages: for whoever makes all tables anew, within the transaction that does.
pub(crate) fn nothing_staged(connection: &mut Connection) -> Result<()> {
    match connection.row(statements::STAGED, &[])? {
        None => Ok(()),
        Some(row) => Err(StoreError::Locked { place: format!("batch {}", row.text(0)?) }),
    }
}

/// Tries until abandoned batches are gone, or it is clear that somebody is at work on one.
pub(crate) fn settle(connection: &mut Connection, folder: &Path) -> Result<()> {
    let began = Instant::now();
    loop {
        drop_abandoned(connection, folder)?;
        match nothing_staged(connection) {
            Err(StoreError::Locked { .. }) if began.elapsed() < DEATH_NOTICED => std::thread::sleep(RETRY),
            settled => return settled,
        }
    }
}

/// A lock on a file of the archive's folder, which ends with the process that holds it.
pub(crate) struct FileLock {
    file: File,
    path: PathBuf,
    is_named: bool,
}

impl FileLock {
    /// The lock of that name, alone; nothing when somebody holds it.
    pub(crate) fn try_new(folder: &Path, name: &str) -> Result<Option<FileLock>> {
        let (file, path) = open(folder, name)?;
        match file.try_lock() {
            // The one who held it may have taken the name away since it was opened.
            Ok(()) if !system::is_named(&file, &path) => Ok(None),
            Ok(()) => Ok(Some(FileLock { file, path, is_named: true })),
            Err(TryLockError::WouldBlock) => Ok(None),
            Err(TryLockError::Error(source)) => Err(StoreError::io("lock", &path, source)),
        }
    }

    /// The lock of that name, beside others who share it; waits for whoever holds it alone.
    pub(crate) fn shared(folder: &Path, name: &str) -> Result<FileLock> {
        loop {
            let (file, path) = open(folder, name)?;
            file.lock_shared().map_err(|source| StoreError::io("lock", &path, source))?;
            if system::is_named(&file, &path) {
                return Ok(FileLock { file, path, is_named: false });
            }
        }
    }
}

impl Drop for FileLock {
    fn drop(&mut self) {
        // While it is still held; whoever has opened the file before finds that the name is another's.
        if self.is_named && system::OPEN_FILES_CAN_GO {
            let _ = fs::remove_file(&self.path);
        }
        let _ = self.file.unlock();
    }
}

fn open(folder: &Path, name: &str) -> Result<(File, PathBuf)> {
    let folder = folder.join(LOCKS);
    fs::create_dir_all(&folder).map_err(|source| StoreError::io("make the directory", &folder, source))?;
    let path = folder.join(name);
    let file = File::options().create(true).append(true).open(&path);
    file.map(|file| (file, path.clone())).map_err(|source| StoreError::io("open", &path, source))
}
