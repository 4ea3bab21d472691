//! What one record says of whereabouts.

use super::presence::{Presence, Time};
use super::{Placement, Site, Spot};
use crate::saying::{Dates, Said, Witness, at};
use crate::source::Groups;
use crate::{
    Basis, Claim, Gazetteer, PartialDate, Property, RecordOf, Role, Sighting, Testimony, Visibility, fold, words,
};
use std::collections::BTreeSet;

/// Everything that a testimony says of where the person is, was or lies.
pub(super) fn of_testimony(
    testimony: Testimony<'_>,
    groups: &Groups,
    is_identified: bool,
    gazetteer: &Gazetteer,
) -> Vec<Said<Presence>> {
    if !testimony.record.role.is_matched() {
        return Vec::new();
    }
    let mut places = Places { witness: Witness::new(testimony, groups), gazetteer };
    places.present();
    places.stays();
    places.sightings();
    places.death_and_burial(is_identified);
    places.witness.said
}

struct Places<'a> {
    witness: Witness<'a, Presence>,
    gazetteer: &'a Gazetteer,
}

impl Places<'_> {
    fn says(&mut self, placement: Placement, claim: &Claim, basis: Basis, dates: Dates, time: Time) {
        if words::says_no(&claim.as_written) {
            return;
        }
        let is_sealed = placement == Placement::Sealed || claim.visibility == Visibility::Sealed;
        let spot = if is_sealed {
            Spot { placement: Placement::Sealed, site: None, visibility: Visibility::Sealed }
        } else {
            let known = self.gazetteer.by_text_id(&claim.normal).is_some();
            let words = if claim.normal.is_empty() { &claim.as_written } else { &claim.normal };
            let text = if known { claim.normal.clone() } else { fold(words) };
            Spot { placement, site: Some(Site(text.into())), visibility: claim.visibility }
        };
        // Of what is sealed not even the time is known here.
        let (dates, time) = if is_sealed { (at(None), Time::Unknown) } else { (dates, time) };
        self.witness.says(Presence { spot, time }, Some(claim), basis, dates);
    }

    fn present(&mut self) {
        for claim in self.witness.testimony.record.claims_of(Property::PresentWhereabouts) {
            let basis = self.witness.basis(Some(claim));
            self.says(Placement::Sealed, claim, basis, at(None), Time::Unknown);
        }
    }

    fn stays(&mut self) {
        let record = self.witness.testimony.record;
        let seen_in: BTreeSet<u16> = record.sightings().map(Sighting::part).collect();
        // On a list of the freed or the dead a single entry is one into a hospital or a morgue, after custody.
        let enters = !matches!(record.role, Role::Freed | Role::Dead) || record.stays().count() > 1;
        for stay in record.stays() {
            let (entry, exit) = (stay.entry().filter(|_| enters), stay.exit());
            let is_only_seen = entry.is_none() && exit.is_none() && seen_in.contains(&stay.part());
            for facility in stay.claims_of(Property::Facility).filter(|_| !is_only_seen) {
                let span = entry.zip(exit).and_then(|(entry, exit)| PartialDate::from_to(entry, exit).ok());
                let basis = self.witness.basis(Some(facility));
                let dates = (span.or(entry).or(exit), exit.or(entry));
                self.says(Placement::Held, facility, basis, dates, Time::of_stay(entry, exit));
            }
            for (property, placement, date) in [
                (Property::TransferredFrom, Placement::Held, entry),
                (Property::TransferredTo, Placement::TransferredTo, exit),
            ] {
                for claim in stay.claims_of(property) {
                    let basis = self.witness.basis(Some(claim));
                    let time = if placement == Placement::TransferredTo {
                        date.map_or(Time::Unknown, Time::of)
                    } else {
                        Time::Unknown
                    };
                    self.says(placement, claim, basis, at(date), time);
                }
            }
        }
    }

    fn sightings(&mut self) {
        for sighting in self.witness.testimony.record.sightings() {
            let claims = [sighting.place(), sighting.facility()];
            for claim in claims.into_iter().flatten() {
                let basis = match self.witness.basis(Some(claim)) {
                    Basis::Request => Basis::Request,
                    _ if sighting.seen_by().is_some() => Basis::Witness,
                    basis => basis,
                };
                let date = sighting.date();
                self.says(Placement::Seen, claim, basis, at(date), date.map_or(Time::Unknown, Time::of));
            }
        }
    }

    fn death_and_burial(&mut self, is_identified: bool) {
        let record = self.witness.testimony.record;
        let died = |part| record.claims_in(part, Property::DeathDate).find_map(Claim::date);
        for claim in record.claims_of(Property::DeathPlace) {
            let basis = record.paper_basis(claim.part).unwrap_or_else(|| self.witness.basis(Some(claim)));
            self.says(Placement::ReportedDied, claim, basis, at(died(claim.part)), Time::Unknown);
        }
        let is_identified = is_identified && record.thing() == RecordOf::Remains && !self.witness.is_forged();
        let placement = if is_identified { Placement::IdentifiedBurial } else { Placement::ReportedBuried };
        for claim in record.claims_of(Property::BurialPlace) {
            self.says(placement, claim, Basis::Remains, at(claim.valid.or(died(claim.part))), Time::Unknown);
        }
    }
}
