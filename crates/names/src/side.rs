//! One name as it is laid beside another: its parts by number and in the usual order, the mother apart.

use crate::limits::MAX_PARTS;
use crate::part::{PartRole, Reading};
use crate::script::Script;

/// One part of a side.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Slot {
    /// Number of the text among the texts that the comparer knows.
    pub(crate) part: u32,
    pub(crate) script: Script,
    pub(crate) role: PartRole,
    pub(crate) article: bool,
    pub(crate) initial: bool,
    /// Whether those who bear the part as a given name are nearly all women, or nearly all men.
    pub(crate) woman: Option<bool>,
    /// Where the part stands in the reading; a joined part, where its first half stands,
    pub(crate) source: u8,
    /// and its second.
    pub(crate) second: Option<u8>,
}

/// A name ready to be compared with many: what [`crate::Comparer::prepare`] makes of a reading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PreparedName {
    pub(crate) slots: Vec<Slot>,
    /// The mother's given name, compared by itself: the best discriminator among cousins who share
    /// all else.
    pub(crate) mother: Option<Slot>,
    /// All that is named is a husband or a mother: "the wife of …" is not he.
    pub(crate) of_kin: bool,
}

impl PreparedName {
    pub(crate) fn of(reading: &Reading, mut number: impl FnMut(&str) -> (u32, Option<bool>)) -> Self {
        let mut slot = |(at, part): (usize, &crate::part::Part)| {
            let (number, woman) = number(&part.text);
            Slot {
                part: number,
                woman,
                script: part.script,
                role: part.role,
                article: part.article,
                initial: part.initial,
                source: at as u8,
                second: None,
            }
        };
        let aligned = |part: &&crate::part::Part| rank(part.role).is_some();
        let any = reading.parts.iter().any(|part| aligned(&part));
        let chosen = reading.parts.iter().enumerate().filter(|(_, part)| !any || aligned(part)).take(MAX_PARTS);
        let mut slots: Vec<Slot> = chosen.map(&mut slot).collect();
        // "Given Family bin Father" and "Family, Given" stand in the order of the others.
        slots.sort_by_key(|slot| rank(slot.role));
        let mother = reading.parts.iter().enumerate().find(|(_, part)| part.role == PartRole::Mother && any);
        let kin = !any && reading.parts.iter().any(|part| part.role != PartRole::Honorific);
        Self { mother: mother.map(slot), slots, of_kin: kin }
    }

    /// How many parts are compared.
    pub fn len(&self) -> usize {
        self.slots.len()
    }

    /// Whether there is nothing to compare.
    pub fn is_empty(&self) -> bool {
        self.slots.is_empty()
    }

    /// The same with two neighbours made one part, which has a number of its own.
    pub(crate) fn joined(&self, at: usize, part: u32) -> Self {
        let mut joined = self.clone();
        let second = joined.slots.remove(at + 1);
        let first = &mut joined.slots[at];
        (first.part, first.initial, first.second) = (part, false, Some(second.source));
        joined
    }

    /// First and last core part.
    pub(crate) fn ends(&self) -> (usize, usize) {
        let core = |slot: &&Slot| slot.role.is_core();
        let first = self.slots.iter().position(|slot| core(&slot)).unwrap_or(0);
        let last = self.slots.iter().rposition(|slot| core(&slot));
        (first, last.unwrap_or(self.slots.len().saturating_sub(1)))
    }

    /// The script of the first core part.
    pub(crate) fn script(&self) -> Script {
        self.slots.get(self.ends().0).map_or(Script::Other, |slot| slot.script)
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
