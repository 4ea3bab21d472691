//! Writing pairs and clusters.

use anyhow::Context;
use std::fs;
use std::io::{BufWriter, Write};
use std::path::Path;

pub(super) fn create(path: &Path) -> anyhow::Result<BufWriter<fs::File>> {
    Ok(BufWriter::with_capacity(
        1 << 16,
        fs::File::create(path).with_context(|| format!("cannot write {}", path.display()))?,
    ))
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
    output.flush()?;
    Ok(())
}

/// An id as a CSV cell.
pub(super) fn quoted(id: &str) -> String {
    if id.contains([',', '"', '\n', '\r']) { format!("\"{}\"", id.replace('"', "\"\"")) } else { id.to_owned() }
}
