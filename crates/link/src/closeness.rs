//! How close two distinct name parts are, as a level; each distinct pair is compared once and remembered.

use crate::level::part;
use crate::random::join;
use crate::table::Table;
use names::Tables;

/// Bits of the spelling channel from which on two parts of one script are one name spelt otherwise.
const SPELLING_BITS_MIN: f32 = -5.0;
/// … or one name in an unusual spelling, which may be another name: محمد and محمود share a frame,
const LOOSE_BITS_MIN: f32 = -10.0;
/// … or similar: a keying error, or a near name.
const SIMILAR_BITS_MIN: f32 = -17.0;
/// The same, between Arabic and Latin script, where every spelling loses something.
const ACROSS_CLOSE_BITS_MIN: f32 = -6.0;
const ACROSS_LOOSE_BITS_MIN: f32 = -11.0;
const ACROSS_SIMILAR_BITS_MIN: f32 = -17.0;
/// Jaro–Winkler from which on two Latin parts are similar whatever the channel says: it was learnt on
/// Arabic names, and Western lists carry Western names.
const SIMILAR_JARO_WINKLER_MIN: f64 = 0.90;

/// Entries of the memory: a power of two. A forgotten pair is computed again, to the same level.
const MEMORY: usize = 1 << 17;

/// Compares parts of one table.
pub(crate) struct PartMatcher<'table> {
    table: &'table Table,
    channel: &'static Tables,
    memory: Vec<(u64, u8)>,
}

impl<'table> PartMatcher<'table> {
    pub(crate) fn new(table: &'table Table) -> Self {
        PartMatcher { table, channel: Tables::shipped(), memory: vec![(u64::MAX, 0); MEMORY] }
    }

    /// The level of two parts; 0 when one says nothing.
    pub(crate) fn level(&mut self, one: u32, other: u32) -> u8 {
        if one == 0 || other == 0 {
            return 0;
        }
        if one == other {
            // Two equal initials are hardly evidence of one name.
            return if self.table.part_info[one as usize].initial { 0 } else { part::EXACT };
        }
        let (low, high) = if one < other { (one, other) } else { (other, one) };
        let key = u64::from(low) << 32 | u64::from(high);
        let at = join(u64::from(low), u64::from(high)) as usize & (MEMORY - 1);
        let (known, level) = self.memory[at];
        if known == key {
            return level;
        }
        let level = self.compare(low, high);
        self.memory[at] = (key, level);
        level
    }

    fn compare(&self, low: u32, high: u32) -> u8 {
        let (info, other_info) = (self.table.part_info[low as usize], self.table.part_info[high as usize]);
        let (text, other_text) = (self.table.part_text(low), self.table.part_text(high));
        let same_script = info.arabic == other_info.arabic;
        if (info.initial || other_info.initial) && same_script {
            // An initial that fits says next to nothing; one that does not fit says "another".
            return if text.chars().next() == other_text.chars().next() { 0 } else { part::DIFFERENT };
        }
        let bits = self.channel.closeness(text, other_text);
        if same_script {
            if bits >= SPELLING_BITS_MIN {
                part::SPELLING
            } else if bits >= LOOSE_BITS_MIN {
                part::LOOSE
            } else if bits >= SIMILAR_BITS_MIN
                || (!info.arabic && strsim::jaro_winkler(text, other_text) >= SIMILAR_JARO_WINKLER_MIN)
            {
                part::NEAR
            } else {
                part::DIFFERENT
            }
        } else if bits >= ACROSS_CLOSE_BITS_MIN {
            part::ACROSS_CLOSE
        } else if bits >= ACROSS_LOOSE_BITS_MIN {
            part::ACROSS_LOOSE
        } else if bits >= ACROSS_SIMILAR_BITS_MIN {
            part::ACROSS_NEAR
        } else {
            part::ACROSS_DIFFERENT
        }
    }
}
