//! What is to be put right outside, because its ground was taken away here: each with a person who sees to it.

use crate::api::corrections::{CorrectionLine, Corrections};
use crate::desk::Desk;
use crate::failure::Failure;
use crate::shell::Shell;
use crate::taken::{Form, Path};
use crate::urls::Url;
use crate::visit::Visit;
use crate::work::{at_work, shown, to};
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use record::Private;
use serde::Deserialize;
use std::sync::Arc;
use store::Outside;
use store::access::{Asked, Kind};

#[derive(Template)]
#[template(path = "corrections.html")]
struct CorrectionsPage {
    shell: Shell,
    lines: Vec<CorrectionLine>,
}

/// The page.
pub(crate) async fn show(State(desk): State<Arc<Desk>>, visit: Visit) -> Response {
    at_work(desk, visit, |work| {
        let lines = Corrections::read(work)?.corrections;
        shown(&CorrectionsPage { shell: work.shell("corrections-title"), lines })
    })
    .await
}

/// How it was put right.
#[derive(Deserialize)]
pub(crate) struct How {
    how: String,
}

/// Says that it was put right.
pub(crate) async fn done(
    State(desk): State<Arc<Desk>>,
    visit: Visit,
    Path((cause, consequence)): Path<(u64, u64)>,
    Form(said): Form<How>,
) -> Response {
    at_work(desk, visit, move |work| {
        work.must(Asked::change(Kind::Correction))?;
        let how = said.how.trim();
        if how.is_empty() || how.chars().count() > 2_000 {
            return Err(Failure::Wrong("pair-no-reason"));
        }
        // Of a case that one may not see there is nothing to put right.
        if let Outside::Told { case, .. } = work.desk.archive.outside(consequence)?.outside {
            work.session(None)?.case(case)?;
        }
        // Whoever has to see to it, or a reviewer.
        let corrections = work.desk.archive.corrections()?;
        let own = corrections.iter().find(|one| one.cause == cause && one.consequence == consequence);
        let own = own.ok_or(Failure::NotThere)?;
        if own.account.is_some_and(|account| account != work.account) && !work.may(Asked::change(Kind::Export)) {
            return Err(Failure::Denied);
        }
        work.desk.archive.corrected(cause, consequence, Private::from(how), Some(work.account), &work.time())?;
        to(Url::Corrections)
    })
    .await
}
