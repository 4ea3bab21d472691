//! `athar names`: the name matcher by itself: read, compare, search, learn, measure.

mod compare;
mod learn;
mod measure;
mod metrics;
mod read;
mod search;
mod tables;

use crate::Outcome;
use crate::printer::Printer;

/// Names across Arabic, Kurdish and Latin spellings.
#[derive(clap::Subcommand)]
pub(crate) enum Command {
    /// Read names into parts with roles, alternatives and keys.
    Read(read::Arguments),
    /// Compare pairs of names: a table `id, a, b` with a header on standard input gives `id, score`.
    Compare(compare::Arguments),
    /// Search names among candidates, whatever the script of either.
    Search(search::Arguments),
    /// Learn tables from a folder of pair lists, offline and deterministically.
    Learn(learn::Arguments),
    /// Measure the matcher on labelled pairs and queries, and print the accuracy tables.
    Measure(measure::Arguments),
}

pub(crate) fn run(command: Command, printer: &mut Printer) -> anyhow::Result<Outcome> {
    match command {
        Command::Read(arguments) => read::run(&arguments, printer),
        Command::Compare(arguments) => compare::run(&arguments, printer),
        Command::Search(arguments) => search::run(&arguments),
        Command::Learn(arguments) => learn::run(&arguments, printer),
        Command::Measure(arguments) => measure::run(&arguments, printer),
    }
}
