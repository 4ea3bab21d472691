//! Records that come one by one, linked by the person model: each is held against everything before it, under what this
//! run learnt.

use super::Arguments;
use super::person::{Lists, PAIR_HEADER, Read, pair_cells, read_rows};
use super::summary::Arrived;
use super::write::{create, json};
use crate::Outcome;
use crate::printer::Printer;
use link::person::{Arrivals, Snapshot, TableBuilder};
use std::io::Write;
use std::path::Path;
use std::time::Instant;

/// Takes the rows of a table one by one, and prints how long each took and what was found.
pub(super) fn take(
    arguments: &Arguments,
    snapshot: &Snapshot,
    path: &Path,
    printer: &mut Printer,
) -> anyhow::Result<Outcome> {
    let mut read =
        Read { builder: TableBuilder::under(snapshot), ids: Vec::new(), times: Vec::new(), lists: Lists::default() };
    let tables: Vec<&Path> = std::iter::once(&arguments.left).chain(&arguments.right).map(AsRef::as_ref).collect();
    let two = tables.len() == 2;
    for (list, &table) in tables.iter().enumerate() {
        read_rows(&mut read, arguments, table, list as u16, crate::tables::row_prefix(two, list), printer)?;
    }
    let there = read.ids.len() as u32;
    read.times.clear();
    // What comes is of a list of its own; under a snapshot it weighs nobody else otherwise, so that it may be read now.
    read_rows(&mut read, arguments, path, tables.len() as u16, "new:", printer)?;
    let Read { builder, ids, times: reading, .. } = read;
    let table = builder.finish();
    let mut arrivals = Arrivals::new(&table, snapshot, there, two);
    let mut output = arguments.pairs.as_deref().map(create).transpose()?;
    if let Some(output) = &mut output {
        writeln!(output, "{PAIR_HEADER}")?;
    }
    let (mut times, mut links) = (Vec::new(), 0);
    for (row, reading) in (there..table.len() as u32).zip(reading) {
        let started = Instant::now();
        let mut found = arrivals.insert(row);
        found.retain(|link| link.probability() >= arguments.floor);
        times.push(reading + started.elapsed().as_secs_f64() * 1e3);
        links += found.len();
        let Some(output) = &mut output else { continue };
        for link in &found {
            pair_cells(output, &ids, link)?;
            writeln!(output)?;
        }
    }
    if let Some(output) = output {
        output.finish()?;
    }
    let summary = Arrived::of(there as usize, links, times);
    if !json(arguments, printer, &summary)? {
        printer.line(summary.told())?;
    }
    Ok(Outcome::Done)
}
