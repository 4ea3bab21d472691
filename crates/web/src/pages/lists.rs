//! The lists that were brought in, and how they overlap: by what the machine proposes and by what humans hold, apart.

use super::overview::exact_or_few;
use crate::counting::telling::{Overlap, overlap};
use crate::desk::Desk;
use crate::failure::Failure;
use crate::shell::Shell;
use crate::shown::plain;
use crate::urls::Url;
use crate::visit::Visit;
use crate::work::{Page, Work, at_work, shown};
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use std::sync::Arc;
use store::Import;
use store::access::{Asked, Kind};

/// A list in the table.
struct Line {
    url: Url,
    number: String,
    source: String,
    kind: String,
    as_of: String,
    time: String,
    records: String,
    problems: String,
    /// Who took it back and when, where somebody did.
    undone: Option<String>,
}

/// One picture, or the sentence that stands in its place.
struct Picture {
    title: &'static str,
    what: &'static str,
    overlap: Option<Overlap>,
}

#[derive(Template)]
#[template(path = "lists.html")]
struct ListsPage {
    shell: Shell,
    lines: Vec<Line>,
    pictures: Vec<Picture>,
}

/// The page.
pub(crate) async fn show(State(desk): State<Arc<Desk>>, visit: Visit) -> Response {
    at_work(desk, visit, page).await
}

fn page(work: &Work) -> Page {
    work.must(Asked::see(Kind::Import))?;
    let shell = work.shell("lists-title");
    let imports = work.desk.imports()?;
    let mut lines = Vec::new();
    for import in imports.iter().rev().filter(|import| !import.is_page) {
        lines.push(line(work, &shell, import)?);
    }
    let mut pictures = Vec::new();
    if work.may(Asked::see(Kind::Counts)) {
        let (overlaps, waiting) = (work.desk.overlaps()?, work.desk.waiting()?);
        pictures.push(Picture {
            title: "lists-machine",
            what: "lists-machine-what",
            overlap: overlap(&shell, &imports, &overlaps.clusters, "lists-clusters"),
        });
        pictures.push(Picture {
            title: "lists-humans",
            what: "lists-humans-what",
            overlap: overlap(&shell, &imports, &waiting.persons_by_lists, "lists-persons"),
        });
    }
    shown(&ListsPage { shell, lines, pictures })
}

fn line(work: &Work, shell: &Shell, import: &Import) -> Result<Line, Failure> {
    Ok(Line {
        url: Url::List(import.number),
        number: import.number.to_string(),
        source: plain(&import.meta.source),
        kind: shell.of("kind", import.meta.kind.as_str()),
        as_of: shell.date(&import.meta.as_of),
        time: shell.moment(&import.time),
        records: exact_or_few(shell, import.counts.records),
        problems: exact_or_few(shell, import.counts.problems),
        undone: import.undone.map(|entry| undone(work, shell, entry)).transpose()?,
    })
}

/// Who took an import back, and when.
pub(super) fn undone(work: &Work, shell: &Shell, entry: u64) -> Result<String, Failure> {
    let taken = work.desk.archive.taken_back_by(entry)?;
    let who = match taken.by {
        Some(account) => plain(work.desk.archive.account(account)?.profile.name.reveal()),
        None => shell.say("lists-console"),
    };
    let when = shell.moment(&taken.time);
    Ok(shell.tell("lists-undone", &[("who", (&who).into()), ("when", (&when).into())]))
}
