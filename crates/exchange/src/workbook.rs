//! Writes workbooks and CSV that people open in a spreadsheet.
//!
//! A cell that begins like a formula is written as a string of a workbook, which no spreadsheet computes; CSV
//! has no types, so there an apostrophe goes before it (OWASP, "CSV injection").

use crate::ExchangeError;
use record::PartialDate;
use rust_xlsxwriter::{
    Color, DataValidation, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, XlsxError,
};
use std::io;
use std::path::Path;

/// A cell holds at most this many UTF-16 units in Excel.
const CELL_UNITS: usize = 32_767;
/// Excel's limit on names of sheets.
const SHEET_NAME_CHARS: usize = 31;
/// Widths are chosen between these, in characters.
const WIDTHS: (usize, usize) = (6, 60);

/// How a cell looks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum CellStyle {
    /// As it is.
    #[default]
    Plain,
    /// Bold on grey.
    Header,
    /// Long text, broken over lines.
    Wrapped,
    /// Shaded: what comes from the other list.
    Shaded,
}

/// One cell to write: always text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CellText {
    /// The text.
    pub text: String,
    /// How it looks.
    pub style: CellStyle,
}

impl CellText {
    /// A cell with that style.
    pub fn styled(text: impl Into<String>, style: CellStyle) -> CellText {
        CellText { text: text.into(), style }
    }
}

impl From<&str> for CellText {
    fn from(text: &str) -> Self {
        CellText::styled(text, CellStyle::Plain)
    }
}

impl From<String> for CellText {
    fn from(text: String) -> Self {
        CellText::styled(text, CellStyle::Plain)
    }
}

/// A workbook being written.
#[derive(Default)]
pub struct Workbook {
    sheets: Vec<Sheet>,
    mark: Option<(&'static str, PartialDate)>,
}

/// A sheet of it. Its first row is the header: bold, kept in view, with filters.
pub struct Sheet {
    name: String,
    right_to_left: bool,
    rows: Vec<Vec<CellText>>,
    widths: Vec<usize>,
    choices: Vec<(usize, Vec<String>)>,
}

impl Workbook {
    /// An empty workbook.
    pub fn new() -> Workbook {
        Workbook::default()
    }

    /// Adds a sheet. The name is cut and cleaned to what Excel takes, and made unlike the others.
    pub fn sheet(&mut self, name: &str, right_to_left: bool) -> &mut Sheet {
        let name = self.free_name(name);
        let at = self.sheets.len();
        self.sheets.push(Sheet { name, right_to_left, rows: Vec::new(), widths: Vec::new(), choices: Vec::new() });
        &mut self.sheets[at]
    }

    /// Sets the comment among the workbook's properties, and the day on which it says that it was made.
    pub fn mark(&mut self, comment: &'static str, day: PartialDate) -> &mut Workbook {
        self.mark = Some((comment, day));
        self
    }

    fn free_name(&self, name: &str) -> String {
        let allowed = |character: &char| {
            !matches!(character, '[' | ']' | ':' | '*' | '?' | '/' | '\\') && !record::is_hidden(*character)
        };
        let clean: String = name.chars().filter(allowed).take(SHEET_NAME_CHARS).collect();
        let clean = clean.trim_matches(['\'', ' ']);
        let base = if clean.is_empty() { "Sheet" } else { clean };
        let taken = |name: &str| self.sheets.iter().any(|sheet| sheet.name.to_lowercase() == name.to_lowercase());
        let mut free = base.to_owned();
        let mut number = 2;
        while taken(&free) {
            free = base.chars().take(SHEET_NAME_CHARS - 5).collect::<String>() + &format!(" {number}");
            number += 1;
        }
        free
    }

    /// The workbook's bytes.
    pub fn to_bytes(&self) -> Result<Vec<u8>, ExchangeError> {
        self.build()
            .and_then(|mut book| book.save_to_buffer())
            .map_err(|error| ExchangeError::Write { what: error.to_string() })
    }

    /// Writes the workbook to a file.
    pub fn save(&self, path: &Path) -> Result<(), ExchangeError> {
        let bytes = self.to_bytes()?;
        std::fs::write(path, bytes).map_err(ExchangeError::io(path))
    }

    fn build(&self) -> Result<rust_xlsxwriter::Workbook, XlsxError> {
        let mut book = rust_xlsxwriter::Workbook::new();
        if let Some((comment, day)) = self.mark {
            let mut properties = DocProperties::new().set_comment(comment);
            if let (Some(year), Some((month, day))) = (day.year(), day.month_day()) {
                let made = ExcelDateTime::from_ymd(u16::try_from(year).unwrap_or(1900), month, day)?;
                properties = properties.set_creation_datetime(&made);
            }
            book.set_properties(&properties);
        }
        for sheet in &self.sheets {
            let page = book.add_worksheet();
            page.set_name(&sheet.name)?;
            page.set_right_to_left(sheet.right_to_left);
            for (row, cells) in (0_u32..).zip(&sheet.rows) {
                for (column, cell) in (0_u16..).zip(cells) {
                    if !cell.text.is_empty() || cell.style != CellStyle::Plain {
                        let text = as_held(&cell.text);
                        page.write_string_with_format(row, column, text, &format_of(cell.style, sheet.right_to_left))?;
                    }
                }
            }
            for (column, width) in (0_u16..).zip(&sheet.widths) {
                page.set_column_width(column, (*width).clamp(WIDTHS.0, WIDTHS.1) as f64 + 1.5)?;
            }
            for (column, words) in &sheet.choices {
                let one_of = DataValidation::new().allow_list_strings(words)?;
                let last = sheet.rows.len().saturating_sub(1).max(1) as u32;
                page.add_data_validation(1, *column as u16, last, *column as u16, &one_of)?;
            }
            let (rows, columns) = (sheet.rows.len(), sheet.widths.len());
            if rows > 0 && columns > 0 {
                page.set_freeze_panes(1, 0)?;
                page.autofilter(0, 0, rows.saturating_sub(1) as u32, columns as u16 - 1)?;
            }
        }
        if self.sheets.is_empty() {
            book.add_worksheet();
        }
        Ok(book)
    }
}

impl Sheet {
    /// The first row.
    pub fn header<T: AsRef<str>>(&mut self, cells: &[T]) -> &mut Sheet {
        let cells: Vec<CellText> =
            cells.iter().map(|cell| CellText::styled(cell.as_ref(), CellStyle::Header)).collect();
        self.row(&cells)
    }

    /// Lets whoever fills the sheet in choose among words in a column, below the header.
    pub fn choices<T: AsRef<str>>(&mut self, column: usize, words: &[T]) -> &mut Sheet {
        self.choices.push((column, words.iter().map(|word| word.as_ref().to_owned()).collect()));
        self
    }

    /// The next row.
    pub fn row(&mut self, cells: &[CellText]) -> &mut Sheet {
        for (column, cell) in cells.iter().enumerate().take(usize::from(u16::MAX) / 4) {
            if self.widths.len() <= column {
                self.widths.push(0);
            }
            let longest = cell.text.lines().map(|line| line.chars().count()).max().unwrap_or(0);
            self.widths[column] = self.widths[column].max(longest);
        }
        self.rows.push(cells.to_vec());
        self
    }
}

fn format_of(style: CellStyle, right_to_left: bool) -> Format {
    let format = Format::new().set_align(FormatAlign::Top).set_reading_direction(if right_to_left { 2 } else { 0 });
    match style {
        CellStyle::Plain => format,
        CellStyle::Header => {
            format.set_bold().set_background_color(Color::RGB(0x00DD_DDDD)).set_border_bottom(FormatBorder::Thin)
        }
        CellStyle::Wrapped => format.set_text_wrap(),
        CellStyle::Shaded => format.set_background_color(Color::RGB(0x00F2_F2F2)),
    }
}

/// What Excel takes of a long text, control characters replaced: XML cannot carry them.
pub(crate) fn as_held(text: &str) -> String {
    let mut units = 0;
    let fits = text.chars().take_while(|character| {
        units += character.len_utf16();
        units <= CELL_UNITS
    });
    fits.map(|character| {
        let held = crate::tagged::is_xml(character) && (!character.is_control() || character.is_whitespace());
        if held && character != '\u{85}' { character } else { '\u{FFFD}' }
    })
    .collect()
}

/// The text of a CSV cell that no spreadsheet takes for a formula.
pub fn neutral(text: &str) -> std::borrow::Cow<'_, str> {
    let begins = text.trim_start_matches([' ', '\u{FEFF}', '\u{200E}', '\u{200F}', '\u{202A}', '\u{202B}']);
    if begins.starts_with(['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠']) || text.starts_with(['\t', '\r'])
    {
        format!("'{text}").into()
    } else {
        text.into()
    }
}

/// Writes rows as CSV (UTF-8) with every cell neutralised.
pub struct CsvOut<W: io::Write> {
    writer: csv::Writer<W>,
}

impl<W: io::Write> CsvOut<W> {
    /// Begins a table. With `mark`, a byte order mark tells Excel that it is UTF-8.
    pub fn new(mut output: W, mark: bool) -> Result<CsvOut<W>, ExchangeError> {
        if mark {
            output
                .write_all("\u{FEFF}".as_bytes())
                .map_err(|error| ExchangeError::Write { what: error.to_string() })?;
        }
        Ok(CsvOut { writer: csv::WriterBuilder::new().flexible(true).from_writer(output) })
    }

    /// The next row.
    pub fn row<T: AsRef<str>>(&mut self, cells: &[T]) -> Result<(), ExchangeError> {
        let neutral = cells.iter().map(|cell| neutral(cell.as_ref()).into_owned());
        self.writer.write_record(neutral).map_err(|error| ExchangeError::Write { what: error.to_string() })
    }

    /// Flushes what is left.
    pub fn finish(mut self) -> Result<(), ExchangeError> {
        self.writer.flush().map_err(|error| ExchangeError::Write { what: error.to_string() })
    }
}
