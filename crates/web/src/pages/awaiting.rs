//! Decisions of others that wait for a second human, because they would join somebody who is sought with what speaks of a fate.

use crate::desk::Desk;
use crate::shell::Shell;
use crate::urls::Url;
use crate::visit::Visit;
use crate::work::{at_work, shown};
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use std::sync::Arc;
use store::access::{Asked, Kind};

/// Decisions on the page.
const LINES_MAX: usize = 100;

struct Line {
    url: Url,
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
        work.must(Asked::change(Kind::Decision))?;
        let archive = &work.desk.archive;
        let session = work.session(None)?;
        let mut lines = Vec::new();
        for id in archive.awaiting()? {
            let decision = archive.decision(id)?;
            if lines.len() == LINES_MAX {
                break;
            }
            if !session.may_decide(decision.decision.left, decision.decision.right)? {
                continue;
            }
            let is_own = archive.signers(id)?.contains(&work.account);
            let verdict = decision.decision.verdict.as_str();
            lines.push(Line { url: Url::Decision(id), verdict, time: decision.time, is_own });
        }
        // What one can do comes first.
        lines.sort_by_key(|line| line.is_own);
        shown(&AwaitingPage { shell: work.shell("awaiting-title"), lines })
    })
    .await
}
