//! The weights of a trained model: log2(m/u) of each level, and the prior's log odds.

use crate::model::Model;

/// No probability counts as less than this; Splink's bound too.
const PROBABILITY_MIN: f64 = 1e-300;

/// Weights in bits.
#[derive(Clone, Debug)]
pub(crate) struct Weights {
    pub(crate) prior: f64,
    /// By comparison and level.
    pub(crate) levels: Vec<Vec<f64>>,
    /// log2 of u, by comparison and level.
    pub(crate) log2_u: Vec<Vec<f64>>,
}

impl Weights {
    /// The weights of a model. A level that lacks a probability weighs nothing, and so does a missing value.
    pub(crate) fn of(model: &Model) -> Weights {
        let prior = model.prior.probability.unwrap_or(0.5);
        let clamp = |probability: f64| probability.max(PROBABILITY_MIN);
        let mut weights =
            Weights { prior: (clamp(prior) / clamp(1.0 - prior)).log2(), levels: Vec::new(), log2_u: Vec::new() };
        for comparison in &model.comparisons {
            let weight = |level: &crate::model::Level| match (level.is_missing, level.m, level.u) {
                (false, Some(m), Some(u)) => (clamp(m) / clamp(u)).log2(),
                _ => 0.0,
            };
            weights.levels.push(comparison.levels.iter().map(weight).collect());
            let log2_u = |level: &crate::model::Level| level.u.map_or(0.0, |u| clamp(u).log2());
            weights.log2_u.push(comparison.levels.iter().map(log2_u).collect());
        }
        weights
    }
}

/// The probability of log odds in bits.
pub(crate) fn probability(log_odds: f64) -> f64 {
    1.0 / (1.0 + (-log_odds).exp2())
}
