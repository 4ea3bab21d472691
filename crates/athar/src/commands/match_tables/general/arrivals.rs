//! Records that come one by one: each is held against everything before it, under what this run learnt.

use super::super::write::{json, save};
use super::output::pair_cells;
use super::read::Places;
use super::{super::write, Run};
use crate::Outcome;
use crate::meter::{cpu_seconds, peak_rss_mib};
use crate::printer::Printer;
use crate::tables;
use anyhow::Context;
use link::engine::{Index, Scored, table_columns};
use serde::Serialize;
use std::io::Write;
use std::path::Path;
use std::time::Instant;

#[derive(Serialize)]
struct Summary {
    records: usize,
    arrivals: usize,
    links: usize,
    /// Milliseconds of wall time a record: half are below, 99 of 100 are below, the slowest.
    p50_ms: f64,
    p99_ms: f64,
    slowest_ms: f64,
    cpu_seconds: f64,
    peak_rss_mib: u64,
}

pub(super) fn take(mut run: Run<'_>, scored: &Scored, path: &Path, printer: &mut Printer) -> anyhow::Result<Outcome> {
    let arguments = run.arguments;
    let snapshot = run.engine.snapshot(scored);
    let wanted = table_columns(&snapshot.model);
    // What cannot be read is told before anything is written.
    let mut table = tables::open(path)?;
    let places = Places::of(&snapshot.model, &wanted, &table, path)?;
    if let Some(path) = &arguments.save_snapshot {
        save(path, &snapshot.to_json())?;
    }
    let records = run.ids.len();
    let mut index = Index::new(&snapshot, run.engine.into_table(), run.options.floor)?;
    let mut output = match &arguments.pairs {
        Some(path) => {
            let mut output = write::create(path)?;
            writeln!(output, "left,right,weight,probability,rule")?;
            Some(output)
        }
        None => None,
    };
    let (mut times, mut links, mut number) = (Vec::new(), 0, 0_u64);
    while let Some(row) = table.next_row()? {
        match places.id(&row) {
            Some(id) => run.ids.push("new:", id),
            None => run.ids.push("new:", &number.to_string()),
        }
        .context("the rows' names are more than 4 GiB of text")?;
        let cells: Vec<&str> = places.cells(&row).collect();
        let started = Instant::now();
        let found = index.insert(&cells).context("the table is full")?;
        times.push(started.elapsed().as_secs_f64() * 1e3);
        links += found.len();
        if let Some(output) = &mut output {
            for pair in &found {
                pair_cells(output, &run.ids, scored, pair)?;
                writeln!(output)?;
            }
        }
        number += 1;
    }
    if let Some(output) = output {
        output.finish()?;
    }
    times.sort_by(f64::total_cmp);
    let at = |share: f64| {
        times.get(((times.len() as f64 * share) as usize).min(times.len().max(1) - 1)).copied().unwrap_or(0.0)
    };
    let summary = Summary {
        records,
        arrivals: times.len(),
        links,
        p50_ms: at(0.5),
        p99_ms: at(0.99),
        slowest_ms: at(1.0),
        cpu_seconds: cpu_seconds(),
        peak_rss_mib: peak_rss_mib(),
    };
    if !json(arguments, printer, &summary)? {
        printer.line(format!(
            "{} arrivals against {} records: {} links; {:.3} ms each in the middle, {:.3} ms for 99 of 100",
            summary.arrivals, summary.records, summary.links, summary.p50_ms, summary.p99_ms
        ))?;
    }
    Ok(Outcome::Done)
}
