//! Clusters: constraints hold, chains do not merge, and who cannot be told apart is left apart.

use link::{
    ClusterOptions, Clustering, Constraints, Edge, Joining, agreement_of_clusters, cluster, cluster_at,
    connected_components, sample_clusterings,
};

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

fn at(records: usize, links: &[Edge], constraints: &Constraints, options: ClusterOptions) -> Clustering {
    cluster_at(records, links, &[0.8], constraints, &options).remove(0)
}

#[test]
fn of_two_assignments_the_better_wins_though_its_links_are_not_the_strongest() {
    // Rows 0, 1 of one list and 2, 3 of another: 0-2 is the strongest, but 0-3 and 1-2 together are much better.
    let links = [link(0, 2, 10.0), link(0, 3, 9.0), link(1, 2, 9.0), link(1, 3, 0.5)];
    let constraints =
        Constraints { one_row_one_person: vec![Some(1), Some(1), Some(2), Some(2)], ..Constraints::default() };
    let one_to_one = ClusterOptions { one_to_one: true, ..ClusterOptions::default() };
    assert_eq!(groups_of(&at(4, &links, &constraints, one_to_one)), [[0, 3], [1, 2]]);
    // Without assigning, each has a rival and all stay open.
    assert!(groups(4, &links, &constraints).is_empty());
}

#[test]
fn of_two_assignments_alike_neither_is_taken() {
    let links = [link(0, 2, 9.0), link(0, 3, 9.0), link(1, 2, 9.0), link(1, 3, 9.0)];
    let constraints =
        Constraints { one_row_one_person: vec![Some(1), Some(1), Some(2), Some(2)], ..Constraints::default() };
    let one_to_one = ClusterOptions { one_to_one: true, ..ClusterOptions::default() };
    assert!(groups_of(&at(4, &links, &constraints, one_to_one)).is_empty());
}

#[test]
fn a_clear_contradiction_parts_what_votes_would_join_and_a_human_overrides_it() {
    let links = [link(0, 1, 9.0), link(0, 2, 9.0), link(1, 2, -4.0)];
    let plain = ClusterOptions { rivals: false, ..ClusterOptions::default() };
    assert_eq!(groups_of(&at(3, &links, &Constraints::default(), plain)), [[0, 1, 2]]);
    let options = ClusterOptions { contradiction: Some(-4 * 1024), ..plain };
    assert_eq!(groups_of(&at(3, &links, &Constraints::default(), options)), [[0, 1]]);
    let held = Constraints { same: vec![(1, 2)], ..Constraints::default() };
    assert_eq!(groups_of(&at(3, &links, &held, options)), [[0, 1, 2]]);
}

fn chains(bridges: bool) -> ClusterOptions {
    ClusterOptions { joining: Joining::Chains, rivals: false, bridges, ..ClusterOptions::default() }
}

#[test]
fn two_groups_that_one_link_holds_together_are_parted() {
    let links = [link(0, 1, 12.0), link(2, 3, 12.0), link(1, 2, 5.0)];
    assert_eq!(groups_of(&at(4, &links, &Constraints::default(), chains(false))), [[0, 1, 2, 3]]);
    let parted = at(4, &links, &Constraints::default(), chains(true));
    assert_eq!(groups_of(&parted), [[0, 1], [2, 3]]);
    assert_eq!(parted.cluster(0).weakest, Some(link(0, 1, 12.0)));
}

#[test]
fn what_a_human_held_the_same_is_no_bridge() {
    let links = [link(0, 1, 12.0), link(2, 3, 12.0), link(1, 2, 5.0)];
    let constraints = Constraints { same: vec![(1, 2)], ..Constraints::default() };
    assert_eq!(groups_of(&at(4, &links, &constraints, chains(true))), [[0, 1, 2, 3]]);
}

#[test]
fn groups_between_which_more_links_run_are_not_parted() {
    let links = [link(0, 1, 12.0), link(2, 3, 12.0), link(1, 2, 5.0), link(0, 3, 5.0)];
    assert_eq!(groups_of(&at(4, &links, &Constraints::default(), chains(true))), [[0, 1, 2, 3]]);
}

#[test]
fn a_record_that_hangs_on_one_link_is_not_parted() {
    let links = [link(0, 1, 12.0), link(0, 2, 12.0), link(1, 2, 12.0), link(2, 3, 5.0)];
    assert_eq!(groups_of(&at(4, &links, &Constraints::default(), chains(true))), [[0, 1, 2, 3]]);
}

/// Persons with `size` records each, of whose links one in four was missed; every two persons are joined by one
/// false link. Gives links and persons.
fn persons_with_false_links(persons: u32, size: u32) -> (Vec<Edge>, Vec<Option<u32>>) {
    let mut state = 7_u64;
    let mut below = |bound: u64| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % bound
    };
    let mut links = Vec::new();
    for person in 0..persons {
        for one in person * size..(person + 1) * size {
            for other in one + 1..(person + 1) * size {
                // The first of a person is linked to all.
                if one == person * size || below(4) > 0 {
                    links.push(link(one, other, 4.0 + below(10) as f64));
                }
            }
        }
        if person % 2 == 1 {
            let (left, right) =
                ((person - 1) * size + below(u64::from(size)) as u32, person * size + below(u64::from(size)) as u32);
            links.push(link(left, right, 2.5 + below(6) as f64));
        }
    }
    (links, (0..persons * size).map(|record| Some(record / size)).collect())
}

#[test]
fn cutting_bridges_gives_back_most_persons_that_false_links_joined_and_costs_few() {
    for (size, precision, recall) in [(3, 0.9, 0.98), (4, 0.99, 0.98), (6, 0.99, 0.99)] {
        let (links, persons) = persons_with_false_links(2000, size);
        let records = persons.len();
        let agreement =
            |options| agreement_of_clusters(&at(records, &links, &Constraints::default(), options).of_record, &persons);
        let (joined, parted) = (agreement(chains(false)), agreement(chains(true)));
        println!(
            "{size} records a person: precision {:.3} -> {:.3}, recall {:.3} -> {:.3}",
            joined.precision, parted.precision, joined.recall, parted.recall
        );
        assert!(joined.precision < 0.5 && parted.precision > precision && parted.recall > recall);
        // Where votes decide, there is next to nothing to cut, and nothing is lost.
        let (voted, cut) = (
            agreement(ClusterOptions::default()),
            agreement(ClusterOptions { bridges: true, ..ClusterOptions::default() }),
        );
        println!(
            "  by votes: precision {:.3} -> {:.3}, recall {:.3} -> {:.3}",
            voted.precision, cut.precision, voted.recall, cut.recall
        );
        assert!(cut.f1 >= voted.f1 - 0.001);
    }
}

#[test]
fn samples_show_what_links_leave_open() {
    // A pair at 1 bit is together in two of three; two rivals share their third; a triangle holds.
    let links = [
        link(0, 1, 1.0),
        link(2, 3, 6.0),
        link(2, 4, 6.0),
        link(3, 4, -9.0),
        link(5, 6, 9.0),
        link(5, 7, 9.0),
        link(6, 7, 9.0),
    ];
    let sampled = sample_clusterings(9, &links, &Constraints::default(), 3000, 1);
    let near = |share: f64, expected: f64| (share - expected).abs() < 0.04;
    assert!(near(sampled.together(0, 1), 2.0 / 3.0), "{}", sampled.together(0, 1));
    assert!(near(sampled.together(2, 3), 0.5), "{}", sampled.together(2, 3));
    assert!(near(sampled.together(2, 4), 0.5), "{}", sampled.together(2, 4));
    assert!(near(sampled.all_together(&[5, 6, 7]), 1.0));
    assert!(sampled.together(0, 8) < 1e-9);
    let clustering = cluster(9, &links, 0.8, &Constraints::default());
    let whole = sampled.whole_clusters(&clustering);
    assert!(near(whole[clustering.of_record[5] as usize], 1.0));
    assert!(near(whole[clustering.of_record[0] as usize], 1.0 / 3.0));
    assert!(whole[clustering.of_record[8] as usize] > 1.0 - 1e-9);
}

#[test]
fn a_star_and_a_hub_among_rows_of_its_own_list_end_soon() {
    // Quadratic work would be 10^10 steps.
    let records = 100_000;
    let links: Vec<Edge> = (1..records).map(|right| link(0, right, 6.0 + f64::from(right % 7))).collect();
    let lists = (0..records).map(|record| Some(u16::from(record % 2 == 1 && record > 1000))).collect();
    let constraints = Constraints { one_row_one_person: lists, ..Constraints::default() };
    for options in [ClusterOptions::default(), ClusterOptions::for_any_table(), chains(true)] {
        assert!(at(records as usize, &links, &Constraints::default(), options).len() <= records as usize);
        assert!(at(records as usize, &links, &constraints, options).len() <= records as usize);
    }
}

#[test]
fn no_records_and_no_links_are_no_error() {
    assert!(cluster(0, &[], 0.8, &Constraints::default()).is_empty());
    assert!(cluster_at(3, &[], &[], &Constraints::default(), &ClusterOptions::default()).is_empty());
    assert_eq!(connected_components(3, &[link(0, 2, 9.0)], 1.5).len(), 3);
    let strange = Constraints { same: vec![(0, 9), (1, 1)], different: vec![(9, 9), (0, 7)], ..Constraints::default() };
    assert_eq!(cluster(3, &[link(0, 2, 9.0)], 0.8, &strange).len(), 2);
}

#[test]
fn many_lists_are_told_apart() {
    // A hundred lists with two rows each, all of whose rows are linked to one that is on none.
    let links: Vec<Edge> = (1..=200).map(|row| link(0, row, 6.0 + f64::from(row) / 100.0)).collect();
    let lists = (0..=200_u16).map(|row| (row > 0).then_some(row % 100)).collect();
    let constraints = Constraints { one_row_one_person: lists, ..Constraints::default() };
    let joined = groups_of(&at(201, &links, &constraints, chains(false)));
    // The stronger row of each: the later.
    assert_eq!(joined, [std::iter::once(0).chain(101..=200).collect::<Vec<u32>>()]);
}

#[test]
fn a_hub_that_has_joined_many_asks_of_many_lists_soon() {
    let records = 200_000;
    let links: Vec<Edge> = (1..records).map(|row| link(0, row, 6.0 + f64::from(row % 1000) / 100.0)).collect();
    let lists = (0..records).map(|row| (row % 2 == 1).then_some((row % 199) as u16)).collect();
    let constraints = Constraints { one_row_one_person: lists, ..Constraints::default() };
    let joined = groups_of(&at(records as usize, &links, &constraints, chains(true)));
    assert_eq!(joined.iter().map(Vec::len).collect::<Vec<usize>>(), [100_000 + 199]);
}
