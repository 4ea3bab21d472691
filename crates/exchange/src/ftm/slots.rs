//! Which property of a `Person` in `FollowTheMoney` holds which of ours, and what its values must be like.
//!
//! Source: the schema of the Python package `followthemoney` 4.11 (`schema/Person.yaml`, `LegalEntity.yaml`,
//! `Thing.yaml`, `types/`). `deathDate` is read and never written: on an entity it would be a fact, and is a claim here.

use record::{Claim, Property};

/// Where a claim goes in a statement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Slot {
    pub(crate) prop: &'static str,
    /// Name of the property's type, as statements carry it.
    pub(crate) kind: &'static str,
    /// What the type takes.
    pub(crate) value: String,
}

/// `notes` hold what has no property of its own.
pub(crate) const NOTES: (&str, &str, usize) = ("notes", "text", 65_000);

/// The slot of a claim whose value the type takes; nothing where it must stand in the notes.
pub(crate) fn slot(claim: &Claim) -> Option<Slot> {
    let cleaned = || clean(&claim.as_written);
    let (prop, kind, value, longest) = match claim.property {
        Property::FullName => ("name", "name", cleaned(), 384),
        Property::AlsoCalled => ("alias", "name", cleaned(), 384),
        Property::Teknonym | Property::NomDeGuerre => ("weakAlias", "name", cleaned(), 384),
        Property::Given => ("firstName", "string", cleaned(), 1_024),
        Property::Father => ("fatherName", "string", cleaned(), 1_024),
        Property::Mother => ("motherName", "string", cleaned(), 1_024),
        Property::Family => ("lastName", "string", cleaned(), 1_024),
        Property::BirthPlace => ("birthPlace", "string", cleaned(), 1_024),
        Property::Occupation => ("position", "string", cleaned(), 1_024),
        Property::Appearance | Property::Mark => ("appearance", "string", cleaned(), 1_024),
        Property::Sect => ("religion", "string", cleaned(), 1_024),
        Property::Residence | Property::Address => ("address", "address", cleaned(), 250),
        Property::Note => ("notes", "text", cleaned(), 65_000),
        Property::NationalNumber => ("idNumber", "identifier", clean(&claim.normal), 64),
        Property::BirthDate if is_date(&claim.normal) => ("birthDate", "date", claim.normal.clone(), 10),
        Property::Sex if matches!(claim.normal.as_str(), "male" | "female") => {
            ("gender", "gender", claim.normal.clone(), 16)
        }
        _ => return None,
    };
    let value = if kind == "name" { unquoted(value) } else { value };
    let is_taken = kind != "address" || is_plain_address(&value);
    let fits = is_taken && !value.is_empty() && value.chars().count() <= longest;
    fits.then_some(Slot { prop, kind, value })
}

/// `YYYY`, `YYYY-MM` or `YYYY-MM-DD`, of years from 1000.
pub(crate) fn is_date(text: &str) -> bool {
    crate::out::is_prefix_date(text)
}

/// What a property of somebody else's person means. Nothing for what we make no claim of.
pub(crate) fn meaning(prop: &str, value: &str) -> Option<Property> {
    Some(match prop {
        "name" => Property::FullName,
        "alias" | "weakAlias" | "previousName" => Property::AlsoCalled,
        "firstName" => Property::Given,
        "fatherName" => Property::Father,
        "motherName" => Property::Mother,
        "lastName" => Property::Family,
        "birthDate" => Property::BirthDate,
        "birthPlace" => Property::BirthPlace,
        "deathDate" => Property::DeathDate,
        "gender" => Property::Sex,
        "nationality" | "citizenship" => Property::Nationality,
        "idNumber" => {
            let digits = value.chars().filter(char::is_ascii_digit).count();
            let is_national = digits == record::NATIONAL_NUMBER_DIGITS && digits == value.trim().len();
            if is_national { Property::NationalNumber } else { Property::OtherNumber }
        }
        "passportNumber" | "socialSecurityNumber" => Property::OtherNumber,
        "phone" => Property::Phone,
        "email" => Property::Email,
        "address" => Property::Address,
        "position" | "profession" => Property::Occupation,
        "appearance" => Property::Appearance,
        "religion" => Property::Sect,
        "status" => Property::Status,
        "notes" | "summary" | "description" | "biography" => Property::Note,
        _ => return None,
    })
}

/// A text as `FollowTheMoney` cleans values: NFC, without control characters and what cannot be seen, spaces plain and
/// single. Marks that only turn the reading direction go too; `original_value` keeps them.
pub(crate) fn clean(text: &str) -> String {
    use unicode_normalization::UnicodeNormalization as _;
    let spaced = text.chars().map(|character| if is_space(character) { ' ' } else { character });
    let plain: String = spaced.filter(|&character| !is_removed(character)).nfc().collect();
    plain.split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

fn is_space(character: char) -> bool {
    character.is_whitespace() || character == '\u{A00}'
}

fn is_removed(character: char) -> bool {
    character.is_control()
        || !crate::tagged::is_xml(character)
        || matches!(character, '\u{AD}' | '\u{61C}' | '\u{200B}'..='\u{200F}' | '\u{2060}'..='\u{2064}' | '\u{FEFF}')
}

/// A name is not kept in quotes.
pub(crate) fn unquoted(mut name: String) -> String {
    while let Some(inner) = name.strip_prefix(['"', '\'']).and_then(|rest| rest.strip_suffix(['"', '\''])) {
        name = inner.trim().to_owned();
    }
    name
}

/// Whether an address has nothing that the package takes for the break of a line.
fn is_plain_address(value: &str) -> bool {
    let squeezed = value.replace(", ", ",");
    !value.contains([';', '<']) && !value.contains("ESQ") && !squeezed.contains(",,") && !squeezed.contains(",.")
}

/// The code of a language in statements (ISO 639-3), of a tag (BCP 47).
pub(crate) fn language_code(tag: &str) -> Option<&'static str> {
    LANGUAGES.iter().find(|(own, _)| *own == tag).map(|(_, code)| *code)
}

/// The tag of a code.
pub(crate) fn language_tag(code: &str) -> Option<&'static str> {
    LANGUAGES.iter().find(|(_, own)| *own == code).map(|(tag, _)| *tag)
}

const LANGUAGES: [(&str, &str); 9] = [
    ("ar", "ara"),
    ("en", "eng"),
    ("fr", "fra"),
    ("tr", "tur"),
    ("ku", "kur"),
    ("kmr", "kmr"),
    ("ckb", "ckb"),
    ("hy", "hye"),
    ("syr", "syr"),
];

/// Whether statements of that type carry a language.
pub(crate) fn has_language(kind: &str) -> bool {
    matches!(kind, "name" | "string" | "text" | "address" | "identifier")
}
