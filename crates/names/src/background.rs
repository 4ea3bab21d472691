//! How likely a word is as a name that nobody has listed: letters one after another.
//!
//! A letter bigram with word ends, one table a script, learned from the counted parts. It gives every
//! unseen spelling a probability of its own, so that two rare words are never evidence for each other only
//! because nothing else was near them.

use crate::alphabet::{ARABIC, Encoded, LATIN_LETTERS};
use crate::codec::{Sink, Source};
use crate::script::Script;

/// Steps of a stored logarithm a bit.
const STEPS: f32 = 16.0;
/// Examples that the uniform letter weighs.
const SMOOTHING: f64 = 2.0;

/// A letter bigram: rows are the letter before (the last row: none), columns the letter (the last column: end).
#[derive(Debug, Clone, Default)]
pub(crate) struct LetterModel {
    letters: usize,
    bits: Vec<f32>,
}

impl LetterModel {
    /// log2 of the probability of a word.
    pub(crate) fn bits(&self, letters: &[u8]) -> f32 {
        let width = self.letters + 1;
        let mut before = self.letters;
        let mut sum = 0.0;
        for &letter in letters {
            sum += self.bits[before * width + usize::from(letter)];
            before = usize::from(letter);
        }
        sum + self.bits[before * width + self.letters]
    }

    /// Learns from words with weights.
    pub(crate) fn learn(script: Script, words: impl Iterator<Item = (Encoded, f64)>) -> Self {
        let letters = if script == Script::Latin { LATIN_LETTERS } else { ARABIC.len() };
        let width = letters + 1;
        let mut counts = vec![SMOOTHING / width as f64; width * width];
        for (word, weight) in words {
            let mut before = letters;
            for &letter in word.letters() {
                counts[before * width + usize::from(letter)] += weight;
                before = usize::from(letter);
            }
            counts[before * width + letters] += weight;
        }
        let bits = counts
            .chunks(width)
            .flat_map(|row| {
                let total: f64 = row.iter().sum();
                row.iter().map(move |count| stored_bits(byte_of(count / total)))
            })
            .collect();
        Self { letters, bits }
    }

    pub(crate) fn write(&self, sink: &mut Sink) {
        sink.byte(self.letters as u8);
        for bits in &self.bits {
            sink.byte((-bits * STEPS) as u8);
        }
    }

    pub(crate) fn read(source: &mut Source<'_>, letters: usize) -> Option<Self> {
        if usize::from(source.byte()?) != letters {
            return None;
        }
        let bits = source.take((letters + 1) * (letters + 1))?.iter().map(|&byte| stored_bits(byte)).collect();
        Some(Self { letters, bits })
    }
}

fn byte_of(probability: f64) -> u8 {
    (-probability.max(1e-9).log2() * f64::from(STEPS)).round().clamp(0.0, 255.0) as u8
}

fn stored_bits(byte: u8) -> f32 {
    -f32::from(byte) / STEPS
}

#[cfg(test)]
mod tests {
    use super::LetterModel;
    use crate::alphabet::Encoded;
    use crate::script::Script;

    #[test]
    fn usual_letters_are_likelier() {
        let words = ["salim", "samir", "salma", "nizar", "karim"].map(|word| (Encoded::of(word), 10.0));
        let model = LetterModel::learn(Script::Latin, words.into_iter());
        let bits = |word: &str| model.bits(Encoded::of(word).letters());
        assert!(bits("salir") > bits("qxzwv") + 10.0);
        assert!(bits("") < 0.0);
    }
}
