//! What waits and how old it is, what humans have joined, what the machine does.

use super::overlap;
use crate::desk::{Desk, seconds, time};
use crate::failure::Failure;
use figures::charts::Combinations;
use std::collections::BTreeSet;
use store::ImportNumber;
use store::jobs::Job;

/// Ages by which what waits is told apart, youngest first: the message, and days.
pub(crate) const AGES: [(&str, Option<i64>); 5] = [
    ("age-day", Some(1)),
    ("age-week", Some(7)),
    ("age-month", Some(30)),
    ("age-quarter", Some(90)),
    ("age-older", None),
];
const SECONDS_PER_DAY: i64 = 86_400;
/// Jobs that are remembered, the newest.
const JOBS_MAX: usize = 12;

/// Counts, none of them rounded yet.
pub(crate) struct Waiting {
    /// When they were made.
    pub(crate) time: String,
    /// Pairs that a machine proposes and nobody decided on, by age.
    pub(crate) pairs: [u64; AGES.len()],
    /// Open requests, by age.
    pub(crate) open: [u64; AGES.len()],
    pub(crate) closed: u64,
    /// Persons that humans joined from two records or more.
    pub(crate) persons: u64,
    /// By the lists that they came in.
    pub(crate) persons_by_lists: Combinations,
    /// Decisions that await a second human.
    pub(crate) awaiting: u64,
    pub(crate) corrections: u64,
    pub(crate) jobs: Vec<Job>,
}

impl Waiting {
    pub(crate) fn of(desk: &Desk, lists: &BTreeSet<ImportNumber>) -> Result<Waiting, Failure> {
        let archive = &desk.archive;
        // The first entry of each age: what was taken from it on is no older.
        let mut since = [0; AGES.len()];
        for (bound, (_, days)) in since.iter_mut().zip(AGES) {
            if let Some(days) = days {
                let then = jiff::Timestamp::from_second(seconds() - days * SECONDS_PER_DAY).unwrap_or_default();
                *bound = archive.first_entry_since(&then.to_string())?;
            }
        }
        let mut open = [0; AGES.len()];
        let mut before = u64::MAX;
        for (count, bound) in open.iter_mut().zip(since) {
            *count = archive.open_requests_between(bound.min(before), before)?;
            before = bound.min(before);
        }
        let mut pairs = [0; AGES.len()];
        for entry in desk.queue.waiting_since(archive)? {
            let age = since.iter().position(|bound| entry >= *bound).unwrap_or(AGES.len() - 1);
            pairs[age] += 1;
        }
        let joined = archive.joined()?;
        let mut jobs = archive.jobs()?;
        jobs.reverse();
        jobs.truncate(JOBS_MAX);
        Ok(Waiting {
            time: time(),
            pairs,
            open,
            closed: archive.closed_requests()?,
            persons: joined.persons.len() as u64,
            persons_by_lists: overlap::of_persons(&joined.persons, lists),
            awaiting: joined.awaiting,
            corrections: archive.corrections()?.iter().filter(|one| one.done.is_none()).count() as u64,
            jobs,
        })
    }
}
