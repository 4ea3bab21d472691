//! From the text of a cell to a claim and its problems.
//!
//! Reading never fails and never corrects: the words of the source stay in `as_written`, what was understood
//! stands in `normal`. Which column means what belongs to the readers of files.

use crate::date::words::{is_about, is_doubt};
use crate::fold::{clean, is_hidden};
use crate::property::Family;
use crate::{
    Certainty, Claim, DateError, Gazetteer, PaperKind, PartialDate, Precision, ProblemKind, Property, RemainsKind,
    Visibility, age, fold, number, words,
};

/// Most characters of a claim; the verbatim cell of the record is not cut.
pub const CLAIM_CHARACTERS_MAX: usize = 2_000;

/// The date of the source: ages are as of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct AsOf {
    /// When the list was written, as far as is known.
    pub date: Option<PartialDate>,
}

impl AsOf {
    /// A list of that year; unknown when no list can be of it.
    pub fn year(year: i16) -> AsOf {
        AsOf { date: PartialDate::of_year(year).ok() }
    }
}

impl From<PartialDate> for AsOf {
    fn from(date: PartialDate) -> Self {
        AsOf { date: Some(date) }
    }
}

/// Reads one cell under a known property; places are those of the gazetteer given. No claim when the cell says nothing ("-", "غير معروف", "unknown").
pub fn read_cell(property: Property, text: &str, as_of: AsOf, places: &Gazetteer) -> (Option<Claim>, Vec<ProblemKind>) {
    let mut problems = Vec::new();
    let as_written = match text.char_indices().nth(CLAIM_CHARACTERS_MAX) {
        Some((end, _)) => {
            problems.push(ProblemKind::CellTooLong);
            &text[..end]
        }
        None => text,
    };
    if as_written.chars().any(is_confusing) {
        problems.push(ProblemKind::HiddenCharacters);
    }
    let cleaned = clean(as_written);
    let folded = fold(&cleaned);
    if property == Property::RunningNumber || words::folded_says_nothing(&folded) || is_zero(property, &folded) {
        return (None, problems);
    }
    if is_formula(&cleaned) {
        problems.push(ProblemKind::Formula);
    }
    let (plain, mut certainty) = reservations(property, &cleaned, &folded);
    let mut visibility = property.default_visibility();
    let meaning = Meaning::of(property, plain, as_of, places);
    problems.extend(meaning.problem);
    certainty = certainty.max(meaning.certainty);
    if meaning.minor {
        visibility = visibility.max(Visibility::Restricted);
    }
    let claim = Claim::new(property, as_written)
        .with_normal(meaning.normal)
        .with_certainty(certainty)
        .with_visibility(visibility);
    (Some(claim), problems)
}

/// What a text means under a property.
#[derive(Default)]
struct Meaning {
    normal: String,
    certainty: Certainty,
    minor: bool,
    problem: Option<ProblemKind>,
}

impl Meaning {
    fn of(property: Property, text: &str, as_of: AsOf, places: &Gazetteer) -> Meaning {
        match (property, property.family()) {
            (Property::Age, _) => Meaning::of_age(text, as_of),
            (_, Family::Date) => Meaning::of_date(property, text, as_of),
            (Property::Requester, _) => Meaning::plain(text.to_owned()),
            (_, Family::Name) => Meaning::of_name(text),
            (_, Family::Place) => {
                let place = places.find(text);
                Meaning::plain(place.map_or_else(|| text.to_owned(), |place| place.id.as_str().to_owned()))
            }
            (Property::RowIdentifier, _) => Meaning::plain(text.to_owned()),
            (_, Family::Number) => Meaning::of_number(number::read(property, text)),
            (Property::Phone, _) => Meaning::of_number(number::read_phone(text)),
            (Property::Email, _) => Meaning::plain(text.to_lowercase()),
            (Property::Sex, _) => match words::sex(text) {
                Some(sex) => Meaning::plain(sex.to_owned()),
                None => Meaning::not_understood(ProblemKind::SexNotUnderstood),
            },
            (Property::Status | Property::ExitReason, _) => {
                Meaning::plain(words::status(text).map_or_else(|| text.to_owned(), str::to_owned))
            }
            (Property::PaperKind, _) => {
                Meaning::plain(PaperKind::read(text).map_or_else(|| text.to_owned(), |kind| kind.as_str().to_owned()))
            }
            (Property::RemainsKind, _) => {
                Meaning::plain(RemainsKind::read(text).map_or_else(|| text.to_owned(), |kind| kind.as_str().to_owned()))
            }
            (_, Family::Category | Family::Contact | Family::Text) => Meaning::plain(text.to_owned()),
        }
    }

    fn plain(normal: String) -> Meaning {
        Meaning { normal, ..Meaning::default() }
    }

    fn not_understood(problem: ProblemKind) -> Meaning {
        Meaning { problem: Some(problem), ..Meaning::default() }
    }

    fn of_date(property: Property, text: &str, as_of: AsOf) -> Meaning {
        let parsed =
            if property == Property::BirthDate { PartialDate::parse(text) } else { PartialDate::parse_recent(text) };
        match parsed {
            Ok(date) => {
                let minor =
                    property == Property::BirthDate && as_of.date.is_some_and(|as_of| age::may_be_minor(date, as_of));
                // A doubt that only day-or-month brought in is ours, not the source's.
                let doubted = date.is_uncertain() && (text.contains(['?', '؟', '%']) || is_doubted(&fold(text)));
                let certainty = if doubted { Certainty::Unsure } else { certainty_of(date) };
                Meaning { normal: date.to_edtf(), certainty, minor, problem: None }
            }
            Err(DateError::YearOutOfRange { .. }) => Meaning::not_understood(ProblemKind::YearOutOfRange),
            Err(DateError::Empty | DateError::NotADate | DateError::NoSuchDay) => {
                Meaning::not_understood(ProblemKind::DateNotUnderstood)
            }
        }
    }

    fn of_age(text: &str, as_of: AsOf) -> Meaning {
        let Ok(years) = age::parse(text) else {
            // A column of ages in which somebody wrote the year of birth.
            let birth = Meaning::of_date(Property::BirthDate, text, as_of);
            return match birth.problem {
                None => birth,
                Some(_) => Meaning::not_understood(ProblemKind::AgeNotUnderstood),
            };
        };
        let about = fold(text).split([' ', '~']).any(is_about) || text.contains('~');
        let certainty = if about || years.0 < years.1 { Certainty::Approximate } else { Certainty::Stated };
        let birth = as_of.date.and_then(|as_of| age::birth_interval(years, as_of));
        let birth = if about { birth.map(PartialDate::about) } else { birth };
        Meaning {
            normal: birth.map(PartialDate::to_edtf).unwrap_or_default(),
            certainty,
            minor: years.0 < age::MAJORITY_YEARS,
            problem: None,
        }
    }

    fn of_name(text: &str) -> Meaning {
        if !text.chars().any(char::is_alphabetic) {
            return Meaning::not_understood(ProblemKind::NameNotUnderstood);
        }
        let problem = text.chars().any(char::is_numeric).then_some(ProblemKind::NameNotUnderstood);
        Meaning { problem, ..Meaning::plain(text.to_owned()) }
    }

    fn of_number((normal, understood): (String, bool)) -> Meaning {
        let problem = (!understood).then_some(ProblemKind::NumberNotUnderstood);
        Meaning { problem, ..Meaning::plain(normal) }
    }
}

/// A range that the source wrote is approximate; the days of a Hijri year are not.
fn certainty_of(date: PartialDate) -> Certainty {
    let range = date.precision() == Precision::Interval && date.calendar() == crate::Calendar::Gregorian;
    if date.is_approximate() || range { Certainty::Approximate } else { Certainty::Stated }
}

/// The text without the source's doubt at its end ("أحمد ؟", "Ahmad (?)"), and how sure the source was. A date keeps
/// its mark, which is part of its normal form and may stand for a digit ("199?").
fn reservations<'a>(property: Property, cleaned: &'a str, folded: &str) -> (&'a str, Certainty) {
    if property.family() == Family::Date && property != Property::Age {
        return (cleaned, Certainty::Stated);
    }
    let mut end = cleaned;
    while let Some(shorter) = ["(?)", "(؟)", "?", "؟", " "].iter().find_map(|mark| end.strip_suffix(mark)) {
        end = shorter;
    }
    if end.len() < cleaned.len() && !end.is_empty() {
        return (end, Certainty::Unsure);
    }
    (cleaned, if is_doubted(folded) { Certainty::Unsure } else { Certainty::Stated })
}

/// Whether a source says in this folded text that it doubts: a question mark, or words such as "غير مؤكد".
fn is_doubted(folded: &str) -> bool {
    folded.contains("غير موكد")
        || folded.ends_with('?')
        || folded.split(|c: char| !c.is_alphanumeric()).any(|word| !word.is_empty() && is_doubt(word))
}

/// "0" where a date or a number should stand says nothing.
fn is_zero(property: Property, folded: &str) -> bool {
    let zero = matches!(folded, "0" | "00" | "000");
    let counts = matches!(property.family(), Family::Date | Family::Number | Family::Contact);
    zero && counts && property != Property::Age && property != Property::RowIdentifier
}

/// What a spreadsheet would compute: `=`, `+`, `-` or `@` before anything but a number.
fn is_formula(cleaned: &str) -> bool {
    let Some(rest) = cleaned.strip_prefix(['=', '+', '-', '@']) else { return false };
    let number = |c: char| c.is_numeric() || matches!(c, ' ' | '.' | ',' | '-' | '/' | '(' | ')' | '٫' | '٬');
    cleaned.starts_with(['=', '@']) || !rest.chars().all(number)
}

/// Hidden characters that can deceive. Zero-width joiners are part of how Persian and Kurdish are typed.
fn is_confusing(character: char) -> bool {
    is_hidden(character) && !matches!(character, '\u{200C}' | '\u{200D}')
}
