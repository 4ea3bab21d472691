//! What the page of a person and the file on paper both show.

use super::claims::{self, PropertyRows, Relation, Row};
use super::fates::{self, PossibilityShown};
use super::history::{self, DecisionShown};
use super::seen::Seen;
use super::timeline::Timeline;
use super::told::{self, ToldShown};
use crate::failure::Failure;
use crate::shell::Shell;
use crate::shown::{plain, role_word};
use crate::urls::Url;
use crate::work::Work;
use record::Role;
use std::collections::{BTreeMap, BTreeSet};
use store::{Case, RecordId, Session, Withdrawn};

/// A name, and which sources write it so.
pub(crate) struct Name {
    pub(crate) name: String,
    pub(crate) sources: Vec<Origin>,
}

/// Where something is from.
#[derive(Clone)]
pub(crate) struct Origin {
    pub(crate) source: String,
    pub(crate) record: RecordId,
}

/// What somebody is in so many of the records.
pub(crate) struct RoleCount {
    /// The stable word.
    pub(crate) word: &'static str,
    pub(crate) role: String,
    pub(crate) count: usize,
}

/// A family's case.
pub(crate) struct CaseShown {
    pub(crate) number: String,
    pub(crate) url: Url,
    pub(crate) opened: String,
    /// The same as it was said.
    pub(crate) time: String,
    pub(crate) is_open: bool,
}

/// Everything about a person.
pub(crate) struct About {
    pub(crate) person: String,
    /// Whether it is for paper, where nothing is folded away.
    pub(crate) is_paper: bool,
    pub(crate) names: Vec<Name>,
    pub(crate) roles: Vec<RoleCount>,
    /// Sources other than requests, and how many of them are independent of one another.
    pub(crate) lists: usize,
    pub(crate) independent: usize,
    pub(crate) cases: Vec<CaseShown>,
    /// The message that says that somebody asked to be removed.
    pub(crate) removal: Option<&'static str>,
    /// Whether the account may not see all of it.
    pub(crate) is_partial: bool,
    pub(crate) fates: Vec<PossibilityShown>,
    pub(crate) whereabouts: Vec<PossibilityShown>,
    pub(crate) timeline: Timeline,
    pub(crate) properties: Vec<PropertyRows>,
    pub(crate) relations: Vec<Relation>,
    pub(crate) rows: Vec<Row>,
    pub(crate) decisions: Vec<DecisionShown>,
    pub(crate) told: Vec<ToldShown>,
}

impl About {
    pub(crate) fn of(work: &Work, session: &Session<'_>, shell: &Shell, seen: &Seen) -> Result<About, Failure> {
        let archive = &work.desk.archive;
        let (mut cases, mut removal) = (Vec::new(), None);
        for &record in &seen.person.records {
            if let Some(number) = archive.case_of_record(record)? {
                match session.case(number) {
                    Ok(case) => cases.push(case),
                    Err(store::StoreError::NoSuch(_)) => {}
                    Err(error) => return Err(error.into()),
                }
            }
            removal = removal.max(removal_key(archive.withdrawn(record)?));
        }
        let standings = work.desk.standings()?;
        let views = session.views(&seen.person, &seen.person.records, seen.imports(), &standings, seen.places)?;
        let (lists, independent) = sources(work, seen)?;
        Ok(About {
            person: seen.person.id.to_string(),
            is_paper: false,
            names: names(shell, seen),
            roles: roles(shell, seen),
            lists,
            independent,
            removal: removal.map(|(_, key)| key),
            is_partial: seen.records.iter().any(|view| view.is_partial),
            fates: fates::fates(shell, seen, &views.fate),
            whereabouts: fates::whereabouts(shell, seen, &views.whereabouts),
            timeline: Timeline::of(shell, seen),
            properties: claims::properties(shell, seen),
            relations: claims::relations(shell, seen),
            rows: claims::rows(shell, seen),
            decisions: history::decisions(work, shell, seen)?,
            told: told::told(work, session, shell, seen, &cases)?,
            cases: cases.iter().map(|case| case_shown(shell, case)).collect(),
        })
    }

    /// The numbers of the open cases, for the head of a file.
    pub(crate) fn open_cases(&self) -> impl Iterator<Item = &CaseShown> {
        self.cases.iter().filter(|case| case.is_open)
    }
}

/// What is said of a wish to be removed, and how much it weighs among several.
fn removal_key(withdrawn: Withdrawn) -> Option<(u8, &'static str)> {
    match withdrawn {
        Withdrawn::No | Withdrawn::Refused => None,
        Withdrawn::Quarantined => Some((0, "person-removal-waits")),
        Withdrawn::Asked => Some((1, "person-removal-asked")),
        Withdrawn::Verified => Some((2, "person-removal-verified")),
    }
}

fn case_shown(shell: &Shell, case: &Case) -> CaseShown {
    let (number, url) = (case.case.to_string(), Url::Case(case.case));
    CaseShown { number, url, opened: shell.moment(&case.opened), time: case.opened.clone(), is_open: !case.is_closed }
}

fn names(shell: &Shell, seen: &Seen) -> Vec<Name> {
    let mut names: Vec<Name> = Vec::new();
    for view in &seen.records {
        let name = plain(&view.record.display_name());
        if name.is_empty() {
            continue;
        }
        let origin = Origin { source: seen.source(shell, view.id), record: view.id };
        match names.iter_mut().find(|known| known.name == name) {
            Some(known) => known.sources.push(origin),
            None => names.push(Name { name, sources: vec![origin] }),
        }
    }
    names
}

fn roles(shell: &Shell, seen: &Seen) -> Vec<RoleCount> {
    let mut counts: BTreeMap<Role, usize> = BTreeMap::new();
    for view in &seen.records {
        *counts.entry(view.record.role).or_default() += 1;
    }
    counts
        .into_iter()
        .map(|(one, count)| {
            let word = role_word(one);
            RoleCount { word, role: shell.of("role", word), count }
        })
        .collect()
}

/// Sources that corroborate at all, and how many are left where copies and editions of one list count once (rule 3).
fn sources(work: &Work, seen: &Seen) -> Result<(usize, usize), Failure> {
    let independence = work.desk.independence()?;
    let own = seen.records.iter().filter(|view| view.record.role != Role::Sought);
    let imports: BTreeSet<_> = own.map(|view| view.id.import()).collect();
    let lists = imports.len();
    let groups: BTreeSet<_> = imports
        .into_iter()
        .filter(|&import| !independence.repeats_requests(import))
        .map(|import| independence.group(import))
        .collect();
    Ok((lists, groups.len()))
}
