//! `athar confirm` and `athar sign`: the second human, here or far from the archive.

use crate::archive_at::{ArchiveAt, now};
use crate::commands::decide::tell_standing;
use crate::printer::Printer;
use crate::projection_file::create_private;
use crate::signing::{KeyAt, read_key, seconds};
use crate::{Outcome, WrongUse};
use anyhow::Context;
use serde::{Deserialize, Serialize};
use std::fs;
use std::io::Write;
use std::path::PathBuf;
use store::{DecisionId, Hash, NewDecision, Signature};

/// Put your signature under another's decision: with your key, or with a signature that was made elsewhere.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    at: ArchiveAt,
    #[command(flatten)]
    by: KeyAt,
    /// The decision, such as D41.
    decision: DecisionId,
    /// Write the packet for a human who signs elsewhere to this file, and confirm nothing.
    #[arg(long, value_name = "FILE", conflicts_with_all = ["key", "signature"])]
    packet_to: Option<PathBuf>,
    /// A signature that `athar sign` made elsewhere.
    #[arg(long, value_name = "FILE", conflicts_with = "key")]
    signature: Option<PathBuf>,
}

/// Sign a packet without the archive: shows what was decided, and prints the signature.
#[derive(clap::Args)]
pub(crate) struct SignArguments {
    /// The packet, as `athar confirm --packet-to` wrote it.
    packet: PathBuf,
    /// File with your secret key.
    #[arg(long, value_name = "FILE")]
    key: PathBuf,
    /// File with the passphrase of that key, when it has one; otherwise it is asked for.
    #[arg(long, value_name = "FILE")]
    key_passphrase_file: Option<PathBuf>,
}

/// A decision on its way to whoever signs it.
#[derive(Serialize, Deserialize)]
struct Packet {
    decision_id: DecisionId,
    decision: NewDecision,
    /// Leaf of the entry that holds it.
    leaf: Hash,
}

pub(crate) fn run(arguments: &Arguments, printer: &mut Printer) -> anyhow::Result<Outcome> {
    let archive = arguments.at.open_to_write()?;
    let id = arguments.decision;
    let decision = archive.decision(id)?.decision;
    if let Some(file) = &arguments.packet_to {
        // In the log, like everything that is shown.
        archive.console(seconds()).decision(id)?;
        let leaf = archive.leaf(id.0)?;
        let packet = serde_json::to_vec_pretty(&Packet { decision_id: id, decision, leaf })?;
        create_private(file)
            .and_then(|mut target| target.write_all(&packet))
            .with_context(|| format!("cannot write {}", file.display()))?;
        printer.line(format!(
            "The packet of {id} is in {}. It names two records and why they were held to be one.",
            file.display()
        ))?;
        return Ok(Outcome::Done);
    }
    let signature = match (&arguments.signature, arguments.by.signer(&archive)?) {
        (Some(file), _) => {
            let text = fs::read_to_string(file).with_context(|| format!("cannot read {}", file.display()))?;
            serde_json::from_str::<Signature>(&text)
                .with_context(|| format!("{} holds no signature", file.display()))?
        }
        (None, Some(signer)) => {
            signer.must_be_able_to_decide(&archive, decision.left, decision.right)?;
            signer.key.sign(archive.confirmation_packet(id)?, &now())
        }
        (None, None) => {
            return Err(
                WrongUse("a second human needs a key: --key, or --signature with what they signed".to_owned()).into()
            );
        }
    };
    archive.confirm(id, signature, &now())?;
    let humans = archive.decision(id)?.humans;
    printer.line(format!("{humans} humans stand for {id}."))?;
    tell_standing(&archive, id, printer)?;
    Ok(Outcome::Done)
}

/// Evidence, a line each.
fn plain_lines(evidence: &str) -> Vec<String> {
    let value: Option<serde_json::Value> = serde_json::from_str(evidence).ok();
    let text = value.and_then(|value| serde_json::to_string_pretty(&value).ok()).unwrap_or_default();
    text.lines().map(plain).collect()
}

/// Text for a terminal: what would move its cursor or turn its lines is shown as a dot.
fn plain(text: &str) -> String {
    text.chars().map(|c| if c.is_control() || record::is_hidden(c) { '·' } else { c }).collect()
}

pub(crate) fn run_sign(arguments: &SignArguments, printer: &mut Printer) -> anyhow::Result<Outcome> {
    let path = &arguments.packet;
    let text = fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    let packet: Packet = serde_json::from_str(&text).with_context(|| format!("{} holds no packet", path.display()))?;
    let decision = &packet.decision;
    let bits = decision
        .weight_1024
        .map_or_else(|| "no weight".to_owned(), |weight| format!("{:+.1} bits", f64::from(weight) / 1024.0));
    printer.remark(format!(
        "{}: {} and {} are held to be {} ({bits}), because: {}",
        packet.decision_id,
        decision.left,
        decision.right,
        decision.verdict.as_str(),
        plain(decision.reason.reveal())
    ));
    // All of it: whoever signs stands for what was shown, too.
    for line in plain_lines(decision.evidence.get()) {
        printer.remark(line);
    }
    let signature = read_key(&arguments.key, arguments.key_passphrase_file.as_deref())?
        .sign(decision.packet_at(packet.leaf)?, &now());
    printer.line(serde_json::to_string(&signature)?)?;
    Ok(Outcome::Done)
}
