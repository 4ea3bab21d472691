//! Lists on which every row is another person: which of them stand in which cluster of a component.

use crate::random::Mixed;
use std::collections::HashSet;
use std::hash::BuildHasherDefault;

/// So many lists of a component have a bit each.
const LISTS_BY_BITS_MAX: usize = 63;

const NONE: u32 = u32::MAX;

/// Which lists the clusters of a component hold.
#[derive(Debug)]
pub(super) struct Lists<'a> {
    /// By record of all records.
    of_all: &'a [Option<u16>],
    known: Vec<u16>,
    /// By record of the component: its list in numbers of the component, from 1; 0 for none.
    of: Vec<u32>,
    /// By cluster: a bit for each list, or for each 64th.
    bits: Vec<u64>,
    /// Cluster and list, where there are more lists than bits.
    held: HashSet<u64, BuildHasherDefault<Mixed>>,
    /// By cluster: a record of it that is on a list, how many there are; by such a record the next, in a ring.
    first: Vec<u32>,
    counts: Vec<u32>,
    next: Vec<u32>,
}

impl<'a> Lists<'a> {
    pub(super) fn new(of_all: &'a [Option<u16>]) -> Self {
        Lists {
            of_all,
            known: Vec::new(),
            of: Vec::new(),
            bits: Vec::new(),
            held: HashSet::default(),
            first: Vec::new(),
            counts: Vec::new(),
            next: Vec::new(),
        }
    }

    pub(super) fn fill(&mut self, records: &[u32]) {
        self.known.clear();
        if self.of_all.is_empty() {
            return;
        }
        let list = |record: u32| self.of_all.get(record as usize).copied().flatten();
        self.known.extend(records.iter().filter_map(|&record| list(record)));
        self.known.sort_unstable();
        self.known.dedup();
        let number = |list: u16| self.known.binary_search(&list).map_or(0, |at| at as u32 + 1);
        self.of.clear();
        self.of.extend(records.iter().map(|&record| list(record).map_or(0, number)));
        self.bits.clear();
        self.bits.extend(self.of.iter().map(|&list| if list == 0 { 0 } else { 1 << (list % 64) }));
        if self.are_many() {
            self.fill_held();
        }
    }

    fn are_many(&self) -> bool {
        self.known.len() > LISTS_BY_BITS_MAX
    }

    fn fill_held(&mut self) {
        let listed = || (0..).zip(&self.of).map(|(record, &list)| (record, list, list != 0));
        self.held.clear();
        self.held.extend(listed().filter(|&(.., is)| is).map(|(record, list, _)| key(record, list)));
        self.first.clear();
        self.first.extend(listed().map(|(record, _, is)| if is { record } else { NONE }));
        self.counts.clear();
        self.counts.extend(listed().map(|(.., is)| u32::from(is)));
        self.next.clear();
        self.next.extend(0..self.of.len() as u32);
    }

    /// The list of a record, in numbers of the component from 1.
    pub(super) fn of(&self, record: u32) -> Option<u32> {
        if self.known.is_empty() { None } else { Some(self.of[record as usize]).filter(|&list| list != 0) }
    }

    /// Whether two clusters hold two rows of one list.
    pub(super) fn clash(&self, one: u32, other: u32) -> bool {
        if self.known.is_empty() || self.bits[one as usize] & self.bits[other as usize] == 0 {
            return false;
        }
        if !self.are_many() {
            return true;
        }
        let few_first = self.counts[one as usize] <= self.counts[other as usize];
        let (few, many) = if few_first { (one, other) } else { (other, one) };
        self.listed(few).any(|record| self.held.contains(&key(many, self.of[record as usize])))
    }

    /// The records of a cluster that are on lists.
    fn listed(&self, group: u32) -> impl Iterator<Item = u32> {
        let first = self.first[group as usize];
        let mut at = (first != NONE).then_some(first);
        std::iter::from_fn(move || {
            let record = at?;
            let next = self.next[record as usize];
            at = (next != first).then_some(next);
            Some(record)
        })
    }

    /// What `from` holds, `into` holds.
    pub(super) fn absorb(&mut self, into: u32, from: u32) {
        if self.known.is_empty() {
            return;
        }
        self.bits[into as usize] |= self.bits[from as usize];
        if !self.are_many() || self.first[from as usize] == NONE {
            return;
        }
        let lists: Vec<u32> = self.listed(from).map(|record| self.of[record as usize]).collect();
        self.held.extend(lists.into_iter().map(|list| key(into, list)));
        let (first, second) = (self.first[into as usize], self.first[from as usize]);
        if first == NONE {
            self.first[into as usize] = second;
        } else {
            self.next.swap(first as usize, second as usize);
        }
        self.counts[into as usize] += self.counts[from as usize];
    }
}

fn key(group: u32, list: u32) -> u64 {
    u64::from(group) << 32 | u64::from(list)
}
