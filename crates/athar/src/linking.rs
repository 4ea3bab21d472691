//! From the archive to the linkage and back: records into a table, decisions into constraints, links and
//! clusters into one run.

use crate::archive_at::now;
use crate::commands;
use crate::copies::{self, CopiedList};
use crate::laying_out::{LaidOut, lay_out};
use crate::new_lists::{Earlier, Learnt, News, snapshot_of};
use crate::printer::Printer;
use crate::raw_links;
use anyhow::Context;
use link::person::{
    Explanation, Link, Linkage, Model, Options, People, Snapshot, Stage, Table, count_people, find_copies,
};
use link::{Clustering, Constraints};
use serde::Serialize;
use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;
use store::{Archive, Hash, ImportNumber, Json, LinkRun, LinkRunMeta, RecordId, RunNumber, Verdict};

/// Links below this probability are not kept in the archive: nobody would look at them.
const KEPT_PROBABILITY: f64 = 0.01;

/// The matched records of an archive, laid out for comparing.
pub(crate) struct Loaded {
    pub(crate) table: Table,
    pub(crate) ids: Vec<RecordId>,
    pub(crate) rows: HashMap<RecordId, u32>,
    pub(crate) constraints: Constraints,
    /// Whether a row is a request: somebody looks for them.
    pub(crate) sought: Vec<bool>,
    /// The lists that promise one row a person.
    promised: Vec<u16>,
    /// What the table is laid out under.
    pub(crate) snapshot: Option<Arc<Snapshot>>,
}

/// Loads every record whose role is ever matched, under the snapshot of the latest run where there is one.
pub(crate) fn load(archive: &Archive) -> anyhow::Result<Loaded> {
    load_of(archive, archive.latest_link_run()?.as_ref())
}

/// The same for a run that is known.
pub(crate) fn load_of(archive: &Archive, run: Option<&LinkRun>) -> anyhow::Result<Loaded> {
    load_under(archive, run.and_then(snapshot_of).map(Arc::new), None)
}

/// Loads every record whose role is ever matched, of some imports where they are named, to be weighed by a snapshot or by
/// what the records say.
fn load_under(
    archive: &Archive,
    snapshot: Option<Arc<Snapshot>>,
    only: Option<&BTreeSet<ImportNumber>>,
) -> anyhow::Result<Loaded> {
    let LaidOut { builder, ids, sought, lists: list_of } = lay_out(archive, snapshot.as_deref(), only)?;
    let rows: HashMap<RecordId, u32> = ids.iter().enumerate().map(|(row, &id)| (id, row as u32)).collect();
    let mut constraints = Constraints::default();
    for decision in archive.decisions()? {
        let (Some(&left), Some(&right)) = (rows.get(&decision.decision.left), rows.get(&decision.decision.right))
        else {
            continue;
        };
        match decision.decision.verdict {
            Verdict::Same => constraints.same.push((left, right)),
            Verdict::Different => constraints.different.push((left, right)),
            Verdict::Unsure => {}
        }
    }
    let promises = archive.imports()?.into_iter().filter(|import| import.meta.one_row_per_person);
    let promised: Vec<u16> = promises.map(|import| list_of.of(import.number)).collect();
    let lists = ids.iter().map(|id| list_of.of(id.import()));
    constraints.one_row_one_person = lists.map(|list| promised.contains(&list).then_some(list)).collect();
    let mut table = builder.finish();
    if snapshot.is_none() {
        table.freeze();
    }
    Ok(Loaded { table, ids, rows, constraints, sought, promised, snapshot })
}

impl Loaded {
    /// How these records are linked: what lists promise and people decided counts.
    fn options(&self, how: How) -> Options {
        let decided =
            |pairs: &[(u32, u32)], same| pairs.iter().map(|&(one, other)| (one, other, same)).collect::<Vec<_>>();
        Options {
            promised: self.promised.clone(),
            decided: [decided(&self.constraints.same, true), decided(&self.constraints.different, false)].concat(),
            snapshot: self.snapshot.clone(),
            ..Options::new(how.seed, how.threads)
        }
    }
}

/// What linking gave.
pub(crate) struct Linked {
    pub(crate) loaded: Loaded,
    pub(crate) linkage: Linkage,
    pub(crate) clustering: Clustering,
    pub(crate) run: RunNumber,
    /// The snapshot by its name and whole, and whether this run learnt it.
    pub(crate) snapshot: String,
    pub(crate) learnt: Arc<Snapshot>,
    pub(crate) is_learnt: bool,
    /// Records that the run before had not seen.
    pub(crate) new_records: usize,
    /// What is new beside the run before; nothing when there was none to go on from.
    pub(crate) news: Option<News>,
    /// How many different people the records speak of.
    pub(crate) people: People,
    /// Lists that may in part be copies of others.
    pub(crate) copies: Vec<CopiedList>,
}

/// How to link.
#[derive(Clone, Copy)]
pub(crate) struct How {
    pub(crate) seed: u64,
    pub(crate) threads: usize,
    pub(crate) threshold: f64,
    /// Learn anew, whatever was learnt before.
    pub(crate) relearn: bool,
}

impl How {
    /// As nobody asks for anything else.
    pub(crate) fn usual(seed: u64) -> How {
        let threads = commands::match_tables::available_threads();
        How { seed, threads, threshold: commands::link::THRESHOLD, relearn: false }
    }
}

/// The evidence of a link, as the archive keeps it: comparison, level and weight a line, and what adds up to
/// the log odds beside them.
#[derive(Serialize)]
pub(crate) struct Evidence<'a> {
    lines: Vec<(&'a str, &'a str, i32)>,
    kin: i32,
    calibration: i32,
    rivals: i32,
    prior: i32,
}

/// The rivals' line of a link, from the evidence that the archive keeps.
pub(crate) fn rivals_of(evidence: &Json) -> i32 {
    let read: Option<serde_json::Value> = serde_json::from_str(evidence.get()).ok();
    read.and_then(|evidence| evidence.get("rivals")?.as_i64()).unwrap_or(0) as i32
}

impl<'a> Evidence<'a> {
    pub(crate) fn of(explanation: &'a Explanation) -> Evidence<'a> {
        Evidence {
            lines: explanation.lines.iter().map(|line| (line.comparison, line.level, line.weight)).collect(),
            kin: explanation.kin,
            calibration: explanation.calibration,
            rivals: explanation.rivals,
            prior: explanation.prior,
        }
    }
}

/// Links what is new against everything under the snapshot of the run before, or everything against everything where
/// there is none that fits; and keeps the run.
pub(crate) fn link_archive(archive: &Archive, how: How, printer: &mut Printer) -> anyhow::Result<Linked> {
    let ground = archive.to_be_linked()?;
    let earlier = if how.relearn { None } else { Earlier::fitting(archive, how.seed)? };
    let imports: BTreeSet<ImportNumber> = ground.iter().map(|import| import.0).collect();
    let loaded = load_under(archive, earlier.as_ref().map(|earlier| earlier.snapshot.clone()), Some(&imports))?;
    let (raw, only_from) = match &earlier {
        Some(earlier) => earlier.weighed(archive, &loaded)?,
        None => (Vec::new(), 0),
    };
    let options = Options { earlier: raw, only_from, ..loaded.options(how) };
    let linkage = link_table(&loaded.table, &options, printer)?;
    let snapshot = match &loaded.snapshot {
        Some(snapshot) => snapshot.clone(),
        None => Arc::new(Snapshot::of(&loaded.table, &linkage)),
    };
    let clustering = link::cluster(loaded.table.len(), &linkage.edges(), how.threshold, &loaded.constraints);
    let name = snapshot_name(&snapshot);
    let pairs = raw_links::bytes(&name, &ground, &linkage.raw, &loaded.ids);
    let copies: Vec<CopiedList> = find_copies(&loaded.table, &linkage, &[]).into_iter().map(CopiedList::from).collect();
    let learnt = Learnt { snapshot: &snapshot, raw_links: Hash::of(&pairs), copies: &copies };
    let meta = LinkRunMeta {
        model: Json::of(&learnt)?,
        seed: how.seed,
        threshold_micro: (how.threshold * 1e6).round() as u32,
        snapshot: name.clone(),
        copies: copies::pairs(&copies),
    };
    // One thread is left for keeping the run.
    let count_threads = how.threads.saturating_sub(1).max(1);
    let count = || count_people(&loaded.table, &linkage, &loaded.constraints, how.seed, count_threads);
    let (run, people) = while_counting(how.threads, count, || {
        let run = keep(archive, &imports, meta, earlier.as_ref(), &loaded, &linkage, &clustering)?;
        if let Err(error) = raw_links::write(archive.keys(), archive.dir(), &pairs) {
            printer.remark(format!("the pairs were not kept, the next run weighs all again: {error}"));
        }
        Ok(run)
    })?;
    let first_new = earlier.as_ref().map_or(0, |earlier| earlier.first_new(&loaded));
    let news = earlier.as_ref().map(|earlier| News::of(earlier, &loaded, &linkage.links, how.threshold));
    let new_records = loaded.ids.len() - first_new;
    let is_learnt = earlier.is_none();
    let (snapshot, learnt) = (name, snapshot);
    Ok(Linked { loaded, linkage, clustering, run, snapshot, learnt, is_learnt, new_records, news, people, copies })
}

/// Keeps the run while people are counted on another thread, if there may be one.
fn while_counting(
    threads: usize,
    count: impl Fn() -> People + Sync,
    keep: impl FnOnce() -> anyhow::Result<RunNumber>,
) -> anyhow::Result<(RunNumber, People)> {
    if threads == 1 {
        return Ok((keep()?, count()));
    }
    std::thread::scope(|scope| {
        let counting = scope.spawn(&count);
        let run = keep();
        let people = counting.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
        Ok((run?, people))
    })
}

/// Writes links and clusters as a run, and accepts it.
fn keep(
    archive: &Archive,
    imports: &BTreeSet<ImportNumber>,
    meta: LinkRunMeta,
    earlier: Option<&Earlier>,
    loaded: &Loaded,
    linkage: &Linkage,
    clustering: &Clustering,
) -> anyhow::Result<RunNumber> {
    // What was accepted meanwhile is not among them, and the next run's.
    let mut writer = archive.begin_links_of(imports.iter().copied().collect(), meta)?;
    let mut explainer = link::person::Explainer::new(&loaded.table, &linkage.model);
    for link in linkage.links.iter().filter(|link| link.probability() >= KEPT_PROBABILITY) {
        let (left, right) = (loaded.ids[link.left as usize], loaded.ids[link.right as usize]);
        let evidence = if let Some(known) = earlier.and_then(|earlier| earlier.evidence(left, right, link.weight)) {
            known.clone()
        } else {
            let evidence = explainer.lines(link.left, link.right).beside_rivals(link.rivals);
            Json::of(&Evidence::of(&evidence))?
        };
        writer.push_link(&to_store(link, &loaded.ids, evidence))?;
    }
    for cluster in clustering.joined() {
        let name = loaded.ids[cluster.records[0] as usize].0;
        for &record in cluster.records {
            writer.push_cluster(loaded.ids[record as usize], name)?;
        }
    }
    Ok(writer.accept(&now())?)
}

/// Links a table with a bar.
fn link_table(table: &Table, options: &Options, printer: &Printer) -> anyhow::Result<Linkage> {
    let bar = printer.bar("linking");
    let linkage = link::person::link(table, options, &mut |stage: Stage, done: u64, total: u64| {
        bar.set_message(match stage {
            Stage::Block => "finding candidates",
            Stage::Train => "learning the model",
            Stage::Score => "comparing",
        });
        bar.set_length(total);
        bar.set_position(done);
        !printer.is_to_stop()
    });
    bar.finish_and_clear();
    linkage.context("the work was stopped")
}

fn to_store(link: &Link, ids: &[RecordId], evidence: Json) -> store::Link {
    store::Link {
        left: ids[link.left as usize],
        right: ids[link.right as usize],
        weight_1024: link.weight,
        probability_micro: (link.probability() * 1e6).round() as u32,
        rule: link.rule_name().to_owned(),
        evidence,
    }
}

/// A name for what was learnt, from its content.
pub(crate) fn snapshot_name(snapshot: &Snapshot) -> String {
    format!("person-{}", &Hash::of(snapshot.to_json().as_bytes()).to_string()[..12])
}

/// The model that the records were loaded under; of an older run its model, fitted to them, or one learnt from them
/// when there was no run yet, or what it had learnt was erased.
pub(crate) fn model_for(archive: &Archive, loaded: &Loaded, how: How, printer: &Printer) -> anyhow::Result<Model> {
    if let Some(snapshot) = &loaded.snapshot {
        return Ok(snapshot.model.clone());
    }
    if let Some(run) = archive.latest_link_run()?.filter(|run| run.meta.model != Json::default()) {
        let model = Model::read(run.meta.model.get(), &loaded.table);
        return model
            .with_context(|| format!("the lists say more than they did at {}: run `athar link` first", run.number));
    }
    Ok(link_table(&loaded.table, &loaded.options(how), printer)?.model)
}
