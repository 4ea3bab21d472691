//! Writing a sealed stream.

use super::{SEGMENT_LEN, Segments};
use std::io::{self, Write};
use zeroize::Zeroizing;

/// Seals what is written to it. Dropped before [`SealingWriter::finish`] it leaves a stream that does not open.
pub struct SealingWriter<W: Write> {
    to: W,
    segments: Segments,
    segment: Zeroizing<Vec<u8>>,
    failed: bool,
}

impl<W: Write> SealingWriter<W> {
    pub(super) fn new(to: W, segments: Segments) -> Self {
        SealingWriter { to, segments, segment: Zeroizing::new(Vec::with_capacity(SEGMENT_LEN)), failed: false }
    }

    /// Writes the last segment and gives back what was written to, which is not flushed to any disk yet.
    pub fn finish(mut self) -> io::Result<W> {
        self.write_segment(true)?;
        self.to.flush()?;
        Ok(self.to)
    }

    fn write_segment(&mut self, is_last: bool) -> io::Result<()> {
        if self.failed {
            // A part of a segment may have been written: another one after it would not open.
            return Err(io::Error::other("writing the sealed file failed before"));
        }
        self.failed = true;
        let nonce = self.segments.nonce(is_last);
        let sealed = self.segments.cipher.seal(&nonce, b"", &self.segment).map_err(io::Error::other)?;
        self.to.write_all(&sealed)?;
        self.segment.clear();
        self.failed = false;
        Ok(())
    }
}

impl<W: Write> Write for SealingWriter<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if bytes.is_empty() {
            return Ok(0);
        }
        // A full segment waits until it is known whether it is the last.
        if self.segment.len() == SEGMENT_LEN {
            self.write_segment(false)?;
        }
        let taken = bytes.len().min(SEGMENT_LEN - self.segment.len());
        self.segment.extend_from_slice(&bytes[..taken]);
        Ok(taken)
    }

    /// What does not fill a segment stays here until the end: its place in the stream is not known yet.
    fn flush(&mut self) -> io::Result<()> {
        self.to.flush()
    }
}
