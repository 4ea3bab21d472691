//! Who read what, and who came in to read: a log of its own, chained by hashes, whose head the ledger names from time to time.
//!
//! What is read is in this log, durably, before it is shown, and no setting turns that off; what one page shows is written in one
//! transaction, before the page leaves. It never waits for a writer of the archive: beside SQLite it is a file of its own, on
//! PostgreSQL rows that nobody else locks. It holds ids and no words: what was asked for, and what was found, stand in no log.

use crate::acts::{self, Act};
use crate::reading::{Budget, Reading, ReadingEntry};
use crate::sql::{Connection, Database, Durability, Row, Value, has_readings, make_readings, statements};
use crate::{AccountId, Archive, CaseNumber, Hash, Result, StoreError, TokenNumber, disk, limits, shown_page, token};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Instant;
use vault::keys::Keyring;

const DOMAIN: &[u8] = b"athar/reading/1";

/// Size and head of the log, as an entry of the ledger names them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct ReadingsAnchor {
    pub(crate) size: u64,
    pub(crate) head: Hash,
}

/// A line that is about to be written.
pub(crate) struct Line {
    pub(crate) entry: ReadingEntry,
    /// Whether the token that it is read by has as much left of its day.
    is_left: bool,
}

impl Line {
    fn new(account: Option<AccountId>, what: Reading, case: Option<CaseNumber>, seconds: i64) -> Line {
        let is_left = token::may_show(what);
        Line { entry: ReadingEntry { index: 0, seconds, account, what, case, token: token::acting() }, is_left }
    }
}

/// The log's connection. Readers take turns: each waits for one flush to disk. Where nothing was read yet there is no
/// log, and opening an archive makes none: a full disk must not keep anybody from looking.
pub(crate) struct Readings {
    own: Option<(Database, PathBuf)>,
    writer: Mutex<Writer>,
    /// Whether its tables were seen: nothing takes them away again.
    is_made: AtomicBool,
}

/// What writes the log.
#[derive(Default)]
struct Writer {
    connection: Option<Connection>,
    /// When the database last did not let it write in time.
    refused: Option<Instant>,
}

impl Readings {
    /// The log in a SQLite file of its own, or in the archive's database where there is none.
    pub(crate) fn new(own: Option<PathBuf>, keys: &Keyring) -> Result<Readings> {
        let database = |file: &Path| Database::sqlite(file, true, disk::key_for(keys, file).as_ref());
        let own = own.map(|file| Ok::<_, StoreError>((database(&file)?, file))).transpose()?;
        Ok(Readings { own, writer: Mutex::default(), is_made: AtomicBool::new(false) })
    }

    /// Reads the log; nothing where there is none.
    pub(crate) fn reading<T>(
        &self,
        archive: &Database,
        work: impl FnOnce(&mut Connection) -> Result<T>,
    ) -> Result<Option<T>> {
        if self.own.as_ref().is_some_and(|(_, file)| !file.is_file()) {
            return Ok(None);
        }
        self.database(archive).read(|connection| {
            if !self.is_made.load(Ordering::Relaxed) {
                if !has_readings(connection)? {
                    return Ok(None);
                }
                self.is_made.store(true, Ordering::Relaxed);
            }
            work(connection).map(Some)
        })
    }

    fn database<'archive>(&'archive self, archive: &'archive Database) -> &'archive Database {
        self.own.as_ref().map_or(archive, |(own, _)| own)
    }

    /// Writes the log. Somebody waits for it at a page, whoever they are: no longer than a page does. Those who waited for their turn while
    /// another was refused are refused too, or each would wait for as long again.
    pub(crate) fn writing<T>(&self, archive: &Database, work: impl FnOnce(&mut Connection) -> Result<T>) -> Result<T> {
        let came = Instant::now();
        let mut writer = self.writer.lock().unwrap_or_else(PoisonError::into_inner);
        let Writer { connection: slot, refused } = &mut *writer;
        if refused.is_some_and(|refused| refused > came) {
            return Err(StoreError::held("the log of readings"));
        }
        if slot.as_ref().is_some_and(Connection::is_broken) {
            *slot = None;
        }
        let connection = if let Some(connection) = slot.as_mut() {
            connection
        } else {
            let mut connection = self.database(archive).connect_writer()?;
            connection.wait_at_most(Some(archive.page_patience()));
            make_readings(&mut connection)?;
            slot.insert(connection)
        };
        connection.wait_at_most(Some(archive.page_patience()));
        let written = connection.transaction(Durability::Full, work);
        if written.as_ref().err().is_some_and(StoreError::is_late) {
            *refused = Some(Instant::now());
        }
        written
    }
}

impl Drop for Readings {
    /// At once, so that nothing of a locked archive is left in a connection that is still being closed.
    fn drop(&mut self) {
        if let Some(connection) = self.writer.get_mut().unwrap_or_else(PoisonError::into_inner).connection.take() {
            connection.close();
        }
    }
}

impl Archive {
    /// Statements on the log that the engine does not understand: for tests.
    pub(crate) fn readings_statements_refused(&self) -> Result<Vec<(&'static str, String)>> {
        self.readings.writing(&self.database, |_| Ok(()))?;
        self.readings.database(&self.database).statements_refused(true)
    }

    /// Writes a line into the log before what it says is shown, and counts it against the budget of the account: what is over it is
    /// refused, and that is written too. Within a page it is written together with the page's other lines, durably, before the page leaves.
    pub(crate) fn log_reading(
        &self,
        account: Option<AccountId>,
        what: Reading,
        case: Option<CaseNumber>,
        seconds: i64,
    ) -> Result<()> {
        let line = Line::new(account, what, case, seconds);
        let (is_left, entry) = (line.is_left, line.entry.clone());
        match shown_page::kept(self, line) {
            Err(line) => self.write_readings(vec![line]),
            // Whoever has nothing left is told so now: nothing more is made for them, and nothing that they ask for differs by it.
            Ok(()) if is_left && (!shown_page::is_to_ask(what.budget()) || self.has_left(&entry)?) => Ok(()),
            Ok(()) => Err(StoreError::OverBudget),
        }
    }

    /// The same, at once: what is read next is the log itself.
    pub(crate) fn log_reading_now(&self, account: Option<AccountId>, what: Reading, seconds: i64) -> Result<()> {
        self.write_readings(vec![Line::new(account, what, None, seconds)])
    }

    /// Writes lines, durably, up to the first that is over a budget: nothing is shown then.
    pub(crate) fn write_readings(&self, lines: Vec<Line>) -> Result<()> {
        if lines.is_empty() {
            return Ok(());
        }
        let within = self.readings.writing(&self.database, |connection| append(connection, lines))?;
        if within { Ok(()) } else { Err(StoreError::OverBudget) }
    }

    /// Writes a line, durably, about an account that came, tried to, went, or was refused by its roles or by the scopes of a token. That it
    /// came or went is written in any case; of its attempts, and of what it was refused, so many lines in an hour each, and one that there
    /// were more. What is over that is counted without a lock and without a write: whoever tries and tries keeps nobody else waiting.
    pub fn log_at_the_door(
        &self,
        account: AccountId,
        what: Reading,
        token: Option<TokenNumber>,
        seconds: i64,
    ) -> Result<()> {
        let token = token.or_else(token::acting);
        let mut entry = ReadingEntry { index: 0, seconds, account: Some(account), what, case: None, token };
        if self.has_left(&entry)? {
            return self
                .readings
                .writing(&self.database, |connection| append(connection, vec![Line { entry, is_left: true }]))
                .map(drop);
        }
        let Some(more) = what.budget().more() else { return Ok(()) };
        entry.what = more;
        if self.has_left(&entry)? {
            self.readings
                .writing(&self.database, |connection| append(connection, vec![Line { entry, is_left: true }]))
                .map(drop)?;
        }
        Ok(())
    }

    /// Whether the account of a line has anything left of its budget, as far as can be told without the lock.
    fn has_left(&self, entry: &ReadingEntry) -> Result<bool> {
        self.has_room(entry, 1)
    }

    /// Whether it has room for so many lines of that budget.
    pub(crate) fn has_room(&self, entry: &ReadingEntry, lines: u64) -> Result<bool> {
        let budget = entry.what.budget();
        if entry.account.is_none() || budget.per_hour_max() == u64::MAX {
            return Ok(true);
        }
        let asked = counted(entry);
        let count = self.readings.reading(&self.database, |connection| {
            connection.row(statements::READINGS_COUNT, &asked)?.map_or(Ok(0), |row| row.int(0))
        })?;
        Ok(count.unwrap_or(0) as u64 + lines <= budget.per_hour_max())
    }

    /// The log from a line on, at most a page.
    pub(crate) fn read_log(&self, from: u64) -> Result<Vec<ReadingEntry>> {
        let lines = self.readings.reading(&self.database, |connection| {
            let values = [Value::Int(from as i64), Value::Int(limits::ROWS_PER_PAGE)];
            connection.rows(statements::READINGS, &values)?.iter().map(|row| Ok(read(row)?.0)).collect()
        })?;
        Ok(lines.unwrap_or_default())
    }

    /// The hash of a line as it is stored.
    pub(crate) fn hash_of_reading(&self, index: u64) -> Result<Option<Hash>> {
        let values = [Value::Int(index as i64), Value::Int(1)];
        let found = self.readings.reading(&self.database, |connection| {
            let row = connection.row(statements::READINGS, &values)?;
            row.map(|row| Ok((row.int(0)? as u64, row.hash(2)?))).transpose()
        })?;
        Ok(found.flatten().filter(|(at, _)| *at == index).map(|(_, hash)| hash))
    }

    /// How many lines the log has.
    pub fn readings_kept(&self) -> Result<u64> {
        Ok(self.readings.reading(&self.database, head)?.map_or(0, |head| head.size))
    }

    /// Names the head of the log in the ledger, when it has grown since it was last named. Returns whether it had.
    pub fn anchor_readings(&self, time: &str) -> Result<bool> {
        let Some(now) = self.readings.reading(&self.database, head)? else { return Ok(false) };
        let last = self.database.read(last_anchor)?;
        if now.size == last.map_or(0, |anchor| anchor.size) {
            return Ok(false);
        }
        self.act(None, Act::Readings(now), time)?;
        Ok(true)
    }

    /// What is wrong with the log, in words: nothing, when every line follows from the one before and every anchor of
    /// the ledger is met.
    pub(crate) fn verify_readings(&self, anchors: &[(u64, u64, Hash)]) -> Result<Vec<String>> {
        let mut differences = Vec::new();
        let (mut next, mut hash) = (0_u64, Hash::of(DOMAIN));
        let mut anchors = anchors.to_vec();
        anchors.sort_unstable_by_key(|anchor| anchor.1);
        let mut anchors = anchors.into_iter().peekable();
        let mut meet = |size: u64, hash: Hash, differences: &mut Vec<String>| {
            while let Some((entry, _, head)) = anchors.next_if(|anchor| anchor.1 <= size) {
                if head != hash {
                    differences.push(format!("entry {entry} names another head of the log of readings"));
                }
            }
        };
        self.readings.reading(&self.database, |connection| {
            loop {
                let values = [Value::Int(next as i64), Value::Int(limits::ROWS_PER_PAGE)];
                let rows = connection.rows(statements::READINGS, &values)?;
                for row in &rows {
                    let (entry, stored) = read(row)?;
                    if entry.index != next {
                        differences.push(format!("reading {next} is missing"));
                    }
                    meet(next, hash, &mut differences);
                    hash = chained(hash, &entry)?;
                    if stored != hash {
                        differences.push(format!("reading {} is not what was written", entry.index));
                        hash = stored;
                    }
                    next = entry.index + 1;
                }
                if rows.len() < limits::ROWS_PER_PAGE as usize {
                    break;
                }
            }
            meet(next, hash, &mut differences);
            let head = head(connection)?;
            if (head.size, head.head) != (next, hash) {
                differences.push("the head of the log of readings is not that of its lines".to_owned());
            }
            Ok(())
        })?;
        if let Some((entry, size, _)) = anchors.next() {
            differences.push(format!("entry {entry} names {size} readings; there are {next}"));
        }
        Ok(differences)
    }
}

fn last_anchor(connection: &mut Connection) -> Result<Option<ReadingsAnchor>> {
    Ok(acts::latest(connection, "readings", 0)?.and_then(|done| match done.act {
        Act::Readings(anchor) => Some(anchor),
        _ => None,
    }))
}

fn head(connection: &mut Connection) -> Result<ReadingsAnchor> {
    match connection.row(statements::READINGS_HEAD, &[])? {
        Some(row) => Ok(ReadingsAnchor { size: row.int(0)? as u64, head: row.hash(1)? }),
        None => Ok(ReadingsAnchor { size: 0, head: Hash::of(DOMAIN) }),
    }
}

fn chained(before: Hash, entry: &ReadingEntry) -> Result<Hash> {
    let content = serde_json::to_vec(entry).map_err(|_| StoreError::NotJson("a reading"))?;
    Ok(Hash::of_parts(&[DOMAIN, &before.0, &content]))
}

/// Whose lines of which budget are counted, and since when.
fn counted(entry: &ReadingEntry) -> [Value<'static>; 3] {
    let account = entry.account.map_or(-1, |account| account.0 as i64);
    let since = entry.seconds.saturating_sub(SECONDS_PER_HOUR);
    [Value::Int(account), Value::Int(entry.what.budget() as i64), Value::Int(since)]
}

/// Adds lines, and tells whether the account was within its budgets, and had any left by its token. The first that is over is written
/// as refused, and none after it.
fn append(connection: &mut Connection, lines: Vec<Line>) -> Result<bool> {
    let mut locked = connection.row(statements::READINGS_LOCK, &[])?;
    if locked.is_none() {
        connection.execute(statements::READINGS_BEGIN, &[Value::Bytes(&Hash::of(DOMAIN).0)])?;
        locked = connection.row(statements::READINGS_LOCK, &[])?;
    }
    let locked = locked.ok_or_else(|| StoreError::damaged("the log of readings has no head"))?;
    let (begin, mut head) = (locked.int(0)? as u64, locked.hash(1)?);
    let mut size = begin;
    // How much of which budget the account has used, asked after the lock: of two servers the second knows what the first has
    // written. Lines of one page are of one account, and of one moment.
    let mut used: BTreeMap<Budget, u64> = BTreeMap::new();
    let mut within = true;
    for Line { mut entry, is_left } in lines {
        let budget = entry.what.budget();
        let used = match used.entry(budget) {
            Entry::Occupied(used) => used.into_mut(),
            Entry::Vacant(used) => {
                let row = connection.row(statements::READINGS_COUNT, &counted(&entry))?;
                used.insert(row.map_or(Ok(0), |row| row.int(0))? as u64)
            }
        };
        within = is_left && (entry.account.is_none() || *used < budget.per_hour_max());
        if !within && budget.is_silent() {
            break;
        }
        if !within {
            entry.what = Reading::Refused;
        }
        entry.index = size;
        head = chained(head, &entry)?;
        let content = serde_json::to_string(&entry).map_err(|_| StoreError::NotJson("a reading"))?;
        write(connection, &entry, &content, head)?;
        (size, *used) = (size + 1, *used + 1);
        if !within {
            break;
        }
    }
    if size > begin {
        connection.execute(statements::READINGS_SET, &[Value::Int(size as i64), Value::Bytes(&head.0)])?;
    }
    Ok(within)
}

fn write(connection: &mut Connection, entry: &ReadingEntry, content: &str, hash: Hash) -> Result<()> {
    let account = entry.account.map_or(-1, |account| account.0 as i64);
    let values = [
        Value::Int(entry.index as i64),
        Value::Int(account),
        Value::Int(entry.seconds),
        Value::Int(entry.what.budget() as i64),
        Value::Text(content),
        Value::Bytes(&hash.0),
    ];
    connection.execute(statements::READING_NEW, &values).map(drop)
}

/// Empties the log: before it is restored to where there is no archive.
pub(crate) fn clear(connection: &mut Connection) -> Result<()> {
    connection.execute(statements::READINGS_CLEAR, &[])?;
    connection.execute(statements::READINGS_HEAD_CLEAR, &[]).map(drop)
}

/// Writes a line of a backup.
pub(crate) fn restore(connection: &mut Connection, index: u64, content: &str, hash: Hash) -> Result<()> {
    let entry: ReadingEntry =
        serde_json::from_str(content).map_err(|_| StoreError::damaged("a reading is not understood"))?;
    if entry.index != index {
        return Err(StoreError::damaged("a reading lies in another's place"));
    }
    write(connection, &entry, content, hash)
}

/// Sets the head of the log to its last line.
pub(crate) fn restore_head(connection: &mut Connection, size: u64, hash: Hash) -> Result<()> {
    connection.execute(statements::READINGS_BEGIN, &[Value::Bytes(&hash.0)])?;
    connection.execute(statements::READINGS_SET, &[Value::Int(size as i64), Value::Bytes(&hash.0)]).map(drop)
}

fn read(row: &Row) -> Result<(ReadingEntry, Hash)> {
    let entry: ReadingEntry =
        serde_json::from_str(&row.text(1)?).map_err(|_| StoreError::damaged("a reading is not understood"))?;
    if entry.index != row.int(0)? as u64 {
        return Err(StoreError::damaged("a reading lies in another's place"));
    }
    Ok((entry, row.hash(2)?))
}

const SECONDS_PER_HOUR: i64 = 3_600;
