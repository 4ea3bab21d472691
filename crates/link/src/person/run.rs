//! Links a table: block, compare, learn, weigh, keep. The same table, seed and options give the same bytes
//! on any number of threads.

use crate::edge::{Edge, probability};
use crate::person::block::{BlockReport, Blocks, RULES, RuleCount};
use crate::person::limits::{KEPT_LOG_ODDS_MIN, RANDOM_PAIRS};
use crate::person::model::Model;
use crate::person::pattern::{PairComparer, Pattern};
use crate::person::progress::Progress;
use crate::person::table::Table;
use crate::person::train::{PatternCounts, RECORDS_MIN, learn_m, learn_prior, learn_u};
use crate::person::weigh::Scale;
use crate::random::{SplitMix, mix};
use serde::Serialize;
use std::collections::HashMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

/// Rows that one thread takes at a time.
const CHUNK_ROWS: usize = 512;

/// Candidate pairs that training looks at, at the most: beyond it, records are sampled.
const TRAINING_PAIRS: u64 = 3_000_000;

/// How to link.
#[derive(Clone, Debug)]
pub struct Options {
    /// Replays everything that is drawn at random.
    pub seed: u64,
    /// Threads to use. They change the time, never the result.
    pub threads: usize,
    /// Records of one list are never compared with each other.
    pub across_lists_only: bool,
    /// A model learnt earlier; without one it is learnt from the table.
    pub model: Option<Model>,
}

/// The stages of the work, for progress.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum Stage {
    /// Finding which records may meet.
    Block,
    /// Learning the model.
    Train,
    /// Comparing and weighing.
    Score,
}

/// A pair of records with its weight.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Link {
    /// The record with the smaller number.
    pub left: u32,
    /// The other.
    pub right: u32,
    /// Match weight in 1/1024 bit.
    pub weight: i32,
    /// Weight and prior together: log odds in 1/1024 bit.
    pub log_odds: i32,
    /// The blocking rule at which they met.
    pub rule: u8,
}

impl Link {
    /// The probability that the two are one person, as far as the model holds.
    pub fn probability(&self) -> f64 {
        probability(self.log_odds)
    }

    /// Name of the blocking rule.
    pub fn rule_name(&self) -> &'static str {
        RULES[self.rule as usize]
    }

    /// What clustering needs of it.
    pub fn edge(&self) -> Edge {
        Edge { left: self.left, right: self.right, log_odds: self.log_odds }
    }

    /// The match weight in bits.
    pub fn weight_bits(&self) -> f64 {
        f64::from(self.weight) / 1024.0
    }
}

/// Links and how they came about.
#[derive(Clone, Debug)]
pub struct Linkage {
    /// Pairs above the floor, by left and right.
    pub links: Vec<Link>,
    /// The model used.
    pub model: Model,
    /// Pairs compared.
    pub pairs: u64,
    /// Pairs of each rule.
    pub rules: Vec<RuleCount>,
    /// What blocking did.
    pub blocks: BlockReport,
}

impl Linkage {
    /// The links as clustering takes them.
    pub fn edges(&self) -> Vec<Edge> {
        self.links.iter().map(Link::edge).collect()
    }
}

/// Links a table. `None` when the progress asked to stop.
pub fn link(table: &Table, options: &Options, progress: &mut dyn Progress) -> Option<Linkage> {
    if !progress.advance(Stage::Block, 0, 1) {
        return None;
    }
    let blocks = Blocks::of(table, options.across_lists_only);
    let all_pairs = all_pairs(table, options.across_lists_only);
    let model = match &options.model {
        Some(model) => model.clone(),
        None => train(table, &blocks, options, all_pairs, progress)?,
    };
    let scale = Scale::new(table, &model);
    let scored = over_rows(
        table,
        &blocks,
        options,
        &|_| true,
        Stage::Score,
        progress,
        &|comparer, pair, rule, found: &mut Scored| {
            let (pattern, alignment) = comparer.compare(pair.0, pair.1);
            let weighed = scale.weigh(pair, pattern, &alignment);
            found.rules[rule as usize] += 1;
            if weighed.log_odds() >= KEPT_LOG_ODDS_MIN {
                found.links.push(Link {
                    left: pair.0,
                    right: pair.1,
                    weight: weighed.weight(),
                    log_odds: weighed.log_odds(),
                    rule,
                });
            }
        },
    )?;
    let mut links = Vec::new();
    let mut counts = [0_u64; RULES.len()];
    for chunk in scored {
        links.extend(chunk.links);
        for (sum, count) in counts.iter_mut().zip(chunk.rules) {
            *sum += count;
        }
    }
    let rules = RULES.iter().zip(counts).map(|(rule, pairs)| RuleCount { rule: (*rule).to_owned(), pairs }).collect();
    Some(Linkage { links, model, pairs: counts.iter().sum(), rules, blocks: blocks.report })
}

#[derive(Default)]
struct Scored {
    links: Vec<Link>,
    rules: [u64; RULES.len()],
}

fn all_pairs(table: &Table, across_only: bool) -> f64 {
    let records = table.len() as f64;
    let mut pairs = records * (records - 1.0) / 2.0;
    if across_only {
        let mut counts: HashMap<u16, f64> = HashMap::new();
        for &list in &table.lists {
            *counts.entry(list).or_default() += 1.0;
        }
        let mut sizes: Vec<f64> = counts.into_values().collect();
        sizes.sort_by(f64::total_cmp);
        pairs -= sizes.iter().map(|size| size * (size - 1.0) / 2.0).sum::<f64>();
    }
    pairs.max(1.0)
}

fn train(
    table: &Table,
    blocks: &Blocks,
    options: &Options,
    all_pairs: f64,
    progress: &mut dyn Progress,
) -> Option<Model> {
    let mut model = Model::defaults(table, all_pairs);
    learn_u(table, &mut model, &random_patterns(table, options, progress)?);
    let every = blocks.cost() / TRAINING_PAIRS + 1;
    let seed = options.seed;
    let sampled = move |row: u32| every == 1 || mix(u64::from(row) ^ seed).is_multiple_of(every);
    let chunks = over_rows(table, blocks, options, &sampled, Stage::Train, progress, &|comparer,
                                                                                       pair,
                                                                                       _,
                                                                                       counts: &mut HashMap<
        Pattern,
        u64,
    >| {
        *counts.entry(comparer.compare(pair.0, pair.1).0).or_default() += 1;
    })?;
    let mut counts = PatternCounts::new();
    for (pattern, count) in chunks.into_iter().flatten() {
        *counts.entry(pattern).or_default() += count;
    }
    learn_m(table, &mut model, &counts);
    learn_prior(table, &mut model, &counts, every as f64, all_pairs);
    Some(model)
}

/// Patterns of random pairs. Each chunk draws from a seed of its own, so threads do not matter.
fn random_patterns(table: &Table, options: &Options, progress: &mut dyn Progress) -> Option<PatternCounts> {
    const CHUNKS: usize = 64;
    let mut counts = PatternCounts::new();
    if table.len() < RECORDS_MIN {
        return Some(counts);
    }
    let seed = options.seed;
    let across = options.across_lists_only;
    let comparers = || PairComparer::new(table);
    let chunks = in_parallel(CHUNKS, options.threads, Stage::Train, progress, &comparers, &|comparer, chunk| {
        let mut random = SplitMix::new(seed ^ mix(chunk as u64 + 1));
        let mut counts: HashMap<Pattern, u64> = HashMap::new();
        for _ in 0..RANDOM_PAIRS / CHUNKS {
            let (one, other) = (random.below(table.len()) as u32, random.below(table.len()) as u32);
            if one == other || (across && table.list_of(one) == table.list_of(other)) {
                continue;
            }
            *counts.entry(comparer.compare(one, other).0).or_default() += 1;
        }
        counts
    })?;
    for (pattern, count) in chunks.into_iter().flatten() {
        *counts.entry(pattern).or_default() += count;
    }
    Some(counts)
}

/// What is done with one candidate pair, its rule and the chunk's own sum.
type EachPair<'work, T> = &'work (dyn Fn(&mut PairComparer<'_>, (u32, u32), u8, &mut T) + Sync);

/// Goes through the candidate pairs of the chosen rows, in chunks; the results come in the order of the rows.
fn over_rows<T: Default + Send>(
    table: &Table,
    blocks: &Blocks,
    options: &Options,
    chosen: &(dyn Fn(u32) -> bool + Sync),
    stage: Stage,
    progress: &mut dyn Progress,
    each: EachPair<'_, T>,
) -> Option<Vec<T>> {
    let across = options.across_lists_only;
    let rows = table.len();
    let comparers = || PairComparer::new(table);
    in_parallel(rows.div_ceil(CHUNK_ROWS), options.threads, stage, progress, &comparers, &|comparer, chunk| {
        let mut sum = T::default();
        let mut partners: Vec<(u32, u8)> = Vec::new();
        for row in (chunk * CHUNK_ROWS) as u32..((chunk + 1) * CHUNK_ROWS).min(rows) as u32 {
            if !chosen(row) {
                continue;
            }
            blocks.partners(row, &mut partners, |other| !across || table.list_of(row) != table.list_of(other));
            for &(other, rule) in &partners {
                each(comparer, (row, other), rule, &mut sum);
            }
        }
        sum
    })
}

/// Runs numbered pieces of work on some threads; results in the order of their numbers. What a thread starts with
/// (its memory of pairs of parts) it keeps from piece to piece; no result depends on it.
fn in_parallel<S, T: Send>(
    pieces: usize,
    threads: usize,
    stage: Stage,
    progress: &mut dyn Progress,
    start: &(dyn Fn() -> S + Sync),
    work: &(dyn Fn(&mut S, usize) -> T + Sync),
) -> Option<Vec<T>> {
    let results: Mutex<Vec<Option<T>>> = Mutex::new((0..pieces).map(|_| None).collect());
    let next = AtomicUsize::new(0);
    let stopped = AtomicBool::new(false);
    let take = || {
        let piece = next.fetch_add(1, Ordering::Relaxed);
        (piece < pieces && !stopped.load(Ordering::Relaxed)).then_some(piece)
    };
    let keep = |piece: usize, result: T| {
        if let Ok(mut results) = results.lock() {
            results[piece] = Some(result);
        }
    };
    std::thread::scope(|scope| {
        for _ in 1..threads.max(1) {
            scope.spawn(|| {
                let mut state = start();
                while let Some(piece) = take() {
                    keep(piece, work(&mut state, piece));
                }
            });
        }
        let mut state = start();
        while let Some(piece) = take() {
            keep(piece, work(&mut state, piece));
            if !progress.advance(stage, (piece + 1).min(pieces) as u64, pieces as u64) {
                stopped.store(true, Ordering::Relaxed);
            }
        }
    });
    results.into_inner().ok()?.into_iter().collect()
}
