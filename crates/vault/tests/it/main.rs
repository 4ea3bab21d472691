//! Tests of the vault.
#![expect(clippy::unwrap_used, clippy::print_stdout, reason = "helpers of tests fail and speak as tests do")]

mod bench;
mod compat;
mod copies;
mod damage;
mod fuzz;
mod keys;
mod people;
mod processes;
mod stream;
mod support;
