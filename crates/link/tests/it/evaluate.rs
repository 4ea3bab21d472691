//! Figures against a truth, computed by hand beside.

use link::evaluate::{
    BCubed, Calibration, KnownPair, Losses, RuleCounts, agreement_by_threshold, rule_counts, true_pairs, wilson,
};
use link::{Edge, best_threshold};

fn near(one: f64, other: f64) {
    assert!((one - other).abs() < 1e-9, "{one} is not {other}");
}

/// Bagga and Baldwin's own example (1998, figure 3): twelve mentions, three people of 5, 2 and 5.
const PEOPLE: [Option<u32>; 12] =
    [Some(1), Some(1), Some(1), Some(1), Some(1), Some(2), Some(2), Some(3), Some(3), Some(3), Some(3), Some(3)];

#[test]
fn b_cubed_is_that_of_its_paper() {
    // The pair was put to one of the fives: precision (5 · 1 + 2 · 2/7 + 5 · 5/7) / 12 = 16/21, recall 1.
    let first = BCubed::of(&[0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1], &PEOPLE);
    near(first.precision, 16.0 / 21.0);
    near(first.recall, 1.0);
    near(first.f1, 32.0 / 37.0);
    // The two fives were put together: precision (10 · 1/2 + 2) / 12 = 7/12. Pairs tell the two less apart.
    let second = BCubed::of(&[0, 0, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0], &PEOPLE);
    near(second.precision, 7.0 / 12.0);
    near(second.recall, 1.0);
}

#[test]
fn b_cubed_counts_who_was_torn_apart_and_who_is_unknown() {
    // Person 7 in two clusters of one; a stranger of unknown truth with person 8.
    let figures = BCubed::of(&[0, 1, 2, 2], &[Some(7), Some(7), None, Some(8)]);
    near(figures.precision, (1.0 + 1.0 + 0.5 + 0.5) / 4.0);
    near(figures.recall, (0.5 + 0.5 + 1.0 + 1.0) / 4.0);
    near(BCubed::of(&[], &[]).f1, 1.0);
}

fn verdicts(pairs: &[(f64, bool)]) -> Vec<KnownPair> {
    pairs.iter().map(|&(probability, is_true)| KnownPair { probability, is_true }).collect()
}

#[test]
fn calibration_error_is_the_mean_distance_over_bins_of_equal_number() {
    let pairs = verdicts(&[
        (0.9, true),
        (0.9, true),
        (0.8, false),
        (0.8, true),
        (0.2, false),
        (0.2, true),
        (0.1, false),
        (0.1, false),
    ]);
    let calibration = Calibration::of(&pairs, 4);
    let means: Vec<f64> = calibration.bins.iter().map(|bin| bin.mean_probability).collect();
    for (mean, wanted) in means.iter().zip([0.1, 0.2, 0.8, 0.9]) {
        near(*mean, wanted);
    }
    // Shares 0, .5, .5, 1: distances .1, .3, .3, .1, each of a quarter.
    near(calibration.expected_error, 0.2);
    near(calibration.mean_excess, (0.1 - 0.3 + 0.3 - 0.1) / 4.0);
    near(calibration.greatest_error, 0.3);
}

#[test]
fn pairs_of_one_probability_stay_in_one_bin() {
    let pairs = verdicts(&[(1.0, true), (1.0, true), (1.0, false), (1.0, true), (0.5, false), (0.4, true)]);
    let calibration = Calibration::of(&pairs, 3);
    let counts: Vec<(u64, u64)> = calibration.bins.iter().map(|bin| (bin.pairs, bin.true_pairs)).collect();
    assert_eq!(counts, [(2, 1), (4, 3)]);
    assert!(Calibration::of(&[], 10).bins.is_empty());
}

#[test]
fn wilson_limits_are_those_of_the_tables() {
    // Newcombe (1998), "Two-sided confidence intervals for the single proportion", table I: 81/263, 15/148, 0/20, 1/29.
    for (successes, trials, low, high) in [
        (81.0, 263.0, 0.2553, 0.3662),
        (15.0, 148.0, 0.0624, 0.1605),
        (0.0, 20.0, 0.0, 0.1611),
        (1.0, 29.0, 0.0061, 0.1718),
    ] {
        let limits = wilson(successes, trials);
        assert!((limits[0] - low).abs() < 5e-5 && (limits[1] - high).abs() < 5e-5, "{limits:?}");
    }
    near(wilson(0.0, 0.0)[1] - wilson(0.0, 0.0)[0], 1.0);
    near(wilson(20.0, 20.0)[1], 1.0);
}

#[test]
fn true_pairs_across_lists_only_when_there_are_lists() {
    let truth = [Some(4), Some(4), Some(4), Some(9), Some(9), None, None];
    assert_eq!(true_pairs(&truth, None), 4);
    assert_eq!(true_pairs(&truth, Some(&[0, 0, 1, 0, 1, 0, 1])), 3);
    assert_eq!(true_pairs(&[], None), 0);
}

#[test]
fn thresholds_are_met_by_what_equals_them() {
    let pairs = verdicts(&[(0.95, true), (0.9, false), (0.9, true), (0.5, true)]);
    let agreements = agreement_by_threshold(&pairs, &[0.5, 0.9, 0.95, 0.99], 8);
    let counts: Vec<(u64, u64)> =
        agreements.iter().map(|agreement| (agreement.true_positives, agreement.proposed)).collect();
    assert_eq!(counts, [(3, 4), (2, 3), (1, 1), (0, 0)]);
    near(agreements[1].recall, 0.25);
}

#[test]
fn the_best_threshold_takes_pairs_of_one_weight_together() {
    let edge = |left, right, log_odds| Edge { left, right, log_odds };
    let truth = [Some(1), Some(1), Some(2), Some(2), Some(3)];
    let links = [edge(0, 1, 500), edge(2, 4, 300), edge(2, 3, 300), edge(0, 2, -900)];
    let (log_odds, agreement) = best_threshold(&links, &truth, None);
    assert_eq!((log_odds, agreement.true_positives, agreement.proposed), (300, 2, 3));
}

#[test]
fn losses_and_rules_are_counts() {
    let losses = Losses::of(6, 8);
    assert_eq!((losses.among_pairs, losses.not_among_pairs), (6, 2));
    near(losses.blocking_recall, 0.75);
    near(Losses::of(0, 0).blocking_recall, 1.0);
    let counts = rule_counts([(1, true), (0, false), (1, true), (1, false)].into_iter());
    let count = |true_pairs, false_pairs| RuleCounts { true_pairs, false_pairs };
    assert_eq!(counts, [count(0, 1), count(2, 1)]);
}
