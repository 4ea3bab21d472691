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

/// Names one index holds; a posting numbers them in 32 bits with room for the delta.
pub(crate) const MAX_INDEXED_NAMES: usize = 1 << 27;

/// Distinct parts one index holds; a name numbers them in 24 bits.
pub(crate) const MAX_DISTINCT_PARTS: usize = 1 << 24;

/// Most answers of one search.
pub(crate) const MAX_HITS: usize = 10_000;

/// Walks a session remembers; beyond it, it forgets them all and begins anew.
pub(crate) const MAX_REMEMBERED_WALKS: usize = 50_000;
