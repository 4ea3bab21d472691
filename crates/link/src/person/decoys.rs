//! Calibrates weights without labels. Two rows of one list are two people, but for the rows that a list has twice;
//! so pairs within lists show how heavy pairs of *different* people of just these families and villages come to be,
//! kin and namesakes included. What pairs across lists have beyond that, weight by weight, are the matches. (Proteomics
//! calibrates searches by decoys in the same way: Elias and Gygi, *Nature Methods* 4, 2007.)
//!
//! For a class of pairs c (within a list, or between two) and raw log odds x, in bits, the expected number of pairs is
//!
//! ```text
//! n_c(x) = T_c · κ_c · n₀(x) · (1 + 2^(s(x) + ρ_c))
//! ```
//!
//! T: how many pairs the class has in all; n₀: the density of pairs of different people, which stays free; κ: how far
//! a list's own spelling makes such pairs more or less frequent than across lists; s: bits from the middle, stretched by
//! a slope below it and one above; ρ: how much the class overlaps. The density cancels out of the share of each class at
//! each weight; the rest is fitted to those shares by the greatest posterior density, one parameter after another.

use crate::person::calibration::{Basis, Calibration, MIDDLE, OFFSET_MAX, stretched};
use crate::person::table::in_order;
use crate::person::weigh::UNIT;
use std::collections::BTreeMap;

/// Bins of a weight: a bit each, from …
const BIN_BITS: f64 = 1.0;
/// … the log odds below which pairs say nothing about matches …
const LOWEST: f64 = -6.0;
/// … up to what nobody doubts.
const BINS: usize = 46;

/// Slopes are near one, unless the lists say otherwise.
const SLOPE_SPREADS: [f64; 2] = [0.02, 0.04];
/// Bits by which lists may overlap less than the mixture believes, which takes kin for matches …
const ACROSS_SPREAD: f64 = 2.0;
/// … and more.
const ACROSS_SPREAD_MORE: f64 = 0.25;
/// Bits by which two lists may overlap more or less than lists do in general.
const PAIR_SPREAD: f64 = 2.0;
const PAIR_SPREAD_MORE: f64 = 1.0;
/// Most lists say nobody twice; some (registers of transfers, requests of several relatives) do so about as often as
/// two lists say one person: share of such lists, where either kind lies, and how far around.
const REPEATING_SHARE: f64 = 0.3;
const WITHIN_VALUE: f64 = MIDDLE - 12.0;
const REPEATING_VALUE: f64 = MIDDLE - 1.0;
const WITHIN_SPREAD: f64 = 3.0;
/// Bits by which kin and namesakes are more or less frequent within a list than across.
const FREQUENCY_SPREAD: f64 = 1.0;
/// Pairs of one family or one copied page come together: so many count as one that stands for itself.
const TOGETHER: f64 = 20.0;
/// Bits between the two ends of the fit that still count as one answer.
const AGREED_BITS: f64 = 2.5;
/// Log posterior density by which "nobody twice" must be the likelier of two ends that differ.
const LEAD: f64 = 5.0;
/// Bits by which a list must say a person twice more rarely than two lists share him, for its pairs to be decoys.
const REPEATING_BITS: f64 = 3.0;
/// Rounds in which each parameter is moved once.
const ROUNDS: usize = 60;
/// Pairs above the lowest log odds that a side needs before it says anything.
const PAIRS_MIN: u64 = 30;

/// Weighed pairs of one class, by bin.
#[derive(Clone, Debug)]
pub(crate) struct Class {
    /// How many pairs the class has in all.
    total: f64,
    counts: Vec<f64>,
}

/// Pairs by the lists they are of.
#[derive(Clone, Debug, Default)]
pub(crate) struct Classes(BTreeMap<(u16, u16), Class>);

impl Classes {
    /// Announces pairs of a class: its lists and how many there are in all, weighed or not.
    pub(crate) fn announce(&mut self, lists: (u16, u16), total: f64) {
        let class =
            self.0.entry(in_order(lists.0, lists.1)).or_insert_with(|| Class { total: 0.0, counts: vec![0.0; BINS] });
        class.total += total;
    }

    /// Counts a pair by its raw log odds.
    pub(crate) fn count(&mut self, lists: (u16, u16), raw_log_odds: i32) {
        let Some(bin) = bin(raw_log_odds) else { return };
        if let Some(class) = self.0.get_mut(&in_order(lists.0, lists.1)) {
            class.counts[bin] += 1.0;
        }
    }
}

fn bin(raw_log_odds: i32) -> Option<usize> {
    let place = (f64::from(raw_log_odds) / UNIT - LOWEST) / BIN_BITS;
    (place >= 0.0).then(|| (place as usize).min(BINS - 1))
}

fn middle(bin: usize) -> f64 {
    LOWEST + (bin as f64 + 0.5) * BIN_BITS
}

/// A pair that people decided: raw log odds, whether the lists are one, and the verdict.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Decided {
    pub(crate) lists: (u16, u16),
    pub(crate) raw_log_odds: i32,
    pub(crate) same: bool,
}

/// What is fitted of one class.
#[derive(Clone, Copy, Debug)]
struct Fitted {
    lists: (u16, u16),
    /// log2 of the share of matches, beside what the prior says.
    overlap: f64,
    /// log2 of how frequent pairs of different people are, beside the lists in general.
    frequency: f64,
}

impl Fitted {
    fn is_within(&self) -> bool {
        self.lists.0 == self.lists.1
    }
}

/// Fits a calibration; the model's own odds where there is nothing to fit it by.
pub(crate) fn calibrate(classes: &Classes, decided: &[Decided]) -> Calibration {
    let seen = |within: bool| {
        let of_kind = classes.0.iter().filter(|((one, other), _)| (one == other) == within);
        of_kind.map(|(_, class)| class.counts.iter().sum::<f64>()).sum::<f64>() as u64
    };
    if seen(true) < PAIRS_MIN || seen(false) < PAIRS_MIN {
        return Calibration::default();
    }
    // Two beginnings: lists that say nobody twice, and lists that do. Where decoys tell, both end much alike; the first counts.
    let ends = [WITHIN_VALUE, REPEATING_VALUE].map(|within| {
        let mut fit = Fit::new(classes, decided, within);
        for _ in 0..ROUNDS {
            if fit.round() < 0.02 {
                break;
            }
        }
        fit
    });
    let [once, repeating] = ends;
    if (repeating.across - once.across).abs() > AGREED_BITS && once.of_all() < repeating.of_all() + LEAD {
        // Lists that repeat people as often as they share them: their pairs could be either.
        return Calibration::default();
    }
    let fit = once;
    if (decided.len() as u64) < PAIRS_MIN && fit.mean(true) > fit.mean(false) - REPEATING_BITS {
        // Most pairs that stand out within these lists are of one person: they are no decoys.
        return Calibration::default();
    }
    let mut pairs: Vec<_> = fit.fitted.iter().map(|fitted| (fitted.lists.0, fitted.lists.1, fitted.overlap)).collect();
    pairs.sort_by_key(|&(one, other, _)| (one, other));
    Calibration {
        slopes: fit.slopes,
        across: fit.across,
        within: fit.mean(true),
        pairs,
        basis: if decided.is_empty() { Basis::Decoys } else { Basis::Decisions },
    }
}

struct Fit<'a> {
    classes: Vec<&'a Class>,
    decided: &'a [Decided],
    fitted: Vec<Fitted>,
    slopes: [f64; 2],
    /// Mean overlap of lists, around which the pairs of lists lie.
    across: f64,
    /// Sum over classes of what each bin is expected to have, n₀ aside.
    expected: Vec<f64>,
    observed: Vec<f64>,
}

impl<'a> Fit<'a> {
    fn new(classes: &'a Classes, decided: &'a [Decided], within: f64) -> Self {
        let fitted = classes.0.keys().map(|&lists| Fitted {
            lists,
            overlap: if lists.0 == lists.1 { within } else { MIDDLE },
            frequency: 0.0,
        });
        let mut observed = vec![0.0; BINS];
        for class in classes.0.values() {
            for (sum, count) in observed.iter_mut().zip(&class.counts) {
                *sum += count;
            }
        }
        let mut fit = Fit {
            classes: classes.0.values().collect(),
            decided,
            fitted: fitted.collect(),
            slopes: [1.0; 2],
            across: MIDDLE,
            expected: Vec::new(),
            observed,
        };
        fit.expect();
        fit
    }

    /// What a class is expected to have in a bin, n₀ aside.
    fn rate(&self, at: usize, fitted: &Fitted, slopes: [f64; 2], bin: usize) -> f64 {
        let odds = (stretched(middle(bin), slopes) + fitted.overlap).min(60.0).exp2();
        self.classes[at].total * fitted.frequency.exp2() * (1.0 + odds)
    }

    fn expect(&mut self) {
        self.expected = (0..BINS)
            .map(|bin| {
                self.fitted.iter().enumerate().map(|(at, fitted)| self.rate(at, fitted, self.slopes, bin)).sum::<f64>()
            })
            .collect();
    }

    /// Log posterior density as far as it depends on one class.
    fn of_class(&self, at: usize, fitted: &Fitted) -> f64 {
        let now = self.fitted[at];
        let mut sum = self.prior_of(fitted) + self.of_decisions(fitted, self.slopes);
        for bin in 0..BINS {
            if self.observed[bin] == 0.0 {
                continue;
            }
            let rate = self.rate(at, fitted, self.slopes, bin);
            let all = self.expected[bin] - self.rate(at, &now, self.slopes, bin) + rate;
            let all = all.max(f64::MIN_POSITIVE).ln();
            sum += (self.classes[at].counts[bin] * rate.ln() - self.observed[bin] * all) / TOGETHER;
        }
        sum
    }

    fn of_slopes(&self, slopes: [f64; 2]) -> f64 {
        let off = slopes.iter().zip(SLOPE_SPREADS).map(|(slope, spread)| ((slope - 1.0) / spread).powi(2));
        let mut sum = -0.5 * off.sum::<f64>();
        for bin in 0..BINS {
            if self.observed[bin] == 0.0 {
                continue;
            }
            let mut all = 0.0;
            for (at, fitted) in self.fitted.iter().enumerate() {
                let rate = self.rate(at, fitted, slopes, bin);
                all += rate;
                sum += self.classes[at].counts[bin] * rate.ln() / TOGETHER;
            }
            sum -= self.observed[bin] * all.ln() / TOGETHER;
        }
        sum + self.fitted.iter().map(|fitted| self.of_decisions(fitted, slopes)).sum::<f64>()
    }

    /// Log posterior density of everything.
    fn of_all(&self) -> f64 {
        let spread = if self.across > MIDDLE { ACROSS_SPREAD_MORE } else { ACROSS_SPREAD };
        let priors = self.fitted.iter().map(|fitted| self.prior_of(fitted)).sum::<f64>();
        self.of_slopes(self.slopes) + priors - 0.5 * ((self.across - MIDDLE) / spread).powi(2)
    }

    fn prior_of(&self, fitted: &Fitted) -> f64 {
        let square = |value: f64, middle: f64, spread: f64| -0.5 * ((value - middle) / spread).powi(2);
        if fitted.is_within() {
            let once = (1.0 - REPEATING_SHARE) * square(fitted.overlap, WITHIN_VALUE, WITHIN_SPREAD).exp();
            let repeating = REPEATING_SHARE * square(fitted.overlap, REPEATING_VALUE, WITHIN_SPREAD).exp();
            (once + repeating).max(f64::MIN_POSITIVE).ln() + square(fitted.frequency, 0.0, FREQUENCY_SPREAD)
        } else {
            square(
                fitted.overlap,
                self.across,
                if fitted.overlap > self.across { PAIR_SPREAD_MORE } else { PAIR_SPREAD },
            )
        }
    }

    /// What decided pairs say: each is a draw at its odds.
    fn of_decisions(&self, fitted: &Fitted, slopes: [f64; 2]) -> f64 {
        let of_class = self.decided.iter().filter(|pair| in_order(pair.lists.0, pair.lists.1) == fitted.lists);
        of_class
            .map(|pair| {
                let bits = stretched(f64::from(pair.raw_log_odds) / UNIT, slopes) + fitted.overlap;
                -(1.0 + if pair.same { -bits } else { bits }.min(60.0).exp2()).ln()
            })
            .sum()
    }

    /// One parameter after another. Returns by how much the greatest mover moved.
    fn round(&mut self) -> f64 {
        let mut moved: f64 = 0.0;
        for at in 0..self.fitted.len() {
            let now = self.fitted[at];
            let of_overlap = |overlap: f64| self.of_class(at, &Fitted { overlap, ..now });
            let overlap = highest(now.overlap, 4.0, of_overlap);
            let mut next = Fitted { overlap: overlap.clamp(-OFFSET_MAX, OFFSET_MAX), ..now };
            if now.is_within() {
                next.frequency =
                    highest(now.frequency, 2.0, |frequency| self.of_class(at, &Fitted { frequency, ..next }));
            }
            moved = moved.max((next.overlap - now.overlap).abs()).max((next.frequency - now.frequency).abs());
            for bin in 0..BINS {
                let change = self.rate(at, &next, self.slopes, bin) - self.rate(at, &now, self.slopes, bin);
                self.expected[bin] += change;
            }
            self.fitted[at] = next;
        }
        for side in 0..self.slopes.len() {
            let with = |slope: f64| {
                let mut slopes = self.slopes;
                slopes[side] = slope;
                slopes
            };
            let slope = highest(self.slopes[side], 0.1, |slope| self.of_slopes(with(slope))).clamp(0.3, 2.0);
            moved = moved.max((slope - self.slopes[side]).abs());
            self.slopes = with(slope);
        }
        self.across = self.mean_overlap();
        self.expect();
        moved
    }

    /// Mean overlap of lists with themselves, or with each other.
    fn mean(&self, within: bool) -> f64 {
        let (sum, count) = self.overlaps(within);
        sum / count.max(1.0)
    }

    /// The sum of these overlaps, and how many they are.
    fn overlaps(&self, within: bool) -> (f64, f64) {
        let of_kind = self.fitted.iter().filter(|fitted| fitted.is_within() == within);
        of_kind.fold((0.0, 0.0), |(sum, count), fitted| (sum + fitted.overlap, count + 1.0))
    }

    /// Where the pairs of lists lie around, drawn to what the mixture believes.
    fn mean_overlap(&self) -> f64 {
        let (sum, count) = self.overlaps(false);
        let precision = count / PAIR_SPREAD.powi(2);
        let drawn =
            |spread: f64| (sum / PAIR_SPREAD.powi(2) + MIDDLE / spread.powi(2)) / (precision + 1.0 / spread.powi(2));
        let less = drawn(ACROSS_SPREAD);
        if less > MIDDLE { drawn(ACROSS_SPREAD_MORE) } else { less }
    }
}

/// The place of the greatest value within reach of `around` (golden section; Kiefer 1953).
fn highest(around: f64, reach: f64, value: impl Fn(f64) -> f64) -> f64 {
    let shrink = (5.0_f64.sqrt() - 1.0) / 2.0;
    let (mut low, mut high) = (around - reach, around + reach);
    let (mut left, mut right) = (high - shrink * (high - low), low + shrink * (high - low));
    let (mut at_left, mut at_right) = (value(left), value(right));
    while high - low > 4e-3 * reach {
        if at_left >= at_right {
            (high, right, at_right) = (right, left, at_left);
            left = high - shrink * (high - low);
            at_left = value(left);
        } else {
            (low, left, at_left) = (left, right, at_right);
            right = low + shrink * (high - low);
            at_right = value(right);
        }
    }
    f64::midpoint(low, high)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Pairs of two lists of 1,000 rows: different people thin out by one bit a bit, matches lie around +10.
    fn lists(matches: u32, shift: f64) -> Classes {
        let mut classes = Classes::default();
        classes.announce((0, 1), 1e6);
        classes.announce((0, 0), 5e5);
        classes.announce((1, 1), 5e5);
        for bin in 0..40 {
            let raw = ((middle(bin) * UNIT) as i32, (200.0 * (shift - middle(bin)).exp2()) as u32);
            for _ in 0..raw.1 {
                classes.count((0, 1), raw.0);
                classes.count((0, 1), raw.0);
                classes.count((0, 0), raw.0);
                classes.count((1, 1), raw.0);
            }
        }
        for number in 0..matches {
            classes.count((0, 1), 8 * 1024 + number as i32 * 4);
        }
        classes
    }

    #[test]
    fn heavy_pairs_within_lists_make_heavy_pairs_across_lists_worth_less() {
        let found = calibrate(&lists(900, 5.0), &[]);
        assert_eq!(found.basis, Basis::Decoys);
        assert!(found.line(4096, 0, 1) < -1024, "{found:?}");
        assert!(found.at_middle(0, 0) < -2.0, "a list has nobody twice here: {found:?}");
    }

    #[test]
    fn lists_that_repeat_people_are_not_taken_for_lists_of_strangers() {
        let mut classes = lists(900, 0.0);
        for number in 0..450 {
            classes.count((0, 0), 8 * 1024 + number * 8);
            classes.count((1, 1), 8 * 1024 + number * 8);
        }
        let found = calibrate(&classes, &[]);
        assert!(found.line(9 * 1024, 0, 1) > -3 * 1024, "{found:?}");
    }

    #[test]
    fn where_lists_repeat_people_as_often_as_they_share_them_there_are_no_decoys() {
        let mut classes = lists(900, 0.0);
        for number in 0..900 {
            for list in [0, 1] {
                classes.count((list, list), 8 * 1024 + number * 4);
            }
        }
        assert_eq!(calibrate(&classes, &[]).basis, Basis::Model);
    }

    #[test]
    fn without_pairs_within_lists_the_odds_stay_the_models() {
        let mut classes = Classes::default();
        classes.announce((0, 1), 1e6);
        for _ in 0..100 {
            classes.count((0, 1), 4096);
        }
        assert_eq!(calibrate(&classes, &[]), Calibration::default());
    }

    #[test]
    fn decisions_move_what_decoys_leave_open() {
        let classes = lists(300, 3.0);
        let decided = |same| vec![Decided { lists: (0, 1), raw_log_odds: 2048, same }; 200];
        let (same, different) = (calibrate(&classes, &decided(true)), calibrate(&classes, &decided(false)));
        assert!(same.line(2048, 0, 1) > different.line(2048, 0, 1));
        assert_eq!(same.basis, Basis::Decisions);
    }
}
