//! What a comparison looks at: the value of one column, or of several taken together, as one number a row. Everything
//! about a comparison depends on the pair of these numbers and on nothing else, so it is worked out once for it.

use super::columns::{BaseId, ColumnId, Columns};
use std::collections::HashMap;
use std::ops::Range;

/// The subject of a comparison.
pub(crate) struct Subject {
    bases: Vec<BaseId>,
    /// With several bases: the number of each combination that occurs, the row's numbers, and what they stand for.
    combined: Option<Combined>,
    /// Values that whoever looks at the subject has taken in.
    taken: usize,
}

struct Combined {
    numbers: HashMap<Box<[u32]>, u32>,
    /// The bases' values of each number, one after the other.
    parts: Vec<u32>,
    rows: Vec<u32>,
}

impl Subject {
    /// The subject of a comparison that looks at these columns.
    pub(crate) fn of(columns: &Columns, looked_at: impl Iterator<Item = ColumnId>) -> Subject {
        let mut bases: Vec<BaseId> = looked_at.map(|column| columns.base(column)).collect();
        bases.sort_unstable();
        bases.dedup();
        let combined = (bases.len() != 1).then(|| Combined {
            // Number 0: everything is missing.
            numbers: HashMap::from([(vec![0; bases.len()].into_boxed_slice(), 0)]),
            parts: vec![0; bases.len()],
            rows: Vec::new(),
        });
        let mut subject = Subject { bases, combined, taken: 0 };
        subject.extend(columns);
        subject.take(columns);
        subject
    }

    /// Takes in rows that were added to the table.
    pub(crate) fn extend(&mut self, columns: &Columns) {
        let Some(combined) = &mut self.combined else { return };
        let width = self.bases.len();
        let mut key = vec![0; width];
        for row in combined.rows.len()..columns.table().len() {
            for (slot, &base) in key.iter_mut().zip(&self.bases) {
                *slot = columns.base_rows(base)[row];
            }
            let number = if let Some(&number) = combined.numbers.get(key.as_slice()) {
                number
            } else {
                let number = combined.numbers.len() as u32;
                combined.numbers.insert(key.clone().into_boxed_slice(), number);
                combined.parts.extend_from_slice(&key);
                number
            };
            combined.rows.push(number);
        }
    }

    /// How many values have been taken in.
    pub(crate) fn taken(&self) -> usize {
        self.taken
    }

    /// All values have been taken in.
    pub(crate) fn take(&mut self, columns: &Columns) {
        self.taken = self.len(columns);
    }

    /// The bases that it looks at.
    pub(crate) fn bases(&self) -> &[BaseId] {
        &self.bases
    }

    /// How many values it has.
    pub(crate) fn len(&self, columns: &Columns) -> usize {
        match &self.combined {
            Some(combined) => combined.numbers.len(),
            None => columns.base_values(self.bases[0]).len(),
        }
    }

    /// The chance that two rows at random have one value, missing left out.
    pub(crate) fn repetition(&self, columns: &Columns) -> f64 {
        let counts = self.counts(columns, 0..self.rows(columns).len());
        let known: u64 = counts.iter().skip(1).sum();
        let equal: f64 = counts.iter().skip(1).map(|&count| (count * count) as f64).sum();
        equal / ((known * known) as f64).max(1.0)
    }

    /// How many of some rows hold each value.
    pub(crate) fn counts(&self, columns: &Columns, rows: Range<usize>) -> Vec<u64> {
        let mut counts = vec![0; self.len(columns)];
        for &value in &self.rows(columns)[rows] {
            counts[value as usize] += 1;
        }
        counts
    }

    /// The value of each row.
    pub(crate) fn rows<'a>(&'a self, columns: &'a Columns) -> &'a [u32] {
        match &self.combined {
            Some(combined) => &combined.rows,
            None => columns.base_rows(self.bases[0]),
        }
    }

    /// Whether a column's value is the subject's own.
    pub(crate) fn is_column(&self, columns: &Columns, column: ColumnId) -> bool {
        self.combined.is_none() && columns.is_base(column)
    }

    /// A column's value, for a value of the subject.
    pub(crate) fn column_value(&self, columns: &Columns, column: ColumnId, value: u32) -> u32 {
        let base = columns.base(column);
        let of_base = match &self.combined {
            None => value,
            Some(combined) => {
                let slot = self.bases.iter().position(|&own| own == base).unwrap_or(0);
                combined.parts[value as usize * self.bases.len() + slot]
            }
        };
        columns.of_base(column, of_base)
    }
}
