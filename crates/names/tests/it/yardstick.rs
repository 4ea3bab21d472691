//! The development pairs of the names yardstick, where the data are at hand.
//!
//! The data hold names of real people who were killed and are not part of this repository; only
//! totals are looked at. One third of the pairs is measured, those the weights were not fitted on.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use names::{Tables, Vocabulary, compare};

/// What the shipped tables must reach; a little below what was measured when they were made.
const AUC: f64 = 0.994;
/// Every sixth pair, so that the test stays short in debug builds.
const STEP: usize = 6;

fn folder() -> Option<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../..");
    let shared = std::env::var_os("ATHAR_SHARED_DATA").map_or_else(|| root.join("shared/data"), PathBuf::from);
    let folder = shared.join("names");
    folder.join("dev_pairs.tsv").is_file().then_some(folder)
}

#[test]
fn development_pairs_are_told_apart() {
    let Some(folder) = folder() else {
        println!("skipped: no data");
        return;
    };
    let read = |name: &str| std::fs::read_to_string(folder.join(name)).unwrap();
    let (pairs, truth) = (read("dev_pairs.tsv"), read("dev_pairs_truth.tsv"));
    let labels: HashMap<&str, bool> = truth
        .lines()
        .skip(1)
        .filter_map(|line| line.split_once('\t'))
        .map(|(id, rest)| (id, rest.starts_with('1')))
        .collect();
    let vocabulary = Vocabulary::shipped(Tables::shipped());
    let mut scored: Vec<(f32, bool)> = Vec::new();
    for line in pairs.lines().skip(3).step_by(STEP) {
        let fields: Vec<&str> = line.split('\t').collect();
        let [id, a, b] = fields[..] else { continue };
        scored.push((compare(&vocabulary, a, b).score, labels[id]));
    }
    scored.sort_by(|a, b| a.0.total_cmp(&b.0));
    let (mut below, mut wins) = (0u64, 0u64);
    for (_, same) in &scored {
        if *same {
            wins += below;
        } else {
            below += 1;
        }
    }
    let auc = wins as f64 / (below * (scored.len() as u64 - below)) as f64;
    println!("AUC {auc:.4} on {} pairs", scored.len());
    assert!(auc >= AUC, "AUC {auc:.4}");
}
