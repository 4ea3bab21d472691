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
    entry.take(100).read_to_string(&mut kind).is_ok() && kind.starts_with("application/vnd.oasis.opendocument.spreadsheet")
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
