//! What is known between each two clusters of a component: summed votes, and whether they must stay apart.
//!
//! Kept up to date as clusters join, so that asking costs one look whatever their size. Small components keep a
//! grid, large ones a table of the pairs of clusters that something is known of.

use super::components::Component;
use super::graph::Graph;
use super::groups::Groups;
use super::options::Rules;
use crate::random::mix;
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

/// All that is known between two clusters.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Between {
    /// Sum of the votes of links.
    pub(super) votes: i64,
    /// How many pairs are among the links.
    pub(super) pairs: u32,
    /// Whether a human held one of one cluster different from one of the other.
    pub(super) different: bool,
    /// Whether one of one clearly contradicts one of the other.
    pub(super) contradicts: bool,
}

impl Between {
    fn add(&mut self, more: Between) {
        self.votes += more.votes;
        self.pairs += more.pairs;
        self.different |= more.different;
        self.contradicts |= more.contradicts;
    }

    pub(super) fn apart(self) -> bool {
        self.different || self.contradicts
    }
}

/// Components of up to so many records keep a grid: 16 KiB.
const GRID_RECORDS_MAX: usize = 32;

#[derive(Debug, Default)]
pub(super) struct Evidence {
    /// Side of the grid; 0 for a table.
    side: usize,
    grid: Vec<Between>,
    table: HashMap<u64, Between, BuildHasherDefault<Mixed>>,
    /// Pairs held different, both ways, sorted.
    different: Vec<(u32, u32)>,
    /// Whether any two must stay apart.
    any_apart: bool,
}

impl Evidence {
    pub(super) fn fill(&mut self, component: &Component, rules: &Rules) {
        let records = component.records.len();
        self.side = if records <= GRID_RECORDS_MAX { records } else { 0 };
        self.grid.clear();
        self.grid.resize(self.side * self.side, Between::default());
        self.table.clear();
        self.different.clear();
        self.any_apart = !component.different.is_empty();
        for edge in component.edges {
            let contradicts = rules.options.contradiction.is_some_and(|limit| edge.log_odds <= limit);
            self.any_apart |= contradicts;
            let votes = rules.vote(edge.log_odds);
            self.add(edge.left, edge.right, Between { votes, pairs: 1, contradicts, ..Between::default() });
        }
        for &(one, other) in component.different {
            self.add(one, other, Between { different: true, ..Between::default() });
            self.different.extend([(one, other), (other, one)]);
        }
        self.different.sort_unstable();
    }

    fn add(&mut self, one: u32, other: u32, more: Between) {
        if self.side > 0 {
            self.grid[one as usize * self.side + other as usize].add(more);
            self.grid[other as usize * self.side + one as usize].add(more);
        } else {
            self.table.entry(key(one, other)).or_default().add(more);
        }
    }

    /// What is known between two clusters.
    pub(super) fn between(&self, one: u32, other: u32) -> Between {
        if self.side > 0 {
            self.grid[one as usize * self.side + other as usize]
        } else {
            self.table.get(&key(one, other)).copied().unwrap_or_default()
        }
    }

    /// Whether a human or a contradiction keeps two clusters apart.
    pub(super) fn apart(&self, one: u32, other: u32) -> bool {
        self.any_apart && self.between(one, other).apart()
    }

    /// What was known of `from` is known of `into`. To be called while the two are still apart in `groups`.
    pub(super) fn absorb(&mut self, into: u32, from: u32, groups: &Groups, graph: &Graph) {
        if self.side > 0 {
            for other in 0..self.side {
                let known = self.grid[from as usize * self.side + other];
                self.grid[into as usize * self.side + other].add(known);
                self.grid[other * self.side + into as usize].add(known);
            }
            return;
        }
        self.table.remove(&key(into, from));
        for member in groups.members(from) {
            for &(neighbour, _) in graph.neighbours(member) {
                self.shift(into, from, groups.of(neighbour));
            }
            let mut held = self.different.partition_point(|&(one, _)| one < member);
            while let Some(&(_, other)) = self.different.get(held).filter(|pair| pair.0 == member) {
                self.shift(into, from, groups.of(other));
                held += 1;
            }
        }
    }

    fn shift(&mut self, into: u32, from: u32, other: u32) {
        if other == into || other == from {
            return;
        }
        // Several links lead to one cluster; the first took all that was known.
        if let Some(known) = self.table.remove(&key(from, other)) {
            self.table.entry(key(into, other)).or_default().add(known);
        }
    }
}

fn key(one: u32, other: u32) -> u64 {
    u64::from(one.min(other)) << 32 | u64::from(one.max(other))
}

/// Keys are two numbers of ours: mixing is enough, and the same on every machine.
#[derive(Clone, Copy, Debug, Default)]
struct Mixed(u64);

impl Hasher for Mixed {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            self.write_u64(u64::from(byte));
        }
    }

    fn write_u64(&mut self, key: u64) {
        self.0 = mix(self.0 ^ key);
    }
}
