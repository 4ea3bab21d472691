//! `athar checkpoint`: the head of the ledger as a signed text that others keep, and its tree as files that they can check
//! it with.

use crate::Outcome;
use crate::archive_at::ArchiveAt;
use crate::note_keys;
use crate::printer::Printer;
use serde::Serialize;
use std::path::PathBuf;
use vault::proof::checkpoint::SignedCheckpoint;
use vault::proof::key::Algorithm;

/// Sign the head of the ledger, and publish its tree in the archive's folder `log`. Give what is printed to others to keep:
/// whoever has it finds every later change to what it covers. Without a key, print the checkpoint that was published last.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    at: ArchiveAt,
    /// File with the log's key.
    #[arg(long, value_name = "FILE")]
    sign_key: Option<PathBuf>,
    /// Name of the log, the first line of its checkpoints. It never changes. Without it, the key's name.
    #[arg(long, value_name = "TEXT", requires = "sign_key")]
    origin: Option<String>,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

#[derive(Serialize)]
struct Report {
    origin: String,
    size: u64,
    root: String,
    signatures: Vec<String>,
    checkpoint: String,
    folder: PathBuf,
    tiles_written: u64,
}

pub(crate) fn run(arguments: &Arguments, printer: &mut Printer) -> anyhow::Result<Outcome> {
    let (archive, signed, tiles_written);
    if let Some(path) = &arguments.sign_key {
        let signer = note_keys::read(path, Algorithm::Ed25519)?;
        archive = arguments.at.open_to_write()?;
        let origin = arguments.origin.as_deref().unwrap_or(signer.verifier().name());
        let published = archive.checkpoint(&signer, origin)?;
        (signed, tiles_written) = (published.signed, published.tiles_written);
    } else {
        archive = arguments.at.open()?;
        let Some(published) = archive.published()? else {
            printer.remark("No checkpoint was published yet: --sign-key makes one.");
            return Ok(Outcome::No);
        };
        (signed, tiles_written) = (published, 0);
    }
    let SignedCheckpoint { checkpoint, note } = &signed;
    if arguments.json {
        printer.json(&Report {
            origin: checkpoint.origin().to_owned(),
            size: checkpoint.head().size,
            root: checkpoint.head().root.to_string(),
            signatures: note.signatures().iter().map(|signature| signature.name().to_owned()).collect(),
            checkpoint: note.to_string(),
            folder: archive.log_folder(),
            tiles_written,
        })?;
    } else {
        printer.line(note.to_string().trim_end())?;
        let folder = archive.log_folder();
        printer.remark(format!(
            "{} entries; {tiles_written} files written to {}",
            checkpoint.head().size,
            folder.display()
        ));
        printer
            .remark("Keep a copy outside. `athar verify --checkpoint FILE` compares the archive with it at any time.");
    }
    Ok(Outcome::Done)
}
