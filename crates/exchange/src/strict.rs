//! Rows of CSV that a program wrote (RFC 4180), whose cells may hold anything and go over any number of lines.
//!
//! [`crate::delimited`] reads what people type, and takes a quote that is open for long for a letter. Here it is an error,
//! found within a limit.

use crate::{ExchangeError, limits, lines};
use std::cell::Cell;
use std::io::{self, Read};
use std::path::Path;
use std::rc::Rc;

/// What stands at one place.
pub(crate) enum Row {
    /// The line on which it begins, from 1, its cells, and whether some bytes were no text.
    Cells(u64, Vec<String>, bool),
    /// From this line on it is no CSV, or a row is longer than any: nothing more is read.
    Broken(u64),
}

/// Hands out rows until `receive` says false.
pub(crate) fn each_row(path: &Path, receive: &mut dyn FnMut(Row) -> bool) -> Result<(), ExchangeError> {
    let left = Rc::new(Cell::new(limits::STRICT_ROW_BYTES));
    let whole = limits::TABLE_BYTES + 1;
    let input = Bounded { input: lines::open(path).map_err(ExchangeError::io(path))?.take(whole), left: left.clone() };
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(input);
    let mut row = csv::ByteRecord::new();
    loop {
        let line = reader.position().line();
        left.set(limits::STRICT_ROW_BYTES);
        match reader.read_byte_record(&mut row) {
            Ok(true) => {}
            Ok(false) => break,
            Err(_) => {
                receive(Row::Broken(line));
                break;
            }
        }
        let malformed = row.iter().any(|cell| std::str::from_utf8(cell).is_err());
        let cells = row.iter().take(limits::VERBATIM_COLUMNS).map(|cell| String::from_utf8_lossy(cell).into_owned());
        if !receive(Row::Cells(line, cells.collect(), malformed)) {
            return Ok(());
        }
    }
    if reader.get_ref().input.limit() == 0 {
        return Err(ExchangeError::TooLarge { file: path.to_owned(), limit_mib: limits::TABLE_BYTES >> 20 });
    }
    Ok(())
}

/// An input of which each row may take only so much.
struct Bounded<R> {
    input: R,
    left: Rc<Cell<u64>>,
}

impl<R: Read> Read for Bounded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.left.get() == 0 {
            return Err(io::Error::new(io::ErrorKind::InvalidData, "a row is longer than any"));
        }
        let most = buffer.len().min(usize::try_from(self.left.get()).unwrap_or(usize::MAX));
        let read = self.input.read(&mut buffer[..most])?;
        self.left.set(self.left.get() - read as u64);
        Ok(read)
    }
}
