//! Proofs: what an outsider who kept one small text can find out about everything that was written before it.
//!
//! The formats are public ones (RFC 6962 and 9162, C2SP's transparency logs, RFC 3161), so that nobody needs this
//! program to check them. Written here and not taken from a crate: together they are a few hundred lines, a proof is
//! only worth what a reader can follow, and the crates at hand (`tlog_tiles`, `signed_note`) bring a log's server along.
//!
//! What is deliberately absent: files, sockets, a clock, and any content of an entry.

pub mod checkpoint;
pub mod consistency;
pub mod cosignature;
pub mod inclusion;
pub mod key;
pub mod note;
mod path;
pub mod subtree;
mod text;
pub mod tile;
pub mod timestamp;
pub mod tree;
pub mod witness;

/// What is wrong with a proof, or keeps one from being made.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ProofError {
    /// The leaf or the range of leaves is not in the tree.
    #[error("there is no subtree of entries {start} to {end} in a tree of {size}")]
    OutOfRange {
        /// The first leaf.
        start: u64,
        /// The end, which is not part of it.
        end: u64,
        /// Leaves of the tree.
        size: u64,
    },
    /// Too few or too many hashes.
    #[error("the proof has {found} hashes where {wanted} are needed")]
    Length {
        /// Hashes of the proof.
        found: usize,
        /// Hashes that the sizes ask for.
        wanted: usize,
    },
    /// The hashes do not lead to the root that they should lead to.
    #[error("the proof does not lead to the {0} root: what was shown is not what the root was made of")]
    WrongRoot(&'static str),
    /// A hash that is needed to make a proof is not at hand.
    #[error("the hash of entries {start} to {end} is not at hand")]
    NoHash {
        /// The first leaf.
        start: u64,
        /// The end, which is not part of it.
        end: u64,
    },
}
