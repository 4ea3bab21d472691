//! `athar keys share` and `recover`: three shares, of which two open everything when the passphrases are lost.

use super::opening::KeysAt;
use super::show::tell;
use crate::Outcome;
use crate::passphrase::ask_new;
use crate::printer::Printer;
use crate::signing::seconds;
use anyhow::Context;
use serde::Serialize;
use std::io::{BufRead, IsTerminal, Read};
use std::path::PathBuf;
use vault::keys::{Keyring, Share};
use zeroize::Zeroizing;

/// Bytes of standard input that may be shares.
const INPUT_MAX: u64 = 16 * 1024;

/// Make three shares and print them. Two of them together open everything; those made before open nothing any more.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    at: KeysAt,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

/// Open an archive's keys by two shares, read from standard input, one a line, and set a new passphrase.
///
/// Every passphrase that the keys had opens them no longer, the keyholders' included.
#[derive(clap::Args)]
pub(crate) struct RecoverArguments {
    #[command(flatten)]
    at: KeysAt,
    /// A file that holds the new passphrase, instead of being asked for it.
    #[arg(long, value_name = "FILE")]
    new_passphrase_file: Option<PathBuf>,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

#[derive(Serialize)]
struct Shares<'text> {
    shares: Vec<&'text str>,
    needed: usize,
}

pub(super) fn run(arguments: &Arguments, printer: &mut Printer) -> anyhow::Result<Outcome> {
    let shares = arguments.at.open_sealed()?.make_shares()?;
    if arguments.json {
        printer.json(&Shares { shares: shares.iter().map(|share| share.as_str()).collect(), needed: 2 })?;
    } else {
        for share in &shares {
            printer.line(&**share)?;
        }
    }
    printer.remark(
        "Write each on paper of its own and give them to three people in three places. Two of them open everything;",
    );
    printer.remark("one of them alone says nothing. Then clear this screen. Shares from before open nothing any more.");
    Ok(Outcome::Done)
}

pub(super) fn run_recover(arguments: &RecoverArguments, printer: &mut Printer) -> anyhow::Result<Outcome> {
    let RecoverArguments { at, new_passphrase_file, json } = arguments;
    // Before anybody types a long share: is there a file?
    at.summary()?;
    let shares = read_shares(printer)?;
    let passphrase = ask_new("new passphrase", new_passphrase_file.as_deref())?;
    Keyring::recover(&at.path(), &shares, &passphrase, seconds())?;
    tell(&at.summary()?, *json, printer)?;
    printer.remark(
        "The new passphrase opens everything. Give the keyholders their own again (`athar keys protect-sealed`),",
    );
    printer.remark("and make new shares (`athar keys share`): two of these were in one place.");
    Ok(Outcome::Done)
}

/// Two shares from standard input.
pub(crate) fn read_shares(printer: &mut Printer) -> anyhow::Result<Vec<Share>> {
    let input = std::io::stdin();
    if input.is_terminal() {
        printer.remark("Type two shares, one a line:");
    }
    let mut shares: Vec<Share> = Vec::new();
    for line in input.lock().take(INPUT_MAX).lines() {
        let line = Zeroizing::new(line.context("cannot read the shares")?);
        if line.trim().is_empty() {
            continue;
        }
        let share = line.parse::<Share>().with_context(|| format!("share {} of the input", shares.len() + 1))?;
        shares.push(share);
        if shares.len() == 2 {
            break;
        }
    }
    Ok(shares)
}
