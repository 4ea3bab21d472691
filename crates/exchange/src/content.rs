//! What the cells of a column look like, apart from what its header says.

use crate::fold::{ascii_digits, fold, is_arabic};
use record::Gazetteer;
use std::collections::HashSet;

/// Shares (0 to 1) of the filled cells of a sample that look like something.
#[derive(Clone, Debug, Default)]
pub(crate) struct Profile {
    pub(crate) filled: usize,
    pub(crate) dates: f32,
    pub(crate) years: f32,
    pub(crate) ages: f32,
    pub(crate) sexes: f32,
    pub(crate) phones: f32,
    pub(crate) emails: f32,
    /// Digits only, or digits with separators.
    pub(crate) numbers: f32,
    /// Exactly eleven digits, as national numbers of Syria have.
    pub(crate) eleven_digits: f32,
    /// Letters and what stands between the words of a name.
    pub(crate) letters: f32,
    pub(crate) places: f32,
    /// Each number one more than the one above.
    pub(crate) counts_up: f32,
    pub(crate) distinct: f32,
    /// Words a cell, among the cells of letters.
    pub(crate) words: f32,
    /// Median of the years that stand in the cells.
    pub(crate) median_year: Option<u32>,
    /// The letters are mostly Arabic.
    pub(crate) arabic: bool,
}

impl Profile {
    pub(crate) fn of<'a>(cells: impl Iterator<Item = &'a str>, places: &Gazetteer) -> Profile {
        let mut tally = Tally::default();
        for cell in cells {
            tally.add(cell.trim(), places);
        }
        tally.finish()
    }
}

#[derive(Default)]
struct Tally {
    filled: usize,
    counts: [usize; 10],
    letter_cells: usize,
    words: usize,
    arabic: usize,
    years: Vec<u32>,
    distinct: HashSet<u64>,
    previous: Option<u64>,
}

impl Tally {
    fn add(&mut self, cell: &str, places: &Gazetteer) {
        if is_blank(cell) {
            return;
        }
        self.filled += 1;
        self.distinct.insert(hash(cell));
        let folded = fold(cell);
        let digits = ascii_digits(cell);
        let number = digits.trim().parse::<u64>().ok();
        let year = year_in(&digits);
        self.years.extend(year);
        let checks = [
            is_date(&digits, &folded),
            number.is_some_and(|number| (1900..=2035).contains(&number)),
            is_age(&digits, &folded),
            is_sex(&folded),
            is_phone(&digits),
            cell.contains('@') && cell.contains('.') && !cell.contains(' '),
            digits.chars().all(|character| character.is_ascii_digit() || matches!(character, '-' | '/' | '.' | ' ')),
            digits.len() == 11 && number.is_some(),
            places.find(cell).is_some(),
            number.is_some_and(|number| self.previous.is_none_or(|previous| previous.checked_add(1) == Some(number))),
        ];
        for (count, check) in self.counts.iter_mut().zip(checks) {
            *count += usize::from(check);
        }
        if number.is_some() {
            self.previous = number;
        }
        if is_letters(cell) {
            self.letter_cells += 1;
            self.words += folded.split(' ').count();
            self.arabic += usize::from(cell.chars().any(is_arabic));
        }
    }

    fn finish(mut self) -> Profile {
        let all = self.filled.max(1) as f32;
        let share = |index: usize| self.counts[index] as f32 / all;
        let (dates, years, ages, sexes, phones) = (share(0), share(1), share(2), share(3), share(4));
        let (emails, numbers, eleven_digits, places, counts_up) = (share(5), share(6), share(7), share(8), share(9));
        self.years.sort_unstable();
        Profile {
            filled: self.filled,
            dates,
            years,
            ages,
            sexes,
            phones,
            emails,
            numbers,
            eleven_digits,
            letters: self.letter_cells as f32 / all,
            places,
            counts_up,
            distinct: self.distinct.len() as f32 / all,
            words: self.words as f32 / self.letter_cells.max(1) as f32,
            median_year: self.years.get(self.years.len() / 2).copied(),
            arabic: self.arabic * 2 > self.letter_cells,
        }
    }
}

/// FNV-1a: only equality within one column counts.
fn hash(text: &str) -> u64 {
    text.bytes().fold(0xCBF2_9CE4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3))
}

/// Nothing, or one of the signs that people put for nothing.
pub(crate) fn is_blank(cell: &str) -> bool {
    let cell = cell.trim();
    cell.is_empty()
        || cell.chars().all(|character| matches!(character, '-' | '–' | '—' | '_' | '.' | '?' | '؟' | '/' | '*' | 'ـ'))
        || matches!(cell.to_ascii_lowercase().as_str(), "null" | "nan" | "none" | "n/a" | "na" | "#n/a")
}

fn is_letters(cell: &str) -> bool {
    let (mut letters, mut others) = (0_usize, 0_usize);
    for character in cell.chars() {
        if character.is_alphabetic() {
            letters += 1;
        } else if !character.is_whitespace()
            && !matches!(
                character,
                '\'' | '-' | '.' | '(' | ')' | '/' | '"' | '’' | '`' | 'ـ' | '\u{64B}'..='\u{652}' | '\u{200C}'
            )
        {
            others += 1;
        }
    }
    letters >= 2 && others == 0
}

/// The first group of four digits that can be a year of a life.
fn year_in(digits: &str) -> Option<u32> {
    let groups = digits.split(|character: char| !character.is_ascii_digit());
    groups.filter(|group| group.len() == 4 || group.len() == 8).find_map(|group| {
        let year: u32 = group[..4].parse().ok()?;
        // A day before month and year (01021985) has its year at the end.
        let plausible = |year: &u32| (1880..=2035).contains(year);
        Some(year).filter(plausible).or_else(|| group.get(4..)?.parse().ok().filter(plausible))
    })
}

/// Two or three groups of digits, or digits beside a month's name, or eight digits that are a day.
fn is_date(digits: &str, folded: &str) -> bool {
    let groups: Vec<&str> =
        digits.split(|character: char| !character.is_ascii_digit()).filter(|group| !group.is_empty()).collect();
    let has_year = year_in(digits).is_some() || hijri_year(&groups);
    if folded.split(' ').any(|word| MONTHS.contains(&word)) {
        return has_year || groups.len() == 1;
    }
    let only_date_signs = digits.chars().all(|character| {
        character.is_ascii_digit()
            || matches!(character, '-' | '/' | '.' | '\\' | ' ' | ':' | 'T' | 'Z' | '?' | '~' | 'X' | 'م' | 'ه' | 'ـ')
    });
    match groups.as_slice() {
        [one] => one.len() == 8 && only_date_signs && has_year,
        [_, _] => only_date_signs && has_year,
        [day, month, year] => {
            only_date_signs && (has_year || [day.len(), month.len(), year.len()].iter().all(|length| *length <= 2))
        }
        _ => groups.len() > 3 && only_date_signs && has_year,
    }
}

fn hijri_year(groups: &[&str]) -> bool {
    groups.iter().any(|group| group.len() == 4 && ("1300".."1460").contains(group))
}

fn is_age(digits: &str, folded: &str) -> bool {
    let groups: Vec<u32> =
        digits.split(|character: char| !character.is_ascii_digit()).filter_map(|group| group.parse().ok()).collect();
    let words = folded.split(' ').filter(|word| !word.bytes().all(|byte| byte.is_ascii_digit())).count();
    match groups.as_slice() {
        [age] => *age <= 110 && words <= 2,
        [low, high] => low <= high && *high <= 110 && words <= 3 && !digits.contains('.'),
        _ => false,
    }
}

fn is_sex(folded: &str) -> bool {
    matches!(
        folded,
        "m" | "f"
            | "male"
            | "female"
            | "man"
            | "woman"
            | "homme"
            | "femme"
            | "masculin"
            | "feminin"
            | "h"
            | "e"
            | "k"
            | "erkek"
            | "kadin"
            | "nêr"
            | "ner"
            | "me"
            | "mer"
            | "jin"
            | "ذكر"
            | "انثي"
            | "رجل"
            | "امراه"
            | "ذ"
            | "انثه"
            | "boy"
            | "girl"
    )
}

fn is_phone(digits: &str) -> bool {
    let count = digits.chars().filter(char::is_ascii_digit).count();
    let only =
        digits.chars().all(|character| character.is_ascii_digit() || matches!(character, '+' | ' ' | '-' | '(' | ')'));
    let trimmed = digits.trim();
    only && (9..=15).contains(&count)
        && (trimmed.starts_with('+')
            || trimmed.starts_with("00")
            || trimmed.starts_with("09")
            || trimmed.starts_with("07")
            || trimmed.starts_with("05"))
}

const MONTHS: &[&str] = &[
    "كانون",
    "شباط",
    "اذار",
    "نيسان",
    "ايار",
    "حزيران",
    "تموز",
    "اب",
    "ايلول",
    "تشرين",
    "يناير",
    "فبراير",
    "مارس",
    "ابريل",
    "مايو",
    "يونيو",
    "يوليو",
    "اغسطس",
    "سبتمبر",
    "اكتوبر",
    "نوفمبر",
    "ديسمبر",
    "محرم",
    "صفر",
    "ربيع",
    "جمادي",
    "رجب",
    "شعبان",
    "رمضان",
    "شوال",
    "القعده",
    "الحجه",
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
    "jan",
    "feb",
    "mar",
    "apr",
    "jun",
    "jul",
    "aug",
    "sep",
    "oct",
    "nov",
    "dec",
    "janvier",
    "fevrier",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "aout",
    "septembre",
    "octobre",
    "novembre",
    "decembre",
    "ocak",
    "subat",
    "mart",
    "nisan",
    "mayis",
    "haziran",
    "temmuz",
    "agustos",
    "eylul",
    "ekim",
    "kasim",
    "aralik",
];
