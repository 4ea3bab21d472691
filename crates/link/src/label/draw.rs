//! The draw: strata by predicted probability, and a simple random sample in each.

use super::allocate::{Size, allocate};
use crate::random::{SplitMix, join};
use serde::{Deserialize, Serialize};

/// Where strata end, in thousandths; the threshold is one more. Finer where most pairs change their side.
const ENDS: [u16; 8] = [10, 100, 300, 500, 700, 900, 990, 999];
/// Tells the draw from the other uses of one seed.
const PURPOSE: u64 = 0xd4a7;

/// What is drawn.
#[derive(Clone, Copy, Debug)]
pub struct Design {
    /// Pairs to draw, at most as many as there are.
    pub sample: usize,
    /// The probability, in thousandths, from which on a pair is proposed.
    pub threshold: u16,
    /// The same seed draws the same pairs.
    pub seed: u64,
}

/// Pairs of about one probability.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Stratum {
    /// The lowest probability, in thousandths.
    pub from: u16,
    /// The probability that is no longer in it, in thousandths; the last stratum holds probability 1 as well.
    pub to: u16,
    /// Pairs in it.
    pub pairs: u64,
    /// Pairs drawn of it.
    pub drawn: u64,
    /// What the model says of them on average.
    pub mean_probability: f64,
}

impl Stratum {
    /// For how many pairs one drawn pair stands.
    pub fn sampling_weight(&self) -> f64 {
        self.pairs as f64 / self.drawn.max(1) as f64
    }
}

/// A drawn pair.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pick {
    /// Its place among the pairs.
    pub pair: usize,
    /// Its stratum.
    pub stratum: usize,
}

/// What was drawn.
#[derive(Clone, Debug, PartialEq)]
pub struct Drawn {
    /// The strata that hold pairs, the least probable first.
    pub strata: Vec<Stratum>,
    /// The drawn pairs, by stratum and then by place.
    pub picks: Vec<Pick>,
    /// How many pairs there are in each thousandth of probability, so that any threshold can be asked about later.
    pub by_thousandth: Vec<u64>,
}

/// The thousandth that a probability falls into: the greatest k with k/1000 at or below it.
pub fn thousandth(probability: f64) -> u16 {
    let near = (probability.clamp(0.0, 1.0) * 1_000.0) as u16;
    let begins = |thousandth: u16| f64::from(thousandth) / 1_000.0;
    // The product may have been rounded over an edge, in either direction.
    if near < 1_000 && begins(near + 1) <= probability {
        near + 1
    } else if begins(near) > probability {
        near - 1
    } else {
        near
    }
}

/// Draws pairs, given the probability of each.
pub fn draw(probabilities: &[f64], design: &Design) -> Drawn {
    let mut ends: Vec<u16> = ENDS.into_iter().chain([design.threshold, 0]).filter(|&end| end < 1_000).collect();
    ends.sort_unstable();
    ends.dedup();
    let mut members: Vec<Vec<u32>> = vec![Vec::new(); ends.len()];
    let mut sums = vec![0.0; ends.len()];
    let mut by_thousandth = vec![0_u64; 1_001];
    for (pair, &probability) in (0_u32..).zip(probabilities) {
        let thousandth = thousandth(probability);
        by_thousandth[usize::from(thousandth)] += 1;
        let stratum = ends.partition_point(|&end| end <= thousandth) - 1;
        members[stratum].push(pair);
        sums[stratum] += probability;
    }
    let means: Vec<f64> = sums.iter().zip(&members).map(|(sum, members)| sum / members.len().max(1) as f64).collect();
    let end_of = |at: usize| ends.get(at + 1).copied().unwrap_or(1_000);
    let size = |at: usize| Size {
        pairs: members[at].len() as u64,
        mean_probability: means[at],
        above: ends[at] >= design.threshold,
        near: ends[at] == design.threshold || end_of(at) == design.threshold,
    };
    let sizes: Vec<Size> = (0..ends.len()).map(size).collect();
    let drawn = allocate(&sizes, design.sample as u64);

    let mut random = SplitMix::new(join(design.seed, PURPOSE));
    let (mut strata, mut picks) = (Vec::new(), Vec::new());
    for (at, own) in members.iter_mut().enumerate().filter(|(_, own)| !own.is_empty()) {
        let taken = drawn[at] as usize;
        // The first steps of a shuffle (Fisher and Yates 1938): each set of this size is as likely.
        for place in 0..taken {
            let other = place + random.below(own.len() - place);
            own.swap(place, other);
        }
        own[..taken].sort_unstable();
        picks.extend(own[..taken].iter().map(|&pair| Pick { pair: pair as usize, stratum: strata.len() }));
        let (from, to, pairs) = (ends[at], end_of(at), own.len() as u64);
        strata.push(Stratum { from, to, pairs, drawn: taken as u64, mean_probability: means[at] });
    }
    Drawn { strata, picks, by_thousandth }
}
