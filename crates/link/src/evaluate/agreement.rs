//! How well links and clusters agree with a truth, counted over pairs of records.
//!
//! Precision and recall of pairs are what Christen and Goiser (2007, "Quality and complexity measures for data
//! linkage and deduplication") advise; accuracy and specificity are not given, because nearly all pairs of records
//! are of two people and any linkage scores well on them. A record without a truth value is taken for a person of
//! its own.

use super::KnownPair;
use crate::edge::Edge;
use serde::Serialize;

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
pub fn true_pairs(truth: &[Option<u32>], lists: Option<&[u16]>) -> u64 {
    let list_of = |record: usize| lists.map_or(0, |lists| lists[record]);
    let mut known: Vec<(u32, u16)> =
        truth.iter().enumerate().filter_map(|(record, value)| Some(((*value)?, list_of(record)))).collect();
    known.sort_unstable();
    let of_persons = known.chunk_by(|one, other| one.0 == other.0);
    let of_one = |person: &[(u32, u16)]| {
        let within = person.chunk_by(|one, other| one.1 == other.1).map(|list| pairs(list.len() as u64)).sum::<u64>();
        pairs(person.len() as u64) - if lists.is_some() { within } else { 0 }
    };
    of_persons.map(of_one).sum()
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
    let mut order: Vec<(i32, bool)> =
        links.iter().map(|link| (link.log_odds, is_true(truth, link.left, link.right))).collect();
    order.sort_unstable_by_key(|&(log_odds, _)| std::cmp::Reverse(log_odds));
    let total = true_pairs(truth, lists);
    let mut best = (i32::MAX, Agreement::of(0, 0, total));
    let (mut right, mut proposed) = (0, 0);
    for alike in order.chunk_by(|one, other| one.0 == other.0) {
        right += alike.iter().filter(|(_, is_true)| *is_true).count() as u64;
        proposed += alike.len() as u64;
        let agreement = Agreement::of(right, proposed, total);
        if agreement.f1 > best.1.f1 {
            best = (alike[0].0, agreement);
        }
    }
    best
}

/// Agreement of the pairs at or above each probability, of so many true pairs in all. The pairs must be sorted by
/// probability, the surest first.
pub fn agreement_by_threshold(sorted: &[KnownPair], thresholds: &[f64], truth: u64) -> Vec<Agreement> {
    let at = |&threshold: &f64| {
        let proposed = &sorted[..sorted.partition_point(|pair| pair.probability >= threshold)];
        Agreement::of(proposed.iter().filter(|pair| pair.is_true).count() as u64, proposed.len() as u64, truth)
    };
    thresholds.iter().map(at).collect()
}

/// Agreement of clusters over all pairs of records that share one.
pub fn agreement_of_clusters(of_record: &[u32], truth: &[Option<u32>]) -> Agreement {
    let (mut right, mut proposed) = (0, 0);
    super::each_cluster(of_record, truth, |size, persons| {
        proposed += pairs(size);
        right += persons.iter().map(|&(_, count)| pairs(count)).sum::<u64>();
    });
    Agreement::of(right, proposed, true_pairs(truth, None))
}
