//! Letters as small numbers: what the channel reads and writes.
//!
//! A source letter knows where it stands in the word (first, inside, last), because endings are spelled
//! by other habits than insides. Latin digraphs and doubled letters are one source unit each, so that
//! "kh" can become "x" as a whole.

use std::fmt;

use crate::limits::MAX_PART_LETTERS;
use crate::script::Script;
use crate::transliterate::transliterate;

/// Arabic target letters: the 28 and the eight of Persian and Kurdish with sounds of their own.
pub(crate) const ARABIC: [char; 36] = [
    'ا', 'ب', 'ت', 'ث', 'ج', 'ح', 'خ', 'د', 'ذ', 'ر', 'ز', 'س', 'ش', 'ص', 'ض', 'ط', 'ظ', 'ع', 'غ', 'ف', 'ق', 'ك', 'ل',
    'م', 'ن', 'ه', 'و', 'ي', 'پ', 'چ', 'ژ', 'گ', 'ڤ', 'ە', 'ێ', 'ۆ',
];

/// Number of Latin target letters.
pub(crate) const LATIN_LETTERS: usize = 26;

/// Latin pairs that often stand for one sound.
const DIGRAPHS: [&[u8; 2]; 16] =
    [b"sh", b"kh", b"gh", b"th", b"dh", b"ch", b"zh", b"ph", b"ou", b"ai", b"ay", b"ei", b"ey", b"au", b"aw", b"dj"];

/// Latin source units: 26 letters, 26 doubled letters, the digraphs.
pub(crate) const LATIN_UNITS: usize = LATIN_LETTERS * 2 + DIGRAPHS.len();

/// Places in a word: first, inside, last.
pub(crate) const PLACES: usize = 3;

/// Letters of one part, as target letters and as source units.
#[derive(Clone, Copy)]
pub struct Encoded {
    pub(crate) script: Script,
    pub(crate) letters: [u8; MAX_PART_LETTERS],
    pub(crate) length: u8,
    pub(crate) units: [u8; MAX_PART_LETTERS],
    pub(crate) unit_count: u8,
    /// Consonant classes that occur, one bit each (see `skeleton`).
    pub(crate) classes: u16,
    /// A hash of the letters, for the list of attested equivalents.
    pub(crate) hash: u64,
}

impl fmt::Debug for Encoded {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Encoded").field("script", &self.script).field("length", &self.length).finish_non_exhaustive()
    }
}

impl Encoded {
    pub(crate) fn letters(&self) -> &[u8] {
        &self.letters[..usize::from(self.length)]
    }

    pub(crate) fn units(&self) -> &[u8] {
        &self.units[..usize::from(self.unit_count)]
    }

    /// The encoding of a folded part. Letters that belong to no alphabet here are left out; a part in another
    /// script is encoded by the letters it would be written with in Arabic or Latin, where it has such.
    pub fn of(part: &str) -> Self {
        let script = Script::of(part);
        let of_one_script = part.chars().filter_map(Script::of_char).all(|other| other == script);
        if script == Script::Other
            && of_one_script
            && let Some((script, letters)) = transliterate(part)
        {
            return Self::in_script(&letters, script);
        }
        Self::in_script(part, script)
    }

    fn empty(script: Script) -> Self {
        Self {
            script,
            letters: [0; MAX_PART_LETTERS],
            length: 0,
            units: [0; MAX_PART_LETTERS],
            unit_count: 0,
            classes: 0,
            hash: 0,
        }
    }

    fn in_script(part: &str, script: Script) -> Self {
        let mut encoded = Self::empty(script);
        let mut length = 0;
        for letter in part.chars() {
            let id = match script {
                Script::Arabic => arabic_id(letter),
                Script::Latin => latin_id(letter),
                Script::Other => None,
            };
            let Some(id) = id else {
                if Script::of_char(letter).is_some_and(|other| other != script) {
                    // Letters of two scripts in one word: what is left of it must not pass for the word.
                    encoded.script = Script::Other;
                    encoded.finish(0);
                    return encoded;
                }
                continue;
            };
            if length == MAX_PART_LETTERS {
                break;
            }
            encoded.letters[length] = id;
            length += 1;
        }
        encoded.finish(length);
        encoded
    }

    /// The encoding of letters numbered before, of one of the two alphabets.
    pub(crate) fn of_letters(script: Script, letters: &[u8]) -> Self {
        let mut encoded = Self::empty(script);
        let alphabet = if script == Script::Latin { LATIN_LETTERS } else { ARABIC.len() };
        let mut length = 0;
        for &letter in letters.iter().filter(|letter| usize::from(**letter) < alphabet).take(MAX_PART_LETTERS) {
            encoded.letters[length] = letter;
            length += 1;
        }
        encoded.finish(length);
        encoded
    }

    /// The encoding of source units without their places.
    pub(crate) fn of_units(script: Script, units: &[u8]) -> Self {
        let mut letters = [0; 2 * MAX_PART_LETTERS];
        let mut length = 0;
        for &unit in units.iter().take(MAX_PART_LETTERS) {
            let (copy, count) = copy_of(script, usize::from(unit));
            letters[length..length + count].copy_from_slice(&copy[..count]);
            length += count;
        }
        Self::of_letters(script, &letters[..length])
    }

    /// The letters as text.
    pub(crate) fn text(&self) -> String {
        let letter = |&id: &u8| match self.script {
            Script::Latin => char::from(id + b'a'),
            _ => ARABIC.get(usize::from(id)).copied().unwrap_or_default(),
        };
        self.letters().iter().map(letter).collect()
    }

    /// The source units without their places.
    pub(crate) fn units_without_places(&self) -> impl Iterator<Item = u8> {
        let count = unit_count(self.script) as u8;
        self.units().iter().map(move |unit| unit % count)
    }

    /// The same part without its first letters (a glued article).
    pub(crate) fn without_first(&self, letters: usize) -> Self {
        let mut rest = *self;
        let length = usize::from(self.length).saturating_sub(letters);
        rest.letters.copy_within(letters.min(MAX_PART_LETTERS).., 0);
        rest.finish(length);
        rest
    }

    fn finish(&mut self, length: usize) {
        self.length = length as u8;
        self.hash = 0xcbf2_9ce4_8422_2325 ^ self.script as u64;
        for &letter in &self.letters[..length] {
            self.hash = (self.hash ^ u64::from(letter)).wrapping_mul(0x0100_0000_01b3);
        }
        self.classes = crate::skeleton::classes(self.script, &self.letters[..length]);
        if self.script == Script::Latin {
            self.latin_units(length);
            return;
        }
        for at in 0..length {
            self.units[at] = (place(at, length) * ARABIC.len()) as u8 + self.letters[at];
        }
        self.unit_count = length as u8;
    }

    fn latin_units(&mut self, length: usize) {
        let mut count = 0;
        let mut at = 0;
        while at < length {
            let pair = (at + 1 < length).then(|| pair_unit(self.letters[at], self.letters[at + 1])).flatten();
            let (unit, step) = pair.map_or((usize::from(self.letters[at]), 1), |unit| (unit, 2));
            let place = if at == 0 {
                0
            } else if at + step >= length {
                2
            } else {
                1
            };
            // 3 * 68 units fit a byte.
            self.units[count] = (place * LATIN_UNITS + unit) as u8;
            count += 1;
            at += step;
        }
        self.unit_count = count as u8;
    }
}

fn place(at: usize, length: usize) -> usize {
    if at == 0 {
        0
    } else if at + 1 == length {
        2
    } else {
        1
    }
}

/// The unit of a doubled letter or digraph.
fn pair_unit(first: u8, second: u8) -> Option<usize> {
    if first == second {
        return Some(LATIN_LETTERS + usize::from(first));
    }
    let pair = [first + b'a', second + b'a'];
    DIGRAPHS.iter().position(|digraph| **digraph == pair).map(|at| 2 * LATIN_LETTERS + at)
}

/// Number of source units of an alphabet, without their places.
pub(crate) fn unit_count(script: Script) -> usize {
    if script == Script::Latin { LATIN_UNITS } else { ARABIC.len() }
}

/// The target letters a source unit copies to: one, or two for a doubled letter or digraph.
pub(crate) fn copy_of(script: Script, unit: usize) -> ([u8; 2], usize) {
    match script {
        Script::Latin => {
            let unit = unit % LATIN_UNITS;
            if unit < LATIN_LETTERS {
                ([unit as u8, 0], 1)
            } else if unit < 2 * LATIN_LETTERS {
                let letter = (unit - LATIN_LETTERS) as u8;
                ([letter, letter], 2)
            } else {
                let pair = DIGRAPHS[unit - 2 * LATIN_LETTERS];
                ([pair[0] - b'a', pair[1] - b'a'], 2)
            }
        }
        _ => ([(unit % ARABIC.len()) as u8, 0], 1),
    }
}

pub(crate) fn latin_id(letter: char) -> Option<u8> {
    letter.is_ascii_lowercase().then(|| letter as u8 - b'a')
}

/// The number of a folded Arabic letter.
pub(crate) fn arabic_id(letter: char) -> Option<u8> {
    const BASE: u32 = 0x0621;
    // Position in ARABIC by code point from U+0621 to U+064A; 255 where there is no folded letter.
    const TABLE: [u8; 42] = {
        let mut table = [255; 42];
        let mut at = 0;
        while at < 28 {
            table[(ARABIC[at] as u32 - BASE) as usize] = at as u8;
            at += 1;
        }
        table
    };
    let code = letter as u32;
    if let Some(&id) = TABLE.get(code.wrapping_sub(BASE) as usize) {
        return (id != 255).then_some(id);
    }
    ARABIC[28..].iter().position(|other| *other == letter).map(|at| 28 + at as u8)
}
