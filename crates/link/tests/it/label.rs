//! Judged samples: estimates computed by hand beside, and intervals that hold what they promise.

use link::label::{
    Design, JudgeAgreement, JudgedPair, Judgement, Outcome, SheetOrder, Stratum, codes, consensus, draw, estimate,
    thousandth,
};
use std::collections::BTreeSet;

fn near(one: f64, other: f64) {
    assert!((one - other).abs() < 1e-9, "{one} is not {other}");
}

#[test]
fn kappa_is_agreement_beyond_chance() {
    use Judgement::{Different, Same, Unsure};
    // 20 both same, 15 both different, 5 and 10 across: raw .7, by chance .5, kappa .4.
    let both = [(Same, Same, 20), (Same, Different, 5), (Different, Same, 10), (Different, Different, 15)];
    let each = both.iter().flat_map(|&(first, second, times)| std::iter::repeat_n((first, second), times));
    let agreement = JudgeAgreement::of(each);
    assert_eq!((agreement.pairs, agreement.agreed), (50, 35));
    near(agreement.raw.unwrap(), 0.7);
    near(agreement.kappa.unwrap(), 0.4);
    assert_eq!(agreement.table, [[20, 5, 0], [10, 15, 0], [0, 0, 0]]);
    // Whoever always says one thing agrees by chance as well.
    assert_eq!(JudgeAgreement::of([(Unsure, Unsure), (Unsure, Unsure)]).kappa, None);
    assert_eq!(JudgeAgreement::of([]).raw, None);
}

#[test]
fn two_must_agree_and_a_third_decides() {
    use Judgement::{Different, Same, Unsure};
    assert_eq!(consensus(&[Same, Same], 2), Some(Same));
    assert_eq!(consensus(&[Same, Different], 2), None);
    assert_eq!(consensus(&[Same], 2), None, "the other has not judged it");
    assert_eq!(consensus(&[Different], 1), Some(Different));
    assert_eq!(consensus(&[Same, Different, Same], 3), Some(Same));
    assert_eq!(consensus(&[Same, Different, Unsure], 3), None);
    assert_eq!(consensus(&[Unsure, Unsure], 2), Some(Unsure));
    assert_eq!(consensus(&[], 2), None);
}

#[test]
fn probabilities_fall_into_the_thousandth_that_they_begin() {
    for whole in 0..=1_000_u16 {
        assert_eq!(thousandth(f64::from(whole) / 1_000.0), whole);
    }
    for whole in 0..1_000_u16 {
        assert_eq!(thousandth(format!("0.{whole:03}999").parse().unwrap()), whole);
    }
    assert_eq!((thousandth(0.289_999_999_9), thousandth(1.0), thousandth(0.0)), (289, 1_000, 0));
}

#[test]
fn codes_and_orders_say_nothing() {
    let drawn = codes(2_000, 5);
    assert_eq!(drawn.iter().collect::<BTreeSet<_>>().len(), 2_000);
    assert!(drawn.iter().all(|code| code.len() == 6 && code.bytes().all(|letter| letter.is_ascii_uppercase())));
    assert_eq!(drawn, codes(2_000, 5));
    assert_ne!(drawn, codes(2_000, 6));
    let (one, other) = (SheetOrder::of(300, 0, 5), SheetOrder::of(300, 1, 5));
    assert_ne!(one, other);
    let numbers: BTreeSet<usize> = other.rows.iter().map(|row| row.0).collect();
    assert_eq!(numbers, (0..300).collect());
    let swapped = one.rows.iter().filter(|row| row.1).count();
    assert!((110..190).contains(&swapped), "{swapped}");
}

/// 90 pairs below .5 of which 9 were drawn, 10 at or above of which 5.
fn strata() -> ([Stratum; 2], Vec<u64>) {
    let below = Stratum { from: 0, to: 500, pairs: 90, drawn: 9, mean_probability: 0.1 };
    let above = Stratum { from: 500, to: 1_000, pairs: 10, drawn: 5, mean_probability: 0.9 };
    let mut by_thousandth = vec![0; 1_001];
    (by_thousandth[100], by_thousandth[900]) = (90, 10);
    ([below, above], by_thousandth)
}

fn judged(stratum: usize, same: usize, different: usize, unresolved: usize) -> Vec<JudgedPair> {
    let probability = [0.1, 0.9][stratum];
    let outcomes = [(Outcome::Same, same), (Outcome::Different, different), (Outcome::Unresolved, unresolved)];
    let each = outcomes.into_iter().flat_map(|(outcome, times)| std::iter::repeat_n(outcome, times));
    each.map(|outcome| JudgedPair { stratum, probability, outcome }).collect()
}

#[test]
fn each_judged_pair_stands_for_those_of_its_stratum() {
    let (strata, by_thousandth) = strata();
    let pairs: Vec<JudgedPair> = judged(0, 1, 7, 1).into_iter().chain(judged(1, 3, 1, 1)).collect();
    let estimates = estimate(&strata, &by_thousandth, &pairs, 500);
    assert_eq!((estimates.proposed, estimates.below, estimates.without_judgement), (10, 90, 0));
    // Found: 10 · 3/4 = 7.5. Missed: 90 · 1/8 = 11.25.
    let value = |quality: Option<link::label::Estimate>| quality.unwrap().value;
    near(value(estimates.agreed.precision), 0.75);
    near(value(estimates.agreed.recall_among_candidates), 7.5 / 18.75);
    near(value(estimates.agreed.false_match_rate), 0.25);
    near(value(estimates.agreed.missed_match_rate), 11.25 / 18.75);
    // Right: the open one above is the same (8 found), the one below different (10 missed). Wrong: 6 and 20.
    near(value(estimates.all_right.precision), 0.8);
    near(value(estimates.all_right.recall_among_candidates), 8.0 / 18.0);
    near(value(estimates.all_wrong.precision), 0.6);
    near(value(estimates.all_wrong.recall_among_candidates), 6.0 / 26.0);
    let shares: Vec<Option<f64>> = estimates.strata.iter().map(|stratum| stratum.share).collect();
    assert_eq!(shares, [Some(0.125), Some(0.75)]);
    // One stratum above: its own Wilson interval, of 4 · 9 / 6 = 6 effective trials.
    let limits = link::evaluate::wilson(4.5, 6.0);
    let precision = estimates.agreed.precision.unwrap();
    near(precision.low, limits[0]);
    near(precision.high, limits[1]);
}

#[test]
fn a_threshold_inside_a_stratum_cuts_it() {
    let (strata, mut by_thousandth) = strata();
    (by_thousandth[800], by_thousandth[900]) = (6, 4);
    let mut pairs = judged(1, 3, 0, 0);
    pairs.push(JudgedPair { stratum: 1, probability: 0.8, outcome: Outcome::Different });
    pairs.push(JudgedPair { stratum: 1, probability: 0.8, outcome: Outcome::Same });
    pairs.extend(judged(0, 0, 9, 0));
    let estimates = estimate(&strata, &by_thousandth, &pairs, 850);
    assert_eq!((estimates.proposed, estimates.below), (4, 96));
    near(estimates.agreed.precision.unwrap().value, 1.0);
    near(estimates.agreed.recall_among_candidates.unwrap().value, 4.0 / 7.0);
}

#[test]
fn a_judged_whole_has_no_interval_and_an_unjudged_one_is_all_interval() {
    let (strata, by_thousandth) = strata();
    let whole = judged(0, 45, 45, 0).into_iter().chain(judged(1, 9, 1, 0)).collect::<Vec<_>>();
    let precision = estimate(&strata, &by_thousandth, &whole, 500).agreed.precision.unwrap();
    assert!(precision.low >= 0.9 - 1e-12 && precision.high <= 0.9 + 1e-12);
    let none = estimate(&strata, &by_thousandth, &judged(0, 1, 8, 0), 500);
    assert_eq!(none.without_judgement, 1);
    let precision = none.agreed.precision.unwrap();
    assert_eq!((precision.low, precision.high), (0.0, 1.0));
}

/// A generator of its own, so that the truth of the simulation does not come from the one under test.
struct Draws(u64);

impl Draws {
    fn share(&mut self) -> f64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 11) as f64 / (1_u64 << 53) as f64
    }
}

/// Pairs as linkages give them: most surely of two people, many surely of one, few between; the model too sure by
/// `bias` bits.
fn population(bias: f64, seed: u64) -> (Vec<f64>, Vec<bool>) {
    let mut draws = Draws(seed);
    let one = |_| {
        let log_odds = match draws.share() {
            kind if kind < 0.70 => -14.0 + 8.0 * draws.share(),
            kind if kind < 0.85 => -6.0 + 12.0 * draws.share(),
            _ => 6.0 + 12.0 * draws.share(),
        };
        let of = |log_odds: f64| 1.0 / (1.0 + (-log_odds).exp2());
        let probability = (of(log_odds) * 1e6_f64).round() / 1e6;
        (probability, draws.share() < of(log_odds - bias))
    };
    (0..30_000).map(one).unzip()
}

/// How many of 200 draws have the true precision, and the true recall, in their interval.
fn covered(bias: f64, threshold: u16) -> (usize, usize) {
    let (probabilities, truth) = population(bias, 11);
    let edge = f64::from(threshold) / 1_000.0;
    let count = |wanted: &dyn Fn(f64, bool) -> bool| {
        probabilities.iter().zip(&truth).filter(|&(&probability, &is_true)| wanted(probability, is_true)).count() as f64
    };
    let found = count(&|probability, is_true| is_true && probability >= edge);
    let precision = found / count(&|probability, _| probability >= edge);
    let recall = found / count(&|_, is_true| is_true);
    let mut covered = (0, 0);
    for seed in 0..200 {
        let drawn = draw(&probabilities, &Design { sample: 200, threshold: 500, seed });
        assert_eq!(drawn.picks.len(), 200);
        let judged: Vec<JudgedPair> = drawn
            .picks
            .iter()
            .map(|pick| JudgedPair {
                stratum: pick.stratum,
                probability: probabilities[pick.pair],
                outcome: if truth[pick.pair] { Outcome::Same } else { Outcome::Different },
            })
            .collect();
        let quality = estimate(&drawn.strata, &drawn.by_thousandth, &judged, threshold).agreed;
        let holds = |estimate: Option<link::label::Estimate>, truth: f64| {
            estimate.is_some_and(|estimate| (estimate.low..=estimate.high).contains(&truth))
        };
        covered.0 += usize::from(holds(quality.precision, precision));
        covered.1 += usize::from(holds(quality.recall_among_candidates, recall));
    }
    covered
}

#[test]
fn intervals_hold_the_truth_in_nine_draws_of_ten_or_more() {
    for (bias, threshold) in [(0.0, 500), (3.0, 500), (-3.0, 500), (0.0, 950), (3.0, 800)] {
        let (precision, recall) = covered(bias, threshold);
        assert!(precision >= 180 && recall >= 180, "bias {bias} at {threshold}: {precision} and {recall} of 200");
    }
}

#[test]
fn a_seed_draws_the_same_pairs_anywhere() {
    let (probabilities, _) = population(0.0, 3);
    let design = Design { sample: 100, threshold: 800, seed: 4 };
    let drawn = draw(&probabilities, &design);
    assert_eq!(drawn, draw(&probabilities, &design));
    assert_ne!(drawn.picks, draw(&probabilities, &Design { seed: 5, ..design }).picks);
    assert_eq!(drawn.by_thousandth.iter().sum::<u64>(), 30_000);
    assert_eq!(drawn.strata.iter().map(|stratum| stratum.pairs).sum::<u64>(), 30_000);
    assert!(drawn.strata.iter().any(|stratum| stratum.from == 800) && drawn.strata.iter().all(|own| own.drawn >= 2));
    for pick in &drawn.picks {
        let (stratum, own) = (&drawn.strata[pick.stratum], thousandth(probabilities[pick.pair]));
        assert!((stratum.from..=stratum.to).contains(&own));
    }
}
