//! A column of other values of a table, each distinct value once.

use crate::person::comparison::Comparison;
use crate::person::intern::Interner;
use crate::person::values::{Days, PlaceInfo};
use std::collections::HashMap;

/// A column of other values: numbers, texts, dates, sites.
#[derive(Clone, Debug)]
pub(crate) struct Other {
    pub(crate) comparison: Comparison,
    pub(crate) values: Interner,
    pub(crate) rows: Vec<u32>,
    /// Further values of rows that say several: two telephone numbers, two facilities.
    pub(crate) further: HashMap<u32, Vec<u32>>,
    /// How often each value occurs.
    pub(crate) counts: Vec<u32>,
    /// Days of each value, where the column holds dates.
    pub(crate) days: Vec<Option<Days>>,
    /// The place of each value, where the column holds places.
    pub(crate) places: Vec<PlaceInfo>,
    /// Rows that hold a value.
    pub(crate) filled: u32,
}

impl Other {
    /// Every value of a row.
    pub(crate) fn values_of(&self, row: usize) -> impl Iterator<Item = u32> + '_ {
        let further = self.further.get(&(row as u32)).into_iter().flatten().copied();
        std::iter::once(self.rows[row]).chain(further).filter(|&value| value != 0)
    }

    /// Days of the first value of a row, where the column holds dates.
    pub(crate) fn days_of(&self, row: usize) -> Option<Days> {
        self.days[self.rows[row] as usize]
    }

    /// The best level over all values that the two rows have; 0 where one has none.
    pub(crate) fn best_level(&self, one: usize, other: usize, level: impl Fn(u32, u32) -> u8) -> u8 {
        let mut best = 0;
        for value in self.values_of(one) {
            for second in self.values_of(other) {
                // Level 1 is "the same" in every comparison of values.
                let reached = if value == second { 1 } else { level(value, second) };
                if reached != 0 {
                    best = if best == 0 { reached } else { reached.min(best) };
                }
            }
        }
        best
    }

    /// A value that both rows have.
    pub(crate) fn shared(&self, one: usize, other: usize) -> Option<u32> {
        self.values_of(one).find(|value| self.values_of(other).any(|second| second == *value))
    }
}
