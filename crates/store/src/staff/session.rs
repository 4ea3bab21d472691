//! What somebody who works here does with the archive: everything asked of the one access function, and every reading
//! in the log before it is shown.
//!
//! What may not be seen and what is not there look alike: `there is no …`. Otherwise ids could be tried one after the
//! other, to learn which of them are somebody's.

use crate::access::{Asked, Deed, Kind, permits};
use crate::account::{self, Account, Profile};
use crate::reading::Reading;
use crate::sql::Connection;
use crate::{
    AccountId, Answer, Archive, Asker, Case, CaseNumber, Decision, DecisionId, Import, ImportNumber, Person, PersonId,
    ReadingEntry, RecordId, Result, Standings, StoreError, Views, decision, guard, person, request, restriction,
    sealing, shown_page, standing, token,
};
use record::{Cell, Claim, Gazetteer, Record, Visibility};
use std::collections::{BTreeSet, HashMap, HashSet};

/// Somebody at work.
pub struct Session<'archive> {
    pub(crate) archive: &'archive Archive,
    /// Nobody, at the console.
    pub(crate) account: Option<AccountId>,
    pub(crate) profile: Profile,
    /// The case for which they read, where there is one.
    pub(crate) case: Option<CaseNumber>,
    /// The record of that case's request.
    request: Option<RecordId>,
    /// Seconds since 1970.
    pub(crate) now: i64,
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
        self.working(Session { archive: self, account: Some(account), profile, case, request: None, now })
    }

    /// The same for an account that was just read.
    pub fn session_of(&self, account: &Account, case: Option<CaseNumber>, now: i64) -> Result<Session<'_>> {
        if account.is_closed {
            return Err(StoreError::Closed(format!("account {}", account.id)));
        }
        let profile = account.profile.clone();
        self.working(Session { archive: self, account: Some(account.id), profile, case, request: None, now })
    }

    /// Somebody at work, where the case that they read for is open and theirs.
    fn working<'archive>(&'archive self, session: Session<'archive>) -> Result<Session<'archive>> {
        let Some(number) = session.case else { return Ok(session) };
        // A reading is for a case that is open, and that this account works.
        let seen = self.database.read(|connection| session.see_case(connection, number, Kind::Case))?;
        let Some(case) = seen.filter(|case| !case.is_closed) else {
            self.log_reading(session.account, Reading::Refused, None, session.now)?;
            return Err(StoreError::NoSuch(format!("case {number}")));
        };
        Ok(Session { request: Some(case.record), ..session })
    }

    /// Lets whoever holds the machine read: as somebody who reviews and is cleared for nothing, so that what humans have
    /// restricted is not shown by leaving a key away. Logged for nobody, without a budget.
    pub fn console(&self, now: i64) -> Session<'_> {
        let profile = Profile { roles: [crate::StaffRole::Reviewer].into(), ..Profile::default() };
        Session { archive: self, account: None, profile, case: None, request: None, now }
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

    /// The account; nobody's at the console.
    pub fn account(&self) -> Option<AccountId> {
        self.account
    }

    /// The record of the request for whose case they read: a reading of that case, though it is not read again.
    pub fn request(&self) -> Result<RecordId> {
        let (Some(case), Some(request)) = (self.case, self.request) else {
            return Err(StoreError::Denied("this is read for a case"));
        };
        self.archive.log_reading(self.account, Reading::Case(case.0), self.case, self.now)?;
        Ok(request)
    }

    /// A record, as far as the account may see it.
    pub fn record(&self, id: RecordId) -> Result<RecordView> {
        let seen = self.archive.database.read(|connection| self.see_record(connection, id))?;
        self.shown(Reading::Record(id.0), seen, || format!("record {id}"))
    }

    /// Two records side by side, as far as the account may see them: one reading. Where either is not there, neither is.
    pub fn pair(&self, one: RecordId, other: RecordId) -> Result<(RecordView, RecordView)> {
        let seen = self.archive.database.read(|connection| {
            let Some(first) = self.see_record(connection, one)? else { return Ok(Err(one)) };
            Ok(self.see_record(connection, other)?.map(|second| (first, second)).ok_or(other))
        })?;
        let missing = seen.as_ref().err().copied().unwrap_or(one);
        self.shown(Reading::Pair(one.0, other.0), seen.ok(), || format!("record {missing}"))
    }

    /// A record with what is sealed of it: for keyholders, while the team's secret is unlocked.
    pub fn open(&self, id: RecordId) -> Result<RecordView> {
        if self.account.is_none() || !self.opens() {
            return Err(StoreError::Denied("what is sealed is opened by keyholders"));
        }
        if !self.archive.keys().can_open_sealed() {
            return Err(vault::keys::KeyError::SealedLocked.into());
        }
        let seen = self.archive.database.read(|connection| {
            let Some(guarded) = guard::of(connection, &self.profile, id)? else { return Ok(None) };
            if !permits(&self.profile, guarded.asked(Kind::Record, Deed::See)) {
                return Ok(None);
            }
            // The whole row, cells too that no claim repeats.
            let mut record = guarded.record;
            if let Some(part) = sealing::opened(connection, id)? {
                part.join(&mut record);
            }
            Ok(Some(RecordView { id, record, is_partial: false }))
        })?;
        self.shown(Reading::Sealed(id.0), seen, || format!("record {id}"))
    }

    /// Writes out the original file of an import, for keyholders, while the team's secret is unlocked.
    pub fn open_original(&self, import: ImportNumber, to: &mut dyn std::io::Write) -> Result<()> {
        if self.account.is_none() || !self.opens() {
            return Err(StoreError::Denied("what is sealed is opened by keyholders"));
        }
        let original = self.archive.import(import)?.meta.original;
        let original = original.ok_or_else(|| StoreError::NoSuch(format!("original file of import {import}")))?;
        self.archive.log_reading(self.account, Reading::Original(import.0), self.case, self.now)?;
        self.archive.open_original(&original, to)
    }

    /// Whether the account opens what is sealed.
    fn opens(&self) -> bool {
        let team = crate::access::Team::Any;
        let asked =
            Asked { kind: Kind::Claim, deed: Deed::See, visibility: Visibility::Sealed, team, is_recused: false };
        permits(&self.profile, asked)
    }

    /// A person, and the records that the account may see. A person of whom it may see none is not there.
    pub fn person(&self, id: PersonId) -> Result<(Person, Vec<RecordView>)> {
        let (record, seen) = self.archive.database.read(|connection| {
            let Some(record) = there(person::record_of(connection, id))? else { return Ok((0, None)) };
            let Some(person) = there(person::joined_there(connection, record))? else { return Ok((0, None)) };
            let ids = std::iter::once(person.id).chain(person.former.iter().copied());
            let (mut views, mut ids_seen) = (Vec::new(), Vec::new());
            let mut seen: HashMap<RecordId, RecordView> =
                self.see_records(connection, &person.records)?.into_iter().map(|view| (view.id, view)).collect();
            for (record, id) in person.records.iter().zip(ids) {
                if let Some(view) = seen.remove(record) {
                    views.push(view);
                    ids_seen.push(id);
                }
            }
            // Neither ids nor waiting decisions tell of a record that may not be seen.
            let mut awaiting = Vec::new();
            for &id in &person.awaiting {
                let made = decision::one(connection, id)?.decision;
                let both = self.see_record(connection, made.left)?.and(self.see_record(connection, made.right)?);
                awaiting.extend(both.map(|_| id));
            }
            ids_seen.retain(|seen| *seen != person.id);
            let records = views.iter().map(|view| view.id).collect();
            let may = self.may(Asked::see(Kind::Person)) && !views.is_empty();
            let person = Person { id: person.id, records, former: ids_seen, awaiting };
            Ok((record.0, may.then_some((person, views))))
        })?;
        self.shown(Reading::Person(record), seen, || format!("person {id}"))
    }

    /// Records that are shown beside something: a person's proposals, what a search has found. One line of the log says how
    /// many; those that the account may not see are left out.
    pub fn beside(&self, ids: &[RecordId]) -> Result<Vec<RecordView>> {
        if ids.is_empty() { Ok(Vec::new()) } else { self.first_of(ids, ids.len()) }
    }

    /// The first so many of them that the account may see: those that it may not leave no gap by which they could be told. That there
    /// was none is a line too, or what is left of the hour would tell of it.
    pub fn first_of(&self, ids: &[RecordId], most: usize) -> Result<Vec<RecordView>> {
        let views = self.archive.database.read(|connection| {
            let mut views = Vec::new();
            for some in ids.chunks(most.max(1)) {
                views.extend(self.see_records(connection, some)?);
                if views.len() >= most {
                    break;
                }
            }
            views.truncate(most);
            Ok(views)
        })?;
        self.archive.log_reading(self.account, Reading::Beside(views.len() as u64), self.case, self.now)?;
        Ok(views)
    }

    /// Fate and whereabouts over some records of a person that were just shown: weighed by everything they say, told as far
    /// as the account may see it. The imports are those that a claim may be of.
    pub fn views(
        &self,
        person: &Person,
        ids: &[RecordId],
        imports: &[Import],
        standings: &Standings,
        gazetteer: &Gazetteer,
    ) -> Result<Views> {
        let records = self.archive.database.read(|connection| {
            let mut records = Vec::new();
            for (id, guarded) in guard::of_each(connection, &self.profile, ids)? {
                if !permits(&self.profile, guarded.asked(Kind::Record, Deed::See)) {
                    continue;
                }
                let mut record = guarded.record;
                for claim in &mut record.claims {
                    claim.visibility = visibility_of(claim, &guarded.restrictions, &self.profile);
                }
                records.push((id, record));
            }
            Ok(records)
        })?;
        self.archive.views(person, &records, imports, standings, gazetteer, self.sees())
    }

    /// A case, without what the family entrusted to us of themselves.
    pub fn case(&self, number: CaseNumber) -> Result<Case> {
        let seen = self.archive.database.read(|connection| {
            let Some(mut case) = self.see_case(connection, number, Kind::Case)? else { return Ok(None) };
            for (asker, _) in &mut case.askers {
                asker.open(connection.keys()?)?;
                let own = std::mem::take(asker);
                *asker =
                    Asker { name: own.name, kinship: own.kinship, is_delegate: own.is_delegate, ..Asker::default() };
            }
            // Another team's case is not there, whatever it was joined with.
            let mut joined = Vec::new();
            for other in standing::joined_to(connection, number)? {
                joined.extend(self.see_case(connection, other, Kind::Case)?.map(|seen| seen.case));
            }
            case.joined = joined;
            if let Some(into) = case.joined_into {
                case.joined_into = self.see_case(connection, into, Kind::Case)?.map(|seen| seen.case);
            }
            Ok(Some(case))
        })?;
        self.shown(Reading::Case(number.0), seen, || format!("case {number}"))
    }

    /// What one asker of a case, from 1, may be told: for those who may see the person, not only the request.
    pub fn answer(&self, number: CaseNumber, asker: u32) -> Result<Answer> {
        let seen = self.archive.database.read(|connection| {
            if self.see_case(connection, number, Kind::Person)?.is_none() {
                return Ok(None);
            }
            let Some(mut answer) = there(crate::answer::answer(connection, number, asker))? else { return Ok(None) };
            for records in [&mut answer.alive, &mut answer.dead] {
                let mut visible = Vec::new();
                for &id in records.iter() {
                    if self.see_record(connection, id)?.is_some() {
                        visible.push(id);
                    }
                }
                *records = visible;
            }
            Ok(Some(answer))
        })?;
        self.shown(Reading::Case(number.0), seen, || format!("case {number}"))
    }

    /// What one asker of a case, from 1, entrusted to us: the contact, the safe hour, who must not know.
    pub fn contact(&self, number: CaseNumber, asker: u32) -> Result<Asker> {
        let today = day_of(self.now);
        let seen = self.archive.database.read(|connection| {
            let Some(case) = self.see_case(connection, number, Kind::Contact)? else { return Ok(None) };
            // After that day it may be somebody else's telephone, or be listened to. When nobody searches any more, nobody calls;
            // what was joined into another goes on.
            if case.contact_until < today || standing::is_ended(connection, number)? {
                return Ok(None);
            }
            let Some((mut asker, _)) = there(request::asker(connection, number, asker))? else { return Ok(None) };
            asker.open(connection.keys()?)?;
            Ok(Some(asker))
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
        Ok(self.may_decide_each(&[(left, right)])?.contains(&(left, right)))
    }

    /// Of several pairs those about which the account may decide.
    pub fn may_decide_each(&self, pairs: &[(RecordId, RecordId)]) -> Result<HashSet<(RecordId, RecordId)>> {
        let may: HashSet<RecordId> = self.decidable(pairs)?.into_iter().map(|(id, _)| id).collect();
        Ok(pairs.iter().copied().filter(|(left, right)| may.contains(left) && may.contains(right)).collect())
    }

    /// The records of those pairs about which the account may decide, as far as it may see them: each is read once for both
    /// questions. One line of the log says how many.
    pub fn pairs_to_decide(&self, pairs: &[(RecordId, RecordId)]) -> Result<HashMap<RecordId, RecordView>> {
        let decidable = self.decidable(pairs)?.into_iter();
        let mut views: HashMap<RecordId, RecordView> =
            decidable.filter_map(|(id, one)| Some((id, self.view_of(id, one)?))).collect();
        let whole = pairs.iter().filter(|(left, right)| views.contains_key(left) && views.contains_key(right));
        let whole: HashSet<RecordId> = whole.flat_map(|&(left, right)| [left, right]).collect();
        views.retain(|id, _| whole.contains(id));
        if !views.is_empty() {
            self.archive.log_reading(self.account, Reading::Beside(views.len() as u64), self.case, self.now)?;
        }
        Ok(views)
    }

    /// The records of some pairs on which the account may decide, each by itself.
    fn decidable(&self, pairs: &[(RecordId, RecordId)]) -> Result<Vec<(RecordId, guard::Guarded)>> {
        let ids: BTreeSet<RecordId> = pairs.iter().flat_map(|&(left, right)| [left, right]).collect();
        let ids: Vec<RecordId> = ids.into_iter().collect();
        let mut guarded = self.archive.database.read(|connection| guard::of_each(connection, &self.profile, &ids))?;
        guarded.retain(|(_, one)| permits(&self.profile, one.asked(Kind::Decision, Deed::Change)));
        Ok(guarded)
    }

    /// Asked before somebody is looked for: refused where the hour has no room for what a search logs, or the day of a token none for
    /// so many persons. Whoever were refused afterwards would learn by it whether somebody was found.
    pub fn must_have_room(&self, persons: u64) -> Result<()> {
        let has_room = |what, lines| {
            let entry =
                ReadingEntry { index: 0, seconds: self.now, account: self.account, what, case: self.case, token: None };
            shown_page::is_to_ask(what.budget());
            self.archive.has_room(&entry, lines)
        };
        if token::has_room(persons)
            && has_room(Reading::Search(0), 1)?
            && has_room(Reading::Beside(0), LINES_BESIDE_A_SEARCH)?
        {
            return Ok(());
        }
        self.archive.log_reading(self.account, Reading::Refused, self.case, self.now)?;
        Err(StoreError::OverBudget)
    }

    /// Says that a search was made for a stated case, and how many it found, before they are shown.
    pub fn searched(&self, found: u64) -> Result<()> {
        if (self.account.is_some() && self.case.is_none()) || !self.may(Asked::see(Kind::Record)) {
            return Err(StoreError::Denied("a search is for a case, by somebody who works it"));
        }
        self.archive.log_reading(self.account, Reading::Search(found), self.case, self.now)
    }

    /// The log of readings, from a line on.
    pub fn readings(&self, from: u64) -> Result<Vec<ReadingEntry>> {
        if !self.may(Asked::see(Kind::Readings)) {
            return Err(StoreError::Denied("the log of readings is for administrators and reviewers"));
        }
        self.archive.log_reading_now(self.account, Reading::Readings, self.now)?;
        self.archive.read_log(from)
    }

    /// The lines of the log of readings from one to before another, all of them. It is logged.
    pub fn readings_between(&self, from: u64, end: u64) -> Result<Vec<ReadingEntry>> {
        let mut lines = self.readings(from)?;
        while let Some(last) = lines.last().map(|line| line.index).filter(|last| last + 1 < end) {
            let more = self.archive.read_log(last + 1)?;
            if more.is_empty() {
                break;
            }
            lines.extend(more);
        }
        lines.retain(|line| line.index < end);
        Ok(lines)
    }

    /// Logs what is about to be shown, or that it was refused.
    pub(crate) fn shown<T>(&self, what: Reading, seen: Option<T>, named: impl Fn() -> String) -> Result<T> {
        let logged = if seen.is_some() { what } else { Reading::Refused };
        self.archive.log_reading(self.account, logged, self.case, self.now)?;
        seen.ok_or_else(|| StoreError::NoSuch(named()))
    }

    /// Whether the account may decide about one record, or see what was decided.
    fn may_on(&self, connection: &mut Connection, deed: Deed, id: RecordId) -> Result<bool> {
        let Some(guarded) = guard::of(connection, &self.profile, id)? else { return Ok(false) };
        Ok(permits(&self.profile, guarded.asked(Kind::Decision, deed)))
    }

    pub(crate) fn see_record(&self, connection: &mut Connection, id: RecordId) -> Result<Option<RecordView>> {
        Ok(self.see_records(connection, &[id])?.pop())
    }

    /// Several records, in the order asked for, as far as the account may see them.
    pub(crate) fn see_records(&self, connection: &mut Connection, ids: &[RecordId]) -> Result<Vec<RecordView>> {
        let guarded = guard::of_each(connection, &self.profile, ids)?;
        Ok(guarded.into_iter().filter_map(|(id, guarded)| self.view_of(id, guarded)).collect())
    }

    fn view_of(&self, id: RecordId, guarded: guard::Guarded) -> Option<RecordView> {
        if !permits(&self.profile, guarded.asked(Kind::Record, Deed::See)) {
            return None;
        }
        let guard::Guarded { mut record, restrictions, team, is_recused } = guarded;
        let claims = std::mem::take(&mut record.claims);
        let whole = claims.len();
        record.claims = claims
            .into_iter()
            .filter(|claim| {
                let visibility = visibility_of(claim, &restrictions, &self.profile);
                permits(&self.profile, Asked { kind: Kind::Claim, deed: Deed::See, visibility, team, is_recused })
            })
            .collect();
        let is_partial = record.claims.len() < whole;
        // A row says in its cells what its claims say, and more: what no visible claim repeats stays hidden.
        let cells = record.verbatim.len();
        record.verbatim.retain(|cell| is_shown(cell, &record.claims));
        let is_partial = is_partial || record.verbatim.len() < cells;
        Some(RecordView { id, record, is_partial })
    }

    pub(super) fn see_case(&self, connection: &mut Connection, number: CaseNumber, kind: Kind) -> Result<Option<Case>> {
        Ok(self.see_cases(connection, &[number], kind)?.pop())
    }

    /// Several cases, in the order asked for, as far as the account may see such a thing of them.
    pub(super) fn see_cases(
        &self,
        connection: &mut Connection,
        numbers: &[CaseNumber],
        kind: Kind,
    ) -> Result<Vec<Case>> {
        let guarded = self.guarded_cases(connection, numbers)?.into_iter();
        let may_see = |guarded: &guard::Guarded| permits(&self.profile, guarded.asked(kind, Deed::See));
        Ok(guarded.filter(|(_, guarded)| may_see(guarded)).map(|(case, _)| case).collect())
    }

    /// Several cases, in the order asked for, each with what decides who may see or touch it.
    pub(super) fn guarded_cases(
        &self,
        connection: &mut Connection,
        numbers: &[CaseNumber],
    ) -> Result<Vec<(Case, guard::Guarded)>> {
        let cases = request::folded_each(connection, numbers)?;
        let mut guarded = guard::of_cases(connection, &self.profile, &cases)?;
        Ok(cases.into_iter().filter_map(|case| guarded.remove(&case.record).map(|guarded| (case, guarded))).collect())
    }
}

/// What is refused to one reader is not there; what fails, fails.
pub(crate) fn there<T>(found: Result<T>) -> Result<Option<T>> {
    match found {
        Ok(found) => Ok(Some(found)),
        Err(StoreError::NoSuch(_)) => Ok(None),
        Err(error) => Err(error),
    }
}

pub(crate) fn visibility_of(claim: &Claim, restrictions: &[restriction::Restriction], profile: &Profile) -> Visibility {
    let of_property = restrictions.iter().filter(|one| one.property == Some(claim.property));
    of_property.map(|one| one.visibility_for(&profile.teams)).max().unwrap_or_default().max(claim.visibility)
}

/// The case that it is for, and who is shown.
const LINES_BESIDE_A_SEARCH: u64 = 2;

const SECONDS_PER_DAY: i64 = 86_400;

/// The day of a moment, as `2025-12-31`.
fn day_of(seconds: i64) -> String {
    let first = record::DayNumber::from_ymd(1970, 1, 1).0;
    let (year, month, day) = record::DayNumber(first + seconds.div_euclid(SECONDS_PER_DAY) as i32).to_ymd();
    format!("{year:04}-{month:02}-{day:02}")
}

/// A cell is shown when a claim that is shown says it.
fn is_shown(cell: &Cell, claims: &[Claim]) -> bool {
    let text = cell.text.trim();
    text.is_empty() || claims.iter().any(|claim| claim.as_written.trim() == text)
}
