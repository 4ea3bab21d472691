//! `athar keys`: the keys of an archive, and the key with which a human signs what they decide.

mod opening;
mod protect;
mod rotate;
mod share;
mod show;
mod signing;

pub(crate) use share::read_shares;

use crate::Outcome;
use crate::printer::Printer;

/// Keys: those of an archive, and those with which humans sign.
#[derive(clap::Subcommand)]
pub(crate) enum Command {
    New(signing::Make),
    Public(signing::Public),
    Lock(signing::Lock),
    Show(show::Arguments),
    Protect(protect::Arguments),
    ProtectSealed(protect::SealedArguments),
    Share(share::Arguments),
    Recover(share::RecoverArguments),
    Rotate(rotate::Arguments),
    Revoke(rotate::RevokeArguments),
}

pub(crate) fn run(command: Command, printer: &mut Printer) -> anyhow::Result<Outcome> {
    match command {
        Command::New(arguments) => signing::run_new(&arguments, printer),
        Command::Public(arguments) => signing::run_public(&arguments, printer),
        Command::Lock(arguments) => signing::run_lock(&arguments, printer),
        Command::Show(arguments) => show::run(&arguments, printer),
        Command::Protect(arguments) => protect::run(&arguments, printer),
        Command::ProtectSealed(arguments) => protect::run_sealed(&arguments, printer),
        Command::Share(arguments) => share::run(&arguments, printer),
        Command::Recover(arguments) => share::run_recover(&arguments, printer),
        Command::Rotate(arguments) => rotate::run(&arguments, printer),
        Command::Revoke(arguments) => rotate::run_revoke(&arguments, printer),
    }
}
