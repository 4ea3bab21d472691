//! The walk down a trie whose words are targets: which Latin parts an Arabic query part could be written
//! as, each with at least a threshold probability.
//!
//! The mirror of `walk`: here the units are fixed and each letter of the path adds a column.

use crate::alphabet::{Encoded, copy_of, unit_count};
use crate::channel::{Channel, MAX_CHUNK};
use crate::index::layout::NODE;
use crate::index::trie::Node;
use crate::limits::MAX_PART_LETTERS;
use crate::script::Script;

const LETTERS: usize = 2 * MAX_PART_LETTERS + 1;
type Column = [f32; MAX_PART_LETTERS + 1];

/// The columns of one path, by letters written.
struct Path<'a> {
    channel: &'a Channel,
    units: &'a [u8],
    /// The most the units after each place can contribute.
    rest: Column,
    columns: Vec<Column>,
    letters: [u8; LETTERS],
}

/// The Latin parts of names that an Arabic part is written as with at least this probability.
pub(super) fn run(
    channel: &Channel,
    arabic: &Encoded,
    nodes: &[[u8; NODE]],
    threshold: f32,
    found: &mut Vec<(u32, f32)>,
) {
    let mut path = Path::new(channel, arabic.units());
    let units = unit_count(Script::Latin);
    // Letters written at each depth: a unit is one letter or two.
    let mut written = [0usize; MAX_PART_LETTERS + 1];
    let mut at = 0;
    while let Some(node) = Node::at(nodes, at) {
        if !node.named {
            at = node.after;
            continue;
        }
        let mut length = written[node.depth - 1];
        let (copy, count) = copy_of(Script::Latin, usize::from(node.unit) % units);
        for &letter in &copy[..count] {
            length = path.write(length, letter);
        }
        written[node.depth] = length;
        let probability = path.columns[length][path.units.len()];
        if node.terminal && length <= MAX_PART_LETTERS && probability >= threshold {
            found.push((node.part, probability));
        }
        at = if path.reaches(length, threshold) { at + 1 } else { node.after };
    }
}

impl<'a> Path<'a> {
    fn new(channel: &'a Channel, units: &'a [u8]) -> Self {
        let n = units.len();
        let mut rest = [0.0; MAX_PART_LETTERS + 1];
        rest[n] = 1.0;
        for at in (0..n).rev() {
            rest[at] = rest[at + 1] * channel.best[usize::from(units[at])].exp2();
        }
        let mut path =
            Self { channel, units, rest, columns: vec![[0.0; MAX_PART_LETTERS + 1]; LETTERS], letters: [0; LETTERS] };
        path.columns[0][0] = 1.0;
        for at in 1..=n {
            path.columns[0][at] = path.columns[0][at - 1] * channel.row(usize::from(units[at - 1]))[0];
        }
        path
    }

    /// Adds a letter after the first `length`; returns the new length.
    fn write(&mut self, length: usize, letter: u8) -> usize {
        if length + 1 >= LETTERS {
            return length;
        }
        self.letters[length] = letter;
        let j = length + 1;
        let n = self.units.len();
        let mut columns = [0; MAX_CHUNK];
        for (chunk, column) in columns.iter_mut().enumerate().take(j) {
            *column = self.channel.column(&self.letters[j - chunk - 1..j]);
        }
        let one_before = (j >= 2).then(|| self.channel.column(&self.letters[j - 2..j - 1]));
        let mut now = [0.0; MAX_PART_LETTERS + 1];
        let insert = |i: usize| {
            let place = if i == 0 {
                0
            } else if i == n {
                2
            } else {
                1
            };
            self.channel.insert[place][usize::from(letter)]
        };
        now[0] = self.columns[j - 1][0] * insert(0);
        for i in 1..=n {
            let row = self.channel.row(usize::from(self.units[i - 1]));
            let mut sum = now[i - 1] * row[0];
            for chunk in 0..MAX_CHUNK.min(j) {
                sum += self.columns[j - chunk - 1][i - 1] * row[columns[chunk]];
            }
            if let Some(one_before) = one_before.filter(|_| i >= 2) {
                let row_before = self.channel.row(usize::from(self.units[i - 2]));
                sum += self.columns[j - 2][i - 2] * self.channel.swap * row_before[columns[0]] * row[one_before];
            }
            now[i] = sum + self.columns[j - 1][i] * insert(i);
        }
        self.columns[j] = now;
        j
    }

    /// Whether the last columns, which later chunks begin in, can still reach the threshold.
    fn reaches(&self, length: usize, threshold: f32) -> bool {
        let n = self.units.len();
        (length.saturating_sub(MAX_CHUNK - 1)..=length)
            .any(|at| self.columns[at][..=n].iter().zip(&self.rest).any(|(mass, rest)| mass * rest >= threshold))
    }
}
