//! A record: what one source says about one person, at one place in that source.

use crate::{Claim, PartialDate, Position, Property, Role};
use serde::{Deserialize, Serialize};
use std::fmt;

/// One cell of the source, unchanged, under its header (empty for text without columns).
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cell {
    /// Header as written.
    pub header: String,
    /// Text as written.
    pub text: String,
}

impl fmt::Debug for Cell {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Cell({:?}, …)", self.header)
    }
}

/// One person in one place of one source.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    /// Where in the source.
    pub position: Position,
    /// What this person is in the source.
    pub role: Role,
    /// The row as it stands, whole.
    pub verbatim: Vec<Cell>,
    /// What was understood of it.
    pub claims: Vec<Claim>,
}

impl Record {
    /// The claims of one property, in the order of the source.
    pub fn claims_of(&self, property: Property) -> impl Iterator<Item = &Claim> {
        self.claims.iter().filter(move |claim| claim.property == property)
    }

    /// The date of birth: the first that was understood, or what the first age allows.
    pub fn birth(&self) -> Option<PartialDate> {
        let mut claims = self.claims_of(Property::BirthDate).chain(self.claims_of(Property::Age));
        claims.find_map(Claim::date)
    }

    /// The name as people would read it: the whole name, or given, father, grandfather and family in a row.
    pub fn display_name(&self) -> String {
        if let Some(whole) = self.claims_of(Property::FullName).next() {
            return whole.as_written.clone();
        }
        let parts = [Property::Given, Property::Father, Property::Grandfather, Property::Family];
        let mut name = String::new();
        for part in parts.into_iter().filter_map(|property| self.claims_of(property).next()) {
            if !name.is_empty() {
                name.push(' ');
            }
            name.push_str(part.as_written.trim());
        }
        name
    }
}
