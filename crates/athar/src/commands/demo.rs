//! `athar demo`: makes six synthetic lists, imports and links them, says how well that went, and opens the desk.

use crate::archive_at::ArchiveAt;
use crate::demo::{self, Demo, ErrorKind, Plan};
use crate::demo_desk::Staff;
use crate::demo_report::{KinTaken, Measured, exact_match, measure};
use crate::linking::{How, link_archive};
use crate::meter::peak_rss_mib;
use crate::printer::Printer;
use crate::{Outcome, WrongUse, commands};
use anyhow::Context;
use link::person::People;
use serde::Serialize;
use std::fs;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::time::Instant;
use store::Archive;
use web::Mark;

pub(crate) mod desk;
pub(crate) mod lists;
mod shape;

use lists::ListSummary;

/// Make synthetic lists that look like December 2024, import and link them, print how well it went, and open the desk.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Folder for the lists and the archive. It must be empty or absent.
    #[arg(long, default_value = "demo")]
    dir: PathBuf,
    /// How many people the lists are about.
    #[arg(long, default_value_t = 5_000)]
    people: usize,
    /// Seed: the same seed gives the same lists, byte for byte.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Make lists in the shape and size of a country's, for measuring linkage, and import nothing: see `--sought`, `--freed`, `--lists` and
    /// `--overlap`.
    #[arg(long, conflicts_with = "people")]
    shape: bool,
    #[command(flatten)]
    of_shape: shape::Options,
    /// Do not serve the desk afterwards.
    #[arg(long)]
    no_serve: bool,
    /// Where the desk listens, on this machine. Without it, the first free port of 127.0.0.1 from 8080 on.
    #[arg(long, value_name = "ADDRESS")]
    listen: Option<SocketAddr>,
    /// Print JSON, and do not serve the desk.
    #[arg(long)]
    json: bool,
}

#[derive(Serialize)]
struct Summary<'a> {
    people: usize,
    records: usize,
    lists: &'a [ListSummary],
    pairs: link::Agreement,
    clusters: link::Agreement,
    exact_name_and_year: link::Agreement,
    unique: Unique,
    by_kind: Vec<KindSummary>,
    kin: &'a [KinTaken],
    rates: Vec<RateSummary>,
    seconds: f64,
    peak_rss_mib: u64,
}

/// How many different people, counted and in truth.
#[derive(Serialize)]
struct Unique {
    #[serde(flatten)]
    counted: People,
    truth: usize,
}

#[derive(Serialize)]
struct KindSummary {
    kind: &'static str,
    precision: f64,
    recall: f64,
}

#[derive(Serialize)]
struct RateSummary {
    rate: String,
    /// Nothing was intended of what came by itself.
    intended: Option<f64>,
    measured: f64,
}

pub(crate) fn run(arguments: &Arguments, printer: &mut Printer) -> anyhow::Result<Outcome> {
    if arguments.shape {
        return shape::run(arguments, printer);
    }
    if !(100..=2_000_000).contains(&arguments.people) {
        return Err(WrongUse("--people is from 100 to 2,000,000".to_owned()).into());
    }
    if arguments.listen.is_some_and(|address| !address.ip().is_loopback()) {
        let text = "whoever opens the demo's links is let in: it listens on this machine alone, such as 127.0.0.1:8081";
        return Err(WrongUse(text.to_owned()).into());
    }
    let started = Instant::now();
    let dir = &arguments.dir;
    begin_folder(dir)?;
    let made = lists::make(Plan { people: arguments.people, seed: arguments.seed }, printer)?;
    lists::write(&made, dir)?;
    if !arguments.json {
        print_rates(&made, arguments.seed, printer)?;
    }
    let archive = ArchiveAt::folder(dir.join("archive")).open_or_create(printer)?;
    let lists = lists::bring_in(&made, dir, &archive, printer)?;
    let how = How::usual(arguments.seed);
    let linked = link_archive(&archive, how, printer)?;
    let measured = measure(&made, &archive, &linked)?;
    let seconds = started.elapsed().as_secs_f64();
    let exact = exact_match(&archive, &measured)?;
    let summary = Summary {
        people: made.people,
        records: linked.loaded.ids.len(),
        lists: &lists,
        pairs: measured.pairs,
        clusters: measured.clusters,
        exact_name_and_year: exact,
        unique: Unique { counted: linked.people, truth: measured.people(&linked) },
        by_kind: by_kind(&measured),
        kin: &measured.kin,
        rates: made
            .rates
            .iter()
            .map(|(rate, intended, measured)| RateSummary {
                rate: rate.clone(),
                intended: Some(*intended),
                measured: *measured,
            })
            .collect(),
        seconds,
        peak_rss_mib: peak_rss_mib(),
    };
    if arguments.json {
        printer.json(&summary)?;
    } else {
        print_summary(&summary, printer)?;
        print_example(&archive, &linked, &measured, dir, printer)?;
    }
    if arguments.no_serve || arguments.json {
        return Ok(Outcome::Done);
    }
    let told = "The desk is open, and nothing in it is about anybody. Ctrl-C closes it. As a caseworker:";
    let opening = desk::Opening { listen: arguments.listen, told, mark: Mark::Demonstration, ends: None };
    let staff = Staff::enrol(&archive)?;
    desk::serve(archive, &staff, linked, how, &opening, printer)
}

/// An earlier demo is made anew; a folder with anything else in it is left alone.
fn begin_folder(dir: &Path) -> anyhow::Result<()> {
    if dir.join(demo::MARK).exists() {
        fs::remove_dir_all(dir).with_context(|| format!("cannot empty {}", dir.display()))?;
    }
    if dir.exists() && fs::read_dir(dir)?.next().is_some() {
        return Err(WrongUse(format!(
            "{} is not empty and holds no earlier demo; give another folder with --dir",
            dir.display()
        ))
        .into());
    }
    fs::create_dir_all(dir).with_context(|| format!("cannot make {}", dir.display()))?;
    fs::write(
        dir.join(demo::MARK),
        "Synthetic lists about people who do not exist. `athar demo` makes this folder anew.\n",
    )?;
    Ok(())
}

fn by_kind(measured: &Measured) -> Vec<KindSummary> {
    let row = |&(kind, agreement): &(ErrorKind, link::Agreement)| KindSummary {
        kind: kind.word(),
        precision: agreement.precision,
        recall: agreement.recall,
    };
    measured.by_kind.iter().map(row).collect()
}

fn print_rates(made: &Demo, seed: u64, printer: &mut Printer) -> anyhow::Result<()> {
    printer
        .line(format!("{} people who do not exist, seed {seed}. Rates, intended and as they came out:", made.people))?;
    for (rate, intended, measured) in &made.rates {
        printer.line(format!("  {rate:<44} {intended:>6.3} {measured:>7.3}"))?;
    }
    Ok(())
}

fn print_summary(summary: &Summary<'_>, printer: &mut Printer) -> anyhow::Result<()> {
    printer.line("")?;
    printer.line("list                          records  problems")?;
    for list in summary.lists {
        printer.line(format!("  {:<26} {:>8} {:>9}", list.name, list.records, list.problems))?;
    }
    printer.line("")?;
    printer.line("pairs of rows about one person   precision  recall    F1")?;
    for (what, agreement) in [
        ("links at probability .50", &summary.pairs),
        ("clusters", &summary.clusters),
        ("exact name and year", &summary.exact_name_and_year),
    ] {
        printer.line(format!(
            "  {what:<30} {:>9.3} {:>7.3} {:>7.3}",
            agreement.precision, agreement.recall, agreement.f1
        ))?;
    }
    printer.line("")?;
    let told = commands::link::people_told(&summary.unique.counted);
    printer.line(format!("{told}, truth {}", summary.unique.truth))?;
    printer.line(format!("  {}", commands::link::counted_told(&summary.unique.counted)))?;
    printer.line("")?;
    printer.line("pairs of which a row is …        precision  recall   (clusters)")?;
    for kind in &summary.by_kind {
        printer.line(format!("  {:<30} {:>9.3} {:>7.3}", kind.kind, kind.precision, kind.recall))?;
    }
    printer.line("")?;
    printer.line("rows of two kin of one name       pairs  linked  in one cluster  mother asked for")?;
    for kin in summary.kin {
        let told = format!("{}, mother {}", kin.kind, if kin.mother_known { "known" } else { "not known" });
        printer.line(format!(
            "  {told:<30} {:>6} {:>7} {:>15} {:>17}",
            kin.pairs, kin.linked, kin.in_one_cluster, kin.asked
        ))?;
    }
    printer.line("")?;
    printer.line(format!(
        "{} records in {:.1} s, {} MiB at most",
        summary.records, summary.seconds, summary.peak_rss_mib
    ))?;
    Ok(())
}

/// One explained pair, so that the first look shows what the software is for.
fn print_example(
    archive: &Archive,
    linked: &crate::linking::Linked,
    measured: &Measured,
    dir: &Path,
    printer: &mut Printer,
) -> anyhow::Result<()> {
    let Some((one, other)) = measured.example else { return Ok(()) };
    let (left, right) = (linked.loaded.ids[one as usize], linked.loaded.ids[other as usize]);
    printer.line("")?;
    printer.line(format!("For example, {left} and {right}:"))?;
    let explanation = link::person::Explainer::new(&linked.loaded.table, &linked.linkage.model).explain(one, other);
    let told = crate::telling::tell(archive, left, right, &explanation, crate::words::Language::English)?;
    for line in told.lines() {
        printer.line(format!("  {line}"))?;
    }
    printer.line("")?;
    printer.line(format!(
        "See the lines that add up: athar explain --archive {} {left} {right}",
        dir.join("archive").display()
    ))?;
    printer.line(format!(
        "Search in any script:      athar find --archive {} 'Mohamad al Khateeb'",
        dir.join("archive").display()
    ))
}
