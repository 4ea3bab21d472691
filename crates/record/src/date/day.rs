//! Days as numbers, and the lengths of Gregorian months.

/// Days since 0000-03-01, proleptic Gregorian.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DayNumber(pub i32);

impl DayNumber {
    /// The number of a Gregorian day. Counting from March puts the leap day last (Hinnant, "chrono-compatible
    /// low-level date algorithms").
    pub fn from_ymd(year: i16, month: u8, day: u8) -> DayNumber {
        let (year, month, day) = (i32::from(year), i32::from(month), i32::from(day));
        let year = if month <= 2 { year - 1 } else { year };
        let era = year.div_euclid(400);
        let year_of_era = year.rem_euclid(400);
        let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
        DayNumber(era * 146_097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year)
    }

    /// Year, month and day of the number.
    pub fn to_ymd(self) -> (i16, u8, u8) {
        let era = self.0.div_euclid(146_097);
        let day_of_era = self.0.rem_euclid(146_097);
        let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
        let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let shifted = (5 * day_of_year + 2) / 153;
        let day = day_of_year - (153 * shifted + 2) / 5 + 1;
        let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
        let year = era * 400 + year_of_era + i32::from(month <= 2);
        (year as i16, month as u8, day as u8)
    }
}

/// How many days a Gregorian month has; 0 for a month that is none.
pub(crate) fn days_in_month(year: i16, month: u8) -> u8 {
    match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::{DayNumber, days_in_month};

    #[test]
    fn every_day_of_three_centuries_comes_back() {
        let mut expected = DayNumber::from_ymd(1849, 12, 31).0;
        for year in 1850..=2100 {
            for month in 1..=12 {
                for day in 1..=days_in_month(year, month) {
                    expected += 1;
                    let number = DayNumber::from_ymd(year, month, day);
                    assert_eq!((number.0, number.to_ymd()), (expected, (year, month, day)));
                }
            }
        }
        assert_eq!(DayNumber::from_ymd(0, 3, 1), DayNumber(0));
    }
}
