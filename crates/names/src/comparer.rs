//! Compares prepared names by the thousand: remembers the parts it has seen and what pairs of them say.
//!
//! The memory changes how fast an answer comes, never what it is. One comparer a thread.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use crate::compare::NameComparison;
use crate::evidence::PartEvidence;
use crate::forest::Weight;
use crate::matched::Matched;
use crate::part::{PartRole, Reading};
use crate::script::Script;
use crate::side::{PreparedName, Slot};
use crate::skeleton::Frame;
use crate::vocabulary::{Known, Vocabulary};

/// Pairs remembered by a comparer that has seen at most so many parts: powers of two. One comparison needs no large memory, and
/// one search no very large one: to make it would take longer than the search.
const PAIRS: [(usize, usize); 3] = [(200, 1 << 9), (4_000, 1 << 14), (usize::MAX, 1 << 19)];
/// An initial that fits says nothing, and one across scripts neither; one that does not fit speaks against.
pub(crate) const INITIAL_FITS: PartEvidence = PartEvidence { evidence: 0, closeness: -6 * 1024, perfect: 0, oddity: 0 };
pub(crate) const INITIAL_FITS_NOT: PartEvidence =
    PartEvidence { evidence: -6 * 1024, closeness: -30 * 1024, perfect: 0, oddity: 0 };
/// Father of Khaled is not Khaled.
const PARENT_OF: i32 = -6 * 1024;
/// A compound that lists have cut to its head («عبد», «أبو») against the whole.
const CUT_SHORT: PartEvidence = PartEvidence { evidence: 2 * 1024, closeness: -8 * 1024, perfect: 4 * 1024, oddity: 0 };

/// What is remembered where no pair is.
const NO_PAIR: (u64, i32, i32) = (u64::MAX, 0, 0);

/// Compares names under one vocabulary.
pub struct Comparer<'v> {
    vocabulary: &'v Vocabulary,
    numbers: HashMap<Box<str>, u32, BuildHasherDefault<TextHasher>>,
    parts: Vec<Known>,
    /// Two numbers as a key, evidence and closeness.
    pairs: Vec<(u64, i32, i32)>,
    /// Parts that it may have seen before it remembers more pairs.
    parts_max: usize,
}

impl<'v> Comparer<'v> {
    /// A comparer that has seen nothing.
    pub fn new(vocabulary: &'v Vocabulary) -> Self {
        let (parts_max, pairs) = PAIRS[0];
        let pairs = vec![NO_PAIR; pairs];
        Self { vocabulary, numbers: HashMap::default(), parts: Vec::new(), pairs, parts_max }
    }

    /// Makes a reading ready to be compared. What is prepared by one comparer is for that one only.
    pub fn prepare(&mut self, reading: &Reading) -> PreparedName {
        PreparedName::of(reading, |text| {
            let number = self.number(text);
            (number, self.parts[number as usize].woman)
        })
    }

    /// How many distinct parts are remembered: whoever compares without end begins anew at some number, with a new
    /// comparer and names prepared by it.
    pub fn remembered(&self) -> usize {
        self.parts.len()
    }

    /// The weight for "one name", with all its terms summed up. Symmetric.
    pub fn weigh(&mut self, a: &PreparedName, b: &PreparedName) -> Weight {
        let (matched, _) = Matched::between(self, a, b);
        crate::compare::weigh(self.vocabulary.tables(), &matched)
    }

    /// The bits by which search results are ranked: the evidence of the parts, less a little for what is left over
    /// or out of order.
    pub fn rank(&mut self, a: &PreparedName, b: &PreparedName) -> f32 {
        let (matched, _) = Matched::between(self, a, b);
        crate::bits::as_bits(matched.ranking())
    }

    /// The comparison with its reasons.
    pub fn explain(&mut self, a: &Reading, b: &Reading) -> NameComparison {
        let (first, second) = (self.prepare(a), self.prepare(b));
        let (matched, swapped) = Matched::between(self, &first, &second);
        crate::compare::explain(self.vocabulary.tables(), &matched, swapped, a, b)
    }

    /// What two folded parts say by themselves.
    pub fn part(&mut self, a: &str, b: &str) -> PartEvidence {
        let (a, b) = (self.number(a), self.number(b));
        self.pair(a, b)
    }

    pub(crate) fn number(&mut self, text: &str) -> u32 {
        if let Some(&number) = self.numbers.get(text) {
            return number;
        }
        let number = self.parts.len() as u32;
        self.parts.push(self.vocabulary.know(text));
        self.numbers.insert(text.into(), number);
        number
    }

    /// The number of two neighbouring words read as one. It is one only as that: by chance it comes up at least as
    /// often as the two words do.
    pub(crate) fn joined(&mut self, first: u32, second: u32, article: &str) -> u32 {
        let (one, other) = (&self.parts[first as usize], &self.parts[second as usize]);
        let key = format!("{}\u{1f}{article}{}", one.text, other.text);
        if let Some(&number) = self.numbers.get(key.as_str()) {
            return number;
        }
        let mut known = self.vocabulary.know(&format!("{}{article}{}", one.text, other.text));
        known.chance_min = one.share * other.share;
        let number = self.parts.len() as u32;
        self.parts.push(known);
        self.numbers.insert(key.into(), number);
        number
    }

    pub(crate) fn text(&self, part: u32) -> &str {
        &self.parts[part as usize].text
    }

    /// The consonant frame of a part.
    pub(crate) fn frame(&self, part: u32) -> &Frame {
        &self.parts[part as usize].form.frame
    }

    /// What two slots say: their parts, and where one is only an initial, whether it fits.
    pub(crate) fn slots(&mut self, a: &Slot, b: &Slot) -> PartEvidence {
        if a.initial || b.initial {
            let fits = a.script != b.script || self.text(a.part).chars().next() == self.text(b.part).chars().next();
            return if fits { INITIAL_FITS } else { INITIAL_FITS_NOT };
        }
        let mut found = self.pair(a.part, b.part);
        if (is_own(a) || is_own(b)) && parent_of(self.text(a.part)) != parent_of(self.text(b.part)) {
            found.evidence = found.evidence.min(PARENT_OF);
        }
        found
    }

    /// What two parts say.
    pub(crate) fn pair(&mut self, a: u32, b: u32) -> PartEvidence {
        if self.parts.len() > self.parts_max {
            self.remember_more();
        }
        let (low, high) = (a.min(b) as usize, a.max(b) as usize);
        let (one, other) = (&self.parts[low], &self.parts[high]);
        let lettered = one.script() != Script::Other && other.script() != Script::Other;
        if low != high && lettered && one.form.is_far_from(&other.form) {
            if is_cut_short(one, other) {
                return CUT_SHORT;
            }
            let floor = crate::bits::bits(crate::closeness::FLOOR);
            return Vocabulary::told(one, other, Vocabulary::unrelated(), floor);
        }
        let key = (low as u64) << 32 | high as u64;
        let at = (key.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 32) as usize & (self.pairs.len() - 1);
        // Two places a pair: what came last stands in the first.
        for place in [at, at ^ 1] {
            let (known, evidence, closeness) = self.pairs[place];
            if known == key {
                return Vocabulary::told(one, other, evidence, closeness);
            }
        }
        let found = self.compute(low, high);
        // What is cut short has a rarity by hand; it is not remembered.
        if found != CUT_SHORT {
            self.pairs[at ^ 1] = self.pairs[at];
            self.pairs[at] = (key, found.evidence, found.closeness);
        }
        found
    }

    /// Begins a memory for as many parts as there are now.
    #[cold]
    fn remember_more(&mut self) {
        let parts = self.parts.len();
        let wanted = PAIRS.iter().find(|(parts_max, _)| parts <= *parts_max);
        let (parts_max, pairs) = *wanted.unwrap_or(&PAIRS[PAIRS.len() - 1]);
        (self.parts_max, self.pairs) = (parts_max, vec![NO_PAIR; pairs]);
    }

    fn compute(&mut self, low: usize, high: usize) -> PartEvidence {
        if low == high {
            let mut twin = self.vocabulary.know(&self.parts[low].text);
            return self.vocabulary.between(&mut self.parts[low], &mut twin);
        }
        let (head, tail) = self.parts.split_at_mut(high);
        // By their texts: a number says only who was seen first.
        let (one, other) = if head[low].text <= tail[0].text {
            (&mut head[low], &mut tail[0])
        } else {
            (&mut tail[0], &mut head[low])
        };
        let found = self.vocabulary.between(one, other);
        if found.evidence < CUT_SHORT.evidence && is_cut_short(one, other) { CUT_SHORT } else { found }
    }
}

/// Whether the part is the person's own name, or stands for it.
fn is_own(slot: &Slot) -> bool {
    matches!(slot.role, PartRole::Given | PartRole::Teknonym | PartRole::Laqab)
}

/// Whether a part says whose father somebody is. A head by itself says nothing; «ام …» cannot be told from أمل.
fn parent_of(text: &str) -> bool {
    let begins = |head| text.strip_prefix(head).is_some_and(|rest: &str| rest.chars().count() >= 3);
    begins("ابو") || begins("abu")
}

/// Whether one part is only the head of the other: `abd` of `abdalkarim`, «ابو» of «ابوشامه».
fn is_cut_short(a: &Known, b: &Known) -> bool {
    let heads = |head: &Known, whole: &Known| {
        let in_script = |script: Script| {
            let heads: &[(&str, &str)] = match script {
                Script::Arabic => &[("عبد", "عبد"), ("ابو", "ابو")],
                Script::Latin => &[("abd", "abdal"), ("abu", "abu"), ("abou", "abu")],
                Script::Other => &[],
            };
            heads
        };
        let kind = in_script(head.script()).iter().position(|(short, _)| *short == &*head.text);
        let begins = |at: usize| {
            in_script(whole.script())
                .get(at.min(1))
                .is_some_and(|(_, long)| whole.text.len() > long.len() + 2 && whole.text.starts_with(long))
        };
        kind.is_some_and(begins)
    };
    heads(a, b) || heads(b, a)
}

/// A quick hash of short texts. The texts are those of one run, so nobody gains by making them collide; parts are
/// capped, and a table that is slow is slow for whoever filled it.
#[derive(Default)]
struct TextHasher(u64);

impl Hasher for TextHasher {
    fn finish(&self) -> u64 {
        self.0 ^ self.0 >> 32
    }

    fn write(&mut self, bytes: &[u8]) {
        for chunk in bytes.chunks(8) {
            let mut word = [0; 8];
            word[..chunk.len()].copy_from_slice(chunk);
            self.0 = (self.0.rotate_left(23) ^ u64::from_le_bytes(word)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        }
    }
}
