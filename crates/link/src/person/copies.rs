//! Copies: lists of which a part was copied from another. A copy agrees with what it was copied from in all, errors
//! included, so it never corroborates; the model of weights does not know that.
//!
//! What gives a copy away is the order of its rows. Take the links between two lists as points (row here, row there): people
//! who stand on both by themselves are scattered, copied ones lie on a rising line with few gaps. The longest rising chains
//! are found with a look at the few rows before each point, so the work grows with the number of links. A chain counts when it is far longer than
//! chance could make one, and when most of its pairs are spelt alike: two lists in alphabetical order rise together too, but
//! each spells in its own way and skips those who are not on the other.
//!
//! A copy that was sorted anew or typed in again is not found. What is found is a proposal for a person to confirm.

use crate::person::run::Linkage;
use crate::person::table::Table;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Rows that a chain may advance at a time in either list.
const STEP_ROWS_MAX: u32 = 3;
/// Pairs that a chain needs, however unlikely it is by chance.
const CHAIN_MIN: u32 = 12;
/// Chains of a length that chance would give in one of so many pairs of lists are copies.
const CHANCE_MAX: f64 = 1e-9;
/// Share of the pairs of a chain whose names are letter for letter the same.
const ALIKE_MIN: f64 = 0.6;

/// One list that may in part be a copy of another.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Copied {
    /// The list that was copied …
    pub of: u16,
    /// … and the one that holds the copy: of the two the one of which it is the greater share.
    #[serde(rename = "in")]
    pub within: u16,
    /// Rows that were copied.
    pub rows: u32,
    /// Their share of the list that holds them.
    pub share: f64,
    /// Where they stand: first and last row in the list that holds them, first and last in the other, counted from 0 among the rows
    /// of the table.
    pub ranges: Vec<[u32; 4]>,
}

/// A row here, a row there, and whether both spell the name alike.
type Point = (u32, u32, bool);

/// A chain as it is found: first and last pair of rows, and how many pairs.
#[derive(Clone, Copy)]
struct Chain {
    first: (u32, u32),
    last: (u32, u32),
    pairs: u32,
    alike: u32,
}

/// The copies among the lists of a linkage, by list; pairs of lists that are `known` to copy one another are not told again. The order
/// of rows is that in which they were pushed.
pub fn find_copies(table: &Table, linkage: &Linkage, known: &[(u16, u16)]) -> Vec<Copied> {
    let mut sizes: BTreeMap<u16, u32> = BTreeMap::new();
    let place: Vec<u32> = table
        .lists
        .iter()
        .map(|&list| {
            let size = sizes.entry(list).or_default();
            *size += 1;
            *size - 1
        })
        .collect();
    let mut points: BTreeMap<(u16, u16), Vec<Point>> = BTreeMap::new();
    for edge in linkage.edges().into_iter().filter(|edge| edge.log_odds > 0) {
        let lists = (table.list_of(edge.left), table.list_of(edge.right));
        if lists.0 == lists.1 {
            continue;
        }
        let alike = table.names[edge.left as usize] == table.names[edge.right as usize];
        let (one, other) = (place[edge.left as usize], place[edge.right as usize]);
        let (lists, one, other) =
            if lists.0 < lists.1 { (lists, one, other) } else { ((lists.1, lists.0), other, one) };
        points.entry(lists).or_default().push((one, other, alike));
    }
    let mut found = Vec::new();
    let is_known = |lists: &(u16, u16)| known.iter().any(|&(one, other)| (one.min(other), one.max(other)) == *lists);
    for (lists, mut points) in points.into_iter().filter(|(lists, _)| !is_known(lists)) {
        points.sort_unstable();
        let sizes = (sizes[&lists.0], sizes[&lists.1]);
        let least = least_pairs(points.len() as f64, f64::from(sizes.0) * f64::from(sizes.1));
        let chains: Vec<Chain> = chains(&points).into_iter().filter(|chain| is_copy(chain, least)).collect();
        found.extend(copied(lists, sizes, &chains));
    }
    found
}

/// How many sources a group of records has that do not go back to one another: its lists, those that copy one another taken as
/// one, also by way of a list that is not among them.
pub fn independent(lists: &[u16], copies: &[(u16, u16)]) -> usize {
    let mut left: BTreeSet<u16> = lists.iter().copied().collect();
    let mut groups = 0;
    while let Some(first) = left.pop_first() {
        groups += 1;
        let mut reached = BTreeSet::from([first]);
        let mut next = vec![first];
        while let Some(list) = next.pop() {
            left.remove(&list);
            for &(one, other) in copies.iter().filter(|pair| pair.0 == list || pair.1 == list) {
                let beside = if one == list { other } else { one };
                if reached.insert(beside) {
                    next.push(beside);
                }
            }
        }
    }
    groups
}

fn is_copy(chain: &Chain, least: u32) -> bool {
    chain.pairs >= least && f64::from(chain.alike) >= ALIKE_MIN * f64::from(chain.pairs)
}

/// The length that chance does not reach: so many points thrown on so many cells have points · (cells in reach · density)^(n − 1)
/// chains of n.
fn least_pairs(points: f64, cells: f64) -> u32 {
    let further = (f64::from(STEP_ROWS_MAX).powi(2) * points / cells).min(0.5);
    let steps = (CHANCE_MAX / points).ln() / further.ln();
    (steps.ceil() as u32 + 1).max(CHAIN_MIN)
}

/// The longest chain to each point that none continues; points stand in order.
fn chains(points: &[Point]) -> Vec<Chain> {
    let at: HashMap<(u32, u32), usize> =
        points.iter().enumerate().map(|(number, &(one, other, _))| ((one, other), number)).collect();
    let mut longest: Vec<Chain> = Vec::with_capacity(points.len());
    let mut before_of: Vec<Option<usize>> = Vec::with_capacity(points.len());
    for &(one, other, alike) in points {
        let mut best: Option<usize> = None;
        for back in 1..=STEP_ROWS_MAX.min(one) {
            for down in 1..=STEP_ROWS_MAX.min(other) {
                let Some(&before) = at.get(&(one - back, other - down)) else { continue };
                if best.is_none_or(|best| longest[best].pairs < longest[before].pairs) {
                    best = Some(before);
                }
            }
        }
        before_of.push(best);
        let alike = u32::from(alike);
        longest.push(match best {
            Some(best) => {
                let chain = longest[best];
                Chain { last: (one, other), pairs: chain.pairs + 1, alike: chain.alike + alike, ..chain }
            }
            None => Chain { first: (one, other), last: (one, other), pairs: 1, alike },
        });
    }
    let mut is_continued = vec![false; points.len()];
    for before in before_of.into_iter().flatten() {
        is_continued[before] = true;
    }
    longest.into_iter().zip(is_continued).filter(|(_, continued)| !continued).map(|(chain, _)| chain).collect()
}

/// The chains of two lists as one finding. Rows that two chains share count once.
fn copied(lists: (u16, u16), sizes: (u32, u32), chains: &[Chain]) -> Option<Copied> {
    let mut kept: Vec<Chain> = Vec::new();
    let mut chains = chains.to_vec();
    chains.sort_by_key(|chain| (std::cmp::Reverse(chain.pairs), chain.first));
    for chain in chains {
        let is_apart = |other: &Chain| chain.last.0 < other.first.0 || other.last.0 < chain.first.0;
        if kept.iter().all(is_apart) {
            kept.push(chain);
        }
    }
    kept.sort_by_key(|chain| chain.first);
    let rows: u32 = kept.iter().map(|chain| chain.pairs).sum();
    if rows == 0 {
        return None;
    }
    let first_holds = sizes.0 < sizes.1;
    let range = |chain: &Chain| {
        let (one, other) = ([chain.first.0, chain.last.0], [chain.first.1, chain.last.1]);
        let (holds, of) = if first_holds { (one, other) } else { (other, one) };
        [holds[0], holds[1], of[0], of[1]]
    };
    let (of, within, size) = if first_holds { (lists.1, lists.0, sizes.0) } else { (lists.0, lists.1, sizes.1) };
    let share = f64::from(rows.min(size)) / f64::from(size);
    Some(Copied { of, within, rows, share, ranges: kept.iter().map(range).collect() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rising_line_is_one_chain_with_its_gaps() {
        let points: Vec<Point> = (0..60).filter(|row| row % 7 != 3).map(|row| (row, 100 + row, true)).collect();
        let chains = chains(&points);
        assert_eq!(chains.len(), 1);
        assert_eq!((chains[0].pairs as usize, chains[0].first, chains[0].last), (points.len(), (0, 100), (58, 158)));
        let found = copied((1, 2), (80, 500), &chains);
        let Some(found) = found else { unreachable!() };
        assert_eq!((found.of, found.within, found.rows, found.ranges), (2, 1, 51, vec![[0, 58, 100, 158]]));
    }

    #[test]
    fn people_who_stand_on_two_lists_by_themselves_are_no_copy() {
        let mut points: Vec<Point> =
            (0..1000_u32).map(|row| (row, row.wrapping_mul(2_654_435_761) % 2000, true)).collect();
        points.sort_unstable();
        let least = least_pairs(1000.0, 2e6);
        assert!(chains(&points).iter().all(|chain| !is_copy(chain, least)));
    }

    #[test]
    fn lists_that_copy_one_another_are_one_source() {
        assert_eq!(independent(&[1, 2, 3, 2], &[]), 3);
        assert_eq!(independent(&[1, 2, 3], &[(3, 1)]), 2);
        assert_eq!(independent(&[1, 3], &[(1, 2), (2, 3)]), 1);
        assert_eq!(independent(&[], &[(1, 2)]), 0);
    }
}
