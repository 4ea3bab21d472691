//! The whole road: scattered lists in, "these rows speak of the same person, because …" out, on each engine.

use crate::lists::{self, SIX, Truth};
use crate::place::{Place, on_both, rows_of};
use crate::run::text;
use serde_json::Value;
use std::collections::BTreeMap;

/// Imports the six lists of the demo, each as what it is.
fn import_six(place: &Place) {
    let summary = lists::demo_summary();
    for (at, (name, kind)) in SIX.into_iter().enumerate() {
        let expected = &summary["lists"][at];
        assert_eq!(expected["name"], name);
        let ran = place.import(&lists::demo().join(name), kind);
        let report = &ran.json()[0];
        assert_eq!(report["import"], format!("I{}", at + 1));
        assert_eq!(report["records"], expected["records"], "{name}");
        let problems = report["problems"].as_u64().unwrap();
        ran.ends(i32::from(problems > 0));
    }
}

#[test]
fn the_demo_reports_what_measurements_rely_on() {
    let summary = lists::demo_summary();
    assert_eq!(summary["people"], lists::PEOPLE);
    let lists = summary["lists"].as_array().unwrap();
    let records: u64 = lists.iter().map(|list| list["records"].as_u64().unwrap()).sum();
    assert_eq!(summary["records"], records);
    assert_eq!(lists.iter().map(|list| list["name"].as_str().unwrap()).collect::<Vec<_>>(), SIX.map(|(name, _)| name));
    assert!(lists.iter().all(|list| list["problems"].is_u64()));
    for agreement in ["pairs", "clusters"] {
        for figure in ["precision", "recall", "f1"] {
            let figure = summary[agreement][figure].as_f64().unwrap();
            assert!((0.5..=1.0).contains(&figure), "{agreement}: {figure}");
        }
    }
    assert!(summary["seconds"].as_f64().unwrap() > 0.0);
    assert!(summary["peak_rss_mib"].as_u64().unwrap() > 0);
}

#[test]
fn six_lists_become_one_explained_answer() {
    on_both(|place| {
        import_six(place);
        a_file_imported_twice_is_noticed(place);

        let run = place.athar(["link", "--json"]).patience(120).done().json();
        assert_eq!((&run["run"], &run["records"]), (&Value::from("L1"), &lists::demo_summary()["records"]));
        assert!(run["links"].as_u64().unwrap() > 100 && run["clusters"].as_u64().unwrap() > 100, "{run}");

        people_are_found_across_scripts(place);
        proposed_pairs_are_explained_by_lines_that_add_up(place);

        let verified = place.athar(["verify", "--deep", "--json"]).patience(120).done().json();
        assert_eq!((&verified["deep"], &verified["differences"]), (&Value::Bool(true), &Value::Array(Vec::new())));
        assert_eq!(verified["entries"], 7, "six imports and a linkage run");
        let before = place.rebuilt();
        assert_eq!(rows_of(&before, "record"), lists::demo_summary()["records"].as_u64().unwrap());
        assert_eq!(place.rebuilt(), before);
        place.is_clean();
    });
}

fn a_file_imported_twice_is_noticed(place: &Place) {
    let before = place.athar(["verify", "--json"]).done().json();
    // Under another name, as another source: the bytes count.
    let bytes = std::fs::read(lists::demo().join(SIX[0].0)).unwrap();
    let again = place.file("the same list again.csv", bytes);
    let ran = place.athar(["import", text(&again), "--source", "somebody else", "--json"]).go();
    assert_eq!(ran.json()[0]["already_imported_as"], "I1");
    assert_eq!(ran.json()[0]["import"], Value::Null);
    ran.ends(1).says("the same file was imported as I1");
    assert_eq!(place.athar(["verify", "--json"]).done().json(), before, "{}: nothing was added", place.engine);
}

fn row_in<'a>(rows: &'a [Truth], list: &str, in_latin: bool) -> Option<&'a Truth> {
    rows.iter().find(|row| row.list == list && row.kinds.contains("other-script") == in_latin)
}

/// Whether a search finds that row of that list among the first ten.
fn is_found(place: &Place, name: &str, wanted: &Truth) -> bool {
    let position = format!("row {}", wanted.row);
    let found = place.find(name);
    assert!(found.len() <= 10);
    found.iter().any(|one| one["source"] == wanted.list.as_str() && one["position"] == position.as_str())
}

/// People whom the gate list spells in Latin letters and a family asks for in Arabic ones.
fn people_are_found_across_scripts(place: &Place) {
    let truth: BTreeMap<u32, Vec<Truth>> = lists::truth();
    let both = truth.values().filter_map(|rows| Some((row_in(rows, SIX[0].0, true)?, row_in(rows, SIX[5].0, false)?)));
    let (mut asked, mut by_latin, mut by_arabic) = (0, 0, 0);
    for (gate, request) in both.take(15) {
        asked += 1;
        by_latin += u32::from(is_found(place, &lists::name_in(SIX[0].0, gate.row), request));
        by_arabic += u32::from(is_found(place, &lists::name_in(SIX[5].0, request.row), gate));
    }
    println!("{}: {by_latin} found by Latin and {by_arabic} by Arabic spelling, of {asked}", place.engine);
    assert!(asked == 15 && by_latin >= 12 && by_arabic >= 12, "{by_latin} and {by_arabic} of {asked}");
}

fn proposed_pairs_are_explained_by_lines_that_add_up(place: &Place) {
    let mut explained = 0;
    for request in 1..60 {
        let record = format!("R6.{request}");
        let person = place.athar(["person", &record, "--json"]).done().json();
        for other in person["proposed"].as_array().unwrap() {
            let other = other["record"].as_str().unwrap();
            let told = place.athar(["explain", &record, other, "--json"]).done().json();
            let number = |key: &str| told[key].as_i64().unwrap();
            let lines = told["lines"].as_array().unwrap();
            let sum: i64 = lines.iter().map(|line| line["weight"].as_i64().unwrap()).sum();
            let sum = sum + number("kin") + number("calibration") + number("rivals");
            assert_eq!(sum, number("weight"), "{record} and {other}");
            assert_eq!(sum + number("prior"), number("log_odds"), "{record} and {other}");
            let odds = (number("log_odds") as f64 / 1024.0).exp2();
            assert!((told["probability"].as_f64().unwrap() - odds / (1.0 + odds)).abs() < 1e-6);
            // The other way round it is the same pair.
            let turned = place.athar(["explain", other, &record, "--json"]).done().json();
            assert_eq!(turned["log_odds"], told["log_odds"], "{record} and {other}");
            explained += 1;
        }
        if explained >= 8 {
            break;
        }
    }
    assert!(explained >= 8);
}

#[test]
fn a_list_is_read_from_standard_input() {
    let place = Place::sqlite();
    let list = "No,Name,Age\n1,Samer Wardani,33\n2,Nidal Kassab,20\n";
    let import = ["import", "-", "--source", "a message", "--kind", "freed", "--json"];
    let report = place.athar(import).stdin(list).done().json();
    assert_eq!((&report[0]["import"], &report[0]["records"]), (&"I1".into(), &2.into()));
    assert_eq!(place.find("نضال قصاب")[0]["source"], "a message");
    place.athar(import).stdin(list).go().ends(1).says("imported as I1");
    place.athar(import).stdin("").go().ends(3);
    place.is_clean();
}
