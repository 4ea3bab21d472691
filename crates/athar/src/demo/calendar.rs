//! Days, and the ways in which Syrian papers write them: numbers, Syriac months, the Hijri calendar.
//!
//! Hijri dates are by the arithmetic calendar of 30-year cycles; the observed month may begin a day earlier or later,
//! as it does on real papers. Reading dates is the work of `athar-record`, not of this module.

/// The months as Syrian offices name them.
pub(super) const SYRIAC_MONTHS: [&str; 12] = [
    "كانون الثاني",
    "شباط",
    "آذار",
    "نيسان",
    "أيار",
    "حزيران",
    "تموز",
    "آب",
    "أيلول",
    "تشرين الأول",
    "تشرين الثاني",
    "كانون الأول",
];

/// The months of the Hijri year.
pub(super) const HIJRI_MONTHS: [&str; 12] = [
    "محرم",
    "صفر",
    "ربيع الأول",
    "ربيع الآخر",
    "جمادى الأولى",
    "جمادى الآخرة",
    "رجب",
    "شعبان",
    "رمضان",
    "شوال",
    "ذو القعدة",
    "ذو الحجة",
];

/// A day of the Gregorian calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Date {
    pub(super) year: i32,
    pub(super) month: i32,
    pub(super) day: i32,
}

impl Date {
    /// A day by its numbers.
    pub(super) const fn new(year: i32, month: i32, day: i32) -> Self {
        Self { year, month, day }
    }

    /// The Julian day number (Fliegel and Van Flandern 1968).
    pub(super) fn julian(self) -> i32 {
        let a = (14 - self.month) / 12;
        let y = self.year + 4800 - a;
        let m = self.month + 12 * a - 3;
        self.day + (153 * m + 2) / 5 + 365 * y + y / 4 - y / 100 + y / 400 - 32045
    }

    /// The day with this Julian day number.
    pub(super) fn from_julian(julian: i32) -> Self {
        let days = julian + 32044;
        let century = (4 * days + 3) / 146_097;
        let in_century = days - 146_097 * century / 4;
        let year = (4 * in_century + 3) / 1461;
        let in_year = in_century - 1461 * year / 4;
        let month = (5 * in_year + 2) / 153;
        let turn = month / 10;
        Self {
            day: in_year - (153 * month + 2) / 5 + 1,
            month: month + 3 - 12 * turn,
            year: 100 * century + year - 4800 + turn,
        }
    }

    /// The day so many days later.
    pub(super) fn plus(self, days: i32) -> Self {
        Self::from_julian(self.julian() + days)
    }

    /// Whole years of life on a later day.
    pub(super) fn age_on(self, day: Self) -> i32 {
        day.year - self.year - i32::from((day.month, day.day) < (self.month, self.day))
    }

    /// Year, month and day of the arithmetic Hijri calendar.
    pub(super) fn hijri(self) -> (i32, i32, i32) {
        let days = self.julian() - 1_948_440 + 10632;
        let cycle = (days - 1) / 10631;
        let rest = days - 10631 * cycle + 354;
        let year = ((10985 - rest) / 5316) * ((50 * rest) / 17719) + (rest / 5670) * ((43 * rest) / 15238);
        let rest = rest - ((30 - year) / 15) * ((17719 * year) / 50) - (year / 16) * ((15238 * year) / 43) + 29;
        let month = (24 * rest) / 709;
        (30 * cycle + year - 30, month, rest - (709 * month) / 24)
    }

    /// 2013-01-07.
    pub(super) fn iso(self) -> String {
        format!("{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }

    /// 7/1/2013.
    pub(super) fn slashed(self) -> String {
        format!("{}/{}/{}", self.day, self.month, self.year)
    }

    /// 07.01.2013.
    pub(super) fn dotted(self) -> String {
        format!("{:02}.{:02}.{}", self.day, self.month, self.year)
    }

    /// 2013/1/7, the order of most Syrian forms.
    pub(super) fn slashed_year_first(self) -> String {
        format!("{}/{}/{}", self.year, self.month, self.day)
    }

    /// 7 كانون الثاني 2013.
    pub(super) fn syriac(self) -> String {
        format!("{} {} {}", self.day, SYRIAC_MONTHS[(self.month - 1) as usize], self.year)
    }

    /// 15 رمضان 1433.
    pub(super) fn hijri_words(self) -> String {
        let (year, month, day) = self.hijri();
        format!("{day} {} {year}", HIJRI_MONTHS[(month - 1) as usize])
    }

    /// 1433/9/15.
    pub(super) fn hijri_numbers(self) -> String {
        let (year, month, day) = self.hijri();
        format!("{year}/{month}/{day}")
    }
}

/// The text with Eastern Arabic digits.
pub(super) fn eastern(text: &str) -> String {
    let digit = |letter: char| letter.to_digit(10).and_then(|value| char::from_u32(0x660 + value)).unwrap_or(letter);
    text.chars().map(digit).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn julian_days_go_both_ways() {
        assert_eq!(Date::new(2000, 1, 1).julian(), 2_451_545);
        for julian in (2_430_000..2_470_000).step_by(37) {
            assert_eq!(Date::from_julian(julian).julian(), julian);
        }
    }

    #[test]
    fn hijri_days_are_those_of_the_arithmetic_calendar() {
        assert_eq!(Date::new(2012, 7, 20).hijri(), (1433, 9, 1));
        assert_eq!(Date::new(2024, 12, 8).hijri(), (1446, 6, 6));
        assert_eq!(Date::new(2013, 1, 7).syriac(), "7 كانون الثاني 2013");
    }

    #[test]
    fn ages_are_whole_years() {
        assert_eq!(Date::new(1985, 12, 9).age_on(Date::new(2024, 12, 8)), 38);
        assert_eq!(Date::new(1985, 12, 8).age_on(Date::new(2024, 12, 8)), 39);
    }
}
