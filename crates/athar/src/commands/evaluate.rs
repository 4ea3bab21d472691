//! `athar evaluate`: precision, recall and F1 of pairs and clusters against a truth column.

use crate::printer::Printer;
use crate::{Outcome, WrongUse, tables};
use anyhow::Context;
use link::{Agreement, Edge};
use serde::Serialize;
use std::collections::HashMap;
use std::path::{Path, PathBuf};

/// Compare pairs and clusters with a truth: rows with equal values in a column are one person.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// The column that holds the truth.
    #[arg(long)]
    truth: String,
    /// The table, or both tables that were linked, left first.
    #[arg(required = true, num_args = 1..=2)]
    tables: Vec<PathBuf>,
    /// Pairs, as written by `athar match --pairs`.
    #[arg(long)]
    pairs: Option<PathBuf>,
    /// Clusters, as written by `athar match --clusters`.
    #[arg(long)]
    clusters: Option<PathBuf>,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

#[derive(Serialize)]
struct Evaluation {
    records: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    pairs: Option<PairEvaluation>,
    #[serde(skip_serializing_if = "Option::is_none")]
    clusters: Option<Agreement>,
}

#[derive(Serialize)]
struct PairEvaluation {
    /// At the best threshold, chosen with the truth: an upper bound.
    best: Agreement,
    best_weight: f64,
    /// At probability .5 and .95, as a user would.
    at_half: Agreement,
    at_95: Agreement,
}

struct Truth {
    rows: HashMap<String, (u32, u16)>,
    persons: Vec<Option<u32>>,
    lists: Vec<u16>,
}

pub(crate) fn run(arguments: &Arguments, printer: &mut Printer) -> anyhow::Result<Outcome> {
    if arguments.pairs.is_none() && arguments.clusters.is_none() {
        return Err(WrongUse("nothing to evaluate: give --pairs, --clusters or both".to_owned()).into());
    }
    let truth = read_truth(arguments)?;
    let pairs = match &arguments.pairs {
        Some(path) => Some(evaluate_pairs(path, &truth, arguments.tables.len() == 2)?),
        None => None,
    };
    let clusters = match &arguments.clusters {
        Some(path) => Some(evaluate_clusters(path, &truth)?),
        None => None,
    };
    let evaluation = Evaluation { records: truth.persons.len(), pairs, clusters };
    if arguments.json {
        printer.json(&evaluation)?;
        return Ok(Outcome::Done);
    }
    if let Some(pairs) = &evaluation.pairs {
        printer.line(format!("pairs, best threshold (weight {:.2}): {}", pairs.best_weight, words(&pairs.best)))?;
        printer.line(format!("pairs, probability .50 or more:        {}", words(&pairs.at_half)))?;
        printer.line(format!("pairs, probability .95 or more:        {}", words(&pairs.at_95)))?;
    }
    if let Some(clusters) = &evaluation.clusters {
        printer.line(format!("clusters: {}", words(clusters)))?;
    }
    Ok(Outcome::Done)
}

pub(crate) fn words(agreement: &Agreement) -> String {
    format!(
        "precision {:.4}  recall {:.4}  F1 {:.4}  ({} of {} proposed, {} true pairs)",
        agreement.precision,
        agreement.recall,
        agreement.f1,
        agreement.true_positives,
        agreement.proposed,
        agreement.truth
    )
}

fn read_truth(arguments: &Arguments) -> anyhow::Result<Truth> {
    let two = arguments.tables.len() == 2;
    let mut truth = Truth { rows: HashMap::new(), persons: Vec::new(), lists: Vec::new() };
    let mut values: HashMap<String, u32> = HashMap::new();
    for (list, path) in arguments.tables.iter().enumerate() {
        let mut table = tables::open(path)?;
        let column = table
            .column(&arguments.truth)
            .ok_or_else(|| WrongUse(format!("{} has no column `{}`", path.display(), arguments.truth)))?;
        let ids = tables::id_column(&table);
        let prefix = tables::row_prefix(two, list);
        let mut number = 0_u64;
        while let Some(row) = table.next_row()? {
            let id = ids.map_or_else(|| number.to_string(), |at| row.get(at).to_owned());
            let value = row.get(column);
            let known = values.len() as u32;
            let value = (!value.is_empty()).then(|| *values.entry(value.to_owned()).or_insert(known));
            truth.rows.insert(format!("{prefix}{id}"), (truth.persons.len() as u32, list as u16));
            truth.persons.push(value);
            truth.lists.push(list as u16);
            number += 1;
        }
    }
    Ok(truth)
}

fn row_of(truth: &Truth, id: &str, prefix: &str, path: &Path) -> anyhow::Result<u32> {
    let found = truth.rows.get(id).or_else(|| truth.rows.get(&format!("{prefix}{id}")));
    Ok(found.with_context(|| format!("{}: a row is named that the table does not have", path.display()))?.0)
}

fn evaluate_pairs(path: &Path, truth: &Truth, two: bool) -> anyhow::Result<PairEvaluation> {
    let mut table = tables::open(path)?;
    let column = |name: &str| tables::column(&table, name, path);
    let (left, right, weight, probability) =
        (column("left")?, column("right")?, column("weight")?, column("probability")?);
    let (mut by_weight, mut by_odds) = (Vec::new(), Vec::new());
    while let Some(row) = table.next_row()? {
        let one = row_of(truth, row.get(left), "l:", path)?;
        let other = row_of(truth, row.get(right), "r:", path)?;
        let weight: f64 =
            row.get(weight).parse().with_context(|| format!("{}: a weight is no number", path.display()))?;
        let probability: f64 =
            row.get(probability).parse().with_context(|| format!("{}: a probability is no number", path.display()))?;
        let odds = (probability / (1.0 - probability).max(1e-9)).max(1e-9).log2();
        let edge =
            |bits: f64| Edge { left: one.min(other), right: one.max(other), log_odds: (bits * 1024.0).round() as i32 };
        by_weight.push(edge(weight));
        by_odds.push(edge(odds));
    }
    let lists = two.then_some(&truth.lists[..]);
    let (best_weight, best) = link::best_threshold(&by_weight, &truth.persons, lists);
    Ok(PairEvaluation {
        best,
        best_weight: f64::from(best_weight) / 1024.0,
        at_half: link::agreement_of_links(&by_odds, 0.5, &truth.persons, lists),
        at_95: link::agreement_of_links(&by_odds, 0.95, &truth.persons, lists),
    })
}

fn evaluate_clusters(path: &Path, truth: &Truth) -> anyhow::Result<Agreement> {
    let mut table = tables::open(path)?;
    let column = |name: &str| tables::column(&table, name, path);
    let (row_column, cluster_column) = (column("row")?, column("cluster")?);
    let mut names: HashMap<String, u32> = HashMap::new();
    // Rows that the file does not name stand alone.
    let mut of_record: Vec<u32> = (0..truth.persons.len() as u32).map(|row| row + (1 << 31)).collect();
    while let Some(row) = table.next_row()? {
        let at = row_of(truth, row.get(row_column), "", path)?;
        let known = names.len() as u32;
        of_record[at as usize] = *names.entry(row.get(cluster_column).to_owned()).or_insert(known);
    }
    Ok(link::agreement_of_clusters(&of_record, &truth.persons))
}
