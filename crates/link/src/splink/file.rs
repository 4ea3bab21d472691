//! Splink's settings as they stand in JSON. What has no bearing on which pairs meet and what they weigh is not read.

use serde::Deserialize;

/// The whole file.
#[derive(Deserialize)]
pub(super) struct Settings {
    pub(super) link_type: String,
    #[serde(default)]
    pub(super) comparisons: Vec<Comparison>,
    #[serde(default)]
    pub(super) blocking_rules_to_generate_predictions: Vec<Rule>,
    pub(super) probability_two_random_records_match: Option<f64>,
    pub(super) unique_id_column_name: Option<String>,
    pub(super) sql_dialect: Option<String>,
}

#[derive(Deserialize)]
pub(super) struct Comparison {
    pub(super) output_column_name: Option<String>,
    pub(super) comparison_levels: Vec<Level>,
}

#[derive(Deserialize)]
pub(super) struct Level {
    pub(super) sql_condition: String,
    pub(super) label_for_charts: Option<String>,
    #[serde(rename = "is_null_level")]
    pub(super) is_missing: Option<bool>,
    pub(super) m_probability: Option<Probability>,
    pub(super) u_probability: Option<Probability>,
    pub(super) fix_m_probability: Option<bool>,
    pub(super) fix_u_probability: Option<bool>,
    pub(super) tf_adjustment_column: Option<String>,
    pub(super) tf_adjustment_weight: Option<f64>,
    pub(super) tf_minimum_u_value: Option<f64>,
    pub(super) disable_tf_exact_match_detection: Option<bool>,
}

/// A probability, or the words for a level that training did not see.
#[derive(Deserialize)]
#[serde(untagged)]
pub(super) enum Probability {
    Number(f64),
    Words(String),
}

/// A blocking rule: its SQL alone, or with what belongs to it.
#[derive(Deserialize)]
#[serde(untagged)]
pub(super) enum Rule {
    Sql(String),
    Whole { blocking_rule: String, sql_dialect: Option<String>, arrays_to_explode: Option<Vec<String>> },
}

impl Rule {
    pub(super) fn sql(&self) -> &str {
        match self {
            Rule::Sql(sql) | Rule::Whole { blocking_rule: sql, .. } => sql,
        }
    }

    pub(super) fn dialect(&self) -> Option<&str> {
        match self {
            Rule::Sql(_) => None,
            Rule::Whole { sql_dialect, .. } => sql_dialect.as_deref(),
        }
    }

    pub(super) fn explodes_arrays(&self) -> bool {
        matches!(self, Rule::Whole { arrays_to_explode: Some(arrays), .. } if !arrays.is_empty())
    }
}
