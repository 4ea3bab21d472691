//! Weights as integers of 1/1024 bit, so that what is printed adds up exactly and sums do not depend on
//! their order.

/// One bit.
pub(crate) const BIT: i32 = 1024;

/// Rounds a number of bits.
pub(crate) fn bits(value: f32) -> i32 {
    (value * BIT as f32).round() as i32
}

/// Back to bits, for people.
pub(crate) fn as_bits(value: i32) -> f32 {
    value as f32 / BIT as f32
}
