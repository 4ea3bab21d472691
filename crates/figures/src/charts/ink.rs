//! What a mark stands for; the style sheet says how it looks, by day, by night and on paper.

/// A colour by meaning.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ink {
    /// Speaks for.
    For,
    /// Speaks for, as an addition to what stands above.
    ForMore,
    /// Speaks against.
    Against,
    /// Neither: what holds beforehand.
    Neutral,
    /// A first quantity of two.
    One,
    /// A second quantity of two.
    Other,
    /// A third one.
    Third,
    /// The line where a decision is taken.
    Threshold,
    /// An axis.
    Axis,
    /// A line to read along.
    Grid,
}

impl Ink {
    /// The class of the style sheet.
    pub fn class_name(self) -> &'static str {
        match self {
            Ink::For => "i-for",
            Ink::ForMore => "i-more",
            Ink::Against => "i-against",
            Ink::Neutral => "i-neutral",
            Ink::One => "i-one",
            Ink::Other => "i-other",
            Ink::Third => "i-third",
            Ink::Threshold => "i-threshold",
            Ink::Axis => "i-axis",
            Ink::Grid => "i-grid",
        }
    }
}
