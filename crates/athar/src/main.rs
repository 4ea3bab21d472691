//! Athar finds people who disappeared into detention: one binary, one file a subcommand.
#![forbid(unsafe_code)]

mod archive_at;
mod commands;
mod copies;
mod demo;
mod demo_desk;
mod demo_report;
mod desk_alone;
mod desk_bringing;
mod desk_giving;
mod desk_matching;
mod desk_pictures;
mod drill;
mod durable;
mod explaining;
mod finding;
mod http;
mod importing;
mod incoming;
mod laying_out;
mod linking;
mod meter;
mod name_index;
mod new_lists;
mod note_keys;
mod old_checkpoint;
mod panics;
mod passphrase;
mod places;
mod printer;
mod projection_file;
mod raw_links;
mod report;
mod serving;
mod signing;
mod system;
mod tables;
mod telling;
mod timestamps;
mod witness_memory;
mod words;
mod working;

use clap::{Parser, Subcommand};
use printer::{Printer, is_broken_pipe};
use std::process::ExitCode;

/// Overwrites what is freed, once an archive is opened.
#[global_allocator]
static MEMORY: store::memory::Forgetful = store::memory::Forgetful;

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
    Desk(commands::desk::Arguments),
    Demo(commands::demo::Arguments),
    Drill(commands::drill::Arguments),
    Serve(commands::serve::Arguments),
    Manual(commands::manual::Arguments),
    Import(commands::import::Arguments),
    Undo(commands::undo::Arguments),
    Link(commands::link::Arguments),
    Find(commands::find::Arguments),
    Explain(commands::explain::Arguments),
    Decide(commands::decide::Arguments),
    Confirm(commands::confirm::Arguments),
    Sign(commands::confirm::SignArguments),
    Person(commands::person::Arguments),
    #[command(subcommand)]
    Request(commands::request::Command),
    Source(Box<commands::source::Arguments>),
    Withdraw(commands::withdraw::Arguments),
    Restrict(commands::restrict::Arguments),
    Corrections(commands::corrections::Arguments),
    Readings(commands::readings::Arguments),
    #[command(subcommand)]
    Account(commands::account::Command),
    #[command(subcommand)]
    Keys(commands::keys::Command),
    SeedPlaces(commands::seed_places::Arguments),
    #[command(subcommand)]
    Jobs(commands::jobs::Command),
    Matches(commands::matches::Arguments),
    Open(commands::open::Arguments),
    Purge(commands::purge::Arguments),
    Backup(commands::backup::Arguments),
    Restore(commands::restore::Arguments),
    Rebuild(commands::rebuild::Arguments),
    Verify(commands::verify::Arguments),
    Checkpoint(commands::checkpoint::Arguments),
    Cosign(commands::cosign::Arguments),
    Timestamp(commands::timestamp::Arguments),
    Witness(commands::witness::Arguments),
    WitnessKey(commands::witness_key::Arguments),
    Match(Box<commands::match_tables::Arguments>),
    Evaluate(commands::evaluate::Arguments),
    #[command(subcommand)]
    Label(commands::label::Command),
    #[command(subcommand)]
    Names(commands::names::Command),
    #[command(hide = true)]
    ManualPage(commands::manual_page::Arguments),
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
    panics::install();
    // What this process holds is for no core file, and for no other process.
    store::memory::harden();
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
        Command::Desk(arguments) => commands::desk::run(&arguments, printer),
        Command::Demo(arguments) => commands::demo::run(&arguments, printer),
        Command::Drill(arguments) => commands::drill::run(&arguments, printer),
        Command::Serve(arguments) => commands::serve::run(&arguments, printer),
        Command::Manual(arguments) => commands::manual::run(&arguments, printer),
        Command::Import(arguments) => commands::import::run(&arguments, printer),
        Command::Undo(arguments) => commands::undo::run(&arguments, printer),
        Command::Link(arguments) => commands::link::run(&arguments, printer),
        Command::Find(arguments) => commands::find::run(&arguments, printer),
        Command::Explain(arguments) => commands::explain::run(&arguments, printer),
        Command::Decide(arguments) => commands::decide::run(&arguments, printer),
        Command::Confirm(arguments) => commands::confirm::run(&arguments, printer),
        Command::Sign(arguments) => commands::confirm::run_sign(&arguments, printer),
        Command::Person(arguments) => commands::person::run(&arguments, printer),
        Command::Request(command) => commands::request::run(command, printer),
        Command::Withdraw(arguments) => commands::withdraw::run(&arguments, printer),
        Command::Restrict(arguments) => commands::restrict::run(&arguments, printer),
        Command::Corrections(arguments) => commands::corrections::run(&arguments, printer),
        Command::Readings(arguments) => commands::readings::run(&arguments, printer),
        Command::Source(arguments) => commands::source::run(&arguments, printer),
        Command::Account(command) => commands::account::run(command, printer),
        Command::Keys(command) => commands::keys::run(command, printer),
        Command::SeedPlaces(arguments) => commands::seed_places::run(&arguments, printer),
        Command::Jobs(command) => commands::jobs::run(command, printer),
        Command::Matches(arguments) => commands::matches::run(&arguments, printer),
        Command::Open(arguments) => commands::open::run(&arguments, printer),
        Command::Purge(arguments) => commands::purge::run(&arguments, printer),
        Command::Backup(arguments) => commands::backup::run(&arguments, printer),
        Command::Restore(arguments) => commands::restore::run(&arguments, printer),
        Command::Rebuild(arguments) => commands::rebuild::run(&arguments, printer),
        Command::Verify(arguments) => commands::verify::run(&arguments, printer),
        Command::Checkpoint(arguments) => commands::checkpoint::run(&arguments, printer),
        Command::Cosign(arguments) => commands::cosign::run(&arguments, printer),
        Command::Timestamp(arguments) => commands::timestamp::run(&arguments, printer),
        Command::Witness(arguments) => commands::witness::run(&arguments, printer),
        Command::WitnessKey(arguments) => commands::witness_key::run(&arguments, printer),
        Command::Match(arguments) => commands::match_tables::run(&arguments, printer),
        Command::Evaluate(arguments) => commands::evaluate::run(&arguments, printer),
        Command::Label(command) => commands::label::run(command, printer),
        Command::Names(command) => commands::names::run(command, printer),
        Command::ManualPage(_) => commands::manual_page::run(&<Arguments as clap::CommandFactory>::command(), printer),
    }
}
