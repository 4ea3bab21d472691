//! Work in numbered pieces on several threads: results come in the order of the pieces, whoever did them.

use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

/// Does `pieces` pieces of work with a state of its own for each thread. `told` hears after each piece of the calling
/// thread how many are done, and may stop the work by answering `false`; then there is no result.
pub(crate) fn in_pieces<State, Done: Send>(
    pieces: usize,
    threads: usize,
    begin: impl Fn() -> State + Sync,
    work: impl Fn(&mut State, usize) -> Done + Sync,
    told: &mut dyn FnMut(usize) -> bool,
) -> Option<Vec<Done>> {
    let next = AtomicUsize::new(0);
    let finished = AtomicUsize::new(0);
    let stopped = AtomicBool::new(false);
    let results: Mutex<Vec<(usize, Done)>> = Mutex::new(Vec::with_capacity(pieces));
    let step = |state: &mut State, own: &mut Vec<(usize, Done)>| {
        let piece = next.fetch_add(1, Ordering::Relaxed);
        if piece >= pieces || stopped.load(Ordering::Relaxed) {
            return false;
        }
        own.push((piece, work(state, piece)));
        finished.fetch_add(1, Ordering::Relaxed);
        true
    };
    let collect = |own: Vec<(usize, Done)>| {
        if let Ok(mut results) = results.lock() {
            results.extend(own);
        }
    };
    std::thread::scope(|scope| {
        for _ in 1..threads.min(pieces).max(1) {
            scope.spawn(|| {
                let (mut state, mut own) = (begin(), Vec::new());
                while step(&mut state, &mut own) {}
                collect(own);
            });
        }
        let (mut state, mut own) = (begin(), Vec::new());
        while step(&mut state, &mut own) {
            if !told(finished.load(Ordering::Relaxed)) {
                stopped.store(true, Ordering::Relaxed);
            }
        }
        collect(own);
    });
    if stopped.load(Ordering::Relaxed) {
        return None;
    }
    let mut results = results.into_inner().ok()?;
    results.sort_unstable_by_key(|(piece, _)| *piece);
    Some(results.into_iter().map(|(_, done)| done).collect())
}
