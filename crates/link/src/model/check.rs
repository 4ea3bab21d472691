//! Whether a model holds together, before any table is read.

use super::column::{Source, Step};
use super::error::ModelError;
use super::{Comparison, Model, Test};

/// Comparisons, levels, rules and columns of a model, at the most.
const COMPARISONS_MAX: usize = 60;
const LEVELS_MAX: usize = 15;
const RULES_MAX: usize = 60;
const COLUMNS_MAX: usize = 200;

fn wrong(place: String, problem: impl Into<String>) -> ModelError {
    ModelError::Invalid { place, problem: problem.into() }
}

impl Model {
    /// Finds what no table could make right: no rules, levels that nothing reaches, probabilities that are none.
    pub fn check(&self) -> Result<(), ModelError> {
        if self.rules.is_empty() || self.rules.len() > RULES_MAX {
            return Err(wrong("rules".to_owned(), format!("a model needs 1 to {RULES_MAX} blocking rules")));
        }
        if self.comparisons.is_empty() || self.comparisons.len() > COMPARISONS_MAX {
            return Err(wrong("comparisons".to_owned(), format!("a model needs 1 to {COMPARISONS_MAX} comparisons")));
        }
        if self.columns.len() > COLUMNS_MAX {
            return Err(wrong("columns".to_owned(), format!("a model defines {COLUMNS_MAX} columns at the most")));
        }
        for rule in self.rules.iter().chain(&self.prior.rules).chain(&self.training.sessions) {
            if rule.on.is_empty() {
                return Err(wrong("rules".to_owned(), "a rule on no column would make every pair a candidate"));
            }
        }
        if let Some(probability) = self.prior.probability {
            check_probability(probability, "prior", "probability")?;
        }
        match self.prior.recall {
            Some(recall) if !(recall > 0.0 && recall <= 1.0) => {
                return Err(wrong("prior".to_owned(), "`recall` is a share: above 0, up to 1"));
            }
            None if !self.prior.rules.is_empty() => {
                return Err(wrong("prior".to_owned(), "`rules` need `recall`: the share of matches that they find"));
            }
            _ => {}
        }
        let mut names: Vec<&str> = self.comparisons.iter().map(|comparison| comparison.name.as_str()).collect();
        names.sort_unstable();
        if let Some([twice, _]) = names.array_windows().find(|[one, other]| one == other) {
            return Err(wrong(format!("comparison `{twice}`"), "the name stands twice"));
        }
        for comparison in &self.comparisons {
            check_comparison(comparison)?;
        }
        if self.training.session_pairs == 0 || self.training.random_pairs == 0 {
            return Err(wrong("training".to_owned(), "`random_pairs` and `session_pairs` are 1 or more"));
        }
        self.check_columns()
    }

    fn check_columns(&self) -> Result<(), ModelError> {
        for (at, column) in self.columns.iter().enumerate() {
            let place = || format!("column `{}`", column.name);
            if self.columns[..at].iter().any(|earlier| earlier.name == column.name) {
                return Err(wrong(place(), "the name stands twice"));
            }
            let sources = match &column.from {
                Source::Column(name) => std::slice::from_ref(name),
                Source::Join { columns, .. } => columns,
            };
            if matches!(&column.from, Source::Join { columns, .. } if columns.contains(&column.name)) {
                return Err(wrong(place(), "a column cannot be joined from itself: give it another name"));
            }
            if sources.is_empty() {
                return Err(wrong(place(), "`join` needs columns"));
            }
            if let Some(later) = self.columns[at + 1..].iter().find(|later| sources.contains(&later.name)) {
                return Err(wrong(place(), format!("it is made from `{}`, which is defined after it", later.name)));
            }
            for step in &column.steps {
                if let Step::Extract { pattern, .. } | Step::Replace { pattern, .. } = step {
                    regex::Regex::new(pattern).map_err(|error| wrong(place(), error.to_string()))?;
                }
            }
        }
        Ok(())
    }
}

fn check_comparison(comparison: &Comparison) -> Result<(), ModelError> {
    let place = || format!("comparison `{}`", comparison.name);
    if comparison.levels.len() < 2 || comparison.levels.len() > LEVELS_MAX {
        return Err(wrong(place(), format!("a comparison needs 2 to {LEVELS_MAX} levels")));
    }
    if comparison.levels.iter().filter(|level| level.is_missing).count() > 1 {
        return Err(wrong(place(), "one level at the most stands for missing values"));
    }
    let last = comparison.levels.len() - 1;
    for (at, level) in comparison.levels.iter().enumerate() {
        let place = || format!("comparison `{}`, level {}", comparison.name, at + 1);
        if (level.test == Test::Otherwise) != (at == last) {
            return Err(wrong(place(), "the last level, and only the last, is `otherwise`: it takes what is left"));
        }
        for (name, value) in [("m", level.m), ("u", level.u)] {
            if let Some(value) = value {
                check_probability(value, &place(), name)?;
            }
        }
        if let Some(adjustment) = &level.term_frequency {
            let exact = comparison.levels.get(adjustment.exact);
            if exact.is_none_or(|level| level.is_missing) {
                return Err(wrong(place(), "`exact` is the number of the level of equal values, from 0"));
            }
            if !(adjustment.strength.is_finite() && (0.0..=1.0).contains(&adjustment.share_min)) {
                return Err(wrong(place(), "`strength` is a number and `share_min` a share"));
            }
        }
    }
    Ok(())
}

fn check_probability(value: f64, place: &str, name: &str) -> Result<(), ModelError> {
    if (0.0..=1.0).contains(&value) {
        return Ok(());
    }
    Err(wrong(place.to_owned(), format!("`{name}` is a probability: 0 to 1, not {value}")))
}
