//! Tests of the vault.

mod copies;
mod damage;
mod fuzz;
mod keys;
mod people;
mod processes;
mod stream;
mod support;
