//! Texts as sequences of small letters: bytes where the alphabet allows, two bytes elsewhere.

use super::LETTERS_MAX;
use super::bag::Bag;
use std::collections::HashMap;

/// A letter: its number in the alphabet.
pub(crate) trait Letter: Copy + Eq + Ord {
    /// The number.
    fn number(self) -> usize;
}

impl Letter for u8 {
    fn number(self) -> usize {
        usize::from(self)
    }
}

impl Letter for u16 {
    fn number(self) -> usize {
        usize::from(self)
    }
}

/// The characters of several columns, numbered in the order of their first appearance. ASCII keeps its own numbers.
#[derive(Clone, Debug, Default)]
pub(crate) struct Alphabet {
    further: HashMap<char, u16>,
}

impl Alphabet {
    /// Takes in the characters of a text.
    pub(crate) fn learn(&mut self, text: &str) {
        for character in text.chars().filter(|character| !character.is_ascii()) {
            // Beyond 65,408 characters of all the world's scripts in one table, further ones share the last number.
            let next = 128 + self.further.len().min(usize::from(u16::MAX) - 128);
            self.further.entry(character).or_insert(next as u16);
        }
    }

    /// How many numbers there are, ASCII included.
    pub(crate) fn len(&self) -> usize {
        128 + self.further.len()
    }

    fn number(&self, character: char) -> u16 {
        if character.is_ascii() { character as u16 } else { self.further.get(&character).copied().unwrap_or(u16::MAX) }
    }
}

/// One text, in either width.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Text<'a> {
    /// Letters of one byte.
    Narrow(&'a [u8]),
    /// Letters of two bytes.
    Wide(&'a [u16]),
}

#[derive(Clone, Debug)]
enum Store {
    Narrow(Vec<u8>),
    Wide(Vec<u16>),
}

/// The texts of a column's distinct values, by their numbers, with their bags.
#[derive(Clone, Debug)]
pub(crate) struct Texts {
    store: Store,
    ends: Vec<u32>,
    bags: Vec<Bag>,
}

impl Texts {
    /// Texts as bytes of UTF-8, or as characters of an alphabet that has learnt them all.
    pub(crate) fn of<'a>(values: impl Iterator<Item = &'a str>, alphabet: Option<&Alphabet>) -> Texts {
        let narrow = alphabet.is_none_or(|alphabet| alphabet.len() <= 256);
        let mut texts = Texts {
            store: if narrow { Store::Narrow(Vec::new()) } else { Store::Wide(Vec::new()) },
            ends: Vec::new(),
            bags: Vec::new(),
        };
        for value in values {
            texts.push(value, alphabet);
        }
        texts
    }

    /// Makes room for letters that do not fit into a byte.
    pub(crate) fn widen(&mut self) {
        if let Store::Narrow(letters) = &self.store {
            self.store = Store::Wide(letters.iter().map(|&letter| u16::from(letter)).collect());
        }
    }

    /// Adds a text. Characters that the alphabet lacks are taken for one further letter.
    pub(crate) fn push(&mut self, value: &str, alphabet: Option<&Alphabet>) {
        let bag = match (&mut self.store, alphabet) {
            (Store::Narrow(letters), None) => {
                let bytes = &value.as_bytes()[..value.len().min(LETTERS_MAX)];
                letters.extend_from_slice(bytes);
                Bag::of(bytes.iter().map(|&byte| usize::from(byte)))
            }
            (Store::Narrow(letters), Some(alphabet)) => {
                let from = letters.len();
                letters
                    .extend(value.chars().take(LETTERS_MAX).map(|character| alphabet.number(character).min(255) as u8));
                Bag::of(letters[from..].iter().map(|&letter| usize::from(letter)))
            }
            (Store::Wide(letters), alphabet) => {
                let from = letters.len();
                let number = |character: char| alphabet.map_or(u16::MAX, |alphabet| alphabet.number(character));
                letters.extend(value.chars().take(LETTERS_MAX).map(number));
                Bag::of(letters[from..].iter().map(|&letter| usize::from(letter)))
            }
        };
        let end = match &self.store {
            Store::Narrow(letters) => letters.len(),
            Store::Wide(letters) => letters.len(),
        };
        self.ends.push(end as u32);
        self.bags.push(bag);
    }

    /// The text of a value.
    pub(crate) fn get(&self, value: u32) -> Text<'_> {
        let at = value as usize;
        let from = if at == 0 { 0 } else { self.ends[at - 1] as usize };
        let to = self.ends[at] as usize;
        match &self.store {
            Store::Narrow(letters) => Text::Narrow(&letters[from..to]),
            Store::Wide(letters) => Text::Wide(&letters[from..to]),
        }
    }

    /// Its bag.
    pub(crate) fn bag(&self, value: u32) -> &Bag {
        &self.bags[value as usize]
    }
}
