//! What stands before and behind every page: by which name the desk is asked, who may send a form, and what a browser may do with an
//! answer.

use crate::desk::Desk;
use axum::extract::{ConnectInfo, Request, State};
use axum::http::uri::Authority;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, Uri, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

/// Nothing but what this server sends: no other host, no script or style in a page, no frame around it.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; \
                      form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// This machine's own names. Whoever asks by one of them is here, or is a proxy that is.
const OWN_NAMES: [&str; 3] = ["localhost", "127.0.0.1", "[::1]"];
/// Says that the server is there, to whatever looks after it, by any name.
const SIGN_OF_LIFE: &str = "/healthy";

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

/// Refuses what is asked of another name and forms of other sites, and sets the headers.
pub(crate) async fn guard(State(desk): State<Arc<Desk>>, request: Request, next: Next) -> Response {
    let changes = !matches!(*request.method(), Method::GET | Method::HEAD);
    let is_asset = request.uri().path().starts_with("/assets/");
    // Programs send no cookie and none counts there; a page of another site has no token.
    let is_api = request.uri().path().starts_with("/api/");
    let origin = &desk.settings.origin;
    let is_meant = request.uri().path() == SIGN_OF_LIFE || is_of(request.uri(), request.headers(), origin);
    let mut response = if !is_meant {
        // Somebody near who typed the machine's number reads where the desk is. Whoever tries the numbers of the world does not.
        let peer = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|peer| peer.0.ip());
        let told = if is_near(peer, request.headers()) { format!("{origin}\n") } else { String::new() };
        (StatusCode::MISDIRECTED_REQUEST, told).into_response()
    } else if changes && !is_api && !is_own(request.headers(), origin) {
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

/// Whether who asks is on this machine or in its own network. Of whom a proxy asks for, that is not known.
fn is_near(peer: Option<IpAddr>, headers: &HeaderMap) -> bool {
    if ["forwarded", "x-forwarded-for", "x-real-ip", "via"].iter().any(|name| headers.contains_key(*name)) {
        return false;
    }
    match peer.map(|peer| peer.to_canonical()) {
        Some(IpAddr::V4(peer)) => peer.is_loopback() || peer.is_private() || peer.is_link_local(),
        Some(IpAddr::V6(peer)) => peer.is_loopback() || peer.is_unique_local() || peer.is_unicast_link_local(),
        None => false,
    }
}

/// Whether a request is for the desk by its name. A page of another site whose name was led to this machine ("DNS rebinding") is of one
/// origin with whatever it asks here, by that name. Ports are not looked at: proxies change them.
fn is_of(uri: &Uri, headers: &HeaderMap, origin: &str) -> bool {
    let desk = origin.split_once("://").and_then(|(_, name)| name.parse::<Authority>().ok());
    let is_ours = |name: &str| {
        let is_the_desks = desk.as_ref().is_some_and(|desk| desk.host().eq_ignore_ascii_case(name));
        is_the_desks || OWN_NAMES.iter().any(|own| own.eq_ignore_ascii_case(name))
    };
    let mut hosts = headers.get_all(header::HOST).iter();
    let (host, others) = (hosts.next(), hosts.next());
    let host = host.filter(|_| others.is_none()).and_then(|host| host.to_str().ok()?.parse::<Authority>().ok());
    // A whole address in the first line counts for more than the header (RFC 9112, section 3.2.2).
    host.is_some_and(|host| is_ours(host.host())) && uri.host().is_none_or(is_ours)
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
    use super::{is_near, is_of, is_own};
    use axum::http::{HeaderMap, HeaderValue, Uri, header};

    #[test]
    fn the_desk_answers_to_its_name() {
        let asked = |address: &str, hosts: &[&'static str]| {
            let mut headers = HeaderMap::new();
            for host in hosts {
                headers.append(header::HOST, HeaderValue::from_static(host));
            }
            is_of(&address.parse::<Uri>().unwrap(), &headers, "https://desk.example")
        };
        for own in ["desk.example", "Desk.Example:443", "localhost:8080", "127.0.0.1", "127.0.0.1:8080", "[::1]:8080"] {
            assert!(asked("/login", &[own]), "{own}");
        }
        for other in ["evil.example", "desk.example.evil.example", "xdesk.example", "192.0.2.1:8080", "a b", ""] {
            assert!(!asked("/login", &[other]), "{other}");
        }
        assert!(!asked("/login", &[]) && !asked("/login", &["desk.example", "evil.example"]));
        assert!(asked("https://desk.example/login", &["desk.example"]));
        assert!(!asked("https://evil.example/login", &["desk.example"]));
    }

    #[test]
    fn the_name_of_the_desk_is_told_to_neighbours_alone() {
        let near = |peer: &str| is_near(Some(peer.parse().unwrap()), &HeaderMap::new());
        for peer in
            ["127.0.0.1", "::1", "10.1.2.3", "192.168.1.9", "172.16.0.1", "::ffff:10.1.2.3", "fd00::1", "fe80::1"]
        {
            assert!(near(peer), "{peer}");
        }
        for peer in ["192.0.2.1", "8.8.8.8", "172.32.0.1", "2001:db8::1", "::ffff:192.0.2.1"] {
            assert!(!near(peer), "{peer}");
        }
        let mut handed_on = HeaderMap::new();
        handed_on.insert("x-forwarded-for", HeaderValue::from_static("192.0.2.1"));
        assert!(!is_near(Some("127.0.0.1".parse().unwrap()), &handed_on) && !is_near(None, &HeaderMap::new()));
    }

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
