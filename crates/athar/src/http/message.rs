//! Heads and bodies of messages, read with a limit and a deadline.

use super::{DEADLINE, FIELDS_MAX, HEAD_BYTES_MAX, HttpError};
use std::io::{self, BufRead, BufReader, Read};
use std::net::TcpStream;
use std::time::Instant;

/// A connection that must have said everything by some moment, however slowly it speaks.
pub(super) struct Deadlined {
    stream: TcpStream,
    until: Instant,
}

impl Deadlined {
    pub(super) fn reader(stream: &TcpStream) -> io::Result<BufReader<Deadlined>> {
        Ok(BufReader::new(Deadlined { stream: stream.try_clone()?, until: Instant::now() + DEADLINE }))
    }

    pub(super) fn prolong(&mut self) {
        self.until = Instant::now() + DEADLINE;
    }
}

impl Read for Deadlined {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let left = self.until.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return Err(io::ErrorKind::TimedOut.into());
        }
        self.stream.set_read_timeout(Some(left))?;
        self.stream.read(buffer)
    }
}

/// The lines before a body.
pub(super) struct Head {
    pub(super) first: String,
    fields: Vec<(String, String)>,
}

impl Head {
    /// Nothing when the other side has ended before it said anything.
    pub(super) fn read(reader: &mut impl BufRead) -> Result<Option<Head>, HttpError> {
        let mut reader = reader.take(HEAD_BYTES_MAX);
        let Some(first) = line(&mut reader)? else { return Ok(None) };
        let mut fields = Vec::new();
        loop {
            let line = line(&mut reader)?.ok_or(HttpError::Form("a head that does not end"))?;
            if line.is_empty() {
                return Ok(Some(Head { first, fields }));
            }
            let (name, value) = line.split_once(':').ok_or(HttpError::Form("a field without a colon"))?;
            // Spaces around a name have told two servers two stories (RFC 9112, 5.1).
            if name.is_empty()
                || name.contains(|letter: char| letter.is_ascii_whitespace())
                || fields.len() == FIELDS_MAX
            {
                return Err(HttpError::Form("a field's name"));
            }
            fields.push((name.to_ascii_lowercase(), value.trim().to_owned()));
        }
    }

    /// A field that stands there once.
    pub(super) fn field(&self, name: &str) -> Result<Option<&str>, HttpError> {
        let mut values = self.fields.iter().filter(|(own, _)| own == name).map(|(_, value)| value.as_str());
        let first = values.next();
        if values.next().is_some() { Err(HttpError::Form("a field that stands there twice")) } else { Ok(first) }
    }

    /// Length of the body as the head says; chunks are not understood.
    pub(super) fn length(&self, limit: u64) -> Result<Option<u64>, HttpError> {
        if self.field("transfer-encoding")?.is_some() {
            return Err(HttpError::Form("a body in chunks"));
        }
        let Some(length) = self.field("content-length")? else { return Ok(None) };
        let plain = !length.is_empty() && length.bytes().all(|digit| digit.is_ascii_digit());
        let length = length.parse::<u64>().ok().filter(|_| plain).ok_or(HttpError::Form("a length"))?;
        if length > limit { Err(HttpError::Limit { what: "a body", limit }) } else { Ok(Some(length)) }
    }
}

/// A line without its end; nothing at the end of the connection.
fn line(reader: &mut impl BufRead) -> Result<Option<String>, HttpError> {
    let mut bytes = Vec::new();
    reader.read_until(b'\n', &mut bytes)?;
    if bytes.is_empty() {
        return Ok(None);
    }
    let line = bytes.strip_suffix(b"\n").ok_or(HttpError::Form("a head that is too long or cut off"))?;
    let line = line.strip_suffix(b"\r").unwrap_or(line).to_vec();
    let line = String::from_utf8(line).map_err(|_| HttpError::Form("bytes that are no text"))?;
    if line.contains(|letter: char| letter.is_ascii_control() && letter != '\t') {
        return Err(HttpError::Form("control characters"));
    }
    Ok(Some(line))
}

/// A body of a known length.
pub(super) fn body(reader: &mut impl Read, length: u64) -> Result<Vec<u8>, HttpError> {
    let mut body = Vec::new();
    reader.take(length).read_to_end(&mut body)?;
    if body.len() as u64 == length { Ok(body) } else { Err(HttpError::Form("a body that is cut off")) }
}

/// A body that ends with the connection.
pub(super) fn rest(reader: &mut impl Read, limit: u64) -> Result<Vec<u8>, HttpError> {
    let mut body = Vec::new();
    reader.take(limit + 1).read_to_end(&mut body)?;
    if body.len() as u64 > limit { Err(HttpError::Limit { what: "a body", limit }) } else { Ok(body) }
}
