//! Families' requests: the open ones, one of them, and what is to be done on which day. Never how to reach anybody.

use super::parts::Said;
use super::sent::Sent;
use crate::failure::Failure;
use crate::pages::case as page;
use crate::pages::requests::fields::SHARED_WITH;
use crate::pages::requests::typed::day_after;
use crate::shown::plain;
use crate::work::Work;
use serde::Serialize;
use std::collections::BTreeMap;
use store::access::{Asked, Kind};
use store::{Appointment, Case, CaseNumber, RecordId, Vetting};
use utoipa::ToSchema;

/// Cases that are told, at most: nobody works more, and nobody browses.
const CASES_MAX: usize = 200;
/// After every appointment.
const FOREVER: &str = "9999-12-31";
/// Days ahead in the calendar.
const DAYS: i64 = 60;
/// Cases whose contacts are looked at for it, at most.
const LOOKED_AT_MAX: usize = 2_000;
/// Contacts that have run out and are told, at most.
const OVER_MAX: usize = 100;

/// Cases that this account may see.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Cases {
    /// The newest first, at most two hundred.
    pub(crate) cases: Vec<CaseLine>,
    /// Whether there are more.
    pub(crate) is_cut: bool,
}

/// A case.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct CaseLine {
    /// What the family holds, such as `C0123456789`.
    pub(crate) case: String,
    /// The record of the person who is sought.
    pub(crate) record: String,
    /// The name as the family gave it; null for whoever may not see the record.
    pub(crate) name: Option<String>,
    /// When it was taken.
    pub(crate) opened: String,
    /// The team that works it; empty where any does.
    pub(crate) team: String,
    /// The day after which the contact is not used any more.
    pub(crate) contact_until: String,
    /// Whether that day is over.
    pub(crate) is_over: bool,
    /// The next appointment, by the clock on the wall, such as `2026-12-31T10:00`.
    pub(crate) next: Option<String>,
}

/// One case.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct OneCase {
    /// What the family holds.
    pub(crate) case: String,
    /// The record of the person who is sought.
    pub(crate) record: String,
    /// What the family said of the person; null for whoever may not see the record.
    pub(crate) claims: Option<Vec<Said>>,
    /// Whether the record says more than this account may see.
    pub(crate) is_partial: bool,
    /// Whether it was closed.
    pub(crate) is_closed: bool,
    /// When it was taken.
    pub(crate) opened: String,
    /// The team that works it; empty where any does.
    pub(crate) team: String,
    /// The day after which the contact is not used any more.
    pub(crate) contact_until: String,
    /// Whether that day is over.
    pub(crate) is_over: bool,
    /// Who asks.
    pub(crate) askers: Vec<AskerLine>,
    /// With whom the family agreed to share it: `organisations`, `courts`, `authorities`, `public`.
    pub(crate) shared_with: Vec<&'static str>,
    /// Calls, the newest first, without what was said.
    pub(crate) calls: Vec<CallLine>,
    /// Appointments, in order.
    pub(crate) appointments: Vec<AppointmentLine>,
    /// Pairs that a machine proposes for the request and nobody decided on.
    pub(crate) pairs: Vec<CasePair>,
    /// Questions that only kin could answer, the best first.
    pub(crate) questions: Vec<KinQuestion>,
    /// Requests for the same person that were joined into this one.
    pub(crate) joined: Vec<String>,
    /// The request that goes on in its place.
    pub(crate) joined_into: Option<String>,
}

/// Somebody who asks, without how to reach them.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct AskerLine {
    /// Which of them, from 1.
    pub(crate) asker: u32,
    /// Their name; null where it is sealed.
    pub(crate) name: Option<String>,
    /// Whose kin they say they are.
    pub(crate) kinship: String,
    /// Whether they ask for somebody else of the family.
    pub(crate) is_delegate: bool,
    /// What was found of their kinship: `open`, `kin` or `not_shown`.
    pub(crate) vetting: &'static str,
}

/// A call.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct CallLine {
    /// When, by the clock on the wall.
    pub(crate) at: String,
    /// Whom, from 1.
    pub(crate) asker: u32,
    /// `reached`, `no_answer`, `wrong_person`, `call_back` or `declined`.
    pub(crate) outcome: &'static str,
}

/// An appointment.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct AppointmentLine {
    /// When, by the clock on the wall.
    pub(crate) at: String,
    /// What for: for the page of those who may call the family.
    #[serde(skip)]
    pub(crate) what: String,
}

/// A pair that a machine proposes.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct CasePair {
    /// The record that is not the request's.
    pub(crate) record: String,
    /// `strong`, `likely` or `open`.
    pub(crate) strength: &'static str,
}

/// A question for kin.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct KinQuestion {
    /// The property to ask for.
    pub(crate) property: &'static str,
    /// Whether the request holds an answer.
    pub(crate) is_in_request: bool,
    /// How many proposed records hold one.
    pub(crate) candidates: usize,
}

/// The days ahead. It says when and which case, and never what about.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Calendar {
    /// Days on which there is something, the next sixty, in order.
    pub(crate) days: Vec<Day>,
    /// Contacts that may not be used any more, the last one first.
    pub(crate) over: Vec<ContactOver>,
}

/// A day.
#[expect(clippy::struct_field_names, reason = "they are the names of the answer")]
#[derive(Debug, Default, Serialize, ToSchema)]
pub(crate) struct Day {
    /// The day.
    pub(crate) day: String,
    /// Appointments.
    pub(crate) appointments: Vec<DayAppointment>,
    /// Cases whose contact may be used for the last time.
    pub(crate) contacts: Vec<String>,
}

/// An appointment on a day.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct DayAppointment {
    /// The case.
    pub(crate) case: String,
    /// When on that day, such as `10:00`.
    pub(crate) clock: String,
}

/// A contact that has run out.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ContactOver {
    /// The case.
    pub(crate) case: String,
    /// Its last day.
    pub(crate) contact_until: String,
}

impl Cases {
    pub(crate) fn read(work: &Work, is_closed: bool) -> Result<Cases, Failure> {
        work.must(Asked::see(Kind::Case))?;
        let session = work.session(None)?;
        let today = work.time()[..10].to_owned();
        let lines = if is_closed { session.closed_cases(CASES_MAX + 1)? } else { session.cases(CASES_MAX + 1)? };
        let is_cut = lines.len() > CASES_MAX;
        let ids: Vec<RecordId> = lines.iter().take(CASES_MAX).map(|line| line.record).collect();
        let names: BTreeMap<RecordId, String> = if work.may(Asked::see(Kind::Record)) {
            session.beside(&ids)?.into_iter().map(|view| (view.id, plain(&view.record.display_name()))).collect()
        } else {
            BTreeMap::new()
        };
        let mut next: BTreeMap<CaseNumber, String> = BTreeMap::new();
        for appointment in session.calendar(&today, FOREVER)? {
            next.entry(appointment.case).or_insert(appointment.at);
        }
        let line = |line: store::CaseLine| CaseLine {
            case: line.case.to_string(),
            record: line.record.to_string(),
            name: names.get(&line.record).filter(|name| !name.is_empty()).cloned(),
            opened: line.opened,
            team: plain(&line.team),
            is_over: line.contact_until < today,
            contact_until: line.contact_until,
            next: next.get(&line.case).cloned(),
        };
        Ok(Cases { cases: lines.into_iter().take(CASES_MAX).map(line).collect(), is_cut })
    }
}

impl OneCase {
    /// A case as it stands, with what the archive has of it.
    pub(crate) fn read(work: &Work, number: CaseNumber) -> Result<(Case, OneCase), Failure> {
        let session = page::reading(work, number)?;
        let case = session.case(number)?;
        let works = work.may(Asked::change(Kind::Person));
        let view = if work.may(Asked::see(Kind::Record)) { page::there(session.record(case.record))? } else { None };
        // A list's own number of the row says nothing of anybody.
        let of_row = [record::Property::RowIdentifier, record::Property::RunningNumber];
        let claims = view.as_ref().map(|view| {
            view.record.claims.iter().filter(|claim| !of_row.contains(&claim.property)).map(Said::of).collect()
        });
        let pairs = if work.decides() { page::pairs(work, case.record)? } else { Vec::new() };
        let others: Vec<RecordId> = pairs.iter().map(|(other, _)| *other).collect();
        let others = session.beside(&others)?;
        let pairs = pairs.into_iter().filter(|(other, _)| others.iter().any(|view| view.id == *other));
        let pairs = pairs.map(|(record, strength)| CasePair { record: record.to_string(), strength: strength.word() });
        let pairs = pairs.collect();
        let questions = match &view {
            Some(view) if works => page::kin::questions(view, &others),
            _ => Vec::new(),
        };
        let calls = session.calls_made(number)?.into_iter().rev();
        let calls = calls.map(|call| CallLine { at: call.at, asker: call.asker, outcome: call.outcome.as_str() });
        let calls = calls.collect();
        let mut appointments: Vec<AppointmentLine> =
            session.appointments(number)?.into_iter().map(appointment).collect();
        appointments.sort_by(|one, other| one.at.cmp(&other.at));
        let shared = SHARED_WITH.iter().filter(|(with, _)| case.consent.0.contains(with)).map(|(_, word)| *word);
        let told = OneCase {
            case: number.to_string(),
            record: case.record.to_string(),
            claims,
            is_partial: view.is_some_and(|view| view.is_partial),
            is_closed: case.is_closed,
            opened: case.opened.clone(),
            team: plain(&case.team),
            contact_until: case.contact_until.clone(),
            is_over: case.contact_until.as_str() < &work.time()[..10],
            askers: askers(&case),
            shared_with: shared.collect(),
            calls,
            appointments,
            pairs,
            questions,
            joined: case.joined.iter().map(ToString::to_string).collect(),
            joined_into: case.joined_into.map(|into| into.to_string()),
        };
        Ok((case, told))
    }
}

fn askers(case: &Case) -> Vec<AskerLine> {
    let line = |(asker, (own, vetting)): (u32, &(store::Asker, Vetting))| AskerLine {
        asker,
        name: Some(plain(own.name.reveal())).filter(|name| !name.is_empty()),
        kinship: plain(own.kinship.reveal()),
        is_delegate: own.is_delegate,
        vetting: match vetting {
            Vetting::Open => "open",
            Vetting::Kin => "kin",
            Vetting::NotShown => "not_shown",
        },
    };
    (1..).zip(&case.askers).map(line).collect()
}

fn appointment(own: Appointment) -> AppointmentLine {
    AppointmentLine { what: plain(own.what.reveal()), at: own.at }
}

impl Calendar {
    pub(crate) fn read(work: &Work) -> Result<Calendar, Failure> {
        work.must(Asked::see(Kind::Case))?;
        let session = work.session(None)?;
        let today = work.time()[..10].to_owned();
        let end = day_after(&today, DAYS);
        let mut days: BTreeMap<String, Day> = BTreeMap::new();
        let empty = |day: &str| Day { day: day.to_owned(), ..Day::default() };
        for appointment in session.calendar(&today, &end)? {
            let (day, clock) = appointment.at.split_once('T').unwrap_or((&appointment.at, ""));
            let own = DayAppointment { case: appointment.case.to_string(), clock: clock.to_owned() };
            days.entry(day.to_owned()).or_insert_with(|| empty(day)).appointments.push(own);
        }
        let mut over = Vec::new();
        for line in session.cases(LOOKED_AT_MAX)? {
            let day = line.contact_until.as_str();
            if day < today.as_str() {
                over.push((line.contact_until.clone(), line.case));
            } else if day < end.as_str() {
                days.entry(day.to_owned()).or_insert_with(|| empty(day)).contacts.push(line.case.to_string());
            }
        }
        over.sort_unstable_by(|one, other| other.cmp(one));
        over.truncate(OVER_MAX);
        let line = |(contact_until, case): (String, CaseNumber)| ContactOver { case: case.to_string(), contact_until };
        Ok(Calendar { days: days.into_values().collect(), over: over.into_iter().map(line).collect() })
    }
}

pub(super) fn all(work: &Work, sent: &Sent) -> Result<Cases, Failure> {
    Cases::read(work, sent.word("closed") == "yes")
}

pub(super) fn one(work: &Work, sent: &Sent) -> Result<OneCase, Failure> {
    Ok(OneCase::read(work, sent.id("case")?)?.1)
}

pub(super) fn calendar(work: &Work, _: &Sent) -> Result<Calendar, Failure> {
    Calendar::read(work)
}
