//! What must be known of a record without reading it: bits beside it in SQL, made by one function from its content.

use record::{Record, Role, Visibility};

/// The bits of one record, or of several together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Flags(i64);

const SOUGHT: i64 = 1;
const FATE: i64 = 2;
const SEALED_ROLE: i64 = 4;
const RESTRICTED: i64 = 8;

impl Flags {
    /// What a record says.
    pub(crate) fn of(record: &Record) -> Flags {
        let mut bits = 0;
        if record.role == Role::Sought {
            bits |= SOUGHT;
        }
        if record.speaks_of_fate() {
            bits |= FATE;
        }
        if !record.role.is_matched() {
            bits |= SEALED_ROLE;
        }
        let restricted = |claim: &record::Claim| claim.visibility == Visibility::Restricted;
        if record.claims.iter().any(restricted) {
            bits |= RESTRICTED;
        }
        Flags(bits)
    }

    pub(crate) fn from_bits(bits: i64) -> Flags {
        Flags(bits)
    }

    pub(crate) fn bits(self) -> i64 {
        self.0
    }

    /// Of both together.
    pub(crate) fn with(self, other: Flags) -> Flags {
        Flags(self.0 | other.0)
    }

    /// Somebody who is sought, together with what speaks of a fate (rule 2).
    pub(crate) fn needs_two_humans(self) -> bool {
        self.0 & SOUGHT != 0 && self.0 & FATE != 0
    }
}
