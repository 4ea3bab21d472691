//! One seed, one answer: linking again, or with another number of threads, changes no byte.

use crate::lists::{self, SIX};
use crate::place::Place;
use crate::run::{athar, text};
use serde_json::Value;
use std::fs;

/// The digests of what a linkage run left: links, their evidence, clusters, the model.
fn run_digests(place: &Place) -> Vec<Value> {
    let tables = place.rebuilt();
    let of_run = |table: &&Value| ["link", "cluster", "link_run"].contains(&table["table"].as_str().unwrap());
    let digests: Vec<Value> = tables.as_array().unwrap().iter().filter(of_run).cloned().collect();
    assert_eq!(digests.len(), 3);
    digests
}

#[test]
fn an_archive_is_linked_alike_on_any_number_of_threads() {
    let imported = Place::sqlite();
    for (name, kind) in SIX {
        imported.import(&lists::demo().join(name), kind);
    }
    let mut answers = Vec::new();
    for threads in ["1", "1", "2", "3"] {
        let copy = Place::sqlite();
        copy.copy_archive(&imported.archive());
        copy.athar(["link", "--seed", "7", "--threads", threads]).patience(120).done();
        answers.push(run_digests(&copy));
    }
    assert!(answers[0].iter().all(|table| table["rows"].as_u64().unwrap() > 0));
    for (threads, answer) in [1, 1, 2, 3].iter().zip(&answers) {
        // The run keeps when it was accepted; what it found has no clock.
        assert_eq!(answer[1..], answers[0][1..], "{threads} threads");
    }
}

/// Pairs and clusters of a run of `match`, as they were written.
fn matched(place: &Place, tables: &[&str], threads: &str) -> (Vec<u8>, Vec<u8>) {
    let (pairs, clusters) = (place.dir.path().join("pairs.csv"), place.dir.path().join("clusters.csv"));
    let options =
        ["--seed", "5", "--threads", threads, "--levels", "--pairs", text(&pairs), "--clusters", text(&clusters)];
    athar(["match"].iter().chain(tables).chain(&options)).patience(120).done();
    (fs::read(pairs).unwrap(), fs::read(clusters).unwrap())
}

fn is_matched_alike(tables: &[&str]) {
    let place = Place::sqlite();
    let first = matched(&place, tables, "1");
    assert!(first.0.len() > 1_000 && first.1.len() > 1_000, "hardly anything was matched");
    for threads in ["1", "2", "3"] {
        assert!(matched(&place, tables, threads) == first, "{threads} threads");
    }
}

#[test]
fn one_table_is_matched_alike_on_any_number_of_threads() {
    is_matched_alike(&[text(&lists::demo().join(SIX[5].0))]);
}

#[test]
fn two_tables_are_matched_alike_on_any_number_of_threads() {
    is_matched_alike(&[text(&lists::demo().join(SIX[0].0)), text(&lists::demo().join(SIX[5].0))]);
}

#[test]
fn pairs_are_ordered_and_named_by_the_tables_own_ids() {
    let place = Place::sqlite();
    let rows = "unique_id,name,age\n\"b,1\",Samer Wardani,33\na2,Samir Wardani,33\nc3,Nidal Kassab,20\n";
    let table = place.file("table.csv", rows);
    let (pairs, clusters) = matched(&place, &[text(&table)], "2");
    let pairs = String::from_utf8(pairs).unwrap();
    assert!(pairs.starts_with("left,right,weight,probability,rule"), "{pairs}");
    assert!(pairs.contains("\n\"b,1\",a2,"), "{pairs}");
    let clusters = String::from_utf8(clusters).unwrap();
    assert_eq!(
        clusters.lines().map(|line| line.rsplit_once(',').unwrap().0).collect::<Vec<_>>(),
        ["row", "\"b,1\"", "a2", "c3"]
    );
}
