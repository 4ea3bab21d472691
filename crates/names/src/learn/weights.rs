//! The weights of the comparison, from labelled pairs of names.

use std::collections::BTreeMap;

use super::TrainingData;
use super::forest::{Labelled, fit};
use crate::comparer::Comparer;
use crate::features::{FEATURES, features};
use crate::forest::Forest;
use crate::matched::Matched;
use crate::read::read;
use crate::vocabulary::Vocabulary;

/// Of so many labelled pairs one stays for measuring: the last of each run.
const MEASURED_OF: usize = 3;

/// Whether the labelled pair in a row, counted from 0 after the header, is kept for measuring.
pub fn is_measured(row: usize) -> bool {
    row % MEASURED_OF == MEASURED_OF - 1
}
/// Labelled pairs below which nothing can be learned.
const MIN_PAIRS: usize = 500;

/// Fits on two thirds of the labelled pairs.
pub(super) fn fit_weights(
    data: &TrainingData,
    vocabulary: &Vocabulary,
    progress: &mut dyn FnMut(&str),
) -> Option<Forest> {
    let (pairs, truth) = (data.files.get("dev_pairs.tsv")?, data.files.get("dev_pairs_truth.tsv")?);
    let labels: BTreeMap<&str, bool> = truth
        .lines()
        .skip(1)
        .filter_map(|line| line.split_once('\t'))
        .map(|(id, rest)| (id, rest.starts_with('1')))
        .collect();
    let mut comparer = Comparer::new(vocabulary);
    let mut labelled = Vec::new();
    for (row, line) in pairs.lines().skip(1).enumerate() {
        if is_measured(row) {
            continue;
        }
        let mut fields = line.split('\t');
        let (Some(id), Some(a), Some(b)) = (fields.next(), fields.next(), fields.next()) else {
            continue;
        };
        let Some(&same) = labels.get(id) else {
            continue;
        };
        let features = pair_features(&mut comparer, a, b);
        labelled.push(Labelled { features, same });
    }
    progress(&format!("weights fitted on {} labelled pairs", labelled.len()));
    (labelled.len() >= MIN_PAIRS).then(|| fit(&labelled))
}

fn pair_features(comparer: &mut Comparer<'_>, a: &str, b: &str) -> [i32; FEATURES] {
    let (a, b) = (comparer.prepare(&read(a)), comparer.prepare(&read(b)));
    features(&Matched::between(comparer, &a, &b).0)
}
