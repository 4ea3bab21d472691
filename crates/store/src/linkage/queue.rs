//! The queue: requests that stand, and whom a machine proposes for them. A request waits in it as long as a proposed pair
//! was not decided; a candidate that the run before had not proposed is marked as new.

use crate::sql::{Value, statements};
use crate::{Archive, CaseNumber, RecordId, Result, request};

/// A candidate that waits for a human.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Waiting {
    /// The case.
    pub case: CaseNumber,
    /// The record of the request.
    pub request: RecordId,
    /// Whom a machine proposes.
    pub candidate: RecordId,
    /// Probability of a match, in millionths.
    pub probability_micro: u32,
    /// Whether the run before had not proposed it.
    pub is_new: bool,
}

impl Archive {
    /// Candidates of open requests that nobody has decided on, the likeliest first.
    pub fn queue(&self, limit: usize) -> Result<Vec<Waiting>> {
        let Some(run) = self.latest_link_run()? else { return Ok(Vec::new()) };
        self.database.read(|connection| {
            let mut waiting = Vec::new();
            let mut passed = 0;
            while waiting.len() < limit {
                let values = [i64::from(run.number.0), limit as i64, passed].map(Value::Int);
                let rows = connection.rows(statements::QUEUE, &values)?;
                for row in &rows {
                    let (case, request) = (CaseNumber(row.int(0)?), RecordId(row.int(1)?));
                    let candidate = RecordId(row.int(2)?);
                    if waiting.len() == limit || request::folded(connection, case)?.is_closed {
                        continue;
                    }
                    let pair = (request.min(candidate), request.max(candidate));
                    let before = [i64::from(run.number.0), pair.0.0, pair.1.0].map(Value::Int);
                    let known = connection.row(statements::LINK_BEFORE, &before)?.is_some();
                    let probability_micro = row.int(3)? as u32;
                    waiting.push(Waiting { case, request, candidate, probability_micro, is_new: !known });
                }
                if rows.len() < limit {
                    break;
                }
                passed += rows.len() as i64;
            }
            Ok(waiting)
        })
    }
}
