//! Bytes of the tables file: little-endian numbers, counted lists, no surprises.
//!
//! Reading checks every length before it is used; a damaged file gives an error, never a panic.

/// Reads from a slice of bytes.
pub(crate) struct Source<'a> {
    bytes: &'a [u8],
}

impl<'a> Source<'a> {
    pub(crate) fn new(bytes: &'a [u8]) -> Self {
        Self { bytes }
    }

    pub(crate) fn take(&mut self, length: usize) -> Option<&'a [u8]> {
        let (head, rest) = self.bytes.split_at_checked(length)?;
        self.bytes = rest;
        Some(head)
    }

    pub(crate) fn byte(&mut self) -> Option<u8> {
        self.take(1).map(|bytes| bytes[0])
    }

    pub(crate) fn short(&mut self) -> Option<u16> {
        self.take(2).map(|bytes| u16::from_le_bytes([bytes[0], bytes[1]]))
    }

    pub(crate) fn long(&mut self) -> Option<u32> {
        self.take(4).map(|bytes| u32::from_le_bytes([bytes[0], bytes[1], bytes[2], bytes[3]]))
    }

    /// A probability stored as a logarithm.
    pub(crate) fn probability(&mut self) -> Option<f32> {
        self.short().map(|bits| (-f32::from(bits) / LOG_SCALE).exp2())
    }

    pub(crate) fn text(&mut self) -> Option<&'a str> {
        let length = self.long()?;
        std::str::from_utf8(self.take(length as usize)?).ok()
    }

    /// Letters of one word, counted by one byte.
    pub(crate) fn word(&mut self) -> Option<&'a [u8]> {
        let length = self.byte()?;
        self.take(usize::from(length))
    }

    pub(crate) fn rest(&self) -> &'a [u8] {
        self.bytes
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.bytes.is_empty()
    }
}

/// Steps of a stored logarithm per bit: 16 bits reach down to 2^-32.
const LOG_SCALE: f32 = 2048.0;

/// Writes what `Source` reads.
#[derive(Default)]
pub(crate) struct Sink {
    pub(crate) bytes: Vec<u8>,
}

impl Sink {
    pub(crate) fn byte(&mut self, value: u8) {
        self.bytes.push(value);
    }

    pub(crate) fn short(&mut self, value: u16) {
        self.bytes.extend_from_slice(&value.to_le_bytes());
    }

    pub(crate) fn long(&mut self, value: u32) {
        self.bytes.extend_from_slice(&value.to_le_bytes());
    }

    pub(crate) fn probability(&mut self, value: f64) {
        let bits = (-value.max(1e-30).log2() * f64::from(LOG_SCALE)).round();
        self.short(bits.clamp(0.0, f64::from(u16::MAX)) as u16);
    }

    pub(crate) fn text(&mut self, text: &str) {
        self.long(text.len() as u32);
        self.bytes.extend_from_slice(text.as_bytes());
    }

    pub(crate) fn word(&mut self, letters: &[u8]) {
        self.byte(letters.len() as u8);
        self.bytes.extend_from_slice(letters);
    }
}
