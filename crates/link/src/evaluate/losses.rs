//! Where true pairs were lost: before they were ever weighed, or by the threshold.
//!
//! Blocking recall ("pairs completeness" of Elfeky, Verykios and Elmagarmid 2002, "TAILOR: a record linkage toolbox")
//! bounds the recall of all that follows. A file of pairs may hold only those above a floor, so a true pair that is
//! not in it was either never compared or compared and dropped; from the file alone nobody can tell which.

use serde::Serialize;

/// True pairs, by where they went.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Losses {
    /// True pairs that are among the pairs, whatever their probability.
    pub among_pairs: u64,
    /// True pairs that are not: never compared, or below the floor that was kept.
    pub not_among_pairs: u64,
    /// Share of the true pairs that is among the pairs: at least this much blocking has found.
    pub blocking_recall: f64,
}

impl Losses {
    /// Of so many true pairs in all, so many of them among the pairs.
    pub fn of(among_pairs: u64, truth: u64) -> Losses {
        let blocking_recall = if truth == 0 { 1.0 } else { among_pairs as f64 / truth as f64 };
        Losses { among_pairs, not_among_pairs: truth.saturating_sub(among_pairs), blocking_recall }
    }
}

/// Pairs that met by one blocking rule.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct RuleCounts {
    /// Those that are one person.
    pub true_pairs: u64,
    /// Those that are not.
    pub false_pairs: u64,
}

/// Counts pairs by the number of their rule.
pub fn rule_counts(pairs: impl Iterator<Item = (usize, bool)>) -> Vec<RuleCounts> {
    let mut counts: Vec<RuleCounts> = Vec::new();
    for (rule, is_true) in pairs {
        if counts.len() <= rule {
            counts.resize(rule + 1, RuleCounts::default());
        }
        if is_true {
            counts[rule].true_pairs += 1;
        } else {
            counts[rule].false_pairs += 1;
        }
    }
    counts
}
