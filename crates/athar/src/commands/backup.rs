//! `athar backup`: one encrypted file that grows by what is new.

use crate::Outcome;
use crate::archive_at::{ArchiveAt, now};
use crate::printer::Printer;
use indicatif::ProgressBar;
use std::path::PathBuf;
use store::{Backup, BackupStep, WrittenAnew};

/// Write an archive into one encrypted file, or bring that file up to date; then read back what was written.
///
/// The file and the archive's passphrase (or two shares) together give the archive back: `athar restore`. Run again on the
/// same file only what is new is added; a run that was cut short is gone on with.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    at: ArchiveAt,
    /// The backup.
    file: PathBuf,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

/// A bar for each step of the work.
pub(super) struct Bars<'printer> {
    printer: &'printer Printer,
    bar: Option<(BackupStep, ProgressBar)>,
}

impl Bars<'_> {
    pub(super) fn new(printer: &Printer) -> Bars<'_> {
        Bars { printer, bar: None }
    }

    pub(super) fn show(&mut self, step: BackupStep, done: u64, total: u64) {
        if self.bar.as_ref().is_none_or(|(of, _)| *of != step) {
            self.clear();
            let what = match step {
                BackupStep::Reading => "reading the backup",
                BackupStep::Writing => "writing",
                BackupStep::ReadingBack => "reading back",
                BackupStep::Rebuilding => "rebuilding",
            };
            self.bar = Some((step, self.printer.bar(what)));
        }
        if let Some((_, bar)) = &self.bar {
            bar.set_length(total);
            bar.set_position(done);
        }
    }

    pub(super) fn clear(&mut self) {
        if let Some((_, bar)) = self.bar.take() {
            bar.finish_and_clear();
        }
    }
}

pub(crate) fn run(arguments: &Arguments, printer: &mut Printer) -> anyhow::Result<Outcome> {
    let archive = arguments.at.open()?;
    let mut bars = Bars::new(printer);
    let done = archive.backup(&arguments.file, &now(), |step, done, total| bars.show(step, done, total));
    bars.clear();
    let done = done?;
    match done.anew {
        Some(WrittenAnew::Erased) => {
            printer.remark("Things that were in the backup were erased from the archive since: it was written anew.");
            printer.remark("Copies of the old one elsewhere still hold them: replace those.");
        }
        Some(WrittenAnew::KeysChanged) => {
            printer.remark(
                "Passphrases or keys were changed since: the backup was written anew, and opens with the new ones.",
            );
        }
        None if done.torn > 0 => printer.remark("A run that was cut short was gone on with."),
        None => {}
    }
    if arguments.json {
        printer.json(&done)?;
    } else {
        print(&done, printer)?;
    }
    Ok(if done.missing.is_empty() { Outcome::Done } else { Outcome::No })
}

fn print(done: &Backup, printer: &mut Printer) -> anyhow::Result<()> {
    let Backup { entries, chunks, originals, readings, keys, bytes, added, .. } = done;
    printer.line(format!(
        "{entries} entries, {chunks} chunks, {originals} original files, {readings} readings, {keys} wrapped keys"
    ))?;
    printer.line(format!("root {}", done.root))?;
    printer.line(format!("{bytes} bytes, {added} of them new, read back and whole"))?;
    for missing in &done.missing {
        printer.line(format!("MISSING: {missing}"))?;
    }
    Ok(())
}
