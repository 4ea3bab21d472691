//! Who came in, tried to, and left: lines of the log of readings.

use crate::desk::{Desk, seconds};
use std::sync::Arc;
use std::time::Duration;
use store::{AccountId, Reading};
use tokio::sync::{Mutex, Semaphore};

/// After an attempt, until it is logged: its answer is on its way by then.
const AFTER_THE_ANSWER: Duration = Duration::from_secs(1);
/// Attempts that wait to be logged, at most. They are counted before, so that of one account there are few.
const WAITING_MAX: usize = 128;
static WAITING: Semaphore = Semaphore::const_new(WAITING_MAX);
/// They are logged one at a time: each takes a thread, and pages need the same threads.
static TURN: Mutex<()> = Mutex::const_new(());

/// Logs what somebody who is known did or was refused. Where it cannot be logged they are refused all the same, or go.
pub(crate) fn log(desk: &Desk, account: AccountId, what: Reading) {
    let _ = desk.archive.log_at_the_door(account, what, None, seconds());
}

/// Logs an attempt that was wrong, or not looked at, after it was answered: how long an answer takes tells nobody whether there is such
/// an account. That one was not looked at is logged once, until the account may be tried again.
pub(crate) fn log_attempt(desk: &Arc<Desk>, account: AccountId, what: Reading) {
    let Ok(waits) = WAITING.try_acquire() else { return };
    if matches!(what, Reading::LockedOut) && !desk.attempts.is_first_refused(account.0) {
        return;
    }
    let desk = Arc::clone(desk);
    tokio::spawn(async move {
        let _waits = waits;
        tokio::time::sleep(AFTER_THE_ANSWER).await;
        let _turn = TURN.lock().await;
        let logged = tokio::task::spawn_blocking(move || {
            if desk.archive.account(account).is_ok() {
                log(&desk, account, what);
            }
        });
        let _ = logged.await;
    });
}
