//! The evidence that clustering needs besides the kept pairs: within a group of linked records, every pair.
//!
//! A pair that no rule found is not known to be unlikely, and one below the floor is. Both are weighed here, so that a
//! cluster is held together, or kept apart, by what the records say and not by which pairs were looked at.

use super::blocks::Asked;
use super::pairs::Rows;
use super::parallel::in_pieces;
use super::score::{Plan, ScoredPair};
use super::{Engine, RunOptions};
use crate::Edge;
use crate::cluster::Forest;

/// Groups of more records than this are left as they are: their pairs would be too many.
const GROUP_RECORDS_MAX: usize = 200;
/// Groups in one piece of work.
const PIECE_GROUPS: usize = 4_096;

/// The kept pairs of a run, and what it takes to weigh further ones: made once, asked at each threshold.
pub struct Evidence<'a> {
    engine: &'a Engine,
    pairs: &'a [ScoredPair],
    asked: Asked,
    rows: Rows,
    plan: Plan,
    threads: usize,
}

impl Engine {
    /// The evidence around pairs that a run has kept.
    pub fn evidence<'a>(&'a self, pairs: &'a [ScoredPair], options: &RunOptions) -> Evidence<'a> {
        Evidence {
            engine: self,
            pairs,
            asked: self.asked(options.block_pairs_max),
            rows: Rows::of(self),
            plan: Plan::of(self, f64::NEG_INFINITY),
            threads: options.threads,
        }
    }
}

impl Evidence<'_> {
    /// The kept pairs as edges, with all further pairs within groups of records that links of at least `threshold`
    /// connect. By left and right.
    pub fn edges_within(&self, threshold: f64) -> Vec<Edge> {
        let groups = self.groups(threshold);
        let pieces: Vec<&[Vec<u32>]> = groups.chunks(PIECE_GROUPS).collect();
        let found = in_pieces(
            pieces.len(),
            self.threads,
            || self.engine.memories(),
            |memories, piece| {
                let mut edges = Vec::new();
                for group in pieces[piece] {
                    for (at, &left) in group.iter().enumerate() {
                        for &right in &group[at + 1..] {
                            if !self.asked.counts(left, right) || self.is_kept(left, right) {
                                continue;
                            }
                            let (one, other) = (self.rows.subjects(left), self.rows.subjects(right));
                            if let Some(weight) = self.plan.weigh(self.engine, one, other, memories) {
                                edges.push(ScoredPair { left, right, weight, rule: 0 }.edge());
                            }
                        }
                    }
                }
                edges
            },
            &mut |_| true,
        );
        let mut edges: Vec<Edge> = self.pairs.iter().map(ScoredPair::edge).collect();
        edges.extend(found.into_iter().flatten().flatten());
        edges.sort_unstable_by_key(|edge| (edge.left, edge.right));
        edges
    }

    fn is_kept(&self, left: u32, right: u32) -> bool {
        self.pairs.binary_search_by_key(&(left, right), |pair| (pair.left, pair.right)).is_ok()
    }

    /// Groups of three records or more that links connect.
    fn groups(&self, threshold: f64) -> Vec<Vec<u32>> {
        let mut forest = Forest::default();
        forest.fill(self.engine.table().len());
        for pair in self.pairs.iter().filter(|pair| pair.probability() >= threshold) {
            forest.join(pair.left, pair.right);
        }
        let records = 0..self.engine.table().len() as u32;
        let mut members: Vec<(u32, u32)> = records.map(|record| (forest.find(record), record)).collect();
        members.sort_unstable();
        let groups = members.chunk_by(|one, other| one.0 == other.0);
        groups
            .filter(|group| (3..=GROUP_RECORDS_MAX).contains(&group.len()))
            .map(|group| group.iter().map(|(_, record)| *record).collect())
            .collect()
    }
}
