//! The demo: the same seed gives the same lists, byte for byte; three seeds that nobody developed on are linked well.

use crate::lists::{self, SIX};
use crate::place::Place;
use crate::run::{Ran, athar, text};
use std::fs;
use std::path::Path;

fn make(dir: &Path, people: &str, seed: &str) -> Ran {
    let arguments = ["demo", "--no-serve", "--json", "--people", people, "--seed", seed, "--dir", text(dir)];
    athar(arguments).patience(300).done()
}

#[test]
fn one_seed_gives_the_same_lists_and_another_one_others() {
    let place = Place::sqlite();
    let (same, other) = (place.dir.path().join("same"), place.dir.path().join("other"));
    let people = lists::PEOPLE.to_string();
    let first = lists::demo_summary();
    let again = make(&same, &people, "1").json();
    make(&other, &people, "2");
    for name in SIX.map(|(name, _)| name).into_iter().chain(["truth.tsv"]) {
        let lists = [lists::demo(), &same, &other].map(|dir| fs::read(dir.join(name)).unwrap());
        assert!(lists[0] == lists[1], "{name} differs though the seed is the same");
        assert!(lists[0] != lists[2], "{name} is the same though the seed differs");
    }
    for figures in ["pairs", "clusters", "exact_name_and_year", "by_kind", "rates", "lists"] {
        assert_eq!(first[figures], again[figures], "{figures}");
    }
}

#[test]
fn a_demo_is_made_anew_where_one_was() {
    let place = Place::sqlite();
    let dir = place.dir.path().join("demo");
    make(&dir, "100", "1");
    fs::write(dir.join("left over"), "").unwrap();
    make(&dir, "100", "1");
    assert!(!dir.join("left over").exists());
}

#[test]
#[ignore = "long: scripts/test --long"]
fn seeds_that_nobody_developed_on_are_linked_well() {
    for seed in ["101", "102", "103"] {
        let place = Place::sqlite();
        let ran = make(&place.dir.path().join("demo"), "5000", seed);
        let summary = ran.json();
        let figure = |what: &str, which: &str| summary[what][which].as_f64().unwrap();
        println!(
            "demo, seed {seed}: clusters F1 {:.3}, precision {:.3}; exact F1 {:.3}; {:.1} s, {} MiB",
            figure("clusters", "f1"),
            figure("clusters", "precision"),
            figure("exact_name_and_year", "f1"),
            ran.seconds,
            summary["peak_rss_mib"]
        );
        assert_eq!(summary["people"], 5_000);
        assert!(figure("clusters", "f1") >= 0.85);
        assert!(figure("clusters", "precision") >= 0.97);
        assert!(figure("exact_name_and_year", "f1") < 0.60);
        for kin in summary["kin"].as_array().unwrap() {
            let count = |which: &str| kin[which].as_u64().unwrap();
            println!("  {kin}");
            assert!(count("pairs") > 0);
            if kin["mother_known"] == true {
                assert!(count("linked") * 25 <= count("pairs"), "kin with another mother are taken for one man");
                assert!(count("in_one_cluster") * 10 <= count("pairs"), "kin with another mother are in one cluster");
            } else {
                assert!(count("linked") > 0 || kin["kind"] == "nephew", "without a mother nobody can tell cousins");
            }
        }
        assert!(ran.seconds < 60.0);
        assert!(summary["peak_rss_mib"].as_u64().unwrap() < 1_024);
    }
}

#[test]
#[ignore = "long: scripts/test --long"]
fn the_count_of_people_holds_the_truth_in_its_interval() {
    let mut held = 0;
    for seed in ["201", "202", "203", "204", "205"] {
        let place = Place::sqlite();
        let summary = make(&place.dir.path().join("demo"), "5000", seed).json();
        let figure = |which: &str| summary["unique"][which].as_u64().unwrap();
        let (low, high, truth) = (figure("low"), figure("high"), figure("truth"));
        println!("demo, seed {seed}: {} different people ({low}–{high}), truth {truth}", figure("estimate"));
        assert!(high - low < truth / 10, "an interval so wide says nothing");
        held += u32::from((low..=high).contains(&truth));
    }
    assert!(held >= 4, "the interval of 95 % held the truth {held} times in 5");
}
