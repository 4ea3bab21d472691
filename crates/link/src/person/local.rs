//! Rarity within a place: how much more, or less, common a name is among those who are from there.
//!
//! A village has a few large families, and a region its own given names: that two strangers from there share one says far
//! less than the counts of a whole country make of it. So each name part is counted in every place that contains its
//! bearers, from the governorate down to the village, and where a place has it much oftener or more seldom than the place
//! around it would let expect, the difference is kept. Small counts are held to what is expected: a name that three rows of
//! one man carry is no custom of his village.

use crate::person::table::{MOTHERS, POPULATIONS, Table, population_of_slot};
use crate::person::values::PlaceInfo;
use crate::random::{NumberMap, hash_text, join};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Bearers who are presumed to be as many as expected.
const PRESUMED: f64 = 8.0;
/// Least difference that is kept, and units of one, in bits.
const BITS_MIN: f64 = 0.5;
const UNITS: f64 = 16.0;

/// By place, population and frame: 16ths of a bit by which the name is commoner there.
pub(crate) type Local = BTreeMap<u64, i16>;

/// The places around a place as keys, the widest first, without the country; a place that nobody knows is its own.
pub(crate) fn areas_of(info: &PlaceInfo) -> Vec<u64> {
    match info.around.as_slice() {
        [] if info.folded.is_empty() => Vec::new(),
        [] => vec![hash_text(&info.folded)],
        [only] => vec![hash_text(only)],
        [inner @ .., _country] => inner.iter().rev().map(|place| hash_text(place)).collect(),
    }
}

/// Bearers of one name in one place.
struct Bearers {
    depth: usize,
    /// The place around, where there is one.
    around: Option<u64>,
    count: u32,
}

impl Table {
    /// Counts names by place. Whole counts must stand by now.
    pub(crate) fn learn_local(&mut self) {
        let mut totals: NumberMap<u64, [u32; POPULATIONS]> = NumberMap::default();
        let mut found: BTreeMap<(u64, usize, u64), Bearers> = BTreeMap::new();
        for row in 0..self.len() as u32 {
            let Some(&place) = self.places[row as usize].iter().find(|&&place| place != 0) else { continue };
            let own = self.names[row as usize].iter().enumerate().map(|(slot, &part)| (population_of_slot(slot), part));
            let mothers = self.mothers[row as usize].iter().map(|&part| (MOTHERS, part));
            let parts: Vec<(usize, u32)> = own.chain(mothers).filter(|&(_, part)| part != 0).collect();
            let areas = &self.place_info[place as usize].areas;
            for (depth, &area) in areas.iter().enumerate() {
                let around = depth.checked_sub(1).map(|outer| areas[outer]);
                for &(population, part) in &parts {
                    totals.entry(area).or_default()[population] += 1;
                    let frame = self.part_info[part as usize].skeleton;
                    let known = found.entry((area, population, frame));
                    known.or_insert(Bearers { depth, around, count: 0 }).count += 1;
                }
            }
        }
        self.local = Arc::new(self.differences(&totals, found));
    }

    /// What is much commoner or rarer than in the place around, from the widest places down.
    fn differences(
        &self,
        totals: &NumberMap<u64, [u32; POPULATIONS]>,
        found: BTreeMap<(u64, usize, u64), Bearers>,
    ) -> NumberMap<u64, i16> {
        let mut by_depth: Vec<((u64, usize, u64), Bearers)> = found.into_iter().collect();
        by_depth.sort_by_key(|(_, bearers)| bearers.depth);
        let mut bits: NumberMap<u64, f64> = NumberMap::default();
        for ((area, population, frame), bearers) in by_depth {
            let around = bearers.around.and_then(|around| bits.get(&key(around, population, frame))).copied();
            let around = around.unwrap_or(0.0);
            let count = self.skeleton_counts.get(&frame).map_or(0, |counts| counts[population]);
            let share = f64::from(count) / f64::from(self.population_totals[population].max(1));
            let expected = f64::from(totals.get(&area).map_or(0, |totals| totals[population])) * share * around.exp2();
            let here = around + ((f64::from(bearers.count) + PRESUMED) / (expected + PRESUMED)).log2();
            bits.insert(key(area, population, frame), here);
        }
        let kept = bits.into_iter().filter(|(_, bits)| bits.abs() >= BITS_MIN);
        kept.map(|(key, bits)| (key, (bits * UNITS).round() as i16)).collect()
    }

    /// By what factor a name is commoner among people from where both rows are from; one where that is not known.
    pub(crate) fn local_factor(&self, (one, other): (u32, u32), population: usize, part: u32) -> f64 {
        if self.local.is_empty() {
            return 1.0;
        }
        let Some(area) = self.common_area(one, other) else { return 1.0 };
        let key = key(area, population, self.part_info[part as usize].skeleton);
        self.local.get(&key).map_or(1.0, |&bits| (f64::from(bits) / UNITS).exp2())
    }

    /// The smallest place that both rows are from.
    fn common_area(&self, one: u32, other: u32) -> Option<u64> {
        let areas = |place: u32| self.place_info[place as usize].areas.as_slice();
        let mut best: (usize, Option<u64>) = (0, None);
        for &place in self.places[one as usize].iter().filter(|&&place| place != 0) {
            for &other_place in self.places[other as usize].iter().filter(|&&place| place != 0) {
                let common = areas(place).iter().zip(areas(other_place)).take_while(|(one, other)| one == other);
                let (depth, last) = common.fold((0, None), |(depth, _), (area, _)| (depth + 1, Some(*area)));
                if depth > best.0 {
                    best = (depth, last);
                }
            }
        }
        best.1
    }
}

fn key(area: u64, population: usize, frame: u64) -> u64 {
    join(join(area, population as u64), frame)
}

#[cfg(test)]
mod tests {
    use crate::person::TableBuilder;
    use crate::person::table::{FAMILIES, FAMILY, Table};
    use record::{AsOf, Property};

    /// Of a village of 60, 30 are of one family; of a city of 600, two.
    fn table() -> Table {
        let mut builder = TableBuilder::new();
        let families = ["خطيب", "حلبي", "نجار", "قطيش", "بكور", "درويش", "شاهين", "حداد", "زيدان", "سلوم"];
        for row in 0..660_usize {
            let (place, family) = match row {
                0..30 => ("كفرنبل", "مصري"),
                30..60 => ("كفرنبل", families[row % 10]),
                60..62 => ("حلب", "مصري"),
                _ => ("حلب", families[row % 10]),
            };
            let cells = [(Property::Given, "سامر"), (Property::Family, family), (Property::Origin, place)];
            builder.push_cells(0, &AsOf::default(), &cells);
        }
        builder.finish()
    }

    #[test]
    fn a_family_of_one_village_says_little_there() {
        let table = table();
        let factor = |rows: (u32, u32)| table.local_factor(rows, FAMILIES, table.names[0][FAMILY]);
        assert!(factor((0, 1)) > 3.0, "{}", factor((0, 1)));
        assert_eq!(factor((0, 60)).to_bits(), 1_f64.to_bits(), "one from the village, one from the city");
        assert!(factor((60, 61)) < 0.5, "rare in the city: {}", factor((60, 61)));
    }
}
