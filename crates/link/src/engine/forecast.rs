//! What a run will cost and find, before it runs.
//!
//! Pairs are counted from the sizes of blocks. How many of them are new to a rule, and how many matches it finds, is
//! estimated from pairs drawn at random and weighed by the model. What all rules together miss is estimated from how
//! many matches only one and only two of them find: Chao's bound f1²/2f2 (Biometrics 43, 1987), which would be exact if
//! every match had the same chance with each rule, and is too small where some matches are hard for all of them. So the
//! recalls shown are rather too high than too low, as far as the model's probabilities are right.

use super::blocks::{Candidates, LargeBlock};
use super::pairs::Rows;
use super::parallel::in_pieces;
use super::sampler::Sampler;
use super::score::Plan;
use super::weights::probability;
use super::{Engine, Phase, RunOptions, Watch};
use crate::random::{SplitMix, join, mix};
use serde::Serialize;

/// Pairs drawn for each rule, and in one piece of work.
const DRAWN: usize = 40_000;
const PIECE: usize = 4_000;

/// What a rule will cost and find.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct RuleForecast {
    /// The rule.
    pub rule: String,
    /// All its pairs.
    pub pairs: u64,
    /// Pairs that no earlier rule finds, estimated.
    pub new_pairs: f64,
    /// Matches among its pairs, estimated.
    pub matches: f64,
    /// Matches that no other rule finds, estimated.
    pub only_here: f64,
    /// Pairs that no other rule finds, estimated.
    pub pairs_only: f64,
    /// Share of all matches that it finds, those that no rule finds included.
    pub recall: f64,
    /// Blocks that are passed over.
    pub passed_over: u64,
}

/// What a run will cost and find.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Forecast {
    /// Rows.
    pub records: u64,
    /// Pairs without any rule.
    pub all_pairs: u64,
    /// By rule, in the order of the model.
    pub rules: Vec<RuleForecast>,
    /// Pairs of all rules together, estimated.
    pub pairs: f64,
    /// Matches that the rules find together, estimated.
    pub matches: f64,
    /// Matches that no rule finds, estimated.
    pub missed: f64,
    /// Share of all matches that the rules find together.
    pub recall: f64,
    /// Matches that the prior expects among all pairs.
    pub matches_by_prior: f64,
    /// The blocks that make the most pairs, largest first.
    pub largest: Vec<LargeBlock>,
}

#[derive(Clone, Copy, Default)]
struct Drawn {
    pairs: f64,
    new: f64,
    matches: f64,
    new_matches: f64,
    only: f64,
    only_pairs: f64,
    /// Matches found by exactly two rules; half of them are this rule's share.
    two: f64,
}

impl Engine {
    /// Forecasts a run of the trained model. Nothing when `watch` asked to stop.
    pub fn forecast(&self, options: &RunOptions, watch: Watch<'_>) -> Option<Forecast> {
        let asked = self.asked(options.block_pairs_max);
        let mut rows = Rows::of(self);
        let found: Vec<Candidates> =
            self.rules.iter().map(|rule| Candidates::of(rule, &self.columns, &asked)).collect();
        for (at, candidates) in found.iter().enumerate() {
            rows.note(at, candidates);
        }
        let plan = Plan::of(self, f64::NEG_INFINITY);
        let total = (DRAWN / PIECE * found.len()) as u64;
        let mut rules = Vec::new();
        let mut sums = Drawn::default();
        let mut pairs = 0.0;
        for (at, candidates) in found.iter().enumerate() {
            let sampler = Sampler::of(candidates);
            let pieces = in_pieces(
                DRAWN / PIECE,
                options.threads,
                || self.memories(),
                |memories, piece| {
                    let mut random = SplitMix::new(join(mix(options.seed), (at * DRAWN / PIECE + piece) as u64));
                    let mut sum = Drawn::default();
                    sampler.draw((piece, DRAWN / PIECE), PIECE, &mut random, &asked, |left, right| {
                        let weight = plan.weigh(self, rows.subjects(left), rows.subjects(right), memories);
                        let match_share = weight.map_or(0.0, probability);
                        let known = found.iter().map(|candidates| candidates.has(left, right));
                        let (mut by, mut is_new) = (0, true);
                        for (other, known) in known.enumerate() {
                            by += u32::from(known);
                            is_new &= !(known && other < at);
                        }
                        sum.pairs += 1.0;
                        sum.matches += match_share;
                        sum.new += f64::from(u8::from(is_new));
                        sum.new_matches += if is_new { match_share } else { 0.0 };
                        sum.only += if by == 1 { match_share } else { 0.0 };
                        sum.only_pairs += f64::from(u8::from(by == 1));
                        sum.two += if by == 2 { match_share / 2.0 } else { 0.0 };
                    });
                    sum
                },
                &mut |done| watch(Phase::Rule, (at * DRAWN / PIECE + done) as u64, total),
            )?;
            let drawn = pieces.iter().fold(Drawn::default(), |sum, piece| Drawn {
                pairs: sum.pairs + piece.pairs,
                new: sum.new + piece.new,
                matches: sum.matches + piece.matches,
                new_matches: sum.new_matches + piece.new_matches,
                only: sum.only + piece.only,
                only_pairs: sum.only_pairs + piece.only_pairs,
                two: sum.two + piece.two,
            });
            let each = candidates.pairs as f64 / drawn.pairs.max(1.0);
            pairs += each * drawn.new;
            sums.new_matches += each * drawn.new_matches;
            sums.only += each * drawn.only;
            sums.two += each * drawn.two;
            rules.push(RuleForecast {
                rule: self.rules[at].name.clone(),
                pairs: candidates.pairs,
                new_pairs: each * drawn.new,
                matches: each * drawn.matches,
                only_here: each * drawn.only,
                pairs_only: each * drawn.only_pairs,
                recall: 0.0,
                passed_over: candidates.passed_over.len() as u64,
            });
        }
        // The form that is defined when no match was found twice.
        let missed = sums.only * (sums.only - 1.0).max(0.0) / (2.0 * (sums.two + 1.0));
        let all = sums.new_matches + missed;
        for rule in &mut rules {
            rule.recall = if all > 0.0 { (rule.matches / all).min(1.0) } else { 0.0 };
        }
        let mut largest: Vec<LargeBlock> = found.into_iter().flat_map(|candidates| candidates.largest).collect();
        largest
            .sort_by(|one, other| (other.pairs, &one.rule, &one.values).cmp(&(one.pairs, &other.rule, &other.values)));
        largest.truncate(asked.named);
        let prior = self.model.prior.probability.unwrap_or(0.0);
        Some(Forecast {
            records: u64::from(asked.rows),
            all_pairs: asked.all_pairs(),
            rules,
            pairs,
            matches: sums.new_matches,
            missed,
            recall: if all > 0.0 { sums.new_matches / all } else { 0.0 },
            matches_by_prior: prior * asked.all_pairs() as f64,
            largest,
        })
    }
}
