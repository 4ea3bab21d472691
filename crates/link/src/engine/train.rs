//! Learns what a model lacks: the prior from rules that hardly err, u from random pairs, m by expectation
//! maximisation on counts of agreement patterns.
//!
//! EM runs in sessions (Winkler 1988; Enamorado, Fifield and Imai 2019 for counts of patterns): each looks at the pairs
//! of one rule, with u fixed, and leaves out every comparison that looks at a column of the rule, because its pairs
//! agree there by choice. What several sessions learn of one comparison is averaged by their expected matches.

use super::blocks::{Asked, Candidates, LargeBlock};
use super::expectation::{Pattern, Session, maximise};
use super::pairs::{Rows, pieces};
use super::parallel::in_pieces;
use super::random_pairs::estimate_u;
use super::rule::BoundRule;
use super::sampler::Sampler;
use super::{Engine, Phase, RunOptions, Watch};
use crate::model::{Model, ModelError};
use crate::random::{SplitMix, join, mix};
use hashbrown::HashMap;
use serde::Serialize;
use std::collections::BTreeMap;

/// Fewer expected matches than this teach nothing.
const SESSION_MATCHES_MIN: f64 = 20.0;

/// Pairs of a session that are drawn in one piece of work, where a session takes a sample.
const DRAWN_PAIRS: u64 = 1 << 16;

/// What training did.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct TrainingReport {
    /// Random pairs that u was learnt from.
    pub random_pairs: u64,
    /// Pairs of the rules that the prior was learnt from.
    pub prior_pairs: Option<u64>,
    /// The sessions.
    pub sessions: Vec<SessionReport>,
    /// Blocks that training passed over.
    pub passed_over: Vec<LargeBlock>,
    /// Comparisons that no session could teach: their m are the defaults.
    pub untaught: Vec<String>,
}

/// One session of expectation maximisation.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SessionReport {
    /// Its rule.
    pub rule: String,
    /// Pairs that it looked at.
    pub pairs: u64,
    /// Share of them that it holds to be matches.
    pub matches: f64,
    /// Rounds until nothing moved any more.
    pub rounds: usize,
    /// Comparisons that were held out.
    pub held_out: Vec<String>,
}

/// What can go wrong with training.
#[derive(Debug, thiserror::Error)]
pub enum TrainingError {
    /// The model cannot be used.
    #[error(transparent)]
    Model(#[from] ModelError),
    /// The prior is neither given nor learnable.
    #[error(
        "the model says neither how likely two random records are one person (`probability` under [prior]) nor by \
         which rules to learn it (`rules` and `recall` under [prior])"
    )]
    NoPrior,
    /// The rules of the prior make more pairs than a run may look at.
    #[error("the rules of the prior make more than {max} pairs, first at `{rule}`: make that rule stricter")]
    TooManyPairs {
        /// The rule at which the limit was passed.
        rule: String,
        /// The limit.
        max: u64,
    },
    /// `watch` asked to stop.
    #[error("the work was stopped")]
    Stopped,
}

impl Engine {
    /// Learns what the model lacks. What is given stays.
    pub fn train(&mut self, options: &RunOptions, watch: Watch<'_>) -> Result<TrainingReport, TrainingError> {
        let mut report = TrainingReport::default();
        let mut model = self.model.clone();
        let rows = Rows::of(self);
        if model.prior.probability.is_none() {
            if model.prior.rules.is_empty() {
                return Err(TrainingError::NoPrior);
            }
            let pairs = self.pairs_of_rules(&model, options, &mut report)?;
            let all = self.asked(options.block_pairs_max).all_pairs().max(1) as f64;
            let recall = model.prior.recall.unwrap_or(1.0);
            // At least half a match, so that odds stay finite on tables where the rules find none.
            model.prior.probability = Some(((pairs as f64).max(0.5) / recall / all).min(0.5));
            report.prior_pairs = Some(pairs);
        }
        estimate_u(self, &rows, &mut model, options, &mut report, watch)?;
        self.set_model(model.clone());
        self.learn_m(&rows, &mut model, options, &mut report, watch)?;
        self.set_model(model);
        Ok(report)
    }

    /// Pairs that at least one of the prior's rules finds.
    fn pairs_of_rules(
        &mut self,
        model: &Model,
        options: &RunOptions,
        report: &mut TrainingReport,
    ) -> Result<u64, TrainingError> {
        let asked = self.asked(options.block_pairs_max);
        let mut bound: Vec<(BoundRule, Candidates)> = Vec::new();
        let (mut pairs, mut looked_at) = (0, 0);
        for rule in &model.prior.rules {
            let rule = self.bind_rule(rule)?;
            let mut candidates = Candidates::of(&rule, &self.columns, &asked);
            report.passed_over.append(&mut candidates.passed_over);
            looked_at += candidates.pairs;
            if looked_at > options.pairs_max {
                return Err(TrainingError::TooManyPairs { rule: rule.name.clone(), max: options.pairs_max });
            }
            if bound.is_empty() {
                pairs += candidates.pairs;
                bound.push((rule, candidates));
                continue;
            }
            for (&left, &(from, to)) in candidates.left.iter().zip(&candidates.ranges) {
                for &right in &candidates.right()[from as usize..to as usize] {
                    let is_known = bound.iter().any(|(_, earlier)| earlier.has(left, right));
                    pairs += u64::from(!is_known && asked.counts(left, right));
                }
            }
            bound.push((rule, candidates));
        }
        Ok(pairs)
    }

    fn learn_m(
        &mut self,
        rows: &Rows,
        model: &mut Model,
        options: &RunOptions,
        report: &mut TrainingReport,
        watch: Watch<'_>,
    ) -> Result<(), TrainingError> {
        let wanting: Vec<bool> = model
            .comparisons
            .iter()
            .map(|comparison| comparison.levels.iter().any(|level| !level.is_missing && level.m.is_none()))
            .collect();
        if !wanting.contains(&true) {
            return Ok(());
        }
        let rules =
            if model.training.sessions.is_empty() { model.rules.clone() } else { model.training.sessions.clone() };
        let mut learnt: Vec<Vec<(f64, Vec<f64>)>> = vec![Vec::new(); model.comparisons.len()];
        for (number, rule) in rules.iter().enumerate() {
            let bound = self.bind_rule(rule)?;
            let held_out = self.held_out(&bound);
            // Rules that were not named as sessions only serve while something is untaught.
            let teaches = |at: usize| wanting[at] && !held_out[at];
            let is_needed = (0..held_out.len()).any(|at| teaches(at) && learnt[at].is_empty());
            if model.training.sessions.is_empty() && !is_needed {
                continue;
            }
            let patterns =
                self.patterns_of(rows, (&bound, number, &held_out), options, &mut report.passed_over, watch)?;
            let session = maximise(model, &patterns, &held_out);
            let expected = session.matches * session.pairs as f64;
            if expected >= SESSION_MATCHES_MIN {
                for (at, m) in session.m.iter().enumerate().filter(|(at, _)| teaches(*at)) {
                    learnt[at].push((expected, m.clone()));
                }
            }
            report.sessions.push(session_report(model, &bound, &session, &held_out));
        }
        for (at, comparison) in model.comparisons.iter_mut().enumerate().filter(|(at, _)| wanting[*at]) {
            let total: f64 = learnt[at].iter().map(|(expected, _)| expected).sum();
            if learnt[at].is_empty() {
                report.untaught.push(comparison.name.clone());
            }
            let defaults = super::expectation::default_m(comparison);
            for (place, level) in comparison.levels.iter_mut().enumerate() {
                if !level.is_missing && level.m.is_none() {
                    let averaged = learnt[at].iter().map(|(expected, m)| expected / total * m[place]).sum();
                    level.m = Some(if learnt[at].is_empty() { defaults[place] } else { averaged });
                }
            }
        }
        Ok(())
    }

    /// Which comparisons look at a column of a rule.
    fn held_out(&self, rule: &BoundRule) -> Vec<bool> {
        let bases: Vec<_> = rule.columns().flat_map(|column| self.columns.sources(column)).collect();
        let looks = |comparison: &super::comparison::BoundComparison| {
            comparison.bases().iter().any(|base| self.columns.base_sources(*base).iter().any(|own| bases.contains(own)))
        };
        self.comparisons.iter().map(looks).collect()
    }

    /// Counts of agreement patterns among the pairs of a session's rule, or among a seeded sample of them.
    fn patterns_of(
        &self,
        rows: &Rows,
        (rule, number, held_out): (&BoundRule, usize, &[bool]),
        options: &RunOptions,
        passed_over: &mut Vec<LargeBlock>,
        watch: Watch<'_>,
    ) -> Result<Vec<(Pattern, u64)>, TrainingError> {
        let asked = Asked { named: 0, ..self.asked(options.block_pairs_max) };
        let mut candidates = Candidates::of(rule, &self.columns, &asked);
        passed_over.append(&mut candidates.passed_over);
        let seed = join(mix(options.seed), number as u64);
        let wanted = self.model.training.session_pairs;
        let counted = if candidates.pairs <= wanted {
            let pieces = pieces(&candidates);
            let total = pieces.len() as u64;
            in_pieces(
                pieces.len(),
                options.threads,
                || self.memories(),
                |memories, piece| {
                    let mut counts: HashMap<Pattern, u64> = HashMap::new();
                    for at in pieces[piece].clone() {
                        let left = candidates.left[at];
                        let (from, to) = candidates.ranges[at];
                        for &right in &candidates.right()[from as usize..to as usize] {
                            if asked.counts(left, right) {
                                let pattern =
                                    self.pattern(held_out, rows.subjects(left), rows.subjects(right), memories);
                                *counts.entry(pattern).or_default() += 1;
                            }
                        }
                    }
                    counts
                },
                &mut |done| watch(Phase::Session, done as u64, total),
            )
        } else {
            let sampler = Sampler::of(&candidates);
            // Pieces of one size, so that each pair has the same chance.
            let pieces = wanted.div_ceil(DRAWN_PAIRS) as usize;
            let draws = wanted.div_ceil(pieces as u64) as usize;
            in_pieces(
                pieces,
                options.threads,
                || self.memories(),
                |memories, piece| {
                    let mut random = SplitMix::new(join(seed, piece as u64));
                    let mut counts: HashMap<Pattern, u64> = HashMap::new();
                    sampler.draw((piece, pieces), draws, &mut random, &asked, |left, right| {
                        let pattern = self.pattern(held_out, rows.subjects(left), rows.subjects(right), memories);
                        *counts.entry(pattern).or_default() += 1;
                    });
                    counts
                },
                &mut |done| watch(Phase::Session, done as u64, pieces as u64),
            )
        }
        .ok_or(TrainingError::Stopped)?;
        let mut sum: BTreeMap<Pattern, u64> = BTreeMap::new();
        for (pattern, count) in counted.into_iter().flatten() {
            *sum.entry(pattern).or_default() += count;
        }
        Ok(sum.into_iter().collect())
    }

    /// The levels of a pair in all comparisons that are not held out.
    #[inline]
    fn pattern(
        &self,
        held_out: &[bool],
        one: &[u32],
        other: &[u32],
        memories: &mut [super::comparison::Memory],
    ) -> Pattern {
        let mut pattern = Pattern::default();
        for (at, comparison) in self.comparisons.iter().enumerate().filter(|(at, _)| !held_out[*at]) {
            pattern.set(at, comparison.level(one[at], other[at], &mut memories[at]));
        }
        pattern
    }
}

fn session_report(model: &Model, rule: &BoundRule, session: &Session, held_out: &[bool]) -> SessionReport {
    let names = model.comparisons.iter().zip(held_out).filter(|(_, held_out)| **held_out);
    SessionReport {
        rule: rule.name.clone(),
        pairs: session.pairs,
        matches: session.matches,
        rounds: session.rounds,
        held_out: names.map(|(comparison, _)| comparison.name.clone()).collect(),
    }
}
