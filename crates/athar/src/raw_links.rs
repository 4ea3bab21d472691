//! The file `links.idx` in an archive's folder: every pair that the latest run weighed, before the pairs stood beside
//! each other, so that the next run weighs only what is new.
//!
//! It is a projection. The run's entry names its hash: whoever drops, damages or exchanges it changes no link, the
//! pairs are then weighed again under the same snapshot.

use crate::projection_file::{self, PROGRAM};
use link::person::{Against, RawLink};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use std::io;
use std::path::Path;
use store::{Hash, ImportNumber, RecordId};
use vault::keys::Keyring;

const FILE: &str = "links.idx";
const MAGIC: &[u8; 8] = b"ATHARLN3";
/// Bytes of one pair: two records, log odds, what speaks against it and the mother's part of that, rule.
const PAIR: usize = 8 + 8 + 4 + 4 + 4 + 1;

/// What the pairs were weighed under, and of which imports.
#[derive(Serialize, Deserialize)]
struct State {
    program: String,
    snapshot: String,
    imports: Vec<(ImportNumber, Hash)>,
}

/// The bytes of the file, for these pairs.
pub(crate) fn bytes(snapshot: &str, imports: &[(ImportNumber, Hash)], raw: &[RawLink], ids: &[RecordId]) -> Vec<u8> {
    let state = State { program: PROGRAM.to_owned(), snapshot: snapshot.to_owned(), imports: imports.to_vec() };
    let state = serde_json::to_vec(&state).unwrap_or_default();
    let mut bytes = MAGIC.to_vec();
    bytes.extend((state.len() as u32).to_le_bytes());
    bytes.extend(state);
    bytes.reserve(raw.len() * PAIR);
    for link in raw {
        bytes.extend(ids[link.left as usize].0.to_le_bytes());
        bytes.extend(ids[link.right as usize].0.to_le_bytes());
        bytes.extend(link.raw_log_odds.to_le_bytes());
        bytes.extend(link.against.lines.to_le_bytes());
        bytes.extend(link.against.mother.to_le_bytes());
        bytes.push(link.rule);
    }
    bytes
}

/// What was linked: the imports, and their pairs.
pub(crate) type Kept = (Vec<(ImportNumber, Hash)>, Vec<RawLink>);

/// The imports that were linked, and their pairs by the rows that records have now; pairs with a record that is gone
/// are left out. Nothing when the file is not the one that the run names, or of another program.
pub(crate) fn read(
    (keys, folder): (&Keyring, &Path),
    hash: Hash,
    snapshot: &str,
    rows: &HashMap<RecordId, u32>,
) -> Option<Kept> {
    let file = projection_file::read(keys, folder, FILE)?;
    if Hash::of(&file) != hash {
        return None;
    }
    let (length, content) = file.strip_prefix(MAGIC)?.split_first_chunk()?;
    let (state, pairs) = content.split_at_checked(u32::from_le_bytes(*length) as usize)?;
    let state: State = serde_json::from_slice(state).ok()?;
    if state.program != PROGRAM || state.snapshot != snapshot {
        return None;
    }
    if !pairs.len().is_multiple_of(PAIR) {
        return None;
    }
    let mut raw = Vec::with_capacity(pairs.len() / PAIR);
    for pair in pairs.chunks_exact(PAIR) {
        let (left, rest) = pair.split_first_chunk()?;
        let (right, rest) = rest.split_first_chunk()?;
        let (log_odds, rest) = rest.split_first_chunk()?;
        let (lines, rest) = rest.split_first_chunk()?;
        let (mother, rule) = rest.split_first_chunk()?;
        let row = |id: [u8; 8]| rows.get(&RecordId(i64::from_le_bytes(id))).copied();
        let (Some(left), Some(right)) = (row(*left), row(*right)) else { continue };
        let raw_log_odds = i32::from_le_bytes(*log_odds);
        let against = Against { lines: i32::from_le_bytes(*lines), mother: i32::from_le_bytes(*mother) };
        let link = RawLink { left, right, raw_log_odds, against, rule: *rule.first()? };
        if !link.is_sound(rows.len() as u32) {
            return None;
        }
        raw.push(link);
    }
    Some((state.imports, raw))
}

/// Puts the file in place of the one before.
pub(crate) fn write(keys: &Keyring, folder: &Path, bytes: &[u8]) -> io::Result<()> {
    projection_file::write(keys, folder, FILE, &[bytes])
}

/// Drops what is kept; the next run weighs all pairs again.
pub(crate) fn drop_kept(archive: &store::Archive) -> io::Result<()> {
    projection_file::forget(archive.keys(), archive.dir(), FILE)
}
