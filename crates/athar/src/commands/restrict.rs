//! `athar restrict`: who may see a record, or one property of it, at most.

use crate::archive_at::{ArchiveAt, now};
use crate::printer::Printer;
use crate::signing::{KeyAt, said};
use crate::{Outcome, WrongUse};
use record::{Property, Visibility};
use store::{RecordId, Restriction};

/// Restrict a record or one property of it: to those cleared, to keyholders, to teams. Why is read from standard input.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    at: ArchiveAt,
    #[command(flatten)]
    by: KeyAt,
    /// The record.
    record: RecordId,
    /// staff, restricted or sealed.
    #[arg(value_parser = visibility_of, required_unless_present = "lift")]
    visibility: Option<Visibility>,
    /// One property, such as health; the whole record without it.
    #[arg(long, value_parser = property_of)]
    property: Option<Property>,
    /// A team that may see it. May be given several times; any team without it.
    #[arg(long = "team")]
    teams: Vec<String>,
    /// Lift the restriction that this entry made.
    #[arg(long, value_name = "ENTRY")]
    lift: Option<u64>,
}

fn visibility_of(text: &str) -> Result<Visibility, String> {
    serde_json::from_value(text.into()).map_err(|_| "staff, restricted or sealed".to_owned())
}

fn property_of(text: &str) -> Result<Property, String> {
    Property::parse(text).ok_or_else(|| "not a property".to_owned())
}

pub(crate) fn run(arguments: &Arguments, printer: &mut Printer) -> anyhow::Result<Outcome> {
    let archive = arguments.at.open_to_write()?;
    let by = arguments.by.account(&archive)?;
    let record = arguments.record;
    if let Some(entry) = arguments.lift {
        archive.lift_restriction(record, entry, by, &now())?;
        printer.line(format!("{record}: that restriction is lifted."))?;
        return Ok(Outcome::Done);
    }
    let Some(visibility) = arguments.visibility else {
        return Err(WrongUse("say to whom: staff, restricted or sealed".to_owned()).into());
    };
    let reason = said()?;
    let teams = arguments.teams.iter().cloned().collect();
    let restriction = Restriction { record, property: arguments.property, visibility, teams, reason };
    let entry = archive.restrict(restriction, by, &now())?;
    printer.line(format!("{record} is restricted by entry {entry}; `--lift {entry}` takes that back."))?;
    Ok(Outcome::Done)
}
