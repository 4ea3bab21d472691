//! Which place a text names.
//!
//! One name of several places is no place, unless the text also names what it lies in ("الخالدية - حمص"), or the
//! places lie in each other (the governorate, district and city of Homs): then it is the widest that people mean.

use super::key::{self, Hint, Key};
use super::{Gazetteer, Place};
use crate::fold;

/// No text that names a place is longer; longer ones are descriptions.
const CHARACTERS_MAX: usize = 120;
/// Nor does it have more words.
const WORDS_MAX: usize = 12;

impl Gazetteer {
    /// The place that a text names: exact names and aliases, spellings that fold together, words for the kind
    /// before or after ("مدينة", "village of"), and "place - governorate" in either order.
    pub fn find(&self, text: &str) -> Option<&Place> {
        let folded = fold(text);
        if folded.chars().count() > CHARACTERS_MAX {
            return None;
        }
        let words = key::words(&folded);
        if words.is_empty() || words.len() > WORDS_MAX {
            return None;
        }
        if let Some(found) = self.widest(self.names().by_name.get(&folded).map_or(&[][..], Vec::as_slice)) {
            return Some(&self.places[found]);
        }
        let whole = self.named(&words);
        if !whole.is_empty() {
            return self.widest(&whole).map(|found| &self.places[found]);
        }
        let parts: Vec<Vec<&str>> = parts(&folded).map(key::words).filter(|words| !words.is_empty()).collect();
        let found = if parts.len() > 1 { self.nested(&parts) } else { self.split(&words) };
        found.map(|found| &self.places[found])
    }

    /// Places of these words, as a name or as a name with a word for its kind.
    fn named(&self, words: &[&str]) -> Vec<usize> {
        if let Some(found) = Key::of(words).and_then(|key| self.names().by_key.get(&key)) {
            return found.clone();
        }
        let Some((core, hint)) = key::without_kind(words) else {
            // "بحمص": "in Homs".
            let Some((first, rest)) = words.split_first() else { return Vec::new() };
            let Some(first) = first.strip_prefix('ب').filter(|first| first.chars().count() > 2) else {
                return Vec::new();
            };
            let words: Vec<&str> = std::iter::once(first).chain(rest.iter().copied()).collect();
            return Key::of(&words).and_then(|key| self.names().by_key.get(&key)).cloned().unwrap_or_default();
        };
        let found = Key::of(core).and_then(|key| self.names().by_key.get(&key)).map_or(&[][..], Vec::as_slice);
        let fitting: Vec<usize> = found.iter().copied().filter(|&place| hint.allows(self.places[place].kind)).collect();
        match (fitting.is_empty(), hint) {
            // Governorates are also called by their city ("مدينة دمشق"); people call a small town a village.
            (true, Hint::Settlement) => found.to_vec(),
            _ => fitting,
        }
    }

    /// Like `named`, with the wider names that people use loosely.
    fn surrounding(&self, words: &[&str]) -> Vec<usize> {
        let mut places = self.named(words);
        places.extend(Key::of(words).and_then(|key| self.names().loosely.get(&key)).into_iter().flatten());
        places
    }

    /// The one place, or the most usual meaning of places that lie in each other.
    fn widest(&self, places: &[usize]) -> Option<usize> {
        let usual = places.iter().copied().min_by_key(|&place| (self.places[place].kind, place))?;
        let related = |&other: &usize| self.holds(usual, other) || self.holds(other, usual);
        places.iter().all(related).then_some(usual)
    }

    /// The place of one part that lies in the places of all others, or is named by them too.
    fn nested(&self, parts: &[Vec<&str>]) -> Option<usize> {
        let mut found: Vec<usize> = Vec::new();
        for (position, part) in parts.iter().enumerate() {
            let others: Vec<Vec<usize>> = parts
                .iter()
                .enumerate()
                .filter(|&(other, _)| other != position)
                .map(|(_, words)| self.surrounding(words))
                .collect();
            let inside = |place: usize| others.iter().all(|outer| outer.iter().any(|&outer| self.holds(outer, place)));
            found.extend(self.named(part).into_iter().filter(|&place| inside(place)));
        }
        self.widest(&found)
    }

    /// "داريا ريف دمشق": two names with nothing between them.
    fn split(&self, words: &[&str]) -> Option<usize> {
        // Cheap first: most texts that come here name nothing, and then no cut names two places.
        let cuts = (1..words.len()).filter(|&cut| !self.surrounding(&words[..cut]).is_empty());
        let mut found = cuts.filter_map(|cut| self.nested(&[words[..cut].to_vec(), words[cut..].to_vec()]));
        let first = found.next()?;
        found.all(|other| other == first).then_some(first)
    }
}

/// Parts between commas, slashes, brackets and dashes. A dash inside a Latin name ("Al-Bab") parts nothing.
fn parts(folded: &str) -> impl Iterator<Item = &str> {
    let joins = |(before, after): (Option<char>, Option<char>)| {
        before.is_some_and(|c| c.is_ascii_alphabetic()) && after.is_some_and(|c| c.is_ascii_alphabetic())
    };
    let mut rest = Some(folded);
    std::iter::from_fn(move || {
        let text = rest?;
        let cut = text.char_indices().find(|&(index, c)| match c {
            ',' | '/' | '(' | ')' | '|' | ';' | '.' | ':' => true,
            '-' => !joins((text[..index].chars().next_back(), text[index + 1..].chars().next())),
            _ => false,
        });
        let (part, after) = match cut {
            Some((index, _)) => (&text[..index], Some(&text[index + 1..])),
            None => (text, None),
        };
        rest = after;
        Some(part)
    })
}
