//! Who came in, tried to, and left: lines of the log of readings.

use crate::desk::{Desk, seconds};
use std::sync::Arc;
use store::{AccountId, Reading};

/// Logs what somebody who is known did or was refused. Where it cannot be logged they are refused all the same, or go.
pub(crate) fn log(desk: &Desk, account: AccountId, what: Reading) {
    let _ = desk.archive.log_at_the_door(account, what, None, seconds());
}

/// Logs an attempt that was wrong, or not looked at. Beside the answer: how long that takes tells nobody whether there is such an account.
pub(crate) fn log_attempt(desk: &Arc<Desk>, account: AccountId, what: Reading) {
    let desk = Arc::clone(desk);
    tokio::task::spawn_blocking(move || {
        if desk.archive.account(account).is_ok() {
            log(&desk, account, what);
        }
    });
}
