//! `athar evaluate`: how good pairs and clusters are, against a truth column: by threshold, by record, by blocking
//! rule, and where true pairs were lost.
//!
//! It only counts. What can be said without a truth, from a sample that people judge, is `athar label`.

mod clusters;
mod hashed;
mod pairs;
mod telling;
mod truth;

use crate::printer::Printer;
use crate::{Outcome, WrongUse};
use clusters::ClusterEvaluation;
use pairs::PairEvaluation;
use serde::Serialize;
use std::path::PathBuf;
use truth::Truth;

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
    /// Clusters, as written by `athar match --clusters`; may be given several times. Every column whose name begins
    /// with `cluster` is evaluated.
    #[arg(long)]
    clusters: Vec<PathBuf>,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

#[derive(Serialize)]
struct Evaluation {
    records: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    pairs: Option<PairEvaluation>,
    /// The first column of clusters.
    #[serde(skip_serializing_if = "Option::is_none")]
    clusters: Option<ClusterEvaluation>,
    /// Every column of clusters, in the order in which they were given.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    cluster_columns: Vec<ClusterEvaluation>,
}

pub(crate) fn run(arguments: &Arguments, printer: &mut Printer) -> anyhow::Result<Outcome> {
    if arguments.pairs.is_none() && arguments.clusters.is_empty() {
        return Err(WrongUse("nothing to evaluate: give --pairs, --clusters or both".to_owned()).into());
    }
    let truth = Truth::read(&arguments.tables, &arguments.truth)?;
    if truth.repeated_ids > 0 {
        printer.remark(format!(
            "{} rows have an id that an earlier row has; what names such a row is taken to mean the last one",
            truth.repeated_ids
        ));
    }
    let pairs = match &arguments.pairs {
        Some(path) => Some(pairs::evaluate(path, &truth)?),
        None => None,
    };
    let mut cluster_columns = Vec::new();
    for path in &arguments.clusters {
        cluster_columns.extend(clusters::evaluate(path, &truth, &arguments.truth)?);
    }
    let evaluation =
        Evaluation { records: truth.persons.len(), pairs, clusters: cluster_columns.first().cloned(), cluster_columns };
    if arguments.json {
        printer.json(&evaluation)?;
        return Ok(Outcome::Done);
    }
    if let Some(pairs) = &evaluation.pairs {
        telling::pairs(pairs, printer)?;
    }
    telling::clusters(&evaluation.cluster_columns, printer)?;
    Ok(Outcome::Done)
}
