//! The sieve between blocking and comparing: a rough count, in bits, of what two records share, from consonant frames,
//! births, numbers and places. Pairs below a threshold are not compared. It depends on the two records and the
//! frequencies of the table alone, never on who else is there, so adding records changes nobody's candidates.

use crate::person::comparison::Comparison;
use crate::person::limits::NAME_SLOTS;
use crate::person::places::Places;
use crate::person::table::{FAMILIES, GIVEN, MOTHERS, Name, OWN, Table, share};
use crate::person::values::Birth;
use names::Skeleton;
use record::Property;

/// Sixteenths of a bit.
type Bits = i32;
const BIT: Bits = 16;

/// What a name is worth that is one consonant off, of what it is worth spelt alike.
const NEAR_SHARE: (Bits, Bits) = (5, 8);
/// Given names that have nothing to do with each other; mothers that have not.
const OTHER_GIVEN: Bits = -4 * BIT;
const OTHER_MOTHER: Bits = -4 * BIT;
const OTHER_SEX: Bits = -6 * BIT;
/// Rarity counts up to so much.
const NAME_MAX: Bits = 12 * BIT;
const PLACE_MAX: Bits = 5 * BIT;
const NUMBER: Bits = 25 * BIT;
const TEXT: Bits = 10 * BIT;
const SAME_DAY: Bits = 12 * BIT;

/// Rough weights of pairs, and the least that is compared.
pub(crate) struct Sieve<'table> {
    table: &'table Table,
    frames: Vec<Skeleton>,
    own_bits: Vec<Bits>,
    mother_bits: Vec<Bits>,
    /// Pairs below are not compared.
    pub(crate) least: Bits,
}

impl<'table> Sieve<'table> {
    /// A sieve that lets everything through.
    pub(crate) fn new(table: &'table Table) -> Self {
        let parts = 0..table.part_info.len();
        let frames = parts.clone().map(|part| Skeleton(table.part_info[part].skeleton)).collect();
        let rarity = |part: usize, populations: &[usize]| {
            let counts = table.skeleton_counts.get(&table.part_info[part].skeleton);
            let count = counts.map_or(0, |counts| populations.iter().map(|&at| counts[at]).sum());
            let total = populations.iter().map(|&at| table.population_totals[at]).sum();
            ((-share(count, total).log2() * f64::from(BIT)) as Bits).clamp(BIT, NAME_MAX)
        };
        Sieve {
            table,
            frames,
            own_bits: parts.clone().map(|part| rarity(part, &[OWN, FAMILIES])).collect(),
            mother_bits: parts.map(|part| rarity(part, &[MOTHERS])).collect(),
            least: Bits::MIN,
        }
    }

    /// Whether a pair is worth comparing.
    pub(crate) fn admits(&self, one: u32, other: u32) -> bool {
        self.least == Bits::MIN || self.weigh(one, other) >= self.least
    }

    /// What two records share, roughly.
    pub(crate) fn weigh(&self, one: u32, other: u32) -> Bits {
        let table = self.table;
        let (one, other) = table.in_order(one, other);
        let (a, b) = (one as usize, other as usize);
        let mut bits = self.best_names(one, other);
        bits += self.mothers(table.mothers[a], table.mothers[b]);
        bits += self.husbands(table.husbands[a], table.husbands[b]);
        bits += births(table.births[a], table.births[b]);
        if table.sexes[a] != 0 && table.sexes[b] != 0 && table.sexes[a] != table.sexes[b] {
            bits += OTHER_SEX;
        }
        bits += self.places(&table.places[a], &table.places[b]);
        for column in &table.others {
            let worth = match column.comparison {
                Comparison::Number(Property::HouseNumber) | Comparison::Site(_) | Comparison::Date(_) => continue,
                Comparison::Number(_) => NUMBER,
                _ => TEXT,
            };
            if column.rows[a] != 0 && column.rows[b] != 0 && column.shared(a, b).is_some() {
                bits += worth;
            }
        }
        bits
    }

    /// Of those who go by several names, the two that share most.
    fn best_names(&self, one: u32, other: u32) -> Bits {
        let table = self.table;
        if table.also_called.is_empty() {
            return self.names(&table.names[one as usize], &table.names[other as usize]);
        }
        let second = || table.names_of(other);
        let of_pairs =
            table.names_of(one).flat_map(|name| second().map(move |other| self.names(&name.parts, &other.parts)));
        of_pairs.max().unwrap_or(0)
    }

    fn names(&self, one: &Name, other: &Name) -> Bits {
        let mut bits = 0;
        let (mut used, mut matched) = ([false; NAME_SLOTS], [false; NAME_SLOTS]);
        for near in [false, true] {
            for (slot, &part) in one.iter().enumerate().filter(|&(_, &part)| part != 0) {
                if matched[slot] {
                    continue;
                }
                for (second, &candidate) in other.iter().enumerate().filter(|&(_, &part)| part != 0) {
                    if used[second] {
                        continue;
                    }
                    let (frame, second_frame) = (self.frames[part as usize], self.frames[candidate as usize]);
                    let fits = if near { frame.is_near(second_frame) } else { frame == second_frame };
                    if fits {
                        let worth = self.own_bits[part as usize].min(self.own_bits[candidate as usize]);
                        bits += if near { worth * NEAR_SHARE.0 / NEAR_SHARE.1 } else { worth };
                        (used[second], matched[slot]) = (true, true);
                        break;
                    }
                }
            }
        }
        let is_told = |part: u32| part != 0 && !self.table.part_info[part as usize].initial;
        if is_told(one[GIVEN]) && is_told(other[GIVEN]) && !matched[GIVEN] && !used[GIVEN] {
            bits += OTHER_GIVEN;
        }
        bits
    }

    fn mothers(&self, one: [u32; 2], other: [u32; 2]) -> Bits {
        let mut bits = 0;
        for (&part, &second) in one.iter().zip(&other).filter(|&(&part, &second)| part != 0 && second != 0) {
            let (frame, second_frame) = (self.frames[part as usize], self.frames[second as usize]);
            let worth = self.mother_bits[part as usize].min(self.mother_bits[second as usize]);
            bits += if frame == second_frame {
                worth
            } else if frame.is_near(second_frame) {
                worth * NEAR_SHARE.0 / NEAR_SHARE.1
            } else {
                OTHER_MOTHER
            };
        }
        bits
    }

    /// Two women named by one husband.
    fn husbands(&self, one: [u32; 2], other: [u32; 2]) -> Bits {
        let pairs = one.iter().zip(&other).filter(|&(&part, &second)| part != 0 && second != 0);
        let alike = pairs.filter(|&(&part, &second)| self.frames[part as usize] == self.frames[second as usize]);
        alike.map(|(&part, &second)| self.own_bits[part as usize].min(self.own_bits[second as usize])).sum()
    }

    fn places(&self, one: &Places, other: &Places) -> Bits {
        let table = self.table;
        let shared = one.iter().filter(|&&place| place != 0 && other.contains(&place));
        let worth = |place: u32| (-table.place_share(place).log2() * f64::from(BIT)) as Bits;
        shared.map(|&place| worth(place).min(PLACE_MAX)).max().unwrap_or(0)
    }
}

/// Births near each other, or far apart.
fn births(one: Birth, other: Birth) -> Bits {
    let years = match (one, other) {
        (Birth::Dated(one), Birth::Dated(other)) => {
            if one.is_one_day() && other.is_one_day() && one.first == other.first {
                return SAME_DAY;
            }
            one.gap_years(other)
        }
        (Birth::Aged { first, last }, Birth::Aged { first: other_first, last: other_last }) => {
            f64::from(first.saturating_sub(other_last).max(other_first.saturating_sub(last)))
        }
        _ => return 0,
    };
    if years <= 1.05 {
        3 * BIT
    } else if years <= 3.5 {
        0
    } else if years <= 9.5 {
        -3 * BIT
    } else {
        -5 * BIT
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::person::TableBuilder;
    use record::AsOf;

    fn table(rows: &[&[(Property, &str)]]) -> Table {
        let mut builder = TableBuilder::new();
        for row in rows {
            builder.push_cells(0, &AsOf::default(), row);
        }
        builder.finish()
    }

    #[test]
    fn a_man_outweighs_his_brother_and_spelling_hardly_matters() {
        use Property::{BirthDate, FullName};
        let table = table(&[
            &[(FullName, "رفيق مروان سليم الحداد"), (BirthDate, "1980")],
            &[(FullName, "Rafiq Marwan Salim Alhadad"), (BirthDate, "1981")],
            &[(FullName, "وليد مروان سليم الحداد"), (BirthDate, "1983")],
        ]);
        let sieve = Sieve::new(&table);
        assert!(sieve.weigh(0, 1) > sieve.weigh(0, 2) + 5 * BIT);
        assert_eq!(sieve.weigh(0, 2), sieve.weigh(2, 0));
        assert!(sieve.admits(0, 2));
    }
}
