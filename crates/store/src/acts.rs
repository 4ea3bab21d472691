//! What people do besides importing, linking and deciding: enrol an account, describe a source, take a request, record
//! a wish, tell a family. Each is an entry of the ledger; what holds now is what its acts, read in order, add up to.
//!
//! In SQL an act is one row that says what it is about. Its content lies in the ledger alone, so that nothing has to
//! be kept equal, and what is erased there is gone.

use crate::account::AccountAct;
use crate::agreement::AgreementAct;
use crate::consequence::{Consequence, Corrected};
use crate::decision::Confirmation;
use crate::entry::Body;
use crate::forgetting::Purged;
use crate::places::SeededPlaces;
use crate::readings::ReadingsAnchor;
use crate::request::RequestAct;
use crate::restriction::RestrictionAct;
use crate::sharing::export::ExportAct;
use crate::source::SourceAct;
use crate::sql::{Connection, Row, Value, statements};
use crate::wish::Wish;
use crate::withdrawal::WithdrawalAct;
use crate::{AccountId, RecordId, Result, StoreError, TokenNumber, ledger};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

/// An act and whose it is: nobody's when the archive has no accounts, or the console did it.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct ActEntry {
    pub(crate) by: Option<AccountId>,
    /// The token by which they did it, where they did not do it themselves.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) token: Option<TokenNumber>,
    pub(crate) act: Act,
}

#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Act {
    Account(AccountAct),
    Source(Box<SourceAct>),
    Restriction(RestrictionAct),
    Request(Box<RequestAct>),
    Wish(Wish),
    Withdrawal(WithdrawalAct),
    Confirmation(Confirmation),
    Consequence(Consequence),
    Corrected(Corrected),
    Readings(ReadingsAnchor),
    Places(SeededPlaces),
    Purged(Box<Purged>),
    Export(Box<ExportAct>),
    Agreement(Box<AgreementAct>),
}

/// An act as the ledger holds it.
pub(crate) struct Done<T> {
    pub(crate) entry: u64,
    pub(crate) time: String,
    pub(crate) by: Option<AccountId>,
    pub(crate) act: T,
}

impl Act {
    /// The stable name of the kind.
    pub(crate) fn kind(&self) -> &'static str {
        match self {
            Act::Account(_) => "account",
            Act::Source(_) => "source",
            Act::Restriction(_) => "restriction",
            Act::Request(act) => act.kind(),
            Act::Wish(_) => "wish",
            Act::Withdrawal(_) => "withdrawal",
            Act::Confirmation(_) => "confirmation",
            Act::Consequence(_) => "consequence",
            Act::Corrected(_) => "corrected",
            Act::Readings(_) => "readings",
            Act::Places(_) => "places",
            Act::Purged(_) => "purged",
            Act::Export(_) => "export",
            Act::Agreement(_) => "agreement",
        }
    }

    /// A stable word for what was done: of a request it tells more than the kind.
    pub(crate) fn word(&self) -> &'static str {
        match self {
            Act::Account(act) => act.word(),
            Act::Request(act) => act.word(),
            Act::Export(act) => act.word(),
            Act::Agreement(act) => act.word(),
            other => other.kind(),
        }
    }

    /// The record that must be there for it.
    pub(crate) fn record(&self) -> Option<RecordId> {
        match self {
            Act::Restriction(act) => Some(act.record()),
            Act::Wish(wish) => Some(wish.record),
            Act::Withdrawal(act) => Some(act.record()),
            _ => None,
        }
    }

    /// What the act is about, as a number within its kind. An act that begins something is about its own entry, or
    /// what follows from the entry's salt.
    pub(crate) fn subject(&self, entry: u64, salt: &[u8; 32]) -> i64 {
        match self {
            Act::Account(act) => act.account(entry).0 as i64,
            Act::Source(act) => i64::from(act.import.0),
            Act::Agreement(act) => i64::from(act.import().0),
            Act::Restriction(act) => act.record().0,
            Act::Request(act) => act.case(salt).0,
            Act::Wish(wish) => wish.record.0,
            Act::Withdrawal(act) => act.record().0,
            Act::Confirmation(confirmation) => confirmation.decision.0 as i64,
            Act::Consequence(_) => entry as i64,
            Act::Corrected(corrected) => corrected.consequence as i64,
            Act::Export(act) => act.export(entry).0 as i64,
            Act::Readings(_) | Act::Places(_) | Act::Purged(_) => 0,
        }
    }
}

/// The acts of one kind about one subject, in order.
pub(crate) fn about(connection: &mut Connection, kind: &'static str, subject: i64) -> Result<Vec<Done<Act>>> {
    let rows = connection.rows(statements::ACTS_ABOUT, &[Value::Text(kind), Value::Int(subject)])?;
    rows.iter().map(|row| read(connection, row)).collect()
}

/// The acts that a lookup finds, by what each is about, in order.
pub(crate) fn listed(
    connection: &mut Connection,
    lookup: &'static str,
    subjects: &[i64],
) -> Result<HashMap<i64, Vec<Done<Act>>>> {
    let mut about: HashMap<i64, Vec<Done<Act>>> = HashMap::new();
    for row in connection.rows_listed(lookup, subjects)? {
        about.entry(row.int(2)?).or_default().push(read(connection, &row)?);
    }
    for acts in about.values_mut() {
        acts.sort_unstable_by_key(|done| done.entry);
    }
    Ok(about)
}

/// The newest act of one kind about one subject.
pub(crate) fn latest(connection: &mut Connection, kind: &'static str, subject: i64) -> Result<Option<Done<Act>>> {
    let row = connection.row(statements::ACT_LATEST, &[Value::Text(kind), Value::Int(subject)])?;
    row.map(|row| read(connection, &row)).transpose()
}

/// Every act of one kind, in order of subject and entry, with its subject.
pub(crate) fn of_kind(connection: &mut Connection, kind: &'static str) -> Result<Vec<(i64, Done<Act>)>> {
    let rows = connection.rows(statements::ACTS_OF_KIND, &[Value::Text(kind)])?;
    rows.iter().map(|row| Ok((row.int(2)?, read(connection, row)?))).collect()
}

/// The newest acts that a statement finds, by their entries.
pub(crate) fn newest(connection: &mut Connection, sql: &'static str, count: Value<'_>) -> Result<Vec<Done<Act>>> {
    let rows = connection.rows(sql, &[count])?;
    rows.iter().map(|row| read(connection, row)).collect()
}

/// One act by its entry.
pub(crate) fn at(connection: &mut Connection, entry: u64) -> Result<Option<Done<Act>>> {
    let Some(stored) = ledger::entry_at(connection, entry)? else { return Ok(None) };
    if matches!(stored.said, ledger::Said::Erased(_)) {
        return Ok(None);
    }
    match Body::decode(stored.content()?.1)? {
        (time, Body::Act(act)) => Ok(Some(Done { entry, time, by: act.by, act: act.act })),
        _ => Ok(None),
    }
}

fn read(connection: &Connection, row: &Row) -> Result<Done<Act>> {
    let entry = row.int(0)? as u64;
    match Body::decode(&ledger::open_content(connection, entry, &row.bytes(1)?)?)? {
        (time, Body::Act(act)) => Ok(Done { entry, time, by: act.by, act: act.act }),
        _ => Err(StoreError::damaged(format!("entry {entry} is not the act that it should be"))),
    }
}
