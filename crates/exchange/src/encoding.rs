//! Which encoding a list's bytes are in.
//!
//! Lists come from phones (UTF-8), from Excel (UTF-16, UTF-8 with a mark) and from old office machines
//! (windows-1256 for Arabic). chardetng tells most of them apart; short Arabic lists with Latin headers
//! mislead it, so the bytes are also looked at as windows-1256.

use crate::fold::is_arabic;
use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252, WINDOWS_1256};
use serde::{Deserialize, Serialize};
use std::fmt;

/// An encoding, by its WHATWG name (`UTF-8`, `windows-1256`, …).
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct TextEncoding(pub(crate) &'static Encoding);

impl TextEncoding {
    /// UTF-8.
    pub const UTF_8: TextEncoding = TextEncoding(UTF_8);

    /// The WHATWG name.
    pub fn name(self) -> &'static str {
        self.0.name()
    }

    /// The encoding of that name, or of another label of it (`cp1256`).
    pub fn parse(label: &str) -> Option<TextEncoding> {
        Encoding::for_label(label.trim().as_bytes()).map(TextEncoding)
    }

    pub(crate) fn is_utf16(self) -> bool {
        self.0 == UTF_16LE || self.0 == UTF_16BE
    }
}

impl Default for TextEncoding {
    fn default() -> Self {
        TextEncoding::UTF_8
    }
}

impl fmt::Debug for TextEncoding {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.name())
    }
}

impl Serialize for TextEncoding {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

impl<'de> Deserialize<'de> for TextEncoding {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let label = String::deserialize(deserializer)?;
        TextEncoding::parse(&label).ok_or_else(|| serde::de::Error::custom(format!("unknown encoding {label:?}")))
    }
}

/// The encoding of a sample of text bytes. `whole` says that the sample is the whole file.
pub(crate) fn of_sample(sample: &[u8], whole: bool) -> TextEncoding {
    if let Some((encoding, _)) = Encoding::for_bom(sample) {
        return TextEncoding(encoding);
    }
    if let Some(encoding) = utf16_without_mark(sample) {
        return TextEncoding(encoding);
    }
    if is_utf8(sample, whole) {
        return TextEncoding(UTF_8);
    }
    if looks_arabic_in_1256(sample) {
        return TextEncoding(WINDOWS_1256);
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(sample, whole);
    let guess = detector.guess(None, Utf8Detection::Deny);
    // The readers split lines at bytes below 0x40, which the multi-byte encodings of the Far East use inside letters.
    TextEncoding(if guess.is_single_byte() { guess } else { WINDOWS_1252 })
}

fn is_utf8(sample: &[u8], whole: bool) -> bool {
    match std::str::from_utf8(sample) {
        Ok(_) => true,
        // A sample may end inside a letter; one bad byte in a thousand is damage, not another encoding.
        Err(error) if error.error_len().is_none() => !whole || error.valid_up_to() > 64,
        Err(_) => {
            let text = String::from_utf8_lossy(sample);
            let (mut bad, mut good) = (0_usize, 0_usize);
            for character in text.chars() {
                bad += usize::from(character == char::REPLACEMENT_CHARACTER);
                good += usize::from(!character.is_ascii() && character != char::REPLACEMENT_CHARACTER);
            }
            good > 20 * bad
        }
    }
}

/// UTF-16 is known by the bytes that repeat in every second place: zero for Latin letters, 6 for Arabic ones.
fn utf16_without_mark(sample: &[u8]) -> Option<&'static Encoding> {
    let pairs = sample.len() / 2;
    if pairs < 8 {
        return None;
    }
    let high = |byte: u8| matches!(byte, 0 | 1 | 6 | 0x20 | 0xFE);
    let (mut even, mut odd, mut zeros) = (0, 0, 0);
    for pair in sample.chunks_exact(2) {
        even += usize::from(high(pair[0]));
        odd += usize::from(high(pair[1]));
        zeros += usize::from(pair[0] == 0) + usize::from(pair[1] == 0);
    }
    if zeros == 0 {
        return None;
    }
    let most = pairs - pairs / 20;
    match (even >= most, odd >= most) {
        (false, true) => Some(UTF_16LE),
        (true, false) => Some(UTF_16BE),
        _ => None,
    }
}

/// Arabic letters stand in runs; the accents of a French or German list, read as windows-1256, stand alone.
fn looks_arabic_in_1256(sample: &[u8]) -> bool {
    let (text, _) = WINDOWS_1256.decode_without_bom_handling(sample);
    let (mut letters, mut runs, mut foreign) = (0_usize, 0_usize, 0_usize);
    let mut inside = false;
    for character in text.chars() {
        if is_arabic(character) {
            letters += 1;
            runs += usize::from(!inside);
            inside = true;
        } else {
            inside = false;
            foreign += usize::from(
                !character.is_ascii()
                    && !matches!(character, '،' | '؛' | '؟' | '\u{200C}'..='\u{200F}' | '\u{A0}' | '\u{64B}'..='\u{652}' | '\u{640}'),
            );
        }
    }
    letters > 4 * foreign && letters >= 2 * runs
}
