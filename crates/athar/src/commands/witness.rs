//! `athar witness`: a small server that cosigns checkpoints of logs which only ever grow (C2SP tlog-witness).

use crate::Outcome;
use crate::WrongUse;
use crate::http::{self, Answer, Request};
use crate::note_keys;
use crate::printer::Printer;
use crate::signing::seconds;
use crate::witness_memory::FileMemory;
use anyhow::Context;
use serde::Serialize;
use std::fs;
use std::net::{SocketAddr, TcpListener};
use std::path::PathBuf;
use vault::proof::key::{Algorithm, VerifierKey};
use vault::proof::witness::{REQUEST_BYTES_MAX, WatchedLog, Witness};

/// Logs that one witness watches, at most.
const LOGS_MAX: usize = 10_000;

/// Serve as a witness: cosign a log's checkpoint when it begins with everything in the one before, and never otherwise. It
/// speaks plain HTTP: on a loopback, or behind a proxy that speaks TLS.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Where to listen, such as 127.0.0.1:8090.
    #[arg(long, value_name = "ADDRESS")]
    listen: SocketAddr,
    /// Folder for what it remembers. A witness that loses it must take a new key.
    #[arg(long, value_name = "DIR")]
    state: PathBuf,
    /// File with the witness's key.
    #[arg(long, value_name = "FILE")]
    key: PathBuf,
    /// File with the logs to watch: a line each, the log's public key, then its origin unless that is the key's name.
    #[arg(long, value_name = "FILE")]
    origins: PathBuf,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

#[derive(Serialize)]
struct Report {
    listening: SocketAddr,
    key: String,
    logs: usize,
}

pub(crate) fn run(arguments: &Arguments, printer: &mut Printer) -> anyhow::Result<Outcome> {
    let signer = note_keys::read(&arguments.key, Algorithm::CosignatureV1)?;
    let file = &arguments.origins;
    let text = fs::read_to_string(file).with_context(|| format!("cannot read the logs in {}", file.display()))?;
    let logs = watched(&text)?;
    let memory = FileMemory::open(&arguments.state)?;
    let listener =
        TcpListener::bind(arguments.listen).with_context(|| format!("cannot listen on {}", arguments.listen))?;
    let report = Report { listening: listener.local_addr()?, key: signer.verifier().to_string(), logs: logs.len() };
    if arguments.json {
        printer.json(&report)?;
    } else {
        printer.line(format!("listening on http://{} for {} logs", report.listening, report.logs))?;
        printer.line(&report.key)?;
    }
    if !report.listening.ip().is_loopback() {
        printer.remark("This address can be reached from elsewhere, and what is said there can be read on the way.");
    }
    let witness = Witness::new(signer, logs);
    http::serve(&listener, REQUEST_BYTES_MAX as u64, &|request| answer(&witness, &memory, &request));
    Ok(Outcome::Done)
}

fn answer(witness: &Witness, memory: &FileMemory, request: &Request) -> Answer {
    if request.path != "/add-checkpoint" {
        return Answer::plain(404, "there is /add-checkpoint here, and nothing else");
    }
    if request.method != "POST" {
        return Answer::plain(405, "a checkpoint is posted");
    }
    match witness.answer(&request.body, seconds().unsigned_abs(), memory) {
        Ok(answer) => {
            let (content_type, body) = answer.body();
            Answer { status: answer.status(), content_type, body: body.into_bytes() }
        }
        // Nothing was cosigned. What went wrong with the disk is nobody's business outside.
        Err(_) => Answer::plain(500, "the witness cannot remember anything now"),
    }
}

/// Reads the list of logs.
fn watched(text: &str) -> anyhow::Result<Vec<WatchedLog>> {
    let mut logs: Vec<WatchedLog> = Vec::new();
    let lines = (1..).zip(text.lines().map(str::trim)).filter(|(_, line)| !line.is_empty() && !line.starts_with('#'));
    for (number, line) in lines {
        let (key, origin) = line.split_once(' ').map_or((line, None), |(key, origin)| (key, Some(origin.trim())));
        let key: VerifierKey = key.parse().with_context(|| format!("line {number} of the logs"))?;
        anyhow::ensure!(
            key.algorithm() == Algorithm::Ed25519,
            "line {number} of the logs: this is a witness's key, not a log's"
        );
        let origin = origin.unwrap_or(key.name()).to_owned();
        match logs.iter_mut().find(|log| log.origin == origin) {
            Some(log) => log.keys.push(key),
            None => logs.push(WatchedLog { origin, keys: vec![key] }),
        }
    }
    if logs.is_empty() || logs.len() > LOGS_MAX {
        return Err(WrongUse(format!(
            "a witness watches from 1 to {LOGS_MAX} logs, and this file names {}",
            logs.len()
        ))
        .into());
    }
    Ok(logs)
}
