//! `athar seed-places`: the gazetteer that an archive reads places by.

use crate::Outcome;
use crate::archive_at::{ArchiveAt, now};
use crate::printer::Printer;
use crate::signing::KeyAt;
use anyhow::Context;
use record::{Gazetteer, PlaceKind};
use serde::Serialize;
use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

/// Load a gazetteer into an archive: places and facilities with their names in every script, as CSV. What is imported from
/// now on is read by it; without one, by the places of Syria that Athar ships.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    at: ArchiveAt,
    #[command(flatten)]
    by: KeyAt,
    /// The gazetteer. Without it, the places of Syria are loaded.
    file: Option<PathBuf>,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

#[derive(Serialize)]
struct Loaded {
    places: usize,
    kinds: BTreeMap<&'static str, usize>,
    sources: BTreeMap<String, usize>,
}

pub(crate) fn run(arguments: &Arguments, printer: &mut Printer) -> anyhow::Result<Outcome> {
    let (name, csv) = match &arguments.file {
        None => ("syria.csv".to_owned(), Gazetteer::syria().to_csv()),
        Some(path) => {
            let text = fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
            (path.file_name().unwrap_or_default().to_string_lossy().into_owned(), text)
        }
    };
    let gazetteer = Gazetteer::from_csv(&csv).with_context(|| name.clone())?;
    let archive = arguments.at.open_or_create(printer)?;
    archive.seed_places(&name, &csv, arguments.by.account(&archive)?, &now())?;
    let mut kinds: BTreeMap<&'static str, usize> = BTreeMap::new();
    let mut sources: BTreeMap<String, usize> = BTreeMap::new();
    for place in gazetteer.places() {
        *kinds.entry(PlaceKind::as_str(place.kind)).or_default() += 1;
        *sources.entry(place.source.clone()).or_default() += 1;
    }
    let loaded = Loaded { places: gazetteer.places().len(), kinds, sources };
    if arguments.json {
        printer.json(&loaded)?;
        return Ok(Outcome::Done);
    }
    printer.line(format!("{} places from {name}", loaded.places))?;
    for (kind, count) in &loaded.kinds {
        printer.line(format!("  {count:>6} {kind}"))?;
    }
    for (source, count) in &loaded.sources {
        printer.line(format!("  {count:>6} from {source}"))?;
    }
    Ok(Outcome::Done)
}
