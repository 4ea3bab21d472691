//! Tests of the archive, each on SQLite and on PostgreSQL.
#![expect(clippy::unwrap_used, clippy::print_stdout, reason = "helpers of tests fail and speak as tests do")]

mod accept;
mod access;
mod agreement;
mod backup;
mod bench;
mod bench_ciphertext;
mod canaries;
mod casework;
mod checkpoint;
mod counting;
mod crash;
mod decide;
mod desks;
mod engines;
#[cfg(target_os = "linux")]
mod faults;
mod fixtures;
mod forged;
mod forger;
mod forgetting;
mod full;
mod humans;
mod laptop;
mod links;
mod locked_out;
mod pictures;
mod processes;
mod proposals;
mod rebuild;
mod sealing;
mod seeing;
mod sequences;
mod sharing;
mod tokens;
mod told;
mod tree;
mod upgrade;
mod verify;
mod work;

/// As the program has it: the system's, until somebody asks it to forget.
#[global_allocator]
static ALLOCATOR: store::memory::Forgetful = store::memory::Forgetful;
