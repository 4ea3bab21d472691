//! Calls to a family, and appointments with it: who was called, what came of it, when somebody comes.
//!
//! What was said is sealed to the team like what askers entrust to us, and goes with it: a note says who is near, and who may not
//! know. When, by whom and with which outcome lies under a working key, so that a calendar needs no keyholder. Nothing here
//! calls anybody, and nothing here says what a family was told: that is a consequence.

use crate::acts::{self, Act, Done};
use crate::request::{self, RequestAct};
use crate::sql::Connection;
use crate::{AccountId, Archive, CaseNumber, Result, StoreError, joining, limits, sealing, standing};
use record::Private;
use serde::{Deserialize, Serialize};
use vault::keys::Keyring;

/// What came of a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CallOutcome {
    /// The asker was reached, and knew the word.
    Reached,
    /// Nobody answered.
    NoAnswer,
    /// Somebody else answered: nothing was said.
    WrongPerson,
    /// The asker wishes to be called at another time.
    CallBack,
    /// The asker does not wish to be called.
    Declined,
}

impl CallOutcome {
    /// Every outcome.
    pub const ALL: [CallOutcome; 5] = [
        CallOutcome::Reached,
        CallOutcome::NoAnswer,
        CallOutcome::WrongPerson,
        CallOutcome::CallBack,
        CallOutcome::Declined,
    ];

    /// The stable text form.
    pub fn as_str(self) -> &'static str {
        match self {
            CallOutcome::Reached => "reached",
            CallOutcome::NoAnswer => "no_answer",
            CallOutcome::WrongPerson => "wrong_person",
            CallOutcome::CallBack => "call_back",
            CallOutcome::Declined => "declined",
        }
    }

    /// The outcome of that text form.
    pub fn parse(text: &str) -> Option<CallOutcome> {
        CallOutcome::ALL.into_iter().find(|outcome| outcome.as_str() == text)
    }
}

/// A call that was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Call {
    /// The entry that says so.
    pub entry: u64,
    /// The case.
    pub case: CaseNumber,
    /// Whom of it, from 1.
    pub asker: u32,
    /// What came of it.
    pub outcome: CallOutcome,
    /// What was said: empty where it cannot be opened.
    pub note: Private,
    /// When, as whoever called says, such as `2026-12-31T10:00`.
    pub at: String,
    /// Who says so.
    pub by: Option<AccountId>,
    /// When it was written down.
    pub time: String,
}

/// An appointment with a family.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Appointment {
    /// The entry that says so.
    pub entry: u64,
    /// The case.
    pub case: CaseNumber,
    /// When, such as `2026-12-31T10:00`.
    pub at: String,
    /// What for: empty where it cannot be opened.
    pub what: Private,
    /// Who made it.
    pub by: Option<AccountId>,
    /// When it was written down.
    pub time: String,
}

const CALL: &[u8] = b"athar/call/1";
const APPOINTMENT: &[u8] = b"athar/appointment/1";
/// Characters of a moment such as `2026-12-31T10:00`.
const MOMENT: usize = 16;

impl Archive {
    /// Writes down a call to one asker of a case, from 1.
    pub fn called(
        &self,
        (case, asker): (CaseNumber, u32),
        outcome: CallOutcome,
        note: &Private,
        at: &str,
        by: Option<AccountId>,
        time: &str,
    ) -> Result<u64> {
        let sealed = seal(self.keys(), CALL, note)?;
        self.request_act(RequestAct::Called { case, asker, outcome, at: at.to_owned(), sealed }, by, time)
    }

    /// Makes an appointment for a case that goes on.
    pub fn appoint(
        &self,
        case: CaseNumber,
        at: &str,
        what: &Private,
        by: Option<AccountId>,
        time: &str,
    ) -> Result<u64> {
        let sealed = seal(self.keys(), APPOINTMENT, what)?;
        self.request_act(RequestAct::Appointed { case, at: at.to_owned(), sealed }, by, time)
    }

    /// Calls about a case, in the order in which they were written down.
    pub fn calls(&self, case: CaseNumber) -> Result<Vec<Call>> {
        self.database.read(|connection| calls_of(connection, case))
    }

    /// Appointments of a case, in the order in which they were made.
    pub fn appointments(&self, case: CaseNumber) -> Result<Vec<Appointment>> {
        self.database.read(|connection| {
            let made = made_for(connection, case)?;
            made.into_iter().map(|found| found.open(connection.keys()?)).collect()
        })
    }

    /// Appointments of all cases that go on, from a moment or day on and before another, by when they are.
    pub fn calendar(&self, from: &str, to: &str) -> Result<Vec<Appointment>> {
        self.database.read(|connection| {
            let between = calendar(connection, from, to)?;
            between.into_iter().map(|found| found.open(connection.keys()?)).collect()
        })
    }
}

/// An appointment as the ledger has it.
pub(crate) struct Sealed(Appointment, String);

impl Sealed {
    pub(crate) fn case(&self) -> CaseNumber {
        self.0.case
    }

    /// Without what it is for.
    pub(crate) fn closed(self) -> Appointment {
        self.0
    }

    pub(crate) fn open(self, keys: &Keyring) -> Result<Appointment> {
        let Sealed(appointment, sealed) = self;
        Ok(Appointment { what: open(keys, APPOINTMENT, &sealed)?, ..appointment })
    }
}

/// Appointments of one case, sealed, in the order in which they were made.
pub(crate) fn made_for(connection: &mut Connection, case: CaseNumber) -> Result<Vec<Sealed>> {
    request::folded(connection, case)?;
    let made = acts::about(connection, "appointment", case.0)?;
    Ok(made.into_iter().filter_map(appointment).collect())
}

/// Appointments of cases that go on, sealed: opening one costs more than finding all.
pub(crate) fn calendar(connection: &mut Connection, from: &str, to: &str) -> Result<Vec<Sealed>> {
    let mut between = Vec::new();
    for (_, done) in acts::of_kind(connection, "appointment")? {
        let Some(found) = appointment(done) else { continue };
        if found.0.at.as_str() >= from && found.0.at.as_str() < to && !standing::is_ended(connection, found.case())? {
            between.push(found);
        }
    }
    between.sort_by(|one, other| (&one.0.at, one.0.entry).cmp(&(&other.0.at, other.0.entry)));
    Ok(between)
}

pub(crate) fn calls_of(connection: &mut Connection, case: CaseNumber) -> Result<Vec<Call>> {
    request::folded(connection, case)?;
    let mut calls = Vec::new();
    for Done { entry, time, by, act } in acts::about(connection, "call", case.0)? {
        if let Act::Request(act) = act
            && let RequestAct::Called { case, asker, outcome, at, sealed } = *act
        {
            let note = open(connection.keys()?, CALL, &sealed)?;
            calls.push(Call { entry, case, asker, outcome, note, at, by, time });
        }
    }
    Ok(calls)
}

fn appointment(done: Done<Act>) -> Option<Sealed> {
    let Done { entry, time, by, act } = done;
    let Act::Request(act) = act else { return None };
    let RequestAct::Appointed { case, at, sealed } = *act else { return None };
    Some(Sealed(Appointment { entry, case, at, what: Private::default(), by, time }, sealed))
}

/// What was sealed of the calls and appointments of a case.
pub(crate) fn sealed_of(connection: &mut Connection, case: CaseNumber) -> Result<Vec<String>> {
    let mut sealed = Vec::new();
    for kind in ["call", "appointment"] {
        for done in acts::about(connection, kind, case.0)? {
            if let Act::Request(act) = &done.act {
                sealed.extend(act.sealed_texts().into_iter().map(str::to_owned));
            }
        }
    }
    Ok(sealed)
}

pub(crate) fn check_call(connection: &mut Connection, case: CaseNumber, asker: u32, at: &str) -> Result<()> {
    must_be_moment(at)?;
    request::asker(connection, case, asker).map(drop)
}

pub(crate) fn check_appointment(connection: &mut Connection, case: CaseNumber, at: &str) -> Result<()> {
    must_be_moment(at)?;
    joining::must_go_on(connection, case)
}

/// A moment in the one form that sorts.
fn must_be_moment(at: &str) -> Result<()> {
    let refused = Err(StoreError::Refused("a moment is written as 2026-12-31T10:00"));
    let Some((day, clock)) = at.split_once('T') else { return refused };
    let Some((hour, minute)) = clock.split_once(':') else { return refused };
    let is_below = |text: &str, end: u32| {
        text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_digit()) && text.parse().is_ok_and(|it: u32| it < end)
    };
    if at.len() != MOMENT || !is_below(hour, 24) || !is_below(minute, 60) {
        return refused;
    }
    request::check_day(day)
}

/// Nothing that was said is sealed as nothing, so that no key is made for it.
fn seal(keys: &Keyring, context: &[u8], words: &Private) -> Result<String> {
    let words = words.reveal();
    let limit = limits::TEXT_CHARACTERS_MAX;
    if words.chars().count() > limit {
        return Err(StoreError::Limit { what: "a text", limit });
    }
    if words.is_empty() { Ok(String::new()) } else { sealing::seal_text(keys, context, words.as_bytes()) }
}

fn open(keys: &Keyring, context: &[u8], sealed: &str) -> Result<Private> {
    let Some(bytes) = sealing::open_text(keys, context, sealed)? else { return Ok(Private::default()) };
    let words = String::from_utf8(bytes).map_err(|_| StoreError::damaged("what was said is no text"))?;
    Ok(words.into())
}
