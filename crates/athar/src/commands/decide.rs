//! `athar decide`: what a human holds of two records, with what the machine showed frozen beside it.

use crate::archive_at::{ArchiveAt, now};
use crate::explaining::explain;
use crate::linking::load;
use crate::printer::Printer;
use crate::signing::KeyAt;
use crate::{Outcome, WrongUse};
use record::Private;
use std::io::Read;
use store::{Archive, DecisionId, Json, NewDecision, RecordId, Verdict};

/// Decide whether two records are about the same person. A decision can be taken back.
///
/// With your key the decision is signed and counts for one human. What would take somebody off the list of the sought, or
/// tell a family of a death, needs a second human, who gives their word by `athar confirm`.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    at: ArchiveAt,
    #[command(flatten)]
    by: KeyAt,
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
    let archive = arguments.at.open_to_write()?;
    let signer = arguments.by.signer(&archive)?;
    if let Some(signer) = &signer {
        signer.must_be_able_to_decide(&archive, arguments.left, arguments.right)?;
    }
    let explanation = explain(&archive, &load(&archive)?, arguments.left, arguments.right, printer)?;
    let mut decision = NewDecision {
        left: arguments.left,
        right: arguments.right,
        verdict: arguments.verdict,
        reason: Private::from(reason),
        weight_1024: Some(explanation.weight),
        evidence: Json::of(&explanation)?,
        run: archive.latest_link_run()?.map(|run| run.number),
        token: None,
        compared: Vec::new(),
        signatures: Vec::new(),
    };
    let time = now();
    if let Some(signer) = &signer {
        archive.freeze(&mut decision)?;
        decision.signatures.push(signer.key.sign(decision.packet()?, &time));
    }
    let id = archive.decide(decision, &time)?;
    printer.line(format!(
        "{id}: {} and {} are held to be {}.",
        arguments.left,
        arguments.right,
        arguments.verdict.as_str()
    ))?;
    tell_standing(&archive, id, printer)?;
    if signer.is_none() {
        printer.remark("No key was given: the decision is kept and groups records where no fate is touched, but counts for no human. `athar undo` takes it back.");
    }
    Ok(Outcome::Done)
}

/// Says when a decision waits for another human.
pub(crate) fn tell_standing(archive: &Archive, id: DecisionId, printer: &mut Printer) -> anyhow::Result<()> {
    let decision = archive.decision(id)?;
    if archive.person_with(decision.decision.left)?.awaiting.contains(&id) {
        printer.line(format!(
            "{id} awaits a second person: it would join somebody who is sought with what speaks of a fate. {} of 2 have signed.",
            decision.humans
        ))?;
    }
    Ok(())
}
