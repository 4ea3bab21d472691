//! The queue: requests that stand, and whom a machine proposes for them. A request waits in it as long as a proposed pair
//! was not decided; a candidate that the run before had not proposed is marked as new.

use crate::sql::{Connection, Row, Value, statements};
use crate::{Archive, CaseNumber, ImportNumber, RecordId, Result, limits, request};
use std::collections::{HashMap, HashSet};

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

/// A pair that waits for a human, as [`Archive::waiting`] finds it: everything that an order of work needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
pub struct WaitingPair {
    /// The case.
    pub case: CaseNumber,
    /// The record of the request.
    pub request: RecordId,
    /// Whom a machine proposes.
    pub candidate: RecordId,
    /// Probability of a match, in millionths.
    pub probability_micro: u32,
    /// Match weight in 1/1024 bit.
    pub weight_1024: i32,
    /// Whether the run before had not proposed it.
    pub is_new: bool,
    /// The entry that opened the case: the lower, the longer the family waits.
    pub opened: u64,
    /// Whether the case was closed: never where the pair is visited, for whoever keeps it longer than that.
    pub is_closed: bool,
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

    /// Calls back with every pair of an open request and a candidate that nobody has decided on, in no promised order. One state
    /// of the archive; a pair of two requests comes once for each that is open.
    pub fn waiting(&self, mut visit: impl FnMut(WaitingPair) -> Result<()>) -> Result<()> {
        self.database.read(|connection| {
            let runs = connection.rows(statements::RUN_NUMBERS, &[])?;
            let Some(run) = runs.first() else { return Ok(()) };
            // No run has the number 0.
            let (run, before) = (run.int(0)?, runs.get(1).map_or(Ok(0), |row| row.int(0))?);
            let standing = Standing::read(connection)?;
            let (mut left, mut right) = (0, 0);
            loop {
                let values = [run, before, left, right, limits::PAIRS_PER_PAGE].map(Value::Int);
                let rows = connection.rows(statements::LINKS_AND_BEFORE, &values)?;
                for row in &rows {
                    (left, right) = (row.int(0)?, row.int(1)?);
                    for pair in standing.pairs_of(row)?.into_iter().flatten() {
                        visit(pair)?;
                    }
                }
                if rows.len() < limits::PAIRS_PER_PAGE as usize {
                    return Ok(());
                }
            }
        })
    }

    /// Whether a pair waits now, in whichever order it is given: for whoever is about to show it.
    pub fn is_waiting(&self, left: RecordId, right: RecordId) -> Result<bool> {
        let values = [left.min(right).0, left.max(right).0].map(Value::Int);
        let row = self.database.read(|connection| connection.row(statements::WAITING_ONE, &values))?;
        Ok(row.is_some())
    }
}

/// What decides whether a link waits: short beside the links, and read once.
struct Standing {
    /// The case of each record that is an open request, and the entry that opened it.
    open: HashMap<RecordId, (CaseNumber, u64)>,
    /// Pairs that somebody has decided on, the lower record first.
    decided: HashSet<(RecordId, RecordId)>,
    /// Imports that were not taken back.
    there: HashSet<ImportNumber>,
}

impl Standing {
    fn read(connection: &mut Connection) -> Result<Standing> {
        let (mut open, mut decided, mut there) = (HashMap::new(), HashSet::new(), HashSet::new());
        for row in connection.rows(statements::REQUESTS_OPEN, &[])? {
            open.insert(RecordId(row.int(0)?), (CaseNumber(row.int(1)?), row.int(2)? as u64));
        }
        for row in connection.rows(statements::PAIRS_DECIDED, &[])? {
            let (left, right) = (RecordId(row.int(0)?), RecordId(row.int(1)?));
            decided.insert((left.min(right), left.max(right)));
        }
        for row in connection.rows(statements::IMPORTS_THERE, &[])? {
            there.insert(ImportNumber(row.int(0)? as u32));
        }
        Ok(Standing { open, decided, there })
    }

    /// What waits of one link: a pair for each side that is an open request.
    fn pairs_of(&self, row: &Row) -> Result<[Option<WaitingPair>; 2]> {
        let (left, right) = (RecordId(row.int(0)?), RecordId(row.int(1)?));
        let requests = [(left, right), (right, left)].map(|(request, other)| (request, other, self.open.get(&request)));
        let none_asks = requests.iter().all(|(.., case)| case.is_none());
        let is_there = || [left, right].iter().all(|record| self.there.contains(&record.import()));
        if none_asks || self.decided.contains(&(left, right)) || !is_there() {
            return Ok([None, None]);
        }
        let (weight_1024, probability_micro) = (row.int(2)? as i32, row.int(3)? as u32);
        let (is_new, is_closed) = (row.int(4)? == 0, false);
        Ok(requests.map(|(request, candidate, case)| {
            let &(case, opened) = case?;
            Some(WaitingPair { case, request, candidate, probability_micro, weight_1024, is_new, opened, is_closed })
        }))
    }
}
