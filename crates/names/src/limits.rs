//! The limits of this crate, in one place: how much text is read, how many parts a name has.
//!
//! Not policy: a text beyond a limit is cut, never refused, because a name cell may hold anything.

/// Characters of a text that are read; what follows is ignored.
pub const MAX_TEXT_CHARS: usize = 512;

/// Words looked at before joins.
pub(crate) const MAX_WORDS: usize = 40;

/// Parts of one reading.
pub const MAX_PARTS: usize = 12;

/// Letters of one part that are compared.
pub const MAX_PART_LETTERS: usize = 28;

/// Readings offered for one text.
pub const MAX_READINGS: usize = 4;

/// Most frequent words of one skeleton that count as other explanations of a spelling,
pub(crate) const NEIGHBOURS_EXACT: usize = 24;

/// and of each skeleton with a consonant left out.
pub(crate) const NEIGHBOURS_VARIANT: usize = 8;

/// Words a reader remembers; when there are more it forgets all and begins anew.
pub(crate) const MAX_REMEMBERED_WORDS: usize = 1 << 16;

/// Bytes of the longest word that a reader remembers.
pub(crate) const MAX_REMEMBERED_WORD_BYTES: usize = 64;

/// Names one index holds; a posting numbers them in 32 bits with room for the delta.
pub(crate) const MAX_INDEXED_NAMES: usize = 1 << 27;

/// Distinct parts one index holds; a name numbers them in 24 bits.
pub(crate) const MAX_DISTINCT_PARTS: usize = 1 << 24;

/// Most answers of one search.
pub(crate) const MAX_HITS: usize = 10_000;

/// Walks a session remembers; beyond it, it forgets them all and begins anew.
pub(crate) const MAX_REMEMBERED_WALKS: usize = 50_000;
