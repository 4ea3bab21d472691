//! Answers requests, a thread for each connection and only so many of them. A connection may ask again and again.
//!
//! Who asks is not looked at and not written down.

use super::HttpError;
use super::message::{Deadlined, Head, body};
use std::io::{self, Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

/// Connections at once; more are closed at once.
const CONNECTIONS_MAX: usize = 64;
/// Requests of one connection.
const REQUESTS_MAX: usize = 1_000;
/// How long an answer may take to be taken.
const WRITING_MAX: Duration = Duration::from_secs(20);
/// What is read and thrown away after a refusal, and how long one waits for it.
const LINGERING_BYTES_MAX: u64 = 256 << 10;
const LINGERING_MAX: Duration = Duration::from_millis(500);
/// Pause after a connection that could not be accepted: there may be no handles left.
const REFUSED_PAUSE: Duration = Duration::from_millis(50);

/// A request.
pub(crate) struct Request {
    pub(crate) method: String,
    pub(crate) path: String,
    pub(crate) body: Vec<u8>,
}

/// An answer.
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) content_type: &'static str,
    pub(crate) body: Vec<u8>,
}

impl Answer {
    /// An answer of one line.
    pub(crate) fn plain(status: u16, text: &str) -> Answer {
        Answer { status, content_type: "text/plain; charset=utf-8", body: format!("{text}\n").into_bytes() }
    }
}

/// Serves as long as the process lives. Bodies may have so many bytes.
pub(crate) fn serve(listener: &TcpListener, body_bytes_max: u64, answer: &(impl Fn(Request) -> Answer + Sync)) {
    let open = AtomicUsize::new(0);
    std::thread::scope(|scope| {
        for stream in listener.incoming() {
            let Ok(stream) = stream else {
                std::thread::sleep(REFUSED_PAUSE);
                continue;
            };
            if open.fetch_add(1, Ordering::AcqRel) >= CONNECTIONS_MAX {
                open.fetch_sub(1, Ordering::AcqRel);
                continue;
            }
            let open = &open;
            scope.spawn(move || {
                // Whoever breaks off is told nothing more.
                let _ = connection(&stream, body_bytes_max, answer);
                open.fetch_sub(1, Ordering::AcqRel);
            });
        }
    });
}

fn connection(
    stream: &TcpStream,
    body_bytes_max: u64,
    answer: &(impl Fn(Request) -> Answer + Sync),
) -> Result<(), HttpError> {
    stream.set_write_timeout(Some(WRITING_MAX))?;
    let mut reader = Deadlined::reader(stream)?;
    for _ in 0..REQUESTS_MAX {
        reader.get_mut().prolong();
        let head = match Head::read(&mut reader) {
            Ok(Some(head)) => head,
            Ok(None) => return Ok(()),
            Err(error) => return refuse(stream, error),
        };
        let mut words = head.first.split(' ');
        let (Some(method), Some(path), Some(version @ ("HTTP/1.0" | "HTTP/1.1")), None) =
            (words.next(), words.next(), words.next(), words.next())
        else {
            return refuse(stream, HttpError::Form("the first line"));
        };
        let stays = version == "HTTP/1.1"
            && !head.field("connection")?.is_some_and(|value| value.eq_ignore_ascii_case("close"));
        let length = match head.length(body_bytes_max) {
            Ok(length) => length.unwrap_or(0),
            Err(error) => return refuse(stream, error),
        };
        let body = body(&mut reader, length)?;
        send(stream, &answer(Request { method: method.to_owned(), path: path.to_owned(), body }), stays)?;
        if !stays {
            return Ok(());
        }
    }
    Ok(())
}

/// Says what was wrong and ends: what follows on this connection could mean anything.
fn refuse(stream: &TcpStream, error: HttpError) -> Result<(), HttpError> {
    let status = match error {
        HttpError::Broken(_) => return Err(error),
        HttpError::Limit { .. } => 413,
        _ => 400,
    };
    send(stream, &Answer::plain(status, "not understood"), false)?;
    // What was sent and not read would make the system reset the connection, and the answer would be lost on the way.
    stream.shutdown(Shutdown::Write)?;
    stream.set_read_timeout(Some(LINGERING_MAX))?;
    io::copy(&mut stream.take(LINGERING_BYTES_MAX), &mut io::sink())?;
    Ok(())
}

fn send(mut stream: &TcpStream, answer: &Answer, stays: bool) -> Result<(), HttpError> {
    let Answer { status, content_type, body } = answer;
    let connection = if stays { "keep-alive" } else { "close" };
    let head = format!(
        "HTTP/1.1 {status} {}\r\nContent-Type: {content_type}\r\nContent-Length: {}\r\nConnection: {connection}\r\n\r\n",
        reason(*status),
        body.len()
    );
    stream.write_all(&[head.as_bytes(), body].concat())?;
    Ok(())
}

/// The words of RFC 9110, section 15.
fn reason(status: u16) -> &'static str {
    match status {
        200 => "OK",
        400 => "Bad Request",
        403 => "Forbidden",
        404 => "Not Found",
        405 => "Method Not Allowed",
        409 => "Conflict",
        413 => "Content Too Large",
        422 => "Unprocessable Content",
        _ => "Internal Server Error",
    }
}
