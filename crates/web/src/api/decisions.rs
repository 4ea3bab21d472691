//! Decisions: what was said of two records, by whom and why, and those that wait for a second human.

use super::parts::{Brief, Colleague};
use super::sent::Sent;
use crate::failure::Failure;
use crate::shown::plain;
use crate::work::Work;
use serde::Serialize;
use store::access::{Asked, Kind};
use store::{DecisionId, RecordId};
use utoipa::ToSchema;

/// Decisions that are told, at most, of each kind: those of others, and one's own.
const DECISIONS_MAX: usize = 100;

/// Decisions that wait for a second human, because they would join somebody who is sought with what speaks of a fate.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Awaiting {
    /// Those that this account can confirm first.
    pub(crate) decisions: Vec<AwaitingLine>,
}

/// A decision that waits.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct AwaitingLine {
    /// The decision, such as `D41`.
    pub(crate) decision: String,
    /// The two records.
    pub(crate) pair: [String; 2],
    /// `same`, `different` or `unsure`.
    pub(crate) verdict: &'static str,
    /// When it was made.
    pub(crate) time: String,
    /// Whether this account has signed it: then somebody else must.
    pub(crate) is_own: bool,
}

/// A decision.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct OneDecision {
    /// Its id, such as `D41`.
    pub(crate) decision: String,
    /// `same`, `different` or `unsure`.
    pub(crate) verdict: &'static str,
    /// Why, in the words of whoever decided.
    pub(crate) reason: String,
    /// When.
    pub(crate) time: String,
    /// How many humans stand for it with a key of their own.
    pub(crate) humans: u32,
    /// Who they are.
    pub(crate) signers: Vec<Colleague>,
    /// The token of the program that handed it in, where one did.
    pub(crate) token: Option<String>,
    /// The two records.
    pub(crate) sides: [Brief; 2],
    /// Whether it was taken back.
    pub(crate) is_undone: bool,
    /// Whether it waits for a second human.
    pub(crate) is_awaiting: bool,
    /// Whether this account may decide about the two records.
    pub(crate) may_decide: bool,
    /// How many corrections it made when it was taken back.
    pub(crate) corrections: usize,
}

impl Awaiting {
    pub(crate) fn read(work: &Work) -> Result<Awaiting, Failure> {
        work.must(Asked::change(Kind::Decision))?;
        let archive = &work.desk.archive;
        let session = work.session(None)?;
        // What one can do comes first, and what one has signed oneself never keeps it out.
        let (mut decisions, mut own) = (Vec::new(), Vec::new());
        for id in archive.awaiting()? {
            let decision = archive.decision(id)?;
            let (left, right) = (decision.decision.left, decision.decision.right);
            if decisions.len() == DECISIONS_MAX {
                break;
            }
            if !session.may_decide(left, right)? {
                continue;
            }
            let is_own = archive.signers(id)?.contains(&work.account);
            let verdict = decision.decision.verdict.as_str();
            let list = if is_own { &mut own } else { &mut decisions };
            let pair = [left.to_string(), right.to_string()];
            list.push(AwaitingLine { decision: id.to_string(), pair, verdict, time: decision.time, is_own });
        }
        decisions.extend(own.into_iter().take(DECISIONS_MAX));
        Ok(Awaiting { decisions })
    }
}

impl OneDecision {
    pub(crate) fn read(work: &Work, id: DecisionId) -> Result<OneDecision, Failure> {
        let archive = &work.desk.archive;
        let session = work.session(None)?;
        let decision = session.decision(id)?;
        let (left, right) = (decision.decision.left, decision.decision.right);
        let seen = session.beside(&[left, right])?;
        let imports = work.desk.imports()?;
        let side =
            |id: RecordId| seen.iter().find(|view| view.id == id).map(|view| Brief::of(&imports, id, &view.record));
        let (Some(one), Some(other)) = (side(left), side(right)) else { return Err(Failure::NotThere) };
        let is_undone = decision.undone.is_some();
        let signers = archive.signers(id)?.into_iter().map(|signer| Colleague::of(archive, Some(signer)));
        let corrections = match decision.undone {
            Some(cause) => archive.corrections()?.iter().filter(|correction| correction.cause == cause).count(),
            None => 0,
        };
        Ok(OneDecision {
            decision: id.to_string(),
            verdict: decision.decision.verdict.as_str(),
            reason: plain(decision.decision.reason.reveal()),
            time: decision.time,
            humans: decision.humans,
            signers: signers.collect::<store::Result<_>>()?,
            token: decision.decision.token.map(|token| token.to_string()),
            sides: [one, other],
            is_undone,
            is_awaiting: !is_undone && archive.person_with(left)?.awaiting.contains(&id),
            may_decide: work.decides() && session.may_decide(left, right)?,
            corrections,
        })
    }
}

pub(super) fn awaiting(work: &Work, _: &Sent) -> Result<Awaiting, Failure> {
    Awaiting::read(work)
}

pub(super) fn one(work: &Work, sent: &Sent) -> Result<OneDecision, Failure> {
    OneDecision::read(work, sent.id("decision")?)
}
