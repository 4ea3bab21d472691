//! The purge list: what was removed from the archive on purpose, kept beside the keys so that whoever restores an older
//! copy of the archive removes it again. Lines are opaque here, and lie in the file in clear: they should be hashes.
//!
//! A line is as many records as it needs: the id is one number for all of them, then their kind (3) and state (1), at byte
//! 10 the part's number and at 11 how many there are, at 12 the line's length, and from 16 to 112 its bytes.

use super::record::{self, Bytes, Entry, RECORD_LEN};
use super::{KeyError, KeyId, Keyring, Result, limits};
use std::collections::BTreeMap;

const KIND: u8 = 3;
const PART: std::ops::Range<usize> = 16..112;

impl Keyring {
    /// The lines, in the order in which they were added, each once.
    pub fn purge_list(&self) -> Result<Vec<Vec<u8>>> {
        self.look_again()?;
        let state = self.state();
        let mut lines = Lines::default();
        state.file.records(0, state.index.scanned, |_, bytes| {
            lines.take(bytes, &self.archive);
            Ok(())
        })?;
        Ok(lines.whole())
    }

    /// Adds a line, durably, unless it is there already.
    pub fn add_purged(&self, line: &[u8]) -> Result<()> {
        if line.is_empty() || line.len() > limits::PURGE_LINE_MAX {
            return Err(KeyError::Limit { what: "bytes of a purge line", limit: limits::PURGE_LINE_MAX as u64 });
        }
        if self.purge_list()?.iter().any(|known| known == line) {
            return Ok(());
        }
        let records = records_of(line, &self.archive)?;
        let _writer = self.writer();
        self.while_locked(|locked| {
            let first = self.write_at_end(locked, &records)?;
            self.state_mut().index.scanned = first + records.len() as u64;
            Ok(())
        })
    }
}

fn records_of(line: &[u8], archive: &[u8; 16]) -> Result<Vec<Bytes>> {
    let id = KeyId::random()?;
    let parts = line.chunks(PART.len());
    let count = parts.len() as u8;
    let records = parts.zip(0..).map(|(part, number): (&[u8], u8)| {
        let mut bytes = [0; RECORD_LEN];
        bytes[..8].copy_from_slice(&id.0.to_be_bytes());
        bytes[8..12].copy_from_slice(&[KIND, 1, number, count]);
        bytes[12..16].copy_from_slice(&(line.len() as u32).to_be_bytes());
        bytes[PART.start..PART.start + part.len()].copy_from_slice(part);
        record::close(&mut bytes, archive);
        bytes
    });
    Ok(records.collect())
}

/// Lines while their records are read.
#[derive(Default)]
pub(super) struct Lines {
    order: Vec<u64>,
    parts: BTreeMap<(u64, u8), Bytes>,
}

impl Lines {
    pub(super) fn take(&mut self, bytes: &Bytes, archive: &[u8; 16]) {
        if !matches!(Entry::read(bytes, archive), Entry::Purge) {
            return;
        }
        let (Some(id), number) = (bytes.first_chunk(), bytes[10]) else { return };
        let id = u64::from_be_bytes(*id);
        if number == 0 {
            self.order.push(id);
        }
        self.parts.insert((id, number), *bytes);
    }

    /// The lines of which no part is missing, each once.
    pub(super) fn whole(self) -> Vec<Vec<u8>> {
        let mut lines: Vec<Vec<u8>> = Vec::new();
        let mut known = std::collections::HashSet::new();
        for id in &self.order {
            if let Some(line) = self.line(*id)
                && known.insert(line.clone())
            {
                lines.push(line);
            }
        }
        lines
    }

    fn line(&self, id: u64) -> Option<Vec<u8>> {
        let first = self.parts.get(&(id, 0))?;
        let len = u32::from_be_bytes(*first[12..].first_chunk()?) as usize;
        let mut line = Vec::with_capacity(len.min(limits::PURGE_LINE_MAX));
        for number in 0..first[11] {
            line.extend_from_slice(&self.parts.get(&(id, number))?[PART]);
        }
        if len == 0 || line.len() < len {
            return None;
        }
        line.truncate(len);
        Some(line)
    }
}
