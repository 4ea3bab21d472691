//! What an archive has and an index of its names does not yet: read while others search, then put in at once.

use super::file::MadeFrom;
use super::{ArchiveNames, readings};
use link::person::NameReader;
use names::Reading;
use std::collections::HashMap;
use store::{Archive, Hash, Import, ImportNumber, RecordFilter, RecordId};

/// Records that were imported or taken back since the index was written, at most, for it to be brought forward
/// instead of made anew.
const CHANGED_MAX: u64 = 20_000;

/// How an index stands to an archive.
pub(crate) enum Looked {
    /// It holds all of it.
    Fresh,
    /// So much is missing, or too much in it.
    Behind(Box<Ahead>),
    /// It is to be made anew: too much has changed, something was erased and would stay in it, or it is of another archive.
    Outgrown,
}

/// What brings an index forward.
pub(crate) struct Ahead {
    from: MadeFrom,
    removed: Vec<RecordId>,
    added: Vec<(RecordId, Reading)>,
    changed: u64,
    pages: HashMap<ImportNumber, u32>,
}

/// What happened to an archive since an index was written.
struct Changes {
    removed: Vec<ImportNumber>,
    added: Vec<ImportNumber>,
}

impl ArchiveNames {
    /// Compares with the archive, and reads what is new. Decisions and linkage runs change no name.
    pub(crate) fn look(&self, archive: &Archive) -> anyhow::Result<Looked> {
        let from = MadeFrom::now(archive)?;
        if from == self.from {
            return Ok(Looked::Fresh);
        }
        if from.purge != self.from.purge {
            return Ok(Looked::Outgrown);
        }
        let imports: HashMap<ImportNumber, Import> =
            archive.imports()?.into_iter().map(|import| (import.number, import)).collect();
        let is_page = |number| imports.get(&number).is_some_and(|import| import.is_page);
        let Some(mut changes) = Changes::between(&self.from.imports, &from.imports, is_page) else {
            return Ok(Looked::Outgrown);
        };
        // A page that has grown keeps what it had.
        let known = |number: &ImportNumber| self.pages.get(number).copied().unwrap_or_default();
        changes.removed.retain(|number| known(number) == 0 || !changes.added.contains(number));
        let mut changed = 0;
        for number in changes.removed.iter().chain(&changes.added) {
            let Some(import) = imports.get(number) else { return Ok(Looked::Outgrown) };
            changed += import.counts.records.saturating_sub(u64::from(known(number)));
        }
        if changed > CHANGED_MAX {
            return Ok(Looked::Outgrown);
        }
        let all_of = |number: &ImportNumber| {
            let records = imports.get(number).map_or(0, |import| import.counts.records as u32);
            let number = *number;
            (1..=records).map(move |ordinal| RecordId::new(number, ordinal))
        };
        let removed = changes.removed.iter().flat_map(all_of).collect();
        let mut ahead = Ahead { from, removed, added: Vec::new(), changed, pages: HashMap::new() };
        let mut reader = NameReader::new();
        for &number in &changes.added {
            let known = known(&number);
            archive.records(RecordFilter::Import(number), |id, record| {
                if id.ordinal() > known {
                    ahead.added.extend(readings(&mut reader, &record).into_iter().map(|reading| (id, reading)));
                }
                if is_page(number) {
                    // It may have grown since its leaf was read: what is here is not added again.
                    let last = ahead.pages.entry(number).or_insert(known);
                    *last = id.ordinal().max(*last);
                }
                Ok(())
            })?;
        }
        Ok(Looked::Behind(Box::new(ahead)))
    }

    /// Puts in what is new, and takes out what went.
    pub(crate) fn bring(&mut self, ahead: Ahead) -> anyhow::Result<()> {
        // First, while nothing is inserted: a removal looks through all that is.
        for id in &ahead.removed {
            self.index.remove(id.0 as u64);
            self.pages.remove(&id.import());
        }
        for (id, reading) in &ahead.added {
            self.index.insert_reading(id.0 as u64, reading)?;
        }
        self.from = ahead.from;
        self.changed += ahead.changed;
        self.pages.extend(ahead.pages);
        Ok(())
    }
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
