//! The noisy channel: the probability that one word is a spelling of another.
//!
//! Each source unit writes a chunk of zero to three target letters; stray letters may be inserted
//! between. The probability of a word is the sum over all ways to cut it into chunks, one small grid a
//! pair. Joint-sequence ("graphone") models of this kind: Bisani and Ney, Speech Communication 50 (2008).

use crate::limits::MAX_PART_LETTERS;

/// Longest chunk one source unit writes.
pub(crate) const MAX_CHUNK: usize = 3;

pub(crate) const WIDTH: usize = MAX_PART_LETTERS + 1;
/// Cells before the first.
const PAD: usize = 3;
/// Places for the letters of any alphabet here: a power of two.
pub(crate) const LETTERS: usize = 64;
/// A word that has become so unlikely half-way is another word.
const HOPELESS: f32 = 1e-14;

/// For each letter of a target word the columns of the chunks of one, two and three letters that end there.
pub(crate) type Columns = [[u16; 3]; MAX_PART_LETTERS];

/// A channel in the form that is fast to sum: a dense row a source unit over the chunks that occur.
#[derive(Debug, Clone)]
pub(crate) struct Channel {
    pub(crate) targets: usize,
    /// Chunks in a row: nothing, single letters, then the attested longer ones.
    chunks: usize,
    /// Column of each two-letter chunk, 0 when no unit writes it (column 0 is never reached by it).
    pairs: Vec<u16>,
    /// Column of each three-letter chunk.
    triples: Vec<u16>,
    rows: Vec<f32>,
    /// Probability of a stray letter before the first, between, and after the last unit.
    pub(crate) insert: [[f32; LETTERS]; 3],
    /// log2 of the likeliest chunk of each unit.
    pub(crate) best: Vec<f32>,
    /// log2 of writing the unit as it is; same-script channels only.
    pub(crate) copy: Vec<f32>,
    /// Factor for two neighbouring letters that changed places.
    pub(crate) swap: f32,
}

/// One attested chunk of a unit.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Entry {
    pub(crate) unit: u8,
    pub(crate) chunk: [u8; MAX_CHUNK],
    pub(crate) length: u8,
    pub(crate) probability: f32,
}

impl Channel {
    /// Builds the dense form.
    pub(crate) fn new(units: usize, targets: usize, entries: &[Entry], stray: &[Vec<f32>; 3]) -> Self {
        let mut insert = [[0.0; LETTERS]; 3];
        for (gap, letters) in insert.iter_mut().zip(stray) {
            gap.iter_mut().zip(letters).for_each(|(place, probability)| *place = *probability);
        }
        let mut pairs = vec![0u16; targets * targets];
        let mut triples = vec![0u16; targets * targets * targets];
        let mut chunks = 1 + targets;
        for entry in entries {
            let slot = match entry.length {
                2 => &mut pairs[pair_at(&entry.chunk, targets)],
                3 => &mut triples[triple_at(&entry.chunk, targets)],
                _ => continue,
            };
            if *slot == 0 {
                *slot = chunks as u16;
                chunks += 1;
            }
        }
        // Column `chunks` is the column of chunks no unit writes: always zero.
        let unwritten = chunks as u16;
        for slot in pairs.iter_mut().chain(&mut triples).filter(|slot| **slot == 0) {
            *slot = unwritten;
        }
        chunks += 1;
        let mut channel = Self {
            targets,
            chunks,
            pairs,
            triples,
            rows: vec![0.0; units * chunks],
            insert,
            best: Vec::new(),
            copy: vec![0.0; units],
            swap: 0.0,
        };
        for entry in entries {
            let column = channel.column(&entry.chunk[..usize::from(entry.length)]);
            channel.rows[usize::from(entry.unit) * chunks + column] += entry.probability;
        }
        channel.find_best();
        channel
    }

    /// Adds to the probability of a chunk; used for the named typing errors.
    pub(crate) fn add(&mut self, unit: usize, chunk: &[u8], probability: f32) {
        let column = self.column(chunk);
        if column + 1 < self.chunks {
            self.rows[unit * self.chunks + column] += probability;
        }
    }

    /// The probability of a chunk given the unit.
    pub(crate) fn chunk_probability(&self, unit: usize, chunk: &[u8]) -> f32 {
        self.rows[unit * self.chunks + self.column(chunk)]
    }

    /// Makes each row and the insertions sum to one again after `add`.
    pub(crate) fn renormalise(&mut self) {
        let inserted: f32 = self.insert[1].iter().sum();
        for row in self.rows.chunks_mut(self.chunks) {
            let total: f32 = row.iter().sum();
            if total > 0.0 {
                let scale = (1.0 - inserted) / total;
                for p in row {
                    *p *= scale;
                }
            }
        }
        self.find_best();
    }

    fn find_best(&mut self) {
        self.best =
            self.rows.chunks(self.chunks).map(|row| row.iter().fold(1e-30f32, |best, p| best.max(*p)).log2()).collect();
    }

    pub(crate) fn row(&self, unit: usize) -> &[f32] {
        &self.rows[unit * self.chunks..(unit + 1) * self.chunks]
    }

    /// The column of a chunk in every row; that of chunks no unit writes holds zeros.
    pub(crate) fn column(&self, chunk: &[u8]) -> usize {
        match chunk {
            [] => 0,
            [one] => 1 + usize::from(*one),
            [a, b] => usize::from(self.pairs[usize::from(*a) * self.targets + usize::from(*b)]),
            _ => usize::from(self.triples[triple_at(chunk, self.targets)]),
        }
    }

    /// Chunks in a row.
    pub(crate) fn row_length(&self) -> usize {
        self.chunks
    }

    /// Number of source units, places counted.
    pub(crate) fn unit_count(&self) -> usize {
        self.best.len()
    }

    /// The columns of the chunks that end at each letter of a target: what is looked up once a word.
    pub(crate) fn columns(&self, target: &[u8]) -> Columns {
        let mut columns = Columns::default();
        for (at, &letter) in target.iter().enumerate().take(MAX_PART_LETTERS) {
            columns[at][0] = 1 + u16::from(letter);
            if at >= 1 {
                columns[at][1] = self.pairs[pair_at(&target[at - 1..], self.targets)];
            }
            if at >= 2 {
                columns[at][2] = self.triples[triple_at(&target[at - 2..], self.targets)];
            }
        }
        columns
    }

    /// P(target | source), summed over all ways to cut the target, with the target's columns at hand. What becomes
    /// less likely than [`HOPELESS`] on the way is 0.
    pub(crate) fn probability(&self, source: &[u8], target: &[u8], columns: &Columns) -> f32 {
        let (n, m) = (source.len(), target.len());
        if m > MAX_PART_LETTERS || n > MAX_PART_LETTERS || m > 3 * n + 3 {
            return 0.0;
        }
        // Three cells of nothing stand before the first, so that no chunk needs a check.
        let mut lines = [[0f32; WIDTH + PAD]; 3];
        let [earlier, before, now] = &mut lines;
        // They change places by reference.
        let (mut earlier, mut before, mut now) = (earlier, before, now);
        // What the unit, and the one before, gives each letter by itself.
        let mut singles = [[0f32; MAX_PART_LETTERS]; 2];
        let [single, single_before] = &mut singles;
        let (mut single, mut single_before) = (single, single_before);
        before[PAD] = 1.0;
        for (j, &letter) in target.iter().enumerate() {
            before[PAD + j + 1] = before[PAD + j] * self.insert[0][usize::from(letter) % LETTERS];
        }
        for (i, &unit) in source.iter().enumerate() {
            let row = self.row(usize::from(unit));
            let insert = &self.insert[if i + 1 == n { 2 } else { 1 }];
            let nothing = row[0];
            // What the unit wrote up to the letter before, and what that is with a stray letter after it: one stray
            // letter a gap is enough, and no cell then waits for its neighbour.
            let mut written = before[PAD] * nothing;
            now[PAD] = written;
            let mut greatest = written;
            let letters = target.iter().zip(columns).zip(single.iter_mut());
            for (((&letter, column), single), (cells, now)) in
                letters.zip(before[1..].windows(4).zip(&mut now[PAD + 1..]))
            {
                let [three, two, one, none] = *cells else { continue };
                *single = row[usize::from(column[0])];
                let sum = none * nothing
                    + one * *single
                    + two * row[usize::from(column[1])]
                    + three * row[usize::from(column[2])];
                *now = sum + written * insert[usize::from(letter) % LETTERS];
                written = sum;
                greatest = if sum > greatest { sum } else { greatest };
            }
            if i >= 1 {
                // The letters of this unit and the one before, written in the other order. (What they would bring
                // to stray letters after them is left out.)
                let swapped = single[..m].iter().zip(&single_before[1..]);
                for ((one, other), (earlier, now)) in swapped.zip(earlier[PAD..].iter().zip(&mut now[PAD + 2..])) {
                    *now += earlier * self.swap * one * other;
                }
            }
            if greatest < HOPELESS {
                return 0.0;
            }
            std::mem::swap(&mut single, &mut single_before);
            std::mem::swap(&mut earlier, &mut before);
            std::mem::swap(&mut before, &mut now);
        }
        before[PAD + m]
    }

    /// log2 of the likeliest single way to spell the source: what a typical spelling is measured by.
    pub(crate) fn best_spelling(&self, source: &[u8]) -> f32 {
        source.iter().map(|&unit| self.best[usize::from(unit)]).sum()
    }

    /// log2 of copying the source letter by letter.
    pub(crate) fn copying(&self, source: &[u8]) -> f32 {
        source.iter().map(|&unit| self.copy[usize::from(unit)]).sum()
    }
}

fn pair_at(chunk: &[u8], targets: usize) -> usize {
    usize::from(chunk[0]) * targets + usize::from(chunk[1])
}

fn triple_at(chunk: &[u8], targets: usize) -> usize {
    (usize::from(chunk[0]) * targets + usize::from(chunk[1])) * targets + usize::from(chunk[2])
}
