//! Learns a model from the table: which pairs are looked at, and how many stand for all.

use crate::person::block::Blocks;
use crate::person::limits::{CANDIDATES_A_RECORD, RANDOM_PAIRS};
use crate::person::model::Model;
use crate::person::pattern::{PairComparer, Pattern};
use crate::person::progress::Progress;
use crate::person::run::{Options, Stage};
use crate::person::sieve::Sieve;
use crate::person::table::Table;
use crate::person::train::{All, PatternCounts, RECORDS_MIN, learn_m, learn_prior, learn_u};
use crate::person::work::{Pairs, Wanted, in_parallel, over_rows};
use crate::random::{SplitMix, mix};
use std::collections::{BTreeMap, HashMap};

/// Candidate pairs that training looks at, at the most: beyond it, records are sampled.
const TRAINING_PAIRS: u64 = 3_000_000;
/// Rows of which the candidates are counted before the sieve is set.
const SAMPLED_ROWS: usize = 4_000;

/// Part of the budget by which it may be exceeded for the sake of candidates of one weight.
const ALONG: usize = 10;

/// How many pairs there are, candidates or not.
pub(crate) fn all_pairs(table: &Table, wanted: Wanted) -> f64 {
    let records = table.len() as f64;
    let mut pairs = records * (records - 1.0) / 2.0;
    if wanted == Wanted::Across {
        let mut sizes: Vec<f64> = side_sizes(table).into_values().map(|size| size as f64).collect();
        sizes.sort_by(f64::total_cmp);
        pairs -= sizes.iter().map(|size| size * (size - 1.0) / 2.0).sum::<f64>();
    }
    pairs.max(1.0)
}

/// The least that the sieve lets through, so that a record has a bounded number of candidates on average: a threshold
/// for all rather than the best so many of each, so that no record loses its candidates when others come.
pub(crate) fn choose_least(table: &Table, blocks: &Blocks, sieve: &Sieve<'_>, options: &Options) -> i32 {
    let rows = table.len();
    let every = (rows / SAMPLED_ROWS + 1) as u64;
    let sampled = |row: u32| every == 1 || mix(u64::from(row) ^ options.seed).is_multiple_of(every);
    let pairs = Pairs { table, blocks, sieve, wanted: options.wanted(), chosen: &sampled };
    let mut weights = Vec::new();
    let mut partners = Vec::new();
    for row in (0..rows as u32).filter(|&row| sampled(row)) {
        pairs.partners(row, &mut partners);
        weights.extend(partners.iter().map(|&(other, _)| sieve.weigh(other, row)));
    }
    let budget = (asking_records(table, options) * CANDIDATES_A_RECORD / every as f64) as usize;
    if weights.len() <= budget {
        return i32::MIN;
    }
    weights.sort_unstable_by_key(|&weight| std::cmp::Reverse(weight));
    least_within(&weights, budget)
}

/// The least of weights in descending order that lets about so many through: rather fewer, where a great many of one
/// weight would come along.
fn least_within(weights: &[i32], budget: usize) -> i32 {
    let least = weights[budget];
    let heavier = weights.partition_point(|&weight| weight > least);
    let through = weights.partition_point(|&weight| weight >= least);
    if through > budget + budget / ALONG && heavier > 0 { weights[heavier - 1] } else { least }
}

/// The records of which each may have so many candidates: those of all sides but the longest where sides are linked,
/// else all.
fn asking_records(table: &Table, options: &Options) -> f64 {
    if options.wanted() == Wanted::All {
        return table.len() as f64;
    }
    (table.len() - side_sizes(table).values().max().copied().unwrap_or(0)) as f64
}

fn side_sizes(table: &Table) -> BTreeMap<u16, usize> {
    let mut sizes = BTreeMap::new();
    for (list, size) in table.list_sizes() {
        *sizes.entry(table.side_of_list(list)).or_default() += size;
    }
    sizes
}

/// Learns u, m and the prior, from candidates before the sieve: what it holds back shows how strangers differ.
pub(crate) fn train(
    table: &Table,
    blocks: &Blocks,
    sieve: &Sieve<'_>,
    options: &Options,
    progress: &mut dyn Progress,
) -> Option<Model> {
    let all_pairs = all_pairs(table, options.wanted());
    let mut model = Model::defaults(table, all_pairs);
    learn_u(table, &mut model, &random_patterns(table, options, progress)?);
    let every = blocks.cost() / TRAINING_PAIRS + 1;
    let seed = options.seed;
    let sampled = move |row: u32| every == 1 || mix(u64::from(row) ^ seed).is_multiple_of(every);
    let pairs = Pairs { table, blocks, sieve, wanted: options.wanted(), chosen: &sampled };
    let chunks = over_rows(
        &pairs,
        options,
        Stage::Train,
        progress,
        &|comparer, pair, _, counts: &mut HashMap<Pattern, u64>| {
            *counts.entry(comparer.compare(pair.0, pair.1).0).or_default() += 1;
        },
    )?;
    let mut counts = PatternCounts::new();
    for (pattern, count) in chunks.into_iter().flatten() {
        *counts.entry(pattern).or_default() += count;
    }
    learn_m(table, &mut model, &counts);
    let could_match = match options.wanted() {
        Wanted::All => table.len() as f64 / 2.0,
        _ => asking_records(table, options),
    };
    learn_prior(table, &mut model, &counts, &All { scale: every as f64, pairs: all_pairs, could_match });
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
    let wanted = options.wanted();
    let comparers = || PairComparer::new(table);
    let chunks = in_parallel(CHUNKS, options.threads, Stage::Train, progress, &comparers, &|comparer, chunk| {
        let mut random = SplitMix::new(seed ^ mix(chunk as u64 + 1));
        let mut counts: HashMap<Pattern, u64> = HashMap::new();
        for _ in 0..RANDOM_PAIRS / CHUNKS {
            let (one, other) = (random.below(table.len()) as u32, random.below(table.len()) as u32);
            if one == other || !wanted.admits(table, one, other) {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn many_of_one_weight_do_not_come_along() {
        let few = [vec![9; 45], vec![7; 8], vec![5; 100]].concat();
        assert_eq!(least_within(&few, 50), 7);
        let many = [vec![9; 45], vec![7; 40], vec![5; 100]].concat();
        assert_eq!(least_within(&many, 50), 9);
        let all_alike = vec![4; 200];
        assert_eq!(least_within(&all_alike, 50), 4, "there is nothing else to choose by");
    }
}
