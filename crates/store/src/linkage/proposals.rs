//! Every pair that a machine proposes and no human has settled: what an order of work is made from, for whoever keeps one in
//! memory. Most are of a list of the sought and another list; where a family has asked, their case stands beside the pair.

use crate::sql::{Row, Value, statements};
use crate::{Archive, CaseNumber, RecordId, Result, RunNumber, limits};

/// A pair that waits for a human.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Proposal {
    /// The record of the open request, where there is one; otherwise the earlier record.
    pub one: RecordId,
    /// The other.
    pub other: RecordId,
    /// The case of that request.
    pub case: Option<CaseNumber>,
    /// Probability of a match, in millionths.
    pub probability_micro: u32,
    /// Whether the run before had not proposed it.
    pub is_new: bool,
    /// Whether somebody has said that they are unsure, and that stands.
    pub is_unsure: bool,
    /// The entry that took the request, or that brought in the record: the lower, the longer it waits.
    pub since: u64,
}

impl Archive {
    /// The number of the latest linkage run, and nothing else of it.
    pub fn latest_run_number(&self) -> Result<Option<RunNumber>> {
        let rows = self.database.read(|connection| connection.rows(statements::RUN_NUMBERS, &[]))?;
        rows.first().map(|row| Ok(RunNumber(row.int(0)? as u32))).transpose()
    }

    /// Calls back with every pair of the latest run that nobody has settled, of at least that probability in millionths, in no
    /// promised order. One on which the newest word is unsure still waits. Pairs with a request that was closed are left out. One state of the archive.
    pub fn proposals(&self, micro_min: u32, mut visit: impl FnMut(Proposal) -> Result<()>) -> Result<()> {
        self.database.read(|connection| {
            let runs = connection.rows(statements::RUN_NUMBERS, &[])?;
            let Some(run) = runs.first() else { return Ok(()) };
            // No run has the number 0.
            let (run, before) = (run.int(0)?, runs.get(1).map_or(Ok(0), |row| row.int(0))?);
            let (mut left, mut right) = (0, 0);
            loop {
                let values = [run, before, left, right, limits::ROWS_PER_PAGE, i64::from(micro_min)].map(Value::Int);
                let rows = connection.rows(statements::PROPOSALS, &values)?;
                for row in &rows {
                    (left, right) = (row.int(0)?, row.int(1)?);
                    if let Some(proposal) = proposal_of(row)? {
                        visit(proposal)?;
                    }
                }
                if rows.len() < limits::ROWS_PER_PAGE as usize {
                    return Ok(());
                }
            }
        })
    }

    /// Whether a pair waits for a human now, in whichever order it is given: for whoever is about to show it.
    pub fn is_proposed(&self, one: RecordId, other: RecordId) -> Result<bool> {
        let values = [one.min(other).0, one.max(other).0].map(Value::Int);
        let row = self.database.read(|connection| connection.row(statements::PROPOSED, &values))?;
        Ok(row.is_some())
    }
}

/// Nothing where somebody was sure.
fn proposal_of(row: &Row) -> Result<Option<Proposal>> {
    let (left, right) = (RecordId(row.int(0)?), RecordId(row.int(1)?));
    let newest_word = row.int(9)?;
    if newest_word >= 0 && newest_word % 2 == 1 {
        return Ok(None);
    }
    let (probability_micro, is_new, is_unsure) = (row.int(2)? as u32, row.int(7)? == 0, newest_word >= 0);
    let brought_in = row.int(8)? as u64;
    let of = |one, other, case, since| Proposal { one, other, case, probability_micro, is_new, is_unsure, since };
    Ok(Some(match (row.int(3)?, row.int(5)?) {
        (case @ 0.., _) => of(left, right, Some(CaseNumber(case)), row.int(4)? as u64),
        (_, case @ 0..) => of(right, left, Some(CaseNumber(case)), row.int(6)? as u64),
        _ => of(left, right, None, brought_in),
    }))
}
