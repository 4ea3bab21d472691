//! Decisions of others that wait for a second human, because they would join somebody who is sought with what speaks of a fate.

use crate::api::decisions::{Awaiting, AwaitingLine};
use crate::desk::Desk;
use crate::shell::Shell;
use crate::visit::Visit;
use crate::work::{at_work, shown};
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use std::sync::Arc;

struct Line {
    url: String,
    verdict: &'static str,
    time: String,
    /// Whether this worker has signed it: then somebody else must.
    is_own: bool,
}

#[derive(Template)]
#[template(path = "awaiting.html")]
struct AwaitingPage {
    shell: Shell,
    lines: Vec<Line>,
}

/// The page.
pub(crate) async fn show(State(desk): State<Arc<Desk>>, visit: Visit) -> Response {
    at_work(desk, visit, |work| {
        let line = |own: AwaitingLine| {
            let [one, other] = &own.pair;
            let url = if own.is_own { format!("/decision/{}", own.decision) } else { format!("/pair/{one}/{other}") };
            Line { url, verdict: own.verdict, time: own.time, is_own: own.is_own }
        };
        let lines = Awaiting::read(work)?.decisions.into_iter().map(line).collect();
        shown(&AwaitingPage { shell: work.shell("awaiting-title"), lines })
    })
    .await
}
