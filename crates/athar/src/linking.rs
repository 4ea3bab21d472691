//! From the archive to the linkage and back: records into a table, decisions into constraints, links and
//! clusters into one run.

use crate::archive_at::now;
use crate::printer::Printer;
use anyhow::Context;
use link::person::{Explanation, Link, Linkage, Model, Options, People, Stage, Table, TableBuilder, count_people};
use link::{Clustering, Constraints};
use record::Record;
use serde::Serialize;
use std::collections::HashMap;
use store::{Archive, Json, LinkRunMeta, RecordFilter, RecordId, RunNumber, Verdict};

/// Links below this probability are not kept in the archive: nobody would look at them.
const KEPT_PROBABILITY: f64 = 0.01;

/// The matched records of an archive, laid out for comparing.
pub(crate) struct Loaded {
    pub(crate) table: Table,
    pub(crate) ids: Vec<RecordId>,
    pub(crate) rows: HashMap<RecordId, u32>,
    pub(crate) constraints: Constraints,
}

/// Loads every record whose role is ever matched.
pub(crate) fn load(archive: &Archive) -> anyhow::Result<Loaded> {
    let mut builder = TableBuilder::new();
    let mut ids = Vec::new();
    archive.records(RecordFilter::All, |id, record: Record| {
        if record.role.is_matched() {
            builder.push_record(id.import().0 as u16, &record);
            ids.push(id);
        }
        Ok(())
    })?;
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
    let promised: HashMap<u32, bool> =
        archive.imports()?.into_iter().map(|import| (import.number.0, import.meta.one_row_per_person)).collect();
    constraints.one_row_one_person = ids
        .iter()
        .map(|id| promised.get(&id.import().0).copied().unwrap_or(false).then_some(id.import().0 as u16))
        .collect();
    Ok(Loaded { table: builder.finish(), ids, rows, constraints })
}

/// What linking gave.
pub(crate) struct Linked {
    pub(crate) loaded: Loaded,
    pub(crate) linkage: Linkage,
    pub(crate) clustering: Clustering,
    pub(crate) run: RunNumber,
}

impl Linked {
    /// How many different people the records speak of.
    pub(crate) fn people(&self, seed: u64) -> People {
        count_people(&self.loaded.table, &self.linkage, &self.loaded.constraints, seed)
    }
}

/// How to link.
#[derive(Clone, Copy)]
pub(crate) struct How {
    pub(crate) seed: u64,
    pub(crate) threads: usize,
    pub(crate) threshold: f64,
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

/// Links everything against everything and keeps the run.
pub(crate) fn link_archive(archive: &mut Archive, how: How, printer: &Printer) -> anyhow::Result<Linked> {
    let before = archive.head()?;
    let loaded = load(archive)?;
    let linkage = link_table(&loaded.table, how, None, printer)?;
    let clustering = link::cluster(loaded.table.len(), &linkage.edges(), how.threshold, &loaded.constraints);
    let meta = LinkRunMeta {
        model: Json::of(&linkage.model)?,
        seed: how.seed,
        threshold_micro: (how.threshold * 1e6).round() as u32,
        snapshot: snapshot_name(&linkage.model),
    };
    let mut writer = archive.begin_links(meta)?;
    // From here on nobody else writes; what was accepted or decided meanwhile was not linked.
    if writer.archive().head()? != before {
        anyhow::bail!("the archive changed while it was being linked; run `athar link` again");
    }
    let mut explainer = link::person::Explainer::new(&loaded.table, &linkage.model);
    for link in linkage.links.iter().filter(|link| link.probability() >= KEPT_PROBABILITY) {
        let evidence = explainer.lines(link.left, link.right).beside_rivals(link.rivals);
        writer.push_link(&to_store(link, &loaded.ids, Json::of(&Evidence::of(&evidence))?))?;
    }
    for cluster in clustering.joined() {
        let name = loaded.ids[cluster.records[0] as usize].0;
        for &record in cluster.records {
            writer.push_cluster(loaded.ids[record as usize], name)?;
        }
    }
    let run = writer.accept(&now())?;
    Ok(Linked { loaded, linkage, clustering, run })
}

/// Links a table with a bar.
pub(crate) fn link_table(table: &Table, how: How, model: Option<Model>, printer: &Printer) -> anyhow::Result<Linkage> {
    let bar = printer.bar("linking");
    let options = Options { model, ..Options::new(how.seed, how.threads) };
    let linkage = link::person::link(table, &options, &mut |stage: Stage, done: u64, total: u64| {
        bar.set_message(match stage {
            Stage::Block => "finding candidates",
            Stage::Train => "learning the model",
            Stage::Score => "comparing",
        });
        bar.set_length(total);
        bar.set_position(done);
        true
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
fn snapshot_name(model: &Model) -> String {
    format!("person-{}", &store::Hash::of(model.to_json().as_bytes()).to_string()[..12])
}

/// The model of the latest run fitted to a table, or one learnt from it when there was no run yet.
pub(crate) fn model_for(archive: &Archive, table: &Table, how: How, printer: &Printer) -> anyhow::Result<Model> {
    if let Some(run) = archive.latest_link_run()? {
        let model = Model::read(run.meta.model.get(), table);
        return model
            .with_context(|| format!("the lists say more than they did at {}: run `athar link` first", run.number));
    }
    Ok(link_table(table, how, None, printer)?.model)
}
