//! How many different people the records speak of: a count with an interval, never a single number.
//!
//! The count is taken over sampled clusterings (Steorts, Hall and Fienberg 2016), so that what linkage leaves open stays
//! open. Sampling alone would be too sure of itself, for two reasons. The log odds may be off as a whole, or for two
//! lists: each draw moves them. And pairs of one person that never met, or fell below the floor, are in no draw: how many
//! there are is a share measured on generated lists, or that of triangles where it is greater (two records that both are, beyond
//! doubt, one person with a third are a pair of one person; the share of such pairs that are no links is lost). Each join is
//! taken to hang on one pair, as it does for most people.
//!
//! Records without any name of the person's own, such as unknown bodies, are not counted: who they are is the question, and
//! each would count as one more person though most of them are on other lists by name. They are told beside the count.

use crate::cluster::{Constraints, sample_clusterings};
use crate::edge::Edge;
use crate::person::limits::{COUNT_DRAWS, TRIANGLE_SIDES_MAX};
use crate::person::run::Linkage;
use crate::person::table::Table;
use crate::person::weigh::UNIT;
use crate::person::work::in_ranges;
use crate::random::{NumberMap, SplitMix, join};
use serde::Serialize;

/// Bits by which all log odds together may be off: one standard deviation.
const ALL_SPREAD: f64 = 1.0;
/// Bits by which those of two lists may be off beside the others.
const LISTS_SPREAD: f64 = 1.0;
/// Share of the pairs of one person that are no links, on generated lists: 2.0 and 2.4 % for the demo's seeds 31 and 32. Triangles
/// are made of records that say much, so they can only raise it.
const LOST_SHIPPED: f64 = 0.02;
/// The share that is lost is known to this part of itself.
const LOST_SPREAD: f64 = 0.5;
/// Log odds of a side of a triangle: beyond doubt.
const SIDE_LOG_ODDS_MIN: i32 = 10 * 1024;
/// Standard deviations on either side that hold 95 of 100.
const SIDES: f64 = 1.96;

/// How many different people the records that name somebody speak of.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct People {
    /// The count that is expected.
    pub estimate: u64,
    /// Where the interval of 95 % begins …
    pub low: u64,
    /// … and where it ends.
    pub high: u64,
    /// Records that name somebody: what was counted.
    pub records: u64,
    /// Records that name nobody and are not counted.
    pub nameless: u64,
    /// Share of the pairs of one person that linkage never saw, as estimated.
    pub lost: f64,
}

/// Counts the people of a table that was linked. The same seed gives the same count on any number of threads.
pub fn count_people(table: &Table, linkage: &Linkage, constraints: &Constraints, seed: u64, threads: usize) -> People {
    let named: Vec<bool> = (0..table.len() as u32).map(|row| table.names_somebody(row)).collect();
    let records = named.iter().filter(|named| **named).count() as u64;
    let lost = share_open(table.len(), linkage).max(LOST_SHIPPED);
    let drawn = in_ranges(COUNT_DRAWS as usize, threads, &|draws| {
        let people = draws.map(|draw| {
            let offsets = Offsets::draw(&table.lists, seed, draw as u32);
            let edges = offsets.moved(table, linkage, &named);
            let sampled = sample_clusterings(table.len(), &edges, constraints, 1, join(seed, draw as u64));
            distinct(&sampled.clustering(0).of_record, &named) as f64
        });
        people.collect::<Vec<f64>>()
    });
    let mut random = SplitMix::new(join(seed, LOST));
    let count = |people: f64| {
        let lost = (lost * (1.0 + LOST_SPREAD * normal(&mut random))).clamp(0.0, 0.5);
        // A join that was seen stands for those that were not.
        let unseen = (records as f64 - people) * lost / (1.0 - lost);
        (people - unseen).max(1.0).min(records as f64)
    };
    let counts: Vec<f64> = drawn.into_iter().flatten().map(count).collect();
    let mean = counts.iter().sum::<f64>() / counts.len().max(1) as f64;
    let square = counts.iter().map(|count| (count - mean).powi(2)).sum::<f64>();
    let side = SIDES * (square / (counts.len().max(2) - 1) as f64).sqrt();
    let within = |count: f64| (count.max(0.0) as u64).min(records);
    People {
        estimate: within(mean.round()),
        low: within((mean - side).floor()),
        high: within((mean + side).ceil()),
        records,
        nameless: table.len() as u64 - records,
        lost,
    }
}

/// Clusters with a record that names somebody.
fn distinct(of_record: &[u32], named: &[bool]) -> usize {
    let mut seen = vec![false; of_record.len()];
    for (&cluster, _) in of_record.iter().zip(named).filter(|(_, named)| **named) {
        seen[cluster as usize] = true;
    }
    seen.into_iter().filter(|seen| *seen).count()
}

/// How far one draw moves the log odds, in bits.
struct Offsets {
    all: f64,
    of_lists: NumberMap<u32, f64>,
}

impl Offsets {
    /// Draws come in twos that mirror each other, so that their mean is not moved.
    fn draw(lists: &[u16], seed: u64, draw: u32) -> Offsets {
        let mut random = SplitMix::new(join(seed, u64::from(draw / 2)));
        let sign = if draw.is_multiple_of(2) { 1.0 } else { -1.0 };
        let mut distinct = lists.to_vec();
        distinct.sort_unstable();
        distinct.dedup();
        let all = sign * ALL_SPREAD * normal(&mut random);
        let mut of_lists = NumberMap::default();
        for (at, &one) in distinct.iter().enumerate() {
            for &other in &distinct[at..] {
                of_lists.insert(key((one, other)), sign * LISTS_SPREAD * normal(&mut random));
            }
        }
        Offsets { all, of_lists }
    }

    fn moved(&self, table: &Table, linkage: &Linkage, named: &[bool]) -> Vec<Edge> {
        let moved = linkage.links.iter().map(|link| {
            let lists = table.lists_of(link.left, link.right);
            let bits = self.all + self.of_lists.get(&key(lists)).copied().unwrap_or(0.0);
            link.edge_if_moved((bits * UNIT).round() as i32)
        });
        let all = moved.chain(linkage.neutral.iter().copied());
        all.filter(|edge| named[edge.left as usize] && named[edge.right as usize]).collect()
    }
}

/// Two lists as one number.
fn key((one, other): (u16, u16)) -> u32 {
    u32::from(one) << 16 | u32::from(other)
}

/// The share of triangles whose third side is not among the links. Twenty closed ones are added, so that a handful does not
/// say that half is lost.
fn share_open(records: usize, linkage: &Linkage) -> f64 {
    let mut sides: Vec<Vec<u32>> = vec![Vec::new(); records];
    for link in linkage.links.iter().filter(|link| link.log_odds >= SIDE_LOG_ODDS_MIN) {
        for (one, other) in [(link.left, link.right), (link.right, link.left)] {
            let sides = &mut sides[one as usize];
            if sides.len() < TRIANGLE_SIDES_MAX {
                sides.push(other);
            }
        }
    }
    let (mut closed, mut open) = (0.0, 0.0);
    for around in &sides {
        for (at, &one) in around.iter().enumerate() {
            for &other in &around[at + 1..] {
                let pair = (one.min(other), one.max(other));
                let is_link = linkage.links.binary_search_by_key(&pair, |link| (link.left, link.right)).is_ok();
                *(if is_link { &mut closed } else { &mut open }) += 1.0;
            }
        }
    }
    open / (open + closed + 20.0)
}

/// A draw of the standard normal distribution (Box and Muller 1958).
fn normal(random: &mut SplitMix) -> f64 {
    let mut unit = || ((random.next() >> 11) as f64 + 0.5) / (1_u64 << 53) as f64;
    let (one, other) = (unit(), unit());
    (-2.0 * one.ln()).sqrt() * (std::f64::consts::TAU * other).cos()
}

/// Keeps these numbers apart from the coins.
const LOST: u64 = 0x510E_527F_ADE6_82D1;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::person::{Options, TableBuilder, link};
    use record::{AsOf, Property};

    fn counted(seed: u64) -> People {
        let mut builder = TableBuilder::new();
        let given = ["محمد", "أحمد", "خالد", "يوسف", "إبراهيم", "فادي", "سامر", "رامي"];
        let family = ["الخطيب", "حمود", "قصيري", "النجار", "الحلبي", "درويش", "شاهين"];
        for list in 0..2 {
            for (at, one) in given.iter().enumerate() {
                for (next, other) in family.iter().enumerate() {
                    let year = (1950 + (at * 7 + next)).to_string();
                    let cells = [(Property::Given, *one), (Property::Family, *other), (Property::BirthDate, &*year)];
                    builder.push_cells(list, &AsOf::default(), &cells);
                }
            }
            builder.push_cells(list, &AsOf::default(), &[(Property::BirthDate, "1980")]);
        }
        let table = builder.finish();
        let Some(linkage) = link(&table, &Options::new(1, 1), &mut |_, _, _| true) else { unreachable!() };
        count_people(&table, &linkage, &Constraints::default(), seed, 2)
    }

    #[test]
    fn the_nameless_are_told_beside_and_one_seed_gives_one_count() {
        let people = counted(5);
        assert_eq!((people.records, people.nameless), (112, 2), "{people:?}");
        assert!(people.low <= people.estimate && people.estimate <= people.high, "{people:?}");
        assert!(people.high <= people.records, "{people:?}");
        assert_eq!(people, counted(5));
    }

    #[test]
    fn draws_mirror_each_other_in_twos() {
        let lists = [0, 1, 1, 2];
        let (one, other) = (Offsets::draw(&lists, 3, 4), Offsets::draw(&lists, 3, 5));
        assert!((one.all + other.all).abs() < 1e-12);
        assert_eq!(one.of_lists.len(), 6);
        assert!(one.of_lists.iter().all(|(lists, bits)| (bits + other.of_lists[lists]).abs() < 1e-12));
    }
}
