//! `athar undo`: takes an import or a decision back. Both stay in the ledger.

use crate::archive_at::{ArchiveAt, now};
use crate::printer::Printer;
use crate::signing::KeyAt;
use crate::{Outcome, WrongUse};
use store::{DecisionId, ImportNumber};

/// Take an import (I3) or a decision (D12) back.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// What to take back: the number of an import (I3) or of a decision (D12).
    what: String,
    #[command(flatten)]
    at: ArchiveAt,
    #[command(flatten)]
    by: KeyAt,
}

pub(crate) fn run(arguments: &Arguments, printer: &mut Printer) -> anyhow::Result<Outcome> {
    let archive = arguments.at.open_to_write()?;
    if let Ok(import) = arguments.what.parse::<ImportNumber>() {
        archive.undo_import_by(import, arguments.by.account(&archive)?, "", &now())?;
        printer
            .line(format!("Import {import} is taken back: its records are no longer found. Run `athar link` again."))?;
    } else if let Ok(decision) = arguments.what.parse::<DecisionId>() {
        let cause = archive.undo_decision_by(decision, arguments.by.account(&archive)?, "", &now())?;
        printer.line(format!("Decision {decision} is taken back."))?;
        let owed = archive.corrections()?.into_iter().filter(|correction| correction.cause == cause);
        for correction in owed {
            let who = correction.account.map_or_else(|| "somebody".to_owned(), |account| account.to_string());
            printer.line(format!(
                "What left the archive by entry {} rested on it: {who} has to put it right.",
                correction.consequence
            ))?;
        }
    } else {
        return Err(WrongUse(
            "what is to be taken back is I and a number for an import, D and a number for a decision".to_owned(),
        )
        .into());
    }
    Ok(Outcome::Done)
}
