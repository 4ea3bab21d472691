//! The one cipher for small things, AES-256-GCM-SIV (RFC 8452), and what is derived for it.
//!
//! It is misuse resistant: sealing two plaintexts under one nonce shows no more than whether they are equal. So nonces are
//! derived from the place a thing has, and nothing depends on a counter that a restored copy would set back.

use super::{KeyError, Result};
use aes_gcm_siv::aead::{Aead, Payload};
use aes_gcm_siv::{Aes256GcmSiv, KeyInit};
use hkdf::Hkdf;
use hmac::{Hmac, Mac};
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

/// 32 secret bytes, wiped when they are dropped.
pub(crate) type Secret = Zeroizing<[u8; 32]>;

/// Bytes of an authentication tag.
pub(crate) const TAG_LEN: usize = 16;

/// Random bytes of the operating system.
pub(crate) fn random_bytes<const N: usize>() -> Result<[u8; N]> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(|error| KeyError::Random(error.to_string()))?;
    Ok(bytes)
}

pub(crate) fn random_secret() -> Result<Secret> {
    let mut secret = Secret::default();
    getrandom::fill(&mut *secret).map_err(|error| KeyError::Random(error.to_string()))?;
    Ok(secret)
}

/// A key, ready for use.
pub(crate) struct Cipher(Box<Aes256GcmSiv>);

impl Cipher {
    pub(crate) fn new(key: &[u8; 32]) -> Cipher {
        Cipher(Box::new(Aes256GcmSiv::new(key.into())))
    }

    pub(crate) fn seal(&self, nonce: &[u8; 12], aad: &[u8], plaintext: &[u8]) -> Result<Vec<u8>> {
        let sealed = self.0.encrypt(nonce.into(), Payload { msg: plaintext, aad });
        sealed.map_err(|_| KeyError::Limit { what: "bytes sealed at once", limit: aes_gcm_siv::P_MAX })
    }

    pub(crate) fn open(&self, nonce: &[u8; 12], aad: &[u8], sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>> {
        let opened = self.0.decrypt(nonce.into(), Payload { msg: sealed, aad });
        opened.map(Zeroizing::new).map_err(|_| KeyError::NotOurs)
    }
}

/// The nonce of a place.
pub(crate) fn nonce_of(context: &[u8]) -> [u8; 12] {
    let hash = Sha256::new().chain_update(b"athar/nonce/1").chain_update(context).finalize();
    let mut nonce = [0; 12];
    nonce.copy_from_slice(&hash[..12]);
    nonce
}

/// HKDF-SHA256 (RFC 5869).
pub(crate) fn derive(secret: &[u8], salt: &[u8], purpose: &[&[u8]]) -> Secret {
    let mut derived = Secret::default();
    let expanded = Hkdf::<Sha256>::new(Some(salt), secret).expand_multi_info(purpose, &mut *derived);
    // 32 bytes are one block: HKDF refuses only more than 255 of them.
    debug_assert!(expanded.is_ok());
    derived
}

/// HMAC-SHA256 (RFC 2104) over parts whose lengths are part of what is hashed, so that they do not run into each other.
pub(crate) fn mac(key: &[u8; 32], parts: &[&[u8]]) -> [u8; 32] {
    mac_state(key, parts).finalize().into_bytes().into()
}

/// Whether a code is right, in constant time.
pub(crate) fn mac_is(key: &[u8; 32], parts: &[&[u8]], expected: &[u8; 32]) -> bool {
    mac_state(key, parts).verify(expected.into()).is_ok()
}

fn mac_state(key: &[u8; 32], parts: &[&[u8]]) -> Hmac<Sha256> {
    // The block size of SHA-256 is 64 bytes; a shorter key is padded with zeros, as RFC 2104 does.
    let mut block = Zeroizing::new([0; 64]);
    block[..32].copy_from_slice(key);
    let mut state = <Hmac<Sha256> as hmac::KeyInit>::new((&*block).into());
    for part in parts {
        state.update(&(part.len() as u64).to_be_bytes());
        state.update(part);
    }
    state
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 8452, appendix C.2, the second case: a key, a nonce and eight bytes.
    #[test]
    fn the_cipher_is_that_of_the_rfc() {
        let (mut key, mut nonce) = ([0; 32], [0; 12]);
        (key[0], nonce[0]) = (1, 3);
        let sealed = Cipher::new(&key).seal(&nonce, b"", &[1, 0, 0, 0, 0, 0, 0, 0]).unwrap();
        let expected = [
            0xc2, 0xef, 0x32, 0x8e, 0x5c, 0x71, 0xc8, 0x3b, 0x84, 0x31, 0x22, 0x13, 0x0f, 0x73, 0x64, 0xb7, 0x61, 0xe0,
            0xb9, 0x74, 0x27, 0xe3, 0xdf, 0x28,
        ];
        assert_eq!(sealed, expected);
    }

    /// RFC 5869, appendix A.1.
    #[test]
    fn derivation_is_that_of_the_rfc() {
        let salt: Vec<u8> = (0..=0x0c).collect();
        let info: Vec<u8> = (0xf0..=0xf9).collect();
        let derived = derive(&[0x0b; 22], &salt, &[&info[..3], &info[3..]]);
        assert_eq!(derived[..6], [0x3c, 0xb2, 0x5f, 0x25, 0xfa, 0xac]);
    }

    #[test]
    fn parts_of_what_is_hashed_do_not_run_into_each_other() {
        assert_ne!(mac(&[7; 32], &[b"ab", b"c"]), mac(&[7; 32], &[b"a", b"bc"]));
        assert!(mac_is(&[7; 32], &[b"ab"], &mac(&[7; 32], &[b"ab"])));
        assert!(!mac_is(&[8; 32], &[b"ab"], &mac(&[7; 32], &[b"ab"])));
    }
}
