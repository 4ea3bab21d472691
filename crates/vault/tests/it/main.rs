//! Tests of the vault: proofs against public vectors, against other algorithms for the same, and against what an
//! adversary would send.
#![expect(clippy::unwrap_used, clippy::print_stdout, reason = "helpers of tests fail and speak as tests do")]

mod fuzz_proof;
mod notes;
mod rfc9162;
mod shared;
mod tiles;
mod timestamps;
mod tree_proofs;
mod vectors;
mod witnessing;
