//! The manual, for everybody who reaches the desk: it is the same for every archive.

use crate::desk::Desk;
use crate::failure::Failure;
use crate::manual::{self, Chapter, page};
use crate::shell::Shell;
use crate::taken::Path;
use crate::urls::Url;
use crate::visit::Visit;
use crate::work::{Page, for_everybody, shown};
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use std::sync::Arc;

/// A line of the contents.
struct Line {
    url: Url,
    title: &'static str,
    is_here: bool,
}

/// A chapter that is shown.
struct Shown {
    body: String,
    is_reviewed: bool,
    next: Option<Line>,
}

#[derive(Template)]
#[template(path = "manual.html")]
struct ManualPage {
    shell: Shell,
    /// Of the text, which is not the shell's for those who read in a third language.
    tag: &'static str,
    direction: &'static str,
    lines: Vec<Line>,
    chapter: Option<Shown>,
}

/// The contents.
pub(crate) async fn contents(State(desk): State<Arc<Desk>>, visit: Visit) -> Response {
    for_everybody(desk, visit, "manual-title", |shell| show(shell, None)).await
}

/// One chapter.
pub(crate) async fn chapter(State(desk): State<Arc<Desk>>, visit: Visit, Path(name): Path<String>) -> Response {
    for_everybody(desk, visit, "manual-title", move |shell| show(shell, Some(&name))).await
}

fn show(shell: Shell, name: Option<&str>) -> Page {
    let language = manual::language_for(shell.language);
    let chapters = manual::chapters(language);
    let at = name.map(|name| chapters.iter().position(|one| one.name == name).ok_or(Failure::NotThere)).transpose()?;
    let line = |one: &Chapter, is_here| Line { url: Url::Chapter(one.name), title: one.title, is_here };
    let lines = chapters.iter().enumerate().map(|(number, one)| line(one, at == Some(number))).collect();
    let chapter = at.map(|at| Shown {
        body: page::render(chapters[at].text),
        is_reviewed: chapters[at].is_reviewed,
        next: chapters.get(at + 1).map(|next| line(next, false)),
    });
    shown(&ManualPage { tag: language.tag(), direction: language.direction(), lines, chapter, shell })
}
