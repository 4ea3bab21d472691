//! Writing pairs and clusters.

use super::Arguments;
use crate::printer::Printer;
use anyhow::Context;
use serde::Serialize;
use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

/// A file that appears under its name only when it is whole, readable by its owner only.
pub(super) struct Output {
    writer: BufWriter<File>,
    /// Where it is written, and its name; nothing when it is a device or a pipe, which is written as it is.
    rename: Option<(PathBuf, PathBuf)>,
}

impl Write for Output {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.writer.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.writer.flush()
    }
}

impl Output {
    /// Everything is written: the file gets its name.
    pub(super) fn finish(mut self) -> anyhow::Result<()> {
        self.writer.flush()?;
        if let Some((partial, path)) = self.rename.take() {
            self.writer.get_ref().sync_all()?;
            fs::rename(&partial, &path).with_context(|| format!("cannot write {}", path.display()))?;
        }
        Ok(())
    }
}

impl Drop for Output {
    fn drop(&mut self) {
        if let Some((partial, _)) = &self.rename {
            // What was not finished is nobody's result; that it cannot be removed changes nothing about the failure.
            let _ = fs::remove_file(partial);
        }
    }
}

pub(super) fn create(path: &Path) -> anyhow::Result<Output> {
    let is_special = fs::metadata(path).is_ok_and(|known| !known.is_file());
    let mut options = OpenOptions::new();
    options.write(true);
    let (target, rename) = if is_special {
        (path.to_owned(), None)
    } else {
        let mut name = path.file_name().unwrap_or_default().to_owned();
        name.push(format!(".{}.partial", std::process::id()));
        options.create_new(true);
        vault::system::owners_only(&mut options);
        let partial = path.with_file_name(name);
        (partial.clone(), Some((partial, path.to_owned())))
    };
    let file = options.open(&target).with_context(|| format!("cannot write {}", path.display()))?;
    Ok(Output { writer: BufWriter::with_capacity(1 << 16, file), rename })
}

/// Writes a text as a file.
pub(super) fn save(path: &Path, text: &str) -> anyhow::Result<()> {
    let mut output = create(path)?;
    output.write_all(text.as_bytes()).with_context(|| format!("cannot write {}", path.display()))?;
    output.finish()
}

/// Gives a result as JSON where --json asks for it, into the file or to standard output. Says whether it did.
pub(super) fn json(arguments: &Arguments, printer: &mut Printer, value: &impl Serialize) -> anyhow::Result<bool> {
    match &arguments.json {
        Some(path) if path.as_os_str() == "-" => printer.json(value)?,
        Some(path) => save(path, &(serde_json::to_string_pretty(value)? + "\n"))?,
        None => return Ok(false),
    }
    Ok(true)
}

/// Writes clusters: a row and its cluster, one column a threshold. The first column is called `cluster`, further ones
/// `cluster_` and their threshold.
pub(super) fn clusters<'a>(
    path: &Path,
    ids: impl Iterator<Item = &'a str>,
    thresholds: &[f64],
    of_record: &[&[u32]],
) -> anyhow::Result<()> {
    let mut output = create(path)?;
    write!(output, "row,cluster")?;
    for threshold in &thresholds[1..] {
        write!(output, ",cluster_{threshold}")?;
    }
    writeln!(output)?;
    for (row, id) in ids.enumerate() {
        write!(output, "{}", quoted(id))?;
        for clustering in of_record {
            write!(output, ",{}", clustering[row])?;
        }
        writeln!(output)?;
    }
    output.finish()
}

/// An id as a CSV cell.
pub(super) fn quoted(id: &str) -> String {
    if id.contains([',', '"', '\n', '\r']) { format!("\"{}\"", id.replace('"', "\"\"")) } else { id.to_owned() }
}
