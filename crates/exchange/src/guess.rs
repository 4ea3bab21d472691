//! Guesses how a file is to be read. The caller prints the guess; a mapping that people corrected goes before it.

use crate::column::guess_columns;
use crate::delimited::{RawRow, Rows};
use crate::import::CellIn;
use crate::lines::{Line, Lines};
use crate::mapping::{ColumnMapping, Mapping, NameOrder, SheetMapping};
use crate::sheets::{SheetRow, Workbook};
use crate::{Detected, ExchangeError, Format, as_of, detect, header_row, kobo, limits, pdf, table};
use record::{DayNumber, Gazetteer, PartialDate, Precision, Property, Role, SourceKind};
use std::path::Path;

/// What the caller knows about a file.
#[derive(Clone, Debug, Default)]
pub struct Hints {
    /// Kind of list: gives the role of the people on it.
    pub kind: SourceKind,
    /// Date of the list (EDTF), when known.
    pub as_of: Option<String>,
}

/// Guesses the mapping of a file; columns of places are known by the gazetteer.
pub fn guess(path: &Path, hints: &Hints, places: &Gazetteer) -> Result<Mapping, ExchangeError> {
    let detected = detect(path)?;
    let mut titles = Vec::new();
    let mut samples = Vec::new();
    let sheets = match detected.format {
        Format::Csv => {
            samples.push(delimited_sample(path, &detected)?);
            vec![guess_table(&samples[0], None, places, &mut titles)]
        }
        Format::Parquet => vec![guess_table(&parquet_sample(path)?, None, places, &mut titles)],
        Format::Xlsx => guess_workbook(path, places, &mut titles, &mut samples)?,
        Format::Text => {
            titles = first_lines(path, &detected, places)?;
            Vec::new()
        }
        Format::Pdf => guess_pdf(path, places, &mut titles)?,
        Format::Kobo => {
            let mut sheets = guess_workbook(path, places, &mut titles, &mut samples)?;
            for (sheet, sample) in sheets.iter_mut().zip(&samples) {
                let below = sample.numbers.iter().filter(|&&number| number <= sheet.header_row).count();
                kobo::understand(sheet, sample.rows.get(below..).unwrap_or_default());
            }
            sheets
        }
        // These say themselves what their fields are.
        Format::ExportCsv
        | Format::ExportXlsx
        | Format::Pfif
        | Format::FtmStatements
        | Format::FtmEntities
        | Format::Bayanat => Vec::new(),
        Format::Picture => return Err(crate::typed::no_list(path)),
    };
    let latest = latest_event(&sheets, &samples);
    let from_titles = titles.iter().find_map(|title| as_of::in_text(title));
    let from_name = || path.file_stem().and_then(|stem| as_of::in_text(&stem.to_string_lossy()));
    Ok(Mapping {
        format: detected.format,
        encoding: detected.encoding,
        delimiter: detected.delimiter,
        role: role_of(detected.format, hints.kind),
        as_of: hints.as_of.clone().or(from_titles).or_else(from_name).or(latest),
        name_order: NameOrder::default(),
        sheets,
    })
}

/// What people are whose source does not say it, by the format and by what whoever imports says of the list.
fn role_of(format: Format, kind: SourceKind) -> Role {
    match (format, kind) {
        // PFIF is of those who are sought or were found; a record is presumed a search.
        (Format::Pfif, SourceKind::Other) => Role::Sought,
        // Anybody can be in these, perpetrators and witnesses too: nobody is matched before somebody says who they are.
        (Format::FtmStatements | Format::FtmEntities | Format::Bayanat, SourceKind::Other) => Role::Unclear,
        (_, kind) => kind.default_role(),
    }
}

/// First rows of a table, with the number of each.
#[derive(Default)]
pub(crate) struct Sample {
    pub(crate) rows: Vec<Vec<String>>,
    pub(crate) numbers: Vec<u64>,
}

/// Guesses one table from its first rows; what stands above the header goes to `titles`.
pub(crate) fn guess_table(
    sample: &Sample,
    name: Option<String>,
    places: &Gazetteer,
    titles: &mut Vec<String>,
) -> SheetMapping {
    let header = header_row::find(&sample.rows);
    let headers: Vec<String> = header.map(|index| sample.rows[index].clone()).unwrap_or_default();
    let people = sample.rows.get(header.map_or(0, |index| index + 1)..).unwrap_or_default();
    let width = headers.len().min(limits::MAPPED_COLUMNS);
    let guesses = guess_columns(&headers[..width], &narrowed(people), places);
    for title in sample.rows.iter().take(header.unwrap_or(0)) {
        titles.push(
            title.iter().filter(|cell| !cell.trim().is_empty()).map(String::as_str).collect::<Vec<_>>().join(" "),
        );
    }
    let columns = guesses.into_iter().enumerate().map(|(index, guess)| ColumnMapping {
        header: headers.get(index).map(|header| table::clean_header(header)).unwrap_or_default(),
        index,
        property: guess.property,
        is_role: guess.is_role,
        confidence: (guess.confidence * 100.0).round() / 100.0,
        why: guess.why,
    });
    SheetMapping {
        name,
        header_row: header.and_then(|index| sample.numbers.get(index).copied()).unwrap_or(0),
        right_to_left: false,
        columns: columns.collect(),
    }
}

fn narrowed(rows: &[Vec<String>]) -> Vec<Vec<String>> {
    rows.iter().map(|row| row.iter().take(limits::MAPPED_COLUMNS).cloned().collect()).collect()
}

fn delimited_sample(path: &Path, detected: &Detected) -> Result<Sample, ExchangeError> {
    let mut rows = Rows::open(path, detected.encoding, detected.delimiter as u8).map_err(ExchangeError::io(path))?;
    let mut row = RawRow::default();
    let mut sample = Sample::default();
    while sample.rows.len() < limits::SAMPLE_ROWS && rows.next_into(&mut row).map_err(ExchangeError::io(path))? {
        sample.rows.push(row.iter().take(limits::VERBATIM_COLUMNS).map(str::to_owned).collect());
        sample.numbers.push(row.line);
    }
    Ok(sample)
}

/// A list whose entries and exits lie within weeks was made when they ended; a register of years was not.
fn latest_event(sheets: &[SheetMapping], samples: &[Sample]) -> Option<String> {
    let mut days: Vec<(DayNumber, PartialDate)> = Vec::new();
    for (sheet, sample) in sheets.iter().zip(samples) {
        for column in sheet
            .columns
            .iter()
            .filter(|column| matches!(column.property, Some(Property::EntryDate | Property::ExitDate)))
        {
            let cells = sample.rows.iter().filter_map(|row| row.get(column.index));
            let dates = cells
                .filter_map(|cell| PartialDate::parse_recent(cell).ok())
                .filter(|date| date.precision() == Precision::Day);
            days.extend(dates.map(|date| (date.interval().0, date)));
        }
    }
    let first = days.iter().map(|(day, _)| *day).min()?;
    let (last, date) = days.into_iter().max_by_key(|(day, _)| *day)?;
    (last.0 - first.0 <= EVENT_DAYS).then(|| date.to_edtf())
}

/// Entries of one event lie within so many days.
const EVENT_DAYS: i32 = 60;

/// Lines at the beginning of a message that are about nobody: greetings, and what the list is.
fn first_lines(path: &Path, detected: &Detected, places: &Gazetteer) -> Result<Vec<String>, ExchangeError> {
    let mut lines = Lines::open(path, detected.encoding).map_err(ExchangeError::io(path))?;
    let mut line = Line::default();
    let mut titles = Vec::new();
    while line.number < limits::HEADER_ROWS as u64 && lines.next_into(&mut line).map_err(ExchangeError::io(path))? {
        if crate::sentence::parse(&line.text, false, places).is_none() {
            titles.push(line.text.clone());
        }
    }
    Ok(titles)
}

fn parquet_sample(path: &Path) -> Result<Sample, ExchangeError> {
    let mut table = table::open(path)?;
    // The schema stands for row 1 of the sheet that the file would be.
    let mut sample = Sample { rows: vec![table.headers.clone()], numbers: vec![1] };
    while sample.rows.len() < limits::SAMPLE_ROWS {
        let Some(row) = table.next_row()? else { break };
        sample.rows.push(row.iter().map(str::to_owned).collect());
        sample.numbers.push(sample.rows.len() as u64);
    }
    Ok(sample)
}

fn guess_workbook(
    path: &Path,
    places: &Gazetteer,
    titles: &mut Vec<String>,
    samples: &mut Vec<Sample>,
) -> Result<Vec<SheetMapping>, ExchangeError> {
    let mut book = Workbook::open(path)?;
    let mut sheets = Vec::new();
    for name in book.names() {
        let mut merges = book.merges(&name);
        let mut rows: Vec<SheetRow> = Vec::new();
        book.each_row(&name, &mut |row| {
            rows.push(row);
            rows.len() < limits::SAMPLE_ROWS
        })?;
        let texts = |row: &SheetRow| row.cells.iter().map(shown).collect::<Vec<String>>();
        let plain: Vec<Vec<String>> = rows.iter().map(texts).collect();
        let people = header_row::find(&plain).map_or(0, |index| index + 1);
        let mut sample = Sample::default();
        for (index, row) in rows.iter_mut().enumerate() {
            if index >= people && merges.fill(row) {
                continue;
            }
            sample.rows.push(texts(row));
            sample.numbers.push(row.number);
        }
        let mut sheet = guess_table(&sample, Some(name.clone()), places, titles);
        sheet.right_to_left = book.is_right_to_left(&name);
        sheets.push(sheet);
        samples.push(sample);
    }
    Ok(sheets)
}

fn shown(cell: &CellIn) -> String {
    cell.text.clone()
}

fn guess_pdf(path: &Path, places: &Gazetteer, titles: &mut Vec<String>) -> Result<Vec<SheetMapping>, ExchangeError> {
    let lines = pdf::lines(path)?;
    titles.extend(
        lines
            .iter()
            .take(limits::HEADER_ROWS)
            .map(|line| line.text.clone())
            .filter(|text| crate::sentence::parse(text, false, places).is_none()),
    );
    if pdf::is_sentences(&lines) {
        return Ok(Vec::new());
    }
    let rows: Vec<Vec<String>> = pdf::rows(&lines).into_iter().take(limits::SAMPLE_ROWS).collect();
    let numbers = (1..=rows.len() as u64).collect();
    Ok(vec![guess_table(&Sample { rows, numbers }, None, places, &mut Vec::new())])
}
