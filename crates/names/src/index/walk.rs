//! The walk down a trie whose words are sources: which parts could have been spelled as a query part, each
//! with at least a threshold probability.
//!
//! Finds; what a part is worth as evidence is said in `near`. The probabilities are those of
//! `Channel::probability`, one row a node instead of one grid a pair.

use crate::alphabet::unit_count;
use crate::channel::{Channel, WIDTH};
use crate::index::ceiling::{Ceiling, Rest};
use crate::index::layout::NODE;
use crate::index::trie::Node;
use crate::limits::MAX_PART_LETTERS;
use crate::script::Script;

/// Places before the first letter in a row, so that chunks that begin before it read zeros.
const PAD: usize = 4;
/// Letters summed at once.
const LANES: usize = 4;
const ROW: usize = PAD + MAX_PART_LETTERS.next_multiple_of(LANES) + LANES;
type Row = [f32; ROW];

/// What each source unit writes of one query part, filled in when first asked for.
#[derive(Debug, Default)]
pub(super) struct Emissions {
    rows: Vec<Emission>,
    /// The walk a row was filled in for.
    filled: Vec<u32>,
    walk: u32,
}

/// Probabilities that one unit writes nothing, or the one, two, three letters that end at each place.
#[derive(Debug, Clone, Copy)]
struct Emission {
    nothing: f32,
    chunks: [Row; 3],
}

/// A query part as the target of one channel.
pub(super) struct Walk<'a> {
    channel: &'a Channel,
    script: Script,
    target: &'a [u8],
    columns: [[u16; 3]; WIDTH],
    inserted: [Row; 3],
    rest: Rest,
}

impl<'a> Walk<'a> {
    /// A walk over parts of `script`.
    pub(super) fn new(channel: &'a Channel, ceiling: &Ceiling, script: Script, target: &'a [u8]) -> Self {
        let mut inserted = [[0.0; ROW]; 3];
        for (row, probabilities) in inserted.iter_mut().zip(&channel.insert) {
            for (at, letter) in target.iter().enumerate() {
                row[PAD + at + 1] = probabilities[usize::from(*letter)];
            }
        }
        let rest = ceiling.rest(channel, target);
        Self { channel, script, target, columns: channel.columns_of(target), inserted, rest }
    }

    /// The parts that spell the target with at least this probability.
    pub(super) fn run(
        &self,
        nodes: &[[u8; NODE]],
        threshold: f32,
        emissions: &mut Emissions,
        found: &mut Vec<(u32, f32)>,
    ) {
        let units = unit_count(self.script);
        let m = self.target.len();
        emissions.begin(units * 3);
        let mut rows = [[0f32; ROW]; MAX_PART_LETTERS + 1];
        let mut path = [0usize; MAX_PART_LETTERS + 1];
        rows[0][PAD] = 1.0;
        for at in 1..=m {
            rows[0][PAD + at] = rows[0][PAD + at - 1] * self.inserted[0][PAD + at];
        }
        let mut at = 0;
        while let Some(node) = Node::at(nodes, at) {
            let (depth, unit) = (node.depth, usize::from(node.unit) % units);
            if node.terminal {
                let mut last = [0f32; ROW];
                let placed = if depth == 1 { unit } else { 2 * units + unit };
                self.row(&rows, &path, depth, placed, 2, emissions, &mut last);
                let probability = last[PAD + m];
                if probability >= threshold {
                    found.push((node.part, probability));
                }
            }
            if node.height == 0 {
                at = node.after;
                continue;
            }
            let placed = if depth == 1 { unit } else { units + unit };
            let mut next = [0f32; ROW];
            self.row(&rows, &path, depth, placed, 1, emissions, &mut next);
            rows[depth] = next;
            path[depth] = placed;
            let go = self.rest.reaches(&next[PAD..=PAD + m], node.least, node.height, threshold);
            at = if go { at + 1 } else { node.after };
        }
    }

    /// The row after one more unit.
    #[expect(clippy::too_many_arguments, reason = "one step of the innermost loop, all of it its state")]
    fn row(
        &self,
        rows: &[Row; MAX_PART_LETTERS + 1],
        path: &[usize; MAX_PART_LETTERS + 1],
        depth: usize,
        unit: usize,
        place: usize,
        emissions: &mut Emissions,
        now: &mut Row,
    ) {
        let m = self.target.len();
        let before = &rows[depth - 1];
        let emission = emissions.of(unit, self);
        let end = PAD + m + 1;
        let mut from = PAD;
        while from < end {
            for lane in from..from + LANES {
                now[lane] = before[lane] * emission.nothing
                    + before[lane - 1] * emission.chunks[0][lane]
                    + before[lane - 2] * emission.chunks[1][lane]
                    + before[lane - 3] * emission.chunks[2][lane];
            }
            from += LANES;
        }
        if depth >= 2 && m >= 2 {
            // The letters of this unit and the one before, written in the other order.
            let earlier = &rows[depth - 2];
            let one = emission.chunks[0];
            let one_before = emissions.of(path[depth - 1], self).chunks[0];
            for at in PAD + 2..=PAD + m {
                now[at] += earlier[at - 2] * self.channel.swap * one_before[at] * one[at - 1];
            }
        }
        let inserted = &self.inserted[place];
        for at in PAD + 1..=PAD + m {
            now[at] += now[at - 1] * inserted[at];
        }
    }
}

impl Emissions {
    fn begin(&mut self, units: usize) {
        if self.rows.len() < units {
            self.rows.resize(units, Emission { nothing: 0.0, chunks: [[0.0; ROW]; 3] });
            self.filled.resize(units, 0);
        }
        self.walk = self.walk.wrapping_add(1);
        if self.walk == 0 {
            self.filled.fill(0);
            self.walk = 1;
        }
    }

    fn of(&mut self, unit: usize, walk: &Walk<'_>) -> &Emission {
        let emission = &mut self.rows[unit];
        if self.filled[unit] != self.walk {
            self.filled[unit] = self.walk;
            let row = walk.channel.row(unit);
            emission.nothing = row[0];
            for chunk in 0..3 {
                let line = &mut emission.chunks[chunk];
                *line = [0.0; ROW];
                for at in chunk + 1..=walk.target.len() {
                    line[PAD + at] = row[usize::from(walk.columns[at][chunk])];
                }
            }
        }
        emission
    }
}
