//! Precision and recall of a linkage from judged pairs, with 95 % intervals.
//!
//! The estimate is Horvitz and Thompson's (1952) for a stratified sample: the share judged to be one person in each
//! stratum, times the pairs that the stratum has. A stratum that the threshold cuts is cut in two, each part with its
//! own known number of pairs (poststratification).
//!
//! Intervals: each stratum's share has a Wilson interval (1927), with as many effective trials as a sample without
//! replacement is worth (Cochran 1977, section 2.6). Distances from the share to its limits are put together in
//! quadrature, lower with lower and upper with upper (Zou, Huang and Zhang 2009, "A note on confidence interval
//! estimation for a linear function of binomial proportions"; Yan and Su 2010 do the same for stratified shares). Recall
//! is a ratio: its limits are the r at which found − r · all, a linear function, has 0 as a limit, as in Fieller (1954).
//! A bootstrap would have no width where all judged pairs of a stratum agree, which is what good linkages look like.

use super::draw::{Stratum, thousandth};
use crate::evaluate::wilson;
use serde::Serialize;

/// Halvings of the range of recall: far below what is printed.
const HALVINGS: usize = 50;

/// What the judges agree on about a pair.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// One person.
    Same,
    /// Two.
    Different,
    /// They disagree, are unsure, or did not judge it.
    Unresolved,
}

/// A drawn pair and what became of it.
#[derive(Clone, Copy, Debug)]
pub struct JudgedPair {
    /// Its stratum.
    pub stratum: usize,
    /// What the model said.
    pub probability: f64,
    /// What the judges said.
    pub outcome: Outcome,
}

/// A figure with its 95 % interval.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Estimate {
    /// The figure.
    pub value: f64,
    /// Its lower limit.
    pub low: f64,
    /// Its upper limit.
    pub high: f64,
}

impl Estimate {
    fn complement(self) -> Estimate {
        Estimate { value: 1.0 - self.value, low: 1.0 - self.high, high: 1.0 - self.low }
    }
}

/// How good the linkage is at a threshold. A figure is missing where nothing is proposed, or nobody is one person.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Quality {
    /// Share of the proposed pairs that are one person.
    pub precision: Option<Estimate>,
    /// Share of the candidates' true pairs that are proposed. What blocking lost is not among the candidates.
    pub recall_among_candidates: Option<Estimate>,
    /// Share of the proposed pairs that are two people.
    pub false_match_rate: Option<Estimate>,
    /// Share of the candidates' true pairs that are not proposed.
    pub missed_match_rate: Option<Estimate>,
}

/// A stratum: what the model says of it beside what people say.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct StratumShare {
    /// The lowest probability in it.
    pub from: f64,
    /// Where it ends.
    pub to: f64,
    /// Pairs in it.
    pub pairs: u64,
    /// Pairs drawn.
    pub drawn: u64,
    /// Pairs that the judges agree on.
    pub judged: u64,
    /// Of these, one person.
    pub same: u64,
    /// Pairs drawn that they do not agree on.
    pub unresolved: u64,
    /// What the model says on average.
    pub mean_probability: f64,
    /// Share of the judged that are one person.
    pub share: Option<f64>,
    /// 95 % interval of that share, by Wilson.
    pub interval: [f64; 2],
}

/// Everything that the judged pairs say at one threshold.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Estimates {
    /// The probability from which on a pair is proposed.
    pub threshold: f64,
    /// Pairs at or above it.
    pub proposed: u64,
    /// Pairs below it.
    pub below: u64,
    /// Over the pairs that the judges agree on; the others are taken to be like these within their stratum.
    pub agreed: Quality,
    /// As if the linkage were right about every pair that they do not agree on.
    pub all_right: Quality,
    /// As if it were wrong about every one of them.
    pub all_wrong: Quality,
    /// Strata, or parts of them, that hold pairs but no judged one. Their share is taken from the model and their
    /// interval is everything.
    pub without_judgement: usize,
    /// The strata: the model's probabilities against what people say.
    pub strata: Vec<StratumShare>,
}

/// A stratum, or the part of one on one side of the threshold.
struct Part {
    above: bool,
    pairs: u64,
    mean_probability: f64,
    same: u64,
    different: u64,
    unresolved: u64,
}

/// How pairs that the judges do not agree on are counted.
#[derive(Clone, Copy)]
enum Unresolved {
    LeftOut,
    Right,
    Wrong,
}

/// Estimates at a threshold, in thousandths.
pub fn estimate(strata: &[Stratum], by_thousandth: &[u64], judged: &[JudgedPair], threshold: u16) -> Estimates {
    let parts = parts(strata, by_thousandth, judged, threshold);
    let count = |above: bool| parts.iter().filter(|part| part.above == above).map(|part| part.pairs).sum();
    Estimates {
        threshold: f64::from(threshold) / 1_000.0,
        proposed: count(true),
        below: count(false),
        agreed: quality(&parts, Unresolved::LeftOut),
        all_right: quality(&parts, Unresolved::Right),
        all_wrong: quality(&parts, Unresolved::Wrong),
        without_judgement: parts.iter().filter(|part| part.same + part.different == 0).count(),
        strata: strata.iter().enumerate().map(|(at, stratum)| share_of(at, stratum, judged)).collect(),
    }
}

fn parts(strata: &[Stratum], by_thousandth: &[u64], judged: &[JudgedPair], threshold: u16) -> Vec<Part> {
    let mut parts = Vec::new();
    for (at, stratum) in strata.iter().enumerate() {
        // Probability 1 belongs to the last stratum.
        let end = if stratum.to == 1_000 { 1_001 } else { stratum.to };
        let cut = threshold.clamp(stratum.from, end);
        for (above, range) in [(false, stratum.from..cut), (true, cut..end)] {
            let pairs: u64 = range.clone().map(|thousandth| by_thousandth[usize::from(thousandth)]).sum();
            if pairs == 0 {
                continue;
            }
            let own =
                || judged.iter().filter(|pair| pair.stratum == at && range.contains(&thousandth(pair.probability)));
            let count = |outcome: Outcome| own().filter(|pair| pair.outcome == outcome).count() as u64;
            parts.push(Part {
                above,
                pairs,
                mean_probability: stratum.mean_probability,
                same: count(Outcome::Same),
                different: count(Outcome::Different),
                unresolved: count(Outcome::Unresolved),
            });
        }
    }
    parts
}

impl Part {
    /// The share that is one person, and its limits.
    fn share(&self, unresolved: Unresolved) -> Estimate {
        let same_too = match unresolved {
            Unresolved::LeftOut => None,
            Unresolved::Right => Some(self.above),
            Unresolved::Wrong => Some(!self.above),
        };
        let same = self.same + if same_too == Some(true) { self.unresolved } else { 0 };
        let different = self.different + if same_too == Some(false) { self.unresolved } else { 0 };
        let trials = same + different;
        if trials == 0 {
            return Estimate { value: self.mean_probability, low: 0.0, high: 1.0 };
        }
        let value = same as f64 / trials as f64;
        if trials >= self.pairs {
            return Estimate { value, low: value, high: value };
        }
        // Without replacement a sample is worth more, the nearer it comes to the whole.
        let effective = trials as f64 * (self.pairs - 1) as f64 / (self.pairs - trials) as f64;
        let [low, high] = wilson(value * effective, effective);
        Estimate { value, low: low.min(value), high: high.max(value) }
    }
}

/// A number of pairs that are one person, and the squared distances to its limits.
#[derive(Clone, Copy, Default)]
struct Total {
    value: f64,
    down: f64,
    up: f64,
}

fn total(parts: &[Part], above: bool, unresolved: Unresolved) -> Total {
    let mut total = Total::default();
    for part in parts.iter().filter(|part| part.above == above) {
        let (share, pairs) = (part.share(unresolved), part.pairs as f64);
        total.value += pairs * share.value;
        total.down += (pairs * (share.value - share.low)).powi(2);
        total.up += (pairs * (share.high - share.value)).powi(2);
    }
    total
}

fn quality(parts: &[Part], unresolved: Unresolved) -> Quality {
    let (found, missed) = (total(parts, true, unresolved), total(parts, false, unresolved));
    let proposed: u64 = parts.iter().filter(|part| part.above).map(|part| part.pairs).sum();
    let precision = (proposed > 0).then(|| {
        let all = proposed as f64;
        Estimate {
            value: found.value / all,
            low: ((found.value - found.down.sqrt()) / all).max(0.0),
            high: ((found.value + found.up.sqrt()) / all).min(1.0),
        }
    });
    let recall = (found.value + missed.value > 0.0).then(|| recall_of(found, missed));
    Quality {
        precision,
        recall_among_candidates: recall,
        false_match_rate: precision.map(Estimate::complement),
        missed_match_rate: recall.map(Estimate::complement),
    }
}

fn recall_of(found: Total, missed: Total) -> Estimate {
    let value = found.value / (found.value + missed.value);
    // found − r · (found + missed), whose limits fall as r grows.
    let middle = |r: f64| (1.0 - r) * found.value - r * missed.value;
    let lower = |r: f64| middle(r) - ((1.0 - r).powi(2) * found.down + r * r * missed.up).sqrt();
    let upper = |r: f64| middle(r) + ((1.0 - r).powi(2) * found.up + r * r * missed.down).sqrt();
    Estimate { value, low: crossing(lower, 0.0, value), high: crossing(upper, value, 1.0) }
}

/// Where a function falls below 0 between two places.
fn crossing(function: impl Fn(f64) -> f64, mut from: f64, mut to: f64) -> f64 {
    for _ in 0..HALVINGS {
        let middle = f64::midpoint(from, to);
        if function(middle) > 0.0 {
            from = middle;
        } else {
            to = middle;
        }
    }
    f64::midpoint(from, to)
}

fn share_of(at: usize, stratum: &Stratum, judged: &[JudgedPair]) -> StratumShare {
    let count =
        |outcome: Outcome| judged.iter().filter(|pair| pair.stratum == at && pair.outcome == outcome).count() as u64;
    let (same, different) = (count(Outcome::Same), count(Outcome::Different));
    let judged_here = same + different;
    StratumShare {
        from: f64::from(stratum.from) / 1_000.0,
        to: f64::from(stratum.to) / 1_000.0,
        pairs: stratum.pairs,
        drawn: stratum.drawn,
        judged: judged_here,
        same,
        unresolved: count(Outcome::Unresolved),
        mean_probability: stratum.mean_probability,
        share: (judged_here > 0).then(|| same as f64 / judged_here as f64),
        interval: wilson(same as f64, judged_here as f64),
    }
}
