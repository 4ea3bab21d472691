//! `athar verify`: recomputes every hash of an archive, offline.

use crate::Outcome;
use crate::archive_at::ArchiveAt;
use crate::old_checkpoint::{CheckpointAt, OldCheckpoint, SignedBy};
use crate::printer::Printer;
use serde::Serialize;
use store::{Archive, CheckpointReport, Difference, VerifyReport};

/// Recompute every hash and the tree of the ledger, the chunks of imports, and the original files. With a checkpoint that
/// was kept elsewhere, whatever was changed of what it covers is found, however well it was made to fit.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    at: ArchiveAt,
    /// Compare every projection with what the ledger gives, too.
    #[arg(long)]
    deep: bool,
    #[command(flatten)]
    old: CheckpointAt,
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
    #[serde(skip_serializing_if = "Option::is_none")]
    checkpoint: Option<Compared>,
}

/// What comparing with a checkpoint gave.
#[derive(Serialize)]
struct Compared {
    origin: String,
    size: u64,
    root: String,
    signed_by: Vec<SignedBy>,
    holds: bool,
    first_difference: Option<Difference>,
    tiles: u64,
}

pub(crate) fn run(arguments: &Arguments, printer: &mut Printer) -> anyhow::Result<Outcome> {
    let mut archive = arguments.at.open()?;
    let old = arguments.old.read()?;
    let (found, compared) = both(arguments, &mut archive, old.as_ref())?;
    let mut report = Report {
        entries: found.entries,
        root: found.root.to_string(),
        chunks: found.chunks,
        originals: found.originals,
        deep: found.deep,
        differences: found.differences,
        checkpoint: None,
    };
    if let Some((old, compared)) = old.zip(compared) {
        report.add(old, compared, printer);
    }
    let clean = report.differences.is_empty();
    if arguments.json {
        printer.json(&report)?;
    } else {
        printer.line(format!(
            "{} entries, {} chunks, {} original files",
            report.entries, report.chunks, report.originals
        ))?;
        printer.line(format!("root {}", report.root))?;
        tell_checkpoint(report.checkpoint.as_ref(), printer)?;
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

/// The archive by itself, and against an old checkpoint, where one was given. Both read the whole ledger: at once, unless
/// tables are rebuilt meanwhile.
fn both(
    arguments: &Arguments,
    archive: &mut Archive,
    old: Option<&OldCheckpoint>,
) -> anyhow::Result<(VerifyReport, Option<CheckpointReport>)> {
    let Some(head) = old.map(|old| old.head) else {
        return Ok((if arguments.deep { archive.verify_deep()? } else { archive.verify()? }, None));
    };
    if arguments.deep {
        return Ok((archive.verify_deep()?, Some(archive.verify_checkpoint(head)?)));
    }
    let archive: &Archive = archive;
    std::thread::scope(|scope| {
        let compared = scope.spawn(|| archive.verify_checkpoint(head));
        let found = archive.verify()?;
        let compared = compared.join().map_err(|_| anyhow::anyhow!("comparing with the checkpoint broke off"))?;
        Ok((found, Some(compared?)))
    })
}

impl Report {
    fn add(&mut self, old: OldCheckpoint, compared: CheckpointReport, printer: &mut Printer) {
        if !old.was_checked {
            printer.remark("No --trusted-key: who signed this checkpoint was not checked.");
        }
        self.differences.extend(old.wrong);
        self.differences.extend(compared.differences);
        self.checkpoint = Some(Compared {
            origin: old.origin,
            size: compared.size,
            root: compared.root.to_string(),
            signed_by: old.signed_by,
            holds: compared.first_difference.is_none(),
            first_difference: compared.first_difference,
            tiles: compared.tiles,
        });
    }
}

fn tell_checkpoint(compared: Option<&Compared>, printer: &mut Printer) -> anyhow::Result<()> {
    let Some(compared) = compared else { return Ok(()) };
    for by in &compared.signed_by {
        let time = by.time.and_then(|time| jiff::Timestamp::from_second(time as i64).ok());
        let when = time.map(|time| format!(" at {time}")).unwrap_or_default();
        printer.line(format!("checkpoint of {}: signed by {}{when}", compared.origin, by.name))?;
    }
    let holds = if compared.holds { "are as they were" } else { "ARE NOT AS THEY WERE" };
    printer.line(format!(
        "the {} entries that the checkpoint covers {holds}; {} published files",
        compared.size, compared.tiles
    ))
}
