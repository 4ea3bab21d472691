//! `athar match`: links one plain table within itself, or two with each other.
//!
//! Without a model the columns are understood and people are linked by the person model (`person`); with a model of
//! any table, written by hand or translated, by that (`general`).

mod general;
mod person;
mod person_arrivals;
mod summary;
mod write;

use crate::printer::Printer;
use crate::words::Language;
use crate::{Outcome, WrongUse};
use anyhow::Context;
use general::Told;
use link::engine::Snapshot;
use link::model::Model;
use link::splink::{self, Remark};
use std::fs;
use std::path::{Path, PathBuf};

/// Options that write what a question does not make.
const WRITERS: [&str; 9] = [
    "pairs",
    "clusters",
    "cluster_details",
    "report",
    "save_model",
    "save_snapshot",
    "arrivals",
    "retrain",
    "decisions",
];
/// Options that ask for clusters, which arrivals and learning anew do not make.
const CLUSTERERS: [&str; 4] = ["clusters", "cluster_details", "report", "decisions"];

/// Link the rows of one table (deduplicate) or of two tables (link only). CSV, CSV.gz or Parquet.
#[derive(clap::Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of the command line")]
pub(crate) struct Arguments {
    /// The table, or the left one of two.
    left: PathBuf,
    /// The right table.
    right: Option<PathBuf>,
    /// A model: our TOML, Splink's settings or model (JSON), or a person model of an earlier run (JSON). Without it the
    /// person model is learnt from the tables.
    #[arg(long)]
    model: Option<PathBuf>,
    /// Where to write the model that was used, for later runs.
    #[arg(long)]
    save_model: Option<PathBuf>,
    /// Where to write pairs (CSV): left, right, weight, probability, rule.
    #[arg(long)]
    pairs: Option<PathBuf>,
    /// Add a column a comparison to the pairs, with the level that it reached.
    #[arg(long, requires = "pairs")]
    levels: bool,
    /// Where to write clusters (CSV): row, cluster; one further column for each further threshold.
    #[arg(long)]
    clusters: Option<PathBuf>,
    /// Probability from which on a link joins clusters; several, separated by commas, give several clusterings.
    #[arg(long, default_value = "0.5", value_delimiter = ',')]
    threshold: Vec<f64>,
    /// Where to write what holds each cluster together (CSV): its weakest link, and with --samples how often it comes
    /// out whole.
    #[arg(long, requires = "model")]
    cluster_details: Option<PathBuf>,
    /// Clusterings to draw from the probabilities of the pairs, to see which clusters are sure.
    #[arg(long, requires = "model", default_value_t = 0)]
    samples: u32,
    /// Neither table has duplicates: a cluster holds at most one row of each.
    #[arg(long, requires = "model")]
    one_to_one: bool,
    /// A table of decisions: left, right, verdict (same, different, unsure). They hold whatever the weights say.
    #[arg(long, requires = "model", value_name = "TABLE")]
    decisions: Option<PathBuf>,
    /// Keep pairs from this probability on.
    #[arg(long, default_value_t = 0.008)]
    floor: f64,
    /// Pairs that the records of one block may make; a larger block is passed over and named.
    #[arg(long, default_value_t = link::engine::BLOCK_PAIRS_MAX)]
    block_pairs_max: u64,
    /// Pairs that the run may look at; above it the run is refused, with the rule and the values that are to blame.
    #[arg(long, default_value_t = link::engine::PAIRS_MAX)]
    pairs_max: u64,
    /// Seed of everything that is drawn at random.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Threads (default: as many as the machine has). They never change the result.
    #[arg(long)]
    threads: Option<usize>,
    /// Columns to leave out of the model, separated by commas.
    #[arg(long, value_delimiter = ',')]
    ignore: Vec<String>,
    /// Say what the run would cost and find, and stop there.
    #[arg(long, requires = "model", conflicts_with_all = WRITERS)]
    forecast: bool,
    /// Say why two rows weigh what they weigh, and stop there: their names, separated by a comma.
    #[arg(long, requires = "model", value_delimiter = ',', value_name = "ROW,ROW", conflicts_with_all = WRITERS)]
    explain: Option<Vec<String>>,
    /// A table of records that come after the others: each is held against all before it, and its links are written to
    /// --pairs.
    #[arg(long, value_name = "TABLE", conflicts_with_all = CLUSTERERS)]
    arrivals: Option<PathBuf>,
    /// Learn the model anew on these tables and say what moved; --save-model keeps the new one.
    #[arg(long, requires = "model", conflicts_with_all = CLUSTERERS, conflicts_with_all = ["arrivals", "pairs"])]
    retrain: bool,
    /// Where to write a snapshot: the model with the frequencies and passed-over blocks of this run, for --model. It
    /// holds values of the table.
    #[arg(long, requires = "model")]
    save_snapshot: Option<PathBuf>,
    /// Where to write a report: one HTML page in English and Arabic that needs nothing else. It shows values of the
    /// table.
    #[arg(long, requires = "model", conflicts_with_all = ["forecast", "explain", "arrivals", "retrain"])]
    report: Option<PathBuf>,
    /// The column that says whom a row is about, for --report alone: the model never sees it. Rows with one value are
    /// one person; a row without a value is a person of its own.
    #[arg(long, requires = "report", value_name = "COLUMN")]
    truth: Option<String>,
    /// Language that the report shows first: ar or en.
    #[arg(long, requires = "report", default_value = "en")]
    language: Language,
    /// Where to write a summary (JSON); `-` prints it.
    #[arg(long)]
    json: Option<PathBuf>,
}

impl Arguments {
    fn threads(&self) -> usize {
        self.threads.unwrap_or_else(available_threads)
    }
}

pub(crate) fn run(arguments: &Arguments, printer: &mut Printer) -> anyhow::Result<Outcome> {
    if !arguments.threshold.iter().all(|&threshold| threshold > 0.0 && threshold < 1.0) {
        return Err(WrongUse("--threshold is a probability: above 0 and below 1".to_owned()).into());
    }
    if !(0.0..1.0).contains(&arguments.floor) {
        return Err(WrongUse("--floor is a probability: from 0 to below 1".to_owned()).into());
    }
    let mut outputs = arguments.pairs.iter().chain(&arguments.clusters);
    if outputs.any(|path| path.extension().is_some_and(|end| end == "parquet")) {
        return Err(WrongUse("pairs and clusters are written as CSV; Parquet is only read yet".to_owned()).into());
    }
    check_paths(arguments)?;
    match &arguments.model {
        Some(path) => match read_model(path)? {
            Some((told, remarks)) => {
                for remark in &remarks {
                    printer.remark(format!("  {}: {}", remark.place, remark.text));
                }
                general::run(arguments, told, printer)
            }
            None if arguments.report.is_some() => {
                Err(WrongUse("--report needs a model of any table; this one is a person model".to_owned()).into())
            }
            None => person::run(arguments, printer),
        },
        None => person::run(arguments, printer),
    }
}

/// No output may be another output or a table that is read.
fn check_paths(arguments: &Arguments) -> Result<(), WrongUse> {
    let same = |path: &Path| fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let inputs = std::iter::once(&arguments.left).chain(&arguments.right).chain(&arguments.arrivals);
    let mut taken: Vec<PathBuf> = inputs.chain(&arguments.decisions).map(|path| same(path)).collect();
    let json = arguments.json.iter().filter(|path| path.as_os_str() != "-");
    let outputs = [
        &arguments.pairs,
        &arguments.clusters,
        &arguments.cluster_details,
        &arguments.save_model,
        &arguments.save_snapshot,
        &arguments.report,
    ];
    for path in outputs.into_iter().flatten().chain(json) {
        if fs::metadata(path).is_ok_and(|known| !known.is_file()) {
            continue;
        }
        let path = same(path);
        if taken.contains(&path) {
            return Err(WrongUse(format!(
                "{} is named twice: what is read or written last would replace it",
                path.display()
            )));
        }
        taken.push(path);
    }
    Ok(())
}

/// A model of any table, or a snapshot; nothing when the file is a person model.
fn read_model(path: &Path) -> anyhow::Result<Option<(Told, Vec<Remark>)>> {
    let named = || format!("model {}", path.display());
    let text = fs::read_to_string(path).with_context(named)?;
    let told = if !text.trim_start().starts_with('{') {
        (Told::Model(Box::new(Model::from_toml(&text).with_context(named)?)), Vec::new())
    } else if text.contains("\"athar snapshot") {
        (Told::Snapshot(Box::new(Snapshot::from_json(&text).with_context(named)?)), Vec::new())
    } else if text.contains("\"comparison_levels\"") {
        let (model, remarks) = splink::read_with_remarks(&text).with_context(named)?;
        (Told::Model(Box::new(model)), remarks)
    } else {
        return Ok(None);
    };
    Ok(Some(told))
}

pub(crate) fn available_threads() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from)
}
