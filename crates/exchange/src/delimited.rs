//! Rows of a delimited file (RFC 4180, leniently), in bounded memory.
//!
//! The `csv` crate would take an unclosed quote for a cell that goes on to the end of the file. Here a quoted
//! cell may go over lines, but only within limits; beyond them the quote is taken for a letter, and the lines
//! that it would have swallowed are rows again.

use crate::encoding::TextEncoding;
use crate::limits;
use crate::lines::{Line, Lines};
use std::collections::VecDeque;
use std::io;
use std::path::Path;

/// One row: its cells in one buffer.
#[derive(Clone, Debug, Default)]
pub(crate) struct RawRow {
    /// Line on which the row begins, from 1.
    pub(crate) line: u64,
    buffer: String,
    ends: Vec<usize>,
    /// What the reading itself noticed.
    pub(crate) flaws: Flaws,
}

/// What may be wrong with the bytes of a row.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Flaws {
    /// Bytes that are no text in the encoding.
    pub(crate) malformed: bool,
    /// The row was longer than the limit and the rest of it is left out.
    pub(crate) cut: bool,
    /// A quote was opened and never closed.
    pub(crate) open_quote: bool,
}

impl RawRow {
    pub(crate) fn len(&self) -> usize {
        self.ends.len()
    }

    pub(crate) fn get(&self, index: usize) -> Option<&str> {
        let end = *self.ends.get(index)?;
        let start = if index == 0 { 0 } else { self.ends[index - 1] };
        Some(&self.buffer[start..end])
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &str> {
        (0..self.len()).filter_map(|index| self.get(index))
    }

    pub(crate) fn clear(&mut self) {
        self.buffer.clear();
        self.ends.clear();
        self.flaws = Flaws::default();
    }

    pub(crate) fn push(&mut self, cell: &str) {
        self.buffer.push_str(cell);
        self.ends.push(self.buffer.len());
    }
}

/// Reads rows.
pub(crate) struct Rows {
    lines: Lines,
    delimiter: u8,
    /// Lines read ahead for a quote that was never closed.
    pending: VecDeque<Line>,
    line: Line,
    /// Cells of the header, when known: tells a stray quote from a cell over several lines.
    expected: Option<usize>,
    /// Lines up to this number have been searched for the end of a quote in vain.
    literal_until: u64,
    /// Something stood between a closing quote and the next delimiter.
    loose_quote: bool,
}

/// What the splitter is in the middle of.
#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Between,
    InQuotes,
}

impl Rows {
    pub(crate) fn open(path: &Path, encoding: TextEncoding, delimiter: u8) -> io::Result<Rows> {
        Ok(Rows::new(Lines::open(path, encoding)?, delimiter))
    }

    pub(crate) fn new(lines: Lines, delimiter: u8) -> Rows {
        Rows {
            lines,
            delimiter,
            pending: VecDeque::new(),
            line: Line::default(),
            expected: None,
            literal_until: 0,
            loose_quote: false,
        }
    }

    /// Says how many cells a whole row has.
    pub(crate) fn expect(&mut self, cells: usize) {
        self.expected = Some(cells);
    }

    /// The input was damaged before its end.
    pub(crate) fn broke_off(&self) -> bool {
        self.lines.broke_off()
    }

    fn next_line(&mut self) -> io::Result<bool> {
        if let Some(line) = self.pending.pop_front() {
            self.line = line;
            return Ok(true);
        }
        self.lines.next_into(&mut self.line)
    }

    /// Reads the next row into `row`; false at the end. Lines without anything are passed over.
    pub(crate) fn next_into(&mut self, row: &mut RawRow) -> io::Result<bool> {
        loop {
            if !self.next_line()? {
                return Ok(false);
            }
            if !self.line.text.trim_matches([' ', '\r', '\u{FEFF}']).is_empty() {
                break;
            }
        }
        row.clear();
        row.line = self.line.number;
        row.flaws.malformed = self.line.malformed;
        row.flaws.cut = self.line.cut;
        if !self.line.text.contains('"') {
            self.split_plain(row);
            return Ok(true);
        }
        if self.line.cut || self.split(row, State::Between) == State::Between {
            if self.line.cut {
                self.split_literally(row);
            }
            return Ok(true);
        }
        self.go_on(row)?;
        Ok(true)
    }

    /// A quote is open at the end of the line: takes further lines, or gives them back.
    fn go_on(&mut self, row: &mut RawRow) -> io::Result<()> {
        let first = std::mem::take(&mut self.line);
        self.loose_quote = false;
        let mut taken: VecDeque<Line> = VecDeque::new();
        let mut bytes = first.text.len();
        let closed = loop {
            if first.number < self.literal_until
                || bytes > limits::RECORD_BYTES
                || taken.len() >= limits::RECORD_LINES
                || !self.next_line()?
            {
                break false;
            }
            row.buffer.push('\n');
            bytes += self.line.text.len() + 1;
            row.flaws.malformed |= self.line.malformed;
            let cut = self.line.cut;
            let state = if cut { State::InQuotes } else { self.split(row, State::InQuotes) };
            taken.push_back(std::mem::take(&mut self.line));
            if cut {
                break false;
            }
            if state == State::Between {
                break true;
            }
        };
        // A quote that closes in the middle of a cell, lines later, has met the opening quote of another cell.
        let stray = closed
            && (self.loose_quote
                || self
                    .expected
                    .is_some_and(|cells| row.len() != cells && count(&first.text, self.delimiter) == cells));
        if closed && !stray {
            return Ok(());
        }
        if !closed && let Some(last) = taken.back() {
            // No quote closes between here and there, so none of these lines is searched again.
            self.literal_until = last.number;
        }
        while let Some(line) = taken.pop_back() {
            self.pending.push_front(line);
        }
        self.line = first;
        row.flaws.malformed = self.line.malformed;
        self.split_literally(row);
        row.flaws.open_quote = true;
        Ok(())
    }

    fn split_plain(&self, row: &mut RawRow) {
        let text = &self.line.text;
        let delimiter = self.delimiter;
        for (at, byte) in text.bytes().enumerate() {
            if byte == delimiter {
                row.ends.push(at - row.ends.len());
            }
        }
        if row.ends.is_empty() {
            row.buffer.push_str(text);
        } else {
            row.buffer.extend(text.split(char::from(delimiter)));
        }
        row.ends.push(row.buffer.len());
    }

    fn split_literally(&self, row: &mut RawRow) {
        row.buffer.clear();
        row.ends.clear();
        self.split_plain(row);
    }

    /// Splits the line into cells of `row`, going on in the middle of a quoted cell when `state` says so.
    fn split(&mut self, row: &mut RawRow, state: State) -> State {
        let delimiter = char::from(self.delimiter);
        let mut rest = self.line.text.as_str();
        let mut quoted = state == State::InQuotes;
        if !quoted && let Some(inner) = rest.strip_prefix('"') {
            quoted = true;
            rest = inner;
        }
        loop {
            if quoted {
                let Some(at) = rest.find('"') else {
                    row.buffer.push_str(rest);
                    return State::InQuotes;
                };
                row.buffer.push_str(&rest[..at]);
                rest = &rest[at + 1..];
                if let Some(after) = rest.strip_prefix('"') {
                    row.buffer.push('"');
                    rest = after;
                } else {
                    quoted = false;
                    self.loose_quote |= !rest.is_empty() && !rest.starts_with([delimiter, '\r', ' ']);
                }
                continue;
            }
            // Outside quotes; what stands between a closing quote and the delimiter belongs to the cell.
            let Some(at) = rest.find(delimiter) else {
                row.push(rest);
                return State::Between;
            };
            row.push(&rest[..at]);
            rest = &rest[at + 1..];
            if let Some(inner) = rest.strip_prefix('"') {
                quoted = true;
                rest = inner;
            }
        }
    }
}

/// Cells of a line when quotes mean nothing.
fn count(line: &str, delimiter: u8) -> usize {
    line.bytes().filter(|byte| *byte == delimiter).count() + 1
}
