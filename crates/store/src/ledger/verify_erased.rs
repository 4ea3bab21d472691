//! Telling forgetting from tampering: what is erased must be named by an entry, and what an entry names must be erased.

use crate::chunk::{self, Chunk, ChunkLine};
use crate::forgetting::Purged;
use crate::import_rows::Line;
use crate::sql::Connection;
use crate::{Hash, Result, StoreError, sealing};
use std::collections::{BTreeMap, BTreeSet};

/// What is gone of a chunk: lines, the box as it was accepted, the box as it is.
#[derive(Clone, Default, PartialEq, Eq)]
struct Gone {
    lines: BTreeSet<u32>,
    sealed_before: Option<Hash>,
    sealed_now: Option<Hash>,
}

/// What was found to be erased, and what entries say was.
#[derive(Default)]
pub(crate) struct Erased {
    entries: BTreeMap<u64, Vec<u8>>,
    chunks: BTreeMap<(String, u64), Gone>,
    named_entries: BTreeMap<u64, Vec<u8>>,
    named_chunks: BTreeMap<(String, u64), Gone>,
}

impl Erased {
    /// An entry with a stub in its place.
    pub(crate) fn entry(&mut self, index: u64, stub: &[u8]) {
        self.entries.insert(index, stub.to_vec());
    }

    /// A chunk of which something may be gone.
    pub(crate) fn chunk(&mut self, batch: &str, number: u64, chunk: &Chunk) {
        let lines: BTreeSet<u32> = chunk.erased().collect();
        if lines.is_empty() && chunk.sealed_before.is_none() {
            return;
        }
        let sealed_before = Some(chunk.sealed_before.unwrap_or_else(|| Hash::of(&chunk.sealed)));
        let gone = Gone { lines, sealed_before, sealed_now: Some(Hash::of(&chunk.sealed)) };
        self.chunks.insert((batch.to_owned(), number), gone);
    }

    /// What an entry says was erased.
    pub(crate) fn named(&mut self, purged: &Purged) {
        for erased in &purged.entries {
            self.named_entries.insert(erased.entry, erased.stub.clone().into_bytes());
        }
        for erased in &purged.chunks {
            let gone = self.named_chunks.entry((erased.batch.clone(), erased.chunk)).or_default();
            gone.lines.extend(&erased.lines);
            gone.sealed_before = gone.sealed_before.or(Some(erased.sealed_before));
            gone.sealed_now = Some(erased.sealed_now);
        }
    }

    /// What does not fit, in words.
    pub(crate) fn differences(&self) -> Vec<String> {
        let entries: BTreeSet<u64> = self.entries.keys().chain(self.named_entries.keys()).copied().collect();
        let entries = entries.into_iter().filter(|index| self.entries.get(index) != self.named_entries.get(index));
        let mut differences: Vec<String> = entries
            .map(|index| match (self.entries.get(&index), self.named_entries.get(&index)) {
                (Some(_), None) => format!("entry {index} was erased, and no entry says so"),
                (None, Some(_)) => format!("entry {index} is said to be erased, and is not"),
                _ => format!("what stands in the place of entry {index} is not what was put there"),
            })
            .collect();
        let chunks: BTreeSet<&(String, u64)> = self.chunks.keys().chain(self.named_chunks.keys()).collect();
        let chunks = chunks.into_iter().filter(|place| self.chunks.get(place) != self.named_chunks.get(place));
        differences.extend(chunks.map(|(batch, number)| {
            format!("what is erased of chunk {number} of batch {batch} is not what is said to be")
        }));
        differences
    }
}

/// Whether the box of a chunk of which something was erased still holds what its lines name. Nothing where the team's
/// secret is locked: then only the entry that erased speaks for the box.
pub(crate) fn box_differs(connection: &Connection, (batch, number): (&str, u64), chunk: &Chunk) -> Result<bool> {
    if chunk.sealed_before.is_none() || !connection.keys()?.can_open_sealed() {
        return Ok(false);
    }
    let parts: BTreeMap<u32, Hash> = match chunk::open_parts(connection, (batch, number), &chunk.sealed) {
        Ok(parts) => parts.into_iter().map(|(line, json)| (line, sealing::hash_of(&json))).collect(),
        Err(StoreError::Keys(_) | StoreError::Damaged(_)) => return Ok(true),
        Err(error) => return Err(error),
    };
    let mut named = BTreeMap::new();
    for (at, line) in (0..).zip(&chunk.lines) {
        let ChunkLine::Said { json, .. } = line else { continue };
        let line: Option<Line> = serde_json::from_slice(json).ok();
        named.extend(line.and_then(|line| line.sealed).map(|hash| (at, hash)));
    }
    Ok(parts != named)
}
