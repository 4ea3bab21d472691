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

/// Wrong attempts to log in.
#[derive(Default)]
pub(crate) struct Attempts {
    wrong: Mutex<HashMap<u64, (u32, i64)>>,
}

/// Stands for the whole desk.
const EVERYWHERE: u64 = u64::MAX;

impl Attempts {
    /// Whether another attempt on this account is looked at.
    pub(crate) fn may_try(&self, account: u64) -> bool {
        let wrong = self.wrong.lock().unwrap_or_else(PoisonError::into_inner);
        let since = seconds() - WINDOW_SECONDS;
        let count = |of: u64| wrong.get(&of).filter(|(_, began)| *began > since).map_or(0, |(count, _)| *count);
        count(account) < WRONG_MAX && count(EVERYWHERE) < WRONG_EVERYWHERE_MAX
    }

    /// One was wrong.
    pub(crate) fn was_wrong(&self, account: u64) {
        let mut wrong = self.wrong.lock().unwrap_or_else(PoisonError::into_inner);
        let now = seconds();
        if wrong.len() > ACCOUNTS_MAX {
            wrong.retain(|of, (_, began)| *of == EVERYWHERE || *began > now - WINDOW_SECONDS);
        }
        for of in [account, EVERYWHERE] {
            let (count, began) = wrong.entry(of).or_insert((0, now));
            if *began <= now - WINDOW_SECONDS {
                (*count, *began) = (0, now);
            }
            *count += 1;
        }
    }

    /// One was right.
    pub(crate) fn was_right(&self, account: u64) {
        self.wrong.lock().unwrap_or_else(PoisonError::into_inner).remove(&account);
    }
}

#[cfg(test)]
mod tests {
    use super::{Attempts, WRONG_EVERYWHERE_MAX, WRONG_MAX};

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
}
