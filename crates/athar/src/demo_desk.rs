//! The desk of the demo: who works at it, and families who ask, so that somebody waits for each of the first pairs.
//!
//! Those who ask are as made up as those they ask for: the kin that a row names, with contacts of a country code that no country
//! has.

use crate::archive_at::now;
use crate::linking::{How, Linked, link_archive};
use crate::printer::Printer;
use anyhow::Context;
use link::person::search_keys;
use record::{Family, Position, Private, Property, Record, Role, Visibility};
use std::collections::BTreeSet;
use store::{AccountId, Archive, Asker, Consent, DeathNews, NewRequest, Profile, RecordId, SharedWith, StaffRole};

/// Requests that families make in person.
const REQUESTS: usize = 40;
/// Links from this probability on are worth a look.
const PROPOSED_PROBABILITY: f64 = 0.2;
/// Days for which those who ask may be reached.
const CONTACT_DAYS: i64 = 365;

/// The accounts of the demo.
pub(crate) struct Staff {
    /// Works cases.
    pub(crate) caseworker: AccountId,
    /// Works cases too, and is the second human.
    pub(crate) second: AccountId,
    /// Keeps accounts, and sees no person.
    pub(crate) administrator: AccountId,
}

impl Staff {
    /// Enrols them.
    pub(crate) fn enrol(archive: &Archive) -> anyhow::Result<Staff> {
        let enrol = |name: &str, roles: &[StaffRole]| {
            let roles = roles.iter().copied().collect();
            archive.enrol(Profile { name: Private::from(name), roles, ..Profile::default() }, None, None, &now())
        };
        Ok(Staff {
            administrator: enrol("administrator (demo)", &[StaffRole::Admin])?,
            caseworker: enrol("caseworker (demo)", &[StaffRole::Caseworker, StaffRole::Reviewer])?,
            second: enrol("second caseworker (demo)", &[StaffRole::Caseworker, StaffRole::Reviewer])?,
        })
    }
}

/// Takes requests for people of the families' list, and links again, so that they are in the queue.
pub(crate) fn families_ask(
    archive: &Archive,
    linked: &Linked,
    by: AccountId,
    how: How,
    printer: &mut Printer,
) -> anyhow::Result<Linked> {
    let until = jiff::Timestamp::now().as_second() + CONTACT_DAYS * 86_400;
    let until = jiff::Timestamp::from_second(until).context("there is no such day")?.to_string();
    let asked_for = archive.records_by_ids(&asked_for(linked))?;
    for (number, (_, record)) in asked_for.iter().enumerate() {
        let request = NewRequest {
            asker: asker(record, number),
            consent: Consent((number % 2 == 0).then_some(SharedWith::Organisations).into_iter().collect()),
            team: String::new(),
            contact_until: until[..10].to_owned(),
        };
        // What was sealed of the row is not in it; what is of the asker is the asker's.
        let mut claims = record.claims.clone();
        claims.retain(|claim| claim.visibility == Visibility::Staff && claim.property.family() != Family::Contact);
        let keys = search_keys(&claims);
        let record = Record { position: Position::default(), role: Role::Sought, verbatim: Vec::new(), claims };
        archive.open_request(record, keys, request, Some(by), &now())?;
    }
    link_archive(archive, how, printer)
}

/// Rows of the families' list who have met somebody on another list, spread over all of it.
fn asked_for(linked: &Linked) -> Vec<RecordId> {
    let sought = &linked.loaded.sought;
    let mut rows = BTreeSet::new();
    for link in linked.linkage.links.iter().filter(|link| link.probability() >= PROPOSED_PROBABILITY) {
        for (row, other) in [(link.left, link.right), (link.right, link.left)] {
            if sought[row as usize] && !sought[other as usize] {
                rows.insert(row);
            }
        }
    }
    let every = (rows.len() / REQUESTS).max(1);
    rows.into_iter().step_by(every).take(REQUESTS).map(|row| linked.loaded.ids[row as usize]).collect()
}

/// Somebody of the family whom the row names.
fn asker(record: &Record, number: usize) -> Asker {
    let named = |property| record.claims_of(property).next().map(|claim| claim.as_written.trim());
    let (name, kinship) = match (named(Property::Mother), named(Property::Father)) {
        (Some(mother), _) => (mother, "أم"),
        (None, Some(father)) => (father, "أب"),
        (None, None) => (named(Property::Family).unwrap_or_default(), "أخ"),
    };
    let ways = [DeathNews::NotAsked, DeathNews::InPerson, DeathNews::ByCall];
    Asker {
        name: Private::from(name),
        kinship: Private::from(kinship),
        contact: Private::from(format!("+000 000 {:03} {:03}", number / 7, (number * 37) % 1_000).as_str()),
        death_news: ways[number % ways.len()],
        language: "ar".to_owned(),
        ..Asker::default()
    }
}
