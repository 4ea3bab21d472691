//! The noisy channel: the probability that one word is a spelling of another.
//!
//! Each source unit writes a chunk of zero to three target letters; stray letters may be inserted
//! between. The probability of a word is the sum over all ways to cut it into chunks, one small grid a
//! pair. Joint-sequence ("graphone") models of this kind: Bisani and Ney, Speech Communication 50 (2008).

use crate::limits::MAX_PART_LETTERS;

/// Longest chunk one source unit writes.
pub(crate) const MAX_CHUNK: usize = 3;

pub(crate) const WIDTH: usize = MAX_PART_LETTERS + 1;

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
    pub(crate) insert: [Vec<f32>; 3],
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
    pub(crate) fn new(units: usize, targets: usize, entries: &[Entry], insert: [Vec<f32>; 3]) -> Self {
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

    /// The columns of the chunks of one, two and three letters that end after each letter of a word.
    pub(crate) fn columns_of(&self, target: &[u8]) -> [[u16; 3]; WIDTH] {
        let mut columns = [[0u16; 3]; WIDTH];
        for at in 0..target.len().min(MAX_PART_LETTERS) {
            columns[at + 1][0] = 1 + u16::from(target[at]);
            if at >= 1 {
                columns[at + 1][1] = self.pairs[pair_at(&target[at - 1..], self.targets)];
            }
            if at >= 2 {
                columns[at + 1][2] = self.triples[triple_at(&target[at - 2..], self.targets)];
            }
        }
        columns
    }

    /// P(target | source), summed over all ways to cut the target.
    pub(crate) fn probability(&self, source: &[u8], target: &[u8]) -> f32 {
        let (n, m) = (source.len(), target.len());
        if m > MAX_PART_LETTERS || n > MAX_PART_LETTERS || m > 3 * n + 3 {
            return 0.0;
        }
        let columns = self.columns_of(target);
        let mut earlier = [0f32; WIDTH];
        let mut before = [0f32; WIDTH];
        let mut now = [0f32; WIDTH];
        before[0] = 1.0;
        for j in 1..=m {
            before[j] = before[j - 1] * self.insert[0][usize::from(target[j - 1])];
        }
        for i in 1..=n {
            let unit = usize::from(source[i - 1]);
            let row = self.row(unit);
            let insert = &self.insert[if i == n { 2 } else { 1 }];
            let row_before = if i >= 2 { self.row(usize::from(source[i - 2])) } else { &[] };
            now[0] = before[0] * row[0];
            for j in 1..=m {
                let column = &columns[j];
                let mut sum = before[j] * row[0] + before[j - 1] * row[usize::from(column[0])];
                if j >= 2 {
                    sum += before[j - 2] * row[usize::from(column[1])];
                }
                if j >= 3 {
                    sum += before[j - 3] * row[usize::from(column[2])];
                }
                if i >= 2 && j >= 2 {
                    // The letters of this unit and the one before, written in the other order.
                    sum += earlier[j - 2]
                        * self.swap
                        * row_before[usize::from(columns[j][0])]
                        * row[usize::from(columns[j - 1][0])];
                }
                now[j] = sum + now[j - 1] * insert[usize::from(target[j - 1])];
            }
            earlier = before;
            std::mem::swap(&mut before, &mut now);
        }
        before[m]
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
