//! Rows side by side in memory, and the walk over a rule's candidate pairs in pieces of even cost.

use super::Engine;
use super::blocks::{Asked, Candidates};
use super::rule::End;

/// Pairs that one piece of work looks at.
const PIECE_PAIRS: u64 = 1 << 18;

/// For each row, together in memory: the subjects of all comparisons, then its block in each rule so far, as a left and
/// as a right end.
pub(super) struct Rows {
    data: Vec<u32>,
    stride: usize,
    comparisons: usize,
    /// Where a rule's block stands, for the left and for the right end.
    slots: Vec<(usize, usize)>,
}

impl Rows {
    /// Rows of an engine, with room for blocks of its rules.
    pub(super) fn of(engine: &Engine) -> Rows {
        let comparisons = engine.comparisons.len();
        let mut width = comparisons;
        let mut slots = Vec::new();
        for rule in &engine.rules {
            slots.push((width, if rule.is_symmetric { width } else { width + 1 }));
            width += if rule.is_symmetric { 1 } else { 2 };
        }
        // Rows that begin on even places of a cache line are fetched at once more often.
        let stride = width.next_multiple_of(4);
        let rows = engine.table().len();
        let mut data = vec![0; rows * stride];
        for (at, comparison) in engine.comparisons.iter().enumerate() {
            for (row, &subject) in comparison.rows(&engine.columns).iter().enumerate() {
                data[row * stride + at] = subject;
            }
        }
        Rows { data, stride, comparisons, slots }
    }

    /// The subjects of a row.
    #[inline]
    pub(super) fn subjects(&self, row: u32) -> &[u32] {
        let from = row as usize * self.stride;
        &self.data[from..from + self.comparisons]
    }

    /// Everything of a row.
    #[inline]
    fn all(&self, row: u32) -> &[u32] {
        let from = row as usize * self.stride;
        &self.data[from..from + self.stride]
    }

    /// Notes the blocks of a rule, so that later rules leave its pairs out.
    pub(super) fn note(&mut self, rule: usize, candidates: &Candidates) {
        let (left, right) = self.slots[rule];
        for (slot, end) in [(left, End::Left), (right, End::Right)] {
            for (row, &block) in candidates.numbers(end).iter().enumerate() {
                self.data[row * self.stride + slot] = block;
            }
        }
    }

    /// Calls for each pair of a piece that counts and that no earlier rule has found.
    #[inline]
    pub(super) fn each_new(
        &self,
        rule: usize,
        candidates: &Candidates,
        asked: &Asked,
        piece: std::ops::Range<usize>,
        mut call: impl FnMut(u32, u32),
    ) {
        let is_symmetric = self.slots[rule].0 == self.slots[rule].1;
        let earlier = &self.slots[..rule];
        for at in piece {
            let left = candidates.left[at];
            let one = self.all(left);
            let (from, to) = candidates.ranges[at];
            for &right in &candidates.right()[from as usize..to as usize] {
                let other = self.all(right);
                let is_known = earlier.iter().any(|&(left, right)| one[left] == other[right] && one[left] != 0);
                if !is_known && (is_symmetric || asked.counts(left, right)) {
                    call(left, right);
                }
            }
        }
    }
}

/// Cuts candidates into pieces of about even numbers of pairs.
pub(super) fn pieces(candidates: &Candidates) -> Vec<std::ops::Range<usize>> {
    let mut pieces = Vec::new();
    let (mut from, mut pairs) = (0, 0);
    for (at, &(start, end)) in candidates.ranges.iter().enumerate() {
        pairs += u64::from(end - start);
        if pairs >= PIECE_PAIRS {
            pieces.push(from..at + 1);
            (from, pairs) = (at + 1, 0);
        }
    }
    if from < candidates.ranges.len() {
        pieces.push(from..candidates.ranges.len());
    }
    pieces
}
