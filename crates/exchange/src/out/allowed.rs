//! What may leave at all. An export that holds anything else is refused whole: leaving it out in silence would hide that
//! somebody chose it.
//!
//! Rule 5: contacts and the present whereabouts of the living. Rule 7: what is restricted, without an approval that
//! covers it. Rule 11: people in roles that are never matched. Whom a source quotes is never written at all.

use super::{About, Export, Row};
use crate::{ExchangeError, limits};
use record::{Claim, Family, Precision, Property, Role, Visibility};
use std::collections::HashSet;

/// Why a field can never be chosen.
const MAY_NEVER_LEAVE: &str = "it is a contact, or who told or paid: it is sealed and never leaves";
const ID_CHARACTERS: usize = 120;

/// Refuses an export that may not leave.
pub(super) fn check(export: &Export) -> Result<(), ExchangeError> {
    about(&export.about)?;
    fields(&export.fields)?;
    let mut ids = HashSet::new();
    for (number, row) in (1..).zip(&export.rows) {
        let refused = |property, what: &'static str, remedy: &'static str| {
            Err(ExchangeError::MayNotLeave { row: Some(number), property, what, remedy })
        };
        if !is_id(&row.id) {
            return refused(
                None,
                "its identifier is not 1 to 120 of A-Z a-z 0-9 . _ -",
                "give it an opaque identifier",
            );
        }
        if !ids.insert(row.id.as_str()) {
            return refused(None, "its identifier stands in another row too", "give each record one row");
        }
        if row.withdrawn {
            continue;
        }
        if !row.role.is_matched() {
            let what = "the person is a witness, an informer, staff or the like in the source: sealed, never exported";
            return refused(None, what, "take the row out");
        }
        for claim in export.chosen(row) {
            if let Some((what, remedy)) = refusal(claim, row, &export.about) {
                return refused(Some(claim.property), what, remedy);
            }
        }
    }
    Ok(())
}

fn about(about: &About) -> Result<(), ExchangeError> {
    let refused = |what, remedy| Err(ExchangeError::MayNotLeave { row: None, property: None, what, remedy });
    if [&about.purpose, &about.recipient, &about.watermark].iter().any(|text| text.trim().is_empty()) {
        return refused("it has no purpose, no recipient or no watermark", "say what it is for and who receives it");
    }
    if [about.date, about.expires].iter().any(|date| date.precision() != Precision::Day || date.is_uncertain()) {
        return refused("its date or its expiry is no day", "give both as a day, such as 2025-03-01");
    }
    if about.expires.interval() < about.date.interval() {
        return refused("it expires before it is written", "choose a later expiry");
    }
    let is_part =
        |part: &str| !part.is_empty() && part.chars().all(|letter| letter.is_ascii_alphanumeric() || letter == '-');
    if about.domain.len() > 253 || !about.domain.contains('.') || !about.domain.split('.').all(is_part) {
        return refused("the archive's domain is no domain name", "give one such as athar.example");
    }
    Ok(())
}

fn fields(fields: &[Property]) -> Result<(), ExchangeError> {
    let refused =
        |property, what, remedy| Err(ExchangeError::MayNotLeave { row: None, property: Some(property), what, remedy });
    for (at, &field) in fields.iter().enumerate() {
        if field.default_visibility() == Visibility::Sealed || field.family() == Family::Contact {
            return refused(field, MAY_NEVER_LEAVE, "take it out of the field list");
        }
        if fields[..at].contains(&field) {
            return refused(field, "it stands twice in the field list", "name it once");
        }
    }
    if fields.len() > limits::EXPORT_COLUMNS {
        return refused(fields[0], "there are too many fields", "choose fewer");
    }
    Ok(())
}

fn is_id(id: &str) -> bool {
    let allowed = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '.' | '_' | '-');
    !id.is_empty() && id.len() <= ID_CHARACTERS && id.chars().all(allowed)
}

/// Why a claim may not leave, and what to do. The address of somebody who came out is where they are now, as at intake.
fn refusal(claim: &Claim, row: &Row, about: &About) -> Option<(&'static str, &'static str)> {
    let address = matches!(claim.property, Property::Address | Property::HouseNumber | Property::Postcode);
    if claim.visibility == Visibility::Sealed {
        return Some(("the claim is sealed", "take the claim or the row out"));
    }
    if row.role == Role::Freed && address {
        return Some(("it is where a living person is now", "take the field out, or the people who came out"));
    }
    let restricted = claim.visibility == Visibility::Restricted && !about.with_restricted;
    restricted.then_some(("the claim is restricted", "take it out, or have the approval cover restricted claims"))
}
