//! Crate `exchange`.
