//! Which part of one name stands against which part of the other.
//!
//! Every part of the shorter name gets a partner, each partner once; the sum of evidence decides. Order
//! only breaks ties: family-first names and dropped fathers are common.

/// Largest side that is solved exactly; beyond it the best pairs are taken one by one.
const EXACT: usize = 8;
/// 1/1024 bits a step out of place costs, only to decide between equal sums (Ahmad Khaled Ahmad).
const OUT_OF_PLACE: i32 = 2;

/// A sum that no assignment has.
const NOTHING: i32 = i32::MIN / 2;

/// Pairs (row, column) of a matrix of evidence, rows ascending; `value(row, column)` gives an entry.
pub(crate) fn align(rows: usize, columns: usize, value: impl Fn(usize, usize) -> i32) -> Vec<(usize, usize)> {
    if rows == 0 || columns == 0 {
        return Vec::new();
    }
    let placed = |row: usize, column: usize| value(row, column) - OUT_OF_PLACE * row.abs_diff(column) as i32;
    if rows.max(columns) > EXACT {
        return greedy(rows, columns, placed);
    }
    if rows <= columns {
        exact(rows, columns, placed)
    } else {
        let mut pairs: Vec<(usize, usize)> =
            exact(columns, rows, |row, column| placed(column, row)).into_iter().map(|(a, b)| (b, a)).collect();
        pairs.sort_unstable();
        pairs
    }
}

/// Every row's own best column, when no two rows want the same one: then no assignment is better.
fn undisputed(rows: usize, columns: usize, value: &impl Fn(usize, usize) -> i32) -> Option<Vec<(usize, usize)>> {
    let mut taken = 0u16;
    let mut pairs = Vec::with_capacity(rows);
    for row in 0..rows {
        // The first of equals, as below.
        let column = (0..columns).rev().max_by_key(|&column| value(row, column))?;
        if taken >> column & 1 == 1 {
            return None;
        }
        taken |= 1 << column;
        pairs.push((row, column));
    }
    Some(pairs)
}

/// Best assignment of every row, by dynamic programming over sets of columns.
fn exact(rows: usize, columns: usize, value: impl Fn(usize, usize) -> i32) -> Vec<(usize, usize)> {
    if let Some(pairs) = undisputed(rows, columns, &value) {
        return pairs;
    }
    let sets = 1usize << columns;
    let mut best = [NOTHING; 1 << EXACT];
    let mut choice = [[0u8; 1 << EXACT]; EXACT];
    best[0] = 0;
    for (row, choices) in choice.iter_mut().enumerate().take(rows) {
        let mut next = [NOTHING; 1 << EXACT];
        for set in (0..sets).filter(|set| set.count_ones() as usize == row) {
            if best[set] == NOTHING {
                continue;
            }
            for column in (0..columns).filter(|column| set >> column & 1 == 0) {
                let with = set | 1 << column;
                let sum = best[set] + value(row, column);
                if sum > next[with] {
                    next[with] = sum;
                    choices[with] = column as u8;
                }
            }
        }
        best = next;
    }
    let mut set = (0..sets).max_by(|a, b| best[*a].cmp(&best[*b]).then(b.cmp(a))).unwrap_or(0);
    let mut pairs: Vec<(usize, usize)> = Vec::with_capacity(rows);
    for row in (0..rows).rev() {
        let column = usize::from(choice[row][set]);
        pairs.push((row, column));
        set &= !(1 << column);
    }
    pairs.reverse();
    pairs
}

fn greedy(rows: usize, columns: usize, value: impl Fn(usize, usize) -> i32) -> Vec<(usize, usize)> {
    let mut all: Vec<(i32, usize, usize)> = (0..rows)
        .flat_map(|row| (0..columns).map(move |column| (row, column)))
        .map(|(row, column)| (value(row, column), row, column))
        .collect();
    all.sort_by(|a, b| b.0.cmp(&a.0).then((a.1, a.2).cmp(&(b.1, b.2))));
    let (mut row_used, mut column_used) = (vec![false; rows], vec![false; columns]);
    let mut pairs = Vec::new();
    for (_, row, column) in all {
        if !row_used[row] && !column_used[column] {
            row_used[row] = true;
            column_used[column] = true;
            pairs.push((row, column));
        }
    }
    pairs.sort_unstable();
    pairs
}

/// Pairs of partners that stand in the other order; a family name moved as a whole from the end to the
/// front counts as none.
pub(crate) fn inversions(pairs: &[(usize, usize)]) -> usize {
    let plain = crossed(pairs);
    let Some(last) = pairs.len().checked_sub(1).filter(|_| plain > 0) else {
        return plain;
    };
    plain.min(crossed_without(pairs, 0)).min(crossed_without(pairs, last))
}

/// Pairs of partners that stand in the other order.
pub(crate) fn crossed(pairs: &[(usize, usize)]) -> usize {
    let after = |at: usize| &pairs[at + 1..];
    pairs
        .iter()
        .enumerate()
        .map(|(at, one)| after(at).iter().filter(|other| (one.0 < other.0) != (one.1 < other.1)).count())
        .sum()
}

/// Crossings left when a pair that stands at opposite ends is taken out; all of them when it does not.
fn crossed_without(pairs: &[(usize, usize)], at: usize) -> usize {
    let kept: Vec<(usize, usize)> =
        pairs.iter().enumerate().filter(|(other, _)| *other != at).map(|(_, pair)| *pair).collect();
    let moved = pairs[at].1;
    let at_end = kept.iter().all(|pair| pair.1 > moved) || kept.iter().all(|pair| pair.1 < moved);
    if at_end { crossed(&kept) } else { crossed(pairs) }
}

#[cfg(test)]
mod tests {
    use super::{align, inversions};

    #[test]
    fn the_best_sum_wins_and_order_breaks_ties() {
        let values = [[500, 200, 0], [400, 0, 0]];
        assert_eq!(align(2, 3, |row, column| values[row][column]), [(0, 1), (1, 0)]);
        assert_eq!(align(3, 2, |row, column| values[column][row]), [(0, 1), (1, 0)]);
        assert_eq!(align(3, 3, |_, _| 100), [(0, 0), (1, 1), (2, 2)]);
        assert_eq!(align(9, 9, |row, column| 100 * i32::from(row + column == 8)).len(), 9);
        assert!(align(0, 4, |_, _| 100).is_empty());
    }

    #[test]
    fn a_family_name_moved_to_the_front_is_no_inversion() {
        assert_eq!(inversions(&[(0, 0), (1, 1), (2, 2)]), 0);
        assert_eq!(inversions(&[(0, 1), (1, 2), (2, 0)]), 0);
        assert_eq!(inversions(&[(0, 2), (1, 0), (2, 1)]), 0);
        assert_eq!(inversions(&[(0, 2), (1, 1), (2, 0)]), 1);
    }
}
