//! What must be known of a record without reading it: bits beside it in SQL, made by one function from its content.

use crate::sql::{Connection, statements};
use crate::{RecordId, Result};
use record::{Property, Record, Role, Visibility};
use std::collections::BTreeMap;

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
        let misses = |claim: &record::Claim| {
            claim.property == Property::Status
                && matches!(record::words::status_within(&claim.as_written), Some("sought" | "missing"))
        };
        // Also on a list that was not brought in as one of the sought.
        if record.role == Role::Sought || record.claims.iter().any(misses) {
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

    /// As they were when a record came: a later version may read more of it, and a rebuild must not.
    pub(crate) fn kept_or_of(kept: Option<i64>, record: &Record) -> Flags {
        kept.map_or_else(|| Flags::of(record), Flags)
    }

    pub(crate) fn from_bits(bits: i64) -> Flags {
        Flags(bits)
    }

    /// Those of some records, as they are kept beside them.
    pub(crate) fn of_records<'ids>(
        connection: &mut Connection,
        ids: impl IntoIterator<Item = &'ids RecordId>,
    ) -> Result<BTreeMap<RecordId, Flags>> {
        let ids: Vec<i64> = ids.into_iter().map(|id| id.0).collect();
        let rows = connection.rows_listed(statements::FLAGS_BY_ID, &ids)?;
        rows.iter().map(|row| Ok((RecordId(row.int(0)?), Flags(row.int(1)?)))).collect()
    }

    pub(crate) fn bits(self) -> i64 {
        self.0
    }

    /// Whether a claim is restricted by what it says itself.
    pub(crate) fn are_restricted(self) -> bool {
        self.0 & RESTRICTED != 0
    }

    /// Of both together.
    pub(crate) fn with(self, other: Flags) -> Flags {
        Flags(self.0 | other.0)
    }

    /// Whether joining the two brings somebody who is sought together with a fate that was not joined to them before
    /// (rule 2). What speaks of neither may come to them by one human: a sighting that contradicts a death paper must
    /// not vanish because the paper was confirmed.
    pub(crate) fn needs_two_humans(self, other: Flags) -> bool {
        let meets = |one: Flags, other: Flags| one.0 & SOUGHT != 0 && other.0 & FATE != 0;
        meets(self, other) || meets(other, self)
    }
}
