//! The walk down a trie whose words are sources: which parts could have been spelled as a query part, each
//! with at least a threshold probability.
//!
//! Finds; what a part is worth as evidence is said in `near`. The probabilities are those of
//! `Channel::probability`, one row a node instead of one grid a pair. Before a row is made, one product of
//! the row above with what the unit can lead to says whether it is worth it; for the last unit of a part
//! that product is the probability itself.

use crate::alphabet::unit_count;
use crate::channel::{Channel, MAX_CHUNK, WIDTH};
use crate::index::ceiling::{Ceiling, RARELY, Rest, shifted};
use crate::index::emission::{Emission, Emissions, LANES, PAD, ROW, Row, lanes};
use crate::index::layout::NODE;
use crate::index::trie::Node;
use crate::limits::MAX_PART_LETTERS;
use crate::script::Script;

/// Letters that wait to be swapped are looked after when they can reach this share of the threshold.
const DUST: f32 = 1.0 / 64.0;

/// The state of a path: by letters written, the probability.
#[derive(Clone, Copy)]
struct State {
    row: Row,
    /// Mass that waits for the next unit to write the letter between.
    swapped: Row,
    /// Whether that matters.
    swaps: bool,
}

/// A query part as the target of one channel.
pub(super) struct Walk<'a> {
    pub(super) channel: &'a Channel,
    pub(super) script: Script,
    pub(super) target: &'a [u8],
    pub(super) columns: [[u16; 3]; WIDTH],
    /// Probability of one, two, three inserted letters inside a word that end at each place.
    inserted: [Row; 3],
    /// The last block of a row that holds letters.
    pub(super) last: usize,
    /// Probability that all letters after a place are inserted at the end,
    pub(super) end: Row,
    /// and the most that any units can make of them.
    pub(super) goal: Row,
    rest: Rest,
    /// Kinds of units of which one must be left for each letter.
    writers: [u32; WIDTH],
}

impl<'a> Walk<'a> {
    /// A walk over parts of `script`.
    pub(super) fn new(channel: &'a Channel, ceiling: &Ceiling, script: Script, target: &'a [u8]) -> Self {
        let m = target.len();
        let rest = ceiling.rest(channel, target);
        let (mut inserted, mut end) = ([[0.0; ROW]; 3], [0.0; ROW]);
        end[PAD + m] = 1.0;
        for at in (0..m).rev() {
            end[PAD + at] = end[PAD + at + 1] * channel.insert[2][usize::from(target[at])];
        }
        for at in 1..=m {
            let one = channel.insert[1][usize::from(target[at - 1])];
            let before = [1.0, inserted[0][PAD + at - 1], inserted[1][PAD + at - 1]];
            for (row, before) in inserted.iter_mut().zip(before) {
                row[PAD + at] = one * before;
            }
        }
        let goal = *rest.any();
        let last = (PAD + m) / LANES;
        let writers = ceiling.writers(channel, target);
        Self {
            channel,
            script,
            target,
            columns: shifted(&channel.columns(target)),
            inserted,
            last,
            end,
            goal,
            rest,
            writers,
        }
    }

    /// The parts that spell the target with at least this probability; with `named`, only those that stand
    /// in names.
    pub(super) fn run(
        &self,
        nodes: &[[u8; NODE]],
        named: bool,
        threshold: f32,
        emissions: &mut Emissions,
        found: &mut Vec<(u32, f32)>,
    ) {
        let units = unit_count(self.script);
        emissions.begin(units * 3);
        let mut states = [State { row: [0.0; ROW], swapped: [0.0; ROW], swaps: false }; MAX_PART_LETTERS + 1];
        states[0].row = self.start();
        let mut at = 0;
        while let Some(node) = Node::at(nodes, at) {
            let (depth, unit) = (node.depth, usize::from(node.unit) % units);
            if named && !node.named {
                at = node.after;
                continue;
            }
            let (above, here) = states.split_at_mut(depth);
            let (above, here) = (&above[depth - 1], &mut here[0]);
            if node.terminal {
                let placed = if depth == 1 { unit } else { 2 * units + unit };
                let emission = emissions.of(placed, self);
                let probability = if depth == 1 { self.single(above, emission) } else { self.leads(above, emission) };
                if probability >= threshold {
                    found.push((node.part, probability));
                }
            }
            if node.height == 0 {
                at = node.after;
                continue;
            }
            let emission = emissions.of(if depth == 1 { unit } else { units + unit }, self);
            at = if self.leads(above, emission) >= threshold && self.step(above, here, emission, &node, threshold) {
                at + 1
            } else {
                node.after
            };
        }
    }

    /// Before any unit: letters may be inserted.
    fn start(&self) -> Row {
        let mut row = [0.0; ROW];
        row[PAD] = 1.0;
        for (at, letter) in self.target.iter().enumerate() {
            row[PAD + at + 1] = row[PAD + at] * self.channel.insert[0][usize::from(*letter)];
        }
        row
    }

    /// The probability of a part of one unit: its place is the first, what is inserted after it the last.
    fn single(&self, above: &State, emission: &Emission) -> f32 {
        let mut sum = 0.0;
        for block in 1..=self.last {
            let (row, end) = (write(above, emission, block * LANES), lanes(&self.end, block * LANES));
            sum += (0..LANES).map(|lane| row[lane] * end[lane]).sum::<f32>();
        }
        sum
    }

    /// The most one more unit can make of a state; for a last unit, the probability.
    #[inline]
    fn leads(&self, state: &State, emission: &Emission) -> f32 {
        let mut sums = [0f32; LANES];
        for block in 1..=self.last {
            let (row, ahead) = (lanes(&state.row, block * LANES), lanes(&emission.ahead, block * LANES));
            for lane in 0..LANES {
                sums[lane] += row[lane] * ahead[lane];
            }
        }
        if state.swaps {
            for block in 1..=self.last {
                let row = lanes(&state.swapped, block * LANES);
                let ahead = lanes(&emission.ahead_swapped, block * LANES);
                for lane in 0..LANES {
                    sums[lane] += row[lane] * ahead[lane];
                }
            }
        }
        (sums[0] + sums[1]) + (sums[2] + sums[3])
    }

    /// Makes the state after one more unit; tells whether anything of it can reach the threshold.
    #[inline]
    fn step(&self, above: &State, here: &mut State, emission: &Emission, node: &Node, threshold: f32) -> bool {
        let (most, least) = self.rest.rows(node.least, node.height);
        let (mut reached, mut waits) = ([0f32; LANES], [0f32; LANES]);
        let mut before = [0f32; LANES];
        for block in 1..=self.last {
            let at = block * LANES;
            let mut plain = write(above, emission, at);
            if above.swaps {
                let (swapped, one) = (lanes(&above.swapped, at), lanes(&emission.chunks[0], at - 1));
                for lane in 0..LANES {
                    plain[lane] += swapped[lane] * one[lane];
                }
            }
            // Inserted letters, up to three in a row, follow what is written so far; shifted in registers,
            // for reading back what has just been stored stalls.
            let [a, b, c, d] = plain;
            let one = lanes(&self.inserted[0], at);
            let two = lanes(&self.inserted[1], at);
            let three = lanes(&self.inserted[2], at);
            let (back_one, back_two, back_three) =
                ([before[3], a, b, c], [before[2], before[3], a, b], [before[1], before[2], before[3], a]);
            let mut row = plain;
            for lane in 0..LANES {
                row[lane] += back_one[lane] * one[lane] + back_two[lane] * two[lane] + back_three[lane] * three[lane];
            }
            before = [a, b, c, d];
            let (most, least) = (lanes(most, at), lanes(least, at));
            let (earlier, letter) = (lanes(&above.row, at - 2), lanes(&emission.chunks[0], at));
            let goal = lanes(&self.goal, at);
            let mut swapped = [0f32; LANES];
            for lane in 0..LANES {
                let mass = row[lane] * if most[lane] < least[lane] { most[lane] } else { least[lane] };
                reached[lane] = if mass > reached[lane] { mass } else { reached[lane] };
                swapped[lane] = earlier[lane] * letter[lane] * self.channel.swap;
                let waiting = swapped[lane] * goal[lane];
                waits[lane] = if waiting > waits[lane] { waiting } else { waits[lane] };
            }
            here.row[at..at + LANES].copy_from_slice(&row);
            here.swapped[at..at + LANES].copy_from_slice(&swapped);
        }
        here.swaps = waits.iter().any(|mass| *mass >= threshold * DUST);
        reached.iter().chain(&waits).any(|mass| *mass >= threshold) && self.can_be_written(here, node, threshold)
    }

    /// Whether the letters left can be written by the kinds of units below: a letter that none of them writes
    /// costs much to all that has not passed it.
    #[inline]
    fn can_be_written(&self, state: &State, node: &Node, threshold: f32) -> bool {
        let (most, _) = self.rest.rows(node.least, node.height);
        let mut factor = 1.0;
        // One chunk may cover three letters.
        let mut counted = usize::MAX;
        for at in (0..=self.target.len()).rev() {
            if at < self.target.len() && self.writers[at] & node.below == 0 && at + MAX_CHUNK <= counted {
                factor *= RARELY;
                counted = at;
            }
            let mass = state.row[PAD + at] + state.swapped[PAD + at];
            if mass * most[PAD + at] * factor >= threshold {
                return true;
            }
        }
        false
    }
}

/// Four numbers of the row after one more unit, without swapped and inserted letters.
#[inline]
fn write(above: &State, emission: &Emission, at: usize) -> [f32; LANES] {
    let mut row = lanes(&above.row, at);
    for number in &mut row {
        *number *= emission.nothing;
    }
    for (chunk, probabilities) in emission.chunks.iter().enumerate() {
        let (before, written) = (lanes(&above.row, at - chunk - 1), lanes(probabilities, at));
        for lane in 0..LANES {
            row[lane] += before[lane] * written[lane];
        }
    }
    row
}
