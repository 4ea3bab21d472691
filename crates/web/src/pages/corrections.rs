//! What is to be put right outside, because its ground was taken away here: each with a person who sees to it.

use crate::desk::Desk;
use crate::failure::Failure;
use crate::shell::Shell;
use crate::shown::plain;
use crate::urls::Url;
use crate::visit::Visit;
use crate::work::{at_work, shown, to};
use askama::Template;
use axum::Form;
use axum::extract::{Path, State};
use axum::response::Response;
use record::Private;
use serde::Deserialize;
use std::collections::BTreeSet;
use std::sync::Arc;
use store::access::{Asked, Kind};
use store::{Archive, CaseNumber, Outside};

struct Line {
    cause: u64,
    consequence: u64,
    /// `told`, `exported` or `published`.
    what: &'static str,
    /// The case, where a family was told.
    case: Option<CaseNumber>,
    who: String,
    is_done: bool,
    is_own: bool,
}

#[derive(Template)]
#[template(path = "corrections.html")]
struct CorrectionsPage {
    shell: Shell,
    lines: Vec<Line>,
}

/// The page.
pub(crate) async fn show(State(desk): State<Arc<Desk>>, visit: Visit) -> Response {
    at_work(desk, visit, |work| {
        work.must(Asked::see(Kind::Correction))?;
        let archive = &work.desk.archive;
        let session = work.session(None)?;
        let mut lines = Vec::new();
        // One line of the log for all of them.
        let visible: BTreeSet<CaseNumber> = session.visible_cases(&told(archive)?)?;
        for correction in archive.corrections()? {
            let outside = archive.outside(correction.consequence)?.outside;
            let (what, case) = match &outside {
                Outside::Told { case, .. } => ("told", Some(*case)),
                Outside::Exported { .. } | Outside::Copied(_) => ("exported", None),
                Outside::Published { .. } => ("published", None),
            };
            // Of a case that one may not see nothing is said.
            if case.is_some_and(|case| !visible.contains(&case)) {
                continue;
            }
            let who = match correction.account {
                Some(account) => plain(archive.account(account)?.profile.name.reveal()),
                None => String::new(),
            };
            lines.push(Line {
                cause: correction.cause,
                consequence: correction.consequence,
                what,
                case,
                who,
                is_done: correction.done.is_some(),
                is_own: correction.account == Some(work.account),
            });
        }
        lines.sort_by_key(|line| (line.is_done, !line.is_own));
        shown(&CorrectionsPage { shell: work.shell("corrections-title"), lines })
    })
    .await
}

/// The cases whose families were told something that a correction is about.
fn told(archive: &Archive) -> Result<BTreeSet<CaseNumber>, Failure> {
    let mut cases = BTreeSet::new();
    for correction in archive.corrections()? {
        if let Outside::Told { case, .. } = archive.outside(correction.consequence)?.outside {
            cases.insert(case);
        }
    }
    Ok(cases)
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
