//! `athar witness-key`: a key that signs checkpoints, for a witness or for the log itself.

use crate::Outcome;
use crate::durable;
use crate::note_keys::random;
use crate::printer::Printer;
use anyhow::Context;
use serde::Serialize;
use std::path::PathBuf;
use vault::proof::key::NoteSigner;

/// Make a key that signs checkpoints: a witness's, or with --log the log's own. The secret half goes into a file that only
/// you can read, the public half is printed.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Where the secret half goes. A file that exists is not overwritten.
    file: PathBuf,
    /// Name of the key, such as archive.example/log: no spaces, no plus sign. A log's key is named as its origin.
    #[arg(long)]
    name: String,
    /// The key of a log, which signs its own checkpoints.
    #[arg(long)]
    log: bool,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

#[derive(Serialize)]
struct Report {
    key: String,
}

pub(crate) fn run(arguments: &Arguments, printer: &mut Printer) -> anyhow::Result<Outcome> {
    let make = if arguments.log { NoteSigner::from_seed } else { NoteSigner::witness_from_seed };
    let signer = make(random()?, &arguments.name).map_err(|error| crate::WrongUse(error.to_string()))?;
    let made = durable::put_key(&arguments.file, &signer.to_text());
    made.with_context(|| format!("cannot write the key to {}", arguments.file.display()))?;
    let key = signer.verifier().to_string();
    if arguments.json {
        printer.json(&Report { key })?;
    } else {
        printer.line(key)?;
        printer.remark("The line above is the public half: give it to everybody who is to check what this key signs.");
    }
    Ok(Outcome::Done)
}
