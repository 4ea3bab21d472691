//! What is due to be forgotten: what people asked to be removed and a human verified, contacts whose day is over, imports
//! that were taken back long enough ago.

use crate::withdrawal::{self, Withdrawn};
use crate::{Archive, Case, CaseNumber, ImportNumber, RecordId, Result, calls, joining, sealing};
use serde::Serialize;
use std::collections::BTreeSet;
use vault::keys::KeyId;

/// Why something goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Why {
    /// The person asked for it, and a human verified that it was theirs to ask for.
    Withdrawn,
    /// The family closed its case.
    CaseClosed,
}

/// What goes, before it does.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Due {
    /// Records, with everything that was said of them.
    pub records: Vec<(RecordId, Why)>,
    /// Cases whose contacts go. The request itself stands.
    pub contacts: Vec<CaseNumber>,
    /// Imports that were taken back: everything they contained.
    pub imports: Vec<ImportNumber>,
}

impl Due {
    /// Whether nothing is due.
    pub fn is_empty(&self) -> bool {
        self.records.is_empty() && self.contacts.is_empty() && self.imports.is_empty()
    }
}

impl Archive {
    /// What is due on a day (such as `2025-12-31`). Imports count that were taken back before `undone_before` (a time as
    /// entries have it), when one is given; requests of closed cases, when they are asked for.
    pub fn due(&self, day: &str, undone_before: Option<&str>, closed_cases: bool) -> Result<Due> {
        let mut due = Due::default();
        self.database.read(|connection| {
            let verified = withdrawal::all(connection)?.into_iter().filter(|(_, state)| *state == Withdrawn::Verified);
            due.records.extend(verified.map(|(record, _)| (record, Why::Withdrawn)));
            Ok(())
        })?;
        let cases = self.cases()?;
        // One that was joined into another is closed, and its askers still wait.
        let ended = joining::ended(&cases);
        for case in cases {
            let is_ended = ended.contains(&case.case);
            if is_ended && closed_cases {
                due.records.push((case.record, Why::CaseClosed));
            } else if (is_ended || case.contact_until.as_str() < day) && !self.contact_keys(&case)?.is_empty() {
                due.contacts.push(case.case);
            }
        }
        if let Some(before) = undone_before {
            for import in self.imports()? {
                let Some(undone) = import.undone else { continue };
                let time = self.database.read(|connection| time_of(connection, undone))?;
                if time.is_some_and(|time| time.as_str() < before) && self.has_content(import.number)? {
                    due.imports.push(import.number);
                }
            }
        }
        let gone: BTreeSet<ImportNumber> = due.imports.iter().copied().collect();
        due.records.retain(|(record, _)| !gone.contains(&record.import()));
        due.records.sort_unstable();
        due.records.dedup_by_key(|(record, _)| *record);
        Ok(due)
    }

    /// The keys of what the askers of a case entrusted to us, and of what was said when they were called, which were not
    /// destroyed.
    pub(super) fn contact_keys(&self, case: &Case) -> Result<Vec<KeyId>> {
        let mut keys = Vec::new();
        let said = self.database.read(|connection| calls::sealed_of(connection, case.case))?;
        for sealed in case.askers.iter().map(|(asker, _)| &asker.sealed).chain(&said) {
            if let Some(key) = sealing::key_of_text(sealed)?
                && !self.keys().is_destroyed(key)?
            {
                keys.push(key);
            }
        }
        Ok(keys)
    }

    fn has_content(&self, import: ImportNumber) -> Result<bool> {
        self.database.read(|connection| super::purge::has_lines(connection, &import.to_string()))
    }
}

/// The time of an entry, where it says one.
fn time_of(connection: &mut crate::sql::Connection, entry: u64) -> Result<Option<String>> {
    let Some(stored) = crate::ledger::entry_at(connection, entry)? else { return Ok(None) };
    match stored.content() {
        Ok((_, content)) => Ok(Some(crate::entry::Body::decode(content)?.0)),
        Err(_) => Ok(None),
    }
}
