//! The consonant frame of a part, in classes that Arabic and Latin share: a cheap key to find
//! candidates by, and a cheap way to see that two parts have nothing to do with each other.
//!
//! A key, not a comparison: many different names share a skeleton, and a few spellings of one name do
//! not. The classes follow the letter groups of Freeman, Condon and Ackerman (HLT-NAACL 2006), made
//! coarser where Kurdish, Turkish and French spellings disagree.

use crate::alphabet::Encoded;
use crate::script::Script;

/// The class skeleton of a part: up to fifteen consonant classes, four bits each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Skeleton(pub u64);

impl Skeleton {
    /// Whether one consonant left out of one of the two, or changed, makes them the same frame. Two frames of one
    /// consonant each are not near: everything would be.
    ///
    /// ```
    /// assert!(names::skeleton("mahmud").is_near(names::skeleton("mamud")));
    /// assert!(!names::skeleton("ali").is_near(names::skeleton("huda")));
    /// ```
    pub fn is_near(self, other: Skeleton) -> bool {
        let (one, other) = if self.0 & 15 >= other.0 & 15 { (self.0, other.0) } else { (other.0, self.0) };
        let (longer, shorter) = (one & 15, other & 15);
        if one == other || (one | other) >> 63 == 1 || longer < 2 || longer - shorter > 1 {
            return one == other;
        }
        let (one, other) = (one >> 4, other >> 4);
        // Classes equal from the end on, four bits each.
        let alike = ((one ^ other).trailing_zeros() / 4 * 4).min(60);
        let rest = if longer == shorter { other >> alike >> 4 } else { other >> alike };
        longer + shorter > 3 && one >> alike >> 4 == rest
    }
}

/// Most classes kept.
const MAX_CLASSES: usize = 15;

const DENTAL: u8 = 1; // t d th dh, ت ط د ذ ض ث
const SIBILANT: u8 = 2; // s sh ch z, س ش ص ز ظ ژ
const THROAT: u8 = 3; // h kh x, ح خ ه
const PALATAL: u8 = 4; // j g gh c, ج غ چ گ
const VELAR: u8 = 5; // q k, ق ك
const LABIAL: u8 = 6; // b p
const FRICATIVE: u8 = 7; // f v
const LAM: u8 = 8;
const MIM: u8 = 9;
const NUN: u8 = 10;
const RA: u8 = 11;

/// Class of each Arabic letter in the order of the alphabet table; 0 for vowels and glides.
const ARABIC_CLASS: [u8; 36] = [
    0, LABIAL, DENTAL, DENTAL, PALATAL, THROAT, THROAT, DENTAL, DENTAL, RA, SIBILANT, SIBILANT, SIBILANT, SIBILANT,
    DENTAL, DENTAL, SIBILANT, 0, PALATAL, FRICATIVE, VELAR, VELAR, LAM, MIM, NUN, THROAT, 0, 0, LABIAL, PALATAL,
    SIBILANT, PALATAL, FRICATIVE, 0, 0, 0,
];

/// Class of each Latin letter.
const LATIN_CLASS: [u8; 26] = [
    0, LABIAL, PALATAL, DENTAL, 0, FRICATIVE, PALATAL, THROAT, 0, PALATAL, VELAR, LAM, MIM, NUN, 0, LABIAL, VELAR, RA,
    SIBILANT, DENTAL, 0, FRICATIVE, 0, THROAT, 0, SIBILANT,
];

/// The skeleton of a folded part.
///
/// A part without consonants (آية, Aya) has a skeleton of its own that says only so.
///
/// ```
/// assert_eq!(names::skeleton("خليل"), names::skeleton("xelil"));
/// assert_eq!(names::skeleton("علي"), names::skeleton("eli"));
/// ```
pub fn skeleton(part: &str) -> Skeleton {
    frame_of(part, &Encoded::of(part))
}

/// The skeleton of a part encoded before.
pub(crate) fn frame_of(part: &str, encoded: &Encoded) -> Skeleton {
    if encoded.script == Script::Other || encoded.length == 0 {
        return other_skeleton(part);
    }
    let (classes, count) = frame(encoded.script, encoded.letters());
    pack(&classes[..count])
}

/// The skeleton, and for three or more consonants those with one left out: two parts that share a
/// variant are one consonant apart at most.
pub fn skeleton_variants(part: &str) -> Vec<Skeleton> {
    let encoded = Encoded::of(part);
    if encoded.script == Script::Other || encoded.length == 0 {
        return vec![other_skeleton(part)];
    }
    frames_of(&encoded)
}

/// The same for a part encoded before, in one of the two alphabets.
pub(crate) fn frames_of(encoded: &Encoded) -> Vec<Skeleton> {
    let (classes, count) = frame(encoded.script, encoded.letters());
    let mut found = vec![pack(&classes[..count])];
    variants_of(encoded, &mut |variant| {
        if !found.contains(&variant) {
            found.push(variant);
        }
    });
    found
}

/// Skeletons with one of three or more consonants left out; a few may come twice.
pub(crate) fn variants_of(encoded: &Encoded, each: &mut dyn FnMut(Skeleton)) {
    if encoded.script == Script::Other || encoded.length == 0 {
        return;
    }
    let (classes, count) = frame(encoded.script, encoded.letters());
    if count < 3 {
        return;
    }
    let mut shorter = [0; MAX_CLASSES];
    for left_out in 0..count {
        shorter[..left_out].copy_from_slice(&classes[..left_out]);
        shorter[left_out..count - 1].copy_from_slice(&classes[left_out + 1..count]);
        each(pack(&shorter[..count - 1]));
    }
}

fn pack(classes: &[u8]) -> Skeleton {
    // The number of classes stands in the lowest four bits, so that no frame is zero by accident.
    let packed = classes.iter().fold(0u64, |packed, &class| packed << 4 | u64::from(class));
    Skeleton(packed << 4 | classes.len() as u64)
}

/// Letters outside both alphabets: a hash of the letters themselves, marked by the highest bit.
fn other_skeleton(part: &str) -> Skeleton {
    let hash = part.chars().fold(0xcbf2_9ce4_8422_2325u64, |hash, letter| {
        (hash ^ u64::from(u32::from(letter))).wrapping_mul(0x0100_0000_01b3)
    });
    Skeleton(hash | 1 << 63)
}

/// The classes of a part in order.
fn frame(script: Script, letters: &[u8]) -> ([u8; MAX_CLASSES], usize) {
    let mut classes = [0; MAX_CLASSES];
    let mut count = 0;
    let mut before = 0;
    let mut at = 0;
    while at < letters.len() && count < MAX_CLASSES {
        let (class, step) = class_at(script, letters, at);
        // Doubled letters are one; so is a final h, which spells ة or nothing.
        let silent = class == THROAT && at + step == letters.len() && is_silent_end(script, letters);
        if class != 0 && class != before && !silent {
            classes[count] = class;
            count += 1;
        }
        before = class;
        at += step;
    }
    (classes, count)
}

fn is_silent_end(script: Script, letters: &[u8]) -> bool {
    let last = letters[letters.len() - 1];
    match script {
        Script::Latin => {
            last == b'h' - b'a' && letters.len() > 2 && LATIN_CLASS[usize::from(letters[letters.len() - 2])] == 0
        }
        _ => last == 25,
    }
}

fn class_at(script: Script, letters: &[u8], at: usize) -> (u8, usize) {
    let letter = usize::from(letters[at]);
    if script != Script::Latin {
        return (ARABIC_CLASS[letter], 1);
    }
    let pair = letters.get(at + 1).map(|&next| [letters[at] + b'a', next + b'a']);
    match pair.as_ref() {
        Some(b"sh" | b"ch" | b"zh") => (SIBILANT, 2),
        Some(b"th" | b"dh") => (DENTAL, 2),
        Some(b"gh" | b"dj") => (PALATAL, 2),
        Some(b"kh") => (THROAT, 2),
        Some(b"ck") => (VELAR, 2),
        Some(b"ph") => (FRICATIVE, 2),
        _ => (LATIN_CLASS[letter], 1),
    }
}

/// The consonant frame laid out for counting how much of it another frame shares.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Frame {
    classes: [u8; MAX_CLASSES],
    count: u8,
    /// For each class the places where it stands.
    places: [u16; CLASSES],
}

/// Classes with the one of vowels.
const CLASSES: usize = 12;

impl Frame {
    pub(crate) fn of(encoded: &Encoded) -> Self {
        if encoded.script == Script::Other {
            return Self::default();
        }
        let (classes, count) = frame(encoded.script, encoded.letters());
        Self::lay_out(classes, count)
    }

    fn lay_out(classes: [u8; MAX_CLASSES], count: usize) -> Self {
        let mut places = [0; CLASSES];
        for (at, &class) in classes[..count].iter().enumerate() {
            places[usize::from(class)] |= 1 << at;
        }
        Self { classes, count: count as u8, places }
    }

    /// About the frame of two words written as one, perhaps with an article between them.
    pub(crate) fn joined(&self, other: &Self, article: bool) -> Self {
        let (mut classes, mut count) = (self.classes, usize::from(self.count));
        let between = article.then_some(LAM);
        for class in between.into_iter().chain(other.classes[..usize::from(other.count)].iter().copied()) {
            if count < MAX_CLASSES && (count == 0 || classes[count - 1] != class) {
                classes[count] = class;
                count += 1;
            }
        }
        Self::lay_out(classes, count)
    }

    /// Consonants that must be written, left out or changed to make one frame of the other, at the least: the
    /// longer one less the longest common subsequence, counted in bits (Hyyrö, Crochemore et al. 2001).
    pub(crate) fn apart(&self, other: &Self) -> u32 {
        let mut row = u32::MAX;
        for &class in &other.classes[..usize::from(other.count)] {
            let shared = row & u32::from(self.places[usize::from(class)]);
            row = row.wrapping_add(shared) | row.wrapping_sub(shared);
        }
        let common = (!row & ((1 << self.count) - 1)).count_ones();
        u32::from(self.count.max(other.count)) - common
    }

    /// How many consonants there are.
    pub(crate) fn len(&self) -> u32 {
        u32::from(self.count)
    }
}

/// Which classes occur, one bit each, for rejecting unrelated pairs before any sum is made.
pub(crate) fn classes(script: Script, letters: &[u8]) -> u16 {
    if script == Script::Other {
        return 0;
    }
    let (classes, count) = frame(script, letters);
    classes[..count].iter().fold(0, |bits, class| bits | 1 << class)
}

#[cfg(test)]
mod tests {
    use super::{skeleton, skeleton_variants};

    #[test]
    fn spellings_of_one_name_share_a_skeleton() {
        for (arabic, latin) in [
            ("محمد", "mohammed"),
            ("محمد", "mihemed"),
            ("خطيب", "khatib"),
            ("خطيب", "xetib"),
            ("شريف", "cherif"),
            ("شريف", "sherif"),
            ("جمال", "cemal"),
            ("هدي", "huda"),
            ("فاطمه", "fatimah"),
            ("علي", "ali"),
            ("ايه", "aya"),
            ("عبدالله", "abdallah"),
        ] {
            assert_eq!(skeleton(arabic), skeleton(latin), "{arabic} {latin}");
        }
    }

    #[test]
    fn variants_meet_one_consonant_apart() {
        let (a, b) = (skeleton_variants("محمود"), skeleton_variants("mamud"));
        assert!(a.iter().any(|variant| b.contains(variant)));
        assert_eq!(skeleton_variants("علي").len(), 1);
    }
}
