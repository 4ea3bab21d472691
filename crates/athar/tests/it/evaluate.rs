//! `athar evaluate` on tables small enough to count by hand.

use crate::place::Place;
use crate::run::{Ran, athar, text};
use serde_json::Value;

/// Persons A (three rows), B (two), C (two) and one row of nobody known: 5 true pairs.
const TABLE: &str =
    "id,name,who\na1,Samer,A\na2,Samer,A\na3,Samir,A\nb1,Nidal,B\nb2,Nidal,B\nc1,Rima,C\nc2,Rima,C\nx,Rima,\n";
/// Three true pairs and two wrong ones; a2-a3 and c1-c2 are not there. The surest stands there twice.
const PAIRS: &str = "left,right,weight,probability,rule\na1,a2,12,0.999,name\na1,a2,3,0.7,name\na1,a3,4.5,0.95,father\n\
                     b1,b2,-3,0.05,name\nc1,x,6,0.99,\"name, place\"\na1,b1,-9,0.001,father\n";

fn number(value: &Value) -> f64 {
    value.as_f64().unwrap_or_else(|| panic!("{value} is no number"))
}

fn evaluate(place: &Place, files: &[&str]) -> Ran {
    let table = place.file("t.csv", TABLE);
    athar(["evaluate", "--truth", "who", text(&table)].iter().chain(files)).go()
}

#[test]
fn losses_are_told_apart() {
    let place = Place::sqlite();
    let pairs = place.file("p.csv", PAIRS);
    let figures = evaluate(&place, &["--pairs", text(&pairs), "--json"]).ends(0).json();
    let own = &figures["pairs"];
    assert_eq!((figures["records"].as_u64(), own["pairs"].as_u64()), (Some(8), Some(5)));
    assert_eq!((own["among_pairs"].as_u64(), own["not_among_pairs"].as_u64()), (Some(3), Some(2)));
    assert!((number(&own["blocking_recall"]) - 0.6).abs() < 1e-9);
    assert_eq!(own["repeated_pairs"], 1);
    // Two true pairs and a wrong one at .95 or more; b1-b2 is lost to the threshold.
    let at_95 = &own["thresholds"][3];
    assert!((number(&at_95["probability"]) - 0.95).abs() < 1e-9);
    assert_eq!((at_95["true_positives"].as_u64(), at_95["proposed"].as_u64()), (Some(2), Some(3)));
    assert_eq!(at_95["lost_to_threshold"], 1);
    assert_eq!(own["at_95"]["proposed"], 3);
    // A probability that equals the threshold meets it.
    assert_eq!(own["thresholds"][5]["proposed"], 1);
    assert_eq!((own["best"]["proposed"].as_u64(), number(&own["best_weight"])), (Some(4), -3.0));
    let rules: Vec<(&str, u64, u64)> = own["rules"]
        .as_array()
        .unwrap()
        .iter()
        .map(|rule| {
            let count = |key: &str| rule[key].as_u64().unwrap();
            (rule["rule"].as_str().unwrap(), count("true_pairs"), count("false_pairs"))
        })
        .collect();
    assert_eq!(rules, [("name", 2, 0), ("father", 1, 1), ("name, place", 0, 1)]);
    let bins = own["calibration"]["bins"].as_array().unwrap();
    assert_eq!(bins.iter().map(|bin| bin["pairs"].as_u64().unwrap()).sum::<u64>(), 5);

    let said = evaluate(&place, &["--pairs", text(&pairs)]).ends(0).out;
    assert!(said.contains("blocking recall 0.6000") && said.contains("the file does not tell which"), "{said}");
}

#[test]
fn every_column_of_clusters_is_evaluated() {
    let place = Place::sqlite();
    let clusters = place.file(
        "c.csv",
        "row,cluster,cluster_0.9,who\na1,1,1,A\na2,1,1,A\na3,1,2,A\nb1,2,3,B\nb2,2,3,B\nc1,3,4,C\nc2,4,5,C\nx,3,6,\n",
    );
    let other = place.file("d.csv", "row,cluster\na1,1\na2,1\n");
    let files = ["--clusters", text(&clusters), "--clusters", text(&other), "--json"];
    let figures = evaluate(&place, &files).ends(0).json();
    let columns = figures["cluster_columns"].as_array().unwrap();
    let names: Vec<(&str, &str)> =
        columns.iter().map(|own| (own["file"].as_str().unwrap(), own["column"].as_str().unwrap())).collect();
    assert_eq!(names, [("c.csv", "cluster"), ("c.csv", "cluster_0.9"), ("d.csv", "cluster")]);
    // The first stands where the only one stood before.
    assert_eq!(figures["clusters"], columns[0]);
    assert_eq!((columns[0]["true_positives"].as_u64(), columns[0]["proposed"].as_u64()), (Some(4), Some(5)));
    // Seven rows alone with their own, c1 and x half right; c1 and c2 find half of their person.
    assert!((number(&columns[0]["b_cubed"]["precision"]) - 7.0 / 8.0).abs() < 1e-9);
    assert!((number(&columns[0]["b_cubed"]["recall"]) - 7.0 / 8.0).abs() < 1e-9);
    // Rows that a file does not name stand alone.
    assert_eq!((columns[2]["true_positives"].as_u64(), columns[2]["clusters"].as_u64()), (Some(1), Some(1)));
    let said = evaluate(&place, &["--clusters", text(&clusters)]).ends(0).out;
    assert!(said.contains("column cluster_0.9 of c.csv") && said.contains("B-cubed"), "{said}");
}

#[test]
fn two_tables_ask_for_pairs_across_them() {
    let place = Place::sqlite();
    let (left, right) = (place.file("l.csv", "id,who\n1,A\n2,A\n3,B\n"), place.file("r.csv", "id,who\n1,A\n2,B\n"));
    let pairs = place.file("p.csv", "left,right,weight,probability\nl:1,r:1,9,0.9\n3,2,9,0.9\nl:1,l:2,9,0.9\n");
    let options = ["evaluate", "--truth", "who", "--pairs", text(&pairs), "--json", text(&left), text(&right)];
    let own = &athar(options).done().json()["pairs"];
    assert_eq!((own["best"]["truth"].as_u64(), own["among_pairs"].as_u64()), (Some(3), Some(2)));
    assert_eq!((own["pairs"].as_u64(), own["pairs_not_asked_for"].as_u64()), (Some(2), Some(1)));
    assert!(own["rules"].is_null());
}

#[test]
fn what_is_wrong_is_said_by_file_and_row() {
    let place = Place::sqlite();
    for (body, words) in [
        ("a1,Zulmaqar,1,0.5\n", "p.csv, row 1: a row is named that the table does not have"),
        ("a1,a2,1,0.5\na1,a3,Zulmaqar,0.5\n", "p.csv, row 2: the weight is no number"),
        ("a1,a2,1,1.5\n", "p.csv, row 1: the probability is not between 0 and 1"),
        ("a1,a2,1,NaN\n", "p.csv, row 1: the probability is no number"),
    ] {
        let pairs = place.file("p.csv", format!("left,right,weight,probability\n{body}"));
        let ran = evaluate(&place, &["--pairs", text(&pairs)]).ends(3).says(words);
        assert!(!ran.err.contains("Zulmaqar"));
    }
    let clusters = place.file("c.csv", "row,person\na1,1\n");
    evaluate(&place, &["--clusters", text(&clusters)]).ends(2).says("has no column `cluster`");
}
