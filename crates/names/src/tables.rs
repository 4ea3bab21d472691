//! The learned tables: three channels, the frequencies of name parts, attested equivalents and the
//! weights of the comparison, in one file with a version and a checksum.
//!
//! The file holds only what was learned from many names; no row of any list, and no part seen of fewer
//! than five people. How it is made: `learn`.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, OnceLock};

use sha2::{Digest, Sha256};

use crate::alphabet::{ARABIC, Encoded, LATIN_LETTERS, LATIN_UNITS, PLACES};
use crate::background::LetterModel;
use crate::channel::{Channel, Entry, MAX_CHUNK};
use crate::codec::{Sink, Source};
use crate::equivalents::Equivalents;
use crate::forest::Forest;
use crate::lexicon::Lexicon;
use crate::limits::MAX_PART_LETTERS;
use crate::script::Script;
use crate::typing;

pub(crate) const MAGIC: &[u8; 8] = b"ATHARNAM";
pub(crate) const VERSION: u16 = 2;

/// Share of parts that no list has: the weight of the letter model.
const UNLISTED: f32 = 0.03;
/// Share of a part in letters that no model here knows.
const STRANGE: f32 = 1e-5;
/// No part is rarer: products of two shares must stay numbers.
const RAREST: f32 = 1e-15;

/// Share of one sex among the bearers of a name from which on the name says it.
const NEARLY_ALL: f32 = 0.9;
/// Endings that make a woman's name of a man's. (A French mute e does not.)
const FEMININE: [&str; 3] = ["ah", "a", "ه"];

/// Why a tables file was refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TablesError {
    /// The first bytes are not those of a tables file.
    #[error("this is not a tables file of names: its first bytes are other ones")]
    NotTables,
    /// Made for another version of the program.
    #[error("the tables file has version {found}, this program reads version {expected}")]
    Version {
        /// The version in the file.
        found: u16,
        /// The version this program reads.
        expected: u16,
    },
    /// The checksum does not fit the content.
    #[error("the tables file is damaged: its checksum does not fit its content")]
    Checksum,
    /// The content ends early or says what cannot be.
    #[error("the tables file is damaged in its part \"{section}\"")]
    Damaged {
        /// The part of the file that could not be read.
        section: &'static str,
    },
}

/// Learned tables, ready for use. A clone shares them.
#[derive(Clone)]
pub struct Tables {
    /// P(Latin | Arabic), P(Latin | Latin), P(Arabic | Arabic).
    pub(crate) across: Arc<Channel>,
    pub(crate) latin: Arc<Channel>,
    pub(crate) arabic: Arc<Channel>,
    /// Share of each part among the parts of its script.
    pub(crate) prior: Arc<BTreeMap<String, f32>>,
    /// Hash of a form to the groups it stands in.
    pub(crate) equivalents: Arc<Equivalents>,
    pub(crate) lexicon: Arc<Lexicon>,
    pub(crate) forest: Arc<Forest>,
    /// How likely unlisted words are, Arabic and Latin.
    pub(crate) letters: Arc<[LetterModel; 2]>,
    /// Share of women among the bearers of a given name.
    pub(crate) women: Arc<BTreeMap<String, f32>>,
    provenance: String,
    checksum: String,
}

impl fmt::Debug for Tables {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Tables").field("checksum", &self.checksum).finish_non_exhaustive()
    }
}

impl Tables {
    /// The tables shipped in the program.
    pub fn shipped() -> &'static Self {
        static SHIPPED: OnceLock<Tables> = OnceLock::new();
        // A test reads the embedded file, so a release cannot carry one that does not load.
        SHIPPED.get_or_init(|| {
            Self::from_bytes(include_bytes!("../data/tables.bin")).expect("the embedded tables are read by a test")
        })
    }

    /// Reads a tables file.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, TablesError> {
        let mut source = Source::new(bytes);
        if source.take(8) != Some(MAGIC.as_slice()) {
            return Err(TablesError::NotTables);
        }
        let found = source.short().ok_or(TablesError::NotTables)?;
        if found != VERSION {
            return Err(TablesError::Version { found, expected: VERSION });
        }
        let stored = source.take(32).ok_or(TablesError::Checksum)?;
        let digest = Sha256::digest(source.rest());
        if digest.as_slice() != stored {
            return Err(TablesError::Checksum);
        }
        let damaged = |section| TablesError::Damaged { section };
        let provenance = source.text().ok_or(damaged("provenance"))?.to_owned();
        let mut across =
            read_channel(&mut source, ARABIC.len() * PLACES, LATIN_LETTERS).ok_or(damaged("Arabic to Latin"))?;
        let mut latin =
            read_channel(&mut source, LATIN_UNITS * PLACES, LATIN_LETTERS).ok_or(damaged("Latin to Latin"))?;
        let mut arabic =
            read_channel(&mut source, ARABIC.len() * PLACES, ARABIC.len()).ok_or(damaged("Arabic to Arabic"))?;
        typing::add_errors(&mut across, None);
        typing::add_errors(&mut latin, Some(Script::Latin));
        typing::add_errors(&mut arabic, Some(Script::Arabic));
        let prior = read_prior(&mut source).ok_or(damaged("frequencies"))?;
        let parts: Vec<Encoded> = prior.keys().map(|part| Encoded::of(part)).collect();
        let lexicon = Lexicon::read(&mut source, &parts).ok_or(damaged("spellings"))?;
        let equivalents = Equivalents::read(&mut source).ok_or(damaged("equivalents"))?;
        let arabic_letters = LetterModel::read(&mut source, ARABIC.len()).ok_or(damaged("letters"))?;
        let latin_letters = LetterModel::read(&mut source, LATIN_LETTERS).ok_or(damaged("letters"))?;
        let women = read_women(&mut source, &prior).ok_or(damaged("given names"))?;
        let forest = Forest::read(&mut source).ok_or(damaged("weights"))?;
        if !source.is_empty() {
            return Err(damaged("end"));
        }
        let checksum = hexadecimal(&digest);
        Ok(Self {
            across: Arc::new(across),
            latin: Arc::new(latin),
            arabic: Arc::new(arabic),
            prior: Arc::new(prior),
            equivalents: Arc::new(equivalents),
            lexicon: Arc::new(lexicon),
            forest: Arc::new(forest),
            letters: Arc::new([arabic_letters, latin_letters]),
            women: Arc::new(women),
            provenance,
            checksum,
        })
    }

    /// The probability of a part as a name that nobody listed, by its letters.
    pub(crate) fn unlisted(&self, part: &Encoded) -> f32 {
        let by_letters = match part.script {
            Script::Arabic => UNLISTED * self.letters[0].bits(part.letters()).exp2(),
            Script::Latin => UNLISTED * self.letters[1].bits(part.letters()).exp2(),
            Script::Other => STRANGE,
        };
        by_letters.max(RAREST)
    }

    /// SHA-256 of the content, in hexadecimal.
    pub fn checksum(&self) -> &str {
        &self.checksum
    }

    /// What the tables were learned from.
    pub fn provenance(&self) -> &str {
        &self.provenance
    }

    /// Whether nearly all who bear a given name are women, or men; a feminine ending on a man's name makes a woman's.
    pub(crate) fn woman(&self, given: &str) -> Option<bool> {
        let nearly_all = |share: f32| {
            if share >= NEARLY_ALL {
                Some(true)
            } else if share <= 1.0 - NEARLY_ALL {
                Some(false)
            } else {
                None
            }
        };
        if let Some(&share) = self.women.get(given) {
            return nearly_all(share);
        }
        let stem = FEMININE.iter().find_map(|ending| given.strip_suffix(ending))?;
        let share = self.women.get(stem)?;
        (nearly_all(*share) == Some(false)).then_some(true)
    }

    /// The share of women among the people who bear a folded given name, where enough of them were counted.
    pub fn share_of_women(&self, given: &str) -> Option<f32> {
        self.women.get(given).copied()
    }

    /// The share of a folded part among all parts of its script; `None` when it was counted fewer than
    /// five times.
    pub fn prior(&self, part: &str) -> Option<f32> {
        self.prior.get(part).copied()
    }
}

fn hexadecimal(bytes: &[u8]) -> String {
    let digit = |value: u8| char::from_digit(u32::from(value), 16).unwrap_or('0');
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}

/// Puts the header before a content.
pub(crate) fn seal(content: &[u8]) -> Vec<u8> {
    let mut file = MAGIC.to_vec();
    file.extend_from_slice(&VERSION.to_le_bytes());
    file.extend_from_slice(&Sha256::digest(content));
    file.extend_from_slice(content);
    file
}

/// What a channel is stored as.
pub(crate) struct LearnedChannel {
    pub(crate) entries: Vec<Entry>,
    pub(crate) insert: [Vec<f64>; 3],
}

impl LearnedChannel {
    pub(crate) fn write(&self, sink: &mut Sink) {
        for letters in &self.insert {
            for &probability in letters {
                sink.probability(probability);
            }
        }
        sink.long(self.entries.len() as u32);
        for entry in &self.entries {
            sink.byte(entry.unit);
            sink.word(&entry.chunk[..usize::from(entry.length)]);
            sink.probability(f64::from(entry.probability));
        }
    }
}

fn read_channel(source: &mut Source<'_>, units: usize, targets: usize) -> Option<Channel> {
    let mut insert = [Vec::new(), Vec::new(), Vec::new()];
    for letters in &mut insert {
        for _ in 0..targets {
            letters.push(source.probability()?);
        }
    }
    let count = source.long()?;
    let mut entries = Vec::new();
    for _ in 0..count {
        let unit = source.byte()?;
        let letters = source.word()?;
        let probability = source.probability()?;
        if usize::from(unit) >= units || letters.len() > MAX_CHUNK || letters.iter().any(|&l| usize::from(l) >= targets)
        {
            return None;
        }
        let mut chunk = [0; MAX_CHUNK];
        chunk[..letters.len()].copy_from_slice(letters);
        entries.push(Entry { unit, chunk, length: letters.len() as u8, probability });
    }
    Some(Channel::new(units, targets, &entries, &insert))
}

/// Writes a word by the letters of its script.
pub(crate) fn write_word(sink: &mut Sink, word: &str) {
    let encoded = Encoded::of(word);
    sink.byte(u8::from(encoded.script == Script::Latin));
    sink.word(encoded.letters());
}

pub(crate) fn read_word(source: &mut Source<'_>) -> Option<String> {
    let latin = source.byte()? == 1;
    let letters = source.word()?;
    if letters.len() > MAX_PART_LETTERS {
        return None;
    }
    letters
        .iter()
        .map(|&letter| {
            if latin {
                (usize::from(letter) < LATIN_LETTERS).then_some(char::from(letter + b'a'))
            } else {
                ARABIC.get(usize::from(letter)).copied()
            }
        })
        .collect()
}

pub(crate) fn write_prior(sink: &mut Sink, prior: &BTreeMap<String, f64>) {
    sink.long(prior.len() as u32);
    for (part, &share) in prior {
        write_word(sink, part);
        sink.probability(share);
    }
}

fn read_prior(source: &mut Source<'_>) -> Option<BTreeMap<String, f32>> {
    let count = source.long()?;
    let mut prior = BTreeMap::new();
    for _ in 0..count {
        let word = read_word(source)?;
        prior.insert(word, source.probability()?);
    }
    Some(prior)
}

/// Writes the share of women among bearers of given names, by position in the sorted list of parts.
pub(crate) fn write_women(sink: &mut Sink, women: &BTreeMap<u16, f64>) {
    sink.short(women.len() as u16);
    for (&part, share) in women {
        sink.short(part);
        sink.byte((share * 255.0).round() as u8);
    }
}

fn read_women(source: &mut Source<'_>, prior: &BTreeMap<String, f32>) -> Option<BTreeMap<String, f32>> {
    let parts: Vec<&String> = prior.keys().collect();
    let count = source.short()?;
    (0..count)
        .map(|_| {
            let part = parts.get(usize::from(source.short()?))?;
            Some(((*part).clone(), f32::from(source.byte()?) / 255.0))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{Tables, TablesError};

    #[test]
    fn the_embedded_tables_load_and_are_small() {
        let bytes = include_bytes!("../data/tables.bin");
        assert!(bytes.len() <= 300_000, "{}", bytes.len());
        let tables = Tables::from_bytes(bytes).unwrap();
        assert_eq!(tables.checksum().len(), 64);
        assert!(tables.provenance().contains("Wikidata"));
        assert!(tables.prior("محمد").unwrap() > 0.01);
    }

    #[test]
    fn damaged_tables_are_refused() {
        let bytes = include_bytes!("../data/tables.bin").to_vec();
        assert_eq!(Tables::from_bytes(b"something").unwrap_err(), TablesError::NotTables);
        let mut other = bytes.clone();
        other[8] = 99;
        assert!(matches!(Tables::from_bytes(&other).unwrap_err(), TablesError::Version { found: 99, .. }));
        let mut other = bytes.clone();
        let middle = other.len() / 2;
        other[middle] ^= 1;
        assert_eq!(Tables::from_bytes(&other).unwrap_err(), TablesError::Checksum);
        assert_eq!(Tables::from_bytes(&bytes[..bytes.len() - 9]).unwrap_err(), TablesError::Checksum);
        assert!(Tables::from_bytes(&bytes[..20]).is_err());
    }
}
