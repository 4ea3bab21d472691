//! Ranges of leaves as trees: perfect subtrees, whose hashes are stored somewhere, and the roots that follow from them.
//!
//! A range is a subtree in the sense of draft-ietf-plants-merkle-tree-certs, section 4: its start is a multiple of its
//! size, rounded up to a power of two. Where the hashes come from (a slice, tiles, a table) is the caller's.

use super::ProofError;
use super::tree::node_hash;
use crate::Hash;
use std::ops::Range;

/// A perfect subtree: `2^level` leaves from leaf `index * 2^level` on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Subtree {
    /// Its height; a leaf has 0.
    pub level: u8,
    /// Its place among the subtrees of its height.
    pub index: u64,
}

impl Subtree {
    /// The leaves in it; none when they lie beyond what can be counted.
    pub fn leaves(self) -> Option<Range<u64>> {
        let size = 1_u64.checked_shl(u32::from(self.level))?;
        let start = self.index.checked_mul(size)?;
        Some(start..start.checked_add(size)?)
    }
}

/// Hands out the hash of a perfect subtree.
pub trait Source<E> {
    /// The hash of a perfect subtree.
    fn hash(&mut self, subtree: Subtree) -> Result<Hash, E>;
}

impl<E, F: FnMut(Subtree) -> Result<Hash, E>> Source<E> for F {
    fn hash(&mut self, subtree: Subtree) -> Result<Hash, E> {
        self(subtree)
    }
}

/// Leaf hashes at hand, as a source.
pub struct Leaves<'a>(pub &'a [Hash]);

impl Source<ProofError> for Leaves<'_> {
    fn hash(&mut self, subtree: Subtree) -> Result<Hash, ProofError> {
        let range = subtree.leaves().unwrap_or(u64::MAX..u64::MAX);
        let (start, end) = (range.start, range.end);
        let leaves = usize::try_from(start).ok().zip(usize::try_from(end).ok());
        let leaves = leaves.and_then(|(start, end)| self.0.get(start..end));
        leaves.and_then(perfect_root).ok_or(ProofError::NoHash { start, end })
    }
}

/// The root of a perfect tree over some hashes; none when their number is no power of two.
pub fn perfect_root(hashes: &[Hash]) -> Option<Hash> {
    if !hashes.len().is_power_of_two() {
        return None;
    }
    let mut row = hashes.to_vec();
    while row.len() > 1 {
        row = row.chunks_exact(2).map(|pair| node_hash(pair[0], pair[1])).collect();
    }
    row.first().copied()
}

/// Whether the range is a subtree: not empty, and its start a multiple of its size rounded up to a power of two.
pub fn is_subtree(range: &Range<u64>) -> bool {
    let size = range.end.checked_sub(range.start).filter(|&size| size > 0);
    size.and_then(u64::checked_next_power_of_two).is_some_and(|full| range.start.is_multiple_of(full))
}

/// The largest power of two below a size of at least 2: where RFC 6962, 2.1 parts a tree.
pub(super) fn left_size(size: u64) -> u64 {
    1 << size.saturating_sub(1).max(1).ilog2()
}

/// The root of a range that is a subtree, or of none at all, from the largest perfect subtrees in it.
pub fn root<E>(range: Range<u64>, source: &mut impl Source<E>) -> Result<Hash, E> {
    let size = range.end.saturating_sub(range.start);
    if size == 0 {
        return Ok(Hash::of(&[]));
    }
    if size.is_power_of_two() && range.start.is_multiple_of(size) {
        return source.hash(Subtree { level: size.trailing_zeros() as u8, index: range.start / size });
    }
    let middle = range.start + left_size(size);
    let left = root(range.start..middle, source)?;
    Ok(node_hash(left, root(middle..range.end, source)?))
}
