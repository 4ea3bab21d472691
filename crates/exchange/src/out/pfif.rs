//! PFIF 1.4 for a recipient (<http://zesty.ca/pfif/1.4/>): a person a record, with one note where the source says
//! anything of custody or fate.
//!
//! PFIF has no field for parents, facilities or stays: what it has no field for, or could not give back exactly, stands
//! as `athar.…` lines ([`crate::tagged`]) in `description` and in the note's `text`. `believed_dead` is never written: no
//! program declares a death. A tombstone is the placeholder of an expired record.

use super::columns::placed;
use super::tally::Tally;
use super::{Export, Row, Written, allowed, front, role_word};
use crate::{ExchangeError, tagged};
use record::{Claim, Gazetteer, PartialDate, Precision, Property, Thing};
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// Fields of a person, in the order of the specification.
const PERSON: [&str; 17] = [
    "person_record_id",
    "entry_date",
    "expiry_date",
    "source_name",
    "source_date",
    "full_name",
    "given_name",
    "family_name",
    "alternate_names",
    "description",
    "sex",
    "date_of_birth",
    "age",
    "home_street",
    "home_city",
    "home_state",
    "home_postal_code",
];
/// Fields of a note, in the order of the specification.
const NOTE: [&str; 7] =
    ["note_record_id", "person_record_id", "entry_date", "author_name", "source_date", "status", "text"];
const NOTE_OPENS: &str = "Claims of the named source, no established facts.";

type Fields = BTreeMap<&'static str, String>;

/// Writes an export as PFIF 1.4.
pub fn pfif(export: &Export, places: &Gazetteer) -> Result<Written, ExchangeError> {
    allowed::check(export)?;
    let mut tally = Tally::default();
    let mut xml = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!--\n");
    for [word, _, value] in front::lines(export) {
        // A comment must not hold two hyphens in a row.
        let _ = writeln!(xml, "{word}: {}", one_line(&value).replace('-', "\u{2010}"));
    }
    xml.push_str("-->\n<pfif:pfif xmlns:pfif=\"http://zesty.ca/pfif/1.4\">\n");
    for row in &export.rows {
        person(export, row, &mut xml);
        for claim in export.chosen(row) {
            tally.claim(claim, row, places, Tally::language(claim));
        }
    }
    xml.push_str("</pfif:pfif>\n");
    Ok(Written { bytes: xml.into_bytes(), beside: Vec::new(), not_carried: tally.finish() })
}

fn person(export: &Export, row: &Row, xml: &mut String) {
    let about = &export.about;
    let written = moment(about.date);
    let mut fields =
        Fields::from([("person_record_id", format!("{}/{}", about.domain, row.id)), ("entry_date", written.clone())]);
    if row.withdrawn {
        // "the fields of a placeholder": source_date and entry_date are the time of the replacement.
        fields.extend([("expiry_date", written.clone()), ("source_date", written)]);
        xml.push_str("  <pfif:person>\n");
        elements(xml, "    ", &PERSON, &fields);
        xml.push_str("  </pfif:person>\n");
        return;
    }
    let said = row.as_of.filter(|date| is_day(*date)).map_or(written.clone(), moment);
    fields.insert("expiry_date", moment(about.expires));
    fields.insert("source_name", one_line(&row.source));
    fields.insert("source_date", said.clone());
    let as_of = row.as_of.map(PartialDate::to_edtf).unwrap_or_default();
    let mut described =
        vec![tagged::line("export", "1"), tagged::line("as_of", &as_of), tagged::line("watermark", &about.watermark)];
    described.extend(about.with_roles.then(|| tagged::line("role", role_word(row.role))));
    let mut noted = Vec::new();
    for &property in &export.fields {
        let claims: Vec<&Claim> = export.chosen(row).filter(|claim| claim.property == property).collect();
        if claims.is_empty() || standard(property, &claims, row, &mut fields) {
            continue;
        }
        let lines = if is_of_custody_or_fate(property) { &mut noted } else { &mut described };
        for (column, claim) in placed(claims.into_iter()) {
            let key = super::Column { number: 0, ..column }.name();
            lines.push(tagged::line(&key, &claim.as_written));
        }
    }
    if !fields.contains_key("full_name") {
        described.push(tagged::line("derived", "full_name"));
        let parts = ["given_name", "family_name"].into_iter().filter_map(|name| fields.get(name).cloned());
        let name = parts.collect::<Vec<_>>().join(" ");
        fields.insert("full_name", name);
    }
    fields.insert("description", described.join("\n"));
    xml.push_str("  <pfif:person>\n");
    elements(xml, "    ", &PERSON, &fields);
    if !noted.is_empty() {
        let claims: Vec<&Claim> = export.chosen(row).collect();
        let note = Fields::from([
            ("note_record_id", format!("{}/{}.note", about.domain, row.id)),
            ("person_record_id", format!("{}/{}", about.domain, row.id)),
            ("entry_date", moment(about.date)),
            ("author_name", one_line(&row.source)),
            ("source_date", said),
            ("status", status(&claims).to_owned()),
            ("text", format!("{NOTE_OPENS}\n{}", noted.join("\n"))),
        ]);
        xml.push_str("    <pfif:note>\n");
        elements(xml, "      ", &NOTE, &note);
        xml.push_str("    </pfif:note>\n");
    }
    xml.push_str("  </pfif:person>\n");
}

fn elements(xml: &mut String, indent: &str, order: &[&'static str], fields: &Fields) {
    for name in order {
        if let Some(text) = fields.get(name) {
            let _ = writeln!(xml, "{indent}<pfif:{name}>{}</pfif:{name}>", quick_xml::escape::escape(text.as_str()));
        }
    }
}

/// Fills the standard fields of a property. True when they give back its claims exactly; else they are a copy for
/// programs that know no `athar.` lines, and the lines hold the claims.
fn standard(property: Property, claims: &[&Claim], row: &Row, fields: &mut Fields) -> bool {
    let words = |claim: &Claim| claim.as_written.clone();
    let first = claims[0];
    let alone = claims.len() == 1 && first.part == 0;
    let all_fit = claims.iter().all(|claim| claim.part == 0 && fits(&claim.as_written));
    let name = match property {
        Property::FullName | Property::AlsoCalled => {
            let name = if property == Property::FullName { "full_name" } else { "alternate_names" };
            fields.insert(name, claims.iter().map(|claim| one_line(&claim.as_written)).collect::<Vec<_>>().join("\n"));
            return all_fit;
        }
        Property::Sex if matches!(first.normal.as_str(), "male" | "female") => {
            fields.insert("sex", first.normal.clone());
            return alone && first.as_written == first.normal;
        }
        Property::BirthDate if is_prefix_date(&first.normal) => {
            fields.insert("date_of_birth", first.normal.clone());
            return alone && first.as_written == first.normal;
        }
        // An age is as of source_date, which is the export's day where the source has none.
        Property::Age if row.as_of.is_some_and(is_day) && is_age(&first.as_written) => "age",
        Property::Given => "given_name",
        Property::Family => "family_name",
        Property::Residence => "home_city",
        Property::Address => "home_street",
        Property::Postcode => "home_postal_code",
        _ => return false,
    };
    fields.insert(name, one_line(&words(first)));
    alone && all_fit
}

/// What the source says of custody or fate stands in a note: it is the note's author who says it.
fn is_of_custody_or_fate(property: Property) -> bool {
    matches!(property, Property::Status | Property::DeathDate | Property::DeathPlace)
        || !matches!(property.thing(), Thing::Person | Thing::Row | Thing::Relation | Thing::Asker | Thing::Child)
}

/// The status of a note. Nothing where any claim speaks of a death: a human writes that, or nobody.
fn status(claims: &[&Claim]) -> &'static str {
    let states = claims.iter().filter(|claim| matches!(claim.property, Property::Status | Property::ExitReason));
    let means = |word: &str| states.clone().any(|claim| claim.normal == word);
    let of_death = |claim: &&&Claim| {
        matches!(
            claim.property,
            Property::DeathDate | Property::DeathPlace | Property::PaperKind | Property::RemainsKind
        ) || (record::words::touches_fate(&claim.as_written) && claim.normal != "released")
    };
    if means("died") || means("executed") || claims.iter().any(|claim| of_death(&claim)) {
        ""
    } else if means("released") || means("held") {
        "believed_alive"
    } else if means("missing") {
        "believed_missing"
    } else if means("sought") {
        "information_sought"
    } else {
        ""
    }
}

fn is_day(date: PartialDate) -> bool {
    date.precision() == Precision::Day && !date.is_uncertain() && !date.is_approximate()
}

fn moment(day: PartialDate) -> String {
    format!("{}T00:00:00Z", day.to_edtf())
}

/// `YYYY`, `YYYY-MM` or `YYYY-MM-DD`.
pub(crate) fn is_prefix_date(text: &str) -> bool {
    let digits = |part: &str, length| part.len() == length && part.bytes().all(|byte| byte.is_ascii_digit());
    let mut parts = text.split('-');
    let lengths = [4, 2, 2];
    let good = lengths.iter().map_while(|&length| parts.next().map(|part| digits(part, length))).all(|good| good);
    good && parts.next().is_none() && text.parse::<u16>().is_ok_and(|year| year >= 1_000) | text.contains('-')
}

fn is_age(text: &str) -> bool {
    let is_number = |part: &str| !part.is_empty() && part.len() <= 3 && part.bytes().all(|byte| byte.is_ascii_digit());
    text.split_once('-').map_or(is_number(text), |(from, to)| is_number(from) && is_number(to))
}

/// Whether a field of one line gives a text back exactly.
fn fits(text: &str) -> bool {
    !text.is_empty() && one_line(text) == text
}

/// A text on one line, without what XML cannot hold.
fn one_line(text: &str) -> String {
    let plain: String = text
        .chars()
        .map(|character| if character.is_whitespace() { ' ' } else { character })
        .filter(|&character| tagged::is_xml(character) && !character.is_control())
        .collect();
    plain.trim().to_owned()
}
