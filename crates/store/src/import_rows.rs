//! The rows that follow from an import's lines: the same code while it is staged and when it is rebuilt.

use crate::import::ImportCounts;
use crate::sql::{Connection, Value, statements};
use crate::{ImportNumber, PersonId, RecordId, Result, StoreError, limits};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

/// One line of a chunk: a record with its keys and problems, or problems of no record.
#[derive(Serialize, Deserialize)]
pub(crate) struct Line {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) record: Option<Box<RawValue>>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) keys: Vec<i64>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) problems: Vec<Box<RawValue>>,
}

/// Rows waiting to be written.
pub(crate) struct ImportRows {
    import: ImportNumber,
    salt: [u8; 32],
    counts: ImportCounts,
    records: Vec<(RecordId, String)>,
    problems: Vec<(u64, Option<RecordId>, String)>,
    keys: Vec<(i64, RecordId)>,
    persons: Vec<(PersonId, RecordId)>,
}

impl ImportRows {
    pub(crate) fn new(import: ImportNumber, salt: [u8; 32]) -> ImportRows {
        let (records, problems, keys, persons) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        ImportRows { import, salt, counts: ImportCounts::default(), records, problems, keys, persons }
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

    pub(crate) fn push(&mut self, line: &Line) -> Result<()> {
        let mut of = None;
        if let Some(record) = &line.record {
            self.counts.records += 1;
            let id = self.last_record()?;
            of = Some(id);
            self.records.push((id, record.get().to_owned()));
            self.keys.extend(line.keys.iter().map(|&key| (key, id)));
            self.persons.push((PersonId::of_record(&self.salt, id.ordinal()), id));
        }
        for problem in &line.problems {
            self.counts.problems += 1;
            self.problems.push((self.counts.problems, of, problem.get().to_owned()));
        }
        Ok(())
    }

    /// Writes records and problems.
    pub(crate) fn write(&mut self, connection: &mut Connection) -> Result<()> {
        let records = self.records.iter().flat_map(|(id, json)| [Value::Int(id.0), Value::Text(json)]);
        connection.insert(statements::RECORD_NEW, &records.collect::<Vec<_>>())?;
        self.records.clear();

        let import = i64::from(self.import.0);
        let problems = self.problems.iter().flat_map(|(ordinal, record, json)| {
            let record = record.map_or(0, |record| record.0);
            [Value::Int(import), Value::Int(*ordinal as i64), Value::Int(record), Value::Text(json)]
        });
        connection.insert(statements::PROBLEM_NEW, &problems.collect::<Vec<_>>())?;
        self.problems.clear();
        Ok(())
    }

    pub(crate) fn keys_are_many(&self) -> bool {
        self.keys.len() + self.persons.len() >= limits::KEYS_BUFFERED_MAX
    }

    /// Writes keys and persons, sorted: written as they come, nearly every page of the index would be written
    /// once for every chunk.
    pub(crate) fn write_keys(&mut self, connection: &mut Connection) -> Result<()> {
        self.keys.sort_unstable();
        self.persons.sort_unstable();
        let keys = self.keys.iter().map(|(key, record)| [*key, record.0]);
        insert_pairs(connection, statements::KEY_NEW, keys)?;
        let persons = self.persons.iter().map(|(person, record)| [person.0, record.0]);
        insert_pairs(connection, statements::PERSON_NEW, persons)?;
        self.keys.clear();
        self.persons.clear();
        Ok(())
    }
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
