//! The keys of a record: what it must share with another to meet it. They are consonant frames, so that Arabic and Latin
//! spellings of a name meet.

use crate::person::caps::Capped;
use crate::person::comparison::Comparison;
use crate::person::limits::NAME_SLOTS;
use crate::person::table::{FAMILY, GIVEN, Name, Table};
use crate::person::values::{Birth, year_of};
use crate::random::{hash_text, join};
use record::Property;

/// The rules by number, as in [`crate::person::block::RULES`].
const TWO_PARTS: u8 = 0;
const MOTHER: u8 = 1;
const BIRTH_YEAR: u8 = 2;
const NUMBER: u8 = 3;
const BIRTH_DAY: u8 = 4;
const TEXT: u8 = 5;
const PLACE: u8 = 6;
const LETTER_OFF: u8 = 7;
const HUSBAND: u8 = 8;

/// Frames of the parts of a name.
fn frames_of(table: &Table, name: Name) -> impl Iterator<Item = (usize, u64)> + '_ {
    (0..NAME_SLOTS)
        .filter(move |&slot| name[slot] != 0)
        .map(move |slot| (slot, table.part_info[name[slot] as usize]))
        .filter(|(_, info)| !info.initial)
        .map(|(slot, info)| (slot, info.skeleton))
}

/// Frames of all parts of a record's names.
fn frames(table: &Table, row: u32) -> impl Iterator<Item = (usize, u64)> + '_ {
    table.names_of(row).flat_map(|name| frames_of(table, name.parts))
}

fn unordered(one: u64, other: u64) -> u64 {
    join(one.min(other), one.max(other))
}

/// The years of birth that a record may meet others in: two half-overlapping windows, so that years one apart
/// share one.
fn birth_windows(table: &Table, row: u32) -> [Option<u64>; 2] {
    let year = match table.births[row as usize] {
        Birth::Dated(days) if days.width_years() < 3.2 => year_of(days.middle()),
        // An age without a date: a scale of its own.
        Birth::Aged { first, last } if last - first < 3 => 10_000 + i32::from(first),
        _ => return [None, None],
    };
    [Some(year.div_euclid(2) as u64 * 2), Some((year + 1).div_euclid(2) as u64 * 2 + 1)]
}

/// The keys of a record under frozen caps, each once.
pub(crate) fn capped_keys_of(table: &Table, row: u32, capped: &Capped, keys: &mut Vec<(u8, u64)>) {
    keys.clear();
    keys_of(table, row, keys);
    let mut further: Vec<u64> = Vec::new();
    for at in (0..keys.len()).rev().filter(|_| !capped.refined.is_empty()) {
        if !capped.refined.contains(&keys[at]) {
            continue;
        }
        if further.is_empty() {
            further_keys(table, row, &mut |key| further.push(key));
        }
        let (rule, key) = keys.swap_remove(at);
        let cut = further.iter().map(|&further| (rule, join(key, further)));
        keys.extend(cut.filter(|key| !capped.passed_over.contains(key)));
    }
    keys.sort_unstable();
    keys.dedup();
}

pub(crate) fn keys_of(table: &Table, row: u32, keys: &mut Vec<(u8, u64)>) {
    for name in table.names_of(row) {
        let parts: Vec<(usize, u64)> = frames_of(table, name.parts).collect();
        for (at, &(_, one)) in parts.iter().enumerate() {
            for &(_, other) in &parts[at + 1..] {
                keys.push((TWO_PARTS, unordered(one, other)));
            }
        }
        letter_off_keys(table, name.parts, keys);
    }
    let parts: Vec<(usize, u64)> = frames(table, row).collect();
    let mother = table.mothers[row as usize][0];
    if mother != 0 {
        let mother = table.part_info[mother as usize].skeleton;
        keys.extend(parts.iter().map(|&(_, part)| (MOTHER, join(mother, part))));
    }
    let ends = || parts.iter().filter(|(slot, _)| *slot == GIVEN || *slot == FAMILY);
    for window in birth_windows(table, row).into_iter().flatten() {
        keys.extend(ends().map(|&(_, part)| (BIRTH_YEAR, join(part, window))));
    }
    if let Birth::Dated(days) = table.births[row as usize]
        && days.is_one_day()
    {
        keys.push((BIRTH_DAY, u64::from(days.first as u32)));
    }
    for &place in table.places[row as usize].iter().filter(|&&place| place != 0) {
        keys.extend(ends().map(|&(_, part)| (PLACE, join(part, table.place_key(place)))));
    }
    husband_keys(table, row, &parts, keys);
    for other in &table.others {
        for value in other.values_of(row as usize) {
            let key = join(hash_text(other.values.text(value)), hash_text(other.comparison.name()));
            match other.comparison {
                Comparison::Number(Property::HouseNumber) | Comparison::Site(_) | Comparison::Date(_) => {}
                Comparison::Number(_) => keys.push((NUMBER, key)),
                _ => keys.extend(ends().map(|&(_, part)| (TEXT, join(part, key)))),
            }
        }
    }
}

/// Given and family name, with one letter of either frame left out: two names of which one has a letter
/// wrong, too many or too few still meet.
fn letter_off_keys(table: &Table, name: Name, keys: &mut Vec<(u8, u64)>) {
    let (given, family) = (name[GIVEN], name[FAMILY]);
    if given == 0 || family == 0 {
        return;
    }
    let frame = |part: u32| table.part_info[part as usize].skeleton;
    for (kept, varied) in [(given, family), (family, given)] {
        let variants = names::skeleton_variants(table.part_text(varied));
        keys.extend(variants.into_iter().map(|variant| (LETTER_OFF, unordered(frame(kept), variant.0))));
    }
}

/// A woman whom a source names by her husband: his two names, and his given name with each of hers.
fn husband_keys(table: &Table, row: u32, parts: &[(usize, u64)], keys: &mut Vec<(u8, u64)>) {
    let frame = |part: u32| table.part_info[part as usize].skeleton;
    let [given, family] = table.husbands[row as usize];
    if given == 0 {
        return;
    }
    keys.extend(parts.iter().map(|&(_, part)| (HUSBAND, join(frame(given), part))));
    if family != 0 {
        keys.push((HUSBAND, join(join(1, frame(given)), frame(family))));
    }
}

/// By what a block that is too large is cut.
pub(crate) fn further_keys(table: &Table, row: u32, each: &mut dyn FnMut(u64)) {
    for (_, part) in frames(table, row) {
        each(part);
    }
    for &mother in table.mothers[row as usize].iter().filter(|&&mother| mother != 0) {
        each(join(1, table.part_info[mother as usize].skeleton));
    }
    for window in birth_windows(table, row).into_iter().flatten() {
        each(join(2, window));
    }
    for &place in table.places[row as usize].iter().filter(|&&place| place != 0) {
        each(join(3, table.place_key(place)));
    }
}

/// The keys under which a record is found without its name, from the blocking keys of its only row: the mother with the
/// given name, and a number. Names have an index of their own.
pub(crate) fn search_keys_of(table: &Table, row: u32) -> Vec<i64> {
    let hashed = |rule: u8, key: u64| join(u64::from(rule), key) as i64;
    let mut keys = Vec::with_capacity(2);
    let mother = table.mothers[row as usize][0];
    let given = frames(table, row).find(|(slot, _)| *slot == GIVEN);
    if let Some((_, given)) = given.filter(|_| mother != 0) {
        keys.push(hashed(MOTHER, join(table.part_info[mother as usize].skeleton, given)));
    }
    let mut all = Vec::new();
    keys_of(table, row, &mut all);
    keys.extend(all.into_iter().find(|(rule, _)| *rule == NUMBER).map(|(rule, key)| hashed(rule, key)));
    keys
}
