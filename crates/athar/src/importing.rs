//! Brings one file into an archive: its bytes first, then what they say, then one entry that accepts it.

use crate::archive_at::now;
use crate::incoming::Incoming;
use crate::places;
use crate::printer::Printer;
use anyhow::Context;
use exchange::{Hints, Item, Mapping, Summary};
use link::person::search_keys;
use record::{AsOf, Claim, Property, SourceKind, read_cell};
use std::ops::ControlFlow;
use std::path::Path;
use store::{AcceptedImport, AccountId, Archive, Import, ImportMeta, Original};

/// How a file is to be imported.
pub(crate) struct How<'a> {
    pub(crate) source: &'a str,
    pub(crate) kind: SourceKind,
    pub(crate) mapping: Option<Mapping>,
    pub(crate) as_of: Option<String>,
    pub(crate) one_row_per_person: bool,
    /// Who brings it in; nobody for the console.
    pub(crate) by: Option<AccountId>,
}

/// What became of a file.
pub(crate) enum Imported {
    /// It is in the archive now.
    New { accepted: AcceptedImport, mapping: Mapping, summary: Summary },
    /// The same bytes were imported before, and not taken back.
    Before(Box<Import>),
}

/// Imports a file. Nothing of it is visible before all of it is.
pub(crate) fn import_file(
    archive: &Archive,
    path: &Path,
    how: &How<'_>,
    printer: &Printer,
) -> anyhow::Result<Imported> {
    bring_in(archive, &Incoming::of(path)?, how, printer, &mut || ())
}

/// The same of what lies somewhere else, too; each record is counted.
pub(crate) fn bring_in(
    archive: &Archive,
    source: &Incoming,
    how: &How<'_>,
    printer: &Printer,
    counted: &mut dyn FnMut(),
) -> anyhow::Result<Imported> {
    let _bringing_in = archive.bring_in()?;
    let original = archive.keep_original_from(&mut source.open()?, source.name())?;
    if let Some(before) = archive.find_import_by_sha256(original.sha256)? {
        return Ok(Imported::Before(Box::new(before)));
    }
    let sha256 = original.sha256;
    let imported = import_kept(archive, source, original, how, printer, counted);
    if imported.is_err() {
        // A full disk may refuse even this; the next import of the same bytes finds them again.
        let _ = archive.drop_unused_original(sha256);
    }
    imported
}

fn import_kept(
    archive: &Archive,
    source: &Incoming,
    original: Original,
    how: &How<'_>,
    printer: &Printer,
    counted: &mut dyn FnMut(),
) -> anyhow::Result<Imported> {
    let (path, kept) = (source.path(), original.sha256);
    let gazetteer = places::of(archive)?;
    let mapping = match &how.mapping {
        Some(mapping) => mapping.clone(),
        None => exchange::guess(path, &Hints { kind: how.kind, as_of: how.as_of.clone() }, gazetteer)?,
    };
    let bar = printer.bar(&format!("importing {}", how.source));
    let mut writer = archive.begin_import(ImportMeta {
        source: how.source.to_owned(),
        kind: how.kind,
        original: Some(original),
        mapping: mapping.to_toml()?,
        as_of: mapping.as_of.clone().unwrap_or_default(),
        one_row_per_person: how.one_row_per_person,
        by: how.by,
    })?;
    for odd in exchange::detect(path)?.problems {
        writer.problem(&odd)?;
    }
    let mut failure = None;
    let summary = exchange::read(path, &mapping, gazetteer, &mut |item| {
        let pushed = match item {
            Item::Record(record, problems) => {
                let keys = if record.role.is_matched() { search_keys(&record.claims) } else { Vec::new() };
                bar.inc(1);
                counted();
                writer.push(record, problems, &keys).map(|_| ())
            }
            Item::Problem(problem) => writer.problem(&problem),
        };
        match pushed {
            Ok(()) => ControlFlow::Continue(()),
            Err(error) => {
                failure = Some(error);
                ControlFlow::Break(())
            }
        }
    })
    .with_context(|| format!("reading {}", path.display()))?;
    bar.finish_and_clear();
    if let Some(error) = failure {
        return Err(error.into());
    }
    // What is kept is sealed, so the rows were read from the file where it lies: they must be rows of the same bytes.
    source.must_still_be(kept)?;
    let accepted = writer.accept(&now())?;
    Ok(Imported::New { accepted, mapping, summary })
}

/// Claims of plain cells under known properties, read as an import of this archive would read them.
pub(crate) fn read_claims(archive: &Archive, cells: &[(Property, &str)], as_of: AsOf) -> anyhow::Result<Vec<Claim>> {
    let gazetteer = places::of(archive)?;
    Ok(cells.iter().filter_map(|&(property, text)| read_cell(property, text, as_of, gazetteer).0).collect())
}
