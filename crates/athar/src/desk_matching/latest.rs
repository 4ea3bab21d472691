//! What the latest run has learnt and laid out, in memory: its snapshot, and the table of all records.

use crate::finding::{Candidates, POPULATION, counting_claims, in_order};
use crate::laying_out::Lists;
use crate::linking::{How, Linked, Loaded, load_of, model_for};
use crate::new_lists::snapshot_of;
use crate::places;
use crate::printer::Printer;
use link::person::{Beside, Explainer, Explanation, Model, Snapshot, TableBuilder};
use record::{Claim, Record};
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use store::{Archive, Json, RecordId, RunNumber};

/// What belongs to one run, and to one state of what was erased: whatever was made before a later erasure is not used.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Of {
    run: Option<RunNumber>,
    purge: Option<u64>,
}

/// All records as they are laid out, and the model that weighs them.
struct Table {
    of: Of,
    loaded: Loaded,
    model: Model,
}

/// What was learnt; nothing where there was no run, or what it had learnt was erased.
struct Learnt {
    of: Of,
    snapshot: Option<Arc<Snapshot>>,
}

/// Both, as far as they have been read.
#[derive(Default)]
pub(super) struct Latest {
    table: RwLock<Option<Arc<Table>>>,
    learnt: Mutex<Option<Arc<Learnt>>>,
}

impl Latest {
    /// Reads the table of the latest run, where another one is here.
    pub(super) fn freshen(&self, archive: &Archive) -> anyhow::Result<()> {
        // Asked before anything is read: what is erased meanwhile makes this one old.
        let of = Of { run: archive.latest_run_number()?, purge: archive.newest_purge()? };
        let held = self.table();
        if held.as_ref().is_some_and(|table| table.of.purge != of.purge) {
            self.put(None);
        }
        if of.run.is_none() || held.is_some_and(|table| table.of == of) {
            return Ok(());
        }
        self.learnt(archive, of.purge)?;
        // Where what it had learnt was erased, the next run learns anew, and pairs are explained one by one until then.
        let Some(run) = archive.latest_link_run()?.filter(|run| run.meta.model != Json::default()) else {
            return Ok(());
        };
        let of = Of { run: Some(run.number), ..of };
        let loaded = load_of(archive, Some(&run))?;
        let model = model_for(archive, &loaded, How::usual(1), &Printer::unheard(Arc::default()))?;
        self.put(Some(Table { of, loaded, model }));
        Ok(())
    }

    /// Takes what a run of this process leaves.
    pub(super) fn take_over(&self, linked: Linked, purge: Option<u64>) {
        let of = Of { run: Some(linked.run), purge };
        let learnt = Learnt { of, snapshot: Some(linked.learnt) };
        *self.learnt.lock().unwrap_or_else(PoisonError::into_inner) = Some(Arc::new(learnt));
        self.put(Some(Table { of, loaded: linked.loaded, model: linked.linkage.model }));
    }

    /// The lines of a pair: out of the table; where one of them came since, or nothing is laid out yet, out of a small table of
    /// its own under what was learnt, which gives the same lines and does not know who else would agree.
    pub(super) fn explain(&self, archive: &Archive, pair: [(RecordId, &Record); 2]) -> anyhow::Result<Explanation> {
        let purge = archive.newest_purge()?;
        if let Some(table) = self.table().filter(|table| table.of.purge == purge)
            && let [Some(&first), Some(&second)] = pair.map(|(id, _)| table.loaded.rows.get(&id))
        {
            return Ok(Explainer::new(&table.loaded.table, &table.model).explain(first, second));
        }
        self.explain_alone(archive, pair)
    }

    /// The lines of a pair by what is given of it, whatever the table holds.
    pub(super) fn explain_alone(
        &self,
        archive: &Archive,
        pair: [(RecordId, &Record); 2],
    ) -> anyhow::Result<Explanation> {
        let purge = archive.newest_purge()?;
        let lists = Lists::in_archive(archive)?;
        let snapshot = self.learnt(archive, purge)?.snapshot.clone();
        let builder = snapshot.as_deref().map_or_else(TableBuilder::new, TableBuilder::under);
        let mut builder = builder.with_gazetteer(places::of(archive)?);
        for (id, record) in pair {
            builder.push_record(lists.of(id.import()), record);
        }
        if snapshot.is_none() {
            builder.assume_population(POPULATION);
        }
        let table = builder.finish();
        let model = match snapshot {
            Some(snapshot) => snapshot.model.clone(),
            None => Model::defaults(&table, f64::from(POPULATION)),
        };
        Ok(Explainer::new(&table, &model).lines(0, 1))
    }

    /// Candidates for a question, weighed by how rare names are in the whole table; heaviest first. Those of its records are laid
    /// out already, those which came since are read. Nothing where no table has been read yet.
    pub(super) fn weigh(
        &self,
        archive: &Archive,
        question: &[Claim],
        candidates: &Candidates,
    ) -> anyhow::Result<Option<Vec<(RecordId, f64)>>> {
        let purge = archive.newest_purge()?;
        let Some(table) = self.table().filter(|table| table.of.purge == purge) else { return Ok(None) };
        let mut beside = Beside::new(&table.loaded.table, &table.model, question, places::of(archive)?);
        let mut laid = Vec::with_capacity(candidates.open.len() + candidates.restricted.len());
        let mut came_since = Vec::new();
        for id in &candidates.open {
            match table.loaded.rows.get(id) {
                Some(&row) => {
                    beside.push_row(row);
                    laid.push(*id);
                }
                None => came_since.push(*id),
            }
        }
        for (id, claims) in counting_claims(archive, question, &came_since)?.iter().chain(&candidates.restricted) {
            beside.push_claims(claims);
            laid.push(*id);
        }
        Ok(Some(in_order(laid.into_iter().zip(beside.weights()).collect())))
    }

    /// What was learnt as of the latest run. Whoever is first reads it, the others wait for that.
    fn learnt(&self, archive: &Archive, purge: Option<u64>) -> anyhow::Result<Arc<Learnt>> {
        let of = Of { run: archive.latest_run_number()?, purge };
        let mut held = self.learnt.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(learnt) = held.as_ref().filter(|learnt| learnt.of == of) {
            return Ok(Arc::clone(learnt));
        }
        let run = archive.latest_link_run()?;
        let of = Of { run: run.as_ref().map(|run| run.number), purge };
        let learnt = Arc::new(Learnt { of, snapshot: run.as_ref().and_then(snapshot_of).map(Arc::new) });
        *held = Some(Arc::clone(&learnt));
        Ok(learnt)
    }

    fn table(&self) -> Option<Arc<Table>> {
        self.table.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn put(&self, table: Option<Table>) {
        if let Some(table) = &table
            && table.loaded.ids.len() > 1
        {
            // What a table makes of its names when two are first compared is made now, not for whoever asks first.
            let _ = Explainer::new(&table.loaded.table, &table.model).lines(0, 1);
        }
        *self.table.write().unwrap_or_else(PoisonError::into_inner) = table.map(Arc::new);
    }
}
