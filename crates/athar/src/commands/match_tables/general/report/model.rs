//! What the model says: the prior, and m and u of every level.

use figures::linkage::{ComparisonFigure, LevelFigure};
use link::engine::TrainingReport;
use link::model::{Comparison, Level, Model};

/// Log odds of two records at random, in bits.
pub(super) fn prior_weight(model: &Model) -> f64 {
    model.prior.probability.map_or(0.0, |prior| (prior / (1.0 - prior)).log2())
}

/// The comparisons in the order of the model.
pub(super) fn comparisons(model: &Model, training: &TrainingReport) -> Vec<ComparisonFigure> {
    let figure = |comparison: &Comparison| ComparisonFigure {
        name: comparison.name.clone(),
        is_learnt: !training.untaught.contains(&comparison.name),
        levels: comparison.levels.iter().filter(|level| !level.is_missing).map(level).collect(),
    };
    model.comparisons.iter().map(figure).collect()
}

/// What is not known is no number, and drawn as nothing.
fn level(level: &Level) -> LevelFigure {
    let (m, u) = (level.m.unwrap_or(f64::NAN), level.u.unwrap_or(f64::NAN));
    LevelFigure { label: level.label.clone(), m, u, weight: (m / u).log2() }
}
