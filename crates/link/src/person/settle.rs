//! From raw weights to those that are told: calibrated for the two lists, then beside their rivals and by way of
//! others.

use crate::edge::{Edge, probability};
use crate::person::calibration::Basis;
use crate::person::limits::{KEPT_LOG_ODDS_MIN, RIVALS_MAX};
use crate::person::model::Model;
use crate::person::pattern::PairComparer;
use crate::person::progress::Progress;
use crate::person::rivals::{Compatible, DOUBT_BITS, Fellows, ODDS_MIN, Rivalry, what_rivals_leave};
use crate::person::run::{Link, Options, Stage};
use crate::person::table::Table;
use crate::person::weigh::{Against, Scale, UNIT};
use crate::person::work::in_parallel;
use crate::random::NumberMap;
use std::collections::BTreeMap;

/// Rounds between "how many match" and "how likely is the pair".
const ROUNDS: usize = 3;
/// Share of a list that is taken to have a match on another, at the most, for the odds of "none of these".
const MATCHED_MAX: f64 = 0.95;
/// Bits by which two records of one person contradict each other without anybody wondering.
const SLACK: f64 = 6.0;
/// Bits by which one list says a person twice more rarely than two lists say him once each, where nothing is known of it.
const TWICE_BITS: f64 = 3.0;
/// Pairs that one thread compares at a time.
const CHUNK_PAIRS: usize = 4096;

/// Completes the weights of all links. What comes back are the raw log odds of the pairs that share a third record and
/// are no links themselves. `None` when the progress asked to stop.
pub(crate) fn settle(
    table: &Table,
    model: &Model,
    options: &Options,
    links: &mut Vec<Link>,
    progress: &mut dyn Progress,
) -> Option<Vec<Beside>> {
    for link in links.iter_mut() {
        link.calibrate(table, model);
    }
    let beside = beside(table, model, options, links, progress)?;
    let sizes = table.list_sizes();
    // A list that is linked with itself says people several times: two rows that fit a third are no rivals.
    let one_list = sizes.len() == 1;
    let compatible = compatible(table, model, options, links, &beside, one_list);
    // Without rivals the first round is the last.
    for round in if one_list { ROUNDS - 1 } else { 0 }..ROUNDS {
        let room = room(table, &sizes, links);
        let odds_of = |link: &Link| (f64::from(link.raw_log_odds + link.calibration) / UNIT).exp2();
        let rivalry =
            |(link, room): (&Link, f64)| Rivalry { left: link.left, right: link.right, odds: odds_of(link) * room };
        let pairs: Vec<Rivalry> = links.iter().zip(room.iter().copied()).map(rivalry).collect();
        let mut gains = if one_list {
            vec![1.0; pairs.len()]
        } else {
            what_rivals_leave(table.len(), &pairs, &compatible, options.threads)
        };
        if round + 1 == ROUNDS && !options.across_lists_only {
            by_way_of_others(&pairs, &compatible, &mut gains);
        }
        for (link, (gain, room)) in links.iter_mut().zip(gains.iter().zip(&room)) {
            link.rivals = ((gain * room).log2() * UNIT).round() as i32;
            link.sum_up();
        }
    }
    links.retain(|link| link.log_odds >= KEPT_LOG_ODDS_MIN);
    Some(beside)
}

/// By how much "none of these" is rarer than a random pair's odds suppose, for two lists that share much: one over the
/// shares of both that have no match on the other; 1 within a list. For each link, less what its two mothers contradict
/// each other in: cousins fill the room of matches that are not there, and it is the mother who tells them apart.
fn room(table: &Table, sizes: &BTreeMap<u16, usize>, links: &[Link]) -> Vec<f64> {
    let lists = |link: &Link| table.lists_of(link.left, link.right);
    let mut matches: BTreeMap<(u16, u16), f64> = BTreeMap::new();
    for together in links.chunk_by(|one, other| lists(one) == lists(other)) {
        *matches.entry(lists(&together[0])).or_default() += together.iter().map(Link::probability).sum::<f64>();
    }
    let room = |(&(one, other), matched): (&(u16, u16), &f64)| {
        let unmatched = |list: u16| 1.0 - (matched / sizes[&list] as f64).min(MATCHED_MAX);
        ((one, other), if one == other { 1.0 } else { 1.0 / (unmatched(one) * unmatched(other)) })
    };
    let rooms: BTreeMap<(u16, u16), f64> = matches.iter().map(room).collect();
    let of_link = |link: &Link| {
        let two_mothers = (f64::from(link.against.mother) / UNIT).exp2();
        (rooms[&lists(link)] * two_mothers).max(1.0)
    };
    links.iter().map(of_link).collect()
}

/// Two records that fit a third and are no link themselves.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Beside {
    pub(crate) one: u32,
    pub(crate) other: u32,
    /// Log odds by the lines, kin and prior alone, in 1/1024 bit.
    pub(crate) raw_log_odds: i32,
    /// What speaks against it.
    pub(crate) against: Against,
}

impl Beside {
    /// What clustering takes of it: the pair says little itself, so it votes with what the two contradict each other in,
    /// and the prior, which counts once for a person, does not count again.
    pub(crate) fn neutral(&self, prior: i32) -> Edge {
        let log_odds = (self.raw_log_odds - prior).min(self.against.lines);
        Edge { left: self.one, right: self.other, log_odds }
    }
}

/// Compares records that fit a third.
fn beside(
    table: &Table,
    model: &Model,
    options: &Options,
    links: &[Link],
    progress: &mut dyn Progress,
) -> Option<Vec<Beside>> {
    let floor = (ODDS_MIN.log2() * UNIT) as i32;
    let mut fits: Vec<(u32, i32, u32)> = Vec::new();
    for link in links.iter().filter(|link| link.log_odds >= floor) {
        fits.push((link.left, -link.log_odds, link.right));
        fits.push((link.right, -link.log_odds, link.left));
    }
    fits.sort_unstable();
    let mut pairs: Vec<(u32, u32)> = Vec::new();
    for rivals in fits.chunk_by(|one, other| one.0 == other.0) {
        let rivals = &rivals[..rivals.len().min(RIVALS_MAX)];
        for (at, &(_, _, one)) in rivals.iter().enumerate() {
            pairs.extend(rivals[at + 1..].iter().map(|&(_, _, other)| (one.min(other), one.max(other))));
        }
    }
    pairs.sort_unstable();
    pairs.dedup();
    pairs.retain(|pair| links.binary_search_by_key(pair, |link| (link.left, link.right)).is_err());
    let scale = Scale::new(table, model);
    let pieces = pairs.len().div_ceil(CHUNK_PAIRS);
    let comparers = || PairComparer::new(table);
    let compared = in_parallel(pieces, options.threads, Stage::Score, progress, &comparers, &|comparer, piece| {
        let chunk = &pairs[piece * CHUNK_PAIRS..((piece + 1) * CHUNK_PAIRS).min(pairs.len())];
        let weighed = chunk.iter().map(|&(one, other)| {
            let weighed = scale.compared(comparer, (one, other));
            Beside { one, other, raw_log_odds: weighed.log_odds(), against: weighed.against() }
        });
        weighed.collect::<Vec<_>>()
    })?;
    Some(compared.into_iter().flatten().collect())
}

/// How far records that compete may be one person.
fn compatible(
    table: &Table,
    model: &Model,
    options: &Options,
    links: &[Link],
    beside: &[Beside],
    one_list: bool,
) -> Compatible {
    let prior = model.prior_log_odds();
    let dearer = |one: u16, other: u16| {
        // A list says one person twice more rarely than two lists say him once each.
        if one != other || one_list {
            return 0.0;
        }
        if model.calibration.basis == Basis::Model {
            return -TWICE_BITS;
        }
        (model.calibration.at_middle(one, one) - model.calibration.across).min(0.0)
    };
    let mut found = Compatible::default();
    let mut add = |one: u32, other: u32, raw: i32, against: Against| {
        let lists = table.lists_of(one, other);
        if lists.0 == lists.1 && options.promised.contains(&lists.0) {
            return;
        }
        let dearer = dearer(lists.0, lists.1);
        let alike = probability(raw + (dearer * UNIT) as i32);
        let bits = |weight: i32| f64::from(weight) / UNIT;
        let allowed = ((bits(raw - prior) + SLACK).min(bits(against.lines)) + dearer).exp2();
        if allowed > 1e-6 {
            found.insert(one, other, Fellows { allowed, alike });
        }
    };
    for pair in beside {
        add(pair.one, pair.other, pair.raw_log_odds, pair.against);
    }
    if !beside.is_empty() && !options.across_lists_only {
        for link in links {
            add(link.left, link.right, link.raw_log_odds, link.against);
        }
    }
    found
}

/// How likely two records that fit a third by these odds are one person with it, rather than either alone. Of "both",
/// "the one" and "the other" the odds are `one · other · allowed`, `one` and `other`: what two records that fit a third
/// have in common with each other is no evidence again, what they contradict each other in is.
fn one_person(one: f64, other: f64, allowed: f64) -> f64 {
    if allowed <= 0.0 { 0.0 } else { 1.0 / (1.0 + (1.0 / one + 1.0 / other) / allowed) }
}

/// A probability by way of a third, doubted.
fn doubted(both: f64) -> f64 {
    let odds = both / (1.0 - both).max(1e-9) * (-DOUBT_BITS).exp2();
    (odds / (1.0 + odds)).min(0.999)
}

/// Two records that both fit a third are one person with it, whatever little they say themselves: the gain of such a
/// pair is what makes it as likely as that.
fn by_way_of_others(pairs: &[Rivalry], compatible: &Compatible, gains: &mut [f64]) {
    let likely = |at: usize| {
        let odds = pairs[at].odds * gains[at];
        odds / (1.0 + odds)
    };
    let mut around: NumberMap<u32, Vec<(u32, usize)>> = NumberMap::default();
    for (at, pair) in pairs.iter().enumerate().filter(|(at, _)| likely(*at) > 0.5) {
        around.entry(pair.left).or_default().push((pair.right, at));
        around.entry(pair.right).or_default().push((pair.left, at));
    }
    let mut raised: Vec<(usize, f64)> = Vec::new();
    for (at, pair) in pairs.iter().enumerate() {
        let (Some(left), Some(right)) = (around.get(&pair.left), around.get(&pair.right)) else { continue };
        let allowed = compatible.between(pair.left, pair.right).allowed;
        let mut best = likely(at);
        for &(third, first) in left {
            let Some(&(_, second)) = right.iter().find(|(record, _)| *record == third) else { continue };
            let odds = (pairs[first].odds * gains[first], pairs[second].odds * gains[second]);
            let both = likely(first) * likely(second) * one_person(odds.0, odds.1, allowed);
            best = best.max(doubted(both));
        }
        if best > likely(at) {
            raised.push((at, best / (1.0 - best) / pairs[at].odds));
        }
    }
    for (at, gain) in raised {
        gains[at] = gain;
    }
}
