//! What may yet change: records that a machine proposes, and joins that wait for a second human.

use super::fates::{self, PossibilityShown};
use super::seen::Seen;
use crate::failure::Failure;
use crate::queue::Strength;
use crate::shell::Shell;
use crate::shown::{plain, role_word};
use crate::urls::Url;
use crate::work::Work;
use store::{RecordId, RecordView, Session};

/// A record beside the person's.
pub(super) struct BesideLine {
    pub(super) record: RecordId,
    pub(super) name: String,
    pub(super) role: String,
    pub(super) source: String,
}

/// A record that a machine proposes; nobody has said so.
pub(super) struct ProposedLine {
    pub(super) line: BesideLine,
    /// The message that says how sure the machine is.
    pub(super) strength: &'static str,
    pub(super) pair: Url,
}

/// A join that waits for a second human.
pub(super) struct AwaitingLine {
    pub(super) line: BesideLine,
    pub(super) decision: Url,
    pub(super) number: String,
    pub(super) humans: u32,
    /// What the record would say of the person's fate: a contradiction is shown before it counts.
    pub(super) would_say: Vec<PossibilityShown>,
}

/// Both.
pub(super) struct Beside {
    pub(super) proposed: Vec<ProposedLine>,
    pub(super) awaiting: Vec<AwaitingLine>,
}

impl Beside {
    pub(super) fn of(work: &Work, session: &Session<'_>, shell: &Shell, seen: &Seen) -> Result<Beside, Failure> {
        let lines = seen.proposed.iter().filter_map(|&(own, other, micro)| {
            let line = line(shell, seen, seen.beside.get(&other)?);
            Some(ProposedLine { line, strength: Strength::of(micro).key(), pair: Url::Pair(own, other) })
        });
        let proposed = lines.collect();
        Ok(Beside { proposed, awaiting: awaiting(work, session, shell, seen)? })
    }
}

fn awaiting(work: &Work, session: &Session<'_>, shell: &Shell, seen: &Seen) -> Result<Vec<AwaitingLine>, Failure> {
    let archive = &work.desk.archive;
    let mut awaiting = Vec::new();
    if seen.person.awaiting.is_empty() {
        return Ok(awaiting);
    }
    let standings = work.desk.standings()?;
    for made in seen.decisions.iter().filter(|one| seen.person.awaiting.contains(&one.id)) {
        let (left, right) = (made.decision.left, made.decision.right);
        let other = if seen.person.records.contains(&left) { right } else { left };
        // Both are the person's where another decision joins them meanwhile: then nothing changes.
        let Some(view) = seen.beside.get(&other) else { continue };
        let alone = archive.person_with(other)?;
        let views = session.views(&alone, &[other], &standings, seen.places)?;
        let would_say = fates::fates(shell, seen, &views.fate);
        awaiting.push(AwaitingLine {
            line: line(shell, seen, view),
            decision: Url::Decision(made.id),
            number: made.id.to_string(),
            humans: made.humans,
            would_say: would_say.into_iter().filter(|one| !one.sayings.is_empty()).collect(),
        });
    }
    Ok(awaiting)
}

fn line(shell: &Shell, seen: &Seen, view: &RecordView) -> BesideLine {
    BesideLine {
        record: view.id,
        name: plain(&view.record.display_name()),
        role: shell.of("role", role_word(view.record.role)),
        source: seen.source(shell, view.id),
    }
}
