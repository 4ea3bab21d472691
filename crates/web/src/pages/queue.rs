//! The queue: what waits for this worker, the most valuable to a family first, and why it is there.

use crate::api::parts::Brief;
use crate::api::queue::{Queued, QueuedPair};
use crate::desk::{Desk, seconds};
use crate::shell::Shell;
use crate::taken::Query;
use crate::urls::Url;
use crate::visit::Visit;
use crate::work::{Page, Work, at_work, shown, to};
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;
use std::sync::Arc;
use store::access::{Asked, Kind};
use store::{DecisionId, RecordId};

/// Pairs that one worker may have before them at once; the oldest goes back to the others.
const HELD_MAX: usize = 5;

/// A pair on the page.
struct Row {
    url: String,
    one: Side,
    other: Side,
    strength: &'static str,
    has_case: bool,
    is_new: bool,
}

struct Side {
    name: String,
    source: String,
    role: &'static str,
}

#[derive(Template)]
#[template(path = "queue.html")]
struct QueuePage {
    shell: Shell,
    rows: Vec<Row>,
    /// Whether there is nothing else for this worker.
    is_all: bool,
    waiting: usize,
    with_case: usize,
    /// What was just decided.
    done: Option<DecisionId>,
    held: Vec<String>,
}

/// What was just done, to be taken back if it was a slip.
#[derive(Deserialize)]
pub(crate) struct Done {
    done: Option<String>,
}

impl Done {
    /// The decision, where it is one.
    pub(crate) fn decision(&self) -> Option<DecisionId> {
        self.done.as_deref()?.parse().ok()
    }
}

/// The page.
pub(crate) async fn show(State(desk): State<Arc<Desk>>, visit: Visit, Query(done): Query<Done>) -> Response {
    at_work(desk, visit, move |work| {
        let Queued { pairs, is_all, waiting, with_case, held } = Queued::read(work)?;
        let shell = work.shell("queue-title");
        let side = |own: Brief| Side { source: own.origin.words(&shell), name: own.name, role: own.role };
        let row = |own: QueuedPair| Row {
            url: format!("/pair/{}/{}", own.one.record, own.other.record),
            one: side(own.one),
            other: side(own.other),
            strength: own.strength,
            has_case: own.has_case,
            is_new: own.is_new,
        };
        let rows = pairs.into_iter().map(row).collect();
        let held = held.into_iter().map(|[one, other]| format!("/pair/{one}/{other}")).collect();
        shown(&QueuePage { shell, rows, is_all, waiting, with_case, done: done.decision(), held })
    })
    .await
}

/// Takes the next pair for this worker and shows it.
pub(crate) async fn next(State(desk): State<Arc<Desk>>, visit: Visit, Query(done): Query<Done>) -> Response {
    at_work(desk, visit, move |work| {
        work.must(Asked::change(Kind::Decision))?;
        next_of(work, done.decision(), None)
    })
    .await
}

/// To the next pair that nobody holds, which this worker holds from here on; to the queue when none was found. Where they leave
/// one, to one after it.
pub(crate) fn next_of(work: &Work, done: Option<DecisionId>, after: Option<(RecordId, RecordId)>) -> Page {
    let query = done.map(|done| format!("?done={done}")).unwrap_or_default();
    // Somebody else may be quicker with the first.
    let session = work.session(None)?;
    let found = work.desk.queue.first_for(work, 3, after, |pairs| session.may_decide_each(pairs))?;
    for item in found.items {
        make_room(work, item.one, item.other)?;
        if work.desk.archive.hold_proposed(item.one, item.other, work.account, seconds())? {
            return to(format!("{}{query}", Url::Pair(item.one, item.other)));
        }
    }
    to(format!("{}{query}", Url::Queue))
}

/// Takes a pair for this worker, unless somebody else has it.
pub(crate) fn hold(work: &Work, one: RecordId, other: RecordId) -> Result<bool, crate::failure::Failure> {
    make_room(work, one, other)?;
    Ok(work.desk.archive.hold(one, other, work.account, seconds())?)
}

/// Lets the oldest pair go where this worker holds as many as anybody may.
fn make_room(work: &Work, one: RecordId, other: RecordId) -> Result<(), crate::failure::Failure> {
    let archive = &work.desk.archive;
    let pair = (one.min(other), one.max(other));
    let held = archive.held_by(work.account, seconds())?;
    if !held.contains(&pair)
        && held.len() >= HELD_MAX
        && let Some((left, right)) = held.first()
    {
        archive.release(*left, *right, work.account)?;
    }
    Ok(())
}
