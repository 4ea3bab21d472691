//! Partial dates as lists carry them: a day, a month, a year, a decade or an interval, with reservations.
//!
//! The form is EDTF level 1 (ISO 8601-2), always Gregorian; the calendar in which the source wrote is kept
//! beside it. No clock is read: what "now" is does not matter here. Spreadsheet serial numbers belong to readers.

mod day;
mod hijri;
mod months;
mod point;
pub(crate) mod words;
mod written;

pub use day::DayNumber;
pub(crate) use day::days_in_month;
use point::{Point, Qualifier};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;

/// First year that a living memory or a register can hold.
pub const YEAR_MIN: i16 = 1850;
/// Last year that a list can speak of.
pub const YEAR_MAX: i16 = 2100;

/// Calendar in which a date was written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Calendar {
    /// Gregorian, Syriac month names included.
    #[default]
    Gregorian,
    /// Hijri, converted by Umm al-Qura.
    Hijri,
}

/// How much of a date is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Precision {
    /// One day.
    Day,
    /// One month.
    Month,
    /// One year.
    Year,
    /// From one date to another, or a decade, or open on one side.
    Interval,
}

/// Why a text is no date. Holds nothing of the text: dates of birth are personal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DateError {
    /// Nothing is written.
    #[error("no date is written")]
    Empty,
    /// No form of date that is known.
    #[error("not a date in a form that is known")]
    NotADate,
    /// A month or day which that calendar does not have, such as 31 February.
    #[error("the calendar has no such day")]
    NoSuchDay,
    /// A year before the first or after the last that a list can speak of.
    #[error("the year is not between {first} and {last}")]
    YearOutOfRange {
        /// First year accepted.
        first: i16,
        /// Last year accepted.
        last: i16,
    },
}

/// A date with its precision and reservations.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct PartialDate {
    shape: Shape,
    calendar: Calendar,
}

#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Shape {
    Point(Point),
    /// `None` is an open end; at most one is open.
    Interval(Option<Point>, Option<Point>),
}

impl PartialDate {
    /// Reads a date as lists write it: ISO, `d/m/y` and kin in three kinds of digits, a bare year, month names
    /// in Arabic (Levantine and Egyptian), English, French, Turkish and Kurmanji, Hijri, ranges, "about".
    ///
    /// `03/04/2013` is the third of April, marked uncertain. A two-digit year is read only from `30` to `99`.
    pub fn parse(text: &str) -> Result<PartialDate, DateError> {
        written::parse(text, written::Century::Unknown)
    }

    /// Like [`PartialDate::parse`], for dates that cannot lie before 1970 (of arrest, of entry): `15/3/13` is 2013.
    pub fn parse_recent(text: &str) -> Result<PartialDate, DateError> {
        written::parse(text, written::Century::From1970)
    }

    /// Reads the normal form back. The calendar of a date that was written in Hijri is not part of it.
    pub fn parse_edtf(text: &str) -> Result<PartialDate, DateError> {
        if text.is_empty() {
            return Err(DateError::Empty);
        }
        let Some((first, last)) = text.split_once('/') else {
            return Point::parse_edtf(text).map(PartialDate::point);
        };
        let end = |text: &str| match text {
            "" | ".." => Ok(None),
            text => Point::parse_edtf(text).map(Some),
        };
        PartialDate::between(end(first)?, end(last)?)
    }

    /// A whole year.
    pub fn of_year(year: i16) -> Result<PartialDate, DateError> {
        Point::new(year, 0, 0, Qualifier::default()).map(PartialDate::point)
    }

    /// A whole month.
    pub fn of_month(year: i16, month: u8) -> Result<PartialDate, DateError> {
        if month == 0 {
            return Err(DateError::NoSuchDay);
        }
        Point::new(year, month, 0, Qualifier::default()).map(PartialDate::point)
    }

    /// One day.
    pub fn of_day(year: i16, month: u8, day: u8) -> Result<PartialDate, DateError> {
        if month == 0 || day == 0 {
            return Err(DateError::NoSuchDay);
        }
        Point::new(year, month, day, Qualifier::default()).map(PartialDate::point)
    }

    /// From the beginning of one date to the end of another; reservations of both are kept.
    pub fn from_to(first: PartialDate, last: PartialDate) -> Result<PartialDate, DateError> {
        let first = match first.shape {
            Shape::Point(point) => Some(point),
            Shape::Interval(first, _) => first,
        };
        let last = match last.shape {
            Shape::Point(point) => Some(point),
            Shape::Interval(_, last) => last,
        };
        PartialDate::between(first, last)
    }

    /// The same date, marked approximate.
    #[must_use]
    pub fn about(self) -> PartialDate {
        self.qualified(Qualifier { uncertain: false, approximate: true })
    }

    /// The same date, marked uncertain.
    #[must_use]
    pub fn doubted(self) -> PartialDate {
        self.qualified(Qualifier { uncertain: true, approximate: false })
    }

    fn point(point: Point) -> PartialDate {
        PartialDate { shape: Shape::Point(point), calendar: Calendar::Gregorian }
    }

    fn between(first: Option<Point>, last: Option<Point>) -> Result<PartialDate, DateError> {
        let in_order = match (first, last) {
            (None, None) => false,
            (Some(first), Some(last)) => first.first_day() <= last.last_day(),
            _ => true,
        };
        if !in_order {
            return Err(DateError::NotADate);
        }
        Ok(PartialDate { shape: Shape::Interval(first, last), calendar: Calendar::Gregorian })
    }

    /// One day, or the days of a Hijri month or year.
    fn hijri(first: Point, last: Point) -> PartialDate {
        let shape = if first == last { Shape::Point(first) } else { Shape::Interval(Some(first), Some(last)) };
        PartialDate { shape, calendar: Calendar::Hijri }
    }

    fn qualified(self, qualifier: Qualifier) -> PartialDate {
        let mark = |point: Point| Point { qualifier: point.qualifier.and(qualifier), ..point };
        let shape = match self.shape {
            Shape::Point(point) => Shape::Point(mark(point)),
            Shape::Interval(first, last) => Shape::Interval(first.map(mark), last.map(mark)),
        };
        PartialDate { shape, ..self }
    }

    /// The normal form: EDTF level 1, Gregorian.
    pub fn to_edtf(self) -> String {
        let mut edtf = String::new();
        match self.shape {
            Shape::Point(point) => point.push_edtf(&mut edtf),
            Shape::Interval(first, last) => {
                for (end, separator) in [(first, "/"), (last, "")] {
                    match end {
                        Some(point) => point.push_edtf(&mut edtf),
                        None => edtf.push_str(".."),
                    }
                    edtf.push_str(separator);
                }
            }
        }
        edtf
    }

    /// Earliest and latest day that it can be, both included. An open end reaches to the limits of years.
    pub fn interval(self) -> (DayNumber, DayNumber) {
        let (first, last) = match self.shape {
            Shape::Point(point) => (Some(point), Some(point)),
            Shape::Interval(first, last) => (first, last),
        };
        (
            first.map_or_else(|| DayNumber::from_ymd(YEAR_MIN, 1, 1), Point::first_day),
            last.map_or_else(|| DayNumber::from_ymd(YEAR_MAX, 12, 31), Point::last_day),
        )
    }

    /// First and last year that it can be.
    pub fn years(self) -> (i16, i16) {
        let (first, last) = self.interval();
        (first.to_ymd().0, last.to_ymd().0)
    }

    /// The year, when it can be one year only.
    pub fn year(self) -> Option<i16> {
        let (first, last) = self.years();
        (first == last).then_some(first)
    }

    /// Month and day, when both are known.
    pub fn month_day(self) -> Option<(u8, u8)> {
        match self.shape {
            Shape::Point(point) if point.day > 0 => Some((point.month, point.day)),
            _ => None,
        }
    }

    /// How much is known.
    pub fn precision(self) -> Precision {
        match self.shape {
            Shape::Point(point) if point.day > 0 => Precision::Day,
            Shape::Point(point) if point.month > 0 => Precision::Month,
            Shape::Point(point) if point.unspecified == 0 => Precision::Year,
            _ => Precision::Interval,
        }
    }

    /// Whether one side is open: "before 2012".
    pub fn is_open(self) -> bool {
        matches!(self.shape, Shape::Interval(None, _) | Shape::Interval(_, None))
    }

    /// Whether any part carries `~`.
    pub fn is_approximate(self) -> bool {
        self.points().any(|point| point.qualifier.approximate)
    }

    /// Whether any part carries `?`.
    pub fn is_uncertain(self) -> bool {
        self.points().any(|point| point.qualifier.uncertain)
    }

    /// The calendar in which the source wrote it.
    pub fn calendar(self) -> Calendar {
        self.calendar
    }

    fn points(self) -> impl Iterator<Item = Point> {
        let (first, last) = match self.shape {
            Shape::Point(point) => (Some(point), None),
            Shape::Interval(first, last) => (first, last),
        };
        first.into_iter().chain(last)
    }
}

impl fmt::Debug for PartialDate {
    /// Prints the precision only: a date of birth does not belong in a log.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "PartialDate({:?})", self.precision())
    }
}

impl Serialize for PartialDate {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.to_edtf())
    }
}

impl<'de> Deserialize<'de> for PartialDate {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<PartialDate, D::Error> {
        let text = String::deserialize(deserializer)?;
        PartialDate::parse_edtf(&text).map_err(serde::de::Error::custom)
    }
}
