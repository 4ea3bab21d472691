//! What the weight of a comparison is computed from: two dozen whole numbers about two aligned names.
//!
//! Brothers agree in every part but one, so the smallest evidence of any part matters more than the
//! sum; that idea and many of the features are those of the Python prototype that came before this crate.
//! Each feature can only move in favour when the same rare part is added to both names, and the learned
//! weight only rises with it ([`DIRECTIONS`]): so agreement in one more part never counts against.

use crate::bits::BIT;
use crate::matched::{Matched, PairValue};
use crate::vocabulary::Vocabulary;

/// Number of features.
pub(crate) const FEATURES: usize = FEATURE_TERMS.len();

/// The term of an explanation that each feature, in the order of [`features`], belongs to.
pub(crate) const FEATURE_TERMS: [&str; 24] = [
    CALIBRATION,
    "weakest part",
    "weakest part",
    "weakest part",
    "agreement of parts",
    "agreement of parts",
    "parts left over",
    "agreement of parts",
    "order of parts",
    "weakest part",
    "weakest part",
    "scripts",
    "article on one side only",
    "closeness of spelling",
    "closeness of spelling",
    "closeness of spelling",
    "another name explains it",
    "another name explains it",
    "another name explains it",
    "father passed over",
    "order of parts",
    "parts left over",
    "another name explains it",
    "another name explains it",
];

/// The term that takes the parts, each weighed by itself, to what labelled pairs of names have shown.
pub const CALIBRATION: &str = "calibration";

/// Whether the weight may only rise (1) or fall (-1) with a feature, or do as it likes (0).
pub(crate) const DIRECTIONS: [i8; FEATURES] =
    [1, 1, 1, 1, 1, -1, -1, 1, -1, 1, 1, 0, -1, 1, 1, 1, -1, -1, -1, -1, -1, 1, 0, 0];

/// A part's evidence is capped here, so that one rare family name cannot outweigh a contradiction.
pub(crate) const CAP: i32 = 17 * BIT;
/// From here on the letters that differ say nothing any more: no other name comes near.
const SURE: i32 = 14 * BIT;
/// Above this a part agrees, and more of it is told by the sum alone.
const AGREES: i32 = 6 * BIT;
/// Evidence above which a part agrees and below which (negative) it contradicts.
const CLEAR: i32 = 3 * BIT / 2;
/// How rare a spelling can be that still tells something.
const ODD: i32 = 30 * BIT;
/// Closeness of a usual spelling: differences above are habits of romanisation.
const USUAL: i32 = -6 * BIT;
/// Closeness below which a part has nothing to do with the other.
const FAR: i32 = -30 * BIT;

/// The features of two aligned names.
pub(crate) fn features(matched: &Matched<'_>) -> [i32; FEATURES] {
    let values = matched.values();
    let lost = |value: &PairValue| {
        if value.same_text || value.part.evidence >= SURE {
            0
        } else {
            (value.part.perfect - value.part.evidence).clamp(0, CAP)
        }
    };
    let mut evidence: Vec<i32> = values.iter().map(|value| value.part.evidence.min(CAP)).collect();
    evidence.sort_unstable();
    let close = |value: &PairValue| {
        if value.part.evidence >= SURE { USUAL } else { value.part.closeness.clamp(FAR, USUAL) }
    };
    let mut closeness: Vec<i32> = values.iter().map(close).collect();
    closeness.sort_unstable();
    let mut explained: Vec<i32> = values.iter().map(lost).collect();
    explained.sort_unstable_by(|a, b| b.cmp(a));
    let nth = |values: &[i32], at: usize, missing: i32| values.get(at).copied().unwrap_or(missing);
    let weak = |at: usize, missing: i32| nth(&evidence, at, missing).min(AGREES);
    let end = |chosen: fn(&PairValue) -> bool| {
        values.iter().filter(|value| chosen(value)).map(|value| value.part.evidence).fold(AGREES, i32::min)
    };
    let weakest = values.iter().min_by_key(|value| value.part.evidence);
    let most_lost = values.iter().max_by_key(|value| lost(value));
    let odd = |value: Option<&PairValue>| {
        value.filter(|value| value.part.evidence < AGREES).map_or(0, |value| value.part.oddity.min(ODD))
    };
    let count = |holds: &dyn Fn(i32) -> bool| evidence.iter().filter(|value| holds(**value)).count() as i32;
    [
        evidence.iter().sum(),
        weak(0, Vocabulary::unrelated()),
        weak(1, AGREES),
        weak(2, AGREES),
        count(&|value| value > CLEAR),
        count(&|value| value < -CLEAR),
        matched.left_over() as i32,
        values.len() as i32,
        matched.inversions() as i32,
        end(|value| value.first),
        end(|value| value.last),
        matched.latin_sides(),
        values.iter().filter(|value| value.article_differs).count() as i32,
        nth(&closeness, 0, FAR),
        nth(&closeness, 1, USUAL),
        closeness.iter().map(|value| value - USUAL).sum::<i32>().max(-60 * BIT),
        nth(&explained, 0, 0),
        nth(&explained, 1, 0),
        values.iter().filter(|value| value.first).map(lost).max().unwrap_or(0),
        i32::from(matched.father_skipped()),
        i32::from(matched.is_reversed()),
        matched.a.len().min(matched.b.len()) as i32,
        odd(weakest),
        odd(most_lost),
    ]
}
