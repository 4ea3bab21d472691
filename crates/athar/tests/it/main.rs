//! Tests of the binary as people meet it: arguments and files in, output, exit codes and archives out.
//!
//! Ordinary tests work on lists of some hundred people. What takes over a minute is ignored here and run by
//! `scripts/test --long`, in release.
#![expect(clippy::unwrap_used, clippy::print_stdout, reason = "helpers of tests fail and speak as tests do")]

mod backup;
mod bad_input;
mod bad_rows;
mod canaries;
mod decisions;
mod demo;
mod desk;
mod desk_alone;
mod drill;
mod evaluate;
mod exit_codes;
mod full_disk;
mod help;
mod keys;
mod kills;
mod label;
mod large;
mod lists;
mod logs;
mod match_models;
mod name_index;
mod people;
mod place;
mod proofs;
mod real;
mod report;
mod road;
mod run;

mod serve;
mod sheets;
mod speed;
mod threads;
mod tidy;
