//! What came in, and how it was read.

use super::parts::{Colleague, Where};
use super::sent::Sent;
use crate::failure::Failure;
use crate::shown::{plain, verbatim};
use crate::work::Work;
use record::ProblemKind;
use serde::Serialize;
use std::collections::BTreeMap;
use store::access::{Asked, Kind};
use store::{Import, ImportNumber};
use utoipa::ToSchema;

/// Problems that are told; all are kept and counted.
const PROBLEMS_MAX: usize = 100;

/// Lists that came in.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Imports {
    /// The newest first, and those that were taken back.
    pub(crate) imports: Vec<ImportLine>,
}

/// A list that came in.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ImportLine {
    /// Its number, such as `I3`.
    pub(crate) import: String,
    /// What it is called.
    pub(crate) source: String,
    /// `freed`, `sought`, `register`, `dead`, `report` or `other`.
    pub(crate) kind: &'static str,
    /// When it came in.
    pub(crate) time: String,
    /// Its records.
    pub(crate) records: u64,
    /// What in it was not understood.
    pub(crate) problems: u64,
    /// Whether it was taken back.
    pub(crate) is_undone: bool,
}

/// One list that came in.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct OneImport {
    /// What is known of it.
    #[serde(flatten)]
    pub(crate) line: ImportLine,
    /// The day that it speaks of (EDTF); empty where nobody said.
    pub(crate) as_of: String,
    /// Who brought it in.
    pub(crate) by: Colleague,
    /// Whether every person has one row in it.
    pub(crate) one_row_per_person: bool,
    /// How its columns were read, as TOML; null for whoever reads no records: headers can be names where a list has none.
    pub(crate) mapping: Option<String>,
    /// What was not understood, by its kind.
    pub(crate) counts: Vec<ProblemCount>,
    /// The first hundred of them: where each stands, never what stands there. None for whoever reads no records.
    pub(crate) places: Vec<ProblemPlace>,
}

/// Problems of one kind.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ProblemCount {
    /// The kind, as its stable word.
    pub(crate) kind: String,
    /// How many.
    pub(crate) count: u64,
}

/// Where something was not understood.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ProblemPlace {
    /// The kind, as its stable word.
    pub(crate) kind: String,
    /// The row.
    pub(crate) at: Where,
    /// The column, as it is headed.
    pub(crate) column: String,
}

impl ImportLine {
    pub(crate) fn of(import: &Import) -> ImportLine {
        ImportLine {
            import: import.number.to_string(),
            source: plain(&import.meta.source),
            kind: import.meta.kind.as_str(),
            time: import.time.clone(),
            records: import.counts.records,
            problems: import.counts.problems,
            is_undone: import.undone.is_some(),
        }
    }
}

impl Imports {
    pub(crate) fn read(work: &Work) -> Result<Imports, Failure> {
        work.must(Asked::see(Kind::Import))?;
        let imports = work.desk.imports()?;
        let lines = imports.iter().rev().filter(|import| !import.is_page).map(ImportLine::of);
        Ok(Imports { imports: lines.collect() })
    }
}

impl OneImport {
    /// One, with what the archive has of it.
    pub(crate) fn read(work: &Work, number: ImportNumber) -> Result<(Import, OneImport), Failure> {
        work.must(Asked::see(Kind::Import))?;
        let archive = &work.desk.archive;
        let import = archive.import(number)?;
        // Requests of families are no list that anybody looks through.
        if import.is_page {
            return Err(Failure::NotThere);
        }
        let reads = work.may(Asked::see(Kind::Record));
        let (mut places, mut counts) = (Vec::new(), BTreeMap::new());
        // Where each stands, and not what: a cell is read with its record.
        archive.problems(number, |_, problem| {
            let kind = word(problem.kind);
            if reads && places.len() < PROBLEMS_MAX {
                let column = problem.column.as_deref().map(verbatim).unwrap_or_default();
                places.push(ProblemPlace { kind: kind.clone(), at: Where::of(&problem.position), column });
            }
            *counts.entry(kind).or_insert(0) += 1;
            Ok(())
        })?;
        let told = OneImport {
            line: ImportLine::of(&import),
            as_of: import.meta.as_of.clone(),
            by: Colleague::of(archive, import.meta.by)?,
            one_row_per_person: import.meta.one_row_per_person,
            mapping: reads.then(|| verbatim(&import.meta.mapping)),
            counts: counts.into_iter().map(|(kind, count)| ProblemCount { kind, count }).collect(),
            places,
        };
        Ok((import, told))
    }
}

/// The stable word of a kind of problem.
fn word(kind: ProblemKind) -> String {
    serde_json::to_value(kind).ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
}

pub(super) fn all(work: &Work, _: &Sent) -> Result<Imports, Failure> {
    Imports::read(work)
}

pub(super) fn one(work: &Work, sent: &Sent) -> Result<OneImport, Failure> {
    work.must(Asked::see(Kind::Import))?;
    Ok(OneImport::read(work, sent.id("import")?)?.1)
}
