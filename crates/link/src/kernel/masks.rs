//! Where each letter stands in one text: a bit for each place, by letter. Kept from one comparison to the next, since
//! one record is compared with many.

use super::WORD;
use super::texts::{Letter, Text};

/// The places of the letters of a text of at most 64 letters.
#[derive(Clone, Debug)]
pub(crate) struct Masks {
    places: Vec<u64>,
    set: Vec<u16>,
    of: Option<u32>,
}

impl Masks {
    /// Masks for an alphabet of that many letters, of no text yet.
    pub(crate) fn new(letters: usize) -> Masks {
        Masks { places: vec![0; letters], set: Vec::with_capacity(WORD), of: None }
    }

    /// Makes them the masks of a text, which `value` stands for. Does nothing when they are so already.
    pub(crate) fn hold(&mut self, value: u32, text: Text<'_>) {
        if self.of == Some(value) {
            return;
        }
        self.of = Some(value);
        for letter in self.set.drain(..) {
            self.places[usize::from(letter)] = 0;
        }
        match text {
            Text::Narrow(letters) => self.fill(letters),
            Text::Wide(letters) => self.fill(letters),
        }
    }

    fn fill<L: Letter>(&mut self, letters: &[L]) {
        for (place, letter) in letters.iter().take(WORD).enumerate() {
            let number = letter.number();
            if number >= self.places.len() {
                self.places.resize(number + 1, 0);
            }
            self.places[number] |= 1 << place;
            self.set.push(number as u16);
        }
    }

    /// Forgets which text they are of: the numbers of values have changed their meaning.
    #[cfg(test)]
    pub(crate) fn forget(&mut self) {
        self.of = None;
    }

    /// The places of a letter.
    #[inline]
    pub(crate) fn of_letter<L: Letter>(&self, letter: L) -> u64 {
        self.places.get(letter.number()).copied().unwrap_or(0)
    }
}
