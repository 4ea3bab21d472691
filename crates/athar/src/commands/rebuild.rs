//! `athar rebuild`: drops everything that follows from the ledger and makes it again.

use crate::Outcome;
use crate::archive_at::ArchiveAt;
use crate::name_index;
use crate::printer::Printer;
use anyhow::Context;
use serde::Serialize;

/// Drop and rebuild every projection from the ledger. Equal before and after, by a digest a table.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    at: ArchiveAt,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

#[derive(Serialize)]
struct Row {
    table: String,
    rows: u64,
    sha256: String,
    equal: bool,
}

pub(crate) fn run(arguments: &Arguments, printer: &mut Printer) -> anyhow::Result<Outcome> {
    let mut archive = arguments.at.open()?;
    let before = archive.canonical_dump()?;
    let bar = printer.bar("rebuilding");
    archive.rebuild(|done, total| {
        bar.set_length(total);
        bar.set_position(done);
    })?;
    bar.finish_and_clear();
    // A projection as well; the next search makes it again.
    name_index::drop_kept(&archive)
        .with_context(|| format!("cannot remove the index of names in {}", archive.dir().display()))?;
    let after = archive.canonical_dump()?;
    let rows: Vec<Row> = after
        .iter()
        .zip(&before)
        .map(|(new, old)| Row {
            table: new.table.to_owned(),
            rows: new.rows,
            sha256: new.sha256.to_string(),
            equal: new == old,
        })
        .collect();
    let equal = rows.iter().all(|row| row.equal) && before.len() == after.len();
    if arguments.json {
        printer.json(&rows)?;
    } else {
        for row in &rows {
            printer.line(format!(
                "{:<14} {:>9} rows  {}  {}",
                row.table,
                row.rows,
                row.sha256,
                if row.equal { "equal" } else { "DIFFERS" }
            ))?;
        }
    }
    Ok(if equal { Outcome::Done } else { Outcome::No })
}
