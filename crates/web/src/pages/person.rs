//! A person: everything that is held to be about one human being, side by side, and the same to print.
//!
//! Nothing here concludes anything: what a source says is told as its source's, with the strongest claim against it beside.
//! What the session does not show is absent, on the page and on paper.

pub(crate) mod about;
pub(crate) mod claims;
mod drawing;
pub(crate) mod fates;
pub(crate) mod history;
pub(crate) mod proposed;
pub(crate) mod seen;
pub(crate) mod timeline;
pub(crate) mod told;

use crate::desk::Desk;
use crate::failure::Failure;
use crate::shell::Shell;
use crate::taken::Path;
use crate::urls::Url;
use crate::visit::Visit;
use crate::work::{Work, at_work, shown, to};
use about::About;
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use proposed::Beside;
use seen::Seen;
use std::sync::Arc;
use store::{PersonId, RecordId};

/// The page.
#[derive(Template)]
#[template(path = "person.html")]
struct PersonPage {
    shell: Shell,
    about: About,
    beside: Beside,
    file: String,
}

/// The file, for paper.
#[derive(Template)]
#[template(path = "person_file.html")]
struct FilePage {
    shell: Shell,
    about: About,
    printed: String,
    account: String,
}

/// Leads from a record to the person whom it is about.
pub(crate) async fn of_record(State(desk): State<Arc<Desk>>, visit: Visit, Path(record): Path<String>) -> Response {
    at_work(desk, visit, move |work| {
        let record: RecordId = record.parse().map_err(|_| Failure::NotThere)?;
        // Whether it may be seen is asked first: an id that leads on would say that there is somebody.
        work.session(None)?.record(record)?;
        to(Url::Person(work.desk.archive.person_of(record)?))
    })
    .await
}

/// The page of a person.
pub(crate) async fn show(State(desk): State<Arc<Desk>>, visit: Visit, Path(person): Path<String>) -> Response {
    at_work(desk, visit, move |work| shown(&PersonPage::of(work, &person)?)).await
}

/// The file of a person, to print.
pub(crate) async fn file(State(desk): State<Arc<Desk>>, visit: Visit, Path(person): Path<String>) -> Response {
    at_work(desk, visit, move |work| shown(&FilePage::of(work, &person)?)).await
}

/// Everything of a person, and what may yet change, for the page and for programs.
pub(crate) fn read(work: &Work, shell: &Shell, person: PersonId) -> Result<(About, Beside), Failure> {
    let session = work.session(None)?;
    let seen = Seen::of(work, &session, person)?;
    Ok((About::of(work, &session, shell, &seen)?, Beside::of(work, &session, shell, &seen)?))
}

impl PersonPage {
    fn of(work: &Work, person: &str) -> Result<PersonPage, Failure> {
        let person: PersonId = person.parse().map_err(|_| Failure::NotThere)?;
        let shell = work.shell("person-title");
        let (about, beside) = read(work, &shell, person)?;
        let file = format!("/person/{}/file", about.person);
        Ok(PersonPage { shell, about, beside, file })
    }
}

impl FilePage {
    /// What a machine proposes is not in it: paper travels, and those records may be others'.
    fn of(work: &Work, person: &str) -> Result<FilePage, Failure> {
        let person: PersonId = person.parse().map_err(|_| Failure::NotThere)?;
        let session = work.session(None)?;
        let shell = work.shell("person-file-title");
        let seen = Seen::of(work, &session, person)?;
        let about = About { is_paper: true, ..About::of(work, &session, &shell, &seen)? };
        let printed = shell.moment(&work.time());
        Ok(FilePage { shell, about, printed, account: work.account.to_string() })
    }
}

#[cfg(test)]
mod tests;
