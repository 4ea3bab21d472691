//! Sends one request and reads the answer. It asks in HTTP/1.0, so that nobody answers in chunks.

use super::message::{Deadlined, Head, body, rest};
use super::{DEADLINE, HttpError};
use std::io::{self, Write};
use std::net::{TcpStream, ToSocketAddrs};
use std::str::FromStr;

/// Where to send something: `http://host[:port][/path]`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Url {
    /// Host and port.
    host: String,
    path: String,
}

impl FromStr for Url {
    type Err = HttpError;

    fn from_str(text: &str) -> Result<Url, HttpError> {
        let rest = text.strip_prefix("http://").ok_or(HttpError::Url)?;
        let (host, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
        let spoils = |letter: char| letter.is_whitespace() || letter.is_control() || "@?#\\".contains(letter);
        if host.is_empty() || text.contains(spoils) || !text.is_ascii() {
            return Err(HttpError::Url);
        }
        // The colons of an IPv6 address stand in brackets.
        let port = host.rfind(':').filter(|&colon| !host[colon..].contains(']'));
        let host = if port.is_some() { host.to_owned() } else { format!("{host}:80") };
        Ok(Url { host, path: path.trim_end_matches('/').to_owned() })
    }
}

impl Url {
    /// A path below this one.
    pub(crate) fn below(&self, name: &str) -> Url {
        Url { host: self.host.clone(), path: format!("{}/{name}", self.path) }
    }
}

/// Status and body of an answer.
pub(crate) type Answered = (u16, Vec<u8>);

/// Posts a body and reads an answer of so many bytes at most.
pub(crate) fn post(url: &Url, content_type: &str, content: &[u8], limit: u64) -> Result<Answered, HttpError> {
    let mut stream = connect(&url.host)?;
    let path = if url.path.is_empty() { "/" } else { &url.path };
    let length = content.len();
    let head = format!(
        "POST {path} HTTP/1.0\r\nHost: {}\r\nContent-Type: {content_type}\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n",
        url.host
    );
    stream.set_write_timeout(Some(DEADLINE))?;
    stream.write_all(&[head.as_bytes(), content].concat())?;
    let mut reader = Deadlined::reader(&stream)?;
    let head = Head::read(&mut reader)?.ok_or(HttpError::Form("no answer"))?;
    let mut words = head.first.split(' ');
    let version = words.next().filter(|version| ["HTTP/1.0", "HTTP/1.1"].contains(version));
    let status = words.next().filter(|status| status.len() == 3).and_then(|status| status.parse::<u16>().ok());
    let (Some(_), Some(status)) = (version, status) else { return Err(HttpError::Form("the first line")) };
    let content = match head.length(limit)? {
        Some(length) => body(&mut reader, length)?,
        None => rest(&mut reader, limit)?,
    };
    Ok((status, content))
}

fn connect(host: &str) -> Result<TcpStream, HttpError> {
    let unreachable = |source| HttpError::Unreachable { host: host.to_owned(), source };
    let mut last = io::Error::from(io::ErrorKind::NotFound);
    for address in host.to_socket_addrs().map_err(unreachable)? {
        match TcpStream::connect_timeout(&address, DEADLINE) {
            Ok(stream) => return Ok(stream),
            Err(error) => last = error,
        }
    }
    Err(unreachable(last))
}
