//! The evidence that clustering needs besides the kept pairs: within a group of linked records, every pair.
//!
//! A pair that no rule found is not known to be unlikely, and one below the floor is. Both are weighed here, so that a
//! cluster is held together, or kept apart, by what the records say and not by which pairs were looked at.

use super::pairs::Rows;
use super::parallel::in_pieces;
use super::score::{Plan, ScoredPair};
use super::{Engine, RunOptions};
use crate::Edge;

/// Groups of more records than this are left as they are: their pairs would be too many.
const GROUP_RECORDS_MAX: usize = 200;
/// Groups in one piece of work.
const PIECE_GROUPS: usize = 4_096;

impl Engine {
    /// The kept pairs as edges, with all further pairs within groups of records that links of at least `threshold`
    /// connect. By left and right.
    pub fn edges_within(&self, pairs: &[ScoredPair], threshold: f64, options: &RunOptions) -> Vec<Edge> {
        let groups = groups(self.table().len(), pairs, threshold);
        let rows = Rows::of(self);
        let plan = Plan::of(self, f64::NEG_INFINITY);
        let asked = self.asked(options.block_pairs_max);
        let known =
            |left: u32, right: u32| pairs.binary_search_by_key(&(left, right), |pair| (pair.left, pair.right)).is_ok();
        let pieces: Vec<&[Vec<u32>]> = groups.chunks(PIECE_GROUPS).collect();
        let found = in_pieces(
            pieces.len(),
            options.threads,
            || self.memories(),
            |memories, piece| {
                let mut edges = Vec::new();
                for group in pieces[piece] {
                    for (at, &left) in group.iter().enumerate() {
                        for &right in &group[at + 1..] {
                            if !asked.counts(left, right) || known(left, right) {
                                continue;
                            }
                            if let Some(weight) = plan.weigh(self, rows.subjects(left), rows.subjects(right), memories)
                            {
                                edges.push(ScoredPair { left, right, weight, rule: 0 }.edge());
                            }
                        }
                    }
                }
                edges
            },
            &mut |_| true,
        );
        let mut edges: Vec<Edge> = pairs.iter().map(ScoredPair::edge).collect();
        edges.extend(found.into_iter().flatten().flatten());
        edges.sort_unstable_by_key(|edge| (edge.left, edge.right));
        edges
    }
}

/// Groups of three records or more that links connect.
fn groups(records: usize, pairs: &[ScoredPair], threshold: f64) -> Vec<Vec<u32>> {
    let mut parents: Vec<u32> = (0..records as u32).collect();
    for pair in pairs.iter().filter(|pair| pair.probability() >= threshold) {
        let (one, other) = (find(&mut parents, pair.left), find(&mut parents, pair.right));
        parents[one.max(other) as usize] = one.min(other);
    }
    let mut members: Vec<(u32, u32)> = (0..records as u32).map(|record| (find(&mut parents, record), record)).collect();
    members.sort_unstable();
    let groups = members.chunk_by(|one, other| one.0 == other.0);
    groups
        .filter(|group| (3..=GROUP_RECORDS_MAX).contains(&group.len()))
        .map(|group| group.iter().map(|(_, record)| *record).collect())
        .collect()
}

/// The first record of a record's group so far.
fn find(parents: &mut [u32], mut record: u32) -> u32 {
    while parents[record as usize] != record {
        parents[record as usize] = parents[parents[record as usize] as usize];
        record = parents[record as usize];
    }
    record
}
