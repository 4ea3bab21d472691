//! Levels of dates, of the begin of custody, and of stays.

/// Levels of a date other than birth.
pub(crate) mod date {
    use crate::person::level::{Level, LevelGroup, MISSING, group, level};

    pub(crate) const SAME_DAY: u8 = 1;
    pub(crate) const SAME_MONTH: u8 = 2;
    pub(crate) const SAME_YEAR: u8 = 3;
    pub(crate) const OFF_BY_1: u8 = 4;
    pub(crate) const APART: u8 = 5;
    pub(crate) const LEVELS: &[Level] = &[
        MISSING,
        level("same day", 0.30, 0.001),
        level("same month", 0.15, 0.012),
        level("same year", 0.35, 0.13),
        level("off by one year", 0.12, 0.25),
        level("apart", 0.08, 0.607),
    ];
    pub(crate) const GROUP: LevelGroup = group(&[SAME_DAY, SAME_MONTH, SAME_YEAR, OFF_BY_1, APART]);
    pub(crate) const GROUPS: &[LevelGroup] = &[GROUP];
}

/// Levels of the begin of custody: two arrests, or two entries; apart from these an arrest and an entry, which comes
/// after it.
pub(crate) mod custody {
    use crate::person::level::date::{GROUP, LEVELS as OF_DATE};
    use crate::person::level::{Level, LevelGroup, MISSING, group, level};

    pub(crate) const WITHIN_MONTH: u8 = 6;
    pub(crate) const WITHIN_YEAR: u8 = 7;
    pub(crate) const WITHIN_THREE: u8 = 8;
    pub(crate) const LATER: u8 = 9;
    pub(crate) const BEFORE: u8 = 10;
    pub(crate) const LEVELS: &[Level] = &[
        MISSING,
        OF_DATE[1],
        OF_DATE[2],
        OF_DATE[3],
        OF_DATE[4],
        OF_DATE[5],
        level("entered within a month of that arrest", 0.30, 0.01),
        level("entered within a year of that arrest", 0.36, 0.09),
        level("entered within three years of that arrest", 0.14, 0.16),
        level("entered later than that arrest", 0.10, 0.24),
        level("entered before that arrest", 0.10, 0.50),
    ];
    pub(crate) const GROUPS: &[LevelGroup] = &[GROUP, group(&[WITHIN_MONTH, WITHIN_YEAR, WITHIN_THREE, LATER, BEFORE])];
}

/// Levels of stays, and of birth beside another's death: what fits or clashes in time. That somebody is said to be dead
/// and was seen later is no clash: such papers were written of the living.
pub(crate) mod stays {
    use crate::person::level::{Level, LevelGroup, MISSING, against, group, level};

    pub(crate) const HANDED_OVER: u8 = 1;
    pub(crate) const APART: u8 = 2;
    pub(crate) const AT_ONCE: u8 = 3;
    pub(crate) const BORN_BEFORE: u8 = 4;
    pub(crate) const BORN_AFTER: u8 = 5;
    pub(crate) const LEVELS: &[Level] = &[
        MISSING,
        level("one stay ends where the other begins", 0.06, 0.006),
        level("stays at different times", 0.92, 0.894),
        against("in two facilities at once", 0.02, 0.10, 0.05),
        level("born before that death", 0.998, 0.97),
        against("born after that death", 0.002, 0.03, 0.004),
    ];
    pub(crate) const GROUPS: &[LevelGroup] =
        &[group(&[HANDED_OVER, APART, AT_ONCE]), group(&[BORN_BEFORE, BORN_AFTER])];
}
