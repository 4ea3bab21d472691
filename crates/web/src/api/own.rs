//! What a token is: for the program that has it.

use super::sent::Sent;
use crate::failure::Failure;
use crate::work::Work;
use serde::Serialize;
use store::Scope;
use utoipa::ToSchema;

/// The token of this request, and its account.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Own {
    /// The account that it acts for, such as `A7`.
    pub(crate) account: String,
    /// What the account does: `intake`, `caseworker`, `reviewer`, `analyst`, `keyholder` or `admin`.
    pub(crate) roles: Vec<&'static str>,
    /// The token, such as `T57`.
    pub(crate) token: String,
    /// What it may be used for.
    pub(crate) scopes: Vec<&'static str>,
    /// Its last day.
    pub(crate) until: String,
    /// Requests that it may make in a day (UTC).
    pub(crate) requests_per_day: u32,
    /// Requests made today, with this one.
    pub(crate) requests: u32,
    /// Persons, records and cases that it may be shown in a day.
    pub(crate) persons_per_day: u32,
    /// Those that it was shown today.
    pub(crate) persons: u32,
}

pub(super) fn get(work: &Work, _: &Sent) -> Result<Own, Failure> {
    // Only programs come here.
    let (token, used) = work.program.as_ref().ok_or(Failure::NotThere)?;
    Ok(Own {
        account: work.account.to_string(),
        roles: work.whole.profile.roles.iter().map(|role| role.as_str()).collect(),
        token: token.number.to_string(),
        scopes: token.token.scopes.iter().copied().map(Scope::as_str).collect(),
        until: token.token.until.clone(),
        requests_per_day: token.token.requests_per_day,
        requests: used.requests,
        persons_per_day: token.token.persons_per_day,
        persons: used.persons,
    })
}
