//! What a worker does with a pair: decides, leaves it, or says that they are partial. A decision freezes what was shown beside it
//! and is signed.

use super::mark::Seen;
use super::pair_of;
use crate::desk::Desk;
use crate::failure::Failure;
use crate::login::signing;
use crate::pages::queue::{hold, next_of};
use crate::taken::{Form, Path};
use crate::urls::Url;
use crate::visit::Visit;
use crate::work::{Work, at_work, to};
use axum::extract::State;
use axum::response::Response;
use record::Private;
use serde::Deserialize;
use std::sync::Arc;
use store::access::{Asked, Kind};
use store::{DecisionId, NewDecision, RecordId, Verdict};

/// A reason is never longer.
const REASON_CHARACTERS_MAX: usize = 2_000;

/// Reasons to choose from, so that the plain cases need no typing. The first goes by the verdict.
pub(crate) const REASONS: [&str; 5] = ["shown", "family", "namesake", "kin", "more"];

/// What the ledger keeps for a reason that was chosen; nothing where it does not go with the verdict.
fn kept(reason: &str, verdict: Verdict) -> Option<&'static str> {
    Some(match (reason, verdict) {
        ("shown", Verdict::Same) => "what is shown agrees",
        ("shown", Verdict::Different) => "what is shown contradicts",
        ("shown", Verdict::Unsure) => "what is shown does not settle it",
        ("family", _) => "as the family said",
        ("namesake", Verdict::Different) => "a namesake",
        ("kin", Verdict::Different) => "of the same family, another person",
        ("more", Verdict::Unsure) => "more must be known",
        _ => return None,
    })
}

/// What was decided.
#[derive(Deserialize)]
pub(crate) struct Decided {
    verdict: String,
    #[serde(default)]
    because: String,
    #[serde(default)]
    reason: String,
    /// The mark of what was shown.
    #[serde(default)]
    shown: String,
}

/// Keeps a decision, and goes to the next pair.
pub(crate) async fn decide(
    State(desk): State<Arc<Desk>>,
    visit: Visit,
    Path((one, other)): Path<(String, String)>,
    Form(decided): Form<Decided>,
) -> Response {
    at_work(desk, visit, move |work| {
        work.must(Asked::change(Kind::Decision))?;
        let pair = pair_of(&one, &other)?;
        let verdict = Verdict::parse(&decided.verdict).ok_or(Failure::Wrong("pair-no-verdict"))?;
        let reason = Private::from(reason(&decided, verdict)?.as_str());
        let mut decision = unsigned(work, pair, verdict, reason, &decided.shown)?;
        let (time, key) = (work.time(), signing::key_of(&work.desk, work.account)?);
        decision.signatures.push(key.sign(decision.packet()?, &time));
        next_of(work, Some(keep(work, decision)?), None)
    })
    .await
}

/// A verdict and a reason in words, where nothing was chosen.
pub(crate) fn verdict_and_reason(verdict: &str, own: &str) -> Result<(Verdict, String), Failure> {
    let (verdict, because, shown) = (verdict.to_owned(), String::new(), String::new());
    let decided = Decided { verdict, because, reason: own.to_owned(), shown };
    let verdict = Verdict::parse(&decided.verdict).ok_or(Failure::Wrong("pair-no-verdict"))?;
    Ok((verdict, reason(&decided, verdict)?))
}

/// What is decided of a pair that this worker may decide about and has before them, with what was shown; it waits for a signature.
pub(crate) fn unsigned(
    work: &Work,
    (one, other): (RecordId, RecordId),
    verdict: Verdict,
    reason: Private,
    mark: &str,
) -> Result<NewDecision, Failure> {
    if !work.session(None)?.may_decide(one, other)? {
        return Err(Failure::NotThere);
    }
    if !hold(work, one, other)? {
        return Err(Failure::Wrong("pair-taken"));
    }
    let seen = Seen::again(work, one, other, mark)?;
    let mut decision = NewDecision {
        left: one,
        right: other,
        verdict,
        reason,
        weight_1024: seen.explanation.as_ref().map(|explanation| explanation.weight),
        evidence: seen.evidence,
        run: seen.run,
        token: work.program.as_ref().map(|(token, _)| token.number),
        compared: Vec::new(),
        signatures: Vec::new(),
    };
    work.desk.archive.freeze(&mut decision)?;
    Ok(decision)
}

/// Keeps a decision that was signed. The pair waits for nobody any more.
pub(crate) fn keep(work: &Work, decision: NewDecision) -> Result<DecisionId, Failure> {
    let (one, other) = (decision.left, decision.right);
    let id = work.desk.archive.decide(decision, &work.time())?;
    work.desk.queue.is_gone(one, other);
    work.desk.archive.release(one, other, work.account)?;
    Ok(id)
}

fn reason(decided: &Decided, verdict: Verdict) -> Result<String, Failure> {
    let own = decided.reason.trim();
    let chosen = match decided.because.as_str() {
        "" => None,
        reason => Some(kept(reason, verdict).ok_or(Failure::Wrong("pair-reason-does-not-fit"))?),
    };
    let reason = match (chosen, own) {
        (Some(text), "") => text.to_owned(),
        (Some(text), own) => format!("{text}: {own}"),
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
        next_of(work, None, Some((one.min(other), one.max(other))))
    })
    .await
}

/// Which of the two this worker knows.
#[derive(Deserialize)]
pub(crate) struct Partial {
    record: String,
}

/// Says that this worker knows one of the two, or their family: from here on they do not work on them.
pub(crate) async fn recuse(
    State(desk): State<Arc<Desk>>,
    visit: Visit,
    Path((one, other)): Path<(String, String)>,
    Form(partial): Form<Partial>,
) -> Response {
    at_work(desk, visit, move |work| {
        work.must(Asked::change(Kind::Decision))?;
        let (one, other) = pair_of(&one, &other)?;
        let record = [one, other].into_iter().find(|record| record.to_string() == partial.record);
        let record = record.ok_or(Failure::NotThere)?;
        let archive = &work.desk.archive;
        if !work.session(None)?.may_decide(one, other)? {
            return Err(Failure::NotThere);
        }
        archive.recuse(work.account, record, &work.time())?;
        archive.release(one, other, work.account)?;
        to(Url::Queue)
    })
    .await
}

#[cfg(test)]
mod tests {
    use super::{REASONS, kept};
    use store::Verdict;

    #[test]
    fn every_reason_goes_with_some_verdict_and_never_says_the_opposite() {
        let verdicts = [Verdict::Same, Verdict::Different, Verdict::Unsure];
        for reason in REASONS {
            assert!(verdicts.iter().any(|verdict| kept(reason, *verdict).is_some()), "{reason}");
        }
        assert!(!kept("shown", Verdict::Different).unwrap().contains("agrees"));
        assert_eq!(kept("namesake", Verdict::Same), None);
    }
}
