//! Blocking: which pairs are worth comparing. Records meet when they share a key of some rule; a block that
//! is too large is cut by a further key, and what is still too large is passed over and named.
//!
//! Keys are consonant frames, so that Arabic and Latin spellings of a name meet.

use crate::person::block_keys::{capped_keys_of, further_keys, keys_of};
use crate::person::caps::Caps;
use crate::person::limits::{BLOCK_RECORDS_MAX, BLOCKS_NAMED_MAX, REFINED_RECORDS_MAX};
use crate::person::table::Table;
use crate::person::work::in_ranges;
use crate::random::join;
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
