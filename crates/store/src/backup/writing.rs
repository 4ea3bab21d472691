//! From the archive into a backup: whatever the backup does not hold yet.
//!
//! Rows come from one reading transaction, a consistent state beside which others write on. What is read is opened once and
//! compared with its hash: a backup of what is damaged would be none.

use super::fields::Put;
use super::frame::{FRAME_CONTENT_MAX, FrameWriter};
use super::holdings::Holdings;
use super::item::{ChunkRow, End, EntryRow, Kind, OriginalHead, ReadingRow};
use super::log_files;
use super::run::BackupStep;
use crate::entry::Head;
use crate::original::Original;
use crate::sql::{Connection, Value, statements};
use crate::{Archive, Hash, Result, StoreError, chunk, ledger, limits};
use std::fs::File;
use std::io::Read;
use vault::keys::copies::RecordBytes;

/// Bytes of rows that go into one item.
const ITEM_BYTES: usize = 256 << 10;
/// Entries read at a time: one may be of 4 MiB.
const ENTRIES_PER_PAGE: i64 = 64;

/// How far it is.
pub(crate) type Progress<'caller> = &'caller mut dyn FnMut(BackupStep, u64, u64);

/// A run under way.
pub(crate) struct Writing<'run> {
    pub(crate) archive: &'run Archive,
    pub(crate) to: &'run mut FrameWriter,
    /// What the file held when the run began.
    pub(crate) held: &'run Holdings,
    pub(crate) progress: Progress<'run>,
    pub(crate) done: u64,
    pub(crate) total: u64,
}

impl Writing<'_> {
    /// Writes the content of the archive. Returns the head of the ledger that it is of, and what is missing of the originals,
    /// in words.
    pub(crate) fn content(&mut self) -> Result<(Head, Vec<String>)> {
        let archive = self.archive;
        // Before the ledger, so that no checkpoint speaks of an entry that is not among them.
        self.published()?;
        let head = archive.database.read(|connection| {
            let head = ledger::head(connection)?;
            let batches = connection.rows(statements::CHUNK_COUNTS, &[])?;
            let batches = batches.iter().map(|row| Ok((row.text(0)?, row.int(1)? as u64)));
            let batches = batches.collect::<Result<Vec<_>>>()?;
            let chunks: u64 = batches.iter().map(|(_, count)| count).sum();
            self.total = head.size + chunks - self.held.tree.size() - self.held.chunks.min(chunks);
            self.entries(connection, head.size)?;
            for (batch, count) in batches {
                for number in self.held.batches.get(&batch).copied().unwrap_or_default()..count {
                    self.chunk(connection, &batch, number)?;
                }
            }
            self.pages(connection)?;
            Ok(head)
        })?;
        let missing = self.originals()?;
        // After the ledger, so that every line that an entry counts is among them.
        self.readings()?;
        Ok((head, missing))
    }

    /// Writes those records of the key file that the backup has not.
    pub(crate) fn keys(&mut self, records: &[RecordBytes]) -> Result<()> {
        for part in self.held.missing(records).chunks(ITEM_BYTES / size_of::<RecordBytes>()) {
            let bytes: Vec<u8> = part.iter().flat_map(|record| record.iter().copied()).collect();
            self.to.item(Kind::Keys, &bytes)?;
        }
        Ok(())
    }

    /// Says what the file contains now that a run is whole.
    pub(crate) fn end(&mut self, end: &End) -> Result<()> {
        self.to.item(Kind::End, &serde_json::to_vec(end).map_err(|_| StoreError::NotJson("the end of a backup"))?)
    }

    fn step(&mut self) {
        self.done += 1;
        (self.progress)(BackupStep::Writing, self.done, self.total);
    }

    fn entries(&mut self, connection: &mut Connection, size: u64) -> Result<()> {
        let mut next = self.held.tree.size();
        let mut put = Put::default();
        while next < size {
            let rows =
                connection.rows(statements::ENTRIES, &[Value::Int(next as i64), Value::Int(ENTRIES_PER_PAGE)])?;
            for row in &rows {
                let entry = ledger::checked(connection.keys()?, row)?;
                if entry != next {
                    return Err(StoreError::damaged(format!("entry {next} is missing")));
                }
                let row = EntryRow {
                    index: next,
                    salt: row.bytes(1)?,
                    payload: row.bytes(2)?,
                    commitment: row.hash(3)?,
                    leaf: row.hash(4)?,
                };
                row.put(&mut put);
                next += 1;
                self.step();
                if put.0.len() >= ITEM_BYTES {
                    self.to.item(Kind::Entries, &std::mem::take(&mut put.0))?;
                }
            }
            if rows.is_empty() {
                return Err(StoreError::damaged(format!("entry {next} is missing")));
            }
        }
        if put.0.is_empty() { Ok(()) } else { self.to.item(Kind::Entries, &put.0) }
    }

    fn chunk(&mut self, connection: &mut Connection, batch: &str, number: u64) -> Result<()> {
        let row = connection.row(statements::CHUNK, &[Value::Text(batch), Value::Int(number as i64)])?;
        let row = row.ok_or_else(|| chunk::missing(batch, number))?;
        let read = chunk::from_row(connection, (batch, number), &row)?;
        if read.hash() != read.stored {
            return Err(StoreError::damaged(format!("chunk {number} of batch {batch} does not match its hash")));
        }
        let (sha256, payload, sealed) = (row.hash(0)?, row.bytes(1)?, row.bytes(2)?);
        let row = ChunkRow { batch: batch.to_owned(), number, sha256, payload, sealed };
        self.to.item(Kind::Chunk, &row.to_bytes())?;
        self.step();
        Ok(())
    }

    fn published(&mut self) -> Result<()> {
        for name in log_files::names(self.archive.dir())? {
            let Some(file) = log_files::read(self.archive.dir(), name)? else { continue };
            if self.held.files.get(&file.name) != Some(&Hash::of(&file.content)) {
                self.to.item(Kind::File, &file.to_bytes())?;
            }
        }
        Ok(())
    }

    fn pages(&mut self, connection: &mut Connection) -> Result<()> {
        let mut put = Put::default();
        for row in connection.rows(statements::PAGES_CLOSED, &[])? {
            let number = row.int(0)? as u64;
            if !self.held.pages.contains(&number) {
                put.number(number);
            }
        }
        if put.0.is_empty() { Ok(()) } else { self.to.item(Kind::Pages, &put.0) }
    }

    /// Original files that imports name: all of them, so that one which was missing the last time is tried again.
    fn originals(&mut self) -> Result<Vec<String>> {
        let imports = self.archive.imports()?.into_iter().filter_map(|import| import.meta.original);
        let mut originals: Vec<(String, Original)> =
            imports.map(|original| (self.archive.name_of_original(&original), original)).collect();
        originals.sort_by(|one, other| one.0.cmp(&other.0));
        originals.dedup_by(|one, other| one.0 == other.0);
        originals.retain(|(name, _)| !self.held.originals.contains(name));
        self.total += originals.len() as u64;
        let mut missing = Vec::new();
        for (name, original) in originals {
            match self.archive.check_original(&original) {
                Ok((sha256, size)) => self.original(&OriginalHead { name, size, sha256 }, &original)?,
                Err(what) => missing.push(what),
            }
            self.step();
        }
        Ok(missing)
    }

    fn original(&mut self, head: &OriginalHead, original: &Original) -> Result<()> {
        let path = self.archive.place_of_original(original);
        let broken = |source| StoreError::io("read", &path, source);
        let size = head.size;
        self.to.item(Kind::Original, &head.to_bytes())?;
        let mut file = File::open(&path).map_err(broken)?.take(size);
        let mut left = size;
        while left > 0 {
            let mut part = vec![0; left.min(FRAME_CONTENT_MAX as u64) as usize];
            file.read_exact(&mut part).map_err(broken)?;
            self.to.item(Kind::Part, &part)?;
            left -= part.len() as u64;
        }
        Ok(())
    }

    fn readings(&mut self) -> Result<()> {
        let archive = self.archive;
        let mut next = self.held.readings;
        loop {
            let rows = archive.readings.reading(&archive.database, |connection| {
                connection.rows(statements::READINGS, &[Value::Int(next as i64), Value::Int(limits::ROWS_PER_PAGE)])
            })?;
            let rows = rows.unwrap_or_default();
            let mut put = Put::default();
            for row in &rows {
                if row.int(0)? as u64 != next {
                    return Err(StoreError::damaged(format!("reading {next} is missing")));
                }
                ReadingRow { content: row.text(1)?, hash: row.hash(2)? }.put(&mut put);
                next += 1;
            }
            if rows.is_empty() {
                return Ok(());
            }
            self.to.item(Kind::Readings, &put.0)?;
        }
    }
}
