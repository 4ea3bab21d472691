//! Each distinct text once: values are compared and counted as small integers.

use std::collections::HashMap;

/// Texts numbered in the order in which they were first seen. Number 0 is "nothing".
#[derive(Clone, Debug)]
pub(crate) struct Interner {
    numbers: HashMap<Box<str>, u32>,
    texts: Vec<Box<str>>,
}

impl Default for Interner {
    fn default() -> Self {
        Interner { numbers: HashMap::new(), texts: vec![Box::from("")] }
    }
}

impl Interner {
    /// The number of a text, new or known; and whether it is new.
    pub(crate) fn number(&mut self, text: &str) -> (u32, bool) {
        if text.is_empty() {
            return (0, false);
        }
        if let Some(&number) = self.numbers.get(text) {
            return (number, false);
        }
        let number = self.texts.len() as u32;
        self.texts.push(text.into());
        self.numbers.insert(text.into(), number);
        (number, true)
    }

    /// The number of a text that was seen.
    pub(crate) fn known(&self, text: &str) -> Option<u32> {
        self.numbers.get(text).copied()
    }

    pub(crate) fn text(&self, number: u32) -> &str {
        &self.texts[number as usize]
    }

    pub(crate) fn len(&self) -> usize {
        self.texts.len()
    }
}
