//! One end of a date: a decade, a year, a month or a day, with the source's reservations.

use super::day::{DayNumber, days_in_month};
use super::{DateError, YEAR_MAX, YEAR_MIN};

/// Reservations of EDTF level 1: `?`, `~`, and `%` for both.
#[derive(Clone, Copy, Default, PartialEq, Eq, Hash)]
pub(super) struct Qualifier {
    pub(super) uncertain: bool,
    pub(super) approximate: bool,
}

impl Qualifier {
    pub(super) fn and(self, other: Qualifier) -> Qualifier {
        Qualifier { uncertain: self.uncertain || other.uncertain, approximate: self.approximate || other.approximate }
    }
}

/// A year, perhaps with month and day; or a decade or century (`201X`, `19XX`).
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Point {
    /// The year, or the first year of the decade or century.
    pub(super) year: i16,
    /// How many of the year's last digits are unspecified: 0, 1 or 2.
    pub(super) unspecified: u8,
    /// 1 to 12, or 0 when not known.
    pub(super) month: u8,
    /// 1 to 31, or 0 when not known.
    pub(super) day: u8,
    pub(super) qualifier: Qualifier,
}

impl Point {
    /// A checked point; month or day 0 mean "not known".
    pub(super) fn new(year: i16, month: u8, day: u8, qualifier: Qualifier) -> Result<Point, DateError> {
        if !(YEAR_MIN..=YEAR_MAX).contains(&year) {
            return Err(DateError::YearOutOfRange { first: YEAR_MIN, last: YEAR_MAX });
        }
        if month > 12 || (month > 0 && day > days_in_month(year, month)) {
            return Err(DateError::NoSuchDay);
        }
        // A day without its month says nothing that a calendar could hold.
        let day = if month == 0 { 0 } else { day };
        Ok(Point { year, unspecified: 0, month, day, qualifier })
    }

    /// A decade (1 digit unspecified) or a century (2), by its first year.
    pub(super) fn span(first_year: i16, unspecified: u8, qualifier: Qualifier) -> Result<Point, DateError> {
        let length = if unspecified == 1 { 10 } else { 100 };
        let year = first_year - first_year.rem_euclid(length);
        if year + length - 1 < YEAR_MIN || year > YEAR_MAX {
            return Err(DateError::YearOutOfRange { first: YEAR_MIN, last: YEAR_MAX });
        }
        Ok(Point { year, unspecified, month: 0, day: 0, qualifier })
    }

    pub(super) fn of_day(day: DayNumber, qualifier: Qualifier) -> Point {
        let (year, month, day) = day.to_ymd();
        Point { year, unspecified: 0, month, day, qualifier }
    }

    pub(super) fn first_day(self) -> DayNumber {
        DayNumber::from_ymd(self.year, self.month.max(1), self.day.max(1))
    }

    pub(super) fn last_day(self) -> DayNumber {
        let year = match self.unspecified {
            0 => self.year,
            1 => self.year + 9,
            _ => self.year + 99,
        };
        let month = if self.month == 0 { 12 } else { self.month };
        let day = if self.day == 0 { days_in_month(year, month) } else { self.day };
        DayNumber::from_ymd(year, month, day)
    }

    pub(super) fn push_edtf(self, edtf: &mut String) {
        let digits = format!("{:04}", self.year);
        let known = digits.len().saturating_sub(usize::from(self.unspecified));
        edtf.push_str(&digits[..known]);
        edtf.extend(std::iter::repeat_n('X', usize::from(self.unspecified)));
        for part in [self.month, self.day] {
            if part > 0 {
                edtf.push('-');
                push_two_digits(edtf, part);
            }
        }
        match (self.qualifier.uncertain, self.qualifier.approximate) {
            (true, true) => edtf.push('%'),
            (true, false) => edtf.push('?'),
            (false, true) => edtf.push('~'),
            (false, false) => {}
        }
    }

    /// Reads `1985`, `1985-04`, `1985-04-12`, `198X`, `19XX`, `1985-XX`, each with `?`, `~` or `%`. A season
    /// (`1985-21`) is its year.
    pub(super) fn parse_edtf(text: &str) -> Result<Point, DateError> {
        let (text, qualifier) = match text.as_bytes().last() {
            Some(b'?') => (&text[..text.len() - 1], Qualifier { uncertain: true, approximate: false }),
            Some(b'~') => (&text[..text.len() - 1], Qualifier { uncertain: false, approximate: true }),
            Some(b'%') => (&text[..text.len() - 1], Qualifier { uncertain: true, approximate: true }),
            _ => (text, Qualifier::default()),
        };
        let mut parts = text.split('-');
        let (year, unspecified) = parts.next().and_then(edtf_year).ok_or(DateError::NotADate)?;
        let month = parts.next().map_or(Some(0), edtf_part).ok_or(DateError::NotADate)?;
        let day = parts.next().map_or(Some(0), edtf_part).ok_or(DateError::NotADate)?;
        if parts.next().is_some() {
            return Err(DateError::NotADate);
        }
        if unspecified > 0 {
            return Point::span(year, unspecified, qualifier);
        }
        let month = if (21..=24).contains(&month) && day == 0 { 0 } else { month };
        Point::new(year, month, day, qualifier)
    }
}

fn push_two_digits(edtf: &mut String, part: u8) {
    edtf.extend([part / 10, part % 10].map(|digit| char::from(b'0' + digit)));
}

fn edtf_year(text: &str) -> Option<(i16, u8)> {
    let unspecified = text.len() - text.trim_end_matches('X').len();
    if text.len() != 4 || unspecified > 2 {
        return None;
    }
    let known = &text[..4 - unspecified];
    if !known.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let known: i16 = known.parse().ok()?;
    Some((known * [1, 10, 100][unspecified], unspecified as u8))
}

/// Two digits, or `XX` for not known. `00` is not EDTF.
fn edtf_part(text: &str) -> Option<u8> {
    if text == "XX" {
        return Some(0);
    }
    let valid = text.len() == 2 && text.bytes().all(|b| b.is_ascii_digit()) && text != "00";
    if valid { text.parse().ok() } else { None }
}
