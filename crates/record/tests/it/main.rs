//! What the vocabulary promises to readers and to linkage, tested from outside.

mod cells;
mod claims;
mod dates;
mod fates;
mod gazetteer_file;
mod orders;
mod places;
mod properties;
mod things;
mod whereabouts;

use record::{Claim, Position, Property, Record, Role};

/// A record of these claims, each in its normal form.
fn record(role: Role, claims: Vec<Claim>) -> Record {
    Record { position: Position { row: 1, ..Position::default() }, role, verbatim: Vec::new(), claims }
}

/// A claim of the only part.
fn claim(property: Property, text: &str) -> Claim {
    Claim::new(property, text)
}
