//! One decision: what was said of two records, by whom and why; the word of a second human; and taking it back.

use crate::api::decisions::OneDecision;
use crate::api::parts::Brief;
use crate::desk::Desk;
use crate::failure::Failure;
use crate::login::signing;
use crate::pages::pair::mark;
use crate::shell::Shell;
use crate::taken::{Form, Path};
use crate::urls::Url;
use crate::visit::Visit;
use crate::work::{Page, Work, at_work, shown, to};
use askama::Template;
use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;
use std::sync::Arc;
use store::DecisionId;
use store::access::{Asked, Kind};

struct Side {
    url: String,
    name: String,
    role: &'static str,
}

#[derive(Template)]
#[template(path = "decision.html")]
struct DecisionPage {
    shell: Shell,
    id: DecisionId,
    verdict: &'static str,
    reason: String,
    time: String,
    humans: u32,
    signers: Vec<String>,
    sides: [Side; 2],
    pair: String,
    is_undone: bool,
    is_awaiting: bool,
    may_undo: bool,
    /// How many corrections this decision has made, once it was taken back.
    corrections: usize,
}

/// The page.
pub(crate) async fn show(State(desk): State<Arc<Desk>>, visit: Visit, Path(id): Path<String>) -> Response {
    at_work(desk, visit, move |work| page(work, parsed(&id)?)).await
}

fn parsed(id: &str) -> Result<DecisionId, Failure> {
    id.parse().map_err(|_| Failure::NotThere)
}

fn page(work: &Work, id: DecisionId) -> Page {
    let told = OneDecision::read(work, id)?;
    let [one, other] = &told.sides;
    let pair = format!("/pair/{}/{}", one.record, other.record);
    let side = |own: Brief| Side { url: format!("/record/{}", own.record), name: own.name, role: own.role };
    shown(&DecisionPage {
        shell: work.shell("decision-title"),
        id,
        verdict: told.verdict,
        reason: told.reason,
        time: told.time,
        humans: told.humans,
        sides: told.sides.map(side),
        pair,
        is_undone: told.is_undone,
        is_awaiting: told.is_awaiting,
        may_undo: !told.is_undone && told.may_decide,
        signers: told.signers.into_iter().map(|signer| signer.called).collect(),
        corrections: told.corrections,
    })
}

/// The mark of what was shown to the second human.
#[derive(Deserialize)]
pub(crate) struct Seen {
    #[serde(default)]
    shown: String,
}

/// This worker holds the same, having seen both records themselves.
pub(crate) async fn confirm(
    State(desk): State<Arc<Desk>>,
    visit: Visit,
    Path(id): Path<String>,
    Form(seen): Form<Seen>,
) -> Response {
    at_work(desk, visit, move |work| {
        work.must(Asked::change(Kind::Decision))?;
        let id = parsed(&id)?;
        let archive = &work.desk.archive;
        // Seen, or it is not there.
        let decision = work.session(None)?.decision(id)?;
        if !work.session(None)?.may_decide(decision.decision.left, decision.decision.right)? {
            return Err(Failure::NotThere);
        }
        mark::Seen::again(work, decision.decision.left, decision.decision.right, &seen.shown)?;
        let (time, key) = (work.time(), signing::key_of(&work.desk, work.account)?);
        let signature = key.sign(archive.confirmation_packet(id)?, &time);
        archive.confirm(id, signature, &time)?;
        to(Url::Decision(id))
    })
    .await
}

/// Why a decision is taken back.
#[derive(Deserialize)]
pub(crate) struct Reason {
    reason: String,
}

/// Takes it back. Whatever left the archive because of it becomes a correction.
pub(crate) async fn undo(
    State(desk): State<Arc<Desk>>,
    visit: Visit,
    Path(id): Path<String>,
    Form(said): Form<Reason>,
) -> Response {
    at_work(desk, visit, move |work| {
        work.must(Asked::change(Kind::Decision))?;
        let id = parsed(&id)?;
        let reason = said.reason.trim();
        if reason.is_empty() {
            return Err(Failure::Wrong("pair-no-reason"));
        }
        work.desk.archive.undo_decision_by(id, Some(work.account), reason, &work.time())?;
        to(Url::Decision(id))
    })
    .await
}
