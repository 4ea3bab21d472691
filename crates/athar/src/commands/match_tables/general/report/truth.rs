//! The run against a truth: `link::evaluate` counts, the page draws.
//!
//! Recall is of all true pairs of the tables, those included that no rule found.

use figures::linkage::{CalibrationClass, ThresholdPoint};
use link::engine::{Engine, Scored};
use link::evaluate::{Calibration, KnownPair, agreement_by_threshold, true_pairs};
use link::model::Kind;

/// Pairs from this probability on share one class of the calibration: most links are there, and in classes of equal
/// numbers they would leave few for everything between.
const SURE: f64 = 0.99;
/// Classes of the pairs below it.
const CLASSES: usize = 12;
/// Fewer pairs than this are not worth a class of their own.
const CLASS_PAIRS_MIN: usize = 10;
/// Steps of the threshold, in bits, the narrowest first, and how many of them a curve takes.
const STEPS: [f64; 4] = [0.25, 0.5, 1.0, 2.0];
const STEPS_MAX: f64 = 240.0;
/// Above these bits a probability can no longer be told from 1.
const WEIGHT_MAX: f64 = 50.0;

/// Whom each row is about.
pub(super) struct Truth<'run> {
    persons: &'run [Option<u32>],
    /// True pairs that could be found: of two linked tables only those across.
    pairs: u64,
}

impl Truth<'_> {
    pub(super) fn of<'run>(persons: &'run [Option<u32>], engine: &Engine) -> Truth<'run> {
        let list = |row: usize| engine.table().list_of(row as u32) as u16;
        let lists: Option<Vec<u16>> =
            (engine.model().kind == Kind::Link).then(|| (0..persons.len()).map(list).collect());
        Truth { persons, pairs: true_pairs(persons, lists.as_deref()) }
    }

    /// Whether two rows are about one person, as far as is known.
    pub(super) fn is_match(&self, one: u32, other: u32) -> bool {
        let person = self.persons[one as usize];
        person.is_some() && person == self.persons[other as usize]
    }

    /// The kept pairs, the surest first.
    fn known(&self, scored: &Scored) -> Vec<KnownPair> {
        let known = scored
            .pairs
            .iter()
            .map(|pair| KnownPair { probability: pair.probability(), is_true: self.is_match(pair.left, pair.right) });
        let mut known: Vec<KnownPair> = known.collect();
        known.sort_by(|one, other| other.probability.total_cmp(&one.probability));
        known
    }

    /// Predicted against observed, by rising probability.
    pub(super) fn calibration(&self, scored: &Scored) -> Vec<CalibrationClass> {
        let known = self.known(scored);
        let (sure, others) = known.split_at(known.partition_point(|pair| pair.probability >= SURE));
        let classes = (others.len() / CLASS_PAIRS_MIN).clamp(1, CLASSES);
        let bins = Calibration::of(others, classes).bins.into_iter().chain(Calibration::of(sure, 1).bins);
        bins.map(|bin| CalibrationClass { predicted: bin.mean_probability, pairs: bin.pairs, matches: bin.true_pairs })
            .collect()
    }

    /// Precision, recall and F1 from the least weight kept to the most, and at the threshold itself.
    pub(super) fn thresholds(&self, scored: &Scored, threshold: f64) -> Vec<ThresholdPoint> {
        let weights = || scored.pairs.iter().map(|pair| pair.weight);
        let least = weights().fold(f64::INFINITY, f64::min).min(threshold);
        let most = weights().fold(f64::NEG_INFINITY, f64::max).clamp(threshold, WEIGHT_MAX.max(threshold));
        let step = STEPS.into_iter().find(|step| (most - least) / step <= STEPS_MAX);
        let step = step.unwrap_or((most - least) / STEPS_MAX);
        let first = (least / step).ceil() as i64;
        let steps = (first..).map(|at| at as f64 * step).take_while(|&weight| weight <= most);
        let mut places: Vec<f64> = steps.chain([threshold]).collect();
        places.sort_by(f64::total_cmp);
        places.dedup();
        let probabilities: Vec<f64> = places.iter().map(|weight| 1.0 / (1.0 + (-weight).exp2())).collect();
        let agreements = agreement_by_threshold(&self.known(scored), &probabilities, self.pairs);
        let point = |(&weight, agreement): (&f64, &link::Agreement)| ThresholdPoint {
            weight,
            precision: agreement.precision,
            recall: agreement.recall,
            f1: agreement.f1,
        };
        places.iter().zip(&agreements).map(point).collect()
    }
}
