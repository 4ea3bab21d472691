//! Every decision that was ever made about one record, taken back or not: what a person's page shows of its own history.

use crate::decision;
use crate::sql::{Connection, Value, statements};
use crate::{Archive, Decision, DecisionId, RecordId, Result};

impl Archive {
    /// Every decision about one record, in order: those too that were taken back, or that a newer one on the same pair
    /// has replaced.
    pub fn decisions_ever_of(&self, record: RecordId) -> Result<Vec<Decision>> {
        self.database.read(|connection| {
            let ids = ids(connection, record)?;
            ids.into_iter().map(|id| decision::one(connection, id)).collect()
        })
    }
}

/// The same without their content.
pub(crate) fn ids(connection: &mut Connection, record: RecordId) -> Result<Vec<DecisionId>> {
    let rows = connection.rows(statements::DECISIONS_EVER, &[Value::Int(record.0)])?;
    rows.iter().map(|row| Ok(DecisionId(row.int(0)? as u64))).collect()
}
