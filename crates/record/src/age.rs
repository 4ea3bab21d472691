//! Ages as lists write them, and the dates of birth that they allow.
//!
//! An age is true on the day the source said it: without that day it gives no date of birth.

use crate::date::words::{is_about, is_doubt};
use crate::date::{DateError, DayNumber, PartialDate, Precision, days_in_month};
use crate::fold;

/// Highest age that is accepted, in years.
pub const AGE_YEARS_MAX: u16 = 120;
/// Below this age a person is a minor.
pub const MAJORITY_YEARS: u16 = 18;

/// Why a text is no age.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AgeError {
    /// Nothing is written.
    #[error("no age is written")]
    Empty,
    /// No form of age that is known.
    #[error("not an age in a form that is known")]
    NotAnAge,
    /// More years than anybody lived.
    #[error("an age above {AGE_YEARS_MAX} years")]
    TooOld,
}

/// Youngest and oldest age in whole years: "34", "٣٤ سنة", "30-40", "بين 30 و40", "about 40", "أربعيني",
/// "in his forties", "8 أشهر".
pub fn parse(text: &str) -> Result<(u16, u16), AgeError> {
    let folded = fold(text);
    if folded.is_empty() {
        return Err(AgeError::Empty);
    }
    if folded.chars().count() > 80 {
        return Err(AgeError::NotAnAge);
    }
    let mut ages = Ages::default();
    let mut rest = folded.as_str();
    while let Some(first) = rest.chars().next() {
        let class = |c: char| (c.is_ascii_digit(), c.is_alphabetic());
        let length = if first.is_alphanumeric() {
            rest.find(|c| class(c) != class(first)).unwrap_or(rest.len())
        } else {
            first.len_utf8()
        };
        let (token, after) = rest.split_at(length);
        rest = after;
        if first.is_ascii_digit() {
            ages.number(token)?;
        } else if first.is_alphabetic() {
            ages.word(token)?;
        } else if first == '+' || first == '>' || first == '<' {
            return Err(AgeError::NotAnAge);
        }
    }
    ages.finish()
}

/// From whom to whom: the dates of birth of somebody of that age on a day of `as_of`, as precise as `as_of`.
/// `None` when `as_of` is open or the years leave what lists can speak of.
pub fn birth_interval(age: (u16, u16), as_of: PartialDate) -> Option<PartialDate> {
    if as_of.is_open() || age.0 > age.1 {
        return None;
    }
    let (youngest, oldest) = (i16::try_from(age.0).ok()?, i16::try_from(age.1).ok()?);
    let (first, last) = as_of.interval();
    // Whoever is 34 today had no 35th birthday yet: born after this day 35 years ago.
    let earliest = day_after(years_before(first, oldest + 1)?);
    let latest = years_before(last, youngest)?;
    let end = |day: DayNumber| -> Result<PartialDate, DateError> {
        let (year, month, day) = day.to_ymd();
        match as_of.precision() {
            Precision::Day => PartialDate::of_day(year, month, day),
            Precision::Month => PartialDate::of_month(year, month),
            Precision::Year | Precision::Interval => PartialDate::of_year(year),
        }
    };
    PartialDate::from_to(end(earliest).ok()?, end(latest).ok()?).ok()
}

/// Whether somebody born then can have been a minor on some day of `as_of`.
pub fn may_be_minor(birth: PartialDate, as_of: PartialDate) -> bool {
    if as_of.is_open() {
        return false;
    }
    let (_, born) = birth.interval();
    years_before(as_of.interval().0, MAJORITY_YEARS as i16).is_some_and(|eighteen| born > eighteen)
}

fn years_before(day: DayNumber, years: i16) -> Option<DayNumber> {
    let (year, month, day) = day.to_ymd();
    let year = year.checked_sub(years)?;
    // Who was born on 29 February has the birthday on the 28th in other years.
    Some(DayNumber::from_ymd(year, month, day.min(days_in_month(year, month))))
}

fn day_after(day: DayNumber) -> DayNumber {
    DayNumber(day.0 + 1)
}

#[derive(Default)]
struct Ages {
    numbers: Vec<u16>,
    decade: Option<u16>,
    months: bool,
}

impl Ages {
    fn number(&mut self, digits: &str) -> Result<(), AgeError> {
        if digits.len() > 3 || self.numbers.len() == 2 {
            return Err(AgeError::NotAnAge);
        }
        self.numbers.push(digits.parse().map_err(|_| AgeError::NotAnAge)?);
        Ok(())
    }

    fn word(&mut self, word: &str) -> Result<(), AgeError> {
        let is = |words: &str| words.split('|').any(|known| known == word);
        if is(MONTHS) {
            self.months = true;
        } else if word == "s" && self.numbers.last().is_some_and(|number| number % 10 == 0) {
            self.decade = self.numbers.pop();
        } else if let Some(index) = DECADES.iter().position(|words| is(words)) {
            self.decade = u16::try_from(index * 10 + 10).ok();
        } else if let Some(index) = TENS.iter().position(|words| is(words)) {
            self.numbers.push(u16::try_from(index * 10 + 20).map_err(|_| AgeError::NotAnAge)?);
        } else if is(INFANT) {
            self.decade = Some(0);
        } else if !is(FILLERS) && !is_about(word) && !is_doubt(word) {
            return Err(AgeError::NotAnAge);
        }
        Ok(())
    }

    fn finish(self) -> Result<(u16, u16), AgeError> {
        let (youngest, oldest) = match (self.numbers.as_slice(), self.decade) {
            ([], Some(0)) => (0, 1),
            ([], Some(decade)) => (decade, decade + 9),
            ([one], None) => (*one, *one),
            ([one, other], None) => (*one.min(other), *one.max(other)),
            _ => return Err(AgeError::NotAnAge),
        };
        let (youngest, oldest) = if self.months { (youngest / 12, oldest / 12) } else { (youngest, oldest) };
        if oldest > AGE_YEARS_MAX { Err(AgeError::TooOld) } else { Ok((youngest, oldest)) }
    }
}

const MONTHS: &str = "شهر|اشهر|شهور|شهرا|شهران|month|months|mo|mois|ay|aylik|meh";

const INFANT: &str = "رضيع|رضيعه|مولود|infant|baby|newborn|nourrisson|bebek";

const FILLERS: &str = "سنه|سنوات|سنين|عام|عاما|اعوام|العمر|عمره|عمرها|عمر|بعمر|في|من|بين|ما|مابين|و|الي|حتي|او|year|years|yr|\
    yrs|y|yo|old|age|aged|of|in|his|her|their|the|between|and|to|or|ans|an|age|ages|de|a|et|entre|yas|yasinda|yaslarinda|ile|ve|\
    arasi|sali|sal|saliye|navbera|u|m|f|العقد|عقده|عقدها";

/// "in the twenties", from ten on.
const DECADES: [&str; 9] = [
    "teens|teen|teenager|مراهق|مراهقه",
    "twenties|عشريني|عشرينيه|العشرينات|العشرينيات|عشرينات|عشرينيات",
    "thirties|ثلاثيني|ثلاثينيه|الثلاثينات|الثلاثينيات|ثلاثينات|ثلاثينيات",
    "forties|اربعيني|اربعينيه|الاربعينات|الاربعينيات|اربعينات|اربعينيات",
    "fifties|خمسيني|خمسينيه|الخمسينات|الخمسينيات|خمسينات|خمسينيات",
    "sixties|ستيني|ستينيه|الستينات|الستينيات|ستينات|ستينيات",
    "seventies|سبعيني|سبعينيه|السبعينات|السبعينيات|سبعينات|سبعينيات",
    "eighties|ثمانيني|ثمانينيه|الثمانينات|الثمانينيات|ثمانينات|ثمانينيات",
    "nineties|تسعيني|تسعينيه|التسعينات|التسعينيات|تسعينات|تسعينيات",
];

/// Round numbers in words, from twenty on.
const TENS: [&str; 8] = [
    "عشرين|عشرون|twenty|vingt|yirmi|bist",
    "ثلاثين|ثلاثون|تلاتين|thirty|trente|otuz|si",
    "اربعين|اربعون|forty|quarante|kirk|cil",
    "خمسين|خمسون|fifty|cinquante|elli|penci",
    "ستين|ستون|sixty|soixante|altmis|sest",
    "سبعين|سبعون|seventy|yetmis|hefte",
    "ثمانين|ثمانون|eighty|seksen|heste",
    "تسعين|تسعون|ninety|doksan|nod",
];

#[cfg(test)]
mod tests {
    use super::{birth_interval, may_be_minor, parse};
    use crate::PartialDate;

    #[test]
    fn ages_as_lists_write_them() {
        for (text, expected) in [
            ("34", (34, 34)),
            ("٣٤ سنة", (34, 34)),
            ("30-40", (30, 40)),
            ("بين 30 و40", (30, 40)),
            ("about 40", (40, 40)),
            ("حوالي ٤٠ عاماً", (40, 40)),
            ("أربعيني", (40, 49)),
            ("in his 40s", (40, 49)),
            ("في الثلاثينات", (30, 39)),
            ("8 أشهر", (0, 0)),
            ("18 months", (1, 1)),
            ("رضيع", (0, 1)),
            ("٠", (0, 0)),
        ] {
            assert_eq!(parse(text), Ok(expected), "{text}");
        }
        for text in ["", "1985", "abc", "130", "5 6 7", "+18", "١٢٣٤٥٦٧٨٩٠١٢٣٤٥٦٧٨٩٠"] {
            assert!(parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn births_follow_from_ages() {
        let day = |text| PartialDate::parse_edtf(text).unwrap();
        let birth = |age, as_of| birth_interval(age, day(as_of)).map(PartialDate::to_edtf);
        assert_eq!(birth((34, 34), "2013-05-20").as_deref(), Some("1978-05-21/1979-05-20"));
        assert_eq!(birth((34, 34), "2013-05").as_deref(), Some("1978-05/1979-05"));
        assert_eq!(birth((30, 40), "2013").as_deref(), Some("1972/1983"));
        assert_eq!(birth((0, 0), "2012-02-29").as_deref(), Some("2011-03-01/2012-02-29"));
        assert_eq!(birth((34, 34), "../2013"), None);
        assert_eq!(birth((100, 120), "1900"), None);
    }

    #[test]
    fn minors() {
        let day = |text| PartialDate::parse_edtf(text).unwrap();
        assert!(may_be_minor(day("1995-05-21"), day("2013-05-20")));
        assert!(!may_be_minor(day("1995-05-20"), day("2013-05-20")));
        assert!(may_be_minor(day("199X"), day("2013")));
        assert!(!may_be_minor(day("1980"), day("2013")));
    }
}
