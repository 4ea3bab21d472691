//! Jobs: what is to be done, who is at it, how far it is.
//!
//! A job is neither ledger nor projection. Losing the table delays work and changes nothing, since what a job does is
//! itself an import, a run or an act. A worker holds a job by a lease: when it stops renewing, another takes over
//! where the last word of progress says. Two processes on one database never hold one job.

use crate::entry::new_salt;
use crate::sql::{Row, Value, statements};
use crate::{Archive, Hash, JobNumber, Result, StoreError, ledger, sql::Durability};

/// Seconds for which a worker holds a job without a word of progress.
pub const LEASE_SECONDS: i64 = 60;
/// Times that a job is begun before it counts as failed: one that kills its worker each time would do so for ever.
pub const ATTEMPTS_MAX: u32 = 5;
const LOOKED_AT: i64 = 16;

/// What kind of work.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum JobKind {
    /// Bring a file in.
    Import,
    /// Link what is new against everything.
    Link,
    /// Look for contacts that may not be used any more.
    Expire,
    /// Put what is new into the queues of those who wait for it.
    Notify,
}

impl JobKind {
    /// The stable text form.
    pub fn as_str(self) -> &'static str {
        match self {
            JobKind::Import => "import",
            JobKind::Link => "link",
            JobKind::Expire => "expire",
            JobKind::Notify => "notify",
        }
    }

    fn parse(text: &str) -> Option<JobKind> {
        [JobKind::Import, JobKind::Link, JobKind::Expire, JobKind::Notify]
            .into_iter()
            .find(|kind| kind.as_str() == text)
    }
}

/// Where a job stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum JobState {
    /// Nobody is at it.
    Waiting,
    /// A worker is at it, as long as its lease lasts.
    Running,
    /// Done.
    Done,
    /// It failed; the message says why.
    Failed,
    /// Somebody cancelled it.
    Cancelled,
}

impl JobState {
    fn as_str(self) -> &'static str {
        match self {
            JobState::Waiting => "waiting",
            JobState::Running => "running",
            JobState::Done => "done",
            JobState::Failed => "failed",
            JobState::Cancelled => "cancelled",
        }
    }

    fn parse(text: &str) -> Option<JobState> {
        [JobState::Waiting, JobState::Running, JobState::Done, JobState::Failed, JobState::Cancelled]
            .into_iter()
            .find(|state| state.as_str() == text)
    }
}

/// A job. Times are in seconds since 1970.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Job {
    /// Its number.
    pub number: JobNumber,
    /// What kind of work.
    pub kind: JobKind,
    /// What it is about, as the kind wants it: no name of a person.
    pub subject: String,
    /// Where it stands.
    pub state: JobState,
    /// Steps done.
    pub done: u64,
    /// Steps in all, as far as is known; 0 when it is not.
    pub total: u64,
    /// Times it was begun.
    pub attempts: u32,
    /// Who is at it.
    pub owner: String,
    /// Until when they hold it without another word.
    pub lease: i64,
    /// When it was asked for.
    pub created: i64,
    /// When anything last changed.
    pub changed: i64,
    /// Where the next worker goes on.
    pub resume: String,
    /// Why it failed.
    pub message: String,
}

/// How far a worker is.
#[derive(Clone, Copy, Debug)]
pub struct Progress<'a> {
    /// Steps done.
    pub done: u64,
    /// Steps in all; 0 when it is not known.
    pub total: u64,
    /// Where another worker would go on.
    pub resume: &'a str,
}

impl Archive {
    /// Asks for a job; one of the same kind about the same thing that is not yet done stands for both.
    pub fn ask_job(&self, kind: JobKind, subject: &str, now: i64) -> Result<JobNumber> {
        let mut slot = self.appending.connection();
        self.writing(&mut slot)?.transaction(Durability::Full, |connection| {
            // One at a time: two would find the same number.
            ledger::Tail::lock(connection)?;
            let (kind, subject) = (Value::Text(kind.as_str()), Value::Text(subject));
            if let Some(row) = connection.row(statements::JOB_SAME, &[kind, subject])? {
                return Ok(JobNumber(row.int(0)?));
            }
            let number = connection.row(statements::JOB_NEXT, &[])?.map_or(Ok(1), |row| row.int(0))?;
            connection.execute(statements::JOB_NEW, &[Value::Int(number), kind, subject, Value::Int(now)])?;
            Ok(JobNumber(number))
        })
    }

    /// A name for a worker that no other has.
    pub fn new_owner(&self) -> Result<String> {
        Ok(Hash(new_salt()?).to_string())
    }

    /// Takes the first job that waits, or that a worker has let go, and holds it for [`LEASE_SECONDS`].
    pub fn take_job(&self, owner: &str, now: i64) -> Result<Option<Job>> {
        let mut slot = self.appending.connection();
        self.writing(&mut slot)?.transaction(Durability::Full, |connection| {
            for row in connection.rows(statements::JOB_RUNNABLE, &[Value::Int(now), Value::Int(LOOKED_AT)])? {
                let number = row.int(0)?;
                let values = [Value::Text(owner), Value::Int(now + LEASE_SECONDS), Value::Int(now), Value::Int(number)];
                // Another process may have been quicker: then it is none of ours.
                if connection.execute(statements::JOB_CLAIM, &values)? == 0 {
                    continue;
                }
                let row = connection.row(statements::JOB, &[Value::Int(number)])?;
                let job = row.as_ref().map(Job::from_row).transpose()?;
                let Some(job) = job else { continue };
                if job.attempts <= ATTEMPTS_MAX {
                    return Ok(Some(job));
                }
                let message = "begun too often without an end";
                let values = [JobState::Failed.as_str(), message].map(Value::Text);
                let [state, message] = values;
                let values = [state, message, Value::Int(now), Value::Int(number), Value::Text(owner)];
                connection.execute(statements::JOB_END, &values)?;
            }
            Ok(None)
        })
    }

    /// Says how far a job is, and holds it on. False: it is not this worker's any more, who then stops.
    pub fn job_progress(&self, job: JobNumber, owner: &str, progress: Progress<'_>, now: i64) -> Result<bool> {
        let values = [
            Value::Int(progress.done as i64),
            Value::Int(progress.total as i64),
            Value::Text(progress.resume),
            Value::Int(now + LEASE_SECONDS),
            Value::Int(now),
            Value::Int(job.0),
            Value::Text(owner),
        ];
        self.change_job(Durability::Staged, statements::JOB_PROGRESS, &values)
    }

    /// Ends a job: done, or failed with a message that names nobody.
    pub fn end_job(&self, job: JobNumber, owner: &str, failure: Option<&str>, now: i64) -> Result<bool> {
        let state = if failure.is_some() { JobState::Failed } else { JobState::Done };
        let values = [
            Value::Text(state.as_str()),
            Value::Text(failure.unwrap_or_default()),
            Value::Int(now),
            Value::Int(job.0),
            Value::Text(owner),
        ];
        self.change_job(Durability::Full, statements::JOB_END, &values)
    }

    /// Cancels a job that is not done; a worker at it notices at its next word of progress.
    pub fn cancel_job(&self, job: JobNumber, now: i64) -> Result<bool> {
        self.change_job(Durability::Full, statements::JOB_CANCEL, &[Value::Int(now), Value::Int(job.0)])
    }

    /// Lets a job that failed or was cancelled wait again.
    pub fn repeat_job(&self, job: JobNumber, now: i64) -> Result<bool> {
        self.change_job(Durability::Full, statements::JOB_AGAIN, &[Value::Int(now), Value::Int(job.0)])
    }

    /// Every job, in the order in which they were asked for.
    pub fn jobs(&self) -> Result<Vec<Job>> {
        let rows = self.database.read(|connection| connection.rows(statements::JOBS, &[]))?;
        rows.iter().map(Job::from_row).collect()
    }

    fn change_job(&self, durability: Durability, statement: &'static str, values: &[Value<'_>]) -> Result<bool> {
        let mut slot = self.appending.connection();
        let connection = self.writing(&mut slot)?;
        Ok(connection.transaction(durability, |connection| connection.execute(statement, values))? == 1)
    }
}

impl Job {
    fn from_row(row: &Row) -> Result<Job> {
        let unknown = || StoreError::damaged("a job is not understood");
        Ok(Job {
            number: JobNumber(row.int(0)?),
            kind: JobKind::parse(&row.text(1)?).ok_or_else(unknown)?,
            subject: row.text(2)?,
            state: JobState::parse(&row.text(3)?).ok_or_else(unknown)?,
            done: row.int(4)? as u64,
            total: row.int(5)? as u64,
            attempts: row.int(6)? as u32,
            owner: row.text(7)?,
            lease: row.int(8)?,
            created: row.int(9)?,
            changed: row.int(10)?,
            resume: row.text(11)?,
            message: row.text(12)?,
        })
    }
}
