//! How much is read before it is refused.

/// Bytes of a model file.
pub(super) const JSON_BYTES_MAX: usize = 8 << 20;
/// Comparisons of a model.
pub(super) const COMPARISONS_MAX: usize = 1_000;
/// Levels of a comparison.
pub(super) const LEVELS_MAX: usize = 200;
/// Blocking rules of a model.
pub(super) const RULES_MAX: usize = 1_000;
/// Columns made of expressions.
pub(super) const COLUMNS_MAX: usize = 1_000;
/// Bytes of one SQL expression.
pub(super) const SQL_BYTES_MAX: usize = 32 << 10;
/// Words and signs of one SQL expression: the distance of two points takes three hundred.
pub(super) const SQL_TOKENS_MAX: usize = 1_500;
/// Expressions within expressions.
pub(super) const SQL_DEPTH_MAX: usize = 50;
/// Letters of an expression that an error repeats.
pub(super) const SHOWN_LETTERS_MAX: usize = 200;
