//! Draws candidate pairs of a rule at random, each with the same chance, without walking over all of them.

use super::blocks::{Asked, Candidates};
use crate::random::SplitMix;

/// Draws of pairs that do not count (a rule whose sides differ finds some twice) are repeated this often.
const TRIES: usize = 16;

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

    /// A pair that counts, drawn at random; nothing when there seem to be none.
    pub(super) fn draw(&self, random: &mut SplitMix, asked: &Asked) -> Option<(u32, u32)> {
        let total = self.sums.last().copied().filter(|&total| total > 0)?;
        (0..TRIES).find_map(|_| {
            let number = random.below(total as usize) as u64;
            let at = self.sums.partition_point(|&sum| sum <= number);
            let before = if at == 0 { 0 } else { self.sums[at - 1] };
            let right = self.candidates.ranges[at].0 as usize + (number - before) as usize;
            let pair = (self.candidates.left[at], self.candidates.right()[right]);
            asked.counts(pair.0, pair.1).then_some(pair)
        })
    }
}
