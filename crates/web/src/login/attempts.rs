//! How often somebody may be wrong. Kept in memory: whoever restarts the server may try anew, and needs the machine for it.

use crate::desk::seconds;
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

/// Wrong attempts on one account within [`WINDOW_SECONDS`].
const WRONG_MAX: u32 = 5;
/// Wrong attempts on the whole desk within it: somebody who tries one passphrase on every account.
const WRONG_EVERYWHERE_MAX: u32 = 100;
const WINDOW_SECONDS: i64 = 15 * 60;
/// Accounts that are remembered at once.
const ACCOUNTS_MAX: usize = 10_000;

/// Wrong attempts on one account.
#[derive(Clone, Copy)]
struct Wrong {
    count: u32,
    began: i64,
    /// Whether it is in the log that one was not looked at.
    is_told: bool,
}

impl Wrong {
    fn from(now: i64) -> Wrong {
        Wrong { count: 0, began: now, is_told: false }
    }

    fn is_over(self, now: i64) -> bool {
        self.began <= now - WINDOW_SECONDS
    }
}

/// Wrong attempts to log in.
#[derive(Default)]
pub(crate) struct Attempts {
    wrong: Mutex<HashMap<u64, Wrong>>,
}

/// Stands for the whole desk.
const EVERYWHERE: u64 = u64::MAX;

impl Attempts {
    /// Whether another attempt on this account is looked at.
    pub(crate) fn may_try(&self, account: u64) -> bool {
        let wrong = self.wrong.lock().unwrap_or_else(PoisonError::into_inner);
        let now = seconds();
        let count = |of: u64| wrong.get(&of).filter(|wrong| !wrong.is_over(now)).map_or(0, |wrong| wrong.count);
        count(account) < WRONG_MAX && count(EVERYWHERE) < WRONG_EVERYWHERE_MAX
    }

    /// One was wrong.
    pub(crate) fn was_wrong(&self, account: u64) {
        let mut wrong = self.wrong.lock().unwrap_or_else(PoisonError::into_inner);
        let now = seconds();
        swept(&mut wrong, now);
        for of in [account, EVERYWHERE] {
            begun(&mut wrong, of, now).count += 1;
        }
    }

    /// Whether it is the first time within the window that an attempt on this account is not looked at. It is answered from memory, so
    /// that a flood of attempts is no flood of writes. Where too many accounts are remembered already, it is not.
    pub(crate) fn is_first_refused(&self, account: u64) -> bool {
        let mut wrong = self.wrong.lock().unwrap_or_else(PoisonError::into_inner);
        let now = seconds();
        swept(&mut wrong, now);
        if wrong.len() > ACCOUNTS_MAX && !wrong.contains_key(&account) {
            return false;
        }
        let of = begun(&mut wrong, account, now);
        !std::mem::replace(&mut of.is_told, true)
    }

    /// One was right.
    pub(crate) fn was_right(&self, account: u64) {
        self.wrong.lock().unwrap_or_else(PoisonError::into_inner).remove(&account);
    }
}

/// Forgets those whose window is over, where many are remembered.
fn swept(wrong: &mut HashMap<u64, Wrong>, now: i64) {
    if wrong.len() > ACCOUNTS_MAX {
        wrong.retain(|of, wrong| *of == EVERYWHERE || !wrong.is_over(now));
    }
}

/// Those of an account within the window of now.
fn begun(wrong: &mut HashMap<u64, Wrong>, of: u64, now: i64) -> &mut Wrong {
    let wrong = wrong.entry(of).or_insert(Wrong::from(now));
    if wrong.is_over(now) {
        *wrong = Wrong::from(now);
    }
    wrong
}

#[cfg(test)]
mod tests {
    use super::{ACCOUNTS_MAX, Attempts, WRONG_EVERYWHERE_MAX, WRONG_MAX};

    #[test]
    fn too_many_wrong_ones_stop_an_account_and_then_the_desk() {
        let attempts = Attempts::default();
        for _ in 0..WRONG_MAX {
            assert!(attempts.may_try(1));
            attempts.was_wrong(1);
        }
        assert!(!attempts.may_try(1) && attempts.may_try(2));
        attempts.was_right(1);
        assert!(attempts.may_try(1));
        for account in 0..u64::from(WRONG_EVERYWHERE_MAX) {
            attempts.was_wrong(100 + account);
        }
        assert!(!attempts.may_try(3));
    }

    #[test]
    fn what_is_not_looked_at_is_told_once() {
        let attempts = Attempts::default();
        for account in [1, 2] {
            assert!(attempts.is_first_refused(account));
            assert!(!attempts.is_first_refused(account) && !attempts.is_first_refused(account));
        }
        assert!(attempts.may_try(1), "that is no attempt");
        for account in 0..2 * ACCOUNTS_MAX as u64 {
            attempts.is_first_refused(account);
        }
        let remembered = attempts.wrong.lock().unwrap().len();
        assert!(remembered <= ACCOUNTS_MAX + 1, "numbers that are made up are not remembered without end");
    }
}
