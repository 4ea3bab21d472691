//! Draws candidate pairs of a rule at random, each with the same chance, without walking over all of them.
//!
//! Pairs are numbered; a piece of the sample draws numbers from its own stretch of them and takes them in order, so that
//! rows of one block are looked at together.

use super::blocks::{Asked, Candidates};
use crate::random::SplitMix;

/// The pairs of a rule, by number.
pub(super) struct Sampler<'a> {
    candidates: &'a Candidates,
    /// Pairs up to and with each left row.
    sums: Vec<u64>,
}

impl<'a> Sampler<'a> {
    pub(super) fn of(candidates: &'a Candidates) -> Sampler<'a> {
        let mut sum = 0;
        let sums = candidates.ranges.iter().map(|&(from, to)| {
            sum += u64::from(to - from);
            sum
        });
        Sampler { sums: sums.collect(), candidates }
    }

    /// Draws `draws` pairs from one of `pieces` equal stretches of all pairs, with replacement, and calls for each that
    /// counts: a rule whose sides differ finds some twice, and those are left out.
    pub(super) fn draw(
        &self,
        (piece, pieces): (usize, usize),
        draws: usize,
        random: &mut SplitMix,
        asked: &Asked,
        mut call: impl FnMut(u32, u32),
    ) {
        let total = u128::from(self.sums.last().copied().unwrap_or(0));
        let bound = |piece: usize| (total * piece as u128 / pieces as u128) as u64;
        let (from, to) = (bound(piece), bound(piece + 1));
        if from == to {
            return;
        }
        let mut numbers: Vec<u64> = (0..draws).map(|_| from + random.below((to - from) as usize) as u64).collect();
        numbers.sort_unstable();
        let mut at = self.sums.partition_point(|&sum| sum <= from);
        for number in numbers {
            while self.sums[at] <= number {
                at += 1;
            }
            let before = if at == 0 { 0 } else { self.sums[at - 1] };
            let right = self.candidates.ranges[at].0 as usize + (number - before) as usize;
            let (left, right) = (self.candidates.left[at], self.candidates.right()[right]);
            if asked.counts(left, right) {
                call(left, right);
            }
        }
    }
}
