//! How close two distinct name parts are: a level, and what the spelling says. Each distinct pair is compared once
//! and remembered.
//!
//! The level is decided by what is lost: the bits that the pair would be worth if it were spelt as usual, less those
//! that it is worth. Little is lost where nothing else on these lists explains the spelling, however rare it is; much
//! where another name does, however few letters differ.

use crate::person::level::part;
use crate::person::table::Table;
use crate::random::join;
use names::Comparer;

/// Bits by which another name may explain a spelling better before it is more than one name spelt otherwise …
const SPELLING_LOSS_MAX: i32 = 3 * BIT;
/// … and before it is no longer one name in an unusual spelling: محمد and محمود lose more.
const LOOSE_LOSS_MAX: i32 = 6 * BIT;
/// How much less likely than a copy a spelling may be, even where no other name explains it better …
const SPELLING_BITS_MIN: i32 = -12 * BIT;
const LOOSE_BITS_MIN: i32 = -18 * BIT;
/// Evidence from which on two parts are similar: a keying error, or a near name that explains it better.
const SIMILAR_EVIDENCE_MIN: i32 = -4 * BIT;
/// One bit of the channel.
const BIT: i32 = 1024;
/// Jaro–Winkler from which on two Latin parts are similar whatever the channel says: it was learnt on
/// Arabic names, and Western lists carry Western names.
const SIMILAR_JARO_WINKLER_MIN: f64 = 0.90;

/// Entries of the memory, at first and at most: powers of two. A forgotten pair is computed again, to the same level. Whoever
/// asks about one pair does not wait for a memory of thousands.
const MEMORY_FIRST: usize = 1 << 10;
const MEMORY: usize = 1 << 18;

/// How two parts compare.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct PartMatch {
    /// Their level, 0 when one says nothing.
    pub(crate) level: u8,
    /// What the spelling says for one name against two names drawn from these lists, in 1/1024 bit. Nothing for
    /// equal parts, whose rarity is counted.
    pub(crate) evidence: i32,
}

/// Compares parts of one table.
pub(crate) struct PartMatcher<'table> {
    table: &'table Table,
    comparer: Comparer<'table>,
    memory: Vec<(u64, PartMatch)>,
    /// Pairs computed since it was made as large as it is.
    computed: usize,
}

const FORGOTTEN: (u64, PartMatch) = (u64::MAX, PartMatch { level: 0, evidence: 0 });

impl<'table> PartMatcher<'table> {
    pub(crate) fn new(table: &'table Table) -> Self {
        PartMatcher {
            table,
            comparer: Comparer::new(table.vocabulary()),
            memory: vec![FORGOTTEN; MEMORY_FIRST],
            computed: 0,
        }
    }

    /// The level of two parts, and the evidence of their spellings.
    pub(crate) fn between(&mut self, one: u32, other: u32) -> PartMatch {
        if one == 0 || other == 0 {
            return PartMatch::default();
        }
        if one == other {
            // Two equal initials are hardly evidence of one name.
            let level = if self.table.part_info[one as usize].initial { 0 } else { part::EXACT };
            return PartMatch { level, evidence: 0 };
        }
        // By their texts, not by their numbers, which depend on who came first.
        let (low, high) =
            if self.table.part_text(one) <= self.table.part_text(other) { (one, other) } else { (other, one) };
        let key = u64::from(low) << 32 | u64::from(high);
        let hash = join(u64::from(low), u64::from(high)) as usize;
        let (known, found) = self.memory[hash & (self.memory.len() - 1)];
        if known == key {
            return found;
        }
        let found = self.compare(low, high);
        self.computed += 1;
        if self.computed > self.memory.len() && self.memory.len() < MEMORY {
            self.memory = vec![FORGOTTEN; self.memory.len() * 16];
            self.computed = 0;
        }
        let at = hash & (self.memory.len() - 1);
        self.memory[at] = (key, found);
        found
    }

    fn compare(&mut self, low: u32, high: u32) -> PartMatch {
        let (info, other_info) = (self.table.part_info[low as usize], self.table.part_info[high as usize]);
        let (text, other_text) = (self.table.part_text(low), self.table.part_text(high));
        let same_script = info.arabic == other_info.arabic;
        if (info.initial || other_info.initial) && same_script {
            // An initial that fits says next to nothing; one that does not fit says "another".
            let fits = text.chars().next() == other_text.chars().next();
            return PartMatch { level: if fits { 0 } else { part::DIFFERENT }, evidence: 0 };
        }
        let found = self.comparer.part(text, other_text);
        let loss = found.perfect - found.evidence;
        let (spelling, loose, near, different) = if same_script {
            (part::SPELLING, part::LOOSE, part::NEAR, part::DIFFERENT)
        } else {
            (part::ACROSS_CLOSE, part::ACROSS_LOOSE, part::ACROSS_NEAR, part::ACROSS_DIFFERENT)
        };
        let level = if loss <= SPELLING_LOSS_MAX && found.closeness >= SPELLING_BITS_MIN {
            spelling
        } else if loss <= LOOSE_LOSS_MAX && found.closeness >= LOOSE_BITS_MIN {
            loose
        } else if found.evidence >= SIMILAR_EVIDENCE_MIN
            || (same_script && !info.arabic && strsim::jaro_winkler(text, other_text) >= SIMILAR_JARO_WINKLER_MIN)
        {
            near
        } else {
            different
        };
        PartMatch { level, evidence: found.evidence }
    }
}
