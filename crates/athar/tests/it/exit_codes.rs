//! How a run ends says what happened: 0 done, 1 the answer is no or problems were found, 2 wrong use, 3 failed.

use crate::lists::{self, SIX};
use crate::place::Place;
use crate::run::{athar, text};
use std::fs;
use std::io::Read;

#[test]
fn nothing_found_is_an_answer() {
    let place = Place::with_demo();
    place
        .athar(["find", "-"])
        .stdin("Zxqvath Bwkttrul")
        .go()
        .ends(1)
        .says("says nothing about whether the person is alive");
    place.athar(["find", "-"]).stdin(&lists::name_in(SIX[5].0, 2)).done();
    let empty = Place::sqlite();
    empty.import(&empty.file("one.csv", "Name,Age\nSamer Wardani,33\n"), "sought").ends(0);
    let sheet = empty.dir.path().join("m.xlsx");
    empty.athar(["matches", "--xlsx", text(&sheet)]).go().ends(1);
}

#[test]
fn an_import_with_problems_is_kept_and_says_so() {
    let place = Place::sqlite();
    let list = place.file("list.csv", "Name,Born\nSamer Wardani,31.2.1985\nNidal Kassab,1990\n");
    let ran = place.athar(["import", text(&list), "--kind", "freed"]).go().ends(1);
    assert!(ran.out.contains("I1: 2 records from 2 rows, 1 problems"), "{}", ran.out);
    assert_eq!(place.find("Nidal Kassab").len(), 1);
}

#[test]
fn a_changed_archive_does_not_verify() {
    let place = Place::with_demo();
    let originals = place.archive().join("originals");
    let folder = fs::read_dir(originals).unwrap().next().unwrap().unwrap().path();
    let original = fs::read_dir(folder).unwrap().next().unwrap().unwrap().path();
    let mut bytes = fs::read(&original).unwrap();
    bytes[0] ^= 1;
    fs::write(&original, bytes).unwrap();
    let ran = place.athar(["verify", "--json"]).go().ends(1);
    assert_eq!(ran.json()["differences"].as_array().unwrap().len(), 1);
    assert!(place.athar(["verify"]).go().ends(1).out.contains("DIFFERS"));
}

#[test]
fn wrong_use_is_told_from_failure() {
    let place = Place::with_demo();
    let busy = place.dir.path().join("busy");
    fs::create_dir(&busy).unwrap();
    fs::write(busy.join("somebody's file"), "kept").unwrap();
    let list = place.file("list.csv", "Name\nSamer Wardani\n");

    athar(["demo", "--people", "3"]).go().ends(2).says("--people");
    athar(["demo", "--sought", "2000"]).go().ends(2).says("--shape");
    athar(["demo", "--shape", "--lists", "1"]).go().ends(2).says("--lists is from 2 to 200");
    athar(["demo", "--shape", "--sought", "1000", "--overlap", "0.9"]).go().ends(2).says("--overlap 0.9 of");
    athar(["demo", "--no-serve", "--dir", text(&busy)]).go().ends(2).says("is not empty");
    assert_eq!(fs::read_dir(&busy).unwrap().count(), 1);
    athar(["nonsense"]).go().ends(2);
    athar(["find", "-"]).go().ends(2).says("--archive");
    place.athar(["find", "-"]).stdin(" \n").go().ends(2).says("a search needs a name");
    place.athar(["person", "somebody"]).go().ends(2);
    place.athar(["undo", "everything"]).go().ends(2);
    place.athar(["link", "--threshold", "1.5"]).go().ends(2).says("probability");
    place.athar(["import", text(&list), "--kind", "friends"]).go().ends(2).says("kinds are");
    place.athar(["import", text(&list), text(&list), "--source", "two"]).go().ends(2);
    athar(["evaluate", "--truth", "Name", text(&list)]).go().ends(2).says("nothing to evaluate");
    let sheet = place.dir.path().join("m.xlsx");
    place.athar(["matches", "--xlsx", text(&sheet), "--language", "fr"]).go().ends(2);
}

#[test]
fn failures_say_what_to_do() {
    let place = Place::with_demo();
    let nowhere = Place::sqlite();
    nowhere.athar(["find", "-"]).stdin("Samer Wardani").go().ends(3).says("there is no archive in");
    assert!(!nowhere.archive().exists(), "looking makes no archive");
    let absent = place.dir.path().join("absent.csv");
    place.athar(["import", text(&absent)]).go().ends(3).says("absent.csv");
    let mapping = place.file("mapping.toml", "this is no mapping");
    let list = place.file("list.csv", "Name\nSamer Wardani\n");
    place.athar(["import", text(&list), "--mapping", text(&mapping)]).go().ends(3).says("mapping.toml");
    place.athar(["explain", "R1.1", "R44.1"]).go().ends(3).says("R44.1");
    let url = place.file("url", "postgres://nobody@127.0.0.1:1/nothing");
    let elsewhere = Place::sqlite();
    elsewhere.athar(["verify", "--database", text(&url)]).go().ends(3);
    place.athar(["import", text(place.dir.path())]).go().ends(3);
    place.is_clean();
}

#[test]
fn quiet_runs_print_results_only() {
    let place = Place::with_demo();
    let name = lists::name_in(SIX[5].0, 2);
    let [one, other] =
        [&["find", "-"][..], &["find", "-", "--quiet"]].map(|find| place.athar(find).stdin(&name).done());
    assert_eq!(one.out, other.out);
    for arguments in
        [&["link", "--quiet"][..], &["verify", "--quiet"], &["rebuild", "--quiet"], &["find", "-", "--quiet"]]
    {
        let ran = place.athar(arguments).stdin("Zxqvath Bwkttrul").go();
        assert_eq!(ran.err, "", "{arguments:?}");
    }
    let table = lists::demo().join(SIX[0].0);
    let ran = athar(["match", text(&table), "--quiet", "--json", "-"]).done();
    assert_eq!(ran.err, "");
}

#[test]
fn json_is_one_document_wherever_it_is_offered() {
    let place = Place::with_demo();
    let table = lists::demo().join(SIX[5].0);
    let list = place.file("list.csv", "Name,Born\nSamer Wardani,31.2.1985\n");
    let (pairs, clusters) = (place.dir.path().join("pairs.csv"), place.dir.path().join("clusters.csv"));
    for arguments in [
        &["import", text(&list), "--dry-run", "--json"][..],
        &["import", text(&list), "--json"],
        &["link", "--json"],
        &["find", "-", "--json"],
        &["explain", "R1.1", "R6.1", "--json"],
        &["person", "R1.1", "--json"],
        &["verify", "--json"],
        &["rebuild", "--json"],
    ] {
        place.athar(arguments).stdin("محمد خالد").go().json();
    }
    let made = athar(["match", text(&table), "--json", "-", "--pairs", text(&pairs), "--clusters", text(&clusters)])
        .done()
        .json();
    for key in ["records", "pairs", "rules", "seconds", "cpu_seconds", "peak_rss_mib"] {
        assert!(!made[key].is_null(), "{key}");
    }
    for key in ["read", "train", "block_and_score", "cluster", "write"] {
        assert!(made["seconds"][key].is_f64(), "{key}");
    }
    let truth = "اسم الأب / Navê bav";
    let arguments =
        ["evaluate", "--truth", truth, text(&table), "--pairs", text(&pairs), "--clusters", text(&clusters), "--json"];
    let figures = athar(arguments).done().json();
    assert!(figures["pairs"]["best"]["f1"].is_f64() && figures["clusters"]["f1"].is_f64(), "{figures}");
    athar(["names", "read", "سامر الوردانى", "--json"]).done().json();
}

#[test]
fn a_reader_who_goes_away_is_no_failure() {
    let place = Place::with_demo();
    let list = lists::demo().join(SIX[5].0);
    let name = lists::name_in(SIX[5].0, 2);
    let long = ["find", &name, "--limit", "400"];
    let names: Vec<&str> = ["names", "read"].into_iter().chain(std::iter::repeat_n("سامر الوردانى", 3_000)).collect();
    for run in [place.athar(long), place.athar(["person", "R6.1"]), athar(&names), athar(["match", text(&list)])] {
        let mut child = run.start_piped();
        drop(child.stdout.take());
        let mut said = String::new();
        child.stderr.take().unwrap().read_to_string(&mut said).unwrap();
        assert_eq!(child.wait().unwrap().code(), Some(0), "{said}");
        assert!(!said.contains("panicked") && !said.contains("error:"), "{said}");
    }
}
