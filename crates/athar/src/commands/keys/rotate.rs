//! `athar keys rotate` and `revoke`: new roots and new pairs of keys, when somebody may have the old ones.

use super::opening::KeysAt;
use super::show::tell;
use crate::Outcome;
use crate::printer::Printer;
use crate::signing::seconds;
use vault::keys::Keyring;

/// Wrap all working keys under a new root, or give the team a new pair of keys. Passphrases and shares stay.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    at: KeysAt,
    /// A new pair of keys of the team, instead of a new working root.
    #[arg(long)]
    team: bool,
    /// Seal anew to the new pair what was sealed to older ones.
    #[arg(long, requires = "team")]
    rewrap: bool,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

/// Seal no more to a key of the team, and seal anew to another what was sealed to it.
#[derive(clap::Args)]
pub(crate) struct RevokeArguments {
    #[command(flatten)]
    at: KeysAt,
    /// The number of the key, as `athar keys show` says it.
    number: u32,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

pub(super) fn run(arguments: &Arguments, printer: &mut Printer) -> anyhow::Result<Outcome> {
    let Arguments { at, team, rewrap, json } = arguments;
    if *team {
        let number = at.open_sealed()?.rotate_team(seconds(), *rewrap)?;
        printer.remark(format!("What is sealed from now on is sealed to team key {number}."));
    } else {
        let passphrase = at.passphrase()?;
        let passphrase = passphrase.as_ref().map(|text| text.as_str());
        Keyring::open(&at.path(), passphrase)?.rotate_working(passphrase)?;
        printer.remark("Programs that have the archive open and know no passphrase have to be started again.");
    }
    tell(&at.summary()?, *json, printer)?;
    Ok(Outcome::Done)
}

pub(super) fn run_revoke(arguments: &RevokeArguments, printer: &mut Printer) -> anyhow::Result<Outcome> {
    let RevokeArguments { at, number, json } = arguments;
    let rewrapped = at.open_sealed()?.revoke_team(*number, seconds())?;
    printer.remark(format!("{rewrapped} keys that were sealed to team key {number} are sealed to another now."));
    tell(&at.summary()?, *json, printer)?;
    Ok(Outcome::Done)
}
