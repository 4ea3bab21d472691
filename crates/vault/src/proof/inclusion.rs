//! Inclusion proofs (RFC 6962, 2.1.1; RFC 9162, 2.1.3): this leaf is the one at that place of the tree with this root.
//!
//! They say nothing about what the leaf was made of: whoever checks one computes the leaf from the content.

use super::ProofError;
use super::path::Path;
use super::subtree::{Source, is_subtree};
use crate::Hash;
use std::ops::Range;

/// The path from a leaf to the root of a tree.
pub fn prove<E: From<ProofError>>(index: u64, size: u64, source: &mut impl Source<E>) -> Result<Vec<Hash>, E> {
    Path::of(&one(index), size)?.prove(source)
}

/// The root that a leaf and a path lead to.
pub fn root(leaf: Hash, index: u64, size: u64, proof: &[Hash]) -> Result<Hash, ProofError> {
    Ok(Path::of(&one(index), size)?.lead(leaf, proof)?.1)
}

/// Whether the leaf is at that place of the tree with this root.
pub fn check(leaf: Hash, index: u64, size: u64, proof: &[Hash], expected: Hash) -> Result<(), ProofError> {
    if root(leaf, index, size, proof)? == expected { Ok(()) } else { Err(ProofError::WrongRoot("tree's")) }
}

/// The same for a leaf of a subtree, by its place in the whole tree.
pub fn check_in_subtree(
    leaf: Hash,
    index: u64,
    subtree: &Range<u64>,
    proof: &[Hash],
    expected: Hash,
) -> Result<(), ProofError> {
    if !is_subtree(subtree) || !subtree.contains(&index) {
        return Err(ProofError::OutOfRange { start: index, end: index.saturating_add(1), size: subtree.end });
    }
    check(leaf, index - subtree.start, subtree.end - subtree.start, proof, expected)
}

/// The path from a leaf to the root of a subtree.
pub fn prove_in_subtree<E: From<ProofError>>(
    index: u64,
    subtree: &Range<u64>,
    source: &mut impl Source<E>,
) -> Result<Vec<Hash>, E> {
    if !is_subtree(subtree) || !subtree.contains(&index) {
        let end = index.saturating_add(1);
        return Err(ProofError::OutOfRange { start: index, end, size: subtree.end }.into());
    }
    // A subtree starts at a multiple of its size rounded up, so every perfect subtree in it is one of the whole tree too.
    let start = subtree.start;
    let mut within = |inner: super::subtree::Subtree| {
        let index = (start >> inner.level) + inner.index;
        source.hash(super::subtree::Subtree { level: inner.level, index })
    };
    prove(index - start, subtree.end - start, &mut within)
}

fn one(index: u64) -> Range<u64> {
    index..index.saturating_add(1)
}
