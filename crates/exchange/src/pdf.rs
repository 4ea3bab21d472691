//! The text of a PDF, by Debian's `pdftotext` as a limited child process, and the tables in it.
//!
//! A hostile PDF stays out of this process: the child has limits on memory (`prlimit`), time and output.
//! Tables are found by the gaps that `-layout` keeps between columns.

use crate::import::{CellIn, Importer, RowIn, Sink};
use crate::limited::{self, Ended, Input, Limits};
use crate::lines::Line;
use crate::mapping::{Mapping, SheetMapping};
use crate::messages::Messages;
use crate::{ExchangeError, limits, sentence};
use record::{Gazetteer, Position};
use std::ffi::OsString;
use std::fs::File;
use std::io;
use std::path::Path;

const PROGRAM: &str = "pdftotext";
const PACKAGE: &str = "poppler-utils";
/// Spaces that separate columns.
const GAP: usize = 2;

/// One line of the text.
#[derive(Clone, Debug, Default)]
pub(crate) struct PageLine {
    /// From 1.
    pub(crate) page: u32,
    /// Line of the page, from 1.
    pub(crate) line: u64,
    pub(crate) text: String,
}

/// The lines of a PDF that hold something, page after page.
pub(crate) fn lines(path: &Path) -> Result<Vec<PageLine>, ExchangeError> {
    let text = run(path)?;
    let mut lines = Vec::new();
    for (page, content) in (1_u32..).zip(text.split('\u{C}')) {
        for (line, text) in (1_u64..).zip(content.lines()) {
            if !text.trim().is_empty() {
                lines.push(PageLine { page, line, text: text.trim_end().to_owned() });
            }
        }
    }
    if lines.is_empty() {
        return Err(ExchangeError::NotAList {
            file: path.to_owned(),
            what: "the PDF holds no text, only pictures of it",
            remedy: "have it typed at the desk (page Pictures), or import its text",
        });
    }
    Ok(lines)
}

fn run(path: &Path) -> Result<String, ExchangeError> {
    let path = path.to_owned();
    // Not by its path: what is in memory has none that a child may open.
    let file = File::open(&path).map_err(ExchangeError::io(&path))?;
    let tool = |what| ExchangeError::Tool { file: path.clone(), program: PROGRAM, what };
    let mut arguments: Vec<OsString> = ["-layout", "-enc", "UTF-8", "-q"].map(OsString::from).into();
    arguments.extend(["-", "-"].map(OsString::from));
    let few = Limits { memory: limits::PDF_MEMORY_BYTES, seconds: limits::PDF_SECONDS, output: limits::PDF_TEXT_BYTES };
    let (bytes, ended) = match limited::run(PROGRAM, &arguments, Input::File(file), few) {
        Ok(ended) => ended,
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            return Err(ExchangeError::MissingTool { file: path, program: PROGRAM, package: PACKAGE });
        }
        Err(error) => return Err(ExchangeError::Io { file: path, error }),
    };
    if bytes.len() as u64 > limits::PDF_TEXT_BYTES {
        return Err(ExchangeError::TooLarge { file: path, limit_mib: limits::PDF_TEXT_BYTES >> 20 });
    }
    match ended {
        Ended::Code(Some(0)) => Ok(String::from_utf8_lossy(&bytes).into_owned()),
        // What came before the damage counts.
        Ended::Code(_) if !bytes.trim_ascii().is_empty() => Ok(String::from_utf8_lossy(&bytes).into_owned()),
        Ended::Code(_) => Err(tool("the file is damaged, locked with a password, or needs more memory than allowed")),
        Ended::Late => Err(tool("it took too long and was stopped")),
    }
}

/// True when most lines are sentences or have no columns.
pub(crate) fn is_sentences(lines: &[PageLine]) -> bool {
    let sample: Vec<&PageLine> = lines.iter().take(limits::SAMPLE_ROWS).collect();
    let columned = sample.iter().filter(|line| split(&line.text).len() >= 3).count();
    let text: Vec<&str> = sample.iter().map(|line| line.text.as_str()).collect();
    columned * 2 < sample.len() || sentence::speaks(&text.join("\n"))
}

/// Cells of a line with the columns of characters on which they begin and end.
fn split(text: &str) -> Vec<(usize, usize, String)> {
    let mut cells: Vec<(usize, usize, String)> = Vec::new();
    let mut spaces = GAP;
    for (at, character) in text.chars().filter(|character| !record::is_hidden(*character)).enumerate() {
        if character == ' ' {
            spaces += 1;
            continue;
        }
        if spaces >= GAP || cells.is_empty() {
            cells.push((at, at + 1, String::new()));
        }
        if let Some((_, end, cell)) = cells.last_mut() {
            if spaces < GAP && spaces > 0 {
                cell.push(' ');
            }
            cell.push(character);
            *end = at + 1;
        }
        spaces = 0;
    }
    cells
}

/// The lines as rows of cells under the columns of the line that has most cells among those like the header.
pub(crate) fn rows(lines: &[PageLine]) -> Vec<Vec<String>> {
    let Some(ruler) = ruler(lines) else {
        return lines.iter().map(|line| vec![line.text.trim().to_owned()]).collect();
    };
    lines.iter().map(|line| under(&ruler, split(&line.text))).collect()
}

/// Spans of the columns: of a line with the usual number of cells, widened by the others of that number.
fn ruler(lines: &[PageLine]) -> Option<Vec<(usize, usize)>> {
    let cut: Vec<Vec<(usize, usize, String)>> =
        lines.iter().take(limits::SAMPLE_ROWS).map(|line| split(&line.text)).collect();
    let most = cut.iter().map(Vec::len).max()?;
    let count = |width: usize| cut.iter().filter(|cells| cells.len() == width).count();
    // The full rows: the widest number of cells that is not an accident.
    let usual =
        (2..=most).rev().find(|width| count(*width) * 5 >= cut.len() || (*width == most && count(*width) >= 2))?;
    let mut spans: Vec<(usize, usize)> = Vec::new();
    for cells in cut.iter().filter(|cells| cells.len() == usual) {
        for (index, (start, end, _)) in cells.iter().enumerate() {
            match spans.get_mut(index) {
                Some(span) => *span = (span.0.min(*start), span.1.max(*end)),
                None => spans.push((*start, *end)),
            }
        }
    }
    Some(spans)
}

/// Puts each cell under the column that it overlaps most, else the nearest.
fn under(ruler: &[(usize, usize)], cells: Vec<(usize, usize, String)>) -> Vec<String> {
    let mut row = vec![String::new(); ruler.len()];
    if cells.len() == ruler.len() {
        return cells.into_iter().map(|(_, _, text)| text).collect();
    }
    for (start, end, text) in cells {
        let closeness = |span: &(usize, usize)| {
            let overlap = end.min(span.1) as i64 - start.max(span.0) as i64;
            let middle = ((start + end) as i64 - (span.0 + span.1) as i64).abs();
            (overlap.min(0), -middle)
        };
        let best = ruler.iter().enumerate().max_by_key(|(_, span)| closeness(span));
        if let Some((index, _)) = best {
            if !row[index].is_empty() {
                row[index].push(' ');
            }
            row[index].push_str(&text);
        }
    }
    row
}

/// Reads a PDF. In the mapping, `header_row` counts the lines that hold something, over all pages.
pub(crate) fn read(
    path: &Path,
    mapping: &Mapping,
    places: &Gazetteer,
    sink: &mut Sink<'_>,
) -> Result<(), ExchangeError> {
    let lines = lines(path)?;
    match mapping.sheets.first() {
        Some(sheet) => read_table(&lines, (mapping, sheet), places, sink),
        None => read_sentences(&lines, mapping, places, sink),
    }
    Ok(())
}

fn position(line: &PageLine) -> Position {
    Position { page: Some(line.page), row: line.line, ..Position::default() }
}

fn read_table(
    lines: &[PageLine],
    (mapping, sheet): (&Mapping, &SheetMapping),
    places: &Gazetteer,
    sink: &mut Sink<'_>,
) {
    let mut importer =
        (sheet.header_row == 0).then(|| Importer::new(mapping, sheet, Vec::new(), places).without_ragged_rows());
    for ((number, line), cells) in (1_u64..).zip(lines).zip(rows(lines)) {
        if sink.summary.stopped {
            break;
        }
        if number < sheet.header_row {
            continue;
        }
        let Some(importer) = importer.as_mut() else {
            let built = Importer::new(mapping, sheet, cells, places).without_ragged_rows();
            built.header_problems(&position(line), sink);
            importer = Some(built);
            continue;
        };
        let cells = cells.into_iter().map(|text| CellIn { text, verbatim: None }).collect();
        importer.row(RowIn { position: position(line), cells, problems: Vec::new() }, sink);
    }
}

fn read_sentences(lines: &[PageLine], mapping: &Mapping, places: &Gazetteer, sink: &mut Sink<'_>) {
    let mut messages = Messages::new(mapping, places);
    for line in lines {
        if sink.summary.stopped {
            return;
        }
        let text = Line { number: line.line, text: line.text.clone(), malformed: false, cut: false };
        messages.line(&text, &position(line), sink);
    }
    messages.flush(sink);
}
