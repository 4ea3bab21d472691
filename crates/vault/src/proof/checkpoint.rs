//! Checkpoints (C2SP tlog-checkpoint): one small text that fixes everything a log said so far: its origin, its size and
//! its root. A signed one is a note.
//!
//! A checkpoint says nothing about whether its log is truthful, and nothing about time: witnesses and timestamps do.

use super::key::{NoteSigner, VerifierKey};
use super::note::{GoodSignature, Note, NoteError};
use super::text::{base64, decimal, hash_from_base64};
use crate::Hash;
use std::fmt;
use std::str::FromStr;

/// Bytes of an origin, at most.
pub const ORIGIN_BYTES_MAX: usize = 255;
/// Lines beyond the first three, at most.
pub const EXTENSION_LINES_MAX: usize = 16;

/// Size and root of a tree.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct TreeHead {
    /// Number of leaves.
    pub size: u64,
    /// Root of the tree over them.
    pub root: Hash,
}

impl TreeHead {
    /// The head of an empty tree.
    pub fn empty() -> TreeHead {
        TreeHead { size: 0, root: Hash::of(&[]) }
    }
}

/// What a log signs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checkpoint {
    origin: String,
    head: TreeHead,
    extensions: Vec<String>,
}

impl Checkpoint {
    /// The checkpoint of a log at a head.
    pub fn new(origin: &str, head: TreeHead) -> Result<Checkpoint, NoteError> {
        let made = Checkpoint { origin: origin.to_owned(), head, extensions: Vec::new() };
        made.to_string().parse()
    }

    /// Which log it is of.
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// Size and root.
    pub fn head(&self) -> TreeHead {
        self.head
    }

    /// Lines beyond the first three, which nobody audits.
    pub fn extensions(&self) -> &[String] {
        &self.extensions
    }

    /// Signs it as its log.
    pub fn sign(&self, signer: &NoteSigner) -> Result<Note, NoteError> {
        let text = self.to_string();
        let signature = signer.sign(&text, 0);
        Note::new(&text, signature)
    }
}

impl fmt::Display for Checkpoint {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Checkpoint { origin, head, extensions } = self;
        writeln!(formatter, "{origin}\n{}\n{}", head.size, base64(&head.root.0))?;
        extensions.iter().try_for_each(|line| writeln!(formatter, "{line}"))
    }
}

impl FromStr for Checkpoint {
    type Err = NoteError;

    fn from_str(text: &str) -> Result<Checkpoint, NoteError> {
        let lines = text.strip_suffix('\n').ok_or(NoteError::Checkpoint("its last line does not end"))?;
        let mut lines = lines.split('\n');
        let mut next = |missing| lines.next().filter(|line| !line.is_empty()).ok_or(NoteError::Checkpoint(missing));
        let origin = next("its first line, the origin, is missing")?;
        let size = next("its second line, the size, is missing")?;
        let root = next("its third line, the root, is missing")?;
        if origin.len() > ORIGIN_BYTES_MAX {
            return Err(NoteError::Limit { what: "an origin", limit: ORIGIN_BYTES_MAX });
        }
        if origin.chars().any(|letter| letter < ' ') {
            return Err(NoteError::Characters);
        }
        let size = decimal(size).ok_or(NoteError::Checkpoint("its second line is no size"))?;
        let root = hash_from_base64(root).ok_or(NoteError::Checkpoint("its third line is no root"))?;
        let extensions: Vec<String> = lines.map(str::to_owned).collect();
        if extensions.len() > EXTENSION_LINES_MAX {
            return Err(NoteError::Limit { what: "a checkpoint's lines", limit: EXTENSION_LINES_MAX + 3 });
        }
        if extensions.iter().any(String::is_empty) {
            return Err(NoteError::Checkpoint("it has an empty line"));
        }
        let head = TreeHead { size, root };
        if size == 0 && head != TreeHead::empty() {
            return Err(NoteError::Checkpoint("its root is not that of an empty log"));
        }
        Ok(Checkpoint { origin: origin.to_owned(), head, extensions })
    }
}

/// A checkpoint with its signatures.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignedCheckpoint {
    /// What is said.
    pub checkpoint: Checkpoint,
    /// The note that says it.
    pub note: Note,
}

impl SignedCheckpoint {
    /// Reads a note whose text is a checkpoint. Nothing is verified.
    pub fn parse(bytes: &[u8]) -> Result<SignedCheckpoint, NoteError> {
        let note = Note::parse(bytes)?;
        let checkpoint = note.text().parse()?;
        Ok(SignedCheckpoint { checkpoint, note })
    }

    /// The signatures of these keys: the log's own, and those of witnesses.
    pub fn verify(&self, keys: &[VerifierKey]) -> Result<Vec<GoodSignature>, NoteError> {
        self.note.verify(keys)
    }
}
