//! As much of HTTP/1.1 (RFC 9112) as a witness and its callers need: one request, one answer, small bodies, plain text on a
//! loopback or behind a proxy that speaks TLS.
//!
//! Written here because so little is needed: no chunks, no redirects, no compression, no cookies, and a limit and a deadline on
//! everything. `tiny_http` has no deadlines and `ureq` brings a dozen crates; the pages of a later issue have a server of
//! their own.

mod client;
mod message;
mod server;

pub(crate) use client::{Url, post};
pub(crate) use server::{Answer, Request, serve};

use std::io;
use std::time::Duration;

/// Bytes of the lines before a body, at most.
const HEAD_BYTES_MAX: u64 = 8 << 10;
/// Fields of a head, at most.
const FIELDS_MAX: usize = 64;
/// How long a whole request or answer may take to come.
const DEADLINE: Duration = Duration::from_secs(20);

/// What can go wrong with a message.
#[derive(Debug, thiserror::Error)]
pub(crate) enum HttpError {
    /// The URL is none that is understood.
    #[error(
        "this URL is not understood: one looks like http://127.0.0.1:8090/witness (https:// needs a proxy in front)"
    )]
    Url,
    /// Nobody answers there.
    #[error("cannot reach {host}: {source}")]
    Unreachable {
        /// Host and port.
        host: String,
        /// What the system said.
        source: io::Error,
    },
    /// The message is no HTTP.
    #[error("the other side speaks no HTTP that is understood ({0})")]
    Form(&'static str),
    /// Beyond a limit.
    #[error("{what} is beyond the limit of {limit} bytes")]
    Limit {
        /// What is too large.
        what: &'static str,
        /// The limit.
        limit: u64,
    },
    /// The connection broke, or took too long.
    #[error("the connection broke: {0}")]
    Broken(#[from] io::Error),
}
