//! What a run was, for machines: the interface that measurements rely on.

use crate::meter::{cpu_seconds, peak_rss_mib};
use serde::Serialize;

/// Seconds of wall time by stage.
#[derive(Clone, Debug, Default, Serialize)]
pub(super) struct Seconds {
    pub(super) read: f64,
    pub(super) train: f64,
    pub(super) block_and_score: f64,
    pub(super) cluster: f64,
    pub(super) write: f64,
}

/// Clusters at one threshold.
#[derive(Clone, Debug, Serialize)]
pub(super) struct AtThreshold {
    pub(super) threshold: f64,
    pub(super) links: usize,
    /// Clusters of two records or more, and the largest.
    pub(super) clusters: usize,
    pub(super) largest: usize,
}

/// Records that came one by one.
#[derive(Serialize)]
pub(super) struct Arrived {
    records: usize,
    arrivals: usize,
    links: usize,
    /// Milliseconds of wall time a record: half are below, 95 and 99 of 100 are below, the slowest.
    p50_ms: f64,
    p95_ms: f64,
    p99_ms: f64,
    slowest_ms: f64,
    cpu_seconds: f64,
    peak_rss_mib: u64,
}

impl Arrived {
    /// Against so many records, with the milliseconds of each.
    pub(super) fn of(records: usize, links: usize, mut times: Vec<f64>) -> Arrived {
        times.sort_by(f64::total_cmp);
        let at = |share: f64| {
            times.get(((times.len() as f64 * share) as usize).min(times.len().max(1) - 1)).copied().unwrap_or(0.0)
        };
        Arrived {
            records,
            arrivals: times.len(),
            links,
            p50_ms: at(0.5),
            p95_ms: at(0.95),
            p99_ms: at(0.99),
            slowest_ms: at(1.0),
            cpu_seconds: cpu_seconds(),
            peak_rss_mib: peak_rss_mib(),
        }
    }

    /// In a line.
    pub(super) fn told(&self) -> String {
        format!(
            "{} arrivals against {} records: {} links; {:.3} ms each in the middle, {:.3} ms for 95 of 100, {:.3} ms for 99 of \
             100",
            self.arrivals, self.records, self.links, self.p50_ms, self.p95_ms, self.p99_ms
        )
    }
}
