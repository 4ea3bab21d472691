//! Upper bounds: the most that letters not yet written, or units not yet used, can contribute. A branch of
//! the trie is left when even that is too little.
//!
//! Bounds only; no probability of a word comes from here.

use crate::channel::{Channel, WIDTH};

/// Per chunk, the highest probability any unit inside or at the end of a word gives it.
#[derive(Debug, Clone)]
pub(super) struct Ceiling {
    best: Vec<f32>,
}

/// Bounds for the rest of one word, by letters written and units left.
pub(super) struct Rest {
    /// With at most so many units left,
    most: [[f32; WIDTH]; WIDTH],
    /// and with at least so many.
    least: [[f32; WIDTH]; WIDTH],
}

impl Ceiling {
    pub(super) fn of(channel: &Channel) -> Self {
        let mut best = vec![0f32; channel.row_length()];
        // Units are ordered by place; those at the first place are never what is left.
        for unit in channel.unit_count() / 3..channel.unit_count() {
            for (best, probability) in best.iter_mut().zip(channel.row(unit)) {
                *best = best.max(*probability);
            }
        }
        Self { best }
    }

    /// Bounds for a target word.
    pub(super) fn rest(&self, channel: &Channel, target: &[u8]) -> Rest {
        let m = target.len();
        let columns = channel.columns_of(target);
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
        let mut rest = Rest { most: exactly, least: exactly };
        for left in 1..WIDTH {
            for at in 0..=m {
                rest.most[left][at] = rest.most[left][at].max(rest.most[left - 1][at]);
                let back = WIDTH - 1 - left;
                rest.least[back][at] = rest.least[back][at].max(rest.least[back + 1][at]);
            }
        }
        rest
    }
}

impl Rest {
    /// Whether a row of probabilities can still reach the threshold with so many units below.
    pub(super) fn reaches(&self, row: &[f32], least: usize, most: usize, threshold: f32) -> bool {
        let (least, most) = (&self.least[least], &self.most[most]);
        row.iter().zip(least.iter().zip(most)).any(|(mass, (least, most))| mass * least.min(*most) >= threshold)
    }
}
