//! `athar match` by a model of any table: what it learns, finds, forecasts and explains, and that one seed gives one
//! answer.

use crate::run::{athar, text};
use serde_json::Value;
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

const MODEL: &str = r#"
name = "invented people"
[prior]
recall = 0.8
rules = [["first", "last", "born"]]
[training]
random_pairs = 200_000
level_pairs = 100
session_pairs = 20_000
sessions = [["first", "last"], ["born"]]
[[column]]
name = "year"
from = "born"
steps = [{ slice = { start = 1, length = 4 } }]
[[rule]]
on = ["first", "last"]
[[rule]]
on = ["born"]
[[rule]]
on = ["last", "year"]
[[comparison]]
name = "first"
column = "first"
levels = [{ is = "missing" }, { is = "equal", term_frequency = true }, { is = "jaro_winkler", at_least = 0.85 }, { is = "otherwise" }]
[[comparison]]
name = "last"
column = "last"
levels = [{ is = "missing" }, { is = "equal", term_frequency = true }, { is = "jaro_winkler", at_least = 0.85 }, { is = "otherwise" }]
[[comparison]]
name = "born"
column = "born"
levels = [{ is = "missing" }, { is = "equal" }, { is = "damerau_levenshtein", at_most = 1 }, { is = "otherwise" }]
[[comparison]]
name = "city"
column = "city"
levels = [{ is = "missing" }, { is = "equal", term_frequency = true }, { is = "otherwise" }]
"#;

struct Tables {
    dir: TempDir,
}

impl Tables {
    /// Two tables of people who do not exist, each person once in each; and both as one.
    fn new() -> Tables {
        let dir = TempDir::new().unwrap();
        let mut state = 11_u64;
        let mut below = |bound: u64| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 33) % bound
        };
        let header = "id,first,last,born,city,person\n";
        let (mut left, mut right, mut both) = (header.to_owned(), header.to_owned(), header.to_owned());
        let syllables = ["ka", "mo", "sa", "hu", "ri", "ta", "نو", "با", "لي", "da"];
        for person in 0..900 {
            let mut word = |parts: u64| -> String { (0..parts).map(|_| syllables[below(10) as usize]).collect() };
            let (first, last) = (word(2), word(3));
            let born = format!("{}-{:02}-{:02}", 1950 + below(50), 1 + below(12), 1 + below(28));
            let city = format!("city{}", below(12));
            let slip = if below(4) == 0 { format!("{first}n") } else { first.clone() };
            let other_city = if below(5) == 0 { String::new() } else { city.clone() };
            let one = format!("a{person},{first},{last},{born},{city},p{person}\n");
            let other = format!("b{person},{slip},{last},{born},{other_city},p{person}\n");
            left.push_str(&one);
            right.push_str(&other);
            both.push_str(&one);
            both.push_str(&other);
        }
        for (name, content) in [("left.csv", &left), ("right.csv", &right), ("both.csv", &both)] {
            fs::write(dir.path().join(name), content).unwrap();
        }
        fs::write(dir.path().join("model.toml"), MODEL).unwrap();
        Tables { dir }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    /// Runs `match` on one table with the model and further arguments, file names among them meaning files here.
    fn run(&self, tables: &[&str], arguments: &[&str]) -> crate::run::Ran {
        let model = self.path("model.toml");
        let tables: Vec<PathBuf> = tables.iter().map(|table| self.path(table)).collect();
        let mut all = vec!["match".to_owned()];
        all.extend(tables.iter().map(|table| text(table).to_owned()));
        if !arguments.contains(&"--model") {
            all.extend(["--model".to_owned(), text(&model).to_owned()]);
        }
        all.extend(arguments.iter().map(|argument| {
            let is_file = [".csv", ".toml", ".json"].iter().any(|end| argument.ends_with(end));
            if is_file { text(&self.path(argument)).to_owned() } else { (*argument).to_owned() }
        }));
        athar(&all).patience(120).go()
    }

    fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap()
    }
}

fn pairs(text: &str) -> BTreeSet<(String, String, String)> {
    let cells = |line: &str| {
        let mut cells = line.split(',').map(str::to_owned);
        (cells.next().unwrap(), cells.next().unwrap(), cells.next().unwrap())
    };
    text.lines().skip(1).map(cells).collect()
}

fn evaluated(tables: &Tables, files: &[&str], pairs: &str, clusters: &str) -> Value {
    let mut arguments = vec!["evaluate".to_owned(), "--truth".to_owned(), "person".to_owned()];
    arguments.extend(files.iter().map(|file| text(&tables.path(file)).to_owned()));
    for (option, file) in [("--pairs", pairs), ("--clusters", clusters)] {
        arguments.extend([option.to_owned(), text(&tables.path(file)).to_owned()]);
    }
    arguments.push("--json".to_owned());
    athar(&arguments).done().json()
}

#[test]
fn a_table_is_linked_well_and_alike_on_any_number_of_threads() {
    let tables = Tables::new();
    let options = ["--pairs", "pairs.csv", "--clusters", "clusters.csv", "--save-model", "trained.toml", "--levels"];
    let mut first: Option<Vec<String>> = None;
    for threads in ["1", "2", "3", "8"] {
        let mut arguments = options.to_vec();
        arguments.extend(["--threads", threads, "--threshold", "0.5,0.9", "--json", "-"]);
        let summary = tables.run(&["both.csv"], &arguments).json();
        assert_eq!(summary["records"], 1_800);
        let files = ["pairs.csv", "clusters.csv", "trained.toml"].map(|file| tables.read(file)).to_vec();
        assert!(files[1].starts_with("row,cluster,cluster_0.9\n"));
        assert_eq!(*first.get_or_insert_with(|| files.clone()), files, "{threads} threads");
    }
    let figures = evaluated(&tables, &["both.csv"], "pairs.csv", "clusters.csv");
    assert!(figures["pairs"]["best"]["f1"].as_f64().unwrap() > 0.97, "{figures}");
    assert!(figures["clusters"]["f1"].as_f64().unwrap() > 0.97, "{figures}");
    // The trained model gives the same pairs again, with nothing to learn.
    let before = tables.read("pairs.csv");
    tables.run(&["both.csv"], &["--model", "trained.toml", "--levels", "--pairs", "again.csv"]).ends(0);
    assert_eq!(tables.read("again.csv"), before);
}

#[test]
fn arrivals_get_the_links_of_one_run_over_all() {
    let tables = Tables::new();
    let all = tables.read("both.csv");
    let rows: Vec<&str> = all.lines().collect();
    let (base, later) = rows.split_at(1_501);
    fs::write(tables.path("base.csv"), base.join("\n") + "\n").unwrap();
    fs::write(tables.path("later.csv"), format!("{}\n{}\n", rows[0], later.join("\n"))).unwrap();
    let snapshot = ["--save-snapshot", "snapshot.json", "--pairs", "base_pairs.csv"];
    tables.run(&["base.csv"], &snapshot).ends(0);
    tables.run(&["base.csv"], &["--model", "snapshot.json", "--arrivals", "later.csv", "--pairs", "new.csv"]).ends(0);
    tables.run(&["both.csv"], &["--model", "snapshot.json", "--pairs", "all.csv"]).ends(0);
    let mut found = pairs(&tables.read("base_pairs.csv"));
    let new = pairs(&tables.read("new.csv").replace("new:", ""));
    assert!(new.len() > 100, "hardly any arrival was linked");
    found.extend(new);
    assert_eq!(found, pairs(&tables.read("all.csv")));
}

#[test]
fn a_forecast_counts_what_the_run_then_finds() {
    let tables = Tables::new();
    let forecast = tables.run(&["both.csv"], &["--forecast", "--json", "-"]).json();
    let summary = tables.run(&["both.csv"], &["--json", "-"]).json();
    let rules = forecast["rules"].as_array().unwrap().iter().zip(summary["rules"].as_array().unwrap());
    for (forecast, found) in rules {
        assert_eq!(forecast["pairs"], found["pairs_with_earlier"]);
        let (expected, pairs) = (forecast["new_pairs"].as_f64().unwrap(), found["pairs"].as_f64().unwrap());
        assert!((expected - pairs).abs() <= 0.1 * pairs + 5.0, "{forecast} {found}");
    }
    let recall = forecast["recall"].as_f64().unwrap();
    assert!(recall > 0.9, "{recall}");
    let words = tables.run(&["both.csv"], &["--forecast"]).ends(0);
    assert!(words.out.contains("values that cost most"), "{}", words.out);
}

#[test]
fn the_lines_of_an_explanation_add_up() {
    let tables = Tables::new();
    let told = tables.run(&["both.csv"], &["--explain", "a5,b5", "--json", "-"]).json();
    let sum: f64 = told["lines"].as_array().unwrap().iter().fold(told["prior"].as_f64().unwrap(), |sum, line| {
        sum + line["weight"].as_f64().unwrap() + line["rarity"].as_f64().unwrap()
    });
    assert!((sum - told["weight"].as_f64().unwrap()).abs() < 1e-9);
    let words = tables.run(&["both.csv"], &["--explain", "a5,b5"]).ends(0);
    assert!(words.out.contains("before anything is compared") && words.out.contains("rules that find the pair"));
    let wrong = tables.run(&["both.csv"], &["--explain", "a5,nobody"]);
    assert!(!wrong.err.contains("nobody"), "{}", wrong.err);
    wrong.ends(2);
}

#[test]
fn decisions_hold_and_tables_without_duplicates_stay_without() {
    let tables = Tables::new();
    let decisions = "left,right,verdict\nl:a1,r:b1,different\nl:a2,r:b3,same\nl:a4,r:b9,unsure\n";
    fs::write(tables.path("decisions.csv"), decisions).unwrap();
    let options = ["--one-to-one", "--decisions", "decisions.csv", "--clusters", "clusters.csv", "--samples", "20"];
    let further = ["--cluster-details", "details.csv", "--pairs", "pairs.csv"];
    tables.run(&["left.csv", "right.csv"], &[&options[..], &further[..]].concat()).ends(0);
    let clusters = tables.read("clusters.csv");
    let of = |row: &str| clusters.lines().find_map(|line| line.strip_prefix(&format!("{row},"))).unwrap().to_owned();
    assert_ne!(of("l:a1"), of("r:b1"));
    assert_eq!(of("l:a2"), of("r:b3"));
    let mut seen = BTreeSet::new();
    for line in clusters.lines().skip(1) {
        let (row, cluster) = line.split_once(',').unwrap();
        assert!(seen.insert((row[..2].to_owned(), cluster.to_owned())), "two rows of one table in cluster {cluster}");
    }
    let details = tables.read("details.csv");
    assert!(details.starts_with("threshold,cluster,records,weakest_left,weakest_right"), "{details}");
    let shares: Vec<f64> =
        details.lines().skip(1).map(|line| line.rsplit(',').next().unwrap().parse().unwrap()).collect();
    assert!(shares.len() > 700 && shares.iter().sum::<f64>() / shares.len() as f64 > 0.9);

    fs::write(tables.path("decisions.csv"), "left,right,verdict\nl:a1,r:Zxqvath,same\n").unwrap();
    let wrong = tables.run(&["left.csv", "right.csv"], &options);
    assert!(wrong.err.contains("row 2") && !wrong.err.contains("Zxqvath"), "{}", wrong.err);
    wrong.ends(2);
    tables.run(&["both.csv"], &["--one-to-one"]).ends(2);
}

#[test]
fn learning_anew_says_what_moved() {
    let tables = Tables::new();
    tables.run(&["left.csv", "right.csv"], &["--save-model", "trained.toml"]).ends(0);
    let same = tables.run(&["left.csv", "right.csv"], &["--model", "trained.toml", "--retrain", "--json", "-"]).json();
    assert_eq!((&same["gained"], &same["lost"]), (&Value::Array(vec![]), &Value::Array(vec![])));
    // A model that was learnt elsewhere moves.
    let trained = tables.read("trained.toml");
    let place = trained.find("\nm = ").or_else(|| trained.find(" m = ")).unwrap();
    let end = trained[place + 5..].find([',', ' ', '\n']).unwrap() + place + 5;
    fs::write(tables.path("moved.toml"), format!("{}0.001{}", &trained[..place + 5], &trained[end..])).unwrap();
    let moved = tables.run(&["left.csv", "right.csv"], &["--model", "moved.toml", "--retrain", "--json", "-"]).json();
    let first = &moved["levels"][0];
    assert!((first["after"].as_f64().unwrap() - first["before"].as_f64().unwrap()).abs() > 1.0, "{moved}");
}

#[test]
fn a_block_too_large_is_named_on_the_terminal() {
    let tables = Tables::new();
    let mut rows = "id,first,last,born,city\n".to_owned();
    for row in 0..3_000 {
        writeln!(rows, "{row},kamo,huri,{},homs", 1950 + row % 50).unwrap();
    }
    fs::write(tables.path("same.csv"), rows).unwrap();
    let ran = tables.run(&["same.csv"], &["--block-pairs-max", "100000"]);
    assert!(ran.err.contains("3000 records that agree on `kamo + huri`"), "{}", ran.err);
    ran.ends(0);
    let refused = tables.run(&["same.csv"], &["--pairs-max", "100000"]);
    assert!(refused.err.contains("above the limit of 100000"), "{}", refused.err);
    refused.ends(3);
}

#[test]
fn models_of_splink_are_read_and_what_they_cannot_say_here_is_refused_by_name() {
    let tables = Tables::new();
    let level = |condition: &str| format!(r#"{{"sql_condition": "{condition}", "label_for_charts": "x"}}"#);
    let model = |condition: &str| {
        let null = r#"{"sql_condition": "\"first_l\" IS NULL OR \"first_r\" IS NULL", "is_null_level": true}"#;
        format!(
            r#"{{"link_type": "dedupe_only", "unique_id_column_name": "id", "sql_dialect": "duckdb",
                "probability_two_random_records_match": 0.001,
                "blocking_rules_to_generate_predictions": [{{"blocking_rule": "l.\"last\" = r.\"last\"", "sql_dialect": "duckdb"}}],
                "comparisons": [{{"output_column_name": "first", "comparison_levels": [{null}, {}, {}]}}]}}"#,
            level(condition),
            level("ELSE"),
        )
    };
    fs::write(tables.path("splink.json"), model(r#"jaro_winkler_similarity(\"first_l\", \"first_r\") >= 0.9"#))
        .unwrap();
    let summary = tables.run(&["both.csv"], &["--model", "splink.json", "--json", "-"]).json();
    assert!(summary["pairs"].as_u64().unwrap() >= 900);
    fs::write(tables.path("splink.json"), model(r#"soundex(\"first_l\") = soundex(\"first_r\")"#)).unwrap();
    let refused = tables.run(&["both.csv"], &["--model", "splink.json"]);
    assert!(refused.err.contains("soundex") && refused.err.contains("first"), "{}", refused.err);
    refused.ends(3);
}

#[test]
fn the_models_of_the_benchmark_can_be_read() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../bench/models");
    for name in ["persons_lean.toml", "persons_wide.toml"] {
        link::model::Model::from_toml(&fs::read_to_string(folder.join(name)).unwrap()).unwrap();
    }
}
