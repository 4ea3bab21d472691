//! What is known between each two clusters of a component: summed votes, and whether they must stay apart.
//!
//! Kept up to date as clusters join, so that asking costs one look whatever their size. Small components keep a
//! grid, large ones a table of the pairs of clusters that something is known of.

use super::components::Component;
use super::graph::Graph;
use super::groups::Groups;
use super::options::Rules;
use crate::edge::Edge;
use crate::random::NumberMap;

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
/// Larger ones keep it too where so much of it would be filled that a table were no smaller.
const GRID_CELLS_A_LINK_MAX: usize = 4;

#[derive(Debug)]
pub(super) struct Evidence {
    rules: Rules,
    /// Side of the grid; 0 for a table.
    side: usize,
    grid: Vec<Between>,
    /// What is known between a cluster of several records and another. Between two single records it is the link.
    table: NumberMap<u64, Between>,
    /// Pairs held different, both ways, sorted.
    different: Vec<(u32, u32)>,
    /// Whether any two must stay apart.
    any_apart: bool,
}

impl Evidence {
    pub(super) fn new(rules: Rules) -> Self {
        Evidence {
            rules,
            side: 0,
            grid: Vec::new(),
            table: NumberMap::default(),
            different: Vec::new(),
            any_apart: false,
        }
    }

    pub(super) fn fill(&mut self, component: &Component) {
        let records = component.records.len();
        let grid = records <= GRID_RECORDS_MAX || records * records <= GRID_CELLS_A_LINK_MAX * component.edges.len();
        self.side = if grid { records } else { 0 };
        self.grid.clear();
        self.grid.resize(self.side * self.side, Between::default());
        self.table.clear();
        self.different.clear();
        self.different.extend(component.different.iter().flat_map(|&(one, other)| [(one, other), (other, one)]));
        self.different.sort_unstable();
        let contradiction = self.rules.options.contradiction;
        // The weakest link is the last.
        let contradicts = |edge: &Edge| contradiction.is_some_and(|limit| edge.log_odds <= limit);
        self.any_apart = !component.different.is_empty() || component.edges.last().is_some_and(contradicts);
        if grid {
            for edge in component.edges {
                self.add_to_grid(edge.left, edge.right, self.of_link(edge.log_odds));
            }
            for &(one, other) in component.different {
                self.add_to_grid(one, other, Between { different: true, ..Between::default() });
            }
        }
    }

    fn add_to_grid(&mut self, one: u32, other: u32, more: Between) {
        self.grid[one as usize * self.side + other as usize].add(more);
        self.grid[other as usize * self.side + one as usize].add(more);
    }

    fn of_link(&self, log_odds: i32) -> Between {
        let contradicts = self.rules.options.contradiction.is_some_and(|limit| log_odds <= limit);
        Between { votes: self.rules.vote(log_odds), pairs: 1, different: false, contradicts }
    }

    /// What is known between two clusters.
    pub(super) fn between(&self, one: u32, other: u32, groups: &Groups, graph: &Graph) -> Between {
        if self.side > 0 {
            self.grid[one as usize * self.side + other as usize]
        } else if groups.size(one) > 1 || groups.size(other) > 1 {
            self.table.get(&key(one, other)).copied().unwrap_or_default()
        } else {
            let link = graph.log_odds(one, other).map_or_else(Between::default, |log_odds| self.of_link(log_odds));
            Between { different: self.different.binary_search(&(one, other)).is_ok(), ..link }
        }
    }

    /// Whether a human or a contradiction keeps two clusters apart.
    pub(super) fn apart(&self, one: u32, other: u32, groups: &Groups, graph: &Graph) -> bool {
        self.any_apart && self.between(one, other, groups, graph).apart()
    }

    /// What was known of `from` is known of `into`, which has as many records or more. To be called while the two
    /// are still apart in `groups`.
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
        if groups.size(into) == 1 {
            self.enter(into, (into, from), groups, graph);
        }
        if groups.size(from) == 1 {
            self.enter(into, (from, into), groups, graph);
        }
        for member in groups.members(from) {
            for &(neighbour, _) in graph.neighbours(member) {
                self.shift(into, from, groups.of(neighbour), groups);
            }
            for at in self.held(member) {
                self.shift(into, from, groups.of(self.different[at].1), groups);
            }
        }
    }

    /// A single record joins another: its links to other single records enter the table under `into`.
    fn enter(&mut self, into: u32, (record, joined): (u32, u32), groups: &Groups, graph: &Graph) {
        let single = |other: u32| groups.size(groups.of(other)) == 1 && other != joined;
        for &(neighbour, log_odds) in graph.neighbours(record).iter().filter(|&&(neighbour, _)| single(neighbour)) {
            let known = self.of_link(log_odds);
            self.table.entry(key(into, neighbour)).or_default().add(known);
        }
        for at in self.held(record) {
            let (_, other) = self.different[at];
            if single(other) {
                self.table.entry(key(into, other)).or_default().different = true;
            }
        }
    }

    /// What the table knows of `from` and another cluster is known of `into`.
    fn shift(&mut self, into: u32, from: u32, other: u32, groups: &Groups) {
        if other == into || other == from || groups.size(from) == 1 && groups.size(other) == 1 {
            return;
        }
        // Several links lead to one cluster; the first took all that was known.
        if let Some(known) = self.table.remove(&key(from, other)) {
            self.table.entry(key(into, other)).or_default().add(known);
        }
    }

    /// Where the records that are held different from one stand in `different`.
    fn held(&self, record: u32) -> std::ops::Range<usize> {
        if self.different.is_empty() {
            return 0..0;
        }
        let from = self.different.partition_point(|&(one, _)| one < record);
        let to = self.different.partition_point(|&(one, _)| one <= record);
        from..to
    }
}

fn key(one: u32, other: u32) -> u64 {
    u64::from(one.min(other)) << 32 | u64::from(one.max(other))
}
