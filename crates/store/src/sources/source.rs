//! What is known of a source, and which sources are not independent of which.
//!
//! A source is what an import brought. Whoever knows more of it says so later: publisher, how it came here, whether it
//! is genuine, from what it was copied. Every such word is an act; the newest on a point counts, and the older ones
//! stay readable.

use crate::acts::{self, Act};
use crate::sql::Connection;
use crate::{AccountId, Archive, ImportNumber, Result, StoreError};
use record::{Authenticity, Private, Reliability, SourceKind};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What one act says of a source. What is `None` or empty says nothing, and leaves what was said before.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct SourceFacts {
    /// Who published or kept it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub publisher: Option<Private>,
    /// When and where it was found.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub found: Option<Private>,
    /// How it came here, as whoever gave it claims.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub chain: Option<Private>,
    /// Whether it is genuine.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub authenticity: Option<Authenticity>,
    /// How far it can be relied on; whose judgement this is, the act says.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reliability: Option<Reliability>,
    /// Imports that it was made from.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub derived_from: Vec<ImportNumber>,
    /// Imports that it looks like a copy of: a human confirms or refuses what a machine noticed.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub copies: Vec<CopyWord>,
}

/// A human's word on whether two sources are copies of one another, or both of a third.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CopyWord {
    /// The other source.
    pub of: ImportNumber,
    /// Whether they are.
    pub is_copy: bool,
}

#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct SourceAct {
    pub(crate) import: ImportNumber,
    pub(crate) facts: SourceFacts,
}

/// A source as it is held to be now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// The import that brought it.
    pub import: ImportNumber,
    /// What kind of source it is.
    pub kind: SourceKind,
    /// Everything said of it, the newest on each point.
    pub facts: SourceFacts,
    /// Who judged how reliable it is: nobody when no account did, or nobody has.
    pub reliability_by: Option<AccountId>,
    /// Words on copies, each with its entry: of two on one pair, said of either source, the newer counts.
    copies_said: Vec<(u64, CopyWord)>,
}

impl Archive {
    /// Says something of a source.
    pub fn describe_source(
        &self,
        import: ImportNumber,
        facts: SourceFacts,
        by: Option<AccountId>,
        time: &str,
    ) -> Result<u64> {
        Ok(self.act(by, Act::Source(Box::new(SourceAct { import, facts })), time)?.index)
    }

    /// Every source whose import was not taken back, in order.
    pub fn sources(&self) -> Result<Vec<Source>> {
        self.database.read(|connection| {
            Ok(all(connection)?.into_iter().filter(|(_, is_there)| *is_there).map(|(source, _)| source).collect())
        })
    }

    /// Which sources are independent of which: by what humans said, and by the copies that the latest linkage run
    /// noticed where no human has said otherwise.
    pub fn independence(&self) -> Result<Independence> {
        self.database.read(independence)
    }
}

/// Every source with whether its import still stands. One that was taken back still says whose copy another is.
fn all(connection: &mut Connection) -> Result<Vec<(Source, bool)>> {
    let mut said: BTreeMap<ImportNumber, (Source, bool)> = BTreeMap::new();
    for import in crate::import::all(connection)? {
        let facts = SourceFacts::default();
        let source = Source {
            import: import.number,
            kind: import.meta.kind,
            facts,
            reliability_by: None,
            copies_said: Vec::new(),
        };
        said.insert(import.number, (source, import.undone.is_none()));
    }
    for (_, done) in acts::of_kind(connection, "source")? {
        let Act::Source(act) = done.act else { continue };
        if let Some((source, _)) = said.get_mut(&act.import) {
            source.hear(act.facts, done.by, done.entry);
        }
    }
    Ok(said.into_values().collect())
}

fn independence(connection: &mut Connection) -> Result<Independence> {
    let sources = all(connection)?;
    independence_of(connection, &sources)
}

fn independence_of(connection: &mut Connection, sources: &[(Source, bool)]) -> Result<Independence> {
    let noticed = crate::link::latest(connection)?.map(crate::LinkRun::noticed_copies).unwrap_or_default();
    Ok(Independence::of(sources, &noticed))
}

/// How every source stands.
pub(crate) fn standings(connection: &mut Connection) -> Result<crate::view::Standings> {
    let sources = all(connection)?;
    let independence = independence_of(connection, &sources)?;
    let judged = |group: ImportNumber, authenticity: Authenticity| {
        sources.iter().any(|(source, _)| {
            independence.group(source.import) == group && source.facts.authenticity == Some(authenticity)
        })
    };
    // A copy of a forgery is one, unless the genuine piece is among the copies.
    let is_forged: BTreeMap<ImportNumber, bool> = sources
        .iter()
        .map(|(source, _)| independence.group(source.import))
        .map(|group| (group, judged(group, Authenticity::Forged) && !judged(group, Authenticity::Verified)))
        .collect();
    let standing = |(source, _): &(Source, bool)| {
        let group = independence.group(source.import);
        let own = source.facts.authenticity.unwrap_or_default();
        let standing = record::SourceStanding {
            group: group.0,
            is_request: independence.repeats_requests(source.import),
            reliability: source.facts.reliability,
            authenticity: if is_forged.get(&group) == Some(&true) { Authenticity::Forged } else { own },
        };
        (source.import, standing)
    };
    Ok(sources.iter().map(standing).collect())
}

impl Source {
    fn hear(&mut self, new: SourceFacts, by: Option<AccountId>, entry: u64) {
        let facts = &mut self.facts;
        facts.publisher = new.publisher.or(facts.publisher.take());
        facts.found = new.found.or(facts.found.take());
        facts.chain = new.chain.or(facts.chain.take());
        facts.authenticity = new.authenticity.or(facts.authenticity);
        if new.reliability.is_some() {
            facts.reliability = new.reliability;
            self.reliability_by = by;
        }
        facts.derived_from.extend(new.derived_from);
        facts.derived_from.sort_unstable();
        facts.derived_from.dedup();
        for word in new.copies {
            self.copies_said.push((entry, word));
            facts.copies.retain(|older| older.of != word.of);
            facts.copies.push(word);
        }
    }
}

/// Groups of sources that are copies of one another, or of requests.
///
/// Rule 3: a copy never corroborates, a request never corroborates. What a machine noticed counts until a human has
/// refused it: in doubt two lists are one witness.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Independence {
    group: BTreeMap<ImportNumber, ImportNumber>,
    with_requests: BTreeMap<ImportNumber, bool>,
}

impl Independence {
    fn of(all: &[(Source, bool)], noticed: &[(ImportNumber, ImportNumber)]) -> Independence {
        let sources = || all.iter().map(|(source, _)| source);
        let mut joined: BTreeMap<(ImportNumber, ImportNumber), bool> = BTreeMap::new();
        let pair = |one: ImportNumber, other: ImportNumber| (one.min(other), one.max(other));
        for &(one, other) in noticed {
            joined.insert(pair(one, other), true);
        }
        let said = sources().flat_map(|source| source.copies_said.iter().map(|said| (source.import, *said)));
        let mut said: Vec<(ImportNumber, (u64, CopyWord))> = said.collect();
        said.sort_by_key(|(_, (entry, _))| *entry);
        for (import, (_, word)) in said {
            joined.insert(pair(import, word.of), word.is_copy);
        }
        // Being made from another is no opinion on likeness: nothing refuses it.
        for source in sources() {
            for &from in &source.facts.derived_from {
                joined.insert(pair(source.import, from), true);
            }
        }
        let mut group: BTreeMap<ImportNumber, ImportNumber> =
            sources().map(|source| (source.import, source.import)).collect();
        for ((one, other), _) in joined.into_iter().filter(|(_, are_copies)| *are_copies) {
            let (Some(&one), Some(&other)) = (group.get(&one), group.get(&other)) else { continue };
            let (low, high) = pair(one, other);
            group.values_mut().filter(|group| **group == high).for_each(|group| *group = low);
        }
        let mut with_requests = BTreeMap::new();
        for source in sources() {
            if let Some(&group) = group.get(&source.import) {
                *with_requests.entry(group).or_insert(false) |= source.kind == SourceKind::Sought;
            }
        }
        Independence { group, with_requests }
    }

    /// The group of a source, named by its lowest import.
    pub fn group(&self, import: ImportNumber) -> ImportNumber {
        self.group.get(&import).copied().unwrap_or(import)
    }

    /// Whether the source holds requests, or may repeat some.
    pub fn repeats_requests(&self, import: ImportNumber) -> bool {
        self.with_requests.get(&self.group(import)).copied().unwrap_or(false)
    }
}

/// What must hold before something is said of a source: it, and whatever it is said to come from, is there.
pub(crate) fn check(connection: &mut Connection, act: &SourceAct) -> Result<()> {
    for number in std::iter::once(act.import).chain(act.facts.derived_from.iter().copied()) {
        crate::import::must_be_there(connection, number)?;
    }
    // Of one that was taken back, too: what was said of it stands until somebody says otherwise.
    let known = crate::import::all(connection)?;
    for word in &act.facts.copies {
        if !known.iter().any(|import| import.number == word.of) {
            return Err(StoreError::NoSuch(format!("import {}", word.of)));
        }
    }
    if act.facts.derived_from.contains(&act.import) || act.facts.copies.iter().any(|word| word.of == act.import) {
        return Err(StoreError::Refused("a source is no copy of itself"));
    }
    Ok(())
}
