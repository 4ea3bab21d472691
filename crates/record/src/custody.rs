//! How custody began, and who saw the person in it: arrests and sightings.
//!
//! Views over one record's claims of one part. A sighting is of the living: whoever saw a body speaks of remains.

use crate::{Claim, PartialDate, Property, Record, Thing};
use std::fmt;

/// One arrest or disappearance.
#[derive(Clone, Copy)]
pub struct Arrest<'a> {
    record: &'a Record,
    part: u16,
}

impl fmt::Debug for Arrest<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Arrest({})", self.part)
    }
}

impl<'a> Arrest<'a> {
    /// Its part of the record.
    pub fn part(self) -> u16 {
        self.part
    }

    fn first(self, property: Property) -> Option<&'a Claim> {
        self.record.claims_in(self.part, property).next()
    }

    /// When.
    pub fn date(self) -> Option<PartialDate> {
        self.record.claims_in(self.part, Property::ArrestDate).find_map(Claim::date)
    }

    /// Where.
    pub fn place(self) -> Option<&'a Claim> {
        self.first(Property::ArrestPlace)
    }

    /// By whom.
    pub fn by(self) -> Option<&'a Claim> {
        self.first(Property::ArrestedBy)
    }

    /// How.
    pub fn manner(self) -> Option<&'a Claim> {
        self.first(Property::ArrestManner)
    }

    /// With whom.
    pub fn with(self) -> Option<&'a Claim> {
        self.first(Property::ArrestedWith)
    }
}

/// One time that somebody saw the person alive, or had proof of it.
#[derive(Clone, Copy)]
pub struct Sighting<'a> {
    record: &'a Record,
    part: u16,
    dated: Option<&'a Claim>,
}

impl fmt::Debug for Sighting<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Sighting({})", self.part)
    }
}

impl<'a> Sighting<'a> {
    /// Its part of the record.
    pub fn part(self) -> u16 {
        self.part
    }

    fn first(self, property: Property) -> Option<&'a Claim> {
        self.record.claims_in(self.part, property).next()
    }

    /// The claim that dates it: of a sighting, or of the last proof of life.
    pub fn dated_by(self) -> Option<&'a Claim> {
        self.dated
    }

    /// When.
    pub fn date(self) -> Option<PartialDate> {
        self.dated.and_then(Claim::date)
    }

    /// Where, in words for a place.
    pub fn place(self) -> Option<&'a Claim> {
        self.first(Property::SightingPlace)
    }

    /// In which facility.
    pub fn facility(self) -> Option<&'a Claim> {
        self.first(Property::Facility)
    }

    /// The witness. Sealed.
    pub fn seen_by(self) -> Option<&'a Claim> {
        self.first(Property::SeenBy)
    }

    /// Who was there too.
    pub fn seen_with(self) -> Option<&'a Claim> {
        self.first(Property::SeenWith)
    }
}

impl Record {
    /// The arrests that the record speaks of, by part.
    pub fn arrests(&self) -> impl Iterator<Item = Arrest<'_>> {
        self.parts(|property| property.thing() == Thing::Arrest).into_iter().map(|part| Arrest { record: self, part })
    }

    /// The sightings that the record speaks of, by part: one for each date, or one without.
    pub fn sightings(&self) -> impl Iterator<Item = Sighting<'_>> {
        self.parts(|property| property.thing() == Thing::Sighting).into_iter().flat_map(move |part| {
            let dates = [Property::SightingDate, Property::LastProofOfLife];
            let mut sightings: Vec<Sighting<'_>> = dates
                .into_iter()
                .flat_map(|property| self.claims_in(part, property))
                .map(|claim| Sighting { record: self, part, dated: Some(claim) })
                .collect();
            if sightings.is_empty() {
                sightings.push(Sighting { record: self, part, dated: None });
            }
            sightings
        })
    }
}
