//! Models of Splink that nobody sane wrote: an error, and never a panic or an overflowing stack.

use link::model::{ColumnDefinition, Model, ModelError, Rule, Source, Step};
use link::splink::{read, write};

use crate::splink::{of_conditions, of_rule, test_of};

fn why_not(condition: &str) -> String {
    match of_conditions(&[condition]) {
        Err(ModelError::Untranslatable { why, .. }) => why,
        other => panic!("{condition}: {other:?}"),
    }
}

#[test]
fn hostile_sql_is_refused() {
    let nested =
        |open: &str, close: &str, depth: usize| format!("{}a_l = a_r{}", open.repeat(depth), close.repeat(depth));
    for depth in [60, 400, 10_000] {
        for sql in [
            nested("(", ")", depth),
            nested("not ", "", depth),
            nested("lower(", ")", depth),
            nested("case when ", " then 1 end", depth),
            nested("", " is null", depth),
            nested("- ", "", depth),
            nested("a_l || ", "", depth),
            nested("[", "]", depth),
            nested("cast(", " as int)", depth),
            format!("a_l = a_r{}", "::text".repeat(depth)),
            format!("a_l = a_r{}", "[1]".repeat(depth)),
            format!("a_l::{}int{} = a_r", "list(".repeat(depth), ")".repeat(depth)),
            format!("a_l in ({})", "(".repeat(depth)),
            format!("/*{}", "/*".repeat(depth)),
            format!("exists {}select 1", "(select ".repeat(depth)),
        ] {
            assert!(!why_not(&sql).is_empty());
        }
    }
    let many = vec!["a_l = a_r"; 300].join(" and ");
    assert!(test_of(&many).starts_with("([a] = [a] and"), "a long chain is no deep one");
    for sql in ["", " ", "'", "a_l = a_r; drop table x", "select 1", "l.a = r.a", "_l = _r", "ل = م", "a_l = a_r b_l"]
    {
        assert!(!why_not(sql).is_empty(), "{sql}");
    }
}

proptest::proptest! {
    /// Whatever is cut out of conditions and put together again is translated or refused, and nothing else.
    #[test]
    fn mangled_sql_never_panics(cuts in proptest::collection::vec((0usize..400, 0usize..60), 1..8), noise in ".{0,6}") {
        const SQL: &str = "nullif(regexp_extract(\"a_l\", '^([^@]+)', 1), '') = 'x' or abs(epoch(try_strptime(b_r, '%Y')) - \
            epoch(b_l)) <= 2.5 and not (c_l || ' ' || d_r is not null) in (1, -2) between substr(a_r, 1, 3) and case when \
            jaccard(a_l, a_r) > .5 then cast(b_l as date) else [1] end <> l.x::int -- الاسم_l";
        let letters: Vec<char> = SQL.chars().collect();
        let mut sql = noise;
        for (start, length) in cuts {
            sql.extend(letters.iter().skip(start).take(length));
        }
        let _ = of_conditions(&[&sql]);
        let _ = of_rule(&sql);
    }
}

#[test]
fn files_of_another_shape_are_refused() {
    for json in [
        "",
        "[]",
        "null",
        "{}",
        r#"{"link_type": 1}"#,
        r#"{"link_type": "self_link"}"#,
        r#"{"link_type": "dedupe_only", "comparisons": {}}"#,
        r#"{"link_type": "dedupe_only", "comparisons": [{}]}"#,
        r#"{"link_type": "dedupe_only", "comparisons": [{"comparison_levels": [{"sql_condition": 1}]}]}"#,
        r#"{"link_type": "dedupe_only", "comparisons": [{"comparison_levels": [{"sql_condition": "else", "m_probability": 2}]}]}"#,
        r#"{"link_type": "dedupe_only", "comparisons": [{"comparison_levels": [{"sql_condition": "else", "m_probability": "x"}]}]}"#,
        r#"{"link_type": "dedupe_only", "blocking_rules_to_generate_predictions": [1]}"#,
        r#"{"link_type": "dedupe_only", "probability_two_random_records_match": 0}"#,
        r#"{"link_type": "dedupe_only", "probability_two_random_records_match": NaN}"#,
        r#"{"link_type": "dedupe_only", "sql_dialect": "oracle"}"#,
    ] {
        assert!(read(json).is_err(), "{json}");
    }
    assert!(read(&"[".repeat(1 << 20)).is_err());
    assert!(read(&" ".repeat(9 << 20)).is_err());
}

#[test]
fn columns_of_columns_are_not_written_without_end() {
    let model = |count: usize, from: fn(String) -> Source| {
        let column = |number: usize| ColumnDefinition {
            name: format!("c{}", number + 1),
            from: from(format!("c{number}")),
            steps: vec![Step::Lowercase],
        };
        let model = of_conditions(&["a_l = a_r"]).expect("a model");
        let columns = (0..count).map(column).collect();
        Model { columns, rules: vec![Rule::of([format!("c{count}").as_str()])], ..model }
    };
    let twice = |column: String| Source::Join { columns: vec![column.clone(), column], separator: String::new() };
    assert!(write(&model(3, Source::Column)).is_some());
    assert!(write(&model(3, twice)).is_some());
    for count in [60, 1_000, 2_000] {
        assert_eq!(write(&model(count, twice)), None);
    }
    let _ = write(&model(1_000, Source::Column));
}
