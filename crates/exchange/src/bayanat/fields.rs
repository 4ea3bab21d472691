//! What the fields of an actor and of a profile mean.
//!
//! What is not named here is kept and read for nothing: who works on the case, ethnographies, measures without a unit,
//! and the addresses of witnesses and reporters, which the archive seals because no claim says what they are.

use crate::draft::Draft;
use crate::limits;
use record::{Claim, Property, Visibility};
use serde_json::Value;

/// Fields of an actor that are texts. Of a name in two scripts both forms are claims.
const ACTOR: [(&str, Property); 18] = [
    ("name_ar", Property::FullName),
    ("name", Property::FullName),
    ("first_name_ar", Property::Given),
    ("first_name", Property::Given),
    ("last_name_ar", Property::Family),
    ("last_name", Property::Family),
    ("father_name_ar", Property::Father),
    ("father_name", Property::Father),
    ("mother_name_ar", Property::Mother),
    ("mother_name", Property::Mother),
    ("nickname_ar", Property::AlsoCalled),
    ("nickname", Property::AlsoCalled),
    ("sex", Property::Sex),
    ("occupation_ar", Property::Occupation),
    ("occupation", Property::Occupation),
    ("position_ar", Property::Occupation),
    ("position", Property::Occupation),
    ("civilian", Property::Note),
];

/// Fields of a profile that are texts; all but the first three only a missing person's has.
const PROFILE: [(&str, Property); 30] = [
    ("id", Property::RowIdentifier),
    ("originid", Property::OtherNumber),
    ("description", Property::Note),
    ("last_address", Property::Residence),
    ("marriage_history", Property::Note),
    ("pregnant_at_disappearance", Property::Health),
    ("saw_name", Property::SeenBy),
    ("saw_phone", Property::Phone),
    ("saw_email", Property::Email),
    ("death_details", Property::Note),
    ("personal_items", Property::Appearance),
    ("physique", Property::Appearance),
    ("hair_color", Property::Appearance),
    ("hair_type", Property::Appearance),
    ("facial_hair", Property::Appearance),
    ("eye_color", Property::Appearance),
    ("posture", Property::Appearance),
    ("other", Property::Note),
    ("dist_char_con", Property::Mark),
    ("dist_char_acq", Property::Mark),
    ("teeth_features", Property::Mark),
    ("physical_habits", Property::Appearance),
    ("injuries", Property::Health),
    ("implants", Property::Health),
    ("malforms", Property::Health),
    ("pain", Property::Health),
    ("other_conditions", Property::Health),
    ("pres_drugs", Property::Health),
    ("case_status", Property::Status),
    ("reburial_location", Property::BurialPlace),
];

pub(super) fn of_actor(draft: &mut Draft<'_>, actor: &Value) {
    for (name, property) in ACTOR {
        // "Civilian" or "Non-civilian" says nothing that a claim holds.
        if property != Property::Note {
            say(draft, property, name, actor.get(name));
        }
    }
    // Bayanat knows of an age only whether somebody is a minor, which restricts the record (rule 7).
    if actor.get("age").and_then(Value::as_str) == Some("Minor") {
        draft.push(Claim::new(Property::Age, "Minor").with_normal("").with_visibility(Visibility::Restricted));
    }
    say(draft, Property::Origin, "origin_place", actor.get("origin_place").and_then(title));
    for nationality in list(actor, "nationalities") {
        say(draft, Property::Nationality, "nationalities", title(nationality));
    }
    for id in list(actor, "id_number") {
        let kind = id.get("type").and_then(title).and_then(Value::as_str).unwrap_or_default();
        let property = match kind {
            "National ID" => Property::NationalNumber,
            "Military ID" => Property::MilitaryNumber,
            _ => Property::OtherNumber,
        };
        say(draft, property, "id_number", id.get("number"));
    }
}

pub(super) fn of_profile(draft: &mut Draft<'_>, profile: &Value) {
    for (name, property) in PROFILE {
        say(draft, property, name, profile.get(name));
    }
    for (name, property) in [
        ("seen_in_detention", Property::Note),
        ("injured", Property::Health),
        ("known_dead", Property::Note),
        ("skin_markings", Property::Mark),
    ] {
        say(draft, property, name, profile.get(name).and_then(|field| field.get("details")));
    }
    for marking in profile.get("skin_markings").map(|field| list(field, "opts")).unwrap_or_default() {
        say(draft, Property::Mark, "skin_markings", Some(marking));
    }
    for reporter in list(profile, "reporters") {
        for (name, property) in [
            ("name", Property::Requester),
            ("phone", Property::Phone),
            ("email", Property::Email),
            ("relationship", Property::Kinship),
        ] {
            say(draft, property, "reporters", reporter.get(name));
        }
    }
}

/// Reads a text or a number under a property.
pub(super) fn say(draft: &mut Draft<'_>, property: Property, header: &str, value: Option<&Value>) {
    if let Some(text) = value.and_then(scalar).filter(|text| !text.trim().is_empty()) {
        draft.say(property, 0, header, &text);
    }
}

/// The name of something from one of Bayanat's own lists, in Arabic where there is one.
pub(super) fn title(value: &Value) -> Option<&Value> {
    let named = ["title_ar", "title", "full_location"].into_iter().filter_map(|name| value.get(name));
    named.into_iter().find(|text| text.as_str().is_some_and(|text| !text.is_empty()))
}

fn list<'a>(value: &'a Value, name: &str) -> &'a [Value] {
    value.get(name).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default()
}

fn scalar(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// Keeps every text, number and truth below a value as a cell, by its path.
pub(super) fn keep(draft: &mut Draft<'_>, path: &str, value: &Value, but: &[&str]) {
    // A document may hold more than a record may: the draft counts, this only ends early.
    let mut left = limits::RECORD_CELLS + 1;
    walk(path, value, but, &mut |header, text| {
        draft.cell(header, text);
        left -= 1;
        left > 0
    });
}

fn walk(path: &str, value: &Value, but: &[&str], give: &mut dyn FnMut(&str, &str) -> bool) -> bool {
    match value {
        Value::Null => true,
        Value::Bool(truth) => give(path, if *truth { "true" } else { "false" }),
        Value::Number(number) => give(path, &number.to_string()),
        Value::String(text) => text.is_empty() || give(path, text),
        Value::Array(values) => {
            (1..).zip(values).all(|(at, value): (usize, _)| walk(&format!("{path}[{at}]"), value, &[], give))
        }
        Value::Object(members) => {
            members.iter().filter(|(name, _)| !but.contains(&name.as_str())).all(|(name, value)| {
                let inner = if path.is_empty() || path.ends_with('.') {
                    format!("{path}{name}")
                } else {
                    format!("{path}.{name}")
                };
                walk(&inner, value, &[], give)
            })
        }
    }
}
