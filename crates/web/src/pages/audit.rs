//! What was done and who read what: the ledger's entries and the log of readings, newest first. Ids and no words.

use crate::desk::Desk;
use crate::shell::Shell;
use crate::shown::plain;
use crate::visit::Visit;
use crate::work::{at_work, shown};
use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use serde::Deserialize;
use std::collections::HashMap;
use std::sync::Arc;
use store::access::{Asked, Kind};
use store::{AccountId, Reading, RecordId};

/// Readings on the page.
const READINGS: u64 = 200;

struct Line {
    entry: u64,
    what: &'static str,
    about: String,
    who: String,
    time: String,
}

#[derive(Template)]
#[template(path = "audit.html")]
struct AuditPage {
    shell: Shell,
    size: u64,
    root: String,
    /// What was done, and what was read: the message and its lines.
    groups: [(&'static str, Vec<Line>); 2],
    /// Where the page before goes on.
    before: Option<u64>,
}

/// From where on to look back.
#[derive(Deserialize)]
pub(crate) struct Before {
    before: Option<u64>,
}

/// The page.
pub(crate) async fn show(State(desk): State<Arc<Desk>>, visit: Visit, Query(from): Query<Before>) -> Response {
    at_work(desk, visit, move |work| {
        work.must(Asked::see(Kind::Readings))?;
        let archive = &work.desk.archive;
        let session = work.session(None)?;
        let names: HashMap<AccountId, String> =
            archive.accounts()?.into_iter().map(|account| (account.id, plain(account.profile.name.reveal()))).collect();
        let who = |account: Option<AccountId>| {
            account.map(|account| names.get(&account).cloned().unwrap_or_default()).unwrap_or_default()
        };
        let history = session.history(from.before)?;
        let before = history.last().map(|line| line.entry).filter(|entry| *entry > 0);
        let done = history.into_iter().map(|line| Line {
            entry: line.entry,
            what: line.what,
            about: line.about,
            who: who(line.by),
            time: line.time,
        });
        let done: Vec<Line> = done.collect();
        let count = archive.readings_kept()?;
        let readings = session.readings(count.saturating_sub(READINGS))?;
        let read = readings.into_iter().rev().map(|reading| {
            let (what, about) = read_of(reading.what);
            let time = jiff::Timestamp::from_second(reading.seconds).map(|time| time.to_string()).unwrap_or_default();
            Line { entry: reading.index, what, about, who: who(reading.account), time }
        });
        let groups = [("audit-done", done), ("audit-read", read.collect())];
        let head = archive.head()?;
        let shell = work.shell("audit-title");
        shown(&AuditPage { shell, size: head.size, root: head.root.to_string(), groups, before })
    })
    .await
}

fn read_of(what: Reading) -> (&'static str, String) {
    match what {
        Reading::Record(id) => ("record", RecordId(id).to_string()),
        Reading::Pair(one, other) => ("pair", format!("{} · {}", RecordId(one), RecordId(other))),
        Reading::Person(id) => ("person", RecordId(id).to_string()),
        Reading::Case(case) => ("case", store::CaseNumber(case).to_string()),
        Reading::Contact(case) => ("contact", store::CaseNumber(case).to_string()),
        Reading::Sealed(id) => ("sealed", RecordId(id).to_string()),
        Reading::Original(import) => ("original", store::ImportNumber(import).to_string()),
        Reading::Decision(id) => ("decision", store::DecisionId(id).to_string()),
        Reading::Readings => ("readings", String::new()),
        Reading::Search(found) => ("search", found.to_string()),
        Reading::Page(picture, page) => ("page", format!("{picture} · {page}")),
        Reading::Line(picture, page, line) => ("line", format!("{picture} · {page} · {line}")),
        Reading::Beside(count) => ("beside", count.to_string()),
        Reading::Refused => ("refused", String::new()),
    }
}
