//! What one record says of fate.

use super::Fate;
use crate::saying::{Said, Witness, at};
use crate::source::Groups;
use crate::{Basis, Claim, PartialDate, Property, Remains, Role, Sighting, Stay, Testimony, Thing, words};
use std::collections::BTreeSet;

/// Everything that a testimony says of fate. Whoever is a witness, an informer or staff in the source is not the
/// person who is sought (rule 11).
pub(super) fn of_testimony(testimony: Testimony<'_>, groups: &Groups, is_identified: bool) -> Vec<Said<Fate>> {
    if !testimony.record.role.is_matched() {
        return Vec::new();
    }
    let mut witness = Witness::new(testimony, groups);
    sought(&mut witness);
    custody(&mut witness);
    sightings(&mut witness);
    release(&mut witness);
    death(&mut witness, is_identified);
    witness.said
}

/// What a claim of a state means.
fn meaning(claim: &Claim) -> Option<&'static str> {
    words::status_within(&claim.normal).or_else(|| words::status_within(&claim.as_written))
}

fn means_death(claim: &Claim) -> bool {
    matches!(meaning(claim), Some("died" | "executed"))
}

/// "No", or "alive", under the header of a death.
fn denies_death(claim: &Claim) -> bool {
    words::says_no(&claim.as_written) || words::says_alive(&claim.as_written)
}

fn sought(witness: &mut Witness<'_, Fate>) {
    let record = witness.testimony.record;
    if record.role == Role::Sought {
        witness.says(Fate::PresumedAlive, None, Basis::Request, at(None));
    }
    for status in record.claims_of(Property::Status) {
        if matches!(meaning(status), Some("sought" | "missing")) {
            witness.says(Fate::PresumedAlive, Some(status), Basis::Request, at(status.valid));
        }
    }
}

fn custody(witness: &mut Witness<'_, Fate>) {
    let record = witness.testimony.record;
    let before = witness.said.len();
    // On a list of the freed or the dead a single entry is one into a hospital or a morgue.
    let out = matches!(record.role, Role::Freed | Role::Dead);
    let seen_in: BTreeSet<u16> = record.sightings().map(Sighting::part).collect();
    if !out || record.stays().count() > 1 {
        for stay in record.stays() {
            let (entry, exit) = (stay.entry(), stay.exit());
            let undated = entry.is_none() && exit.is_none();
            if !(undated && seen_in.contains(&stay.part())) {
                let claim = said_by(stay);
                let span = entry.zip(exit).and_then(|(entry, exit)| PartialDate::from_to(entry, exit).ok());
                witness.says(Fate::Held, claim, witness.basis(claim), (span.or(entry).or(exit), exit.or(entry)));
            }
        }
    }
    for arrest in record.claims_of(Property::ArrestDate).filter(|claim| claim.date().is_some()) {
        witness.says(Fate::Held, Some(arrest), witness.basis(Some(arrest)), at(arrest.date()));
    }
    for status in record.claims_of(Property::Status).filter(|claim| meaning(claim) == Some("held")) {
        witness.says(Fate::Held, Some(status), witness.basis(Some(status)), at(status.valid));
    }
    let is_held = record.role == Role::Held && seen_in.is_empty();
    if is_held && witness.said.len() == before && !record.speaks_of_fate() {
        witness.says(Fate::Held, None, witness.basis(None), at(None));
    }
}

/// The claim that says a stay: its facility, its dates, or whatever there is. The narrowest of them stands for all,
/// since a span is shown by both of its dates.
fn said_by(stay: Stay<'_>) -> Option<&Claim> {
    let said = [Property::Facility, Property::EntryDate, Property::ExitDate];
    let narrowest = said.into_iter().filter_map(|property| stay.claims_of(property).next());
    narrowest.reduce(|one, other| if other.visibility > one.visibility { other } else { one }).or(stay.claims().next())
}

fn sightings(witness: &mut Witness<'_, Fate>) {
    for sighting in witness.testimony.record.sightings() {
        let claim = sighting.dated_by().or(sighting.place());
        let basis = match witness.basis(claim) {
            Basis::Request => Basis::Request,
            _ if sighting.seen_by().is_some() => Basis::Witness,
            basis => basis,
        };
        witness.says(Fate::SeenAlive, claim, basis, at(sighting.date()));
    }
    let record = witness.testimony.record;
    for status in record.claims_of(Property::Status).filter(|claim| words::says_alive(&claim.as_written)) {
        witness.says(Fate::SeenAlive, Some(status), witness.basis(Some(status)), at(status.valid));
    }
}

fn release(witness: &mut Witness<'_, Fate>) {
    let record = witness.testimony.record;
    let exit = |part| record.claims_in(part, Property::ExitDate).find_map(Claim::date);
    let before = witness.said.len();
    for claim in record.claims_of(Property::ExitReason).chain(record.claims_of(Property::Status)) {
        if meaning(claim) == Some("released") {
            let date = claim.valid.or_else(|| exit(claim.part));
            witness.says(Fate::Released, Some(claim), witness.basis(Some(claim)), at(date));
        }
    }
    if record.role == Role::Freed && witness.said.len() == before {
        let date = record.claims_of(Property::ExitDate).filter_map(Claim::date).max_by_key(|date| date.interval());
        witness.says(Fate::Released, None, witness.basis(None), at(date));
    }
}

fn death(witness: &mut Witness<'_, Fate>, is_identified: bool) {
    let record = witness.testimony.record;
    let before = witness.said.len();
    // Two humans said whose remains they are; a source that humans hold for forged has no such remains.
    let remains = if is_identified && !witness.is_forged() { Fate::IdentifiedRemains } else { Fate::ReportedDead };
    let mut told: BTreeSet<u16> = BTreeSet::new();
    for part in record.remains().map(Remains::part) {
        let claim = record.claims.iter().find(|claim| claim.part == part && claim.property.thing() == Thing::Remains);
        of_part(witness, remains, part, claim, Some(Basis::Remains));
        told.insert(part);
    }
    for paper in record.death_papers() {
        let claim = record.claims_in(paper.part(), Property::PaperKind).next();
        of_part(witness, Fate::ReportedDead, paper.part(), claim, record.paper_basis(paper.part()));
        told.insert(paper.part());
    }
    let says = |claim: &Claim| match claim.property {
        Property::DeathDate | Property::DeathPlace | Property::FamilyLearnedDate => !denies_death(claim),
        Property::Status | Property::ExitReason => means_death(claim),
        _ => false,
    };
    let parts: BTreeSet<u16> = record.claims.iter().filter(|claim| says(claim)).map(|claim| claim.part).collect();
    for &part in parts.difference(&told) {
        let claim = record.claims.iter().find(|claim| claim.part == part && says(claim));
        of_part(witness, Fate::ReportedDead, part, claim, record.paper_basis(part));
    }
    if record.role == Role::Dead && witness.said.len() == before {
        witness.says(Fate::ReportedDead, None, witness.basis(None), at(None));
    }
}

/// The deaths that one part states: one for each date, or one without. Of a paper it is the paper's claim that says it.
fn of_part(witness: &mut Witness<'_, Fate>, fate: Fate, part: u16, claim: Option<&Claim>, basis: Option<Basis>) {
    let record = witness.testimony.record;
    let mut is_dated = false;
    for date in record.claims_in(part, Property::DeathDate).filter(|claim| !denies_death(claim)) {
        is_dated = true;
        let basis = basis.unwrap_or_else(|| witness.basis(Some(date)));
        witness.says(fate, Some(date), basis, at(date.date()));
    }
    if !is_dated {
        let of_exit = record.claims_in(part, Property::ExitReason).any(means_death);
        let exit = record.claims_in(part, Property::ExitDate).find_map(Claim::date).filter(|_| of_exit);
        let basis = basis.unwrap_or_else(|| witness.basis(claim));
        witness.says(fate, claim, basis, at(exit));
    }
}
