//! What a level weighs: its probabilities, and how the rarity of a value changes it.
//!
//! The numbers are those of Splink's `ComparisonLevel` and `Comparison` once they are read from a file: what it
//! predicts with then is reproduced even where a level was never trained.

use super::column::Columns;
use super::file;
use crate::model::{Level, TermFrequency, Test};

/// What Splink keeps in place of a probability that training could not learn. In the session that trained the model it
/// stands for one in a million; read from a file it is no probability at all (4.0.17 and 5.0.0 were tried).
const NOT_OBSERVED: &str = "level not observed in training dataset";
/// No probability is smaller in a weight.
const PROBABILITY_MIN: f64 = 1e-300;
/// Of the best level's m, where nothing is known.
const BEST_M_DEFAULT: f64 = 0.95;
/// Weights of the other levels but the best, where nothing is known.
const WEIGHTS_DEFAULT: (f64, f64) = (-5.0, 3.0);
/// Weight of the best level, where nothing is known.
const BEST_WEIGHT_DEFAULT: f64 = 10.0;

/// A probability as predictions use it.
pub(super) fn probability(given: Option<&file::Probability>) -> Result<Option<f64>, String> {
    match given {
        None => Ok(None),
        Some(file::Probability::Words(words)) if words == NOT_OBSERVED => Ok(None),
        Some(file::Probability::Words(words)) => {
            Err(format!("`{}` is neither a number nor `{NOT_OBSERVED}`", super::shortened(words)))
        }
        Some(file::Probability::Number(number)) if (0.0..=1.0).contains(number) => {
            Ok(Some(number.max(PROBABILITY_MIN)))
        }
        Some(file::Probability::Number(number)) => Err(format!("{number} is not a probability")),
    }
}

/// The m and u that Splink takes for the level `rank` of `count` levels that are not for missing values, the worst
/// having rank 0.
pub(super) fn defaults(rank: usize, count: usize) -> Option<(f64, f64)> {
    let others = count.checked_sub(1).filter(|&others| others > 0)?;
    let (m, weight) = if rank == others {
        (BEST_M_DEFAULT, BEST_WEIGHT_DEFAULT)
    } else {
        let (lowest, highest) = WEIGHTS_DEFAULT;
        let step = if others > 1 { (highest - lowest) / (others - 1) as f64 } else { 0.0 };
        ((1.0 - BEST_M_DEFAULT) / others as f64, lowest + rank as f64 * step)
    };
    Some((m, m / weight.exp2()))
}

/// How rarity changes the weight of the level `own`, if it does.
pub(super) fn term_frequency(
    given: &file::Level,
    own: usize,
    levels: &[Level],
    columns: &mut Columns,
) -> Result<Option<TermFrequency>, String> {
    let Some(column) = &given.tf_adjustment_column else { return Ok(None) };
    if levels[own].is_missing || levels[own].test == Test::Otherwise {
        return Ok(None);
    }
    let share_min = given.tf_minimum_u_value.unwrap_or(0.0);
    if !(0.0..=1.0).contains(&share_min) {
        return Err(format!("tf_minimum_u_value is {share_min}; it must lie between 0 and 1"));
    }
    let column = columns.spelled(unquoted(column));
    if column.contains(['[', ']']) {
        return Err(format!("the values of `{column}` are a part of a structured column; give it a column of its own"));
    }
    let exact = if given.disable_tf_exact_match_detection == Some(true) {
        own
    } else {
        let found = levels.iter().position(|level| !level.is_missing && is_exact(&level.test, &column));
        found.ok_or_else(|| {
            format!("no level asks for exact agreement on `{column}`, whose rarity changes the weight; add one")
        })?
    };
    let strength = given.tf_adjustment_weight.filter(|_| !is_lost_strength(given)).unwrap_or(1.0);
    Ok(Some(TermFrequency { column, strength, share_min, exact }))
}

/// Whether the strength is one that Splink loses when it reads the file: 0 becomes 1 (4.0.17 and 5.0.0 were tried).
pub(super) fn is_lost_strength(given: &file::Level) -> bool {
    given.tf_adjustment_column.is_some() && given.tf_adjustment_weight == Some(0.0)
}

/// Whether the test is exact agreement on this column and nothing else. Splink compares names in lower case.
fn is_exact(test: &Test, column: &str) -> bool {
    matches!(test, Test::Equal { left, right } if left == right && left.to_lowercase() == column.to_lowercase())
}

fn unquoted(column: &str) -> &str {
    let between = |quote: char| column.strip_prefix(quote).and_then(|rest| rest.strip_suffix(quote));
    between('"').or_else(|| between('`')).unwrap_or(column)
}
