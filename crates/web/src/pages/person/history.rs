//! What humans decided about a person's records: in effect, replaced or taken back.

use super::seen::Seen;
use crate::failure::Failure;
use crate::shell::Shell;
use crate::shown::plain;
use crate::urls::Url;
use crate::work::Work;
use store::{RecordId, Verdict};

/// One decision.
pub(crate) struct DecisionShown {
    pub(crate) number: String,
    pub(crate) url: Url,
    /// The message that says what was decided.
    pub(crate) verdict: &'static str,
    pub(crate) left: RecordId,
    pub(crate) right: RecordId,
    pub(crate) time: String,
    /// The same as it was said, and the stable word of the verdict.
    pub(crate) made: (String, &'static str),
    pub(crate) reason: String,
    /// Who stands for it with a key of their own.
    pub(crate) signers: Vec<String>,
    /// The message that says where it stands: in effect, waiting, taken back.
    pub(crate) standing: &'static str,
    pub(crate) is_undone: bool,
}

/// Every decision about the person's records, the newest first.
pub(crate) fn decisions(work: &Work, shell: &Shell, seen: &Seen) -> Result<Vec<DecisionShown>, Failure> {
    let mut shown = Vec::new();
    for made in seen.decisions.iter().rev() {
        let signers = work.desk.archive.signers(made.id)?;
        let standing = if made.undone.is_some() {
            "person-decision-undone"
        } else if seen.person.awaiting.contains(&made.id) {
            "person-decision-awaits"
        } else {
            "person-decision-stands"
        };
        shown.push(DecisionShown {
            number: made.id.to_string(),
            url: Url::Decision(made.id),
            verdict: match made.decision.verdict {
                Verdict::Same => "person-verdict-same",
                Verdict::Different => "person-verdict-different",
                Verdict::Unsure => "person-verdict-unsure",
            },
            left: made.decision.left,
            right: made.decision.right,
            time: shell.moment(&made.time),
            made: (made.time.clone(), made.decision.verdict.as_str()),
            reason: plain(made.decision.reason.reveal()),
            signers: signers.into_iter().map(|account| seen.account(account)).collect(),
            standing,
            is_undone: made.undone.is_some(),
        });
    }
    Ok(shown)
}
