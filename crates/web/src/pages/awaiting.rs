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
        // What one can do comes first, and what one has signed oneself never keeps it off the page.
        let (mut lines, mut own) = (Vec::new(), Vec::new());
        for id in archive.awaiting()? {
            let decision = archive.decision(id)?;
            let (left, right) = (decision.decision.left, decision.decision.right);
            if lines.len() == LINES_MAX {
                break;
            }
            if !session.may_decide(left, right)? {
                continue;
            }
            let is_own = archive.signers(id)?.contains(&work.account);
            let verdict = decision.decision.verdict.as_str();
            let url = if is_own { Url::Decision(id) } else { Url::Pair(left, right) };
            let list = if is_own { &mut own } else { &mut lines };
            list.push(Line { url, verdict, time: decision.time, is_own });
        }
        lines.extend(own.into_iter().take(LINES_MAX));
        shown(&AwaitingPage { shell: work.shell("awaiting-title"), lines })
    })
    .await
}
