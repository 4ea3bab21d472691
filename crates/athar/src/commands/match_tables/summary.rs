//! What a run was, for machines: the interface that measurements rely on.

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
