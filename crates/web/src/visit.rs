//! What a request says of itself: its language, its cookies, whether a script asks for a part of a page.

use crate::language::Language;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, header};
use std::convert::Infallible;
use store::Hash;

/// The cookie that holds the token of a session.
pub(crate) const SESSION_COOKIE: &str = "desk";
/// The cookie that holds the reader's language.
pub(crate) const LANGUAGE_COOKIE: &str = "language";
/// The cookie that says light or dark, where the reader chose.
pub(crate) const THEME_COOKIE: &str = "theme";

/// One request, before anybody asked who it is.
#[derive(Clone, Debug)]
pub(crate) struct Visit {
    pub(crate) language: Language,
    /// `light`, `dark`, or nothing where the system decides.
    pub(crate) theme: &'static str,
    /// Its address, without a query.
    pub(crate) path: String,
    /// SHA-256 of the token that the browser holds.
    pub(crate) token: Option<Hash>,
}

impl<S: Sync> FromRequestParts<S> for Visit {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Visit, Infallible> {
        let headers = &parts.headers;
        let accepted = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
        let language = cookie(headers, LANGUAGE_COOKIE).and_then(Language::parse);
        let language = language.or_else(|| Language::accepted(accepted?)).unwrap_or_default();
        let theme = match cookie(headers, THEME_COOKIE) {
            Some("light") => "light",
            Some("dark") => "dark",
            _ => "",
        };
        let token = cookie(headers, SESSION_COOKIE).map(|token| Hash::of(token.as_bytes()));
        Ok(Visit { language, theme, path: parts.uri.path().to_owned(), token })
    }
}

/// The value of a cookie (RFC 6265, section 4.2.1).
pub(crate) fn cookie<'headers>(headers: &'headers HeaderMap, name: &str) -> Option<&'headers str> {
    let lines = headers.get_all(header::COOKIE).iter().filter_map(|line| line.to_str().ok());
    let mut pairs = lines.flat_map(|line| line.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.find(|(own, _)| *own == name).map(|(_, value)| value)
}

/// A line that sets a cookie: never readable by scripts, never sent from another site.
pub(crate) fn set_cookie(name: &str, value: &str, seconds: i64, is_secure: bool) -> String {
    let secure = if is_secure { "; Secure" } else { "" };
    format!("{name}={value}; Path=/; HttpOnly; SameSite=Strict; Max-Age={seconds}{secure}")
}
