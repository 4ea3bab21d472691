//! Levels: how far two values of a comparison agree, as small integers.
//!
//! Level 0 is always "one side says nothing": it weighs nothing. The other levels are grouped by what kind
//! of evidence was there (the same script or two scripts, two full dates or less): probabilities are
//! conditional on the group, so that Arabic against Latin is not punished for never being the same text.

mod names;
mod people;
mod places;
mod times;
mod values;

pub(crate) use names::{husband, order, part, teknonym};
pub(crate) use people::{birth, sex};
pub(crate) use places::{from, home, place};
pub(crate) use times::{custody, date, stays};
pub(crate) use values::{custody_number, family_number, number, text};

/// A set of levels of which exactly one holds whenever the group applies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LevelGroup {
    /// Numbers of the levels in the group, best first.
    pub levels: &'static [u8],
    /// Whether it applies to pairs of one given and family name alone. Among them strangers agree on what is made of
    /// names, or goes with them, far more often than at random.
    pub of_namesakes: bool,
}

pub(crate) const fn group(levels: &'static [u8]) -> LevelGroup {
    LevelGroup { levels, of_namesakes: false }
}

pub(crate) const fn of_namesakes(levels: &'static [u8]) -> LevelGroup {
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

pub(crate) const fn level(name: &'static str, m: f64, u: f64) -> Level {
    Level { name, m, u, rarity: false, m_max: 1.0 }
}

pub(crate) const fn rare(name: &'static str, m: f64, u: f64) -> Level {
    Level { name, m, u, rarity: true, m_max: 1.0 }
}

pub(crate) const fn against(name: &'static str, m: f64, u: f64, m_max: f64) -> Level {
    Level { name, m, u, rarity: false, m_max }
}

pub(crate) const MISSING: Level = level("missing", 1.0, 1.0);
