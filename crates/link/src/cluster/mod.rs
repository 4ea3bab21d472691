//! Clusters: which records go together, given links, what humans decided and what sources promise.
//!
//! Greedy correlation clustering (after Bansal, Blum and Chawla 2004): links are taken from the strongest
//! down, and two clusters join only when *all* the evidence between them speaks for it, so that no chain of
//! weak links makes one person of many. A pair that was never kept as a link speaks against.
//!
//! Records that no link could bring together are never looked at together: the work is done component by
//! component, near-linear in the links. Nothing here knows what the records say; a [`Clustering`] is a
//! proposal, and a machine's proposal makes no person.

mod assignment;
mod bridge;
mod clustering;
mod components;
mod evidence;
mod forest;
mod graph;
mod greedy;
mod groups;
mod lists;
mod options;
mod rivals;
mod sample;
mod weakest;

pub use clustering::{Cluster, Clustering};
pub use options::{ClusterOptions, Constraints, Joining};
pub use sample::{SampledClusterings, sample_clusterings};

use crate::edge::Edge;
use components::Components;
pub(crate) use forest::Forest;
use greedy::Solver;
use options::Rules;
use weakest::Weakest;

/// Clusters `records` records. `threshold` is the probability that a link needs to start a union.
///
/// The order of the links does not matter; each pair stands in them once at most, its smaller record left.
pub fn cluster(records: usize, links: &[Edge], threshold: f64, constraints: &Constraints) -> Clustering {
    one(records, links, threshold, constraints, &ClusterOptions::default())
}

/// Clusters at several thresholds: one clustering for each, in their order. Links are ordered and parted into
/// components once.
///
/// A higher threshold does not always give clusters within those of a lower one: what votes and rivals allow
/// depends on what has joined before.
pub fn cluster_at(
    records: usize,
    links: &[Edge],
    thresholds: &[f64],
    constraints: &Constraints,
    options: &ClusterOptions,
) -> Vec<Clustering> {
    let rules: Vec<Rules> = thresholds.iter().map(|&threshold| Rules::new(threshold, options)).collect();
    let Some(reach) = rules.iter().map(Rules::reach).min() else { return Vec::new() };
    let components = Components::new(records, links, reach, constraints);
    rules.into_iter().map(|rules| solve(&components, rules, constraints)).collect()
}

/// Connected components: whatever is joined by a chain of links at the threshold, whatever speaks against it.
///
/// Here for comparison with tools that cluster so; a single false link makes one person of two.
pub fn connected_components(records: usize, links: &[Edge], threshold: f64) -> Clustering {
    let options = ClusterOptions { joining: Joining::Chains, rivals: false, ..ClusterOptions::default() };
    let components = Components::new(records, links, Rules::new(threshold, &options).reach(), &Constraints::default());
    let mut weakest = Weakest::default();
    let mut first: Vec<u32> = (0..records as u32).collect();
    for component in components.iter() {
        for &record in component.records {
            first[record as usize] = component.records[0];
        }
        weakest.find(&component, &vec![0; component.records.len()]);
    }
    Clustering::new(first, weakest.take())
}

fn one(
    records: usize,
    links: &[Edge],
    threshold: f64,
    constraints: &Constraints,
    options: &ClusterOptions,
) -> Clustering {
    let rules = Rules::new(threshold, options);
    solve(&Components::new(records, links, rules.reach(), constraints), rules, constraints)
}

fn solve(components: &Components, rules: Rules, constraints: &Constraints) -> Clustering {
    let mut solver = Solver::new(rules, &constraints.one_row_one_person);
    let mut bridges = bridge::Bridges::default();
    let mut weakest = Weakest::default();
    let mut first: Vec<u32> = (0..components.records() as u32).collect();
    let mut first_of_group: Vec<u32> = Vec::new();
    for component in components.iter() {
        let (groups, graph) = solver.solve(&component);
        if rules.options.bridges {
            bridges.part(&component, graph, &rules, groups);
        }
        weakest.find(&component, groups);
        first_of_group.clear();
        first_of_group.resize(groups.len(), u32::MAX);
        for (&record, &group) in component.records.iter().zip(&*groups) {
            let at = &mut first_of_group[group as usize];
            // Records ascend, so the first that is met is the smallest.
            *at = (*at).min(record);
            first[record as usize] = *at;
        }
    }
    Clustering::new(first, weakest.take())
}
