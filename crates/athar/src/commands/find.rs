//! `athar find`: searches an archive for a person, whatever the script of the question.
//!
//! Candidates come from the index of names, and by shared keys where names alone do not tell; the model of
//! persons ranks them.

use crate::archive_at::ArchiveAt;
use crate::name_index::{ArchiveNames, Kept};
use crate::places;
use crate::printer::Printer;
use crate::signing::seconds;
use crate::{Outcome, WrongUse};
use link::person::{Explainer, Model, NameReader, TableBuilder, search_keys};
use names::Reading;
use record::{AsOf, Claim, Gazetteer, Property, Record, read_cell};
use serde::Serialize;
use std::collections::HashSet;
use std::io::{IsTerminal, Read};
use store::{Archive, RecordId};

/// Candidates from each source that are compared with the question, at the most.
const COMPARED_MAX: usize = 400;
/// The same where only names are asked for: the index has ranked by all of them.
const NAMED_MAX: usize = 200;
/// Records that one key may bring.
const PER_KEY_MAX: u32 = 2_000;
/// Rarity of names is taken from as many people as a list of the disappeared may hold.
const POPULATION: u32 = 100_000;
/// Found records below this weight in bits are not shown.
const SHOWN_BITS_MIN: f64 = 1.0;
/// A request of at least this weight in bits may be about the same person as a new one.
pub(crate) const SIMILAR_BITS_MIN: f64 = 8.0;

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

/// A record and its weight in bits.
struct Weighed {
    weight: f64,
    id: RecordId,
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
    let ranked = compared(&archive, &names, &question, arguments.limit, gazetteer)?;
    let sources = archive.imports()?;
    let source = |id: RecordId| {
        sources
            .iter()
            .find(|import| import.number == id.import())
            .map(|import| import.meta.source.clone())
            .unwrap_or_default()
    };
    let likely: Vec<(RecordId, f64)> = ranked
        .iter()
        .take_while(|one| one.weight >= SHOWN_BITS_MIN)
        .take(arguments.limit)
        .map(|one| (one.id, one.weight))
        .collect();
    // In the log before it is shown; how many, not what was asked.
    let session = archive.console(seconds());
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

/// Candidates by name, and by the mother with the given name where a mother is asked for; heaviest first.
fn compared(
    archive: &Archive,
    names: &ArchiveNames,
    question: &[Claim],
    limit: usize,
    gazetteer: &'static Gazetteer,
) -> anyhow::Result<Vec<Weighed>> {
    let asked = NameReader::new().readings(question).into_iter().next();
    let only_names = question.iter().all(|claim| claim.property.family() == record::Family::Name);
    let most = if only_names { NAMED_MAX.max(2 * limit).min(COMPARED_MAX) } else { COMPARED_MAX };
    let mut ids = asked.map(|asked| names.search(&asked, most)).unwrap_or_default();
    let known: HashSet<RecordId> = ids.iter().copied().collect();
    let keyed = archive.candidates(&search_keys(question), PER_KEY_MAX)?.into_iter().map(|(id, _)| id);
    ids.extend(keyed.filter(|id| !known.contains(id)).take(most));
    Ok(rank(question, &archive.records_by_ids(&ids)?, gazetteer))
}

/// Records that a name brings, each with its weight in bits, heaviest first.
pub(crate) fn by_name(
    archive: &Archive,
    names: &ArchiveNames,
    question: &[Claim],
    asked: &Reading,
) -> anyhow::Result<Vec<(RecordId, f64)>> {
    let ids = names.search(asked, NAMED_MAX);
    let ranked = rank(question, &archive.records_by_ids(&ids)?, places::of(archive)?);
    Ok(ranked.into_iter().map(|one| (one.id, one.weight)).collect())
}

fn sort(ranked: &mut [Weighed]) {
    ranked.sort_by(|one, other| other.weight.total_cmp(&one.weight).then(one.id.cmp(&other.id)));
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
    } else if !is_demo(&arguments.at) {
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

/// A demo's archive stands beside the mark of its folder.
fn is_demo(at: &ArchiveAt) -> bool {
    at.archive.parent().is_some_and(|folder| folder.join("ATHAR-DEMO").exists())
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

/// Weighs each candidate against the question; heaviest first, then by id.
fn rank(question: &[Claim], records: &[(RecordId, Record)], gazetteer: &'static Gazetteer) -> Vec<Weighed> {
    let mut builder = TableBuilder::new().with_gazetteer(gazetteer);
    builder.push_claims(0, question);
    for (_, record) in records {
        builder.push_claims(1, &record.claims);
    }
    builder.assume_population(POPULATION);
    let table = builder.finish();
    let model = Model::defaults(&table, f64::from(POPULATION));
    let mut explainer = Explainer::new(&table, &model);
    let weighed = records.iter().zip(1..).map(|((id, _), row)| {
        let weight = f64::from(explainer.lines(0, row).weight) / 1024.0;
        Weighed { weight, id: *id }
    });
    let mut ranked: Vec<Weighed> = weighed.collect();
    sort(&mut ranked);
    ranked
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
