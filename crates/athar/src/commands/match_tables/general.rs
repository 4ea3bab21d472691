//! Linking by a model of any table.

use super::ids::Ids;
use super::summary::{AtThreshold, Seconds};
use super::{Arguments, write};
use crate::meter::{cpu_seconds, peak_rss_mib};
use crate::printer::Printer;
use crate::{Outcome, tables};
use anyhow::Context;
use link::Constraints;
use link::engine::{Engine, Phase, RunOptions, Scored, TrainingReport, table_columns};
use link::model::{Kind, Model};
use link::{Table, TableBuilder};
use serde::Serialize;
use std::fs;
use std::time::Instant;

/// The summary, as in the interfaces that measurements rely on.
#[derive(Serialize)]
struct Summary<'run> {
    model: &'run str,
    records: usize,
    pairs: u64,
    kept: usize,
    rules: &'run [link::engine::RulePairs],
    passed_over: &'run [link::engine::LargeBlock],
    training: &'run TrainingReport,
    thresholds: Vec<AtThreshold>,
    seconds: Seconds,
    cpu_seconds: f64,
    peak_rss_mib: u64,
}

pub(super) fn run(arguments: &Arguments, mut model: Model, printer: &mut Printer) -> anyhow::Result<Outcome> {
    if arguments.right.is_some() && model.kind == Kind::Deduplicate {
        printer.remark("two tables: the model's kind is taken as `link`");
        model.kind = Kind::Link;
    }
    let mut seconds = Seconds::default();
    let started = Instant::now();
    let (table, ids) = read(arguments, &model)?;
    seconds.read = started.elapsed().as_secs_f64();

    let started = Instant::now();
    let mut engine = Engine::new(model, table)?;
    let options = RunOptions {
        seed: arguments.seed,
        threads: arguments.threads(),
        floor: (arguments.floor / (1.0 - arguments.floor)).log2(),
        block_pairs_max: arguments.block_pairs_max,
    };
    let bar = printer.bar("learning");
    let mut watch = |phase: Phase, done: u64, total: u64| {
        bar.set_message(match phase {
            Phase::RandomPairs => "learning from random pairs",
            Phase::Session => "learning from candidates",
            Phase::Rule => "comparing",
        });
        bar.set_length(total);
        bar.set_position(done);
        true
    };
    let training = engine.train(&options, &mut watch)?;
    seconds.train = started.elapsed().as_secs_f64();

    let started = Instant::now();
    let scored = engine.score(&options, &mut watch).context("the work was stopped")?;
    bar.finish_and_clear();
    seconds.block_and_score = started.elapsed().as_secs_f64();
    remark(&scored, &training, printer);

    let started = Instant::now();
    let edges: Vec<link::Edge> = scored.pairs.iter().map(link::engine::ScoredPair::edge).collect();
    let clusterings: Vec<link::Clustering> = arguments
        .threshold
        .iter()
        .map(|&threshold| link::cluster(ids.len(), &edges, threshold, &Constraints::default()))
        .collect();
    seconds.cluster = started.elapsed().as_secs_f64();

    let started = Instant::now();
    if let Some(path) = &arguments.pairs {
        use std::io::Write;
        let mut output = write::create(path)?;
        writeln!(output, "left,right,weight,probability,rule")?;
        for pair in &scored.pairs {
            let (left, right) = (ids.get(pair.left), ids.get(pair.right));
            let rule = &scored.rules[usize::from(pair.rule)].rule;
            writeln!(
                output,
                "{},{},{:.12},{:.9},{}",
                write::quoted(left),
                write::quoted(right),
                pair.weight,
                pair.probability(),
                write::quoted(rule)
            )?;
        }
        output.flush()?;
    }
    if let Some(path) = &arguments.clusters {
        let of_record: Vec<&[u32]> = clusterings.iter().map(|clustering| clustering.of_record.as_slice()).collect();
        write::clusters(path, ids.iter(), &arguments.threshold, &of_record)?;
    }
    if let Some(path) = &arguments.save_model {
        fs::write(path, engine.model().to_toml()).with_context(|| format!("cannot write {}", path.display()))?;
    }
    seconds.write = started.elapsed().as_secs_f64();

    let thresholds = arguments.threshold.iter().zip(&clusterings).map(|(&threshold, clustering)| AtThreshold {
        threshold,
        links: scored.pairs.iter().filter(|pair| pair.probability() >= threshold).count(),
        clusters: clustering.clusters.iter().filter(|cluster| cluster.records.len() > 1).count(),
        largest: clustering.clusters.iter().map(|cluster| cluster.records.len()).max().unwrap_or(0),
    });
    let summary = Summary {
        model: &engine.model().name,
        records: ids.len(),
        pairs: scored.candidates,
        kept: scored.pairs.len(),
        rules: &scored.rules,
        passed_over: &scored.passed_over,
        training: &training,
        thresholds: thresholds.collect(),
        seconds,
        cpu_seconds: cpu_seconds(),
        peak_rss_mib: peak_rss_mib(),
    };
    match &arguments.json {
        Some(path) if path.as_os_str() == "-" => printer.json(&summary)?,
        Some(path) => fs::write(path, serde_json::to_string_pretty(&summary)? + "\n")
            .with_context(|| format!("cannot write {}", path.display()))?,
        None => {
            printer.line(format!("{} records, {} pairs compared", summary.records, summary.pairs))?;
            for at in &summary.thresholds {
                printer.line(format!(
                    "{} links at probability {} or more; {} clusters of two records or more",
                    at.links, at.threshold, at.clusters
                ))?;
            }
        }
    }
    Ok(Outcome::Done)
}

fn remark(scored: &Scored, training: &TrainingReport, printer: &mut Printer) {
    for rule in &scored.rules {
        printer.remark(format!("  rule {:<60} {:>12} pairs", rule.rule, rule.pairs));
    }
    for block in training.passed_over.iter().chain(&scored.passed_over) {
        printer.remark(format!(
            "  passed over: {} records with `{}` by rule {} would make {} pairs",
            block.records,
            block.value(),
            block.rule,
            block.pairs
        ));
    }
}

fn read(arguments: &Arguments, model: &Model) -> anyhow::Result<(Table, Ids)> {
    let wanted = table_columns(model);
    let mut builder = TableBuilder::new(wanted.iter().map(String::as_str));
    let mut ids = Ids::default();
    let two = arguments.right.is_some();
    for (list, path) in std::iter::once(&arguments.left).chain(&arguments.right).enumerate() {
        if list > 0 {
            builder.end_list();
        }
        let mut table = tables::open(path)?;
        let id_column = match &model.id {
            Some(id) => table.headers.iter().position(|header| header == id),
            None => tables::id_column(&table),
        };
        let places: Vec<usize> = wanted
            .iter()
            .map(|name| tables::column(&table, name, path))
            .collect::<Result<Vec<usize>, crate::WrongUse>>()?;
        let prefix = tables::row_prefix(two, list);
        let mut number = 0_u64;
        while let Some(row) = table.next_row()? {
            let named = match id_column {
                Some(at) => ids.push(prefix, row.get(at)),
                None => ids.push(prefix, &number.to_string()),
            };
            named.context("the rows' names are more than 4 GiB of text; use a shorter id column")?;
            builder.push(places.iter().map(|&at| row.get(at)))?;
            number += 1;
        }
    }
    Ok((builder.finish(), ids))
}
