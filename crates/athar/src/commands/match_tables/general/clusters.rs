//! Clusters of the kept pairs, at each threshold: under decisions and lists without duplicates, with the weakest link
//! of each and how often it comes out whole when pairs are drawn by their probabilities.

use super::super::write;
use super::Run;
use crate::WrongUse;
use crate::tables;
use link::engine::Scored;
use link::{ClusterOptions, Clustering, Constraints, cluster_at, sample_clusterings};
use std::collections::HashMap;
use std::io::Write;
use std::path::Path;

/// Clusterings at each threshold, and what they were made from.
pub(super) struct Clusters {
    pub(super) at: Vec<Clustering>,
    /// For each threshold, the share of samples in which each cluster appears whole, by cluster; empty without samples.
    pub(super) whole: Vec<Vec<f64>>,
}

pub(super) fn cluster(run: &Run<'_>, scored: &Scored) -> anyhow::Result<Clusters> {
    let constraints = constraints(run)?;
    // Rivals are the person model's caution: two rows that fit a third may well be one person's here.
    let options =
        ClusterOptions { rivals: false, one_to_one: run.arguments.one_to_one, ..ClusterOptions::for_any_table() };
    let mut clusters = Clusters { at: Vec::new(), whole: Vec::new() };
    let evidence = run.engine.evidence(&scored.pairs, &run.options);
    for &threshold in &run.arguments.threshold {
        // The evidence within groups is that of this threshold, so that no other one in the run matters.
        let edges = evidence.edges_within(threshold);
        let [clustering]: [Clustering; 1] = cluster_at(run.ids.len(), &edges, &[threshold], &constraints, &options)
            .try_into()
            .map_err(|_| anyhow::anyhow!("a threshold gave no clustering"))?;
        if run.arguments.samples > 0 {
            let (samples, seed) = (run.arguments.samples, run.arguments.seed);
            let sampled = sample_clusterings(run.ids.len(), &edges, &constraints, samples, seed);
            clusters.whole.push(sampled.whole_clusters(&clustering));
        }
        clusters.at.push(clustering);
    }
    Ok(clusters)
}

fn constraints(run: &Run<'_>) -> anyhow::Result<Constraints> {
    let mut constraints = Constraints::default();
    if run.arguments.one_to_one {
        let table = run.engine.table();
        constraints.one_row_one_person =
            (0..table.len() as u32).map(|row| Some(u16::from(row >= table.second_list()))).collect();
    }
    if let Some(path) = &run.arguments.decisions {
        decisions(run, path, &mut constraints)?;
    }
    Ok(constraints)
}

/// Reads decisions: left, right, verdict (`same`, `different`; anything else that is `unsure` or empty says nothing).
fn decisions(run: &Run<'_>, path: &Path, constraints: &mut Constraints) -> anyhow::Result<()> {
    let mut rows: HashMap<&str, Option<u32>> = HashMap::new();
    for (id, row) in run.ids.iter().zip(0..) {
        // A name that two rows have names neither.
        rows.entry(id).and_modify(|known| *known = None).or_insert(Some(row));
    }
    let mut table = tables::open(path)?;
    let column = |name: &str| tables::column(&table, name, path);
    let (left, right, verdict) = (column("left")?, column("right")?, column("verdict")?);
    let mut number = 1_u64;
    while let Some(row) = table.next_row()? {
        number += 1;
        let wrong = |problem: &str| WrongUse(format!("{}, row {number}: {problem}", path.display()));
        let find = |at: usize| rows.get(row.get(at)).copied().flatten();
        let (Some(one), Some(other)) = (find(left), find(right)) else {
            return Err(wrong("names a row that the tables do not have, or have twice").into());
        };
        match row.get(verdict) {
            "same" => constraints.same.push((one.min(other), one.max(other))),
            "different" => constraints.different.push((one.min(other), one.max(other))),
            "" | "unsure" => {}
            _ => return Err(wrong("the verdict is none of same, different, unsure").into()),
        }
    }
    Ok(())
}

/// Writes what holds each cluster of two records or more together.
pub(super) fn details(path: &Path, run: &Run<'_>, clusters: &Clusters) -> anyhow::Result<()> {
    let mut output = write::create(path)?;
    write!(output, "threshold,cluster,records,weakest_left,weakest_right,weakest_weight,weakest_probability")?;
    writeln!(output, "{}", if clusters.whole.is_empty() { "" } else { ",whole" })?;
    for (place, clustering) in clusters.at.iter().enumerate() {
        for cluster in clustering.joined() {
            let number = clustering.of_record[cluster.records[0] as usize];
            write!(output, "{},{number},{},", run.arguments.threshold[place], cluster.records.len())?;
            match cluster.weakest {
                Some(edge) => write!(
                    output,
                    "{},{},{:.3},{:.6}",
                    write::quoted(run.ids.get(edge.left)),
                    write::quoted(run.ids.get(edge.right)),
                    f64::from(edge.log_odds) / 1024.0,
                    edge.probability()
                )?,
                None => write!(output, ",,,")?,
            }
            match clusters.whole.get(place) {
                Some(whole) => writeln!(output, ",{:.3}", whole[number as usize])?,
                None => writeln!(output)?,
            }
        }
    }
    output.finish()
}

/// Options that only make sense together with others.
pub(super) fn check(run: &Run<'_>) -> Result<(), WrongUse> {
    if run.arguments.one_to_one && run.engine.table().lists() < 2 {
        return Err(WrongUse("--one-to-one is for two tables without duplicates: name the right one".to_owned()));
    }
    Ok(())
}
