//! Comparisons and their levels.

use super::column::Columns;
use super::parse::{Naming, parse};
use super::{Dialect, Remark, condition, file, invalid, level, limits};
use crate::model::{Comparison, Level, ModelError, Test};

/// Translates every comparison.
pub(super) fn translate(
    settings: &file::Settings,
    dialect: Dialect,
    columns: &mut Columns,
    remarks: &mut Vec<Remark>,
) -> Result<Vec<Comparison>, ModelError> {
    let mut comparisons = Vec::new();
    for (index, given) in settings.comparisons.iter().enumerate() {
        let place = given.output_column_name.clone().unwrap_or_else(|| format!("comparison {}", index + 1));
        if given.comparison_levels.len() > limits::LEVELS_MAX {
            return Err(invalid(&place, format!("it has more than {} levels", limits::LEVELS_MAX)));
        }
        let levels = levels(given, &place, dialect, columns, remarks)?;
        let name = given.output_column_name.clone().unwrap_or_else(|| default_name(&levels));
        comparisons.push(Comparison { name, levels });
    }
    // Splink predicts with its defaults what a trained model lacks. A model that was never trained keeps its gaps: they
    // are what training is for.
    let is_trained = comparisons
        .iter()
        .flat_map(|comparison| &comparison.levels)
        .any(|level| !level.is_missing && level.m.is_some() && level.u.is_some() && !(level.fix_m && level.fix_u));
    if is_trained {
        for comparison in &mut comparisons {
            fill(comparison, remarks);
        }
    }
    Ok(comparisons)
}

fn levels(
    given: &file::Comparison,
    place: &str,
    dialect: Dialect,
    columns: &mut Columns,
    remarks: &mut Vec<Remark>,
) -> Result<Vec<Level>, ModelError> {
    let mut levels = Vec::new();
    for (index, given) in given.comparison_levels.iter().enumerate() {
        let label = label(given);
        let shown = label.clone().unwrap_or_else(|| (index + 1).to_string());
        let place = format!("comparison `{place}`, level `{shown}`");
        let problem = |problem: String| invalid(&place, problem);
        let is_missing = given.is_missing.unwrap_or(false);
        let probability =
            |given: Option<&file::Probability>| if is_missing { Ok(None) } else { level::probability(given) };
        levels.push(Level {
            label: label.unwrap_or_default(),
            test: test(&given.sql_condition, &place, dialect, columns)?,
            is_missing,
            m: probability(given.m_probability.as_ref()).map_err(problem)?,
            u: probability(given.u_probability.as_ref()).map_err(problem)?,
            fix_m: given.fix_m_probability.unwrap_or(false),
            fix_u: given.fix_u_probability.unwrap_or(false),
            term_frequency: None,
        });
    }
    name_levels(&mut levels);
    for (index, given) in given.comparison_levels.iter().enumerate() {
        let place = format!("comparison `{place}`, level `{}`", levels[index].label);
        levels[index].term_frequency =
            level::term_frequency(given, index, &levels, columns).map_err(|problem| invalid(&place, problem))?;
        if levels[index].term_frequency.is_some() && level::is_lost_strength(given) {
            let text =
                "tf_adjustment_weight 0 is read as 1 by Splink, and so it is here; leave out tf_adjustment_column";
            remarks.push(Remark { place, text: text.to_owned() });
        }
    }
    Ok(levels)
}

fn test(sql: &str, place: &str, dialect: Dialect, columns: &mut Columns) -> Result<Test, ModelError> {
    if sql.trim().eq_ignore_ascii_case("else") {
        return Ok(Test::Otherwise);
    }
    let node = parse(sql, dialect, Naming::Suffix).map_err(|refusal| refusal.at(place, sql))?;
    condition::translate(&node, columns).map_err(|refusal| refusal.at(place, sql))
}

fn label(given: &file::Level) -> Option<String> {
    given.label_for_charts.clone().filter(|label| !label.is_empty())
}

/// A level without a name is called by its rank, as in Splink's charts.
fn name_levels(levels: &mut [Level]) {
    let mut rank = levels.iter().filter(|level| !level.is_missing).count();
    for level in levels {
        if !level.is_missing {
            rank -= 1;
        }
        if level.label.is_empty() {
            level.label = if level.is_missing { "-1".to_owned() } else { rank.to_string() };
        }
    }
}

fn default_name(levels: &[Level]) -> String {
    let mut columns: Vec<&str> = Vec::new();
    for column in levels.iter().flat_map(|level| level.test.columns()) {
        if !columns.contains(&column) {
            columns.push(column);
        }
    }
    match columns.as_slice() {
        [only] => (*only).to_owned(),
        many => format!("custom_{}", many.join("_")),
    }
}

fn fill(comparison: &mut Comparison, remarks: &mut Vec<Remark>) {
    let count = comparison.levels.iter().filter(|level| !level.is_missing).count();
    let weighing = comparison.levels.iter_mut().filter(|level| !level.is_missing);
    for (position, level) in weighing.enumerate() {
        let Some((m, u)) = level::defaults(count - 1 - position, count) else { continue };
        for (name, probability, default) in [("m", &mut level.m, m), ("u", &mut level.u, u)] {
            if probability.is_none() {
                *probability = Some(default);
                let place = format!("comparison `{}`, level `{}`", comparison.name, level.label);
                let text =
                    format!("{name} was never learnt; Splink predicts with {default:.3e}, and so does this model");
                remarks.push(Remark { place, text });
            }
        }
    }
}
