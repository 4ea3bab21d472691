//! Sealing a file that grows: frames, each sealed under its number, in AES-256-GCM-SIV (RFC 8452).
//!
//! A frame opens only at its own place in its own file: the key is derived from a secret of the archive, from what the file
//! is for and from its head, and the nonce is the frame's number. So what was changed, moved, doubled or left out is noticed.
//! That frames are missing at the end is not noticed here: whoever writes such a file closes what is whole with a frame
//! that says so.
//!
//! After a file was cut back, other content may be sealed under a number that was used before. With this cipher that shows
//! whoever kept the bytes that were cut no more than whether the two are equal.

use crate::keys::cipher::{Cipher, TAG_LEN, derive};
use crate::keys::{Keyring, Result};
use zeroize::Zeroizing;

/// Bytes by which a sealed frame is longer than its content.
pub const FRAME_OVERHEAD: usize = TAG_LEN;

/// What seals and opens the frames of one file.
pub struct Frames(Cipher);

impl Keyring {
    /// For a file with that head, of which no two may be equal: it holds something random. The key stays the same when roots and
    /// passphrases are changed.
    pub fn frames(&self, purpose: &[u8], head: &[u8]) -> Frames {
        let secret = self.derive(purpose);
        Frames(Cipher::new(&derive(&*secret, b"", &[b"athar/frames/1", head])))
    }
}

impl Frames {
    /// Seals the frame of that number.
    pub fn seal(&self, number: u64, content: &[u8]) -> Result<Vec<u8>> {
        self.0.seal(&nonce(number), b"", content)
    }

    /// Opens the frame of that number.
    pub fn open(&self, number: u64, sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>> {
        self.0.open(&nonce(number), b"", sealed)
    }
}

fn nonce(number: u64) -> [u8; 12] {
    let mut nonce = [0; 12];
    nonce[4..].copy_from_slice(&number.to_be_bytes());
    nonce
}
