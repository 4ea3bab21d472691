//! A program at work: whose token it has, what is left of its day, and the same work that somebody at the desk does, under the token's
//! scopes.

use super::problem::Refusal;
use super::sent;
use crate::desk::{Desk, seconds, time};
use crate::failure::Failure;
use crate::language::Language;
use crate::visit::Visit;
use crate::work::Work;
use axum::http::HeaderMap;
use std::sync::Arc;
use store::{Account, Reading, Scope, StoreError, Token, TokenUse};

const SECONDS_PER_DAY: i64 = 86_400;

/// A program whose request was let in, and counted.
#[derive(Clone, Debug)]
pub(super) struct Program {
    account: Account,
    token: Token,
    used: TokenUse,
}

/// Lets a program in: its token opens, its day has a request left, and the token has the scope.
pub(super) async fn enter(desk: &Arc<Desk>, headers: &HeaderMap, scope: Option<Scope>) -> Result<Program, Refusal> {
    let hash = sent::token(headers).ok_or(Refusal::NoToken)?;
    let desk = Arc::clone(desk);
    let entered = tokio::task::spawn_blocking(move || {
        let (archive, now) = (&desk.archive, seconds());
        let day = time();
        let found = archive.token_of(hash, day.get(..10).unwrap_or_default())?;
        let (mut account, token) = found.ok_or(Refusal::NoToken)?;
        // Counted whatever comes of it: ids are not tried for nothing.
        let used = archive.use_token(&token.token, (1, 0), now).map_err(|error| over_the_day(error, now))?;
        if scope.is_some_and(|scope| !token.token.scopes.contains(&scope)) {
            let _ = archive.log_at_the_door(account.id, Reading::NoScope, Some(token.number), now);
            return Err(Failure::Denied.into());
        }
        account.profile.scopes = Some(token.token.scopes.clone());
        Ok(Program { account, token, used })
    });
    entered.await.unwrap_or_else(|_| Err(Failure::broken("a token was not looked up").into()))
}

impl Program {
    /// Does something as the account, marked as by the token. More persons than the day has left are not shown, and what was shown
    /// is counted before it leaves.
    pub(super) fn works<T>(
        self,
        desk: Arc<Desk>,
        language: Language,
        is_reading: bool,
        act: impl FnOnce(&Work) -> Result<T, Failure>,
    ) -> Result<T, Refusal> {
        let (path, theme) = ("/".to_owned(), "");
        let visit = Visit { language, theme, path, is_reading, token: None };
        let archive = Arc::clone(&desk.archive);
        let Program { account, token, used } = self;
        let left = token.token.persons_per_day.saturating_sub(used.persons);
        let work = Work { program: Some((token.clone(), used)), ..Work::of(desk, visit, account, token.token.hash) };
        let (done, shown) = archive.by_token(token.number, left, || {
            // What is read is of one state of the archive.
            if is_reading { archive.at_once(|| act(&work))? } else { act(&work) }
        });
        if shown.persons > 0 {
            let counted = archive.use_token(&token.token, (0, shown.persons), seconds());
            // Of two at one moment the second may find nothing left. What was changed is told all the same.
            if let (Err(error), true) = (counted, is_reading) {
                return Err(over_the_day(error, seconds()));
            }
        }
        match done {
            // Otherwise it was the budget of the account in an hour.
            Err(Failure::TooMuch) if shown.is_over => Err(Refusal::Day(rest_of_day(seconds()))),
            done => Ok(done?),
        }
    }
}

fn over_the_day(error: StoreError, now: i64) -> Refusal {
    match error {
        StoreError::OverBudget => Refusal::Day(rest_of_day(now)),
        // It was taken away between two looks.
        StoreError::NoSuch(_) => Refusal::NoToken,
        error => error.into(),
    }
}

fn rest_of_day(now: i64) -> i64 {
    SECONDS_PER_DAY - now.rem_euclid(SECONDS_PER_DAY)
}
