//! What somebody who works here does with the archive: everything asked of the one access function, and every reading
//! in the log before it is shown.
//!
//! What may not be seen and what is not there look alike: `there is no …`. Otherwise ids could be tried one after the
//! other, to learn which of them are somebody's.

use crate::access::{Asked, Deed, Kind, permits};
use crate::account::{self, Profile};
use crate::readings::Reading;
use crate::sql::Connection;
use crate::{
    AccountId, Archive, Asker, Case, CaseNumber, Decision, DecisionId, Person, PersonId, ReadingEntry, RecordId,
    Result, StoreError, decision, guard, person, request, restriction,
};
use record::{Cell, Claim, Record, Visibility};

/// Somebody at work.
pub struct Session<'archive> {
    archive: &'archive Archive,
    account: AccountId,
    profile: Profile,
    /// The case for which they read, where there is one.
    case: Option<CaseNumber>,
    /// Seconds since 1970.
    now: i64,
}

/// A record as an account may see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordView {
    /// Its id.
    pub id: RecordId,
    /// The record, without the claims and cells that the account may not see.
    pub record: Record,
    /// Whether something was left out.
    pub is_partial: bool,
}

impl Archive {
    /// Lets an account work, for a case where it reads for one.
    pub fn session(&self, account: AccountId, case: Option<CaseNumber>, now: i64) -> Result<Session<'_>> {
        let profile = self.database.read(|connection| account::open(connection, account))?.profile;
        Ok(Session { archive: self, account, profile, case, now })
    }
}

impl Archive {
    /// Logs a reading by whoever holds the machine, before it is shown: no account, no budget, but a line.
    pub fn read_at_console(&self, what: Reading, now: i64) -> Result<()> {
        self.log_reading(None, what, None, now)
    }
}

impl Session<'_> {
    /// How far the account may see restricted things.
    pub fn sees(&self) -> Visibility {
        if self.profile.is_cleared { Visibility::Restricted } else { Visibility::Staff }
    }

    /// Whether the account may do this at all. For things that are nobody's.
    pub fn may(&self, asked: Asked) -> bool {
        permits(&self.profile, asked)
    }

    /// The account.
    pub fn account(&self) -> AccountId {
        self.account
    }

    /// A record, as far as the account may see it.
    pub fn record(&self, id: RecordId) -> Result<RecordView> {
        let seen = self.archive.database.read(|connection| self.see_record(connection, id))?;
        self.shown(Reading::Record(id.0), seen, || format!("record {id}"))
    }

    /// A person, and the records that the account may see. A person of whom it may see none is not there.
    pub fn person(&self, id: PersonId) -> Result<(Person, Vec<RecordView>)> {
        let (record, seen) = self.archive.database.read(|connection| {
            let Some(record) = there(person::record_of(connection, id))? else { return Ok((0, None)) };
            let Some(mut person) = there(person::joined(connection, record))? else { return Ok((0, None)) };
            let mut views = Vec::new();
            for &record in &person.records {
                views.extend(self.see_record(connection, record)?);
            }
            person.records = views.iter().map(|view| view.id).collect();
            let may = self.may(Asked::see(Kind::Person)) && !views.is_empty();
            Ok((record.0, may.then_some((person, views))))
        })?;
        self.shown(Reading::Person(record), seen, || format!("person {id}"))
    }

    /// A case, without what the family entrusted to us of themselves.
    pub fn case(&self, number: CaseNumber) -> Result<Case> {
        let seen = self.archive.database.read(|connection| {
            let Some(mut case) = self.see_case(connection, number, Kind::Case)? else { return Ok(None) };
            for (asker, _) in &mut case.askers {
                let own = std::mem::take(asker);
                *asker =
                    Asker { name: own.name, kinship: own.kinship, is_delegate: own.is_delegate, ..Asker::default() };
            }
            Ok(Some(case))
        })?;
        self.shown(Reading::Case(number.0), seen, || format!("case {number}"))
    }

    /// What one asker of a case, from 1, entrusted to us: the contact, the safe hour, who must not know.
    pub fn contact(&self, number: CaseNumber, asker: u32) -> Result<Asker> {
        let seen = self.archive.database.read(|connection| {
            if self.see_case(connection, number, Kind::Contact)?.is_none() {
                return Ok(None);
            }
            Ok(there(request::asker(connection, number, asker))?.map(|(asker, _)| asker))
        })?;
        self.shown(Reading::Contact(number.0), seen, || format!("case {number}"))
    }

    /// A decision, when the account may see both of its records.
    pub fn decision(&self, id: DecisionId) -> Result<Decision> {
        let seen = self.archive.database.read(|connection| {
            let Some(decision) = there(decision::one(connection, id))? else { return Ok(None) };
            let both = self.may_on(connection, Deed::See, decision.decision.left)?
                && self.may_on(connection, Deed::See, decision.decision.right)?;
            Ok(both.then_some(decision))
        })?;
        self.shown(Reading::Decision(id.0), seen, || format!("decision {id}"))
    }

    /// Whether the account may decide about two records: sees both, and is partial to neither.
    pub fn may_decide(&self, left: RecordId, right: RecordId) -> Result<bool> {
        self.archive.database.read(|connection| {
            Ok(self.may_on(connection, Deed::Change, left)? && self.may_on(connection, Deed::Change, right)?)
        })
    }

    /// Says that a search was made for a stated case, and how many it found, before they are shown.
    pub fn searched(&self, found: u64) -> Result<()> {
        if self.case.is_none() || !self.may(Asked::see(Kind::Record)) {
            return Err(StoreError::Denied("a search is for a case, by somebody who works it"));
        }
        self.archive.log_reading(Some(self.account), Reading::Search(found), self.case, self.now)
    }

    /// The log of readings, from a line on.
    pub fn readings(&self, from: u64) -> Result<Vec<ReadingEntry>> {
        if !self.may(Asked::see(Kind::Readings)) {
            return Err(StoreError::Denied("the log of readings is for administrators and reviewers"));
        }
        self.archive.log_reading(Some(self.account), Reading::Readings, None, self.now)?;
        self.archive.read_log(from)
    }

    /// Logs what is about to be shown, or that it was refused.
    fn shown<T>(&self, what: Reading, seen: Option<T>, named: impl Fn() -> String) -> Result<T> {
        let logged = if seen.is_some() { what } else { Reading::Refused };
        self.archive.log_reading(Some(self.account), logged, self.case, self.now)?;
        seen.ok_or_else(|| StoreError::NoSuch(named()))
    }

    /// Whether the account may decide about one record, or see what was decided.
    fn may_on(&self, connection: &mut Connection, deed: Deed, id: RecordId) -> Result<bool> {
        let Some(guarded) = guard::of(connection, &self.profile, id)? else { return Ok(false) };
        Ok(permits(&self.profile, guarded.asked(Kind::Decision, deed)))
    }

    fn see_record(&self, connection: &mut Connection, id: RecordId) -> Result<Option<RecordView>> {
        let Some(guarded) = guard::of(connection, &self.profile, id)? else { return Ok(None) };
        if !permits(&self.profile, guarded.asked(Kind::Record, Deed::See)) {
            return Ok(None);
        }
        let guard::Guarded { mut record, restrictions, team, is_recused } = guarded;
        let claims = std::mem::take(&mut record.claims);
        let whole = claims.len();
        record.claims = claims
            .into_iter()
            .filter(|claim| {
                let visibility = visibility_of(claim, &restrictions);
                permits(&self.profile, Asked { kind: Kind::Claim, deed: Deed::See, visibility, team, is_recused })
            })
            .collect();
        let is_partial = record.claims.len() < whole;
        // A row says in its cells what its claims say, and more: what no visible claim repeats stays hidden.
        let cells = record.verbatim.len();
        record.verbatim.retain(|cell| is_shown(cell, &record.claims));
        let is_partial = is_partial || record.verbatim.len() < cells;
        Ok(Some(RecordView { id, record, is_partial }))
    }

    fn see_case(&self, connection: &mut Connection, number: CaseNumber, kind: Kind) -> Result<Option<Case>> {
        let Some(case) = there(request::of(connection, number))? else { return Ok(None) };
        let Some(guarded) = guard::of(connection, &self.profile, case.record)? else { return Ok(None) };
        Ok(permits(&self.profile, guarded.asked(kind, Deed::See)).then_some(case))
    }
}

/// What is refused to one reader is not there; what fails, fails.
fn there<T>(found: Result<T>) -> Result<Option<T>> {
    match found {
        Ok(found) => Ok(Some(found)),
        Err(StoreError::NoSuch(_)) => Ok(None),
        Err(error) => Err(error),
    }
}

fn visibility_of(claim: &Claim, restrictions: &[restriction::Restriction]) -> Visibility {
    let own = restrictions.iter().filter(|one| one.property == Some(claim.property)).map(|one| one.visibility);
    own.max().unwrap_or_default().max(claim.visibility)
}

/// A cell is shown when a claim that is shown says it.
fn is_shown(cell: &Cell, claims: &[Claim]) -> bool {
    let text = cell.text.trim();
    text.is_empty() || claims.iter().any(|claim| claim.as_written.trim() == text)
}
