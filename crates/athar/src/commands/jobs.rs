//! `athar jobs`: what the machine has to do, and doing it.

use crate::archive_at::{ArchiveAt, now};
use crate::importing::{How as ImportHow, Imported, import_file};
use crate::linking::{How, link_archive};
use crate::printer::Printer;
use crate::signing::seconds;
use crate::{Outcome, WrongUse};
use anyhow::Context;
use record::SourceKind;
use serde::{Deserialize, Serialize};
use std::path::Path;
use std::sync::mpsc::RecvTimeoutError;
use std::time::Duration;
use store::jobs::{Job, JobKind, Progress};
use store::{Archive, JobNumber};

/// Jobs: list them, ask for one, or work until none waits. Several processes may work at once.
#[derive(clap::Subcommand)]
pub(crate) enum Command {
    /// List the jobs with their progress.
    List {
        #[command(flatten)]
        at: ArchiveAt,
        /// Print JSON.
        #[arg(long)]
        json: bool,
    },
    /// Ask for a job: import FILE, link, expire or notify.
    Ask {
        #[command(flatten)]
        at: ArchiveAt,
        /// import, link, expire or notify.
        kind: String,
        /// The file to import.
        file: Option<String>,
        /// What kind of list it is: freed, sought, register, dead, report or other.
        #[arg(long = "list-kind", default_value = "other", value_parser = list_kind_of)]
        list_kind: SourceKind,
        /// No two of its rows are about the same person.
        #[arg(long)]
        one_row_per_person: bool,
    },
    /// Do what waits, until nothing does.
    Work {
        #[command(flatten)]
        at: ArchiveAt,
    },
    /// Cancel a job. Work that was accepted already stays.
    Cancel {
        #[command(flatten)]
        at: ArchiveAt,
        /// The job, such as J3.
        job: JobNumber,
    },
    /// Let a job that failed wait again.
    Repeat {
        #[command(flatten)]
        at: ArchiveAt,
        /// The job, such as J3.
        job: JobNumber,
    },
}

/// What an import job is about.
#[derive(Serialize, Deserialize)]
struct FileAsked {
    file: String,
    kind: SourceKind,
    one_row_per_person: bool,
}

fn list_kind_of(text: &str) -> Result<SourceKind, String> {
    SourceKind::parse(text).ok_or_else(|| "kinds are freed, sought, register, dead, report and other".to_owned())
}

pub(crate) fn run(command: Command, printer: &mut Printer) -> anyhow::Result<Outcome> {
    match command {
        Command::List { at, json } => list(&at.open()?, json, printer),
        Command::Ask { at, kind, file, list_kind, one_row_per_person } => {
            let archive = at.open_or_create(printer)?;
            let (kind, subject) = match (kind.as_str(), file) {
                ("import", Some(file)) => {
                    let path = std::fs::canonicalize(&file).with_context(|| format!("cannot find {file}"))?;
                    let file = path.to_string_lossy().into_owned();
                    (JobKind::Import, serde_json::to_string(&FileAsked { file, kind: list_kind, one_row_per_person })?)
                }
                ("link", None) => (JobKind::Link, String::new()),
                ("expire", None) => (JobKind::Expire, String::new()),
                ("notify", None) => (JobKind::Notify, String::new()),
                _ => return Err(WrongUse("jobs are `import FILE`, `link`, `expire` and `notify`".to_owned()).into()),
            };
            printer.line(archive.ask_job(kind, &subject, seconds())?.to_string())?;
            Ok(Outcome::Done)
        }
        Command::Work { at } => work(&at.open()?, printer),
        Command::Cancel { at, job } => changed(at.open()?.cancel_job(job, seconds())?, job, "cancelled", printer),
        Command::Repeat { at, job } => changed(at.open()?.repeat_job(job, seconds())?, job, "waiting", printer),
    }
}

fn changed(done: bool, job: JobNumber, state: &str, printer: &mut Printer) -> anyhow::Result<Outcome> {
    printer.line(if done { format!("{job} is {state}.") } else { format!("{job} cannot be {state} as it stands.") })?;
    Ok(if done { Outcome::Done } else { Outcome::No })
}

fn list(archive: &Archive, json: bool, printer: &mut Printer) -> anyhow::Result<Outcome> {
    let jobs = archive.jobs()?;
    if json {
        printer.json(&jobs)?;
        return Ok(Outcome::Done);
    }
    for job in jobs {
        let state = serde_json::to_value(job.state)?;
        let of = if job.total > 0 { format!("{} of {}", job.done, job.total) } else { job.done.to_string() };
        let state = state.as_str().unwrap_or_default();
        printer.line(format!(
            "{:<6} {:<8} {state:<10} {of:<16} {} {}",
            job.number,
            job.kind.as_str(),
            job.resume,
            job.message
        ))?;
    }
    Ok(Outcome::Done)
}

fn work(archive: &Archive, printer: &mut Printer) -> anyhow::Result<Outcome> {
    // Random: in containers every process may have the same number.
    let owner = archive.new_owner()?;
    let mut outcome = Outcome::Done;
    while let Some(job) = archive.take_job(&owner, seconds())? {
        let (number, latest) = (job.number, printer.latest());
        let done = std::thread::scope(|scope| {
            let (stop, stopped) = std::sync::mpsc::channel::<()>();
            let owner = &owner;
            // While the work goes on, somebody says how far it is, and holds the job.
            scope.spawn(move || {
                while stopped.recv_timeout(TOLD_EVERY) == Err(RecvTimeoutError::Timeout) {
                    let (done, total) = latest.steps();
                    let progress = Progress { done, total, resume: "" };
                    // A database that is busy for a moment takes the job from nobody.
                    if matches!(archive.job_progress(number, owner, progress, seconds()), Ok(false)) {
                        break;
                    }
                }
            });
            let done = perform(archive, &job, printer);
            drop(stop);
            done
        });
        // A message of ours names files and rows, never what stands in them.
        let failure = done.err().map(|error| format!("{error:#}"));
        archive.end_job(job.number, &owner, failure.as_deref(), seconds())?;
        if let Some(failure) = failure {
            printer.remark(format!("{} failed: {failure}", job.number));
            outcome = Outcome::No;
        } else {
            printer.line(format!("{} {} is done.", job.number, job.kind.as_str()))?;
        }
    }
    Ok(outcome)
}

fn perform(archive: &Archive, job: &Job, printer: &mut Printer) -> anyhow::Result<()> {
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
            };
            if let Imported::New { accepted, .. } = import_file(archive, path, &how, printer)? {
                archive.ask_job(JobKind::Link, "", seconds())?;
                printer.remark(format!("{} has {} records.", accepted.number, accepted.counts.records));
            }
        }
        JobKind::Link => {
            let linked = link_archive(archive, How::usual(1), printer)?;
            printer.remark(format!("{} is kept.", linked.run));
            archive.ask_job(JobKind::Notify, "", seconds())?;
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
    Ok(())
}

/// How often a worker says how far it is.
const TOLD_EVERY: Duration = Duration::from_secs(5);
/// Candidates of requests that are told of at once.
const QUEUE_SHOWN: usize = 100;
