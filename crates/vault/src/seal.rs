//! Sealing small things: a blob names its key, and opens only in the place (`context`) it was sealed for.
//!
//! ```text
//! 0  1   1: under a working key; 2: under a sealing key, padded
//! 1  8   the key's id, big-endian
//! 9  ..  AES-256-GCM-SIV of the content, with its tag
//! ```
//!
//! The nonce is a hash of the context, and the associated data are the first nine bytes and the context. Sealing the same
//! thing twice in one place gives the same bytes, so an archive can be rebuilt and compared.

use crate::keys::{KeyError, KeyId, Keyring, Kind, Result, Secret, cipher, limits};
use cipher::{Cipher, nonce_of};
use zeroize::Zeroizing;

const HEAD_LEN: usize = 9;
/// What is sealed to the team is padded to steps of so many bytes: a telephone number and an address look alike.
pub(crate) const PADDED_TO: usize = 256;

impl Keyring {
    /// Seals under a working key.
    pub fn seal(&self, key: KeyId, context: &[u8], plaintext: &[u8]) -> Result<Vec<u8>> {
        let secret = self.key_to_seal(key, Kind::Working)?;
        sealed(Kind::Working, key, &secret, context, plaintext)
    }

    /// Opens what [`Keyring::seal`] sealed in the same context.
    pub fn open_blob(&self, context: &[u8], blob: &[u8]) -> Result<Vec<u8>> {
        self.opened(Kind::Working, context, blob).map(|mut plain| std::mem::take(&mut *plain))
    }

    /// Which key a blob of either kind was sealed under.
    pub fn key_of(blob: &[u8]) -> Option<KeyId> {
        head(blob).map(|(_, id)| id)
    }

    /// Seals under a sealing key, padded.
    pub fn seal_box(&self, key: KeyId, context: &[u8], plaintext: &[u8]) -> Result<Vec<u8>> {
        let secret = self.key_to_seal(key, Kind::Sealing)?;
        check_len(plaintext)?;
        let padded_len = (plaintext.len() + 4).next_multiple_of(PADDED_TO);
        let mut padded = Zeroizing::new(Vec::with_capacity(padded_len));
        padded.extend_from_slice(&(plaintext.len() as u32).to_be_bytes());
        padded.extend_from_slice(plaintext);
        padded.resize(padded_len, 0);
        sealed(Kind::Sealing, key, &secret, context, &padded)
    }

    /// Opens what [`Keyring::seal_box`] sealed in the same context, when the team's secret is unlocked.
    pub fn open_box(&self, context: &[u8], blob: &[u8]) -> Result<Vec<u8>> {
        let padded = self.opened(Kind::Sealing, context, blob)?;
        let (len, rest) = padded.split_first_chunk().ok_or(KeyError::NotOurs)?;
        let plain = rest.get(..u32::from_be_bytes(*len) as usize).ok_or(KeyError::NotOurs)?;
        Ok(plain.to_vec())
    }

    fn opened(&self, kind: Kind, context: &[u8], blob: &[u8]) -> Result<Zeroizing<Vec<u8>>> {
        let (found, id) = head(blob).ok_or(KeyError::NotOurs)?;
        if found != kind {
            return Err(KeyError::WrongKind(id));
        }
        let secret = self.key(id, kind)?;
        let (head, ciphertext) = blob.split_at(HEAD_LEN);
        Cipher::new(&secret).open(&nonce_of(context), &[head, context].concat(), ciphertext)
    }
}

fn sealed(kind: Kind, id: KeyId, key: &Secret, context: &[u8], plaintext: &[u8]) -> Result<Vec<u8>> {
    check_len(plaintext)?;
    let mut blob = Vec::with_capacity(HEAD_LEN + plaintext.len() + cipher::TAG_LEN);
    blob.push(kind as u8);
    blob.extend_from_slice(&id.0.to_be_bytes());
    let associated = [blob.as_slice(), context].concat();
    blob.extend_from_slice(&Cipher::new(key).seal(&nonce_of(context), &associated, plaintext)?);
    Ok(blob)
}

fn check_len(plaintext: &[u8]) -> Result<()> {
    let limit = limits::SEAL_BYTES_MAX;
    if plaintext.len() > limit {
        return Err(KeyError::Limit { what: "bytes sealed at once", limit: limit as u64 });
    }
    Ok(())
}

fn head(blob: &[u8]) -> Option<(Kind, KeyId)> {
    let (&first, rest) = blob.split_first()?;
    let kind = match first {
        1 => Kind::Working,
        2 => Kind::Sealing,
        _ => return None,
    };
    let id = KeyId(u64::from_be_bytes(*rest.first_chunk()?));
    (id.0 != 0).then_some((kind, id))
}
