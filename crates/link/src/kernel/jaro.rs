//! Jaro's similarity, and Winkler's raising of it.
//!
//! Two letters match when they are equal and no further apart than half the longer text, less one; each letter of the
//! right text takes the first free one of the left. Half the matched letters that stand in another order are
//! transpositions t, rounded down. J = (m/|a| + m/|b| + (m − t)/m) / 3. (M. A. Jaro, JASA 84, 1989; the
//! bit-parallel search is Bachmann's, rapidfuzz 2022, and the order of the floating-point steps is that of its C++
//! library, so that thresholds cut at the same pairs.)

use super::WORD;
use super::masks::Masks;
use super::texts::{Letter, Text};

/// Winkler raises by this for each letter of a common beginning of at most four …
const RAISE: f64 = 0.1;
const BEGINNING_MAX: usize = 4;
/// … when Jaro's similarity is above this.
const RAISED_ABOVE: f64 = 0.7;

/// Jaro's similarity of two texts. `masks` are those of the left one.
pub(crate) fn jaro(left: Text<'_>, right: Text<'_>, masks: &Masks) -> f64 {
    match (left, right) {
        (Text::Narrow(left), Text::Narrow(right)) => similarity(left, right, masks),
        (Text::Wide(left), Text::Wide(right)) => similarity(left, right, masks),
        _ => 0.0,
    }
}

/// Raises Jaro's similarity for a common beginning.
pub(crate) fn winkler(jaro: f64, left: Text<'_>, right: Text<'_>) -> f64 {
    if jaro > RAISED_ABOVE { jaro + beginning(left, right) * RAISE * (1.0 - jaro) } else { jaro }
}

/// No less than the raised similarity, when Jaro's is no more than `jaro_at_most`.
pub(crate) fn winkler_at_most(jaro_at_most: f64, left: Text<'_>, right: Text<'_>) -> f64 {
    // A hair more than the exact bound: rounding must never make it less.
    winkler(jaro_at_most, left, right) + 1e-9
}

fn beginning(left: Text<'_>, right: Text<'_>) -> f64 {
    fn count<L: Letter>(left: &[L], right: &[L]) -> usize {
        left.iter().zip(right).take(BEGINNING_MAX).take_while(|(one, other)| one == other).count()
    }
    let letters = match (left, right) {
        (Text::Narrow(left), Text::Narrow(right)) => count(left, right),
        (Text::Wide(left), Text::Wide(right)) => count(left, right),
        _ => 0,
    };
    letters as f64
}

fn similarity<L: Letter>(left: &[L], right: &[L], masks: &Masks) -> f64 {
    if left.is_empty() || right.is_empty() {
        return if left.is_empty() && right.is_empty() { 1.0 } else { 0.0 };
    }
    let reach = (left.len().max(right.len()) / 2).saturating_sub(1);
    let (matches, transpositions) = if left.len() <= WORD && right.len() <= WORD {
        matches_in_words(left.len(), right, reach, masks)
    } else {
        matches_plainly(left, right, reach)
    };
    if matches == 0 {
        return 0.0;
    }
    let matches = f64::from(matches);
    let mut sum = matches / left.len() as f64;
    sum += matches / right.len() as f64;
    sum += (matches - f64::from(transpositions / 2)) / matches;
    sum / 3.0
}

/// Matched letters, and how many of them stand against another letter.
fn matches_in_words<L: Letter>(left: usize, right: &[L], reach: usize, masks: &Masks) -> (u32, u32) {
    // What stands further right than any letter of the left text reaches matches nothing.
    let right = &right[..right.len().min(left + reach)];
    let (mut taken_left, mut taken_right) = (0_u64, 0_u64);
    let mut window = if reach + 1 >= WORD { u64::MAX } else { (1 << (reach + 1)) - 1 };
    for (place, &letter) in right.iter().enumerate() {
        let free = masks.of_letter(letter) & window & !taken_left;
        taken_left |= free & free.wrapping_neg();
        taken_right |= u64::from(free != 0) << place;
        window = if place < reach { window << 1 | 1 } else { window << 1 };
    }
    let matches = taken_left.count_ones();
    let mut transpositions = 0;
    while taken_right != 0 {
        let place = taken_left & taken_left.wrapping_neg();
        let letter = right[taken_right.trailing_zeros() as usize];
        transpositions += u32::from(masks.of_letter(letter) & place == 0);
        taken_right &= taken_right - 1;
        taken_left ^= place;
    }
    (matches, transpositions)
}

fn matches_plainly<L: Letter>(left: &[L], right: &[L], reach: usize) -> (u32, u32) {
    let mut taken = vec![false; left.len()];
    let mut matched = Vec::new();
    for (place, &letter) in right.iter().enumerate() {
        let window = place.saturating_sub(reach)..(place + reach + 1).min(left.len());
        if let Some(at) = window.into_iter().find(|&at| !taken[at] && left[at] == letter) {
            taken[at] = true;
            matched.push(letter);
        }
    }
    let ordered = left.iter().zip(&taken).filter(|(_, taken)| **taken).map(|(letter, _)| letter);
    let transpositions = ordered.zip(&matched).filter(|(one, other)| one != other).count();
    (matched.len() as u32, transpositions as u32)
}
