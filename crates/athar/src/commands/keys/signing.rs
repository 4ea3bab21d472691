//! `athar keys new`, `public` and `lock`: the key with which a human signs what they decide.

use crate::Outcome;
use crate::durable;
use crate::passphrase::{Passphrase, ask_new};
use crate::printer::Printer;
use crate::signing::{read_key, read_key_text};
use anyhow::Context;
use std::fs;
use std::path::{Path, PathBuf};
use store::SecretKey;
use vault::keys::{Cost, locked};

/// Make a key to sign with: the secret half goes into a file that only you can read, the public half is printed.
#[derive(clap::Args)]
pub(crate) struct Make {
    /// Where the secret half goes. A file that exists is not overwritten.
    file: PathBuf,
    /// Put the secret half under a passphrase, which is asked for.
    #[arg(long)]
    lock: bool,
    /// A file that holds the passphrase for it, instead of being asked.
    #[arg(long, value_name = "FILE", requires = "lock")]
    new_passphrase_file: Option<PathBuf>,
}

/// Print the public half of a key.
#[derive(clap::Args)]
pub(crate) struct Public {
    /// The file with the secret half.
    file: PathBuf,
    /// A file that holds the passphrase of the key, when it has one, instead of being asked for it.
    #[arg(long, value_name = "FILE")]
    passphrase_file: Option<PathBuf>,
}

/// Put a key to sign with under a passphrase, or change that.
#[derive(clap::Args)]
pub(crate) struct Lock {
    /// The file with the secret half.
    file: PathBuf,
    /// A file that holds the passphrase of the key, when it has one, instead of being asked for it.
    #[arg(long, value_name = "FILE")]
    passphrase_file: Option<PathBuf>,
    /// A file that holds the new passphrase, instead of being asked for it.
    #[arg(long, value_name = "FILE")]
    new_passphrase_file: Option<PathBuf>,
}

pub(super) fn run_new(arguments: &Make, printer: &mut Printer) -> anyhow::Result<Outcome> {
    let Make { file, lock, new_passphrase_file } = arguments;
    let key = SecretKey::generate()?;
    let mut text = Passphrase::new(key.to_text());
    if *lock {
        text = locked_text(&text, new_passphrase_file.as_deref())?;
    }
    durable::put_key(file, &text).with_context(|| format!("cannot write the key to {}", file.display()))?;
    printer.line(key.public().to_string())?;
    printer.remark(if *lock {
        "Whoever has the file and the passphrase signs as you. Keep a copy of it elsewhere."
    } else {
        "Whoever has the file signs as you. Keep it where nobody else looks, and a copy elsewhere."
    });
    Ok(Outcome::Done)
}

pub(super) fn run_public(arguments: &Public, printer: &mut Printer) -> anyhow::Result<Outcome> {
    let key = read_key(&arguments.file, arguments.passphrase_file.as_deref())?;
    printer.line(key.public().to_string())?;
    Ok(Outcome::Done)
}

pub(super) fn run_lock(arguments: &Lock, printer: &mut Printer) -> anyhow::Result<Outcome> {
    let Lock { file, passphrase_file, new_passphrase_file } = arguments;
    let text = read_key_text(file, passphrase_file.as_deref())?;
    let key = SecretKey::parse(&text).with_context(|| format!("{} holds no secret key", file.display()))?;
    let text = locked_text(&text, new_passphrase_file.as_deref())?;
    // The old file stays until the new one is whole: it may be the only copy.
    let beside = file.with_added_extension("new");
    let replaced = durable::put_key(&beside, &text).and_then(|()| fs::rename(&beside, file));
    replaced.with_context(|| format!("cannot write the key to {}", file.display()))?;
    printer.line(key.public().to_string())?;
    printer.remark("Copies of the file from before are not under the passphrase.");
    Ok(Outcome::Done)
}

fn locked_text(text: &str, passphrase_file: Option<&Path>) -> anyhow::Result<Passphrase> {
    let passphrase = ask_new("new passphrase of the key", passphrase_file)?;
    Ok(Passphrase::new(locked::lock(text.trim(), &passphrase, Cost::USUAL)?))
}
