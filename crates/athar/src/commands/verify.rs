//! `athar verify`: recomputes every hash of an archive, offline.

use crate::Outcome;
use crate::archive_at::ArchiveAt;
use crate::printer::Printer;
use serde::Serialize;

/// Recompute every hash and the tree of the ledger, the chunks of imports, and the original files.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    at: ArchiveAt,
    /// Compare every projection with what the ledger gives, too.
    #[arg(long)]
    deep: bool,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

#[derive(Serialize)]
struct Report {
    entries: u64,
    root: String,
    chunks: u64,
    originals: u64,
    deep: bool,
    differences: Vec<String>,
}

pub(crate) fn run(arguments: &Arguments, printer: &mut Printer) -> anyhow::Result<Outcome> {
    let mut archive = arguments.at.open()?;
    let found = if arguments.deep { archive.verify_deep()? } else { archive.verify()? };
    let report = Report {
        entries: found.entries,
        root: found.root.to_string(),
        chunks: found.chunks,
        originals: found.originals,
        deep: found.deep,
        differences: found.differences,
    };
    let clean = report.differences.is_empty();
    if arguments.json {
        printer.json(&report)?;
    } else {
        printer.line(format!(
            "{} entries, {} chunks, {} original files",
            report.entries, report.chunks, report.originals
        ))?;
        printer.line(format!("root {}", report.root))?;
        for difference in &report.differences {
            printer.line(format!("DIFFERS: {difference}"))?;
        }
        printer.line(if clean {
            "Everything is as it was accepted."
        } else {
            "The archive is not as it was accepted."
        })?;
    }
    Ok(if clean { Outcome::Done } else { Outcome::No })
}
