//! What an archive needs so that it survives theft, forgetting and doubt: keys and sealing, and proofs that nothing
//! was changed.
//!
//! What is deliberately absent: SQL, records, people. Bytes come in and go out; a clock is an argument.
#![forbid(unsafe_code)]

pub mod disk;
pub mod frames;
mod hash;
pub mod hex;
pub mod keys;
pub mod proof;
mod seal;
pub mod stream;
pub mod system;

pub use hash::{Hash, HashError};
