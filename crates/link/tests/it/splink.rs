//! Models of Splink, translated. The fixtures in `tests/splink/` were written by Splink itself (`make.py` there).

use std::fmt::Write as _;

use link::model::{Bound, Kind, Letters, Model, ModelError, Side, Source, Step, Test};
use link::splink::{read, read_with_remarks, write};
use serde_json::{Value, json};

const LIBRARY_V4: &str = include_str!("../splink/library_v4.json");
const LIBRARY_V5: &str = include_str!("../splink/library_v5.json");
const REFUSED: &str = include_str!("../splink/refused.json");

/// A test as one short line.
fn shown(test: &Test) -> String {
    let bound = |bound: &Bound| match bound {
        Bound::AtLeast(number) => format!(">= {number}"),
        Bound::Above(number) => format!("> {number}"),
        Bound::AtMost(number) => format!("<= {number}"),
        Bound::Below(number) => format!("< {number}"),
    };
    let side = |side: &Side| format!("{side:?}").to_lowercase();
    let list = |tests: &[Test], word: &str| {
        let parts: Vec<String> = tests.iter().map(shown).collect();
        format!("({})", parts.join(word))
    };
    match test {
        Test::Equal { left, right } => format!("[{left}] = [{right}]"),
        Test::Measure { measure, left, right, bound: b } => format!("{measure:?}([{left}], [{right}]) {}", bound(b)),
        Test::Missing { column, side: of } => format!("missing [{column}] {}", side(of)),
        Test::Is { column, side: of, text } => format!("[{column}] {} is '{text}'", side(of)),
        Test::SecondsApart { left, right, bound: b } => format!("seconds([{left}], [{right}]) {}", bound(b)),
        Test::NumbersApart { left, right, bound: b } => format!("numbers([{left}], [{right}]) {}", bound(b)),
        Test::SharesApart { left, right, bound: b } => format!("shares([{left}], [{right}]) {}", bound(b)),
        Test::KilometresApart { latitude, longitude, bound: b } => {
            format!("kilometres([{latitude}], [{longitude}]) {}", bound(b))
        }
        Test::All(tests) => list(tests, " and "),
        Test::Any(tests) => list(tests, " or "),
        Test::Not(test) => format!("not {}", shown(test)),
        Test::Otherwise => "otherwise".to_owned(),
    }
}

/// A whole model, a line for each part.
fn described(model: &Model) -> String {
    let mut out = String::new();
    for column in &model.columns {
        let from = match &column.from {
            Source::Column(name) => format!("[{name}]"),
            Source::Join { columns, separator } => format!("{columns:?} by {separator:?}"),
        };
        let _ = writeln!(out, "column [{}]: {from} {:?}", column.name, column.steps);
    }
    for rule in &model.rules {
        let _ = writeln!(out, "rule {}", rule.name());
    }
    for comparison in &model.comparisons {
        let _ = writeln!(out, "{}", comparison.name);
        for level in &comparison.levels {
            let missing = if level.is_missing { " (missing)" } else { "" };
            let _ = writeln!(out, "    {}{missing}", shown(&level.test));
            if let Some(rarity) = &level.term_frequency {
                let _ = writeln!(
                    out,
                    "        rarity of [{}] x {} from {} as level {}",
                    rarity.column, rarity.strength, rarity.share_min, rarity.exact
                );
            }
        }
    }
    out
}

/// A model of one comparison with these conditions.
pub(crate) fn of_conditions(conditions: &[&str]) -> Result<Model, ModelError> {
    let levels: Vec<Value> = conditions.iter().map(|sql| json!({"sql_condition": sql})).collect();
    let comparison = json!({"output_column_name": "c", "comparison_levels": levels});
    read(&json!({"link_type": "dedupe_only", "comparisons": [comparison]}).to_string())
}

pub(crate) fn of_rule(sql: &str) -> Result<Model, ModelError> {
    read(&json!({"link_type": "dedupe_only", "blocking_rules_to_generate_predictions": [sql]}).to_string())
}

pub(crate) fn test_of(condition: &str) -> String {
    shown(&of_conditions(&[condition]).expect(condition).comparisons[0].levels[0].test)
}

#[test]
fn every_comparison_of_the_library_is_translated() {
    let model = read(LIBRARY_V5).unwrap();
    assert_eq!((model.kind, model.letters), (Kind::Deduplicate, Letters::Bytes));
    assert_eq!(model.id.as_deref(), Some("unique_id"));
    assert_eq!(model.prior.probability, Some(0.0001));
    assert!(model.training.sessions.is_empty() && model.prior.rules.is_empty());
    insta::assert_snapshot!("library_v5", described(&model));
}

#[test]
fn version_4_differs_in_dates_of_birth_only() {
    let (old, new) = (read(LIBRARY_V4).unwrap(), read(LIBRARY_V5).unwrap());
    assert_eq!(old.rules, new.rules);
    let differing: Vec<&str> = old
        .comparisons
        .iter()
        .zip(&new.comparisons)
        .filter(|(old, new)| old != new)
        .map(|(old, _)| old.name.as_str())
        .collect();
    assert_eq!(differing, ["dob", "dob typed", "dob format"]);
    insta::assert_snapshot!(
        "library_v4_dob",
        described(&Model { comparisons: vec![old.comparisons[17].clone()], ..old })
    );
}

#[test]
fn other_dialects_are_translated() {
    for (name, json) in [
        ("spark", include_str!("../splink/spark.json")),
        ("sqlite", include_str!("../splink/sqlite.json")),
        ("postgres", include_str!("../splink/postgres.json")),
    ] {
        let model = read(json).unwrap();
        assert_eq!((model.kind, model.letters), (Kind::Link, Letters::Characters));
        insta::assert_snapshot!(name, described(&model));
    }
}

#[test]
fn what_has_no_counterpart_is_refused_by_name() {
    let refused: Value = serde_json::from_str(REFUSED).unwrap();
    let mut said = String::new();
    for (name, comparison) in refused["comparisons"].as_object().unwrap() {
        let error = read(&json!({"link_type": "dedupe_only", "comparisons": [comparison]}).to_string()).unwrap_err();
        let ModelError::Untranslatable { place, why, .. } = error else { panic!("{name}: {error}") };
        assert!(place.starts_with(&format!("comparison `{name}`, level `")), "{place}");
        writeln!(said, "{name}: {why}").unwrap();
    }
    for (name, rule) in refused["rules"].as_object().unwrap() {
        let settings =
            json!({"link_type": "dedupe_only", "blocking_rules_to_generate_predictions": ["l.a = r.a", rule]});
        let error = read(&settings.to_string()).unwrap_err();
        let ModelError::Untranslatable { place, why, .. } = error else { panic!("{name}: {error}") };
        assert_eq!(place, "blocking rule 2");
        writeln!(said, "rule {name}: {why}").unwrap();
    }
    insta::assert_snapshot!("refused", said);
}

/// What Splink itself says of a model that it has read: m, u, and the u that rarity is measured against.
#[test]
fn trained_models_weigh_as_splink_weighs_them() {
    for (json, weights, kind) in [
        (
            include_str!("../splink/trained_dedupe.json"),
            include_str!("../splink/trained_dedupe_weights.json"),
            Kind::Deduplicate,
        ),
        (include_str!("../splink/trained_link.json"), include_str!("../splink/trained_link_weights.json"), Kind::Link),
    ] {
        let (model, remarks) = read_with_remarks(json).unwrap();
        assert_eq!(model.kind, kind);
        assert!(model.is_trained());
        let weights: Value = serde_json::from_str(weights).unwrap();
        let close = |ours: Option<f64>, theirs: &Value| match (ours, theirs.as_f64()) {
            (None, None) => true,
            (Some(ours), Some(theirs)) => (ours / theirs - 1.0).abs() < 1e-15,
            _ => false,
        };
        for (comparison, weights) in model.comparisons.iter().zip(weights.as_array().unwrap()) {
            for (level, theirs) in comparison.levels.iter().zip(weights.as_array().unwrap()) {
                assert_eq!(level.label, theirs["label"]);
                assert!(close(level.m, &theirs["m"]), "m of {} {theirs}", level.label);
                assert!(close(level.u, &theirs["u"]), "u of {} {theirs}", level.label);
                let exact = level.term_frequency.as_ref().and_then(|rarity| comparison.levels[rarity.exact].u);
                assert!(close(exact, &theirs["u_exact"]), "exact u of {} {theirs}", level.label);
            }
        }
        let never: Vec<_> = remarks.iter().filter(|remark| remark.place.contains("`never`")).collect();
        assert_eq!(never.len(), 6, "three levels lack m and u: {never:?}");
    }
}

#[test]
fn what_is_written_reads_as_the_same_model() {
    for json in [
        LIBRARY_V4,
        LIBRARY_V5,
        include_str!("../splink/trained_dedupe.json"),
        include_str!("../splink/trained_link.json"),
    ] {
        let model = read(json).expect("a fixture");
        let written = write(&model).expect("all of it can be said");
        assert!(read(&written).expect("what was written") == model, "{written}");
    }
    let model = read(include_str!("../splink/spark.json")).expect("a fixture");
    assert_eq!(write(&model), None, "characters are compared, and bytes would be");
}

#[test]
fn a_model_that_was_never_trained_keeps_its_gaps() {
    let model = of_conditions(&["a_l = a_r", "ELSE"]).unwrap();
    assert!(!model.is_trained());
    assert!(model.comparisons[0].levels.iter().all(|level| level.m.is_none() && level.u.is_none()));
    assert_eq!(model.prior.probability, None);
}

#[test]
fn probabilities_are_never_zero() {
    let level = json!({"sql_condition": "a_l = a_r", "m_probability": 0.0, "u_probability": 0.25});
    let settings = json!({"link_type": "link_only", "comparisons": [{"comparison_levels": [level]}]});
    let model = read(&settings.to_string()).unwrap();
    assert_eq!(model.comparisons[0].levels[0].m, Some(1e-300));
    assert_eq!(model.comparisons[0].name, "a");
}

#[test]
fn conditions_keep_their_meaning_however_they_are_written() {
    for (sql, meant) in [
        ("A_L = a_r", "[A] = [A]"),
        ("2 >= levenshtein(a_r, b_l)", "Levenshtein([b], [a]) <= 2"),
        ("jaro_winkler_similarity(a_l, a_r) > .9", "JaroWinkler([a], [a]) > 0.9"),
        ("((a_l) IS NULL) or (((a_r is null)))", "missing [a] either"),
        ("a_l is null and a_r is null", "missing [a] both"),
        ("a_l is null or b_r is null", "(missing [a] left or missing [b] right)"),
        ("not a_l = a_r and a_r is not null", "(not [a] = [a] and not missing [a] right)"),
        ("a_l = 'it''s'", "[a] left is 'it's'"),
        ("'x' <> a_r", "not [a] right is 'x'"),
        ("substr(a_l, 1, 2) = substring(a_r from 1 for 2)", "[substr(a, 1, 2)] = [substr(a, 1, 2)]"),
        ("right(a_l, 3) = right(a_r, 3)", "[substr(a, -3)] = [substr(a, -3)]"),
        ("a_l::varchar = cast(a_r as text)", "[a] = [a]"),
        ("nullif(a_l, '') = nullif(a_r, '')", "[a] = [a]"),
        ("abs(age_l::int - age_r::int) < 2", "numbers([age], [age]) < 2"),
        (
            "abs(date_diff('day', strptime(d_l, '%Y'), strptime(d_r, '%Y'))) <= 2",
            "seconds([d as date %Y], [d as date %Y]) <= 172800",
        ),
        (
            "levenshtein(a_l, a_r) not between 1 and 2",
            "not (Levenshtein([a], [a]) >= 1 and Levenshtein([a], [a]) <= 2)",
        ),
        ("\"a b_l\" = \"a b_r\" -- a remark", "[a b] = [a b]"),
    ] {
        assert_eq!(test_of(sql), meant, "{sql}");
    }
}

#[test]
fn joined_columns_keep_their_separators() {
    let model =
        of_conditions(&["a_l || ' ' || b_l || '-' || lower(c_l) = a_r || ' ' || b_r || '-' || lower(c_r)"]).unwrap();
    let columns: Vec<(&str, &Source)> =
        model.columns.iter().map(|column| (column.name.as_str(), &column.from)).collect();
    let join = |columns: [&str; 2], separator: &str| Source::Join {
        columns: columns.map(str::to_owned).to_vec(),
        separator: separator.to_owned(),
    };
    assert_eq!(
        columns,
        [
            ("lower(c)", &Source::Column("c".to_owned())),
            ("a || ' ' || b", &join(["a", "b"], " ")),
            ("a || ' ' || b || '-' || lower(c)", &join(["a || ' ' || b", "lower(c)"], "-")),
        ]
    );
}

#[test]
fn replacements_and_options_of_patterns_are_rewritten() {
    let steps = |sql: &str| of_rule(sql).unwrap().columns.remove(0).steps;
    let replace =
        |pattern: &str, with: &str| vec![Step::Replace { pattern: pattern.to_owned(), with: with.to_owned() }];
    assert_eq!(
        steps(r"regexp_replace(l.a, '(x)y', '\1$', 'g') = regexp_replace(r.a, '(x)y', '\1$', 'g')"),
        replace("(x)y", "${1}$$")
    );
    assert_eq!(steps("replace(l.a, '.', '') = replace(r.a, '.', '')"), replace(r"\.", ""));
    assert_eq!(steps("regexp_replace(l.a, '^al ', '') = regexp_replace(r.a, '^al ', '')"), replace("^al ", ""));
    assert_eq!(
        steps("regexp_extract(l.a, 'x', 0, 'i') = regexp_extract(r.a, 'x', 0, 'i')"),
        [Step::Extract { pattern: "(?i)x".to_owned(), group: 0 }]
    );
    assert!(of_rule("regexp_replace(l.a, 'x', '') = regexp_replace(r.a, 'x', '')").is_err());
}

#[test]
fn rarity_without_a_level_of_exact_agreement_is_refused() {
    let level = json!({"sql_condition": "levenshtein(a_l, a_r) <= 1", "tf_adjustment_column": "a"});
    let settings = json!({"link_type": "dedupe_only", "comparisons": [{"comparison_levels": [level]}]});
    let error = read(&settings.to_string()).unwrap_err();
    assert!(error.to_string().contains("no level asks for exact agreement on `a`"), "{error}");
}

#[test]
fn names_that_read_alike_stay_apart() {
    let model = of_conditions(&["upper(\"lower(a)_l\") = upper(lower(a_r))"]).unwrap();
    let names: Vec<&str> = model.columns.iter().map(|column| column.name.as_str()).collect();
    assert_eq!(names, ["upper(lower(a))", "upper(lower(a)) (2)"]);
}
