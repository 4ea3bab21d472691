//! Partial dates as lists carry them. (Being written.)

/// Days since 0000-03-01, proleptic Gregorian.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DayNumber(pub i32);
/// Calendar in which a date was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Calendar {
    /// Gregorian, Syriac month names included.
    Gregorian,
    /// Hijri.
    Hijri,
}
/// Why a text is no date.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DateError;
/// A date with its precision.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PartialDate;
