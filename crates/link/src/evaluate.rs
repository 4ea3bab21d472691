//! How well links and clusters agree with a truth, over pairs of records.

use crate::edge::Edge;
use serde::Serialize;
use std::collections::HashMap;

/// Precision, recall and F1 over pairs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Agreement {
    /// Share of the proposed pairs that are true.
    pub precision: f64,
    /// Share of the true pairs that are proposed.
    pub recall: f64,
    /// Harmonic mean of the two.
    pub f1: f64,
    /// True pairs proposed.
    pub true_positives: u64,
    /// Pairs proposed.
    pub proposed: u64,
    /// True pairs in all.
    pub truth: u64,
}

impl Agreement {
    /// From counts. Precision of nothing proposed is 1; recall of no truth is 1.
    pub fn of(true_positives: u64, proposed: u64, truth: u64) -> Agreement {
        let share = |part: u64, whole: u64| if whole == 0 { 1.0 } else { part as f64 / whole as f64 };
        let f1 = if proposed + truth == 0 { 1.0 } else { 2.0 * true_positives as f64 / (proposed + truth) as f64 };
        Agreement {
            precision: share(true_positives, proposed),
            recall: share(true_positives, truth),
            f1,
            true_positives,
            proposed,
            truth,
        }
    }
}

fn pairs(count: u64) -> u64 {
    count * count.saturating_sub(1) / 2
}

/// True pairs among records: all records that share a truth value. With lists, only pairs across lists.
fn true_pairs(truth: &[Option<u32>], lists: Option<&[u16]>) -> u64 {
    let mut by_truth: HashMap<u32, HashMap<u16, u64>> = HashMap::new();
    for (record, truth) in truth.iter().enumerate() {
        if let Some(truth) = truth {
            *by_truth.entry(*truth).or_default().entry(lists.map_or(0, |lists| lists[record])).or_default() += 1;
        }
    }
    by_truth
        .values()
        .map(|counts| {
            let all = pairs(counts.values().sum());
            if lists.is_some() { all - counts.values().map(|&count| pairs(count)).sum::<u64>() } else { all }
        })
        .sum()
}

fn is_true(truth: &[Option<u32>], one: u32, other: u32) -> bool {
    truth[one as usize].is_some() && truth[one as usize] == truth[other as usize]
}

/// Agreement of the links at or above a probability. With `lists`, only pairs across lists are asked for.
pub fn agreement_of_links(links: &[Edge], threshold: f64, truth: &[Option<u32>], lists: Option<&[u16]>) -> Agreement {
    let (mut right, mut proposed) = (0, 0);
    for link in links.iter().filter(|link| link.probability() >= threshold) {
        proposed += 1;
        right += u64::from(is_true(truth, link.left, link.right));
    }
    Agreement::of(right, proposed, true_pairs(truth, lists))
}

/// The log odds (1/1024 bit) at which the links' F1 is best, and the agreement there: an upper bound, chosen
/// with the truth.
pub fn best_threshold(links: &[Edge], truth: &[Option<u32>], lists: Option<&[u16]>) -> (i32, Agreement) {
    let mut order: Vec<&Edge> = links.iter().collect();
    order.sort_by_key(|link| -link.log_odds);
    let total = true_pairs(truth, lists);
    let mut best = (i32::MAX, Agreement::of(0, 0, total));
    let mut right = 0;
    for (at, link) in order.iter().enumerate() {
        right += u64::from(is_true(truth, link.left, link.right));
        if order.get(at + 1).is_none_or(|next| next.log_odds != link.log_odds) {
            let agreement = Agreement::of(right, at as u64 + 1, total);
            if agreement.f1 > best.1.f1 {
                best = (link.log_odds, agreement);
            }
        }
    }
    best
}

/// Agreement of clusters over all pairs of records that share one.
pub fn agreement_of_clusters(of_record: &[u32], truth: &[Option<u32>]) -> Agreement {
    let mut sizes: HashMap<u32, u64> = HashMap::new();
    let mut both: HashMap<(u32, u32), u64> = HashMap::new();
    for (&cluster, truth) in of_record.iter().zip(truth) {
        *sizes.entry(cluster).or_default() += 1;
        if let Some(truth) = truth {
            *both.entry((cluster, *truth)).or_default() += 1;
        }
    }
    let right = both.values().map(|&count| pairs(count)).sum();
    let proposed = sizes.values().map(|&count| pairs(count)).sum();
    Agreement::of(right, proposed, true_pairs(truth, None))
}
