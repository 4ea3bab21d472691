//! A snapshot: all that was learnt from some lists, frozen. Under one snapshot the links of records are the same in
//! whatever order they come, one by one or all at once.
//!
//! It holds values of the lists (name parts, places, numbers) with their counts, and no record.

use crate::person::caps::Caps;
use crate::person::comparison::Comparison;
use crate::person::frequencies::Frequencies;
use crate::person::model::{Model, ModelError};
use crate::person::run::Linkage;
use crate::person::table::Table;
use serde::{Deserialize, Serialize};

/// Raised when snapshots of before mean something else: other keys of blocks, other levels.
const FORM: u32 = 4;

/// A model with the frequencies that it weighs by and the blocks that it leaves out.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Snapshot {
    form: u32,
    /// Records that it was learnt from.
    pub records: u32,
    /// What was learnt of the comparisons.
    pub model: Model,
    /// How rare values are.
    pub frequencies: Frequencies,
    /// Which blocks are cut and passed over.
    pub caps: Caps,
}

/// Why a text is no snapshot to link by.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SnapshotError {
    /// It is something else, or damaged.
    #[error("the text is no snapshot of a person model: {0}")]
    NotASnapshot(String),
    /// It was written by another version.
    #[error("the snapshot has form {0}, this version reads form {FORM}: learn anew")]
    Form(u32),
    /// Its model is none.
    #[error(transparent)]
    Model(#[from] ModelError),
    /// It compares what this version does not compare.
    #[error("the snapshot compares `{0}` in a way that this version does not know: learn anew")]
    Comparison(String),
    /// Its frequencies contradict each other.
    #[error("in the snapshot a value occurs more often than all together")]
    Frequencies,
    /// Its blocks are those of other rules.
    #[error("the snapshot names a blocking rule that this version does not have: learn anew")]
    Rule,
}

impl Snapshot {
    /// What linking a table without a snapshot learnt.
    pub fn of(table: &Table, linkage: &Linkage) -> Snapshot {
        Snapshot {
            form: FORM,
            records: table.len() as u32,
            model: linkage.model.clone(),
            frequencies: Frequencies::of(table),
            caps: linkage.caps.clone(),
        }
    }

    /// Reads a snapshot, and refuses one that could not have been written.
    pub fn read(json: &str) -> Result<Snapshot, SnapshotError> {
        #[derive(Deserialize)]
        struct Form {
            form: u32,
        }
        let not_one = |error: serde_json::Error| SnapshotError::NotASnapshot(error.to_string());
        let Form { form } = serde_json::from_str(json).map_err(not_one)?;
        if form != FORM {
            return Err(SnapshotError::Form(form));
        }
        let snapshot: Snapshot = serde_json::from_str(json).map_err(not_one)?;
        snapshot.model.check()?;
        snapshot.known_comparisons()?;
        if !snapshot.frequencies.is_sound() {
            return Err(SnapshotError::Frequencies);
        }
        if !snapshot.caps.is_sound() {
            return Err(SnapshotError::Rule);
        }
        Ok(snapshot)
    }

    /// The snapshot as JSON, the same bytes for the same snapshot.
    pub fn to_json(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }

    /// The comparisons, in the order of the model.
    pub fn comparisons(&self) -> Vec<Comparison> {
        self.known_comparisons().unwrap_or_default()
    }

    fn known_comparisons(&self) -> Result<Vec<Comparison>, SnapshotError> {
        let known = self.model.parameters.iter().map(|parameters| {
            Comparison::named(&parameters.comparison)
                .filter(|comparison| comparison.levels().len() == parameters.m.len())
                .ok_or_else(|| SnapshotError::Comparison(parameters.comparison.clone()))
        });
        known.collect()
    }
}
