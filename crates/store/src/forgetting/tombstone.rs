//! The purge list of the key file: what was erased, so that it is erased again from an archive that comes back from an older
//! backup.
//!
//! Its lines lie in the key file in clear. They say which entries and lines, by their places and hashes, and nothing in
//! anybody's words. They are derived from the entries that say what was erased, before the keys are destroyed: a crash in
//! between loses none.

use super::purge::{ErasedLines, Purged};
use crate::acts::{self, Act};
use crate::backup::BackupError;
use crate::sql::Connection;
use crate::{Result, StoreError};
use std::collections::HashSet;
use vault::keys::Keyring;
use vault::keys::limits::PURGE_LINE_MAX;

/// Bytes of a line that its parts may have together.
const ROOM: usize = PURGE_LINE_MAX - 256;
/// Lines of a chunk that one part names.
const LINES_MAX: usize = 512;

/// Notes in the key file whatever entries say was erased.
pub(super) fn note(connection: &mut Connection) -> Result<()> {
    let mut lines = Vec::new();
    for (_, done) in acts::of_kind(connection, "purged")? {
        if let Act::Purged(purged) = done.act {
            lines.extend(lines_of(&purged)?);
        }
    }
    let keys = connection.keys()?;
    let known: HashSet<Vec<u8>> = keys.purge_list()?.into_iter().collect();
    for line in lines.iter().filter(|line| !known.contains(*line)) {
        keys.add_purged(line)?;
    }
    Ok(())
}

/// What a key file says was erased.
pub(crate) fn purged_by(keys: &Keyring) -> Result<Vec<Purged>> {
    let lines = keys.purge_list()?;
    lines.iter().map(|line| serde_json::from_slice(line).map_err(|_| BackupError::PurgeLine.into())).collect()
}

/// Lines under way: each filled until it has no room.
#[derive(Default)]
struct Packing {
    lines: Vec<Vec<u8>>,
    line: Purged,
    length: usize,
}

impl Packing {
    /// The line that has room for a part of such a length.
    fn line_for(&mut self, length: usize) -> Result<&mut Purged> {
        if self.length + length > ROOM {
            self.flush()?;
        }
        self.length += length;
        Ok(&mut self.line)
    }

    fn flush(&mut self) -> Result<()> {
        let bytes = serde_json::to_vec(&std::mem::take(&mut self.line));
        self.lines.push(bytes.map_err(|_| StoreError::NotJson("a line of the purge list"))?);
        self.length = 0;
        Ok(())
    }
}

/// The lines of one purge.
fn lines_of(purged: &Purged) -> Result<Vec<Vec<u8>>> {
    let mut packing = Packing::default();
    for erased in &purged.entries {
        let mut erased = erased.clone();
        if length(&erased)? > ROOM {
            // It follows from the content, as long as that can be opened.
            erased.stub = String::new();
        }
        packing.line_for(length(&erased)?)?.entries.push(erased);
    }
    for erased in &purged.chunks {
        for part in erased.lines.chunks(LINES_MAX) {
            let erased = ErasedLines { lines: part.to_vec(), ..erased.clone() };
            packing.line_for(length(&erased)?)?.chunks.push(erased);
        }
    }
    if packing.length > 0 {
        packing.flush()?;
    }
    Ok(packing.lines)
}

fn length(part: &impl serde::Serialize) -> Result<usize> {
    let bytes = serde_json::to_vec(part).map_err(|_| StoreError::NotJson("a line of the purge list"))?;
    Ok(bytes.len() + 1)
}
