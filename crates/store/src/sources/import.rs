//! Imports: staged a chunk at a time, accepted by one entry, taken back by another.

use crate::append::Request;
use crate::chunk::Chunks;
use crate::chunk_writer::ChunkWriter;
use crate::closing::Closing;
use crate::entry::{Body, Head, TakenBack, Undone, new_salt};
use crate::flags::Flags;
use crate::import_rows::{ImportRows, Line};
use crate::original::Original;
use crate::sealing::{self, Taken};
use crate::sql::{Connection, Row, Value, statements};
use crate::staging::{self, Kind, Staging};
use crate::{AccountId, Archive, Hash, ImportNumber, RecordId, Result, StoreError, limits};
use record::{Problem, Record, SourceKind};
use serde::{Deserialize, Serialize};
use serde_json::value::to_raw_value;
use std::sync::Arc;

/// What is known of a source before its first record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportMeta {
    /// Name of the source.
    pub source: String,
    /// Kind of the source.
    pub kind: SourceKind,
    /// The file it was read from, when there is one.
    pub original: Option<Original>,
    /// The mapping of columns to meanings, as TOML.
    pub mapping: String,
    /// The date that the list itself speaks of, in EDTF; empty when unknown.
    pub as_of: String,
    /// No two of its rows are about the same person.
    pub one_row_per_person: bool,
    /// Who brought it in; nobody for the console.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<AccountId>,
}

/// What came with an import.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportCounts {
    /// Records.
    pub records: u64,
    /// Problems.
    pub problems: u64,
}

/// The body of the entry that accepts an import.
#[derive(Serialize, Deserialize)]
pub(crate) struct ImportAccepted {
    pub(crate) import: ImportNumber,
    pub(crate) meta: ImportMeta,
    pub(crate) counts: ImportCounts,
    pub(crate) chunks: Chunks,
}

/// An accepted import.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Import {
    /// Its number.
    pub number: ImportNumber,
    /// Index of the entry that accepted it.
    pub entry: u64,
    /// When it was accepted, as the caller said.
    pub time: String,
    /// What it was read from and how.
    pub meta: ImportMeta,
    /// What came with it.
    pub counts: ImportCounts,
    /// Index of the entry that took it back, if one did.
    pub undone: Option<u64>,
    /// Whether it is a page of requests, which may grow until a linkage run begins.
    pub is_page: bool,
}

/// What accepting an import gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AcceptedImport {
    /// Its number.
    pub number: ImportNumber,
    /// Index of its entry.
    pub entry: u64,
    /// What came with it.
    pub counts: ImportCounts,
    /// The ledger after it.
    pub head: Head,
}

#[derive(Serialize, Deserialize)]
struct Detail {
    time: String,
    meta: ImportMeta,
    counts: ImportCounts,
}

/// An import under way. Dropped without [`ImportWriter::accept`], nothing of it remains.
pub struct ImportWriter<'a> {
    archive: &'a Archive,
    number: ImportNumber,
    meta: ImportMeta,
    salt: [u8; 32],
    chunks: ChunkWriter,
    rows: ImportRows,
    /// The chunk before the one that is being filled.
    closing: Option<Closing>,
    staging: Staging,
}

impl Archive {
    /// Begins an import. Nobody sees any of it before it is accepted; others may write meanwhile.
    pub fn begin_import(&self, meta: ImportMeta) -> Result<ImportWriter<'_>> {
        let staging = Staging::begin(self, Kind::Import)?;
        let number = ImportNumber(staging.number() as u32);
        // Drawn now, since the ids of persons follow from it.
        let salt = new_salt()?;
        let rows = ImportRows::new(number, salt, Arc::clone(self.keys()));
        Ok(ImportWriter {
            archive: self,
            number,
            meta,
            salt,
            chunks: ChunkWriter::default(),
            rows,
            closing: None,
            staging,
        })
    }

    /// Every accepted import, undone ones too, in order.
    pub fn imports(&self) -> Result<Vec<Import>> {
        self.database.read(all)
    }

    /// Whether a decision in effect is about a record of an import.
    pub fn is_decided_about(&self, number: ImportNumber) -> Result<bool> {
        self.database.read(|connection| {
            for row in connection.rows(statements::DECISIONS_IN_EFFECT, &[])? {
                if [row.int(4)?, row.int(5)?].into_iter().any(|record| RecordId(record).import() == number) {
                    return Ok(true);
                }
            }
            Ok(false)
        })
    }

    /// One accepted import.
    pub fn import(&self, number: ImportNumber) -> Result<Import> {
        let value = Value::Int(i64::from(number.0));
        let found = self.database.read(|connection| {
            let row = connection.row(statements::IMPORT, &[value])?;
            row.map(|row| Import::from_row(connection, &row)).transpose()
        })?;
        found.ok_or_else(|| StoreError::NoSuch(format!("import {number}")))
    }

    /// The imports that were not taken back, in order, each with the leaf of the entry that accepted it; of a page of
    /// requests, the leaf of the newest one. No two archives share a leaf, unless one is a copy of the other: what is kept beside an archive can say by it
    /// which imports it was made from.
    pub fn import_leaves(&self) -> Result<Vec<(ImportNumber, Hash)>> {
        self.database.read(leaves)
    }

    /// The first import of the same bytes that was not taken back.
    pub fn find_import_by_sha256(&self, sha256: Hash) -> Result<Option<Import>> {
        self.database.read(|connection| by_original(connection, sha256))
    }

    /// The problems of an import, in order, with the record they came with.
    pub fn problems(
        &self,
        import: ImportNumber,
        mut visit: impl FnMut(Option<RecordId>, Problem) -> Result<()>,
    ) -> Result<()> {
        self.database.read(|connection| {
            let mut after = 0;
            loop {
                let values = [i64::from(import.0), after, limits::ROWS_PER_PAGE].map(Value::Int);
                let rows = connection.rows(statements::PROBLEMS, &values)?;
                for row in &rows {
                    after = row.int(0)?;
                    let record = Some(row.int(1)?).filter(|&record| record != 0).map(RecordId);
                    let content = connection.open("problem", [i64::from(import.0), after], &row.bytes(2)?)?;
                    let problem = serde_json::from_slice(&content);
                    visit(record, problem.map_err(|_| StoreError::damaged("a problem is not understood"))?)?;
                }
                if rows.len() < limits::ROWS_PER_PAGE as usize {
                    return Ok(());
                }
            }
        })
    }

    /// Takes an import back: its records vanish from every reading, and stay in the ledger. Each consequence outside
    /// becomes a correction. Returns the index of the entry.
    pub fn undo_import(&self, number: ImportNumber, time: &str) -> Result<u64> {
        self.undo_import_by(number, None, "", time)
    }

    /// The same, by an account and with a reason.
    pub fn undo_import_by(&self, number: ImportNumber, by: Option<AccountId>, reason: &str, time: &str) -> Result<u64> {
        self.take_back(TakenBack { what: Undone::Import(number), by, reason: reason.into() }, time)
    }
}

impl Import {
    pub(crate) fn from_row(connection: &Connection, row: &Row) -> Result<Import> {
        let content = connection.open("import", [row.int(0)?, 0], &row.bytes(3)?)?;
        let detail: Detail =
            serde_json::from_slice(&content).map_err(|_| StoreError::damaged("an import is not understood"))?;
        Ok(Import {
            number: ImportNumber(row.int(0)? as u32),
            entry: row.int(1)? as u64,
            time: detail.time,
            meta: detail.meta,
            counts: detail.counts,
            undone: Some(row.int(2)? as u64).filter(|&entry| entry != 0),
            is_page: row.int(4)? == 1,
        })
    }
}

impl ImportWriter<'_> {
    /// The number that the import will have.
    pub fn number(&self) -> ImportNumber {
        self.number
    }

    /// The archive as everybody else sees it: without this import.
    pub fn archive(&self) -> &Archive {
        self.archive
    }

    /// What has been pushed so far.
    pub fn counts(&self) -> ImportCounts {
        self.rows.counts()
    }

    /// Adds a record, what was not understood in it, and the keys it is to be found by.
    pub fn push(&mut self, mut record: Record, mut problems: Vec<Problem>, keys: &[i64]) -> Result<RecordId> {
        if keys.len() > limits::KEYS_PER_RECORD_MAX {
            return Err(StoreError::Limit {
                what: "the number of a record's keys",
                limit: limits::KEYS_PER_RECORD_MAX,
            });
        }
        // Of the whole record: what is sealed of it can say what became of somebody, too.
        let flags = Flags::of(&record);
        let sealed = sealing::part(&mut record, &mut problems, self.archive.keys())?;
        let record = to_raw_value(&record).map_err(|_| StoreError::NotJson("a record"))?;
        let bytes = record.get().len() + sealed.as_ref().map_or(0, |sealed| sealed.json.len());
        if bytes > limits::RECORD_BYTES_MAX {
            return Err(StoreError::Limit { what: "a record", limit: limits::RECORD_BYTES_MAX });
        }
        let mut keys = keys.to_vec();
        keys.sort_unstable();
        keys.dedup();
        let problems = problems_json(&problems)?;
        let hash = sealed.as_ref().map(|sealed| sealed.hash);
        let line = Line { record: Some(record), flags: Some(flags.bits()), keys, problems, sealed: hash };
        self.line(&line, flags, sealed)?;
        self.rows.last_record()
    }

    /// Adds a problem of no record: of a row that gave none, of a sheet, of the file.
    pub fn problem(&mut self, problem: &Problem) -> Result<()> {
        let mut problems = [problem.clone()];
        let sealed = sealing::part_problems(&mut problems)?;
        let problems = problems_json(&problems)?;
        let hash = sealed.as_ref().map(|sealed| sealed.hash);
        let line = Line { record: None, flags: None, keys: Vec::new(), problems, sealed: hash };
        self.line(&line, Flags::default(), sealed)
    }

    fn line(&mut self, line: &Line, flags: Flags, sealed: Option<Taken>) -> Result<()> {
        self.rows.push(line, flags)?;
        if self.chunks.push(line, sealed)? { self.stage(false) } else { Ok(()) }
    }

    /// Begins to close the chunk that is full, and writes the one before it; at the end both. The keys are written only
    /// when there are many, or at the end.
    fn stage(&mut self, end: bool) -> Result<()> {
        let ImportWriter { archive, chunks, rows, closing, staging, .. } = self;
        let batch = staging.name().to_owned();
        let next = chunks.take().map(|chunk| Closing::begin(archive.keys(), &batch, chunk, rows.take()));
        let before = std::mem::replace(closing, next);
        let last = if end { closing.take() } else { None };
        for chunk in before.into_iter().chain(last) {
            // What went wrong there is a step that failed, after which there is no further one.
            let closed = chunk.wait();
            staging.step(|connection| {
                let closed = closed?;
                chunks.put(connection, &batch, &closed.chunk)?;
                closed.rows.write(connection)
            })?;
        }
        if end && !chunks.all_are_written() {
            return Err(StoreError::Abandoned);
        }
        if end || rows.keys_are_many() {
            // In parts: whoever decides meanwhile waits for one of them only.
            rows.sort_keys();
            while rows.keys_are_left() {
                staging.step(|connection| rows.write_keys(connection))?;
            }
        }
        Ok(())
    }

    /// Accepts the import: from here on it is there, whole, whatever happens.
    pub fn accept(mut self, time: &str) -> Result<AcceptedImport> {
        self.stage(true)?;
        let ImportWriter { archive, number, meta, salt, chunks, rows, staging, .. } = self;
        let counts = rows.counts();
        let body =
            Body::ImportAccepted(Box::new(ImportAccepted { import: number, meta, counts, chunks: chunks.finish().0 }));
        let appended = archive.append(Request { salt, time: time.to_owned(), body })?;
        drop(staging);
        Ok(AcceptedImport { number, entry: appended.index, counts, head: appended.head })
    }
}

fn problems_json(problems: &[Problem]) -> Result<Vec<Box<serde_json::value::RawValue>>> {
    problems.iter().map(|problem| to_raw_value(problem).map_err(|_| StoreError::NotJson("a problem"))).collect()
}

/// The first import of the same bytes that was not taken back.
pub(crate) fn by_original(connection: &mut Connection, sha256: Hash) -> Result<Option<Import>> {
    let name = crate::original::name_of(connection.keys()?, sha256);
    let row = connection.row(statements::IMPORT_BY_ORIGINAL, &[Value::Text(&name)])?;
    row.map(|row| Import::from_row(connection, &row)).transpose()
}

/// Every accepted import, undone ones too, in order.
pub(crate) fn all(connection: &mut Connection) -> Result<Vec<Import>> {
    let rows = connection.rows(statements::IMPORTS, &[])?;
    rows.iter().map(|row| Import::from_row(connection, row)).collect()
}

/// The imports that were not taken back, each with the leaf of its newest entry.
pub(crate) fn leaves(connection: &mut Connection) -> Result<Vec<(ImportNumber, Hash)>> {
    let rows = connection.rows(statements::IMPORT_LEAVES, &[])?;
    rows.iter().map(|row| Ok((ImportNumber(row.int(0)? as u32), row.hash(1)?))).collect()
}

/// Makes an accepted import visible.
pub(crate) fn project(connection: &mut Connection, entry: u64, time: &str, body: ImportAccepted) -> Result<()> {
    let ImportAccepted { import, meta, counts, .. } = body;
    staging::accepted(connection, entry, &import.to_string())?;
    write_row(connection, entry, time, (import, false), meta, counts)
}

/// Writes the row of an import, or of a page of requests.
pub(crate) fn write_row(
    connection: &mut Connection,
    entry: u64,
    time: &str,
    (import, is_page): (ImportNumber, bool),
    meta: ImportMeta,
    counts: ImportCounts,
) -> Result<()> {
    let keys = connection.keys()?;
    let original = meta.original.as_ref().map(|own| crate::original::name_of(keys, own.sha256)).unwrap_or_default();
    let one_row = i64::from(meta.one_row_per_person);
    let detail = serde_json::to_string(&Detail { time: time.to_owned(), meta, counts });
    let detail = detail.map_err(|_| StoreError::NotJson("an import"))?;
    let content = connection.seal("import", [i64::from(import.0), 0], detail.as_bytes())?;
    let values = [
        Value::Int(i64::from(import.0)),
        Value::Int(entry as i64),
        Value::Int(entry as i64),
        Value::Int(i64::from(is_page)),
        Value::Int(one_row),
        Value::Text(&original),
        Value::Bytes(&content),
    ];
    connection.execute(statements::IMPORT_NEW, &values).map(drop)
}

/// Counts one more request of a page.
pub(crate) fn update_page(
    connection: &mut Connection,
    entry: u64,
    page: ImportNumber,
    counts: ImportCounts,
) -> Result<()> {
    let number = Value::Int(i64::from(page.0));
    let row = connection.row(statements::IMPORT, &[number])?;
    let row = row.ok_or_else(|| StoreError::damaged("a request has no page"))?;
    let Import { time, meta, .. } = Import::from_row(connection, &row)?;
    let detail = serde_json::to_string(&Detail { time, meta, counts });
    let detail = detail.map_err(|_| StoreError::NotJson("an import"))?;
    let content = connection.seal("import", [i64::from(page.0), 0], detail.as_bytes())?;
    connection.execute(statements::IMPORT_GROWN, &[Value::Int(entry as i64), Value::Bytes(&content), number]).map(drop)
}

/// Refuses an import that is not there, or was taken back.
pub(crate) fn must_be_there(connection: &mut Connection, number: ImportNumber) -> Result<()> {
    let row = connection.row(statements::IMPORT, &[Value::Int(i64::from(number.0))])?;
    match row {
        Some(row) if row.int(2)? == 0 => Ok(()),
        _ => Err(StoreError::NoSuch(format!("import {number}"))),
    }
}

/// What must hold before an import is taken back.
pub(crate) fn check_undo(connection: &mut Connection, number: ImportNumber) -> Result<()> {
    let row = connection.row(statements::IMPORT, &[Value::Int(i64::from(number.0))])?;
    let row = row.ok_or_else(|| StoreError::NoSuch(format!("import {number}")))?;
    if row.int(2)? != 0 {
        return Err(StoreError::AlreadyUndone(format!("import {number}")));
    }
    if row.int(4)? == 1 {
        return Err(StoreError::Refused("these are requests of families: each is closed by itself"));
    }
    Ok(())
}

/// Drops the rows of an import that was never accepted.
pub(crate) fn drop_rows(connection: &mut Connection, number: ImportNumber) -> Result<()> {
    let range = [RecordId::new(number, 0).0, RecordId::new(ImportNumber(number.0 + 1), 0).0].map(Value::Int);
    connection.execute(statements::RECORDS_DROP, &range)?;
    connection.execute(statements::KEYS_DROP, &range)?;
    connection.execute(statements::PERSONS_DROP, &range)?;
    connection.execute(statements::PROBLEMS_DROP, &[Value::Int(i64::from(number.0))])?;
    Ok(())
}
