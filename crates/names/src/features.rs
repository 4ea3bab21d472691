//! Features of a comparison.

/// Number of features.
pub(crate) const FEATURES: usize = 20;
