//! The distinct values of a column in one piece of memory, numbered in the order of their first appearance.

use hashbrown::{DefaultHashBuilder, HashTable};
use std::hash::BuildHasher;

/// Distinct texts. Number 0 is the empty text: missing.
#[derive(Clone, Debug)]
pub(crate) struct Values {
    texts: String,
    ends: Vec<u32>,
    numbers: HashTable<u32>,
    hasher: DefaultHashBuilder,
}

impl Default for Values {
    fn default() -> Self {
        Values { texts: String::new(), ends: vec![0], numbers: HashTable::new(), hasher: DefaultHashBuilder::default() }
    }
}

impl Values {
    /// The number of a text, new or known. Nothing when the column would grow beyond 4 GiB of distinct texts.
    pub(crate) fn number(&mut self, text: &str) -> Option<u32> {
        if text.is_empty() {
            return Some(0);
        }
        let hash = self.hasher.hash_one(text.as_bytes());
        let (texts, ends) = (&self.texts, &self.ends);
        if let Some(&number) = self.numbers.find(hash, |&number| text_of(texts, ends, number) == text) {
            return Some(number);
        }
        let end = u32::try_from(self.texts.len() + text.len()).ok()?;
        let number = self.ends.len() as u32;
        self.texts.push_str(text);
        self.ends.push(end);
        let (texts, ends, hasher) = (&self.texts, &self.ends, &self.hasher);
        self.numbers.insert_unique(hash, number, |&known| hasher.hash_one(text_of(texts, ends, known).as_bytes()));
        Some(number)
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

    /// Gives back memory that only growing needs. Looking up numbers stays possible.
    pub(crate) fn shrink(&mut self) {
        self.texts.shrink_to_fit();
        self.ends.shrink_to_fit();
        let (texts, ends, hasher) = (&self.texts, &self.ends, &self.hasher);
        self.numbers.shrink_to_fit(|&known| hasher.hash_one(text_of(texts, ends, known).as_bytes()));
    }
}

fn text_of<'a>(texts: &'a str, ends: &[u32], number: u32) -> &'a str {
    let at = number as usize;
    let from = if at == 0 { 0 } else { ends[at - 1] as usize };
    &texts[from..ends[at] as usize]
}
