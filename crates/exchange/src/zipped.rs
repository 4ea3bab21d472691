//! Workbooks are zip archives: looks inside, and measures what they unpack to before anybody unpacks them.

use crate::{ExchangeError, limits};
use std::fs::File;
use std::io::{self, BufReader, Read};
use std::path::Path;
use zip::ZipArchive;

/// True when the archive holds a workbook (Excel's or `OpenDocument`'s).
pub(crate) fn is_workbook(path: &Path) -> bool {
    let Ok(file) = File::open(path) else { return false };
    let Ok(mut archive) = ZipArchive::new(BufReader::new(file)) else { return false };
    if archive.file_names().any(|name| name.is_ok_and(|name| name.replace('\\', "/").starts_with("xl/"))) {
        return true;
    }
    let Ok(entry) = archive.by_name("mimetype") else { return false };
    let mut kind = String::new();
    entry.take(100).read_to_string(&mut kind).is_ok()
        && kind.starts_with("application/vnd.oasis.opendocument.spreadsheet")
}

/// Unpacks every part into nothing, counting: the sizes that an archive declares may lie.
pub(crate) fn check_size(path: &Path) -> Result<(), ExchangeError> {
    check_size_against(path, limits::INFLATED_BYTES)
}

fn check_size_against(path: &Path, limit: u64) -> Result<(), ExchangeError> {
    let file = File::open(path).map_err(ExchangeError::io(path))?;
    let mut archive = ZipArchive::new(BufReader::new(file)).map_err(|error| ExchangeError::damaged(path, error))?;
    let too_large = || ExchangeError::TooLarge { file: path.to_owned(), limit_mib: limit >> 20 };
    if archive.len() > limits::ZIP_ENTRIES {
        return Err(too_large());
    }
    let mut left = limit;
    for index in 0..archive.len() {
        let entry = archive.by_index(index).map_err(|error| ExchangeError::damaged(path, error))?;
        if entry.name().is_ok_and(|name| name.contains("media/")) {
            // Pictures are never unpacked by the reader.
            continue;
        }
        // What a part holds beyond damage is the parser's to report; here only its size counts.
        let size = io::copy(&mut entry.take(left + 1), &mut io::sink()).unwrap_or(0);
        if size > left {
            return Err(too_large());
        }
        left -= size;
    }
    Ok(())
}

/// The beginnings of some parts of a workbook, as text; of those that it does not have, nothing.
pub(crate) fn beginnings(path: &Path, names: &[&str]) -> Vec<String> {
    let Ok(file) = File::open(path) else { return Vec::new() };
    let Ok(mut archive) = ZipArchive::new(BufReader::new(file)) else { return Vec::new() };
    let mut beginning = |name: &&str| {
        let mut bytes = Vec::new();
        if let Ok(entry) = archive.by_name(name) {
            let _ = entry.take(limits::SAMPLE_BYTES as u64).read_to_end(&mut bytes);
        }
        String::from_utf8_lossy(&bytes).into_owned()
    };
    names.iter().map(&mut beginning).collect()
}

/// Names of the sheets that Excel shows right to left. Only a note in the mapping, so read by plain search.
pub(crate) fn right_to_left_sheets(path: &Path) -> Vec<String> {
    let Ok(file) = File::open(path) else { return Vec::new() };
    let Ok(mut archive) = ZipArchive::new(BufReader::new(file)) else { return Vec::new() };
    let mut text = |name: &str| {
        let mut bytes = Vec::new();
        if let Ok(entry) = archive.by_name(name) {
            // The view of a sheet stands before its rows; what was read before damage is enough.
            let _ = entry.take(64 << 10).read_to_end(&mut bytes);
        }
        String::from_utf8_lossy(&bytes).into_owned()
    };
    let book = text("xl/workbook.xml");
    let relations = text("xl/_rels/workbook.xml.rels");
    let mut names = Vec::new();
    for sheet in elements(&book, "<sheet ") {
        let target = elements(&relations, "<Relationship ")
            .find(|relation| attribute(relation, "Id") == attribute(sheet, "r:id"));
        let Some(target) = target.and_then(|relation| attribute(relation, "Target")) else { continue };
        let part = target.trim_start_matches('/');
        let part = if part.starts_with("xl/") { part.to_owned() } else { format!("xl/{part}") };
        let page = text(&part);
        let right_to_left =
            elements(&page, "<sheetView ").any(|view| matches!(attribute(view, "rightToLeft"), Some("1" | "true")));
        if right_to_left && let Some(name) = attribute(sheet, "name") {
            names.push(unescape(name));
        }
    }
    names
}

fn elements<'a>(xml: &'a str, start: &'a str) -> impl Iterator<Item = &'a str> {
    xml.split(start).skip(1).map(|rest| rest.split('>').next().unwrap_or_default())
}

fn attribute<'a>(element: &'a str, name: &str) -> Option<&'a str> {
    let at = element.find(&format!("{name}=\""))?;
    element[at + name.len() + 2..].split('"').next()
}

fn unescape(text: &str) -> String {
    text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&apos;", "'").replace("&amp;", "&")
}
