//! `athar restore`: an archive from its backup.

use super::backup::Bars;
use crate::Outcome;
use crate::archive_at::{ArchiveAt, now};
use crate::commands::keys::read_shares;
use crate::passphrase::ask;
use crate::printer::Printer;
use std::path::PathBuf;
use store::{Archive, RestoreWith, Restored};

/// Restore an archive from a backup, to a folder (and a database) where there is none; then verify it.
///
/// Needs the passphrase that the keys had when the backup was written, or two shares of that day. A key file that lies beside
/// the folder already is kept: what was destroyed in it stays destroyed, and what was erased since is erased again.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    at: ArchiveAt,
    /// The backup.
    file: PathBuf,
    /// A file that holds the passphrase of the backup, where the key file that lies there has another one by now.
    #[arg(long, value_name = "FILE")]
    backup_passphrase_file: Option<PathBuf>,
    /// A file that holds the keyholders' passphrase: contacts that lie beside what is erased again are sealed anew.
    #[arg(long, value_name = "FILE")]
    keyholder_passphrase_file: Option<PathBuf>,
    /// Read two shares from standard input, one a line, in the place of a passphrase.
    #[arg(long)]
    shares: bool,
    /// Of a backup that is cut off or damaged restore what is whole.
    #[arg(long)]
    torn: bool,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

pub(crate) fn run(arguments: &Arguments, printer: &mut Printer) -> anyhow::Result<Outcome> {
    let mut location = arguments.at.location()?;
    let had_keys = location.keys_path().exists();
    let mut with = RestoreWith { torn: arguments.torn, ..RestoreWith::default() };
    if arguments.shares {
        with.shares = read_shares(printer)?;
    } else {
        if location.passphrase.is_none() && (had_keys || arguments.backup_passphrase_file.is_none()) {
            location.passphrase = Some(ask("passphrase", None)?);
        }
        with.passphrase.clone_from(&location.passphrase);
    }
    if let Some(file) = &arguments.backup_passphrase_file {
        with.passphrase = Some(ask("passphrase of the backup", Some(file))?);
    }
    if let Some(file) = &arguments.keyholder_passphrase_file {
        with.keyholder_passphrase = Some(ask("keyholders' passphrase", Some(file))?);
    }
    let mut bars = Bars::new(printer);
    let restored = Archive::restore(&arguments.file, &location, &with, &now(), |step, done, total| {
        bars.show(step, done, total);
    });
    bars.clear();
    let restored = restored?;
    if !had_keys {
        printer.remark(format!("{} was put in place, as it was that day.", location.keys_path().display()));
        printer.remark("What was erased after that day is back: erase it again (`athar purge`).");
    }
    if arguments.json {
        printer.json(&restored)?;
    } else {
        print(&restored, printer)?;
    }
    Ok(if restored.differences.is_empty() { Outcome::Done } else { Outcome::No })
}

fn print(restored: &Restored, printer: &mut Printer) -> anyhow::Result<()> {
    let Restored { entries, chunks, originals, readings, time, .. } = restored;
    printer.line(format!(
        "{entries} entries, {chunks} chunks, {originals} original files, {readings} readings of {time}"
    ))?;
    printer.line(format!("root {}", restored.root))?;
    if restored.torn > 0 {
        printer.line(format!("{} bytes after that were not whole, and are left out", restored.torn))?;
    }
    if restored.erased_again {
        let head = restored.head;
        printer.line(format!("What was erased since was erased again: {} entries, root {}", head.size, head.root))?;
    }
    for difference in &restored.differences {
        printer.line(format!("DIFFERS: {difference}"))?;
    }
    printer.line(if restored.differences.is_empty() {
        "Everything is as it was accepted."
    } else {
        "The archive is not as it was accepted."
    })
}
