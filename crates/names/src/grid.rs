//! The evidence of every part of one name against every part of the other.

use crate::part::Part;
use crate::side::Side;
use crate::vocabulary::{Named, Vocabulary};

/// Evidence of an initial that fits.
pub(crate) const INITIAL_FITS: f32 = 1.0;
pub(crate) const INITIAL_FITS_NOT: f32 = -6.0;

/// Evidence and closeness of two parts with their roles and initials.
pub(crate) fn part_value(
    vocabulary: &Vocabulary,
    a: &Part,
    a_named: &Named<'_>,
    b: &Part,
    b_named: &Named<'_>,
) -> (f32, f32) {
    if (a.initial || b.initial) && a.script == b.script {
        let fits = a.text.chars().next() == b.text.chars().next();
        return if fits { (INITIAL_FITS, -3.0) } else { (INITIAL_FITS_NOT, -30.0) };
    }
    vocabulary.evidence_of(a_named, b_named)
}

/// Evidence and closeness of every part of one name against every part of the other.
pub(crate) struct Grid {
    columns: usize,
    cells: Vec<(f32, f32)>,
}

impl Grid {
    pub(crate) fn of(vocabulary: &Vocabulary, a: &Side, b: &Side) -> Self {
        let columns: Vec<Named<'_>> = b.parts.iter().map(|part| Named::new(&part.text)).collect();
        let mut cells = Vec::with_capacity(a.parts.len() * columns.len());
        for part in &a.parts {
            let named = Named::new(&part.text);
            for (other, other_named) in b.parts.iter().zip(&columns) {
                cells.push(part_value(vocabulary, part, &named, other, other_named));
            }
        }
        Self { columns: columns.len(), cells }
    }

    /// One part against every part of a name.
    pub(crate) fn line(vocabulary: &Vocabulary, part: &Part, others: &Side) -> Vec<(f32, f32)> {
        let named = Named::new(&part.text);
        others.parts.iter().map(|other| part_value(vocabulary, part, &named, other, &Named::new(&other.text))).collect()
    }

    pub(crate) fn at(&self, row: usize, column: usize) -> (f32, f32) {
        self.cells[row * self.columns + column]
    }

    /// Two neighbouring rows replaced by one.
    pub(crate) fn with_row(&self, at: usize, line: &[(f32, f32)]) -> Self {
        let mut cells = self.cells.clone();
        cells.splice(at * self.columns..(at + 2) * self.columns, line.iter().copied());
        Self { columns: self.columns, cells }
    }

    /// Two neighbouring columns replaced by one.
    pub(crate) fn with_column(&self, at: usize, line: &[(f32, f32)]) -> Self {
        let cells = self
            .cells
            .chunks(self.columns)
            .zip(line)
            .flat_map(|(row, joined)| row[..at].iter().chain(std::iter::once(joined)).chain(&row[at + 2..]).copied())
            .collect();
        Self { columns: self.columns - 1, cells }
    }
}
