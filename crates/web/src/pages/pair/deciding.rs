//! What a worker does with a pair: decides, leaves it, or says that they are partial. A decision freezes what was shown beside it
//! and is signed.

use super::{archive_explanation, pair_of};
use crate::desk::Desk;
use crate::failure::Failure;
use crate::login::signing;
use crate::pages::queue::next_of;
use crate::urls::Url;
use crate::visit::Visit;
use crate::work::{Page, Work, at_work, to};
use axum::Form;
use axum::extract::{Path, State};
use axum::response::Response;
use record::Private;
use serde::Deserialize;
use std::sync::Arc;
use store::access::{Asked, Kind};
use store::{DecisionId, Json, NewDecision, RecordId, Verdict};

/// A reason is never longer.
const REASON_CHARACTERS_MAX: usize = 2_000;

/// Reasons to choose from, so that the plain cases need no typing. Their text is what the ledger keeps.
pub(crate) const REASONS: [(&str, &str); 6] = [
    ("shown", "what is shown agrees"),
    ("family", "the family confirmed it"),
    ("contradicts", "what is shown contradicts"),
    ("namesake", "a namesake"),
    ("kin", "of the same family, another person"),
    ("more", "more must be known"),
];

/// What was decided.
#[derive(Deserialize)]
pub(crate) struct Decided {
    verdict: String,
    because: Option<String>,
    reason: Option<String>,
    /// Where to go on: to the next pair, or to the decision.
    then: Option<String>,
}

/// Keeps a decision, and goes to the next pair.
pub(crate) async fn decide(
    State(desk): State<Arc<Desk>>,
    visit: Visit,
    Path((one, other)): Path<(String, String)>,
    Form(decided): Form<Decided>,
) -> Response {
    at_work(desk, visit, move |work| {
        let (one, other) = pair_of(&one, &other)?;
        let id = keep(work, one, other, &decided)?;
        work.desk.archive.release(one, other, work.account)?;
        match decided.then.as_deref() {
            Some("decision") => to(Url::Decision(id)),
            _ => next_of(work, Some(&id.to_string())),
        }
    })
    .await
}

fn keep(work: &Work, one: RecordId, other: RecordId, decided: &Decided) -> Result<DecisionId, Failure> {
    work.must(Asked::change(Kind::Decision))?;
    let verdict = Verdict::parse(&decided.verdict).ok_or(Failure::Wrong("pair-no-verdict"))?;
    let reason = reason(decided)?;
    let archive = &work.desk.archive;
    if !work.session(None)?.may_decide(one, other)? {
        return Err(Failure::NotThere);
    }
    if !archive.hold(one, other, work.account, crate::desk::seconds())? {
        return Err(Failure::Wrong("pair-taken"));
    }
    let explanation = archive_explanation(work, one, other)?;
    let mut decision = NewDecision {
        left: one,
        right: other,
        verdict,
        reason: Private::from(reason.as_str()),
        weight_1024: explanation.as_ref().map(|explanation| explanation.weight),
        evidence: explanation.as_ref().map(Json::of).transpose()?.unwrap_or_default(),
        run: archive.latest_run_number()?,
        compared: Vec::new(),
        signatures: Vec::new(),
    };
    let (time, key) = (work.time(), signing::key_of(&work.desk, work.account)?);
    archive.freeze(&mut decision)?;
    decision.signatures.push(key.sign(decision.packet()?, &time));
    Ok(archive.decide(decision, &time)?)
}

fn reason(decided: &Decided) -> Result<String, Failure> {
    let chosen = decided.because.as_deref().and_then(|key| REASONS.iter().find(|(own, _)| *own == key));
    let own = decided.reason.as_deref().map(str::trim).unwrap_or_default();
    let reason = match (chosen, own) {
        (Some((_, text)), "") => (*text).to_owned(),
        (Some((_, text)), own) => format!("{text}: {own}"),
        (None, own) => own.to_owned(),
    };
    match reason.chars().count() {
        0 => Err(Failure::Wrong("pair-no-reason")),
        1..=REASON_CHARACTERS_MAX => Ok(reason),
        _ => Err(Failure::Wrong("pair-reason-too-long")),
    }
}

/// Lets a pair go without a decision: it waits for somebody again, and this worker goes on.
pub(crate) async fn release(
    State(desk): State<Arc<Desk>>,
    visit: Visit,
    Path((one, other)): Path<(String, String)>,
) -> Response {
    at_work(desk, visit, move |work| {
        work.must(Asked::change(Kind::Decision))?;
        let (one, other) = pair_of(&one, &other)?;
        work.desk.archive.release(one, other, work.account)?;
        after(work, one, other)
    })
    .await
}

/// To the pair after this one in the queue.
fn after(work: &Work, one: RecordId, other: RecordId) -> Page {
    let items = work.desk.queue.items(&work.desk.archive)?;
    let at =
        items.iter().position(|item| (item.one, item.other) == (one, other) || (item.one, item.other) == (other, one));
    let session = work.session(None)?;
    for item in items.iter().skip(at.map_or(0, |at| at + 1)) {
        let archive = &work.desk.archive;
        if archive.is_proposed(item.one, item.other)?
            && session.may_decide(item.one, item.other)?
            && archive.hold(item.one, item.other, work.account, crate::desk::seconds())?
        {
            return to(Url::Pair(item.one, item.other));
        }
    }
    to(Url::Queue)
}

/// Which of the two this worker knows.
#[derive(Deserialize)]
pub(crate) struct Partial {
    record: String,
}

/// Says that this worker knows one of the two, or their family: from here on they do not work on that record.
pub(crate) async fn recuse(
    State(desk): State<Arc<Desk>>,
    visit: Visit,
    Path((one, other)): Path<(String, String)>,
    Form(partial): Form<Partial>,
) -> Response {
    at_work(desk, visit, move |work| {
        work.must(Asked::change(Kind::Decision))?;
        let (one, other) = pair_of(&one, &other)?;
        let record = if partial.record == other.to_string() { other } else { one };
        let archive = &work.desk.archive;
        if !work.session(None)?.may_decide(one, other)? {
            return Err(Failure::NotThere);
        }
        archive.recuse(work.account, record, &work.time())?;
        archive.release(one, other, work.account)?;
        next_of(work, None)
    })
    .await
}
