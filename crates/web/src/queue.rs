//! The queue in memory: every proposed pair that nobody has decided on, the most valuable to a family first.
//!
//! It follows from the latest linkage run and is made anew after each. Whether a pair still waits, and whether somebody else
//! has it before them, is asked of the archive when it is shown: two servers on one database hand out no pair twice.

use crate::desk::Desk;
use crate::failure::{Failure, log};
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use store::{Archive, CaseNumber, RecordId, RunNumber};

/// Pairs that are kept in memory, at most: more than a year of work of a hundred people.
const PAIRS_MAX: usize = 2_000_000;
/// Links below this probability are not worth a caseworker's time.
const SHOWN_MICRO_MIN: u32 = 200_000;

/// A pair that waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Item {
    /// The family's request, or the one who is sought; otherwise the earlier record.
    pub(crate) one: RecordId,
    pub(crate) other: RecordId,
    /// The case of a family who waits, where there is one.
    pub(crate) case: Option<CaseNumber>,
    pub(crate) probability_micro: u32,
    /// Whether the run before had not proposed it.
    pub(crate) is_new: bool,
    /// Ledger entry at which the request was taken, or the list brought in: the smaller, the longer it waits.
    pub(crate) since: u64,
}

/// How sure the machine is, in the words of the queue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Strength {
    /// 99 of 100 and more.
    Strong,
    /// 4 of 5 and more.
    Likely,
    /// Less.
    Open,
}

impl Strength {
    pub(crate) fn of(probability_micro: u32) -> Strength {
        match probability_micro {
            990_000.. => Strength::Strong,
            800_000.. => Strength::Likely,
            _ => Strength::Open,
        }
    }

    /// The message that says so.
    pub(crate) fn key(self) -> &'static str {
        match self {
            Strength::Strong => "strength-strong",
            Strength::Likely => "strength-likely",
            Strength::Open => "strength-open",
        }
    }
}

impl Item {
    /// First a family who waits, then strong evidence, then whoever waits longest, then the likelier.
    fn order(&self) -> (bool, Strength, u64, std::cmp::Reverse<u32>, RecordId, RecordId) {
        let (sure, strength) = (std::cmp::Reverse(self.probability_micro), Strength::of(self.probability_micro));
        (self.case.is_none(), strength, self.since, sure, self.one, self.other)
    }
}

/// All of them.
#[derive(Default)]
pub(crate) struct Queue {
    items: RwLock<Arc<Vec<Item>>>,
    of: Mutex<Option<RunNumber>>,
}

impl Queue {
    /// The queue as it was made last; the first time it is made.
    pub(crate) fn items(&self, archive: &Archive) -> Result<Arc<Vec<Item>>, Failure> {
        if self.of.lock().unwrap_or_else(PoisonError::into_inner).is_none() {
            self.freshen(archive)?;
        }
        Ok(Arc::clone(&self.items.read().unwrap_or_else(PoisonError::into_inner)))
    }

    /// Makes it anew when there is a newer run.
    pub(crate) fn freshen(&self, archive: &Archive) -> Result<(), Failure> {
        let mut of = self.of.lock().unwrap_or_else(PoisonError::into_inner);
        let latest = archive.latest_run_number()?;
        if latest.is_none() || *of == latest {
            return Ok(());
        }
        let mut items = Vec::new();
        archive.proposals(SHOWN_MICRO_MIN, |pair| {
            if items.len() < PAIRS_MAX {
                items.push(Item {
                    one: pair.one,
                    other: pair.other,
                    case: pair.case,
                    probability_micro: pair.probability_micro,
                    is_new: pair.is_new,
                    since: pair.since,
                });
            }
            Ok(())
        })?;
        items.sort_unstable_by_key(Item::order);
        *self.items.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(items);
        *of = latest;
        Ok(())
    }
}

/// Looks for a newer run from time to time, so that nobody waits for it.
pub(crate) async fn keep_fresh(desk: Arc<Desk>) {
    loop {
        tokio::time::sleep(std::time::Duration::from_secs(3)).await;
        let own = Arc::clone(&desk);
        let done = tokio::task::spawn_blocking(move || own.queue.freshen(&own.archive)).await;
        if let Ok(Err(Failure::Broken(inside))) = done {
            log(&format!("the queue was not made: {inside}"));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Item;
    use store::{CaseNumber, ImportNumber, RecordId};

    #[test]
    fn a_family_who_waits_comes_before_a_stronger_link() {
        let item = |case: Option<i64>, probability_micro, since| Item {
            one: RecordId::new(ImportNumber(1), 1),
            other: RecordId::new(ImportNumber(2), since as u32),
            case: case.map(CaseNumber),
            probability_micro,
            is_new: false,
            since,
        };
        let mut items =
            [item(None, 999_000, 1), item(Some(7), 500_000, 9), item(Some(8), 995_000, 8), item(Some(9), 991_000, 3)];
        items.sort_unstable_by_key(Item::order);
        assert_eq!(items.map(|item| item.since), [3, 8, 9, 1]);
    }
}
