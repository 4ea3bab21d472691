//! The pairs that are shown line by line: those that teach most.
//!
//! The strongest; those nearest to the threshold on both sides; and, of links spread evenly over all weights, the one
//! that rarity changes most, the one with most values missing, and the one that holds against the clearest
//! contradiction. Where truth is known, also the surest error and the true pair that is furthest from being a link.
//! Nothing is drawn at random: equals are told apart by their rows.

use super::super::Run;
use super::ALMOST_CERTAIN;
use super::truth::Truth;
use figures::linkage::{StepFigure, WaterfallFigure};
use link::engine::{PairExplanation, PairLine, Scored, ScoredPair};

/// Links that are explained in search of teaching ones.
const LOOKED_AT: usize = 600;
/// Pairs that are shown.
const SHOWN: usize = 8;

pub(super) fn waterfalls(run: &Run<'_>, scored: &Scored, truth: Option<&Truth<'_>>) -> Vec<WaterfallFigure> {
    let chosen = choose(run, scored, truth);
    let figure = |pair: &ScoredPair| {
        let explanation = run.engine.explain(pair.left, pair.right);
        WaterfallFigure {
            left: run.ids.get(pair.left).to_owned(),
            right: run.ids.get(pair.right).to_owned(),
            rule: scored.rules.get(usize::from(pair.rule)).map(|rule| rule.rule.clone()),
            is_match: truth.map(|truth| truth.is_match(pair.left, pair.right)),
            steps: explanation.lines.into_iter().map(step).collect(),
            adjustments: Vec::new(),
            weight: pair.weight,
            probability: pair.probability().min(ALMOST_CERTAIN),
        }
    };
    chosen.iter().map(figure).collect()
}

fn step(line: PairLine) -> StepFigure {
    StepFigure {
        comparison: line.comparison,
        level: (!line.is_missing).then_some(line.level),
        left: line.left,
        right: line.right,
        weight: line.weight,
        term_frequency: (line.rarity != 0.0).then_some(line.rarity),
    }
}

/// The pairs, the strongest first.
fn choose(run: &Run<'_>, scored: &Scored, truth: Option<&Truth<'_>>) -> Vec<ScoredPair> {
    let threshold = run.arguments.threshold[0];
    let mut order: Vec<ScoredPair> = scored.pairs.clone();
    order.sort_by(stronger);
    let (links, others) = order.split_at(order.partition_point(|pair| pair.probability() >= threshold));
    let is_match = |pair: &&ScoredPair| truth.is_some_and(|truth| truth.is_match(pair.left, pair.right));

    let mut chosen = Chosen::default();
    chosen.take(links.iter());
    if truth.is_some() {
        chosen.take(links.iter().filter(|pair| !is_match(pair)));
        chosen.take(others.iter().rev().filter(is_match));
    }
    let looked_at: Vec<(ScoredPair, PairExplanation)> =
        spread(links).map(|pair| (*pair, run.engine.explain(pair.left, pair.right))).collect();
    for teaches in [rarity, missing, contradiction] {
        let mut teaching: Vec<(f64, ScoredPair)> = looked_at
            .iter()
            .map(|(pair, explanation)| (teaches(explanation), *pair))
            .filter(|(much, _)| *much > 0.0)
            .collect();
        teaching.sort_by(|(one, pair), (more, other)| more.total_cmp(one).then_with(|| stronger(pair, other)));
        chosen.take(teaching.iter().map(|(_, pair)| pair));
    }
    let (mut above, mut below) = (links.iter().rev(), others.iter());
    for _ in 0..2 {
        chosen.take(above.by_ref());
        chosen.take(below.by_ref());
    }
    let mut pairs = chosen.pairs;
    pairs.sort_by(stronger);
    pairs
}

/// The stronger pair first; of equals the one with the smaller rows.
fn stronger(one: &ScoredPair, other: &ScoredPair) -> std::cmp::Ordering {
    other.weight.total_cmp(&one.weight).then_with(|| (one.left, one.right).cmp(&(other.left, other.right)))
}

/// Pairs at equal distances, from the first on.
fn spread(pairs: &[ScoredPair]) -> impl Iterator<Item = &ScoredPair> {
    pairs.iter().step_by(pairs.len().div_ceil(LOOKED_AT).max(1))
}

#[derive(Default)]
struct Chosen {
    pairs: Vec<ScoredPair>,
}

impl Chosen {
    /// Takes the first of these that is not there yet, while there is room.
    fn take<'pair>(&mut self, mut from: impl Iterator<Item = &'pair ScoredPair>) {
        if self.pairs.len() < SHOWN
            && let Some(pair) = from.find(|pair| !self.pairs.contains(pair))
        {
            self.pairs.push(*pair);
        }
    }
}

/// The most that rarity adds in one line.
fn rarity(explanation: &PairExplanation) -> f64 {
    explanation.lines.iter().map(|line| line.rarity).fold(0.0, f64::max)
}

/// Lines that say nothing.
fn missing(explanation: &PairExplanation) -> f64 {
    explanation.lines.iter().filter(|line| line.is_missing).count() as f64
}

/// The most that one line speaks against the pair.
fn contradiction(explanation: &PairExplanation) -> f64 {
    explanation.lines.iter().map(|line| -(line.weight + line.rarity)).fold(0.0, f64::max)
}
