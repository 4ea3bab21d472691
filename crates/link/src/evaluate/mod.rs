//! How good a linkage is, against a truth: pairs, clusters, probabilities, and where true pairs were lost.
//!
//! Nothing here knows where the truth comes from, and nothing estimates: every figure is a count over all the pairs
//! and records that are handed in. What a sample of judged pairs can say is in [`crate::label`].

mod agreement;
mod bcubed;
mod calibration;
mod losses;

pub use agreement::{
    Agreement, agreement_by_threshold, agreement_of_clusters, agreement_of_links, best_threshold, true_pairs,
};
pub use bcubed::BCubed;
pub use calibration::{Calibration, ReliabilityBin, wilson};
pub use losses::{Losses, RuleCounts, rule_counts};

/// What a model said of a pair, and what the truth says.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct KnownPair {
    /// The model's probability that the two are one person.
    pub probability: f64,
    /// Whether they are.
    pub is_true: bool,
}

/// Hands out each cluster: its size, and how many of its records each person has. Records of unknown truth are counted
/// in the size only.
fn each_cluster(of_record: &[u32], truth: &[Option<u32>], mut receive: impl FnMut(u64, &[(u32, u64)])) {
    let mut rows: Vec<(u32, Option<u32>)> = of_record.iter().copied().zip(truth.iter().copied()).collect();
    rows.sort_unstable();
    let mut persons: Vec<(u32, u64)> = Vec::new();
    for cluster in rows.chunk_by(|one, other| one.0 == other.0) {
        persons.clear();
        let of_persons = cluster.chunk_by(|one, other| one.1 == other.1);
        persons.extend(of_persons.filter_map(|rows| Some((rows[0].1?, rows.len() as u64))));
        receive(cluster.len() as u64, &persons);
    }
}
