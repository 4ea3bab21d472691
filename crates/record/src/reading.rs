//! From the text of a cell to claims. (Being written.)

use crate::{Claim, ProblemKind, Property};

/// The date of the source: ages are as of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct AsOf {
    /// Year of the list.
    pub year: Option<i16>,
}

/// Reads one cell under a known property. Never fails: what is not understood keeps an empty normal form.
pub fn read_cell(property: Property, text: &str, as_of: AsOf) -> (Option<Claim>, Vec<ProblemKind>) {
    let _ = as_of;
    let claim = Claim {
        property,
        as_written: text.to_owned(),
        normal: text.trim().to_owned(),
        certainty: crate::Certainty::Stated,
        visibility: property.default_visibility(),
    };
    (Some(claim), Vec::new())
}
