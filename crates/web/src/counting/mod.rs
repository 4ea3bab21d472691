//! Counts in memory: made when the ledger has grown by what they follow from, by a thread that nobody waits for, and shown from
//! there. What is kept here is exact; how it is told is `rounding`'s.

pub(crate) mod made;
pub(crate) mod overlap;
pub(crate) mod rounding;
pub(crate) mod stays;
pub(crate) mod telling;
pub(crate) mod traces;
pub(crate) mod waiting;

use crate::desk::Desk;
use crate::failure::{Failure, log};
use made::Made;
use overlap::Overlaps;
use stays::{ListStays, Places};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};
use store::{Hash, ImportNumber, RecordId, RunNumber};
use traces::Traces;
use waiting::Waiting;

/// How often it is looked whether something has grown.
const LOOK: Duration = Duration::from_secs(3);
/// What waits is not counted more often than this.
const WAITING_EVERY: Duration = Duration::from_secs(10);
/// Ages grow by themselves.
const SECONDS_UNTIL_OLDER: i64 = 600;

/// What the traces follow from: the lists, what was restricted, what was erased.
#[derive(PartialEq)]
struct TracesFrom {
    lists: Vec<(ImportNumber, Hash)>,
    restricted: BTreeMap<RecordId, u64>,
    purge: Option<u64>,
    places: usize,
}

/// All of them.
#[derive(Default)]
pub(crate) struct Counting {
    traces: Made<TracesFrom, Traces>,
    overlaps: Made<(Option<RunNumber>, BTreeSet<ImportNumber>), Overlaps>,
    waiting: Made<(u64, i64), Waiting>,
    waiting_at: Mutex<Option<Instant>>,
}

impl Desk {
    /// The lists that stand, without the pages of requests.
    pub(crate) fn lists(&self) -> Result<BTreeSet<ImportNumber>, Failure> {
        let imports = self.imports()?;
        Ok(imports.iter().filter(|one| one.undone.is_none() && !one.is_page).map(|one| one.number).collect())
    }

    /// What lists say of places of detention; the first time it is made.
    pub(crate) fn traces(&self) -> Result<Arc<Traces>, Failure> {
        self.counting.traces.kept().map_or_else(|| self.freshen_traces(), Ok)
    }

    /// How lists overlap.
    pub(crate) fn overlaps(&self) -> Result<Arc<Overlaps>, Failure> {
        self.counting.overlaps.kept().map_or_else(|| self.freshen_overlaps(), Ok)
    }

    /// What waits.
    pub(crate) fn waiting(&self) -> Result<Arc<Waiting>, Failure> {
        self.counting.waiting.kept().map_or_else(|| self.freshen_waiting(), Ok)
    }

    fn freshen_traces(&self) -> Result<Arc<Traces>, Failure> {
        let archive = &self.archive;
        let standing = self.lists()?;
        let lists = archive.import_leaves()?.into_iter().filter(|(number, _)| standing.contains(number)).collect();
        let gazetteer = self.matching.places(archive)?;
        let (restricted, purge) = (archive.restricted_records()?, archive.newest_purge()?);
        let from = TracesFrom { lists, restricted, purge, places: std::ptr::from_ref(gazetteer).addr() };
        let (lists, restricted) = (from.lists.clone(), from.restricted.clone());
        // What was erased is read again with everything else.
        let erased_before = self.counting.traces.is_of(|kept| kept.purge == purge);
        self.counting.traces.freshen(from, |before| {
            let before = before.filter(|own| erased_before && std::ptr::eq(own.places.gazetteer, gazetteer));
            let places = before.map_or_else(|| Arc::new(Places::of(gazetteer)), |own| Arc::clone(&own.places));
            let mut read = BTreeMap::new();
            for (import, leaf) in lists {
                let (first, last) = (RecordId::new(import, 0), RecordId::new(import, u32::MAX));
                let own = restricted.range(first..=last).map(|(record, entry)| (*record, *entry)).collect();
                let made = stays::Made { leaf, restricted: own };
                let known = before.and_then(|own| own.lists.get(&import)).filter(|known| known.0 == made);
                let stays = match known {
                    Some((_, stays)) => Arc::clone(stays),
                    None => Arc::new(ListStays::read(archive, &places, import, &made)?),
                };
                read.insert(import, (made, stays));
            }
            Ok(Traces::of(places, read))
        })
    }

    fn freshen_overlaps(&self) -> Result<Arc<Overlaps>, Failure> {
        let (run, lists) = (self.archive.latest_run_number()?, self.lists()?);
        self.counting.overlaps.freshen((run, lists.clone()), |_| match run {
            Some(run) => overlap::of(&self.archive, run, &lists),
            None => Ok(Overlaps::default()),
        })
    }

    fn freshen_waiting(&self) -> Result<Arc<Waiting>, Failure> {
        let from = (self.archive.head()?.size, crate::desk::seconds() / SECONDS_UNTIL_OLDER);
        let lists = self.lists()?;
        self.counting.waiting.freshen(from, |_| {
            *self.counting.waiting_at.lock().unwrap_or_else(PoisonError::into_inner) = Some(Instant::now());
            Waiting::of(self, &lists)
        })
    }

    fn freshen_counts(&self) -> Result<(), Failure> {
        self.freshen_traces()?;
        self.freshen_overlaps()?;
        let made = *self.counting.waiting_at.lock().unwrap_or_else(PoisonError::into_inner);
        if made.is_none_or(|made| made.elapsed() >= WAITING_EVERY) {
            self.freshen_waiting()?;
        }
        Ok(())
    }
}

/// Looks from time to time whether something has grown.
pub(crate) async fn keep_fresh(desk: Arc<Desk>) {
    loop {
        let own = Arc::clone(&desk);
        let done = tokio::task::spawn_blocking(move || own.freshen_counts()).await;
        if let Ok(Err(Failure::Broken(inside))) = done {
            log(&format!("counts were not made: {inside}"));
        }
        tokio::time::sleep(LOOK).await;
    }
}
