//! Searches candidates (`cid`, name) for queries (`qid`, name), ten rows a query, for the yardstick:
//! `cargo run --release -p athar-names --example retrieve -- CANDIDATES QUERIES RESULTS [TRUTH] [--names N]`
//!
//! Says on standard error how fast it was, with a fresh session for each query and with one for all. With
//! TRUTH, how often the true name survives before names are laid side by side, and how many do. With
//! `--names N`, the list is filled up to N names made of the parts of the candidates by a seeded generator.

use std::collections::{HashMap, HashSet};
use std::error::Error;
use std::io::Write;
use std::time::{Duration, Instant};

use names::{IndexBuilder, NameIndex, Session, Tables};

const SEED: u64 = 0x005e_ed0f_a15e;

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments: Vec<String> = std::env::args().skip(1).collect();
    let mut wanted = 0usize;
    if let Some(at) = arguments.iter().position(|argument| argument == "--names") {
        wanted = arguments.get(at + 1).ok_or("--names N")?.parse()?;
        arguments.drain(at..at + 2);
    }
    let [candidates, queries, results, truth @ ..] = &arguments[..] else {
        return Err("retrieve CANDIDATES QUERIES RESULTS [TRUTH] [--names N]".into());
    };
    let tables = Tables::shipped();
    let mut text = std::fs::read_to_string(candidates)?;
    let (ids, made) = fill_up(&mut text, wanted);
    let start = Instant::now();
    let mut builder = IndexBuilder::new(tables);
    for (at, (_, name)) in text.lines().skip(1).filter_map(|line| line.split_once('\t')).enumerate() {
        builder.push(at as u64, name)?;
    }
    let read = start.elapsed();
    let bytes = builder.finish();
    let built = start.elapsed();
    let size = bytes.len();
    let start = Instant::now();
    let index = NameIndex::open(tables, bytes)?;
    let opened = start.elapsed();
    let mut err = std::io::stderr();
    writeln!(
        err,
        "{} names ({made} made) in {built:.2?} ({read:.2?} of it reading), {size} bytes, {:.1} a name, opened in {opened:.2?}, peak {} MB",
        index.len(),
        size as f64 / index.len() as f64,
        peak_megabytes(),
    )?;
    let queries_text = std::fs::read_to_string(queries)?;
    let queries: Vec<(&str, &str)> = queries_text.lines().skip(1).filter_map(|line| line.split_once('\t')).collect();
    // Two rounds cold (each query begins with an empty session), the second counts; then warm likewise.
    let name_of = |id: &(&str, &str)| id.1.to_owned();
    let names: Vec<String> = queries.iter().map(name_of).collect();
    let cold = rounds(&names, |name| index.search(name, 10).len());
    report(&mut err, "cold", &cold)?;
    let mut session = Session::new();
    let warm = rounds(&names, |name| index.search_with(&mut session, name, 10).len());
    report(&mut err, "warm", &warm)?;
    let mut out = b"qid\trank\tcid\tscore\n".to_vec();
    for (id, query) in &queries {
        for (rank, hit) in index.search(query, 10).into_iter().enumerate() {
            writeln!(out, "{id}\t{}\t{}\t{:.4}", rank + 1, ids[hit.key as usize], hit.bits)?;
        }
    }
    std::fs::write(results, out)?;
    if let Some(truth) = truth.first() {
        recall(&mut err, &index, &ids, &queries, &std::fs::read_to_string(truth)?)?;
    }
    Ok(())
}

fn rounds(names: &[String], mut search: impl FnMut(&str) -> usize) -> Vec<Duration> {
    let mut times = Vec::new();
    for _ in 0..2 {
        times.clear();
        for name in names {
            let start = Instant::now();
            search(name);
            times.push(start.elapsed());
        }
    }
    times
}

fn report(err: &mut impl Write, what: &str, times: &[Duration]) -> std::io::Result<()> {
    let mut sorted = times.to_vec();
    sorted.sort_unstable();
    let total: Duration = sorted.iter().sum();
    let at = |share: f64| sorted[((sorted.len() - 1) as f64 * share) as usize];
    let rate = sorted.len() as f64 / total.as_secs_f64();
    writeln!(err, "{what}: {rate:.0} queries a second, p50 {:.2?}, p95 {:.2?}, p99 {:.2?}", at(0.5), at(0.95), at(0.99))
}

/// Share of queries whose true name is among the candidates, by slice, and how many candidates there are.
fn recall(
    err: &mut impl Write,
    index: &NameIndex<Vec<u8>>,
    ids: &[String],
    queries: &[(&str, &str)],
    truth: &str,
) -> std::io::Result<()> {
    let truth: HashMap<&str, HashSet<&str>> = truth
        .lines()
        .skip(1)
        .filter_map(|line| {
            let mut columns = line.split('\t');
            Some((columns.next()?, columns.nth(1)?.split(',').collect()))
        })
        .collect();
    let (mut found, mut share) = (0usize, 0.0);
    for (id, query) in queries {
        let candidates = index.candidates(query);
        share += candidates.count as f64 / index.len() as f64;
        let wanted = truth.get(id);
        let hit = |key: &u64| wanted.is_some_and(|wanted| wanted.contains(ids[*key as usize].as_str()));
        found += usize::from(candidates.keys.iter().any(hit));
    }
    let n = queries.len() as f64;
    writeln!(err, "candidates: recall {:.4}, {:.2} % of the names", found as f64 / n, 100.0 * share / n)
}

/// Adds names of parts drawn from the candidates, each place of a name from the same place of another.
fn fill_up(text: &mut String, wanted: usize) -> (Vec<String>, usize) {
    let rows: Vec<(String, Vec<String>)> = text
        .lines()
        .skip(1)
        .filter_map(|line| line.split_once('\t'))
        .map(|(id, name)| (id.to_owned(), name.split(' ').map(str::to_owned).collect()))
        .collect();
    let mut ids: Vec<String> = rows.iter().map(|row| row.0.clone()).collect();
    let mut state = SEED;
    let mut draw = |below: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((state >> 33) as usize) % below.max(1)
    };
    let made = wanted.saturating_sub(rows.len());
    for number in 0..made {
        let length = rows[draw(rows.len())].1.len();
        let words: Vec<&str> = (0..length)
            .map(|place| {
                let other = &rows[draw(rows.len())].1;
                let at = if place + 1 == length { other.len() - 1 } else { place.min(other.len() - 1) };
                other[at].as_str()
            })
            .collect();
        let id = format!("made{number}");
        for piece in [id.as_str(), "\t", &words.join(" "), "\n"] {
            text.push_str(piece);
        }
        ids.push(id);
    }
    (ids, made)
}

fn peak_megabytes() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.trim().split(' ').next()?.parse::<u64>().ok()).unwrap_or_default() / 1024
}
