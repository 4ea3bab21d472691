//! The queue in memory: every proposed pair that nobody has decided on, the most valuable to a family first.
//!
//! It follows from the latest linkage run and is made anew after each. Whether a pair still waits, and whether somebody else
//! has it before them, is asked of the archive when it is shown: two servers on one database hand out no pair twice. What was
//! found decided is dropped from memory, and what an account may not see is remembered for it, so that neither is asked again.

use crate::desk::{Desk, seconds};
use crate::failure::{Failure, log};
use crate::work::Work;
use std::collections::{HashMap, HashSet};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::time::{Duration, Instant};
use store::{AccountId, Archive, CaseNumber, RecordId, RunNumber, StoreError};

/// Pairs that are kept in memory, at most: more than a year of work of a hundred people.
const PAIRS_MAX: usize = 2_000_000;
/// Links below this probability are not worth a caseworker's time.
const SHOWN_MICRO_MIN: u32 = 200_000;
/// How long one page looks for pairs that its worker may take. The next one goes on where it stopped.
const LOOKING: Duration = Duration::from_millis(250);
/// Accounts for which is remembered what they may not see.
const ACCOUNTS_MAX: usize = 500;

/// Two records, the smaller id first.
type Pair = (RecordId, RecordId);

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
    /// Whether somebody has looked at it and was not sure: it comes last.
    pub(crate) is_unsure: bool,
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

    /// The stable word.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Strength::Strong => "strong",
            Strength::Likely => "likely",
            Strength::Open => "open",
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
    pub(crate) fn pair(&self) -> Pair {
        (self.one.min(self.other), self.one.max(self.other))
    }

    /// First what nobody looked at, then a family who waits, then strong evidence, then whoever waits longest, then the likelier.
    fn order(&self) -> (bool, bool, Strength, u64, std::cmp::Reverse<u32>, RecordId, RecordId) {
        let (sure, strength) = (std::cmp::Reverse(self.probability_micro), Strength::of(self.probability_micro));
        (self.is_unsure, self.case.is_none(), strength, self.since, sure, self.one, self.other)
    }
}

/// What pages have learnt of the pairs since the queue was made.
#[derive(Default)]
struct Learnt {
    /// Decided, or not proposed any more.
    gone: HashSet<Pair>,
    /// For how many of them a family has asked.
    gone_with_case: usize,
    /// Not for that account.
    not_for: HashMap<AccountId, HashSet<Pair>>,
}

impl Learnt {
    fn is_gone(&mut self, item: &Item) {
        if self.gone.insert(item.pair()) && item.case.is_some() {
            self.gone_with_case += 1;
        }
    }
}

/// The pairs as they were read.
#[derive(Default)]
struct Waiting {
    /// In the order in which they are handed out.
    items: Vec<Item>,
    /// For how many of them a family has asked.
    with_case: usize,
}

/// All of them.
#[derive(Default)]
pub(crate) struct Queue {
    waiting: RwLock<Arc<Waiting>>,
    of: Mutex<Option<RunNumber>>,
    is_being_made: AtomicBool,
    learnt: Mutex<Learnt>,
}

/// What somebody may take next.
pub(crate) struct Found {
    pub(crate) items: Vec<Item>,
    /// Whether there is nothing else: otherwise the time was up.
    pub(crate) is_all: bool,
}

impl Queue {
    /// The queue as it was made last; the first time it is made. While it is made anew, the old one serves.
    fn waiting(&self, archive: &Archive) -> Result<Arc<Waiting>, Failure> {
        let is_new = self.of.lock().unwrap_or_else(PoisonError::into_inner).is_none();
        if is_new {
            self.freshen(archive)?;
        }
        Ok(Arc::clone(&self.waiting.read().unwrap_or_else(PoisonError::into_inner)))
    }

    /// How many wait, and for how many of them a family has asked.
    pub(crate) fn counts(&self, archive: &Archive) -> Result<(usize, usize), Failure> {
        let waiting = self.waiting(archive)?;
        let learnt = self.learnt.lock().unwrap_or_else(PoisonError::into_inner);
        let (gone, gone_with_case) = (learnt.gone.len(), learnt.gone_with_case);
        Ok((waiting.items.len().saturating_sub(gone), waiting.with_case.saturating_sub(gone_with_case)))
    }

    /// Of each pair that waits, the entry since which it does.
    pub(crate) fn waiting_since(&self, archive: &Archive) -> Result<Vec<u64>, Failure> {
        let waiting = self.waiting(archive)?;
        let learnt = self.learnt.lock().unwrap_or_else(PoisonError::into_inner);
        Ok(waiting.items.iter().filter(|item| !learnt.gone.contains(&item.pair())).map(|item| item.since).collect())
    }

    /// Somebody has decided on a pair. One that was never in the queue is not counted.
    pub(crate) fn is_gone(&self, one: RecordId, other: RecordId) {
        let pair = (one.min(other), one.max(other));
        let waiting = Arc::clone(&self.waiting.read().unwrap_or_else(PoisonError::into_inner));
        if let Some(item) = waiting.items.iter().find(|item| item.pair() == pair) {
            self.learnt.lock().unwrap_or_else(PoisonError::into_inner).is_gone(item);
        }
    }

    /// The first pairs that a worker may take and nobody else holds, after one that they leave where there is one. Asks which of
    /// some they may take.
    pub(crate) fn first_for(
        &self,
        work: &Work,
        count: usize,
        after: Option<Pair>,
        mut may_take: impl FnMut(&[Pair]) -> Result<HashSet<Pair>, StoreError>,
    ) -> Result<Found, Failure> {
        let archive = &work.desk.archive;
        let waiting = self.waiting(archive)?;
        let items = &waiting.items;
        let holds = archive.holds(seconds())?;
        let held: HashSet<Pair> =
            holds.into_iter().filter(|hold| hold.2 != work.account).map(|hold| (hold.0, hold.1)).collect();
        let start = after.and_then(|after| items.iter().position(|item| item.pair() == after)).map_or(0, |at| at + 1);
        let began = Instant::now();
        let mut found = Vec::new();
        let free = |item: &&Item| !held.contains(&item.pair()) && !self.is_passed_over(work.account, item.pair());
        let mut rest = items[start..].iter().filter(free).peekable();
        while rest.peek().is_some() {
            if found.len() == count || began.elapsed() > LOOKING {
                return Ok(Found { items: found, is_all: false });
            }
            // As many as are still wanted: mostly all of them may be taken.
            let some: Vec<&Item> = rest.by_ref().take(count - found.len()).collect();
            let mut open = Vec::with_capacity(some.len());
            for item in some {
                if archive.is_proposed(item.one, item.other)? {
                    open.push(item);
                } else {
                    self.learnt.lock().unwrap_or_else(PoisonError::into_inner).is_gone(item);
                }
            }
            let pairs: Vec<Pair> = open.iter().map(|item| item.pair()).collect();
            let may = may_take(&pairs)?;
            for item in open {
                if may.contains(&item.pair()) {
                    found.push(*item);
                } else {
                    self.is_not_for(work.account, item.pair());
                }
            }
        }
        Ok(Found { items: found, is_all: true })
    }

    fn is_passed_over(&self, account: AccountId, pair: Pair) -> bool {
        let learnt = self.learnt.lock().unwrap_or_else(PoisonError::into_inner);
        learnt.gone.contains(&pair) || learnt.not_for.get(&account).is_some_and(|own| own.contains(&pair))
    }

    fn is_not_for(&self, account: AccountId, pair: Pair) {
        let mut learnt = self.learnt.lock().unwrap_or_else(PoisonError::into_inner);
        if learnt.not_for.len() >= ACCOUNTS_MAX && !learnt.not_for.contains_key(&account) {
            learnt.not_for.clear();
        }
        learnt.not_for.entry(account).or_default().insert(pair);
    }

    /// Makes it anew when there is a newer run; one at a time.
    pub(crate) fn freshen(&self, archive: &Archive) -> Result<(), Failure> {
        let latest = archive.latest_run_number()?;
        let is_fresh = *self.of.lock().unwrap_or_else(PoisonError::into_inner) == latest;
        if latest.is_none() || is_fresh || self.is_being_made.swap(true, Ordering::SeqCst) {
            return Ok(());
        }
        let made = self.make(archive);
        self.is_being_made.store(false, Ordering::SeqCst);
        made?;
        *self.of.lock().unwrap_or_else(PoisonError::into_inner) = latest;
        Ok(())
    }

    fn make(&self, archive: &Archive) -> Result<(), Failure> {
        let mut items = Vec::new();
        archive.proposals(SHOWN_MICRO_MIN, |pair| {
            items.push(Item {
                one: pair.one,
                other: pair.other,
                case: pair.case,
                probability_micro: pair.probability_micro,
                is_new: pair.is_new,
                is_unsure: pair.is_unsure,
                since: pair.since,
            });
            if items.len() >= 2 * PAIRS_MAX {
                items.sort_unstable_by_key(Item::order);
                items.truncate(PAIRS_MAX);
            }
            Ok(())
        })?;
        items.sort_unstable_by_key(Item::order);
        items.truncate(PAIRS_MAX);
        let with_case = items.iter().filter(|item| item.case.is_some()).count();
        // What was learnt of roles and cases may have changed as well.
        *self.learnt.lock().unwrap_or_else(PoisonError::into_inner) = Learnt::default();
        *self.waiting.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(Waiting { items, with_case });
        Ok(())
    }

    /// Forgets what accounts may not see: roles, teams and cases change between two runs.
    fn look_again(&self) {
        self.learnt.lock().unwrap_or_else(PoisonError::into_inner).not_for.clear();
    }
}

/// How often the queue looks for a newer run, and how many of those until it asks again what accounts may see.
const LOOK: Duration = Duration::from_secs(3);
const LOOKS_UNTIL_ASKED_AGAIN: u32 = 100;

/// Looks for a newer run from time to time, so that nobody waits for it.
pub(crate) async fn keep_fresh(desk: Arc<Desk>) {
    let mut looks = 0_u32;
    loop {
        tokio::time::sleep(LOOK).await;
        looks += 1;
        if looks.is_multiple_of(LOOKS_UNTIL_ASKED_AGAIN) {
            desk.queue.look_again();
        }
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
    fn a_family_who_waits_comes_before_a_stronger_link_and_what_nobody_knew_comes_last() {
        let item = |case: Option<i64>, probability_micro, since, is_unsure| Item {
            one: RecordId::new(ImportNumber(1), 1),
            other: RecordId::new(ImportNumber(2), since as u32),
            case: case.map(CaseNumber),
            probability_micro,
            is_new: false,
            is_unsure,
            since,
        };
        let mut items = [
            item(Some(6), 999_000, 2, true),
            item(None, 999_000, 1, false),
            item(Some(7), 500_000, 9, false),
            item(Some(8), 995_000, 8, false),
            item(Some(9), 991_000, 3, false),
        ];
        items.sort_unstable_by_key(Item::order);
        assert_eq!(items.map(|item| item.since), [3, 8, 9, 1, 2]);
    }
}
