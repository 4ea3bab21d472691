//! A short secret text under a passphrase, as one line of text: for the key file with which a human signs.
//!
//! `athar-locked-` and then, in hexadecimal: version (1), memory in KiB, passes, lanes (4 bytes each, big-endian), salt
//! (16), and the text sealed with AES-256-GCM-SIV under what Argon2id gives.

use super::cipher::{Cipher, random_bytes};
use super::cost::check_new;
use super::{Cost, KeyError, Result};
use crate::hex;
use zeroize::Zeroizing;

const WORD: &str = "athar-locked-";
const VERSION: u8 = 1;
const HEAD_LEN: usize = 29;
const TEXT_MAX: usize = 4096;

/// Whether a text is one that a passphrase opens.
pub fn is_locked(text: &str) -> bool {
    text.trim().starts_with(WORD)
}

/// Puts a text under a passphrase.
pub fn lock(text: &str, passphrase: &str, cost: Cost) -> Result<String> {
    check_new(passphrase)?;
    if text.len() > TEXT_MAX {
        return Err(KeyError::Limit { what: "bytes of a text that is locked", limit: TEXT_MAX as u64 });
    }
    let salt = random_bytes()?;
    let mut head = Vec::with_capacity(HEAD_LEN);
    head.push(VERSION);
    for part in [cost.memory_kib, cost.passes, cost.lanes] {
        head.extend_from_slice(&part.to_be_bytes());
    }
    head.extend_from_slice(&salt);
    // The salt is random, so the key is of this one text.
    let sealed = Cipher::new(&*cost.key(passphrase, &salt)?).seal(&[0; 12], &head, text.as_bytes())?;
    Ok(format!("{WORD}{}{}", hex::text(&head), hex::text(&sealed)))
}

/// The text, when this is the passphrase.
pub fn unlock(locked: &str, passphrase: &str) -> Result<Zeroizing<String>> {
    let damaged = || KeyError::Refused("this is no locked key, or a part of it is missing");
    let digits = locked.trim().strip_prefix(WORD).filter(|digits| digits.len() <= 4 * TEXT_MAX).ok_or_else(damaged)?;
    let bytes = hex::bytes(digits).ok_or_else(damaged)?;
    let (head, sealed) = bytes.split_at_checked(HEAD_LEN).ok_or_else(damaged)?;
    if head[0] != VERSION {
        return Err(KeyError::Newer { found: head[0].into(), known: VERSION.into() });
    }
    let number = |at: usize| u32::from_be_bytes([head[at], head[at + 1], head[at + 2], head[at + 3]]);
    let cost = Cost { memory_kib: number(1), passes: number(5), lanes: number(9) };
    let salt = head[13..].try_into().map_err(|_| damaged())?;
    let opened = Cipher::new(&*cost.key(passphrase, &salt)?).open(&[0; 12], head, sealed);
    let opened = opened.map_err(|_| KeyError::WrongPassphrase)?;
    let text = std::str::from_utf8(&opened).map_err(|_| damaged())?;
    Ok(Zeroizing::new(text.to_owned()))
}
