//! The engine: a model over a table. It learns what the model lacks, finds candidate pairs, weighs them, keeps those
//! above a floor; it explains a pair, forecasts a run, and takes single records against all others.
//!
//! Values are small numbers, levels are worked out for pairs of numbers, agreement patterns are counted. The same
//! table, model and seed give the same bytes on any number of threads. Nothing here reads files or tells the time.

mod blocks;
mod check;
mod closing;
mod columns;
mod comparison;
mod expectation;
mod explain;
mod forecast;
mod index;
mod lens;
mod pairs;
mod parallel;
mod random_pairs;
mod retrain;
mod rule;
mod sampler;
mod score;
mod snapshot;
mod steps;
mod subject;
mod train;
mod weights;

pub use blocks::LargeBlock;
pub use closing::Evidence;
pub use explain::{PairExplanation, PairLine};
pub use forecast::{Forecast, RuleForecast};
pub use index::Index;
pub use retrain::{Moved, MovedLevel, moved};
pub use score::{RulePairs, ScoreError, Scored, ScoredPair};
pub use snapshot::Snapshot;
pub use train::{SessionReport, TrainingError, TrainingReport};

use crate::kernel::Alphabet;
use crate::model::{Letters, Model, ModelError, Rule};
use crate::table::Table;
use blocks::Asked;
use columns::{ColumnId, Columns};
use comparison::{BoundComparison, Memory};
use rule::BoundRule;
use std::collections::BTreeMap;
use weights::Weights;

/// Pairs that one block may make, unless told otherwise.
pub const BLOCK_PAIRS_MAX: u64 = 50_000_000;

/// Pairs that a run may look at, unless told otherwise: some minutes of work.
pub const PAIRS_MAX: u64 = 5_000_000_000;

/// How to run.
#[derive(Clone, Debug)]
pub struct RunOptions {
    /// Replays everything that is drawn at random.
    pub seed: u64,
    /// Threads to use. They change the time, never the result.
    pub threads: usize,
    /// Pairs below these log odds, in bits, are not kept.
    pub floor: f64,
    /// A block that makes more pairs than this is passed over and named.
    pub block_pairs_max: u64,
    /// A run that would look at more pairs than this is refused.
    pub pairs_max: u64,
}

impl Default for RunOptions {
    fn default() -> Self {
        RunOptions { seed: 1, threads: 1, floor: -7.0, block_pairs_max: BLOCK_PAIRS_MAX, pairs_max: PAIRS_MAX }
    }
}

/// What is being done, for progress.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// Learning u from random pairs.
    RandomPairs,
    /// Learning m in a session.
    Session,
    /// Finding and weighing the pairs of a rule.
    Rule,
}

/// Hears how far a phase has come, as done of total; `false` stops the work.
pub type Watch<'a> = &'a mut dyn FnMut(Phase, u64, u64) -> bool;

/// A model over a table.
pub struct Engine {
    model: Model,
    columns: Columns,
    alphabet: Option<Alphabet>,
    /// The columns whose texts are measured, and how many of their values the alphabet has learnt.
    measured: Vec<(ColumnId, usize)>,
    comparisons: Vec<BoundComparison>,
    rules: Vec<BoundRule>,
    weights: Weights,
    /// Counts that a snapshot has frozen, by column.
    frozen_counts: BTreeMap<String, BTreeMap<String, u32>>,
}

impl Engine {
    /// Binds a model to a table. The model may be untrained.
    pub fn new(model: Model, table: Table) -> Result<Engine, ModelError> {
        Engine::bind(model, table, BTreeMap::new())
    }

    /// Binds a snapshot to a table: rarity and the blocks that are passed over are as they were frozen, whatever the
    /// table holds.
    pub fn under(snapshot: &Snapshot, table: Table) -> Result<Engine, ModelError> {
        let mut engine = Engine::bind(snapshot.model.clone(), table, snapshot.counts.clone())?;
        for (at, rule) in engine.rules.iter_mut().enumerate() {
            rule.freeze(snapshot.passed_over.get(&at).cloned().unwrap_or_default());
        }
        Ok(engine)
    }

    fn bind(
        model: Model,
        table: Table,
        frozen_counts: BTreeMap<String, BTreeMap<String, u32>>,
    ) -> Result<Engine, ModelError> {
        model.check()?;
        let mut columns = Columns::new(table);
        let mut measured = measured_columns(&model, &mut columns)?;
        let alphabet = match model.letters {
            Letters::Bytes => None,
            Letters::Characters => {
                let mut alphabet = Alphabet::default();
                learn_letters(&mut alphabet, &mut measured, &columns);
                Some(alphabet)
            }
        };
        let mut comparisons = Vec::new();
        for comparison in &model.comparisons {
            comparisons.push(BoundComparison::of(&mut columns, &model, comparison, alphabet.as_ref(), &frozen_counts)?);
        }
        // Texts that tests of one comparison name may have become values that another one looks at.
        for comparison in &mut comparisons {
            comparison.extend(&columns, alphabet.as_ref());
        }
        let mut rules = Vec::new();
        for rule in &model.rules {
            rules.push(BoundRule::of(&mut columns, &model, rule)?);
        }
        let weights = Weights::of(&model);
        Ok(Engine { model, columns, alphabet, measured, comparisons, rules, weights, frozen_counts })
    }

    /// The model, with what was learnt.
    pub fn model(&self) -> &Model {
        &self.model
    }

    /// The table.
    pub fn table(&self) -> &Table {
        self.columns.table()
    }

    /// The table, given back.
    pub fn into_table(self) -> Table {
        self.columns.into_table()
    }

    /// Takes another model's probabilities: the comparisons must be the same.
    fn set_model(&mut self, model: Model) {
        self.weights = Weights::of(&model);
        self.model = model;
    }

    fn bind_rule(&mut self, rule: &Rule) -> Result<BoundRule, ModelError> {
        BoundRule::of(&mut self.columns, &self.model, rule)
    }

    fn asked(&self, block_pairs_max: u64) -> Asked {
        let table = self.columns.table();
        Asked {
            kind: self.model.kind,
            rows: table.len() as u32,
            second: table.second_list(),
            block_pairs_max,
            named: 10,
        }
    }

    fn memories(&self) -> Vec<Memory> {
        let letters = self.alphabet.as_ref().map_or(256, Alphabet::len);
        self.comparisons.iter().map(|comparison| comparison.memory(letters)).collect()
    }
}

/// The columns of a table that a model needs, in the order in which it first names them.
pub fn table_columns(model: &Model) -> Vec<String> {
    use crate::model::Source;
    let mut wanted: Vec<String> = Vec::new();
    let mut open: Vec<String> = Vec::new();
    for level in model.comparisons.iter().flat_map(|comparison| &comparison.levels) {
        open.extend(level.test.columns().into_iter().map(str::to_owned));
        open.extend(level.term_frequency.iter().map(|adjustment| adjustment.column.clone()));
    }
    let rules = model.rules.iter().chain(&model.prior.rules).chain(&model.training.sessions);
    open.extend(rules.flat_map(|rule| &rule.on).flat_map(|(left, right)| [left.clone(), right.clone()]));
    open.reverse();
    let mut expanded: Vec<String> = Vec::new();
    while let Some(name) = open.pop() {
        let definition = model.columns.iter().find(|column| column.name == name);
        let sources = match definition.map(|definition| &definition.from) {
            Some(Source::Column(source)) => std::slice::from_ref(source),
            Some(Source::Join { columns, .. }) => columns.as_slice(),
            None => std::slice::from_ref(&name),
        };
        if definition.is_none() || sources == [name.clone()] {
            if !wanted.contains(&name) {
                wanted.push(name);
            }
        } else if !expanded.contains(&name) {
            open.extend(sources.iter().rev().cloned());
            expanded.push(name);
        }
    }
    wanted
}

/// The columns whose texts are measured.
fn measured_columns(model: &Model, columns: &mut Columns) -> Result<Vec<(ColumnId, usize)>, ModelError> {
    use crate::model::Test;
    fn measured<'a>(test: &'a Test, names: &mut Vec<&'a str>) {
        match test {
            Test::Measure { left, right, .. } => names.extend([left.as_str(), right.as_str()]),
            Test::All(tests) | Test::Any(tests) => tests.iter().for_each(|test| measured(test, names)),
            Test::Not(test) => measured(test, names),
            _ => {}
        }
    }
    let mut found: Vec<(ColumnId, usize)> = Vec::new();
    for comparison in &model.comparisons {
        let mut names = Vec::new();
        comparison.levels.iter().for_each(|level| measured(&level.test, &mut names));
        for name in names {
            let column = columns.resolve(model, name, &format!("comparison `{}`", comparison.name))?;
            if !found.iter().any(|(known, _)| *known == column) {
                found.push((column, 0));
            }
        }
    }
    Ok(found)
}

/// Teaches the alphabet the characters of values that it has not seen yet.
fn learn_letters(alphabet: &mut Alphabet, measured: &mut [(ColumnId, usize)], columns: &Columns) {
    for (column, taken) in measured {
        let values = columns.values(*column);
        (*taken..values.len()).for_each(|value| alphabet.learn(values.text(value as u32)));
        *taken = values.len();
    }
}
