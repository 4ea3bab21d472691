//! Clusters in numbers: their sizes, and the largest with their weakest links.

use super::super::Run;
use super::ALMOST_CERTAIN;
use figures::linkage::{ClusterFigure, ClusterFigures, ClusterSize, EdgeFigure};
use link::engine::Scored;
use link::{Cluster, Clustering};
use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};

/// Clusters shown by name.
const LARGEST: usize = 10;

pub(super) fn figures(run: &Run<'_>, scored: &Scored, clustering: &Clustering) -> ClusterFigures {
    let mut sizes: BTreeMap<u64, u64> = BTreeMap::new();
    let mut largest: Vec<(usize, Cluster<'_>)> = Vec::new();
    for (number, cluster) in clustering.clusters().enumerate() {
        *sizes.entry(cluster.records.len() as u64).or_default() += 1;
        if cluster.records.len() > 1 {
            largest.push((number, cluster));
        }
    }
    largest.sort_by_key(|(number, cluster)| (Reverse(cluster.records.len()), *number));
    largest.truncate(LARGEST);
    let links = links(run, scored, clustering, &largest);
    let figure = |&(number, cluster): &(usize, Cluster<'_>)| ClusterFigure {
        name: number.to_string(),
        records: cluster.records.len() as u64,
        links: links.get(&(number as u32)).copied().unwrap_or(0),
        weakest: weakest(run, &cluster),
    };
    ClusterFigures {
        sizes: sizes.into_iter().map(|(records, clusters)| ClusterSize { records, clusters }).collect(),
        largest: largest.iter().map(figure).collect(),
    }
}

/// Links within each of these clusters.
fn links(
    run: &Run<'_>,
    scored: &Scored,
    clustering: &Clustering,
    clusters: &[(usize, Cluster<'_>)],
) -> HashMap<u32, u64> {
    let mut counts: HashMap<u32, u64> = clusters.iter().map(|&(number, _)| (number as u32, 0)).collect();
    let threshold = run.arguments.threshold[0];
    for pair in &scored.pairs {
        let [one, other] = [pair.left, pair.right].map(|row| clustering.of_record[row as usize]);
        if one == other
            && pair.probability() >= threshold
            && let Some(count) = counts.get_mut(&one)
        {
            *count += 1;
        }
    }
    counts
}

/// The link at which a cluster would break first. Its weight is the engine's, whatever clustering made of it.
fn weakest(run: &Run<'_>, cluster: &Cluster<'_>) -> Option<EdgeFigure> {
    let (left, right) = cluster.weakest.map(|edge| (edge.left, edge.right))?;
    let explanation = run.engine.explain(left, right);
    Some(EdgeFigure {
        left: run.ids.get(left).to_owned(),
        right: run.ids.get(right).to_owned(),
        weight: explanation.weight,
        probability: explanation.probability.min(ALMOST_CERTAIN),
    })
}
