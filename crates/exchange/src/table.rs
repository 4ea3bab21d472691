//! Plain tables for linkage over any table: CSV, packed CSV and Parquet, row after row.
//!
//! Nothing is understood here. The first row is the header; values are text.

use crate::delimited::{RawRow, Rows};
use crate::detect::{Format, detect};
use crate::parquet_rows::ParquetRows;
use crate::sheets::Workbook;
use crate::{ExchangeError, limits};
use std::path::{Path, PathBuf};

/// A table, open at its first row.
pub struct RawTable {
    /// The header, hidden characters and outer spaces removed.
    pub headers: Vec<String>,
    path: PathBuf,
    rows: Source,
    row: RawRow,
    /// Rows whose number of cells differed from the header's.
    ragged: u64,
}

enum Source {
    Delimited(Box<Rows>),
    Parquet(Box<ParquetRows>),
    /// A sheet of a workbook, whole.
    Sheet(std::vec::IntoIter<RawRow>),
}

/// One row of a table. Cells that the row lacks are empty.
#[derive(Clone, Copy)]
pub struct Row<'a> {
    raw: &'a RawRow,
    width: usize,
}

impl<'a> Row<'a> {
    /// The cell in that column.
    pub fn get(&self, column: usize) -> &'a str {
        self.raw.get(column).unwrap_or_default()
    }

    /// Where it begins, from 1: the line of a text, the row of a workbook's sheet. 0 in Parquet.
    pub fn number(&self) -> u64 {
        self.raw.line
    }

    /// As many cells as the header has.
    pub fn iter(&self) -> impl Iterator<Item = &'a str> + use<'a> {
        let raw = self.raw;
        (0..self.width).map(move |column| raw.get(column).unwrap_or_default())
    }
}

/// Opens a table and reads its header.
pub fn open(path: &Path) -> Result<RawTable, ExchangeError> {
    let detected = detect(path)?;
    let mut row = RawRow::default();
    let (rows, headers) = match detected.format {
        Format::Csv | Format::Text | Format::ExportCsv | Format::FtmStatements => {
            let mut rows =
                Rows::open(path, detected.encoding, detected.delimiter as u8).map_err(ExchangeError::io(path))?;
            rows.next_into(&mut row).map_err(ExchangeError::io(path))?;
            let headers: Vec<String> = row.iter().take(limits::VERBATIM_COLUMNS).map(clean_header).collect();
            rows.expect(headers.len());
            (Source::Delimited(Box::new(rows)), headers)
        }
        Format::Parquet => {
            let rows = ParquetRows::open(path)?;
            let headers = rows.headers().to_vec();
            (Source::Parquet(Box::new(rows)), headers)
        }
        Format::Xlsx
        | Format::Pdf
        | Format::ExportXlsx
        | Format::Pfif
        | Format::FtmEntities
        | Format::Bayanat
        | Format::Kobo
        | Format::Picture => {
            return Err(ExchangeError::NotAList {
                file: path.to_owned(),
                what: "a plain table is CSV or Parquet",
                remedy: "import it into an archive, or save it as CSV",
            });
        }
    };
    Ok(RawTable { headers, path: path.to_owned(), rows, row, ragged: 0 })
}

/// Opens a table that somebody may have filled in with a spreadsheet: as [`open`], or the first sheet of a workbook,
/// which is read whole.
pub fn open_filled(path: &Path) -> Result<RawTable, ExchangeError> {
    if !matches!(detect(path)?.format, Format::Xlsx | Format::ExportXlsx | Format::Kobo) {
        return open(path);
    }
    let mut book = Workbook::open(path)?;
    let mut rows: Vec<RawRow> = Vec::new();
    if let Some(sheet) = book.names().first() {
        book.each_row(sheet, &mut |sheet_row| {
            let mut row = RawRow::default();
            row.line = sheet_row.number;
            for cell in &sheet_row.cells {
                row.push(&cell.text);
            }
            rows.push(row);
            true
        })?;
    }
    let mut rows = rows.into_iter();
    let headers = rows.next().map(|row| row.iter().map(clean_header).collect()).unwrap_or_default();
    Ok(RawTable { headers, path: path.to_owned(), rows: Source::Sheet(rows), row: RawRow::default(), ragged: 0 })
}

impl RawTable {
    /// The next row; `None` at the end.
    pub fn next_row(&mut self) -> Result<Option<Row<'_>>, ExchangeError> {
        let more = match &mut self.rows {
            Source::Delimited(rows) => rows.next_into(&mut self.row).map_err(ExchangeError::io(&self.path))?,
            Source::Parquet(rows) => rows.next_into(&mut self.row)?,
            Source::Sheet(rows) => {
                let next = rows.next();
                let more = next.is_some();
                self.row = next.unwrap_or_default();
                more
            }
        };
        if !more {
            return Ok(None);
        }
        self.ragged += u64::from(self.row.len() != self.headers.len());
        Ok(Some(Row { raw: &self.row, width: self.headers.len() }))
    }

    /// Column of that header, exactly as written or else without regard to case.
    pub fn column(&self, header: &str) -> Option<usize> {
        let exact = self.headers.iter().position(|own| own == header);
        exact.or_else(|| self.headers.iter().position(|own| own.eq_ignore_ascii_case(header)))
    }

    /// Rows so far that had more or fewer cells than the header.
    pub fn ragged_rows(&self) -> u64 {
        self.ragged
    }
}

pub(crate) fn clean_header(text: &str) -> String {
    let shown: String = text.chars().filter(|character| !record::is_hidden(*character)).collect();
    shown.split_whitespace().collect::<Vec<_>>().join(" ")
}
