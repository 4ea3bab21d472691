//! Reading records: what is open of them. Those of imports not accepted, or taken back, are not there.

use crate::sql::{Connection, Row, Value, open_row, statements};
use crate::{Archive, ImportNumber, RecordId, Result, StoreError, limits};
use record::{Claim, Property, Record};
use serde::Deserialize;
use serde_json::value::RawValue;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use vault::keys::Keyring;

/// Which records to read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum RecordFilter {
    /// Every one.
    #[default]
    All,
    /// Those of one import.
    Import(ImportNumber),
    /// Those after a record, in the order of ids.
    After(RecordId),
}

impl RecordFilter {
    fn bounds(self) -> (i64, i64) {
        match self {
            RecordFilter::All => (0, i64::MAX),
            RecordFilter::Import(number) => (RecordId::new(number, 0).0, RecordId::new(number, u32::MAX).0),
            RecordFilter::After(record) => (record.0, i64::MAX),
        }
    }
}

impl Archive {
    /// Calls back with records in the order of their ids, all of one state of the archive, a page in memory.
    pub fn records(&self, filter: RecordFilter, mut visit: impl FnMut(RecordId, Record) -> Result<()>) -> Result<()> {
        self.stored_records(filter, |stored| {
            let (id, record) = stored.read()?;
            visit(id, record)
        })
    }

    /// The same, each as it is stored: for whoever reads them on another thread.
    pub fn stored_records(
        &self,
        filter: RecordFilter,
        mut visit: impl FnMut(StoredRecord) -> Result<()>,
    ) -> Result<()> {
        let (mut after, last) = filter.bounds();
        self.database.read(|connection| {
            loop {
                let values = [after, last, limits::RECORDS_PER_PAGE].map(Value::Int);
                let rows = connection.rows(statements::RECORDS, &values)?;
                let keys = Arc::clone(connection.keys()?);
                for row in &rows {
                    let stored = StoredRecord::of(&keys, row)?;
                    after = stored.id.0;
                    visit(stored)?;
                }
                if rows.len() < limits::RECORDS_PER_PAGE as usize {
                    return Ok(());
                }
            }
        })
    }

    /// One record.
    pub fn record(&self, id: RecordId) -> Result<Record> {
        let mut found = self.records_by_ids(&[id])?;
        found.pop().map(|(_, record)| record).ok_or_else(|| StoreError::NoSuch(format!("record {id}")))
    }

    /// The open claims of some records that are about wanted properties, in the order of [`Archive::records_by_ids`]:
    /// for whoever weighs many and shows none, and would read the rest of each row in vain.
    pub fn claims_by_ids(
        &self,
        ids: &[RecordId],
        wanted: impl Fn(Property) -> bool,
    ) -> Result<Vec<(RecordId, Vec<Claim>)>> {
        self.database.read(|connection| read_each(connection, ids, |stored| stored.read_claims(&wanted)))
    }

    /// Which of some records are there.
    pub fn records_there(&self, ids: &[RecordId]) -> Result<HashSet<RecordId>> {
        let numbers: Vec<i64> = ids.iter().map(|id| id.0).collect();
        let rows = self.database.read(|connection| connection.rows_listed(statements::RECORDS_THERE, &numbers))?;
        rows.iter().map(|row| row.int(0).map(RecordId)).collect()
    }

    /// Some records, each once, in the order asked for; those which are not there are left out.
    pub fn records_by_ids(&self, ids: &[RecordId]) -> Result<Vec<(RecordId, Record)>> {
        self.database.read(|connection| read_some(connection, ids))
    }
}

/// Some records within a reading or a transaction, each once, in the order asked for.
pub(crate) fn read_some(connection: &mut Connection, ids: &[RecordId]) -> Result<Vec<(RecordId, Record)>> {
    read_each(connection, ids, StoredRecord::read)
}

/// The same, as much of each as is wanted.
fn read_each<T>(
    connection: &mut Connection,
    ids: &[RecordId],
    read: impl Fn(&StoredRecord) -> Result<(RecordId, T)>,
) -> Result<Vec<(RecordId, T)>> {
    let numbers: Vec<i64> = ids.iter().map(|id| id.0).collect();
    let rows = connection.rows_listed(statements::RECORDS_BY_ID, &numbers)?;
    let keys = connection.keys()?;
    let mut found = rows.iter().map(|row| read(&StoredRecord::of(keys, row)?)).collect::<Result<HashMap<_, _>>>()?;
    Ok(ids.iter().filter_map(|id| found.remove_entry(id)).collect())
}

/// Where the sealed part of a record lies: a chunk of its import and the line there; a request's in its own entry.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct SealedAt {
    pub(crate) chunk: Option<u32>,
    pub(crate) line: u16,
}

/// Bytes before the JSON of a record: the chunk, and the line in it.
const PLACE: usize = 6;
/// In the chunk's place, of a record that came by itself.
const BY_ITSELF: u32 = u32::MAX;

/// The content of a record's row: where its sealed part lies, and what is open of it.
pub(crate) fn content(at: SealedAt, json: &str) -> Vec<u8> {
    [&at.chunk.unwrap_or(BY_ITSELF).to_be_bytes()[..], &at.line.to_be_bytes(), json.as_bytes()].concat()
}

fn split(id: RecordId, content: &[u8]) -> Result<(SealedAt, &[u8])> {
    let damaged = || StoreError::damaged(format!("record {id} is not understood"));
    let (place, json) = content.split_first_chunk::<PLACE>().ok_or_else(damaged)?;
    let chunk = u32::from_be_bytes([place[0], place[1], place[2], place[3]]);
    let chunk = Some(chunk).filter(|&chunk| chunk != BY_ITSELF);
    Ok((SealedAt { chunk, line: u16::from_be_bytes([place[4], place[5]]) }, json))
}

/// The open part of a record as JSON, as it came.
pub(crate) fn json_of(connection: &mut Connection, id: RecordId) -> Result<Option<String>> {
    let Some(content) = content_of(connection, id)? else { return Ok(None) };
    let json = String::from_utf8(split(id, &content)?.1.to_vec());
    json.map(Some).map_err(|_| StoreError::damaged(format!("record {id} is not understood")))
}

/// Where the sealed part of a record lies, if it has one.
pub(crate) fn place_of(connection: &mut Connection, id: RecordId) -> Result<Option<SealedAt>> {
    let Some(content) = content_of(connection, id)? else { return Ok(None) };
    Ok(Some(split(id, &content)?.0))
}

fn content_of(connection: &mut Connection, id: RecordId) -> Result<Option<Vec<u8>>> {
    let rows = connection.rows_listed(statements::RECORDS_BY_ID, &[id.0])?;
    rows.first().map(|row| connection.open("record", [id.0, 0], &row.bytes(1)?)).transpose()
}

/// A record as it is stored, not yet opened and read.
pub struct StoredRecord {
    id: RecordId,
    blob: Vec<u8>,
    keys: Arc<Keyring>,
}

impl StoredRecord {
    fn of(keys: &Arc<Keyring>, row: &Row) -> Result<StoredRecord> {
        Ok(StoredRecord { id: RecordId(row.int(0)?), blob: row.bytes(1)?, keys: Arc::clone(keys) })
    }

    /// Its id.
    pub fn id(&self) -> RecordId {
        self.id
    }

    /// Opens it, and reads of it the claims of wanted properties.
    fn read_claims(&self, wanted: impl Fn(Property) -> bool) -> Result<(RecordId, Vec<Claim>)> {
        #[derive(Deserialize)]
        struct Claims<'json> {
            #[serde(borrow)]
            claims: Vec<&'json RawValue>,
        }
        #[derive(Deserialize)]
        struct Of {
            property: Property,
        }
        let id = self.id;
        let damaged = |_| StoreError::damaged(format!("record {id} is not understood"));
        let content = open_row(&self.keys, "record", [id.0, 0], &self.blob)?;
        let Claims { claims } = serde_json::from_slice(split(id, &content)?.1).map_err(damaged)?;
        let mut read = Vec::new();
        for claim in claims {
            if wanted(serde_json::from_str::<Of>(claim.get()).map_err(damaged)?.property) {
                read.push(serde_json::from_str(claim.get()).map_err(damaged)?);
            }
        }
        Ok((id, read))
    }

    /// Opens and reads it: what is open of it.
    pub fn read(&self) -> Result<(RecordId, Record)> {
        let id = self.id;
        let content = open_row(&self.keys, "record", [id.0, 0], &self.blob)?;
        let record = serde_json::from_slice(split(id, &content)?.1);
        Ok((id, record.map_err(|_| StoreError::damaged(format!("record {id} is not understood")))?))
    }
}

impl std::fmt::Debug for StoredRecord {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("StoredRecord").field("id", &self.id).finish_non_exhaustive()
    }
}
