//! Runs over the candidate pairs on several threads; what comes out never depends on how many.

use crate::person::block::Blocks;
use crate::person::pattern::PairComparer;
use crate::person::progress::Progress;
use crate::person::run::{Options, Stage};
use crate::person::sieve::Sieve;
use crate::person::table::Table;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

/// Rows that one thread takes at a time.
const CHUNK_ROWS: usize = 512;

/// Which candidate pairs are gone through.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Wanted {
    All,
    /// Of different sides.
    Across,
    /// Of one list.
    Within,
}

impl Wanted {
    /// All, or those across sides alone.
    pub(crate) fn of(across_only: bool) -> Self {
        if across_only { Wanted::Across } else { Wanted::All }
    }

    /// Whether two records are such a pair.
    pub(crate) fn admits(self, table: &Table, one: u32, other: u32) -> bool {
        match self {
            Wanted::All => true,
            Wanted::Across => table.side_of(one) != table.side_of(other),
            Wanted::Within => table.list_of(one) == table.list_of(other),
        }
    }
}

/// The candidate pairs of a table.
pub(crate) struct Pairs<'work> {
    pub(crate) table: &'work Table,
    pub(crate) blocks: &'work Blocks,
    pub(crate) sieve: &'work Sieve<'work>,
    pub(crate) wanted: Wanted,
    /// Pairs are reached from their later record: those of which it is not chosen are left out.
    pub(crate) chosen: &'work (dyn Fn(u32) -> bool + Sync),
}

impl Pairs<'_> {
    /// The earlier records that `row` is compared with, each with the first rule at which they meet.
    pub(crate) fn partners(&self, row: u32, found: &mut Vec<(u32, u8)>) {
        self.blocks.partners(row, found, |other| self.wanted.admits(self.table, row, other));
        found.retain(|&(other, _)| self.sieve.admits(other, row));
    }
}

/// What is done with one candidate pair, its rule and the chunk's own sum.
pub(crate) type EachPair<'work, T> = &'work (dyn Fn(&mut PairComparer<'_>, (u32, u32), u8, &mut T) + Sync);

/// Goes through candidate pairs in chunks of rows; the results come in the order of the rows.
pub(crate) fn over_rows<T: Default + Send>(
    pairs: &Pairs<'_>,
    options: &Options,
    stage: Stage,
    progress: &mut dyn Progress,
    each: EachPair<'_, T>,
) -> Option<Vec<T>> {
    let rows = pairs.table.len();
    let comparers = || PairComparer::new(pairs.table);
    in_parallel(rows.div_ceil(CHUNK_ROWS), options.threads, stage, progress, &comparers, &|comparer, chunk| {
        let mut sum = T::default();
        let mut partners: Vec<(u32, u8)> = Vec::new();
        for row in (chunk * CHUNK_ROWS) as u32..((chunk + 1) * CHUNK_ROWS).min(rows) as u32 {
            if !(pairs.chosen)(row) {
                continue;
            }
            pairs.partners(row, &mut partners);
            for &(other, rule) in &partners {
                each(comparer, (other, row), rule, &mut sum);
            }
        }
        sum
    })
}

/// Runs numbered pieces of work on some threads; results in the order of their numbers. What a thread starts with
/// (its memory of pairs of parts) it keeps from piece to piece; no result depends on it.
pub(crate) fn in_parallel<S, T: Send>(
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

/// Splits so many things evenly over some threads, in their order; results in that order.
pub(crate) fn in_ranges<T: Send>(
    things: usize,
    threads: usize,
    work: &(dyn Fn(std::ops::Range<usize>) -> T + Sync),
) -> Vec<T> {
    let threads = threads.clamp(1, things.max(1));
    let ranges = (0..threads).map(|at| things * at / threads..things * (at + 1) / threads);
    std::thread::scope(|scope| {
        let spawned: Vec<_> = ranges.map(|range| scope.spawn(move || work(range))).collect();
        let joined = spawned.into_iter().map(std::thread::ScopedJoinHandle::join);
        joined.map(|done| done.unwrap_or_else(|panic| std::panic::resume_unwind(panic))).collect()
    })
}
