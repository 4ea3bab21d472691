//! What makes a sheet blind: codes that say nothing, an order and sides that differ from judge to judge.
//!
//! All follow from a seed, which judges must not be able to guess: pairs are numbered by stratum.

use crate::random::{SplitMix, join};
use std::collections::BTreeSet;

/// Consonants only: a spreadsheet takes no such code for a number or a date, and no word comes of it.
const LETTERS: &[u8; 20] = b"BCDFGHJKLMNPQRSTVWXZ";
const CODE_LETTERS: usize = 6;
/// Tells codes and orders from the other uses of one seed.
const PURPOSES: (u64, u64) = (0xc0de, 0x0ade);

/// So many codes, each unlike the others.
pub fn codes(count: usize, seed: u64) -> Vec<String> {
    let mut random = SplitMix::new(join(seed, PURPOSES.0));
    let mut known = BTreeSet::new();
    let mut codes = Vec::with_capacity(count);
    while codes.len() < count {
        let code: String = (0..CODE_LETTERS).map(|_| char::from(LETTERS[random.below(LETTERS.len())])).collect();
        if known.insert(code.clone()) {
            codes.push(code);
        }
    }
    codes
}

/// In which order one judge sees the pairs, and which of them with their sides exchanged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SheetOrder {
    /// Pairs by number, and whether the right row stands on the left.
    pub rows: Vec<(usize, bool)>,
}

impl SheetOrder {
    /// For the judge of that number.
    pub fn of(pairs: usize, judge: usize, seed: u64) -> SheetOrder {
        let mut random = SplitMix::new(join(join(seed, PURPOSES.1), judge as u64));
        let mut rows: Vec<(usize, bool)> = (0..pairs).map(|pair| (pair, random.below(2) == 1)).collect();
        for place in (1..rows.len()).rev() {
            rows.swap(place, random.below(place + 1));
        }
        SheetOrder { rows }
    }
}
