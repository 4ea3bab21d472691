//! What two records say, property beside property: names part beside part whatever their script, and how far each agrees.

use crate::shell::Shell;
use crate::shown::plain;
use link::person::{Explanation, Line};
use record::{Claim, Gazetteer, Property, Record, Visibility};

/// How far two values agree.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Agreement {
    /// They agree.
    Same,
    /// They are close: another spelling, another script, a year off.
    Close,
    /// They contradict each other.
    Other,
    /// Only one side says something, or nothing was compared.
    Silent,
}

impl Agreement {
    /// Its class and the end of its message.
    pub(crate) fn key(self) -> &'static str {
        match self {
            Agreement::Same => "same",
            Agreement::Close => "close",
            Agreement::Other => "other",
            Agreement::Silent => "silent",
        }
    }

    /// Its sign, for those who do not tell colours apart.
    pub(crate) fn sign(self) -> &'static str {
        match self {
            Agreement::Same => "=",
            Agreement::Close => "≈",
            Agreement::Other => "≠",
            Agreement::Silent => "·",
        }
    }

    /// As a level of a comparison says, and the weight that it was given.
    fn of(line: &Line) -> Agreement {
        if line.level.starts_with("same") {
            Agreement::Same
        } else if line.level.starts_with("different")
            || line.level.starts_with("other")
            || line.level.starts_with("apart")
            || line.weight < -1024
        {
            Agreement::Other
        } else {
            Agreement::Close
        }
    }
}

/// One line of the comparison.
pub(crate) struct Aligned {
    /// The property, or the comparison of parts of names, as its stable word.
    pub(crate) property: &'static str,
    pub(crate) what: String,
    pub(crate) one: Vec<String>,
    pub(crate) other: Vec<String>,
    pub(crate) agreement: Agreement,
}

/// Properties in the order in which people look at them; what is not among them follows.
const ORDER: [Property; 24] = [
    Property::FullName,
    Property::Given,
    Property::Father,
    Property::Grandfather,
    Property::Family,
    Property::Mother,
    Property::MotherFamily,
    Property::Teknonym,
    Property::AlsoCalled,
    Property::Husband,
    Property::Sex,
    Property::BirthDate,
    Property::Age,
    Property::BirthPlace,
    Property::RegistrationPlace,
    Property::Residence,
    Property::Origin,
    Property::NationalNumber,
    Property::ArrestDate,
    Property::ArrestPlace,
    Property::Facility,
    Property::EntryDate,
    Property::ExitDate,
    Property::DeathDate,
];

/// The comparison that speaks of a property, where its name is another one.
fn comparison_of(property: Property) -> &'static str {
    match property {
        Property::BirthDate | Property::Age => "birth",
        Property::ArrestDate | Property::EntryDate => "custody",
        other => other.as_str(),
    }
}

/// Lays two records side by side.
pub(crate) fn align(
    shell: &Shell,
    places: &Gazetteer,
    one: &Record,
    other: &Record,
    explanation: Option<&Explanation>,
) -> Vec<Aligned> {
    let lines = explanation.map(|explanation| explanation.lines.as_slice()).unwrap_or_default();
    let line_of = |name: &str| lines.iter().find(|line| line.comparison == name);
    let mut aligned = Vec::new();
    let rest = Property::ALL.iter().filter(|property| !ORDER.contains(property));
    for &property in ORDER.iter().chain(rest) {
        // An age stands beside a birth, since the one says the other.
        if matches!(property, Property::RowIdentifier | Property::RunningNumber | Property::Age) {
            continue;
        }
        let of = |record: &Record| {
            let mut of = values(shell, places, record, property);
            if property == Property::BirthDate {
                of.extend(values(shell, places, record, Property::Age));
            }
            of
        };
        let (mut left, mut right) = (of(one), of(other));
        let line = line_of(comparison_of(property)).or_else(|| place_line(property, &line_of));
        // A part of a whole name stands beside the other record's own column.
        if let Some(parts) = line.and_then(|line| line.parts.as_ref()) {
            if left.is_empty() {
                left.push(plain(&parts.one));
            }
            if right.is_empty() {
                right.push(plain(&parts.other));
            }
        }
        if left.is_empty() && right.is_empty() {
            continue;
        }
        let agreement = if left.is_empty() || right.is_empty() {
            Agreement::Silent
        } else if left == right {
            Agreement::Same
        } else {
            line.map_or(Agreement::Silent, Agreement::of)
        };
        let key = format!("property-{}", property.as_str());
        let what = shell.say_or(&key, property.as_str());
        aligned.push(Aligned { property: property.as_str(), what, one: left, other: right, agreement });
    }
    // A name that was compared part by part, where no record has the part as a column.
    for line in lines.iter().filter(|line| line.parts.is_some()) {
        let Some(property) = Property::parse(line.comparison) else { continue };
        let key = format!("property-{}", property.as_str());
        let what = shell.say_or(&key, property.as_str());
        if let Some(parts) = &line.parts
            && !aligned.iter().any(|known| known.what == what)
            // Beside a whole name that is the same its parts say nothing more.
            && !(line.level == "same" && aligned.first().is_some_and(|name| name.agreement == Agreement::Same))
        {
            let (one, other) = (vec![plain(&parts.one)], vec![plain(&parts.other)]);
            let at = aligned.iter().position(|known| known.agreement != Agreement::Same).unwrap_or(aligned.len());
            aligned.insert(
                at.min(1),
                Aligned { property: property.as_str(), what, one, other, agreement: Agreement::of(line) },
            );
        }
    }
    aligned
}

fn place_line<'lines>(property: Property, line_of: &impl Fn(&str) -> Option<&'lines Line>) -> Option<&'lines Line> {
    let is_home =
        matches!(property, Property::BirthPlace | Property::RegistrationPlace | Property::Residence | Property::Origin);
    if is_home { line_of("place") } else { None }
}

/// What a record says of a property, each once, in words for the reader.
fn values(shell: &Shell, places: &Gazetteer, record: &Record, property: Property) -> Vec<String> {
    let mut values = Vec::new();
    for claim in record.claims_of(property) {
        let value = value(shell, places, claim);
        if !value.is_empty() && !values.contains(&value) {
            values.push(value);
        }
    }
    values
}

/// A claim in words: as it is written, and what it was understood as where that is not the same.
pub(crate) fn value(shell: &Shell, places: &Gazetteer, claim: &Claim) -> String {
    if claim.visibility == Visibility::Sealed {
        return shell.say("sealed");
    }
    let written = plain(&claim.as_written);
    if let Some(place) = places.by_text_id(&claim.normal) {
        let own = if shell.language == crate::Language::Arabic {
            place.name().to_owned()
        } else {
            place.latin.first().map_or(place.name(), String::as_str).to_owned()
        };
        return if own == written || written.is_empty() { own } else { format!("{written} ({own})") };
    }
    let is_date = claim.property.family() == record::Family::Date;
    if is_date && !claim.normal.is_empty() {
        let told = shell.date(&claim.normal);
        return if claim.property == Property::Age { format!("{written} ({told})") } else { told };
    }
    if claim.property == Property::Sex {
        return shell.say_or(&format!("sex-{}", claim.normal), &written);
    }
    written
}
