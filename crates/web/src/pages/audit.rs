//! What was done and who read what: the ledger's entries and the log of readings, newest first. Ids and no words.

use crate::api::audit as told;
use crate::api::audit::{AuditLine, Entries, Proof, Readings};
use crate::desk::Desk;
use crate::failure::Failure;
use crate::shell::Shell;
use crate::taken::{Path, Query};
use crate::urls::Url;
use crate::visit::Visit;
use crate::work::{at_work, shown};
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;
use std::sync::Arc;
use store::access::{Asked, Kind};
use store::{AccountId, Reading, RecordId};

/// Kinds of entries that can be looked for, as their stable words.
pub(crate) const KINDS: [&str; 27] = [
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
    "token_made",
    "token_revoked",
    "purged",
];
/// Kinds of readings that can be looked for; the last eight are of those who came in, or did not.
pub(crate) const READ: [&str; 22] = [
    "record",
    "pair",
    "person",
    "case",
    "contact",
    "sealed",
    "original",
    "decision",
    "readings",
    "search",
    "beside",
    "refused",
    "page",
    "line",
    "logged_in",
    "wrong_login",
    "locked_out",
    "logged_out",
    "no_scope",
    "no_role",
    "more_wrong_logins",
    "more_refusals",
];
const AT_THE_DOOR: usize = 8;

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
    proof: Proof,
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
        let shell = work.shell("audit-title");
        let by: Option<AccountId> = wanted.by.parse().ok();
        let names = work.desk.colleagues()?;
        let who = |line: &AuditLine| {
            let account = line.account.as_ref().and_then(|account| account.parse().ok());
            let name = account.and_then(|account: AccountId| names.get(&account).cloned()).unwrap_or_default();
            // A program did it in their name.
            line.token.as_ref().map_or(name.clone(), |token| format!("{name} · {token}"))
        };
        let line = |line: AuditLine, has_proof: bool| Line {
            who: who(&line),
            entry: line.index,
            what: line.what,
            about: line.about,
            time: line.time,
            proof: has_proof.then(|| format!("/audit/entry/{}", line.index)),
        };
        let asked = |what| told::Wanted { before: wanted.before, by, what };
        let (title, lines, before) = match wanted.what.strip_prefix("read-") {
            None => {
                let Entries { lines, before, .. } = Entries::read(work, asked(&wanted.what))?;
                ("audit-done", lines.into_iter().map(|own| line(own, true)).collect(), before)
            }
            Some(kind) => {
                let Readings { lines, before } = Readings::read(work, asked(kind))?;
                ("audit-read", lines.into_iter().map(|own| line(own, false)).collect(), before)
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
        let readings = READ.iter().enumerate().map(|(at, kind)| {
            let group = if at < READ.len() - AT_THE_DOOR { "audit-read" } else { "audit-door" };
            let words = format!("{}: {}", shell.say(group), shell.of("audit-read", kind));
            choice(format!("read-{kind}"), words)
        });
        let (accounts, kinds) = (accounts.collect(), done.chain(all_read).chain(readings).collect());
        let by = by.map(|by| by.to_string()).unwrap_or_default();
        let what =
            if title == "audit-read" || KINDS.contains(&wanted.what.as_str()) { wanted.what.as_str() } else { "" };
        let what: String =
            what.chars().filter(|letter| letter.is_ascii_alphanumeric() || "-_".contains(*letter)).collect();
        let earlier = before.map(|before| format!("?before={before}&by={by}&what={what}"));
        let head = work.desk.archive.head()?;
        let (size, root) = (head.size, head.root.to_string());
        shown(&AuditPage { shell, size, root, accounts, kinds, title, lines, earlier })
    })
    .await
}

/// The proof of an entry, for whoever keeps checkpoints of this archive.
pub(crate) async fn entry(State(desk): State<Arc<Desk>>, visit: Visit, Path(entry): Path<String>) -> Response {
    at_work(desk, visit, move |work| {
        work.must(Asked::see(Kind::Readings))?;
        let proof = Proof::read(work, entry.parse().map_err(|_| Failure::NotThere)?)?;
        shown(&EntryPage { shell: work.shell("audit-proof"), proof })
    })
    .await
}

/// The stable word of a reading, and what it is about.
pub(crate) fn read_of(what: Reading) -> (&'static str, String) {
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
        Reading::LoggedIn => ("logged_in", String::new()),
        Reading::WrongLogin => ("wrong_login", String::new()),
        Reading::LockedOut => ("locked_out", String::new()),
        Reading::LoggedOut => ("logged_out", String::new()),
        Reading::NoScope => ("no_scope", String::new()),
        Reading::NoRole => ("no_role", String::new()),
        Reading::MoreWrongLogins => ("more_wrong_logins", String::new()),
        Reading::MoreRefusals => ("more_refusals", String::new()),
    }
}
