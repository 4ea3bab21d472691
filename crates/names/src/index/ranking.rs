//! The bits of a whole name against a query, from the evidence of the walks: the terms of
//! `Matched::bits`, without its joins.
//!
//! Ranks; whether two names are one is for `compare`.

use crate::align::{align, crossed, inversions};
use crate::bits::{as_bits, bits};
use crate::comparer::{INITIAL_FITS, INITIAL_FITS_NOT};
use crate::index::spelling::Slot;
use crate::limits::MAX_PARTS;
use crate::matched::{FATHER_SKIPPED, LEFT_OVER, MISPLACED_END, MOTHERS_ADD, MOTHERS_TAKE, NO_PARTNER, OUT_OF_ORDER};
use crate::part::PartRole;

/// A name, or a query, as far as ranking looks at it.
pub(super) struct Shape<'a> {
    pub(super) slots: &'a [Slot],
    /// How many slots are aligned; the mother and the husband stand behind them.
    pub(super) aligned: usize,
}

/// How a name stands against a query.
pub(super) struct Ranked {
    pub(super) bits: f32,
    /// Partners: part of the query, part of the name.
    pub(super) pairs: Vec<(usize, usize)>,
}

impl<'a> Shape<'a> {
    pub(super) fn of(slots: &'a [Slot]) -> Self {
        Self { slots, aligned: crate::index::spelling::aligned(slots.iter().map(|slot| slot.role)) }
    }

    fn role(&self, at: usize) -> PartRole {
        self.slots.get(at).map_or(PartRole::Unknown, |slot| slot.role)
    }

    fn mother(&self) -> Option<usize> {
        (self.aligned..self.slots.len()).find(|at| self.role(*at) == PartRole::Mother)
    }

    /// First and last core part.
    fn ends(&self) -> (usize, usize) {
        let core = |at: &usize| self.role(*at).is_core();
        let first = (0..self.aligned).find(core).unwrap_or(0);
        let last = (0..self.aligned).rev().find(core).unwrap_or(self.aligned.saturating_sub(1));
        (first, last)
    }

    fn core_without(&self, used: impl Fn(usize) -> bool) -> usize {
        (0..self.aligned).filter(|at| self.role(*at).is_core() && !used(*at)).count()
    }
}

/// Evidence of two initials or of an initial and a part of one script.
pub(super) fn initial_evidence(fits: bool) -> f32 {
    as_bits(if fits { INITIAL_FITS } else { INITIAL_FITS_NOT }.evidence)
}

/// Lays a name beside a query; `value(part of the query, part of the name)` gives the evidence.
pub(super) fn rank(query: &Shape<'_>, name: &Shape<'_>, value: impl Fn(usize, usize) -> f32) -> Ranked {
    // The alignment asks for each pair many times.
    let mut grid = [0; MAX_PARTS * MAX_PARTS];
    for i in 0..query.aligned.min(MAX_PARTS) {
        for j in 0..name.aligned.min(MAX_PARTS) {
            grid[i * MAX_PARTS + j] = bits(value(i, j));
        }
    }
    let pairs = align(query.aligned.min(MAX_PARTS), name.aligned.min(MAX_PARTS), |i, j| {
        grid[i * MAX_PARTS + j].max(NO_PARTNER)
    });
    let sum: i32 = pairs.iter().map(|&(i, j)| grid[i * MAX_PARTS + j]).sum();
    let left_over = query.core_without(|at| pairs.iter().any(|pair| pair.0 == at))
        + name.core_without(|at| pairs.iter().any(|pair| pair.1 == at));
    let agreeing: Vec<(usize, usize)> = pairs.iter().copied().filter(|&(i, j)| grid[i * MAX_PARTS + j] > 0).collect();
    let skipped = if father_skipped(query, name, &agreeing) { FATHER_SKIPPED } else { 0 };
    let mothers = query.mother().zip(name.mother());
    let mothers = mothers.map_or(0, |(i, j)| bits(value(i, j)).clamp(-MOTHERS_TAKE, MOTHERS_ADD));
    let sum = sum
        - LEFT_OVER * left_over as i32
        - OUT_OF_ORDER * inversions(&agreeing) as i32
        - MISPLACED_END * misplaced_ends(query, name, &agreeing) as i32
        - skipped
        + mothers;
    Ranked { bits: as_bits(sum), pairs }
}

/// The second part of the shorter name stands against the third of the longer.
fn father_skipped(query: &Shape<'_>, name: &Shape<'_>, pairs: &[(usize, usize)]) -> bool {
    let query_is_shorter = query.aligned <= name.aligned;
    let (short, long) = if query_is_shorter { (query, name) } else { (name, query) };
    if short.aligned < 3 || long.aligned == short.aligned {
        return false;
    }
    pairs.iter().any(|&(i, j)| {
        let (of_short, of_long) = if query_is_shorter { (i, j) } else { (j, i) };
        short.role(of_short) == PartRole::Father
            && matches!(long.role(of_long), PartRole::Grandfather | PartRole::Ancestor)
    })
}

/// Ends of one name that stand against the inside of the other; a family name moved as a whole is at its
/// place.
fn misplaced_ends(query: &Shape<'_>, name: &Shape<'_>, pairs: &[(usize, usize)]) -> usize {
    if pairs.len() > 2 && crossed(pairs) > 0 && inversions(pairs) == 0 {
        return 0;
    }
    let (a, b) = (query.ends(), name.ends());
    pairs.iter().map(|&(i, j)| usize::from((i == a.0) != (j == b.0)) + usize::from((i == a.1) != (j == b.1))).sum()
}
