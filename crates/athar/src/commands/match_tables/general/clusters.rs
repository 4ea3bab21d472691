//! Clusters of the kept pairs, at each threshold.

use super::Run;
use link::engine::Scored;
use link::{Clustering, Constraints};

pub(super) fn cluster(run: &Run<'_>, scored: &Scored) -> anyhow::Result<Vec<Clustering>> {
    let lowest = run.arguments.threshold.iter().copied().fold(1.0, f64::min);
    let edges = run.engine.edges_within(&scored.pairs, lowest, &run.options);
    Ok(run
        .arguments
        .threshold
        .iter()
        .map(|&threshold| link::cluster(run.ids.len(), &edges, threshold, &Constraints::default()))
        .collect())
}
