//! Requests: families who look for somebody.
//!
//! A request is a record whose source is the family, and stands: it is matched with everything that comes later. Several
//! relatives may ask for one person, each with a standing of their own. What they entrust to us beside the claims
//! (who must not be told, a safe hour, a word to call back with) is theirs, sealed, and matched with nothing.
//!
//! The records of requests lie in pages: imports of their own, of at most a thousand, which a linkage run closes when it
//! begins, so that a run has seen a page whole or not at all.

use crate::acts::{self, Act, Done};
use crate::asker::{Asker, Consent, Vetting};
use crate::calls::{self, CallOutcome};
use crate::flags::Flags;
use crate::import::ImportCounts;
use crate::projecting::Projecting;
use crate::sealing::{self, SealedPart};
use crate::sql::{Connection, Value, statements};
use crate::{
    AccountId, Archive, CaseNumber, ImportMeta, ImportNumber, RecordId, Result, StoreError, import, import_rows,
    joining, ledger, limits, standing,
};
use record::{Position, Private, Record, Role, SourceKind};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The source that pages of requests name.
pub(crate) const PAGE_SOURCE: &str = "requests";

/// A request that is to be taken.
#[derive(Clone, Serialize, Deserialize)]
pub struct NewRequest {
    /// Who asks first.
    pub asker: Asker,
    /// With whom it may be shared.
    #[serde(default)]
    pub consent: Consent,
    /// The team that works it; any where there is none.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub team: String,
    /// The day after which the contact is not used any more unless it is renewed, such as `2025-12-31`.
    pub contact_until: String,
}

#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum RequestAct {
    Opened(Box<Opened>),
    AskerAdded {
        case: CaseNumber,
        asker: Box<Asker>,
    },
    Vetted {
        case: CaseNumber,
        asker: u32,
        vetting: Vetting,
        how: Private,
    },
    Consented {
        case: CaseNumber,
        consent: Consent,
        how: Private,
    },
    ContactRenewed {
        case: CaseNumber,
        until: String,
    },
    Assigned {
        case: CaseNumber,
        team: String,
    },
    Closed {
        case: CaseNumber,
        reason: Private,
    },
    /// Somebody searches on.
    Reopened {
        case: CaseNumber,
        reason: Private,
    },
    /// What was said is sealed.
    Called {
        case: CaseNumber,
        asker: u32,
        outcome: CallOutcome,
        at: String,
        #[serde(default, skip_serializing_if = "String::is_empty")]
        sealed: String,
    },
    Appointed {
        case: CaseNumber,
        at: String,
        #[serde(default, skip_serializing_if = "String::is_empty")]
        sealed: String,
    },
    Joined {
        case: CaseNumber,
        into: CaseNumber,
    },
    Parted {
        case: CaseNumber,
    },
}

#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Opened {
    pub(crate) request: NewRequest,
    pub(crate) record: Record,
    pub(crate) keys: Vec<i64>,
    /// What was found of the record when it came.
    #[serde(default)]
    pub(crate) flags: Option<i64>,
    /// Where the record lies: given when the entry is appended.
    pub(crate) id: RecordId,
    /// What is sealed of the record.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub(crate) sealed: String,
}

/// The context of the seal of a request's record.
const CONTEXT: &[u8] = b"athar/request/1";

impl RequestAct {
    /// The stable name of the kind. What does not change where a request stands has kinds of its own: whoever asks for that
    /// reads none of it.
    pub(crate) fn kind(&self) -> &'static str {
        match self {
            RequestAct::Called { .. } => "call",
            RequestAct::Appointed { .. } => "appointment",
            _ => "request",
        }
    }

    /// A stable word for what was done, for whoever watches over the work.
    pub(crate) fn word(&self) -> &'static str {
        match self {
            RequestAct::Opened(_) => "request_opened",
            RequestAct::AskerAdded { .. } => "request_asker",
            RequestAct::Vetted { .. } => "request_vetted",
            RequestAct::Consented { .. } => "request_consent",
            RequestAct::ContactRenewed { .. } => "request_contact",
            RequestAct::Assigned { .. } => "request_assigned",
            RequestAct::Closed { .. } => "request_closed",
            RequestAct::Reopened { .. } => "request_reopened",
            RequestAct::Joined { .. } => "request_joined",
            RequestAct::Parted { .. } => "request_parted",
            RequestAct::Called { .. } | RequestAct::Appointed { .. } => self.kind(),
        }
    }

    /// Everything sealed in it.
    pub(crate) fn sealed_texts(&self) -> Vec<&str> {
        match self {
            RequestAct::Opened(opened) => vec![&opened.sealed, &opened.request.asker.sealed],
            RequestAct::AskerAdded { asker, .. } => vec![&asker.sealed],
            RequestAct::Called { sealed, .. } | RequestAct::Appointed { sealed, .. } if !sealed.is_empty() => {
                vec![sealed]
            }
            _ => Vec::new(),
        }
    }

    pub(crate) fn case(&self, salt: &[u8; 32]) -> CaseNumber {
        match self {
            RequestAct::Opened(_) => CaseNumber::of_salt(salt),
            RequestAct::AskerAdded { case, .. }
            | RequestAct::Vetted { case, .. }
            | RequestAct::Consented { case, .. }
            | RequestAct::ContactRenewed { case, .. }
            | RequestAct::Assigned { case, .. }
            | RequestAct::Closed { case, .. }
            | RequestAct::Reopened { case, .. }
            | RequestAct::Called { case, .. }
            | RequestAct::Appointed { case, .. }
            | RequestAct::Joined { case, .. }
            | RequestAct::Parted { case } => *case,
        }
    }
}

/// A request as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Case {
    /// What the family holds.
    pub case: CaseNumber,
    /// The record of the person who is sought.
    pub record: RecordId,
    /// Who asks, each with what was found of their kinship.
    pub askers: Vec<(Asker, Vetting)>,
    /// With whom it may be shared.
    pub consent: Consent,
    /// The team that works it; any where it is empty.
    pub team: String,
    /// The day after which the contact is not used any more.
    pub contact_until: String,
    /// When it was taken.
    pub opened: String,
    /// By whom.
    pub by: Option<AccountId>,
    /// Whether it was closed.
    pub is_closed: bool,
    /// Requests for the same person that were joined into this one, by number: their askers wait with its own.
    pub joined: Vec<CaseNumber>,
    /// The request that goes on in the place of this one.
    pub joined_into: Option<CaseNumber>,
}

impl Archive {
    /// Takes a request: the record of the person who is sought (its role is made so), the keys it is found by, and
    /// who asks.
    pub fn open_request(
        &self,
        mut record: Record,
        keys: Vec<i64>,
        mut request: NewRequest,
        by: Option<AccountId>,
        time: &str,
    ) -> Result<Case> {
        record.role = Role::Sought;
        let flags = Some(Flags::of(&record).bits());
        let taken = sealing::part(&mut record, &mut [], self.keys())?;
        let sealed = taken.map(|taken| sealing::seal_text(self.keys(), CONTEXT, &taken.json)).transpose()?;
        let (id, sealed) = (RecordId(0), sealed.unwrap_or_default());
        request.asker.seal(self.keys())?;
        let act =
            Act::Request(Box::new(RequestAct::Opened(Box::new(Opened { request, record, keys, flags, id, sealed }))));
        let appended = self.act(by, act, time)?;
        self.database.read(|connection| {
            let row = connection.row(statements::CASE_OF_ENTRY, &[Value::Int(appended.index as i64)])?;
            let row = row.ok_or_else(|| StoreError::damaged("a request has no row"))?;
            opened(connection, CaseNumber(row.int(0)?))
        })
    }

    /// One more relative asks.
    pub fn add_asker(&self, case: CaseNumber, mut asker: Asker, by: Option<AccountId>, time: &str) -> Result<u64> {
        asker.seal(self.keys())?;
        let asker = Box::new(asker);
        self.request_act(RequestAct::AskerAdded { case, asker }, by, time)
    }

    /// What was found of an asker's kinship, and how. The questions and answers themselves are not kept.
    pub fn vet(
        &self,
        (case, asker): (CaseNumber, u32),
        vetting: Vetting,
        how: Private,
        by: Option<AccountId>,
        time: &str,
    ) -> Result<u64> {
        self.request_act(RequestAct::Vetted { case, asker, vetting, how }, by, time)
    }

    /// With whom the family lets us share, and how they were asked.
    pub fn consent(
        &self,
        case: CaseNumber,
        consent: Consent,
        how: Private,
        by: Option<AccountId>,
        time: &str,
    ) -> Result<u64> {
        self.request_act(RequestAct::Consented { case, consent, how }, by, time)
    }

    /// The family was reached, and may be until that day.
    pub fn renew_contact(&self, case: CaseNumber, until: &str, by: Option<AccountId>, time: &str) -> Result<u64> {
        self.request_act(RequestAct::ContactRenewed { case, until: until.to_owned() }, by, time)
    }

    /// Gives a case to a team that somebody belongs to, or to everybody (an empty name).
    pub fn assign_case(&self, case: CaseNumber, team: &str, by: Option<AccountId>, time: &str) -> Result<u64> {
        self.request_act(RequestAct::Assigned { case, team: team.to_owned() }, by, time)
    }

    /// Closes a case: the family asked for it, or it is answered.
    pub fn close_case(&self, case: CaseNumber, reason: Private, by: Option<AccountId>, time: &str) -> Result<u64> {
        self.request_act(RequestAct::Closed { case, reason }, by, time)
    }

    /// Opens a case again that was closed: its pairs are proposed again. One that was joined into another is parted instead.
    pub fn reopen_case(&self, case: CaseNumber, reason: Private, by: Option<AccountId>, time: &str) -> Result<u64> {
        self.request_act(RequestAct::Reopened { case, reason }, by, time)
    }

    pub(crate) fn request_act(&self, act: RequestAct, by: Option<AccountId>, time: &str) -> Result<u64> {
        Ok(self.act(by, Act::Request(Box::new(act)), time)?.index)
    }

    /// One case, with what its askers entrusted to us as far as that can be opened.
    pub fn case(&self, case: CaseNumber) -> Result<Case> {
        self.database.read(|connection| opened(connection, case))
    }

    /// Every case, closed ones too, in the order of their numbers (which are random). What askers entrusted to us stays
    /// sealed.
    pub fn cases(&self) -> Result<Vec<Case>> {
        let acts = self.database.read(|connection| acts::of_kind(connection, "request"))?;
        let mut of: BTreeMap<i64, Vec<Done<Act>>> = BTreeMap::new();
        for (subject, done) in acts {
            of.entry(subject).or_default().push(done);
        }
        let mut cases: Vec<Case> = of.into_iter().filter_map(|(case, acts)| fold(CaseNumber(case), acts)).collect();
        joining::list_joined(&mut cases);
        Ok(cases)
    }

    /// The case whose request a record is.
    pub fn case_of_record(&self, record: RecordId) -> Result<Option<CaseNumber>> {
        self.database.read(|connection| case_of(connection, record))
    }

    /// Cases that may ask for the same person as a record that is about to be saved: those that share one of its keys.
    pub fn similar_cases(&self, keys: &[i64]) -> Result<Vec<CaseNumber>> {
        let mut cases = Vec::new();
        self.database.read(|connection| {
            let limit = Value::Int(limits::REQUESTS_PER_PAGE as i64);
            for &key in keys {
                let key = import_rows::keyed(self.keys(), key);
                for row in connection.rows(statements::CASES_OF_KEY, &[Value::Int(key), limit])? {
                    cases.push(CaseNumber(row.int(0)?));
                }
            }
            Ok(())
        })?;
        cases.sort_unstable();
        cases.dedup();
        Ok(cases)
    }

    /// Cases whose contact may not be used any more on that day, and that go on.
    pub fn expired_contacts(&self, day: &str) -> Result<Vec<CaseNumber>> {
        let cases = self.cases()?;
        let ended = joining::ended(&cases);
        let expired = cases.iter().filter(|case| case.contact_until.as_str() < day).map(|case| case.case);
        Ok(expired.filter(|case| !ended.contains(case)).collect())
    }
}

/// The case whose request a record is.
pub(crate) fn case_of(connection: &mut Connection, record: RecordId) -> Result<Option<CaseNumber>> {
    let row = connection.row(statements::CASE_OF_RECORD, &[Value::Int(record.0)])?;
    row.map(|row| Ok(CaseNumber(row.int(0)?))).transpose()
}

/// One case as it stands, with what its askers entrusted to us as far as that can be opened.
pub(crate) fn opened(connection: &mut Connection, case: CaseNumber) -> Result<Case> {
    let mut case = of(connection, case)?;
    for (asker, _) in &mut case.askers {
        asker.open(connection.keys()?)?;
    }
    Ok(case)
}

/// What is sealed of the record of a request.
pub(crate) fn sealed_of_record(connection: &mut Connection, id: RecordId) -> Result<Option<SealedPart>> {
    let Some(case) = case_of(connection, id)? else { return Ok(None) };
    for Done { act, .. } in acts::about(connection, "request", case.0)? {
        if let Act::Request(act) = act
            && let RequestAct::Opened(opened) = *act
        {
            let json = sealing::open_text(connection.keys()?, CONTEXT, &opened.sealed)?;
            return json.map(|json| SealedPart::read(&json)).transpose();
        }
    }
    Ok(None)
}

/// One case as it stands.
pub(crate) fn of(connection: &mut Connection, case: CaseNumber) -> Result<Case> {
    let folded = folded(connection, case)?;
    Ok(Case { joined: standing::joined_to(connection, case)?, ..folded })
}

/// One case as its own acts have it: they do not say what was joined into it.
pub(crate) fn folded(connection: &mut Connection, case: CaseNumber) -> Result<Case> {
    Ok(taken_at(connection, case)?.1)
}

/// Several, in the order asked for; those which are not there are left out.
pub(crate) fn folded_each(connection: &mut Connection, cases: &[CaseNumber]) -> Result<Vec<Case>> {
    let numbers: Vec<i64> = cases.iter().map(|case| case.0).collect();
    let mut acts = acts::listed(connection, statements::REQUEST_ACTS, &numbers)?;
    Ok(cases.iter().filter_map(|case| fold(*case, acts.remove(&case.0)?)).collect())
}

/// The same, with the entry at which it was taken.
pub(crate) fn taken_at(connection: &mut Connection, case: CaseNumber) -> Result<(u64, Case)> {
    let acts = acts::about(connection, "request", case.0)?;
    let taken = acts.first().map(|done| done.entry);
    let found = taken.and_then(|taken| Some((taken, fold(case, acts)?)));
    found.ok_or_else(|| StoreError::NoSuch(format!("case {case}")))
}

/// One asker of a case, from 1.
pub(crate) fn asker(connection: &mut Connection, case: CaseNumber, asker: u32) -> Result<(Asker, Vetting)> {
    let found = folded(connection, case)?;
    let place = (asker as usize).checked_sub(1);
    let asker_of = place.and_then(|place| found.askers.into_iter().nth(place));
    asker_of.ok_or_else(|| StoreError::NoSuch(format!("asker {asker} of case {case}")))
}

fn fold(number: CaseNumber, acts: Vec<Done<Act>>) -> Option<Case> {
    let mut case: Option<Case> = None;
    for Done { time, by, act, .. } in acts {
        let Act::Request(act) = act else { continue };
        match (*act, &mut case) {
            (RequestAct::Opened(opened), _) => {
                let Opened { request, id, .. } = *opened;
                let NewRequest { asker, consent, team, contact_until } = request;
                let askers = vec![(asker, Vetting::Open)];
                let (case_number, record, opened) = (number, id, time);
                let is_closed = false;
                case = Some(Case {
                    case: case_number,
                    record,
                    askers,
                    consent,
                    team,
                    contact_until,
                    opened,
                    by,
                    is_closed,
                    joined: Vec::new(),
                    joined_into: None,
                });
            }
            (RequestAct::AskerAdded { asker, .. }, Some(case)) => case.askers.push((*asker, Vetting::Open)),
            (RequestAct::Vetted { asker, vetting, .. }, Some(case)) => {
                if let Some(asker) = case.askers.get_mut((asker as usize).saturating_sub(1)) {
                    asker.1 = vetting;
                }
            }
            (RequestAct::Consented { consent, .. }, Some(case)) => case.consent = consent,
            (RequestAct::ContactRenewed { until, .. }, Some(case)) => case.contact_until = until,
            (RequestAct::Assigned { team, .. }, Some(case)) => case.team = team,
            (RequestAct::Closed { .. }, Some(case)) => case.is_closed = true,
            (RequestAct::Reopened { .. }, Some(case)) => case.is_closed = false,
            (RequestAct::Joined { into, .. }, Some(case)) => {
                (case.is_closed, case.joined_into) = (true, Some(into));
            }
            (RequestAct::Parted { .. }, Some(case)) => (case.is_closed, case.joined_into) = (false, None),
            (RequestAct::Called { .. } | RequestAct::Appointed { .. }, Some(_)) | (_, None) => {}
        }
    }
    case
}

/// What must hold before an act on requests; a new one is given its place in the open page.
pub(crate) fn check(connection: &mut Connection, act: &mut RequestAct, time: &str) -> Result<()> {
    let opened = match act {
        RequestAct::Opened(opened) => opened,
        RequestAct::AskerAdded { case, .. } => {
            let askers = folded(connection, *case)?.askers.len();
            let limit = limits::ASKERS_PER_REQUEST_MAX;
            return if askers < limit { Ok(()) } else { Err(StoreError::Limit { what: "a request's askers", limit }) };
        }
        RequestAct::Vetted { case, asker: number, .. } => return asker(connection, *case, *number).map(drop),
        RequestAct::ContactRenewed { case, until } => {
            check_contact_day(until, time)?;
            return folded(connection, *case).map(drop);
        }
        RequestAct::Closed { case, .. } => {
            let is_closed = folded(connection, *case)?.is_closed;
            return if is_closed { Err(StoreError::Closed(format!("case {case}"))) } else { Ok(()) };
        }
        RequestAct::Reopened { case, .. } => return joining::check_reopened(connection, *case),
        RequestAct::Called { case, asker, at, .. } => return calls::check_call(connection, *case, *asker, at),
        RequestAct::Appointed { case, at, .. } => return calls::check_appointment(connection, *case, at),
        RequestAct::Joined { case, into } => return joining::check_joined(connection, *case, *into),
        RequestAct::Parted { case } => return joining::check_parted(connection, *case),
        RequestAct::Consented { case, .. } | RequestAct::Assigned { case, .. } => {
            return folded(connection, *case).map(drop);
        }
    };
    check_contact_day(&opened.request.contact_until, time)?;
    if opened.keys.len() > limits::KEYS_PER_RECORD_MAX {
        let limit = limits::KEYS_PER_RECORD_MAX;
        return Err(StoreError::Limit { what: "the number of a record's keys", limit });
    }
    opened.id = next_place(connection)?;
    opened.record.position = Position { row: u64::from(opened.id.ordinal()), ..Position::default() };
    Ok(())
}

/// Text that is a day, in the one form that sorts.
pub(crate) fn check_day(day: &str) -> Result<()> {
    day_number(day).map(drop)
}

fn day_number(day: &str) -> Result<i32> {
    let date = record::PartialDate::parse_edtf(day).ok().filter(|_| day.len() == 10);
    let date = date.filter(|date| date.precision() == record::Precision::Day);
    let date = date.ok_or(StoreError::Refused("a day is written as 2025-12-31"))?;
    Ok(date.interval().0.0)
}

/// The day until which a contact may be used: a contact that nobody has asked for in a year is no longer the family's.
fn check_contact_day(until: &str, time: &str) -> Result<()> {
    let until = day_number(until)?;
    let today = day_number(time.get(..10).unwrap_or_default())?;
    if until - today > limits::CONTACT_DAYS_MAX {
        return Err(StoreError::Refused("a contact is renewed within 400 days: ask the family again by then"));
    }
    Ok(())
}

/// Where the next request's record goes.
fn next_place(connection: &mut Connection) -> Result<RecordId> {
    if let Some(row) = connection.row(statements::PAGE_OPEN, &[])? {
        let page = ImportNumber(row.int(0)? as u32);
        let range = [RecordId::new(page, 0).0, RecordId::new(page, u32::MAX).0].map(Value::Int);
        let last = connection.row(statements::RECORD_LAST, &range)?.map(|row| row.int(0)).transpose()?.unwrap_or(0);
        let ordinal = RecordId(last).ordinal();
        if u64::from(ordinal) < limits::REQUESTS_PER_PAGE {
            return Ok(RecordId::new(page, ordinal + 1));
        }
    }
    let number = connection.row(statements::IMPORT_NEXT, &[])?.map(|row| row.int(0)).transpose()?.unwrap_or(1);
    let limit = i32::MAX as usize;
    let number = i32::try_from(number).map_err(|_| StoreError::Limit { what: "the number of imports", limit })?;
    Ok(RecordId::new(ImportNumber(number as u32), 1))
}

/// Writes the record of a new request, its page where it is the first, and its case.
pub(crate) fn project(
    projecting: &mut Projecting<'_>,
    entry: u64,
    salt: &[u8; 32],
    time: &str,
    opened: &Opened,
) -> Result<()> {
    let connection = projecting.reading()?;
    let page = opened.id.import();
    project_page(connection, entry, time, opened.id)?;
    // The page's first entry may be this one, which is not written yet.
    let page_salt = ledger::import_salt(connection, page)?.unwrap_or(*salt);
    let flags = Flags::kept_or_of(opened.flags, &opened.record);
    import_rows::write_one(connection, opened.id, &page_salt, &opened.record, flags, &opened.keys)?;
    let case = CaseNumber::of_salt(salt);
    let team = standing::team_number(connection.keys()?, &opened.request.team);
    let values = [case.0, opened.id.0, entry as i64, team].map(Value::Int);
    connection.execute(statements::CASE_NEW, &values).map(drop)
}

/// Writes the page of a request with its first one, and counts the others.
pub(crate) fn project_page(connection: &mut Connection, entry: u64, time: &str, record: RecordId) -> Result<()> {
    let page = record.import();
    let records = u64::from(record.ordinal());
    let counts = ImportCounts { records, problems: 0 };
    if records > 1 {
        return import::update_page(connection, entry, page, counts);
    }
    let meta = ImportMeta {
        source: PAGE_SOURCE.to_owned(),
        kind: SourceKind::Sought,
        original: None,
        mapping: String::new(),
        as_of: time.get(..10).unwrap_or_default().to_owned(),
        one_row_per_person: false,
        by: None,
    };
    import::write_row(connection, entry, time, (page, true), meta, counts)
}
