//! One name as it is laid beside another: its parts in the usual order, the mother apart.

use crate::part::{Part, PartRole, Reading};
use crate::script::Script;

/// What the order of two names is decided by.
type Key<'a> = (Option<Script>, Vec<(&'a str, PartRole, bool)>, Option<&'a str>);

/// The parts of one name that are aligned.
#[derive(Clone)]
pub(crate) struct Side {
    pub(crate) parts: Vec<Part>,
    /// The mother's given name, compared by itself: the best discriminator among cousins who share
    /// all else.
    pub(crate) mother: Option<Part>,
}

impl Side {
    pub(crate) fn of(reading: &Reading) -> Self {
        let mut parts: Vec<Part> = reading.parts.iter().filter(|part| rank(part.role).is_some()).cloned().collect();
        if parts.is_empty() {
            parts.clone_from(&reading.parts);
        }
        // "Given Family bin Father" and "Family, Given" stand in the order of the others.
        parts.sort_by_key(|part| rank(part.role));
        let mother = reading.part(PartRole::Mother).filter(|_| parts.len() < reading.parts.len());
        Self { parts, mother: mother.cloned() }
    }

    /// Decides which name is compared with which, so that the result cannot depend on the order.
    pub(crate) fn key(&self) -> Key<'_> {
        (
            self.parts.first().map(|part| part.script),
            self.parts.iter().map(|part| (part.text.as_str(), part.role, part.article)).collect(),
            self.mother.as_ref().map(|part| part.text.as_str()),
        )
    }

    /// The same with two neighbours made one.
    pub(crate) fn joined(&self, at: usize) -> Self {
        let mut parts = self.parts.clone();
        let second = parts.remove(at + 1);
        let first = &mut parts[at];
        let article = if second.article {
            match second.script {
                Script::Arabic => "ال",
                Script::Latin => "al",
                Script::Other => "",
            }
        } else {
            ""
        };
        first.text = format!("{}{article}{}", first.text, second.text);
        first.as_written = format!("{} {}", first.as_written, second.as_written);
        first.initial = false;
        Self { parts, mother: self.mother.clone() }
    }

    pub(crate) fn is_script(&self, script: Script) -> bool {
        self.parts.iter().all(|part| part.script == script)
    }
}

/// Place of a role in the usual order; `None` for what is not aligned with the name.
pub(crate) fn rank(role: PartRole) -> Option<u8> {
    Some(match role {
        PartRole::Teknonym => 0,
        PartRole::Given => 1,
        PartRole::Father => 2,
        PartRole::Grandfather => 3,
        PartRole::Ancestor | PartRole::Unknown => 4,
        PartRole::Family => 5,
        PartRole::Nisba | PartRole::Laqab => 6,
        PartRole::Honorific | PartRole::Mother | PartRole::MotherFamily | PartRole::Husband => {
            return None;
        }
    })
}

/// First and last core part of a name.
pub(crate) fn ends(side: &Side) -> (usize, usize) {
    let core = |(_, part): &(usize, &Part)| part.role.is_core();
    let first = side.parts.iter().enumerate().find(core).map_or(0, |(at, _)| at);
    let last = side.parts.iter().enumerate().rev().find(core).map_or(side.parts.len().saturating_sub(1), |(at, _)| at);
    (first, last)
}
