//! The way from a subtree up to the root of the whole tree: the one shape that inclusion, consistency and subtree
//! proofs share (RFC 6962, 2.1.1 and 2.1.2; draft-ietf-plants-merkle-tree-certs, 4.4).
//!
//! The shape is worked out once, from the top down, and both the maker and the checker walk it, so that they cannot
//! differ in it. A test holds it against the step-by-step algorithms of RFC 9162.

use super::ProofError;
use super::subtree::{self, Source, is_subtree, left_size};
use super::tree::node_hash;
use crate::Hash;
use std::ops::Range;

/// What a hash of the proof is joined with.
enum Side {
    /// It stands right of the tree so far.
    Right,
    /// It stands left of the tree so far, outside the subtree.
    Left,
    /// It stands left of both: it is part of the subtree.
    LeftOfBoth,
}

/// A way from a subtree to the root.
pub(super) struct Path {
    /// The part of the subtree that ends where it ends, when the subtree is no node of the tree: the proof's first hash.
    bottom: Option<Range<u64>>,
    /// Siblings from the bottom up.
    steps: Vec<(Side, Range<u64>)>,
}

impl Path {
    /// The way of a range up to the root of a tree.
    pub(super) fn of(range: &Range<u64>, size: u64) -> Result<Path, ProofError> {
        let (mut start, end) = (range.start, range.end);
        if !is_subtree(range) || end > size {
            return Err(ProofError::OutOfRange { start, end, size });
        }
        let (mut low, mut high) = (0, size);
        let mut steps = Vec::new();
        let mut is_node = true;
        while (start, end) != (low, high) {
            let middle = low + left_size(high - low);
            if end <= middle {
                steps.push((Side::Right, middle..high));
                high = middle;
            } else if start >= middle {
                steps.push((Side::Left, low..middle));
                low = middle;
            } else {
                // A subtree that reaches over the middle begins at `low`: its left part is a node by itself.
                steps.push((Side::LeftOfBoth, low..middle));
                (low, start, is_node) = (middle, middle, false);
            }
        }
        steps.reverse();
        Ok(Path { bottom: (!is_node).then_some(low..high), steps })
    }

    /// The proof: the hashes along the way.
    pub(super) fn prove<E>(&self, source: &mut impl Source<E>) -> Result<Vec<Hash>, E> {
        let ranges = self.bottom.iter().chain(self.steps.iter().map(|(_, range)| range));
        ranges.map(|range| subtree::root(range.clone(), source)).collect()
    }

    /// The roots of subtree and tree that a proof leads to.
    pub(super) fn lead(&self, known: Hash, proof: &[Hash]) -> Result<(Hash, Hash), ProofError> {
        let wanted = self.steps.len() + usize::from(self.bottom.is_some());
        if proof.len() != wanted {
            return Err(ProofError::Length { found: proof.len(), wanted });
        }
        let (bottom, siblings) = match (&self.bottom, proof) {
            (Some(_), [first, rest @ ..]) => (*first, rest),
            _ => (known, proof),
        };
        let (mut part, mut whole) = (bottom, bottom);
        for ((side, _), &sibling) in self.steps.iter().zip(siblings) {
            match side {
                Side::Right => whole = node_hash(whole, sibling),
                Side::Left => whole = node_hash(sibling, whole),
                Side::LeftOfBoth => (part, whole) = (node_hash(sibling, part), node_hash(sibling, whole)),
            }
        }
        Ok((part, whole))
    }
}
