//! What columns mean, by header and by content.
//!
//! A guess is a guess: it has a confidence and a reason, the caller prints both, and a mapping overrules it.

use crate::content::Profile;
use crate::headers::{HeaderMatch, Meaning, lookup};
use record::{Gazetteer, Property};

/// What one column seems to mean.
#[derive(Clone, Debug, PartialEq)]
pub struct ColumnGuess {
    /// The property, when there is one. A column without stays verbatim only.
    pub property: Option<Property>,
    /// The column says what each person is in the source (witness, informer, held).
    pub is_role: bool,
    /// From 0 to 1.
    pub confidence: f32,
    /// Why, in words without the contents of any cell.
    pub why: String,
}

impl ColumnGuess {
    fn none(why: &str) -> ColumnGuess {
        ColumnGuess { property: None, is_role: false, confidence: 0.0, why: why.to_owned() }
    }

    fn of(property: Property, confidence: f32, why: &str) -> ColumnGuess {
        ColumnGuess { property: Some(property), is_role: false, confidence, why: why.to_owned() }
    }
}

/// Guesses what each column means. `sample` holds rows; cells that a row lacks count as empty. A column whose cells
/// name places of the gazetteer is one of places.
pub fn guess_columns(headers: &[String], sample: &[Vec<String>], places: &Gazetteer) -> Vec<ColumnGuess> {
    let width = headers.len().max(sample.iter().map(Vec::len).max().unwrap_or(0));
    let columns: Vec<Column<'_>> = (0..width).map(|index| Column::new(headers, sample, index, places)).collect();
    let mut guesses: Vec<ColumnGuess> = columns.iter().map(by_header).collect();
    resolve_names(&columns, &mut guesses);
    resolve_dates(&columns, &mut guesses);
    by_content(&columns, &mut guesses);
    settle_duplicates(&columns, sample, &mut guesses);
    guesses
}

struct Column<'a> {
    index: usize,
    header: &'a str,
    known: Option<HeaderMatch>,
    profile: Profile,
}

impl<'a> Column<'a> {
    fn new(headers: &'a [String], sample: &'a [Vec<String>], index: usize, places: &Gazetteer) -> Column<'a> {
        let header = headers.get(index).map_or("", String::as_str);
        let cells = sample.iter().filter_map(|row| row.get(index)).map(String::as_str);
        Column { index, header, known: lookup(header), profile: Profile::of(cells, places) }
    }

    fn means(&self, meaning: Meaning) -> bool {
        self.known.is_some_and(|known| known.meaning == meaning)
    }
}

fn by_header(column: &Column<'_>) -> ColumnGuess {
    let Some(known) = column.known else {
        return ColumnGuess::none(if column.header.is_empty() { "no header" } else { "the header is not known" });
    };
    let why = if known.whole { "header" } else { "words in the header" };
    match known.meaning {
        Meaning::Nothing => ColumnGuess::none("the header says nothing about a person"),
        Meaning::Role => {
            ColumnGuess { property: None, is_role: true, confidence: known.confidence, why: why.to_owned() }
        }
        Meaning::Name | Meaning::Date => ColumnGuess::none("the header is ambiguous"),
        Meaning::Is(property) => against_content(property, known.confidence, why, &column.profile),
    }
}

/// Content may contradict a header, and then it is believed where it is plain.
fn against_content(property: Property, confidence: f32, why: &str, profile: &Profile) -> ColumnGuess {
    if profile.filled < 3 {
        return ColumnGuess::of(property, confidence, why);
    }
    let doubted = |reason: &str| ColumnGuess::of(property, confidence * 0.5, &format!("{why}, though {reason}"));
    match property {
        Property::Age if profile.years + profile.dates > 0.6 => {
            ColumnGuess::of(Property::BirthDate, 0.75, "the header says age, the cells are years or dates")
        }
        Property::RunningNumber if profile.letters > 0.5 => {
            ColumnGuess::none("the header says a running number, the cells are words")
        }
        Property::RunningNumber if profile.filled > 5 && profile.counts_up < 0.3 && profile.distinct > 0.5 => {
            ColumnGuess::of(Property::OtherNumber, confidence * 0.6, "a number that does not count the rows")
        }
        _ => match property.family() {
            record::Family::Date if profile.letters > 0.7 => doubted("most cells are words"),
            record::Family::Name if profile.numbers > 0.7 => doubted("most cells are numbers"),
            record::Family::Place if profile.numbers > 0.8 => doubted("most cells are numbers"),
            _ => ColumnGuess::of(property, confidence, why),
        },
    }
}

/// "الاسم" or "name": the whole name or the given one?
fn resolve_names(columns: &[Column<'_>], guesses: &mut [ColumnGuess]) {
    let has = |guesses: &[ColumnGuess], property| {
        guesses.iter().any(|guess| guess.property == Some(property) && guess.confidence > 0.5)
    };
    let has_family = has(guesses, Property::Family);
    let has_given = has(guesses, Property::Given);
    let has_full = has(guesses, Property::FullName);
    for column in columns.iter().filter(|column| column.means(Meaning::Name)) {
        let confidence = column.known.map_or(0.0, |known| known.confidence);
        let words = column.profile.words;
        guesses[column.index] =
            if column.profile.filled > 2 && column.profile.letters < 0.3 && column.profile.numbers > 0.7 {
                ColumnGuess::none("the header says a name, the cells are numbers")
            } else if has_family && !has_given && (has_full || words < 2.3) {
                ColumnGuess::of(Property::Given, confidence, "a name beside a family name")
            } else if has_given && words < 1.6 && column.profile.filled > 0 {
                ColumnGuess::of(Property::AlsoCalled, confidence * 0.7, "a name beside a given name")
            } else if words >= 1.6 || column.profile.filled == 0 {
                ColumnGuess::of(Property::FullName, confidence, "a name of several words a cell")
            } else {
                ColumnGuess::of(Property::Given, confidence * 0.85, "a name of one word a cell")
            };
    }
    // The French "Nom", and families' own tables, put whole names under the word for a family name.
    let alone =
        !has_given && !guesses.iter().any(|guess| matches!(guess.property, Some(Property::FullName | Property::Given)));
    if alone {
        let family = columns.iter().find(|column| guesses[column.index].property == Some(Property::Family));
        if let Some(column) = family
            && column.profile.words >= 1.9
        {
            guesses[column.index] = ColumnGuess::of(Property::FullName, 0.6, "the only name, of several words a cell");
        }
    }
}

/// "التاريخ" or "date": of birth when the years are those of adults.
fn resolve_dates(columns: &[Column<'_>], guesses: &mut [ColumnGuess]) {
    let has_birth = guesses.iter().any(|guess| guess.property == Some(Property::BirthDate));
    for column in columns.iter().filter(|column| column.means(Meaning::Date)) {
        let of_birth = column.profile.median_year.is_some_and(|year| year <= LATEST_MEDIAN_BIRTH_YEAR);
        guesses[column.index] = if of_birth && !has_birth && column.profile.dates + column.profile.years > 0.5 {
            ColumnGuess::of(Property::BirthDate, 0.6, "dates, most of them before 2003")
        } else {
            ColumnGuess::none("the header does not say what the date is of")
        };
    }
}

/// Dates whose median lies before this year are taken for births, later ones for events of the war.
const LATEST_MEDIAN_BIRTH_YEAR: u32 = 2002;

/// Columns whose header says nothing.
fn by_content(columns: &[Column<'_>], guesses: &mut [ColumnGuess]) {
    for column in columns.iter().filter(|column| column.known.is_none()) {
        let has = |property| guesses.iter().any(|guess| guess.property == Some(property));
        if let Some((property, confidence, why)) = plain_content(column)
            && !has(property)
        {
            guesses[column.index] = ColumnGuess::of(property, confidence, why);
        }
    }
    name_by_content(columns, guesses);
}

fn plain_content(column: &Column<'_>) -> Option<(Property, f32, &'static str)> {
    let profile = &column.profile;
    let headless = column.header.is_empty();
    if profile.filled < 3 {
        return None;
    }
    let old = profile.median_year.is_some_and(|year| year <= LATEST_MEDIAN_BIRTH_YEAR);
    if profile.sexes > 0.9 && profile.distinct * (profile.filled as f32) < 7.0 {
        Some((Property::Sex, 0.8, "words for sex"))
    } else if profile.emails > 0.8 {
        Some((Property::Email, 0.8, "e-mail addresses"))
    } else if profile.phones > 0.8 {
        Some((Property::Phone, 0.7, "telephone numbers"))
    } else if profile.eleven_digits > 0.8 && profile.distinct > 0.8 {
        Some((Property::NationalNumber, 0.6, "eleven digits, hardly any twice"))
    } else if headless && profile.counts_up > 0.8 {
        Some((Property::RunningNumber, 0.8, "each number one more than the one above"))
    } else if profile.dates + profile.years > 0.8 && old {
        Some((Property::BirthDate, 0.55, "dates or years, most of them before 2003"))
    } else if headless && profile.ages > 0.9 && profile.numbers > 0.5 && profile.distinct < 0.9 {
        Some((Property::Age, 0.5, "numbers up to 110"))
    } else if profile.places > 0.4 {
        Some((Property::Origin, 0.5, "names of places"))
    } else {
        None
    }
}

/// Where no header names a name: the column of names, or the columns of its parts.
fn name_by_content(columns: &[Column<'_>], guesses: &mut [ColumnGuess]) {
    if guesses
        .iter()
        .any(|guess| matches!(guess.property, Some(Property::FullName | Property::Given | Property::Family)))
    {
        return;
    }
    let free: Vec<&Column<'_>> = columns
        .iter()
        .filter(|column| column.known.is_none() && guesses[column.index].property.is_none())
        .filter(|column| column.profile.filled >= 2 && column.profile.letters > 0.7 && column.profile.distinct > 0.2)
        .collect();
    let whole =
        free.iter().filter(|column| (1.7..5.5).contains(&column.profile.words) && column.profile.distinct > 0.5);
    if let Some(column) = whole.max_by(|left, right| {
        left.profile.distinct.total_cmp(&right.profile.distinct).then(right.index.cmp(&left.index))
    }) {
        guesses[column.index] = ColumnGuess::of(Property::FullName, 0.6, "words that look like whole names");
        return;
    }
    if free.iter().any(|column| !column.header.is_empty()) {
        return;
    }
    let parts: &[Property] = match free.len() {
        0 => &[],
        1 => &[Property::Given],
        2 => &[Property::Given, Property::Family],
        _ => &[Property::Given, Property::Father, Property::Family, Property::Mother],
    };
    for (column, part) in free.iter().zip(parts) {
        guesses[column.index] = ColumnGuess::of(*part, 0.35, "single words, by their order: check this");
    }
}

/// Of two columns with one meaning the better keeps it.
fn settle_duplicates(columns: &[Column<'_>], sample: &[Vec<String>], guesses: &mut [ColumnGuess]) {
    for index in 0..guesses.len() {
        let Some(property) = guesses[index].property else { continue };
        if may_repeat(property) {
            continue;
        }
        let rivals = (0..guesses.len()).filter(|other| guesses[*other].property == Some(property));
        let worth = |column: usize| guesses[column].confidence + 0.1 * filled_share(&columns[column], sample);
        let Some(best) = rivals.max_by(|left, right| worth(*left).total_cmp(&worth(*right)).then(right.cmp(left)))
        else {
            continue;
        };
        if best != index {
            guesses[index] = demoted(property, &columns[best], &columns[index], sample);
        }
    }
}

fn filled_share(column: &Column<'_>, sample: &[Vec<String>]) -> f32 {
    column.profile.filled as f32 / sample.len().max(1) as f32
}

fn may_repeat(property: Property) -> bool {
    matches!(
        property,
        Property::Phone
            | Property::Email
            | Property::Note
            | Property::OtherNumber
            | Property::PaperNumber
            | Property::Address
            | Property::AlsoCalled
            | Property::Appearance
            | Property::Mark
            | Property::Health
            | Property::SeenBy
            | Property::SeenWith
            | Property::ArrestedWith
            | Property::MoneyPaid
            | Property::VisitPermit
            | Property::RunningNumber
    )
}

fn demoted(property: Property, best: &Column<'_>, column: &Column<'_>, sample: &[Vec<String>]) -> ColumnGuess {
    let kept = format!("column {} says the same", best.index + 1);
    if property.family() != record::Family::Name {
        return ColumnGuess::none(&kept);
    }
    // A second whole name in the same script repeats the first; in another script it is another spelling.
    let repeats = sample.iter().filter(|row| {
        let cell = |index: usize| row.get(index).map(|text| crate::fold::fold(text)).unwrap_or_default();
        let (better, other) = (cell(best.index), cell(column.index));
        !other.is_empty() && other.split(' ').all(|word| better.split(' ').any(|own| own == word))
    });
    if repeats.count() * 2 > column.profile.filled {
        return ColumnGuess::none(&kept);
    }
    let about_the_person = matches!(property, Property::FullName | Property::Given);
    if !about_the_person {
        return ColumnGuess::none(&kept);
    }
    let why = if best.profile.arabic == column.profile.arabic { "another name" } else { "the name in another script" };
    ColumnGuess::of(Property::AlsoCalled, 0.6, why)
}
