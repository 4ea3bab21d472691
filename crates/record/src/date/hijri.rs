//! Hijri dates to Gregorian days, by the Umm al-Qura calendar.
//!
//! Syrian registers follow the printed calendar of their year, which may differ from Umm al-Qura by a day. The
//! words of the source stay beside the claim, so nothing is lost by choosing one calendar.

use super::day::DayNumber;
use super::{DateError, PartialDate, Qualifier, point::Point};
use icu_calendar::Date;
use icu_calendar::cal::Hijri;

/// Four-digit years which are read as Hijri when no mark says otherwise (1882 to 2038).
pub(super) const HIJRI_YEARS: std::ops::RangeInclusive<i16> = 1300..=1460;

/// The Gregorian form of a Hijri year, month (0 when unknown) and day (0 when unknown).
pub(super) fn to_gregorian(year: i16, month: u8, day: u8, qualifier: Qualifier) -> Result<PartialDate, DateError> {
    if !HIJRI_YEARS.contains(&year) {
        return Err(DateError::YearOutOfRange { first: super::YEAR_MIN, last: super::YEAR_MAX });
    }
    if month > 12 || day > 30 {
        return Err(DateError::NoSuchDay);
    }
    let mut qualifier = qualifier;
    let (first, last) = match (month, day) {
        (0, _) => (day_number(year, 1, 1)?, before(day_number(year + 1, 1, 1)?)),
        (_, 0) if month == 12 => (day_number(year, 12, 1)?, before(day_number(year + 1, 1, 1)?)),
        (_, 0) => (day_number(year, month, 1)?, before(day_number(year, month + 1, 1)?)),
        (_, 30) => {
            // A month that Umm al-Qura ends after 29 days may have had 30 where the moon was watched for.
            let eve = day_number(year, month, 29)?;
            let day = day_number(year, month, 30).unwrap_or_else(|_| {
                qualifier.approximate = true;
                DayNumber(eve.0 + 1)
            });
            (day, day)
        }
        _ => {
            let day = day_number(year, month, day)?;
            (day, day)
        }
    };
    let (first, last) = (Point::of_day(first, qualifier), Point::of_day(last, qualifier));
    Ok(PartialDate::hijri(first, last))
}

fn before(day: DayNumber) -> DayNumber {
    DayNumber(day.0 - 1)
}

fn day_number(year: i16, month: u8, day: u8) -> Result<DayNumber, DateError> {
    let date = Date::try_new_hijri_with_calendar(i32::from(year), month, day, Hijri::new_umm_al_qura())
        .map_err(|_| DateError::NoSuchDay)?;
    // Rata die 1 is 0001-01-01, which is 306 days after 0000-03-01.
    i32::try_from(date.to_rata_die().to_i64_date()).map(|days| DayNumber(days + 305)).map_err(|_| DateError::NoSuchDay)
}
