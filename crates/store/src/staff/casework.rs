//! What somebody who works cases sees of them beside one case at a time: the open ones, calls, the calendar.
//!
//! Everything is asked of the one access function, case by case, and what may not be seen is not there.

use crate::access::{Asked, Deed, Kind, Team, permits};
use crate::calls::{self, Appointment, Call};
use crate::guard::Guarded;
use crate::reading::Reading;
use crate::session::{Session, there};
use crate::sql::{Connection, Value, statements};
use crate::{CaseNumber, RecordId, Result, StoreError, limits, request, standing};
use record::{Private, Visibility};
use std::collections::{BTreeMap, BTreeSet};

/// A case, in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseLine {
    /// What the family holds.
    pub case: CaseNumber,
    /// The record of the person who is sought.
    pub record: RecordId,
    /// When it was taken.
    pub opened: String,
    /// The team that works it; any where it is empty.
    pub team: String,
    /// The day after which the contact is not used any more.
    pub contact_until: String,
    /// Whether it was closed.
    pub is_closed: bool,
}

impl CaseLine {
    fn of(case: request::Case) -> CaseLine {
        let request::Case { case, record, opened, team, contact_until, is_closed, .. } = case;
        CaseLine { case, record, opened, team, contact_until, is_closed }
    }
}

impl Session<'_> {
    /// Open cases that the account may see, the newest first.
    pub fn cases(&self, limit: usize) -> Result<Vec<CaseLine>> {
        let lines = self
            .archive
            .database
            .read(|connection| self.lines(connection, statements::CASES_OPEN, Kind::Case, limit))?;
        self.archive.log_reading(self.account, Reading::Beside(lines.len() as u64), self.case, self.now)?;
        Ok(lines)
    }

    /// Closed cases that the account may open again, those that were taken last first. What was joined into another is not
    /// among them: it goes on there, and is parted.
    pub fn closed_cases(&self, limit: usize) -> Result<Vec<CaseLine>> {
        // As a case is closed: whoever may do that to the person of it.
        if !self.may(Asked::change(Kind::Person)) {
            return Err(StoreError::Denied("closed cases are for whoever closes cases"));
        }
        let lines = self
            .archive
            .database
            .read(|connection| self.lines(connection, statements::CASES_CLOSED, Kind::Person, limit))?;
        self.archive.log_reading(self.account, Reading::Beside(lines.len() as u64), self.case, self.now)?;
        Ok(lines)
    }

    /// Of some cases those that are open and that the account may see: before a request is saved, which may ask for the same
    /// person. It tells whether somebody is asked for, so it counts as a search, though there is no case yet.
    pub fn similar(&self, cases: &[CaseNumber]) -> Result<Vec<CaseLine>> {
        if !self.may(Asked::change(Kind::Case)) {
            return Err(StoreError::Denied("similar requests are for whoever takes requests"));
        }
        let lines = self.archive.database.read(|connection| {
            let seen = self.see_cases(connection, cases, Kind::Case)?.into_iter();
            Ok(seen.filter(|case| !case.is_closed).map(CaseLine::of).collect::<Vec<_>>())
        })?;
        self.archive.log_reading(self.account, Reading::Search(lines.len() as u64), self.case, self.now)?;
        Ok(lines)
    }

    /// Which of some cases the account may see: one line of the log says how many.
    pub fn visible_cases(&self, cases: &BTreeSet<CaseNumber>) -> Result<BTreeSet<CaseNumber>> {
        let seen = self.archive.database.read(|connection| {
            let cases: Vec<CaseNumber> = cases.iter().copied().collect();
            let seen = self.see_cases(connection, &cases, Kind::Case)?;
            Ok(seen.into_iter().map(|case| case.case).collect::<BTreeSet<_>>())
        })?;
        self.archive.log_reading(self.account, Reading::Beside(seen.len() as u64), self.case, self.now)?;
        Ok(seen)
    }

    /// Cases that a statement finds, as far as the account may see such a thing of them.
    fn lines(
        &self,
        connection: &mut Connection,
        statement: &'static str,
        kind: Kind,
        limit: usize,
    ) -> Result<Vec<CaseLine>> {
        let keys = connection.keys()?;
        let own: Vec<i64> = self.profile.teams.iter().map(|team| standing::team_number(keys, team)).collect();
        let (mut lines, mut before) = (Vec::new(), i64::MAX);
        loop {
            let rows = connection.rows(statement, &[before, limits::ROWS_PER_PAGE].map(Value::Int))?;
            let mut numbers = Vec::with_capacity(rows.len());
            for row in &rows {
                before = row.int(2)?;
                // Most cases may be other teams': those are not read at all.
                if self.may_be_seen(kind, row.int(3)?, &own) {
                    numbers.push(CaseNumber(row.int(0)?));
                }
            }
            for some in numbers.chunks(limit.clamp(1, limits::IDS_PER_LOOKUP)) {
                lines.extend(self.see_cases(connection, some, kind)?.into_iter().map(CaseLine::of));
                if lines.len() >= limit {
                    lines.truncate(limit);
                    return Ok(lines);
                }
            }
            if rows.len() < limits::ROWS_PER_PAGE as usize {
                return Ok(lines);
            }
        }
    }

    /// Whether the account would see a case of that team if nothing else stood in the way.
    fn may_be_seen(&self, kind: Kind, team: i64, own: &[i64]) -> bool {
        let team = match team {
            standing::ANY_TEAM => Team::Any,
            team if own.contains(&team) => Team::Own,
            _ => Team::Other,
        };
        let visibility = Visibility::Staff;
        permits(&self.profile, Asked { kind, deed: Deed::See, visibility, team, is_recused: false })
    }

    /// Calls about a case, for those who may call its family. It is a reading of the case and not of its contact: what was said is
    /// no telephone number, and whoever calls looks at both, which would halve the contacts that they may open in an hour.
    pub fn calls(&self, number: CaseNumber) -> Result<Vec<Call>> {
        let seen = self.archive.database.read(|connection| {
            if self.see_case(connection, number, Kind::Contact)?.is_none() {
                return Ok(None);
            }
            there(calls::calls_of(connection, number))
        })?;
        self.shown(Reading::Case(number.0), seen, || format!("case {number}"))
    }

    /// The same without what was said, for whoever may see the case.
    pub fn calls_made(&self, number: CaseNumber) -> Result<Vec<Call>> {
        let seen = self.archive.database.read(|connection| {
            if self.see_case(connection, number, Kind::Case)?.is_none() {
                return Ok(None);
            }
            let calls = there(calls::calls_of(connection, number))?;
            Ok(calls.map(|calls| calls.into_iter().map(|call| Call { note: Private::default(), ..call }).collect()))
        })?;
        self.shown(Reading::Case(number.0), seen, || format!("case {number}"))
    }

    /// Appointments of a case, in the order in which they were made. What they are for is left out as in the calendar.
    pub fn appointments(&self, number: CaseNumber) -> Result<Vec<Appointment>> {
        let seen = self.archive.database.read(|connection| {
            if self.see_case(connection, number, Kind::Case)?.is_none() {
                return Ok(None);
            }
            let may_open = self.see_case(connection, number, Kind::Contact)?.is_some();
            let mut seen = Vec::new();
            for appointment in calls::made_for(connection, number)? {
                seen.push(if may_open { appointment.open(connection.keys()?)? } else { appointment.closed() });
            }
            Ok(Some(seen))
        })?;
        self.shown(Reading::Case(number.0), seen, || format!("case {number}"))
    }

    /// Appointments of cases that the account may see, from a moment or day on and before another. What an appointment is for is
    /// left out where the account may not call the family.
    pub fn calendar(&self, from: &str, to: &str) -> Result<Vec<Appointment>> {
        let seen = self.archive.database.read(|connection| {
            let appointments = calls::calendar(connection, from, to)?;
            let cases: BTreeSet<CaseNumber> = appointments.iter().map(calls::Sealed::case).collect();
            let cases: Vec<CaseNumber> = cases.into_iter().collect();
            let guarded = self.guarded_cases(connection, &cases)?.into_iter();
            let guarded: BTreeMap<CaseNumber, Guarded> = guarded.map(|(case, guarded)| (case.case, guarded)).collect();
            let mut seen = Vec::new();
            for appointment in appointments {
                let Some(guarded) = guarded.get(&appointment.case()) else { continue };
                let may_see = |kind| permits(&self.profile, guarded.asked(kind, Deed::See));
                if may_see(Kind::Contact) {
                    seen.push(appointment.open(connection.keys()?)?);
                } else if may_see(Kind::Case) {
                    seen.push(appointment.closed());
                }
            }
            Ok(seen)
        })?;
        self.archive.log_reading(self.account, Reading::Beside(seen.len() as u64), self.case, self.now)?;
        Ok(seen)
    }
}
