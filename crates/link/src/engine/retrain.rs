//! Learning anew: an explicit step, with a report of what moved.

use super::weights::{Weights, probability};
use super::{Engine, Scored, ScoredPair};
use crate::model::Model;
use serde::Serialize;

/// A level whose weight moved.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct MovedLevel {
    /// The comparison.
    pub comparison: String,
    /// The level.
    pub level: String,
    /// Its weight before, in bits.
    pub before: f64,
    /// Its weight now.
    pub after: f64,
}

/// What learning anew changed.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Moved {
    /// Log odds of two records at random, in bits, before and now.
    pub prior: (f64, f64),
    /// Levels, the one that moved most first.
    pub levels: Vec<MovedLevel>,
    /// Links at the threshold before and now.
    pub links: (u64, u64),
    /// Pairs that are links now and were none: left, right, probability before (0 when not kept) and now.
    pub gained: Vec<(u32, u32, f64, f64)>,
    /// Pairs that were links and are none now.
    pub lost: Vec<(u32, u32, f64, f64)>,
}

impl Model {
    /// The model without what was learnt, so that it is learnt again: what is fixed stays, and so does a prior that no
    /// rules are given for.
    #[must_use]
    pub fn untrained(&self) -> Model {
        let mut model = self.clone();
        if !model.prior.rules.is_empty() {
            model.prior.probability = None;
        }
        for level in model.comparisons.iter_mut().flat_map(|comparison| &mut comparison.levels) {
            if !level.fix_m {
                level.m = None;
            }
            if !level.fix_u {
                level.u = None;
            }
        }
        model
    }
}

/// What moved between two runs over the same rows, at a threshold of probability.
pub fn moved(before: (&Model, &Scored), after: (&Engine, &Scored), threshold: f64) -> Moved {
    let (old, new) = (Weights::of(before.0), &after.0.weights);
    let mut levels = Vec::new();
    for (at, comparison) in before.0.comparisons.iter().enumerate() {
        for (place, level) in comparison.levels.iter().enumerate().filter(|(_, level)| !level.is_missing) {
            levels.push(MovedLevel {
                comparison: comparison.name.clone(),
                level: level.label.clone(),
                before: old.levels[at][place],
                after: new.levels[at][place],
            });
        }
    }
    let distance = |level: &MovedLevel| (level.after - level.before).abs();
    levels.sort_by(|one, other| distance(other).total_cmp(&distance(one)));
    let (mut gained, mut lost) = (Vec::new(), Vec::new());
    let is_link = |pair: &ScoredPair| pair.probability() >= threshold;
    let (mut one, mut other) = (before.1.pairs.iter().peekable(), after.1.pairs.iter().peekable());
    // Both are sorted by left and right: one walk over both.
    loop {
        let (old, new) = (one.peek().copied(), other.peek().copied());
        let place = |pair: Option<&ScoredPair>| pair.map_or((u32::MAX, u32::MAX), |pair| (pair.left, pair.right));
        if old.is_none() && new.is_none() {
            break;
        }
        let old = old.filter(|_| place(old) <= place(new)).or_else(|| old.filter(|_| new.is_none()));
        let new = new.filter(|new| old.is_none_or(|old| (old.left, old.right) == (new.left, new.right)));
        let (was, is) = (old.is_some_and(is_link), new.is_some_and(is_link));
        if let Some(pair) = old.or(new).filter(|_| was != is) {
            let share = |pair: Option<&ScoredPair>| pair.map_or(0.0, |pair| probability(pair.weight));
            let entry = (pair.left, pair.right, share(old), share(new));
            if is { gained.push(entry) } else { lost.push(entry) }
        }
        if old.is_some() {
            one.next();
        }
        if new.is_some() {
            other.next();
        }
    }
    let links = |scored: &Scored| scored.pairs.iter().filter(|pair| is_link(pair)).count() as u64;
    Moved { prior: (old.prior, new.prior), levels, links: (links(before.1), links(after.1)), gained, lost }
}
