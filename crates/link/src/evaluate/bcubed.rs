//! B-cubed: precision and recall of clusters, record by record.
//!
//! A. Bagga and B. Baldwin, "Algorithms for scoring coreference chains" (LREC workshop, 1998). For each record: which
//! share of its cluster is the same person, and which share of the person's records is in its cluster; then the mean
//! over records. Pairs give a person of fifty records 1,225 times the say of one of two; here a record is a record.
//! Amigó and others (2009, "A comparison of extrinsic clustering evaluation metrics based on formal constraints") show
//! why that is what one wants of clusters.

use serde::Serialize;
use std::collections::HashMap;

/// Precision, recall and F1 over records.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct BCubed {
    /// Mean share of a record's cluster that is the same person.
    pub precision: f64,
    /// Mean share of the person's records that are in the record's cluster.
    pub recall: f64,
    /// Harmonic mean of the two.
    pub f1: f64,
}

impl BCubed {
    /// Of clusters, each record weighing the same. A record of unknown truth is a person of its own: it counts as
    /// found, and in another's cluster as wrong.
    pub fn of(of_record: &[u32], truth: &[Option<u32>]) -> BCubed {
        if of_record.is_empty() {
            return BCubed { precision: 1.0, recall: 1.0, f1: 1.0 };
        }
        let sizes = person_sizes(truth);
        let (mut precision, mut recall) = (0.0, 0.0);
        super::each_cluster(of_record, truth, |size, persons| {
            let known: u64 = persons.iter().map(|&(_, count)| count).sum();
            let unknown = (size - known) as f64;
            precision += unknown / size as f64;
            recall += unknown;
            for &(person, count) in persons {
                let square = (count * count) as f64;
                precision += square / size as f64;
                recall += square / sizes[&person] as f64;
            }
        });
        let records = of_record.len() as f64;
        let (precision, recall) = (precision / records, recall / records);
        BCubed { precision, recall, f1: 2.0 * precision * recall / (precision + recall) }
    }
}

/// Records of each person.
fn person_sizes(truth: &[Option<u32>]) -> HashMap<u32, u64> {
    let mut sizes = HashMap::new();
    for &person in truth.iter().flatten() {
        *sizes.entry(person).or_default() += 1;
    }
    sizes
}
