//! What may be counted: pairs without their evidence, persons that humans joined, requests by age, who took an import back.
//!
//! Ids and numbers, no words of anybody. Nothing is rounded here and nothing kept: whoever shows counts does both.

use crate::entry::Body;
use crate::person::Component;
use crate::sql::{Connection, Value, statements};
use crate::{AccountId, Archive, RecordId, Result, RunNumber, StoreError, ledger, limits};
use std::collections::BTreeMap;

/// A pair of a run, by its weight alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WeighedPair {
    /// The record with the lower id.
    pub left: RecordId,
    /// The record with the higher id.
    pub right: RecordId,
    /// Probability of a match, in millionths.
    pub probability_micro: u32,
}

/// Whom humans have joined.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Joined {
    /// The records of each person of two records or more.
    pub persons: Vec<Vec<RecordId>>,
    /// Decisions that await a second human.
    pub awaiting: u64,
}

/// Who took something back, and when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Taken {
    /// The account; nobody at the console.
    pub by: Option<AccountId>,
    /// When, as the caller said.
    pub time: String,
}

impl Archive {
    /// Calls back with every pair of a run, by left and right record, leaving out those of imports taken back.
    pub fn weighed_pairs(&self, run: RunNumber, mut visit: impl FnMut(WeighedPair)) -> Result<()> {
        self.database.read(|connection| {
            let (mut left, mut right) = (0, 0);
            loop {
                let values = [i64::from(run.0), left, right, limits::ROWS_PER_PAGE].map(Value::Int);
                let rows = connection.rows(statements::LINKS_WEIGHED, &values)?;
                for row in &rows {
                    (left, right) = (row.int(0)?, row.int(1)?);
                    let probability_micro = row.int(2)? as u32;
                    visit(WeighedPair { left: RecordId(left), right: RecordId(right), probability_micro });
                }
                if rows.len() < limits::ROWS_PER_PAGE as usize {
                    return Ok(());
                }
            }
        })
    }

    /// Everybody whom humans have joined, settled as each person by themselves is.
    pub fn joined(&self) -> Result<Joined> {
        let groups = self.database.read(|connection| Ok(Component::whole(connection)?.settle()))?;
        Ok(Joined { persons: groups.joined(), awaiting: groups.awaiting() as u64 })
    }

    /// Open requests that were taken by the entries from one to before another.
    pub fn open_requests_between(&self, from: u64, to: u64) -> Result<u64> {
        let bound = |entry: u64| Value::Int(i64::try_from(entry).unwrap_or(i64::MAX));
        self.database.read(|connection| count(connection, statements::CASES_OPEN_BETWEEN, &[bound(from), bound(to)]))
    }

    /// Requests that were closed and go on in no other.
    pub fn closed_requests(&self) -> Result<u64> {
        self.database.read(|connection| count(connection, statements::CASES_CLOSED_COUNT, &[]))
    }

    /// The first entry that is not older than a time; the ledger's size where all are. Entries are in the order of their times, as
    /// whoever made them said.
    pub fn first_entry_since(&self, time: &str) -> Result<u64> {
        self.database.read(|connection| {
            let (mut low, mut high) = (0, ledger::head(connection)?.size);
            while low < high {
                let middle = low + (high - low) / 2;
                // What was erased says no time: the next that does speaks for it.
                let mut at = middle;
                let told = loop {
                    if at == high {
                        break None;
                    }
                    match time_of(connection, at)? {
                        Some(told) => break Some(told),
                        None => at += 1,
                    }
                };
                match told {
                    Some(told) if told.as_str() < time => low = at + 1,
                    _ => high = middle,
                }
            }
            Ok(low)
        })
    }

    /// Who took back the import that an entry took back.
    pub fn taken_back_by(&self, entry: u64) -> Result<Taken> {
        self.database.read(|connection| {
            let missing = || StoreError::NoSuch(format!("entry {entry}"));
            let stored = ledger::entry_at(connection, entry)?.ok_or_else(missing)?;
            match Body::decode(stored.content()?.1)? {
                (time, Body::TakenBack(taken)) => Ok(Taken { by: taken.by, time }),
                _ => Err(missing()),
            }
        })
    }

    /// Records that humans restricted, or let free again, each with the entry that did so last.
    pub fn restricted_records(&self) -> Result<BTreeMap<RecordId, u64>> {
        let rows = self.database.read(|connection| connection.rows(statements::RECORDS_RESTRICTED, &[]))?;
        rows.iter().map(|row| Ok((RecordId(row.int(0)?), row.int(1)? as u64))).collect()
    }
}

fn count(connection: &mut Connection, sql: &'static str, values: &[Value<'_>]) -> Result<u64> {
    Ok(connection.row(sql, values)?.map_or(Ok(0), |row| row.int(0))? as u64)
}

fn time_of(connection: &mut Connection, entry: u64) -> Result<Option<String>> {
    let Some(stored) = ledger::entry_at(connection, entry)? else { return Ok(None) };
    let Ok((_, content)) = stored.content() else { return Ok(None) };
    Ok(Some(Body::decode(content)?.0))
}
