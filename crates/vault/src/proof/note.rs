//! Signed notes (C2SP signed-note): a short text with lines of signatures below it.
//!
//! Reading a note trusts nothing: what it says counts only after [`Note::verify`] with keys that the reader chose.
//! Signatures of unknown keys are kept and not looked at.

use super::key::{VerifierKey, must_be_a_name};
use super::text::{base64, from_base64};
use std::fmt;
use std::str::FromStr;

/// Bytes of a note, at most: room for 16 post-quantum signatures of 5 kB, as the specification asks.
pub const NOTE_BYTES_MAX: usize = 128 << 10;
/// Signatures of a note, at most.
pub const SIGNATURES_MAX: usize = 64;
/// Bytes of one line of a signature, at most.
const SIGNATURE_LINE_BYTES_MAX: usize = 8 << 10;
const DASH: &str = "\u{2014} ";

/// What is wrong with a note, a checkpoint or a key.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum NoteError {
    /// Beyond a limit.
    #[error("{what} is beyond the limit of {limit}")]
    Limit {
        /// What is too large.
        what: &'static str,
        /// The limit.
        limit: usize,
    },
    /// Not UTF-8, or with control characters.
    #[error("this is no signed note: it holds characters that a note must not hold")]
    Characters,
    /// No text above signatures.
    #[error("this is no signed note: a text, an empty line, then lines of signatures are expected")]
    Form,
    /// A line of a signature.
    #[error("line {0} of the signatures is none: a dash, a name and a signature in base 64 are expected")]
    SignatureLine(usize),
    /// A name of a key.
    #[error("a key's name must be short and without spaces and plus signs")]
    Name,
    /// A text that should be a key.
    #[error("this is no key: one looks like name+1234abcd+… in one line")]
    Key,
    /// A key of another kind.
    #[error("a key of this kind is not understood: Ed25519 keys and cosignature/v1 keys are")]
    Algorithm,
    /// A known key's signature that does not fit.
    #[error("the signature of {name} does not fit: the text was changed, or the key is another")]
    Signature {
        /// The key's name.
        name: String,
    },
    /// No signature of a known key.
    #[error("no key that is trusted has signed this")]
    Unsigned,
    /// A text that is no checkpoint.
    #[error("this is no checkpoint: {0}")]
    Checkpoint(&'static str),
}

/// One line of a signature.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoteSignature {
    name: String,
    id: [u8; 4],
    bytes: Vec<u8>,
}

impl NoteSignature {
    pub(super) fn new(key: &VerifierKey, bytes: Vec<u8>) -> NoteSignature {
        NoteSignature { name: key.name().to_owned(), id: key.id(), bytes }
    }

    /// Name of the key that it says it is of.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Id of that key.
    pub fn id(&self) -> [u8; 4] {
        self.id
    }

    /// The signature itself.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }
}

impl fmt::Display for NoteSignature {
    /// The line, without its newline.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{DASH}{} {}", self.name, base64(&[self.id.as_slice(), &self.bytes].concat()))
    }
}

impl FromStr for NoteSignature {
    type Err = NoteError;

    fn from_str(line: &str) -> Result<NoteSignature, NoteError> {
        let wrong = NoteError::SignatureLine(1);
        if line.len() > SIGNATURE_LINE_BYTES_MAX {
            return Err(NoteError::Limit { what: "a signature", limit: SIGNATURE_LINE_BYTES_MAX });
        }
        let (name, signature) = line.strip_prefix(DASH).and_then(|rest| rest.split_once(' ')).ok_or(wrong.clone())?;
        must_be_a_name(name)?;
        let bytes = from_base64(signature).ok_or(wrong.clone())?;
        let (id, bytes) = bytes.split_first_chunk::<4>().filter(|(_, bytes)| !bytes.is_empty()).ok_or(wrong)?;
        Ok(NoteSignature { name: name.to_owned(), id: *id, bytes: bytes.to_vec() })
    }
}

/// A signature that was checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GoodSignature {
    /// Whose.
    pub key: VerifierKey,
    /// Seconds since 1970, where it is a cosignature.
    pub time: Option<u64>,
}

/// A text with signatures.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    text: String,
    signatures: Vec<NoteSignature>,
}

impl Note {
    /// A note with its first signature.
    pub fn new(text: &str, signature: NoteSignature) -> Result<Note, NoteError> {
        let note = Note { text: text.to_owned(), signatures: vec![signature] };
        // What could not be read again is not written.
        let read = Note::parse(note.to_string().as_bytes())?;
        if read == note { Ok(note) } else { Err(NoteError::Form) }
    }

    /// Reads a note.
    pub fn parse(bytes: &[u8]) -> Result<Note, NoteError> {
        if bytes.len() > NOTE_BYTES_MAX {
            return Err(NoteError::Limit { what: "a note", limit: NOTE_BYTES_MAX });
        }
        let whole = std::str::from_utf8(bytes).map_err(|_| NoteError::Characters)?;
        if whole.chars().any(|letter| letter < ' ' && letter != '\n') {
            return Err(NoteError::Characters);
        }
        let end = whole.rfind("\n\n").ok_or(NoteError::Form)?;
        let (text, rest) = whole.split_at(end + 1);
        let signatures = parse_signatures(rest.strip_prefix('\n').unwrap_or(rest))?;
        Ok(Note { text: text.to_owned(), signatures })
    }

    /// The text that is signed, with its last newline.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Every signature, of known and unknown keys.
    pub fn signatures(&self) -> &[NoteSignature] {
        &self.signatures
    }

    /// Adds a signature, in place of an earlier one of the same key.
    pub fn add(&mut self, signature: NoteSignature) -> Result<(), NoteError> {
        let same = |other: &NoteSignature| other.id == signature.id && other.name == signature.name;
        let place = self.signatures.iter().position(same);
        if place.is_none() && self.signatures.len() >= SIGNATURES_MAX {
            return Err(NoteError::Limit { what: "a note's signatures", limit: SIGNATURES_MAX });
        }
        match place {
            Some(place) => self.signatures[place] = signature,
            None => self.signatures.push(signature),
        }
        Ok(())
    }

    /// The signatures of these keys, each key once. One that does not fit spoils the note; none at all is an error too.
    pub fn verify(&self, keys: &[VerifierKey]) -> Result<Vec<GoodSignature>, NoteError> {
        let mut good: Vec<GoodSignature> = Vec::new();
        for signature in &self.signatures {
            for key in keys.iter().filter(|key| key.is_named_by(signature)) {
                let time = key.check(&self.text, signature)?;
                if !good.iter().any(|known| known.key == *key) {
                    good.push(GoodSignature { key: key.clone(), time });
                }
            }
        }
        if good.is_empty() { Err(NoteError::Unsigned) } else { Ok(good) }
    }
}

impl fmt::Display for Note {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.text)?;
        formatter.write_str("\n")?;
        self.signatures.iter().try_for_each(|signature| writeln!(formatter, "{signature}"))
    }
}

/// Lines of signatures, each with its newline; at least one.
pub fn parse_signatures(lines: &str) -> Result<Vec<NoteSignature>, NoteError> {
    let lines = lines.strip_suffix('\n').ok_or(NoteError::Form)?;
    let mut signatures = Vec::new();
    for (number, line) in (1..).zip(lines.split('\n')) {
        if signatures.len() >= SIGNATURES_MAX {
            return Err(NoteError::Limit { what: "a note's signatures", limit: SIGNATURES_MAX });
        }
        signatures.push(line.parse().map_err(|error| match error {
            NoteError::SignatureLine(_) => NoteError::SignatureLine(number),
            other => other,
        })?);
    }
    Ok(signatures)
}
