//! Tests of the archive, each on SQLite and on PostgreSQL.
#![expect(clippy::unwrap_used, clippy::print_stdout, reason = "helpers of tests fail and speak as tests do")]

mod accept;
mod access;
mod backup;
mod bench;
mod crash;
mod decide;
mod engines;
#[cfg(target_os = "linux")]
mod faults;
mod fixtures;
mod full;
mod humans;
mod links;
mod processes;
mod rebuild;
mod sequences;
mod tree;
mod upgrade;
mod verify;
mod work;
