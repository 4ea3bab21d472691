//! What was told of a person, to whom, and whether something of it has to be put right.

use super::seen::Seen;
use crate::failure::Failure;
use crate::shell::Shell;
use crate::shown::plain;
use crate::urls::Url;
use crate::work::Work;
use store::{Case, CaseNumber, Outside, Session};

/// Something that left.
pub(crate) struct ToldShown {
    pub(crate) time: String,
    /// The same as it was said.
    pub(crate) at: String,
    /// Who let it out.
    pub(crate) by: Option<String>,
    /// To whom, in words.
    pub(crate) whom: String,
    /// The case, where a family was told.
    pub(crate) case: Option<(String, Url)>,
    /// How, or what for, in the words of whoever let it out.
    pub(crate) how: String,
    /// Whether a correction is owed and not made.
    pub(crate) is_owed: bool,
}

/// Everything that was told, the newest first.
pub(crate) fn told(
    work: &Work,
    session: &Session<'_>,
    shell: &Shell,
    seen: &Seen,
    cases: &[Case],
) -> Result<Vec<ToldShown>, Failure> {
    let told = session.told_of(&seen.person.records)?;
    if told.is_empty() {
        return Ok(Vec::new());
    }
    let open = work.desk.archive.corrections()?.into_iter().filter(|one| one.done.is_none());
    let owed: Vec<u64> = open.map(|one| one.consequence).collect();
    let shown = told.into_iter().rev().filter_map(|one| {
        let (whom, case, how) = match &one.outside {
            Outside::Told { case, asker, how } => {
                (asker_words(shell, cases, *case, *asker), Some((case.to_string(), Url::Case(*case))), how)
            }
            Outside::Exported { recipient, purpose, .. } => {
                (shell.with("person-told-list", "recipient", &plain(recipient.reveal())), None, purpose)
            }
            Outside::Published { what, .. } => (String::new(), None, what),
            // The archive tells of it as of what was exported: to whom and what for.
            Outside::Copied(_) => return None,
        };
        Some(ToldShown {
            time: shell.moment(&one.time),
            at: one.time.clone(),
            by: one.by.map(|account| seen.account(account)),
            whom,
            case,
            how: plain(how.reveal()),
            is_owed: owed.contains(&one.entry),
        })
    });
    Ok(shown.collect())
}

/// Whom of a case: by kinship, never by name, since the page is about somebody else.
fn asker_words(shell: &Shell, cases: &[Case], case: CaseNumber, asker: u32) -> String {
    let askers = cases.iter().find(|one| one.case == case).map(|one| &one.askers);
    let place = (asker as usize).checked_sub(1);
    let found = askers.zip(place).and_then(|(askers, place)| askers.get(place));
    let kinship = found.map(|(asker, _)| plain(asker.kinship.reveal())).filter(|kinship| !kinship.is_empty());
    match kinship {
        Some(kinship) => shell.with("person-told-kin", "kinship", &kinship),
        None => shell.with("person-told-asker", "asker", &asker.to_string()),
    }
}
