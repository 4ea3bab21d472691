//! A stay: a person held in a facility, from and to, each with its precision.
//!
//! A view over one record's claims of one part. Contradicting stays may stand beside each other, in one record and
//! in several: nothing here decides between them.

use crate::{Claim, Gazetteer, PartialDate, Place, Property, Record, Thing, words};
use std::collections::BTreeSet;
use std::fmt;

/// The claims of one stay, borrowed from their record.
#[derive(Clone, Copy)]
pub struct Stay<'a> {
    record: &'a Record,
    part: u16,
}

impl fmt::Debug for Stay<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Stay({})", self.part)
    }
}

/// A court, a letter or a permit alone says that somebody had custody, not where.
fn shows_a_stay(property: Property) -> bool {
    property.thing() == Thing::Stay
        && !matches!(
            property,
            Property::PaperNumber
                | Property::PaperDate
                | Property::ExaminationNumber
                | Property::Court
                | Property::CaseNumber
                | Property::Ruling
                | Property::VisitPermit
                | Property::MoneyPaid
        )
}

impl Record {
    /// The parts of a record in which some claim is of what is wanted, in order. Where a column of yes and no says no,
    /// there is no such thing.
    pub(crate) fn parts(&self, wanted: impl Fn(Property) -> bool) -> BTreeSet<u16> {
        let says = |claim: &&Claim| wanted(claim.property) && !words::says_no(&claim.as_written);
        self.claims.iter().filter(says).map(|claim| claim.part).collect()
    }

    /// The claims of one property in one part, in the order of the source.
    pub(crate) fn claims_in(&self, part: u16, property: Property) -> impl Iterator<Item = &Claim> {
        self.claims_of(property).filter(move |claim| claim.part == part)
    }

    /// The stays that the record speaks of, by part.
    pub fn stays(&self) -> impl Iterator<Item = Stay<'_>> {
        self.parts(shows_a_stay).into_iter().map(|part| Stay { record: self, part })
    }
}

impl<'a> Stay<'a> {
    /// Its part of the record.
    pub fn part(self) -> u16 {
        self.part
    }

    /// Its claims of one property, in the order of the source.
    pub fn claims_of(self, property: Property) -> impl Iterator<Item = &'a Claim> {
        self.record.claims_in(self.part, property)
    }

    /// Every claim of a stay in it.
    pub fn claims(self) -> impl Iterator<Item = &'a Claim> {
        let own = move |claim: &&Claim| claim.part == self.part && claim.property.thing() == Thing::Stay;
        self.record.claims.iter().filter(own)
    }

    fn first(self, property: Property) -> Option<&'a Claim> {
        self.claims_of(property).next()
    }

    fn first_date(self, property: Property) -> Option<PartialDate> {
        self.claims_of(property).find_map(Claim::date)
    }

    /// The facility, as the source names it.
    pub fn facility(self) -> Option<&'a Claim> {
        self.first(Property::Facility)
    }

    /// The facility, where the gazetteer knows it.
    pub fn place(self, gazetteer: &Gazetteer) -> Option<&Place> {
        self.facility().and_then(|facility| facility.place(gazetteer))
    }

    /// Wing, or ward.
    pub fn wing(self) -> Option<&'a Claim> {
        self.first(Property::Ward)
    }

    /// Cell.
    pub fn cell(self) -> Option<&'a Claim> {
        self.first(Property::Cell)
    }

    /// Number of the branch: a facility's, not a person's.
    pub fn branch_number(self) -> Option<&'a Claim> {
        self.first(Property::BranchNumber)
    }

    /// Number that the facility gave the person.
    pub fn detainee_number(self) -> Option<&'a Claim> {
        self.first(Property::DetaineeNumber)
    }

    /// Number of an examination or a death.
    pub fn examination_number(self) -> Option<&'a Claim> {
        self.first(Property::ExaminationNumber)
    }

    /// When it began.
    pub fn entry(self) -> Option<PartialDate> {
        self.first_date(Property::EntryDate)
    }

    /// When it ended.
    pub fn exit(self) -> Option<PartialDate> {
        self.first_date(Property::ExitDate)
    }

    /// Why it ended.
    pub fn exit_reason(self) -> Option<&'a Claim> {
        self.first(Property::ExitReason)
    }

    /// Where the person came from.
    pub fn transferred_from(self) -> Option<&'a Claim> {
        self.first(Property::TransferredFrom)
    }

    /// Where the person was sent.
    pub fn transferred_to(self) -> Option<&'a Claim> {
        self.first(Property::TransferredTo)
    }

    /// For whom the facility held the person.
    pub fn held_for(self) -> Option<&'a Claim> {
        self.first(Property::HeldFor)
    }

    /// Which party held the person.
    pub fn holding_party(self) -> Option<&'a Claim> {
        self.first(Property::HoldingParty)
    }
}
