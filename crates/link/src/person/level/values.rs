//! Levels of numbers and texts.

/// Levels of a number.
pub(crate) mod number {
    use crate::person::level::{Level, LevelGroup, MISSING, against, group, level, rare};

    pub(crate) const SAME: u8 = 1;
    pub(crate) const NEAR: u8 = 2;
    pub(crate) const OTHER: u8 = 3;
    /// Those of a group that stands after another begin here.
    pub(crate) const NEXT_GROUP: u8 = OTHER;
    pub(crate) const SAME_LEVEL: Level = rare("same", 0.88, 0.0005);
    pub(crate) const NEAR_LEVEL: Level = level("one digit off", 0.07, 0.002);
    pub(crate) const OTHER_LEVEL: Level = level("other", 0.05, 0.9975);
    pub(crate) const LEVELS: &[Level] = &[MISSING, SAME_LEVEL, NEAR_LEVEL, OTHER_LEVEL];
    /// Of a number that one person has for life.
    pub(crate) const LEVELS_OF_PERSON: &[Level] =
        &[MISSING, rare("same", 0.92, 0.0005), NEAR_LEVEL, against("other", 0.01, 0.9975, 0.02)];
    pub(crate) const GROUP: LevelGroup = group(&[SAME, NEAR, OTHER]);
    pub(crate) const GROUPS: &[LevelGroup] = &[GROUP];
}

/// Levels of a number that a family shares; apart from these between neighbours of one given and family name, who mostly
/// are kin.
pub(crate) mod family_number {
    use crate::person::level::number::{GROUP, NEAR_LEVEL, OTHER_LEVEL, SAME_LEVEL};
    use crate::person::level::{Level, LevelGroup, MISSING, level, of_namesakes};

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
    use crate::person::level::number::GROUP;
    use crate::person::level::{Level, LevelGroup, MISSING, group, level, rare};

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
    use crate::person::level::{Level, LevelGroup, MISSING, group, level, of_namesakes, rare};

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
