//! Proofs: what an outsider who kept one small text can find out about everything that was written before it.

pub mod tree;
