//! Every kind of list that people send, and every kind of file that is none. All names are invented.

#![expect(clippy::unwrap_used, reason = "helpers of tests may panic as the tests do")]

mod bayanat;
mod columns;
mod delimited;
mod documents;
mod elsewhere;
mod forms;
mod hostile;
mod out;
mod person_finder;
mod picture;
mod round_trips;
mod sentences;
mod statements;
mod tables;
mod workbooks;

use exchange::{Hints, Item, Mapping, Summary, guess, read};
use record::{Gazetteer, Problem, ProblemKind, Property, Record};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// A folder for one test, and a file in it.
pub(crate) fn file(name: &str, bytes: &[u8]) -> (TempDir, PathBuf) {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join(name);
    std::fs::write(&path, bytes).unwrap();
    (folder, path)
}

pub(crate) struct Outcome {
    pub(crate) mapping: Mapping,
    pub(crate) records: Vec<Record>,
    pub(crate) problems: Vec<Problem>,
    pub(crate) summary: Summary,
}

impl Outcome {
    pub(crate) fn kinds(&self) -> Vec<ProblemKind> {
        let mut kinds: Vec<ProblemKind> = self.problems.iter().map(|problem| problem.kind).collect();
        kinds.sort_unstable();
        kinds.dedup();
        kinds
    }

    pub(crate) fn property(&self, header: &str) -> Option<Property> {
        let columns = self.mapping.sheets.iter().flat_map(|sheet| &sheet.columns);
        columns
            .into_iter()
            .find(|column| column.header == header)
            .unwrap_or_else(|| panic!("no column {header}"))
            .property
    }
}

/// Guesses and reads.
pub(crate) fn read_all(path: &Path) -> Outcome {
    let mapping = guess(path, &Hints::default(), Gazetteer::syria()).unwrap();
    read_with(path, mapping)
}

pub(crate) fn read_with(path: &Path, mapping: Mapping) -> Outcome {
    let (mut records, mut problems) = (Vec::new(), Vec::new());
    let summary = read(path, &mapping, Gazetteer::syria(), &mut |item| {
        match item {
            Item::Record(record, own) => {
                records.push(record);
                problems.extend(own);
            }
            Item::Problem(problem) => problems.push(problem),
        }
        ControlFlow::Continue(())
    })
    .unwrap();
    assert_eq!(summary.records, records.len() as u64);
    assert_eq!(summary.problems, problems.len() as u64);
    Outcome { mapping, records, problems, summary }
}

pub(crate) fn said(record: &Record, property: Property) -> &str {
    record.claims_of(property).next().map_or("", |claim| claim.as_written.as_str())
}

pub(crate) fn normal(record: &Record, property: Property) -> &str {
    record.claims_of(property).next().map_or("", |claim| claim.normal.as_str())
}
