//! Reading records. Those of imports not accepted, or taken back, are not there.

use crate::sql::{Connection, Row, Value, statements};
use crate::{Archive, ImportNumber, RecordId, Result, StoreError, limits};
use record::Record;
use std::collections::HashMap;

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
                for row in &rows {
                    let stored = StoredRecord::of(row)?;
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

    /// Some records, each once, in the order asked for; those which are not there are left out.
    pub fn records_by_ids(&self, ids: &[RecordId]) -> Result<Vec<(RecordId, Record)>> {
        self.database.read(|connection| read_some(connection, ids))
    }
}

/// Some records within a reading or a transaction, each once, in the order asked for.
pub(crate) fn read_some(connection: &mut Connection, ids: &[RecordId]) -> Result<Vec<(RecordId, Record)>> {
    let numbers: Vec<i64> = ids.iter().map(|id| id.0).collect();
    let rows = connection.rows_listed(statements::RECORDS_BY_ID, &numbers)?;
    let mut found = rows.iter().map(|row| StoredRecord::of(row)?.read()).collect::<Result<HashMap<_, _>>>()?;
    Ok(ids.iter().filter_map(|id| found.remove_entry(id)).collect())
}

/// A record as it is stored, not yet read.
pub struct StoredRecord {
    id: RecordId,
    json: String,
}

impl StoredRecord {
    fn of(row: &Row) -> Result<StoredRecord> {
        Ok(StoredRecord { id: RecordId(row.int(0)?), json: row.text(1)? })
    }

    /// Its id.
    pub fn id(&self) -> RecordId {
        self.id
    }

    /// Reads it.
    pub fn read(&self) -> Result<(RecordId, Record)> {
        let id = self.id;
        let record = serde_json::from_str(&self.json);
        Ok((id, record.map_err(|_| StoreError::damaged(format!("record {id} is not understood")))?))
    }
}

impl std::fmt::Debug for StoredRecord {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("StoredRecord").field("id", &self.id).finish_non_exhaustive()
    }
}
