//! u: how often two records at random fall into each level.
//!
//! Records are drawn in groups, and every pair within a group is looked at: an average over groups is unbiased (a
//! U-statistic, Hoeffding 1948), and a group stays in the cache while a pair of records far apart in memory does not.
//! A comparison is done with when each of its levels has been seen often enough; where equal values make a level, its
//! share is counted on all rows instead. So rare levels alone decide how long sampling takes.

use super::pairs::Rows;
use super::parallel::in_pieces;
use super::train::{TrainingError, TrainingReport};
use super::{Engine, Phase, RunOptions, Watch};
use crate::model::{Kind, Model};
use crate::random::{SplitMix, join, mix};

/// Records of a group, and groups of a round, after which it is asked whether to go on.
const GROUP_ROWS: usize = 128;
const ROUND_GROUPS: usize = 128;
/// Groups in one piece of work.
const PIECE_GROUPS: usize = 16;
/// A level that was never seen counts as seen this often.
const UNSEEN: f64 = 0.5;

/// Learns every u that the model lacks.
pub(super) fn estimate_u(
    engine: &Engine,
    rows: &Rows,
    model: &mut Model,
    options: &RunOptions,
    report: &mut TrainingReport,
    watch: Watch<'_>,
) -> Result<(), TrainingError> {
    let lacking = |at: &usize| model.comparisons[*at].levels.iter().any(|level| !level.is_missing && level.u.is_none());
    let mut open: Vec<usize> = (0..model.comparisons.len()).filter(lacking).collect();
    let wanted = open.clone();
    let total = engine.table().len();
    let pairs_in_group = (GROUP_ROWS * (GROUP_ROWS - 1) / 2) as u64;
    let rounds_max = model.training.random_pairs.div_ceil(pairs_in_group * ROUND_GROUPS as u64).max(1);
    let mut counts: Vec<Vec<u64>> =
        model.comparisons.iter().map(|comparison| vec![0; comparison.levels.len()]).collect();
    let mut round = 0;
    while !open.is_empty() && round < rounds_max && total >= 2 {
        let groups = in_pieces(
            ROUND_GROUPS / PIECE_GROUPS,
            options.threads,
            || engine.memories(),
            |memories, piece| {
                let groups = (0..PIECE_GROUPS).map(|group| (piece * PIECE_GROUPS + group) as u64);
                let mut sum: Option<Vec<Vec<u64>>> = None;
                for group in groups {
                    let seed = join(mix(options.seed), round * ROUND_GROUPS as u64 + group);
                    let counts = count_group(engine, rows, &open, seed, memories);
                    match &mut sum {
                        Some(sum) => {
                            let levels = sum.iter_mut().flatten().zip(counts.iter().flatten());
                            levels.for_each(|(sum, count)| *sum += count);
                        }
                        None => sum = Some(counts),
                    }
                }
                sum.unwrap_or_default()
            },
            &mut |_| watch(Phase::RandomPairs, round, rounds_max),
        )
        .ok_or(TrainingError::Stopped)?;
        for group in groups {
            for (at, levels) in open.iter().zip(group) {
                for (sum, count) in counts[*at].iter_mut().zip(levels) {
                    *sum += count;
                }
            }
        }
        round += 1;
        let enough = model.training.level_pairs;
        open.retain(|&at| {
            let equal = engine.comparisons[at].equal().map(usize::from);
            let levels = model.comparisons[at].levels.iter().enumerate();
            levels
                .filter(|(place, level)| !level.is_missing && Some(*place) != equal)
                .any(|(place, _)| counts[at][place] < enough)
        });
    }
    report.random_pairs = round * pairs_in_group * ROUND_GROUPS as u64;
    for at in wanted {
        let exact = engine.share_of_equals(at);
        let comparison = &mut model.comparisons[at];
        let seen = |place: usize| counts[at][place] as f64;
        let known: f64 =
            (0..comparison.levels.len()).filter(|&place| !comparison.levels[place].is_missing).map(seen).sum();
        for (place, level) in comparison.levels.iter_mut().enumerate() {
            if level.is_missing || level.u.is_some() {
                continue;
            }
            let share = match exact {
                Some((equal, share)) if usize::from(equal) == place && share > 0.0 => share,
                _ => seen(place).max(UNSEEN) / known.max(1.0),
            };
            level.u = Some(share.min(1.0));
        }
    }
    Ok(())
}

/// Counts of levels among the pairs of one group of records drawn at random, for the comparisons that are open.
fn count_group(
    engine: &Engine,
    rows: &Rows,
    open: &[usize],
    seed: u64,
    memories: &mut [super::comparison::Memory],
) -> Vec<Vec<u64>> {
    let table = engine.table();
    let mut random = SplitMix::new(seed);
    let across = engine.model().kind == Kind::Link;
    let (first, all) = (table.second_list() as usize, table.len());
    let mut draw = |from: usize, to: usize, count: usize| -> Vec<u32> {
        (0..count).map(|_| (from + random.below(to - from)) as u32).collect()
    };
    let (lefts, rights) = if across {
        if first == 0 || first == all {
            return open.iter().map(|&at| vec![0; engine.model().comparisons[at].levels.len()]).collect();
        }
        // As many pairs as a group within one list makes.
        let side = (GROUP_ROWS as f64 / std::f64::consts::SQRT_2) as usize;
        (draw(0, first, side), draw(first, all, side))
    } else {
        let mut group = draw(0, all, GROUP_ROWS);
        group.sort_unstable();
        (group.clone(), group)
    };
    let subjects = |sides: &[u32], at: usize| -> Vec<u32> { sides.iter().map(|&row| rows.subjects(row)[at]).collect() };
    open.iter()
        .map(|&at| {
            let comparison = &engine.comparisons[at];
            let mut counts = vec![0; engine.model().comparisons[at].levels.len()];
            let (ones, others) = (subjects(&lefts, at), subjects(&rights, at));
            for (place, (&one, &left)) in ones.iter().zip(&lefts).enumerate() {
                let from = if across { 0 } else { place + 1 };
                for (&other, &right) in others[from..].iter().zip(&rights[from..]) {
                    if left != right {
                        counts[usize::from(comparison.level(one, other, &mut memories[at]))] += 1;
                    }
                }
            }
            counts
        })
        .collect()
}

impl Engine {
    /// The level of equal values of a comparison, and its exact share among all pairs whose values are known.
    fn share_of_equals(&self, at: usize) -> Option<(u8, f64)> {
        let comparison = &self.comparisons[at];
        let level = comparison.equal()?;
        let rows = self.table().len();
        let split = if self.model.kind == Kind::Link { self.table().second_list() as usize } else { rows };
        let count = |rows| comparison.counts(&self.columns, rows);
        let (first, second) = (count(0..split), count(split..rows));
        let known = |counts: &[u64]| counts.iter().skip(1).sum::<u64>() as f64;
        let (equal, all) = if split == rows {
            let all = known(&first);
            (
                first.iter().skip(1).map(|&count| (count * count.saturating_sub(1)) as f64).sum::<f64>(),
                all * (all - 1.0),
            )
        } else {
            let both = first.iter().zip(&second).skip(1).map(|(&one, &other)| (one * other) as f64);
            (both.sum::<f64>(), known(&first) * known(&second))
        };
        (all > 0.0).then_some((level, equal / all))
    }
}
