//! Lines of a text file, decoded one after another in bounded memory.

use crate::encoding::TextEncoding;
use crate::limits;
use encoding_rs::{CoderResult, Decoder, UTF_8};
use flate2::bufread::MultiGzDecoder;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::Path;

const BUFFER_BYTES: usize = 256 << 10;

/// Opens a file; what begins as gzip is unpacked on the way.
pub(crate) fn open(path: &Path) -> io::Result<Box<dyn BufRead + Send>> {
    let mut file = BufReader::with_capacity(BUFFER_BYTES, File::open(path)?);
    if is_gzip(file.fill_buf()?) {
        return Ok(Box::new(BufReader::with_capacity(BUFFER_BYTES, MultiGzDecoder::new(file))));
    }
    Ok(Box::new(file))
}

pub(crate) fn is_gzip(bytes: &[u8]) -> bool {
    bytes.starts_with(&[0x1F, 0x8B])
}

/// One line, without its ending.
#[derive(Clone, Debug, Default)]
pub(crate) struct Line {
    /// From 1.
    pub(crate) number: u64,
    /// The text; bytes that are no text stand as U+FFFD.
    pub(crate) text: String,
    /// Some bytes were not text in this encoding.
    pub(crate) malformed: bool,
    /// The line was longer than a record may be, and the rest of it is left out.
    pub(crate) cut: bool,
}

/// Hands out lines.
pub(crate) struct Lines {
    input: Box<dyn BufRead + Send>,
    encoding: TextEncoding,
    ending: u8,
    number: u64,
    bytes: Vec<u8>,
    broke_off: bool,
}

impl Lines {
    /// Lines of the file in that encoding.
    pub(crate) fn open(path: &Path, encoding: TextEncoding) -> io::Result<Lines> {
        Lines::new(open(path)?, encoding)
    }

    /// Lines of any input in that encoding.
    pub(crate) fn new(mut input: Box<dyn BufRead + Send>, encoding: TextEncoding) -> io::Result<Lines> {
        let mut encoding = encoding;
        if encoding.is_utf16() {
            let decoder = encoding.0.new_decoder_with_bom_removal();
            input = Box::new(BufReader::with_capacity(BUFFER_BYTES, Transcoder::new(input, decoder)));
            encoding = TextEncoding(UTF_8);
        } else if encoding.0 == UTF_8 && input.fill_buf()?.starts_with(b"\xEF\xBB\xBF") {
            input.consume(3);
        }
        // Old Macs ended lines with a carriage return alone.
        let ahead = input.fill_buf()?;
        let ending = if !ahead.contains(&b'\n') && ahead.contains(&b'\r') { b'\r' } else { b'\n' };
        Ok(Lines { input, encoding, ending, number: 0, bytes: Vec::new(), broke_off: false })
    }

    /// Reads the next line into `line`; false at the end.
    pub(crate) fn next_into(&mut self, line: &mut Line) -> io::Result<bool> {
        self.bytes.clear();
        line.text.clear();
        line.malformed = false;
        line.cut = false;
        let limit = limits::RECORD_BYTES as u64;
        let read = match (&mut self.input).take(limit).read_until(self.ending, &mut self.bytes) {
            Ok(read) => read,
            Err(error) if is_damage(&error) => {
                self.broke_off = true;
                self.bytes.len()
            }
            Err(error) => return Err(error),
        };
        if read == 0 {
            return Ok(false);
        }
        self.number += 1;
        line.number = self.number;
        if self.bytes.last() == Some(&self.ending) {
            self.bytes.pop();
            if self.bytes.last() == Some(&b'\r') {
                self.bytes.pop();
            }
        } else if read as u64 == limit {
            line.cut = self.skip_rest()?;
        }
        self.decode(line);
        Ok(true)
    }

    /// The input was damaged before its end.
    pub(crate) fn broke_off(&self) -> bool {
        self.broke_off
    }

    fn decode(&mut self, line: &mut Line) {
        if self.encoding.0 == UTF_8 {
            if let Ok(text) = std::str::from_utf8(&self.bytes) {
                line.text.push_str(text);
            } else {
                line.text.push_str(&String::from_utf8_lossy(&self.bytes));
                // A letter cut in two by the limit on length is not damage in the file.
                line.malformed = !line.cut;
            }
        } else {
            let (text, malformed) = self.encoding.0.decode_without_bom_handling(&self.bytes);
            line.text.push_str(&text);
            line.malformed = malformed;
        }
    }

    /// Skips to the end of the line; true when something was skipped.
    fn skip_rest(&mut self) -> io::Result<bool> {
        let mut skipped = false;
        loop {
            let buffer = self.input.fill_buf()?;
            if buffer.is_empty() {
                return Ok(skipped);
            }
            if let Some(at) = buffer.iter().position(|byte| *byte == self.ending) {
                self.input.consume(at + 1);
                return Ok(skipped || at > 0);
            }
            let length = buffer.len();
            self.input.consume(length);
            skipped = true;
        }
    }
}

/// A gzip file that breaks off or is damaged gives what it holds; that is the end of the list.
pub(crate) fn is_damage(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::UnexpectedEof | io::ErrorKind::InvalidData | io::ErrorKind::InvalidInput)
}

/// Turns UTF-16 into UTF-8 on the way.
struct Transcoder {
    input: Box<dyn BufRead + Send>,
    decoder: Decoder,
    text: Vec<u8>,
    given: usize,
    ended: bool,
}

impl Transcoder {
    fn new(input: Box<dyn BufRead + Send>, decoder: Decoder) -> Transcoder {
        Transcoder { input, decoder, text: Vec::new(), given: 0, ended: false }
    }

    fn fill(&mut self) -> io::Result<()> {
        self.text.resize(BUFFER_BYTES, 0);
        self.given = 0;
        loop {
            let buffer = self.input.fill_buf()?;
            let last = buffer.is_empty();
            let (result, read, written, _) = self.decoder.decode_to_utf8(buffer, &mut self.text, last);
            self.input.consume(read);
            if written > 0 || last {
                self.text.truncate(written);
                self.ended = last && result == CoderResult::InputEmpty;
                return Ok(());
            }
        }
    }
}

impl Read for Transcoder {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        while self.given == self.text.len() {
            if self.ended {
                return Ok(0);
            }
            self.fill()?;
        }
        let count = out.len().min(self.text.len() - self.given);
        out[..count].copy_from_slice(&self.text[self.given..self.given + count]);
        self.given += count;
        Ok(count)
    }
}
