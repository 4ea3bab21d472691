//! One draw of one component: pivots in random order gather their neighbours.

use super::super::options::UNLINKED_VOTE;
use super::SAMPLED_LOG_ODDS_MIN;
use super::units::Units;
use crate::edge::probability;
use crate::random::join;

/// Draws in the same buffers.
#[derive(Debug, Default)]
pub(super) struct Draw {
    /// By unit: the pivot of its cluster, or `FREE`.
    of_unit: Vec<u32>,
    order: Vec<(u64, u32)>,
    /// By unit: what is known between it and the cluster that is gathering.
    known: Vec<Known>,
    candidates: Vec<(i64, u32)>,
    /// By list: the last cluster, counted from 1, that held a row of it.
    seen: Vec<u32>,
}

const FREE: u32 = u32::MAX;

#[derive(Clone, Copy, Debug, Default)]
struct Known {
    /// The cluster, counted from 1, of which this is known.
    cluster: u32,
    pairs: u32,
    log_odds: i64,
    different: bool,
}

impl Draw {
    /// The cluster of each unit, named by a unit.
    pub(super) fn one(&mut self, units: &mut Units, seed: u64, sample: u32) -> &[u32] {
        let units = &*units;
        let key = join(seed, u64::from(sample));
        self.of_unit.clear();
        self.of_unit.resize(units.len(), FREE);
        self.known.clear();
        self.known.resize(units.len(), Known::default());
        self.seen.clear();
        self.seen.resize(units.of_record().len() + 1, 0);
        self.order.clear();
        self.order.extend((0..units.len() as u32).map(|unit| (join(key ^ PIVOT, u64::from(units.name(unit))), unit)));
        self.order.sort_unstable();
        let order = std::mem::take(&mut self.order);
        let mut cluster = 0;
        for &(_, pivot) in &order {
            if self.of_unit[pivot as usize] == FREE {
                cluster += 1;
                self.gather(units, pivot, cluster, key);
            }
        }
        self.order = order;
        &self.of_unit
    }

    fn gather(&mut self, units: &Units, pivot: u32, cluster: u32, key: u64) {
        self.take(units, pivot, pivot, cluster);
        let mut candidates = std::mem::take(&mut self.candidates);
        candidates.clear();
        for tie in units.ties(pivot).iter().filter(|tie| self.of_unit[tie.unit as usize] == FREE) {
            if tie.log_odds >= i64::from(SAMPLED_LOG_ODDS_MIN) {
                candidates.push((tie.log_odds, tie.unit));
            }
        }
        if candidates.len() > 1 {
            for (rank, unit) in &mut candidates {
                *rank += gumbel(coin(key ^ ORDER, units.name(pivot), units.name(*unit)));
            }
            candidates.sort_unstable_by_key(|&(rank, unit)| (std::cmp::Reverse(rank), unit));
        }
        let mut size = units.size(pivot);
        for &(_, unit) in &candidates {
            let known = self.known[unit as usize];
            let clash = units.lists(unit).iter().any(|&list| self.seen[list as usize] == cluster);
            if known.different || clash {
                continue;
            }
            let pairs = i64::from(size) * i64::from(units.size(unit));
            let log_odds = known.log_odds + (pairs - i64::from(known.pairs)) * i64::from(UNLINKED_VOTE);
            let log_odds = log_odds.clamp(i64::from(i32::MIN), i64::from(i32::MAX)) as i32;
            if coin(key, units.name(pivot), units.name(unit)) < probability(log_odds) {
                self.take(units, unit, pivot, cluster);
                size += units.size(unit);
            }
        }
        self.candidates = candidates;
    }

    /// A unit joins the cluster of a pivot.
    fn take(&mut self, units: &Units, unit: u32, pivot: u32, cluster: u32) {
        self.of_unit[unit as usize] = pivot;
        for &list in units.lists(unit) {
            self.seen[list as usize] = cluster;
        }
        for tie in units.ties(unit) {
            let known = &mut self.known[tie.unit as usize];
            if known.cluster != cluster {
                *known = Known { cluster, ..Known::default() };
            }
            known.pairs += tie.pairs;
            known.log_odds += tie.log_odds;
            known.different |= tie.different;
        }
    }
}

/// Keep the numbers that order pivots and candidates apart from the coins.
const PIVOT: u64 = 0xBB67_AE85_84CA_A73B;
const ORDER: u64 = 0x6A09_E667_F3BC_C908;

/// A number from 0 up to 1 that belongs to a pair, whichever comes first.
fn coin(key: u64, one: u32, other: u32) -> f64 {
    let pair = u64::from(one.min(other)) << 32 | u64::from(one.max(other));
    (join(key, pair) >> 11) as f64 / (1_u64 << 53) as f64
}

/// A draw of Gumbel's distribution in 1/1024 bit: added to log odds, the greatest is drawn in proportion to odds.
fn gumbel(coin: f64) -> i64 {
    (-(-coin.max(f64::MIN_POSITIVE).ln()).max(f64::MIN_POSITIVE).log2() * 1024.0).round() as i64
}
