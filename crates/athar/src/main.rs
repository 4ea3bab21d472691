//! Athar finds people who disappeared into detention: one binary, one file a subcommand.
#![forbid(unsafe_code)]

mod commands;
mod meter;
mod printer;
mod tables;

use clap::{Parser, Subcommand};
use printer::{Printer, is_broken_pipe};
use std::process::ExitCode;

/// Finds people who disappeared into detention: reads every list, works out which rows speak of the same
/// person across Arabic, Kurdish and Latin spellings, shows why, and lets people decide.
#[derive(Parser)]
#[command(version, propagate_version = true)]
struct Arguments {
    /// Print results only: no progress, no remarks.
    #[arg(long, global = true)]
    quiet: bool,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    Match(commands::match_tables::Arguments),
    Evaluate(commands::evaluate::Arguments),
}

/// How a run ended, when nothing failed.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Outcome {
    /// Done.
    Done,
    /// The answer is no, or problems were found.
    No,
}

/// Wrong use: the arguments do not fit together.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
struct WrongUse(String);

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let mut printer = Printer::new(arguments.quiet);
    match run(arguments.command, &mut printer) {
        Ok(Outcome::Done) => ExitCode::SUCCESS,
        Ok(Outcome::No) => ExitCode::from(1),
        Err(error) if is_broken_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            printer.error(&error);
            ExitCode::from(if error.is::<WrongUse>() { 2 } else { 3 })
        }
    }
}

fn run(command: Command, printer: &mut Printer) -> anyhow::Result<Outcome> {
    match command {
        Command::Match(arguments) => commands::match_tables::run(&arguments, printer),
        Command::Evaluate(arguments) => commands::evaluate::run(&arguments, printer),
    }
}
