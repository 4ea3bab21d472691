//! Every picture with how far it has come, the way to the next line, and the form that brings one in.

use super::must_see;
use crate::desk::Desk;
use crate::shell::Shell;
use crate::shown::plain;
use crate::taken::Query;
use crate::urls::Url;
use crate::visit::Visit;
use crate::work::{Page, Work, at_work, shown};
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;
use std::sync::Arc;
use store::access::{Asked, Kind};
use store::{Picture, PictureState};

/// A picture in the list.
struct Row {
    url: Url,
    source: String,
    state: &'static str,
    /// How far it has come, in words.
    counts: String,
    lines: u64,
    done: u64,
}

#[derive(Template)]
#[template(path = "pictures.html")]
struct PicturesPage {
    shell: Shell,
    rows: Vec<Row>,
    may_type: bool,
    may_bring: bool,
    /// There was no line to type.
    is_empty: bool,
    /// Lines that two people read differently.
    disputed: u64,
    kinds: [&'static str; 6],
    /// Why the file was not taken.
    wrong: Option<&'static str>,
}

/// Where the reader comes from.
#[derive(Deserialize)]
pub(crate) struct From {
    none: Option<String>,
}

/// The page.
pub(crate) async fn show(State(desk): State<Arc<Desk>>, visit: Visit, Query(from): Query<From>) -> Response {
    at_work(desk, visit, move |work| page(work, from.none.is_some(), None)).await
}

/// The page, with what was wrong with a file.
pub(super) fn page(work: &Work, is_empty: bool, wrong: Option<&'static str>) -> Page {
    must_see(work)?;
    let shell = work.shell("pictures-title");
    let pictures = work.desk.archive.pictures()?;
    let disputed = pictures.iter().filter(|one| one.state == PictureState::Typing).map(|one| one.disputed).sum();
    let rows = pictures.into_iter().map(|picture| Row {
        url: Url::Picture(picture.number),
        source: plain(&picture.meta.source),
        state: state_word(picture.state),
        counts: match picture.state {
            PictureState::Cutting => shell.with("pictures-pages", "count", u64::from(picture.pages)),
            _ => counts(&shell, &picture),
        },
        lines: picture.lines,
        done: picture.done,
    });
    let rows = rows.collect();
    let may_bring = work.may(Asked::change(Kind::Import)) && work.desk.pictures.is_some();
    let may_type = work.may(Asked::change(Kind::Picture));
    let kinds = ["register", "freed", "dead", "sought", "report", "other"];
    shown(&PicturesPage { shell, rows, may_type, may_bring, is_empty, disputed, kinds, wrong })
}

/// How many lines of a picture are how far.
pub(super) fn counts(shell: &Shell, picture: &Picture) -> String {
    let Picture { done, lines, disputed, .. } = *picture;
    shell.tell("picture-counts", &[("done", done.into()), ("lines", lines.into()), ("disputed", disputed.into())])
}

/// A state, as the stable word of a message.
pub(crate) fn state_word(state: PictureState) -> &'static str {
    match state {
        PictureState::Cutting => "cutting",
        PictureState::Typing => "typing",
        PictureState::Imported => "imported",
    }
}
