//! From a subject's value to a column's value, text, or number: what the tests of levels read.

use super::columns::{ColumnId, Columns};
use super::steps::seconds;
use super::subject::Subject;
use crate::kernel::{Alphabet, Texts};
use crate::table::Values;

/// A column seen from a subject. Grows with the table.
pub(crate) struct Lens {
    pub(crate) column: ColumnId,
    /// The column's value of each of the subject's; nothing when they are the same.
    values: Option<Vec<u32>>,
}

impl Lens {
    pub(crate) fn of(columns: &Columns, subject: &Subject, column: ColumnId) -> Lens {
        let mut lens = Lens { column, values: (!subject.is_column(columns, column)).then(Vec::new) };
        lens.extend(columns, subject);
        lens
    }

    pub(crate) fn extend(&mut self, columns: &Columns, subject: &Subject) {
        if let Some(values) = &mut self.values {
            let new = values.len()..subject.len(columns);
            values.extend(new.map(|value| subject.column_value(columns, self.column, value as u32)));
        }
    }

    /// Whether the column's value is the subject's.
    pub(crate) fn is_own(&self) -> bool {
        self.values.is_none()
    }

    /// The column's value.
    #[inline]
    pub(crate) fn value(&self, subject: u32) -> u32 {
        match &self.values {
            Some(values) => values[subject as usize],
            None => subject,
        }
    }
}

/// The values of two columns under common numbers, so that equal texts have equal numbers. 0 stays "missing".
#[derive(Default)]
pub(crate) struct Joint {
    texts: Values,
    left: Vec<u32>,
    right: Vec<u32>,
}

impl Joint {
    pub(crate) fn extend(&mut self, columns: &Columns, left: ColumnId, right: ColumnId) {
        for (column, numbers) in [(left, &mut self.left), (right, &mut self.right)] {
            for value in numbers.len()..columns.values(column).len() {
                // A text that no longer fits equals nothing: it is taken for missing.
                numbers.push(self.texts.number(columns.text(column, value as u32)).unwrap_or(0));
            }
        }
    }

    #[inline]
    pub(crate) fn left(&self, value: u32) -> u32 {
        self.left[value as usize]
    }

    #[inline]
    pub(crate) fn right(&self, value: u32) -> u32 {
        self.right[value as usize]
    }
}

/// Texts of a column's values, as letters.
pub(crate) struct TextColumn {
    pub(crate) column: ColumnId,
    pub(crate) texts: Texts,
    taken: usize,
}

impl TextColumn {
    pub(crate) fn of(columns: &Columns, column: ColumnId, alphabet: Option<&Alphabet>) -> TextColumn {
        let texts = Texts::of(columns.values(column).iter(), alphabet);
        TextColumn { column, texts, taken: columns.values(column).len() }
    }

    pub(crate) fn extend(&mut self, columns: &Columns, alphabet: Option<&Alphabet>) {
        for value in self.taken..columns.values(self.column).len() {
            self.texts.push(columns.text(self.column, value as u32), alphabet);
        }
        self.taken = columns.values(self.column).len();
    }
}

/// A column's values as numbers; what is none is "not a number", which passes no test.
pub(crate) struct NumberColumn {
    column: ColumnId,
    is_time: bool,
    numbers: Vec<f64>,
}

impl NumberColumn {
    pub(crate) fn of(columns: &Columns, column: ColumnId, is_time: bool) -> NumberColumn {
        let mut made = NumberColumn { column, is_time, numbers: Vec::new() };
        made.extend(columns);
        made
    }

    pub(crate) fn is(&self, column: ColumnId, is_time: bool) -> bool {
        self.column == column && self.is_time == is_time
    }

    pub(crate) fn extend(&mut self, columns: &Columns) {
        for value in self.numbers.len()..columns.values(self.column).len() {
            let text = columns.text(self.column, value as u32);
            let number = if self.is_time { seconds(text) } else { text.trim().parse().ok() };
            self.numbers.push(number.unwrap_or(f64::NAN));
        }
    }

    #[inline]
    pub(crate) fn number(&self, value: u32) -> f64 {
        self.numbers[value as usize]
    }
}
