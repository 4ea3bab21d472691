//! The queue: what waits for this worker, the most valuable to a family first, and why it is there.

use crate::desk::{Desk, seconds};
use crate::failure::Failure;
use crate::queue::{Item, Strength};
use crate::shell::Shell;
use crate::shown::{plain, role_word, source};
use crate::urls::Url;
use crate::visit::Visit;
use crate::work::{Page, Work, at_work, shown, to};
use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use record::Record;
use serde::Deserialize;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use store::RecordId;
use store::access::{Asked, Kind};

/// Pairs on the page.
const ROWS: usize = 12;
/// Pairs that are looked at for one page: those that others hold, or that this worker may not see, are passed over.
const LOOKED_AT: usize = 400;

/// A pair on the page.
struct Row {
    url: Url,
    one: Side,
    other: Side,
    strength: Strength,
    case: Option<String>,
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
    /// All that wait, to the nearest hundred above a hundred.
    waiting: usize,
    with_case: usize,
    /// What was just decided.
    done: Option<String>,
    held: Vec<Url>,
}

/// What was just done, to be taken back if it was a slip.
#[derive(Deserialize)]
pub(crate) struct Done {
    done: Option<String>,
}

/// The page.
pub(crate) async fn show(State(desk): State<Arc<Desk>>, visit: Visit, Query(done): Query<Done>) -> Response {
    at_work(desk, visit, move |work| {
        work.must(Asked::change(Kind::Decision))?;
        let items = work.desk.queue.items(&work.desk.archive)?;
        let shown_now = first(work, &items, ROWS)?;
        let ids: Vec<RecordId> = shown_now.iter().flat_map(|item| [item.one, item.other]).collect();
        let session = work.session(None)?;
        let seen: HashMap<RecordId, Record> =
            session.beside(&ids)?.into_iter().map(|view| (view.id, view.record)).collect();
        let shell = work.shell("queue-title");
        let sources = work.desk.archive.imports()?;
        let side = |id: RecordId, record: &Record| Side {
            name: plain(&record.display_name()),
            source: source(&shell, &sources, id),
            role: role_word(record.role),
        };
        let rows = shown_now.iter().filter_map(|item| {
            let (one, other) = (seen.get(&item.one)?, seen.get(&item.other)?);
            Some(Row {
                url: Url::Pair(item.one, item.other),
                one: side(item.one, one),
                other: side(item.other, other),
                strength: Strength::of(item.probability_micro),
                case: item.case.map(|case| case.to_string()),
                is_new: item.is_new,
            })
        });
        let rows: Vec<Row> = rows.collect();
        let with_case = items.iter().take_while(|item| item.case.is_some()).count();
        let held = work.desk.archive.held_by(work.account, seconds())?;
        let held = held.into_iter().map(|(one, other)| Url::Pair(one, other)).collect();
        shown(&QueuePage { shell, rows, waiting: items.len(), with_case, done: done.done, held })
    })
    .await
}

/// The first pairs that this worker may take.
fn first(work: &Work, items: &[Item], count: usize) -> Result<Vec<Item>, Failure> {
    let held = held_by_others(work)?;
    let session = work.session(None)?;
    let mut found = Vec::new();
    for item in items.iter().filter(|item| !held.contains(&pair_of(item))).take(LOOKED_AT) {
        if found.len() == count {
            break;
        }
        if work.desk.archive.is_proposed(item.one, item.other)? && session.may_decide(item.one, item.other)? {
            found.push(*item);
        }
    }
    Ok(found)
}

fn held_by_others(work: &Work) -> Result<HashSet<(RecordId, RecordId)>, Failure> {
    let holds = work.desk.archive.holds(seconds())?;
    Ok(holds.into_iter().filter(|hold| hold.2 != work.account).map(|hold| (hold.0, hold.1)).collect())
}

fn pair_of(item: &Item) -> (RecordId, RecordId) {
    (item.one.min(item.other), item.one.max(item.other))
}

/// Takes the next pair for this worker and shows it.
pub(crate) async fn next(State(desk): State<Arc<Desk>>, visit: Visit, Query(done): Query<Done>) -> Response {
    at_work(desk, visit, move |work| {
        work.must(Asked::change(Kind::Decision))?;
        next_of(work, done.done.as_deref())
    })
    .await
}

/// To the next pair that nobody holds, which this worker holds from here on; to the queue when there is none.
pub(crate) fn next_of(work: &Work, done: Option<&str>) -> Page {
    let query = done.map(|done| format!("?done={done}")).unwrap_or_default();
    let items = work.desk.queue.items(&work.desk.archive)?;
    let held = held_by_others(work)?;
    let session = work.session(None)?;
    for item in items.iter().filter(|item| !held.contains(&pair_of(item))) {
        let archive = &work.desk.archive;
        if !archive.is_proposed(item.one, item.other)? || !session.may_decide(item.one, item.other)? {
            continue;
        }
        if archive.hold(item.one, item.other, work.account, seconds())? {
            return to(format!("{}{query}", Url::Pair(item.one, item.other)));
        }
    }
    to(format!("{}{query}", Url::Queue))
}
