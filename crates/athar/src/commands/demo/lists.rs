//! The six lists of a demonstration or a drill: made, written into a folder, imported from there.

use crate::demo::{self, Demo, ErrorKind, Plan};
use crate::importing::{How as ImportHow, Imported, import_file};
use crate::printer::Printer;
use anyhow::Context;
use record::SourceKind;
use serde::Serialize;
use std::fs;
use std::path::Path;
use store::Archive;

/// The file that says which row is about whom.
pub(crate) const TRUTH: &str = "truth.tsv";

/// One of them, imported.
#[derive(Serialize)]
pub(crate) struct ListSummary {
    pub(crate) name: String,
    pub(crate) records: u64,
    pub(crate) problems: u64,
}

/// Makes them.
pub(crate) fn make(plan: Plan, printer: &Printer) -> anyhow::Result<Demo> {
    let bar = printer.bar("making lists");
    let made = demo::make(&plan, &mut |what, done, total| {
        bar.set_message(what.to_owned());
        bar.set_length(total as u64);
        bar.set_position(done as u64);
    });
    bar.finish_and_clear();
    made.context("cannot make the workbook")
}

/// Writes them into a folder, and the truth beside them.
pub(crate) fn write(made: &Demo, dir: &Path) -> anyhow::Result<()> {
    let mut truth = String::from("list\tsheet\trow\tperson\tkinds\n");
    for list in &made.lists {
        fs::write(dir.join(&list.name), &list.bytes).with_context(|| format!("cannot write {}", list.name))?;
        for ((position, person), kinds) in list.truth.iter().zip(&list.traits) {
            let sheet = position.sheet.as_deref().unwrap_or("");
            let person = person.map(|person| person.to_string()).unwrap_or_default();
            let kinds: Vec<&str> = kinds.iter().map(ErrorKind::word).collect();
            truth += &[&list.name, sheet, &position.row.to_string(), &person, &kinds.join(",")].join("\t");
            truth.push('\n');
        }
    }
    fs::write(dir.join(TRUTH), truth).context("cannot write truth.tsv")
}

/// Imports them from there, one after the other.
pub(crate) fn bring_in(
    made: &Demo,
    dir: &Path,
    archive: &Archive,
    printer: &mut Printer,
) -> anyhow::Result<Vec<ListSummary>> {
    let mut lists = Vec::new();
    for list in &made.lists {
        let kind = SourceKind::parse(list.kind).context("a list of the demo has no known kind")?;
        let how = ImportHow {
            source: &list.name,
            kind,
            mapping: None,
            as_of: Some(list.as_of.to_owned()),
            one_row_per_person: false,
            by: None,
        };
        match import_file(archive, &dir.join(&list.name), &how, printer)? {
            Imported::New { accepted, .. } => lists.push(ListSummary {
                name: list.name.clone(),
                records: accepted.counts.records,
                problems: accepted.counts.problems,
            }),
            Imported::Before(_) => anyhow::bail!("two lists of the demo have the same bytes"),
        }
    }
    Ok(lists)
}
