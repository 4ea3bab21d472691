//! Levels of birth and sex.

/// Levels of birth.
pub(crate) mod birth {
    use crate::person::level::{Level, LevelGroup, MISSING, against, group, level, rare};

    pub(crate) const SAME_DAY: u8 = 1;
    pub(crate) const KEYING: u8 = 2;
    pub(crate) const DAYS_WITHIN_1: u8 = 3;
    pub(crate) const DAYS_WITHIN_9: u8 = 4;
    pub(crate) const DAYS_APART: u8 = 5;
    pub(crate) const SAME_YEAR: u8 = 6;
    pub(crate) const OFF_BY_1: u8 = 7;
    pub(crate) const OFF_BY_3: u8 = 8;
    pub(crate) const OFF_BY_9: u8 = 9;
    pub(crate) const YEARS_APART: u8 = 10;
    pub(crate) const RANGE_MEETS: u8 = 11;
    pub(crate) const RANGE_APART: u8 = 12;

    pub(crate) const LEVELS: &[Level] = &[
        MISSING,
        rare("same day", 0.80, 0.00006),
        level("keying error", 0.09, 0.0015),
        level("day differs, within a year", 0.05, 0.045),
        against("day differs, within nine years", 0.03, 0.28, 0.1),
        against("days apart", 0.03, 0.674, 0.12),
        level("same year", 0.66, 0.035),
        against("off by one year", 0.24, 0.065, 0.45),
        against("off by two or three", 0.06, 0.11, 0.2),
        against("off by four to nine", 0.025, 0.24, 0.06),
        against("years apart", 0.015, 0.55, 0.03),
        level("within the range", 0.95, 0.40),
        against("outside the range", 0.05, 0.60, 0.1),
    ];
    pub(crate) const GROUPS: &[LevelGroup] = &[
        group(&[SAME_DAY, KEYING, DAYS_WITHIN_1, DAYS_WITHIN_9, DAYS_APART]),
        group(&[SAME_YEAR, OFF_BY_1, OFF_BY_3, OFF_BY_9, YEARS_APART]),
        group(&[RANGE_MEETS, RANGE_APART]),
    ];
}

/// Levels of sex.
pub(crate) mod sex {
    use crate::person::level::{Level, LevelGroup, MISSING, against, group, level};

    pub(crate) const SAME: u8 = 1;
    pub(crate) const OTHER: u8 = 2;
    pub(crate) const LEVELS: &[Level] = &[MISSING, level("same", 0.985, 0.6), against("other", 0.015, 0.4, 0.03)];
    pub(crate) const GROUPS: &[LevelGroup] = &[group(&[SAME, OTHER])];
}
