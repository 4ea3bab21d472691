//! The mark of what was shown: a form about a pair carries it, and what was shown to somebody else, before a colleague's decision,
//! or with other evidence, is not decided on.

use crate::failure::Failure;
use crate::work::Work;
use link::person::Explanation;
use store::{DecisionId, Json, RecordId};
use vault::hex;

const PURPOSE: &[u8] = b"athar/desk-shown/1";

/// What a page has shown of a pair.
pub(crate) struct Seen {
    pub(crate) explanation: Option<Explanation>,
    /// The evidence as the decision keeps it.
    pub(crate) evidence: Json,
    pub(crate) run: Option<store::RunNumber>,
    /// The decision about this pair that is in effect.
    pub(crate) decided: Option<DecisionId>,
}

impl Seen {
    /// What is to be shown of a pair now.
    pub(crate) fn now(work: &Work, one: RecordId, other: RecordId) -> Result<Seen, Failure> {
        let archive = &work.desk.archive;
        let run = archive.latest_run_number()?;
        let explanation = work.desk.matching.explain(archive, &work.session(None)?, one, other)?;
        let evidence = explanation.as_ref().map(Json::of).transpose()?.unwrap_or_default();
        let pair = (one.min(other), one.max(other));
        let decided = archive.decisions_of(one)?.into_iter().find(|decision| {
            let (left, right) = (decision.decision.left, decision.decision.right);
            (left.min(right), left.max(right)) == pair
        });
        Ok(Seen { explanation, evidence, run, decided: decided.map(|decision| decision.id) })
    }

    /// The mark: only this server makes it, for this account, pair, evidence and state.
    pub(crate) fn mark(&self, work: &Work, one: RecordId, other: RecordId) -> String {
        let (left, right) = (one.min(other), one.max(other));
        let run = self.run.map(|run| run.to_string()).unwrap_or_default();
        let decided = self.decided.map(|decided| decided.to_string()).unwrap_or_default();
        let state = format!("{}|{left}|{right}|{run}|{decided}|{}", work.account, self.evidence.get());
        hex::text(&work.desk.archive.keys().token(PURPOSE, state.as_bytes()))
    }

    /// What is shown now, when it is what the form was made for.
    pub(crate) fn again(work: &Work, one: RecordId, other: RecordId, mark: &str) -> Result<Seen, Failure> {
        let seen = Seen::now(work, one, other)?;
        // Nobody makes a mark by trying: comparing it tells nothing that its length does not.
        if seen.mark(work, one, other) == mark { Ok(seen) } else { Err(Failure::Wrong("pair-changed")) }
    }
}
