//! Reading records. Those of imports not accepted, or taken back, are not there.

use crate::sql::{Row, Value, statements};
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
        let (mut after, last) = filter.bounds();
        self.database.read(|connection| {
            loop {
                let values = [after, last, limits::RECORDS_PER_PAGE].map(Value::Int);
                let rows = connection.rows(statements::RECORDS, &values)?;
                for row in &rows {
                    let (id, record) = read(row)?;
                    after = id.0;
                    visit(id, record)?;
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
        let numbers: Vec<i64> = ids.iter().map(|id| id.0).collect();
        let rows = self.database.read(|connection| connection.rows_listed(statements::RECORDS_BY_ID, &numbers))?;
        let mut found = rows.iter().map(read).collect::<Result<HashMap<_, _>>>()?;
        Ok(ids.iter().filter_map(|id| found.remove_entry(id)).collect())
    }
}

fn read(row: &Row) -> Result<(RecordId, Record)> {
    let id = RecordId(row.int(0)?);
    let record = serde_json::from_str(&row.text(1)?);
    Ok((id, record.map_err(|_| StoreError::damaged(format!("record {id} is not understood")))?))
}
