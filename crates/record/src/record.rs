//! A record: what one source says about one person, at one place in that source.

use crate::{Claim, PartialDate, Position, Property, RecordOf, Role, Thing, Visibility, age, words};
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

    /// What the record is of. A body, a death paper and a person are joined by decisions only.
    pub fn thing(&self) -> RecordOf {
        if self.remains().next().is_some() {
            RecordOf::Remains
        } else if self.death_papers().next().is_some() {
            RecordOf::DeathPaper
        } else {
            RecordOf::Person
        }
    }

    /// Whether joining it to a person can take them off the list of the sought, or tell of a death: then two humans
    /// decide (rule 2). Said too often rather than too seldom.
    pub fn speaks_of_fate(&self) -> bool {
        let says = |claim: &Claim| match claim.property {
            Property::DeathDate | Property::DeathPlace | Property::FamilyLearnedDate => true,
            // A state in words that nobody here understands can be any.
            Property::Status if words::status_within(&claim.as_written).is_none() => true,
            Property::Status | Property::ExitReason => {
                words::touches_fate(&claim.normal) || words::touches_fate(&claim.as_written)
            }
            _ => false,
        };
        matches!(self.role, Role::Freed | Role::Dead)
            || self.thing() != RecordOf::Person
            || self.claims.iter().any(says)
    }

    /// Whether the person can be a minor, now or when something happened to them (rule 7): by a restricted age or
    /// birth, by a claim of a child, or by a birth less than eighteen years before an event of the record.
    pub fn may_be_minor(&self) -> bool {
        let says = |claim: &Claim| match claim.property {
            Property::Age | Property::BirthDate => claim.visibility >= Visibility::Restricted,
            Property::ImposedName => true,
            property => property.thing() == Thing::Child && !words::says_no(&claim.as_written),
        };
        self.claims.iter().any(says) || self.was_minor_at_an_event()
    }

    /// Restricting looks at the date of the list; a child taken in 2012 is grown on a list of 2024.
    fn was_minor_at_an_event(&self) -> bool {
        let events = [Property::ArrestDate, Property::EntryDate, Property::SightingDate, Property::LastProofOfLife];
        let births = [Property::BirthDate, Property::Age].into_iter().flat_map(|property| self.claims_of(property));
        let mut dates = events.into_iter().flat_map(|property| self.claims_of(property)).filter_map(Claim::date);
        let births: Vec<PartialDate> = births.filter_map(Claim::date).collect();
        dates.any(|event| births.iter().any(|&birth| age::may_be_minor(birth, event)))
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
