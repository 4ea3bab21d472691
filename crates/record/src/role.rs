//! Whose name is this? The role of a name in its source, and the kind of source.

use serde::{Deserialize, Serialize};

/// What the person is in the source (صفة الشخص في المصدر). All but sought, held, freed and dead are sealed by
/// default: never matched to requests, never exported.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Somebody looks for them.
    Sought,
    /// A register says that they were held.
    #[default]
    Held,
    /// A list says that they came out. A claim of its source, like any other.
    Freed,
    /// A source says that they are dead. A claim of its source, like any other.
    Dead,
    /// Witness.
    Witness,
    /// Informer.
    Informer,
    /// Accused in the same file.
    CoAccused,
    /// Staff of the facility.
    Staff,
    /// Guard.
    Guard,
    /// Judge.
    Judge,
    /// Whoever signed.
    Signatory,
    /// Relative of somebody in the source.
    Relative,
    /// Whoever reported.
    Reporter,
    /// The source says what the person is in it, in words that are not understood. Sealed like an informer until
    /// a human has read it: branch files name informers under torture.
    Unclear,
}

impl Role {
    /// Only these are ever matched.
    pub fn is_matched(self) -> bool {
        matches!(self, Role::Sought | Role::Held | Role::Freed | Role::Dead)
    }
}

/// The kind of list, as whoever imports it says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SourceKind {
    /// People who came out.
    Freed,
    /// People who are looked for.
    Sought,
    /// Register of a facility.
    Register,
    /// People said to be dead.
    Dead,
    /// A report or an article.
    Report,
    /// Anything else.
    #[default]
    Other,
}

impl SourceKind {
    /// The role that rows of such a source have unless a column says otherwise.
    pub fn default_role(self) -> Role {
        match self {
            SourceKind::Freed => Role::Freed,
            SourceKind::Sought => Role::Sought,
            SourceKind::Dead => Role::Dead,
            SourceKind::Register | SourceKind::Report | SourceKind::Other => Role::Held,
        }
    }

    /// The stable text form.
    pub fn as_str(self) -> &'static str {
        match self {
            SourceKind::Freed => "freed",
            SourceKind::Sought => "sought",
            SourceKind::Register => "register",
            SourceKind::Dead => "dead",
            SourceKind::Report => "report",
            SourceKind::Other => "other",
        }
    }

    /// The kind of that text form.
    pub fn parse(text: &str) -> Option<SourceKind> {
        use SourceKind::{Dead, Freed, Other, Register, Report, Sought};
        [Freed, Sought, Register, Dead, Report, Other].into_iter().find(|kind| kind.as_str() == text)
    }
}
