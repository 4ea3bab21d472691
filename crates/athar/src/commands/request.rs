//! `athar request`: families who look for somebody. What they say is read from a file or standard input, so that no name
//! reaches a process list.

mod opening;
mod showing;

use crate::archive_at::{ArchiveAt, now};
use crate::printer::Printer;
use crate::signing::{self, KeyAt};
use crate::{Outcome, WrongUse};
use record::Private;
use std::io::Read;
use std::path::PathBuf;
use store::{Asker, CaseNumber, Consent, Outside, Recipient, RecordId, SharedWith, Telling, Vetting, Wish};

/// Requests of families: take one, see one, record kinship and wishes, and what may be answered.
#[derive(clap::Subcommand)]
pub(crate) enum Command {
    /// Take a request. Similar ones are shown first, and nothing is saved while there are any, unless `--new` is given.
    Open {
        #[command(flatten)]
        at: ArchiveAt,
        #[command(flatten)]
        by: KeyAt,
        /// A TOML file, or `-`: `[person]` with properties such as given, father, mother; `[asker]` with
        /// name, kinship, contact; `contact_until`.
        file: PathBuf,
        /// Save it though others look like it: it is about somebody else.
        #[arg(long)]
        new: bool,
        /// Print JSON.
        #[arg(long)]
        json: bool,
    },
    /// Show a case and what stands in the way of an answer. For staff.
    Show {
        #[command(flatten)]
        at: ArchiveAt,
        #[command(flatten)]
        by: KeyAt,
        /// What the family holds, such as C0123456789.
        case: CaseNumber,
        /// Print JSON.
        #[arg(long)]
        json: bool,
    },
    /// Record what was found of an asker's kinship.
    Vet {
        #[command(flatten)]
        at: ArchiveAt,
        #[command(flatten)]
        by: KeyAt,
        /// The case.
        case: CaseNumber,
        /// Which asker, from 1.
        #[arg(long, default_value_t = 1)]
        asker: u32,
        /// kin or not-shown.
        #[arg(value_parser = vetting_of)]
        vetting: Vetting,
    },
    /// Record what somebody who was found wishes to be known.
    Wish {
        #[command(flatten)]
        at: ArchiveAt,
        #[command(flatten)]
        by: KeyAt,
        /// The record that says that they were found.
        record: RecordId,
        /// nothing, alive or contact.
        #[arg(value_parser = telling_of)]
        telling: Telling,
        /// For one asker of this case only; for all vetted kin without it.
        #[arg(long)]
        case: Option<CaseNumber>,
        /// Which asker of the case, from 1.
        #[arg(long, default_value_t = 1)]
        asker: u32,
    },
    /// Take in that one more relative asks for the same person. Who they are is read from standard input, as the
    /// `[asker]` of a request.
    AlsoAsks {
        #[command(flatten)]
        at: ArchiveAt,
        #[command(flatten)]
        by: KeyAt,
        /// The case.
        case: CaseNumber,
    },
    /// Record with whom the family lets us share; without any, with nobody. How they were asked is read from standard input.
    Consent {
        #[command(flatten)]
        at: ArchiveAt,
        #[command(flatten)]
        by: KeyAt,
        /// The case.
        case: CaseNumber,
        /// organisations, courts, authorities or public. May be given several times.
        #[arg(long = "with", value_parser = shared_with_of)]
        with: Vec<SharedWith>,
    },
    /// Record that the family was reached, and until when it may be.
    Renew {
        #[command(flatten)]
        at: ArchiveAt,
        #[command(flatten)]
        by: KeyAt,
        /// The case.
        case: CaseNumber,
        /// The day after which the contact is not used any more, such as 2025-12-31.
        until: String,
    },
    /// Give a case to a team.
    Assign {
        #[command(flatten)]
        at: ArchiveAt,
        #[command(flatten)]
        by: KeyAt,
        /// The case.
        case: CaseNumber,
        /// The team.
        team: String,
    },
    /// List candidates of open requests that wait for a human, the likeliest first; new ones are marked.
    Queue {
        #[command(flatten)]
        at: ArchiveAt,
        /// How many to show.
        #[arg(long, default_value_t = 20)]
        limit: usize,
        /// Print JSON.
        #[arg(long)]
        json: bool,
    },
    /// Record that a family was told, by people. Refused while anything stands in the way.
    Told {
        #[command(flatten)]
        at: ArchiveAt,
        #[command(flatten)]
        by: KeyAt,
        /// The case.
        case: CaseNumber,
        /// Which asker, from 1.
        #[arg(long, default_value_t = 1)]
        asker: u32,
    },
    /// Close a case.
    Close {
        #[command(flatten)]
        at: ArchiveAt,
        #[command(flatten)]
        by: KeyAt,
        /// The case.
        case: CaseNumber,
    },
}

fn vetting_of(text: &str) -> Result<Vetting, String> {
    match text {
        "kin" => Ok(Vetting::Kin),
        "not-shown" => Ok(Vetting::NotShown),
        _ => Err("either kin or not-shown".to_owned()),
    }
}

fn telling_of(text: &str) -> Result<Telling, String> {
    match text {
        "nothing" => Ok(Telling::Nothing),
        "alive" => Ok(Telling::Alive),
        "contact" => Ok(Telling::Contact),
        _ => Err("nothing, alive or contact".to_owned()),
    }
}

fn shared_with_of(text: &str) -> Result<SharedWith, String> {
    serde_json::from_value(text.into()).map_err(|_| "organisations, courts, authorities or public".to_owned())
}

pub(crate) fn run(command: Command, printer: &mut Printer) -> anyhow::Result<Outcome> {
    match command {
        Command::Open { at, by, file, new, json } => return opening::open(&at, &by, &file, new, json, printer),
        Command::Show { at, by, case, json } => showing::show(&at, &by, case, json, printer)?,
        Command::Vet { at, by, case, asker, vetting } => {
            let archive = at.open_to_write()?;
            let by = by.account(&archive)?;
            archive.vet(
                (case, asker),
                vetting,
                said("How was it found out? Not the questions.", printer)?,
                by,
                &now(),
            )?;
            printer.line(format!("Kept for asker {asker} of {case}."))?;
        }
        Command::Wish { at, by, record, telling, case, asker } => {
            let archive = at.open_to_write()?;
            let by = by.account(&archive)?;
            let recipient = case.map_or(Recipient::Kin, |case| Recipient::Asker(case, asker));
            let asked = said("Who asked them, when, how, in which language?", printer)?;
            archive.wish(Wish { record, recipient, telling, asked }, by, &now())?;
            printer.line("Their wish is kept, and can be changed at any time.")?;
        }
        Command::Told { at, by, case, asker } => {
            let archive = at.open_to_write()?;
            let by = by.account(&archive)?;
            let how = said("Who told it, how, with whom present, how was it taken?", printer)?;
            let entry = archive.record_outside(Outside::Told { case, asker, how }, by, &now())?;
            printer.line(format!("Kept as entry {entry}. If its ground falls away, a correction is owed."))?;
        }
        Command::AlsoAsks { at, by, case } => {
            let archive = at.open_to_write()?;
            let mut text = String::new();
            std::io::stdin().read_to_string(&mut text)?;
            let asker: Asker =
                toml::from_str(&text).map_err(|_| WrongUse("not an asker: name, kinship, contact, …".to_owned()))?;
            archive.add_asker(case, asker, by.account(&archive)?, &now())?;
            printer.line(format!("{case} has one more asker."))?;
        }
        Command::Consent { at, by, case, with } => {
            let archive = at.open_to_write()?;
            let how = said("How were they asked, in which language?", printer)?;
            let consent = Consent(with.into_iter().collect());
            archive.consent(case, consent, how, by.account(&archive)?, &now())?;
            printer.line("Kept.")?;
        }
        Command::Renew { at, by, case, until } => {
            let archive = at.open_to_write()?;
            archive.renew_contact(case, &until, by.account(&archive)?, &now())?;
            printer.line(format!("{case} may be reached until {until}."))?;
        }
        Command::Assign { at, by, case, team } => {
            let archive = at.open_to_write()?;
            archive.assign_case(case, &team, by.account(&archive)?, &now())?;
            printer.line(format!("{case} is {team}'s."))?;
        }
        Command::Queue { at, limit, json } => showing::queue(&at.open()?, limit, json, printer)?,
        Command::Close { at, by, case } => {
            let archive = at.open_to_write()?;
            let by = by.account(&archive)?;
            archive.close_case(case, said("Why?", printer)?, by, &now())?;
            printer.line(format!("{case} is closed."))?;
        }
    }
    Ok(Outcome::Done)
}

/// What is said of an act, from standard input.
fn said(question: &str, printer: &mut Printer) -> anyhow::Result<Private> {
    printer.remark(question);
    signing::said()
}
