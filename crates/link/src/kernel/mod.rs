//! String kernels: similarities and distances of two texts, a machine word at a time, with cheap bounds before them.
//!
//! Texts are sequences of letters, small numbers of an alphabet (`texts`). What is bit-parallel works on texts of up to
//! 64 letters; longer ones take the plain way with the same result. Nothing here knows of levels or weights.

mod bag;
mod edit;
mod jaro;
mod masks;
mod sets;
#[cfg(test)]
mod tests;
mod texts;

pub(crate) use edit::{damerau_levenshtein, levenshtein};
pub(crate) use jaro::{jaro, winkler, winkler_at_most};
pub(crate) use masks::Masks;
pub(crate) use sets::{hamming, jaccard};
pub(crate) use texts::{Alphabet, Texts};

/// Letters of a text that are compared; what comes after them is not. Bounds the cost of one comparison.
pub(crate) const LETTERS_MAX: usize = 512;

/// Letters that fit into a machine word.
pub(crate) const WORD: usize = 64;
