//! Compares what two records say of birth, and other dates.

use crate::person::level::{birth, date};
use crate::person::values::{Birth, Days};
use record::DayNumber;

/// Intervals wider than this are ranges ("between 30 and 40"), not ages off by a year.
const RANGE_YEARS_MIN: f64 = 3.2;

/// Level of two births.
pub(crate) fn compare_births(one: Birth, other: Birth) -> u8 {
    match (one, other) {
        (Birth::Dated(one), Birth::Dated(other)) => compare_dated(one, other),
        (Birth::Aged { first, last }, Birth::Aged { first: other_first, last: other_last }) => {
            if last - first > 2 || other_last - other_first > 2 {
                return if first <= other_last + 1 && other_first <= last + 1 {
                    birth::RANGE_MEETS
                } else {
                    birth::RANGE_APART
                };
            }
            by_years(f64::from(first.abs_diff(other_first).min(last.abs_diff(other_last))))
        }
        _ => 0,
    }
}

fn compare_dated(one: Days, other: Days) -> u8 {
    if one.is_one_day() && other.is_one_day() {
        return compare_days(one, other);
    }
    if one.width_years() > RANGE_YEARS_MIN || other.width_years() > RANGE_YEARS_MIN {
        return if one.gap_years(other) <= 1.0 { birth::RANGE_MEETS } else { birth::RANGE_APART };
    }
    by_years(if one.gap_years(other) == 0.0 && one.middle_gap_years(other) < 0.75 {
        0.0
    } else {
        one.middle_gap_years(other)
    })
}

fn by_years(gap: f64) -> u8 {
    if gap < 0.75 {
        birth::SAME_YEAR
    } else if gap < 1.75 {
        birth::OFF_BY_1
    } else if gap < 3.75 {
        birth::OFF_BY_3
    } else if gap < 9.75 {
        birth::OFF_BY_9
    } else {
        birth::YEARS_APART
    }
}

fn compare_days(one: Days, other: Days) -> u8 {
    if one.first == other.first {
        return birth::SAME_DAY;
    }
    let (year, month, day) = DayNumber(one.first).to_ymd();
    let (other_year, other_month, other_day) = DayNumber(other.first).to_ymd();
    let same_parts = u8::from(year == other_year) + u8::from(month == other_month) + u8::from(day == other_day);
    let turned = year == other_year && u16::from(month) == u16::from(other_day) && day == other_month;
    let digit = digits_differing(year, month, day, other_year, other_month, other_day) <= 1;
    if turned || digit || (same_parts == 2 && year.abs_diff(other_year) <= 1) {
        return birth::KEYING;
    }
    let gap = one.gap_years(other);
    if gap <= 1.0 {
        birth::DAYS_WITHIN_1
    } else if gap <= 9.0 {
        birth::DAYS_WITHIN_9
    } else {
        birth::DAYS_APART
    }
}

fn digits_differing(year: i16, month: u8, day: u8, other_year: i16, other_month: u8, other_day: u8) -> usize {
    let digits = |year: i16, month: u8, day: u8| {
        let (year, month, day) = (year.unsigned_abs(), u16::from(month), u16::from(day));
        [year / 1000, year / 100 % 10, year / 10 % 10, year % 10, month / 10, month % 10, day / 10, day % 10]
    };
    digits(year, month, day)
        .iter()
        .zip(digits(other_year, other_month, other_day))
        .filter(|(one, other)| *one != other)
        .count()
}

/// Level of two dates that are not births.
pub(crate) fn compare_dates(one: Option<Days>, other: Option<Days>) -> u8 {
    let (Some(one), Some(other)) = (one, other) else { return 0 };
    let gap = one.gap_years(other);
    let wide = one.width_years().max(other.width_years());
    if gap == 0.0 && one.is_one_day() && other.is_one_day() {
        date::SAME_DAY
    } else if gap <= 0.09 && wide < 0.2 {
        date::SAME_MONTH
    } else if gap == 0.0 || (wide < 0.2 && gap < 0.75) {
        date::SAME_YEAR
    } else if gap <= 1.0 {
        date::OFF_BY_1
    } else {
        date::APART
    }
}
