//! The sheets that judges fill in: the two rows of each pair side by side, a verdict and a note, and nothing else.

use super::word_for;
use crate::words::{Language, Words};
use exchange::workbook::{CellStyle, CellText, CsvOut, Workbook};
use link::label::{Judgement, SheetOrder};

/// What all judges see, before it is put in order for each.
pub(super) struct Content<'rows> {
    pub(super) columns: &'rows [String],
    /// Of each pair: code, left row, right row.
    pub(super) pairs: Vec<(String, Vec<&'rows str>, Vec<&'rows str>)>,
    pub(super) language: Language,
}

impl Content<'_> {
    fn header(&self, words: &Words) -> Vec<String> {
        let side = |key: &str, column: &String| words.tell(key, &[("column", column.as_str().into())]);
        let sides = self.columns.iter().flat_map(|column| [side("label-left", column), side("label-right", column)]);
        std::iter::once(words.say("label-code"))
            .chain(sides)
            .chain([words.say("label-verdict"), words.say("label-note")])
            .collect()
    }

    /// The rows as one judge sees them.
    fn rows(&self, order: &SheetOrder) -> Vec<Vec<&str>> {
        let row = |&(pair, swapped): &(usize, bool)| {
            let (code, left, right) = &self.pairs[pair];
            let (left, right) = if swapped { (right, left) } else { (left, right) };
            let sides = left.iter().zip(right).flat_map(|(left, right)| [*left, *right]);
            std::iter::once(code.as_str()).chain(sides).chain(["", ""]).collect()
        };
        order.rows.iter().map(row).collect()
    }

    /// As CSV with a byte order mark, which tells Excel that it is UTF-8.
    pub(super) fn csv(&self, order: &SheetOrder) -> anyhow::Result<Vec<u8>> {
        let mut bytes = Vec::new();
        let mut output = CsvOut::new(&mut bytes, true)?;
        output.row(&self.header(&Words::of(self.language)))?;
        for row in self.rows(order) {
            output.row(&row)?;
        }
        output.finish()?;
        Ok(bytes)
    }

    /// As a workbook with a drop-down for the verdict.
    pub(super) fn xlsx(&self, order: &SheetOrder) -> anyhow::Result<Vec<u8>> {
        let words = Words::of(self.language);
        let right_to_left = self.is_mostly_arabic();
        let mut book = Workbook::new();
        let sheet = book.sheet(&words.say("sheet-label"), right_to_left);
        let header = self.header(&words);
        sheet.header(&header);
        let choices = [Judgement::Same, Judgement::Different, Judgement::Unsure].map(|own| word_for(own, &words));
        sheet.choices(header.len() - 2, &choices);
        for row in self.rows(order) {
            let style = |at: usize| {
                let is_second = at > 0 && at < row.len() - 2 && at.is_multiple_of(2);
                if is_second { CellStyle::Shaded } else { CellStyle::Plain }
            };
            let cells: Vec<CellText> =
                row.iter().enumerate().map(|(at, &text)| CellText::styled(text, style(at))).collect();
            sheet.row(&cells);
        }
        let notes = book.sheet(&words.say("sheet-read-me"), self.language.is_right_to_left());
        for key in ["label-read-me-1", "label-read-me-2", "label-read-me-3"] {
            notes.row(&[CellText::styled(words.say(key), CellStyle::Wrapped)]);
        }
        Ok(book.to_bytes()?)
    }

    fn is_mostly_arabic(&self) -> bool {
        let cells = self.pairs.iter().flat_map(|(_, left, right)| left.iter().chain(right));
        let (mut arabic, mut other) = (0_u64, 0_u64);
        for letter in cells.flat_map(|cell| cell.chars()).filter(|letter| letter.is_alphabetic()) {
            if matches!(letter, '\u{0600}'..='\u{06FF}' | '\u{0750}'..='\u{077F}' | '\u{FB50}'..='\u{FEFC}') {
                arabic += 1;
            } else {
                other += 1;
            }
        }
        arabic > other
    }
}
