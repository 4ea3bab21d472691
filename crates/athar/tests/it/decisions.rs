//! What humans decide stands above what the machine proposes, and can be taken back.

use crate::lists::{self, SIX};
use crate::place::{Place, on_both};
use crate::run::text;
use serde_json::Value;

/// The gate list and the requests, linked.
fn linked(place: &Place) {
    for (name, kind) in [SIX[0], SIX[5]] {
        place.import(&lists::demo().join(name), kind);
    }
    link(place);
}

fn link(place: &Place) {
    place.athar(["link", "--json"]).patience(120).done();
}

fn person(place: &Place, record: &str) -> Value {
    place.athar(["person", record, "--json"]).done().json()
}

/// The records that one part of a person's view lists.
fn records(person: &Value, part: &str) -> Vec<String> {
    person[part].as_array().unwrap().iter().map(|one| one["record"].as_str().unwrap().to_owned()).collect()
}

/// Requests for which a machine proposes one record, and that record.
fn proposals(place: &Place, wanted: usize) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for request in 1..200 {
        let record = format!("R2.{request}");
        let proposed = records(&person(place, &record), "proposed");
        if let [only] = &proposed[..]
            && only.starts_with("R1.")
        {
            found.push((record, only.clone()));
        }
        if found.len() == wanted {
            return found;
        }
    }
    panic!("{} of {wanted} requests with one proposal", found.len());
}

fn decide(place: &Place, one: &str, other: &str, verdict: &str) -> String {
    let ran = place.athar(["decide", one, other, verdict, "--reason", "the mother said so"]).done();
    ran.out.split(':').next().unwrap().to_owned()
}

#[test]
fn decisions_are_kept_when_everything_is_linked_again() {
    on_both(|place| {
        linked(place);
        let pairs = proposals(place, 3);
        let [(asked, proposed), (second, _), (third, _)] = &pairs[..] else { panic!() };

        // Nobody has said anything yet: a proposal joins no records.
        assert_eq!(records(&person(place, asked), "records"), [asked.as_str()]);

        let different = decide(place, asked, proposed, "different");
        let same = decide(place, second, third, "same");
        let unsure = decide(place, third, proposed, "unsure");
        assert!([&different, &same, &unsure].iter().all(|id| id.starts_with('D')));
        let joined = person(place, second);
        let mut both = vec![second.clone(), third.clone()];
        both.sort_by_key(|record| record[3..].parse::<u32>().unwrap());
        assert_eq!(records(&joined, "records"), both);
        assert!(joined["decisions"].as_array().unwrap().iter().any(|one| one["reason"] == "the mother said so"));
        assert_eq!(person(place, third)["person"], joined["person"]);

        link(place);
        assert!(
            !records(&person(place, asked), "proposed").contains(proposed),
            "{}: held to be different",
            place.engine
        );
        assert_eq!(records(&person(place, second), "records"), both);

        // The run saw the decision: its group holds the two, and says so when no human does any more.
        place.athar(["undo", &same]).done();
        assert_eq!(records(&person(place, second), "records"), [second.as_str()]);
        assert!(records(&person(place, second), "proposed").contains(third), "{}: held to be the same", place.engine);

        // Taken back, the machine proposes as before.
        for decision in [&different, &unsure] {
            place.athar(["undo", decision]).done();
        }
        place.athar(["undo", &different]).go().ends(3).says("was taken back already");
        link(place);
        assert_eq!(records(&person(place, asked), "proposed"), [proposed.as_str()]);
        assert!(!records(&person(place, second), "proposed").contains(third));
        place.athar(["verify", "--deep"]).patience(120).done();
        place.rebuilt();
    });
}

#[test]
fn an_import_taken_back_is_no_longer_found() {
    on_both(|place| {
        let list = place.file("gate.csv", "No,Name,Age,From\n1,Samer Wardani,33,Homs\n2,Nidal Kassab,41,Jableh\n");
        let other = place.file("more.csv", "No,Name,Age,From\n1,Bassam Wardani,30,Homs\n");
        place.import(&list, "freed").ends(0);
        place.import(&other, "freed").ends(0);
        assert_eq!(place.find("سامر ورداني")[0]["record"], "R1.1");

        place.athar(["undo", "I1"]).done();
        assert!(place.find("سامر ورداني").iter().all(|found| found["record"] != "R1.1"), "{}", place.engine);
        assert!(place.find("Nidal Kassab").is_empty());
        assert_eq!(place.find("Bassam Wardani")[0]["record"], "R2.1");
        place.athar(["undo", "I1"]).go().ends(3).says("was taken back already");
        place.athar(["undo", "I9"]).go().ends(3).says("there is no");
        place.is_clean();

        // Bytes that were taken back can be imported again, under a number of their own.
        let again = place.athar(["import", text(&list), "--kind", "freed", "--json"]).done().json();
        assert_eq!(again[0]["import"], "I3");
        assert_eq!(place.find("سامر ورداني")[0]["record"], "R3.1");
        place.athar(["verify", "--deep"]).done();
        place.rebuilt();
    });
}

#[test]
fn a_decision_needs_a_reason_and_two_records() {
    let place = Place::with_demo();
    place.athar(["decide", "R6.1", "R6.2", "same", "--reason", "  "]).go().ends(2).says("a decision needs a reason");
    place.athar(["decide", "R6.1", "R6.1", "same", "--reason", "why"]).go().ends(3).says("two different records");
    place.athar(["decide", "R6.1", "R6.99999", "same", "--reason", "why"]).go().ends(3).says("R6.99999");
    place
        .athar(["decide", "R6.1", "R6.2", "perhaps", "--reason", "why"])
        .go()
        .ends(2)
        .says("same, different and unsure");
    assert_eq!(person(&place, "R6.1")["decisions"], Value::Array(Vec::new()));
}

/// Rows of a list of so many people from one on, each of another name or year.
fn made_up(from: usize, count: usize) -> String {
    let given = ["سامر", "وليد", "فراس", "نزار", "باسل", "طارق", "زياد"];
    let family = ["الخطيب", "الحلبي", "النجار", "الشامي", "قباني", "العمري", "زيدان", "بكور", "درويش", "حداد", "سلوم"];
    let row = |at: usize| {
        let of = |names: &[&'static str], step: usize| names[at * step / 3 % names.len()];
        format!("{},{},{},{}", of(&given, 5), of(&given, 11), of(&family, 7), 1950 + at * 13 % 50)
    };
    let rows: Vec<String> = (from..from + count).map(row).collect();
    format!("الاسم,اسم الأب,الكنية,سنة الولادة\n{}\n", rows.join("\n"))
}

/// A list that copied another, and a request, corroborate nothing.
#[test]
fn a_copy_and_a_request_count_for_no_further_source() {
    let place = Place::sqlite();
    for (name, kind, from, count) in
        [("register.csv", "register", 0, 400), ("circulated.csv", "freed", 150, 60), ("asked.csv", "sought", 170, 3)]
    {
        let file = place.file(name, made_up(from, count));
        place.athar(["import".into(), file.into_os_string(), "--kind".into(), kind.into()]).done();
    }
    link(&place);
    // The same row three times over.
    let pairs = [("R1.171", "R2.21"), ("R1.171", "R3.1")];
    for (one, other) in pairs {
        decide(&place, one, other, "same");
    }
    let sources = person(&place, "R1.171")["sources"].clone();
    assert_eq!((&sources["lists"], &sources["independent"]), (&2.into(), &1.into()), "{sources}");
    assert_eq!(sources["may_be_copies"].as_array().unwrap().len(), 1, "{sources}");
}

/// Lists that promise one row a person show what different people agree on: then probabilities are more than the
/// model's own.
#[test]
fn lists_that_promise_one_row_a_person_calibrate() {
    let basis = |promise: bool| {
        let place = Place::sqlite();
        for (name, from) in [("first.csv", 0), ("second.csv", 350)] {
            let file = place.file(name, made_up(from, 700));
            let mut arguments = vec!["import".into(), file.into_os_string(), "--kind".into(), "freed".into()];
            if promise {
                arguments.push("--one-row-per-person".into());
            }
            place.athar(arguments).done();
        }
        link(&place);
        let told = place.athar(["explain", "R1.360", "R2.10"]).done().out;
        (told.contains("as far as the model holds"), told.contains("trust the weight"))
    };
    assert_eq!(basis(true), (true, false));
    assert_eq!(basis(false), (false, true));
}
