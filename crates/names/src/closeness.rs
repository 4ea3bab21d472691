//! Closeness of two parts, in bits: how much less likely the one is as a spelling of the other than a
//! plain copy (one script) or the usual spelling (across scripts) would be.
//!
//! Says nothing about how rare the name is; that is `Vocabulary::evidence`.

use crate::alphabet::Encoded;
use crate::lexicon::ATTESTED;
use crate::limits::MAX_PART_LETTERS;
use crate::script::Script;
use crate::tables::Tables;

/// Lowest closeness: not worth telling apart below.
pub(crate) const FLOOR: f32 = -60.0;
/// Two forms of one group of attested equivalents are at least this close.
const EQUIVALENT: f32 = -3.0;
/// Cost of supposing that an article is glued to the word ("Alkhatib").
pub(crate) const GLUED_ARTICLE: f32 = -1.5;
/// Below this the glued article is tried.
const TRY_GLUED: f32 = -6.0;
/// Consonant classes that occur on one side only before a pair is refused unseen.
const CLASSES_APART: u32 = 5;
/// Bits an edit costs in scripts the channels do not know.
const OTHER_EDIT: f32 = -9.0;

impl Tables {
    /// Bits by which "one is a spelling of the other" falls short of a copy; 0 for equal folded text,
    /// never below -60. Symmetric.
    ///
    /// One slip of the keyboard costs about 6 to 12 bits, a usual romanisation 1 to 6, an unrelated
    /// name more than 20.
    pub fn closeness(&self, a: &str, b: &str) -> f32 {
        if a == b {
            return 0.0;
        }
        let (first, second) = (Encoded::of(a), Encoded::of(b));
        if first.script == Script::Other && second.script == Script::Other {
            return other_closeness(a, b);
        }
        self.closeness_encoded(&first, &second)
    }

    /// The encoding of a folded part, for callers that compare one part with many.
    pub fn encode(&self, part: &str) -> Encoded {
        Encoded::of(part)
    }

    /// `closeness` of parts encoded before. Parts of other scripts than Arabic and Latin are only equal
    /// or not here.
    pub fn closeness_encoded(&self, a: &Encoded, b: &Encoded) -> f32 {
        self.likelihood(a, b).min(0.0)
    }

    /// `closeness_encoded` before the cut at 0: attested spellings can be likelier than the letters say.
    pub(crate) fn likelihood(&self, a: &Encoded, b: &Encoded) -> f32 {
        self.likelihood_from(a, b, None)
    }

    /// The same, where the sum of the channel across scripts is known already.
    pub(crate) fn likelihood_from(&self, a: &Encoded, b: &Encoded, across: Option<f32>) -> f32 {
        if a.script == Script::Other || b.script == Script::Other {
            return FLOOR;
        }
        if a.script == b.script && a.letters() == b.letters() {
            return 0.0;
        }
        if a.length == 0 || b.length == 0 {
            return FLOOR;
        }
        // Across scripts the Arabic word is the source; within one the order must not matter.
        let (a, b) = if (a.script, a.letters()) <= (b.script, b.letters()) { (a, b) } else { (b, a) };
        let mut best = if cannot_be(a, b) { FLOOR } else { self.spelled(a, b, across) };
        if best < TRY_GLUED {
            best = best.max(self.glued(a, b));
        }
        if best < EQUIVALENT && self.equivalents.share_a_group(a, b) {
            best = EQUIVALENT;
        }
        best.max(FLOOR)
    }

    fn spelled(&self, a: &Encoded, b: &Encoded, across: Option<f32>) -> f32 {
        if a.script == b.script {
            let channel = if a.script == Script::Latin { &self.latin } else { &self.arabic };
            let there = channel.probability(a.units(), b.letters()).log2() - channel.copying(a.units());
            let back = channel.probability(b.units(), a.letters()).log2() - channel.copying(b.units());
            // A probability of nothing has the logarithm -inf; the floor takes it.
            f32::midpoint(there.max(2.0 * FLOOR), back.max(2.0 * FLOOR))
        } else {
            let mut probability = across.unwrap_or_else(|| self.across.probability(a.units(), b.letters()));
            if self.lexicon.knows(a) {
                probability = ATTESTED * self.lexicon.probability(a, b) + (1.0 - ATTESTED) * probability;
            }
            probability.log2() - self.usual_spelling(a)
        }
    }

    /// log2 of the probability that a typical spelling of an Arabic part has.
    pub(crate) fn usual_spelling(&self, arabic: &Encoded) -> f32 {
        self.across.best_spelling(arabic.units())
    }

    /// Tries the words without an article glued to one of them.
    fn glued(&self, a: &Encoded, b: &Encoded) -> f32 {
        let mut best = FLOOR;
        for (whole, other) in [(a, b), (b, a)] {
            if !begins_with_article(whole) || begins_with_article(other) && whole.script == other.script {
                continue;
            }
            let bare = whole.without_first(2);
            if bare.script == other.script && bare.letters() == other.letters() {
                return GLUED_ARTICLE;
            }
            if cannot_be(&bare, other) {
                continue;
            }
            let (first, second) = if (bare.script, bare.letters()) <= (other.script, other.letters()) {
                (&bare, other)
            } else {
                (other, &bare)
            };
            best = best.max(self.spelled(first, second, None) + GLUED_ARTICLE);
        }
        best
    }
}

/// Lengths and consonants that rule a pair out before any sum is made.
fn cannot_be(a: &Encoded, b: &Encoded) -> bool {
    let (n, m) = (a.length, b.length);
    let lengths_apart = if a.script == b.script {
        n.abs_diff(m) > n.max(m) / 2 + 1
    } else {
        let (arabic, latin) = if a.script == Script::Arabic { (n, m) } else { (m, n) };
        latin > 2 * arabic + 4 || arabic > latin + 3
    };
    lengths_apart || (a.classes ^ b.classes).count_ones() >= CLASSES_APART
}

/// `al…`, `el…`, «ال…» with at least three letters after it.
pub(crate) fn begins_with_article(part: &Encoded) -> bool {
    let letters = part.letters();
    letters.len() >= 5
        && match part.script {
            Script::Latin => matches!(letters[..2], [0 | 4, 11]),
            Script::Arabic => matches!(letters[..2], [0, 22]),
            Script::Other => false,
        }
}

/// Scripts without a channel: edits counted, nothing learned.
fn other_closeness(a: &str, b: &str) -> f32 {
    let mut row = [0usize; MAX_PART_LETTERS + 1];
    let target: Vec<char> = b.chars().take(MAX_PART_LETTERS).collect();
    for (at, cost) in row.iter_mut().enumerate() {
        *cost = at;
    }
    for (i, letter) in a.chars().take(MAX_PART_LETTERS).enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, other) in target.iter().enumerate() {
            let substituted = diagonal + usize::from(letter != *other);
            diagonal = row[j + 1];
            row[j + 1] = substituted.min(row[j] + 1).min(diagonal + 1);
        }
    }
    (row[target.len()] as f32 * OTHER_EDIT).max(FLOOR)
}
