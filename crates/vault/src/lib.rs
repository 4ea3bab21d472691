//! What an archive needs so that it survives theft, forgetting and doubt: keys and sealing, and proofs that nothing
//! was changed.
//!
//! What is deliberately absent: SQL, records, people. Bytes come in and go out; a clock is an argument.
#![forbid(unsafe_code)]

pub mod disk;
mod hash;
pub mod proof;

pub use hash::{Hash, HashError};
