//! What a file is, by its bytes; its ending only breaks ties.

use crate::delimited::{RawRow, Rows};
use crate::encoding::{self, TextEncoding};
use crate::lines::{self, Lines};
use crate::{ExchangeError, document, headers, limits};
use record::{Position, Private, Problem, ProblemKind};
use serde::{Deserialize, Serialize};
use std::io::{self, BufRead, Cursor, Read};
use std::path::Path;

/// A format that lists come in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Format {
    /// Delimited text: commas, semicolons, tabs, bars.
    Csv,
    /// A workbook: `.xlsx`, and what calamine reads beside it (`.xls`, `.xlsb`, `.ods`).
    Xlsx,
    /// Lines of text, a person a line.
    Text,
    /// A PDF that holds text.
    Pdf,
    /// Parquet with flat columns.
    Parquet,
    /// A CSV that this program wrote for a recipient.
    ExportCsv,
    /// A workbook that this program wrote for a recipient.
    ExportXlsx,
    /// PFIF (XML), the format of missing-person finders.
    Pfif,
    /// Statements of `FollowTheMoney` as CSV.
    FtmStatements,
    /// Entities of `FollowTheMoney` as JSON, one after another.
    FtmEntities,
    /// JSON of Bayanat: actors with their profiles.
    Bayanat,
    /// A workbook of a form's submissions, from `KoboToolbox` or ODK.
    Kobo,
    /// A picture, whose lines people typed.
    Picture,
}

/// What the bytes of a file say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Detected {
    /// The format.
    pub format: Format,
    /// Encoding, for text.
    pub encoding: TextEncoding,
    /// Delimiter, for delimited text.
    pub delimiter: char,
    /// The bytes are packed with gzip.
    pub gzip: bool,
    /// What is odd about the file as a whole.
    pub problems: Vec<Problem>,
}

const BINARY: (&str, &str) =
    ("its bytes are not text", "open it in the program that made it and save it as CSV or XLSX");

/// Tells format, encoding and delimiter of a file.
pub fn detect(path: &Path) -> Result<Detected, ExchangeError> {
    let mut file = lines::open(path).map_err(ExchangeError::io(path))?;
    let raw = io::Read::take(std::fs::File::open(path).map_err(ExchangeError::io(path))?, 2);
    let mut start = Vec::new();
    { raw }.read_to_end(&mut start).map_err(ExchangeError::io(path))?;
    let gzip = lines::is_gzip(&start);
    let (sample, whole) = read_sample(&mut file).map_err(ExchangeError::io(path))?;
    if sample.is_empty() {
        return Err(ExchangeError::Empty { file: path.to_owned() });
    }
    let not_a_list =
        |(what, remedy): (&'static str, &'static str)| ExchangeError::NotAList { file: path.to_owned(), what, remedy };
    let mut detected =
        Detected { format: Format::Csv, encoding: TextEncoding::UTF_8, delimiter: ',', gzip, problems: Vec::new() };
    match by_magic(path, &sample, gzip) {
        Magic::Is(format) => detected.format = format,
        Magic::NoList(reason) => return Err(not_a_list(reason)),
        Magic::Unknown => {
            detected.encoding = if sample.is_ascii() && !whole {
                encoding::of_sample(&beyond_ascii(&mut file, sample.clone()), false)
            } else {
                encoding::of_sample(&sample, whole)
            };
            let mut text = decode(&sample, detected.encoding);
            if is_binary(&text) {
                return Err(not_a_list(BINARY));
            }
            if text.trim_matches(|character: char| character.is_whitespace() || character == '\u{FEFF}').is_empty() {
                return Err(ExchangeError::Empty { file: path.to_owned() });
            }
            if let Some(format) = document::format_of_text(&text) {
                detected.format = format;
                check_ending(path, &mut detected);
                return Ok(detected);
            }
            if is_html(&text) {
                return Err(not_a_list(("it is a web page", "open it in a spreadsheet and save it as XLSX")));
            }
            if !whole && let Some(at) = text.rfind('\n') {
                text.truncate(at + 1);
            }
            let (format, delimiter) = text_format(&text, &ending(path));
            detected.format = format;
            detected.delimiter = delimiter;
        }
    }
    check_ending(path, &mut detected);
    Ok(detected)
}

fn check_ending(path: &Path, detected: &mut Detected) {
    if !fits(detected.format, &ending(path)) {
        detected.problems.push(Problem {
            position: Position::default(),
            column: None,
            as_written: Private::default(),
            kind: ProblemKind::WrongExtension,
        });
    }
}

fn decode(sample: &[u8], encoding: TextEncoding) -> String {
    let (text, _, _) = encoding.0.decode(sample);
    text.into_owned()
}

fn read_sample(file: &mut dyn BufRead) -> io::Result<(Vec<u8>, bool)> {
    let mut sample = Vec::new();
    let limit = limits::SAMPLE_BYTES as u64;
    let read = file.take(limit).read_to_end(&mut sample);
    match read {
        Ok(count) => Ok((sample, (count as u64) < limit)),
        // A gzip file that breaks off still gives what came before.
        Err(error) if lines::is_damage(&error) => Ok((sample, true)),
        Err(error) => Err(error),
    }
}

/// Looks further into a file that begins with ASCII only; the first chunk with anything else decides.
fn beyond_ascii(file: &mut dyn BufRead, sample: Vec<u8>) -> Vec<u8> {
    let mut seen = 0;
    while seen < limits::ASCII_SCAN_BYTES {
        let Ok((chunk, last)) = read_sample(file) else { break };
        if !chunk.is_ascii() {
            return chunk;
        }
        seen += chunk.len() as u64;
        if last {
            break;
        }
    }
    sample
}

enum Magic {
    Is(Format),
    NoList((&'static str, &'static str)),
    Unknown,
}

fn by_magic(path: &Path, sample: &[u8], gzip: bool) -> Magic {
    const IMAGE: (&str, &str) = ("it is a picture", "add it to the vault, and type the list");
    if sample.starts_with(b"%PDF-") {
        return Magic::Is(Format::Pdf);
    }
    if sample.starts_with(b"PAR1") {
        return Magic::Is(Format::Parquet);
    }
    if sample.starts_with(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1") {
        return Magic::Is(Format::Xlsx);
    }
    if sample.starts_with(b"PK\x03\x04") || sample.starts_with(b"PK\x05\x06") {
        return if !gzip && crate::zipped::is_workbook(path) {
            Magic::Is(document::format_of_workbook(path))
        } else {
            Magic::NoList(("it is an archive of other files", "unpack it and import the files one by one"))
        };
    }
    if sample.starts_with(b"\x89PNG") || sample.starts_with(b"\xFF\xD8\xFF") || sample.starts_with(b"GIF8") {
        return Magic::NoList(IMAGE);
    }
    if sample.starts_with(b"\x7FELF") || sample.starts_with(b"MZ\x90\x00") {
        return Magic::NoList(("it is a program", "do not run it"));
    }
    Magic::Unknown
}

/// Text has no NUL and hardly a control character.
fn is_binary(text: &str) -> bool {
    let (mut controls, mut bad, mut all) = (0_usize, 0_usize, 0_usize);
    for character in text.chars() {
        all += 1;
        if character == '\0' {
            return true;
        }
        controls += usize::from(
            character.is_control()
                && !matches!(character, '\t' | '\n' | '\r' | '\u{B}' | '\u{C}' | '\u{1A}' | '\u{85}'),
        );
        bad += usize::from(character == char::REPLACEMENT_CHARACTER);
    }
    controls * 20 > all || bad * 5 > all
}

fn is_html(text: &str) -> bool {
    let start: String = text.trim_start().chars().take(200).collect::<String>().to_lowercase();
    start.starts_with("<!doctype html") || start.starts_with("<html") || start.starts_with("<table")
}

/// The file's ending in lower case, `.gz` passed over.
pub(crate) fn ending(path: &Path) -> String {
    let lower = |path: &Path| path.extension().map(|ending| ending.to_string_lossy().to_lowercase());
    match lower(path) {
        Some(gz) if gz == "gz" => path.file_stem().and_then(|stem| lower(Path::new(stem))).unwrap_or_default(),
        Some(ending) => ending,
        None => String::new(),
    }
}

fn fits(format: Format, ending: &str) -> bool {
    match ending {
        "csv" | "tsv" | "tab" => matches!(format, Format::Csv | Format::ExportCsv | Format::FtmStatements),
        // Messages and tables are both saved as .txt.
        "txt" | "text" | "md" | "log" => matches!(format, Format::Csv | Format::Text),
        "xlsx" | "xls" | "xlsm" | "xlsb" | "ods" => matches!(format, Format::Xlsx | Format::ExportXlsx | Format::Kobo),
        "pdf" => format == Format::Pdf,
        "parquet" | "pq" => format == Format::Parquet,
        "json" | "jsonl" | "ndjson" | "ijson" => matches!(format, Format::Bayanat | Format::FtmEntities),
        "xml" | "pfif" => format == Format::Pfif,
        "doc" | "docx" | "jpg" | "jpeg" | "png" | "zip" | "html" => false,
        _ => true,
    }
}

/// Table or sentences, and with what between the cells.
fn text_format(text: &str, ending: &str) -> (Format, char) {
    let (delimiter, share, cells) = best_delimiter(text);
    let named_table = matches!(ending, "csv" | "tsv" | "tab");
    // Sentences have commas too.
    let sentences = || (cells <= 2 || (delimiter == ',' && !named_table)) && crate::sentence::speaks(text);
    let is_table = named_table || cells >= 3 && share >= 0.8 || cells == 2 && share >= 0.95;
    let is_table = is_table && (has_header(text, delimiter) || !sentences());
    (if is_table { Format::Csv } else { Format::Text }, delimiter)
}

/// Whether the first line holds two words or more that stand above columns, and hardly anything else: no sentence does.
fn has_header(text: &str, delimiter: char) -> bool {
    let first = text.trim_start_matches('\u{FEFF}').lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    let cells: Vec<&str> = first.split(delimiter).map(|cell| cell.trim().trim_matches('"')).collect();
    let known = cells.iter().filter(|cell| headers::lookup(cell).is_some_and(|known| known.whole)).count();
    known >= 2 && known * 2 >= cells.len()
}

/// The delimiter under which most rows have the same number of cells; the share of such rows; that number.
fn best_delimiter(text: &str) -> (char, f64, usize) {
    let mut best = (',', 0.0, 1);
    let mut best_score = 0.0;
    for delimiter in [',', ';', '\t', '|'] {
        let counts = cell_counts(text, delimiter);
        let Some((cells, rows)) = most_common(&counts) else { continue };
        let share = rows as f64 / counts.len() as f64;
        // More cells are better evidence, but not more than that rows agree.
        let score = share * (cells as f64).ln().min(2.0);
        if score > best_score {
            best_score = score;
            best = (delimiter, share, cells);
        }
    }
    best
}

fn cell_counts(text: &str, delimiter: char) -> Vec<usize> {
    let input = Box::new(Cursor::new(text.as_bytes().to_vec()));
    let mut counts = Vec::new();
    let Ok(lines) = Lines::new(input, TextEncoding::UTF_8) else { return counts };
    let mut rows = Rows::new(lines, delimiter as u8);
    let mut row = RawRow::default();
    while counts.len() < limits::SAMPLE_ROWS && rows.next_into(&mut row).unwrap_or(false) {
        counts.push(row.len());
    }
    counts
}

/// The commonest count above one (titles above a table have one cell), and how many rows have it.
fn most_common(counts: &[usize]) -> Option<(usize, usize)> {
    let mut sorted: Vec<usize> = counts.iter().copied().filter(|count| *count > 1).collect();
    sorted.sort_unstable();
    sorted
        .chunk_by(|left, right| left == right)
        .map(|run| (run[0], run.len()))
        .max_by_key(|(cells, rows)| (*rows, *cells))
}
