//! A model as Splink's JSON, for people who want to check it there. Splink 4 and 5 with DuckDB read it.

use serde_json::{Map, Value, json};

use super::sql::Sql;
use crate::model::{Comparison, Kind, Letters, Level, Model, Test};

/// Writes a model, if all of it can be said: DuckDB compares bytes, so that a model which compares characters has no
/// counterpart unless it compares no letters. How the model was trained is left out.
pub fn write(model: &Model) -> Option<String> {
    if model.letters == Letters::Characters && compares_letters(model) {
        return None;
    }
    let sql = Sql::new(&model.columns)?;
    let link_type = match model.kind {
        Kind::Deduplicate => "dedupe_only",
        Kind::Link => "link_only",
        Kind::LinkAndDeduplicate => "link_and_dedupe",
    };
    let rules = model.rules.iter().map(|rule| Some(json!({"blocking_rule": sql.rule(rule)?, "sql_dialect": "duckdb"})));
    let comparisons = model.comparisons.iter().map(|given| comparison(given, &sql));
    let mut settings = json!({
        "link_type": link_type,
        "sql_dialect": "duckdb",
        "unique_id_column_name": model.id.as_deref().unwrap_or("unique_id"),
        "blocking_rules_to_generate_predictions": rules.collect::<Option<Vec<Value>>>()?,
        "comparisons": comparisons.collect::<Option<Vec<Value>>>()?,
    });
    if let (Some(probability), Some(settings)) = (model.prior.probability, settings.as_object_mut()) {
        settings.insert("probability_two_random_records_match".to_owned(), json!(probability));
    }
    serde_json::to_string_pretty(&settings).ok()
}

fn compares_letters(model: &Model) -> bool {
    fn in_test(test: &Test) -> bool {
        match test {
            Test::Measure { .. } => true,
            Test::All(tests) | Test::Any(tests) => tests.iter().any(in_test),
            Test::Not(test) => in_test(test),
            _ => false,
        }
    }
    model.comparisons.iter().flat_map(|comparison| &comparison.levels).any(|level| in_test(&level.test))
}

fn comparison(given: &Comparison, sql: &Sql<'_>) -> Option<Value> {
    let levels = given.levels.iter().enumerate().map(|(index, _)| level(&given.levels, index, sql));
    Some(json!({
        "output_column_name": given.name,
        "comparison_description": given.name,
        "comparison_levels": levels.collect::<Option<Vec<Value>>>()?,
    }))
}

fn level(levels: &[Level], index: usize, sql: &Sql<'_>) -> Option<Value> {
    let given = &levels[index];
    let mut written = Map::new();
    let mut say = |key: &str, value: Value| written.insert(key.to_owned(), value);
    say(
        "sql_condition",
        json!(if given.test == Test::Otherwise { "ELSE".to_owned() } else { sql.condition(&given.test)? }),
    );
    say("label_for_charts", json!(given.label));
    if given.is_missing {
        say("is_null_level", json!(true));
        return Some(Value::Object(written));
    }
    for (key, probability) in [("m_probability", given.m), ("u_probability", given.u)] {
        if let Some(probability) = probability {
            say(key, json!(probability));
        }
    }
    say("fix_m_probability", json!(given.fix_m));
    say("fix_u_probability", json!(given.fix_u));
    // A strength of 0 is read as 1 there, and is nothing here.
    if let Some(rarity) = given.term_frequency.as_ref().filter(|rarity| rarity.strength != 0.0) {
        say("tf_adjustment_column", json!(rarity.column));
        say("tf_adjustment_weight", json!(rarity.strength));
        say("tf_minimum_u_value", json!(rarity.share_min));
        let found = levels.iter().position(
            |level| matches!(&level.test, Test::Equal { left, right } if left == right && *left == rarity.column),
        );
        if found != Some(rarity.exact) {
            if rarity.exact != index {
                return None;
            }
            say("disable_tf_exact_match_detection", json!(true));
        }
    }
    Some(Value::Object(written))
}
