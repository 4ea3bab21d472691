//! One's own login: a passphrase is changed by whoever proves the one of now, and every session of one's own can be ended. What is lost
//! is not brought back here: an administrator invites anew.

use super::{door, open, passphrase};
use crate::desk::Desk;
use crate::shell::Shell;
use crate::taken::Form;
use crate::urls::Url;
use crate::visit::Visit;
use crate::work::{Page, Work, at_work, shown};
use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;
use std::sync::Arc;
use store::{AccountId, LoginKind, Reading};

#[derive(Template)]
#[template(path = "own.html")]
struct OwnPage {
    shell: Shell,
    account: AccountId,
    has_passkey: bool,
    has_passphrase: bool,
    /// What was not right.
    wrong: &'static str,
}

/// The page.
pub(crate) async fn show(State(desk): State<Arc<Desk>>, visit: Visit) -> Response {
    at_work(desk, visit, |work| page(work, "")).await
}

fn page(work: &Work, wrong: &'static str) -> Page {
    let logins = work.desk.archive.logins_of(work.account)?;
    let has = |kind| logins.iter().any(|login| login.kind == kind);
    let (has_passkey, has_passphrase) = (has(LoginKind::Passkey), has(LoginKind::Passphrase));
    shown(&OwnPage { shell: work.shell("own-title"), account: work.account, has_passkey, has_passphrase, wrong })
}

/// A passphrase and its code as they are now, and the one that comes in its place.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(crate) struct Change {
    passphrase: String,
    code: String,
    new: String,
    again: String,
}

impl Change {
    /// What is not right of it by itself.
    fn wrong(&self) -> Option<&'static str> {
        passphrase::wrong(&self.new, &self.again)
    }
}

/// Changes it. Other sessions end, tokens go, and this one goes on under a new token.
pub(crate) async fn change(State(desk): State<Arc<Desk>>, visit: Visit, Form(change): Form<Change>) -> Response {
    at_work(desk, visit, move |work| {
        // A code opens once: nothing is asked of it before the rest is right.
        let wrong = match change.wrong() {
            Some(wrong) => wrong,
            None if passphrase::proves(&work.desk, work.account, change.passphrase, change.code)? => {
                passphrase::replace(&work.desk, work.account, &change.new)?;
                work.desk.archive.end_sessions_of(work.account, Some(work.account), &work.time())?;
                let cookie = open(&work.desk, &work.visit, work.account, LoginKind::Passphrase)?;
                return super::with_cookie(Redirect::to(&Url::Own.to_string()).into_response(), &cookie);
            }
            None => "login-wrong",
        };
        let mut page = page(work, wrong)?;
        *page.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
        Ok(page)
    })
    .await
}

/// Ends every session of one's own, this one too, and every token.
pub(crate) async fn end(State(desk): State<Arc<Desk>>, visit: Visit) -> Response {
    at_work(desk, visit, |work| {
        work.desk.archive.end_sessions_of(work.account, Some(work.account), &work.time())?;
        door::log(&work.desk, work.account, Reading::LoggedOut);
        super::leave(&work.desk)
    })
    .await
}

/// Somebody is there, and asks for nothing: they type. Like any request it renews the session.
pub(crate) async fn here(State(desk): State<Arc<Desk>>, visit: Visit) -> Response {
    at_work(desk, visit, |_| Ok(StatusCode::NO_CONTENT.into_response())).await
}
