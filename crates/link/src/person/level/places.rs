//! Levels of places.

/// Levels of a facility, or of a place of one event.
pub(crate) mod place {
    use crate::person::level::{Level, LevelGroup, MISSING, group, level, rare};

    pub(crate) const SAME: u8 = 1;
    pub(crate) const WITHIN: u8 = 2;
    pub(crate) const SIMILAR: u8 = 3;
    pub(crate) const OTHER: u8 = 4;
    /// Those of a group that stands after another begin here.
    pub(crate) const NEXT_GROUP: u8 = OTHER;
    pub(crate) const SAME_LEVEL: Level = rare("same", 0.72, 0.03);
    pub(crate) const WITHIN_LEVEL: Level = level("one within the other", 0.10, 0.05);
    pub(crate) const SIMILAR_LEVEL: Level = level("similar", 0.05, 0.01);
    pub(crate) const OTHER_LEVEL: Level = level("other", 0.13, 0.91);
    pub(crate) const LEVELS: &[Level] = &[MISSING, SAME_LEVEL, WITHIN_LEVEL, SIMILAR_LEVEL, OTHER_LEVEL];
    pub(crate) const GROUP: LevelGroup = group(&[SAME, WITHIN, SIMILAR, OTHER]);
    pub(crate) const SECOND_GROUP: LevelGroup = group(&[5, 6, 7, 8]);
    pub(crate) const GROUPS: &[LevelGroup] = &[GROUP];
    pub(crate) const GROUPS_OF_TWO: &[LevelGroup] = &[GROUP, SECOND_GROUP];

    /// Whether the level says "the same place", more or less.
    pub(crate) fn agrees(level: u8) -> bool {
        matches!(level, SAME | WITHIN)
    }
}

/// Levels of a birthplace, place of registration or residence, like with like, and of a place of arrest; apart from these between neighbours, who
/// agree on a place already: they mostly agree on the next as well.
pub(crate) mod home {
    use crate::person::level::place::{GROUPS_OF_TWO, OTHER_LEVEL, SAME_LEVEL, SIMILAR_LEVEL, WITHIN_LEVEL};
    use crate::person::level::{Level, LevelGroup, MISSING, level};

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
    use crate::person::level::place::{GROUPS_OF_TWO, OTHER_LEVEL, SAME_LEVEL, SIMILAR_LEVEL, WITHIN_LEVEL};
    use crate::person::level::{Level, LevelGroup, MISSING, level, rare};

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
