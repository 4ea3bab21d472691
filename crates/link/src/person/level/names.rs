//! Levels of name parts.

/// Levels of a name part.
pub(crate) mod part {
    use crate::person::level::{Level, LevelGroup, MISSING, against, group, rare};

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

/// Levels of a husband's name, numbered as those of a name part: widows marry again.
pub(crate) mod husband {
    use crate::person::level::{Level, MISSING, against, rare};

    pub(crate) const LEVELS: &[Level] = &[
        MISSING,
        rare("same", 0.48, 0.012),
        rare("spelling", 0.24, 0.004),
        rare("unusual spelling", 0.10, 0.004),
        against("similar", 0.06, 0.015, 0.25),
        against("different", 0.12, 0.965, 0.4),
        rare("same across scripts", 0.60, 0.012),
        rare("unusual across scripts", 0.16, 0.01),
        against("similar across scripts", 0.10, 0.03, 0.25),
        against("different across scripts", 0.14, 0.948, 0.4),
    ];
}

/// Levels of a teknonym, numbered as those of a name part: Abu Muhammad may be Abu Khalid elsewhere.
pub(crate) mod teknonym {
    use crate::person::level::{Level, MISSING, against, rare};

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
    use crate::person::level::{Level, LevelGroup, MISSING, group, level};

    pub(crate) const KEPT: u8 = 1;
    pub(crate) const MOVED: u8 = 2;
    pub(crate) const LEVELS: &[Level] = &[MISSING, level("same order", 0.93, 0.75), level("another order", 0.07, 0.25)];
    pub(crate) const GROUPS: &[LevelGroup] = &[group(&[KEPT, MOVED])];
}
