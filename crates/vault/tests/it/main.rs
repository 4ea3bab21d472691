//! Tests of the vault: keys and sealing against damage, theft and other processes; proofs against public vectors, against
//! other algorithms for the same, and against what an adversary would send.
#![expect(clippy::unwrap_used, clippy::print_stdout, reason = "helpers of tests fail and speak as tests do")]

mod bench;
mod compat;
mod copies;
mod damage;
mod disk;
mod fuzz;
mod fuzz_proof;
mod fuzzing;
mod keys;
mod notes;
mod people;
mod processes;
mod rfc9162;
mod shared;
mod stream;
mod support;
mod tiles;
mod timestamps;
mod tree_proofs;
mod vectors;
mod witnessing;
