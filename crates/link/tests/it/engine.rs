//! The engine: every pair that a rule should find, its weight, and the same bytes however it is run.
#![expect(clippy::unwrap_used, reason = "helpers of tests fail as tests do")]

use link::engine::{Engine, Index, RunOptions, Scored, ScoredPair, Snapshot, table_columns};
use link::model::{Kind, Model};
use link::{Table, TableBuilder};
use proptest::prelude::*;
use std::collections::BTreeMap;

const MODEL: &str = r#"
name = "test"
[prior]
probability = 0.01
[[column]]
name = "year"
from = "born"
steps = [{ slice = { start = 1, length = 4 } }]
[[column]]
name = "day"
from = "born"
steps = [{ date = "%Y-%m-%d" }]
[[rule]]
on = ["name", "year"]
[[rule]]
on = ["city"]
[[rule]]
on = [{ left = "name", right = "other" }]
[[comparison]]
name = "name"
column = "name"
levels = [
  { is = "missing" },
  { is = "equal", m = 0.8, u = 0.01, term_frequency = true },
  { is = "jaro_winkler", at_least = 0.85, m = 0.15, u = 0.02 },
  { is = "otherwise", m = 0.05, u = 0.97 },
]
[[comparison]]
name = "born"
column = "born"
levels = [
  { is = "missing", column = "day" },
  { is = "equal", m = 0.7, u = 0.001 },
  { is = "days_apart", column = "day", at_most = 31, m = 0.2, u = 0.01 },
  { is = "otherwise", m = 0.1, u = 0.989 },
]
[[comparison]]
name = "both"
levels = [
  { is = "any", of = [{ is = "missing", column = "name" }, { is = "missing", column = "other" }], missing = true },
  { is = "all", of = [{ is = "equal", left = "name", right = "other" }, { is = "equal", left = "other", right = "name" }], m = 0.3, u = 0.001 },
  { is = "otherwise", m = 0.7, u = 0.999 },
]
[[comparison]]
name = "city"
column = "city"
levels = [{ is = "missing" }, { is = "equal", m = 0.9, u = 0.1, term_frequency = true }, { is = "otherwise", m = 0.1, u = 0.9 }]
[[column]]
name = "small"
from = "name"
steps = ["lowercase", { slice = { start = 1, length = 3 } }]
[[comparison]]
name = "small"
column = "small"
levels = [
  { is = "equal", m = 0.6, u = 0.05, term_frequency = true },
  { is = "levenshtein", at_most = 1, m = 0.3, u = 0.2 },
  { is = "otherwise", m = 0.1, u = 0.75 },
]
[[comparison]]
name = "name or city"
levels = [
  { is = "equal", column = "name", m = 0.5, u = 0.02 },
  { is = "equal", column = "city", m = 0.4, u = 0.1 },
  { is = "otherwise", m = 0.1, u = 0.88 },
]
"#;

fn model() -> Model {
    Model::from_toml(MODEL).unwrap()
}

type Row = [String; 4];

fn table(model: &Model, rows: &[Row], split: Option<usize>) -> Table {
    let headers = table_columns(model);
    let place: BTreeMap<&str, usize> = [("name", 0), ("born", 1), ("city", 2), ("other", 3)].into();
    let mut builder = TableBuilder::new(headers.iter().map(String::as_str));
    for (at, row) in rows.iter().enumerate() {
        if split == Some(at) {
            builder.end_list();
        }
        builder.push(headers.iter().map(|header| row[place[header.as_str()]].as_str())).unwrap();
    }
    builder.finish()
}

fn cells<'a>(model: &Model, row: &'a Row) -> Vec<&'a str> {
    let place: BTreeMap<&str, usize> = [("name", 0), ("born", 1), ("city", 2), ("other", 3)].into();
    table_columns(model).iter().map(|header| row[place[header.as_str()]].as_str()).collect()
}

fn rows(count: usize) -> impl Strategy<Value = Vec<Row>> {
    let name = prop_oneof![4 => "(ahmad|Ahmad|ahmed|أحمد|احمد|omar|sami)", 1 => Just(String::new())];
    let born = prop_oneof![
        4 => "(1990|1991)-0[12]-(01|28)", 1 => Just(String::new()), 1 => Just("unknown".to_owned())
    ];
    let city = prop_oneof![3 => "(homs|hama|idlib)", 1 => Just(String::new())];
    let other = prop_oneof![2 => "(ahmad|omar|sami)", 2 => Just(String::new())];
    proptest::collection::vec((name, born, city, other).prop_map(|(a, b, c, d)| [a, b, c, d]), 2..count)
}

fn everything() -> RunOptions {
    RunOptions { floor: f64::NEG_INFINITY, ..RunOptions::default() }
}

fn score(engine: &Engine, options: &RunOptions) -> Scored {
    engine.score(options, &mut |_, _, _| true).unwrap()
}

/// Which rule finds a pair first, worked out plainly.
fn first_rule(one: &Row, other: &Row) -> Option<u16> {
    let same = |left: &str, right: &str| !left.is_empty() && left == right;
    let year = |row: &Row| row[1].chars().take(4).collect::<String>();
    if same(&one[0], &other[0]) && same(&year(one), &year(other)) {
        return Some(0);
    }
    if same(&one[2], &other[2]) {
        return Some(1);
    }
    same(&one[0], &other[3]).then_some(2)
}

/// The weight of a pair, worked out plainly.
fn weight(rows: &[Row], one: &Row, other: &Row) -> f64 {
    let bits = |m: f64, u: f64| (m / u).log2();
    let share = |at: usize, value: &str| {
        let known = rows.iter().filter(|row| !row[at].is_empty()).count();
        rows.iter().filter(|row| row[at] == value).count() as f64 / known as f64
    };
    let mut sum = bits(0.01, 0.99);
    if !one[0].is_empty() && !other[0].is_empty() {
        let raised = |one: &str, other: &str| {
            let jaro = strsim::jaro(one, other);
            let start = one.chars().zip(other.chars()).take(4).take_while(|(a, b)| a == b).count() as f64;
            if jaro > 0.7 { jaro + 0.1 * start * (1.0 - jaro) } else { jaro }
        };
        sum += if one[0] == other[0] {
            bits(0.8, 0.01) + bits(0.01, share(0, &one[0]))
        } else if raised(&one[0], &other[0]) >= 0.85 {
            bits(0.15, 0.02)
        } else {
            bits(0.05, 0.97)
        };
    }
    let day = |row: &Row| row[1].parse::<jiff::civil::Date>().ok();
    if let (Some(a), Some(b)) = (day(one), day(other)) {
        sum += if one[1] == other[1] {
            bits(0.7, 0.001)
        } else if (a.since(b).unwrap().get_days()).abs() <= 31 {
            bits(0.2, 0.01)
        } else {
            bits(0.1, 0.989)
        };
    }
    if [one, other].iter().all(|row| !row[0].is_empty() && !row[3].is_empty()) {
        sum += if one[0] == other[3] && one[3] == other[0] { bits(0.3, 0.001) } else { bits(0.7, 0.999) };
    }
    let small = |row: &Row| row[0].to_lowercase().chars().take(3).collect::<String>();
    let share_of_small = |value: &str| {
        let known = rows.iter().filter(|row| !row[0].is_empty()).count();
        rows.iter().filter(|row| small(row) == value).count() as f64 / known as f64
    };
    let (a, b) = (small(one), small(other));
    sum += if !a.is_empty() && a == b {
        bits(0.6, 0.05) + bits(0.05, share_of_small(&a))
    } else if !a.is_empty() && !b.is_empty() && strsim::levenshtein(&a, &b) <= 1 {
        bits(0.3, 0.2)
    } else {
        bits(0.1, 0.75)
    };
    sum += if !one[0].is_empty() && one[0] == other[0] {
        bits(0.5, 0.02)
    } else if !one[2].is_empty() && one[2] == other[2] {
        bits(0.4, 0.1)
    } else {
        bits(0.1, 0.88)
    };
    if !one[2].is_empty() && !other[2].is_empty() {
        sum += if one[2] == other[2] { bits(0.9, 0.1) + bits(0.1, share(2, &one[2])) } else { bits(0.1, 0.9) };
    }
    sum
}

proptest! {
    #[test]
    fn every_pair_is_found_once_by_its_first_rule_and_weighs_what_it_should(rows in rows(40), split in 0_usize..20, link in any::<bool>()) {
        let mut model = model();
        let split = link.then_some(split.min(rows.len() - 1).max(1));
        model.kind = if link { Kind::Link } else { Kind::Deduplicate };
        let engine = Engine::new(model.clone(), table(&model, &rows, split)).unwrap();
        let scored = score(&engine, &everything());
        let mut expected = Vec::new();
        for left in 0..rows.len() {
            for right in left + 1..rows.len() {
                if split.is_none_or(|split| left < split && right >= split)
                    && let Some(rule) = first_rule(&rows[left], &rows[right])
                {
                    expected.push((left as u32, right as u32, rule));
                }
            }
        }
        let found: Vec<(u32, u32, u16)> = scored.pairs.iter().map(|pair| (pair.left, pair.right, pair.rule)).collect();
        prop_assert_eq!(&found, &expected);
        prop_assert_eq!(scored.candidates, expected.len() as u64);
        for pair in &scored.pairs {
            let plainly = weight(&rows, &rows[pair.left as usize], &rows[pair.right as usize]);
            prop_assert!((pair.weight - plainly).abs() < 1e-9, "{} {}", pair.weight, plainly);
            let explained = engine.explain(pair.left, pair.right);
            prop_assert_eq!(explained.weight.to_bits(), pair.weight.to_bits());
            let lines: f64 = explained.lines.iter().map(|line| line.weight + line.rarity).sum();
            prop_assert!((explained.prior + lines - pair.weight).abs() < 1e-9);
        }
    }

    #[test]
    fn a_floor_keeps_exactly_the_pairs_above_it(rows in rows(40), floor in -12.0_f64..12.0) {
        let model = model();
        let engine = Engine::new(model.clone(), table(&model, &rows, None)).unwrap();
        let all = score(&engine, &everything());
        let above = score(&engine, &RunOptions { floor, ..RunOptions::default() });
        let expected: Vec<ScoredPair> = all.pairs.into_iter().filter(|pair| pair.weight >= floor).collect();
        prop_assert_eq!(above.pairs, expected);
        prop_assert_eq!(above.candidates, all.candidates);
    }

    #[test]
    fn records_one_by_one_in_any_order_link_as_all_at_once(
        rows in rows(30), base in 1_usize..10, seed in any::<u64>()
    ) {
        let model = model();
        let base = base.min(rows.len());
        let engine = Engine::new(model.clone(), table(&model, &rows[..base], None)).unwrap();
        let snapshot = engine.snapshot(&score(&engine, &everything()));
        let snapshot = Snapshot::from_json(&snapshot.to_json()).unwrap();
        let whole = Engine::under(&snapshot, table(&model, &rows, None)).unwrap();
        let mut expected: Vec<(u32, u32, i64)> = score(&whole, &everything())
            .pairs.iter().map(|pair| (pair.left, pair.right, (pair.weight * 1e9).round() as i64)).collect();
        // The rows after the base, in an order drawn by the seed.
        let mut later: Vec<usize> = (base..rows.len()).collect();
        let mut state = seed | 1;
        for at in (1..later.len()).rev() {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            later.swap(at, (state >> 33) as usize % (at + 1));
        }
                let mut index = Index::new(&snapshot, table(&model, &rows[..base], None), f64::NEG_INFINITY).unwrap();
        let base_links = score(&Engine::under(&snapshot, table(&model, &rows[..base], None)).unwrap(), &everything());
        let mut found: Vec<(u32, u32, i64)> = base_links
            .pairs.iter().map(|pair| (pair.left, pair.right, (pair.weight * 1e9).round() as i64)).collect();
        let mut original: Vec<u32> = (0..base as u32).collect();
        for at in later {
            original.push(at as u32);
            for pair in index.insert(&cells(&model, &rows[at])).unwrap() {
                let (one, other) = (original[pair.left as usize], original[pair.right as usize]);
                found.push((one.min(other), one.max(other), (pair.weight * 1e9).round() as i64));
            }
        }
        found.sort_unstable();
        expected.sort_unstable();
        // The rule whose sides differ finds a pair by which record came first: only symmetric rules are order-free.
        let symmetric = |pairs: Vec<(u32, u32, i64)>| -> Vec<(u32, u32, i64)> {
            pairs.into_iter()
                .filter(|&(one, other, _)| matches!(first_rule(&rows[one as usize], &rows[other as usize]), Some(0 | 1)))
                .collect()
        };
        prop_assert_eq!(symmetric(found), symmetric(expected));
    }
}

#[test]
fn a_withdrawn_row_is_linked_to_nothing_and_a_question_leaves_nothing_behind() {
    let model = model();
    let row = |name: &str, city: &str| [name.to_owned(), "1990-01-01".to_owned(), city.to_owned(), String::new()];
    let rows = vec![row("omar", "homs"), row("omar", "hama"), row("sami", "homs")];
    let engine = Engine::new(model.clone(), table(&model, &rows, None)).unwrap();
    let snapshot = engine.snapshot(&score(&engine, &everything()));
    let mut index = Index::new(&snapshot, table(&model, &rows, None), f64::NEG_INFINITY).unwrap();
    let partners = |links: Vec<ScoredPair>| links.iter().map(|pair| pair.left).collect::<Vec<u32>>();
    let new = row("omar", "homs");
    assert_eq!(partners(index.ask(&cells(&model, &new)).unwrap()), [0, 1, 2]);
    assert_eq!(partners(index.ask(&cells(&model, &new)).unwrap()), [0, 1, 2]);
    assert!(index.withdraw(0));
    assert!(!index.withdraw(0));
    assert_eq!(partners(index.insert(&cells(&model, &new)).unwrap()), [1, 2]);
    assert!(index.restore(0));
    assert_eq!(partners(index.ask(&cells(&model, &new)).unwrap()), [0, 1, 2, 5]);
}

#[test]
fn a_block_of_too_many_pairs_is_passed_over_and_named() {
    let model = model();
    let rows: Vec<Row> =
        (0..200).map(|at| ["sami".to_owned(), "1990".to_owned(), format!("c{at}"), String::new()]).collect();
    let engine = Engine::new(model.clone(), table(&model, &rows, None)).unwrap();
    let scored = score(&engine, &RunOptions { block_pairs_max: 1_000, ..everything() });
    assert_eq!(scored.candidates, 0);
    assert_eq!(scored.passed_over.len(), 1);
    let block = &scored.passed_over[0];
    assert_eq!(
        (block.rule.as_str(), block.value().as_str(), block.records, block.pairs),
        ("name + year", "sami + 1990", 200, 19_900)
    );
}

#[test]
fn a_run_of_too_many_pairs_is_refused_with_the_value_to_blame() {
    let model = model();
    let rows: Vec<Row> =
        (0..200).map(|at| ["sami".to_owned(), "1990".to_owned(), format!("c{at}"), String::new()]).collect();
    let engine = Engine::new(model.clone(), table(&model, &rows, None)).unwrap();
    let error = engine.score(&RunOptions { pairs_max: 10_000, ..everything() }, &mut |_, _, _| true).unwrap_err();
    let text = error.to_string();
    assert!(text.contains("19900") && text.contains("200 records that agree on `sami + 1990`"), "{text}");
}

#[test]
fn work_can_be_stopped() {
    let model = model();
    let rows: Vec<Row> =
        (0..200).map(|at| ["sami".to_owned(), "1990".to_owned(), format!("c{at}"), String::new()]).collect();
    let engine = Engine::new(model.clone(), table(&model, &rows, None)).unwrap();
    assert!(engine.score(&everything(), &mut |_, _, _| false).is_err());
}

#[test]
fn a_model_of_as_many_comparisons_as_there_may_be_learns() {
    let mut model = model().untrained();
    model.training.session_pairs = 5_000;
    model.training.random_pairs = 100_000;
    let city = model.comparisons[3].clone();
    for number in model.comparisons.len()..60 {
        model.comparisons.push(link::model::Comparison { name: format!("city {number}"), ..city.clone() });
    }
    let mut engine = Engine::new(model.clone(), table(&model, &noisy(300), None)).unwrap();
    engine.train(&RunOptions::default(), &mut |_, _, _| true).unwrap();
    let learnt = engine.model();
    assert_eq!(learnt.comparisons[3].levels, learnt.comparisons[59].levels);
    model.comparisons.push(link::model::Comparison { name: "one more".to_owned(), ..city });
    assert!(model.check().is_err());
}

#[test]
fn what_is_stated_is_not_learnt_over() {
    let mut model = model();
    for level in model.comparisons.iter_mut().flat_map(|comparison| &mut comparison.levels).skip(2) {
        level.m = None;
    }
    let mut engine = Engine::new(model.clone(), table(&model, &noisy(300), None)).unwrap();
    engine.train(&RunOptions::default(), &mut |_, _, _| true).unwrap();
    let levels = &engine.model().comparisons[0].levels;
    assert_eq!(levels[1].m, Some(0.8));
    let sum: f64 = levels.iter().filter_map(|level| level.m).sum();
    assert!((sum - 1.0).abs() < 1e-9, "{sum}");
}

#[test]
fn a_model_reads_as_it_was_written() {
    let model = model();
    assert_eq!(Model::from_toml(&model.to_toml()).unwrap(), model);
}

#[test]
fn what_is_wrong_with_a_model_is_said_by_name() {
    for (change, with, told) in [
        ("column = \"city\"", "column = \"town\"", "the table has no column `town`, which comparison `city` needs"),
        ("at_least = 0.85, ", "", "comparison `name`, level 3: `jaro_winkler` needs one of at_least"),
        ("is = \"jaro_winkler\"", "is = \"soundex\"", "no test is called `soundex`"),
        ("m = 0.8,", "m = 1.8,", "comparison `name`, level 2: `m` is a probability: 0 to 1, not 1.8"),
        ("on = [\"city\"]", "on = []", "a rule on no column"),
        ("prior", "priors", "unknown field"),
    ] {
        let text = MODEL.replacen(change, with, 1);
        let error = match Model::from_toml(&text) {
            Err(error) => error.to_string(),
            Ok(model) => {
                let mut builder = TableBuilder::new(["name", "born", "city", "other"]);
                builder.push(["a", "", "", ""]).unwrap();
                Engine::new(model, builder.finish()).err().map(|error| error.to_string()).unwrap_or_default()
            }
        };
        assert!(error.contains(told), "{change}: {error}");
    }
}

/// A table with known errors, made by a plain generator.
fn noisy(people: u32) -> Vec<Row> {
    let mut state = 7_u64;
    let mut next = move |below: u64| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % below
    };
    let mut rows = Vec::new();
    for _ in 0..people {
        let name = format!(
            "{}{}",
            ["ka", "mo", "sa", "hu"][next(4) as usize],
            ["lid", "mad", "mir", "sein"][next(4) as usize]
        );
        let name = format!("{name}{}", next(30));
        let born = format!("{}-{:02}-{:02}", 1950 + next(50), 1 + next(12), 1 + next(28));
        let common = next(40).max(1);
        let city = format!("city{}", next(common));
        for copy in 0..=next(2) {
            let name = if copy > 0 && next(5) == 0 { format!("{name}x") } else { name.clone() };
            let city = if copy > 0 && next(6) == 0 { String::new() } else { city.clone() };
            rows.push([name, born.clone(), city, String::new()]);
        }
    }
    rows
}

#[test]
fn learning_and_scoring_give_the_same_on_any_number_of_threads() {
    let mut model = model().untrained();
    model.training.session_pairs = 20_000;
    model.training.random_pairs = 300_000;
    let rows = noisy(3_000);
    let run = |threads: usize| {
        let mut engine = Engine::new(model.clone(), table(&model, &rows, None)).unwrap();
        let options = RunOptions { threads, seed: 5, ..RunOptions::default() };
        let report = engine.train(&options, &mut |_, _, _| true).unwrap();
        let scored = score(&engine, &options);
        (engine.model().to_toml(), report, format!("{:?}", scored.pairs), format!("{:?}", scored.rules))
    };
    let one = run(1);
    assert!(one.1.sessions.iter().all(|session| session.pairs <= 20_000));
    for threads in [1, 2, 3, 8] {
        assert_eq!(run(threads), one, "{threads} threads");
    }
}
