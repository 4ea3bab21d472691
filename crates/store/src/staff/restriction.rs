//! Restrictions that humans set on a record, or on one property of it: to those cleared, to keyholders, to teams.
//!
//! They add to what a claim carries by itself (rule 7), and are lifted by an act, never forgotten.

use crate::access::{Deed, Kind, Team};
use crate::acts::{self, Act, Done};
use crate::flags::Flags;
use crate::guard::{self, Guarded};
use crate::session::visibility_of;
use crate::sql::{Connection, statements};
use crate::{AccountId, Archive, CaseNumber, RecordId, Result, Session, StoreError, decision, request};
use record::{Claim, Family, Private, Property, Record, Visibility};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

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

/// A record of which something is restricted, as an account may see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Restricted {
    /// The record.
    pub record: RecordId,
    /// Its claims that no restriction hides from the account.
    pub claims: Vec<Claim>,
    /// What its other claims are about.
    pub hidden: BTreeSet<Property>,
}

impl Restricted {
    /// Whether something is hidden of which keys are made: names, numbers.
    pub fn hides_keys(&self) -> bool {
        self.hidden.iter().any(|property| matches!(property.family(), Family::Name | Family::Number))
    }
}

impl Session<'_> {
    /// Those of some records that humans have restricted, as far as restrictions let the account see; with those whose own claims
    /// are restricted (a minor's birth), where whoever asks may compare such claims. For whoever weighs many and shows few, so
    /// that no order tells of what is hidden: it is no reading.
    pub fn restricted_among(&self, ids: &[RecordId], by_themselves: bool) -> Result<Vec<Restricted>> {
        self.archive.database.read(|connection| {
            let mut those = touched(connection)?;
            if by_themselves {
                let flags = Flags::of_records(connection, ids)?.into_iter();
                those.extend(flags.filter(|(_, flags)| flags.are_restricted()).map(|(id, _)| id));
            }
            let ids: Vec<RecordId> = ids.iter().copied().filter(|id| those.contains(id)).collect();
            let guarded = guard::of_each(connection, &self.profile, &ids)?;
            Ok(guarded.into_iter().map(|(id, guarded)| self.restricted(id, guarded)).collect())
        })
    }

    fn restricted(&self, record: RecordId, guarded: Guarded) -> Restricted {
        let whole = guarded.asked(Kind::Record, Deed::See);
        let is_whole_hidden = whole.visibility > self.sees() || whole.team == Team::Other;
        let may_see = |claim: &Claim| {
            !is_whole_hidden && visibility_of(claim, &guarded.restrictions, &self.profile) <= self.sees()
        };
        let (claims, hidden): (Vec<Claim>, Vec<Claim>) = guarded.record.claims.into_iter().partition(may_see);
        Restricted { record, claims, hidden: hidden.into_iter().map(|claim| claim.property).collect() }
    }

    /// Cases that share a key with a request that is about to be saved, but for those that hide from the account what keys are
    /// made of: a guess would be confirmed.
    pub fn similar_cases(&self, keys: &[i64]) -> Result<Vec<CaseNumber>> {
        let cases = self.archive.similar_cases(keys)?;
        let cases = self.archive.database.read(|connection| request::folded_each(connection, &cases))?;
        let ids: Vec<RecordId> = cases.iter().map(|case| case.record).collect();
        let restricted = self.restricted_among(&ids, true)?;
        let hides = |id: RecordId| restricted.iter().any(|one| one.record == id && one.hides_keys());
        Ok(cases.into_iter().filter(|case| !hides(case.record)).map(|case| case.case).collect())
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
