//! `athar keys show`: how an archive's keys are protected and how many there are; without opening them.

use super::opening::KeysAt;
use crate::Outcome;
use crate::printer::Printer;
use vault::keys::{SlotSummary, Summary};

/// Say how an archive's keys are protected, and how many there are. No passphrase is needed.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    at: KeysAt,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

pub(super) fn run(arguments: &Arguments, printer: &mut Printer) -> anyhow::Result<Outcome> {
    let summary = arguments.at.summary()?;
    tell(&summary, arguments.json, printer)?;
    Ok(if summary.damaged == 0 { Outcome::Done } else { Outcome::No })
}

/// What became of the keys, after a command as well.
pub(super) fn tell(summary: &Summary, json: bool, printer: &mut Printer) -> anyhow::Result<()> {
    if json {
        return printer.json(summary);
    }
    printer.line(format!("keys of archive {}", summary.archive))?;
    for slot in &summary.slots {
        printer.line(format!("  {}", way_in(slot)))?;
    }
    if summary.is_laptop {
        printer.line("  kept encrypted on a laptop")?;
    }
    for key in &summary.team_keys {
        let state = if key.revoked.is_some() { "revoked" } else { "in use" };
        printer.line(format!("  team key {}: {state}, {} keys sealed to it", key.number, key.keys))?;
    }
    let Summary { working_keys, sealing_keys, destroyed_keys, damaged, .. } = summary;
    printer.line(format!("  {working_keys} working keys, {sealing_keys} sealing keys, {destroyed_keys} destroyed"))?;
    if *damaged > 0 {
        printer.line(format!("  {damaged} records cannot be read: bring the keys back from a copy of the file"))?;
    }
    Ok(())
}

fn way_in(slot: &SlotSummary) -> String {
    let what = match (slot.opens_working, slot.opens_sealed) {
        (true, true) => "everything",
        (true, false) => "what staff works with",
        _ => "what is sealed to the team",
    };
    match slot.kind {
        "open" => format!("open: whoever has this file reads {what}"),
        "shares" => format!("two of three shares open {what}"),
        _ => format!("a passphrase opens {what}"),
    }
}
