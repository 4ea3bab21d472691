//! One list that came in: how it was read, what was not understood, and taking it back.

use crate::api::imports::{OneImport, ProblemPlace};
use crate::desk::Desk;
use crate::failure::Failure;
use crate::shell::Shell;
use crate::shown::place;
use crate::taken::{Form, Path};
use crate::urls::Url;
use crate::visit::Visit;
use crate::work::{at_work, shown, to};
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use record::ProblemKind;
use serde::Deserialize;
use std::sync::Arc;
use store::access::{Asked, Kind};
use store::{Import, ImportNumber};

/// A reason is never longer.
const REASON_CHARACTERS_MAX: usize = 2_000;

struct ProblemLine {
    place: String,
    column: String,
    what: String,
}

struct ProblemCount {
    what: String,
    count: u64,
}

#[derive(Template)]
#[template(path = "import.html")]
struct ImportPage {
    shell: Shell,
    import: Import,
    url: Url,
    source: String,
    by: String,
    time: String,
    counts: Vec<ProblemCount>,
    problems: Vec<ProblemLine>,
    can_undo: bool,
    /// Whether this account reads records: headers can be names where a list has none.
    reads: bool,
}

/// The words for what is wrong with a cell, a row or a file.
pub(super) fn problem_words(shell: &Shell, kind: ProblemKind) -> String {
    shell.of("problem", &problem_word(kind))
}

fn problem_word(kind: ProblemKind) -> String {
    serde_json::to_value(kind).ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
}

/// The page.
pub(crate) async fn show(State(desk): State<Arc<Desk>>, visit: Visit, Path(number): Path<String>) -> Response {
    at_work(desk, visit, move |work| {
        work.must(Asked::see(Kind::Import))?;
        let number: ImportNumber = number.parse().map_err(|_| Failure::NotThere)?;
        let (import, told) = OneImport::read(work, number)?;
        let archive = &work.desk.archive;
        let shell = work.shell("import-title");
        let problem = |own: &ProblemPlace| ProblemLine {
            place: place(&shell, &own.at),
            column: own.column.clone(),
            what: shell.of("problem", &own.kind),
        };
        let problems = told.places.iter().map(problem).collect();
        let counts =
            told.counts.iter().map(|own| ProblemCount { what: shell.of("problem", &own.kind), count: own.count });
        let counts = counts.collect();
        let can_undo = import.undone.is_none()
            && work.may(Asked::change(Kind::Import))
            && work.may(Asked::change(Kind::Export))
            && !archive.is_decided_about(number)?;
        let (source, time, by) = (told.line.source, shell.moment(&told.line.time), told.by.called);
        let reads = work.may(Asked::see(Kind::Record));
        shown(&ImportPage {
            shell,
            url: Url::Import(number),
            import,
            source,
            by,
            time,
            counts,
            problems,
            can_undo,
            reads,
        })
    })
    .await
}

/// Why a list is taken back.
#[derive(Deserialize)]
pub(crate) struct Why {
    #[serde(default)]
    reason: String,
}

/// Takes it back: its records vanish from every page, and stay in the ledger.
pub(crate) async fn undo(
    State(desk): State<Arc<Desk>>,
    visit: Visit,
    Path(number): Path<String>,
    Form(why): Form<Why>,
) -> Response {
    at_work(desk, visit, move |work| {
        // A list that goes takes people off the list of the sought: no caseworker does that alone, and nobody takes away what
        // humans have decided about.
        work.must(Asked::change(Kind::Import))?;
        work.must(Asked::change(Kind::Export))?;
        let number: ImportNumber = number.parse().map_err(|_| Failure::NotThere)?;
        let archive = &work.desk.archive;
        if archive.is_decided_about(number)? {
            return Err(Failure::Wrong("import-is-decided-about"));
        }
        if archive.import(number)?.is_page {
            return Err(Failure::NotThere);
        }
        let reason = why.reason.trim();
        if reason.is_empty() || reason.chars().count() > REASON_CHARACTERS_MAX {
            return Err(Failure::Wrong("pair-no-reason"));
        }
        archive.undo_import_by(number, Some(work.account), reason, &work.time())?;
        to(Url::Import(number))
    })
    .await
}
