//! A comparison bound to a table: from the subjects of two rows to a level, and to what rarity adds at that level.

use super::check::{Check, Checks, Scratch};
use super::columns::{BaseId, Columns};
use super::snapshot::counts;
use super::subject::Subject;
use crate::kernel::Alphabet;
use crate::model::{Comparison, Model, ModelError, TermFrequency, Test};
use std::collections::BTreeMap;
use std::ops::Range;

/// Pairs of values whose level a thread remembers, a comparison (a power of two).
const REMEMBERED: usize = 1 << 15;
/// Below this chance that two rows at random have one value, levels are not remembered: pairs of values hardly come again.
const REPETITION_MIN: f64 = 1e-4;
/// Levels fit into this many bits of a remembered entry; values into half of the rest.
const LEVEL_BITS: u32 = 4;
const VALUE_BITS: u32 = 30;

/// A comparison of a model, over one table.
pub(crate) struct BoundComparison {
    subject: Subject,
    checks: Checks,
    levels: Vec<Check>,
    rarity: Vec<Option<Rarity>>,
    /// Equal subjects fall into this level without further tests.
    equal: Option<u8>,
    /// A level may need a text to be measured.
    is_dear: bool,
    /// Levels are worth remembering: pairs of values come again.
    is_remembered: bool,
}

/// How rare the values of a column are, for one level.
struct Rarity {
    lens: usize,
    adjustment: TermFrequency,
    /// log2 of the share of each value, as frozen; a value that was not there counts as seen once.
    shares: Vec<f64>,
    unseen: f64,
}

/// What a thread keeps for one comparison.
pub(crate) struct Memory {
    scratch: Scratch,
    remembered: Vec<u64>,
}

impl BoundComparison {
    /// Binds a comparison to the columns of a table.
    pub(crate) fn of(
        columns: &mut Columns,
        model: &Model,
        comparison: &Comparison,
        alphabet: Option<&Alphabet>,
        frozen: &BTreeMap<String, BTreeMap<String, u32>>,
    ) -> Result<BoundComparison, ModelError> {
        let place = format!("comparison `{}`", comparison.name);
        let mut looked_at = Vec::new();
        for level in &comparison.levels {
            let rare = level.term_frequency.as_ref().map(|adjustment| adjustment.column.as_str());
            for name in level.test.columns().into_iter().chain(rare) {
                looked_at.push(columns.resolve(model, name, &place)?);
            }
        }
        let mut subject = Subject::of(columns, looked_at.into_iter());
        let mut checks = Checks::default();
        let (mut levels, mut rarity) = (Vec::new(), Vec::new());
        for level in &comparison.levels {
            levels.push(checks.bind(columns, &subject, model, &level.test, &place, alphabet)?);
            rarity.push(match &level.term_frequency {
                Some(adjustment) => {
                    let column = columns.resolve(model, &adjustment.column, &place)?;
                    let lens = checks.lens(columns, &subject, column);
                    let (counts, total) = counts(columns, column, frozen.get(&adjustment.column));
                    // A value that was not there when the counts were frozen counts as seen once.
                    let unseen = (1.0 / total.max(1.0)).log2();
                    let share = |count: u32| if count == 0 { unseen } else { (f64::from(count) / total).log2() };
                    let shares = counts.into_iter().map(share).collect();
                    Some(Rarity { lens, adjustment: adjustment.clone(), shares, unseen })
                }
                None => None,
            });
        }
        // Texts that tests name have become values of their columns.
        checks.extend(columns, &subject, alphabet);
        subject.take(columns);
        let is_text = |test: &Test| matches!(test, Test::Measure { .. } | Test::All(_) | Test::Any(_) | Test::Not(_));
        let mut bound = BoundComparison {
            is_dear: comparison.levels.iter().any(|level| is_text(&level.test)),
            is_remembered: subject.repetition(columns) > REPETITION_MIN,
            equal: None,
            subject,
            checks,
            levels,
            rarity,
        };
        bound.equal = bound.level_of_equals(columns);
        Ok(bound)
    }

    /// The level of two rows with one value, where every value has the same: it depends on missing values only.
    fn level_of_equals(&self, columns: &Columns) -> Option<u8> {
        let is_equal =
            |level: &Check| matches!(level, Check::Equal { left, right } if left == right && self.checks.is_own(*left));
        let at = self.levels.iter().position(|level| !matches!(level, Check::Missing { .. }))?;
        (is_equal(&self.levels[at]) && !self.has_gap(at, 1..self.subject.len(columns))).then_some(at as u8)
    }

    /// Whether one of these values is missing to one of the first levels though the subject has it, such as a text that is
    /// no date.
    fn has_gap(&self, levels: usize, mut values: Range<usize>) -> bool {
        let above = &self.levels[..levels];
        let is_gap = |value: u32, level: &Check| matches!(level, Check::Missing { lens, .. } if self.checks.value(*lens, value) == 0);
        values.any(|value| above.iter().any(|level| is_gap(value as u32, level)))
    }

    /// Takes in rows and values that were added. Frequencies stay as they are. Says whether equal values no longer
    /// all fall into one level.
    pub(crate) fn extend(&mut self, columns: &Columns, alphabet: Option<&Alphabet>) -> bool {
        let known = self.subject.taken();
        self.subject.extend(columns);
        self.checks.extend(columns, &self.subject, alphabet);
        self.subject.take(columns);
        // Every level above that of equal values is one for missing values.
        let has_gap =
            self.equal.is_some_and(|equal| self.has_gap(usize::from(equal), known..self.subject.len(columns)));
        if has_gap {
            self.equal = None;
        }
        has_gap
    }

    /// The subject's value of each row.
    pub(crate) fn rows<'a>(&'a self, columns: &'a Columns) -> &'a [u32] {
        self.subject.rows(columns)
    }

    /// The bases that it looks at.
    pub(crate) fn bases(&self) -> &[BaseId] {
        self.subject.bases()
    }

    /// How many of some rows hold each value of its subject.
    pub(crate) fn counts(&self, columns: &Columns, rows: Range<usize>) -> Vec<u64> {
        self.subject.counts(columns, rows)
    }

    /// How many values its subject has.
    pub(crate) fn values(&self, columns: &Columns) -> usize {
        self.subject.len(columns)
    }

    /// Whether a level may cost more than looking at numbers.
    pub(crate) fn is_dear(&self) -> bool {
        self.is_dear
    }

    /// The level that equal values fall into, where all of them do.
    pub(crate) fn equal(&self) -> Option<u8> {
        self.equal
    }

    pub(crate) fn memory(&self, letters: usize) -> Memory {
        let remembered = if self.is_dear && self.is_remembered { vec![0; REMEMBERED] } else { Vec::new() };
        Memory { scratch: self.checks.scratch(letters), remembered }
    }

    /// The level of a pair of subjects' values.
    #[inline]
    pub(crate) fn level(&self, one: u32, other: u32, memory: &mut Memory) -> u8 {
        if one == other
            && one != 0
            && let Some(level) = self.equal
        {
            return level;
        }
        if memory.remembered.is_empty() || one == 0 || other == 0 || one >> VALUE_BITS != 0 || other >> VALUE_BITS != 0
        {
            return self.work_out(one, other, &mut memory.scratch);
        }
        let key = u64::from(one) << (VALUE_BITS + LEVEL_BITS) | u64::from(other) << LEVEL_BITS;
        let place = (key.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> (64 - REMEMBERED.trailing_zeros())) as usize;
        let entry = memory.remembered[place];
        if entry >> LEVEL_BITS == key >> LEVEL_BITS {
            return (entry & ((1 << LEVEL_BITS) - 1)) as u8;
        }
        let level = self.work_out(one, other, &mut memory.scratch);
        memory.remembered[place] = key | u64::from(level);
        level
    }

    /// The level of one pair, with nothing kept.
    pub(crate) fn level_once(&self, one: u32, other: u32, letters: usize) -> u8 {
        self.work_out(one, other, &mut self.checks.scratch(letters))
    }

    fn work_out(&self, one: u32, other: u32, scratch: &mut Scratch) -> u8 {
        Checks::begin(scratch);
        let holds = |check: &Check| self.checks.holds(check, one, other, scratch) == Some(true);
        // The last level holds for everything.
        self.levels.iter().position(holds).unwrap_or(self.levels.len() - 1) as u8
    }

    /// Whether rarity changes a level's weight.
    pub(crate) fn is_rare(&self, level: usize) -> bool {
        self.rarity[level].is_some()
    }

    /// What rarity adds to the weight of a pair at a level, in bits: `u` is that of exact agreement.
    pub(crate) fn rarity(&self, level: u8, one: u32, other: u32, log2_u: &[f64]) -> f64 {
        let Some(rarity) = &self.rarity[usize::from(level)] else { return 0.0 };
        let commoner = self.commoner(rarity, one, other);
        if commoner == f64::NEG_INFINITY {
            return 0.0;
        }
        let share = commoner.max(rarity.adjustment.share_min.log2());
        rarity.adjustment.strength * (log2_u[rarity.adjustment.exact] - share)
    }

    /// The most that rarity can add at a level: for the rarest value that there may be.
    pub(crate) fn rarity_at_most(&self, level: usize, log2_u: &[f64]) -> f64 {
        let Some(rarity) = &self.rarity[level] else { return 0.0 };
        if rarity.adjustment.strength < 0.0 {
            return f64::INFINITY;
        }
        let rarest =
            rarity.shares.iter().copied().fold(rarity.unseen, f64::min).max(rarity.adjustment.share_min.log2());
        // A pair whose values are all missing gets nothing.
        (rarity.adjustment.strength * (log2_u[rarity.adjustment.exact] - rarest)).max(0.0)
    }

    /// The text that a level's rarity speaks of, and how many rows in a million carry it.
    pub(crate) fn rarity_share(&self, level: u8, one: u32, other: u32) -> Option<f64> {
        let rarity = self.rarity[usize::from(level)].as_ref()?;
        Some(self.commoner(rarity, one, other).exp2())
    }

    /// log2 of the share of the commoner of two values; minus infinity when both are missing.
    fn commoner(&self, rarity: &Rarity, one: u32, other: u32) -> f64 {
        let share = |subject| match self.checks.value(rarity.lens, subject) {
            0 => f64::NEG_INFINITY,
            value => rarity.shares.get(value as usize).copied().unwrap_or(rarity.unseen),
        };
        share(one).max(share(other))
    }
}
