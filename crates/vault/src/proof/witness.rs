//! A witness (C2SP tlog-witness): for each log it knows it remembers one head, and signs a newer one only when that
//! begins with everything in the one it remembers. So a log that shows two people two histories is found out.
//!
//! Here is the deciding only. Where the heads are kept is the caller's, behind [`Memory`], which must look and keep in one
//! step and durably before anything is answered: otherwise the race that the specification describes signs a fork.
//! No HTTP, no files, no clock.

use super::checkpoint::{SignedCheckpoint, TreeHead};
use super::consistency;
use super::key::{NoteSigner, VerifierKey};
use super::note::{NOTE_BYTES_MAX, NoteError};
use super::text::{base64, decimal, hash_from_base64};
use crate::Hash;
use std::fmt;

/// Hashes of a proof, at most, as the specification says.
pub const PROOF_LINES_MAX: usize = 63;
/// Bytes of a request, at most.
pub const REQUEST_BYTES_MAX: usize = NOTE_BYTES_MAX + 64 * (PROOF_LINES_MAX + 1);
/// Content type of the answer that names the size which the witness knows.
pub const SIZE_CONTENT_TYPE: &str = "text/x.tlog.size";

/// A request to cosign a checkpoint.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AddCheckpoint {
    /// Size of the tree that the proof begins at.
    pub old_size: u64,
    /// Consistency proof from there to the checkpoint.
    pub proof: Vec<Hash>,
    /// The checkpoint.
    pub signed: SignedCheckpoint,
}

impl AddCheckpoint {
    /// Reads the body of a request.
    pub fn parse(body: &[u8]) -> Result<AddCheckpoint, NoteError> {
        if body.len() > REQUEST_BYTES_MAX {
            return Err(NoteError::Limit { what: "a request", limit: REQUEST_BYTES_MAX });
        }
        let mut rest = body;
        let mut line = || {
            let end = rest.iter().position(|&byte| byte == b'\n')?;
            let (line, after) = rest.split_at(end);
            rest = &after[1..];
            std::str::from_utf8(line).ok()
        };
        let wrong = NoteError::Checkpoint("a line with the old size, the proof and an empty line come first");
        let old_size = line().and_then(|line| line.strip_prefix("old ")).and_then(decimal).ok_or(wrong.clone())?;
        let mut proof = Vec::new();
        loop {
            let line = line().ok_or(wrong.clone())?;
            if line.is_empty() {
                break;
            }
            if proof.len() == PROOF_LINES_MAX {
                return Err(NoteError::Limit { what: "a proof", limit: PROOF_LINES_MAX });
            }
            proof.push(hash_from_base64(line).ok_or(wrong.clone())?);
        }
        Ok(AddCheckpoint { old_size, proof, signed: SignedCheckpoint::parse(rest)? })
    }

    /// Whether the proof leads from a head that is known to the checkpoint.
    fn leads_from(&self, known: TreeHead) -> bool {
        let new = self.signed.checkpoint.head();
        if self.old_size == 0 || self.old_size == new.size {
            return self.proof.is_empty();
        }
        consistency::check(known.size, known.root, new.size, new.root, &self.proof).is_ok()
    }
}

impl fmt::Display for AddCheckpoint {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(formatter, "old {}", self.old_size)?;
        self.proof.iter().try_for_each(|hash| writeln!(formatter, "{}", base64(&hash.0)))?;
        write!(formatter, "\n{}", self.signed.note)
    }
}

/// A log that a witness watches.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WatchedLog {
    /// The first line of its checkpoints.
    pub origin: String,
    /// Keys that its checkpoints are signed with.
    pub keys: Vec<VerifierKey>,
}

/// What a witness answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// Lines of cosignatures.
    Cosigned(String),
    /// The request is not understood, or its old size is beyond the new one.
    BadRequest,
    /// No trusted key has signed the checkpoint.
    Forbidden,
    /// The log is not watched.
    NotFound,
    /// The witness knows a head of this size, and the request begins elsewhere or says otherwise.
    Conflict(u64),
    /// The proof does not lead from the known head to the checkpoint.
    Unprocessable,
}

impl Answer {
    /// The status of HTTP.
    pub fn status(&self) -> u16 {
        match self {
            Answer::Cosigned(_) => 200,
            Answer::BadRequest => 400,
            Answer::Forbidden => 403,
            Answer::NotFound => 404,
            Answer::Conflict(_) => 409,
            Answer::Unprocessable => 422,
        }
    }

    /// Type and text of the answer's body.
    pub fn body(&self) -> (&'static str, String) {
        let plain = "text/plain; charset=utf-8";
        match self {
            Answer::Cosigned(lines) => (plain, lines.clone()),
            Answer::Conflict(size) => (SIZE_CONTENT_TYPE, format!("{size}\n")),
            Answer::BadRequest => (plain, "not understood\n".to_owned()),
            Answer::Forbidden => (plain, "no trusted signature\n".to_owned()),
            Answer::NotFound => (plain, "unknown log\n".to_owned()),
            Answer::Unprocessable => (plain, "the proof does not hold\n".to_owned()),
        }
    }
}

/// Where a witness keeps the newest head of each log.
pub trait Memory {
    /// What can go wrong with it.
    type Error;

    /// Hands the head that is kept for a log to `next`, which gives a newer one to keep or an answer that refuses.
    ///
    /// Looking and keeping are one step: nobody else looks or keeps in between. What is kept is durable when this returns,
    /// and when it fails, nobody may be told that it is kept.
    fn advance(
        &self,
        origin: &str,
        next: &mut dyn FnMut(Option<TreeHead>) -> Result<TreeHead, Answer>,
    ) -> Result<Result<TreeHead, Answer>, Self::Error>;
}

/// A witness: its key, and the logs that it watches.
#[derive(Debug)]
pub struct Witness {
    signer: NoteSigner,
    logs: Vec<WatchedLog>,
}

impl Witness {
    /// A witness for these logs. Its key is one for cosignatures.
    pub fn new(signer: NoteSigner, logs: Vec<WatchedLog>) -> Witness {
        Witness { signer, logs }
    }

    /// The key that its cosignatures are checked with.
    pub fn verifier(&self) -> &VerifierKey {
        self.signer.verifier()
    }

    /// Answers a request at a time in seconds since 1970.
    pub fn answer<M: Memory>(&self, body: &[u8], time: u64, memory: &M) -> Result<Answer, M::Error> {
        let Ok(request) = AddCheckpoint::parse(body) else { return Ok(Answer::BadRequest) };
        let checkpoint = &request.signed.checkpoint;
        let Some(log) = self.logs.iter().find(|log| log.origin == checkpoint.origin()) else {
            return Ok(Answer::NotFound);
        };
        if request.signed.verify(&log.keys).is_err() {
            return Ok(Answer::Forbidden);
        }
        if request.old_size > checkpoint.head().size {
            return Ok(Answer::BadRequest);
        }
        let advanced = memory.advance(&log.origin, &mut |known| decide(&request, known))?;
        Ok(match advanced {
            Ok(_) => {
                let signature = self.signer.sign(request.signed.note.text(), time);
                Answer::Cosigned(format!("{signature}\n"))
            }
            Err(refusal) => refusal,
        })
    }
}

/// The head to keep, or the refusal: pure, so that every interleaving of it can be tried.
pub fn decide(request: &AddCheckpoint, known: Option<TreeHead>) -> Result<TreeHead, Answer> {
    let known = known.unwrap_or_else(TreeHead::empty);
    let new = request.signed.checkpoint.head();
    if request.old_size > new.size {
        return Err(Answer::BadRequest);
    }
    if request.old_size != known.size {
        return Err(Answer::Conflict(known.size));
    }
    if !request.leads_from(known) {
        return Err(Answer::Unprocessable);
    }
    if new.size == known.size && new.root != known.root {
        return Err(Answer::Conflict(known.size));
    }
    Ok(new)
}
