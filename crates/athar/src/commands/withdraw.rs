//! `athar withdraw`: somebody asks to be removed. What goes outside stops at once; a human then verifies.

use crate::Outcome;
use crate::archive_at::{ArchiveAt, now};
use crate::printer::Printer;
use crate::signing::{KeyAt, said};
use store::RecordId;

/// Take in that somebody asks to be removed, or answer it. Their words, or why, are read from standard input.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    at: ArchiveAt,
    #[command(flatten)]
    by: KeyAt,
    /// The record; without it, those that wait for an answer are listed.
    record: Option<RecordId>,
    /// They had the right to ask: it stays so.
    #[arg(long, conflicts_with = "refuse")]
    verify: bool,
    /// They had no right to: what was before holds.
    #[arg(long)]
    refuse: bool,
}

pub(crate) fn run(arguments: &Arguments, printer: &mut Printer) -> anyhow::Result<Outcome> {
    let archive = arguments.at.open_to_write()?;
    let by = arguments.by.account(&archive)?;
    let Some(record) = arguments.record else {
        for record in archive.open_withdrawals()? {
            printer.line(record.to_string())?;
        }
        return Ok(Outcome::Done);
    };
    let words = said()?;
    if arguments.verify || arguments.refuse {
        archive.answer_withdrawal(record, arguments.verify, words, by, &now())?;
        printer.line(format!(
            "{record}: {}.",
            if arguments.verify { "nothing of it goes outside" } else { "as before" }
        ))?;
    } else {
        archive.ask_withdrawal(record, words, by, &now())?;
        printer.line(format!(
            "{record}: nothing of it goes outside from now on. A human verifies with --verify or --refuse."
        ))?;
    }
    Ok(Outcome::Done)
}
