//! `athar keys protect` and `protect-sealed`: passphrases.

use super::opening::KeysAt;
use super::show::tell;
use crate::Outcome;
use crate::passphrase::ask_new;
use crate::printer::Printer;
use crate::signing::seconds;
use std::path::PathBuf;

/// Put an archive's keys under a passphrase, or change it.
///
/// Whoever copied the file while it was open, or knows the old passphrase, opens nothing that is made from now on. An archive
/// on SQLite becomes ciphertext on the disk as a whole: nobody else may have it open meanwhile.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    at: KeysAt,
    /// A file that holds the new passphrase, instead of being asked for it.
    #[arg(long, value_name = "FILE")]
    new_passphrase_file: Option<PathBuf>,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

/// Give the keyholders a passphrase of their own, or change it: from then on they alone open what is sealed to the team.
#[derive(clap::Args)]
pub(crate) struct SealedArguments {
    #[command(flatten)]
    at: KeysAt,
    /// A file that holds the keyholders' new passphrase, instead of being asked for it.
    #[arg(long, value_name = "FILE")]
    new_passphrase_file: Option<PathBuf>,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

pub(super) fn run(arguments: &Arguments, printer: &mut Printer) -> anyhow::Result<Outcome> {
    let Arguments { at, new_passphrase_file, json } = arguments;
    let ring = at.open()?;
    let passphrase = ask_new("new passphrase", new_passphrase_file.as_deref())?;
    if at.summary()?.slots.iter().any(|slot| slot.kind == "open") {
        ring.protect(&passphrase, seconds())?;
    } else {
        ring.change_passphrase(&passphrase, seconds())?;
    }
    at.encrypt_disk(&ring, printer)?;
    tell(&at.summary()?, *json, printer)?;
    printer.remark(
        "Without this passphrase, or two shares (`athar keys share`), nobody can read the archive any more: not you either.",
    );
    Ok(Outcome::Done)
}

pub(super) fn run_sealed(arguments: &SealedArguments, printer: &mut Printer) -> anyhow::Result<Outcome> {
    let SealedArguments { at, new_passphrase_file, json } = arguments;
    let ring = at.open_sealed()?;
    let passphrase = ask_new("keyholders' new passphrase", new_passphrase_file.as_deref())?;
    ring.protect_sealed(&passphrase, seconds())?;
    tell(&at.summary()?, *json, printer)?;
    if !ring.is_protected() {
        printer.remark("What staff works with is still open to whoever has the file: `athar keys protect`.");
    }
    Ok(Outcome::Done)
}
