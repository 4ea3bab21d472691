//! Logging in: by a passkey; where there is none by a passphrase and a code; and, once, by an invitation.

pub(crate) mod attempts;
pub(crate) mod ceremonies;
pub(crate) mod door;
pub(crate) mod join;
pub(crate) mod own;
pub(crate) mod passkey;
pub(crate) mod passphrase;
mod picture;
pub(crate) mod signing;

use crate::desk::{Desk, seconds};
use crate::failure::Failure;
use crate::shell::Shell;
use crate::taken::Form;
use crate::urls::Url;
use crate::visit::{LANGUAGE_COOKIE, SESSION_COOKIE, THEME_COOKIE, Visit, set_cookie};
use crate::work::{Page, at_work, for_anybody, shown, to};
use askama::Template;
use axum::extract::State;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;
use std::sync::Arc;
use store::{AccountId, DESK_SECONDS, Hash, LoginKind, Reading};

const YEAR_SECONDS: i64 = 365 * 86_400;

#[derive(Template)]
#[template(path = "login.html")]
struct LoginPage {
    shell: Shell,
    /// The message of what went wrong, if anything did.
    wrong: &'static str,
}

/// The page to log in on.
pub(crate) async fn page(State(desk): State<Arc<Desk>>, visit: Visit) -> Response {
    for_anybody(desk, visit, |desk, visit| show(desk, visit, "")).await
}

pub(crate) fn show(desk: &Desk, visit: &Visit, wrong: &'static str) -> Page {
    shown(&LoginPage { shell: Shell::plain(visit, desk.settings.mark, "login-title"), wrong })
}

/// A new secret that a browser or a paper holds, as text.
pub(crate) fn new_token() -> Result<String, Failure> {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes).map_err(|_| Failure::broken("no random numbers"))?;
    Ok(Hash(bytes).to_string())
}

/// Opens a session, and gives the cookie that holds its token. What the same browser had open before ends: its token is
/// nobody's any more, and would open until its time is over.
pub(crate) fn open(desk: &Desk, visit: &Visit, account: AccountId, by: LoginKind) -> Result<String, Failure> {
    let token = new_token()?;
    desk.archive.open_desk(Hash::of(token.as_bytes()), account, by, seconds())?;
    desk.archive.log_at_the_door(account, Reading::LoggedIn, None, seconds())?;
    if let Some(before) = visit.token {
        desk.archive.close_desk(before)?;
    }
    Ok(set_cookie(SESSION_COOKIE, &token, DESK_SECONDS, desk.is_secure()))
}

/// An answer that also sets a cookie.
pub(crate) fn with_cookie(mut response: Response, cookie: &str) -> Page {
    let value = HeaderValue::from_str(cookie).map_err(|_| Failure::broken("a cookie is no header"))?;
    response.headers_mut().append(header::SET_COOKIE, value);
    Ok(response)
}

/// To the page to log in, for somebody whose session has ended: what their browser has kept of the desk goes.
pub(crate) fn leave(desk: &Desk) -> Page {
    let gone = set_cookie(SESSION_COOKIE, "", 0, desk.is_secure());
    let mut answer = Redirect::to(&Url::Login.to_string()).into_response();
    answer.headers_mut().insert("clear-site-data", HeaderValue::from_static("\"cache\", \"storage\""));
    with_cookie(answer, &gone)
}

/// Ends the session.
pub(crate) async fn out(State(desk): State<Arc<Desk>>, visit: Visit) -> Response {
    at_work(desk, visit, |work| {
        work.desk.archive.close_desk(work.token)?;
        door::log(&work.desk, work.account, Reading::LoggedOut);
        for (one, other) in work.desk.archive.held_by(work.account, seconds())? {
            work.desk.archive.release(one, other, work.account)?;
        }
        leave(&work.desk)
    })
    .await
}

/// What a reader chooses about the pages.
#[derive(Deserialize)]
pub(crate) struct Chosen {
    language: Option<String>,
    theme: Option<String>,
    back: String,
}

/// Keeps a language or a theme, and goes back.
pub(crate) async fn choose(State(desk): State<Arc<Desk>>, visit: Visit, Form(chosen): Form<Chosen>) -> Response {
    for_anybody(desk, visit, move |desk, _| {
        // A path of ours and nothing else: `//other.example` is another host.
        let is_plain = |letter: char| letter.is_ascii_alphanumeric() || "/._-".contains(letter);
        let is_ours =
            chosen.back.starts_with('/') && !chosen.back.starts_with("//") && chosen.back.chars().all(is_plain);
        let back = if is_ours { chosen.back.as_str() } else { "/" };
        let language = chosen.language.as_deref().and_then(crate::Language::parse);
        let cookie = match (language, chosen.theme.as_deref()) {
            (Some(language), _) => set_cookie(LANGUAGE_COOKIE, language.tag(), YEAR_SECONDS, desk.is_secure()),
            (None, Some(theme @ ("light" | "dark"))) => set_cookie(THEME_COOKIE, theme, YEAR_SECONDS, desk.is_secure()),
            _ => return to(back),
        };
        let answer = to(back)?;
        with_cookie(answer, &cookie)
    })
    .await
}
