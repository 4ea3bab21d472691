//! Expectation maximisation on counts of agreement patterns (Dempster, Laird and Rubin, JRSS B 39, 1977).
//!
//! Pairs are a mixture of matches (share λ) and others; comparisons are independent within each. u stays as it is, λ
//! and m move. A level that stands for a missing value tells nothing and counts for nothing.

use crate::model::{Comparison, Model};

/// Rounds at the most, and the change of any probability below which nothing moves.
const ROUNDS_MAX: usize = 300;
const STOP: f64 = 1e-6;
/// Where λ starts, and the m of the best level.
const MATCHES_START: f64 = 0.3;
const BEST_START: f64 = 0.9;
/// Pairs that each level is taken to have had, so that none is impossible.
const PRIOR_PAIRS: f64 = 0.5;
const PROBABILITY_MIN: f64 = 1e-12;

/// The levels of a pair in all comparisons: four bits each, the first comparison lowest. A model has 60 comparisons of 15
/// levels at the most (`model::check`), which fits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Pattern([u128; 2]);

/// Comparisons in one word.
const WORD: usize = 32;

impl Pattern {
    /// The level of a comparison.
    pub(crate) fn level(self, comparison: usize) -> usize {
        (self.0[comparison / WORD] >> (4 * (comparison % WORD)) & 15) as usize
    }

    /// Sets a level that was not set.
    pub(crate) fn set(&mut self, comparison: usize, level: u8) {
        self.0[comparison / WORD] |= u128::from(level) << (4 * (comparison % WORD));
    }
}

/// What a session found.
pub(super) struct Session {
    pub(super) pairs: u64,
    /// λ.
    pub(super) matches: f64,
    /// m by comparison and level; of comparisons that were held out as they were.
    pub(super) m: Vec<Vec<f64>>,
    pub(super) rounds: usize,
}

/// The m that learning starts from: those that are stated; of the rest most matches agree, each further level has less.
pub(super) fn default_m(comparison: &Comparison) -> Vec<f64> {
    let open: Vec<usize> = (0..comparison.levels.len())
        .filter(|&place| !comparison.levels[place].is_missing && comparison.levels[place].m.is_none())
        .collect();
    let stated: f64 = comparison.levels.iter().filter_map(|level| level.m).sum();
    let mut m: Vec<f64> = comparison.levels.iter().map(|level| level.m.unwrap_or(0.0)).collect();
    let mut rest = (1.0 - stated).max(0.0);
    for (number, &place) in open.iter().enumerate() {
        let share = if number + 1 == open.len() { 1.0 } else { BEST_START.min(1.0 - 1.0 / (open.len() as f64 + 1.0)) };
        m[place] = rest * share;
        rest -= m[place];
    }
    m
}

/// Learns λ and m from patterns. Comparisons that are held out take no part.
pub(super) fn maximise(model: &Model, patterns: &[(Pattern, u64)], held_out: &[bool]) -> Session {
    let comparisons = &model.comparisons;
    let mut m: Vec<Vec<f64>> = comparisons.iter().map(default_m).collect();
    let pairs: u64 = patterns.iter().map(|(_, count)| count).sum();
    let active: Vec<usize> = (0..comparisons.len()).filter(|&at| !held_out[at]).collect();
    let mut matches = MATCHES_START;
    let mut rounds = 0;
    while rounds < ROUNDS_MAX && pairs > 0 {
        rounds += 1;
        let mut sums: Vec<Vec<f64>> = m.iter().map(|levels| vec![PRIOR_PAIRS; levels.len()]).collect();
        let mut all = 0.0;
        for &(pattern, count) in patterns {
            let (mut one, mut other) = (matches, 1.0 - matches);
            for &at in &active {
                let level = pattern.level(at);
                if !comparisons[at].levels[level].is_missing {
                    one *= m[at][level].max(PROBABILITY_MIN);
                    other *= comparisons[at].levels[level].u.unwrap_or(1.0).max(PROBABILITY_MIN);
                }
            }
            // Where both are too small to be told apart, the pair says nothing.
            let share = if one + other > 0.0 { one / (one + other) } else { matches };
            let expected = count as f64 * share;
            all += expected;
            for &at in &active {
                sums[at][pattern.level(at)] += expected;
            }
        }
        let mut moved: f64 = (all / pairs as f64 - matches).abs();
        matches = (all / pairs as f64).clamp(PROBABILITY_MIN, 1.0 - PROBABILITY_MIN);
        for &at in &active {
            let levels = &comparisons[at].levels;
            let free = |place: usize| !levels[place].is_missing && levels[place].m.is_none();
            let fixed: f64 = levels.iter().filter_map(|level| level.m).sum();
            let total: f64 = (0..levels.len()).filter(|&place| free(place)).map(|place| sums[at][place]).sum();
            for place in (0..levels.len()).filter(|&place| free(place)) {
                let learnt = (1.0 - fixed).max(0.0) * sums[at][place] / total;
                moved = moved.max((learnt - m[at][place]).abs());
                m[at][place] = learnt;
            }
        }
        if moved < STOP {
            break;
        }
    }
    Session { pairs, matches, m, rounds }
}
