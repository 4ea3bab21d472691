//! What a weight is worth on these lists: the slope by which weights are stretched, and how much each pair of lists
//! overlaps. Part of a model, so a snapshot freezes it.

use crate::person::table::in_order;
use crate::person::weigh::UNIT;
use serde::{Deserialize, Serialize};

/// From raw log odds to calibrated ones, in bits: `slope · (raw − 4) + value of the two lists at 4`, with a slope of its
/// own below and above 4, which is about where people begin to doubt.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Calibration {
    /// Bits of calibrated log odds for one bit of raw log odds, below and above the middle: below 1 where evidence is
    /// less independent than the lines presume.
    pub slopes: [f64; 2],
    /// Calibrated log odds in the middle for two records of different lists of which nothing nearer is known.
    pub across: f64,
    /// The same for two records of one list of which nothing nearer is known.
    pub within: f64,
    /// The same for pairs of lists that were seen: first list, second list (the same for pairs within one), bits.
    pub pairs: Vec<(u16, u16, f64)>,
    /// How these came about.
    pub basis: Basis,
}

/// What a calibration rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Basis {
    /// Nothing: the odds are those of the model of the mixture alone. They say which of two pairs is likelier; as
    /// probabilities they are not to be trusted.
    Model,
    /// Pairs within lists, which are pairs of different people but for a share that is estimated with them.
    Decoys,
    /// Pairs within lists, and pairs that people decided.
    Decisions,
}

impl Default for Calibration {
    fn default() -> Self {
        Calibration { slopes: [1.0; 2], across: MIDDLE, within: MIDDLE, pairs: Vec::new(), basis: Basis::Model }
    }
}

impl Calibration {
    /// Calibrated log odds of two lists in the middle, in bits.
    pub(crate) fn at_middle(&self, one: u16, other: u16) -> f64 {
        let lists = in_order(one, other);
        match self.pairs.binary_search_by_key(&lists, |&(low, high, _)| (low, high)) {
            Ok(at) => self.pairs[at].2,
            Err(_) if one == other => self.within,
            Err(_) => self.across,
        }
    }

    /// What is added to raw log odds, in 1/1024 bit.
    pub(crate) fn line(&self, raw_log_odds: i32, one: u16, other: u16) -> i32 {
        let raw = f64::from(raw_log_odds) / UNIT;
        ((stretched(raw, self.slopes) + self.at_middle(one, other) - raw) * UNIT).round() as i32
    }

    /// Whether every number is one that a calibration can have.
    pub(crate) fn is_sound(&self) -> bool {
        let offsets = self.pairs.iter().map(|&(_, _, bits)| bits).chain([self.across, self.within]);
        let sorted = self.pairs.is_sorted_by_key(|&(low, high, _)| (low, high));
        let slopes = self.slopes.iter().all(|slope| slope.is_finite() && *slope > 0.0);
        sorted && slopes && offsets.into_iter().all(|bits| bits.abs() <= OFFSET_MAX)
    }
}

/// Raw log odds in bits at which the slopes meet.
pub(crate) const MIDDLE: f64 = 4.0;

/// Bits from the middle, by the slope of either side.
pub(crate) fn stretched(raw: f64, slopes: [f64; 2]) -> f64 {
    let from = raw - MIDDLE;
    slopes[0] * from.min(0.0) + slopes[1] * from.max(0.0)
}

/// No offset is greater: fifty bits are certainty.
pub(crate) const OFFSET_MAX: f64 = 50.0;
