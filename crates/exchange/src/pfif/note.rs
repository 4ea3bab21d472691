//! A note: what its author says of a person, at its date. Its claims quote the author; none of them is a fact.

use super::xml::Element;
use crate::draft::{Draft, day_of};
use crate::tagged;
use record::{Property, words};

/// Whether this program wrote the note: its claims stand in its text.
pub(super) fn is_ours(note: &Element) -> bool {
    let says = |line: &str| tagged::parse(line).is_some_and(|(key, _)| super::Column::parse(key).is_some());
    note.get("text").split('\n').any(says)
}

/// Reads a note into the record of its person. Its claims are of that part, which tells notes apart.
pub(super) fn read(draft: &mut Draft<'_>, note: &Element, part: u16) {
    let ours = is_ours(note);
    for (name, text) in &note.fields {
        let text = text.trim();
        if text.is_empty() {
            continue;
        }
        let header = format!("note.{name}");
        // What the lines of a note of ours say is kept as they are read.
        if !(ours && name == "text") {
            draft.cell(&header, text);
        }
        if !ours && let Some(property) = meaning(note, name) {
            say(draft, note, property, part, &header, text);
        }
    }
}

fn say(draft: &mut Draft<'_>, note: &Element, property: Property, part: u16, header: &str, text: &str) {
    let author = note.get("author_name");
    let date = day_of(note.get("source_date"));
    let Some(claim) = draft.say(property, part, header, text) else { return };
    let of_person = matches!(property, Property::Status | Property::SightingPlace | Property::Note);
    if of_person && !author.is_empty() {
        claim.quotes = author.into();
    }
    if property == Property::Status {
        claim.valid = date;
        claim.normal = match text {
            "information_sought" => "sought".to_owned(),
            "believed_missing" => "missing".to_owned(),
            "believed_dead" => "died".to_owned(),
            _ => words::status(text).map_or_else(|| text.to_owned(), str::to_owned),
        };
    }
}

/// What a field of a note means.
fn meaning(note: &Element, name: &str) -> Option<Property> {
    Some(match name {
        "status" => Property::Status,
        "text" => Property::Note,
        "author_name" => Property::Requester,
        "author_phone" | "phone_of_found_person" => Property::Phone,
        "author_email" | "email_of_found_person" => Property::Email,
        // Where somebody is who may be alive and found is sealed; where somebody missing was seen last is evidence.
        "last_known_location" => match note.get("status") {
            "information_sought" | "believed_missing" | "believed_dead"
                if note.get("author_made_contact") != "true" && note.get("found") != "true" =>
            {
                Property::SightingPlace
            }
            _ => Property::PresentWhereabouts,
        },
        _ => return None,
    })
}
