//! Crate `link`.
