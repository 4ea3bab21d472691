//! The pairs that a rule finds, by sorting: rows that agree stand together.
//!
//! Rows are sorted by a hash of what they have to agree on, packed with their number into one word; where hashes are
//! equal it is checked that the values are. A block that would make too many pairs is passed over and reported with
//! its value.

use super::columns::Columns;
use super::rule::{BoundRule, End, Keys};
use crate::model::Kind;

/// A block whose pairs are too many to look at.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct LargeBlock {
    /// The rule that makes it.
    pub rule: String,
    /// What its records agree on, one text a column of the rule.
    pub values: Vec<String>,
    /// How many records it has.
    pub records: u64,
    /// How many pairs they make.
    pub pairs: u64,
}

/// The candidate pairs of one rule: each left row with a range of right rows.
#[derive(Default)]
pub(crate) struct Candidates {
    pub(crate) left: Vec<u32>,
    /// The partners of each left row, as a range of `right`.
    pub(crate) ranges: Vec<(u32, u32)>,
    /// The right rows; the left ones themselves when a rule is symmetric.
    right: Option<Vec<u32>>,
    /// Pairs, those included that an earlier rule finds too.
    pub(crate) pairs: u64,
    /// Blocks passed over.
    pub(crate) passed_over: Vec<LargeBlock>,
    /// The largest blocks, passed over or not, largest first.
    pub(crate) largest: Vec<LargeBlock>,
    /// The block of each row, from 1; 0 is none. For the left and the right end, the same for symmetric rules.
    numbers: [Vec<u32>; 2],
}

/// Which pairs count, of which rows.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Asked {
    pub(crate) kind: Kind,
    /// Rows of all lists.
    pub(crate) rows: u32,
    /// The first row of the second list.
    pub(crate) second: u32,
    /// Pairs that a block may make.
    pub(crate) block_pairs_max: u64,
    /// How many of the largest blocks are named.
    pub(crate) named: usize,
}

impl Asked {
    /// Pairs that n rows of the first list and m of the second make.
    fn pairs(&self, first: u64, second: u64) -> u64 {
        let within = |rows: u64| rows * rows.saturating_sub(1) / 2;
        match self.kind {
            Kind::Link => first * second,
            Kind::Deduplicate | Kind::LinkAndDeduplicate => within(first + second),
        }
    }

    /// All pairs there are.
    pub(crate) fn all_pairs(&self) -> u64 {
        self.pairs(u64::from(self.second), u64::from(self.rows - self.second))
    }

    /// Whether a pair counts.
    pub(crate) fn counts(&self, left: u32, right: u32) -> bool {
        left < right && (self.kind != Kind::Link || (left < self.second && right >= self.second))
    }
}

impl Candidates {
    /// The right rows.
    pub(crate) fn right(&self) -> &[u32] {
        self.right.as_deref().unwrap_or(&self.left)
    }

    /// The block of each row seen from an end, from 1; 0 where it is in none.
    pub(crate) fn numbers(&self, end: End) -> &[u32] {
        if end == End::Left || self.numbers[1].is_empty() { &self.numbers[0] } else { &self.numbers[1] }
    }

    /// Whether the rule finds a pair.
    pub(crate) fn has(&self, left: u32, right: u32) -> bool {
        let block = self.numbers(End::Left)[left as usize];
        block != 0 && block == self.numbers(End::Right)[right as usize]
    }

    /// The candidates of a rule.
    pub(crate) fn of(rule: &BoundRule, columns: &Columns, asked: &Asked) -> Candidates {
        if rule.is_symmetric {
            Candidates::symmetric(rule, columns, asked)
        } else {
            Candidates::across(rule, columns, asked)
        }
    }

    fn symmetric(rule: &BoundRule, columns: &Columns, asked: &Asked) -> Candidates {
        let mut found = Candidates { numbers: [vec![0; asked.rows as usize], Vec::new()], ..Candidates::default() };
        let mut block = 0;
        let keys = rule.keys(columns, End::Left);
        for_each_run(&sorted(&keys, asked.rows), asked.rows, |rows| {
            each_equal(&keys, rows, |rows| {
                if rows.len() < 2 {
                    return;
                }
                let first = rows.partition_point(|&row| row < asked.second) as u64;
                let pairs = asked.pairs(first, rows.len() as u64 - first);
                if pairs == 0 || found.is_too_large(rule, columns, rows[0], rows.len() as u64, pairs, asked) {
                    return;
                }
                block += 1;
                found.pairs += pairs;
                let start = found.left.len() as u32;
                let end = start + rows.len() as u32;
                for (at, &row) in rows.iter().enumerate() {
                    found.numbers[0][row as usize] = block;
                    let from = if asked.kind == Kind::Link { start + first as u32 } else { start + at as u32 + 1 };
                    found.left.push(row);
                    found.ranges.push(if row >= asked.second && asked.kind == Kind::Link {
                        (end, end)
                    } else {
                        (from, end)
                    });
                }
            });
        });
        found
    }

    /// A rule whose sides are different columns: left ends meet right ends.
    fn across(rule: &BoundRule, columns: &Columns, asked: &Asked) -> Candidates {
        let none = || vec![0; asked.rows as usize];
        let mut found = Candidates { numbers: [none(), none()], right: Some(Vec::new()), ..Candidates::default() };
        let mut rights: std::collections::HashMap<Vec<u32>, Vec<u32>> = std::collections::HashMap::new();
        let mut lefts: std::collections::BTreeMap<Vec<u32>, Vec<u32>> = std::collections::BTreeMap::new();
        let (left_keys, right_keys) = (rule.keys(columns, End::Left), rule.keys(columns, End::Right));
        for row in 0..asked.rows {
            if left_keys.hash(row).is_some() {
                lefts.entry(left_keys.numbers(row)).or_default().push(row);
            }
            if right_keys.hash(row).is_some() {
                rights.entry(right_keys.numbers(row)).or_default().push(row);
            }
        }
        let mut block = 0;
        for (key, lefts) in &lefts {
            let Some(rights) = rights.get(key) else { continue };
            // The rights of a left row that count: those after it, and on the other list when two are linked.
            let from = |row: u32| match asked.kind {
                Kind::Link if row >= asked.second => rights.len(),
                Kind::Link => rights.partition_point(|&right| right < asked.second),
                Kind::Deduplicate | Kind::LinkAndDeduplicate => rights.partition_point(|&right| right <= row),
            };
            let records = (lefts.len() + rights.len()) as u64;
            let pairs = lefts.iter().map(|&row| (rights.len() - from(row)) as u64).sum();
            if found.is_too_large(rule, columns, lefts[0], records, pairs, asked) {
                continue;
            }
            block += 1;
            found.pairs += pairs;
            let right = found.right.get_or_insert_default();
            let start = right.len() as u32;
            right.extend_from_slice(rights);
            let end = right.len() as u32;
            for &row in lefts {
                found.numbers[0][row as usize] = block;
                found.left.push(row);
                found.ranges.push((start + from(row) as u32, end));
            }
            for &row in rights {
                found.numbers[1][row as usize] = block;
            }
        }
        found
    }

    fn is_too_large(
        &mut self,
        rule: &BoundRule,
        columns: &Columns,
        row: u32,
        records: u64,
        pairs: u64,
        asked: &Asked,
    ) -> bool {
        let too_large =
            rule.is_passed_over(columns, row, End::Left) || (!rule.is_frozen() && pairs > asked.block_pairs_max);
        let is_among_largest =
            self.largest.len() < asked.named || self.largest.last().is_some_and(|last| last.pairs < pairs);
        if too_large || is_among_largest {
            let block =
                LargeBlock { rule: rule.name.clone(), values: rule.values(columns, row, End::Left), records, pairs };
            if too_large {
                self.passed_over.push(block.clone());
            }
            if is_among_largest {
                let at = self.largest.partition_point(|known| {
                    (std::cmp::Reverse(known.pairs), &known.values) < (std::cmp::Reverse(pairs), &block.values)
                });
                self.largest.insert(at, block);
                self.largest.truncate(asked.named);
            }
        }
        too_large
    }
}

/// The rows that have all that a rule asks for, sorted by its hash and then by their number, packed into words.
fn sorted(keys: &Keys<'_>, rows: u32) -> Vec<u64> {
    let bits = row_bits(rows);
    let mut words: Vec<u64> = Vec::with_capacity(rows as usize);
    words.extend((0..rows).filter_map(|row| {
        let hash = keys.hash(row)?;
        Some(hash >> bits << bits | u64::from(row))
    }));
    words.sort_unstable();
    words
}

fn row_bits(rows: u32) -> u32 {
    (32 - rows.leading_zeros()).max(1)
}

/// Calls for each run of rows of one hash, rows ascending.
fn for_each_run(words: &[u64], rows: u32, mut run: impl FnMut(&[u32])) {
    let bits = row_bits(rows);
    let mut members: Vec<u32> = Vec::new();
    for same in words.chunk_by(|one, other| one >> bits == other >> bits) {
        if same.len() > 1 {
            members.clear();
            members.extend(same.iter().map(|word| (word & ((1 << bits) - 1)) as u32));
            run(&members);
        }
    }
}

/// Splits a run of one hash where the values differ, which they hardly ever do.
fn each_equal(keys: &Keys<'_>, rows: &[u32], mut block: impl FnMut(&[u32])) {
    if rows[1..].iter().all(|&row| keys.agree(rows[0], keys, row)) {
        return block(rows);
    }
    let mut keyed: Vec<(Vec<u32>, u32)> = rows.iter().map(|&row| (keys.numbers(row), row)).collect();
    keyed.sort_unstable();
    for same in keyed.chunk_by(|one, other| one.0 == other.0) {
        block(&same.iter().map(|(_, row)| *row).collect::<Vec<u32>>());
    }
}
