//! Reading a sealed stream.

use super::{SEALED_LEN, Segments};
use crate::keys::KeyError;
use std::io::{self, Read};
use zeroize::Zeroizing;

/// Opens what a [`super::SealingWriter`] sealed. What was changed, cut off or moved is an error of the kind
/// [`io::ErrorKind::InvalidData`], never other content.
pub struct OpeningReader<R: Read> {
    from: R,
    segments: Segments,
    sealed: Vec<u8>,
    plain: Zeroizing<Vec<u8>>,
    read: usize,
    state: State,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Within,
    AtEnd,
    Failed,
}

impl<R: Read> OpeningReader<R> {
    pub(super) fn new(from: R, segments: Segments) -> Self {
        let sealed = Vec::with_capacity(SEALED_LEN + 1);
        OpeningReader { from, segments, sealed, plain: Zeroizing::default(), read: 0, state: State::Within }
    }

    fn next_segment(&mut self) -> io::Result<()> {
        self.state = State::Failed;
        // One byte more than a segment tells whether another follows.
        let wanted = (SEALED_LEN + 1 - self.sealed.len()) as u64;
        self.from.by_ref().take(wanted).read_to_end(&mut self.sealed)?;
        let is_last = self.sealed.len() <= SEALED_LEN;
        let following = if is_last { None } else { self.sealed.pop() };
        let is_first = self.segments.next == 0;
        let nonce = self.segments.nonce(is_last);
        let opened = self.segments.cipher.open(&nonce, b"", &self.sealed);
        self.plain = opened.map_err(|error| io::Error::new(io::ErrorKind::InvalidData, error))?;
        if self.plain.is_empty() && !is_first {
            // Only an empty file has an empty segment: each content has one stream for each salt.
            return Err(io::Error::new(io::ErrorKind::InvalidData, KeyError::NotOurs));
        }
        self.read = 0;
        self.sealed.clear();
        self.sealed.extend(following);
        self.state = if is_last { State::AtEnd } else { State::Within };
        Ok(())
    }
}

impl<R: Read> Read for OpeningReader<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if buffer.is_empty() {
            return Ok(0);
        }
        if self.read == self.plain.len() || self.state == State::Failed {
            match self.state {
                State::Within => self.next_segment()?,
                State::AtEnd => return Ok(0),
                State::Failed => return Err(io::Error::new(io::ErrorKind::InvalidData, KeyError::NotOurs)),
            }
        }
        let given = buffer.len().min(self.plain.len() - self.read);
        buffer[..given].copy_from_slice(&self.plain[self.read..self.read + given]);
        self.read += given;
        Ok(given)
    }
}
