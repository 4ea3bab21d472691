//! What a run learnt, frozen: parameters, frequencies, and the blocks that were passed over.
//!
//! Under one snapshot a pair's weight depends on the two records alone, and so does whether they are candidates.
//! Therefore records that come one by one, in any order, and all of them at once give the same set of links. Learning
//! anew is a step of its own, which makes another snapshot.

use super::blocks::LargeBlock;
use super::columns::Columns;
use super::{Engine, Scored};
use crate::model::{Model, ModelError};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// A frozen model.
#[derive(Clone, Debug, PartialEq)]
pub struct Snapshot {
    /// The trained model.
    pub model: Model,
    /// For each column whose rarity counts: how many records carried each value.
    pub counts: BTreeMap<String, BTreeMap<String, u32>>,
    /// For each rule, by its number: what the records of each block that is passed over agree on.
    pub passed_over: BTreeMap<usize, BTreeSet<Vec<String>>>,
}

/// As it stands in a file.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct SnapshotFile {
    format: String,
    model: String,
    counts: BTreeMap<String, BTreeMap<String, u32>>,
    passed_over: BTreeMap<usize, BTreeSet<Vec<String>>>,
}

/// The format's name, and what a later one would change.
const FORMAT: &str = "athar snapshot 1";

impl Snapshot {
    /// Reads a snapshot in JSON.
    pub fn from_json(text: &str) -> Result<Snapshot, ModelError> {
        let file: SnapshotFile =
            serde_json::from_str(text).map_err(|error| ModelError::Syntax(format!("no snapshot: {error}")))?;
        if file.format != FORMAT {
            return Err(ModelError::Syntax(format!("a snapshot of format `{}`; this is `{FORMAT}`", file.format)));
        }
        Ok(Snapshot { model: Model::from_toml(&file.model)?, counts: file.counts, passed_over: file.passed_over })
    }

    /// The snapshot as JSON. It holds values of the table (those whose rarity counts): keep it as the table is kept.
    pub fn to_json(&self) -> String {
        let file = SnapshotFile {
            format: FORMAT.to_owned(),
            model: self.model.to_toml(),
            counts: self.counts.clone(),
            passed_over: self.passed_over.clone(),
        };
        serde_json::to_string(&file).unwrap_or_default()
    }
}

impl Engine {
    /// Freezes the model, the frequencies of the table, and what a run passed over.
    pub fn snapshot(&self, scored: &Scored) -> Snapshot {
        let mut counts = BTreeMap::new();
        for level in self.model.comparisons.iter().flat_map(|comparison| &comparison.levels) {
            let Some(adjustment) = &level.term_frequency else { continue };
            counts.entry(adjustment.column.clone()).or_insert_with(|| self.counts_of(&adjustment.column));
        }
        let mut passed_over: BTreeMap<usize, BTreeSet<Vec<String>>> = BTreeMap::new();
        for block in &scored.passed_over {
            if let Some(rule) = self.rules.iter().position(|rule| rule.name == block.rule) {
                passed_over.entry(rule).or_default().insert(block.values.clone());
            }
        }
        Snapshot { model: self.model.clone(), counts, passed_over }
    }

    fn counts_of(&self, column: &str) -> BTreeMap<String, u32> {
        if let Some(frozen) = self.frozen_counts.get(column) {
            return frozen.clone();
        }
        let Some(id) = self.columns.find(column) else { return BTreeMap::new() };
        let texts = self.columns.values(id).iter().map(str::to_owned);
        texts.zip(self.columns.counts(id)).skip(1).filter(|(_, count)| *count > 0).collect()
    }
}

/// How many records carry each value of a column: as frozen, or as counted on the table.
pub(super) fn counts(
    columns: &Columns,
    column: super::columns::ColumnId,
    frozen: Option<&BTreeMap<String, u32>>,
) -> (Vec<u32>, f64) {
    let counts = match frozen {
        Some(frozen) => columns.values(column).iter().map(|text| frozen.get(text).copied().unwrap_or(0)).collect(),
        None => columns.counts(column),
    };
    let total = match frozen {
        Some(frozen) => frozen.values().map(|&count| f64::from(count)).sum(),
        None => counts.iter().skip(1).map(|&count| f64::from(count)).sum(),
    };
    (counts, total)
}

impl LargeBlock {
    /// What its records agree on, for people.
    pub fn value(&self) -> String {
        self.values.join(" + ")
    }
}
