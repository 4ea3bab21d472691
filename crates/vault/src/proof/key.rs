//! Keys of notes: Ed25519 (RFC 8032) under a name, for signing a text as its author (type 0x01) or as a witness of a
//! checkpoint (type 0x04), in the text forms of C2SP signed-note and of Go's `note` package.
//!
//! ECDSA and ML-DSA keys are not read: their signatures count as those of unknown keys.

use super::cosignature;
use super::note::{NoteError, NoteSignature};
use super::text::{base64, from_base64};
use crate::Hash;
use ed25519_dalek::{Signer, SigningKey, VerifyingKey};
use std::fmt;
use std::str::FromStr;

/// Bytes of a key's name, at most.
pub const NAME_BYTES_MAX: usize = 255;
const SECRET: &str = "PRIVATE+KEY+";

/// What a key signs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Algorithm {
    /// The text of the note, as it stands.
    Ed25519,
    /// A checkpoint with the time at which it was found consistent: `cosignature/v1`.
    CosignatureV1,
}

impl Algorithm {
    fn byte(self) -> u8 {
        match self {
            Algorithm::Ed25519 => 0x01,
            Algorithm::CosignatureV1 => 0x04,
        }
    }

    fn of(byte: u8) -> Option<Algorithm> {
        [Algorithm::Ed25519, Algorithm::CosignatureV1].into_iter().find(|known| known.byte() == byte)
    }
}

/// A key that signatures are checked with: its text form is `name+id+key`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct VerifierKey {
    name: String,
    id: [u8; 4],
    algorithm: Algorithm,
    key: [u8; 32],
}

impl VerifierKey {
    /// A key by its parts; the id follows from them.
    pub fn new(name: &str, algorithm: Algorithm, key: [u8; 32]) -> Result<VerifierKey, NoteError> {
        must_be_a_name(name)?;
        // A point that is none, or of small order, would be found out at its first signature only.
        if VerifyingKey::from_bytes(&key).map_or(true, |key| key.is_weak()) {
            return Err(NoteError::Key);
        }
        Ok(VerifierKey { name: name.to_owned(), id: id(name, algorithm, &key), algorithm, key })
    }

    /// Under which name it signs.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The first four bytes of a hash over name, type and key: it tells keys apart and proves nothing.
    pub fn id(&self) -> [u8; 4] {
        self.id
    }

    /// What it signs.
    pub fn algorithm(&self) -> Algorithm {
        self.algorithm
    }

    /// The 32 bytes of the point.
    pub fn public(&self) -> [u8; 32] {
        self.key
    }

    /// Whether a signature says that it is of this key.
    pub fn is_named_by(&self, signature: &NoteSignature) -> bool {
        self.id == signature.id() && self.name == signature.name()
    }

    /// Checks a signature over a text; gives the time of a cosignature.
    pub fn check(&self, text: &str, signature: &NoteSignature) -> Result<Option<u64>, NoteError> {
        let wrong = || NoteError::Signature { name: self.name.clone() };
        let (message, bytes, time) = match self.algorithm {
            Algorithm::Ed25519 => (text.as_bytes().to_vec(), signature.bytes(), None),
            Algorithm::CosignatureV1 => {
                let (time, bytes) = cosignature::split(signature.bytes()).ok_or_else(wrong)?;
                (cosignature::message(time, text), bytes, Some(time))
            }
        };
        let bytes: [u8; 64] = bytes.try_into().map_err(|_| wrong())?;
        let key = VerifyingKey::from_bytes(&self.key).map_err(|_| NoteError::Key)?;
        // Strict: one form of a signature only, so that a note cannot be varied without its key.
        key.verify_strict(&message, &ed25519_dalek::Signature::from_bytes(&bytes)).map_err(|_| wrong())?;
        Ok(time)
    }
}

impl fmt::Display for VerifierKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let id = u32::from_be_bytes(self.id);
        let key = [&[self.algorithm.byte()], self.key.as_slice()].concat();
        write!(formatter, "{}+{id:08x}+{}", self.name, base64(&key))
    }
}

impl fmt::Debug for VerifierKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, formatter)
    }
}

impl FromStr for VerifierKey {
    type Err = NoteError;

    fn from_str(text: &str) -> Result<VerifierKey, NoteError> {
        let (name, id, algorithm, key) = parts(text)?;
        let key = VerifierKey::new(name, algorithm, key)?;
        if key.id == id { Ok(key) } else { Err(NoteError::Key) }
    }
}

/// A key that signs. Its `Debug` prints nothing of the secret half.
pub struct NoteSigner {
    secret: SigningKey,
    public: VerifierKey,
}

impl NoteSigner {
    /// A log's key from 32 secret bytes: signs texts as their author.
    pub fn from_seed(seed: [u8; 32], name: &str) -> Result<NoteSigner, NoteError> {
        NoteSigner::new(seed, name, Algorithm::Ed25519)
    }

    /// A witness's key from 32 secret bytes: signs checkpoints with a time.
    pub fn witness_from_seed(seed: [u8; 32], name: &str) -> Result<NoteSigner, NoteError> {
        NoteSigner::new(seed, name, Algorithm::CosignatureV1)
    }

    fn new(seed: [u8; 32], name: &str, algorithm: Algorithm) -> Result<NoteSigner, NoteError> {
        let secret = SigningKey::from_bytes(&seed);
        let public = VerifierKey::new(name, algorithm, secret.verifying_key().to_bytes())?;
        Ok(NoteSigner { secret, public })
    }

    /// The key that its signatures are checked with.
    pub fn verifier(&self) -> &VerifierKey {
        &self.public
    }

    /// Signs a text. A log's key takes no time; a witness's key takes seconds since 1970.
    pub fn sign(&self, text: &str, time: u64) -> NoteSignature {
        let bytes = match self.public.algorithm {
            Algorithm::Ed25519 => self.secret.sign(text.as_bytes()).to_bytes().to_vec(),
            Algorithm::CosignatureV1 => {
                let time = time.min(cosignature::TIME_MAX);
                let signature = self.secret.sign(&cosignature::message(time, text)).to_bytes();
                cosignature::join(time, &signature)
            }
        };
        NoteSignature::new(&self.public, bytes)
    }

    /// The text form, for a file that only its owner can read.
    pub fn to_text(&self) -> String {
        let id = u32::from_be_bytes(self.public.id);
        let key = [&[self.public.algorithm.byte()], self.secret.as_bytes().as_slice()].concat();
        format!("{SECRET}{}+{id:08x}+{}", self.public.name, base64(&key))
    }

    /// Reads the text form.
    pub fn parse(text: &str) -> Result<NoteSigner, NoteError> {
        let (name, id, algorithm, seed) = parts(text.strip_prefix(SECRET).ok_or(NoteError::Key)?)?;
        let signer = NoteSigner::new(seed, name, algorithm)?;
        if signer.public.id == id { Ok(signer) } else { Err(NoteError::Key) }
    }
}

impl fmt::Debug for NoteSigner {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("NoteSigner").field("public", &self.public).finish_non_exhaustive()
    }
}

/// Refuses what is no name of a key.
pub(super) fn must_be_a_name(name: &str) -> Result<(), NoteError> {
    let spoils = |letter: char| letter == '+' || letter.is_whitespace() || letter < ' ';
    let is_name = !name.is_empty() && name.len() <= NAME_BYTES_MAX && !name.chars().any(spoils);
    if is_name { Ok(()) } else { Err(NoteError::Name) }
}

fn id(name: &str, algorithm: Algorithm, key: &[u8; 32]) -> [u8; 4] {
    let hash = Hash::of_parts(&[name.as_bytes(), b"\n", &[algorithm.byte()], key]);
    [hash.0[0], hash.0[1], hash.0[2], hash.0[3]]
}

/// Name, id, algorithm and key of a text form.
type Parts<'a> = (&'a str, [u8; 4], Algorithm, [u8; 32]);

/// Takes `name+id+key` apart.
fn parts(text: &str) -> Result<Parts<'_>, NoteError> {
    let mut parts = text.splitn(3, '+');
    let (Some(name), Some(id), Some(key)) = (parts.next(), parts.next(), parts.next()) else {
        return Err(NoteError::Key);
    };
    let plain = id.len() == 8 && id.bytes().all(|digit| matches!(digit, b'0'..=b'9' | b'a'..=b'f'));
    let id = u32::from_str_radix(id, 16).ok().filter(|_| plain).ok_or(NoteError::Key)?;
    let key = from_base64(key).ok_or(NoteError::Key)?;
    let (&algorithm, key) = key.split_first().ok_or(NoteError::Key)?;
    let algorithm = Algorithm::of(algorithm).ok_or(NoteError::Algorithm)?;
    Ok((name, id.to_be_bytes(), algorithm, key.try_into().map_err(|_| NoteError::Key)?))
}
