//! Restrictions that humans set on a record, or on one property of it: to those cleared, to keyholders, to teams.
//!
//! They add to what a claim carries by itself (rule 7), and are lifted by an act, never forgotten.

use crate::acts::{self, Act, Done};
use crate::sql::{Connection, statements};
use crate::{AccountId, Archive, RecordId, Result, Session, StoreError, decision, records};
use record::{Claim, Private, Property, Record, Visibility};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeSet, HashMap};

/// One restriction.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Restriction {
    /// The record.
    pub record: RecordId,
    /// One property of it; the whole record where there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub property: Option<Property>,
    /// Who may see it at most.
    pub visibility: Visibility,
    /// The teams that may see it; any where there is none.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub teams: BTreeSet<String>,
    /// Why.
    pub reason: Private,
}

impl Restriction {
    /// What it makes of a claim for somebody of these teams: for teams that they are in none of, it is as if sealed.
    pub(crate) fn visibility_for(&self, teams: &BTreeSet<String>) -> Visibility {
        let is_others = !self.teams.is_empty() && self.teams.is_disjoint(teams);
        if is_others { Visibility::Sealed } else { self.visibility }
    }
}

#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum RestrictionAct {
    Restricted(Restriction),
    Lifted { record: RecordId, entry: u64 },
}

impl RestrictionAct {
    pub(crate) fn record(&self) -> RecordId {
        match self {
            RestrictionAct::Restricted(restriction) => restriction.record,
            RestrictionAct::Lifted { record, .. } => *record,
        }
    }
}

impl Archive {
    /// Restricts a record or one property of it. Returns the index of the entry, by which it can be lifted.
    pub fn restrict(&self, restriction: Restriction, by: Option<AccountId>, time: &str) -> Result<u64> {
        Ok(self.act(by, Act::Restriction(RestrictionAct::Restricted(restriction)), time)?.index)
    }

    /// Lifts a restriction.
    pub fn lift_restriction(&self, record: RecordId, entry: u64, by: Option<AccountId>, time: &str) -> Result<u64> {
        Ok(self.act(by, Act::Restriction(RestrictionAct::Lifted { record, entry }), time)?.index)
    }

    /// The restrictions of a record that stand, each with its entry.
    pub fn restrictions(&self, record: RecordId) -> Result<Vec<(u64, Restriction)>> {
        self.database.read(|connection| of(connection, record))
    }
}

impl Archive {
    /// Raises the visibility of claims to what humans have restricted them to: for whoever tells from records that were read
    /// without a session.
    pub fn obey_restrictions<'records>(
        &self,
        records: impl Iterator<Item = (RecordId, &'records mut Record)>,
    ) -> Result<()> {
        self.database.read(|connection| {
            let touched = touched(connection)?;
            for (id, record) in records.filter(|(id, _)| touched.contains(id)) {
                for (_, restriction) in of(connection, id)? {
                    let own =
                        |claim: &&mut Claim| restriction.property.is_none_or(|property| claim.property == property);
                    // Whoever reads without a session is of no team.
                    let least = restriction.visibility_for(&BTreeSet::new());
                    for claim in record.claims.iter_mut().filter(own) {
                        claim.visibility = claim.visibility.max(least);
                    }
                }
            }
            Ok(())
        })
    }
}

/// A record that somebody has ever restricted, as an account may see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Restricted {
    /// The record.
    pub record: RecordId,
    /// Its claims that the account may see.
    pub claims: Vec<Claim>,
    /// What its other claims are about.
    pub hidden: BTreeSet<Property>,
}

impl Session<'_> {
    /// Those of some records that somebody has ever restricted, as far as the account may see them; of a record that it may not
    /// see at all everything is hidden. For whoever weighs many and shows few, so that no order tells of what is hidden: it is
    /// no reading.
    pub fn restricted_among(&self, ids: &[RecordId]) -> Result<Vec<Restricted>> {
        self.archive.database.read(|connection| {
            let touched = touched(connection)?;
            let ids: Vec<RecordId> = ids.iter().copied().filter(|id| touched.contains(id)).collect();
            let seen = self.see_records(connection, &ids)?.into_iter();
            let mut seen: HashMap<RecordId, Vec<Claim>> = seen.map(|view| (view.id, view.record.claims)).collect();
            let mut restricted = Vec::with_capacity(ids.len());
            for (record, whole) in records::read_some(connection, &ids)? {
                let claims = seen.remove(&record).unwrap_or_default();
                let is_hidden = |claim: &&Claim| !claims.contains(claim);
                let hidden = whole.claims.iter().filter(is_hidden).map(|claim| claim.property).collect();
                restricted.push(Restricted { record, claims, hidden });
            }
            Ok(restricted)
        })
    }
}

/// Records that somebody has ever restricted.
pub(crate) fn touched(connection: &mut Connection) -> Result<BTreeSet<RecordId>> {
    connection.rows(statements::RECORDS_RESTRICTED, &[])?.iter().map(|row| row.int(0).map(RecordId)).collect()
}

/// The restrictions of a record that stand, each with its entry.
pub(crate) fn of(connection: &mut Connection, record: RecordId) -> Result<Vec<(u64, Restriction)>> {
    let mut standing = Vec::new();
    for Done { entry, act, .. } in acts::about(connection, "restriction", record.0)? {
        match act {
            Act::Restriction(RestrictionAct::Restricted(restriction)) => standing.push((entry, restriction)),
            Act::Restriction(RestrictionAct::Lifted { entry: lifted, .. }) => standing.retain(|one| one.0 != lifted),
            _ => {}
        }
    }
    Ok(standing)
}

pub(crate) fn check(connection: &mut Connection, act: &RestrictionAct) -> Result<()> {
    decision::must_be_there(connection, act.record())?;
    if let RestrictionAct::Lifted { record, entry } = act
        && !of(connection, *record)?.iter().any(|one| one.0 == *entry)
    {
        return Err(StoreError::NoSuch(format!("restriction by entry {entry}")));
    }
    Ok(())
}
