//! `athar demo --shape`: lists of the size and unlikeness of a country's, with the truth beside them. Nothing is imported or linked.

use super::{Arguments, RateSummary, begin_folder};
use crate::demo::{self, MeasuredRate, Shape};
use crate::meter::peak_rss_mib;
use crate::printer::Printer;
use crate::{Outcome, WrongUse};
use anyhow::Context;
use serde::Serialize;
use std::fs;
use std::time::Instant;

/// Sizes of the shape.
#[derive(Clone, Copy, clap::Args)]
pub(super) struct Options {
    /// With `--shape`: rows of all lists of sought people together.
    #[arg(long, default_value_t = 136_000, requires = "shape")]
    sought: usize,
    /// With `--shape`: rows of all lists of freed people together.
    #[arg(long, default_value_t = 50_000, requires = "shape")]
    freed: usize,
    /// With `--shape`: how many lists, about six of ten of them of sought people.
    #[arg(long, default_value_t = 20, requires = "shape")]
    lists: usize,
    /// With `--shape`: the share of the freed people who are also on a list of sought people.
    #[arg(long, default_value_t = 0.5, requires = "shape")]
    overlap: f64,
}

#[derive(Serialize)]
struct Summary {
    people: usize,
    lists: Vec<ListSummary>,
    rates: Vec<RateSummary>,
    seconds: f64,
    peak_rss_mib: u64,
}

#[derive(Serialize)]
struct ListSummary {
    file: String,
    rows: usize,
    as_of: String,
}

pub(super) fn run(arguments: &Arguments, printer: &mut Printer) -> anyhow::Result<Outcome> {
    let Options { sought, freed, lists, overlap } = arguments.of_shape;
    let shape = Shape::checked(sought, freed, lists, overlap, arguments.seed).map_err(WrongUse)?;
    let started = Instant::now();
    let dir = &arguments.dir;
    begin_folder(dir)?;
    let bar = printer.bar("drawing people");
    let made = demo::make_shape(&shape, dir, &mut |what, done, total| {
        bar.set_message(what.to_owned());
        bar.set_length(total as u64);
        bar.set_position(done as u64);
    });
    bar.finish_and_clear();
    let made = made.with_context(|| format!("cannot write the lists into {}", dir.display()))?;
    let rates: Vec<RateSummary> = made.rates.iter().map(rate).collect();
    let text = serde_json::to_string_pretty(&rates)? + "\n";
    fs::write(dir.join("rates.json"), text).context("cannot write rates.json")?;
    let list = |list: demo::ShapeList| ListSummary { file: list.file, rows: list.rows, as_of: list.as_of };
    let summary = Summary {
        people: made.people,
        lists: made.lists.into_iter().map(list).collect(),
        rates,
        seconds: started.elapsed().as_secs_f64(),
        peak_rss_mib: peak_rss_mib(),
    };
    if arguments.json {
        printer.json(&summary)?;
    } else {
        print(&summary, arguments.seed, printer)?;
    }
    Ok(Outcome::Done)
}

fn rate(of: &MeasuredRate) -> RateSummary {
    RateSummary { rate: of.name.to_owned(), intended: of.intended, measured: of.measured }
}

fn print(summary: &Summary, seed: u64, printer: &mut Printer) -> anyhow::Result<()> {
    let people = summary.people;
    printer.line(format!("{people} people who do not exist, seed {seed}. Rates, intended and as they came out:"))?;
    for RateSummary { rate, intended, measured } in &summary.rates {
        let intended = intended.map_or(String::new(), |intended| format!("{intended:.3}"));
        printer.line(format!("  {rate:<54} {intended:>6} {measured:>7.3}"))?;
    }
    printer.line("")?;
    printer.line("list                                  rows  as of")?;
    for list in &summary.lists {
        printer.line(format!("  {:<32} {:>7}  {}", list.file, list.rows, list.as_of))?;
    }
    printer.line("")?;
    let rows: usize = summary.lists.iter().map(|list| list.rows).sum();
    printer.line(format!("{rows} rows in {:.1} s, {} MiB at most", summary.seconds, summary.peak_rss_mib))
}
