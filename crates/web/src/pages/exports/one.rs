//! One export: what would leave and what stays, the second human's word, its copies, and what must follow them.

use crate::api::exports::OneExport;
use crate::desk::Desk;
use crate::failure::Failure;
use crate::giving::{CopyToWrite, RowToWrite};
use crate::shell::Shell;
use crate::shown::plain;
use crate::taken::{Form, Path};
use crate::urls::Url;
use crate::visit::Visit;
use crate::work::{Page, Work, at_work, shown, to};
use askama::Template;
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use record::{Private, Role};
use serde::Deserialize;
use std::sync::Arc;
use store::access::{Asked, Kind};
use store::{Export, ExportNumber, ExportState, Hash};

struct CopyLine {
    time: String,
    by: String,
    records: u64,
    sha256: String,
}

#[derive(Template)]
#[template(path = "export.html")]
struct ExportPage {
    shell: Shell,
    url: Url,
    number: String,
    recipient: String,
    share: String,
    purpose: String,
    format: String,
    until: String,
    by: String,
    time: String,
    state: &'static str,
    fields: Vec<String>,
    lists: Vec<String>,
    /// Records that would leave now, and those of these lists that stay.
    leave: u64,
    stay: u64,
    copies: Vec<CopyLine>,
    /// Records whose tombstones the recipient was not given yet.
    to_follow: usize,
    can_approve: bool,
    can_copy: bool,
    can_stop: bool,
}

fn read(work: &Work, number: &str) -> Result<Export, Failure> {
    work.must(Asked::see(Kind::Export))?;
    let number: ExportNumber = number.parse().map_err(|_| Failure::NotThere)?;
    Ok(work.session(None)?.export(number)?)
}

/// The page.
pub(crate) async fn show(State(desk): State<Arc<Desk>>, visit: Visit, Path(number): Path<String>) -> Response {
    at_work(desk, visit, move |work| page(work, &read(work, &number)?)).await
}

fn page(work: &Work, export: &Export) -> Page {
    let told = OneExport::read(work, export)?;
    let shell = work.shell("export-title");
    let imports = work.desk.imports()?;
    let asked = &export.asked;
    let own = imports.iter().filter(|import| asked.imports.contains(&import.number));
    let mut lists: Vec<String> = own
        .map(|import| if import.is_page { shell.say("exports-requests") } else { plain(&import.meta.source) })
        .collect();
    lists.dedup();
    let may = work.may(Asked::change(Kind::Export));
    let is_over = export.is_over(&work.time);
    let copies = told.made.into_iter().map(|copy| CopyLine {
        time: shell.moment(&copy.time),
        by: copy.by.called,
        records: copy.records,
        sha256: copy.sha256,
    });
    let fields = told.fields.iter().map(|field| shell.of("property", field)).collect();
    shown(&ExportPage {
        url: Url::Export(export.number),
        number: told.line.export,
        recipient: told.line.recipient,
        share: shell.of("exports-share", told.shared_with),
        purpose: told.line.purpose,
        format: shell.of("exports-format", &told.format),
        until: shell.date(&told.until),
        by: told.by.called,
        time: shell.moment(&told.line.time),
        state: told.line.state,
        fields,
        lists,
        leave: told.leave,
        stay: told.stay,
        copies: copies.collect(),
        to_follow: told.to_follow,
        can_approve: may && export.state == ExportState::Waits && export.by != Some(work.account) && !is_over,
        can_copy: may && matches!(export.state, ExportState::Approved(_)) && !is_over,
        can_stop: may && export.state != ExportState::Stopped,
        shell,
    })
}

/// The second human's word.
pub(crate) async fn approve(State(desk): State<Arc<Desk>>, visit: Visit, Path(number): Path<String>) -> Response {
    at_work(desk, visit, move |work| {
        work.must(Asked::change(Kind::Export))?;
        let export = read(work, &number)?;
        work.desk.archive.approve_export(export.number, work.account, &work.time())?;
        to(Url::Export(export.number))
    })
    .await
}

/// Why an export is stopped.
#[derive(Deserialize)]
pub(crate) struct Why {
    #[serde(default)]
    reason: String,
}

/// Stops it.
pub(crate) async fn stop(
    State(desk): State<Arc<Desk>>,
    visit: Visit,
    Path(number): Path<String>,
    Form(why): Form<Why>,
) -> Response {
    at_work(desk, visit, move |work| {
        work.must(Asked::change(Kind::Export))?;
        let export = read(work, &number)?;
        stopped(work, &export, &why.reason)?;
        to(Url::Export(export.number))
    })
    .await
}

/// Stops an export, for a reason.
pub(crate) fn stopped(work: &Work, export: &Export, reason: &str) -> Result<u64, Failure> {
    let reason = reason.trim();
    if reason.is_empty() || reason.chars().count() > 2_000 {
        return Err(Failure::Wrong("pair-no-reason"));
    }
    Ok(work.desk.archive.stop_export(export.number, Private::from(reason), work.account, &work.time())?)
}

/// Makes a copy and hands it over. It is in the ledger, with all its records, before its first byte leaves.
pub(crate) async fn copy(State(desk): State<Arc<Desk>>, visit: Visit, Path(number): Path<String>) -> Response {
    at_work(desk, visit, move |work| {
        work.must(Asked::change(Kind::Export))?;
        let export = read(work, &number)?;
        export.must_be_open(&work.time)?;
        let imports = work.desk.imports()?;
        let as_of = |import| {
            let own = imports.iter().find(|one| one.number == import);
            own.map(|own| own.meta.as_of.clone()).unwrap_or_default()
        };
        let (mut records, mut rows) = (Vec::new(), Vec::new());
        work.session(None)?.leaving(&export, |leaving| {
            let import = leaving.record.import();
            records.push(leaving.record);
            rows.push(RowToWrite {
                id: leaving.id,
                source: import.to_string(),
                as_of: as_of(import),
                role: leaving.role,
                claims: leaving.claims,
                is_tombstone: false,
            });
            Ok(())
        })?;
        if records.is_empty() {
            return Err(Failure::Wrong("export-nothing-leaves"));
        }
        let (ending, bytes, sha256) = written(work, &export, rows)?;
        work.desk.archive.copy_export(export.number, &records, sha256, work.account, &work.time())?;
        Ok(file(&format!("{}.{ending}", export.number), bytes))
    })
    .await
}

/// Hands over the tombstones of what may not leave any more, which the recipient is to delete.
pub(crate) async fn follow(State(desk): State<Arc<Desk>>, visit: Visit, Path(number): Path<String>) -> Response {
    at_work(desk, visit, move |work| {
        work.must(Asked::change(Kind::Export))?;
        let export = read(work, &number)?;
        let archive = &work.desk.archive;
        let gone = archive.to_follow(&export)?;
        if gone.is_empty() {
            return Err(Failure::Wrong("export-nothing-follows"));
        }
        let rows = gone.iter().map(|&record| RowToWrite {
            id: archive.exported_id(export.number, record),
            source: String::new(),
            as_of: String::new(),
            role: Role::default(),
            claims: Vec::new(),
            is_tombstone: true,
        });
        let (ending, bytes, sha256) = written(work, &export, rows.collect())?;
        archive.follow_export(export.number, &gone, sha256, work.account, &work.time())?;
        Ok(file(&format!("{}-withdrawn.{ending}", export.number), bytes))
    })
    .await
}

fn written(work: &Work, export: &Export, rows: Vec<RowToWrite>) -> Result<(&'static str, Vec<u8>, Hash), Failure> {
    let asked = &export.asked;
    let time = work.time();
    let date = time.get(..10).unwrap_or_default();
    let origin = &work.desk.settings.origin;
    let host = origin.rsplit('/').next().unwrap_or_default().split(':').next().unwrap_or_default();
    // A desk of one machine has no name that means anything elsewhere (RFC 6761, section 6.4).
    let is_name =
        host.contains('.') && host.chars().all(|letter| letter.is_ascii_alphanumeric() || "-.".contains(letter));
    let domain = if is_name { host.to_owned() } else { "athar.invalid".to_owned() };
    let copy = CopyToWrite {
        format: &asked.format,
        purpose: asked.purpose.reveal(),
        recipient: asked.recipient.reveal(),
        date,
        // Tombstones of an export that is over say so on their own day.
        until: if asked.until.as_str() < date { date } else { &asked.until },
        watermark: format!("{} {} {}", export.number, work.account, time),
        domain: &domain,
        fields: asked.fields.iter().copied().collect(),
        rows,
    };
    let written = work.desk.giving.write(copy).map_err(|error| Failure::Broken(error.to_string()))?;
    let sha256 = Hash::of(&written.bytes);
    Ok((written.ending, written.bytes, sha256))
}

/// A file to keep, that no browser shows.
fn file(name: &str, bytes: Vec<u8>) -> Response {
    let named = format!("attachment; filename=\"{name}\"");
    ([(header::CONTENT_TYPE, "application/octet-stream".to_owned()), (header::CONTENT_DISPOSITION, named)], bytes)
        .into_response()
}
