//! One component is solved: what humans held the same first, then links from the strongest down.

use super::assignment::{self, Verdict};
use super::components::Component;
use super::evidence::Evidence;
use super::graph::Graph;
use super::groups::Groups;
use super::lists::Lists;
use super::options::{Joining, Rules};
use super::rivals::{Rivals, Standing};
use crate::edge::Edge;

/// How often what was held back is asked again.
const PASSES_MAX: usize = 4;

/// Solves components one after the other in the same buffers.
#[derive(Debug)]
pub(super) struct Solver<'a> {
    rules: Rules,
    graph: Graph,
    groups: Groups,
    evidence: Evidence,
    lists: Lists<'a>,
    rivals: Rivals,
    /// By link at the threshold, if partners are assigned.
    verdicts: Vec<Verdict>,
    waiting: Vec<u32>,
}

impl<'a> Solver<'a> {
    pub(super) fn new(rules: Rules, lists: &'a [Option<u16>]) -> Self {
        Solver {
            rules,
            graph: Graph::default(),
            groups: Groups::default(),
            evidence: Evidence::new(rules),
            lists: Lists::new(lists),
            rivals: Rivals::default(),
            verdicts: Vec::new(),
            waiting: Vec::new(),
        }
    }

    /// The cluster of each record of a component, named by one of its records, and its links by record.
    pub(super) fn solve(&mut self, component: &Component) -> (&mut [u32], &Graph) {
        self.begin(component);
        self.verdicts.clear();
        if self.rules.options.one_to_one {
            self.assign(component);
        }
        self.join_by_links(component.edges);
        (self.groups.all(), &self.graph)
    }

    /// Takes a component and joins what humans held the same, nothing else yet.
    pub(super) fn begin(&mut self, component: &Component) {
        self.groups.fill(component.records.len());
        self.graph.fill(component.records.len(), component.edges);
        self.evidence.fill(component);
        self.lists.fill(component.records);
        self.rivals.fill(&self.graph);
        for &(one, other) in component.same {
            let (one, other) = (self.groups.of(one), self.groups.of(other));
            // An archive refuses decisions that contradict each other; from elsewhere, "different" wins.
            if one != other && !self.evidence.between(one, other, &self.groups, &self.graph).different {
                self.join(one, other);
            }
        }
    }

    /// Takes the lists of a component's records, and nothing else of it.
    pub(super) fn begin_lists(&mut self, component: &Component) {
        self.lists.fill(component.records);
    }

    /// The cluster of a record of the component.
    pub(super) fn group(&self, record: u32) -> u32 {
        self.groups.of(record)
    }

    /// The list of a record of the component on which every row is another person, numbered from 1.
    pub(super) fn list(&self, record: u32) -> Option<u32> {
        self.lists.of(record)
    }

    fn join_by_links(&mut self, edges: &[Edge]) {
        let links = edges.partition_point(|edge| self.rules.is_link(edge.log_odds));
        let mut waiting = std::mem::take(&mut self.waiting);
        waiting.clear();
        waiting.extend(0..links as u32);
        // A rival that has joined one of the two in the meantime is none any more: what was held back is asked again.
        for _ in 0..PASSES_MAX {
            let mut joined = false;
            waiting.retain(|&number| {
                let edge = &edges[number as usize];
                let (one, other) = (self.groups.of(edge.left), self.groups.of(edge.right));
                if one == other {
                    return false;
                }
                let verdict = self.verdicts.get(number as usize).copied().unwrap_or_default();
                let clear = verdict != Verdict::Against
                    && self.votes_for(one, other)
                    && !self.forbidden(one, other)
                    && self.no_rival(edge, verdict == Verdict::For);
                if clear {
                    self.join(one, other);
                    joined = true;
                }
                !clear
            });
            if !joined {
                break;
            }
        }
        self.waiting = waiting;
    }

    /// Whether the evidence between two clusters, taken together, speaks for joining them.
    fn votes_for(&self, one: u32, other: u32) -> bool {
        let Joining::Votes { unlinked } = self.rules.options.joining else { return true };
        let between = self.evidence.between(one, other, &self.groups, &self.graph);
        let pairs = i64::from(self.groups.size(one)) * i64::from(self.groups.size(other));
        between.votes + (pairs - i64::from(between.pairs)) * i64::from(unlinked) > 0
    }

    /// Whether a decision, a contradiction or a source forbids one cluster of the two.
    fn forbidden(&self, one: u32, other: u32) -> bool {
        self.evidence.apart(one, other, &self.groups, &self.graph) || self.lists.clash(one, other)
    }

    /// Whether a link stays at the threshold against its best rival outside both clusters. Where partners were
    /// assigned, rivals on the same list have been weighed already.
    fn no_rival(&mut self, edge: &Edge, assigned: bool) -> bool {
        if !self.rules.options.rivals {
            return true;
        }
        let Some(floor) = self.rules.floor else { return false };
        let slack = i64::from(edge.log_odds) - i64::from(floor);
        self.no_rival_at((edge.left, edge.right), slack, assigned)
            && self.no_rival_at((edge.right, edge.left), slack, assigned)
    }

    fn no_rival_at(&mut self, (end, other): (u32, u32), slack: i64, assigned: bool) -> bool {
        let Solver { rivals, graph, groups, evidence, lists, .. } = self;
        let (own, others) = (groups.of(end), groups.of(other));
        rivals.clear(graph, end, slack, |rival| {
            let theirs = groups.of(rival);
            // Nobody is a rival who has joined one of the two, or cannot be this one anyway.
            if theirs == own || evidence.apart(own, theirs, groups, graph) || lists.clash(own, theirs) {
                Standing::Never
            } else if theirs == others
                || assigned && lists.of(rival) == lists.of(other)
                || graph.log_odds(rival, other).is_some_and(|log_odds| log_odds >= 0)
            {
                Standing::NotHere
            } else {
                Standing::Rival
            }
        })
    }

    fn join(&mut self, one: u32, other: u32) {
        let weight = |group: u32| (self.groups.size(group), group);
        let (into, from) = if weight(one) >= weight(other) { (one, other) } else { (other, one) };
        self.evidence.absorb(into, from, &self.groups, &self.graph);
        self.lists.absorb(into, from);
        self.groups.absorb(into, from);
    }

    fn assign(&mut self, component: &Component) {
        let links = component.edges.partition_point(|edge| self.rules.is_link(edge.log_odds));
        let mut offered = Vec::new();
        for (number, edge) in component.edges[..links].iter().enumerate() {
            let (one, other) = (self.groups.of(edge.left), self.groups.of(edge.right));
            let (Some(left), Some(right)) = (self.lists.of(edge.left), self.lists.of(edge.right)) else { continue };
            if one != other && !self.forbidden(one, other) {
                let ((first, row), (second, column)) = {
                    let ends = ((left, edge.left), (right, edge.right));
                    if left < right { ends } else { (ends.1, ends.0) }
                };
                offered.push(assignment::Offer { lists: (first, second), row, column, link: number as u32 });
            }
        }
        self.verdicts.resize(links, Verdict::default());
        assignment::assign(component.edges, &self.rules, &offered, &mut self.verdicts);
    }
}
