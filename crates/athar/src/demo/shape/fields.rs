//! What rows can say, under which headings, in which order.
//!
//! The uniform tables have a column a field; a list carries some fields, under headings in its own language.

use std::sync::LazyLock;

/// One thing that a row can say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(usize)]
pub(super) enum Field {
    Name,
    Given,
    Father,
    Grandfather,
    Family,
    Mother,
    MotherFamily,
    BirthDate,
    Age,
    BirthPlace,
    Residence,
    Facility,
    ArrestDate,
    Sex,
    RegisterNumber,
}

/// How many fields there are.
pub(super) const FIELDS: usize = 15;

/// The cells of one row, empty where it says nothing.
pub(super) type Cells = [String; FIELDS];

impl Field {
    /// Every field, in the order of the uniform tables.
    pub(super) const ALL: [Self; FIELDS] = [
        Self::Name,
        Self::Given,
        Self::Father,
        Self::Grandfather,
        Self::Family,
        Self::Mother,
        Self::MotherFamily,
        Self::BirthDate,
        Self::Age,
        Self::BirthPlace,
        Self::Residence,
        Self::Facility,
        Self::ArrestDate,
        Self::Sex,
        Self::RegisterNumber,
    ];

    /// The column of the uniform tables.
    pub(super) fn column(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Given => "given",
            Self::Father => "father",
            Self::Grandfather => "grandfather",
            Self::Family => "family",
            Self::Mother => "mother",
            Self::MotherFamily => "mother_family",
            Self::BirthDate => "birth_date",
            Self::Age => "age",
            Self::BirthPlace => "birth_place",
            Self::Residence => "residence",
            Self::Facility => "facility",
            Self::ArrestDate => "arrest_date",
            Self::Sex => "sex",
            Self::RegisterNumber => "register_number",
        }
    }
}

/// The language of a list's headings and of its hands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Language {
    Arabic,
    English,
    French,
    Turkish,
    Kurmanji,
}

impl Language {
    /// Its two letters.
    pub(super) fn code(self) -> &'static str {
        match self {
            Self::Arabic => "ar",
            Self::English => "en",
            Self::French => "fr",
            Self::Turkish => "tr",
            Self::Kurmanji => "ku",
        }
    }

    /// The heading of the row's number.
    pub(super) fn number(self) -> &'static str {
        match self {
            Self::Arabic => "م",
            Self::English | Self::French => "No",
            Self::Turkish => "Sıra",
            Self::Kurmanji => "Hejmar",
        }
    }

    /// Man or woman.
    pub(super) fn sex(self, is_woman: bool) -> &'static str {
        let (man, woman) = match self {
            Self::Arabic => ("ذكر", "أنثى"),
            Self::English => ("male", "female"),
            Self::French => ("M", "F"),
            Self::Turkish => ("erkek", "kadın"),
            Self::Kurmanji => ("mêr", "jin"),
        };
        if is_woman { woman } else { man }
    }
}

/// The headings that lists of this language have for a column of the uniform tables (`given_name` for a given name beside a family's in one
/// cell). The data file has them all: a test holds that.
pub(super) fn headings(column: &str, language: Language) -> &'static [&'static str] {
    let is_it = |line: &&Headings| line.column == column && line.language == language.code();
    HEADINGS.iter().find(is_it).map_or(&["?"], |line| &line.forms)
}

struct Headings {
    column: &'static str,
    language: &'static str,
    forms: Vec<&'static str>,
}

static HEADINGS: LazyLock<Vec<Headings>> = LazyLock::new(|| {
    let lines = include_str!("../data/headings.tsv").lines().filter(|line| !line.starts_with('#'));
    let line = |line: &'static str| {
        let mut cells = line.split('\t');
        let forms = |text: &'static str| text.split('|').collect();
        Some(Headings { column: cells.next()?, language: cells.next()?, forms: forms(cells.next()?) })
    };
    lines.filter_map(line).collect()
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_field_has_headings_in_every_language() {
        use Language::{Arabic, English, French, Kurmanji, Turkish};
        for language in [Arabic, English, French, Turkish, Kurmanji] {
            for column in Field::ALL.map(Field::column).into_iter().chain(["whole_name"]) {
                assert_ne!(headings(column, language), ["?"], "{column} {language:?}");
            }
        }
        assert!(Field::ALL.iter().enumerate().all(|(place, field)| *field as usize == place));
    }
}
