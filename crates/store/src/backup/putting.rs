//! From a backup into an archive: rows as they were stored, within one transaction of the caller's; original files as they
//! lay, each under its own name when all of it is there.

use super::item::{EntryRow, Item, OriginalHead, ReadingRow};
use super::keys::TemporaryKeys;
use super::log_files;
use crate::readings;
use crate::sql::{Connection, Value, statements};
use crate::{Archive, Hash, Result, StoreError, archive};
use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};

/// What is under way.
pub(super) struct Putting<'run> {
    pub(super) archive: &'run Archive,
    pub(super) keys: &'run mut TemporaryKeys,
    open: Option<OpenFile>,
    readings: u64,
    /// Files of the published log that were written here.
    published: BTreeSet<String>,
}

/// An original that is being written.
struct OpenFile {
    head: OriginalHead,
    left: u64,
    file: File,
    partial: PathBuf,
}

impl<'run> Putting<'run> {
    pub(super) fn new(archive: &'run Archive, keys: &'run mut TemporaryKeys) -> Putting<'run> {
        Putting { archive, keys, open: None, readings: 0, published: BTreeSet::new() }
    }

    /// Puts one item where it belongs. Readings go to a database of their own where there is one.
    pub(super) fn put(&mut self, item: &Item, connection: &mut Connection, log: Option<&mut Connection>) -> Result<()> {
        match item {
            Item::Keys(records) => {
                self.keys.hear(records);
                Ok(())
            }
            Item::Entries(rows) => entries(connection, rows),
            Item::Chunk(row) => {
                let values = [
                    Value::Text(&row.batch),
                    Value::Int(row.number as i64),
                    Value::Bytes(&row.sha256.0),
                    Value::Bytes(&row.payload),
                    Value::Bytes(&row.sealed),
                ];
                connection.execute(statements::CHUNK_NEW, &values).map(drop)
            }
            Item::Original(head) => self.begin(head),
            Item::Part(bytes) => self.part(bytes),
            Item::Readings(rows) => self.log(log.unwrap_or(connection), rows),
            Item::Pages(numbers) => numbers.iter().try_for_each(|&number| {
                connection.execute(statements::PAGE_CLOSED_NEW, &[Value::Int(number as i64)]).map(drop)
            }),
            Item::File(file) => {
                let is_ours = self.published.contains(&file.name);
                if log_files::put(self.archive.dir(), file, is_ours)? {
                    self.published.insert(file.name.clone());
                }
                Ok(())
            }
            Item::End(_) => Ok(()),
        }
    }

    fn log(&mut self, connection: &mut Connection, rows: &[ReadingRow]) -> Result<()> {
        if self.readings == 0 {
            readings::clear(connection)?;
        }
        for row in rows {
            readings::restore(connection, self.readings, &row.content, row.hash)?;
            self.readings += 1;
        }
        readings::restore_head(connection, self.readings, rows.last().map_or(Hash([0; 32]), |row| row.hash))
    }

    fn begin(&mut self, head: &OriginalHead) -> Result<()> {
        let folder = self.archive.dir().join("originals");
        let place = place_of(&folder, &head.name);
        for folder in [&folder, place.parent().unwrap_or(&folder)] {
            fs::create_dir_all(folder).map_err(|source| StoreError::io("make the directory", folder, source))?;
        }
        let partial = folder.join(format!("partial.{}", head.name));
        let file = File::create(&partial).map_err(|source| StoreError::io("write", &partial, source))?;
        self.open = Some(OpenFile { head: head.clone(), left: head.size, file, partial });
        self.part(&[])
    }

    /// Its hash was checked as it was read.
    fn part(&mut self, bytes: &[u8]) -> Result<()> {
        let Some(open) = &mut self.open else { return Ok(()) };
        open.left = open.left.saturating_sub(bytes.len() as u64);
        let broken = |source| StoreError::io("write", &open.partial, source);
        open.file.write_all(bytes).map_err(broken)?;
        if open.left > 0 {
            return Ok(());
        }
        open.file.sync_all().map_err(broken)?;
        let folder = self.archive.dir().join("originals");
        let place = place_of(&folder, &open.head.name);
        fs::rename(&open.partial, &place).map_err(|source| StoreError::io("move into place", &place, source))?;
        self.open = None;
        archive::sync_dir(place.parent().unwrap_or(&folder))?;
        archive::sync_dir(&folder)
    }
}

impl Drop for Putting<'_> {
    fn drop(&mut self) {
        if let Some(open) = self.open.take() {
            let _ = fs::remove_file(open.partial);
        }
    }
}

fn place_of(folder: &Path, name: &str) -> PathBuf {
    folder.join(&name[..2]).join(name)
}

fn entries(connection: &mut Connection, rows: &[EntryRow]) -> Result<()> {
    let values = rows.iter().flat_map(|row| {
        [
            Value::Int(row.index as i64),
            Value::Bytes(&row.salt),
            Value::Bytes(&row.payload),
            Value::Bytes(&row.commitment.0),
            Value::Bytes(&row.leaf.0),
        ]
    });
    connection.insert(statements::ENTRY_NEW, &values.collect::<Vec<_>>())
}
