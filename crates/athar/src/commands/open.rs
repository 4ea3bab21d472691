//! `athar open`: a keyholder opens what is sealed of one record, or the original file of one import. Every opening is in the
//! log of readings before anything is shown.

use crate::archive_at::ArchiveAt;
use crate::passphrase::unlock_sealed;
use crate::printer::Printer;
use crate::projection_file::create_private;
use crate::signing::{KeyAt, seconds};
use crate::{Outcome, WrongUse};
use anyhow::Context;
use record::Visibility;
use serde::Serialize;
use std::path::PathBuf;
use store::{ImportNumber, RecordId};

/// Open what is sealed: of one record on the terminal, or the original file of an import into a file. For keyholders, with
/// a key of their own; each opening is logged before it is shown.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// A record such as R2.17, or an import such as I2.
    what: String,
    #[command(flatten)]
    at: ArchiveAt,
    #[command(flatten)]
    by: KeyAt,
    /// Where the original file goes: a new file that only you can read.
    #[arg(long, value_name = "FILE")]
    to: Option<PathBuf>,
    /// A file that holds the keyholders' passphrase, instead of being asked for it.
    #[arg(long, value_name = "FILE")]
    keyholder_passphrase_file: Option<PathBuf>,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

#[derive(Serialize)]
struct Opened {
    record: String,
    claims: Vec<Line>,
    cells: Vec<Line>,
}

#[derive(Serialize)]
struct Line {
    what: String,
    text: String,
}

pub(crate) fn run(arguments: &Arguments, printer: &mut Printer) -> anyhow::Result<Outcome> {
    let archive = arguments.at.open()?;
    let signer = arguments.by.signer(&archive)?;
    let signer = signer.context("opening is the act of a person: --key says whose")?;
    let session = archive.session(signer.account.id, None, seconds())?;
    unlock_sealed(archive.keys(), arguments.keyholder_passphrase_file.as_deref())?;
    if let Ok(import) = arguments.what.parse::<ImportNumber>() {
        let Some(to) = &arguments.to else {
            return Err(WrongUse("--to says into which file the original goes".to_owned()).into());
        };
        let mut file = create_private(to).with_context(|| format!("cannot write {}", to.display()))?;
        session.open_original(import, &mut file)?;
        file.sync_all()?;
        printer.remark(format!("{import}: the original is in {}. Delete it when you are done.", to.display()));
        return Ok(Outcome::Done);
    }
    let record: RecordId =
        arguments.what.parse().map_err(|_| WrongUse("a record is written as R2.17, an import as I2".to_owned()))?;
    let view = session.open(record)?;
    let sealed = view.record.claims.iter().filter(|claim| claim.visibility == Visibility::Sealed);
    let opened = Opened {
        record: record.to_string(),
        claims: sealed
            .map(|claim| Line { what: claim.property.as_str().to_owned(), text: claim.as_written.clone() })
            .collect(),
        cells: view
            .record
            .verbatim
            .iter()
            .map(|cell| Line { what: cell.header.clone(), text: cell.text.clone() })
            .collect(),
    };
    if arguments.json {
        printer.json(&opened)?;
    } else {
        for line in opened.claims.iter().chain(&opened.cells) {
            printer.line(format!("{:<24} {}", line.what, line.text))?;
        }
    }
    Ok(Outcome::Done)
}
