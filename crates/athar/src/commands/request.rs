//! `athar request`: families who look for somebody. What they say is read from a file or standard input, so that no name
//! reaches a process list.

use crate::archive_at::{ArchiveAt, now};
use crate::importing::read_claims;
use crate::name_index::{ArchiveNames, Kept};
use crate::printer::Printer;
use crate::signing::{KeyAt, seconds};
use crate::{Outcome, WrongUse};
use anyhow::Context;
use link::person::{NameReader, search_keys};
use record::{AsOf, Claim, Position, Private, Property, Record, Role};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::io::Read;
use std::path::PathBuf;
use store::jobs::JobKind;
use store::{
    Answer, Archive, Asker, CaseNumber, Consent, NewRequest, Outside, Recipient, RecordId, SharedWith, Telling,
    Vetting, Wish,
};

/// Requests that look like a new one and are shown before it is saved, at most.
const SIMILAR_MAX: usize = 10;

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

/// A request as its file says it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    person: BTreeMap<String, String>,
    #[serde(default)]
    asker: Asker,
    #[serde(default)]
    consent: Consent,
    #[serde(default)]
    team: String,
    contact_until: String,
}

#[derive(Serialize)]
struct Opened {
    case: Option<String>,
    record: Option<String>,
    similar: Vec<String>,
}

#[derive(Serialize)]
struct Shown {
    case: String,
    record: String,
    opened: String,
    contact_until: String,
    team: String,
    closed: bool,
    askers: Vec<Answered>,
}

#[derive(Serialize)]
struct Answered {
    asker: u32,
    vetting: Vetting,
    answer: Answer,
}

pub(crate) fn run(command: Command, printer: &mut Printer) -> anyhow::Result<Outcome> {
    match command {
        Command::Open { at, by, file, new, json } => return open(&at, &by, &file, new, json, printer),
        Command::Show { at, by, case, json } => show(&at, &by, case, json, printer)?,
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
        Command::Queue { at, limit, json } => queue(&at.open()?, limit, json, printer)?,
        Command::Close { at, by, case } => {
            let archive = at.open_to_write()?;
            let by = by.account(&archive)?;
            archive.close_case(case, said("Why?", printer)?, by, &now())?;
            printer.line(format!("{case} is closed."))?;
        }
    }
    Ok(Outcome::Done)
}

/// Candidates that wait, as far as the console may see their records.
fn queue(archive: &Archive, limit: usize, json: bool, printer: &mut Printer) -> anyhow::Result<()> {
    let mut waiting = archive.queue(limit)?;
    let ids: Vec<RecordId> = waiting.iter().flat_map(|one| [one.request, one.candidate]).collect();
    let seen = archive.console(seconds()).beside(&ids)?;
    let is_seen = |id: RecordId| seen.iter().any(|view| view.id == id);
    waiting.retain(|one| is_seen(one.request) && is_seen(one.candidate));
    if json {
        return printer.json(&waiting);
    }
    for one in waiting {
        let news = if one.is_new { "new" } else { "" };
        let probability = f64::from(one.probability_micro) / 1e6;
        printer.line(format!("{} {:<8} {:<8} {probability:.3} {news}", one.case, one.request, one.candidate))?;
    }
    Ok(())
}

/// What is said of an act, from standard input.
fn said(question: &str, printer: &mut Printer) -> anyhow::Result<Private> {
    printer.remark(question);
    let mut text = String::new();
    std::io::stdin().read_to_string(&mut text)?;
    Ok(Private::from(text.trim()))
}

fn open(
    at: &ArchiveAt,
    by: &KeyAt,
    file: &std::path::Path,
    new: bool,
    json: bool,
    printer: &mut Printer,
) -> anyhow::Result<Outcome> {
    let mut text = String::new();
    if file.as_os_str() == "-" {
        std::io::stdin().read_to_string(&mut text)?;
    } else {
        text = std::fs::read_to_string(file).with_context(|| format!("cannot read {}", file.display()))?;
    }
    // The parser quotes the line that it does not understand, and that may hold a name.
    let written: Written = toml::from_str(&text).map_err(|error| {
        let line = error.span().map_or(1, |span| text[..span.start].lines().count().max(1));
        WrongUse(format!("{}, line {line}: not a request; it has [person], [asker] and contact_until", file.display()))
    })?;
    let archive = at.open_or_create()?;
    let by = by.account(&archive)?;
    let claims = claims(&archive, &written.person)?;
    if !claims.iter().any(|claim| claim.property.family() == record::Family::Name) {
        return Err(WrongUse("a request needs a name of the person: given, family or full_name".to_owned()).into());
    }
    let keys = search_keys(&claims);
    let similar = similar(&archive, &claims, &keys, printer)?;
    if !similar.is_empty() && !new {
        archive.console(seconds()).searched(similar.len() as u64)?;
        let similar: Vec<String> = similar.iter().map(ToString::to_string).collect();
        if json {
            printer.json(&Opened { case: None, record: None, similar })?;
        } else {
            printer.line(format!("Nothing was saved: these may ask for the same person: {}", similar.join(", ")))?;
            printer.remark("Look at them with `athar person`. If it is somebody else, repeat with --new.");
        }
        return Ok(Outcome::No);
    }
    let position = Position { sheet: None, page: None, row: 0 };
    let record = Record { position, role: Role::Sought, verbatim: Vec::new(), claims };
    let Written { asker, consent, team, contact_until, .. } = written;
    let request = NewRequest { asker, consent, team, contact_until };
    let case = archive.open_request(record, keys, request, by, &now())?;
    // It is matched with everything that is there, and with what comes later.
    archive.ask_job(JobKind::Link, "", seconds())?;
    if json {
        let similar = similar.iter().map(ToString::to_string).collect();
        printer.json(&Opened { case: Some(case.case.to_string()), record: Some(case.record.to_string()), similar })?;
    } else {
        printer.line(case.case.to_string())?;
        printer.remark("That number is for the family. It says nothing of whom they look for.");
    }
    Ok(Outcome::Done)
}

fn claims(archive: &Archive, person: &BTreeMap<String, String>) -> anyhow::Result<Vec<Claim>> {
    let as_of = record::PartialDate::parse_edtf(&now()[..10]).map(AsOf::from).unwrap_or_default();
    let mut cells = Vec::new();
    for (property, text) in person {
        let property = Property::parse(property).ok_or_else(|| {
            let all: Vec<&str> = Property::ALL.iter().map(|property| property.as_str()).collect();
            WrongUse(format!("[person] has a property that is not known; known are {}", all.join(", ")))
        })?;
        cells.push((property, text.as_str()));
    }
    read_claims(archive, &cells, as_of)
}

/// Records of open requests that may be about the same person: by the mother or a number, and by name.
fn similar(archive: &Archive, claims: &[Claim], keys: &[i64], printer: &Printer) -> anyhow::Result<Vec<RecordId>> {
    let mut found: Vec<RecordId> = Vec::new();
    for case in archive.similar_cases(keys)? {
        found.push(archive.case(case)?.record);
    }
    let names = ArchiveNames::open(archive, Kept::begin(archive.dir()), printer)?;
    if let Some(asked) = NameReader::new().readings(claims).into_iter().next() {
        for (id, weight) in crate::commands::find::by_name(archive, &names, claims, &asked)? {
            let is_request = archive.case_of_record(id)?.is_some();
            if is_request && weight >= crate::commands::find::SIMILAR_BITS_MIN && !found.contains(&id) {
                found.push(id);
            }
        }
    }
    found.truncate(SIMILAR_MAX);
    Ok(found)
}

fn show(at: &ArchiveAt, by: &KeyAt, number: CaseNumber, json: bool, printer: &mut Printer) -> anyhow::Result<()> {
    let archive = at.open()?;
    let session = match by.signer(&archive)? {
        Some(signer) => archive.session(signer.account.id, None, seconds())?,
        None => archive.console(seconds()),
    };
    let case = session.case(number)?;
    let mut askers = Vec::new();
    for (place, (_, vetting)) in case.askers.iter().enumerate() {
        let asker = place as u32 + 1;
        askers.push(Answered { asker, vetting: *vetting, answer: session.answer(number, asker)? });
    }
    let shown = Shown {
        case: case.case.to_string(),
        record: case.record.to_string(),
        opened: case.opened,
        contact_until: case.contact_until,
        team: case.team,
        closed: case.is_closed,
        askers,
    };
    if json {
        return printer.json(&shown);
    }
    printer.line(format!(
        "{}  record {}  opened {}  contact until {}",
        shown.case, shown.record, shown.opened, shown.contact_until
    ))?;
    for one in &shown.askers {
        let withheld: Vec<String> = one.answer.withheld.iter().map(|one| format!("{one:?}")).collect();
        let answer = if withheld.is_empty() { "may be told, by people".to_owned() } else { withheld.join(", ") };
        printer.line(format!("  asker {}: {answer}", one.asker))?;
    }
    Ok(())
}
