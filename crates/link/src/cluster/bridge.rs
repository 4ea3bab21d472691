//! Bridges: a cluster that hangs together by one link between two groups is parted there.
//!
//! The rule stands at [`ClusterOptions::for_any_table`](super::ClusterOptions::for_any_table). What no bridge
//! parts stays whole whichever bridges are cut, so each is looked at once and all together cost the links.

use super::components::Component;
use super::forest::Forest;
use super::graph::Graph;
use super::options::{Rules, VOTE_MAX};
use crate::edge::Edge;

/// The evidence between two groups is weak up to this share of that within either.
const CROSS_SHARE: f64 = 0.25;
/// A group is dense when this share of its pairs are links.
const DENSITY_MIN: f64 = 0.5;
/// A smaller cluster has no bridge with two records on either side.
const RECORDS_MIN: u32 = 4;
/// The log odds of what a human held the same.
const HELD: i32 = i32::MAX;

/// Cuts bridges, component after component in the same buffers.
#[derive(Debug, Default)]
pub(super) struct Bridges {
    sizes: Vec<u32>,
    /// What holds clusters together: decisions, then links from the strongest down.
    ties: Vec<Edge>,
    of_record: Graph,
    bridge: Vec<bool>,
    cut: Vec<bool>,
    /// Sets of records that no bridge parts.
    blocks: Forest,
    found: Vec<Block>,
    members: Vec<u32>,
    walk: Walk,
}

/// What is known of a set of records that no bridge parts. Kept at its smallest record.
#[derive(Clone, Copy, Debug, Default)]
struct Block {
    records: u32,
    /// Where its records start in `members`.
    start: u32,
    links: u32,
    votes: i64,
}

/// The records around one end of a bridge.
#[derive(Clone, Copy, Debug)]
enum Group {
    /// A set that no bridge parts, by its smallest record.
    Block(u32),
    /// The end and its strongest neighbour, with the log odds of what ties them.
    Pair(u32, u32, i32),
}

impl Bridges {
    /// Parts the clusters of a component at their weak bridges. `groups` names the cluster of each record by a
    /// number below the number of records, before and after.
    pub(super) fn part(&mut self, component: &Component, graph: &Graph, rules: &Rules, groups: &mut [u32]) {
        self.sizes.clear();
        self.sizes.resize(groups.len(), 0);
        for &group in &*groups {
            self.sizes[group as usize] += 1;
        }
        if self.sizes.iter().all(|&size| size < RECORDS_MIN) {
            return;
        }
        self.collect(component, rules, groups);
        self.walk.find(&self.of_record, &self.ties, &mut self.bridge);
        self.measure(component, rules, groups.len());
        self.cut.clear();
        self.cut.resize(self.ties.len(), false);
        let mut any = false;
        for number in (0..self.ties.len()).rev() {
            let tie = self.ties[number];
            if self.bridge[number] && tie.log_odds != HELD && self.is_weak(number, graph, rules) {
                self.cut[number] = true;
                any = true;
            }
        }
        if any {
            self.blocks.fill(groups.len());
            for (tie, _) in self.ties.iter().zip(&self.cut).filter(|&(_, &cut)| !cut) {
                self.blocks.join(tie.left, tie.right);
            }
            for (record, group) in (0..).zip(groups) {
                *group = self.blocks.find(record);
            }
        }
    }

    fn collect(&mut self, component: &Component, rules: &Rules, groups: &[u32]) {
        let inside = |left: u32, right: u32| groups[left as usize] == groups[right as usize];
        self.ties.clear();
        let held = component.same.iter().filter(|pair| inside(pair.0, pair.1));
        self.ties.extend(held.map(|&(one, other)| Edge {
            left: one.min(other),
            right: one.max(other),
            log_odds: HELD,
        }));
        let links = component.edges.iter().take_while(|edge| rules.is_link(edge.log_odds));
        self.ties.extend(links.filter(|edge| inside(edge.left, edge.right)));
        self.of_record.fill_numbered(groups.len(), &self.ties);
    }

    /// Blocks, and the links and votes within them.
    fn measure(&mut self, component: &Component, rules: &Rules, records: usize) {
        self.blocks.fill(records);
        for (tie, _) in self.ties.iter().zip(&self.bridge).filter(|&(_, &bridge)| !bridge) {
            self.blocks.join(tie.left, tie.right);
        }
        self.found.clear();
        self.found.resize(records, Block::default());
        for record in 0..records as u32 {
            self.found[self.blocks.find(record) as usize].records += 1;
        }
        let mut end = 0;
        for block in &mut self.found {
            block.start = end;
            end += block.records;
            block.records = 0;
        }
        self.members.clear();
        self.members.resize(records, 0);
        for record in 0..records as u32 {
            let block = &mut self.found[self.blocks.find(record) as usize];
            self.members[(block.start + block.records) as usize] = record;
            block.records += 1;
        }
        for edge in component.edges {
            let block = self.blocks.find(edge.left);
            if block == self.blocks.find(edge.right) {
                let block = &mut self.found[block as usize];
                block.links += u32::from(rules.is_link(edge.log_odds));
                block.votes += rules.vote(edge.log_odds);
            }
        }
    }

    fn is_weak(&mut self, number: usize, graph: &Graph, rules: &Rules) -> bool {
        let Edge { left, right, .. } = self.ties[number];
        let (Some(one), Some(other)) = (self.group(left, number), self.group(right, number)) else { return false };
        let ((one_votes, one_density), (other_votes, other_density)) =
            (self.inside(one, rules), self.inside(other, rules));
        let dense = one_density >= DENSITY_MIN && other_density >= DENSITY_MIN;
        dense && self.across(one, other, graph, rules) <= CROSS_SHARE * one_votes.min(other_votes)
    }

    /// The group of an end of a bridge.
    fn group(&mut self, end: u32, bridge: usize) -> Option<Group> {
        let block = self.blocks.find(end);
        if self.found[block as usize].records > 1 {
            return Some(Group::Block(block));
        }
        // The strongest first. What has been cut is weaker than this bridge, so little is looked through.
        let left = |tie: usize| tie != bridge && !self.cut[tie];
        let tie = self.of_record.neighbours(end).iter().map(|&(_, tie)| tie as usize).find(|&tie| left(tie))?;
        let tie = self.ties[tie];
        Some(Group::Pair(end, if tie.left == end { tie.right } else { tie.left }, tie.log_odds))
    }

    /// The mean vote within a group and the share of its pairs that are links.
    fn inside(&self, group: Group, rules: &Rules) -> (f64, f64) {
        match group {
            Group::Block(block) => {
                let block = self.found[block as usize];
                let pairs = f64::from(block.records) * f64::from(block.records - 1) / 2.0;
                (block.votes as f64 / pairs, f64::from(block.links) / pairs)
            }
            Group::Pair(_, _, HELD) => (VOTE_MAX as f64, 1.0),
            Group::Pair(_, _, log_odds) => (rules.vote(log_odds) as f64, 1.0),
        }
    }

    /// The mean vote of the pairs between two groups.
    fn across(&mut self, one: Group, other: Group, graph: &Graph, rules: &Rules) -> f64 {
        let count = |group: Group| match group {
            Group::Block(block) => self.found[block as usize].records,
            Group::Pair(..) => 2,
        };
        let pairs = f64::from(count(one)) * f64::from(count(other));
        let (few, many) = if count(one) <= count(other) { (one, other) } else { (other, one) };
        let pair;
        let members = match few {
            Group::Block(block) => {
                let block = self.found[block as usize];
                &self.members[block.start as usize..(block.start + block.records) as usize]
            }
            Group::Pair(end, neighbour, _) => {
                pair = [end, neighbour];
                &pair
            }
        };
        let mut votes = 0;
        for &member in members {
            for &(neighbour, log_odds) in graph.neighbours(member) {
                let inside = match many {
                    Group::Block(block) => self.blocks.find(neighbour) == block,
                    Group::Pair(end, second, _) => neighbour == end || neighbour == second,
                };
                if inside {
                    votes += rules.vote(log_odds);
                }
            }
        }
        votes as f64 / pairs
    }
}

/// A walk in depth that finds all bridges (Tarjan 1974, *A note on finding the bridges of a graph*).
#[derive(Debug, Default)]
struct Walk {
    /// By record: when it was met, from 1; and the earliest met that it reaches without the tie it was met by.
    met: Vec<u32>,
    reaches: Vec<u32>,
    /// Records on the way, the tie each was met by, and its next place in the graph.
    way: Vec<(u32, u32, usize)>,
}

impl Walk {
    /// Two ties of one pair are two: neither is a bridge.
    fn find(&mut self, of_record: &Graph, ties: &[Edge], bridge: &mut Vec<bool>) {
        bridge.clear();
        bridge.resize(ties.len(), false);
        let records = of_record.records();
        self.met.clear();
        self.met.resize(records, 0);
        self.reaches.clear();
        self.reaches.resize(records, 0);
        let mut clock = 0;
        for start in 0..records as u32 {
            if self.met[start as usize] == 0 {
                clock = self.walk(start, clock, of_record, bridge);
            }
        }
    }

    fn walk(&mut self, start: u32, mut clock: u32, of_record: &Graph, bridge: &mut [bool]) -> u32 {
        const NONE: u32 = u32::MAX;
        let Walk { met, reaches, way } = self;
        clock += 1;
        (met[start as usize], reaches[start as usize]) = (clock, clock);
        way.push((start, NONE, of_record.places(start).start));
        while let Some((record, by, place)) = way.last_mut() {
            let (record, by) = (*record, *by);
            if *place == of_record.places(record).end {
                way.pop();
                if let Some(&(above, ..)) = way.last() {
                    reaches[above as usize] = reaches[above as usize].min(reaches[record as usize]);
                    bridge[by as usize] = reaches[record as usize] > met[above as usize];
                }
                continue;
            }
            let (neighbour, tie) = of_record.at(*place);
            *place += 1;
            if tie as u32 == by {
                continue;
            }
            if met[neighbour as usize] == 0 {
                clock += 1;
                (met[neighbour as usize], reaches[neighbour as usize]) = (clock, clock);
                way.push((neighbour, tie as u32, of_record.places(neighbour).start));
            } else {
                reaches[record as usize] = reaches[record as usize].min(met[neighbour as usize]);
            }
        }
        clock
    }
}
