//! Two requests for one person, taken twice: the one is joined into the other, which goes on for the askers of both.
//!
//! Nothing is moved. Each keeps its number, which its family holds, its record, its askers and what they agreed to; the joined
//! one waits for nobody, and can be parted again. That the two records are of one person is not said by this: a decision says so.

use crate::request::{self, RequestAct};
use crate::sql::Connection;
use crate::{AccountId, Archive, Case, CaseNumber, Result, StoreError, standing};
use std::collections::{BTreeMap, BTreeSet};

impl Archive {
    /// Joins a request into another that goes on for both: the first one is closed.
    pub fn join_case(&self, case: CaseNumber, into: CaseNumber, by: Option<AccountId>, time: &str) -> Result<u64> {
        self.request_act(RequestAct::Joined { case, into }, by, time)
    }

    /// Takes that back: the request is open again, by itself.
    pub fn part_case(&self, case: CaseNumber, by: Option<AccountId>, time: &str) -> Result<u64> {
        self.request_act(RequestAct::Parted { case }, by, time)
    }
}

/// Both are open, so that no circle can come about: one that was joined is closed.
pub(crate) fn check_joined(connection: &mut Connection, case: CaseNumber, into: CaseNumber) -> Result<()> {
    if case == into {
        return Err(StoreError::Refused("a case is not joined into itself"));
    }
    for one in [case, into] {
        if request::folded(connection, one)?.is_closed {
            return Err(StoreError::Closed(format!("case {one}")));
        }
    }
    Ok(())
}

pub(crate) fn check_parted(connection: &mut Connection, case: CaseNumber) -> Result<()> {
    match request::folded(connection, case)?.joined_into {
        Some(_) => Ok(()),
        None => Err(StoreError::Refused("this case was not joined into another")),
    }
}

pub(crate) fn check_reopened(connection: &mut Connection, case: CaseNumber) -> Result<()> {
    let found = request::folded(connection, case)?;
    if found.joined_into.is_some() {
        return Err(StoreError::Refused("this case goes on in the one that it was joined into: part it instead"));
    }
    if found.is_closed { Ok(()) } else { Err(StoreError::Refused("this case is open")) }
}

/// Says of every case which were joined into it.
pub(crate) fn list_joined(cases: &mut [Case]) {
    let mut below: BTreeMap<CaseNumber, Vec<CaseNumber>> = BTreeMap::new();
    for case in cases.iter() {
        if let Some(into) = case.joined_into {
            below.entry(into).or_default().push(case.case);
        }
    }
    for case in cases {
        let (mut joined, mut next) = (BTreeSet::new(), vec![case.case]);
        while let Some(at) = next.pop() {
            for &other in below.get(&at).into_iter().flatten() {
                if joined.insert(other) {
                    next.push(other);
                }
            }
        }
        case.joined = joined.into_iter().collect();
    }
}

/// Of all cases, those for which nobody searches any more.
pub(crate) fn ended(cases: &[Case]) -> BTreeSet<CaseNumber> {
    let mut ended: BTreeSet<CaseNumber> = cases.iter().filter(|case| case.is_closed).map(|case| case.case).collect();
    // What was joined goes on as long as the one that it was joined into.
    for case in cases.iter().filter(|case| !case.is_closed) {
        for joined in &case.joined {
            ended.remove(joined);
        }
    }
    ended
}

/// Whether a case is closed for whoever would act on it: it is, and no other goes on in its place.
pub(crate) fn must_go_on(connection: &mut Connection, case: CaseNumber) -> Result<()> {
    request::folded(connection, case)?;
    if standing::is_ended(connection, case)? { Err(StoreError::Closed(format!("case {case}"))) } else { Ok(()) }
}
