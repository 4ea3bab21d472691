//! The rows that follow from an import's lines: the same code while it is staged and when it is rebuilt.

use crate::flags::Flags;
use crate::import::ImportCounts;
use crate::records::{self, SealedAt};
use crate::sql::{Connection, Value, seal_row, statements};
use crate::{Hash, ImportNumber, PersonId, RecordId, Result, StoreError, limits};
use record::Record;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use std::collections::BTreeSet;
use std::sync::Arc;
use vault::keys::{KeyId, Keyring};

/// One line of a chunk: a record with its keys and problems, or problems of no record.
#[derive(Serialize, Deserialize)]
pub(crate) struct Line {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) record: Option<Box<RawValue>>,
    /// What was found of the record when it came; absent on lines of before, and found again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) flags: Option<i64>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) keys: Vec<i64>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) problems: Vec<Box<RawValue>>,
    /// The hash of what is sealed of it, which lies in the chunk's box.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) sealed: Option<Hash>,
}

/// Rows waiting to be written.
pub(crate) struct ImportRows {
    import: ImportNumber,
    salt: [u8; 32],
    secrets: Arc<Keyring>,
    counts: ImportCounts,
    /// Where the next line lies.
    at: (u32, u16),
    records: Vec<(RecordId, Flags, Vec<u8>)>,
    problems: Vec<(u64, Option<RecordId>, Vec<u8>)>,
    keys: Vec<(i64, RecordId)>,
    persons: Vec<(PersonId, RecordId)>,
}

impl ImportRows {
    pub(crate) fn new(import: ImportNumber, salt: [u8; 32], secrets: Arc<Keyring>) -> ImportRows {
        let (records, problems, keys, persons) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        let counts = ImportCounts::default();
        ImportRows { import, salt, secrets, counts, at: (0, 0), records, problems, keys, persons }
    }

    pub(crate) fn counts(&self) -> ImportCounts {
        self.counts
    }

    /// The record pushed last.
    pub(crate) fn last_record(&self) -> Result<RecordId> {
        let ordinal = u32::try_from(self.counts.records);
        let ordinal =
            ordinal.map_err(|_| StoreError::Limit { what: "an import's records", limit: u32::MAX as usize })?;
        Ok(RecordId::new(self.import, ordinal))
    }

    /// The rows of a line that is read back.
    pub(crate) fn replay(&mut self, line: &Line) -> Result<()> {
        let flags = match (&line.record, line.flags) {
            (None, _) => Flags::default(),
            (Some(_), Some(bits)) => Flags::from_bits(bits),
            (Some(record), None) => {
                let record = serde_json::from_str(record.get());
                Flags::of(&record.map_err(|_| StoreError::damaged("a record of a batch is not understood"))?)
            }
        };
        self.push(line, flags)
    }

    /// The rows of a line, with what was found of its record.
    pub(crate) fn push(&mut self, line: &Line, flags: Flags) -> Result<()> {
        let mut of = None;
        if let Some(record) = &line.record {
            self.counts.records += 1;
            let id = self.last_record()?;
            of = Some(id);
            let at = SealedAt { chunk: Some(self.at.0), line: self.at.1 };
            self.records.push((id, flags, records::content(at, record.get())));
            self.keys.extend(line.keys.iter().map(|&key| (keyed(&self.secrets, key), id)));
            self.persons.push((PersonId::of_record(&self.salt, id.ordinal()), id));
        }
        for problem in &line.problems {
            self.counts.problems += 1;
            self.problems.push((self.counts.problems, of, problem.get().as_bytes().to_vec()));
        }
        self.at.1 += 1;
        Ok(())
    }

    /// A line that was erased: what it held keeps its numbers, and has no rows.
    pub(crate) fn erased(&mut self, records: u32, problems: u32) {
        self.counts.records += u64::from(records);
        self.counts.problems += u64::from(problems);
        self.at.1 += 1;
    }

    /// Takes the records and problems of a chunk: what comes next belongs to another.
    pub(crate) fn take(&mut self) -> ChunkRows {
        self.at = (self.at.0 + 1, 0);
        let (records, problems) = (std::mem::take(&mut self.records), std::mem::take(&mut self.problems));
        ChunkRows { import: self.import, records, problems }
    }

    /// Writes the records and problems of a chunk, under its key.
    pub(crate) fn write(&mut self, connection: &mut Connection, chunk: Option<KeyId>) -> Result<()> {
        let rows = self.take();
        if rows.is_empty() {
            return Ok(());
        }
        let key = chunk.ok_or_else(|| StoreError::damaged("a row with content follows from nothing"))?;
        rows.seal(&self.secrets, key)?.write(connection)
    }

    pub(crate) fn keys_are_many(&self) -> bool {
        self.keys.len() + self.persons.len() >= limits::KEYS_BUFFERED_MAX
    }

    /// Keys and persons are written sorted: as they come, nearly every page of the index would be written once for
    /// every chunk.
    pub(crate) fn sort_keys(&mut self) {
        self.keys.sort_unstable();
        self.persons.sort_unstable();
    }

    pub(crate) fn keys_are_left(&self) -> bool {
        !self.keys.is_empty() || !self.persons.is_empty()
    }

    /// Writes some keys or persons, from the last on.
    pub(crate) fn write_keys(&mut self, connection: &mut Connection) -> Result<()> {
        let keys = self.keys.split_off(self.keys.len().saturating_sub(limits::KEYS_WRITTEN_AT_ONCE));
        insert_pairs(connection, statements::KEY_NEW, keys.iter().map(|(key, record)| [*key, record.0]))?;
        let persons = self.persons.split_off(self.persons.len().saturating_sub(limits::KEYS_WRITTEN_AT_ONCE));
        insert_pairs(connection, statements::PERSON_NEW, persons.iter().map(|(person, record)| [person.0, record.0]))
    }
}

/// Records and problems of one chunk. To seal them takes the keys and time, and no database.
pub(crate) struct ChunkRows {
    import: ImportNumber,
    records: Vec<(RecordId, Flags, Vec<u8>)>,
    problems: Vec<(u64, Option<RecordId>, Vec<u8>)>,
}

/// The same as they are stored.
pub(crate) struct SealedRows(ChunkRows);

impl ChunkRows {
    fn is_empty(&self) -> bool {
        self.records.is_empty() && self.problems.is_empty()
    }

    /// Encrypts their content under the chunk's key.
    pub(crate) fn seal(mut self, keys: &Keyring, key: KeyId) -> Result<SealedRows> {
        for (id, _, content) in &mut self.records {
            *content = seal_row(keys, key, "record", [id.0, 0], content)?;
        }
        let import = i64::from(self.import.0);
        for (ordinal, _, content) in &mut self.problems {
            *content = seal_row(keys, key, "problem", [import, *ordinal as i64], content)?;
        }
        Ok(SealedRows(self))
    }
}

impl SealedRows {
    pub(crate) fn write(&self, connection: &mut Connection) -> Result<()> {
        let ChunkRows { import, records, problems } = &self.0;
        let records = records.iter().flat_map(|(id, flags, content)| record_row(*id, *flags, content));
        connection.insert(statements::RECORD_NEW, &records.collect::<Vec<_>>())?;
        let import = i64::from(import.0);
        let problems = problems.iter().flat_map(|(ordinal, record, content)| {
            let record = record.map_or(0, |record| record.0);
            [Value::Int(import), Value::Int(*ordinal as i64), Value::Int(record), Value::Bytes(content)]
        });
        connection.insert(statements::PROBLEM_NEW, &problems.collect::<Vec<_>>())
    }
}

fn record_row(id: RecordId, flags: Flags, content: &[u8]) -> [Value<'_>; 3] {
    [Value::Int(id.0), Value::Int(flags.bits()), Value::Bytes(content)]
}

/// A key as the table holds it: whoever reads the table cannot try out names or numbers.
pub(crate) fn keyed(secrets: &Keyring, key: i64) -> i64 {
    let token = secrets.token(b"athar/record-key/1", &key.to_be_bytes());
    token.iter().take(8).fold(0, |number, &byte| number << 8 | i64::from(byte))
}

/// Writes the rows of one record that came by itself: a request.
pub(crate) fn write_one(
    connection: &mut Connection,
    id: RecordId,
    salt: &[u8; 32],
    record: &Record,
    flags: Flags,
    keys: &[i64],
) -> Result<()> {
    let json = serde_json::to_string(record).map_err(|_| StoreError::NotJson("a record"))?;
    let content = records::content(SealedAt { chunk: None, line: 0 }, &json);
    let content = connection.seal("record", [id.0, 0], &content)?;
    connection.insert(statements::RECORD_NEW, &record_row(id, flags, &content))?;
    let secrets = connection.keys()?;
    let keys: BTreeSet<i64> = keys.iter().map(|&key| keyed(secrets, key)).collect();
    insert_pairs(connection, statements::KEY_NEW, keys.into_iter().map(|key| [key, id.0]))?;
    let person = PersonId::of_record(salt, id.ordinal());
    insert_pairs(connection, statements::PERSON_NEW, std::iter::once([person.0, id.0]))
}

fn insert_pairs(
    connection: &mut Connection,
    insert: (&'static str, usize),
    pairs: impl Iterator<Item = [i64; 2]>,
) -> Result<()> {
    let mut values = Vec::with_capacity(limits::ROWS_PER_INSERT * insert.1);
    for pair in pairs {
        values.extend(pair.map(Value::Int));
        if values.len() == values.capacity() {
            connection.insert(insert, &values)?;
            values.clear();
        }
    }
    connection.insert(insert, &values)
}
