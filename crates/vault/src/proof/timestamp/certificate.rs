//! The few fields of a certificate (RFC 5280, 4.1) that tell whose signature a token carries, and what for.
//!
//! Validity, names and the chain are `rustls-webpki`'s to judge.

use super::TimestampError;
use super::der::{BIT_STRING, BOOLEAN, INTEGER, OCTET_STRING, OID, Reader, SEQUENCE, context};

const WHAT: &str = "a certificate";
/// 2.5.29.14.
const SUBJECT_KEY_IDENTIFIER: &[u8] = &[0x55, 0x1d, 0x0e];
/// 2.5.29.37.
const EXTENDED_KEY_USAGE: &[u8] = &[0x55, 0x1d, 0x25];
/// 1.3.6.1.5.5.7.3.8.
pub(super) const TIME_STAMPING: &[u8] = &[0x2b, 0x06, 0x01, 0x05, 0x05, 0x07, 0x03, 0x08];

/// A certificate, as far as it is looked into here.
pub(super) struct Certificate<'a> {
    pub(super) whole: &'a [u8],
    /// The issuer's name, with tag and length.
    pub(super) issuer: &'a [u8],
    /// The serial number's content.
    pub(super) serial: &'a [u8],
    pub(super) key_identifier: Option<&'a [u8]>,
    /// Whether it is for timestamps, for nothing else, and says so as something that must be understood (RFC 3161, 2.3).
    pub(super) is_for_timestamps_alone: bool,
}

impl<'a> Certificate<'a> {
    pub(super) fn read(whole: &'a [u8]) -> Result<Certificate<'a>, TimestampError> {
        let mut outer = Reader::new(WHAT, whole);
        let mut certificate = outer.inside(SEQUENCE)?;
        outer.end()?;
        let mut body = certificate.inside(SEQUENCE)?;
        body.optional(context(0))?;
        let serial = body.content(INTEGER)?;
        body.algorithm()?;
        let issuer = body.element(SEQUENCE)?.whole;
        // Validity, subject, key.
        for _ in 0..3 {
            body.element(SEQUENCE)?;
        }
        // Unique identifiers of issuer and subject, which nobody uses.
        body.optional(0x81)?;
        body.optional(0x82)?;
        let extensions = body.optional(context(3))?;
        body.end()?;
        certificate.algorithm()?;
        certificate.content(BIT_STRING)?;
        certificate.end()?;
        let mut read = Certificate { whole, issuer, serial, key_identifier: None, is_for_timestamps_alone: false };
        if let Some(extensions) = extensions {
            let mut list = Reader::new(WHAT, extensions.content);
            let mut each = list.inside(SEQUENCE)?;
            list.end()?;
            while !each.is_empty() {
                read.extension(each.inside(SEQUENCE)?)?;
            }
        }
        Ok(read)
    }

    fn extension(&mut self, mut extension: Reader<'a>) -> Result<(), TimestampError> {
        let kind = extension.content(OID)?;
        let is_critical = extension.optional(BOOLEAN)?.is_some_and(|critical| critical.content == [0xff]);
        let value = extension.content(OCTET_STRING)?;
        extension.end()?;
        let mut value = Reader::new(WHAT, value);
        if kind == SUBJECT_KEY_IDENTIFIER {
            self.key_identifier = Some(value.content(OCTET_STRING)?);
        } else if kind == EXTENDED_KEY_USAGE {
            let mut purposes = value.inside(SEQUENCE)?;
            let first = purposes.content(OID)?;
            self.is_for_timestamps_alone = is_critical && first == TIME_STAMPING && purposes.is_empty();
        }
        Ok(())
    }
}
