//! What goes wrong on a page, and what the reader is told. What happened inside is told to the log only, by a number, and
//! without words of anybody.

use crate::desk::Mark;
use crate::shell::Shell;
use crate::urls::Url;
use crate::visit::Visit;
use askama::Template;
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};
use std::fmt::Write;
use store::StoreError;

/// Why there is no page.
#[derive(Debug)]
pub(crate) enum Failure {
    /// Nobody is logged in, or not any more.
    LoggedOut,
    /// It is not there, or not for this account: both look alike.
    NotThere,
    /// No role of this account has the page.
    Denied,
    /// What was sent is not right; the message that says so.
    Wrong(&'static str),
    /// The archive refused it, because of what is in it; its own sentence.
    Refused(String),
    /// Too much in too short a time.
    TooMuch,
    /// It failed; what is told to the log.
    Broken(String),
}

impl Failure {
    pub(crate) fn broken(what: &str) -> Failure {
        Failure::Broken(what.to_owned())
    }

    fn status(&self) -> StatusCode {
        match self {
            Failure::LoggedOut => StatusCode::UNAUTHORIZED,
            Failure::NotThere => StatusCode::NOT_FOUND,
            Failure::Denied => StatusCode::FORBIDDEN,
            Failure::Wrong(_) => StatusCode::UNPROCESSABLE_ENTITY,
            Failure::Refused(_) => StatusCode::CONFLICT,
            Failure::TooMuch => StatusCode::TOO_MANY_REQUESTS,
            Failure::Broken(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// The page that says so.
    pub(crate) fn respond(self, visit: &Visit, mark: Mark) -> Response {
        if matches!(self, Failure::LoggedOut) {
            return Redirect::to(&Url::Login.to_string()).into_response();
        }
        let (key, mut detail) = match &self {
            Failure::LoggedOut | Failure::NotThere => ("failure-not-there", String::new()),
            Failure::Denied => ("failure-denied", String::new()),
            Failure::Wrong(key) => (*key, String::new()),
            Failure::Refused(sentence) => ("failure-refused", sentence.clone()),
            Failure::TooMuch => ("failure-too-much", String::new()),
            Failure::Broken(_) => ("failure-broken", String::new()),
        };
        if let Failure::Broken(inside) = &self {
            detail = log_broken(inside);
        }
        let page = FailurePage { shell: Shell::plain(visit, mark, "failure-title"), key, detail };
        let body = page.render().unwrap_or_default();
        (self.status(), Html(body)).into_response()
    }
}

#[derive(Template)]
#[template(path = "failure.html")]
struct FailurePage {
    shell: Shell,
    key: &'static str,
    detail: String,
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Failure {
        match error {
            StoreError::NoSuch(_) => Failure::NotThere,
            StoreError::Denied(_) | StoreError::Closed(_) => Failure::Denied,
            StoreError::OverBudget => Failure::TooMuch,
            StoreError::Refused(_)
            | StoreError::AlreadyUndone(_)
            | StoreError::Contradicts(_)
            | StoreError::DecidedAlready(_)
            | StoreError::Limit { .. }
            | StoreError::SameRecord => Failure::Refused(error.to_string()),
            // Errors of the store carry no text of a record.
            error => Failure::Broken(error.to_string()),
        }
    }
}

impl From<anyhow::Error> for Failure {
    fn from(error: anyhow::Error) -> Failure {
        match error.downcast::<StoreError>() {
            Ok(error) => error.into(),
            Err(error) => Failure::Broken(error.to_string()),
        }
    }
}

/// Tells the log what failed, and gives the number under which it stands there.
pub(crate) fn log_broken(inside: &str) -> String {
    let (mut bytes, mut number) = ([0; 4], String::new());
    let _ = getrandom::fill(&mut bytes);
    for byte in bytes {
        let _ = write!(number, "{byte:02x}");
    }
    log(&format!("failure {number}: {inside}"));
    number
}

/// One line for whoever keeps the machine: no name, no address, no words of a record.
#[expect(clippy::print_stderr, reason = "the log of a server is its standard error")]
pub(crate) fn log(line: &str) {
    eprintln!("{line}");
}
