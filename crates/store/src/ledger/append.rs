//! Appending to the ledger: many requests of one process in one durable transaction.
//!
//! Whoever comes first writes for all who wait (group commit): one flush to disk acknowledges them all. The head's row is
//! locked as the first thing, since what is checked (does a decision contradict an earlier one?) must be checked
//! against everything that was appended before; nothing long happens under that lock, as long work was staged.
//! A request is checked before anything of it is written, so one that is refused leaves nothing and takes nobody
//! else's with it; savepoints are not needed for that.

use crate::acts::{Act, ActEntry};
use crate::entry::{Body, Head, TakenBack, new_salt};
use crate::ledger::Tail;
use crate::projecting::Projecting;
use crate::sql::{Connection, Durability};
use crate::{AccountId, Archive, Result, StoreError, checking, limits, token};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// An entry to be appended.
pub(crate) struct Request {
    pub(crate) salt: [u8; 32],
    pub(crate) time: String,
    pub(crate) body: Body,
}

impl Request {
    /// A request with a salt of its own.
    pub(crate) fn new(body: Body, time: &str) -> Result<Request> {
        Ok(Request { salt: new_salt()?, time: time.to_owned(), body })
    }

    /// An act of somebody's, or nobody's.
    fn of_act(by: Option<AccountId>, act: Act, time: &str) -> Result<Request> {
        Request::new(Body::Act(Box::new(ActEntry { by, token: token::acting(), act })), time)
    }
}

/// What became of it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Appended {
    pub(crate) index: u64,
    /// The ledger after everything that was written with it.
    pub(crate) head: Head,
}

/// A request that waits, and where its outcome goes.
struct Waiting {
    request: Request,
    outcome: Arc<Mutex<Option<Result<Appended>>>>,
}

/// Requests of all threads of this process, and the one connection that writes them.
#[derive(Default)]
pub(crate) struct Appending {
    waiting: Mutex<Vec<Waiting>>,
    connection: Mutex<Option<Connection>>,
}

impl Appending {
    /// The connection, when no thread uses it.
    pub(crate) fn connection(&self) -> MutexGuard<'_, Option<Connection>> {
        held(&self.connection)
    }
}

fn held<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Archive {
    /// Appends an act.
    pub(crate) fn act(&self, by: Option<AccountId>, act: Act, time: &str) -> Result<Appended> {
        self.append(Request::of_act(by, act, time)?)
    }

    /// Appends many acts of nobody's in as few transactions as possible.
    pub(crate) fn acts(&self, acts: impl Iterator<Item = Act>, time: &str) -> Result<Vec<Result<Appended>>> {
        let requests = acts.map(|act| Request::of_act(None, act, time)).collect::<Result<Vec<_>>>()?;
        Ok(self.append_all(requests))
    }

    /// Takes something back.
    pub(crate) fn take_back(&self, taken: TakenBack, time: &str) -> Result<u64> {
        Ok(self.append(Request::new(Body::TakenBack(taken), time)?)?.index)
    }

    /// Appends one entry, durably, with what follows from it.
    pub(crate) fn append(&self, request: Request) -> Result<Appended> {
        let outcome = Arc::default();
        held(&self.appending.waiting).push(Waiting { request, outcome: Arc::clone(&outcome) });
        loop {
            let mut connection = self.appending.connection();
            if let Some(outcome) = held(&outcome).take() {
                return outcome;
            }
            let mut waiting = held(&self.appending.waiting);
            if waiting.is_empty() {
                // Whoever took the request died at it: its transaction was rolled back.
                return Err(StoreError::Abandoned);
            }
            let many = waiting.len().min(limits::APPENDED_AT_ONCE_MAX);
            let batch: Vec<Waiting> = waiting.drain(..many).collect();
            drop(waiting);
            let (requests, outcomes): (Vec<_>, Vec<_>) =
                batch.into_iter().map(|waiting| (waiting.request, waiting.outcome)).unzip();
            let done = self.write(&mut connection, requests);
            for (outcome, done) in outcomes.iter().zip(done) {
                *held(outcome) = Some(done);
            }
        }
    }

    /// Appends entries in one transaction: an outcome each, in order. Those that are refused leave nothing.
    pub(crate) fn append_all(&self, requests: Vec<Request>) -> Vec<Result<Appended>> {
        let mut connection = self.appending.connection();
        let mut outcomes = Vec::with_capacity(requests.len());
        let mut requests = requests.into_iter().peekable();
        while requests.peek().is_some() {
            outcomes
                .extend(self.write(&mut connection, requests.by_ref().take(limits::APPENDED_AT_ONCE_MAX).collect()));
        }
        outcomes
    }

    fn write(&self, slot: &mut Option<Connection>, requests: Vec<Request>) -> Vec<Result<Appended>> {
        let count = requests.len();
        if count == 0 {
            return Vec::new();
        }
        let written = self.writing(slot).and_then(|connection| {
            connection.transaction(Durability::Full, |connection| write_all(connection, requests))
        });
        match written {
            Ok((outcomes, head)) => {
                outcomes.into_iter().map(|outcome| outcome.map(|index| Appended { index, head })).collect()
            }
            // The transaction itself failed: nothing of anybody's was kept, and each is told why.
            Err(error) => {
                let mut outcomes: Vec<Result<Appended>> = (1..count).map(|_| Err(error.again())).collect();
                outcomes.push(Err(error));
                outcomes
            }
        }
    }

    /// The connection that writes, made when it is first needed or after it broke.
    pub(crate) fn writing<'slot>(&self, slot: &'slot mut Option<Connection>) -> Result<&'slot mut Connection> {
        if slot.as_ref().is_some_and(Connection::is_broken) {
            *slot = None;
        }
        match slot {
            Some(connection) => Ok(connection),
            None => Ok(slot.insert(self.begin_writing()?)),
        }
    }
}

/// The indexes of those that were not refused, and the new head.
type Written = (Vec<Result<u64>>, Head);

fn write_all(connection: &mut Connection, requests: Vec<Request>) -> Result<Written> {
    let tail = Tail::lock(connection)?;
    let mut projecting = Projecting::new(connection, Some(tail));
    if requests.len() > 1 {
        let decided = requests.iter().any(|request| matches!(request.body, Body::Decision(_)));
        projecting.expect(&requests.iter().flat_map(|request| request.body.records()).collect(), decided)?;
    }
    let mut outcomes = Vec::with_capacity(requests.len());
    for Request { salt, time, mut body } in requests {
        let checked = checking::check(&mut projecting, &mut body, &time);
        match checked.and_then(|()| body.encode(&time)) {
            Ok(content) => {
                let index = projecting.push(salt, &content)?;
                projecting.follow(index, &salt, &time, body)?;
                outcomes.push(Ok(index));
            }
            Err(error) if error.is_refusal() => outcomes.push(Err(error)),
            Err(error) => return Err(error),
        }
    }
    let head = projecting.finish()?;
    head.map(|head| (outcomes, head)).ok_or_else(|| StoreError::damaged("the ledger has no head"))
}
