//! The rows of a partner's list beside ours, a few at a time: after both sides have agreed, and each one a reading.

use super::parsed;
use crate::api::lists::{RowPair, Rows};
use crate::desk::Desk;
use crate::shell::Shell;
use crate::shown::place;
use crate::taken::{Path, Query};
use crate::urls::Url;
use crate::visit::Visit;
use crate::work::{Page, Work, at_work, shown};
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;
use std::sync::Arc;
use store::ImportNumber;
use store::access::{Asked, Kind};

struct Line {
    strength: String,
    theirs: String,
    theirs_at: String,
    ours: String,
    ours_source: String,
    pair: String,
}

#[derive(Template)]
#[template(path = "list_rows.html")]
struct RowsPage {
    shell: Shell,
    number: ImportNumber,
    lines: Vec<Line>,
    /// Some that this account may not see were left out.
    is_partial: bool,
    /// After which row the next page begins.
    next: Option<u32>,
}

/// After which row to go on.
#[derive(Deserialize)]
pub(crate) struct After {
    after: Option<u32>,
}

/// The page.
pub(crate) async fn show(
    State(desk): State<Arc<Desk>>,
    visit: Visit,
    Path(number): Path<String>,
    Query(after): Query<After>,
) -> Response {
    at_work(desk, visit, move |work| page(work, &number, after.after.unwrap_or_default())).await
}

fn page(work: &Work, number: &str, after: u32) -> Page {
    work.must(Asked::see(Kind::Record))?;
    let number = parsed(work, number)?.number;
    let Rows { rows, is_partial, next, .. } = Rows::read(work, number, after)?;
    let shell = work.shell("list-rows-title");
    let line = |own: RowPair| Line {
        strength: shell.of("strength", own.strength),
        theirs_at: place(&shell, &own.theirs_at),
        pair: format!("/pair/{}/{}", own.theirs.record, own.ours.record),
        theirs: own.theirs.name,
        ours_source: own.ours.origin.words(&shell),
        ours: own.ours.name,
    };
    let lines = rows.into_iter().map(line).collect();
    shown(&RowsPage { shell, number, lines, is_partial, next })
}
