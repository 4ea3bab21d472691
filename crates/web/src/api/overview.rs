//! Counts: what is held, what came in, what waits and since when, what the machine does.

use super::parts::{Few, few};
use super::sent::Sent;
use crate::counting::rounding::{FEW, above, rounded};
use crate::counting::waiting::AGES;
use crate::failure::Failure;
use crate::shown::plain;
use crate::work::Work;
use serde::Serialize;
use std::collections::BTreeMap;
use store::Import;
use store::access::{Asked, Kind};
use store::jobs::{Job, JobState};
use utoipa::ToSchema;

/// Months that are told, the newest.
const MONTHS_MAX: usize = 18;
/// Lists that are told, the newest.
const LISTS_MAX: usize = 8;

/// Counts. Where a count is null, it is below five. Records, persons and pairs are counted apart, and there is no total of them.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Overview {
    /// When what waits was counted.
    pub(crate) time: String,
    /// Records of lists; those of a few rows are left out.
    pub(crate) records: u64,
    /// Persons whom humans joined from two records or more.
    pub(crate) persons: Few,
    /// Pairs that a machine proposes and nobody decided on.
    pub(crate) pairs: Few,
    /// The same by how long they wait.
    pub(crate) pairs_by_age: Vec<Aged>,
    /// Open requests of families.
    pub(crate) requests: Few,
    /// The same by how long they wait.
    pub(crate) requests_by_age: Vec<Aged>,
    /// Requests that were closed.
    pub(crate) closed: Few,
    /// Decisions that await a second human.
    pub(crate) awaiting: Few,
    /// What is to be put right outside.
    pub(crate) corrections: Few,
    /// Lists by their kind.
    pub(crate) kinds: Vec<OfKind>,
    /// Records by the month in which they came in, the oldest first.
    pub(crate) months: Vec<Month>,
    /// The lists that came in last.
    pub(crate) newest: Vec<Came>,
    /// Jobs of the machine, the newest first.
    pub(crate) jobs: Vec<JobLine>,
}

/// What waits as long.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Aged {
    /// `day`, `week`, `month`, `quarter` (younger than that) or `older`.
    pub(crate) age: &'static str,
    /// How much of it.
    pub(crate) count: Few,
}

/// Lists of one kind.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct OfKind {
    /// `freed`, `sought`, `register`, `dead`, `report` or `other`.
    pub(crate) kind: &'static str,
    /// How many.
    pub(crate) lists: u64,
    /// Their records.
    pub(crate) records: Few,
    /// What in them was not understood.
    pub(crate) problems: Few,
}

/// What came in one month.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Month {
    /// The month, such as `2026-11`.
    pub(crate) month: String,
    /// Records.
    pub(crate) records: Few,
}

/// A list that came in.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Came {
    /// The list, such as `I3`.
    pub(crate) list: String,
    /// What it is called.
    pub(crate) source: String,
    /// Its kind.
    pub(crate) kind: &'static str,
    /// When.
    pub(crate) time: String,
    /// Its records.
    pub(crate) records: Few,
}

/// A job of the machine.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct JobLine {
    /// Its number, such as `J3`.
    pub(crate) job: String,
    /// What kind of work.
    pub(crate) kind: &'static str,
    /// `waiting`, `running`, `done`, `failed` or `cancelled`.
    pub(crate) state: &'static str,
    /// Steps done.
    pub(crate) done: u64,
    /// Steps in all; 0 where that is not known.
    pub(crate) total: u64,
    /// When anything last changed.
    pub(crate) changed: String,
}

impl Overview {
    /// Counts as they are told, for a page and for a program.
    pub(crate) fn read(work: &Work) -> Result<Overview, Failure> {
        work.must(Asked::see(Kind::Counts))?;
        let waiting = work.desk.waiting()?;
        let imports = work.desk.imports()?;
        let lists: Vec<&Import> = imports.iter().filter(|one| one.undone.is_none() && !one.is_page).collect();
        let (pairs, open) = (waiting.pairs.map(rounded), waiting.open.map(rounded));
        let all = |parts: [u64; AGES.len()], counts: [u64; AGES.len()]| few(above(parts, counts.iter().sum()));
        let mut newest = lists.clone();
        newest.sort_by(|one, other| other.time.cmp(&one.time));
        let came = |one: &Import| Came {
            list: one.number.to_string(),
            source: plain(&one.meta.source),
            kind: one.meta.kind.as_str(),
            time: one.time.clone(),
            records: few(one.counts.records),
        };
        Ok(Overview {
            time: waiting.time.clone(),
            // A sum of what is shown: a list of a few rows is told by no difference.
            records: lists.iter().map(|one| one.counts.records).filter(|count| *count >= FEW).sum(),
            persons: few(rounded(waiting.persons)),
            pairs: all(pairs, waiting.pairs),
            pairs_by_age: by_age(pairs),
            requests: all(open, waiting.open),
            requests_by_age: by_age(open),
            closed: few(rounded(waiting.closed)),
            awaiting: few(rounded(waiting.awaiting)),
            corrections: few(rounded(waiting.corrections)),
            kinds: by_kind(&lists),
            months: by_month(&lists),
            newest: newest.into_iter().take(LISTS_MAX).map(came).collect(),
            jobs: waiting.jobs.iter().map(job_line).collect(),
        })
    }
}

fn by_age(counts: [u64; AGES.len()]) -> Vec<Aged> {
    let aged = |((key, _), count): (&(&'static str, _), u64)| Aged {
        age: key.strip_prefix("age-").unwrap_or(key),
        count: few(count),
    };
    AGES.iter().zip(counts).map(aged).collect()
}

fn by_kind(lists: &[&Import]) -> Vec<OfKind> {
    let mut kinds: BTreeMap<&'static str, Vec<&Import>> = BTreeMap::new();
    for list in lists {
        kinds.entry(list.meta.kind.as_str()).or_default().push(list);
    }
    let line = |(kind, lists): (&'static str, Vec<&Import>)| {
        let sum = |count: fn(&Import) -> u64| lists.iter().map(|one| count(one)).filter(|count| *count >= FEW).sum();
        OfKind {
            kind,
            lists: lists.len() as u64,
            records: few(sum(|one| one.counts.records)),
            problems: few(sum(|one| one.counts.problems)),
        }
    };
    kinds.into_iter().map(line).collect()
}

fn by_month(lists: &[&Import]) -> Vec<Month> {
    let mut months: BTreeMap<&str, u64> = BTreeMap::new();
    for list in lists {
        let own = months.entry(list.time.get(..7).unwrap_or_default()).or_default();
        *own += Some(list.counts.records).filter(|count| *count >= FEW).unwrap_or_default();
    }
    let first = months.len().saturating_sub(MONTHS_MAX);
    let month = |(month, count): (&str, u64)| Month { month: month.to_owned(), records: few(count) };
    months.into_iter().skip(first).map(month).collect()
}

fn job_line(job: &Job) -> JobLine {
    let state = match job.state {
        JobState::Waiting => "waiting",
        JobState::Running => "running",
        JobState::Done => "done",
        JobState::Failed => "failed",
        JobState::Cancelled => "cancelled",
    };
    let changed = jiff::Timestamp::from_second(job.changed).map(|time| time.to_string()).unwrap_or_default();
    let (kind, done, total) = (job.kind.as_str(), job.done, job.total);
    JobLine { job: job.number.to_string(), kind, state, done, total, changed }
}

pub(super) fn get(work: &Work, _: &Sent) -> Result<Overview, Failure> {
    Overview::read(work)
}
