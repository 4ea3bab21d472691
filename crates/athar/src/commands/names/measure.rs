//! `athar names measure`: the accuracy tables, from a folder of labelled pairs and queries.
//!
//! The folder has the files of the names yardstick: `dev_pairs.tsv`, `dev_gaza_…`, `dev_wiki_…`. Prints totals
//! only; no name of the files is ever shown.

use super::metrics::{PairFigures, Scored, SearchFigures};
use super::tables::{rows, tables, text};
use crate::Outcome;
use crate::meter::peak_rss_mib;
use crate::printer::Printer;
use names::{Comparer, IndexBuilder, NameIndex, Reader, Session, Tables, Vocabulary, join_keys};
use serde::Serialize;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::time::Instant;

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// The folder with the labelled files.
    folder: PathBuf,
    /// Tables made by `athar names learn`, in place of the shipped ones.
    #[arg(long)]
    tables: Option<PathBuf>,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

#[derive(Serialize)]
struct Figures {
    tables: String,
    /// Pairs that no weight was fitted on: every third row.
    unseen_pairs: PairFigures,
    /// All pairs, those that weights were fitted on among them.
    all_pairs: PairFigures,
    pairs_a_second: f64,
    search: BTreeMap<&'static str, SearchTable>,
    peak_rss_mib: u64,
}

#[derive(Serialize)]
struct SearchTable {
    names: usize,
    all: SearchFigures,
    slices: BTreeMap<String, SearchFigures>,
    candidates: Reach,
    keys: Reach,
    build_seconds: f64,
    index_bytes: usize,
    queries_a_second_cold: f64,
    queries_a_second_warm: f64,
}

/// What a cheaper step lets through: the share of queries whose true name is among it, and the mean share of all
/// names.
#[derive(Serialize)]
struct Reach {
    recall: f64,
    share: f64,
}

pub(crate) fn run(arguments: &Arguments, printer: &mut Printer) -> anyhow::Result<Outcome> {
    let tables = tables(arguments.tables.as_ref())?;
    let (unseen_pairs, all_pairs, pairs_a_second) = pairs(&arguments.folder, &tables)?;
    printer.remark("pairs done");
    let mut search = BTreeMap::new();
    for set in ["gaza", "wiki"] {
        search.insert(set, searched(&arguments.folder, set, &tables)?);
        printer.remark(format!("queries of {set} done"));
    }
    let checksum = tables.checksum().to_owned();
    let figures =
        Figures { tables: checksum, unseen_pairs, all_pairs, pairs_a_second, search, peak_rss_mib: peak_rss_mib() };
    if arguments.json {
        printer.json(&figures)?;
        return Ok(Outcome::Done);
    }
    for line in told(&figures) {
        printer.line(line)?;
    }
    Ok(Outcome::Done)
}

fn pairs(folder: &Path, tables: &Tables) -> anyhow::Result<(PairFigures, PairFigures, f64)> {
    let (file, truth_file) = (folder.join("dev_pairs.tsv"), folder.join("dev_pairs_truth.tsv"));
    let (pairs, truth) = (text(&file)?, text(&truth_file)?);
    let truth: HashMap<&str, (bool, &str)> =
        rows::<3>(&truth, &truth_file)?.into_iter().map(|[id, label, slice]| (id, (label == "1", slice))).collect();
    let vocabulary = Vocabulary::shipped(tables);
    let (mut reader, mut comparer) = (Reader::new(), Comparer::new(&vocabulary));
    let start = Instant::now();
    let (mut scored, mut unseen) = (Vec::new(), Vec::new());
    for (row, [id, a, b]) in rows::<3>(&pairs, &file)?.into_iter().enumerate() {
        let (a, b) = (comparer.prepare(&reader.read(a)), comparer.prepare(&reader.read(b)));
        let score = comparer.weigh(&a, &b).probability();
        if let Some(&(same, slice)) = truth.get(id) {
            if names::learn::is_measured(row) {
                unseen.push(Scored { score, same, slice });
            }
            scored.push(Scored { score, same, slice });
        }
    }
    let rate = scored.len() as f64 / start.elapsed().as_secs_f64();
    Ok((PairFigures::of(unseen), PairFigures::of(scored), rate))
}

fn searched(folder: &Path, set: &str, tables: &Tables) -> anyhow::Result<SearchTable> {
    let file = |what: &str| folder.join(format!("dev_{set}_{what}.tsv"));
    let (candidates_file, queries_file, truth_file) = (file("candidates"), file("queries"), file("truth"));
    let (candidates, queries, truth) = (text(&candidates_file)?, text(&queries_file)?, text(&truth_file)?);
    let candidates = rows::<2>(&candidates, &candidates_file)?;
    let queries = rows::<2>(&queries, &queries_file)?;
    let truth: HashMap<&str, (&str, HashSet<&str>)> = rows::<3>(&truth, &truth_file)?
        .into_iter()
        .map(|[query, slice, relevant]| (query, (slice, relevant.split(',').collect())))
        .collect();
    let start = Instant::now();
    let mut builder = IndexBuilder::new(tables);
    for (key, [_, name]) in candidates.iter().enumerate() {
        builder.push(key as u64, name)?;
    }
    let bytes = builder.finish();
    let (build_seconds, index_bytes) = (start.elapsed().as_secs_f64(), bytes.len());
    let index = NameIndex::open(tables, bytes)?;

    let rate = |start: Instant| queries.len() as f64 / start.elapsed().as_secs_f64();
    let start = Instant::now();
    for [_, name] in &queries {
        // A session of its own: nothing is remembered from one query to the next.
        index.search(name, 10);
    }
    let queries_a_second_cold = rate(start);
    let mut session = Session::new();
    for [_, name] in &queries {
        index.search_with(&mut session, name, 10);
    }
    let start = Instant::now();
    let found: Vec<_> = queries.iter().map(|[_, name]| index.search_with(&mut session, name, 10)).collect();
    let queries_a_second_warm = rate(start);

    let (mut all, mut slices): (SearchFigures, BTreeMap<String, SearchFigures>) = Default::default();
    let is_true =
        |query: &str, key: u64| truth.get(query).is_some_and(|(_, ids)| ids.contains(candidates[key as usize][0]));
    for ([query, _], hits) in queries.iter().zip(&found) {
        let rank = hits.iter().position(|hit| is_true(query, hit.key)).map(|at| at + 1);
        all.add(rank);
        let slice = truth.get(query).map_or("", |(slice, _)| slice);
        slices.entry(slice.to_owned()).or_default().add(rank);
    }
    let names = candidates.len();
    let survivors = |name: &str| index.candidates(name).keys;
    let by_key = KeyJoin::of(&candidates);
    Ok(SearchTable {
        names,
        all,
        slices,
        candidates: reach(&queries, names, &is_true, survivors),
        keys: reach(&queries, names, &is_true, |name| by_key.partners(name)),
        build_seconds,
        index_bytes,
        queries_a_second_cold,
        queries_a_second_warm,
    })
}

/// A hash join by the discrete keys.
struct KeyJoin {
    by_key: HashMap<u64, Vec<u64>>,
}

impl KeyJoin {
    fn of(candidates: &[[&str; 2]]) -> Self {
        let mut by_key: HashMap<u64, Vec<u64>> = HashMap::new();
        for (at, [_, name]) in candidates.iter().enumerate() {
            for key in join_keys(&names::read(name)) {
                by_key.entry(key).or_default().push(at as u64);
            }
        }
        Self { by_key }
    }

    fn partners(&self, name: &str) -> Vec<u64> {
        let keys = join_keys(&names::read(name));
        let mut partners: Vec<u64> = keys.iter().filter_map(|key| self.by_key.get(key)).flatten().copied().collect();
        partners.sort_unstable();
        partners.dedup();
        partners
    }
}

fn reach(
    queries: &[[&str; 2]],
    names: usize,
    is_true: &impl Fn(&str, u64) -> bool,
    survivors: impl Fn(&str) -> Vec<u64>,
) -> Reach {
    let (mut found, mut left) = (0, 0);
    for [query, name] in queries {
        let keys = survivors(name);
        found += usize::from(keys.iter().any(|&key| is_true(query, key)));
        left += keys.len();
    }
    let asked = queries.len().max(1) as f64;
    Reach { recall: found as f64 / asked, share: left as f64 / asked / names.max(1) as f64 }
}

/// Slices whose names were made by rule and need a native reader's eye.
const MADE_BY_RULE: [&str; 4] = ["p_kurd", "p_turk", "g_kurd", "g_turk"];

fn told(figures: &Figures) -> Vec<String> {
    let mut lines = vec![
        format!("tables {}", figures.tables),
        String::new(),
        "| pairs | number | AUC | best F1 | recall at precision .95 | at .99 |".to_owned(),
        "|---|---:|---:|---:|---:|---:|".to_owned(),
    ];
    for (name, pairs) in [("no weight fitted on", &figures.unseen_pairs), ("all", &figures.all_pairs)] {
        lines.push(format!(
            "| {name} | {} | {:.4} | {:.4} | {:.4} | {:.4} |",
            pairs.pairs, pairs.auc, pairs.best_f1, pairs.recall_at_precision_95, pairs.recall_at_precision_99
        ));
    }
    lines.push(String::new());
    lines.push("| slice (p: same, n: different) | accepted, no weight fitted on | accepted, all |".to_owned());
    lines.push("|---|---:|---:|".to_owned());
    for (slice, (share, _)) in &figures.all_pairs.accepted {
        let unseen = figures.unseen_pairs.accepted.get(slice).map_or(f64::NAN, |(share, _)| *share);
        lines.push(format!("| {} | {unseen:.3} | {share:.3} |", marked(slice)));
    }
    for (set, table) in &figures.search {
        lines.push(String::new());
        lines.push(format!("| search in {set}, {} names | queries | first | among ten | MRR |", table.names));
        lines.push("|---|---:|---:|---:|---:|".to_owned());
        for (slice, found) in
            std::iter::once(("all", &table.all)).chain(table.slices.iter().map(|(k, v)| (k.as_str(), v)))
        {
            lines.push(format!(
                "| {} | {} | {:.4} | {:.4} | {:.4} |",
                marked(slice),
                found.queries,
                found.first,
                found.among_ten,
                found.mean_reciprocal_rank
            ));
        }
        lines.push(String::new());
        for (what, reach) in [("candidates of the index", &table.candidates), ("discrete keys", &table.keys)] {
            lines.push(format!("{what}: recall {:.4} at {:.2} % of the names", reach.recall, 100.0 * reach.share));
        }
        lines.push(format!(
            "index: {:.2} s, {:.1} MiB; {:.0} queries a second cold, {:.0} warm",
            table.build_seconds,
            table.index_bytes as f64 / f64::from(1 << 20),
            table.queries_a_second_cold,
            table.queries_a_second_warm
        ));
    }
    lines.push(String::new());
    lines.push(format!(
        "{:.0} pairs a second, each read and compared once; {} MiB",
        figures.pairs_a_second, figures.peak_rss_mib
    ));
    lines
}

fn marked(slice: &str) -> String {
    if MADE_BY_RULE.contains(&slice) {
        format!("{slice} (made by rule: needs a native reader)")
    } else {
        slice.to_owned()
    }
}
