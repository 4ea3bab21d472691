//! The weakest link that holds a cluster together: the smallest on a maximum spanning tree (its bottleneck).
//!
//! Kruskal (1956): links from the strongest down, each that joins two parts is in the tree; the last is the
//! smallest. Which links are in the tree may depend on ties, the log odds of the smallest do not.

use super::components::Component;
use super::forest::Forest;
use crate::edge::Edge;

/// Weakest links, component by component.
#[derive(Debug, Default)]
pub(super) struct Weakest {
    forest: Forest,
    of_group: Vec<Option<Edge>>,
    found: Vec<Edge>,
}

impl Weakest {
    /// Finds the weakest link of each cluster of a component. `groups` names the cluster of each record by a
    /// number below the number of records.
    pub(super) fn find(&mut self, component: &Component, groups: &[u32]) {
        self.forest.fill(groups.len());
        self.of_group.clear();
        self.of_group.resize(groups.len(), None);
        let inside = |one: u32, other: u32| groups[one as usize] == groups[other as usize];
        for &(one, other) in component.same.iter().filter(|pair| inside(pair.0, pair.1)) {
            self.forest.join(one, other);
        }
        for edge in component.edges.iter().filter(|edge| inside(edge.left, edge.right)) {
            if self.forest.join(edge.left, edge.right) {
                self.of_group[groups[edge.left as usize] as usize] = Some(component.named(*edge));
            }
        }
        self.found.extend(self.of_group.iter().flatten());
    }

    /// What was found.
    pub(super) fn take(self) -> Vec<Edge> {
        self.found
    }
}
