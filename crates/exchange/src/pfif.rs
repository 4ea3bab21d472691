//! Reads PFIF 1.1 to 1.4 (<http://zesty.ca/pfif/1.4/>): a record a person, with what its notes say as claims that quote
//! their authors.
//!
//! A note's status is a claim of its author and never a fact. Who entered or wrote anything is sealed, and so is where
//! somebody is who is believed alive. The placeholder of an expired record becomes a problem that says so. Lines that
//! this program wrote (`athar.…`) are read back; the fields that only copy them are not read twice.

mod note;
mod xml;

use crate::draft::{Draft, day_of};
use crate::import::{Sink, problem};
use crate::mapping::Mapping;
use crate::out::{Column, role_of_word};
use crate::{ExchangeError, document, tagged};
use record::{AsOf, Gazetteer, PartialDate, Position, ProblemKind, Property};
use std::collections::{HashMap, HashSet};
use std::path::Path;
use xml::Element;

/// Fields that a person needs when it is more than a placeholder.
const PLACEHOLDER: [&str; 4] = ["person_record_id", "source_date", "entry_date", "expiry_date"];

pub(crate) fn read(
    path: &Path,
    mapping: &Mapping,
    places: &Gazetteer,
    sink: &mut Sink<'_>,
) -> Result<(), ExchangeError> {
    let text = document::text(path, mapping.encoding, sink)?;
    let mut document = xml::parse(&text);
    let latest = latest_entry(&document.persons);
    let mut of_person: HashMap<String, Vec<Element>> = HashMap::new();
    for note in std::mem::take(&mut document.notes) {
        of_person.entry(note.get("person_record_id").to_owned()).or_default().push(note);
    }
    for person in &document.persons {
        let id = person.get("person_record_id");
        let mut notes = if id.is_empty() { Vec::new() } else { of_person.remove(id).unwrap_or_default() };
        notes.splice(0..0, person.notes.iter().cloned());
        if is_expired(person, latest) {
            sink.summary.rows += 1;
            let mut expired = problem(ProblemKind::Withdrawn, &position(person.number), id);
            expired.column = Some("expiry_date".to_owned());
            sink.problem(expired);
            continue;
        }
        read_person(person, &notes, mapping, places).finish(sink);
        if sink.summary.stopped {
            return Ok(());
        }
    }
    let mut alone: Vec<Element> = of_person.into_values().flatten().collect();
    alone.sort_by_key(|note| note.number);
    for note in alone {
        read_note_alone(&note, mapping, places).finish(sink);
    }
    for (number, what) in document.flaws {
        sink.problem(problem(ProblemKind::Malformed, &position(number), &what));
    }
    Ok(())
}

fn position(number: u64) -> Position {
    Position { row: number, ..Position::default() }
}

/// The latest time at which a record was stored, as the document says it. A reader has no clock.
fn latest_entry(persons: &[Element]) -> Option<PartialDate> {
    let dates = persons.iter().filter_map(|person| day_of(person.get("entry_date")));
    dates.max_by_key(|date| date.interval())
}

/// A placeholder, or a record that its home let expire before others of this document were stored.
fn is_expired(person: &Element, latest: Option<PartialDate>) -> bool {
    let Some(expiry) = day_of(person.get("expiry_date")) else { return false };
    let filled = |(name, text): &(String, String)| !text.trim().is_empty() && !PLACEHOLDER.contains(&name.as_str());
    let is_placeholder = !person.fields.iter().any(filled) && person.notes.is_empty();
    // The specification allows a day for the replacement.
    is_placeholder || latest.is_some_and(|latest| latest.interval().0.0 > expiry.interval().1.0 + 1)
}

/// What lines of ours say of a person and their note.
struct Ours {
    claims: Vec<(Column, String)>,
    meta: HashMap<String, String>,
}

impl Ours {
    /// Nothing when the text is not of this program.
    fn read(person: &Element, notes: &[Element]) -> Option<Ours> {
        let mut ours = Ours { claims: Vec::new(), meta: HashMap::new() };
        ours.add(person.fields.iter().find(|(name, _)| name == "description").map(|(_, text)| text.as_str())?);
        ours.meta.contains_key("export").then_some(())?;
        for note in notes.iter().filter(|note| note::is_ours(note)) {
            ours.add(note.get("text"));
        }
        Some(ours)
    }

    fn add(&mut self, text: &str) {
        for (key, text) in text.split('\n').filter_map(tagged::parse) {
            if tagged::META.contains(&key) {
                self.meta.insert(key.to_owned(), text);
            } else if let Some(column) = Column::parse(key) {
                self.claims.push((column, text));
            }
        }
    }
}

fn read_person<'a>(person: &Element, notes: &[Element], mapping: &Mapping, places: &'a Gazetteer) -> Draft<'a> {
    let ours = Ours::read(person, notes);
    let source_date = day_of(person.get("source_date"));
    let as_of = match &ours {
        Some(ours) => PartialDate::parse_edtf(ours.meta.get("as_of").map_or("", String::as_str)).ok(),
        None => source_date.or(mapping.as_of().date),
    };
    let as_of = as_of.map(AsOf::from).unwrap_or_default();
    let mut draft = Draft::new(position(person.number), mapping.role, as_of, places);
    let tagged: HashSet<Property> =
        ours.iter().flat_map(|ours| &ours.claims).map(|(column, _)| column.property).collect();
    let is_copy = |property| tagged.contains(&property);
    let derived = ours.as_ref().and_then(|ours| ours.meta.get("derived")).map_or("", String::as_str);
    for (name, text) in &person.fields {
        if name == "description" && ours.is_some() {
            continue;
        }
        // Identifiers of rows in the source are claims of their own; this one is what the sender calls the record.
        let is_copied = |property| name != "person_record_id" && (is_copy(property) || name == derived);
        field(&mut draft, name, text, &is_copied);
    }
    if let Some(ours) = &ours {
        if let Some(role) = ours.meta.get("role").and_then(|word| role_of_word(word)) {
            draft.role(role);
        }
        for (column, text) in &ours.claims {
            let header = format!("athar.{}", column.name());
            draft.cell(&header, text);
            draft.say(column.property, column.part, &header, text);
        }
        for (key, text) in &ours.meta {
            draft.cell(&format!("athar.{key}"), text);
        }
    }
    for (part, note) in (1..).zip(notes) {
        note::read(&mut draft, note, part);
    }
    draft
}

/// A field of a person into the record: kept, and read for what it means.
fn field(draft: &mut Draft<'_>, name: &str, text: &str, passed_over: &dyn Fn(Property) -> bool) {
    let text = text.trim();
    if text.is_empty() {
        return;
    }
    let Some(property) = meaning(name) else {
        draft.cell(name, text);
        return;
    };
    // Several forms of a name, or several names, stand one a line; each is kept as a cell.
    let lines = matches!(property, Property::FullName | Property::AlsoCalled);
    for part in text.split(|character| lines && character == '\n').map(str::trim).filter(|part| !part.is_empty()) {
        draft.cell(name, part);
        if !passed_over(property) {
            draft.say(property, 0, name, part);
        }
    }
}

/// What a field of a person means; also under the names of earlier versions.
fn meaning(name: &str) -> Option<Property> {
    Some(match name {
        "person_record_id" => Property::RowIdentifier,
        "full_name" => Property::FullName,
        "given_name" | "first_name" => Property::Given,
        "family_name" | "last_name" => Property::Family,
        "alternate_names" => Property::AlsoCalled,
        "description" | "other" => Property::Note,
        "sex" => Property::Sex,
        "date_of_birth" => Property::BirthDate,
        "age" => Property::Age,
        "home_city" => Property::Residence,
        "home_street" => Property::Address,
        "home_postal_code" | "home_zip" => Property::Postcode,
        "author_name" => Property::Requester,
        "author_phone" => Property::Phone,
        "author_email" => Property::Email,
        _ => return None,
    })
}

/// A note about somebody who is not in the document.
fn read_note_alone<'a>(note: &Element, mapping: &Mapping, places: &'a Gazetteer) -> Draft<'a> {
    let as_of = day_of(note.get("source_date")).map(AsOf::from).unwrap_or_default();
    let mut draft = Draft::new(position(note.number), mapping.role, as_of, places);
    let id = note.get("person_record_id");
    if !id.is_empty() {
        draft.say(Property::RowIdentifier, 0, "person_record_id", id);
    }
    note::read(&mut draft, note, 1);
    draft
}
