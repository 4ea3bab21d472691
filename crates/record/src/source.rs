//! How a source stands: whom it copies, whether it only repeats what families ask, what humans hold of it.
//!
//! A circulating "released" list has been an old list of families' own searches: a copy never corroborates, and a
//! request never does (rule 3). Who judged, and why, is kept elsewhere.

use crate::Record;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// How reliable a source is, as humans judged it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reliability {
    /// Mostly right where it could be checked.
    Good,
    /// Sometimes right.
    Mixed,
    /// Mostly wrong where it could be checked.
    Poor,
}

/// Whether a source is what it says it is, as humans judged it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Authenticity {
    /// Nobody has judged.
    #[default]
    Unknown,
    /// It is.
    Verified,
    /// Some hold that it is not.
    Disputed,
    /// It is not. What it says is kept, and is never the strongest.
    Forged,
}

/// How a source stands among the others.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct SourceStanding {
    /// Sources that are copies of one another share a group.
    pub group: u32,
    /// A family's request, or a list that repeats requests: it never corroborates.
    pub is_request: bool,
    /// As judged; nothing when nobody has.
    pub reliability: Option<Reliability>,
    /// As judged.
    pub authenticity: Authenticity,
}

impl SourceStanding {
    /// A source of that group that nobody has judged.
    pub fn of_group(group: u32) -> SourceStanding {
        SourceStanding { group, is_request: false, reliability: None, authenticity: Authenticity::Unknown }
    }

    /// The same, of a request or of a list that repeats requests.
    #[must_use]
    pub fn repeating_requests(self) -> SourceStanding {
        SourceStanding { is_request: true, ..self }
    }

    /// From 0; an unjudged source stands between the bad and the mixed, for it can be either.
    pub(crate) fn reliability_rank(self) -> u8 {
        match self.reliability {
            Some(Reliability::Poor) => 0,
            None => 1,
            Some(Reliability::Mixed) => 2,
            Some(Reliability::Good) => 3,
        }
    }
}

/// A record as testimony: what it says, and how its source stands.
#[derive(Clone, Copy, Debug)]
pub struct Testimony<'a> {
    /// The caller's own number of it; no two testimonies share one.
    pub id: usize,
    /// What is said.
    pub record: &'a Record,
    /// Who says it.
    pub source: SourceStanding,
}

/// What is known of the groups that testimonies come from.
#[derive(Default)]
pub(crate) struct Groups {
    groups: BTreeMap<u32, Group>,
}

#[derive(Clone, Copy, Default)]
struct Group {
    repeats_requests: bool,
    has_forged: bool,
    has_verified: bool,
}

impl Groups {
    pub(crate) fn of(testimonies: &[Testimony<'_>]) -> Groups {
        let mut groups: BTreeMap<u32, Group> = BTreeMap::new();
        for Testimony { source, .. } in testimonies {
            let group = groups.entry(source.group).or_default();
            group.repeats_requests |= source.is_request;
            group.has_forged |= source.authenticity == Authenticity::Forged;
            group.has_verified |= source.authenticity == Authenticity::Verified;
        }
        Groups { groups }
    }

    /// Whether the source repeats requests: itself, or as a copy of one that does.
    pub(crate) fn repeats_requests(&self, source: SourceStanding) -> bool {
        source.is_request || self.groups.get(&source.group).is_some_and(|group| group.repeats_requests)
    }

    /// Whether the source is forged: itself, or as a copy of a forgery. Where one of the copies was verified, a
    /// forgery was made of it and the others stand as they were judged.
    pub(crate) fn is_forged(&self, source: SourceStanding) -> bool {
        let copies_forgery = || {
            let group = self.groups.get(&source.group).copied().unwrap_or_default();
            group.has_forged && !group.has_verified && source.authenticity != Authenticity::Verified
        };
        source.authenticity == Authenticity::Forged || copies_forgery()
    }
}
