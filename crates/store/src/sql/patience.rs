//! Waiting for PostgreSQL, which is another program and often another machine: one that stands still answers nothing, and whose network is
//! gone does not even say so. Whoever waits for it is told instead, and its connection is given up.
//!
//! The time is counted here and not by the server alone (`statement_timeout`), since a server that is out of reach counts nothing; nor left
//! to the sockets, since the driver opens them and takes no setting for them.

use crate::{Result, StoreError};
use std::time::Duration;
use tokio::runtime::Runtime;

/// For a connection, with its TLS and its login.
pub(super) const CONNECTED: Duration = Duration::from_secs(10);
/// For the answer to one statement. Importing, linking, verifying and rebuilding are many statements, none of which takes minutes; the
/// longest waits are those for another process that makes the tables anew.
const ANSWERED: Duration = Duration::from_hours(1);
/// For one of those of which a page is made: nobody looks at an empty page for longer. A second more than the server is told
/// ([`BEGIN_PAGE`]), so that a statement which is only slow ends there too.
pub(super) const PAGE: Duration = Duration::from_secs(61);
/// Begins what a page reads.
pub(super) const BEGIN_PAGE: &str =
    "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; SET LOCAL statement_timeout TO '60s'";
/// Begins what is written while a page waits, beside what lasts from the next durable transaction on. Whoever holds what it needs for ten
/// seconds holds it for longer.
pub(super) const BEGIN_STAGED_IN_TIME: &str = "BEGIN; SET LOCAL synchronous_commit TO OFF; \
    SET LOCAL lock_timeout TO '10s'; SET LOCAL statement_timeout TO '60s'";
/// The same, durably.
pub(super) const BEGIN_FULL_IN_TIME: &str = "BEGIN; SET LOCAL synchronous_commit TO ON; \
    SET LOCAL lock_timeout TO '10s'; SET LOCAL statement_timeout TO '60s'";

/// How long one connection waits for each answer, and whether it was waited for in vain.
pub(super) struct Patience {
    each: Duration,
    is_over: bool,
}

impl Default for Patience {
    fn default() -> Patience {
        Patience { each: ANSWERED, is_over: false }
    }
}

impl Patience {
    /// Waits so long for each answer from now on; without a time, as long as at first.
    pub(super) fn set(&mut self, each: Option<Duration>) {
        self.each = each.unwrap_or(ANSWERED);
    }

    /// Whether somebody waits for it at a page.
    pub(super) fn is_of_a_page(&self) -> bool {
        self.each < ANSWERED
    }

    /// Whether it waits no more: what the server does with what it was asked is not known.
    pub(super) fn is_over(&self) -> bool {
        self.is_over
    }

    /// Waits for an answer.
    pub(super) fn wait<T>(&mut self, runtime: &Runtime, answer: impl Future<Output = sqlx::Result<T>>) -> Result<T> {
        if self.is_over {
            return Err(late(self.each));
        }
        let answer = wait(runtime, self.each, answer);
        self.is_over = answer.is_none();
        Ok(answer.ok_or_else(|| late(self.each))??)
    }
}

/// Waits for a connection.
pub(super) fn connected<T>(runtime: &Runtime, connection: impl Future<Output = sqlx::Result<T>>) -> Result<T> {
    Ok(wait(runtime, CONNECTED, connection).ok_or_else(|| late(CONNECTED))??)
}

fn wait<T>(runtime: &Runtime, patience: Duration, answer: impl Future<Output = T>) -> Option<T> {
    runtime.block_on(async { tokio::time::timeout(patience, answer).await.ok() })
}

fn late(patience: Duration) -> StoreError {
    StoreError::Database {
        code: "timeout".to_owned(),
        message: format!("no answer within {} s; see whether the server runs and can be reached", patience.as_secs()),
    }
}
