//! Lists come in by the browser: a file is sent, its columns are shown as they were guessed, somebody corrects them, and it is
//! brought in whole. What it would say is shown before anything of it is kept.

mod one;
mod waiting;

pub(crate) use one::{show as show_one, undo};
pub(crate) use waiting::{bring_in, choose, show as show_waiting, throw_away};

use crate::api::imports::Imports;
use crate::bringing::AboutList;
use crate::desk::Desk;
use crate::failure::Failure;
use crate::shell::Shell;
use crate::shown::plain;
use crate::uploads::{FILE_BYTES_MAX, turn_to_send};
use crate::urls::Url;
use crate::visit::Visit;
use crate::work::{at_work, shown, to, while_sent};
use askama::Template;
use axum::body::Bytes;
use axum::extract::{FromRequest, Multipart, Request, State};
use axum::response::Response;
use record::{PartialDate, SourceKind};
use std::sync::Arc;
use store::access::{Asked, Kind};

/// The kinds of list, the commonest first.
pub(crate) const KINDS: [SourceKind; 6] = [
    SourceKind::Freed,
    SourceKind::Sought,
    SourceKind::Register,
    SourceKind::Dead,
    SourceKind::Report,
    SourceKind::Other,
];
/// A name of a source is never longer.
const SOURCE_CHARACTERS_MAX: usize = 200;

struct Line {
    url: String,
    source: String,
    kind: &'static str,
    time: String,
    records: u64,
    problems: u64,
    is_undone: bool,
}

struct WaitingLine {
    url: String,
    source: String,
}

#[derive(Template)]
#[template(path = "imports.html")]
struct ImportsPage {
    shell: Shell,
    /// Whether this account brings lists in.
    brings: bool,
    waiting: Vec<WaitingLine>,
    lines: Vec<Line>,
}

/// The lists that came in, the newest first, and the form that sends one.
pub(crate) async fn show(State(desk): State<Arc<Desk>>, visit: Visit) -> Response {
    at_work(desk, visit, |work| {
        let told = Imports::read(work)?;
        let shell = work.shell("imports-title");
        let lines = told.imports.into_iter().map(|import| Line {
            url: format!("/import/{}", import.import),
            source: import.source,
            kind: import.kind,
            time: shell.moment(&import.time),
            records: import.records,
            problems: import.problems,
            is_undone: import.is_undone,
        });
        let lines = lines.collect();
        let waiting = work.desk.uploads.of(work.account).into_iter();
        let waiting = waiting.map(|(token, source)| WaitingLine { url: waiting::url(&token), source: plain(&source) });
        let brings = work.may(Asked::change(Kind::Import));
        shown(&ImportsPage { brings, waiting: waiting.collect(), lines, shell })
    })
    .await
}

/// A form as it was sent.
#[derive(Default)]
struct Sent {
    name: String,
    bytes: Bytes,
    source: String,
    kind: String,
    as_of: String,
    one_row: bool,
}

impl Sent {
    async fn read(mut form: Multipart) -> Result<Sent, Failure> {
        let mut sent = Sent::default();
        let too_long = |_| Failure::Wrong("import-too-long");
        while let Some(field) = form.next_field().await.map_err(too_long)? {
            match field.name().unwrap_or_default() {
                "file" => {
                    sent.name = field.file_name().unwrap_or_default().to_owned();
                    sent.bytes = field.bytes().await.map_err(too_long)?;
                }
                "source" => sent.source = field.text().await.map_err(too_long)?,
                "kind" => sent.kind = field.text().await.map_err(too_long)?,
                "as-of" => sent.as_of = field.text().await.map_err(too_long)?,
                "one-row" => sent.one_row = true,
                _ => {}
            }
        }
        Ok(sent)
    }

    fn about(&self) -> Result<AboutList, Failure> {
        if self.bytes.is_empty() {
            return Err(Failure::Wrong("import-no-file"));
        }
        if self.bytes.len() > FILE_BYTES_MAX {
            return Err(Failure::Wrong("import-too-long"));
        }
        let source = Some(self.source.trim()).filter(|source| !source.is_empty()).unwrap_or(self.name.trim());
        if source.is_empty() || source.chars().count() > SOURCE_CHARACTERS_MAX {
            return Err(Failure::Wrong("import-no-source"));
        }
        Ok(AboutList {
            source: source.to_owned(),
            kind: SourceKind::parse(&self.kind).ok_or(Failure::Wrong("import-no-kind"))?,
            as_of: as_of(&self.as_of)?,
            one_row_per_person: self.one_row,
            chosen: Vec::new(),
        })
    }
}

/// The day of a list, where somebody says one.
fn as_of(text: &str) -> Result<Option<String>, Failure> {
    match text.trim() {
        "" => Ok(None),
        text => match PartialDate::parse_edtf(text).or_else(|_| PartialDate::parse_recent(text)) {
            Ok(date) => Ok(Some(date.to_edtf())),
            Err(_) => Err(Failure::Wrong("import-no-date")),
        },
    }
}

/// Takes a file. Who it is, is asked before anything of it is taken.
pub(crate) async fn send(State(desk): State<Arc<Desk>>, visit: Visit, request: Request) -> Response {
    let own = Arc::clone(&desk);
    let _turn = match turn_to_send(&own, &visit).await {
        Ok(turn) => turn,
        Err(failure) => return failure.respond(&visit, desk.settings.mark),
    };
    let sent = match Multipart::from_request(request, &()).await {
        Ok(form) => while_sent(&desk, &visit, Sent::read(form)).await,
        Err(_) => Err(Failure::Wrong("import-no-file")),
    };
    at_work(desk, visit, move |work| {
        work.must(Asked::change(Kind::Import))?;
        let sent = sent?;
        let about = sent.about()?;
        let token = work.desk.uploads.take(work.account, &sent.name, &sent.bytes, about)?;
        to(waiting::url(&token))
    })
    .await
}
