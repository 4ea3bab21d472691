//! Erasing again: what was erased after a backup was made must not come back with it.
//!
//! Places alone do not say what to erase. After a restore other entries and batches come to stand in the places of those that
//! were lost; so each is known by its hash as well.

use super::purge::{ErasedEntry, ErasedLines, Purged, Purging};
use super::{destroy_doomed, tombstone};
use crate::ledger::{self, Said};
use crate::sql::{Connection, Durability, Value, statements};
use crate::{Archive, Result};
use std::collections::BTreeSet;

impl Archive {
    /// Erases again what the purge list of the key file names, as far as it is here: after a copy of the folder or the database
    /// from before a purge was put in its place by hand. Entries that cannot be opened any more become the stubs that the list
    /// has; a chunk of which lines were erased cannot be parted without its key, which only a backup has. Returns whether
    /// there was any.
    pub fn erase_again(&mut self, time: &str) -> Result<bool> {
        let later = tombstone::purged_by(self.keys())?;
        let erased = self.alone(Durability::Full, |connection| honour(connection, &later, time))?;
        let mut slot = self.appending.connection();
        destroy_doomed(self.writing(&mut slot)?)?;
        Ok(erased)
    }
}

/// Erases in a restored archive what a later purge has erased, as far as it is there, and makes every table anew; within the
/// caller's transaction. Returns whether there was any: otherwise nothing is changed.
pub(crate) fn honour(connection: &mut Connection, later: &[Purged], time: &str) -> Result<bool> {
    let mut purging = Purging::new(connection, "erased before, and restored from an older backup".into());
    for purged in later {
        for erased in &purged.chunks {
            if purging.has_chunk(erased)? {
                purging.lines(&erased.batch, erased.chunk, &erased.lines.iter().copied().collect())?;
            }
        }
        let mut gone = BTreeSet::new();
        for erased in &purged.entries {
            if purging.has_entry(erased)? {
                gone.insert(erased.entry);
                purging.stubs.extend(Some((erased.entry, erased.stub.clone())).filter(|(_, stub)| !stub.is_empty()));
            }
        }
        purging.entries(&gone)?;
        if !gone.is_empty() {
            purging.purged.records.extend(&purged.records);
        }
    }
    if purging.purged.entries.is_empty() && purging.purged.chunks.is_empty() {
        return Ok(false);
    }
    purging.finish(None, time).map(|_| true)
}

impl Purging<'_> {
    /// Whether it is that entry, and says something still.
    fn has_entry(&mut self, erased: &ErasedEntry) -> Result<bool> {
        let Some(entry) = ledger::entry_at(self.connection, erased.entry)? else { return Ok(false) };
        let is_it = erased.leaf.is_none_or(|leaf| leaf.0 == *entry.leaf);
        Ok(is_it && !matches!(entry.said, Said::Erased(_)))
    }

    /// Whether it is that chunk.
    fn has_chunk(&mut self, erased: &ErasedLines) -> Result<bool> {
        let values = [Value::Text(&erased.batch), Value::Int(erased.chunk as i64)];
        let Some(row) = self.connection.row(statements::CHUNK, &values)? else { return Ok(false) };
        let stored = row.hash(0)?;
        Ok(erased.sha256.is_none_or(|sha256| sha256 == stored))
    }
}
