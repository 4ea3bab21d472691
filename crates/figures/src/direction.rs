//! The direction in which a page is read. Charts are laid out from start to end, and mirrored once, where they are
//! written.

/// Left to right, or right to left.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Direction {
    /// As English is read.
    #[default]
    LeftToRight,
    /// As Arabic is read.
    RightToLeft,
}

impl Direction {
    /// The value of the `dir` attribute.
    pub fn as_str(self) -> &'static str {
        match self {
            Direction::LeftToRight => "ltr",
            Direction::RightToLeft => "rtl",
        }
    }

    /// Where something that begins `from_start` and is `extent` long lies from the left, in a space `whole` wide.
    pub(crate) fn left_of(self, from_start: f64, extent: f64, whole: f64) -> f64 {
        match self {
            Direction::LeftToRight => from_start,
            Direction::RightToLeft => whole - from_start - extent,
        }
    }
}
