//! The names of an archive's records, ready to be searched in any script: an index in `names.idx`, brought to
//! the state of the archive in memory.
//!
//! A projection: it follows from the records and decides nothing. Records whose role is never matched are not
//! in it. What it gives are candidates; whether a record still stands is asked of the archive.

mod file;

use crate::printer::Printer;
use file::MadeFrom;
use link::person::NameReader;
use names::{IndexBuilder, IndexError, NameIndex, Reading, Session, Tables};
use record::Record;
use std::collections::BTreeSet;
use std::path::Path;
use std::thread::JoinHandle;
use store::{Archive, Hash, ImportNumber, RecordFilter, RecordId};

/// Records that were imported or taken back since the index was written, at most, for it to be brought forward
/// instead of made anew.
const CHANGED_MAX: u64 = 20_000;
/// Changed records from which on the index that was brought forward is kept: below, reading them again each
/// time costs less than writing.
const KEPT_FROM: u64 = 200;

/// An index of the names of all matched records that stand.
pub(crate) struct ArchiveNames {
    index: NameIndex<file::Bytes>,
    /// What it holds.
    from: MadeFrom,
    /// Whether the file should hold it too.
    is_to_be_kept: bool,
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

/// What happened to an archive since an index was written.
struct Changes {
    removed: Vec<ImportNumber>,
    added: Vec<ImportNumber>,
}

impl ArchiveNames {
    /// The names as they stand now.
    pub(crate) fn open(archive: &Archive, kept: Kept, printer: &Printer) -> anyhow::Result<ArchiveNames> {
        // Read before any record: an import that is accepted meanwhile is not in the list, and its records are
        // passed over.
        let from = MadeFrom { purge: archive.newest_purge()?, imports: archive.import_leaves()? };
        let is_page = |number| archive.import(number).is_ok_and(|import| import.is_page);
        // A thread that panicked is as good as a file that is not there.
        if let Ok(Some(file)) = kept.0.join()
            && let Some((kept, bytes)) = file::read(archive.keys(), &file)
            // What was erased since would stay in it.
            && kept.purge == from.purge
            && let Some(changes) = Changes::between(&kept.imports, &from.imports, is_page)
            && let Ok(index) = NameIndex::open(Tables::shipped(), bytes)
            && let Some(names) = bring_forward(archive, index, &changes, &from)?
        {
            return Ok(names);
        }
        build(archive, from, printer)
    }

    /// The records with the best names for a question, best first.
    pub(crate) fn search(&self, question: &Reading, limit: usize) -> Vec<RecordId> {
        let hits = self.index.search_reading_with(&mut Session::new(), question, limit);
        hits.into_iter().map(|hit| RecordId(hit.key as i64)).collect()
    }

    /// Writes the file, when that spares the next search work. A folder that cannot be written to is no failure:
    /// the next search does the work again.
    pub(crate) fn keep(&self, archive: &Archive) {
        if !self.is_to_be_kept {
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

impl Changes {
    /// From the imports of an index to those of an archive; nothing when the index is of another archive. A page of
    /// requests that has grown is removed and added again.
    fn between(
        kept: &[(ImportNumber, Hash)],
        now: &[(ImportNumber, Hash)],
        is_page: impl Fn(ImportNumber) -> bool,
    ) -> Option<Changes> {
        let removed = kept.iter().filter(|import| !now.contains(import)).map(|import| import.0).collect::<Vec<_>>();
        let added = now.iter().filter(|import| !kept.contains(import)).map(|import| import.0).collect::<Vec<_>>();
        // A number is given once: the same one under another leaf is an import of another archive.
        let is_other = removed.iter().any(|&number| added.contains(&number) && !is_page(number));
        (!is_other).then_some(Changes { removed, added })
    }
}

/// Applies what happened since to an index, when it is not too much.
fn bring_forward(
    archive: &Archive,
    mut index: NameIndex<file::Bytes>,
    changes: &Changes,
    from: &MadeFrom,
) -> anyhow::Result<Option<ArchiveNames>> {
    if changes.removed.is_empty() && changes.added.is_empty() {
        return Ok(Some(ArchiveNames { index, from: from.clone(), is_to_be_kept: false }));
    }
    let mut changed = 0;
    let counts: Vec<(ImportNumber, u64)> =
        archive.imports()?.iter().map(|import| (import.number, import.counts.records)).collect();
    let records = |number: &ImportNumber| counts.iter().find(|import| import.0 == *number).map(|import| import.1);
    for number in changes.removed.iter().chain(&changes.added) {
        let Some(records) = records(number) else { return Ok(None) };
        changed += records;
    }
    if changed > CHANGED_MAX {
        return Ok(None);
    }
    // First, while nothing is inserted: a removal looks through all that is.
    for &number in &changes.removed {
        for ordinal in 1..=records(&number).unwrap_or_default() {
            index.remove(RecordId::new(number, ordinal as u32).0 as u64);
        }
    }
    let mut reader = NameReader::new();
    let mut refused = None;
    for &number in &changes.added {
        archive.records(RecordFilter::Import(number), |id, record| {
            for reading in readings(&mut reader, &record) {
                refused = index.insert_reading(id.0 as u64, &reading).err().or(refused.take());
            }
            Ok(())
        })?;
    }
    refused.map_or(Ok(()), Err)?;
    Ok(Some(ArchiveNames { index, from: from.clone(), is_to_be_kept: changed >= KEPT_FROM }))
}

/// Reads every record and makes an index of the names.
fn build(archive: &Archive, from: MadeFrom, printer: &Printer) -> anyhow::Result<ArchiveNames> {
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
    Ok(ArchiveNames { index, from, is_to_be_kept: false })
}

/// The names a record may be found by: none when its role is never matched.
fn readings(reader: &mut NameReader, record: &Record) -> Vec<Reading> {
    if record.role.is_matched() { reader.readings(&record.claims) } else { Vec::new() }
}
