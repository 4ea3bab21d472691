//! Levels: how far two values of a comparison agree, as small integers.
//!
//! Level 0 is always "one side says nothing": it weighs nothing. The other levels are grouped by what kind
//! of evidence was there (the same script or two scripts, two full dates or less): probabilities are
//! conditional on the group, so that Arabic against Latin is not punished for never being the same text.

/// A set of levels of which exactly one holds whenever the group applies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LevelGroup {
    /// Numbers of the levels in the group, best first.
    pub levels: &'static [u8],
    /// Whether it applies to pairs of one given and family name alone. Among them strangers agree on what is made of
    /// names, or goes with them, far more often than at random.
    pub of_namesakes: bool,
}

const fn group(levels: &'static [u8]) -> LevelGroup {
    LevelGroup { levels, of_namesakes: false }
}

const fn of_namesakes(levels: &'static [u8]) -> LevelGroup {
    LevelGroup { levels, of_namesakes: true }
}

/// One level: its number, its stable name, and defaults for m and u within its group.
#[derive(Clone, Copy, Debug)]
pub struct Level {
    /// Stable name, used in models and explanations.
    pub name: &'static str,
    /// Default probability among pairs of the same person, given the group. Of a spelled name part it is also the
    /// share that the spelling channel's own evidence presumes.
    pub m: f64,
    /// Default probability among pairs of different people, given the group.
    pub u: f64,
    /// Whether rarity of the value replaces u.
    pub rarity: bool,
    /// What is learnt of m never exceeds this: matches disagree now and then, but where learning says that
    /// they mostly do, it has mistaken kin or namesakes for matches.
    pub m_max: f64,
}

const fn level(name: &'static str, m: f64, u: f64) -> Level {
    Level { name, m, u, rarity: false, m_max: 1.0 }
}

const fn rare(name: &'static str, m: f64, u: f64) -> Level {
    Level { name, m, u, rarity: true, m_max: 1.0 }
}

const fn against(name: &'static str, m: f64, u: f64, m_max: f64) -> Level {
    Level { name, m, u, rarity: false, m_max }
}

const MISSING: Level = level("missing", 1.0, 1.0);

/// Levels of a name part.
pub(crate) mod part {
    use super::{Level, LevelGroup, MISSING, against, group, rare};

    pub(crate) const EXACT: u8 = 1;
    pub(crate) const SPELLING: u8 = 2;
    pub(crate) const LOOSE: u8 = 3;
    pub(crate) const NEAR: u8 = 4;
    pub(crate) const DIFFERENT: u8 = 5;
    pub(crate) const ACROSS_CLOSE: u8 = 6;
    pub(crate) const ACROSS_LOOSE: u8 = 7;
    pub(crate) const ACROSS_NEAR: u8 = 8;
    pub(crate) const ACROSS_DIFFERENT: u8 = 9;

    pub(crate) const LEVELS: &[Level] = &[
        MISSING,
        rare("same", 0.50, 0.012),
        rare("spelling", 0.28, 0.004),
        rare("unusual spelling", 0.12, 0.004),
        against("similar", 0.08, 0.015, 0.25),
        against("different", 0.02, 0.965, 0.2),
        rare("same across scripts", 0.69, 0.012),
        rare("unusual across scripts", 0.18, 0.01),
        against("similar across scripts", 0.10, 0.03, 0.25),
        against("different across scripts", 0.03, 0.948, 0.15),
    ];
    pub(crate) const GROUPS: &[LevelGroup] = &[
        group(&[EXACT, SPELLING, LOOSE, NEAR, DIFFERENT]),
        group(&[ACROSS_CLOSE, ACROSS_LOOSE, ACROSS_NEAR, ACROSS_DIFFERENT]),
    ];

    /// Whether the level says "the same name, perhaps spelt otherwise".
    pub(crate) fn agrees(level: u8) -> bool {
        matches!(level, EXACT | SPELLING | LOOSE | ACROSS_CLOSE | ACROSS_LOOSE)
    }

    pub(crate) fn differs(level: u8) -> bool {
        matches!(level, DIFFERENT | ACROSS_DIFFERENT)
    }
}

/// Levels of a teknonym, numbered as those of a name part: Abu Muhammad may be Abu Khalid elsewhere.
pub(crate) mod teknonym {
    use super::{Level, MISSING, against, rare};

    pub(crate) const LEVELS: &[Level] = &[
        MISSING,
        rare("same", 0.45, 0.03),
        rare("spelling", 0.20, 0.006),
        rare("unusual spelling", 0.07, 0.004),
        against("similar", 0.05, 0.015, 0.25),
        against("different", 0.23, 0.945, 0.6),
        rare("same across scripts", 0.50, 0.03),
        rare("unusual across scripts", 0.12, 0.01),
        against("similar across scripts", 0.08, 0.03, 0.25),
        against("different across scripts", 0.30, 0.93, 0.6),
    ];
}

/// Levels of the order of name parts.
pub(crate) mod order {
    use super::{Level, LevelGroup, MISSING, group, level};

    pub(crate) const KEPT: u8 = 1;
    pub(crate) const MOVED: u8 = 2;
    pub(crate) const LEVELS: &[Level] = &[MISSING, level("same order", 0.93, 0.75), level("another order", 0.07, 0.25)];
    pub(crate) const GROUPS: &[LevelGroup] = &[group(&[KEPT, MOVED])];
}

/// Levels of birth.
pub(crate) mod birth {
    use super::{Level, LevelGroup, MISSING, against, group, level, rare};

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
    use super::{Level, LevelGroup, MISSING, against, group, level};

    pub(crate) const SAME: u8 = 1;
    pub(crate) const OTHER: u8 = 2;
    pub(crate) const LEVELS: &[Level] = &[MISSING, level("same", 0.985, 0.6), against("other", 0.015, 0.4, 0.03)];
    pub(crate) const GROUPS: &[LevelGroup] = &[group(&[SAME, OTHER])];
}

/// Levels of a facility, or of a place of one event.
pub(crate) mod place {
    use super::{Level, LevelGroup, MISSING, group, level, rare};

    pub(crate) const SAME: u8 = 1;
    pub(crate) const WITHIN: u8 = 2;
    pub(crate) const SIMILAR: u8 = 3;
    pub(crate) const OTHER: u8 = 4;
    /// Those of a group that stands after another begin here.
    pub(crate) const NEXT_GROUP: u8 = OTHER;
    pub(super) const SAME_LEVEL: Level = rare("same", 0.72, 0.03);
    pub(super) const WITHIN_LEVEL: Level = level("one within the other", 0.10, 0.05);
    pub(super) const SIMILAR_LEVEL: Level = level("similar", 0.05, 0.01);
    pub(super) const OTHER_LEVEL: Level = level("other", 0.13, 0.91);
    pub(crate) const LEVELS: &[Level] = &[MISSING, SAME_LEVEL, WITHIN_LEVEL, SIMILAR_LEVEL, OTHER_LEVEL];
    pub(super) const GROUP: LevelGroup = group(&[SAME, WITHIN, SIMILAR, OTHER]);
    pub(super) const SECOND_GROUP: LevelGroup = group(&[5, 6, 7, 8]);
    pub(crate) const GROUPS: &[LevelGroup] = &[GROUP];
    pub(super) const GROUPS_OF_TWO: &[LevelGroup] = &[GROUP, SECOND_GROUP];

    /// Whether the level says "the same place", more or less.
    pub(crate) fn agrees(level: u8) -> bool {
        matches!(level, SAME | WITHIN)
    }
}

/// Levels of a birthplace, place of registration or residence, like with like; apart from these between neighbours, who
/// agree on a place already: they mostly agree on the next as well.
pub(crate) mod home {
    use super::place::{GROUPS_OF_TWO, OTHER_LEVEL, SAME_LEVEL, SIMILAR_LEVEL, WITHIN_LEVEL};
    use super::{Level, LevelGroup, MISSING, level};

    pub(crate) const LEVELS: &[Level] = &[
        MISSING,
        SAME_LEVEL,
        WITHIN_LEVEL,
        SIMILAR_LEVEL,
        OTHER_LEVEL,
        level("same of neighbours", 0.80, 0.60),
        level("one within the other of neighbours", 0.08, 0.10),
        level("similar of neighbours", 0.02, 0.02),
        level("other of neighbours", 0.10, 0.28),
    ];
    pub(crate) const GROUPS: &[LevelGroup] = GROUPS_OF_TWO;
}

/// Levels of where somebody is from, where a source does not say in which sense; apart from these where one names
/// another thing than the other, a birthplace and a residence.
pub(crate) mod from {
    use super::place::{GROUPS_OF_TWO, OTHER_LEVEL, SAME_LEVEL, SIMILAR_LEVEL, WITHIN_LEVEL};
    use super::{Level, LevelGroup, MISSING, level, rare};

    pub(crate) const LEVELS: &[Level] = &[
        MISSING,
        SAME_LEVEL,
        WITHIN_LEVEL,
        SIMILAR_LEVEL,
        OTHER_LEVEL,
        rare("same of two kinds", 0.45, 0.03),
        level("one within the other of two kinds", 0.15, 0.05),
        level("similar of two kinds", 0.03, 0.01),
        level("other of two kinds", 0.37, 0.91),
    ];
    pub(crate) const GROUPS: &[LevelGroup] = GROUPS_OF_TWO;
}

/// Levels of a date other than birth.
pub(crate) mod date {
    use super::{Level, LevelGroup, MISSING, group, level};

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
    pub(super) const GROUP: LevelGroup = group(&[SAME_DAY, SAME_MONTH, SAME_YEAR, OFF_BY_1, APART]);
    pub(crate) const GROUPS: &[LevelGroup] = &[GROUP];
}

/// Levels of the begin of custody: two arrests, or two entries; apart from these an arrest and an entry, which comes
/// after it.
pub(crate) mod custody {
    use super::date::{GROUP, LEVELS as OF_DATE};
    use super::{Level, LevelGroup, MISSING, group, level};

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
    use super::{Level, LevelGroup, MISSING, against, group, level};

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

/// Levels of a number.
pub(crate) mod number {
    use super::{Level, LevelGroup, MISSING, against, group, level, rare};

    pub(crate) const SAME: u8 = 1;
    pub(crate) const NEAR: u8 = 2;
    pub(crate) const OTHER: u8 = 3;
    /// Those of a group that stands after another begin here.
    pub(crate) const NEXT_GROUP: u8 = OTHER;
    pub(super) const SAME_LEVEL: Level = rare("same", 0.88, 0.0005);
    pub(super) const NEAR_LEVEL: Level = level("one digit off", 0.07, 0.002);
    pub(super) const OTHER_LEVEL: Level = level("other", 0.05, 0.9975);
    pub(crate) const LEVELS: &[Level] = &[MISSING, SAME_LEVEL, NEAR_LEVEL, OTHER_LEVEL];
    /// Of a number that one person has for life.
    pub(crate) const LEVELS_OF_PERSON: &[Level] =
        &[MISSING, rare("same", 0.92, 0.0005), NEAR_LEVEL, against("other", 0.01, 0.9975, 0.02)];
    pub(super) const GROUP: LevelGroup = group(&[SAME, NEAR, OTHER]);
    pub(crate) const GROUPS: &[LevelGroup] = &[GROUP];
}

/// Levels of a number that a family shares; apart from these between neighbours of one given and family name, who mostly
/// are kin.
pub(crate) mod family_number {
    use super::number::{GROUP, NEAR_LEVEL, OTHER_LEVEL, SAME_LEVEL};
    use super::{Level, LevelGroup, MISSING, level, of_namesakes};

    pub(crate) const LEVELS: &[Level] = &[
        MISSING,
        SAME_LEVEL,
        NEAR_LEVEL,
        OTHER_LEVEL,
        level("same of namesakes", 0.80, 0.30),
        level("one digit off of namesakes", 0.06, 0.03),
        level("other of namesakes", 0.14, 0.67),
    ];
    pub(crate) const GROUPS: &[LevelGroup] = &[GROUP, of_namesakes(&[4, 5, 6])];
}

/// Levels of a number given in custody, in one facility and about one time; apart from these where that is not known.
pub(crate) mod custody_number {
    use super::number::GROUP;
    use super::{Level, LevelGroup, MISSING, group, level, rare};

    pub(crate) const LEVELS: &[Level] = &[
        MISSING,
        rare("same", 0.70, 0.0005),
        level("one digit off", 0.06, 0.002),
        level("other", 0.24, 0.9975),
        rare("same, perhaps of another facility", 0.30, 0.0005),
        level("one digit off, perhaps of another facility", 0.03, 0.002),
        level("other, perhaps of another facility", 0.67, 0.9975),
    ];
    pub(crate) const GROUPS: &[LevelGroup] = &[GROUP, group(&[4, 5, 6])];
}

/// Levels of a text. Between namesakes they are set apart: an e-mail address is made of its owner's name.
pub(crate) mod text {
    use super::{Level, LevelGroup, MISSING, group, level, of_namesakes, rare};

    pub(crate) const SAME: u8 = 1;
    pub(crate) const CLOSE: u8 = 2;
    pub(crate) const SIMILAR: u8 = 3;
    pub(crate) const OTHER: u8 = 4;
    pub(crate) const SAME_OF_NAMESAKES: u8 = OTHER + SAME;
    const CLOSE_OF_NAMESAKES: u8 = OTHER + CLOSE;
    const SIMILAR_OF_NAMESAKES: u8 = OTHER + SIMILAR;
    const OTHER_OF_NAMESAKES: u8 = OTHER + OTHER;
    pub(crate) const LEVELS: &[Level] = &[
        MISSING,
        rare("same", 0.65, 0.01),
        level("close", 0.12, 0.01),
        level("similar", 0.08, 0.05),
        level("other", 0.15, 0.93),
        rare("same of namesakes", 0.65, 0.01),
        level("close of namesakes", 0.12, 0.05),
        level("similar of namesakes", 0.08, 0.2),
        level("other of namesakes", 0.15, 0.74),
    ];
    pub(crate) const GROUPS: &[LevelGroup] = &[
        group(&[SAME, CLOSE, SIMILAR, OTHER]),
        of_namesakes(&[SAME_OF_NAMESAKES, CLOSE_OF_NAMESAKES, SIMILAR_OF_NAMESAKES, OTHER_OF_NAMESAKES]),
    ];

    /// The level of a pair of one given and family name.
    pub(crate) fn of_pair_of_namesakes(level: u8) -> u8 {
        if level == 0 { 0 } else { level + OTHER }
    }
}
