//! Does what waits: takes a job, holds it while it is at it, and says how it ended. On the command line until none waits, behind
//! the desk for as long as it is open.

use crate::archive_at::now;
use crate::importing::{How as ImportHow, Imported, import_file};
use crate::linking::{How, Linked, link_archive};
use crate::printer::Printer;
use crate::signing::seconds;
use anyhow::Context;
use record::SourceKind;
use serde::{Deserialize, Serialize};
use std::path::Path;
use std::sync::mpsc::RecvTimeoutError;
use std::time::Duration;
use store::Archive;
use store::jobs::{Job, JobKind, Progress};

/// How often a worker says how far it is.
const TOLD_EVERY: Duration = Duration::from_secs(5);
/// Candidates of requests that are told of at once.
const QUEUE_SHOWN: usize = 100;

/// What an import job is about.
#[derive(Serialize, Deserialize)]
pub(crate) struct FileAsked {
    pub(crate) file: String,
    pub(crate) kind: SourceKind,
    pub(crate) one_row_per_person: bool,
}

/// One who works: no other has its name.
pub(crate) struct Worker<'archive> {
    archive: &'archive Archive,
    owner: String,
    threads: usize,
}

/// A job that ended.
pub(crate) struct Worked {
    pub(crate) job: Job,
    /// What it laid out, and the newest erasure before it did: of a link job.
    pub(crate) linked: Option<(Box<Linked>, Option<u64>)>,
    /// Why it failed: files, rows and ids, never what stands in them.
    pub(crate) failure: Option<String>,
}

impl<'archive> Worker<'archive> {
    /// A worker that links on so many threads.
    pub(crate) fn new(archive: &'archive Archive, threads: usize) -> anyhow::Result<Worker<'archive>> {
        // Random: in containers every process may have the same number.
        Ok(Worker { archive, owner: archive.new_owner()?, threads })
    }

    /// Does the first job that waits; nothing where none does.
    pub(crate) fn next(&self, printer: &mut Printer) -> anyhow::Result<Option<Worked>> {
        let Some(job) = self.archive.take_job(&self.owner, seconds())? else { return Ok(None) };
        let (number, latest) = (job.number, printer.latest());
        let done = std::thread::scope(|scope| {
            let (stop, stopped) = std::sync::mpsc::channel::<()>();
            // While the work goes on, somebody says how far it is, and holds the job.
            scope.spawn(move || {
                while stopped.recv_timeout(TOLD_EVERY) == Err(RecvTimeoutError::Timeout) {
                    let (done, total) = latest.steps();
                    let progress = Progress { done, total, resume: "" };
                    // A database that is busy for a moment takes the job from nobody.
                    if matches!(self.archive.job_progress(number, &self.owner, progress, seconds()), Ok(false)) {
                        break;
                    }
                }
            });
            let done = self.perform(&job, printer);
            drop(stop);
            done
        });
        let (linked, failure) = match done {
            Ok(linked) => (linked, None),
            Err(error) => (None, Some(format!("{error:#}"))),
        };
        self.archive.end_job(number, &self.owner, failure.as_deref(), seconds())?;
        if failure.is_some() && printer.is_to_stop() {
            // It was ended and did not fail: whoever comes next does it.
            self.archive.repeat_job(number, seconds())?;
        }
        Ok(Some(Worked { job, linked, failure }))
    }

    fn perform(&self, job: &Job, printer: &mut Printer) -> anyhow::Result<Option<(Box<Linked>, Option<u64>)>> {
        let archive = self.archive;
        match job.kind {
            JobKind::Import => {
                let asked: FileAsked = serde_json::from_str(&job.subject).context("the job names no file")?;
                let path = Path::new(&asked.file);
                let source = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
                let how = ImportHow {
                    source: &source,
                    kind: asked.kind,
                    as_of: None,
                    mapping: None,
                    one_row_per_person: asked.one_row_per_person,
                    by: None,
                };
                if let Imported::New { accepted, .. } = import_file(archive, path, &how, printer)? {
                    archive.ask_job(JobKind::Link, "", seconds())?;
                    printer.remark(format!("{} has {} records.", accepted.number, accepted.counts.records));
                }
            }
            JobKind::Link => {
                // With another seed everything would be learnt anew.
                let seed = archive.latest_link_run()?.map_or(1, |run| run.meta.seed);
                let purge = archive.newest_purge()?;
                let linked = link_archive(archive, How { threads: self.threads, ..How::usual(seed) }, printer)?;
                printer.remark(format!("{} is kept.", linked.run));
                archive.ask_job(JobKind::Notify, "", seconds())?;
                return Ok(Some((Box::new(linked), purge)));
            }
            JobKind::Expire => {
                let today = now()[..10].to_owned();
                for case in archive.expired_contacts(&today)? {
                    printer.line(format!("{case}: its contact may not be used any more until it is renewed"))?;
                }
            }
            JobKind::Notify => {
                for waiting in archive.queue(QUEUE_SHOWN)? {
                    let news = if waiting.is_new { "new " } else { "" };
                    printer.line(format!("{}: {news}candidate {}", waiting.request, waiting.candidate))?;
                }
            }
        }
        Ok(None)
    }
}
