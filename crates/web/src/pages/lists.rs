//! The lists that were brought in, and how they overlap: by what the machine proposes and by what humans hold, apart.

use crate::api::lists::{ListLine, Lists, Undone};
use crate::counting::telling::{Overlap, overlap};
use crate::desk::Desk;
use crate::shell::Shell;
use crate::visit::Visit;
use crate::work::{Page, Work, at_work, shown};
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use std::sync::Arc;
use store::access::{Asked, Kind};

/// A list in the table.
struct Line {
    url: String,
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
    let told = Lists::read(work)?;
    let shell = work.shell("lists-title");
    let imports = work.desk.imports()?;
    let lines = told.lists.iter().map(|list| line(&shell, list)).collect();
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

fn line(shell: &Shell, list: &ListLine) -> Line {
    Line {
        url: format!("/list/{}", list.list),
        number: list.list.clone(),
        source: list.source.clone(),
        kind: shell.of("kind", list.kind),
        as_of: shell.date(&list.as_of),
        time: shell.moment(&list.time),
        records: shell.few(list.records),
        problems: shell.few(list.problems),
        undone: list.undone.as_ref().map(|undone| undone_words(shell, undone)),
    }
}

/// Who took a list back, and when.
pub(super) fn undone_words(shell: &Shell, undone: &Undone) -> String {
    let who = match undone.by.account {
        Some(_) => undone.by.called.clone(),
        None => shell.say("lists-console"),
    };
    let when = shell.moment(&undone.time);
    shell.tell("lists-undone", &[("who", (&who).into()), ("when", (&when).into())])
}
