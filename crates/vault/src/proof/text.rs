//! Numbers and bytes as the formats write them: one way each, so that a text that is read and printed is the same.

use crate::Hash;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;

/// Most digits of a number: 2^63 - 1 has 19.
const DIGITS_MAX: usize = 19;

/// A decimal number without sign and leading zeros, below 2^63.
pub(super) fn decimal(text: &str) -> Option<u64> {
    let plain = !text.is_empty() && text.len() <= DIGITS_MAX && text.bytes().all(|digit| digit.is_ascii_digit());
    let shortest = text == "0" || !text.starts_with('0');
    let value = (plain && shortest).then(|| text.parse::<u64>().ok())??;
    i64::try_from(value).is_ok().then_some(value)
}

/// Base 64 of RFC 4648, section 4, with padding.
pub(super) fn base64(bytes: &[u8]) -> String {
    STANDARD.encode(bytes)
}

/// The bytes of a base-64 text in its one canonical form.
pub(super) fn from_base64(text: &str) -> Option<Vec<u8>> {
    STANDARD.decode(text).ok()
}

/// A hash in base 64.
pub(super) fn hash_from_base64(text: &str) -> Option<Hash> {
    Hash::from_slice(&from_base64(text)?)
}
