//! Linking by a model of any table: learn what it lacks, find and weigh pairs, cluster; forecast, explain, take
//! arrivals one by one, learn anew.

mod arrivals;
mod clusters;
mod ids;
mod output;
mod questions;
mod read;
mod report;
mod retraining;

use super::Arguments;
use super::summary::Seconds;
use crate::printer::Printer;
use crate::{Outcome, WrongUse};
use ids::Ids;
use link::engine::{Engine, Phase, RunOptions, Scored, Snapshot, TrainingReport};
use link::model::{Kind, Model};
use std::time::Instant;

/// What a run is told to link by.
pub(super) enum Told {
    /// A model; what it lacks is learnt.
    Model(Box<Model>),
    /// A snapshot: nothing is learnt.
    Snapshot(Box<Snapshot>),
}

/// A run under way.
struct Run<'a> {
    arguments: &'a Arguments,
    engine: Engine,
    ids: Ids,
    /// The person of each row, where --truth says so.
    truth: Option<Vec<Option<u32>>>,
    options: RunOptions,
    training: TrainingReport,
    seconds: Seconds,
}

pub(super) fn run(arguments: &Arguments, told: Told, printer: &mut Printer) -> anyhow::Result<Outcome> {
    let mut run = begin(arguments, told, printer)?;
    clusters::check(&run)?;
    if let Some(pair) = &arguments.explain {
        return questions::explain(&run, pair, printer);
    }
    if arguments.forecast {
        return questions::forecast(&run, printer);
    }
    let scored = run.score(printer)?;
    remark(&scored, &run.training, printer);
    if let Some(path) = &arguments.arrivals {
        return arrivals::take(run, &scored, path, printer);
    }
    if arguments.retrain {
        return retraining::retrain(run, &scored, printer);
    }
    let started = Instant::now();
    let clusterings = clusters::cluster(&run, &scored)?;
    run.seconds.cluster = started.elapsed().as_secs_f64();
    output::write(run, &scored, &clusterings, printer)
}

/// Reads the tables and learns what the model lacks.
fn begin<'a>(arguments: &'a Arguments, told: Told, printer: &mut Printer) -> anyhow::Result<Run<'a>> {
    let mut seconds = Seconds::default();
    let started = Instant::now();
    let mut snapshot = None;
    let mut model = match told {
        Told::Model(model) => *model,
        Told::Snapshot(frozen) => {
            let model = frozen.model.clone();
            snapshot = Some(*frozen);
            model
        }
    };
    match (arguments.right.is_some(), model.kind) {
        (true, Kind::Deduplicate) => {
            printer.remark("two tables: they are linked with each other, not within themselves");
            model.kind = Kind::Link;
        }
        (false, Kind::Link) => {
            return Err(WrongUse("this model links two tables: name the right one".to_owned()).into());
        }
        _ => {}
    }
    let read::Rows { table, ids, truth } = read::tables(arguments, &model)?;
    seconds.read = started.elapsed().as_secs_f64();

    let started = Instant::now();
    let engine = match snapshot {
        Some(snapshot) => Engine::under(&Snapshot { model, ..snapshot }, table)?,
        None => Engine::new(model, table)?,
    };
    let options = RunOptions {
        seed: arguments.seed,
        threads: arguments.threads(),
        floor: (arguments.floor / (1.0 - arguments.floor)).log2(),
        block_pairs_max: arguments.block_pairs_max,
        pairs_max: arguments.pairs_max,
    };
    let mut run = Run { arguments, engine, ids, truth, options, training: TrainingReport::default(), seconds };
    run.train(printer)?;
    run.seconds.train = started.elapsed().as_secs_f64();
    Ok(run)
}

impl Run<'_> {
    fn train(&mut self, printer: &Printer) -> anyhow::Result<()> {
        let bar = printer.bar("learning");
        self.training = self.engine.train(&self.options, &mut |phase, done, total| told(&bar, phase, done, total))?;
        bar.finish_and_clear();
        Ok(())
    }

    fn score(&mut self, printer: &Printer) -> anyhow::Result<Scored> {
        let started = Instant::now();
        let bar = printer.bar("comparing");
        let scored = self.engine.score(&self.options, &mut |phase, done, total| told(&bar, phase, done, total));
        bar.finish_and_clear();
        self.seconds.block_and_score += started.elapsed().as_secs_f64();
        Ok(scored?)
    }
}

/// Moves a bar; the work goes on.
fn told(bar: &indicatif::ProgressBar, phase: Phase, done: u64, total: u64) -> bool {
    bar.set_message(match phase {
        Phase::RandomPairs => "learning from random pairs",
        Phase::Session => "learning from candidates",
        Phase::Rule => "comparing",
    });
    bar.set_length(total);
    bar.set_position(done);
    true
}

fn remark(scored: &Scored, training: &TrainingReport, printer: &mut Printer) {
    for rule in &scored.rules {
        printer.remark(format!("  rule {:<60} {:>12} pairs", rule.rule, rule.pairs));
    }
    // The same block may have been passed over in training and in scoring: it is told once.
    let mut passed_over: Vec<_> = training.passed_over.iter().chain(&scored.passed_over).collect();
    passed_over
        .sort_by(|one, other| (other.pairs, &one.rule, &one.values).cmp(&(one.pairs, &other.rule, &other.values)));
    passed_over.dedup();
    for block in passed_over {
        printer.remark(format!(
            "  passed over: {} records that agree on `{}` (rule {}) would make {} pairs; make the rule stricter, or raise \
             --block-pairs-max",
            block.records,
            block.value(),
            block.rule,
            block.pairs
        ));
    }
    for comparison in &training.untaught {
        printer.remark(format!(
            "  nothing could be learnt of `{comparison}`: shipped defaults stand; add a session under [training] that does \
             not look at it"
        ));
    }
}
