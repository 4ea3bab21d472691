//! The distinct values of a column in one piece of memory, numbered in the order of their first appearance.

use hashbrown::{DefaultHashBuilder, HashTable};
use std::hash::BuildHasher;

/// Distinct texts. Number 0 is the empty text: missing.
#[derive(Clone, Debug)]
pub(crate) struct Values {
    texts: String,
    ends: Vec<u32>,
    /// Half a hash with each number: most texts that differ need not be looked at, and growing looks at none.
    numbers: HashTable<(u32, u32)>,
    hasher: DefaultHashBuilder,
}

impl Default for Values {
    fn default() -> Self {
        let hasher = DefaultHashBuilder::default();
        Values { texts: String::new(), ends: vec![0], numbers: HashTable::new(), hasher }
    }
}

/// A whole hash from half of one: what the table of numbers is ordered by.
fn spread(half: u32) -> u64 {
    u64::from(half).wrapping_mul(0x9E37_79B9_7F4A_7C15)
}

impl Values {
    /// The number of a text, new or known. Nothing when the column would grow beyond 4 GiB of distinct texts.
    pub(crate) fn number(&mut self, text: &str) -> Option<u32> {
        if text.is_empty() {
            return Some(0);
        }
        if self.numbers.len() + 1 < self.ends.len() {
            self.remember();
        }
        let half = self.half(text);
        let (texts, ends) = (&self.texts, &self.ends);
        let is_it = |&(known, number): &(u32, u32)| known == half && text_of(texts, ends, number) == text;
        if let Some(&(_, number)) = self.numbers.find(spread(half), is_it) {
            return Some(number);
        }
        let end = u32::try_from(self.texts.len() + text.len()).ok()?;
        let number = self.ends.len() as u32;
        self.texts.push_str(text);
        self.ends.push(end);
        self.numbers.insert_unique(spread(half), (half, number), |&(known, _)| spread(known));
        Some(number)
    }

    fn half(&self, text: &str) -> u32 {
        (self.hasher.hash_one(text.as_bytes()) >> 32) as u32
    }

    /// Makes the table of numbers again.
    fn remember(&mut self) {
        self.numbers.clear();
        self.numbers.reserve(self.ends.len(), |&(known, _)| spread(known));
        for number in 1..self.ends.len() as u32 {
            let half = self.half(text_of(&self.texts, &self.ends, number));
            self.numbers.insert_unique(spread(half), (half, number), |&(known, _)| spread(known));
        }
    }

    /// A value's text.
    pub(crate) fn text(&self, number: u32) -> &str {
        text_of(&self.texts, &self.ends, number)
    }

    /// How many there are, "missing" included.
    pub(crate) fn len(&self) -> usize {
        self.ends.len()
    }

    /// All texts by their numbers, the empty one first.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &str> {
        (0..self.len() as u32).map(|number| self.text(number))
    }

    /// Gives back memory that only growing needs; numbers of texts are found again when one is asked for.
    pub(crate) fn shrink(&mut self) {
        self.texts.shrink_to_fit();
        self.ends.shrink_to_fit();
        self.numbers = HashTable::new();
    }
}

fn text_of<'a>(texts: &'a str, ends: &[u32], number: u32) -> &'a str {
    let at = number as usize;
    let from = if at == 0 { 0 } else { ends[at - 1] as usize };
    &texts[from..ends[at] as usize]
}
