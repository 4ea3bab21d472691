//! From records to rows: taken from the archive on one thread, read and laid out on another.

use crate::places;
use link::person::{Snapshot, TableBuilder};
use record::{Record, Role};
use std::collections::BTreeSet;
use std::sync::mpsc;
use store::{Archive, ImportNumber, RecordFilter, RecordId, StoredRecord};

/// The matched records as they are laid out, row by row.
pub(crate) struct LaidOut {
    pub(crate) builder: TableBuilder,
    pub(crate) ids: Vec<RecordId>,
    /// Whether a row is a request.
    pub(crate) sought: Vec<bool>,
    pub(crate) lists: Lists,
}

/// Which list a record belongs to. Pages of requests are one: families ask day by day, and a list that repeats what they
/// asked must be held against all of it.
#[derive(Clone, Default)]
pub(crate) struct Lists {
    pages: BTreeSet<ImportNumber>,
}

impl Lists {
    pub(crate) fn in_archive(archive: &Archive) -> anyhow::Result<Lists> {
        let pages = archive.imports()?.into_iter().filter(|import| import.is_page).map(|import| import.number);
        let lists = Lists { pages: pages.collect() };
        let many = |import: &store::Import| !import.is_page && import.number.0 > u32::from(u16::MAX);
        anyhow::ensure!(!archive.imports()?.iter().any(many), "more than {} lists are not linked yet", u16::MAX);
        Ok(lists)
    }

    /// Number of a record's list: that of its import, of all requests that of their first page.
    pub(crate) fn of(&self, import: ImportNumber) -> u16 {
        let page = self.pages.contains(&import).then(|| self.pages.first().copied()).flatten();
        page.unwrap_or(import).0 as u16
    }
}

impl LaidOut {
    fn push(&mut self, id: RecordId, record: &Record) {
        self.builder.push_record(self.lists.of(id.import()), record);
        self.ids.push(id);
        self.sought.push(record.role == Role::Sought);
    }
}

/// Takes the records from the archive on one thread, and on another reads the matched ones and lays them out, in the
/// order of their ids. Of some imports only, where they are named.
pub(crate) fn lay_out(
    archive: &Archive,
    snapshot: Option<&Snapshot>,
    only: Option<&BTreeSet<ImportNumber>>,
) -> anyhow::Result<LaidOut> {
    let gazetteer = places::of(archive)?;
    let lists = Lists::in_archive(archive)?;
    std::thread::scope(|scope| {
        let (sender, receiver) = mpsc::sync_channel::<Vec<StoredRecord>>(BATCHES_WAITING);
        let laying_out = scope.spawn(move || {
            let builder = snapshot.map_or_else(TableBuilder::new, TableBuilder::under).with_gazetteer(gazetteer);
            let mut laid_out = LaidOut { builder, ids: Vec::new(), sought: Vec::new(), lists };
            for stored in receiver.into_iter().flatten() {
                let (id, record) = stored.read()?;
                if record.role.is_matched() {
                    laid_out.push(id, &record);
                }
            }
            anyhow::Ok(laid_out)
        });
        let mut batch = Vec::new();
        let taken = archive.stored_records(RecordFilter::All, |stored| {
            if only.is_none_or(|only| only.contains(&stored.id().import())) {
                batch.push(stored);
            }
            if batch.len() == BATCH_RECORDS {
                // Nobody takes it only when the other thread failed, which is told when it is joined.
                let _ = sender.send(std::mem::take(&mut batch));
            }
            Ok(())
        });
        let _ = sender.send(batch);
        drop(sender);
        let laid_out = laying_out.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))?;
        taken?;
        Ok(laid_out)
    })
}

/// Records that go from one thread to the other at once, and how often so many may wait.
const BATCH_RECORDS: usize = 512;
const BATCHES_WAITING: usize = 8;
