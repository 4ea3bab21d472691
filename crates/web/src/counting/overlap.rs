//! How lists overlap: by the clusters that the latest run proposes, by the persons that humans hold, and row by row.
//!
//! Requests of families are left out: what a partner's list shares with them is nobody's to count.

use crate::failure::Failure;
use figures::charts::Combinations;
use std::collections::{BTreeSet, HashMap, HashSet};
use store::{Archive, ImportNumber, RecordId, RunNumber};

/// Pairs below this probability are no overlap.
const MICRO_MIN: u32 = 200_000;

/// The strongest link of a row of one list to a row of another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Best {
    pub(crate) row: RecordId,
    pub(crate) other: RecordId,
    pub(crate) probability_micro: u32,
}

/// What a machine proposes.
#[derive(Default)]
pub(crate) struct Overlaps {
    /// Clusters, by the numbers of the lists that their records came in.
    pub(crate) clusters: Combinations,
    /// The rows of each list that have a link, in order.
    pub(crate) best: HashMap<ImportNumber, Vec<Best>>,
}

/// Of a run, over the lists that stand.
pub(crate) fn of(archive: &Archive, run: RunNumber, lists: &BTreeSet<ImportNumber>) -> Result<Overlaps, Failure> {
    let mut members: HashMap<i64, BTreeSet<usize>> = HashMap::new();
    archive.clusters(run, |record, cluster| {
        if lists.contains(&record.import()) {
            members.entry(cluster).or_default().insert(record.import().0 as usize);
        }
        Ok(())
    })?;
    let mut clusters = Combinations::default();
    for sets in members.into_values() {
        clusters.add(sets);
    }
    let mut best: HashMap<RecordId, (u32, RecordId)> = HashMap::new();
    archive.weighed_pairs(run, |pair| {
        let (left, right, probability) = (pair.left, pair.right, pair.probability_micro);
        let is_between =
            left.import() != right.import() && lists.contains(&left.import()) && lists.contains(&right.import());
        if probability < MICRO_MIN || !is_between {
            return;
        }
        for (row, other) in [(left, right), (right, left)] {
            let known = best.entry(row).or_insert((probability, other));
            if (probability, std::cmp::Reverse(other)) > (known.0, std::cmp::Reverse(known.1)) {
                *known = (probability, other);
            }
        }
    })?;
    let mut by_list: HashMap<ImportNumber, Vec<Best>> = HashMap::new();
    for (row, (probability_micro, other)) in best {
        by_list.entry(row.import()).or_default().push(Best { row, other, probability_micro });
    }
    for rows in by_list.values_mut() {
        rows.sort_unstable_by_key(|one| one.row);
    }
    Ok(Overlaps { clusters, best: by_list })
}

/// Persons that humans joined, by the numbers of the lists that their records came in.
pub(crate) fn of_persons(persons: &[Vec<RecordId>], lists: &BTreeSet<ImportNumber>) -> Combinations {
    let mut combinations = Combinations::default();
    for person in persons {
        let own: HashSet<ImportNumber> = person.iter().map(|record| record.import()).collect();
        combinations.add(own.into_iter().filter(|list| lists.contains(list)).map(|list| list.0 as usize));
    }
    combinations
}
