//! A family's case: what was asked, by whom, what was found out of their kinship, what they agreed to, calls, appointments.
//!
//! What they entrusted to us of themselves is not here: it is shown by an act of its own, once.

mod acts;
mod answer;
mod contact;
mod forms;
pub(crate) mod kin;

pub(crate) use acts::{add_asker, appoint, assign, call as called, close, consent, join, part, renew, reopen, vet};
pub(crate) use answer::{answer, told, wish};
pub(crate) use contact::contact;

use super::requests::fields::{Share, shares};
use super::requests::typed::told_here;
use crate::api::cases as told;
use crate::api::cases::{CasePair, KinQuestion, OneCase};
use crate::desk::Desk;
use crate::failure::Failure;
use crate::queue::Strength;
use crate::shell::Shell;
use crate::shown::plain;
use crate::taken::Path;
use crate::urls::Url;
use crate::visit::Visit;
use crate::work::{Page, Work, at_work, shown};
use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use forms::{Forms, Sent};
use std::sync::Arc;
use store::access::{Asked, Kind, Team};
use store::{Case, CaseNumber, RecordId, Session, StoreError, Vetting};

/// Proposed pairs that the page shows, at most.
const PAIRS_MAX: usize = 20;
/// How long after it was taken a case says at its top that its number is to be read out.
const NEW_SECONDS: i64 = 15 * 60;

/// One of those who ask, without how to reach them.
struct AskerLine {
    number: u32,
    name: Option<String>,
    kinship: String,
    is_delegate: bool,
    vetting: &'static str,
    is_kin: bool,
    answer: Url,
}

/// A pair that the machine proposes for the request.
struct Pair {
    url: String,
    /// The record that is not the request's.
    other: String,
    strength: &'static str,
}

#[derive(Template)]
#[template(path = "case.html")]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is one question that the page asks, and none follows from another"
)]
struct CasePage {
    shell: Shell,
    number: CaseNumber,
    here: Url,
    search: Url,
    person: Url,
    /// What the family said of the person: property and value.
    claims: Option<Vec<(String, String)>>,
    is_partial: bool,
    is_fresh: bool,
    is_closed: bool,
    opened: String,
    team: String,
    until: String,
    is_over: bool,
    joined: Vec<(CaseNumber, Url)>,
    joined_into: Option<(CaseNumber, Url)>,
    askers: Vec<AskerLine>,
    questions: Vec<Question>,
    agreed: Vec<Share>,
    calls: Vec<CallLine>,
    appointments: Vec<(String, String)>,
    pairs: Vec<Pair>,
    forms: Forms,
    /// The form that was sent and is not right.
    wrong_form: &'static str,
    /// Whether the account works cases, and not only takes them.
    works: bool,
    may_call: bool,
}

/// Something to ask kin.
struct Question {
    words: String,
    /// The request holds an answer.
    is_in_request: bool,
    /// How many proposed records hold one.
    candidates: usize,
}

/// A call, without what was said.
struct CallLine {
    at: String,
    asker: u32,
    outcome: String,
}

impl CasePage {
    fn has_agreed(&self) -> bool {
        self.agreed.iter().any(|share| share.is_ticked)
    }
}

/// The message that says how a kinship stands.
fn vetting_key(vetting: Vetting) -> &'static str {
    match vetting {
        Vetting::Open => "case-kin-open",
        Vetting::Kin => "case-kin-shown",
        Vetting::NotShown => "case-kin-not-shown",
    }
}

/// The message that says what came of a call, by its stable word.
fn outcome_key(outcome: &str) -> String {
    match outcome {
        "call_back" => "case-call-back".to_owned(),
        other => format!("case-call-{}", other.replace('_', "-")),
    }
}

/// A case.
pub(crate) async fn show(State(desk): State<Arc<Desk>>, visit: Visit, Path(case): Path<String>) -> Response {
    at_work(desk, visit, move |work| {
        let page = page(work, number_of(&case)?, &Sent::nothing())?;
        shown(&page)
    })
    .await
}

fn number_of(text: &str) -> Result<CaseNumber, Failure> {
    text.parse().map_err(|_| Failure::NotThere)
}

/// Which asker of the case, from 1.
fn asker_of(text: &str, case: &Case) -> Result<u32, Failure> {
    let number: usize = text.parse().map_err(|_| Failure::NotThere)?;
    if (1..=case.askers.len()).contains(&number) { Ok(number as u32) } else { Err(Failure::NotThere) }
}

/// Reads for the case as long as it is open; a closed one is read for none.
pub(crate) fn reading(work: &Work, case: CaseNumber) -> Result<Session<'_>, Failure> {
    match work.session(Some(case)) {
        Err(Failure::NotThere) => work.session(None),
        session => session,
    }
}

/// The case as it stands, in words, with what was sent and is wrong beside its fields.
fn page(work: &Work, number: CaseNumber, sent: &Sent) -> Result<CasePage, Failure> {
    let (case, told) = OneCase::read(work, number)?;
    let shell = work.shell("case-title");
    let (works, may_call) = (work.may(Asked::change(Kind::Person)), may_call(work, &case));
    let claims = told.claims.map(|claims| claims.iter().map(|claim| claim.words(&shell)).collect());
    let pair = |own: CasePair| Pair {
        url: format!("/pair/{}/{}", case.record, own.record),
        other: own.record,
        strength: own.strength,
    };
    let question = |own: KinQuestion| Question {
        words: shell.say(&format!("property-{}", own.property)),
        is_in_request: own.is_in_request,
        candidates: own.candidates,
    };
    let call = |own: told::CallLine| CallLine {
        at: told_here(&shell, &own.at),
        asker: own.asker,
        outcome: shell.say(&outcome_key(own.outcome)),
    };
    let appointment = |own: told::AppointmentLine| (told_here(&shell, &own.at), own.what);
    let (pairs, questions) = (told.pairs.into_iter().map(pair).collect(), told.questions.into_iter().map(question));
    let (questions, calls) = (questions.collect(), told.calls.into_iter().map(call).collect());
    let appointments = told.appointments.into_iter().map(appointment).collect();
    Ok(CasePage {
        number,
        here: Url::Case(number),
        search: Url::Search(number),
        person: Url::Record(case.record),
        claims,
        is_partial: told.is_partial,
        is_fresh: !case.is_closed && is_fresh(&case.opened, &work.time()),
        is_closed: case.is_closed,
        opened: shell.moment(&case.opened),
        team: if case.team.is_empty() { shell.say("request-any-team") } else { plain(&case.team) },
        until: shell.date(&case.contact_until),
        is_over: told.is_over,
        askers: told.askers.into_iter().map(|own| asker_line(number, own)).collect(),
        questions,
        agreed: shares(&shell, |with, _| case.consent.0.contains(&with)),
        calls,
        appointments,
        pairs,
        forms: Forms::new(work, &shell, &case, sent),
        wrong_form: sent.form,
        joined: case.joined.into_iter().map(linked).collect(),
        joined_into: case.joined_into.map(linked),
        works,
        may_call,
        shell,
    })
}

/// The page again, with what is wrong.
fn wrong(work: &Work, number: CaseNumber, sent: &Sent) -> Page {
    Ok((StatusCode::UNPROCESSABLE_ENTITY, shown(&page(work, number, sent)?)?).into_response())
}

/// Whether the account may call the family of this case: a reviewer calls those of a team of their own only.
fn may_call(work: &Work, case: &Case) -> bool {
    let team = match case.team.as_str() {
        "" => Team::Any,
        team if work.whole.profile.teams.contains(team) => Team::Own,
        _ => Team::Other,
    };
    work.may(Asked { team, ..Asked::see(Kind::Contact) })
}

fn asker_line(case: CaseNumber, own: told::AskerLine) -> AskerLine {
    AskerLine {
        number: own.asker,
        name: own.name,
        kinship: own.kinship,
        is_delegate: own.is_delegate,
        vetting: match own.vetting {
            "kin" => "case-kin-shown",
            "not_shown" => "case-kin-not-shown",
            _ => "case-kin-open",
        },
        is_kin: own.vetting == "kin",
        answer: Url::Answer(case, own.asker),
    }
}

/// Pairs of the request that nobody has decided on, as far as this worker may decide on them: the other record, and how sure the
/// machine is.
pub(crate) fn pairs(work: &Work, record: RecordId) -> Result<Vec<(RecordId, Strength)>, Failure> {
    let archive = &work.desk.archive;
    let session = work.session(None)?;
    let mut links = archive.links_of(record)?;
    links.sort_unstable_by_key(|link| std::cmp::Reverse(link.probability_micro));
    let mut pairs = Vec::new();
    for link in links {
        if pairs.len() == PAIRS_MAX {
            break;
        }
        let other = if link.left == record { link.right } else { link.left };
        if archive.is_proposed(record, other)? && session.may_decide(record, other)? {
            pairs.push((other, Strength::of(link.probability_micro)));
        }
    }
    Ok(pairs)
}

fn linked(case: CaseNumber) -> (CaseNumber, Url) {
    (case, Url::Case(case))
}

fn is_fresh(opened: &str, now: &str) -> bool {
    let seconds = |time: &str| time.parse::<jiff::Timestamp>().map(jiff::Timestamp::as_second).ok();
    seconds(opened).zip(seconds(now)).is_some_and(|(opened, now)| now - opened < NEW_SECONDS)
}

/// What the account may not see is not there.
pub(crate) fn there<T>(found: store::Result<T>) -> Result<Option<T>, Failure> {
    match found {
        Ok(found) => Ok(Some(found)),
        Err(StoreError::NoSuch(_)) => Ok(None),
        Err(error) => Err(error.into()),
    }
}
