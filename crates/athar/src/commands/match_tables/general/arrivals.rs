//! Records that come one by one: each is held against everything before it, under what this run learnt.

use super::super::summary::Arrived;
use super::super::write::{json, save};
use super::output::pair_cells;
use super::read::Places;
use super::{super::write, Run};
use crate::Outcome;
use crate::printer::Printer;
use crate::tables;
use anyhow::Context;
use link::engine::{Index, Scored, table_columns};
use std::io::Write;
use std::path::Path;
use std::time::Instant;

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
    let summary = Arrived::of(records, links, times);
    if !json(arguments, printer, &summary)? {
        printer.line(summary.told())?;
    }
    Ok(Outcome::Done)
}
