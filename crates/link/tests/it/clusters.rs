//! Clusters: constraints hold, chains do not merge, and who cannot be told apart is left apart.

use link::{Clustering, Constraints, Edge, agreement_of_clusters, cluster};

fn link(left: u32, right: u32, bits: f64) -> Edge {
    Edge { left, right, log_odds: (bits * 1024.0) as i32 }
}

fn groups(records: usize, links: &[Edge], constraints: &Constraints) -> Vec<Vec<u32>> {
    groups_of(&cluster(records, links, 0.8, constraints))
}

fn groups_of(clustering: &Clustering) -> Vec<Vec<u32>> {
    clustering.joined().map(|cluster| cluster.records.to_vec()).collect()
}

#[test]
fn strong_links_join() {
    assert_eq!(groups(3, &[link(0, 1, 9.0)], &Constraints::default()), [[0, 1]]);
}

#[test]
fn a_chain_of_links_does_not_make_one_person_of_many() {
    // 0-1 and 1-2 look alike, 0-2 clearly do not.
    let links = [link(0, 1, 8.0), link(1, 2, 7.5), link(0, 2, -12.0)];
    assert!(groups(3, &links, &Constraints::default()).iter().all(|group| group.len() == 2));
}

#[test]
fn two_rivals_that_fit_alike_are_both_left_to_a_human() {
    let links = [link(0, 1, 6.0), link(0, 2, 6.0), link(1, 2, -9.0)];
    assert!(groups(3, &links, &Constraints::default()).is_empty());
}

#[test]
fn a_clearly_better_rival_wins() {
    let links = [link(0, 1, 12.0), link(0, 2, 4.0), link(1, 2, -9.0)];
    assert_eq!(groups(3, &links, &Constraints::default()), [[0, 1]]);
}

#[test]
fn three_records_of_one_person_are_no_rivals() {
    let links = [link(0, 1, 6.0), link(0, 2, 6.0), link(1, 2, 6.0)];
    assert_eq!(groups(3, &links, &Constraints::default()), [[0, 1, 2]]);
}

#[test]
fn what_a_human_held_different_stays_apart() {
    let constraints = Constraints { different: vec![(1, 0)], ..Constraints::default() };
    assert!(groups(2, &[link(0, 1, 20.0)], &constraints).is_empty());
}

#[test]
fn what_a_human_held_the_same_joins_without_a_link() {
    let constraints = Constraints { same: vec![(0, 2)], ..Constraints::default() };
    assert_eq!(groups(3, &[], &constraints), [[0, 2]]);
}

#[test]
fn two_rows_of_a_list_without_duplicates_are_two_people() {
    let constraints = Constraints { one_row_one_person: vec![Some(1), Some(1), None], ..Constraints::default() };
    let links = [link(0, 1, 20.0), link(1, 2, 9.0), link(0, 2, -3.0)];
    assert_eq!(groups(3, &links, &constraints), [[1, 2]]);
}

#[test]
fn the_weakest_link_that_holds_a_cluster_is_named() {
    let links = [link(0, 1, 12.0), link(0, 2, 5.0), link(1, 2, 5.5)];
    let clustering = cluster(3, &links, 0.8, &Constraints::default());
    assert_eq!(clustering.cluster(0).weakest, Some(link(1, 2, 5.5)));
}

#[test]
fn agreement_counts_pairs() {
    let truth = [Some(1), Some(1), Some(2), Some(2), None];
    let agreement = agreement_of_clusters(&[0, 0, 0, 1, 2], &truth);
    assert_eq!((agreement.true_positives, agreement.proposed, agreement.truth), (1, 3, 2));
    assert!((agreement.f1 - 0.4).abs() < 1e-9);
}
