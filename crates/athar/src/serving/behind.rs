//! The worker behind the desk: does jobs, and asks for a linkage run when requests or lists came since the latest one, so that a
//! new request reaches the queue by itself.

use crate::commands::match_tables::available_threads;
use crate::desk_matching::DeskMatching;
use crate::printer::Printer;
use crate::signing::seconds;
use crate::system::give_way;
use crate::working::{Worked, Worker};
use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};
use store::jobs::JobKind;
use store::{Archive, ImportNumber, Json, RunNumber};

/// How often it looks for something to do.
const LOOKED_EVERY: Duration = Duration::from_secs(1);
/// From the beginning of one linkage run to that of the next, at least.
const LINKED_EVERY: Duration = Duration::from_secs(20);
/// After runs that failed: twice as long each time, up to twenty seconds this often doubled.
const DOUBLED_MAX: u32 = 7;
/// How often desks and holds whose time is over are swept away.
const SWEPT_EVERY: Duration = Duration::from_mins(10);
/// How long a job may take to end when the desk is closed.
const ENDING: Duration = Duration::from_secs(10);

/// A worker on a thread of its own.
pub(super) struct Behind {
    stop: Arc<AtomicBool>,
    thread: JoinHandle<()>,
}

impl Behind {
    /// Begins to work.
    pub(super) fn begin(archive: Arc<Archive>, matching: Arc<DeskMatching>, quiet: bool) -> Behind {
        let stop = Arc::new(AtomicBool::new(false));
        let told = Arc::clone(&stop);
        let thread = std::thread::spawn(move || {
            give_way();
            let mut remarks = Printer::new(quiet);
            if let Err(error) = work(&archive, &matching, &told, &mut remarks) {
                remarks.remark(format!("jobs are not done any more: {error:#}"));
            }
        });
        Behind { stop, thread }
    }

    /// Ends what is long, and waits a while. What is not done by then is as if the machine had been switched off: nothing of it is
    /// visible, and another worker takes it over.
    pub(super) fn end(self) {
        self.stop.store(true, Ordering::Relaxed);
        let since = Instant::now();
        while !self.thread.is_finished() && since.elapsed() < ENDING {
            std::thread::sleep(Duration::from_millis(20));
        }
    }
}

fn work(
    archive: &Archive,
    matching: &DeskMatching,
    stop: &Arc<AtomicBool>,
    remarks: &mut Printer,
) -> anyhow::Result<()> {
    // One processor is for the pages.
    let worker = Worker::new(archive, available_threads().saturating_sub(1).max(1))?;
    let mut printer = Printer::unheard(Arc::clone(stop));
    let mut news = News::default();
    let (mut linked_at, mut swept_at): (Option<Instant>, Option<Instant>) = (None, None);
    let mut failures = 0;
    while !stop.load(Ordering::Relaxed) {
        let pause = LINKED_EVERY * 2_u32.pow(failures);
        if linked_at.is_none_or(|linked| linked.elapsed() >= pause) {
            // A database that is busy for a moment is asked again.
            if matches!(news.is_there(archive), Ok(true)) {
                let _ = archive.ask_job(JobKind::Link, "", seconds());
            }
            let began = Instant::now();
            if let Ok(Some(Worked { job, linked, failure })) = worker.next(&mut printer) {
                if job.kind == JobKind::Link {
                    linked_at = Some(began);
                    failures = if failure.is_some() { (failures + 1).min(DOUBLED_MAX) } else { 0 };
                }
                if let Some((linked, purge)) = linked {
                    matching.take_over(*linked, purge);
                }
                if let Some(failure) = failure.filter(|_| !stop.load(Ordering::Relaxed)) {
                    remarks.remark(format!("{} {} failed: {failure}", job.number, job.kind.as_str()));
                }
                continue;
            }
        }
        if swept_at.is_none_or(|swept| swept.elapsed() >= SWEPT_EVERY) {
            let _ = archive.sweep_desks(seconds());
            swept_at = Some(Instant::now());
        }
        std::thread::sleep(LOOKED_EVERY);
    }
    Ok(())
}

/// What the latest run has seen, so that it is not read again each time.
#[derive(Default)]
struct News {
    seen: Option<Seen>,
}

struct Seen {
    run: Option<RunNumber>,
    purge: Option<u64>,
    imports: BTreeSet<ImportNumber>,
    /// Whether it still knows what it learnt: an erasure may have taken that.
    has_learnt: bool,
}

impl News {
    /// Whether lists or requests came since the latest run. A page of requests that a run has seen grows no more.
    fn is_there(&mut self, archive: &Archive) -> anyhow::Result<bool> {
        let (run, purge) = (archive.latest_run_number()?, archive.newest_purge()?);
        if self.seen.as_ref().is_none_or(|seen| (seen.run, seen.purge) != (run, purge)) {
            let latest = archive.latest_link_run()?;
            self.seen = Some(Seen {
                run: latest.as_ref().map(|latest| latest.number),
                purge,
                has_learnt: latest.as_ref().is_some_and(|latest| latest.meta.model != Json::default()),
                imports: latest.map(|latest| latest.imports.into_iter().collect()).unwrap_or_default(),
            });
        }
        let Some(seen) = &self.seen else { return Ok(false) };
        let there = archive.import_leaves()?;
        let is_new = there.iter().any(|(number, _)| !seen.imports.contains(number));
        Ok(is_new || (!seen.has_learnt && !there.is_empty()))
    }
}
