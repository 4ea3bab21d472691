//! Structured documents among the lists: XML, JSON, statements, forms' workbooks. Knows each by what it holds, and reads
//! the text of one whole, within a limit.

use crate::encoding::TextEncoding;
use crate::import::{Sink, problem};
use crate::out::{CSV_COLUMNS, WORKBOOK_MARK};
use crate::{ExchangeError, Format, limits, lines, zipped};
use record::{Position, ProblemKind};
use std::io::Read;
use std::path::Path;

/// The format of a structured document by the beginning of its text.
pub(crate) fn format_of_text(start: &str) -> Option<Format> {
    let start = start.trim_start_matches('\u{FEFF}').trim_start();
    if start.starts_with('<') {
        return start.contains("http://zesty.ca/pfif/").then_some(Format::Pfif);
    }
    if start.starts_with(['{', '[']) {
        let has = |name: &str| start.contains(&format!("\"{name}\""));
        if has("actor_profiles") || (has("class") && (has("name_ar") || has("first_name"))) {
            return Some(Format::Bayanat);
        }
        return (start.starts_with('{') && has("schema") && has("properties")).then_some(Format::FtmEntities);
    }
    let header = start.lines().next()?;
    let names: Vec<&str> = header.split(',').map(|name| name.trim().trim_matches('"')).collect();
    if names.first() == Some(&CSV_COLUMNS[0]) && names.get(1) == Some(&CSV_COLUMNS[1]) {
        return Some(Format::ExportCsv);
    }
    let statements = ["entity_id", "prop", "schema", "value"].iter().all(|name| names.contains(name));
    statements.then_some(Format::FtmStatements)
}

/// The format of a workbook beyond being one, by a look at the beginning of its parts.
pub(crate) fn format_of_workbook(path: &Path) -> Format {
    let parts = zipped::beginnings(path, &["docProps/core.xml", "xl/sharedStrings.xml", "xl/worksheets/sheet1.xml"]);
    let within = |words: &str| parts.iter().any(|part| part.contains(words));
    if parts.first().is_some_and(|properties| properties.contains(WORKBOOK_MARK)) {
        return Format::ExportXlsx;
    }
    let is_form = within("_submission_time") && (within("_uuid") || within("_index") || within("_id"));
    if is_form { Format::Kobo } else { Format::Xlsx }
}

/// The text of a document, decoded; where some of its bytes were no text, that is a problem of the whole.
pub(crate) fn text(path: &Path, encoding: TextEncoding, sink: &mut Sink<'_>) -> Result<String, ExchangeError> {
    let (text, malformed) = decoded(path, encoding)?;
    if malformed {
        sink.problem(problem(ProblemKind::Encoding, &Position::default(), ""));
    }
    Ok(text)
}

fn decoded(path: &Path, encoding: TextEncoding) -> Result<(String, bool), ExchangeError> {
    let mut bytes = Vec::new();
    let mut input = lines::open(path).map_err(ExchangeError::io(path))?.take(limits::DOCUMENT_BYTES + 1);
    match input.read_to_end(&mut bytes) {
        // A gzip file that breaks off still gives what came before.
        Err(error) if !lines::is_damage(&error) => return Err(ExchangeError::io(path)(error)),
        _ => {}
    }
    if bytes.len() as u64 > limits::DOCUMENT_BYTES {
        return Err(ExchangeError::TooLarge { file: path.to_owned(), limit_mib: limits::DOCUMENT_BYTES >> 20 });
    }
    let (text, _, malformed) = encoding.0.decode(&bytes);
    Ok((text.into_owned(), malformed))
}
