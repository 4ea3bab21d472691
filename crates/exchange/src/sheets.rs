//! Rows of a workbook's sheets, one after another, as calamine reads them.
//!
//! Values are the cached ones; nothing is computed. The text of a formula is kept beside its value.

use crate::import::CellIn;
use crate::{ExchangeError, limits, zipped};
use calamine::{Data, DataRef, DataType, Dimensions, ExcelDateTime, Reader, Sheets, Xlsx};
use std::fmt::Write as _;
use std::fs::File;
use std::io::BufReader;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

/// An open workbook.
pub(crate) struct Workbook {
    path: PathBuf,
    book: Sheets<BufReader<File>>,
    right_to_left: Vec<String>,
}

/// One row of a sheet; cells that nobody filled are empty.
#[derive(Clone, Debug, Default)]
pub(crate) struct SheetRow {
    /// From 1.
    pub(crate) number: u64,
    pub(crate) cells: Vec<CellIn>,
}

impl Workbook {
    /// Opens a workbook, after measuring what it unpacks to.
    pub(crate) fn open(path: &Path) -> Result<Workbook, ExchangeError> {
        let mut start = [0_u8; 2];
        let mut file = File::open(path).map_err(ExchangeError::io(path))?;
        let is_zip = std::io::Read::read_exact(&mut file, &mut start).is_ok() && &start == b"PK";
        if is_zip {
            zipped::check_size(path)?;
        }
        let book = guarded(path, || open_by_content(path, is_zip))?;
        let right_to_left = if is_zip { zipped::right_to_left_sheets(path) } else { Vec::new() };
        Ok(Workbook { path: path.to_owned(), book, right_to_left })
    }

    pub(crate) fn names(&self) -> Vec<String> {
        self.book.sheet_names()
    }

    pub(crate) fn is_right_to_left(&self, sheet: &str) -> bool {
        self.right_to_left.iter().any(|name| name == sheet)
    }

    /// Merged cells of a sheet, by their first row.
    pub(crate) fn merges(&mut self, sheet: &str) -> Merges {
        let Sheets::Xlsx(book) = &mut self.book else { return Merges::default() };
        let regions = guarded(&self.path, || book.merge_cells_by_sheet_name(sheet).map_err(|error| error.to_string()));
        Merges::new(regions.unwrap_or_default())
    }

    /// Hands out the rows of a sheet until `receive` says false.
    pub(crate) fn each_row(
        &mut self,
        sheet: &str,
        receive: &mut dyn FnMut(SheetRow) -> bool,
    ) -> Result<(), ExchangeError> {
        let book = &mut self.book;
        guarded(&self.path, || match book {
            Sheets::Xlsx(book) => stream(book, sheet, receive),
            other => whole(other, sheet, receive),
        })
    }
}

fn open_by_content(path: &Path, is_zip: bool) -> Result<Sheets<BufReader<File>>, String> {
    fn open<R: Reader<BufReader<File>>>(path: &Path) -> Result<R, String>
    where
        R::Error: std::fmt::Display,
    {
        calamine::open_workbook::<R, _>(path).map_err(|error| error.to_string())
    }
    if !is_zip {
        return open(path).map(Sheets::Xls);
    }
    let xlsx = open(path).map(Sheets::Xlsx);
    xlsx.or_else(|error| {
        open(path).map(Sheets::Xlsb).or_else(|_| open(path).map(Sheets::Ods)).map_err(|_: String| error)
    })
}

/// A parser that panics on a hostile file must not take the import of other files with it.
fn guarded<T>(path: &Path, work: impl FnOnce() -> Result<T, String>) -> Result<T, ExchangeError> {
    match catch_unwind(AssertUnwindSafe(work)) {
        Ok(Ok(value)) => Ok(value),
        Ok(Err(what)) => Err(ExchangeError::damaged(path, what)),
        Err(_) => Err(ExchangeError::damaged(path, "its parts contradict each other")),
    }
}

/// One row after another, in memory of one row (and the shared strings that calamine holds).
fn stream(
    book: &mut Xlsx<BufReader<File>>,
    sheet: &str,
    receive: &mut dyn FnMut(SheetRow) -> bool,
) -> Result<(), String> {
    let mut cells = book.worksheet_cells_reader(sheet).map_err(|error| error.to_string())?;
    let mut row = SheetRow::default();
    let mut seen = 0_usize;
    while let Some(cell) = cells.next_cell_with_formula().map_err(|error| error.to_string())? {
        let number = u64::from(cell.pos.0) + 1;
        if number != row.number {
            if !row.cells.is_empty() && !receive(std::mem::take(&mut row)) {
                return Ok(());
            }
            row.number = number;
        }
        let column = cell.pos.1 as usize;
        seen += 1;
        if column >= limits::VERBATIM_COLUMNS {
            continue;
        }
        if seen > limits::SHEET_CELLS {
            return Err("it has more cells than any list".to_owned());
        }
        let read = cell_in(&cell.value, cell.formula.as_deref());
        put(&mut row.cells, column, read);
    }
    if !row.cells.is_empty() {
        receive(row);
    }
    Ok(())
}

fn put(cells: &mut Vec<CellIn>, column: usize, cell: CellIn) {
    if cells.len() <= column {
        cells.resize(column + 1, CellIn::default());
    }
    cells[column] = cell;
}

/// The other formats come as one range.
fn whole(
    book: &mut Sheets<BufReader<File>>,
    sheet: &str,
    receive: &mut dyn FnMut(SheetRow) -> bool,
) -> Result<(), String> {
    let range = book.worksheet_range(sheet).map_err(|error| error.to_string())?;
    let formulas = book.worksheet_formula(sheet).ok();
    let Some((first_row, first_column)) = range.start() else { return Ok(()) };
    for (row, values) in (first_row..).zip(range.rows()) {
        let mut cells = Vec::new();
        for (column, value) in (first_column..).zip(values).take(limits::VERBATIM_COLUMNS) {
            let formula = formulas
                .as_ref()
                .and_then(|range| range.get_value((row, column)))
                .filter(|formula| !formula.is_empty());
            if *value != Data::Empty || formula.is_some() {
                put(&mut cells, column as usize, cell_in(value, formula.map(String::as_str)));
            }
        }
        if !cells.is_empty() && !receive(SheetRow { number: u64::from(row) + 1, cells }) {
            break;
        }
    }
    Ok(())
}

fn cell_in(value: &impl AsText, formula: Option<&str>) -> CellIn {
    let mut text = String::new();
    value.write_text(&mut text);
    let verbatim =
        formula.filter(|formula| !formula.is_empty()).map(|formula| format!("={}", formula.trim_start_matches('=')));
    CellIn { text, verbatim }
}

/// The two kinds of values that calamine hands out.
trait AsText {
    fn write_text(&self, out: &mut String);
}

impl AsText for DataRef<'_> {
    fn write_text(&self, out: &mut String) {
        match self {
            DataRef::SharedString(text) => out.push_str(text),
            other => Data::from(other.clone()).write_text(out),
        }
    }
}

impl AsText for Data {
    fn write_text(&self, out: &mut String) {
        // Writing to a string cannot fail.
        let _ = match self {
            Data::Empty | Data::Error(_) => Ok(()),
            Data::Int(number) => write!(out, "{number}"),
            Data::Float(number) => write!(out, "{number}"),
            Data::Bool(value) => write!(out, "{value}"),
            Data::DateTime(date) => {
                write_date(*date, out);
                Ok(())
            }
            Data::String(text) | Data::DateTimeIso(text) | Data::DurationIso(text) => {
                out.push_str(text);
                Ok(())
            }
        };
        debug_assert!(self.is_empty() || self.is_error() || !out.is_empty() || self.is_string());
    }
}

/// Days that, as serials, are the years 1900 to 2035 written into a cell with a date's format.
const YEAR_SERIALS: std::ops::RangeInclusive<i64> = 1_900..=2_035;

fn write_date(date: ExcelDateTime, out: &mut String) {
    let serial = date.as_f64();
    let (year, month, day, hour, minute, second, _) = date.to_ymd_hms_milli();
    // Writing to a string cannot fail.
    let _ = if date.is_duration() {
        write!(out, "{serial}")
    } else if serial < 1.0 {
        write!(out, "{hour:02}:{minute:02}")
    } else if serial.fract() == 0.0 && YEAR_SERIALS.contains(&(serial as i64)) {
        // Nobody on these lists was born in the spring of 1905: somebody typed a year.
        write!(out, "{serial}")
    } else if (hour, minute, second) == (0, 0, 0) {
        write!(out, "{year:04}-{month:02}-{day:02}")
    } else {
        write!(out, "{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}")
    };
}

/// Merged cells. A value counts for every row that it covers; to the side it is not repeated, because a name
/// over the columns "given" and "family" is neither of them twice.
#[derive(Default)]
pub(crate) struct Merges {
    regions: Vec<Dimensions>,
    next: usize,
    open: Vec<(Dimensions, CellIn)>,
}

/// Merged regions beyond this number are left as they are.
const REGIONS: usize = 200_000;
/// A merge over so many columns is a heading of its section, not a value.
const HEADING_COLUMNS: u32 = 3;

impl Merges {
    fn new(mut regions: Vec<Dimensions>) -> Merges {
        regions.truncate(REGIONS);
        regions.sort_by_key(|region| (region.start, region.end));
        Merges { regions, next: 0, open: Vec::new() }
    }

    /// Fills what merges cover in this row. Rows must come in order. True when the row is only a heading.
    pub(crate) fn fill(&mut self, row: &mut SheetRow) -> bool {
        let at = row.number.saturating_sub(1) as u32;
        self.open.retain(|(region, _)| region.end.0 >= at);
        let mut heading = false;
        while let Some(region) = self.regions.get(self.next).filter(|region| region.start.0 <= at) {
            let cell = row.cells.get(region.start.1 as usize);
            if let Some(cell) = cell.filter(|_| region.start.0 == at) {
                heading |= region.end.1 - region.start.1 + 1 >= HEADING_COLUMNS && !cell.text.trim().is_empty();
                if region.end.0 > at {
                    self.open.push((*region, cell.clone()));
                }
            }
            self.next += 1;
        }
        for (region, value) in self.open.iter().filter(|(region, _)| region.start.0 < at) {
            let column = region.start.1 as usize;
            let is_empty = row.cells.get(column).is_none_or(|cell| cell.text.is_empty());
            if is_empty && column < limits::MAPPED_COLUMNS {
                put(&mut row.cells, column, value.clone());
            }
        }
        heading && row.cells.iter().filter(|cell| !cell.text.trim().is_empty()).count() == 1
    }
}
