//! What must hold before an entry is appended, kind by kind. Nothing is written here: a request that is refused leaves
//! nothing.

use crate::acts::{Act, ActEntry};
use crate::entry::{Body, TakenBack, Undone};
use crate::projecting::Projecting;
use crate::sql::{Value, statements};
use crate::{
    Result, StoreError, account, consequence, decision, import, limits, places, request, restriction, source, wish,
    withdrawal,
};

/// Checks a body, and gives it what only the end of the ledger can give.
pub(crate) fn check(projecting: &mut Projecting<'_>, body: &mut Body) -> Result<()> {
    match body {
        Body::ImportAccepted(accepted) => must_be_staged(projecting, &accepted.import.to_string()),
        Body::LinksAccepted(accepted) => must_be_staged(projecting, &accepted.run.to_string()),
        Body::Decision(decision) => {
            must_be_short(decision.reason.reveal())?;
            decision::check(projecting, decision)
        }
        Body::TakenBack(taken) => check_taken_back(projecting, taken),
        Body::Act(act) => check_act(projecting, act),
    }
}

/// A batch is accepted by the one who staged it, once.
fn must_be_staged(projecting: &mut Projecting<'_>, batch: &str) -> Result<()> {
    let row = projecting.reading()?.row(statements::STAGED_THERE, &[Value::Text(batch)])?;
    if row.is_some() { Ok(()) } else { Err(StoreError::Abandoned) }
}

fn check_taken_back(projecting: &mut Projecting<'_>, taken: &TakenBack) -> Result<()> {
    if let Some(by) = taken.by {
        account::open(projecting.reading()?, by)?;
    }
    match taken.what {
        Undone::Import(number) => import::check_undo(projecting.reading()?, number),
        Undone::Decision(id) => decision::check_undo(projecting.reading()?, id),
    }
}

fn check_act(projecting: &mut Projecting<'_>, entry: &mut ActEntry) -> Result<()> {
    if let Some(by) = entry.by
        && !projecting.accounts()?.iter().any(|account| account.id == by && !account.is_closed)
    {
        return Err(StoreError::NoSuch(format!("open account {by}")));
    }
    match &mut entry.act {
        Act::Account(act) => account::check(projecting.reading()?, act),
        Act::Source(act) => source::check(projecting.reading()?, act),
        Act::Restriction(act) => restriction::check(projecting.reading()?, act),
        Act::Request(act) => request::check(projecting.reading()?, act),
        Act::Wish(wish) => wish::check(projecting.reading()?, wish),
        Act::Withdrawal(act) => withdrawal::check(projecting.reading()?, act),
        Act::Confirmation(confirmation) => decision::check_confirmation(projecting, confirmation),
        Act::Consequence(act) => consequence::check(projecting.reading()?, act),
        Act::Corrected(corrected) => consequence::check_corrected(projecting.reading()?, corrected),
        Act::Readings(_) => Ok(()),
        Act::Places(act) => places::check(act),
    }
}

fn must_be_short(text: &str) -> Result<()> {
    if text.chars().count() <= limits::TEXT_CHARACTERS_MAX {
        return Ok(());
    }
    Err(StoreError::Limit { what: "a text", limit: limits::TEXT_CHARACTERS_MAX })
}
