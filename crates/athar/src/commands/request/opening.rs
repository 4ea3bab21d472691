//! Taking a request: what its file says, and requests that look like it, shown before anything is saved.

use crate::archive_at::{ArchiveAt, now};
use crate::finding::{SIMILAR_BITS_MIN, by_name};
use crate::importing::read_claims;
use crate::name_index::{ArchiveNames, Kept};
use crate::printer::Printer;
use crate::signing::{KeyAt, seconds};
use crate::{Outcome, WrongUse};
use anyhow::Context;
use link::person::{NameReader, search_keys};
use record::{AsOf, Claim, Position, Property, Record, Role};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::io::Read;
use store::jobs::JobKind;
use store::{Archive, Asker, Consent, NewRequest, RecordId};

/// Requests that look like a new one and are shown before it is saved, at most.
const SIMILAR_MAX: usize = 10;

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

pub(super) fn open(
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
    let archive = at.open_or_create(printer)?;
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
    let position = Position::default();
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
        for (id, weight) in by_name(archive, &names, claims, &asked)? {
            let is_request = archive.case_of_record(id)?.is_some();
            if is_request && weight >= SIMILAR_BITS_MIN && !found.contains(&id) {
                found.push(id);
            }
        }
    }
    found.truncate(SIMILAR_MAX);
    Ok(found)
}
