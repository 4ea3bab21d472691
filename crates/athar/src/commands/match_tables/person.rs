//! Linking by the person model: columns are understood by name and content.

use super::summary::Seconds;
use super::write::{create, quoted};
use super::{Arguments, person_arrivals, write};
use crate::Outcome;
use crate::meter::{cpu_seconds, peak_rss_mib};
use crate::printer::Printer;
use crate::tables::{self, Meaning};
use anyhow::Context;
use link::Constraints;
use link::person::{Comparison, Link, Linkage, Model, Options, Snapshot, Stage, Table, TableBuilder};
use record::{AsOf, Property};
use serde::Serialize;
use std::collections::HashMap;
use std::fs;
use std::io::Write;
use std::path::Path;
use std::time::Instant;

/// The summary, as in the interfaces that measurements rely on.
#[derive(Serialize)]
struct Summary<'run> {
    records: usize,
    pairs: u64,
    rules: &'run [link::person::RuleCount],
    blocks: &'run link::person::BlockReport,
    links: usize,
    clusters: usize,
    seconds: Seconds,
    cpu_seconds: f64,
    peak_rss_mib: u64,
}

/// Links tables by the person model.
pub(super) fn run(arguments: &Arguments, printer: &mut Printer) -> anyhow::Result<Outcome> {
    let threshold = arguments.threshold[0];
    let mut seconds = Seconds::default();
    let started = Instant::now();
    let (mut table, ids) = read(arguments, printer)?;
    if arguments.arrivals.is_some() {
        table.freeze();
    }
    seconds.read = started.elapsed().as_secs_f64();

    let model = match &arguments.model {
        Some(path) => {
            let text = fs::read_to_string(path).with_context(|| format!("model {}", path.display()))?;
            Some(Model::read(&text, &table).with_context(|| format!("model {}", path.display()))?)
        }
        None => None,
    };
    let threads = arguments.threads();
    let options =
        Options { across_lists_only: arguments.right.is_some(), model, ..Options::new(arguments.seed, threads) };
    let linkage = run_linkage(&table, &options, printer, &mut seconds)?;
    report(&table, &linkage, printer);
    if let Some(path) = &arguments.arrivals {
        if let Some(path) = &arguments.save_model {
            write::save(path, &(linkage.model.to_json() + "\n"))?;
        }
        let snapshot = Snapshot::of(&table, &linkage);
        drop((table, linkage));
        return person_arrivals::take(arguments, &snapshot, path, printer);
    }

    let started = Instant::now();
    let clustering = link::cluster(table.len(), &linkage.edges(), threshold, &Constraints::default());
    seconds.cluster = started.elapsed().as_secs_f64();

    let started = Instant::now();
    if let Some(path) = &arguments.pairs {
        write_pairs(path, &table, &linkage, &ids, arguments.levels)?;
    }
    if let Some(path) = &arguments.clusters {
        write::clusters(path, ids.iter().map(String::as_str), &[threshold], &[&clustering.of_record])?;
    }
    if let Some(path) = &arguments.save_model {
        write::save(path, &(linkage.model.to_json() + "\n"))?;
    }
    seconds.write = started.elapsed().as_secs_f64();

    let joined = clustering.joined().count();
    let summary = Summary {
        records: table.len(),
        pairs: linkage.pairs,
        rules: &linkage.rules,
        blocks: &linkage.blocks,
        links: linkage.links.iter().filter(|link| link.probability() >= threshold).count(),
        clusters: joined,
        seconds,
        cpu_seconds: cpu_seconds(),
        peak_rss_mib: peak_rss_mib(),
    };
    if !write::json(arguments, printer, &summary)? {
        printer.line(format!("{} records, {} pairs compared", summary.records, summary.pairs))?;
        printer.line(format!("{} links at probability {} or more", summary.links, threshold))?;
        printer.line(format!("{joined} clusters of two records or more"))?;
    }
    Ok(Outcome::Done)
}

/// Links with a bar for each stage.
fn run_linkage(table: &Table, options: &Options, printer: &Printer, seconds: &mut Seconds) -> anyhow::Result<Linkage> {
    let bar = printer.bar("linking");
    let mut scoring: Option<Instant> = None;
    let started = Instant::now();
    let linkage = link::person::link(table, options, &mut |stage: Stage, done: u64, total: u64| {
        if stage == Stage::Score && scoring.is_none() {
            scoring = Some(Instant::now());
        }
        bar.set_message(match stage {
            Stage::Block => "blocking",
            Stage::Train => "learning",
            Stage::Score => "comparing",
        });
        bar.set_length(total);
        bar.set_position(done);
        true
    });
    bar.finish_and_clear();
    let whole = started.elapsed().as_secs_f64();
    seconds.block_and_score = scoring.map_or(0.0, |at| at.elapsed().as_secs_f64());
    seconds.train = whole - seconds.block_and_score;
    linkage.context("the work was stopped")
}

/// Rows of tables on their way into one.
pub(super) struct Read {
    pub(super) builder: TableBuilder,
    pub(super) ids: Vec<String>,
    /// Milliseconds that understanding each row took.
    pub(super) times: Vec<f64>,
    pub(super) lists: Lists,
}

fn read(arguments: &Arguments, printer: &mut Printer) -> anyhow::Result<(Table, Vec<String>)> {
    let mut read = Read { builder: TableBuilder::new(), ids: Vec::new(), times: Vec::new(), lists: Lists::default() };
    let two = arguments.right.is_some();
    for (list, path) in std::iter::once(&arguments.left).chain(&arguments.right).enumerate() {
        read_rows(&mut read, arguments, path, list as u16, tables::row_prefix(two, list), printer)?;
    }
    Ok((read.builder.finish(), read.ids))
}

/// Reads the rows of a table as those of a list.
pub(super) fn read_rows(
    read: &mut Read,
    arguments: &Arguments,
    path: &Path,
    list: u16,
    prefix: &str,
    printer: &mut Printer,
) -> anyhow::Result<()> {
    let meanings = tables::guess(path, &arguments.ignore)?;
    remark_meanings(path, &meanings, printer);
    let own = Own::of(&meanings, &arguments.ignore);
    let columns: Vec<(usize, Property)> =
        meanings.iter().enumerate().filter_map(|(at, meaning)| Some((at, meaning.property?))).collect();
    let mut table = tables::open(path)?;
    let id_column = tables::id_column(&table);
    let mut number = 0_u64;
    while let Some(row) = table.next_row()? {
        let id = id_column.map_or_else(|| number.to_string(), |at| row.get(at).to_owned());
        read.ids.push(format!("{prefix}{id}"));
        let started = Instant::now();
        let cells: Vec<(Property, &str)> = columns.iter().map(|&(at, property)| (property, row.get(at))).collect();
        let number_of_list = read.lists.number(list, own.list.map_or("", |at| row.get(at)), &mut read.builder);
        read.builder.push_cells(number_of_list, &own.said(&row), &cells);
        read.times.push(started.elapsed().as_secs_f64() * 1e3);
        number += 1;
    }
    Ok(())
}

fn remark_meanings(path: &Path, meanings: &[Meaning], printer: &mut Printer) {
    printer.remark(format!("{}: columns as understood", path.display()));
    for meaning in meanings {
        let property = meaning.property.map_or("-", Property::as_str);
        printer.remark(format!("  {:<24} {property:<20} {}", meaning.header, meaning.why));
    }
}

fn report(table: &Table, linkage: &Linkage, printer: &mut Printer) {
    for rule in linkage.rules.iter().filter(|rule| rule.pairs > 0) {
        printer.remark(format!("  rule {:<24} {:>12} pairs", rule.rule, rule.pairs));
    }
    for (rule, records) in &linkage.blocks.passed_over {
        printer.remark(format!("  passed over: a block of {records} records by {rule}"));
    }
    for (comparison, parameters) in table.comparisons().iter().zip(&linkage.model.parameters) {
        let learnt = if parameters.m_learnt { "learnt" } else { "shipped defaults" };
        let levels: Vec<String> = comparison
            .levels()
            .iter()
            .enumerate()
            .skip(1)
            .map(|(level, names)| format!("{} {:+.1}", names.name, (parameters.m[level] / parameters.u[level]).log2()))
            .collect();
        printer.remark(format!("  {:<20} {learnt}: {}", comparison.name(), levels.join(", ")));
    }
}

fn write_pairs(path: &Path, table: &Table, linkage: &Linkage, ids: &[String], levels: bool) -> anyhow::Result<()> {
    let mut output = create(path)?;
    write!(output, "{PAIR_HEADER}")?;
    if levels {
        for comparison in table.comparisons() {
            write!(output, ",{}", comparison.name())?;
        }
    }
    writeln!(output)?;
    let mut explainer = link::person::Explainer::new(table, &linkage.model);
    for link in &linkage.links {
        pair_cells(&mut output, ids, link)?;
        if levels {
            let explanation = explainer.lines(link.left, link.right);
            for comparison in table.comparisons().iter().map(|&comparison| Comparison::name(comparison)) {
                let level = explanation
                    .lines
                    .iter()
                    .find(|line| line.comparison == comparison)
                    .map_or("missing", |line| line.level);
                write!(output, ",{}", quoted(level))?;
            }
        }
        writeln!(output)?;
    }
    output.finish()
}

/// What stands in the first columns of PAIRS.
pub(super) const PAIR_HEADER: &str = "left,right,weight,probability,rule";

/// The first cells of a pair's row.
pub(super) fn pair_cells(output: &mut impl Write, ids: &[String], link: &Link) -> std::io::Result<()> {
    write!(
        output,
        "{},{},{:.4},{:.6},{}",
        quoted(&ids[link.left as usize]),
        quoted(&ids[link.right as usize]),
        link.weight_bits(),
        link.probability(),
        quoted(link.rule_name())
    )
}

/// Columns that speak of the list, not of the person: which list a row of a joint table is from, and the date on which
/// it said an age.
struct Own {
    list: Option<usize>,
    as_of: Option<usize>,
}

impl Own {
    fn of(meanings: &[Meaning], ignored: &[String]) -> Self {
        let named = |names: &[&str]| {
            let is_it = |meaning: &Meaning| {
                meaning.property.is_none()
                    && !ignored.contains(&meaning.header)
                    && names.contains(&meaning.header.to_lowercase().as_str())
            };
            meanings.iter().position(is_it)
        };
        Own { list: named(&["list", "source", "source_list"]), as_of: named(&["as_of", "list_date"]) }
    }

    fn said(&self, row: &exchange::table::Row<'_>) -> AsOf {
        let date = self.as_of.and_then(|at| record::PartialDate::parse_edtf(row.get(at).trim()).ok());
        date.map_or(AsOf::default(), AsOf::from)
    }
}

/// Lists by number, over both tables: a table without a column of lists is one list.
#[derive(Default)]
pub(super) struct Lists {
    /// By side, then by name.
    numbers: HashMap<u16, HashMap<String, u16>>,
    known: usize,
}

impl Lists {
    /// The number of a list, which stands on its side from the first time that it is named.
    fn number(&mut self, side: u16, name: &str, builder: &mut TableBuilder) -> u16 {
        let numbers = self.numbers.entry(side).or_default();
        if let Some(&number) = numbers.get(name) {
            return number;
        }
        // Further lists share the last number rather than none.
        let number = self.known.min(usize::from(u16::MAX)) as u16;
        numbers.insert(name.to_owned(), number);
        self.known += 1;
        builder.stands_on(number, side);
        number
    }
}
