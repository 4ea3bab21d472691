//! A share as text that a human writes down and types again: a word that says what it is, then groups of four letters.
//!
//! The letters are Crockford's base 32: no I, L, O or U, capital or small, and an O that was read for a 0 does not matter.
//! They hold a version, which secret the share is of, the share's number, the share, and a checksum over all of it.

use super::{KeyError, Result};
use sha2::{Digest, Sha256};
use std::fmt;
use std::str::FromStr;
use zeroize::Zeroizing;

const LETTERS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const WORD: &str = "athar-share";
const VERSION: u8 = 1;
const GROUP: usize = 4;
const CHECK_LEN: usize = 4;
const BODY_LEN: usize = 1 + 4 + 1 + 32;
const BYTES: usize = BODY_LEN + CHECK_LEN;
const TEXT_MAX: usize = 512;

/// One of the shares of a secret. Two of three give it back; one alone says nothing about it.
pub struct Share {
    pub(super) secret: [u8; 4],
    pub(super) number: u8,
    pub(super) point: Zeroizing<[u8; 32]>,
}

impl Share {
    /// Which of the shares it is, from 1.
    pub fn number(&self) -> u8 {
        self.number
    }

    /// The share in writing.
    pub fn to_text(&self) -> Zeroizing<String> {
        let mut bytes = Zeroizing::new([0; BYTES]);
        bytes[0] = VERSION;
        bytes[1..5].copy_from_slice(&self.secret);
        bytes[5] = self.number;
        bytes[6..BODY_LEN].copy_from_slice(&*self.point);
        let check = Sha256::digest(&bytes[..BODY_LEN]);
        bytes[BODY_LEN..].copy_from_slice(&check[..CHECK_LEN]);
        let mut text = Zeroizing::new(format!("{WORD}-{}", self.number));
        for (at, value) in values(&bytes).enumerate() {
            text.push_str(if at % GROUP == 0 { "-" } else { "" });
            text.push(char::from(LETTERS[usize::from(value)]));
        }
        text
    }
}

impl FromStr for Share {
    type Err = KeyError;

    fn from_str(text: &str) -> Result<Share> {
        let wrong = || KeyError::Refused("this is no share, or a letter of it was written wrong");
        if text.len() > TEXT_MAX {
            return Err(wrong());
        }
        let letters = text.chars().filter(|letter| !letter.is_whitespace() && *letter != '-');
        let letters: Zeroizing<String> = Zeroizing::new(letters.collect::<String>().to_ascii_uppercase());
        // The word, and the number that humans read; the one that counts is in the letters.
        let letters = letters.strip_prefix("ATHARSHARE").and_then(|rest| rest.get(1..)).ok_or_else(wrong)?;
        let bytes = bytes_of(letters).ok_or_else(wrong)?;
        if Sha256::digest(&bytes[..BODY_LEN])[..CHECK_LEN] != bytes[BODY_LEN..] {
            return Err(wrong());
        }
        if bytes[0] != VERSION {
            return Err(KeyError::Newer { found: bytes[0].into(), known: VERSION.into() });
        }
        let mut share = Share { secret: [0; 4], number: bytes[5], point: Zeroizing::default() };
        share.secret.copy_from_slice(&bytes[1..5]);
        share.point.copy_from_slice(&bytes[6..BODY_LEN]);
        if share.number == 0 { Err(wrong()) } else { Ok(share) }
    }
}

impl fmt::Debug for Share {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Share").field("number", &self.number).finish_non_exhaustive()
    }
}

/// Five bits at a time; the last ones are filled up with zeros.
fn values(bytes: &[u8; BYTES]) -> impl Iterator<Item = u8> {
    (0..(BYTES * 8).div_ceil(5)).map(|number| {
        (0..5).fold(0, |value, bit| {
            let at = number * 5 + bit;
            let byte = bytes.get(at / 8).copied().unwrap_or(0);
            (value << 1) | ((byte >> (7 - at % 8)) & 1)
        })
    })
}

fn bytes_of(letters: &str) -> Option<Zeroizing<[u8; BYTES]>> {
    if letters.len() != (BYTES * 8).div_ceil(5) {
        return None;
    }
    let mut bytes = Zeroizing::new([0; BYTES]);
    for (number, letter) in letters.bytes().enumerate() {
        let letter = match letter {
            b'O' => b'0',
            b'I' | b'L' => b'1',
            letter => letter,
        };
        let value = LETTERS.iter().position(|&known| known == letter)?;
        for bit in 0..5 {
            let at = number * 5 + bit;
            let set = (value >> (4 - bit)) & 1 == 1;
            match bytes.get_mut(at / 8) {
                Some(byte) if set => *byte |= 1 << (7 - at % 8),
                // What fills up the last letter is zero, so that a share has one writing.
                None if set => return None,
                _ => {}
            }
        }
    }
    Some(bytes)
}
