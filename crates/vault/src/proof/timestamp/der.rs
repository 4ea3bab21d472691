//! DER (X.690, section 10), as much of it as timestamps need: tags of one byte, lengths in their shortest form, nothing
//! left over. What is BER only is refused.

use super::TimestampError;

pub(super) const BOOLEAN: u8 = 0x01;
pub(super) const INTEGER: u8 = 0x02;
pub(super) const BIT_STRING: u8 = 0x03;
pub(super) const OCTET_STRING: u8 = 0x04;
pub(super) const NULL: u8 = 0x05;
pub(super) const OID: u8 = 0x06;
pub(super) const GENERALIZED_TIME: u8 = 0x18;
pub(super) const SEQUENCE: u8 = 0x30;
pub(super) const SET: u8 = 0x31;
/// A constructed element of a context, `[number]`.
pub(super) const fn context(number: u8) -> u8 {
    0xa0 | number
}

type Result<T> = std::result::Result<T, TimestampError>;

/// One element.
#[derive(Clone, Copy)]
pub(super) struct Element<'a> {
    pub(super) tag: u8,
    /// With tag and length.
    pub(super) whole: &'a [u8],
    pub(super) content: &'a [u8],
}

/// Reads elements one after the other. `what` names the structure in errors.
#[derive(Clone, Copy)]
pub(super) struct Reader<'a> {
    what: &'static str,
    rest: &'a [u8],
}

impl<'a> Reader<'a> {
    pub(super) fn new(what: &'static str, bytes: &'a [u8]) -> Reader<'a> {
        Reader { what, rest: bytes }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.rest.is_empty()
    }

    /// Nothing may be left.
    pub(super) fn end(self) -> Result<()> {
        if self.rest.is_empty() { Ok(()) } else { Err(TimestampError::Trailing(self.what)) }
    }

    /// The next element, whatever it is.
    pub(super) fn any(&mut self) -> Result<Element<'a>> {
        let wrong = TimestampError::Form(self.what);
        let (tag, after) = self.rest.split_first().ok_or(wrong.clone())?;
        // Tags of several bytes occur nowhere in these structures.
        if tag & 0x1f == 0x1f {
            return Err(wrong);
        }
        let (length, content) = length(after).ok_or(wrong.clone())?;
        let (content, rest) = content.split_at_checked(length).ok_or(wrong)?;
        let whole = &self.rest[..self.rest.len() - rest.len()];
        self.rest = rest;
        Ok(Element { tag: *tag, whole, content })
    }

    /// The next element, which must have this tag.
    pub(super) fn element(&mut self, tag: u8) -> Result<Element<'a>> {
        let element = self.any()?;
        if element.tag == tag { Ok(element) } else { Err(TimestampError::Form(self.what)) }
    }

    pub(super) fn content(&mut self, tag: u8) -> Result<&'a [u8]> {
        Ok(self.element(tag)?.content)
    }

    /// What is inside the next element.
    pub(super) fn inside(&mut self, tag: u8) -> Result<Reader<'a>> {
        Ok(Reader::new(self.what, self.content(tag)?))
    }

    /// The next element, when it has this tag.
    pub(super) fn optional(&mut self, tag: u8) -> Result<Option<Element<'a>>> {
        if self.rest.first() == Some(&tag) { self.any().map(Some) } else { Ok(None) }
    }

    /// The content of an INTEGER, in its shortest form.
    pub(super) fn integer(&mut self) -> Result<&'a [u8]> {
        let content = self.content(INTEGER)?;
        if is_shortest(content) { Ok(content) } else { Err(TimestampError::Form(self.what)) }
    }

    /// A small number that is not negative.
    pub(super) fn small(&mut self) -> Result<u64> {
        number(self.integer()?).ok_or(TimestampError::Form(self.what))
    }

    /// The algorithm of an `AlgorithmIdentifier`; its parameters are passed over.
    pub(super) fn algorithm(&mut self) -> Result<&'a [u8]> {
        let mut inside = self.inside(SEQUENCE)?;
        let algorithm = inside.content(OID)?;
        if !inside.is_empty() {
            inside.any()?;
        }
        inside.end()?;
        Ok(algorithm)
    }
}

/// An INTEGER's content as a number, when it is small and not negative.
pub(super) fn number(content: &[u8]) -> Option<u64> {
    if content.len() > 8 || content.first().is_none_or(|first| first & 0x80 != 0) {
        return None;
    }
    Some(content.iter().fold(0, |value, &byte| value << 8 | u64::from(byte)))
}

pub(super) fn is_shortest(integer: &[u8]) -> bool {
    match integer {
        [] => false,
        [0, second, ..] => second & 0x80 != 0,
        [0xff, second, ..] => second & 0x80 == 0,
        _ => true,
    }
}

/// A length in its shortest form, and what comes after it. Four bytes are more than any structure may have.
fn length(bytes: &[u8]) -> Option<(usize, &[u8])> {
    let (&first, rest) = bytes.split_first()?;
    if first < 0x80 {
        return Some((usize::from(first), rest));
    }
    let (digits, rest) = rest.split_at_checked(usize::from(first & 0x7f))?;
    if digits.is_empty() || digits.len() > 4 || digits[0] == 0 {
        return None;
    }
    let length = digits.iter().fold(0_usize, |length, &digit| length << 8 | usize::from(digit));
    (length >= 0x80).then_some((length, rest))
}

/// Writes an element.
pub(super) fn write(tag: u8, parts: &[&[u8]]) -> Vec<u8> {
    let length: usize = parts.iter().map(|part| part.len()).sum();
    let mut element = vec![tag];
    if length < 0x80 {
        element.push(length as u8);
    } else {
        let digits = length.to_be_bytes();
        let digits = &digits[digits.iter().take_while(|&&digit| digit == 0).count()..];
        element.push(0x80 | digits.len() as u8);
        element.extend(digits);
    }
    element.extend(parts.concat());
    element
}
