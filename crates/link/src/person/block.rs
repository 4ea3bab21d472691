//! Blocking: which pairs are worth comparing. Records meet when they share a key of some rule; a block that
//! is too large is cut by a further key, and what is still too large is passed over and named.
//!
//! Keys are consonant frames, so that Arabic and Latin spellings of a name meet.

use crate::person::caps::{Capped, Caps};
use crate::person::comparison::Comparison;
use crate::person::limits::{BLOCK_RECORDS_MAX, BLOCKS_NAMED_MAX, NAME_SLOTS, REFINED_RECORDS_MAX};
use crate::person::table::{FAMILY, GIVEN, Name, Table};
use crate::person::values::{Birth, year_of};
use crate::person::work::in_ranges;
use crate::random::{hash_text, join};
use record::Property;
use serde::Serialize;
use std::collections::HashSet;
use std::ops::Range;

/// The rules, in the order in which they are asked; a pair counts for the first one at which it meets.
pub(crate) const RULES: [&str; 9] = [
    "two name parts",
    "name part and mother",
    "name part and birth year",
    "same number",
    "same birth day",
    "name part and text",
    "name part and place",
    "name parts, one a letter off",
    "name of the husband",
];

const TWO_PARTS: u8 = 0;
const MOTHER: u8 = 1;
const BIRTH_YEAR: u8 = 2;
const NUMBER: u8 = 3;
const BIRTH_DAY: u8 = 4;
const TEXT: u8 = 5;
const PLACE: u8 = 6;
const LETTER_OFF: u8 = 7;
const HUSBAND: u8 = 8;

/// How many pairs a rule brought that no earlier rule had brought.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RuleCount {
    /// The rule.
    pub rule: String,
    /// Its pairs.
    pub pairs: u64,
}

/// What blocking did.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct BlockReport {
    /// Blocks that were cut by a further key.
    pub refined: usize,
    /// Blocks passed over because they were too large even then: rule and number of records.
    pub passed_over: Vec<(String, usize)>,
    /// How many were passed over.
    pub passed_over_total: usize,
}

/// The blocks of a table: for each record the blocks that it is in.
pub(crate) struct Blocks {
    /// Records of all blocks, block after block, ascending within each.
    members: Vec<u32>,
    /// Where each block begins in `members`, one more than there are blocks; and its rule.
    starts: Vec<u32>,
    rules: Vec<u8>,
    /// Blocks of each record, record after record.
    of_record: Vec<u32>,
    of_record_starts: Vec<u32>,
    pub(crate) report: BlockReport,
    /// Which keys were too large.
    pub(crate) caps: Caps,
}

type Keyed = (u8, u64, u32);

impl Blocks {
    /// Blocks of all records.
    pub(crate) fn of(table: &Table) -> Blocks {
        let mut keyed: Vec<Keyed> = Vec::new();
        let mut keys = Vec::new();
        for row in 0..table.len() as u32 {
            keys.clear();
            keys_of(table, row, &mut keys);
            keys.sort_unstable();
            keys.dedup();
            keyed.extend(keys.iter().map(|&(rule, key)| (rule, key, row)));
        }
        keyed.sort_unstable();
        let mut report = BlockReport::default();
        let mut caps = Caps::default();
        let mut kept: Vec<Keyed> = Vec::new();
        let mut refined: Vec<Keyed> = Vec::new();
        for block in keyed.chunk_by(|one, other| (one.0, one.1) == (other.0, other.1)) {
            if block.len() < 2 {
                continue;
            }
            if block.len() <= BLOCK_RECORDS_MAX {
                kept.extend_from_slice(block);
            } else {
                report.refined += 1;
                caps.refine(block[0].0, block[0].1);
                for &(rule, key, row) in block {
                    further_keys(table, row, &mut |further| refined.push((rule, join(key, further), row)));
                }
            }
        }
        drop(keyed);
        refined.sort_unstable();
        refined.dedup();
        for block in refined.chunk_by(|one, other| (one.0, one.1) == (other.0, other.1)) {
            if block.len() < 2 {
                continue;
            }
            if block.len() <= REFINED_RECORDS_MAX {
                kept.extend_from_slice(block);
            } else {
                report.passed_over_total += 1;
                caps.pass_over(block[0].0, block[0].1);
                report.passed_over.push((RULES[block[0].0 as usize].to_owned(), block.len()));
            }
        }
        report.passed_over.sort_by(|one, other| other.1.cmp(&one.1).then_with(|| one.0.cmp(&other.0)));
        report.passed_over.truncate(BLOCKS_NAMED_MAX);
        kept.sort_unstable();
        Blocks { caps, ..Blocks::lay_out(table.len(), &kept, report) }
    }

    /// Blocks under frozen caps, of the keys that records from `only_from` on have.
    pub(crate) fn under(table: &Table, caps: &Caps, only_from: u32, threads: usize) -> Blocks {
        let capped = caps.looked_up();
        let keys_of_rows = |rows: Range<usize>, is_wanted: &dyn Fn(&(u8, u64)) -> bool| {
            let (mut keys, mut found): (_, Vec<Keyed>) = (Vec::new(), Vec::new());
            for row in rows.start as u32..rows.end as u32 {
                capped_keys_of(table, row, &capped, &mut keys);
                found.extend(keys.iter().filter(|key| is_wanted(key)).map(|&(rule, key)| (rule, key, row)));
            }
            found
        };
        let new = keys_of_rows(only_from as usize..table.len(), &|_| true);
        let kept = if only_from == 0 {
            new
        } else {
            let wanted: HashSet<(u8, u64)> = new.iter().map(|&(rule, key, _)| (rule, key)).collect();
            let known = in_ranges(only_from as usize, threads, &|rows| {
                let mut found = keys_of_rows(rows, &|key| wanted.contains(key));
                found.sort_unstable();
                found
            });
            known.into_iter().flatten().chain(new).collect()
        };
        let mut kept = kept;
        kept.sort_unstable();
        let report = BlockReport { refined: capped.refined.len(), ..BlockReport::default() };
        let report = BlockReport { passed_over_total: capped.passed_over.len(), ..report };
        Blocks { caps: caps.clone(), ..Blocks::lay_out(table.len(), &kept, report) }
    }

    fn lay_out(records: usize, kept: &[Keyed], report: BlockReport) -> Blocks {
        let mut members = Vec::with_capacity(kept.len());
        let mut starts = vec![0];
        let mut rules = Vec::new();
        let mut of_record_starts = vec![0_u32; records + 2];
        for &(_, _, row) in kept {
            of_record_starts[row as usize + 2] += 1;
        }
        for at in 1..of_record_starts.len() {
            of_record_starts[at] += of_record_starts[at - 1];
        }
        let mut of_record = vec![0; kept.len()];
        for (number, block) in kept.chunk_by(|one, other| (one.0, one.1) == (other.0, other.1)).enumerate() {
            for &(_, _, row) in block {
                members.push(row);
                let at = &mut of_record_starts[row as usize + 1];
                of_record[*at as usize] = number as u32;
                *at += 1;
            }
            starts.push(members.len() as u32);
            rules.push(block[0].0);
        }
        of_record_starts.pop();
        Blocks { members, starts, rules, of_record, of_record_starts, report, caps: Caps::default() }
    }

    /// The earlier records that share a block with this one, ascending, each with the first rule at which they meet.
    pub(crate) fn partners(&self, row: u32, found: &mut Vec<(u32, u8)>, admits: impl Fn(u32) -> bool) {
        found.clear();
        let at = row as usize;
        for &block in &self.of_record[self.of_record_starts[at] as usize..self.of_record_starts[at + 1] as usize] {
            let block = block as usize;
            let members = &self.members[self.starts[block] as usize..self.starts[block + 1] as usize];
            let before = members.partition_point(|&member| member < row);
            let rule = self.rules[block];
            found.extend(members[..before].iter().filter(|&&member| admits(member)).map(|&member| (member, rule)));
        }
        found.sort_unstable();
        found.dedup_by_key(|&mut (member, _)| member);
    }

    /// How many comparisons the blocks cost at the most (a pair counts in each block that it shares).
    pub(crate) fn cost(&self) -> u64 {
        self.starts.windows(2).map(|ends| u64::from(ends[1] - ends[0])).map(|size| size * (size - 1) / 2).sum()
    }
}

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

fn keys_of(table: &Table, row: u32, keys: &mut Vec<(u8, u64)>) {
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
fn further_keys(table: &Table, row: u32, each: &mut dyn FnMut(u64)) {
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

/// The keys under which a record is found by a search, from the blocking keys of its only row: pairs of name
/// parts, single name parts, the mother with a part, and numbers.
pub(crate) fn search_keys_of(table: &Table, row: u32, pairs_only: bool) -> Vec<i64> {
    let mut keyed = Vec::new();
    keys_of(table, row, &mut keyed);
    let wanted = |rule: u8| matches!(rule, TWO_PARTS | MOTHER | NUMBER);
    let mut keys: Vec<i64> = keyed
        .into_iter()
        .filter(|&(rule, _)| wanted(rule))
        .map(|(rule, key)| join(u64::from(rule), key) as i64)
        .collect();
    if !pairs_only {
        keys.extend(frames(table, row).map(|(_, part)| join(SINGLE, part) as i64));
    }
    keys.sort_unstable();
    keys.dedup();
    keys
}

/// Sets keys of single parts apart from keys of rules.
const SINGLE: u64 = 100;
