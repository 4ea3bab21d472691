//! The rows of a partner's list beside ours, a few at a time: after both sides have agreed, and each one a reading.

use super::parsed;
use crate::desk::Desk;
use crate::queue::Strength;
use crate::shell::Shell;
use crate::shown::{plain, position, source};
use crate::urls::Url;
use crate::visit::Visit;
use crate::work::{Page, Work, at_work, shown};
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use serde::Deserialize;
use std::sync::Arc;
use store::access::{Asked, Kind};
use store::{ImportNumber, RecordId};

/// Rows of a page: each is a reading of its own, in the log before it is shown.
const ROWS_MAX: usize = 10;

struct Line {
    strength: String,
    theirs: String,
    theirs_at: String,
    ours: String,
    ours_source: String,
    pair: Url,
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
    let import = parsed(work, number)?.number;
    let session = work.session(None)?;
    // Asked first: where nobody agreed there is nothing to look for.
    session.shared_rows(import, &[])?;
    let overlaps = work.desk.overlaps()?;
    let best = overlaps.best.get(&import).map(Vec::as_slice).unwrap_or_default();
    let rest = &best[best.partition_point(|one| one.row.ordinal() <= after)..];
    let asked = &rest[..rest.len().min(ROWS_MAX)];
    let pairs: Vec<(RecordId, RecordId)> = asked.iter().map(|one| (one.row, one.other)).collect();
    let seen = session.shared_rows(import, &pairs)?;
    let shell = work.shell("list-rows-title");
    let imports = work.desk.imports()?;
    let lines: Vec<Line> = seen
        .iter()
        .filter_map(|(theirs, ours)| {
            let link = asked.iter().find(|one| one.row == theirs.id)?;
            Some(Line {
                strength: shell.say(Strength::of(link.probability_micro).key()),
                theirs: plain(&theirs.record.display_name()),
                theirs_at: position(&shell, &theirs.record.position),
                ours: plain(&ours.record.display_name()),
                ours_source: source(&shell, &imports, ours.id),
                pair: Url::Pair(theirs.id, ours.id),
            })
        })
        .collect();
    let next = (rest.len() > asked.len()).then(|| asked.last().map(|one| one.row.ordinal())).flatten();
    shown(&RowsPage { shell, number: import, is_partial: lines.len() < asked.len(), lines, next })
}
