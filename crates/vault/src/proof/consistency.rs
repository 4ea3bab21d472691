//! Consistency proofs (RFC 6962, 2.1.2; RFC 9162, 2.1.4): the tree of that size begins with everything that was in this
//! older, smaller one. Subtree proofs say the same of any subtree (draft-ietf-plants-merkle-tree-certs, 4.4).
//!
//! With an empty tree everything is consistent, so that there is nothing to prove: a size of 0 is refused here, as the
//! reference implementation does.

use super::ProofError;
use super::path::Path;
use super::subtree::Source;
use crate::Hash;
use std::ops::Range;

/// The proof that a tree begins with the first `old` leaves.
pub fn prove<E: From<ProofError>>(old: u64, new: u64, source: &mut impl Source<E>) -> Result<Vec<Hash>, E> {
    prove_subtree(&(0..old), new, source)
}

/// Whether the tree with the new root begins with the one with the old root.
pub fn check(old: u64, old_root: Hash, new: u64, new_root: Hash, proof: &[Hash]) -> Result<(), ProofError> {
    if old == 0 {
        return Err(ProofError::OutOfRange { start: 0, end: 0, size: new });
    }
    check_subtree(&(0..old), old_root, new, new_root, proof)
}

/// The proof that a subtree is part of a tree.
pub fn prove_subtree<E: From<ProofError>>(
    subtree: &Range<u64>,
    size: u64,
    source: &mut impl Source<E>,
) -> Result<Vec<Hash>, E> {
    Path::of(subtree, size)?.prove(source)
}

/// Whether the subtree with that root is part of the tree. One without leaves is part of every tree, as the reference
/// implementation has it.
pub fn check_subtree(
    subtree: &Range<u64>,
    subtree_root: Hash,
    size: u64,
    root: Hash,
    proof: &[Hash],
) -> Result<(), ProofError> {
    if subtree.is_empty() && subtree.start <= size && proof.is_empty() {
        return if subtree_root == Hash::of(&[]) { Ok(()) } else { Err(ProofError::WrongRoot("older")) };
    }
    let (part, whole) = Path::of(subtree, size)?.lead(subtree_root, proof)?;
    if part != subtree_root {
        return Err(ProofError::WrongRoot("older"));
    }
    if whole == root { Ok(()) } else { Err(ProofError::WrongRoot("newer")) }
}
