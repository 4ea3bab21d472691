//! Finds the candidate pairs of every rule, weighs them, keeps those above the floor.

use super::blocks::{Candidates, LargeBlock};
use super::comparison::Memory;
use super::pairs::{Rows, pieces};
use super::parallel::in_pieces;
use super::weights::probability;
use super::{Engine, Phase, RunOptions, Watch};
use serde::Serialize;

/// Comparisons that a model may have (`model::check` sees to it).
const COMPARISONS_MAX: usize = 64;
/// What pruning leaves as room for the rounding of sums in another order.
const ROUNDING: f64 = 1e-6;

/// A pair that was kept.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ScoredPair {
    /// The row that comes first.
    pub left: u32,
    /// The other.
    pub right: u32,
    /// Log odds in bits: the prior's and all weights.
    pub weight: f64,
    /// The rule that found it first.
    pub rule: u16,
}

impl ScoredPair {
    /// The probability that the two are one, as far as the model holds.
    pub fn probability(&self) -> f64 {
        probability(self.weight)
    }

    /// What clustering needs of it.
    pub fn edge(&self) -> crate::Edge {
        crate::Edge { left: self.left, right: self.right, log_odds: (self.weight * 1024.0).round() as i32 }
    }
}

/// What a rule found.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct RulePairs {
    /// The rule.
    pub rule: String,
    /// Pairs that no earlier rule has found.
    pub pairs: u64,
    /// All its pairs.
    pub pairs_with_earlier: u64,
    /// Matches that are to be expected among the pairs that it adds: the sum of the kept probabilities.
    pub expected_matches: f64,
}

/// The kept pairs and how they came about.
#[derive(Clone, Debug)]
pub struct Scored {
    /// Pairs above the floor, by left and right.
    pub pairs: Vec<ScoredPair>,
    /// Pairs that were looked at.
    pub candidates: u64,
    /// By rule, in the order of the model.
    pub rules: Vec<RulePairs>,
    /// Blocks that were passed over.
    pub passed_over: Vec<LargeBlock>,
    /// The largest blocks of each rule.
    pub largest: Vec<LargeBlock>,
}

/// Why pairs were not scored.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum ScoreError {
    /// `watch` asked to stop.
    #[error("the work was stopped")]
    Stopped,
    /// There would be more pairs than the run may look at.
    #[error(
        "rule {rule} brings the candidate pairs to {pairs}, above the limit of {max}; its largest blocks: {}; make the \
         rule stricter, lower the size of a block or raise the limit of pairs",
        named(.largest)
    )]
    TooManyPairs {
        /// The rule at which the limit was passed.
        rule: String,
        /// Pairs so far, that rule's included.
        pairs: u64,
        /// The limit.
        max: u64,
        /// The rule's largest blocks.
        largest: Vec<LargeBlock>,
    },
}

fn named(blocks: &[LargeBlock]) -> String {
    let block = |block: &LargeBlock| format!("{} records that agree on `{}`", block.records, block.value());
    blocks.iter().take(3).map(block).collect::<Vec<String>>().join(", ")
}

struct Piece {
    kept: Vec<ScoredPair>,
    pairs: u64,
    expected: f64,
}

impl Engine {
    /// Scores all candidate pairs.
    pub fn score(&self, options: &RunOptions, watch: Watch<'_>) -> Result<Scored, ScoreError> {
        let asked = self.asked(options.block_pairs_max);
        let plan = Plan::of(self, options.floor);
        let mut rows = Rows::of(self);
        let mut scored = Scored {
            pairs: Vec::new(),
            candidates: 0,
            rules: Vec::new(),
            passed_over: Vec::new(),
            largest: Vec::new(),
        };
        for (at, rule) in self.rules.iter().enumerate() {
            let candidates = Candidates::of(rule, &self.columns, &asked);
            if scored.candidates + candidates.pairs > options.pairs_max {
                return Err(ScoreError::TooManyPairs {
                    rule: rule.name.clone(),
                    pairs: scored.candidates + candidates.pairs,
                    max: options.pairs_max,
                    largest: candidates.largest,
                });
            }
            rows.note(at, &candidates);
            let pieces = pieces(&candidates);
            let total = pieces.len() as u64;
            let done = in_pieces(
                pieces.len(),
                options.threads,
                || self.memories(),
                |memories, piece| {
                    let mut found = Piece { kept: Vec::new(), pairs: 0, expected: 0.0 };
                    rows.each_new(at, &candidates, &asked, pieces[piece].clone(), |left, right| {
                        found.pairs += 1;
                        let weight = plan.weigh(self, rows.subjects(left), rows.subjects(right), memories);
                        if let Some(weight) = weight {
                            found.expected += probability(weight);
                            found.kept.push(ScoredPair { left, right, weight, rule: at as u16 });
                        }
                    });
                    found
                },
                &mut |done| watch(Phase::Rule, done as u64, total),
            )
            .ok_or(ScoreError::Stopped)?;
            let mut report = RulePairs {
                rule: rule.name.clone(),
                pairs: 0,
                pairs_with_earlier: candidates.pairs,
                expected_matches: 0.0,
            };
            scored.pairs.reserve_exact(done.iter().map(|piece| piece.kept.len()).sum());
            for piece in done {
                report.pairs += piece.pairs;
                report.expected_matches += piece.expected;
                scored.pairs.extend(piece.kept);
            }
            scored.candidates += report.pairs;
            scored.rules.push(report);
            scored.passed_over.extend(candidates.passed_over);
            scored.largest.extend(candidates.largest);
        }
        scored.pairs.sort_unstable_by_key(|pair| (pair.left, pair.right));
        Ok(scored)
    }
}

/// In which order comparisons are made, and when a pair is given up: as soon as nothing that is still open could lift
/// it to the floor.
pub(super) struct Plan {
    floor: f64,
    /// Comparisons without texts to measure first.
    order: Vec<usize>,
    /// The most that a comparison can weigh when its values differ.
    most: Vec<f64>,
    /// The weight of equal values, by comparison and value, where they all fall into one level.
    of_equals: Vec<Option<Vec<f64>>>,
}

impl Plan {
    pub(super) fn of(engine: &Engine, floor: f64) -> Plan {
        let weights = engine.weights.levels.iter().zip(&engine.weights.log2_u);
        let most = engine.comparisons.iter().zip(weights).map(|(comparison, (levels, log2_u))| {
            let weight = |(level, weight): (usize, &f64)| *weight + comparison.rarity_at_most(level, log2_u);
            let possible = levels.iter().enumerate().filter(|(level, _)| comparison.equal() != Some(*level as u8));
            possible.map(weight).fold(f64::NEG_INFINITY, f64::max)
        });
        let most: Vec<f64> = most.collect();
        let mut order: Vec<usize> = (0..engine.comparisons.len()).collect();
        // What could lift a pair the most is looked at first: most pairs are given up after it.
        order.sort_by(|&one, &other| {
            let dear = engine.comparisons[one].is_dear().cmp(&engine.comparisons[other].is_dear());
            dear.then(most[other].total_cmp(&most[one]))
        });
        let of_equals = (0..engine.comparisons.len()).map(|at| {
            let comparison = &engine.comparisons[at];
            let level = comparison.equal()?;
            let values = 0..comparison.values(&engine.columns) as u32;
            Some(values.map(|value| engine.weight(at, level, value, value)).collect())
        });
        Plan { floor, order, most, of_equals: of_equals.collect() }
    }

    /// The most that the open comparisons can weigh together.
    #[inline]
    fn possible(&self, open: u64) -> f64 {
        self.order.iter().filter(|&&at| open >> at & 1 == 1).map(|&at| self.most[at]).sum()
    }

    /// The weight of a comparison at a level.
    #[inline]
    fn weight(&self, engine: &Engine, at: usize, level: u8, one: u32, other: u32) -> f64 {
        if one == other
            && one != 0
            && let Some(weights) = &self.of_equals[at]
            && let Some(&weight) = weights.get(one as usize)
        {
            return weight;
        }
        engine.weight(at, level, one, other)
    }

    /// The weight of a pair; nothing when it is below the floor.
    #[inline]
    pub(super) fn weigh(&self, engine: &Engine, one: &[u32], other: &[u32], memories: &mut [Memory]) -> Option<f64> {
        let mut levels = [0_u8; COMPARISONS_MAX];
        // What is settled without measuring, and the most that the rest can give.
        let mut settled = engine.weights.prior;
        let mut open = 0_u64;
        for &at in &self.order {
            let comparison = &engine.comparisons[at];
            let (a, b) = (one[at], other[at]);
            if comparison.is_dear() && a != b && a != 0 && b != 0 {
                open |= 1 << at;
            } else {
                let level = comparison.level(a, b, &mut memories[at]);
                levels[at] = level;
                settled += self.weight(engine, at, level, a, b);
            }
        }
        let mut possible = self.possible(open);
        for &at in &self.order {
            if open >> at & 1 == 0 {
                continue;
            }
            if settled + possible + ROUNDING < self.floor {
                return None;
            }
            open &= !(1 << at);
            // What cannot be bounded must hide nothing of the rest: then the sum is made anew.
            possible = if possible.is_finite() { possible - self.most[at] } else { self.possible(open) };
            let (a, b) = (one[at], other[at]);
            let level = engine.comparisons[at].level(a, b, &mut memories[at]);
            levels[at] = level;
            settled += self.weight(engine, at, level, a, b);
        }
        // The sum itself, always in the model's order.
        let weight = (0..engine.comparisons.len())
            .fold(engine.weights.prior, |sum, at| sum + self.weight(engine, at, levels[at], one[at], other[at]));
        (weight >= self.floor).then_some(weight)
    }
}

impl Engine {
    /// The weight of a comparison at a level, rarity included.
    #[inline]
    pub(super) fn weight(&self, at: usize, level: u8, one: u32, other: u32) -> f64 {
        let weight = self.weights.levels[at][usize::from(level)];
        if self.comparisons[at].is_rare(usize::from(level)) {
            weight + self.comparisons[at].rarity(level, one, other, &self.weights.log2_u[at])
        } else {
            weight
        }
    }
}
