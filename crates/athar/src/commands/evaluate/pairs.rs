//! Pairs against the truth.

use super::hashed::Hashed;
use super::truth::Truth;
use crate::tables;
use anyhow::Context;
use link::evaluate::{Calibration, KnownPair, Losses, agreement_by_threshold, rule_counts, true_pairs};
use link::{Agreement, Edge};
use serde::Serialize;
use std::path::Path;

/// The probabilities that a user might choose.
const THRESHOLDS: [f64; 6] = [0.5, 0.8, 0.9, 0.95, 0.99, 0.999];
/// Bins of the calibration.
const BINS: usize = 10;
/// Most pairs are surely of two people, and fill most bins of equal number. Those from here on are looked at apart.
const LIKELY_MIN: f64 = 0.01;
/// Weights are kept in 1/1024 bit.
const UNITS: f64 = 1_024.0;

#[derive(Serialize)]
pub(super) struct PairEvaluation {
    /// At the best threshold, chosen with the truth: an upper bound.
    pub(super) best: Agreement,
    pub(super) best_weight: f64,
    /// At probability .5 and .95, as a user would.
    at_half: Agreement,
    at_95: Agreement,
    pub(super) best_probability: Option<f64>,
    pub(super) thresholds: Vec<AtThreshold>,
    /// Pairs in the file that were evaluated.
    pub(super) pairs: usize,
    pub(super) lowest_weight: Option<f64>,
    pub(super) lowest_probability: Option<f64>,
    #[serde(flatten)]
    pub(super) losses: Losses,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) rules: Option<Vec<RuleLine>>,
    pub(super) calibration: Calibration,
    /// Of the pairs at probability .01 or more.
    pub(super) calibration_of_likely: Calibration,
    /// Pairs that the file has more than once: the surest is taken.
    pub(super) repeated_pairs: u64,
    /// Pairs of two rows of one table, when two were linked, and of a row with itself: left out.
    pub(super) pairs_not_asked_for: u64,
}

#[derive(Serialize)]
pub(super) struct AtThreshold {
    pub(super) probability: f64,
    #[serde(flatten)]
    pub(super) agreement: Agreement,
    /// True pairs that are among the pairs, but below the threshold.
    pub(super) lost_to_threshold: u64,
}

#[derive(Serialize)]
pub(super) struct RuleLine {
    pub(super) rule: String,
    pub(super) true_pairs: u64,
    pub(super) false_pairs: u64,
}

/// A pair as read.
struct Pair {
    left: u32,
    right: u32,
    weight: i32,
    rule: u32,
    probability: f64,
}

struct Pairs {
    rows: Vec<Pair>,
    rules: Option<Vec<String>>,
    repeated: u64,
    not_asked_for: u64,
}

pub(super) fn evaluate(path: &Path, truth: &Truth) -> anyhow::Result<PairEvaluation> {
    let Pairs { rows: pairs, rules, repeated, not_asked_for } = read(path, truth)?;
    let lists = truth.lists.as_deref();
    let all_true = true_pairs(&truth.persons, lists);

    let edges: Vec<Edge> =
        pairs.iter().map(|pair| Edge { left: pair.left, right: pair.right, log_odds: pair.weight }).collect();
    let (best_weight, best) = link::best_threshold(&edges, &truth.persons, lists);
    drop(edges);
    let at_best = pairs.iter().filter(|pair| pair.weight >= best_weight).map(|pair| pair.probability);
    let best_probability = at_best.min_by(f64::total_cmp);
    let lowest_weight = pairs.iter().map(|pair| pair.weight).min().map(|weight| f64::from(weight) / UNITS);

    let judge =
        |pair: &Pair| KnownPair { probability: pair.probability, is_true: truth.is_true(pair.left, pair.right) };
    let mut verdicts: Vec<KnownPair> = pairs.iter().map(judge).collect();
    let rules = rules.map(|names| {
        let counts = rule_counts(pairs.iter().zip(&verdicts).map(|(pair, own)| (pair.rule as usize, own.is_true)));
        let line = |(rule, counts): (String, link::evaluate::RuleCounts)| RuleLine {
            rule,
            true_pairs: counts.true_pairs,
            false_pairs: counts.false_pairs,
        };
        names.into_iter().zip(counts).map(line).collect()
    });
    drop(pairs);
    verdicts.sort_unstable_by(|one, other| {
        other.probability.total_cmp(&one.probability).then(other.is_true.cmp(&one.is_true))
    });
    let losses = Losses::of(verdicts.iter().filter(|pair| pair.is_true).count() as u64, all_true);
    let agreements = agreement_by_threshold(&verdicts, &THRESHOLDS, all_true);
    let likely = &verdicts[..verdicts.partition_point(|pair| pair.probability >= LIKELY_MIN)];
    let thresholds: Vec<AtThreshold> = THRESHOLDS
        .iter()
        .zip(agreements)
        .map(|(&probability, agreement)| AtThreshold {
            probability,
            agreement,
            lost_to_threshold: losses.among_pairs - agreement.true_positives,
        })
        .collect();
    Ok(PairEvaluation {
        best,
        best_weight: f64::from(best_weight) / UNITS,
        at_half: thresholds[0].agreement,
        at_95: thresholds[3].agreement,
        best_probability,
        thresholds,
        pairs: verdicts.len(),
        lowest_weight,
        lowest_probability: verdicts.last().map(|pair| pair.probability),
        losses,
        rules,
        calibration: Calibration::of(&verdicts, BINS),
        calibration_of_likely: Calibration::of(likely, BINS),
        repeated_pairs: repeated,
        pairs_not_asked_for: not_asked_for,
    })
}

/// Reads the pairs, each once, ordered by their rows.
fn read(path: &Path, truth: &Truth) -> anyhow::Result<Pairs> {
    let mut table = tables::open(path)?;
    let column = |name: &str| tables::column(&table, name, path);
    let (left, right, weight, probability) =
        (column("left")?, column("right")?, column("weight")?, column("probability")?);
    let rule_column = table.headers.iter().position(|header| header == "rule");
    let (mut rule_numbers, mut rules) = (Hashed::default(), Vec::new());
    let mut pairs: Vec<Pair> = Vec::new();
    let mut last_left: (String, u32) = (String::new(), u32::MAX);
    let (mut number, mut not_asked_for) = (0_u64, 0);
    while let Some(row) = table.next_row()? {
        number += 1;
        // Pairs come ordered by their left row.
        if last_left.1 == u32::MAX || last_left.0 != row.get(left) {
            last_left = (row.get(left).to_owned(), truth.row(row.get(left), "l:", path, number)?);
        }
        let one = last_left.1;
        let other = truth.row(row.get(right), "r:", path, number)?;
        let number_in = |at: usize, what: &str| {
            let value: Option<f64> = row.get(at).trim().parse().ok();
            value
                .filter(|value| !value.is_nan())
                .with_context(|| format!("{}, row {number}: the {what} is no number", path.display()))
        };
        let weight = number_in(weight, "weight")?;
        let probability = number_in(probability, "probability")?;
        anyhow::ensure!(
            (0.0..=1.0).contains(&probability),
            "{}, row {number}: the probability is not between 0 and 1",
            path.display()
        );
        let rule = rule_column.map_or(0, |at| rule_numbers.number(row.get(at)));
        if let Some(name) = rule_column.map(|at| row.get(at)).filter(|_| rule as usize == rules.len()) {
            rules.push(name.to_owned());
        }
        let within = truth.lists.as_ref().is_some_and(|lists| lists[one as usize] == lists[other as usize]);
        if one == other || within {
            not_asked_for += 1;
            continue;
        }
        pairs.push(Pair {
            left: one.min(other),
            right: one.max(other),
            weight: (weight * UNITS).round() as i32,
            rule,
            probability,
        });
    }
    pairs.sort_unstable_by(|one, other| {
        (one.left, one.right).cmp(&(other.left, other.right)).then(other.probability.total_cmp(&one.probability))
    });
    let all = pairs.len();
    pairs.dedup_by_key(|pair| (pair.left, pair.right));
    let rules = rule_column.map(|_| rules);
    Ok(Pairs { repeated: (all - pairs.len()) as u64, rows: pairs, rules, not_asked_for })
}
