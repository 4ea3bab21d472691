//! Upper bounds: the most that letters not yet written, or units not yet used, can contribute. A branch of
//! the trie is left when even that is too little.
//!
//! Bounds only; no probability of a word comes from here.

use crate::alphabet::unit_count;
use crate::channel::{Channel, Columns, WIDTH};
use crate::index::emission::{PAD, ROW, Row};
use crate::index::trie::kind;
use crate::script::Script;

/// Per chunk, the highest probability any unit inside or at the end of a word gives it.
#[derive(Debug, Clone)]
pub(super) struct Ceiling {
    best: Vec<f32>,
    /// and the kinds of units that come within `RARELY` of it.
    kinds: Vec<u32>,
}

/// A unit that writes a chunk less often than the best one by this factor does not count as writing it.
pub(super) const RARELY: f32 = 1.0 / 256.0;

/// Bounds for the rest of one word, by letters written and units left.
pub(super) struct Rest {
    /// With at most so many units left,
    most: [Row; WIDTH],
    /// and with at least so many.
    least: [Row; WIDTH],
}

impl Ceiling {
    /// The bounds of a channel from units of a script.
    pub(super) fn of(channel: &Channel, script: Script) -> Self {
        let mut best = vec![0f32; channel.row_length()];
        // Units are ordered by place; those at the first place are never what is left.
        for unit in channel.unit_count() / 3..channel.unit_count() {
            for (best, probability) in best.iter_mut().zip(channel.row(unit)) {
                *best = best.max(*probability);
            }
        }
        let units = unit_count(script);
        let mut kinds = vec![0u32; best.len()];
        for unit in units..channel.unit_count() {
            let kind = kind(script, (unit % units) as u8);
            for ((kinds, best), probability) in kinds.iter_mut().zip(&best).zip(channel.row(unit)) {
                *kinds |= if *probability > 0.0 && *probability >= best * RARELY { kind } else { 0 };
            }
        }
        Self { best, kinds }
    }

    /// For each letter of a target word, the kinds of units of which one must be left to write it; all where
    /// it may be inserted.
    pub(super) fn writers(&self, channel: &Channel, target: &[u8]) -> [u32; WIDTH] {
        let columns = shifted(&channel.columns(target));
        let mut writers = [0; WIDTH];
        for (end, columns) in columns.iter().enumerate().take(target.len() + 1).skip(1) {
            for (length, column) in (1..=end).zip(columns) {
                for writer in &mut writers[end - length..end] {
                    *writer |= self.kinds[usize::from(*column)];
                }
            }
        }
        for (at, letter) in target.iter().enumerate() {
            let letter = usize::from(*letter);
            let inserted = channel.insert[1][letter].max(channel.insert[2][letter]);
            if inserted >= self.best[usize::from(columns[at + 1][0])] * RARELY {
                writers[at] = u32::MAX;
            }
        }
        writers
    }

    /// Bounds for a target word.
    pub(super) fn rest(&self, channel: &Channel, target: &[u8]) -> Rest {
        let m = target.len();
        let columns = shifted(&channel.columns(target));
        let inserted = |letter: u8| {
            let letter = usize::from(letter);
            channel.insert[1][letter].max(channel.insert[2][letter])
        };
        let best = |column: u16| self.best[usize::from(column)];
        let mut exactly = [[0f32; WIDTH]; WIDTH];
        exactly[0][m] = 1.0;
        for at in (0..m).rev() {
            exactly[0][at] = exactly[0][at + 1] * inserted(target[at]);
        }
        for left in 1..WIDTH {
            let (before, now) = exactly.split_at_mut(left);
            let (one_less, now) = (&before[left - 1], &mut now[0]);
            for at in (0..=m).rev() {
                let mut sum = one_less[at] * self.best[0];
                if at < m {
                    sum += one_less[at + 1] * best(columns[at + 1][0]) + now[at + 1] * inserted(target[at]);
                }
                if at + 2 <= m {
                    sum += one_less[at + 2] * best(columns[at + 2][1]);
                    if left >= 2 {
                        sum += before[left - 2][at + 2]
                            * channel.swap
                            * best(columns[at + 1][0])
                            * best(columns[at + 2][0]);
                    }
                }
                if at + 3 <= m {
                    sum += one_less[at + 3] * best(columns[at + 3][2]);
                }
                now[at] = sum;
            }
        }
        let mut rest = Rest { most: [[0.0; ROW]; WIDTH], least: [[0.0; ROW]; WIDTH] };
        for left in 0..WIDTH {
            let before = left.saturating_sub(1);
            let (back, after) = (WIDTH - 1 - left, (WIDTH - left).min(WIDTH - 1));
            for (at, (forward, backward)) in exactly[left].iter().zip(&exactly[back]).enumerate().take(m + 1) {
                rest.most[left][PAD + at] = rest.most[before][PAD + at].max(*forward);
                rest.least[back][PAD + at] = rest.least[after][PAD + at].max(*backward);
            }
        }
        rest
    }
}

impl Rest {
    /// With any number of units left.
    pub(super) fn any(&self) -> &Row {
        &self.most[WIDTH - 1]
    }

    /// With at most and at least so many; both bounds hold.
    #[inline]
    pub(super) fn rows(&self, least: usize, most: usize) -> (&Row, &Row) {
        (&self.most[most.min(WIDTH - 1)], &self.least[least.min(WIDTH - 1)])
    }
}

/// Columns by letters written, rather than by letter.
pub(super) fn shifted(columns: &Columns) -> [[u16; 3]; WIDTH] {
    let mut shifted = [[0; 3]; WIDTH];
    shifted[1..].copy_from_slice(columns);
    shifted
}
