//! What each source unit does for one query part: rows that a walk adds up, four numbers at once.
//!
//! Filled in when first asked for, and kept between walks for the memory only.

use crate::alphabet::unit_count;
use crate::index::walk::Walk;
use crate::limits::MAX_PART_LETTERS;

/// Numbers summed at once.
pub(super) const LANES: usize = 4;
/// Places before the first letter in a row, so that chunks that begin before it read zeros.
pub(super) const PAD: usize = LANES;
const BLOCKS: usize = 2 + MAX_PART_LETTERS / LANES + 1;
pub(super) const ROW: usize = BLOCKS * LANES;
pub(super) type Row = [f32; ROW];

/// What each source unit writes of one query part, filled in when first asked for.
#[derive(Debug, Default)]
pub(super) struct Emissions {
    rows: Vec<Emission>,
    /// The walk a row was filled in for.
    filled: Vec<u32>,
    walk: u32,
}

/// What one unit at one place does for the target.
#[derive(Debug, Clone, Copy)]
pub(super) struct Emission {
    /// Probability that it writes nothing,
    pub(super) nothing: f32,
    /// or the one, two, three letters that end at each place.
    pub(super) chunks: [Row; 3],
    /// From each place, what it can lead to: the rest of the target at best, or for a last unit the
    /// probability of the rest.
    pub(super) ahead: Row,
    /// The same for this unit's letter written before that of the unit before.
    pub(super) ahead_swapped: Row,
}

const EMPTY: Emission =
    Emission { nothing: 0.0, chunks: [[0.0; ROW]; 3], ahead: [0.0; ROW], ahead_swapped: [0.0; ROW] };

/// Four numbers of a row.
#[inline]
pub(super) fn lanes(row: &Row, at: usize) -> [f32; LANES] {
    let four = &row[at..at + LANES];
    [four[0], four[1], four[2], four[3]]
}

impl Emissions {
    /// Begins a walk over so many units, places counted.
    pub(super) fn begin(&mut self, units: usize) {
        if self.rows.len() < units {
            self.rows.resize(units, EMPTY);
            self.filled.resize(units, 0);
        }
        self.walk = self.walk.wrapping_add(1);
        if self.walk == 0 {
            self.filled.fill(0);
            self.walk = 1;
        }
    }

    /// The row of a unit.
    #[inline]
    pub(super) fn of(&mut self, unit: usize, walk: &Walk<'_>) -> &Emission {
        let emission = &mut self.rows[unit];
        if self.filled[unit] != self.walk {
            self.filled[unit] = self.walk;
            emission.fill(unit, walk);
        }
        emission
    }
}

impl Emission {
    fn fill(&mut self, unit: usize, walk: &Walk<'_>) {
        let m = walk.target.len();
        let row = walk.channel.row(unit);
        self.nothing = row[0];
        // Lanes behind the last block may be of an earlier walk: every goal there is zero.
        for (chunk, line) in self.chunks.iter_mut().enumerate() {
            for (at, place) in line.iter_mut().enumerate().take((walk.last + 1) * LANES).skip(PAD) {
                let written = at > PAD + chunk && at <= PAD + m;
                *place = if written { row[usize::from(walk.columns[at - PAD][chunk])] } else { 0.0 };
            }
        }
        let goal = if unit >= 2 * unit_count(walk.script) { &walk.end } else { &walk.goal };
        for block in 1..=walk.last {
            let at = block * LANES;
            let mut ahead = lanes(goal, at);
            let (mut swapped, one) = (ahead, lanes(&self.chunks[0], at - 1));
            for lane in 0..LANES {
                ahead[lane] *= self.nothing;
                swapped[lane] *= one[lane];
            }
            for (chunk, line) in self.chunks.iter().enumerate() {
                let (written, goal) = (lanes(line, at + chunk + 1), lanes(goal, at + chunk + 1));
                for lane in 0..LANES {
                    ahead[lane] += written[lane] * goal[lane];
                }
            }
            self.ahead[at..at + LANES].copy_from_slice(&ahead);
            self.ahead_swapped[at..at + LANES].copy_from_slice(&swapped);
        }
    }
}
