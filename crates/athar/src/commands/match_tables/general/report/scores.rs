//! How many of the kept pairs have which weight.

use super::truth::Truth;
use figures::linkage::ScoreFigure;
use link::engine::Scored;

/// Widths that a class may have, in bits, the narrowest first.
const WIDTHS: [f64; 6] = [0.25, 0.5, 1.0, 2.0, 5.0, 10.0];
/// As many classes as a picture can show apart.
const CLASSES_MAX: f64 = 100.0;

pub(super) fn figure(scored: &Scored, truth: Option<&Truth<'_>>) -> ScoreFigure {
    let weights = || scored.pairs.iter().map(|pair| pair.weight);
    let (least, most) = (weights().fold(f64::INFINITY, f64::min), weights().fold(f64::NEG_INFINITY, f64::max));
    let pairs_below = scored.candidates - scored.pairs.len() as u64;
    if least > most {
        return ScoreFigure { pairs_below, ..ScoreFigure::default() };
    }
    let class_width = class_width(least, most);
    let from = (least / class_width).floor() * class_width;
    let place = |weight: f64| ((weight - from) / class_width) as usize;
    let classes = place(most) + 1;
    let (mut pairs, mut matches) = (vec![0; classes], vec![0; classes]);
    for pair in &scored.pairs {
        let is_match = truth.is_some_and(|truth| truth.is_match(pair.left, pair.right));
        let counts = if is_match { &mut matches } else { &mut pairs };
        counts[place(pair.weight)] += 1;
    }
    ScoreFigure { from, class_width, pairs, matches: truth.map(|_| matches), pairs_below }
}

/// The narrowest width that leaves few enough classes.
fn class_width(least: f64, most: f64) -> f64 {
    let fits = |width: &f64| (most - least) / width < CLASSES_MAX;
    WIDTHS.into_iter().find(fits).unwrap_or_else(|| ((most - least) / CLASSES_MAX).ceil())
}

#[cfg(test)]
mod tests {
    use super::{class_width, figure};
    use link::engine::{Scored, ScoredPair};

    fn scored(weights: &[f64]) -> Scored {
        let pair = |(at, &weight): (usize, &f64)| ScoredPair { left: 0, right: at as u32 + 1, weight, rule: 0 };
        Scored {
            pairs: weights.iter().enumerate().map(pair).collect(),
            candidates: 10,
            rules: Vec::new(),
            passed_over: Vec::new(),
            largest: Vec::new(),
        }
    }

    #[test]
    fn every_kept_pair_is_in_a_class_and_the_others_are_below() {
        let figure = figure(&scored(&[-6.99, -0.25, 0.0, 31.5]), None);
        assert_eq!((figure.from, figure.class_width), (-7.0, 0.5));
        assert_eq!((figure.pairs.iter().sum::<u64>(), figure.pairs_below), (4, 6));
        assert_eq!((figure.pairs[0], figure.pairs[13], figure.pairs[14]), (1, 1, 1));
    }

    #[test]
    fn no_pairs_make_no_classes() {
        assert!(figure(&scored(&[]), None).pairs.is_empty());
    }

    #[test]
    fn classes_are_few_however_far_weights_reach() {
        assert!(class_width(-7.0, 12.0) < 0.3);
        assert!(2_000.0 / class_width(-1_000.0, 1_000.0) <= 100.0);
    }
}
