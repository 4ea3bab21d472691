//! What a request says of itself: its language, its cookies, whether a script asks for a part of a page.

use crate::desk::Desk;
use crate::language::Language;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method, header};
use std::convert::Infallible;
use std::sync::Arc;
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
    /// Whether it only asks for a page, or searches.
    pub(crate) is_reading: bool,
    /// SHA-256 of the token that the browser holds.
    pub(crate) token: Option<Hash>,
}

impl FromRequestParts<Arc<Desk>> for Visit {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, desk: &Arc<Desk>) -> Result<Visit, Infallible> {
        let headers = &parts.headers;
        let own = |name| cookie(headers, &named(name, desk.is_secure()));
        let accepted = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
        let language = own(LANGUAGE_COOKIE).and_then(Language::parse);
        let language =
            language.or(desk.settings.language).or_else(|| Language::accepted(accepted?)).unwrap_or_default();
        let theme = match own(THEME_COOKIE) {
            Some("light") => "light",
            Some("dark") => "dark",
            _ => "",
        };
        let token = own(SESSION_COOKIE).map(|token| Hash::of(token.as_bytes()));
        // A page that came by a form has no address of its own to come back to, but for those that have both.
        let path = parts.uri.path();
        let comes_back = parts.method == Method::GET || path.ends_with("/search") || path == "/requests/new";
        let path = if comes_back { path.to_owned() } else { "/".to_owned() };
        let is_reading = parts.method == Method::GET || path.ends_with("/search");
        Ok(Visit { language, theme, path, is_reading, token })
    }
}

/// The value of a cookie (RFC 6265, section 4.2.1).
pub(crate) fn cookie<'headers>(headers: &'headers HeaderMap, name: &str) -> Option<&'headers str> {
    let lines = headers.get_all(header::COOKIE).iter().filter_map(|line| line.to_str().ok());
    let mut pairs = lines.flat_map(|line| line.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.find(|(own, _)| *own == name).map(|(_, value)| value)
}

/// The name of a cookie as browsers know it. Under TLS it binds the cookie to this host: no other host of the same domain can set
/// or read one of that name (RFC 6265bis, section 4.1.3.2).
fn named(name: &str, is_secure: bool) -> String {
    if is_secure { format!("__Host-{name}") } else { name.to_owned() }
}

/// A line that sets a cookie: never readable by scripts, never sent from another site.
pub(crate) fn set_cookie(name: &str, value: &str, seconds: i64, is_secure: bool) -> String {
    let (name, secure) = (named(name, is_secure), if is_secure { "; Secure" } else { "" });
    format!("{name}={value}; Path=/; HttpOnly; SameSite=Strict; Max-Age={seconds}{secure}")
}
