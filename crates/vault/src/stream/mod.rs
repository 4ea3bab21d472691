//! Sealing files of any length in segments: the STREAM construction (Hoang, Reyhanitabar, Rogaway, Vizár, 2015) over
//! AES-256-GCM-SIV.
//!
//! ```text
//! 0   1   version, 1
//! 1   1   kind of key: 1 working, 2 sealing
//! 2   8   the key's id, big-endian
//! 10  16  salt
//! 26  ..  segments of 64 KiB with a tag of 16 bytes each; the last one may be shorter
//! ```
//!
//! Each stream has a key of its own, derived (HKDF-SHA256) from the key, the salt, the head and the context. A segment's
//! nonce is its number and whether it is the last: what is cut off, moved, doubled or put together from two files is an
//! error. A reader hands out a segment only when its tag was right; what comes after it may still turn out to be missing,
//! so nobody should act on a file before its end was read.
//!
//! The length of a file is not hidden.

mod opening;
mod sealing;

use crate::keys::cipher::{Cipher, TAG_LEN, derive, random_bytes};
use crate::keys::{KeyError, KeyId, Keyring, Kind, Result, Secret};
pub use opening::OpeningReader;
pub use sealing::SealingWriter;
use std::io::{Read, Write};

/// Bytes of content a segment.
pub const SEGMENT_LEN: usize = 64 * 1024;
const HEAD_LEN: usize = 26;
const SEALED_LEN: usize = SEGMENT_LEN + TAG_LEN;

impl Keyring {
    /// A writer that seals what is written to it under a key of either kind. It must be told when the content ends:
    /// [`SealingWriter::finish`].
    pub fn sealing_writer<W: Write>(&self, key: KeyId, context: &[u8], mut to: W) -> Result<SealingWriter<W>> {
        let (kind, secret) = match self.key_to_seal(key, Kind::Working) {
            Err(KeyError::WrongKind(_)) => (Kind::Sealing, self.key_to_seal(key, Kind::Sealing)?),
            secret => (Kind::Working, secret?),
        };
        let mut head = [0; HEAD_LEN];
        head[0] = 1;
        head[1] = kind as u8;
        head[2..10].copy_from_slice(&key.0.to_be_bytes());
        head[10..].copy_from_slice(&random_bytes::<16>()?);
        to.write_all(&head).map_err(|source| KeyError::io("write", "a sealed file".as_ref(), source))?;
        Ok(SealingWriter::new(to, Segments::new(&secret, &head, context)))
    }

    /// A reader of what such a writer wrote in the same context.
    pub fn opening_reader<R: Read>(&self, context: &[u8], mut from: R) -> Result<OpeningReader<R>> {
        let mut head = [0; HEAD_LEN];
        match from.read_exact(&mut head) {
            Ok(()) => {}
            Err(error) if error.kind() == std::io::ErrorKind::UnexpectedEof => return Err(KeyError::NotOurs),
            Err(source) => return Err(KeyError::io("read", "a sealed file".as_ref(), source)),
        }
        let (kind, id) = parsed(&head)?;
        let secret = self.key(id, kind)?;
        Ok(OpeningReader::new(from, Segments::new(&secret, &head, context)))
    }

    /// Which key a stream was sealed under, by its first 26 bytes.
    pub fn key_of_stream(head: &[u8]) -> Option<KeyId> {
        parsed(head.first_chunk()?).ok().map(|(_, id)| id)
    }
}

fn parsed(head: &[u8; HEAD_LEN]) -> Result<(Kind, KeyId)> {
    let mut id = [0; 8];
    id.copy_from_slice(&head[2..10]);
    let kind = match (head[0], head[1]) {
        (1, 1) => Kind::Working,
        (1, 2) => Kind::Sealing,
        (found @ 2.., 1 | 2) => return Err(KeyError::Newer { found: found.into(), known: 1 }),
        _ => return Err(KeyError::NotOurs),
    };
    Ok((kind, KeyId(u64::from_be_bytes(id))))
}

/// The cipher of one stream, and which segment is next.
struct Segments {
    cipher: Cipher,
    next: u64,
}

impl Segments {
    fn new(key: &Secret, head: &[u8; HEAD_LEN], context: &[u8]) -> Segments {
        let key = derive(&**key, &head[10..], &[b"athar/stream/1", head, context]);
        Segments { cipher: Cipher::new(&key), next: 0 }
    }

    /// The nonce of the next segment: the counter of 64 bits does not run over within the life of a disk.
    fn nonce(&mut self, is_last: bool) -> [u8; 12] {
        let mut nonce = [0; 12];
        nonce[3..11].copy_from_slice(&self.next.to_be_bytes());
        nonce[11] = is_last.into();
        self.next += 1;
        nonce
    }
}
