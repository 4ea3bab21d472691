//! `athar jobs`: what the machine has to do, and doing it.

use crate::archive_at::ArchiveAt;
use crate::commands::match_tables::available_threads;
use crate::printer::Printer;
use crate::signing::seconds;
use crate::working::{FileAsked, Worked, Worker};
use crate::{Outcome, WrongUse};
use anyhow::Context;
use record::SourceKind;
use store::jobs::JobKind;
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
    let worker = Worker::new(archive, available_threads())?;
    let mut outcome = Outcome::Done;
    while let Some(Worked { job, failure, .. }) = worker.next(printer)? {
        if let Some(failure) = failure {
            printer.remark(format!("{} failed: {failure}", job.number));
            outcome = Outcome::No;
        } else {
            printer.line(format!("{} {} is done.", job.number, job.kind.as_str()))?;
        }
    }
    Ok(outcome)
}
