//! `athar names learn`: tables from a folder of pair lists.

use super::tables::text;
use crate::Outcome;
use crate::printer::Printer;
use anyhow::Context;
use names::Tables;
use names::learn::{Exclusions, Options, TrainingData, learn};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// The folder: `.tsv` and `.tsv.gz` files.
    folder: PathBuf,
    /// Pairs whose names, and the people who bear them, must not be learnt from.
    #[arg(long)]
    exclude: Vec<PathBuf>,
    /// Leave out the second romanisation of the releases ("use and share responsibly").
    #[arg(long)]
    without_second_romanisation: bool,
    /// Where to write the tables.
    #[arg(short, long)]
    output: PathBuf,
}

pub(crate) fn run(arguments: &Arguments, printer: &mut Printer) -> anyhow::Result<Outcome> {
    let folder = &arguments.folder;
    let mut files = BTreeMap::new();
    for entry in fs::read_dir(folder).with_context(|| format!("cannot read {}", folder.display()))? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().trim_end_matches(".gz").to_owned();
        if Path::new(&name).extension().is_some_and(|ending| ending == "tsv") {
            files.insert(name, text(&path)?);
        }
    }
    let mut exclusions = Exclusions::new();
    for path in &arguments.exclude {
        exclusions.add_pairs(&text(path)?);
    }
    let options = Options { second_romanisation: !arguments.without_second_romanisation };
    let bytes = learn(&TrainingData { files }, &exclusions, options, &mut |line| printer.remark(line))?;
    let checksum = Tables::from_bytes(&bytes)?.checksum().to_owned();
    fs::write(&arguments.output, &bytes).with_context(|| format!("cannot write {}", arguments.output.display()))?;
    printer.remark(format!("{} bytes, checksum {checksum}", bytes.len()));
    Ok(Outcome::Done)
}
