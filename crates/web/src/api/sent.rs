//! What a program sent: the parts of its address, its query, its body, its language and its token.

use super::problem::Refusal;
use crate::failure::Failure;
use crate::language::Language;
use axum::body::Body;
use axum::extract::{FromRequestParts, Query, RawPathParams};
use axum::http::request::Parts;
use axum::http::{HeaderMap, header};
use serde::de::DeserializeOwned;
use serde_json::error::Category;
use std::str::FromStr;
use store::Hash;

/// A body is never longer.
pub(super) const BODY_BYTES_MAX: usize = 64 * 1024;
/// What the secret of a token begins with, so that whoever finds one in a file knows what it is.
pub(crate) const TOKEN_PREFIX: &str = "athar_";

/// The address, taken apart.
#[derive(Clone, Debug, Default)]
pub(crate) struct Sent {
    path: Vec<(String, String)>,
    query: Vec<(String, String)>,
}

impl Sent {
    /// Of a request whose route was found. What is no text is not there.
    pub(super) async fn of(parts: &mut Parts) -> Result<Sent, Refusal> {
        let path = RawPathParams::from_request_parts(parts, &()).await.map_err(|_| Failure::NotThere)?;
        let path = path.iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
        let query = Query::<Vec<(String, String)>>::try_from_uri(&parts.uri);
        let Query(query) = query.map_err(|_| Failure::Wrong("api-query"))?;
        Ok(Sent { path, query })
    }

    /// The id in a part of the address: what is none is not there.
    pub(crate) fn id<T: FromStr>(&self, name: &str) -> Result<T, Failure> {
        let own = self.path.iter().find(|(own, _)| own == name);
        own.and_then(|(_, value)| value.parse().ok()).ok_or(Failure::NotThere)
    }

    /// A word of the query; empty where it was not sent.
    pub(crate) fn word(&self, name: &str) -> &str {
        self.query.iter().find(|(own, _)| own == name).map_or("", |(_, value)| value.trim())
    }

    /// A number of the query.
    pub(crate) fn number<T: FromStr>(&self, name: &str) -> Result<Option<T>, Failure> {
        match self.word(name) {
            "" => Ok(None),
            word => word.parse().map(Some).map_err(|_| Failure::Wrong("api-query")),
        }
    }
}

/// The language that is asked for; English where none is that is here, since whoever writes programs reads their logs.
pub(super) fn language(headers: &HeaderMap) -> Language {
    let accepted = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
    accepted.and_then(Language::accepted).unwrap_or(Language::English)
}

/// The hash of the token in the header that says who asks (RFC 6750, section 2.1). A cookie says nothing here.
pub(super) fn token(headers: &HeaderMap) -> Option<Hash> {
    let mut lines = headers.get_all(header::AUTHORIZATION).iter();
    let (line, others) = (lines.next()?, lines.next());
    let (scheme, secret) = line.to_str().ok().filter(|_| others.is_none())?.split_once(' ')?;
    let secret = secret.trim();
    let is_ours = scheme.eq_ignore_ascii_case("bearer") && secret.starts_with(TOKEN_PREFIX);
    is_ours.then(|| Hash::of(secret.as_bytes()))
}

/// A body as JSON. What is wrong with it is told by its place alone: the words of the parser quote what was sent.
pub(super) async fn body<T: DeserializeOwned>(headers: &HeaderMap, body: Body) -> Result<T, Refusal> {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let kind = kind.split(';').next().unwrap_or_default().trim();
    if !kind.eq_ignore_ascii_case("application/json") {
        return Err(Refusal::NotJson);
    }
    let bytes = axum::body::to_bytes(body, BODY_BYTES_MAX).await.map_err(|_| Refusal::TooLong)?;
    serde_json::from_slice(&bytes).map_err(|error| match error.classify() {
        Category::Data => Refusal::Other(error.line(), error.column()),
        Category::Syntax | Category::Eof | Category::Io => Refusal::Malformed(error.line(), error.column()),
    })
}

#[cfg(test)]
mod tests {
    use super::{Hash, token};
    use axum::http::{HeaderMap, HeaderValue, header};

    #[test]
    fn only_a_bearer_of_ours_is_a_token() {
        let of = |line: &'static str| {
            let mut headers = HeaderMap::new();
            headers.insert(header::AUTHORIZATION, HeaderValue::from_static(line));
            token(&headers)
        };
        assert_eq!(of("Bearer athar_1"), Some(Hash::of(b"athar_1")));
        assert_eq!(of("bearer athar_1"), Some(Hash::of(b"athar_1")));
        for wrong in ["athar_1", "Basic athar_1", "Bearer other_1", "Bearer", ""] {
            assert_eq!(of(wrong), None, "{wrong}");
        }
        let mut twice = HeaderMap::new();
        twice.append(header::AUTHORIZATION, HeaderValue::from_static("Bearer athar_1"));
        twice.append(header::AUTHORIZATION, HeaderValue::from_static("Bearer athar_2"));
        assert_eq!(token(&twice), None, "two are none");
        let mut cookie = HeaderMap::new();
        cookie.insert(header::COOKIE, HeaderValue::from_static("desk=athar_1"));
        assert_eq!(token(&cookie), None);
    }
}
