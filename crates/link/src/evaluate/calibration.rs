//! Whether a probability of .9 is right nine times in ten.
//!
//! Pairs are sorted by probability and cut into bins of equal numbers; in each, the mean probability is set beside the
//! share that is true. Bins of equal width would put nearly all pairs into the first and the last (Nguyen and O'Connor
//! 2015, "Posterior calibration and exploratory analysis for natural language processing models"). The expected
//! calibration error is the mean distance of the two, weighed by the bins (Naeini, Cooper and Hauskrecht 2015,
//! "Obtaining well calibrated probabilities using Bayesian binning").

use super::KnownPair;
use serde::Serialize;

/// The 97.5 % point of the standard normal distribution: intervals here are of 95 %.
pub(crate) const Z_95: f64 = 1.959_963_984_540_054;

/// How far probabilities are from shares.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Calibration {
    /// Mean distance of probability and share over the bins, each weighing as many pairs as it holds.
    pub expected_error: f64,
    /// The same, signed: above 0 the model is too sure of itself, below 0 not sure enough.
    pub mean_excess: f64,
    /// The largest distance in a bin.
    pub greatest_error: f64,
    /// The bins, the least probable pairs first.
    pub bins: Vec<ReliabilityBin>,
}

/// Pairs of about one probability.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct ReliabilityBin {
    /// The lowest probability in it.
    pub from: f64,
    /// The highest.
    pub to: f64,
    /// Pairs in it.
    pub pairs: u64,
    /// True pairs in it.
    pub true_pairs: u64,
    /// What the model says on average.
    pub mean_probability: f64,
    /// What is true.
    pub share: f64,
    /// 95 % interval of the share, by Wilson.
    pub interval: [f64; 2],
}

impl Calibration {
    /// Of pairs sorted by probability, the surest first, in so many bins. Pairs of one probability stay together, so
    /// bins may be fewer and of unequal size: the order among equals would be chance.
    pub fn of(sorted: &[KnownPair], bins: usize) -> Calibration {
        let wanted = sorted.len().div_ceil(bins.max(1)).max(1);
        let mut calibration = Calibration::default();
        let mut rest = sorted;
        while !rest.is_empty() {
            // From the least probable on, so that what is left over joins the largest group of equals: the surest.
            let mut begin = rest.len().saturating_sub(wanted);
            let edge = rest[begin].probability;
            begin = rest[..begin].partition_point(|pair| pair.probability > edge);
            let (before, bin) = rest.split_at(begin);
            calibration.bins.push(ReliabilityBin::of(bin));
            rest = before;
        }
        let all = sorted.len() as f64;
        for bin in &calibration.bins {
            let excess = bin.mean_probability - bin.share;
            calibration.expected_error += excess.abs() * bin.pairs as f64 / all;
            calibration.mean_excess += excess * bin.pairs as f64 / all;
            calibration.greatest_error = calibration.greatest_error.max(excess.abs());
        }
        calibration
    }
}

impl ReliabilityBin {
    /// Of pairs that are there, sorted, the surest first.
    fn of(pairs: &[KnownPair]) -> ReliabilityBin {
        let count = pairs.len() as u64;
        let true_pairs = pairs.iter().filter(|pair| pair.is_true).count() as u64;
        ReliabilityBin {
            from: pairs.last().map_or(0.0, |pair| pair.probability),
            to: pairs.first().map_or(0.0, |pair| pair.probability),
            pairs: count,
            true_pairs,
            mean_probability: pairs.iter().map(|pair| pair.probability).sum::<f64>() / count as f64,
            share: true_pairs as f64 / count as f64,
            interval: wilson(true_pairs as f64, count as f64),
        }
    }
}

/// The 95 % score interval of a share (Wilson 1927, "Probable inference, the law of succession, and statistical
/// inference"): it keeps its promise for few trials and for shares near 0 and 1, where the usual one has no width at
/// all (Brown, Cai and `DasGupta` 2001). Of no trials it is everything.
pub fn wilson(successes: f64, trials: f64) -> [f64; 2] {
    if trials <= 0.0 {
        return [0.0, 1.0];
    }
    let share = successes / trials;
    let square = Z_95 * Z_95;
    let middle = share + square / (2.0 * trials);
    let spread = Z_95 * (share * (1.0 - share) / trials + square / (4.0 * trials * trials)).sqrt();
    let scale = 1.0 + square / trials;
    // At no or only successes the limit is exact, whatever the rounding.
    let low = if successes <= 0.0 { 0.0 } else { (middle - spread) / scale };
    let high = if successes >= trials { 1.0 } else { (middle + spread) / scale };
    [low.max(0.0), high.min(1.0)]
}
