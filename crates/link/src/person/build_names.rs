//! The names of a row: parts from columns and whole names, mothers, husbands, teknonyms, and what else one is called.

use crate::person::build::TableBuilder;
use crate::person::limits::NAME_SLOTS;
use crate::person::table::{FAMILY, FATHER, FURTHER, GIVEN, GRANDFATHER, POPULATIONS, READ_FAMILY_FIRST, ReadName};
use crate::person::values::PartInfo;
use names::{PartRole, Script};
use record::Property;

/// One part of a cell's name: the slot it goes to.
#[derive(Clone, Copy)]
pub(crate) enum Slot {
    Own(usize),
    Mother(usize),
    Husband(usize),
    Teknonym,
}

/// The parts of one cell's name.
#[derive(Clone, Default)]
pub(crate) struct Parts {
    slots: Vec<(Slot, u32)>,
    /// Whether the text itself says "family name first".
    family_first: bool,
}

/// Every slot, as of a name that was read out of one text.
const ALL_GUESSED: u8 = (1 << NAME_SLOTS) - 1;

impl TableBuilder {
    pub(crate) fn set_name(&mut self, row: usize, property: Property, text: &str) {
        let Parts { slots, family_first } = self.parts_of(property, text);
        // Columns of their own outrank what was read out of a whole name, whichever comes first.
        let outranks = property != Property::FullName;
        let known_before = self.table.roles_known[row];
        if family_first && !outranks {
            self.table.guessed_slots[row] |= READ_FAMILY_FIRST;
        }
        for (slot, part) in slots {
            let table = &mut self.table;
            match slot {
                Slot::Own(slot) => {
                    if !outranks && table.names[row][slot] == 0 {
                        table.guessed_slots[row] |= 1 << slot;
                    }
                    let cell = &mut table.names[row][slot];
                    if *cell == 0 || (outranks && slot < FURTHER) {
                        *cell = part;
                    } else if slot >= FURTHER
                        && outranks
                        && let Some(free) = table.names[row][FURTHER..].iter_mut().find(|free| **free == 0)
                    {
                        *free = part;
                    }
                }
                Slot::Mother(slot) => fill(&mut table.mothers[row][slot], part, outranks),
                Slot::Husband(slot) => fill(&mut table.husbands[row][slot], part, outranks),
                Slot::Teknonym => fill(&mut table.teknonyms[row], part, outranks),
            }
        }
        self.table.roles_known[row] = known_before || matches!(property, Property::Given | Property::Family);
    }

    /// The names that a person goes by beside the first one. One of a single part ("called Hamoudi") is said in place of
    /// the given name; Abu Khalid is a teknonym wherever it stands.
    pub(crate) fn set_also_called(&mut self, row: usize, texts: &[Box<str>]) {
        for text in texts {
            let mut name = ReadName { parts: [0; NAME_SLOTS], guessed: ALL_GUESSED, roles_known: false };
            let mut given = 0;
            for (slot, part) in self.parts_of(Property::AlsoCalled, text).slots {
                match slot {
                    Slot::Own(slot) => (name.parts[slot], given) = (part, given + 1),
                    Slot::Mother(slot) => fill(&mut self.table.mothers[row][slot], part, false),
                    Slot::Husband(slot) => fill(&mut self.table.husbands[row][slot], part, false),
                    Slot::Teknonym => fill(&mut self.table.teknonyms[row], part, false),
                }
            }
            if given == 1 {
                let only = name.parts.iter().copied().find(|&part| part != 0).unwrap_or(0);
                let (guessed, roles_known) = (self.table.guessed_slots[row], self.table.roles_known[row]);
                name = ReadName { parts: self.table.names[row], guessed, roles_known };
                name.parts[GIVEN] = only;
            }
            if given > 1 {
                self.fill_from_first(row, &mut name);
            }
            let is_known = self.table.names_of(row as u32).any(|known| known.parts == name.parts);
            if given > 0 && !is_known {
                self.table.also_called.entry(row as u32).or_default().push(name);
            }
        }
    }

    /// What another name leaves out, the first one says: a short name takes nothing back.
    fn fill_from_first(&self, row: usize, name: &mut ReadName) {
        for slot in [FATHER, GRANDFATHER, FAMILY] {
            if name.parts[slot] == 0 && self.table.names[row][slot] != 0 {
                name.parts[slot] = self.table.names[row][slot];
                name.guessed &= !(1 << slot);
            }
        }
    }

    /// The parts of a text, read once.
    fn parts_of(&mut self, property: Property, text: &str) -> Parts {
        let key = (property, Box::from(text));
        if let Some(known) = self.names.get(&key) {
            return known.clone();
        }
        let read = self.read_name(property, text);
        self.names.insert(key, read.clone());
        read
    }

    fn read_name(&mut self, property: Property, text: &str) -> Parts {
        let alone = matches!(property, Property::AlsoCalled | Property::Teknonym);
        if alone && let Some(of) = teknonym_of(text) {
            return Parts { slots: self.read_teknonym(of).into_iter().collect(), family_first: false };
        }
        let reading = match property {
            Property::Given => names::read_column(text, PartRole::Given),
            Property::Father => names::read_column(text, PartRole::Father),
            Property::Grandfather => names::read_column(text, PartRole::Grandfather),
            Property::Family => names::read_column(text, PartRole::Family),
            Property::Mother => names::read_column(text, PartRole::Mother),
            Property::MotherFamily => names::read_column(text, PartRole::MotherFamily),
            Property::Husband => names::read_column(text, PartRole::Husband),
            Property::Teknonym => names::read_column(text, PartRole::Teknonym),
            _ => names::read(text),
        };
        let mut slots: Vec<(Slot, u32)> = Vec::new();
        let mut taken = [false; NAME_SLOTS];
        let mut husbands = 0;
        for part in &reading.parts {
            let wanted = match part.role {
                PartRole::Given => Slot::Own(GIVEN),
                PartRole::Father => Slot::Own(FATHER),
                PartRole::Grandfather => Slot::Own(GRANDFATHER),
                PartRole::Family => Slot::Own(FAMILY),
                PartRole::Mother => Slot::Mother(0),
                PartRole::MotherFamily => Slot::Mother(1),
                // Given name and, the last of the others, family name.
                PartRole::Husband => Slot::Husband(husbands.min(1)),
                PartRole::Teknonym => {
                    let of = teknonym_of(&part.as_written).unwrap_or(&part.as_written);
                    slots.extend(self.read_teknonym(of));
                    continue;
                }
                PartRole::Honorific => continue,
                PartRole::Nisba | PartRole::Laqab | PartRole::Ancestor | PartRole::Unknown => Slot::Own(FURTHER),
            };
            let number = self.part_number(part);
            if number == 0 {
                continue;
            }
            match wanted {
                Slot::Own(slot) => {
                    let free = if taken[slot] { (FURTHER..NAME_SLOTS).find(|&slot| !taken[slot]) } else { Some(slot) };
                    if let Some(free) = free {
                        taken[free] = true;
                        slots.push((Slot::Own(free), number));
                    }
                }
                Slot::Husband(slot) => {
                    husbands += 1;
                    slots.retain(|&(known, _)| !matches!(known, Slot::Husband(1)) || slot == 0);
                    slots.push((wanted, number));
                }
                Slot::Mother(_) | Slot::Teknonym => slots.push((wanted, number)),
            }
        }
        Parts { slots, family_first: reading.order == names::Order::FamilyFirst }
    }

    /// The name of the son or daughter in a teknonym.
    fn read_teknonym(&mut self, of: &str) -> Option<(Slot, u32)> {
        let reading = names::read_column(of, PartRole::Given);
        let number = reading.parts.first().map_or(0, |part| self.part_number(part));
        (number != 0).then_some((Slot::Teknonym, number))
    }

    fn part_number(&mut self, part: &names::Part) -> u32 {
        let (number, is_new) = self.table.parts.number(&part.text);
        if is_new {
            self.table.part_info.push(PartInfo {
                skeleton: names::skeleton(&part.text).0,
                arabic: part.script == Script::Arabic,
                initial: part.initial,
            });
            self.table.part_counts.push([0; POPULATIONS]);
        }
        number
    }
}

fn fill(cell: &mut u32, part: u32, outranks: bool) {
    if *cell == 0 || outranks {
        *cell = part;
    }
}

/// Words that make a teknonym of a name, folded.
const PARENTS: [&str; 10] = ["ابو", "ابي", "ام", "abu", "abo", "aboo", "um", "umm", "ebu", "oum"];

/// Whose father or mother a text calls somebody: a word for it, and one name, which may be a compound.
fn teknonym_of(text: &str) -> Option<&str> {
    let (parent, of) = text.trim().split_once(char::is_whitespace)?;
    let is_teknonym = PARENTS.contains(&record::fold(parent).as_str()) && names::read(of).parts.len() == 1;
    is_teknonym.then(|| of.trim())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_teknonym_is_father_or_mother_and_one_name() {
        assert_eq!(teknonym_of("أبو محمد"), Some("محمد"));
        assert_eq!(teknonym_of(" Abu  Khalid "), Some("Khalid"));
        assert_eq!(teknonym_of("أم علي"), Some("علي"));
        assert_eq!(teknonym_of("أبو عبد الله"), Some("عبد الله"));
        assert_eq!(teknonym_of("أبو محمد خالد الخطيب"), None, "a whole name, which is read");
        assert_eq!(teknonym_of("محمد"), None);
    }
}
