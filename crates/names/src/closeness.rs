//! Closeness of two parts, in bits: how much less likely the one is as a spelling of the other than a
//! plain copy (one script) or the usual spelling (across scripts) would be.
//!
//! Says nothing about how rare the name is; that is `Vocabulary`.

use std::sync::OnceLock;

use crate::alphabet::Encoded;
use crate::channel::Columns;
use crate::limits::MAX_PART_LETTERS;
use crate::script::Script;
use crate::skeleton::Frame;
use crate::tables::Tables;

/// Lowest closeness: not worth telling apart below.
pub(crate) const FLOOR: f32 = -60.0;
/// Two forms of one group of attested equivalents are at least this close.
pub(crate) const EQUIVALENT: f32 = -3.0;
/// Cost of supposing that an article is glued to the word ("Alkhatib").
pub(crate) const GLUED_ARTICLE: f32 = -1.5;
/// Below this the glued article is tried.
const TRY_GLUED: f32 = -6.0;
/// Consonant classes that occur on one side only before a pair is refused unseen.
const CLASSES_APART: u32 = 5;
/// Consonants that two spellings of one name may differ by, and one more in frames so long.
const CONSONANTS_APART: u32 = 2;
const LONG_FRAME: u32 = 6;
/// Bits an edit costs in scripts the channels do not know.
const OTHER_EDIT: f32 = -9.0;

/// A part with what comparing it needs, worked out once.
#[derive(Debug, Clone)]
pub(crate) struct Form {
    pub(crate) encoded: Encoded,
    pub(crate) frame: Frame,
    /// Columns of the letters as a target of the channel within the script, and across.
    columns: OnceLock<Box<[Columns; 2]>>,
    /// log2 of the probability of the usual spelling (an Arabic part, in Latin letters).
    pub(crate) usual: f32,
    /// log2 of the probability of a plain copy.
    copying: f32,
    /// Begins like an article with at least three letters after it.
    article: bool,
    /// Stands in a group of equivalents.
    grouped: bool,
    /// Has attested spellings, or is one.
    attested: bool,
}

impl Form {
    /// Whether nothing but the letters can bring the two together, and they do not.
    pub(crate) fn is_far_from(&self, other: &Self) -> bool {
        let may_meet_otherwise =
            self.article || other.article || self.grouped && other.grouped || self.attested && other.attested;
        !may_meet_otherwise && self.cannot_be(other)
    }

    /// Lengths and consonants that rule a pair out before any sum is made.
    fn cannot_be(&self, other: &Self) -> bool {
        cannot_be(&self.encoded, &other.encoded) || frames_apart(&self.frame, &other.frame)
    }
}

/// Whether two frames have too little in common for one name.
pub(crate) fn frames_apart(a: &Frame, b: &Frame) -> bool {
    let longest = a.len().max(b.len());
    a.apart(b) > CONSONANTS_APART + u32::from(longest >= LONG_FRAME)
}

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
        self.likelihood(&self.form(*a), &self.form(*b)).min(0.0)
    }

    /// What comparing needs to know of a part.
    pub(crate) fn form(&self, encoded: Encoded) -> Form {
        let (usual, copying, attested) = match encoded.script {
            Script::Arabic => (
                self.across.best_spelling(encoded.units()),
                self.arabic.copying(encoded.units()),
                self.lexicon.knows(&encoded),
            ),
            Script::Latin => (0.0, self.latin.copying(encoded.units()), self.lexicon.is_spelling(&encoded)),
            Script::Other => (0.0, 0.0, false),
        };
        let grouped = self.equivalents.may_hold(encoded.hash);
        Form {
            encoded,
            frame: Frame::of(&encoded),
            columns: OnceLock::new(),
            usual,
            copying,
            article: begins_with_article(&encoded),
            grouped,
            attested,
        }
    }

    /// The columns of a part as a target of the channels; most parts are never one.
    fn columns<'a>(&self, form: &'a Form) -> &'a [Columns; 2] {
        form.columns.get_or_init(|| {
            let letters = form.encoded.letters();
            Box::new(match form.encoded.script {
                Script::Arabic => [self.arabic.columns(letters), Columns::default()],
                Script::Latin => [self.latin.columns(letters), self.across.columns(letters)],
                Script::Other => Default::default(),
            })
        })
    }

    /// `closeness_encoded` before the cut at 0: attested spellings can be likelier than the letters say.
    pub(crate) fn likelihood(&self, a: &Form, b: &Form) -> f32 {
        let (x, y) = (&a.encoded, &b.encoded);
        if x.script == Script::Other || y.script == Script::Other {
            return FLOOR;
        }
        if x.script == y.script && x.letters() == y.letters() {
            return 0.0;
        }
        if x.length == 0 || y.length == 0 {
            return FLOOR;
        }
        // Across scripts the Arabic word is the source; within one the order must not matter.
        let (a, b) = if (x.script, x.letters()) <= (y.script, y.letters()) { (a, b) } else { (b, a) };
        let attested = a.attested && b.attested && a.encoded.script != b.encoded.script;
        let mut best = if !attested && a.cannot_be(b) { FLOOR } else { self.spelled(a, b) };
        if best < TRY_GLUED {
            best = best.max(self.glued(a, b));
        }
        if best < EQUIVALENT && a.grouped && b.grouped && self.equivalents.share_a_group(&a.encoded, &b.encoded) {
            best = EQUIVALENT;
        }
        best.max(FLOOR)
    }

    fn spelled(&self, a: &Form, b: &Form) -> f32 {
        let (x, y) = (&a.encoded, &b.encoded);
        if x.script == y.script {
            let channel = if x.script == Script::Latin { &self.latin } else { &self.arabic };
            let there = channel.probability(x.units(), y.letters(), &self.columns(b)[0]).log2() - a.copying;
            let back = channel.probability(y.units(), x.letters(), &self.columns(a)[0]).log2() - b.copying;
            // A probability of nothing has the logarithm -inf; the floor takes it.
            f32::midpoint(there.max(2.0 * FLOOR), back.max(2.0 * FLOOR))
        } else {
            let mut probability = self.across.probability(x.units(), y.letters(), &self.columns(b)[1]);
            if a.attested {
                let (share, attested) = self.lexicon.probability(x, y);
                probability = share * attested + (1.0 - share) * probability;
            }
            probability.log2() - a.usual
        }
    }

    /// Tries the words without an article glued to one of them.
    fn glued(&self, a: &Form, b: &Form) -> f32 {
        let mut best = FLOOR;
        for (whole, other) in [(a, b), (b, a)] {
            if !whole.article || other.article && whole.encoded.script == other.encoded.script {
                continue;
            }
            let bare = whole.encoded.without_first(2);
            if bare.script == other.encoded.script && bare.letters() == other.encoded.letters() {
                return GLUED_ARTICLE;
            }
            if cannot_be(&bare, &other.encoded) {
                continue;
            }
            let bare = self.form(bare);
            let (first, second) =
                if (bare.encoded.script, bare.encoded.letters()) <= (other.encoded.script, other.encoded.letters()) {
                    (&bare, other)
                } else {
                    (other, &bare)
                };
            best = best.max(self.spelled(first, second) + GLUED_ARTICLE);
        }
        best
    }
}

/// Lengths and consonants that rule a pair out before any sum is made.
pub(crate) fn cannot_be(a: &Encoded, b: &Encoded) -> bool {
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
pub(crate) fn other_closeness(a: &str, b: &str) -> f32 {
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
