//! The names of an archive's records, ready to be searched in any script: an index in `names.idx`, brought to
//! the state of the archive in memory.
//!
//! A projection: it follows from the records and decides nothing. Records whose role is never matched are not
//! in it. What it gives are candidates; whether a record still stands is asked of the archive.

mod ahead;
mod file;

pub(crate) use ahead::Looked;

use crate::printer::Printer;
use file::MadeFrom;
use link::person::NameReader;
use names::{IndexBuilder, IndexError, NameIndex, Reading, Session, Tables};
use record::Record;
use std::collections::{BTreeSet, HashMap};
use std::path::Path;
use std::thread::JoinHandle;
use store::{Archive, ImportNumber, RecordFilter, RecordId};

/// Changed records from which on the index that was brought forward is kept: below, reading them again each
/// time costs less than writing.
const KEPT_FROM: u64 = 200;

/// An index of the names of all matched records that stand.
pub(crate) struct ArchiveNames {
    index: NameIndex<file::Bytes>,
    /// What it holds.
    from: MadeFrom,
    /// Records that came or went since its bytes were written.
    changed: u64,
    /// Of pages of requests that it was brought forward to: how many of their records it holds.
    pages: HashMap<ImportNumber, u32>,
}

/// What lies in a folder, read while the archive is being opened.
pub(crate) struct Kept(JoinHandle<Option<Vec<u8>>>);

impl Kept {
    /// Begins to read the file, and to unpack the tables: the two are half of what a short search takes.
    pub(crate) fn begin(folder: &Path) -> Kept {
        std::thread::spawn(Tables::shipped);
        let folder = folder.to_owned();
        Kept(std::thread::spawn(move || file::load(&folder)))
    }
}

impl ArchiveNames {
    /// The names as they stand now.
    pub(crate) fn open(archive: &Archive, kept: Kept, printer: &Printer) -> anyhow::Result<ArchiveNames> {
        // A thread that panicked is as good as a file that is not there.
        if let Ok(Some(file)) = kept.0.join()
            && let Some((from, bytes)) = file::read(archive.keys(), &file)
            && let Ok(index) = NameIndex::open(Tables::shipped(), bytes)
        {
            let mut names = ArchiveNames { index, from, changed: 0, pages: HashMap::new() };
            match names.look(archive)? {
                Looked::Fresh => return Ok(names),
                Looked::Behind(ahead) => {
                    names.bring(*ahead)?;
                    return Ok(names);
                }
                Looked::Outgrown => {}
            }
        }
        build(archive, printer)
    }

    /// The records with the best names for a question, best first.
    pub(crate) fn search(&self, question: &Reading, limit: usize) -> Vec<RecordId> {
        self.search_with(&mut Session::new(), question, limit)
    }

    /// The same, with a session that remembers the parts of earlier questions.
    pub(crate) fn search_with(&self, session: &mut Session, question: &Reading, limit: usize) -> Vec<RecordId> {
        let hits = self.index.search_reading_with(session, question, limit);
        hits.into_iter().map(|hit| RecordId(hit.key as i64)).collect()
    }

    /// How many records came or went since its bytes were written: the more, the longer a search takes.
    pub(crate) fn changed(&self) -> u64 {
        self.changed
    }

    /// The same names in new bytes, which are kept.
    pub(crate) fn written_anew(&self, archive: &Archive) -> anyhow::Result<ArchiveNames> {
        let bytes = self.index.compact()?;
        write(archive, &self.from, &bytes);
        let index = NameIndex::open(Tables::shipped(), file::Bytes::from(bytes))?;
        Ok(ArchiveNames { index, from: self.from.clone(), changed: 0, pages: self.pages.clone() })
    }

    /// Writes the file, when that spares the next search work. A folder that cannot be written to is no failure:
    /// the next search does the work again.
    pub(crate) fn keep(&self, archive: &Archive) {
        if self.changed < KEPT_FROM {
            return;
        }
        if let Ok(bytes) = self.index.compact() {
            write(archive, &self.from, &bytes);
        }
    }
}

/// Writes the file. Where something was erased while it was made, it goes at once.
fn write(archive: &Archive, from: &MadeFrom, bytes: &[u8]) {
    let _ = file::write(archive.keys(), archive.dir(), from, bytes);
    if archive.newest_purge().ok() != Some(from.purge) {
        let _ = drop_kept(archive);
    }
}

/// Drops what is kept; the next search makes it again.
pub(crate) fn drop_kept(archive: &Archive) -> std::io::Result<()> {
    file::drop(archive.keys(), archive.dir())
}

/// Reads every record and makes an index of the names.
fn build(archive: &Archive, printer: &Printer) -> anyhow::Result<ArchiveNames> {
    let from = MadeFrom::now(archive)?;
    let numbers: BTreeSet<ImportNumber> = from.imports.iter().map(|import| import.0).collect();
    let bar = printer.bar("reading names");
    bar.set_length(archive.counts()?.records);
    let mut reader = NameReader::new();
    let mut builder = IndexBuilder::new(Tables::shipped());
    let mut refused: Option<IndexError> = None;
    archive.records(RecordFilter::All, |id, record| {
        bar.inc(1);
        if numbers.contains(&id.import()) {
            for reading in readings(&mut reader, &record) {
                refused = builder.push_reading(id.0 as u64, &reading).err().or(refused.take());
            }
        }
        Ok(())
    })?;
    refused.map_or(Ok(()), Err)?;
    let bytes = builder.finish();
    bar.finish_and_clear();
    write(archive, &from, &bytes);
    let index = NameIndex::open(Tables::shipped(), file::Bytes::from(bytes))?;
    Ok(ArchiveNames { index, from, changed: 0, pages: HashMap::new() })
}

/// The names a record may be found by: none when its role is never matched.
fn readings(reader: &mut NameReader, record: &Record) -> Vec<Reading> {
    if record.role.is_matched() { reader.readings(&record.claims) } else { Vec::new() }
}
