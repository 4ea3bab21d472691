//! Reading a whole name: from a text to its readings, with or without memory of the words met before.
//!
//! Memory only saves time. A reader gives for every text what [`read`] gives, whatever it read before.

use std::fmt;

use crate::cut::{Gap, Token, tokens, words};
use crate::keywords::{Marked, mark, with_sons_glued, with_sons_parted};
use crate::lexeme::Lexicon;
use crate::limits::MAX_READINGS;
use crate::part::{Order, PartRole, Reading};
use crate::roles::{assign, best, guess_order, in_column};
use crate::split::units;

/// The best reading of a whole name.
///
/// ```
/// use names::{PartRole, read};
/// let reading = read("Dr. Khaled bin Mahmoud al-Khatib");
/// assert_eq!(reading.part(PartRole::Father).map(|part| part.text.as_str()), Some("mahmoud"));
/// assert_eq!(reading.part(PartRole::Family).map(|part| part.text.as_str()), Some("khatib"));
/// ```
pub fn read(text: &str) -> Reading {
    Reader::without_memory().read(text)
}

/// The readings of a whole name, best first, at most four: the other order, a leading teknonym or
/// ambiguous honorific as part of the name, "Ben" glued to a family name or parted from it.
pub fn readings(text: &str) -> Vec<Reading> {
    Reader::without_memory().readings(text)
}

/// The reading of a cell whose column says what it holds.
///
/// A father's cell with two names holds father and grandfather; a mother's cell holds her given name
/// and then her family's; a cell for the whole name (`Unknown`) is read like any name.
pub fn read_column(text: &str, role: PartRole) -> Reading {
    Reader::without_memory().read_column(text, role)
}

/// Reads many names, remembering the words it has seen (a bounded number of them).
///
/// ```
/// let mut reader = names::Reader::new();
/// assert_eq!(reader.read("خالد الحكيم"), names::read("خالد الحكيم"));
/// ```
pub struct Reader {
    lexicon: Lexicon,
    tokens: Vec<Token>,
}

impl fmt::Debug for Reader {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Reader").finish_non_exhaustive()
    }
}

impl Default for Reader {
    fn default() -> Self {
        Self::new()
    }
}

impl Reader {
    /// A reader that has seen nothing.
    pub fn new() -> Self {
        Self { lexicon: Lexicon::with_memory(), tokens: Vec::new() }
    }

    fn without_memory() -> Self {
        Self { lexicon: Lexicon::default(), tokens: Vec::new() }
    }

    /// As [`read`].
    pub fn read(&mut self, text: &str) -> Reading {
        best(text, self.marked(text))
    }

    /// As [`readings`].
    pub fn readings(&mut self, text: &str) -> Vec<Reading> {
        all_readings(text, &self.marked(text))
    }

    /// As [`read_column`].
    pub fn read_column(&mut self, text: &str, role: PartRole) -> Reading {
        if role == PartRole::Unknown { self.read(text) } else { in_column(text, self.marked(text), role) }
    }

    fn marked<'a>(&'a mut self, text: &str) -> Vec<Marked<'a>> {
        self.lexicon.make_room();
        tokens(text, &mut self.lexicon, &mut self.tokens);
        mark(units(&words(&self.tokens, &self.lexicon)))
    }
}

/// How likely the readings of one text are beside the best one, by hand.
const BEST: f32 = 0.7;
const OTHER_ORDER: f32 = 0.2;
const OTHER_WORDS: f32 = 0.1;

fn all_readings(text: &str, marked: &[Marked<'_>]) -> Vec<Reading> {
    let order = guess_order(marked);
    let read = |mut marked: Vec<Marked<'_>>, order: Order, weight: f32| (assign(text, &mut marked, order), weight);
    let mut found = vec![read(marked.to_vec(), order, BEST)];
    let core = marked.iter().filter(|item| item.is_core()).count();
    let comma = marked.iter().any(|item| item.unit.after == Gap::Comma);
    if core >= 2 && !comma {
        let other = if order == Order::FamilyFirst { Order::GivenFirst } else { Order::FamilyFirst };
        found.push(read(marked.to_vec(), other, OTHER_ORDER));
    }
    if marked.first().is_some_and(|item| item.unit.teknonym || item.honorific) && core >= 2 {
        let mut plain = marked.to_vec();
        if let Some(first) = plain.first_mut() {
            first.honorific = false;
            first.unit.teknonym = false;
        }
        found.push(read(plain, Order::GivenFirst, OTHER_WORDS));
    }
    if marked.iter().any(|item| item.son) {
        found.push(read(with_sons_glued(text, marked), order, OTHER_WORDS));
    }
    if let Some(parted) = with_sons_parted(marked) {
        found.push(read(parted, order, OTHER_WORDS));
    }
    let mut distinct: Vec<(Reading, f32)> = Vec::with_capacity(MAX_READINGS);
    for (reading, weight) in found {
        if distinct.len() < MAX_READINGS && distinct.iter().all(|(other, _)| other.parts != reading.parts) {
            distinct.push((reading, weight));
        }
    }
    let total: f32 = distinct.iter().map(|(_, weight)| weight).sum();
    let scaled = |(mut reading, weight): (Reading, f32)| {
        reading.confidence *= weight / total;
        reading
    };
    distinct.into_iter().map(scaled).collect()
}
