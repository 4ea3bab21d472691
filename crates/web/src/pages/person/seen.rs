//! What one reading of a person gives: the records that the account may see, where each is from, and what was decided.

use crate::failure::Failure;
use crate::shell::Shell;
use crate::shown::source;
use crate::work::Work;
use record::{Gazetteer, Place};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use store::{AccountId, Decision, Import, ImportNumber, Person, PersonId, RecordId, RecordView, Session};

/// A person as the account may see them.
pub(crate) struct Seen {
    pub(crate) person: Person,
    /// Their own records.
    pub(crate) records: Vec<RecordView>,
    /// Records beside them: of decisions, and those that a machine proposes.
    pub(crate) beside: BTreeMap<RecordId, RecordView>,
    /// What was ever decided about their records, where both sides may be seen.
    pub(crate) decisions: Vec<Decision>,
    /// Whom a machine proposes and nobody decided on: own record, other, probability in millionths; the likeliest first.
    pub(crate) proposed: Vec<(RecordId, RecordId, u32)>,
    pub(crate) places: &'static Gazetteer,
    /// Own records that were typed from a picture, whose strip the account may see.
    pub(crate) pictured: Vec<RecordId>,
    imports: Arc<Vec<Import>>,
    colleagues: Arc<BTreeMap<AccountId, String>>,
}

/// So many proposals are shown.
const PROPOSED_MAX: usize = 12;
/// Of so many of the likeliest.
const PROPOSED_LOOKED_AT_MAX: usize = 4 * PROPOSED_MAX;
/// Weaker links are not worth a look.
const PROPOSED_MICRO_MIN: u32 = 200_000;

impl Seen {
    pub(crate) fn of(work: &Work, session: &Session<'_>, id: PersonId) -> Result<Seen, Failure> {
        let archive = &work.desk.archive;
        let (person, records) = session.person(id)?;
        let mut decisions: BTreeMap<_, Decision> = BTreeMap::new();
        for &record in &person.records {
            decisions.extend(archive.decisions_ever_of(record)?.into_iter().map(|one| (one.id, one)));
        }
        let mut decisions: Vec<Decision> = decisions.into_values().collect();
        let mut proposed = proposed(work, &person, &decisions)?;
        proposed.truncate(PROPOSED_LOOKED_AT_MAX);
        let own = |id: &RecordId| person.records.contains(id);
        let others = decisions.iter().flat_map(|one| [one.decision.left, one.decision.right]);
        let others: BTreeSet<RecordId> = others.filter(|id| !own(id)).collect();
        let others: Vec<RecordId> = others.into_iter().collect();
        let mut beside: BTreeMap<_, _> = session.beside(&others)?.into_iter().map(|view| (view.id, view)).collect();
        decisions
            .retain(|one| [one.decision.left, one.decision.right].iter().all(|id| own(id) || beside.contains_key(id)));
        // Some of them may not be seen: then the next likely ones are looked at.
        let mut visible = Vec::new();
        for likely in proposed.chunks(PROPOSED_MAX) {
            let ids: Vec<RecordId> = likely.iter().map(|(_, other, _)| *other).collect();
            beside.extend(session.beside(&ids)?.into_iter().map(|view| (view.id, view)));
            visible.extend(likely.iter().filter(|(_, other, _)| beside.contains_key(other)).copied());
            if visible.len() >= PROPOSED_MAX {
                break;
            }
        }
        visible.truncate(PROPOSED_MAX);
        let ids: Vec<RecordId> = records.iter().map(|view| view.id).collect();
        let pictured = session.with_evidence(&ids)?;
        let imports = work.desk.imports()?;
        let colleagues = work.desk.colleagues()?;
        let places = work.desk.matching.places(archive)?;
        Ok(Seen { person, records, beside, decisions, proposed: visible, places, pictured, imports, colleagues })
    }

    /// What the source of a record is called.
    pub(crate) fn source(&self, shell: &Shell, id: RecordId) -> String {
        source(shell, &self.imports, id)
    }

    /// Every accepted import.
    pub(crate) fn imports(&self) -> &[Import] {
        &self.imports
    }

    /// The date that the list of a record speaks of, in EDTF; empty where nobody said.
    pub(crate) fn as_of(&self, import: ImportNumber) -> &str {
        self.imports.iter().find(|one| one.number == import).map_or("", |one| one.meta.as_of.as_str())
    }

    /// What colleagues call an account.
    pub(crate) fn account(&self, id: AccountId) -> String {
        self.colleagues.get(&id).cloned().unwrap_or_else(|| id.to_string())
    }
}

fn proposed(work: &Work, person: &Person, decisions: &[Decision]) -> Result<Vec<(RecordId, RecordId, u32)>, Failure> {
    let pair = |one: RecordId, other: RecordId| (one.min(other), one.max(other));
    let in_effect = decisions.iter().filter(|one| one.undone.is_none());
    let decided: BTreeSet<_> = in_effect.map(|one| pair(one.decision.left, one.decision.right)).collect();
    let mut best: BTreeMap<RecordId, (RecordId, u32)> = BTreeMap::new();
    for &own in &person.records {
        for link in work.desk.archive.links_of(own)? {
            let other = if link.left == own { link.right } else { link.left };
            let is_open = !person.records.contains(&other) && !decided.contains(&pair(own, other));
            if !is_open || link.probability_micro < PROPOSED_MICRO_MIN {
                continue;
            }
            let known = best.entry(other).or_insert((own, 0));
            if link.probability_micro > known.1 {
                *known = (own, link.probability_micro);
            }
        }
    }
    let mut proposed: Vec<_> = best.into_iter().map(|(other, (own, micro))| (own, other, micro)).collect();
    proposed.sort_by_key(|(_, _, micro)| std::cmp::Reverse(*micro));
    Ok(proposed)
}

/// A known place in the reader's language.
pub(crate) fn place_name(shell: &Shell, place: &Place) -> String {
    let latin = place.latin.first().filter(|_| shell.language.direction() == "ltr");
    latin.cloned().unwrap_or_else(|| place.name().to_owned())
}
