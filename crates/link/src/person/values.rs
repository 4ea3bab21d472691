//! Values as they are compared: parsed once for each distinct text.

use record::{DayNumber, PartialDate};

/// An interval of days.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Days {
    pub(crate) first: i32,
    pub(crate) last: i32,
}

impl Days {
    /// Reads a normal form (EDTF).
    pub(crate) fn read(normal: &str) -> Option<Days> {
        if normal.is_empty() {
            return None;
        }
        let (first, last) = PartialDate::parse_edtf(normal).ok()?.interval();
        Some(Days { first: first.0, last: last.0 })
    }

    /// Reads what looks like an ISO 8601 day but is none that a list of the living speaks of: one of an earlier
    /// century as it stands; of one that no calendar has (31 June, month 71) the year, because a digit is wrong.
    pub(crate) fn read_keyed(text: &str) -> Option<Days> {
        let (year, rest) = text.split_once('-')?;
        let (month, day) = rest.split_once('-')?;
        let digits = |text: &str, length: usize| text.len() == length && text.bytes().all(|byte| byte.is_ascii_digit());
        if !digits(year, 4) || !digits(month, 2) || !digits(day, 2) {
            return None;
        }
        let year: i16 = year.parse().ok().filter(|year| (1000..=record::YEAR_MAX).contains(year))?;
        let (month, day): (u8, u8) = (month.parse().ok()?, day.parse().ok()?);
        if (1..=12).contains(&month) && day > 0 {
            let number = DayNumber::from_ymd(year, month, day);
            if number.to_ymd() == (year, month, day) {
                return Some(Days { first: number.0, last: number.0 });
            }
        }
        Some(Days { first: DayNumber::from_ymd(year, 1, 1).0, last: DayNumber::from_ymd(year, 12, 31).0 })
    }

    pub(crate) fn is_one_day(self) -> bool {
        self.first == self.last
    }

    pub(crate) fn width_years(self) -> f64 {
        f64::from(self.last - self.first + 1) / DAYS_IN_YEAR
    }

    pub(crate) fn middle(self) -> f64 {
        f64::midpoint(f64::from(self.first), f64::from(self.last))
    }

    /// Years between the nearest days of two intervals; 0 when they meet.
    pub(crate) fn gap_years(self, other: Days) -> f64 {
        let gap = (self.first - other.last).max(other.first - self.last).max(0);
        f64::from(gap) / DAYS_IN_YEAR
    }

    /// Years between the middles.
    pub(crate) fn middle_gap_years(self, other: Days) -> f64 {
        (self.middle() - other.middle()).abs() / DAYS_IN_YEAR
    }
}

pub(crate) const DAYS_IN_YEAR: f64 = 365.25;

/// What a record says of birth.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Birth {
    /// Nothing.
    #[default]
    Unknown,
    /// A day or an interval of days.
    Dated(Days),
    /// An age of which the date is not known: comparable with other such ages only.
    Aged {
        /// Youngest age in years.
        first: u16,
        /// Oldest age in years.
        last: u16,
    },
}

/// A distinct name part.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct PartInfo {
    pub(crate) skeleton: u64,
    pub(crate) arabic: bool,
    pub(crate) initial: bool,
}

/// A distinct place.
#[derive(Clone, Debug, Default)]
pub(crate) struct PlaceInfo {
    /// Folded text, for places that the gazetteer does not know.
    pub(crate) folded: String,
    /// Consonant frames of its words.
    pub(crate) frames: Vec<u64>,
    pub(crate) is_arabic: bool,
    /// Ids of the places around it, from itself outwards, when it is known.
    pub(crate) around: Vec<String>,
    /// The same as keys, the widest first, without the country.
    pub(crate) areas: Vec<u64>,
}

/// Year of a day number, for blocking by year of birth.
pub(crate) fn year_of(day: f64) -> i32 {
    (day / DAYS_IN_YEAR).floor() as i32
}
