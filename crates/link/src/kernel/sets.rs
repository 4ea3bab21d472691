//! Measures that look at letters one by one: Jaccard's share of common letters, Hamming's count of differing places.

use super::texts::{Letter, Text};

/// Letters that both texts have, of those that either has; 0 when both are empty. (P. Jaccard 1901.)
pub(crate) fn jaccard(left: Text<'_>, right: Text<'_>) -> f64 {
    match (left, right) {
        (Text::Narrow(left), Text::Narrow(right)) => share(left, right),
        (Text::Wide(left), Text::Wide(right)) => share(left, right),
        _ => 0.0,
    }
}

/// Places at which two texts of one length differ; nothing when their lengths differ. (R. W. Hamming 1950.)
pub(crate) fn hamming(left: Text<'_>, right: Text<'_>) -> Option<u32> {
    fn count<L: Letter>(left: &[L], right: &[L]) -> Option<u32> {
        let differ = || left.iter().zip(right).filter(|(one, other)| one != other).count() as u32;
        (left.len() == right.len()).then(differ)
    }
    match (left, right) {
        (Text::Narrow(left), Text::Narrow(right)) => count(left, right),
        (Text::Wide(left), Text::Wide(right)) => count(left, right),
        _ => None,
    }
}

fn share<L: Letter>(left: &[L], right: &[L]) -> f64 {
    let distinct = |letters: &[L]| {
        let mut letters = letters.to_vec();
        letters.sort_unstable();
        letters.dedup();
        letters
    };
    let (left, right) = (distinct(left), distinct(right));
    let both = left.iter().filter(|letter| right.binary_search(letter).is_ok()).count();
    let either = left.len() + right.len() - both;
    if either == 0 { 0.0 } else { both as f64 / either as f64 }
}
