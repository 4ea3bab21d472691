//! Why a pair weighs what it weighs: a line a comparison. The lines and the prior add up to the weight.

use super::weights::probability;
use super::{Engine, rule::End};
use serde::Serialize;

/// One comparison of a pair.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PairLine {
    /// The comparison.
    pub comparison: String,
    /// The level that it reached.
    pub level: String,
    /// Something that it needs is missing.
    pub is_missing: bool,
    /// What the left record says; several columns have a bar between.
    pub left: String,
    /// What the right one says.
    pub right: String,
    /// log2(m/u) of the level, in bits.
    pub weight: f64,
    /// What rarity adds, in bits.
    pub rarity: f64,
    /// Share of records that carry the value, where rarity counts: of the commoner one of the two.
    pub share: Option<f64>,
}

/// A pair, explained.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PairExplanation {
    /// Log odds of two records at random, in bits.
    pub prior: f64,
    /// A line a comparison.
    pub lines: Vec<PairLine>,
    /// The sum, in bits.
    pub weight: f64,
    /// The probability that the two are one, as far as the model holds.
    pub probability: f64,
    /// The rules that find the pair.
    pub rules: Vec<String>,
}

impl Engine {
    /// Explains two rows.
    pub fn explain(&self, one: u32, other: u32) -> PairExplanation {
        let (left, right) = (one.min(other), one.max(other));
        let letters = self.alphabet.as_ref().map_or(256, crate::kernel::Alphabet::len);
        let mut weight = self.weights.prior;
        let mut lines = Vec::new();
        for (at, comparison) in self.comparisons.iter().enumerate() {
            let subjects = comparison.rows(&self.columns);
            let (a, b) = (subjects[left as usize], subjects[right as usize]);
            let level = comparison.level_once(a, b, letters);
            let stated = &self.model.comparisons[at].levels[usize::from(level)];
            let rarity = comparison.rarity(level, a, b, &self.weights.log2_u[at]);
            weight += self.weight(at, level, a, b);
            let says = |row: u32| {
                let texts = comparison
                    .bases()
                    .iter()
                    .map(|&base| self.columns.base_values(base).text(self.columns.base_rows(base)[row as usize]));
                texts.collect::<Vec<&str>>().join(" | ")
            };
            lines.push(PairLine {
                comparison: self.model.comparisons[at].name.clone(),
                level: stated.label.clone(),
                is_missing: stated.is_missing,
                left: says(left),
                right: says(right),
                weight: self.weights.levels[at][usize::from(level)],
                rarity,
                share: comparison.rarity_share(level, a, b),
            });
        }
        let rules = self.rules.iter().filter(|rule| {
            rule.keys(&self.columns, End::Left).agree(left, &rule.keys(&self.columns, End::Right), right)
        });
        PairExplanation {
            prior: self.weights.prior,
            lines,
            weight,
            probability: probability(weight),
            rules: rules.map(|rule| rule.name.clone()).collect(),
        }
    }
}
