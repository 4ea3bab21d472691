//! Tests of the archive, each on SQLite and on PostgreSQL.

mod accept;
mod bench;
mod crash;
mod decide;
mod engines;
mod fixtures;
mod full;
mod links;
mod rebuild;
mod tree;
mod verify;
