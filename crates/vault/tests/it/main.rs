//! Tests of the vault.

mod keys;
mod stream;
mod support;
