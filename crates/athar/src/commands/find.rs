//! `athar find`: searches an archive for a person, whatever the script of the question.

use crate::archive_at::ArchiveAt;
use crate::finding::{compared, likely};
use crate::name_index::{ArchiveNames, Kept};
use crate::places;
use crate::printer::Printer;
use crate::signing::seconds;
use crate::{Outcome, WrongUse};
use record::{AsOf, Claim, Gazetteer, Property, Record, read_cell};
use serde::Serialize;
use std::io::{IsTerminal, Read};
use store::RecordId;

/// Find a person by name and what else is known. For caseworkers inside: there is no public search.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// The name, in any script. Outside demos give `-` and type it, so that it reaches no process list.
    name: Option<String>,
    #[command(flatten)]
    at: ArchiveAt,
    /// Father's name.
    #[arg(long)]
    father: Option<String>,
    /// Mother's name.
    #[arg(long)]
    mother: Option<String>,
    /// Year or date of birth.
    #[arg(long)]
    born: Option<String>,
    /// Where from.
    #[arg(long)]
    place: Option<String>,
    /// How many to show.
    #[arg(long, default_value_t = 10)]
    limit: usize,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

#[derive(Serialize)]
struct Found {
    record: String,
    source: String,
    position: String,
    weight: f64,
    name: String,
    role: record::Role,
    claims: Vec<(&'static str, String)>,
}

pub(crate) fn run(arguments: &Arguments, printer: &mut Printer) -> anyhow::Result<Outcome> {
    let kept = Kept::begin(&arguments.at.archive);
    let archive = arguments.at.open()?;
    let gazetteer = places::of(&archive)?;
    let question = question(arguments, gazetteer, printer)?;
    let names = ArchiveNames::open(&archive, kept, printer)?;
    let search = |asked: &_, most| Ok(names.search(asked, most));
    let session = archive.console(seconds());
    let likely = likely(compared((&archive, &session), search, &question, arguments.limit)?, arguments.limit);
    let sources = archive.imports()?;
    let source = |id: RecordId| {
        sources
            .iter()
            .find(|import| import.number == id.import())
            .map(|import| import.meta.source.clone())
            .unwrap_or_default()
    };
    // In the log before it is shown; how many, not what was asked.
    session.searched(likely.len() as u64)?;
    let views = session.beside(&likely.iter().map(|(id, _)| *id).collect::<Vec<_>>())?;
    let weight = |id: RecordId| likely.iter().find(|one| one.0 == id).map_or(0.0, |one| one.1);
    let found: Vec<Found> = views
        .iter()
        .map(|view| Found {
            record: view.id.to_string(),
            source: source(view.id),
            position: view.record.position.to_string(),
            weight: (weight(view.id) * 10.0).round() / 10.0,
            name: view.record.display_name(),
            role: view.record.role,
            claims: shown_claims(&view.record),
        })
        .collect();
    let outcome = show(&found, arguments.json, printer)?;
    // Only now: whoever asked has the answer.
    names.keep(&archive);
    Ok(outcome)
}

fn show(found: &[Found], as_json: bool, printer: &mut Printer) -> anyhow::Result<Outcome> {
    if as_json {
        printer.json(&found)?;
    } else {
        for one in found {
            printer.line(format!("{:>6.1}  {:<10} {}", one.weight, one.record, one.name))?;
            let claims: Vec<String> = one.claims.iter().map(|(property, text)| format!("{property}: {text}")).collect();
            printer.line(format!("        {}, {}: {}", one.source, one.position, claims.join(", ")))?;
        }
        if found.is_empty() {
            printer.remark("Nothing here fits. That says nothing about whether the person is alive.");
        }
    }
    Ok(if found.is_empty() { Outcome::No } else { Outcome::Done })
}

/// The claims that make the question a record like any other.
fn question(arguments: &Arguments, gazetteer: &Gazetteer, printer: &mut Printer) -> anyhow::Result<Vec<Claim>> {
    let mut asked = [
        (Property::FullName, arguments.name.clone()),
        (Property::Father, arguments.father.clone()),
        (Property::Mother, arguments.mother.clone()),
        (Property::BirthDate, arguments.born.clone()),
        (Property::Origin, arguments.place.clone()),
    ];
    if matches!(arguments.name.as_deref(), Some("-") | None) {
        read_question(&mut asked, printer)?;
    } else if arguments.at.mark() == web::Mark::None {
        printer.remark("The name now stands in this machine's list of processes and in your shell's history; `find -` asks for it instead.");
    }
    let claims: Vec<Claim> = asked
        .into_iter()
        .filter_map(|(property, text)| read_cell(property, text.as_deref()?, AsOf::default(), gazetteer).0)
        .collect();
    if !claims.iter().any(|claim| claim.property == Property::FullName) {
        return Err(WrongUse("a search needs a name; a place or a year alone is not searched for".to_owned()).into());
    }
    Ok(claims)
}

/// Reads the question from standard input: the name in the first line, then lines such as `father: …`,
/// `mother: …`, `born: …`, `place: …`, to the end of input.
fn read_question(asked: &mut [(Property, Option<String>); 5], printer: &mut Printer) -> anyhow::Result<()> {
    if std::io::stdin().is_terminal() {
        printer
            .remark("Name (then, if known, lines `father: …`, `mother: …`, `born: …`, `place: …`; end with Ctrl-D):");
    }
    let mut text = String::new();
    std::io::stdin().read_to_string(&mut text)?;
    asked[0].1 = None;
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let at = ["father:", "mother:", "born:", "place:"].iter().position(|label| line.starts_with(label));
        match at {
            Some(at) => asked[at + 1].1 = line.split_once(':').map(|(_, value)| value.trim().to_owned()),
            None if asked[0].1.is_none() => asked[0].1 = Some(line.to_owned()),
            None => {
                return Err(WrongUse(
                    "a line of the question is neither the name nor `father:`, `mother:`, `born:`, `place:`".to_owned(),
                )
                .into());
            }
        }
    }
    Ok(())
}

/// What helps to recognise a record. Contacts and what is restricted stay where they are.
fn shown_claims(record: &Record) -> Vec<(&'static str, String)> {
    const SHOWN: [Property; 9] = [
        Property::Father,
        Property::Mother,
        Property::BirthDate,
        Property::Age,
        Property::RegistrationPlace,
        Property::BirthPlace,
        Property::Origin,
        Property::Facility,
        Property::ArrestDate,
    ];
    let visible = record
        .claims
        .iter()
        .filter(|claim| claim.visibility == record::Visibility::Staff && SHOWN.contains(&claim.property));
    visible.map(|claim| (claim.property.as_str(), claim.as_written.clone())).collect()
}
