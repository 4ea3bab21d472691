//! The queue: pairs that a machine proposes and nobody decided on, the most valuable to a family first.

use super::parts::Brief;
use super::sent::Sent;
use crate::desk::seconds;
use crate::failure::Failure;
use crate::queue::Strength;
use crate::work::Work;
use serde::Serialize;
use std::collections::HashMap;
use store::access::{Asked, Kind};
use store::{RecordId, RecordView};
use utoipa::ToSchema;

/// Pairs that are told at once.
const PAIRS_MAX: usize = 12;

/// What waits for this account.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Queued {
    /// The first pairs, at most twelve. Those that somebody else has before them are not among them.
    pub(crate) pairs: Vec<QueuedPair>,
    /// Whether there is nothing else for this account.
    pub(crate) is_all: bool,
    /// How many pairs wait, for everybody.
    pub(crate) waiting: usize,
    /// For how many of them a family has asked.
    pub(crate) with_case: usize,
    /// Pairs that this account has before it: the two records of each.
    pub(crate) held: Vec<[String; 2]>,
}

/// A pair that waits.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct QueuedPair {
    /// The family's request, or the one who is sought; otherwise the earlier record.
    pub(crate) one: Brief,
    /// The other record.
    pub(crate) other: Brief,
    /// How sure the machine is: `strong`, `likely` or `open`.
    pub(crate) strength: &'static str,
    /// Whether a family waits for it.
    pub(crate) has_case: bool,
    /// Whether the run before had not proposed it.
    pub(crate) is_new: bool,
}

impl Queued {
    pub(crate) fn read(work: &Work) -> Result<Queued, Failure> {
        work.must(Asked::change(Kind::Decision))?;
        let archive = &work.desk.archive;
        let mut seen: HashMap<RecordId, RecordView> = HashMap::new();
        let session = work.session(None)?;
        let found = work.desk.queue.first_for(work, PAIRS_MAX, None, |pairs| {
            seen.extend(session.pairs_to_decide(pairs)?);
            let both = |(one, other): &&(RecordId, RecordId)| seen.contains_key(one) && seen.contains_key(other);
            Ok(pairs.iter().filter(both).copied().collect())
        })?;
        let (waiting, with_case) = work.desk.queue.counts(archive)?;
        let imports = work.desk.imports()?;
        let side = |id: RecordId| Some(Brief::of(&imports, id, &seen.get(&id)?.record));
        let pairs = found.items.iter().filter_map(|item| {
            Some(QueuedPair {
                one: side(item.one)?,
                other: side(item.other)?,
                strength: Strength::of(item.probability_micro).word(),
                has_case: item.case.is_some(),
                is_new: item.is_new,
            })
        });
        let pairs = pairs.collect();
        let held = archive.held_by(work.account, seconds())?;
        let held = held.into_iter().map(|(one, other)| [one.to_string(), other.to_string()]).collect();
        Ok(Queued { pairs, is_all: found.is_all, waiting, with_case, held })
    }
}

pub(super) fn get(work: &Work, _: &Sent) -> Result<Queued, Failure> {
    Queued::read(work)
}
