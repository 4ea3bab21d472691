//! What was done and who read what: the ledger's entries and the log of readings, newest first. Ids and no words.

use crate::desk::Desk;
use crate::failure::Failure;
use crate::shell::Shell;
use crate::shown::plain;
use crate::urls::Url;
use crate::visit::Visit;
use crate::work::{at_work, shown};
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::Arc;
use store::access::{Asked, Kind};
use store::{AccountId, EntryProof, HistoryFilter, Reading, RecordId};

/// Readings on the page.
const READINGS: usize = 200;
/// Readings that are looked at for it.
const READINGS_LOOKED_AT: u64 = 5_000;
/// Kinds of entries that can be looked for, as their stable words.
const KINDS: [&str; 25] = [
    "decision",
    "confirmation",
    "undone",
    "import",
    "links",
    "request_opened",
    "request_vetted",
    "request_closed",
    "call",
    "wish",
    "withdrawal",
    "consequence",
    "corrected",
    "export_asked",
    "export_approved",
    "export_copied",
    "export_stopped",
    "export_followed",
    "restriction",
    "request_joined",
    "agreement",
    "agreement_confirmed",
    "agreement_ended",
    "account",
    "purged",
];
/// Kinds of readings that can be looked for.
const READ: [&str; 14] = [
    "record", "pair", "person", "case", "contact", "sealed", "original", "decision", "readings", "search", "beside",
    "refused", "page", "line",
];

struct Line {
    entry: u64,
    what: &'static str,
    about: String,
    who: String,
    time: String,
    /// Where its proof is, of an entry.
    proof: Option<String>,
}

struct Choice {
    value: String,
    words: String,
    is_chosen: bool,
}

#[derive(Template)]
#[template(path = "audit.html")]
struct AuditPage {
    shell: Shell,
    size: u64,
    root: String,
    accounts: Vec<Choice>,
    kinds: Vec<Choice>,
    /// What was done, or what was read: the message and its lines.
    title: &'static str,
    lines: Vec<Line>,
    /// Where the page before goes on, as the query of an address.
    earlier: Option<String>,
}

#[derive(Template)]
#[template(path = "audit_entry.html")]
struct EntryPage {
    shell: Shell,
    proof: EntryProof,
    path: Vec<String>,
}

/// What is looked for: ids and stable words, never a name.
#[derive(Deserialize)]
pub(crate) struct Wanted {
    before: Option<u64>,
    #[serde(default)]
    by: String,
    #[serde(default)]
    what: String,
}

/// The page: what was done, or with a kind of reading what was read.
pub(crate) async fn show(State(desk): State<Arc<Desk>>, visit: Visit, Query(wanted): Query<Wanted>) -> Response {
    at_work(desk, visit, move |work| {
        work.must(Asked::see(Kind::Readings))?;
        let archive = &work.desk.archive;
        let session = work.session(None)?;
        let shell = work.shell("audit-title");
        let by: Option<AccountId> = wanted.by.parse().ok();
        let names: BTreeMap<AccountId, String> =
            archive.accounts()?.into_iter().map(|account| (account.id, plain(account.profile.name.reveal()))).collect();
        let who = |account: Option<AccountId>| {
            account.map(|account| names.get(&account).cloned().unwrap_or_default()).unwrap_or_default()
        };
        let read = wanted.what.strip_prefix("read-");
        let (title, lines, before) = match read {
            None => {
                let what = KINDS.iter().find(|kind| **kind == wanted.what).map(|kind| (*kind).to_owned());
                let (lines, before) = session.history(wanted.before, &HistoryFilter { by, what })?;
                let lines = lines.into_iter().map(|line| Line {
                    entry: line.entry,
                    what: line.what,
                    about: line.about,
                    who: who(line.by),
                    time: line.time,
                    proof: Some(format!("/audit/entry/{}", line.entry)),
                });
                ("audit-done", lines.collect(), before)
            }
            Some(kind) => {
                let end = wanted.before.unwrap_or(u64::MAX).min(archive.readings_kept()?);
                let begin = end.saturating_sub(READINGS_LOOKED_AT);
                let mut lines = Vec::new();
                let mut before = Some(begin).filter(|begin| *begin > 0);
                for reading in session.readings_between(begin, end)?.into_iter().rev() {
                    let (what, about) = read_of(reading.what);
                    if by.is_some_and(|by| reading.account != Some(by)) || (!kind.is_empty() && kind != what) {
                        continue;
                    }
                    if lines.len() == READINGS {
                        before = Some(reading.index + 1);
                        break;
                    }
                    let time = jiff::Timestamp::from_second(reading.seconds);
                    let time = time.map(|time| time.to_string()).unwrap_or_default();
                    lines.push(Line {
                        entry: reading.index,
                        what,
                        about,
                        who: who(reading.account),
                        time,
                        proof: None,
                    });
                }
                ("audit-read", lines, before)
            }
        };
        let accounts = names.iter().map(|(id, name)| Choice {
            value: id.to_string(),
            words: name.clone(),
            is_chosen: by == Some(*id),
        });
        let choice = |value: String, words: String| Choice { is_chosen: value == wanted.what, value, words };
        let done = KINDS.iter().map(|kind| choice((*kind).to_owned(), shell.of("audit-done", kind)));
        let all_read = std::iter::once(choice("read-".to_owned(), shell.say("audit-read-all")));
        let readings = READ.iter().map(|kind| {
            let words = format!("{}: {}", shell.say("audit-read"), shell.of("audit-read", kind));
            choice(format!("read-{kind}"), words)
        });
        let (accounts, kinds) = (accounts.collect(), done.chain(all_read).chain(readings).collect());
        let by = by.map(|by| by.to_string()).unwrap_or_default();
        let what =
            if title == "audit-read" || KINDS.contains(&wanted.what.as_str()) { wanted.what.as_str() } else { "" };
        let what: String =
            what.chars().filter(|letter| letter.is_ascii_alphanumeric() || "-_".contains(*letter)).collect();
        let earlier = before.map(|before| format!("?before={before}&by={by}&what={what}"));
        let head = archive.head()?;
        let (size, root) = (head.size, head.root.to_string());
        shown(&AuditPage { shell, size, root, accounts, kinds, title, lines, earlier })
    })
    .await
}

/// The proof of an entry, for whoever keeps checkpoints of this archive.
pub(crate) async fn entry(State(desk): State<Arc<Desk>>, visit: Visit, Path(entry): Path<String>) -> Response {
    at_work(desk, visit, move |work| {
        work.must(Asked::see(Kind::Readings))?;
        let entry: u64 = entry.parse().map_err(|_| Failure::NotThere)?;
        let proof = work.session(None)?.entry_proof(entry)?;
        let path = proof.path.iter().map(ToString::to_string).collect();
        shown(&EntryPage { shell: work.shell("audit-proof"), proof, path })
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
