//! A part of a name, its role, and the reading of a whole name as a row of parts.
//!
//! Roles are hypotheses about one text, not facts about a person: the same four words mean other
//! things in another country, so the comparison never trusts a role alone.

use std::fmt;

use crate::script::Script;

/// What a part is in the name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PartRole {
    /// The person's own name.
    Given,
    /// The father's name.
    Father,
    /// The grandfather's name.
    Grandfather,
    /// The family name (in Syria «الكنية»).
    Family,
    /// The mother's name.
    Mother,
    /// The mother's family name.
    MotherFamily,
    /// The husband's name, standing in for a woman's own.
    Husband,
    /// «أبو …», «أم …» before a full name. Not evidence of parenthood.
    Teknonym,
    /// A name of place or tribe after the family name.
    Nisba,
    /// A by-name.
    Laqab,
    /// Doctor, Hajji, martyr, a rank: not part of the name.
    Honorific,
    /// An ancestor beyond the grandfather.
    Ancestor,
    /// Not known.
    Unknown,
}

impl PartRole {
    /// Whether the part belongs to the row given, father, …, family that two names are aligned on.
    pub fn is_core(self) -> bool {
        matches!(self, Self::Given | Self::Father | Self::Grandfather | Self::Family | Self::Ancestor | Self::Unknown)
    }
}

/// Which end of the name the given name stands at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Order {
    /// Given name first.
    GivenFirst,
    /// Family name first.
    FamilyFirst,
    /// Not known.
    Unknown,
}

/// One part of a name. `Debug` does not print the name: it may stand in a log.
#[derive(Clone, PartialEq, Eq)]
pub struct Part {
    /// Folded, with the article taken off and compounds joined: `عبدالرحمن`, `khatib`.
    pub text: String,
    /// The words as they were written, with what stood between them.
    pub as_written: String,
    /// The script of `text`.
    pub script: Script,
    /// The role this reading gives the part.
    pub role: PartRole,
    /// Whether an article stood before it.
    pub article: bool,
    /// Whether it is only an initial.
    pub initial: bool,
}

impl fmt::Debug for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Part")
            .field("script", &self.script)
            .field("role", &self.role)
            .field("article", &self.article)
            .field("initial", &self.initial)
            .finish_non_exhaustive()
    }
}

/// One way to read a name.
#[derive(Debug, Clone, PartialEq)]
pub struct Reading {
    /// The parts, in the order of the text, at most [`crate::MAX_PARTS`].
    pub parts: Vec<Part>,
    /// Which end the given name stands at.
    pub order: Order,
    /// How sure this reading is, 0 to 1: its share among the readings of the text, at most 0.5 for a name of
    /// one part, at most 0.3 where a part is in another script than Arabic or Latin, 0 for no part.
    pub confidence: f32,
}

impl Reading {
    /// The first part with a role.
    pub fn part(&self, role: PartRole) -> Option<&Part> {
        self.parts.iter().find(|part| part.role == role)
    }

    /// The parts two names are aligned on; all parts when there is no other.
    pub fn core(&self) -> Vec<&Part> {
        let core: Vec<&Part> = self.parts.iter().filter(|part| part.role.is_core()).collect();
        if core.is_empty() { self.parts.iter().collect() } else { core }
    }
}
