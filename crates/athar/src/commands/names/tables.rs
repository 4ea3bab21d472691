//! The tables that a run uses, and tab-separated files of names.

use anyhow::Context;
use names::Tables;
use std::borrow::Cow;
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

/// The tables in a file, or the shipped ones.
pub(crate) fn tables(file: Option<&PathBuf>) -> anyhow::Result<Cow<'static, Tables>> {
    let Some(file) = file else {
        return Ok(Cow::Borrowed(Tables::shipped()));
    };
    let bytes = fs::read(file).with_context(|| format!("cannot read {}", file.display()))?;
    let tables = Tables::from_bytes(&bytes)
        .with_context(|| format!("{} cannot be used: make it anew with `athar names learn`", file.display()))?;
    Ok(Cow::Owned(tables))
}

/// The text of a file, `.gz` unpacked, `-` standard input.
pub(crate) fn text(path: &Path) -> anyhow::Result<String> {
    let mut text = String::new();
    if path.as_os_str() == "-" {
        std::io::stdin().lock().read_to_string(&mut text).context("standard input is not UTF-8")?;
        return Ok(text);
    }
    let bytes = fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
    if path.extension().is_some_and(|ending| ending == "gz") {
        flate2::read::GzDecoder::new(&bytes[..])
            .read_to_string(&mut text)
            .with_context(|| format!("cannot unpack {}", path.display()))?;
        return Ok(text);
    }
    String::from_utf8(bytes).with_context(|| format!("{} is not UTF-8", path.display()))
}

/// Rows of a tab-separated text without its header, each with at least so many fields.
pub(crate) fn rows<'a, const FIELDS: usize>(text: &'a str, of: &Path) -> anyhow::Result<Vec<[&'a str; FIELDS]>> {
    text.lines()
        .enumerate()
        .skip(1)
        .filter(|(_, line)| !line.is_empty())
        .map(|(number, line)| {
            let mut fields = line.split('\t');
            let mut row = [""; FIELDS];
            for field in &mut row {
                *field = fields.next().with_context(|| {
                    format!("{}, line {}: {FIELDS} columns parted by tabs are needed", of.display(), number + 1)
                })?;
            }
            Ok(row)
        })
        .collect()
}
