//! `match --report`: one page that agrees with the summary, in both languages, whatever the tables hold.

use crate::place::Place;
use crate::run::{Ran, athar, text};
use serde_json::Value;
use std::fmt::Write;
use std::fs;
use std::path::Path;

const MODEL: &str = r#"
name = "invented persons"
id = "unique_id"

[prior]
probability = 0.002

[training]
random_pairs = 20_000
sessions = [["family"], ["given"]]

[[rule]]
on = ["family", "town"]

[[rule]]
on = ["given", "born"]

[[comparison]]
name = "given"
column = "given"
levels = [
  { is = "missing" },
  { is = "equal", term_frequency = true },
  { is = "jaro_winkler", at_least = 0.85 },
  { is = "otherwise" },
]

[[comparison]]
name = "family"
column = "family"
levels = [{ is = "missing" }, { is = "equal", term_frequency = true }, { is = "otherwise" }]

[[comparison]]
name = "born"
column = "born"
levels = [{ is = "missing" }, { is = "equal" }, { is = "levenshtein", at_most = 1 }, { is = "otherwise" }]

[[comparison]]
name = "town"
column = "town"
levels = [{ is = "missing" }, { is = "equal" }, { is = "otherwise", label = "<b>elsewhere</b>" }]
"#;

/// A family name that would be a script if a page took it for one; it is the commonest, so that blocks name it.
const HOSTILE: &str = "<script>alert('x')</script>";

/// Invented people, every second one twice: the second time with a letter, the year or the town otherwise.
fn table() -> String {
    let syllables = ["sa", "mi", "ra", "no", "du", "ke", "lo", "ba", "ti", "fu", "ze", "wa"];
    let towns = ["Alef", "Be", "Te", "Jim"];
    let word = |number: usize| {
        let at = |shift: usize| syllables[number / shift % syllables.len()];
        format!("{}{}{}", at(1), at(5), at(31))
    };
    let mut rows = String::from("unique_id,given,family,born,town,person\n");
    for person in 0..300 {
        let given = word(person * 37 % 101);
        let family = if person % 6 == 0 { HOSTILE.to_owned() } else { word(person * 53 % 89 + 7) };
        let (born, town) = (1940 + person * 29 % 61, towns[person * 11 % 4]);
        writeln!(rows, "a{person},{given},{family},{born},{town},p{person}").unwrap();
        if person % 2 == 0 {
            match person / 2 % 5 {
                0 => writeln!(rows, "b{person},{given}h,{family},{born},{town},p{person}"),
                1 => writeln!(rows, "b{person},{given},{family},,{town},p{person}"),
                2 => writeln!(rows, "b{person},{given},{family},{},{town},p{person}", born + 1),
                3 => writeln!(rows, "b{person},{given},{family},{born},Waw,p{person}"),
                _ => writeln!(rows, "b{person},{given},{family},{born},{town},p{person}"),
            }
            .unwrap();
        }
    }
    rows
}

fn reported(place: &Place, tables: &[&Path], options: &[&str]) -> (Ran, String) {
    let model = place.file("model.toml", MODEL);
    let report = place.dir.path().join("report.html");
    let mut arguments = vec!["match", "--model", text(&model), "--report", text(&report), "--json", "-"];
    arguments.extend(tables.iter().map(|table| text(table)));
    arguments.extend(options);
    let ran = athar(arguments).done();
    (ran, fs::read_to_string(report).unwrap())
}

/// The number under a heading of the summary.
fn tile(page: &str, heading: &str) -> u64 {
    let rest = page.split_once(&format!("<dt>{heading}</dt><dd>")).unwrap().1;
    rest.split_once("</dd>").unwrap().0.chars().filter(char::is_ascii_digit).collect::<String>().parse().unwrap()
}

/// The page without the seconds that the stages took, which no two runs have alike. A run may be too quick to have any.
fn without_seconds(page: &str) -> String {
    let mut page = page.to_owned();
    for head in ["Seconds</th>", "بالثواني</th>"] {
        if let Some(at) = page.find(head) {
            let (from, to) = (page[..at].rfind("<div>").unwrap(), at + page[at..].find("</div>").unwrap());
            page.replace_range(from..to + "</div>".len(), "");
        }
    }
    assert!(!page.contains("Seconds") && page.contains("en-weights") && page.contains("ar-weights"));
    page
}

#[test]
fn a_report_agrees_with_the_summary_and_speaks_both_languages() {
    let place = Place::sqlite();
    let table = place.file("invented list.csv", table());
    let (ran, page) = reported(&place, &[&table], &["--truth", "person", "--seed", "3"]);
    let summary = ran.json();
    let at = |value: &Value| value.as_u64().unwrap();
    assert_eq!(at(&summary["records"]), 450);
    for (heading, number) in [
        ("Records", &summary["records"]),
        ("Pairs compared", &summary["pairs"]),
        ("Links kept", &summary["thresholds"][0]["links"]),
        ("Clusters of two or more", &summary["thresholds"][0]["clusters"]),
    ] {
        assert!(at(number) > 0, "{heading}");
        assert_eq!(tile(&page, heading), at(number), "{heading}");
    }
    let sections = [
        "summary",
        "weights",
        "chances",
        "waterfalls",
        "scores",
        "calibration",
        "thresholds",
        "clusters",
        "rules",
        "blocks",
    ];
    for section in sections {
        for language in ["en", "ar"] {
            assert!(page.contains(&format!("<section id=\"{language}-{section}\"")), "{language} {section}");
        }
    }
    for said in ["invented list", "Jaro–Winkler: 0.85 or more", "جارو–وينكلر: 0.85 فأكثر", "Same in truth"]
    {
        assert!(page.contains(said), "{said}");
    }
    assert!(page.matches("<article class=\"pair\">").count() > 8, "pairs in both languages");
}

#[test]
fn what_a_table_or_a_model_says_is_never_markup_and_no_path_is_told() {
    let place = Place::sqlite();
    let table = place.file("list.csv", table());
    let (_, page) = reported(&place, &[&table], &["--truth", "person"]);
    assert!(page.contains("&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;"), "the value is shown");
    assert!(page.contains("&lt;b&gt;elsewhere&lt;/b&gt;"), "the label is shown");
    assert!(!page.contains("<script") && !page.contains("<b>elsewhere"));
    assert!(!page.contains(text(place.dir.path())) && !page.contains(".csv") && !page.contains("/tmp"));
}

#[test]
fn a_report_is_alike_on_any_number_of_threads() {
    let place = Place::sqlite();
    let table = place.file("list.csv", table());
    let page = |threads| {
        let options = ["--truth", "person", "--seed", "9", "--threads", threads];
        without_seconds(&reported(&place, &[&table], &options).1)
    };
    let first = page("1");
    assert!(page("1") == first, "the same run twice");
    assert!(page("2") == first, "two threads");
}

#[test]
fn without_a_truth_nothing_is_said_of_it() {
    let place = Place::sqlite();
    let table = place.file("list.csv", table());
    let (_, page) = reported(&place, &[&table], &["--language", "ar"]);
    assert!(page.contains("<html lang=\"ar\" dir=\"rtl\">"));
    for absent in ["en-calibration", "en-thresholds", "Same in truth"] {
        assert!(!page.contains(absent), "{absent}");
    }
}

/// Precision, recall and F1 at the threshold in percent, as the page tells them.
fn at_threshold(page: &str) -> Vec<f64> {
    let row = page.split_once("At the threshold</th>").unwrap().1.split_once("</tr>").unwrap().0;
    let shares = row.split('%').filter_map(|cell| cell.rsplit_once('>')?.1.trim().parse().ok());
    let shares: Vec<f64> = shares.collect();
    assert_eq!(shares.len(), 3, "{row}");
    shares
}

#[test]
fn a_report_and_evaluate_say_the_same_of_the_truth() {
    let place = Place::sqlite();
    let (one, other) = (place.file("one.csv", table()), place.file("other.csv", table()));
    let pairs = place.dir.path().join("pairs.csv");
    // Of two tables, true pairs within one of them are asked for by neither.
    for tables in [&[one.as_path()][..], &[one.as_path(), other.as_path()]] {
        let (_, page) = reported(&place, tables, &["--truth", "person", "--pairs", text(&pairs)]);
        let mut options = vec!["evaluate", "--truth", "person", "--pairs", text(&pairs), "--json"];
        options.extend(tables.iter().map(|table| text(table)));
        let evaluated = athar(options).done().json();
        let at_half = &evaluated["pairs"]["at_half"];
        for (shown, name) in at_threshold(&page).into_iter().zip(["precision", "recall", "f1"]) {
            let share = at_half[name].as_f64().unwrap();
            assert!(share > 0.3 && (shown - share * 100.0).abs() < 0.6, "{name}: {shown} and {share}");
        }
    }
}

#[test]
fn no_pairs_make_a_page_too() {
    let place = Place::sqlite();
    let table =
        place.file("list.csv", "unique_id,given,family,born,town,person\n1,mira,sano,1970,Be,\n2,duke,,1950,Te,\n");
    let (_, page) = reported(&place, &[&table], &["--truth", "person"]);
    assert!(!page.contains("NaN"));
    assert_eq!(tile(&page, "Links kept"), 0);
}

#[test]
fn a_report_needs_a_model_of_any_table_and_a_column_that_is_there() {
    let place = Place::sqlite();
    let table = place.file("list.csv", table());
    let model = place.file("model.toml", MODEL);
    let persons = place.file("persons.json", "{\"model\": \"of persons\"}");
    let report = place.dir.path().join("report.html");
    let table = text(&table);
    athar(["match", table, "--report", text(&report)]).go().ends(2).says("--model");
    athar(["match", table, "--report", text(&report), "--model", text(&persons)]).go().ends(2).says("person model");
    let of_model = ["match", table, "--model", text(&model)];
    athar(of_model.iter().chain(&["--truth", "person"])).go().ends(2).says("--report");
    athar(of_model.iter().chain(&["--report", text(&report), "--truth", "who"])).go().ends(2).says("`who`");
    assert!(!report.exists());
}
