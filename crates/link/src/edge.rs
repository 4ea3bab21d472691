//! A pair of records that was found likely or unlikely to be one person: all that clustering and evaluation need.

/// Two records and the log odds that they are one person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Edge {
    /// The record with the smaller number.
    pub left: u32,
    /// The other.
    pub right: u32,
    /// Match weight and prior together, in 1/1024 bit.
    pub log_odds: i32,
}

impl Edge {
    /// The probability that the two are one person, as far as the model holds.
    pub fn probability(&self) -> f64 {
        probability(self.log_odds)
    }
}

/// The probability of log odds in 1/1024 bit.
pub(crate) fn probability(log_odds: i32) -> f64 {
    1.0 / (1.0 + (-f64::from(log_odds) / 1024.0).exp2())
}
