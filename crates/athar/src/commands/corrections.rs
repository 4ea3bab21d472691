//! `athar corrections`: what is owed outside because its ground fell away.

use crate::Outcome;
use crate::archive_at::{ArchiveAt, now};
use crate::printer::Printer;
use crate::signing::{KeyAt, said};
use serde::Serialize;

/// List what has to be put right outside, and by whom; or say that it was done, and how (from standard input).
#[derive(clap::Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    at: ArchiveAt,
    #[command(flatten)]
    by: KeyAt,
    /// The entries of a correction's cause and consequence: it was done.
    #[arg(long, num_args = 2, value_names = ["CAUSE", "CONSEQUENCE"])]
    done: Option<Vec<u64>>,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

#[derive(Serialize)]
struct Line {
    cause: u64,
    consequence: u64,
    account: Option<String>,
    done: Option<u64>,
}

pub(crate) fn run(arguments: &Arguments, printer: &mut Printer) -> anyhow::Result<Outcome> {
    let archive = arguments.at.open()?;
    if let Some([cause, consequence]) = arguments.done.as_deref() {
        let how = said()?;
        let by = arguments.by.account(&archive)?;
        archive.corrected(*cause, *consequence, how, by, &now())?;
        printer.line("Kept.")?;
        return Ok(Outcome::Done);
    }
    let all = archive.corrections()?.into_iter();
    let lines: Vec<Line> = all
        .map(|one| Line {
            cause: one.cause,
            consequence: one.consequence,
            account: one.account.map(|account| account.to_string()),
            done: one.done,
        })
        .collect();
    if arguments.json {
        printer.json(&lines)?;
    } else {
        for line in &lines {
            let who = line.account.as_deref().unwrap_or("nobody named");
            let state = line.done.map_or_else(|| "open".to_owned(), |entry| format!("done by entry {entry}"));
            printer.line(format!(
                "entry {} took the ground from entry {}: {who}, {state}",
                line.cause, line.consequence
            ))?;
        }
    }
    Ok(if lines.iter().any(|line| line.done.is_none()) { Outcome::No } else { Outcome::Done })
}
