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
pub(crate) struct BesideLine {
    pub(crate) record: RecordId,
    /// The stable word of the role.
    pub(crate) word: &'static str,
    pub(crate) name: String,
    pub(crate) role: String,
    pub(crate) source: String,
}

/// A record that a machine proposes; nobody has said so.
pub(crate) struct ProposedLine {
    pub(crate) line: BesideLine,
    /// The message that says how sure the machine is.
    pub(crate) strength: &'static str,
    /// The person's own record of the pair, and how likely.
    pub(crate) own: (RecordId, Strength),
    pub(crate) pair: Url,
}

/// A join that waits for a second human.
pub(crate) struct AwaitingLine {
    pub(crate) line: BesideLine,
    pub(crate) decision: Url,
    pub(crate) number: String,
    pub(crate) humans: u32,
    /// What the record would say of the person's fate: a contradiction is shown before it counts.
    pub(crate) would_say: Vec<PossibilityShown>,
}

/// Both.
pub(crate) struct Beside {
    pub(crate) proposed: Vec<ProposedLine>,
    pub(crate) awaiting: Vec<AwaitingLine>,
}

impl Beside {
    pub(crate) fn of(work: &Work, session: &Session<'_>, shell: &Shell, seen: &Seen) -> Result<Beside, Failure> {
        let lines = seen.proposed.iter().filter_map(|&(own, other, micro)| {
            let line = line(shell, seen, seen.beside.get(&other)?);
            Some(ProposedLine {
                line,
                strength: Strength::of(micro).key(),
                own: (own, Strength::of(micro)),
                pair: Url::Pair(own, other),
            })
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
        let views = session.views(&alone, &[other], seen.imports(), &standings, seen.places)?;
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
        word: role_word(view.record.role),
        name: plain(&view.record.display_name()),
        role: shell.of("role", role_word(view.record.role)),
        source: seen.source(shell, view.id),
    }
}
