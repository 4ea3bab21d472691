//! Links a table: block, compare, learn, weigh, keep. The same table, seed and options give the same bytes
//! on any number of threads.

use crate::edge::{Edge, probability};
use crate::person::block::{BlockReport, Blocks, RULES, RuleCount};
use crate::person::caps::Caps;
use crate::person::learn::{choose_least, train};
use crate::person::limits::KEPT_LOG_ODDS_MIN;
use crate::person::model::Model;
use crate::person::order::Order;
use crate::person::pattern::PairComparer;
use crate::person::progress::Progress;
use crate::person::scoring::Scoring;
use crate::person::settle::{Beside, settle};
use crate::person::sieve::Sieve;
use crate::person::snapshot::Snapshot;
use crate::person::table::Table;
use crate::person::train::learn_from_weighed;
use crate::person::weigh::{Against, Weighed};
use crate::person::work::{Wanted, in_parallel};
use serde::Serialize;
use std::sync::Arc;

/// How to link.
#[derive(Clone, Debug)]
pub struct Options {
    /// Replays everything that is drawn at random.
    pub seed: u64,
    /// Threads to use. They change the time, never the result.
    pub threads: usize,
    /// Records of one side (a list, unless lists were put together) are never compared with each other.
    pub across_lists_only: bool,
    /// A model learnt earlier; without one it is learnt from the table.
    pub model: Option<Model>,
    /// Lists that promise one row a person.
    pub promised: Vec<u16>,
    /// Pairs that people decided: two records, and whether they are one person. They calibrate.
    pub decided: Vec<(u32, u32, bool)>,
    /// All that was learnt earlier: nothing is learnt, and blocks are those of then. For a table built under it.
    pub snapshot: Option<Arc<Snapshot>>,
    /// Only pairs with a record from this one on are looked at: those before it were linked already.
    pub only_from: u32,
    /// What linking those gave, under the same snapshot: it stands beside what is found now.
    pub earlier: Vec<RawLink>,
}

impl Options {
    /// Everything with everything, learnt from the table.
    pub fn new(seed: u64, threads: usize) -> Self {
        Options {
            seed,
            threads,
            across_lists_only: false,
            model: None,
            promised: Vec::new(),
            decided: Vec::new(),
            snapshot: None,
            only_from: 0,
            earlier: Vec::new(),
        }
    }

    pub(crate) fn wanted(&self) -> Wanted {
        Wanted::of(self.across_lists_only)
    }
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
    /// Match weight in 1/1024 bit: the lines, kin, calibration and rivals.
    pub weight: i32,
    /// Weight and prior together: log odds in 1/1024 bit.
    pub log_odds: i32,
    /// What the weights of these two lists are worth: calibration, in 1/1024 bit.
    pub calibration: i32,
    /// What others who fit as well leave of it, in 1/1024 bit.
    pub rivals: i32,
    /// Log odds by the lines, kin and the prior alone.
    pub raw_log_odds: i32,
    /// What speaks against it.
    pub against: Against,
    /// The blocking rule at which they met.
    pub rule: u8,
}

impl Link {
    /// A link before calibration and rivals; none below the floor.
    pub(crate) fn kept(pair: (u32, u32), weighed: &Weighed, rule: u8) -> Option<Self> {
        let raw =
            RawLink { left: pair.0, right: pair.1, raw_log_odds: weighed.log_odds(), against: weighed.against(), rule };
        (raw.raw_log_odds >= KEPT_LOG_ODDS_MIN).then(|| Link::of_raw(raw, weighed.prior))
    }

    fn of_raw(raw: RawLink, prior: i32) -> Self {
        let RawLink { left, right, raw_log_odds, against, rule } = raw;
        let weight = raw_log_odds - prior;
        Link { left, right, weight, log_odds: raw_log_odds, calibration: 0, rivals: 0, raw_log_odds, against, rule }
    }

    /// Sets what the weights of its two lists are worth.
    pub(crate) fn calibrate(&mut self, table: &Table, model: &Model) {
        let lists = table.lists_of(self.left, self.right);
        self.calibration = model.calibration.line(self.raw_log_odds, lists.0, lists.1);
        self.sum_up();
    }

    /// The link by the lines, kin and the prior alone.
    pub fn to_raw(&self) -> RawLink {
        RawLink {
            left: self.left,
            right: self.right,
            raw_log_odds: self.raw_log_odds,
            against: self.against,
            rule: self.rule,
        }
    }

    /// Adds up what was set.
    pub(crate) fn sum_up(&mut self) {
        let log_odds = self.raw_log_odds + self.calibration + self.rivals;
        self.weight += log_odds - self.log_odds;
        self.log_odds = log_odds;
    }

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
        self.edge_if_moved(0)
    }

    /// The same where the log odds are moved by so much, in 1/1024 bit. Rivals count in clustering by themselves. Of a
    /// pair that is rather two people than one, what it contradicts itself in counts whatever else agrees, in full from
    /// two bits against it on: in a cluster both agree on all else with a third as well.
    pub(crate) fn edge_if_moved(&self, by: i32) -> Edge {
        let mut log_odds = self.log_odds - self.rivals.min(0) + by;
        if log_odds < 0 {
            let counts = f64::from(log_odds.max(-IN_FULL)) / f64::from(-IN_FULL);
            log_odds = log_odds.min((f64::from(self.against.lines) * counts).round() as i32);
        }
        Edge { left: self.left, right: self.right, log_odds }
    }

    /// The match weight in bits.
    pub fn weight_bits(&self) -> f64 {
        f64::from(self.weight) / 1024.0
    }
}

/// A pair as it was weighed by itself, before it stood beside others: what a later run needs of an earlier one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RawLink {
    /// The record with the smaller number.
    pub left: u32,
    /// The other.
    pub right: u32,
    /// Log odds by the lines, kin and the prior alone, in 1/1024 bit.
    pub raw_log_odds: i32,
    /// What speaks against it.
    pub against: Against,
    /// The blocking rule at which they met.
    pub rule: u8,
}

impl RawLink {
    /// Whether a link could have been weighed and found so.
    pub fn is_sound(&self, records: u32) -> bool {
        self.left < self.right
            && self.right < records
            && (self.rule as usize) < RULES.len()
            && (KEPT_LOG_ODDS_MIN..=LOG_ODDS_MAX).contains(&self.raw_log_odds)
            && (-LOG_ODDS_MAX..=0).contains(&self.against.lines)
            && (self.against.lines..=0).contains(&self.against.mother)
    }
}

/// Log odds against a pair from which on what it contradicts itself in counts in full in a cluster, in 1/1024 bit.
const IN_FULL: i32 = 2 * 1024;
/// No weight is greater, in 1/1024 bit.
const LOG_ODDS_MAX: i32 = 1 << 20;

/// Links and how they came about.
#[derive(Clone, Debug)]
pub struct Linkage {
    /// Pairs above the floor, by left and right.
    pub links: Vec<Link>,
    /// Every pair that was weighed high enough to count at all, beside others or not: for a later run.
    pub raw: Vec<RawLink>,
    /// Pairs of which nothing but a third record speaks, as clustering takes them.
    pub neutral: Vec<Edge>,
    /// The model used.
    pub model: Model,
    /// Pairs compared.
    pub pairs: u64,
    /// Pairs of each rule.
    pub rules: Vec<RuleCount>,
    /// What blocking did.
    pub blocks: BlockReport,
    /// Which keys it cut and passed over.
    pub caps: Caps,
}

impl Linkage {
    /// The links as clustering takes them.
    pub fn edges(&self) -> Vec<Edge> {
        self.links.iter().map(Link::edge).chain(self.neutral.iter().copied()).collect()
    }
}

/// Links a table. `None` when the progress asked to stop.
pub fn link(table: &Table, options: &Options, progress: &mut dyn Progress) -> Option<Linkage> {
    if !progress.advance(Stage::Block, 0, 1) {
        return None;
    }
    let blocks = match &options.snapshot {
        Some(snapshot) => Blocks::under(table, &snapshot.caps, options.only_from, options.threads),
        None => Blocks::of(table),
    };
    let mut sieve = Sieve::new(table);
    let known = options.snapshot.as_deref().map(|snapshot| &snapshot.model).or(options.model.as_ref());
    let mut model = if let Some(model) = known {
        sieve.least = model.sieve;
        model.clone()
    } else {
        let mut model = train(table, &blocks, &sieve, options, progress)?;
        sieve.least = choose_least(table, &blocks, &sieve, options);
        model.sieve = sieve.least;
        model
    };
    let found = Found { table, blocks: &blocks, sieve: &sieve, options };
    // One list has no rivals: its pairs would only teach what they were weighed by.
    if known.is_none() && table.list_sizes().len() > 1 {
        let (links, _) = found.weighed(&mut model, true, progress)?;
        let (links, _) = found.settled(&model, links, progress)?;
        found.learn_again(&mut model, &links, progress)?;
    }
    let (mut links, counts) = found.weighed(&mut model, known.is_none(), progress)?;
    let prior = model.prior_log_odds();
    links.extend(options.earlier.iter().map(|&raw| Link::of_raw(raw, prior)));
    links.sort_unstable_by_key(|link: &Link| (link.left, link.right));
    let raw = links.iter().map(Link::to_raw).collect();
    let (links, beside) = found.settled(&model, links, progress)?;
    let rules = RULES.iter().zip(counts).map(|(rule, pairs)| RuleCount { rule: (*rule).to_owned(), pairs }).collect();
    let neutral = beside.iter().map(|pair| pair.neutral(prior)).collect();
    Some(Linkage {
        links,
        raw,
        neutral,
        model,
        pairs: counts.iter().sum(),
        rules,
        blocks: blocks.report,
        caps: blocks.caps,
    })
}

/// What is linked, once it is known which pairs may meet.
struct Found<'work> {
    table: &'work Table,
    blocks: &'work Blocks,
    sieve: &'work Sieve<'work>,
    options: &'work Options,
}

impl Found<'_> {
    /// Every pair above the floor, by left and right, weighed by its lines; how many pairs each rule brought. What
    /// weights are worth is learnt from them where it is not known.
    fn weighed(
        &self,
        model: &mut Model,
        calibrates: bool,
        progress: &mut dyn Progress,
    ) -> Option<(Vec<Link>, [u64; RULES.len()])> {
        let &Found { table, blocks, sieve, options } = self;
        let scoring = Scoring { table, model, blocks, sieve, options };
        let mut links = Vec::new();
        let mut counts = [0_u64; RULES.len()];
        for chunk in scoring.pairs(progress)? {
            links.extend(chunk.links);
            for (sum, count) in counts.iter_mut().zip(chunk.rules) {
                *sum += count;
            }
        }
        links.sort_unstable_by_key(|link: &Link| (link.left, link.right));
        if calibrates {
            model.calibration = scoring.calibrate(&links, progress)?;
        }
        Some((links, counts))
    }

    /// The links beside their rivals, and the pairs that share a third record. Where an order decides, it is not that of
    /// arrival.
    fn settled(
        &self,
        model: &Model,
        mut links: Vec<Link>,
        progress: &mut dyn Progress,
    ) -> Option<(Vec<Link>, Vec<Beside>)> {
        let order = Order::of(self.table);
        order.to_places(&mut links);
        let mut beside = settle(&order.table(self.table), model, self.options, &mut links, progress)?;
        order.to_rows(&mut links, &mut beside);
        Some((links, beside))
    }

    /// Learns m again from settled links.
    fn learn_again(&self, model: &mut Model, links: &[Link], progress: &mut dyn Progress) -> Option<()> {
        let table = self.table;
        let likely: Vec<&Link> = links.iter().filter(|link| link.probability() >= LEARNT_FROM_MIN).collect();
        let pieces = likely.len().div_ceil(CHUNK_LINKS);
        let comparers = || PairComparer::new(table);
        let threads = self.options.threads;
        let patterns = in_parallel(pieces, threads, Stage::Train, progress, &comparers, &|comparer, piece| {
            let chunk = &likely[piece * CHUNK_LINKS..((piece + 1) * CHUNK_LINKS).min(likely.len())];
            let pattern = |link: &&Link| (comparer.compare(link.left, link.right).0, link.probability());
            chunk.iter().map(pattern).collect::<Vec<_>>()
        })?;
        learn_from_weighed(table, model, patterns.iter().flatten());
        Some(())
    }
}

/// Links below this probability teach nothing.
const LEARNT_FROM_MIN: f64 = 1e-3;
/// Links that one thread compares at a time.
const CHUNK_LINKS: usize = 4096;
