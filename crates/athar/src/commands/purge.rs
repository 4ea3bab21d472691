//! `athar purge`: what is due to be forgotten, and forgetting it.

use crate::Outcome;
use crate::archive_at::{ArchiveAt, now};
use crate::passphrase::unlock_sealed;
use crate::printer::Printer;
use crate::signing::{KeyAt, said};
use crate::{name_index, raw_links};
use anyhow::Context;
use serde::Serialize;
use std::path::PathBuf;
use store::{Due, PurgeReport, Why};

/// Show what is due to be forgotten, and with --yes forget it for good: records of people who asked to be removed, once a
/// human has verified it; contacts whose day is over; imports that were taken back.
///
/// Content and its keys go; the history stays checkable, and the original file stays sealed for keyholders.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    at: ArchiveAt,
    #[command(flatten)]
    by: KeyAt,
    /// Also everything of imports that were taken back so many days ago or earlier.
    #[arg(long, value_name = "DAYS")]
    undone_days: Option<u32>,
    /// Also the requests of cases that were closed.
    #[arg(long)]
    closed_cases: bool,
    /// Forget it. Without this it is only shown.
    #[arg(long)]
    yes: bool,
    /// A file that holds the keyholders' passphrase: contacts of others that lie beside what goes are sealed anew.
    #[arg(long, value_name = "FILE")]
    keyholder_passphrase_file: Option<PathBuf>,
    /// Why; `-` reads it from standard input. No names: it stands in the history.
    #[arg(long, default_value = "due")]
    reason: String,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

#[derive(Serialize)]
struct Report {
    records: Vec<Row>,
    contacts: Vec<String>,
    imports: Vec<String>,
    purged: Option<PurgeReport>,
}

#[derive(Serialize)]
struct Row {
    record: String,
    why: Why,
}

pub(crate) fn run(arguments: &Arguments, printer: &mut Printer) -> anyhow::Result<Outcome> {
    let mut archive = if arguments.yes { arguments.at.open_to_write()? } else { arguments.at.open()? };
    let by = arguments.by.account(&archive)?;
    let today = now();
    let before = arguments.undone_days.map(days_ago).transpose()?;
    let due = archive.due(today.get(..10).unwrap_or_default(), before.as_deref(), arguments.closed_cases)?;
    let mut report = told(&due);
    if arguments.yes && !due.is_empty() {
        unlock_sealed(archive.keys(), arguments.keyholder_passphrase_file.as_deref())?;
        let reason = if arguments.reason == "-" { said()? } else { arguments.reason.as_str().into() };
        report.purged = Some(archive.purge(&due, by, reason, &today)?);
        // What follows from the tables goes with them; the next search and the next run make it again.
        let folder = archive.dir().display().to_string();
        name_index::drop_kept(&archive).with_context(|| format!("cannot remove the index of names in {folder}"))?;
        raw_links::drop_kept(&archive)
            .with_context(|| format!("cannot remove the pairs of the last run in {folder}"))?;
    }
    if arguments.json {
        printer.json(&report)?;
    } else {
        print(&report, printer)?;
    }
    Ok(Outcome::Done)
}

fn told(due: &Due) -> Report {
    Report {
        records: due.records.iter().map(|(record, why)| Row { record: record.to_string(), why: *why }).collect(),
        contacts: due.contacts.iter().map(ToString::to_string).collect(),
        imports: due.imports.iter().map(ToString::to_string).collect(),
        purged: None,
    }
}

fn print(report: &Report, printer: &mut Printer) -> anyhow::Result<()> {
    for row in &report.records {
        let why = match row.why {
            Why::Withdrawn => "the person asked to be removed, and it was verified",
            Why::CaseClosed => "a request whose case was closed",
        };
        printer.line(format!("{}: {why}", row.record))?;
    }
    for case in &report.contacts {
        printer.line(format!("{case}: the contacts of its askers, whose day is over"))?;
    }
    for import in &report.imports {
        printer.line(format!("{import}: everything in it; it was taken back"))?;
    }
    match &report.purged {
        Some(purged) => printer.line(format!(
            "Forgotten: {} records, {} entries, the contacts of {} cases; {} keys destroyed. Backups made before still hold \
             them: a restore with today's key file honours this.",
            purged.records, purged.entries, purged.contacts, purged.keys
        )),
        None if report.records.is_empty() && report.contacts.is_empty() && report.imports.is_empty() => {
            printer.line("Nothing is due.")
        }
        None => printer.line("Nothing was forgotten: --yes forgets this, for good."),
    }
}

/// The time so many days ago, as entries have it.
fn days_ago(days: u32) -> anyhow::Result<String> {
    let then = jiff::Timestamp::now().checked_sub(jiff::SignedDuration::from_hours(24 * i64::from(days)))?;
    // One day is short of everything that was taken back this very second.
    Ok(jiff::Timestamp::from_second(then.as_second() + i64::from(days == 0))?.to_string())
}
