//! The key to the sheets: which code is which pair, what the model said of it, and for how many it stands.

use anyhow::Context;
use link::label::Stratum;
use serde::{Deserialize, Serialize};
use std::collections::HashSet;
use std::fs;
use std::path::Path;
use store::Hash;

/// Its name in the folder.
pub(super) const FILE: &str = "key.json";
/// The version of its layout.
const FORMAT: &str = "athar-label-key-1";
/// Counts of pairs by thousandth of probability, 1 included.
const THOUSANDTHS: usize = 1_001;

#[derive(Serialize, Deserialize)]
pub(super) struct Key {
    format: String,
    athar: String,
    pub(super) seed: u64,
    pub(super) judges: usize,
    /// In thousandths.
    pub(super) threshold: u16,
    pub(super) pairs_file: PairsFile,
    pub(super) strata: Vec<Stratum>,
    pub(super) pairs_by_thousandth: Vec<u64>,
    pub(super) pairs: Vec<KeyPair>,
}

#[derive(Clone, Serialize, Deserialize)]
pub(super) struct PairsFile {
    pub(super) name: String,
    pub(super) sha256: Hash,
    pub(super) pairs: u64,
}

#[derive(Serialize, Deserialize)]
pub(super) struct KeyPair {
    pub(super) code: String,
    pub(super) left: String,
    pub(super) right: String,
    pub(super) stratum: usize,
    pub(super) weight: f64,
    pub(super) probability: f64,
    /// For how many pairs this one stands.
    pub(super) sampling_weight: f64,
}

/// What the draw was asked for.
#[derive(Clone, Copy)]
pub(super) struct Asked {
    pub(super) seed: u64,
    pub(super) judges: usize,
    pub(super) threshold: u16,
}

impl Key {
    pub(super) fn new(
        asked: Asked,
        pairs_file: PairsFile,
        strata: Vec<Stratum>,
        pairs_by_thousandth: Vec<u64>,
        pairs: Vec<KeyPair>,
    ) -> Key {
        Key {
            format: FORMAT.to_owned(),
            athar: env!("CARGO_PKG_VERSION").to_owned(),
            seed: asked.seed,
            judges: asked.judges,
            threshold: asked.threshold,
            pairs_file,
            strata,
            pairs_by_thousandth,
            pairs,
        }
    }

    pub(super) fn to_bytes(&self) -> anyhow::Result<Vec<u8>> {
        Ok(serde_json::to_vec_pretty(self)?)
    }

    /// Reads the key of a folder. What is wrong with it is said by place, never by content: it names rows.
    pub(super) fn read(folder: &Path) -> anyhow::Result<Key> {
        let path = folder.join(FILE);
        let bytes = fs::read(&path)
            .with_context(|| format!("cannot read {}; give the folder that `athar label draw` made", path.display()))?;
        let key: Key = serde_json::from_slice(&bytes).map_err(|error| {
            let (line, column) = (error.line(), error.column());
            anyhow::anyhow!("{}, line {line}, column {column}: this is no key, or a damaged one", path.display())
        })?;
        let codes: HashSet<&str> = key.pairs.iter().map(|pair| pair.code.as_str()).collect();
        let fits = |stratum: &Stratum| stratum.from < stratum.to && stratum.to <= 1_000;
        let whole = key.format == FORMAT
            && codes.len() == key.pairs.len()
            && key.pairs_by_thousandth.len() == THOUSANDTHS
            && (1..1_000).contains(&key.threshold)
            && key.strata.iter().all(fits)
            && key.pairs.iter().all(|pair| pair.stratum < key.strata.len());
        anyhow::ensure!(whole, "{} is of another version, or damaged", path.display());
        Ok(key)
    }
}
