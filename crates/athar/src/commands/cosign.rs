//! `athar cosign`: asks a witness to cosign the published checkpoint, and keeps its word beside it.

use crate::Outcome;
use crate::archive_at::ArchiveAt;
use crate::http::{Url, post};
use crate::printer::Printer;
use anyhow::Context;
use serde::Serialize;
use store::Archive;
use vault::proof::checkpoint::SignedCheckpoint;
use vault::proof::key::{Algorithm, VerifierKey};
use vault::proof::note::{NoteSignature, parse_signatures};
use vault::proof::witness::AddCheckpoint;

/// Bytes of a witness's answer, at most.
const ANSWER_BYTES_MAX: u64 = 64 << 10;
/// How often the witness may name another size before this gives up: others may be asking it, too.
const TRIES_MAX: usize = 5;

/// Ask a witness to cosign the checkpoint that was published last, with the proof that nothing it saw before was changed. Its
/// signature is kept with the checkpoint.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    at: ArchiveAt,
    /// Where the witness is, such as <http://127.0.0.1:8090>.
    #[arg(long, value_name = "URL")]
    witness: Url,
    /// The witness's public key, as it was told you by another way.
    #[arg(long, value_name = "KEY")]
    witness_key: VerifierKey,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

#[derive(Serialize)]
struct Report {
    size: u64,
    witness: String,
    cosigned: bool,
    /// Seconds since 1970.
    time: Option<u64>,
    refused: Option<String>,
}

/// What a witness said.
enum Word {
    Cosigned(Box<NoteSignature>, u64),
    Refused(String),
}

pub(crate) fn run(arguments: &Arguments, printer: &mut Printer) -> anyhow::Result<Outcome> {
    if arguments.witness_key.algorithm() != Algorithm::CosignatureV1 {
        return Err(crate::WrongUse("--witness-key is a log's key, not a witness's".to_owned()).into());
    }
    let archive = arguments.at.open()?;
    let signed = archive.published()?.context("no checkpoint was published yet: `athar checkpoint --sign-key` does")?;
    let mut report = Report {
        size: signed.checkpoint.head().size,
        witness: arguments.witness_key.name().to_owned(),
        cosigned: false,
        time: None,
        refused: None,
    };
    match ask(arguments, &archive, &signed)? {
        Word::Cosigned(signature, time) => {
            archive.add_cosignatures(signed.note.text(), vec![*signature])?;
            (report.cosigned, report.time) = (true, Some(time));
        }
        Word::Refused(why) => report.refused = Some(why),
    }
    if arguments.json {
        printer.json(&report)?;
    } else if let Some(why) = &report.refused {
        printer.line(format!("NOT COSIGNED: {why}"))?;
    } else {
        printer.line(format!("{} has cosigned the checkpoint of {} entries", report.witness, report.size))?;
    }
    Ok(if report.cosigned { Outcome::Done } else { Outcome::No })
}

/// Asks from nothing first: the witness then names the size that it knows, and the proof begins there.
fn ask(arguments: &Arguments, archive: &Archive, signed: &SignedCheckpoint) -> anyhow::Result<Word> {
    let size = signed.checkpoint.head().size;
    let mut old_size = 0;
    for _ in 0..TRIES_MAX {
        let begins = old_size > 0 && old_size < size;
        let proof = if begins { archive.consistency_proof(old_size, size)? } else { Vec::new() };
        let body = AddCheckpoint { old_size, proof, signed: signed.clone() }.to_string();
        let url = arguments.witness.below("add-checkpoint");
        let (status, answer) = post(&url, "text/plain; charset=utf-8", body.as_bytes(), ANSWER_BYTES_MAX)?;
        let answer = String::from_utf8(answer).context("the witness's answer is no text")?;
        let why = match status {
            200 => return cosigned(arguments, signed, &answer),
            409 => {
                let known = answer.trim_end().parse::<u64>().context("the witness names no size")?;
                if known > size {
                    format!("the witness has seen {known} entries of this log, and this archive has published {size}")
                } else if known == old_size {
                    format!("the witness has seen another history of {known} entries of this log")
                } else {
                    old_size = known;
                    continue;
                }
            }
            403 => "the witness does not know the key that signed the checkpoint".to_owned(),
            404 => "the witness does not watch this log, or is not there".to_owned(),
            422 => format!("what the witness has seen, {old_size} entries, is not what this log begins with"),
            other => format!("the witness answers with status {other}"),
        };
        return Ok(Word::Refused(why));
    }
    Ok(Word::Refused("the witness names another size each time: somebody else asks for the same log".to_owned()))
}

/// The signature of the key that was asked for, checked before it is kept.
fn cosigned(arguments: &Arguments, signed: &SignedCheckpoint, answer: &str) -> anyhow::Result<Word> {
    let key = &arguments.witness_key;
    let signatures = parse_signatures(answer).context("the witness's answer")?;
    let Some(signature) = signatures.into_iter().find(|signature| key.is_named_by(signature)) else {
        return Ok(Word::Refused("what answers there has another key than the one that you gave".to_owned()));
    };
    match key.check(signed.note.text(), &signature) {
        Ok(time) => Ok(Word::Cosigned(Box::new(signature), time.unwrap_or_default())),
        Err(error) => Ok(Word::Refused(error.to_string())),
    }
}
