//! Where a request stands, as a row of its own says: open or closed, joined into which other, of which team. So nobody reads
//! the acts of every request to know who waits.
//!
//! It is a projection of those acts and holds no words: a team is a keyed number, which tells equal from unequal.

use crate::request::{self, RequestAct};
use crate::sql::{Connection, Value, statements};
use crate::{CaseNumber, Result, StoreError};
use std::collections::BTreeSet;
use vault::keys::Keyring;

/// What stands in the place of a case where a request was joined into none.
const NONE: i64 = -1;
/// The team of a request that is everybody's.
pub(crate) const ANY_TEAM: i64 = 0;
/// Cases that lead from one to the one that it was joined into at last: more is no chain that anybody made.
const CHAIN_MAX: usize = 1_000;

/// The number that stands for a team: without the key nobody can try names against it.
pub(crate) fn team_number(keys: &Keyring, team: &str) -> i64 {
    if team.is_empty() {
        return ANY_TEAM;
    }
    let token = keys.token(b"athar/team/1", team.as_bytes());
    token.iter().take(8).fold(0, |number, &byte| number << 8 | i64::from(byte))
}

/// What an act changes of where its request stands.
pub(crate) fn project(connection: &mut Connection, act: &RequestAct) -> Result<()> {
    match act {
        RequestAct::Assigned { case, team } => {
            let team = team_number(connection.keys()?, team);
            connection.execute(statements::CASE_TEAM, &[Value::Int(team), Value::Int(case.0)]).map(drop)
        }
        RequestAct::Closed { case, .. } => set(connection, *case, true, None),
        RequestAct::Joined { case, into } => set(connection, *case, true, Some(*into)),
        RequestAct::Reopened { case, .. } | RequestAct::Parted { case } => set(connection, *case, false, None),
        RequestAct::Opened(_)
        | RequestAct::AskerAdded { .. }
        | RequestAct::Vetted { .. }
        | RequestAct::Consented { .. }
        | RequestAct::ContactRenewed { .. }
        | RequestAct::Called { .. }
        | RequestAct::Appointed { .. } => Ok(()),
    }
}

fn set(connection: &mut Connection, case: CaseNumber, is_closed: bool, into: Option<CaseNumber>) -> Result<()> {
    let values = [i64::from(is_closed), into.map_or(NONE, |into| into.0), case.0].map(Value::Int);
    connection.execute(statements::CASE_STANDING_SET, &values).map(drop)
}

/// Fills the rows of an archive that had none of this, one request after the other: there may be many.
pub(crate) fn fill(connection: &mut Connection) -> Result<()> {
    for row in connection.rows(statements::CASES, &[])? {
        let case = request::folded(connection, CaseNumber(row.int(0)?))?;
        set(connection, case.case, case.is_closed, case.joined_into)?;
        let team = team_number(connection.keys()?, &case.team);
        connection.execute(statements::CASE_TEAM, &[Value::Int(team), Value::Int(case.case.0)])?;
    }
    Ok(())
}

/// The one that a case was joined into at last, and whether that one was closed: the case itself where it was joined into none.
/// Nothing where it is not there, or was erased.
pub(crate) fn leading(connection: &mut Connection, case: CaseNumber) -> Result<Option<(CaseNumber, bool)>> {
    let mut at = case;
    for _ in 0..CHAIN_MAX {
        let Some(row) = connection.row(statements::CASE_STANDING, &[Value::Int(at.0)])? else { return Ok(None) };
        let into = row.int(1)?;
        if into == NONE {
            return Ok(Some((at, row.int(0)? != 0)));
        }
        at = CaseNumber(into);
    }
    Err(StoreError::damaged("cases are joined in a circle"))
}

/// Whether nobody searches for a case any more: it was closed, and not because another goes on in its place.
pub(crate) fn is_ended(connection: &mut Connection, case: CaseNumber) -> Result<bool> {
    Ok(leading(connection, case)?.is_none_or(|(_, is_closed)| is_closed))
}

/// Cases that were joined into one, and those that had been joined into them, by number.
pub(crate) fn joined_to(connection: &mut Connection, case: CaseNumber) -> Result<Vec<CaseNumber>> {
    let (mut joined, mut next) = (BTreeSet::new(), vec![case]);
    while let Some(at) = next.pop() {
        for row in connection.rows(statements::CASES_JOINED, &[Value::Int(at.0)])? {
            let other = CaseNumber(row.int(0)?);
            if joined.insert(other) {
                next.push(other);
            }
        }
    }
    Ok(joined.into_iter().collect())
}
