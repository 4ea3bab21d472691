//! A model: what was learnt, or shipped, about each comparison. A frozen snapshot that can be written down.

use crate::person::calibration::Calibration;
use crate::person::comparison::Comparison;
use crate::person::kin::{KIN, KIN_PER_MATCH};
use crate::person::table::Table;
use crate::person::weigh::UNIT;
use serde::{Deserialize, Serialize};

/// m and u of one comparison, by level; given the group of the level.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Parameters {
    /// Name of the comparison.
    pub comparison: String,
    /// Probability of each level among pairs of one person. Level 0 (one side silent) is 1.
    pub m: Vec<f64>,
    /// Probability of each level among pairs of strangers.
    pub u: Vec<f64>,
    /// Whether m was learnt from these lists (else it is the default).
    pub m_learnt: bool,
    /// Whether u was learnt from these lists.
    pub u_learnt: bool,
}

/// A model of one table's comparisons.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Model {
    /// One entry a comparison, in the order of the table.
    pub parameters: Vec<Parameters>,
    /// Probability that two records drawn at random are one person.
    pub prior: f64,
    /// Probability that two records drawn at random are kin, by class.
    pub kin: Vec<f64>,
    /// Sixteenths of a bit that two records share, roughly, before they are compared at all.
    #[serde(default = "everything")]
    pub sieve: i32,
    /// What weights are worth on these lists.
    #[serde(default)]
    pub calibration: Calibration,
}

fn everything() -> i32 {
    i32::MIN
}

/// Why a model cannot be used with a table.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ModelError {
    /// The text is no model.
    #[error("the text is no model: {0}")]
    NotAModel(String),
    /// The model lacks a comparison that the table has.
    #[error("the model says nothing of the comparison `{0}`; learn it again with this table")]
    Missing(String),
}

impl Model {
    /// The shipped defaults for a table, before anything is learnt.
    pub fn defaults(table: &Table, pairs: f64) -> Model {
        let parameters = table
            .comparisons
            .iter()
            .map(|comparison| Parameters {
                comparison: comparison.name().to_owned(),
                m: comparison.levels().iter().map(|level| level.m).collect(),
                u: comparison.levels().iter().map(|level| level.u).collect(),
                m_learnt: false,
                u_learnt: false,
            })
            .collect();
        // Until it is estimated: every third record has one match.
        let prior = (table.len() as f64 / 3.0 / pairs.max(1.0)).min(0.1);
        Model {
            parameters,
            prior,
            kin: KIN
                .iter()
                .zip(KIN_PER_MATCH)
                .map(|(kin, share)| if kin.can_be_told(&table.comparisons) { share * prior } else { 0.0 })
                .collect(),
            sieve: everything(),
            calibration: Calibration::default(),
        }
    }

    /// Reads a model back from JSON and fits it to a table's comparisons.
    pub fn read(json: &str, table: &Table) -> Result<Model, ModelError> {
        let model: Model = serde_json::from_str(json).map_err(|error| ModelError::NotAModel(error.to_string()))?;
        let mut parameters = Vec::new();
        for comparison in &table.comparisons {
            let found = model.parameters.iter().find(|parameters| {
                parameters.comparison == comparison.name() && parameters.m.len() == comparison.levels().len()
            });
            let Some(found) = found else { return Err(ModelError::Missing(comparison.name().to_owned())) };
            parameters.push(found.clone());
        }
        let model = Model { parameters, ..model };
        model.check()?;
        Ok(model)
    }

    /// Refuses numbers that no model can have.
    pub(crate) fn check(&self) -> Result<(), ModelError> {
        let is_share = |value: f64| value.is_finite() && value > 0.0 && value <= 1.0;
        let are_shares = |parameters: &Parameters| {
            parameters.m.len() == parameters.u.len()
                && parameters.m.iter().chain(&parameters.u).all(|&value| is_share(value))
        };
        let kin_are_shares = self.kin.iter().all(|&value| value.is_finite() && (0.0..1.0).contains(&value));
        if !(self.parameters.iter().all(are_shares) && is_share(self.prior) && self.prior < 1.0 && kin_are_shares) {
            return Err(ModelError::NotAModel("a probability lies outside 0 to 1".to_owned()));
        }
        if !self.calibration.is_sound() {
            return Err(ModelError::NotAModel("the calibration is no calibration".to_owned()));
        }
        if self.kin.len() != KIN.len() {
            return Err(ModelError::NotAModel("the number of classes of kin differs".to_owned()));
        }
        Ok(())
    }

    /// The model as JSON, the same bytes for the same model.
    pub fn to_json(&self) -> String {
        serde_json::to_string_pretty(self).unwrap_or_default()
    }

    /// Log odds before anything was compared, in 1/1024 bit.
    pub(crate) fn prior_log_odds(&self) -> i32 {
        ((self.prior / (1.0 - self.prior)).log2() * UNIT).round() as i32
    }

    pub(crate) fn at(&self, comparison: usize) -> &Parameters {
        &self.parameters[comparison]
    }
}

/// Scales the levels of each group so that m and u each sum to one.
pub(crate) fn normalise(comparison: Comparison, probabilities: &mut [f64]) {
    for group in comparison.groups() {
        let sum: f64 = group.levels.iter().map(|&level| probabilities[level as usize]).sum();
        if sum > 0.0 {
            for &level in group.levels {
                probabilities[level as usize] /= sum;
            }
        }
    }
}
