//! What a token may be used for: a part of what its account may do, never more.
//!
//! A scope covers kinds of things, and the one access function asks it beside the roles. What of a kind may be changed is not said
//! here: the addresses that change something are few, and each names the scope that it needs.

use crate::access::Kind;
use serde::{Deserialize, Serialize};

/// A part of what somebody does here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Scope {
    /// What shows nobody: counts, lists, what came in, places of detention.
    Counts,
    /// Records, pairs of them, persons, and what was decided.
    Records,
    /// Families' requests, without how to reach anybody.
    Cases,
    /// Searches for a case.
    Search,
    /// To take requests in.
    Intake,
    /// To hand in decisions that were signed elsewhere.
    Decide,
    /// Lists that leave.
    Exports,
    /// What was done and read, and who works here.
    Audit,
}

impl Scope {
    /// Every scope.
    pub const ALL: [Scope; 8] = [
        Scope::Counts,
        Scope::Records,
        Scope::Cases,
        Scope::Search,
        Scope::Intake,
        Scope::Decide,
        Scope::Exports,
        Scope::Audit,
    ];

    /// The stable text form.
    pub fn as_str(self) -> &'static str {
        match self {
            Scope::Counts => "counts",
            Scope::Records => "records",
            Scope::Cases => "cases",
            Scope::Search => "search",
            Scope::Intake => "intake",
            Scope::Decide => "decide",
            Scope::Exports => "exports",
            Scope::Audit => "audit",
        }
    }

    /// The scope of that text form.
    pub fn parse(text: &str) -> Option<Scope> {
        Scope::ALL.into_iter().find(|scope| scope.as_str() == text)
    }

    /// Whether things of that kind may be looked at, or touched, under this scope. What a family entrusted to us, sealed things,
    /// original files and wishes to be removed are under none: no program opens them.
    pub fn covers(self, kind: Kind) -> bool {
        match self {
            Scope::Counts => matches!(kind, Kind::Counts | Kind::Import | Kind::Source | Kind::Job | Kind::Picture),
            Scope::Records => matches!(kind, Kind::Record | Kind::Claim | Kind::Person | Kind::Decision),
            Scope::Cases => matches!(kind, Kind::Case | Kind::Person | Kind::Correction),
            Scope::Search => matches!(kind, Kind::Record | Kind::Claim | Kind::Case),
            Scope::Intake => kind == Kind::Case,
            Scope::Decide => matches!(kind, Kind::Record | Kind::Claim | Kind::Decision | Kind::Case),
            Scope::Exports => matches!(kind, Kind::Export | Kind::Import),
            Scope::Audit => matches!(kind, Kind::Readings | Kind::Account),
        }
    }

    /// Whether nobody is shown under it.
    pub fn shows_nobody(self) -> bool {
        self == Scope::Counts
    }
}
