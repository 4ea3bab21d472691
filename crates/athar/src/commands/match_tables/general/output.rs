//! What a run leaves: pairs, clusters, the model, the snapshot, the summary.

use super::super::summary::{AtThreshold, Seconds};
use super::super::write::{self, json, save};
use super::clusters::{self, Clusters};
use super::ids::Ids;
use super::{Run, report};
use crate::Outcome;
use crate::meter::{cpu_seconds, peak_rss_mib};
use crate::printer::Printer;
use link::engine::{LargeBlock, RulePairs, Scored, ScoredPair, TrainingReport};
use serde::Serialize;
use std::io::Write;
use std::path::Path;
use std::time::Instant;

/// The summary, as in the interfaces that measurements rely on.
#[derive(Serialize)]
struct Summary<'run> {
    model: &'run str,
    records: usize,
    pairs: u64,
    kept: usize,
    rules: &'run [RulePairs],
    passed_over: &'run [LargeBlock],
    training: &'run TrainingReport,
    thresholds: Vec<AtThreshold>,
    seconds: Seconds,
    cpu_seconds: f64,
    peak_rss_mib: u64,
}

pub(super) fn write(
    mut run: Run<'_>,
    scored: &Scored,
    clusters: &Clusters,
    printer: &mut Printer,
) -> anyhow::Result<Outcome> {
    let started = Instant::now();
    let arguments = run.arguments;
    if let Some(path) = &arguments.pairs {
        pairs(path, &run, scored)?;
    }
    if let Some(path) = &arguments.clusters {
        let of_record: Vec<&[u32]> = clusters.at.iter().map(|clustering| clustering.of_record.as_slice()).collect();
        write::clusters(path, run.ids.iter(), &arguments.threshold, &of_record)?;
    }
    if let Some(path) = &arguments.cluster_details {
        clusters::details(path, &run, clusters)?;
    }
    if let Some(path) = &arguments.save_model {
        save(path, &run.engine.model().to_toml())?;
    }
    if let Some(path) = &arguments.save_snapshot {
        save(path, &run.engine.snapshot(scored).to_json())?;
    }
    run.seconds.write = started.elapsed().as_secs_f64();
    if let Some(path) = &arguments.report {
        report::write(path, &run, scored, &clusters.at[0], printer)?;
    }
    let thresholds = arguments.threshold.iter().zip(&clusters.at).map(|(&threshold, clustering)| AtThreshold {
        threshold,
        links: scored.pairs.iter().filter(|pair| pair.probability() >= threshold).count(),
        clusters: clustering.joined().count(),
        largest: clustering.clusters().map(|cluster| cluster.records.len()).max().unwrap_or(0),
    });
    let summary = Summary {
        model: &run.engine.model().name,
        records: run.ids.len(),
        pairs: scored.candidates,
        kept: scored.pairs.len(),
        rules: &scored.rules,
        passed_over: &scored.passed_over,
        training: &run.training,
        thresholds: thresholds.collect(),
        seconds: run.seconds,
        cpu_seconds: cpu_seconds(),
        peak_rss_mib: peak_rss_mib(),
    };
    if !json(arguments, printer, &summary)? {
        printer.line(format!("{} records, {} pairs compared", summary.records, summary.pairs))?;
        for at in &summary.thresholds {
            printer.line(format!(
                "{} links at probability {} or more; {} clusters of two records or more, the largest of {}",
                at.links, at.threshold, at.clusters, at.largest
            ))?;
        }
    }
    Ok(Outcome::Done)
}

/// What every pair has: its rows, weight, probability and rule.
pub(super) fn pair_cells(output: &mut impl Write, ids: &Ids, scored: &Scored, pair: &ScoredPair) -> anyhow::Result<()> {
    let (left, right) = (write::quoted(ids.get(pair.left)), write::quoted(ids.get(pair.right)));
    let rule = write::quoted(&scored.rules[usize::from(pair.rule)].rule);
    write!(output, "{left},{right},{:.12},{:.9},{rule}", pair.weight, pair.probability())?;
    Ok(())
}

/// Writes the kept pairs. Weights are log odds in bits, the prior's included, to twelve places.
fn pairs(path: &Path, run: &Run<'_>, scored: &Scored) -> anyhow::Result<()> {
    let mut output = write::create(path)?;
    write!(output, "left,right,weight,probability,rule")?;
    if run.arguments.levels {
        for comparison in &run.engine.model().comparisons {
            write!(output, ",{}", write::quoted(&comparison.name))?;
        }
    }
    writeln!(output)?;
    for pair in &scored.pairs {
        pair_cells(&mut output, &run.ids, scored, pair)?;
        if run.arguments.levels {
            for line in run.engine.explain(pair.left, pair.right).lines {
                write!(output, ",{}", write::quoted(&line.level))?;
            }
        }
        writeln!(output)?;
    }
    output.finish()
}
