//! What stands before and behind every page: who may send a form, and what a browser may do with an answer.

use crate::desk::Desk;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use std::sync::Arc;

/// Nothing but what this server sends: no other host, no script or style in a page, no frame around it.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; \
                      form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// Headers of every answer (OWASP secure headers).
const HEADERS: [(&str, &str); 7] = [
    ("content-security-policy", POLICY),
    // Not "no-referrer": browsers would then send their own forms with `Origin: null`.
    ("referrer-policy", "same-origin"),
    ("x-content-type-options", "nosniff"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    ("permissions-policy", "camera=(), geolocation=(), microphone=(), browsing-topics=()"),
    ("x-robots-tag", "noindex, nofollow"),
];

/// Refuses forms of other sites, and sets the headers.
pub(crate) async fn guard(State(desk): State<Arc<Desk>>, request: Request, next: Next) -> Response {
    let changes = !matches!(*request.method(), Method::GET | Method::HEAD);
    let is_asset = request.uri().path().starts_with("/assets/");
    // Programs send no cookie and none counts there; a page of another site has no token.
    let is_api = request.uri().path().starts_with("/api/");
    let mut response = if changes && !is_api && !is_own(request.headers(), &desk.settings.origin) {
        StatusCode::FORBIDDEN.into_response()
    } else {
        next.run(request).await
    };
    // A file that is not there may come with the next version.
    let is_kept = is_asset && response.status() == StatusCode::OK;
    let headers = response.headers_mut();
    for (name, value) in HEADERS {
        headers.insert(name, HeaderValue::from_static(value));
    }
    // What was on a page is not on the disk of whoever looked at it.
    let kept = if is_kept { "public, max-age=31536000, immutable" } else { "no-store" };
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(kept));
    if desk.is_secure() {
        headers
            .insert(header::STRICT_TRANSPORT_SECURITY, HeaderValue::from_static("max-age=31536000; includeSubDomains"));
    }
    response
}

/// Whether a form was sent from a page of ours. Browsers say where it came from, and a page cannot forge that (Fetch
/// metadata; the Origin header of the Fetch standard). Cookies are `SameSite=Strict` besides.
fn is_own(headers: &HeaderMap, origin: &str) -> bool {
    let said = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    match (said("sec-fetch-site"), said("origin")) {
        (Some(site), _) => site == "same-origin",
        (None, Some(from)) => from == origin,
        // No browser: somebody's program, which has no cookie that it was not given.
        (None, None) => true,
    }
}

#[cfg(test)]
mod tests {
    use super::is_own;
    use axum::http::{HeaderMap, HeaderValue};

    #[test]
    fn forms_of_other_sites_are_refused() {
        let with = |pairs: &[(&'static str, &'static str)]| {
            let mut headers = HeaderMap::new();
            for (name, value) in pairs {
                headers.insert(*name, HeaderValue::from_static(value));
            }
            is_own(&headers, "https://desk.example")
        };
        assert!(with(&[("sec-fetch-site", "same-origin"), ("origin", "https://desk.example")]));
        assert!(with(&[("origin", "https://desk.example")]));
        assert!(!with(&[("sec-fetch-site", "cross-site")]));
        assert!(!with(&[("sec-fetch-site", "same-site")]));
        assert!(!with(&[("origin", "https://other.example")]));
        assert!(!with(&[("origin", "null")]));
    }
}
