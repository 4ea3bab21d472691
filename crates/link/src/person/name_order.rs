//! Which whole names were written family name first.
//!
//! One text does not say: "Yilmaz Taha" may be either. But clerks keep to one order, and on these lists it is known which
//! words are mostly family names. So each list has a share of names written family first, estimated from its own rows
//! (expectation maximisation for a mixture of two known parts, of which the likelihood has one summit), and a name is
//! turned where that share and its own two ends leave little doubt. Elsewhere it stays as it was read, and comparing
//! tries the other order as well.

use crate::person::align::rotate;
use crate::person::table::{
    FAMILIES, FAMILY, GIVEN, Name, OWN, POPULATIONS, READ_FAMILY_FIRST, ReadName, Table, population_of_slot,
};
use std::collections::{BTreeMap, HashMap};

/// Share of names written family first that is presumed of a list, and how many rows' worth that weighs.
const PRESUMED_SHARE: f64 = 0.05;
const PRESUMED_ROWS: f64 = 20.0;
/// How sure it must be before a name is turned.
const SURE: f64 = 0.95;
/// Bits that the two ends of one name say at the most: alone they turn nothing.
const BITS_MAX: f64 = 7.0;
/// Times that others must use a spelling before it speaks for itself.
const SEEN_MIN: u32 = 20;
const ROUNDS: usize = 30;
/// Times that names are turned and counted anew.
const TURNS_MAX: usize = 4;

/// A name by its two ends: how far they speak for family first, and whether it was read given name first.
#[derive(Clone, Copy)]
struct End {
    row: u32,
    bits: f64,
    may_turn: bool,
}

/// Counts in each population.
type Counts = [u32; POPULATIONS];

/// What one list adds to the counts of parts and of their frames.
#[derive(Default)]
struct OfList {
    parts: HashMap<u32, Counts>,
    frames: HashMap<u64, Counts>,
}

impl Table {
    /// Turns names by the table's own counts, which follow. What a list says of its own words does not count for itself.
    pub(crate) fn order_names(&mut self) {
        if self.guessed_slots.iter().all(|&guessed| guessed == 0) {
            return;
        }
        for _ in 0..TURNS_MAX {
            let own = self.counts_of_lists();
            let wanted = self.family_first(Some(&own));
            if !self.turn(&wanted, true) {
                break;
            }
        }
    }

    /// Turns names by frozen counts, which stay.
    pub(crate) fn order_names_as_counted(&mut self) {
        let wanted = self.family_first(None);
        self.turn(&wanted, false);
    }

    /// A turned name as it was read.
    pub(crate) fn as_read(&self, row: u32) -> Option<ReadName> {
        if self.turned.is_empty() {
            return None;
        }
        let &(parts, guessed) = self.turned.get(&row)?;
        Some(ReadName { parts, guessed, roles_known: self.roles_known[row as usize] })
    }

    /// Further names that are the first with another given name follow it.
    fn turn_nicknames(&mut self, row: u32, before: Name) {
        let (first, guessed) = (self.names[row as usize], self.guessed_slots[row as usize]);
        for also in self.also_called.get_mut(&row).into_iter().flatten() {
            if also.parts[GIVEN + 1..] == before[GIVEN + 1..] {
                let given = also.parts[GIVEN];
                (also.parts, also.guessed) = (first, guessed);
                also.parts[GIVEN] = given;
            }
        }
    }

    fn frame(&self, part: u32) -> u64 {
        self.part_info[part as usize].skeleton
    }

    /// What each list that has whole names adds to the counts.
    fn counts_of_lists(&self) -> BTreeMap<u16, OfList> {
        let mut by_list: BTreeMap<u16, OfList> = BTreeMap::new();
        for row in (0..self.len()).filter(|&row| self.guessed_slots[row] != 0) {
            by_list.entry(self.lists[row]).or_default();
        }
        for row in 0..self.len() {
            let Some(of_list) = by_list.get_mut(&self.lists[row]) else { continue };
            for (slot, &part) in self.names[row].iter().enumerate().filter(|&(_, &part)| part != 0) {
                let population = population_of_slot(slot);
                of_list.parts.entry(part).or_default()[population] += 1;
                of_list.frames.entry(self.frame(part)).or_default()[population] += 1;
            }
        }
        by_list
    }

    /// Bits by which a part is rather a family name than somebody's own, as others than the list use it: as it is spelt
    /// where that was seen, else in any spelling.
    fn leaning(&self, own: Option<&OfList>, part: u32) -> f64 {
        let frame = self.frame(part);
        let of_part = own.and_then(|own| own.parts.get(&part)).copied().unwrap_or_default();
        let of_frame = own.and_then(|own| own.frames.get(&frame)).copied().unwrap_or_default();
        let others = |all: &Counts, own: Counts| [OWN, FAMILIES].map(|at| all[at].saturating_sub(own[at]));
        let mut counts = others(&self.part_counts[part as usize], of_part);
        if counts[0] + counts[1] < SEEN_MIN {
            counts = others(self.skeleton_counts.get(&frame).unwrap_or(&[0; POPULATIONS]), of_frame);
        }
        let share =
            |at: usize| (f64::from(counts[at]) + 0.5) / (f64::from(self.population_totals[[OWN, FAMILIES][at]]) + 20.0);
        (share(1) / share(0)).log2()
    }

    /// The rows whose names were written family first. `own` is what lists themselves add to the counts.
    fn family_first(&self, own: Option<&BTreeMap<u16, OfList>>) -> Vec<u32> {
        let mut by_list: BTreeMap<u16, Vec<End>> = BTreeMap::new();
        for row in 0..self.len() as u32 {
            let list = self.list_of(row);
            let seen = if self.guessed_slots[row as usize] & READ_FAMILY_FIRST != 0 {
                End { row, bits: BITS_MAX, may_turn: false }
            } else if let Some([first, last]) = self.ends_as_read(row) {
                let own = own.and_then(|own| own.get(&list));
                let bits = self.leaning(own, first) - self.leaning(own, last);
                let bits = bits.clamp(-BITS_MAX, BITS_MAX);
                End { row, bits, may_turn: true }
            } else {
                continue;
            };
            by_list.entry(list).or_default().push(seen);
        }
        let sure = by_list.into_values().flat_map(|rows| {
            let share = share_of_family_first(&rows);
            let is_sure = move |end: &End| end.may_turn && posterior(share, end.bits) >= SURE;
            rows.into_iter().filter(is_sure).map(|end| end.row)
        });
        sure.collect()
    }

    /// First and last part of a whole name as it was read, where both ends are a guess.
    fn ends_as_read(&self, row: u32) -> Option<[u32; 2]> {
        let (name, guessed) = match self.turned.get(&row) {
            Some(&as_read) => as_read,
            None => (self.names[row as usize], self.guessed_slots[row as usize]),
        };
        let is_guessed = |slot: usize| guessed & 1 << slot != 0 && name[slot] != 0;
        (is_guessed(GIVEN) && is_guessed(FAMILY)).then_some([name[GIVEN], name[FAMILY]])
    }

    /// Sets which names are turned, in the order of rows; and, where counts follow, counts them so. Whether anything moved.
    fn turn(&mut self, wanted: &[u32], counts_follow: bool) -> bool {
        let mut before: Vec<u32> = self.turned.keys().copied().collect();
        before.sort_unstable();
        let mut wanted = wanted.to_vec();
        wanted.sort_unstable();
        if before == wanted {
            return false;
        }
        let back = before.iter().filter(|row| wanted.binary_search(row).is_err());
        let there = wanted.iter().filter(|row| before.binary_search(row).is_err());
        for &row in back.chain(there) {
            let at = row as usize;
            if counts_follow {
                self.count_row(row, false);
            }
            let as_it_was = self.names[at];
            if let Some((name, guessed)) = self.turned.remove(&row) {
                (self.names[at], self.guessed_slots[at]) = (name, guessed);
            } else if let Some(name) = rotate(&self.names[at], self.guessed_slots[at]) {
                let before = (self.names[at], self.guessed_slots[at]);
                let told = (0..name.len()).filter(|&slot| name[slot] != 0);
                let stays = |slot: usize| before.0[slot] != 0 && before.1 & 1 << slot == 0;
                self.guessed_slots[at] = told.filter(|&slot| !stays(slot)).fold(0, |bits, slot| bits | 1 << slot);
                self.names[at] = name;
                self.turned.insert(row, before);
            }
            self.turn_nicknames(row, as_it_was);
            if counts_follow {
                self.count_row(row, true);
            }
        }
        true
    }
}

/// The share of a list's names that were written family first.
fn share_of_family_first(rows: &[End]) -> f64 {
    let mut share = PRESUMED_SHARE;
    for _ in 0..ROUNDS {
        let found: f64 = rows.iter().map(|end| posterior(share, end.bits)).sum();
        let next = (found + PRESUMED_SHARE * PRESUMED_ROWS) / (rows.len() as f64 + PRESUMED_ROWS);
        let moved = (next - share).abs();
        share = next;
        if moved < 1e-4 {
            break;
        }
    }
    share
}

fn posterior(share: f64, bits: f64) -> f64 {
    let odds = share / (1.0 - share) * bits.exp2();
    odds / (1.0 + odds)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::person::TableBuilder;
    use crate::person::table::FATHER;
    use record::{AsOf, Property};

    const GIVEN_NAMES: [&str; 5] = ["أحمد", "خالد", "سامر", "وليد", "يوسف"];
    const FAMILY_NAMES: [&str; 5] = ["خطيب", "حلبي", "نجار", "قطيش", "بكور"];

    /// Lists 0 with columns, 1 of whole names of which `turned` are written family first, 2 of one whole name.
    fn table(rows: usize, turned: impl Fn(usize) -> bool) -> Table {
        let mut builder = TableBuilder::new();
        let name = |row: usize| (GIVEN_NAMES[row % 5], GIVEN_NAMES[row / 5 % 5], FAMILY_NAMES[row / 3 % 5]);
        for row in 0..rows {
            let (given, father, family) = name(row);
            let cells = [(Property::Given, given), (Property::Father, father), (Property::Family, family)];
            builder.push_cells(0, &AsOf::default(), &cells);
        }
        for row in 0..rows {
            let (given, father, family) = name(row);
            let text =
                if turned(row) { format!("{family} {given} {father}") } else { format!("{given} {father} {family}") };
            builder.push_cells(1, &AsOf::default(), &[(Property::FullName, &text)]);
        }
        builder.push_cells(2, &AsOf::default(), &[(Property::FullName, "بكور خالد")]);
        builder.finish()
    }

    fn part(table: &Table, row: usize, slot: usize) -> &str {
        table.part_text(table.names[row][slot])
    }

    #[test]
    fn a_list_that_is_written_family_first_is_read_so() {
        let table = table(300, |_| true);
        for row in 0..300 {
            for slot in [GIVEN, FATHER, FAMILY] {
                assert_eq!(part(&table, 300 + row, slot), part(&table, row, slot), "row {row}");
            }
        }
        assert!(!table.turned.contains_key(&600), "one name alone is turned by nobody");
    }

    #[test]
    fn a_list_that_is_not_stays_and_so_does_the_order_under_its_own_counts() {
        assert!(table(300, |_| false).turned.is_empty());
        let mut mixed = table(300, |row| row % 3 == 0);
        let turned = mixed.turned.clone();
        assert!(turned.keys().all(|row| (row - 300) % 3 == 0));
        assert!(turned.len() > 90, "{}", turned.len());
        mixed.freeze();
        assert_eq!(mixed.turned, turned);
    }
}
