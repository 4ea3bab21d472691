//! One partner on each list: which links between two lists are right if every row has one partner at most.
//!
//! The links taken are those of the assignment with the greatest sum of log odds, the most probable one (Jaro
//! 1989, *Advances in record-linkage methodology as applied to matching the 1985 census of Tampa*). How sure
//! one of them is, is what would be lost without it: the difference to the best assignment that lacks it. So a
//! rival does no harm where taking it would leave another row worse off, and two who cannot be told apart stay
//! open (Sadinle 2017 gives the full posterior over such assignments).

use super::forest::Forest;
use super::options::Rules;
use crate::edge::Edge;

/// Blocks of more records are not assigned: solving each link's "without" costs their fourth power.
const RECORDS_MAX: usize = 32;

/// What assigning says of a link.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Verdict {
    /// Nothing: it does not run between two lists.
    #[default]
    Unasked,
    /// It is in the best assignment, and clearly.
    For,
    /// Another is better, or it cannot be told.
    Against,
}

/// A link between two lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Offer {
    /// The two lists, the smaller number first.
    pub(super) lists: (u32, u32),
    /// Its record on the first.
    pub(super) row: u32,
    /// Its record on the second.
    pub(super) column: u32,
    /// Its number in the component.
    pub(super) link: u32,
}

/// Assigns partners for each two lists and writes a verdict for each link offered.
pub(super) fn assign(edges: &[Edge], rules: &Rules, offers: &[Offer], verdicts: &mut [Verdict]) {
    let Some(floor) = rules.floor else { return };
    // What no partner is worth: nothing, or less where links of less are taken.
    let nothing = i64::from(floor.min(0)) - 1;
    let needed = if rules.options.rivals { i64::from(floor) - nothing } else { i64::MIN };
    for block in blocks(offers).chunk_by(|one, other| one.0 == other.0) {
        let gain = |link: u32| i64::from(edges[link as usize].log_odds) - nothing;
        let Some(mut gains) = Gains::new(block, gain) else { continue };
        let (best, columns) = gains.best();
        for (_, offer) in block {
            let (row, column) = gains.place(offer);
            let sure = columns[row] == column && best - gains.without(row, column) >= needed;
            verdicts[offer.link as usize] = if sure { Verdict::For } else { Verdict::Against };
        }
    }
}

/// Offers by block: those of two lists that share records, from one to the next. Blocks do not influence each
/// other, and which there are depends on nothing but the links at the threshold.
fn blocks(offers: &[Offer]) -> Vec<(u32, Offer)> {
    // A record is a different thing to each list that it is linked to.
    let ends = |offer: &Offer| [(offer.row, offer.lists.1), (offer.column, offer.lists.0)];
    let mut all: Vec<(u32, u32)> = offers.iter().flat_map(ends).collect();
    all.sort_unstable();
    all.dedup();
    let place = |end: (u32, u32)| all.partition_point(|&other| other < end) as u32;
    let mut forest = Forest::default();
    forest.fill(all.len());
    for offer in offers {
        let [row, column] = ends(offer);
        forest.join(place(row), place(column));
    }
    let mut found: Vec<(u32, Offer)> =
        offers.iter().map(|offer| (forest.find(place(ends(offer)[0])), *offer)).collect();
    found.sort_unstable();
    found
}

/// What each pair of rows of two lists would gain; 0 where there is no link, which is to have no partner.
struct Gains {
    rows: Vec<u32>,
    columns: Vec<u32>,
    /// Columns, and more without a record if there are fewer than rows.
    width: usize,
    of_pair: Vec<i64>,
}

impl Gains {
    /// Nothing for blocks that are too large.
    fn new(block: &[(u32, Offer)], gain: impl Fn(u32) -> i64) -> Option<Gains> {
        let distinct = |record: fn(&Offer) -> u32| {
            let mut records: Vec<u32> = block.iter().map(|(_, offer)| record(offer)).collect();
            records.sort_unstable();
            records.dedup();
            records
        };
        let (rows, columns) = (distinct(|offer| offer.row), distinct(|offer| offer.column));
        if rows.len() + columns.len() > RECORDS_MAX {
            return None;
        }
        let width = columns.len().max(rows.len());
        let mut gains = Gains { of_pair: vec![0; rows.len() * width], rows, columns, width };
        for (_, offer) in block {
            let (row, column) = gains.place(offer);
            gains.of_pair[row * width + column] = gain(offer.link);
        }
        Some(gains)
    }

    fn place(&self, offer: &Offer) -> (usize, usize) {
        (
            self.rows.partition_point(|&row| row < offer.row),
            self.columns.partition_point(|&column| column < offer.column),
        )
    }

    /// The greatest sum of an assignment that lacks one pair.
    fn without(&mut self, row: usize, column: usize) -> i64 {
        let gain = std::mem::replace(&mut self.of_pair[row * self.width + column], 0);
        let (best, _) = self.best();
        self.of_pair[row * self.width + column] = gain;
        best
    }

    /// The greatest sum, and the column of each row: the Hungarian method with potentials (Kuhn 1955; Munkres
    /// 1957), one row after the other by shortest augmenting paths.
    fn best(&self) -> (i64, Vec<usize>) {
        let none = self.width;
        let (mut of_row, mut of_column) = (vec![0_i64; self.rows.len()], vec![0_i64; self.width + 1]);
        let mut row_at = vec![usize::MAX; self.width + 1];
        for start in 0..self.rows.len() {
            let mut least = vec![i64::MAX; self.width];
            let mut before = vec![none; self.width];
            let mut visited = vec![false; self.width + 1];
            let mut column = none;
            row_at[none] = start;
            while row_at[column] != usize::MAX {
                visited[column] = true;
                let row = row_at[column];
                let (mut step, mut nearest) = (i64::MAX, none);
                for next in (0..self.width).filter(|&next| !visited[next]) {
                    let cost = -self.of_pair[row * self.width + next] - of_row[row] - of_column[next];
                    if cost < least[next] {
                        (least[next], before[next]) = (cost, column);
                    }
                    if least[next] < step {
                        (step, nearest) = (least[next], next);
                    }
                }
                for seen in 0..=self.width {
                    if visited[seen] {
                        of_row[row_at[seen]] += step;
                        of_column[seen] -= step;
                    } else {
                        least[seen] -= step;
                    }
                }
                column = nearest;
            }
            while column != none {
                row_at[column] = row_at[before[column]];
                column = before[column];
            }
            row_at[none] = usize::MAX;
        }
        let mut columns = vec![none; self.rows.len()];
        for column in (0..self.width).filter(|&column| row_at[column] != usize::MAX) {
            columns[row_at[column]] = column;
        }
        let sum = columns.iter().enumerate().map(|(row, &column)| self.of_pair[row * self.width + column]).sum();
        (sum, columns)
    }
}
