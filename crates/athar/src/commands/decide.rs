//! `athar decide`: what a human holds of two records, with what the machine showed frozen beside it.

use crate::archive_at::{ArchiveAt, now};
use crate::commands::explain::explain;
use crate::linking::load;
use crate::printer::Printer;
use crate::{Outcome, WrongUse};
use record::Private;
use std::io::Read;
use store::{Json, NewDecision, RecordId, Verdict};

/// Decide whether two records are about the same person. A decision can be taken back.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    at: ArchiveAt,
    /// One record, such as R2.17.
    left: RecordId,
    /// The other.
    right: RecordId,
    /// same, different or unsure.
    #[arg(value_parser = verdict_of)]
    verdict: Verdict,
    /// Why: somebody will ask. `-` reads it from standard input, so that it reaches no process list.
    #[arg(long)]
    reason: String,
}

fn verdict_of(text: &str) -> Result<Verdict, String> {
    Verdict::parse(text).ok_or_else(|| "verdicts are same, different and unsure".to_owned())
}

pub(crate) fn run(arguments: &Arguments, printer: &mut Printer) -> anyhow::Result<Outcome> {
    let mut reason = arguments.reason.clone();
    if reason == "-" {
        reason.clear();
        std::io::stdin().read_to_string(&mut reason)?;
    }
    let reason = reason.trim();
    if reason.is_empty() {
        return Err(WrongUse("a decision needs a reason".to_owned()).into());
    }
    let archive = arguments.at.open()?;
    let explanation = explain(&archive, &load(&archive)?, arguments.left, arguments.right, printer)?;
    let decision = NewDecision {
        left: arguments.left,
        right: arguments.right,
        verdict: arguments.verdict,
        reason: Private::from(reason),
        weight_1024: Some(explanation.weight),
        evidence: Json::of(&explanation)?,
        run: None,
        compared: Vec::new(),
        signatures: Vec::new(),
    };
    let id = archive.decide(decision, &now())?;
    printer.line(format!(
        "{id}: {} and {} are held to be {}.",
        arguments.left,
        arguments.right,
        arguments.verdict.as_str()
    ))?;
    printer.remark("No key is enrolled: the decision is kept and groups records, but counts for no human. `athar undo` takes it back.");
    Ok(Outcome::Done)
}
