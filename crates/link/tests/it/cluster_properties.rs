//! Clusters on random graphs: as before, whatever the order of links, and never against a constraint.

use crate::clusters_before;
use link::{
    ClusterOptions, Clustering, Constraints, Edge, Joining, cluster, cluster_at, connected_components,
    sample_clusterings,
};
use proptest::prelude::*;
use std::collections::{BTreeMap, HashMap};

#[derive(Clone, Debug)]
struct Case {
    records: usize,
    edges: Vec<Edge>,
    constraints: Constraints,
    threshold: f64,
}

/// Records of `people` people; links mostly right, in steps that make ties common.
fn cases(with_constraints: bool) -> impl Strategy<Value = Case> {
    (2_usize..50, 1_u32..20).prop_flat_map(move |(records, people)| {
        let record = 0..records as u32;
        let pair = || (0..records as u32, 0..records as u32);
        let few = if with_constraints { 4 } else { 0 };
        (
            proptest::collection::vec((record.clone(), record, -20_i32..20), 0..200),
            proptest::collection::vec(pair(), 0..=few),
            proptest::collection::vec(pair(), 0..=few),
            proptest::collection::vec(proptest::option::of(0_u16..70), if with_constraints { records } else { 0 }),
            prop_oneof![Just(0.5), Just(0.8), Just(0.95), Just(0.1)],
        )
            .prop_map(move |(drawn, same, different, one_row_one_person, threshold)| {
                let mut edges = BTreeMap::new();
                for (one, other, noise) in drawn.into_iter().filter(|&(one, other, _)| one != other) {
                    let mean = if one % people == other % people { 5 } else { -5 };
                    edges.insert((one.min(other), one.max(other)), mean * 1024 + noise * 512);
                }
                let edges = edges.into_iter().map(|((left, right), log_odds)| Edge { left, right, log_odds }).collect();
                Case { records, edges, constraints: Constraints { same, different, one_row_one_person }, threshold }
            })
    })
}

fn groups(clustering: &Clustering) -> Vec<Vec<u32>> {
    clustering.joined().map(|cluster| cluster.records.to_vec()).collect()
}

fn shuffled(edges: &[Edge], seed: u64) -> Vec<Edge> {
    let mut edges = edges.to_vec();
    edges.sort_by_key(|edge| {
        (u64::from(edge.left) << 32 | u64::from(edge.right)).wrapping_add(seed).wrapping_mul(0x9E37_79B9_7F4A_7C15)
    });
    edges
}

/// What must hold of any clustering of the case.
fn holds(case: &Case, clustering: &Clustering, contradiction: Option<i32>) -> Result<(), TestCaseError> {
    let of = &clustering.of_record;
    let mut seen = vec![false; case.records];
    for (number, cluster) in clustering.clusters().enumerate() {
        prop_assert!(cluster.records.is_sorted());
        for &record in cluster.records {
            prop_assert!(!std::mem::replace(&mut seen[record as usize], true));
            prop_assert_eq!(of[record as usize] as usize, number);
        }
    }
    prop_assert!(seen.into_iter().all(|seen| seen));
    let Constraints { same, different, one_row_one_person } = &case.constraints;
    for &(one, other) in different.iter().filter(|(one, other)| one != other) {
        prop_assert_ne!(of[one as usize], of[other as usize]);
    }
    if different.is_empty() {
        for &(one, other) in same {
            prop_assert_eq!(of[one as usize], of[other as usize]);
        }
    }
    if same.is_empty() {
        for cluster in clustering.clusters() {
            let mut lists: Vec<u16> =
                cluster.records.iter().filter_map(|&record| *one_row_one_person.get(record as usize)?).collect();
            lists.sort_unstable();
            prop_assert!(lists.windows(2).all(|pair| pair[0] != pair[1]));
        }
        for edge in case.edges.iter().filter(|edge| contradiction.is_some_and(|limit| edge.log_odds <= limit)) {
            prop_assert_ne!(of[edge.left as usize], of[edge.right as usize]);
        }
    }
    Ok(())
}

fn options() -> impl Strategy<Value = ClusterOptions> {
    let joining =
        prop_oneof![Just(Joining::Chains), (-10_i32..=0).prop_map(|bits| Joining::Votes { unlinked: bits * 1024 })];
    (joining, any::<bool>(), proptest::option::of(-12_i32..-2), any::<bool>(), any::<bool>()).prop_map(
        |(joining, rivals, contradiction, one_to_one, bridges)| ClusterOptions {
            joining,
            rivals,
            contradiction: contradiction.map(|bits| bits * 1024),
            one_to_one,
            bridges,
        },
    )
}

/// The smallest log odds that must be crossed to reach all of a cluster, by taking the best next record.
fn bottleneck(case: &Case, records: &[u32]) -> Option<i32> {
    let inside = |record: u32| records.binary_search(&record).is_ok();
    let mut reached = vec![records[0]];
    let mut smallest = None;
    while reached.len() < records.len() {
        let beyond = |one: u32, other: u32| (reached.contains(&one) && !reached.contains(&other)).then_some(other);
        let held = case.constraints.same.iter().filter(|pair| inside(pair.0) && inside(pair.1));
        let held = held.filter_map(|&(one, other)| beyond(one, other).or(beyond(other, one)));
        let links = case.edges.iter().filter(|edge| inside(edge.left) && inside(edge.right));
        let links = links
            .filter_map(|edge| Some((edge.log_odds, beyond(edge.left, edge.right).or(beyond(edge.right, edge.left))?)));
        let Some((log_odds, next)) = held.map(|record| (i32::MAX, record)).chain(links).max() else {
            panic!("a cluster hangs together")
        };
        if log_odds != i32::MAX {
            smallest = Some(smallest.unwrap_or(log_odds).min(log_odds));
        }
        reached.push(next);
    }
    smallest
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn clusters_are_what_they_were_before(case in cases(true), seed in any::<u64>()) {
        let before = clusters_before::cluster(case.records, &case.edges, case.threshold, &case.constraints);
        let now = cluster(case.records, &shuffled(&case.edges, seed), case.threshold, &case.constraints);
        prop_assert_eq!(groups(&now), before);
    }

    #[test]
    fn clusters_without_constraints_are_what_they_were_before(case in cases(false)) {
        let before = clusters_before::cluster(case.records, &case.edges, case.threshold, &case.constraints);
        prop_assert_eq!(groups(&cluster(case.records, &case.edges, case.threshold, &case.constraints)), before);
    }

    #[test]
    fn constraints_hold_under_all_options(case in cases(true), options in options(), seed in any::<u64>()) {
        let thresholds = [0.3, 0.5, 0.9, 0.999];
        let found = cluster_at(case.records, &case.edges, &thresholds, &case.constraints, &options);
        prop_assert_eq!(found.len(), thresholds.len());
        for (clustering, threshold) in found.iter().zip(thresholds) {
            holds(&case, clustering, options.contradiction)?;
            // Neither the order of links nor what else was asked matters.
            let edges = shuffled(&case.edges, seed);
            let alone = cluster_at(case.records, &edges, &[threshold], &case.constraints, &options);
            prop_assert_eq!(&alone[0], clustering);
            let components = connected_components(case.records, &case.edges, threshold);
            if case.constraints.same.is_empty() {
                for cluster in clustering.clusters() {
                    let of = |record: &u32| components.of_record[*record as usize];
                    prop_assert!(cluster.records.iter().all(|record| of(record) == of(&cluster.records[0])));
                }
            }
        }
    }

    #[test]
    fn the_weakest_link_is_the_bottleneck(case in cases(true), options in options()) {
        let found = cluster_at(case.records, &case.edges, &[case.threshold], &case.constraints, &options);
        for cluster in found[0].clusters() {
            let weakest = cluster.weakest.map(|edge| edge.log_odds);
            prop_assert_eq!(weakest, bottleneck(&case, cluster.records));
            prop_assert!(cluster.weakest.is_none_or(|edge| case.edges.contains(&edge)));
        }
    }

    #[test]
    fn chains_without_anything_against_are_components(case in cases(false)) {
        let options = ClusterOptions { joining: Joining::Chains, rivals: false, ..ClusterOptions::default() };
        let chains = cluster_at(case.records, &case.edges, &[case.threshold], &Constraints::default(), &options);
        prop_assert_eq!(&chains[0], &connected_components(case.records, &case.edges, case.threshold));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn samples_are_partitions_that_a_seed_replays(case in cases(true), seed in any::<u64>()) {
        let sampled = sample_clusterings(case.records, &case.edges, &case.constraints, 5, seed);
        let again = sample_clusterings(case.records, &shuffled(&case.edges, seed), &case.constraints, 5, seed);
        prop_assert_eq!(&sampled, &again);
        let mut together: HashMap<(u32, u32), u32> = HashMap::new();
        let given_clustering = cluster(case.records, &case.edges, case.threshold, &case.constraints);
        let mut whole = vec![0; given_clustering.len()];
        for sample in 0..5 {
            let clustering = sampled.clustering(sample);
            holds(&case, &clustering, None)?;
            for one in 0..case.records as u32 {
                for other in one + 1..case.records as u32 {
                    let same = clustering.of_record[one as usize] == clustering.of_record[other as usize];
                    *together.entry((one, other)).or_default() += u32::from(same);
                }
            }
            for (times, cluster) in whole.iter_mut().zip(given_clustering.clusters()) {
                let number = clustering.of_record[cluster.records[0] as usize];
                *times += u32::from(clustering.cluster(number).records == cluster.records);
            }
        }
        for ((one, other), times) in together {
            prop_assert!((sampled.together(one, other) - f64::from(times) / 5.0).abs() < 1e-9);
        }
        let whole: Vec<f64> = whole.into_iter().map(|times| f64::from(times) / 5.0).collect();
        prop_assert_eq!(sampled.whole_clusters(&given_clustering), whole);
    }
}
