//! Files that were uploaded and are not in the archive yet. They lie in this process's memory alone: in the database they would
//! lie under a key that the server holds, and what is sealed to the team never does. A server that ends forgets them.

use crate::bringing::{AboutList, Bringing, Brought, Look, Received, Steps, Unreadable};
use crate::desk::Desk;
use crate::failure::{Failure, log};
use crate::visit::Visit;
use crate::work::{Work, ask_first};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};
use store::access::{Asked, Kind};
use store::{AccountId, Archive};

/// One file, in bytes, at most.
pub(crate) const FILE_BYTES_MAX: usize = 64 << 20;
/// All that wait, in bytes.
const ALL_BYTES_MAX: usize = 256 << 20;
/// Bodies that are received at once, lists and photographs: each lies in memory. No account has two, so that one whose link is slow keeps
/// nobody else out.
const RECEIVED_AT_ONCE: usize = 4;
/// How long somebody waits for a turn to send: two photographs that are sent at once come one after the other.
const TURN_WAIT: Duration = Duration::from_secs(20);
const TURN_RETRY: Duration = Duration::from_millis(100);
/// Files of one account that wait.
const OWN_MAX: usize = 3;
/// How long a file waits for its next step.
const KEPT: Duration = Duration::from_mins(30);

/// Where an upload is on its way.
#[derive(Clone, Debug)]
pub(crate) enum Stage {
    /// Somebody looks at how it is understood.
    Waits,
    /// It is coming in.
    ComingIn,
    /// It is in.
    In(Brought),
    /// It was not brought in.
    Failed(Unreadable),
}

/// One file.
pub(crate) struct Upload {
    account: AccountId,
    bytes: usize,
    pub(crate) file: Arc<dyn Received>,
    pub(crate) steps: Steps,
    state: Mutex<(AboutList, Stage, Instant)>,
}

impl Upload {
    /// What was said of it, and where it is.
    pub(crate) fn state(&self) -> (AboutList, Stage) {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        state.2 = Instant::now();
        (state.0.clone(), state.1.clone())
    }

    /// Says something else of it, for as long as it waits.
    pub(crate) fn say(&self, about: AboutList) -> Result<(), Failure> {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        if matches!(state.1, Stage::ComingIn | Stage::In(_)) {
            return Err(Failure::Wrong("import-comes-in-already"));
        }
        (state.0, state.1) = (about, Stage::Waits);
        Ok(())
    }

    /// Begins to bring it in, on a thread of its own; once.
    pub(crate) fn bring_in(self: &Arc<Self>, archive: Arc<Archive>) {
        let about = {
            let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
            if matches!(state.1, Stage::ComingIn | Stage::In(_)) {
                return;
            }
            state.1 = Stage::ComingIn;
            state.0.clone()
        };
        let own = Arc::clone(self);
        std::thread::spawn(move || {
            let brought = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
                own.file.import(&archive, &about, own.account, &own.steps)
            }));
            let stage = match brought {
                Ok(Ok(brought)) => Stage::In(brought),
                Ok(Err(unreadable)) => Stage::Failed(unreadable),
                Err(_) => {
                    log("an import panicked");
                    Stage::Failed(Unreadable(String::new()))
                }
            };
            let mut state = own.state.lock().unwrap_or_else(PoisonError::into_inner);
            (state.1, state.2) = (stage, Instant::now());
        });
    }

    fn is_over(&self) -> bool {
        let state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        !matches!(state.1, Stage::ComingIn) && state.2.elapsed() > KEPT
    }
}

/// All of them, each under a number that nobody guesses.
pub(crate) struct Uploads {
    readers: Arc<dyn Bringing>,
    waiting: Mutex<Vec<(String, Arc<Upload>)>>,
    taking: Mutex<()>,
    /// Whose bodies are being received.
    receiving: Mutex<Vec<AccountId>>,
    looking: Mutex<()>,
}

/// The turn of somebody who may bring lists in to send one. Who it is, is asked before anything of it is taken.
pub(crate) async fn turn_to_send<'desk>(desk: &'desk Arc<Desk>, visit: &Visit) -> Result<Turn<'desk>, Failure> {
    let asked = |work: &Work| {
        work.must(Asked::change(Kind::Import))?;
        Ok(work.account)
    };
    desk.uploads.turn(ask_first(desk, visit, asked).await?).await
}

/// The turn of an account to send something long; over when it is dropped.
pub(crate) struct Turn<'uploads> {
    uploads: &'uploads Uploads,
    account: AccountId,
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        let mut receiving = self.uploads.receiving.lock().unwrap_or_else(PoisonError::into_inner);
        receiving.retain(|account| *account != self.account);
    }
}

impl Uploads {
    pub(crate) fn new(readers: Arc<dyn Bringing>) -> Uploads {
        let (waiting, taking, looking) = (Mutex::default(), Mutex::default(), Mutex::default());
        Uploads { readers, waiting, taking, receiving: Mutex::default(), looking }
    }

    /// Lets an account send something long, when not too many do any more. Nothing of it is taken before.
    pub(crate) async fn turn(&self, account: AccountId) -> Result<Turn<'_>, Failure> {
        self.turn_within(account, TURN_WAIT).await.ok_or(Failure::Wrong("import-others-come"))
    }

    async fn turn_within(&self, account: AccountId, patience: Duration) -> Option<Turn<'_>> {
        let since = Instant::now();
        loop {
            if let Some(turn) = self.turn_now(account) {
                return Some(turn);
            }
            if since.elapsed() >= patience {
                return None;
            }
            tokio::time::sleep(TURN_RETRY).await;
        }
    }

    fn turn_now(&self, account: AccountId) -> Option<Turn<'_>> {
        let mut receiving = self.receiving.lock().unwrap_or_else(PoisonError::into_inner);
        if receiving.len() >= RECEIVED_AT_ONCE || receiving.contains(&account) {
            return None;
        }
        receiving.push(account);
        Some(Turn { uploads: self, account })
    }

    /// Takes a file.
    pub(crate) fn take(
        &self,
        account: AccountId,
        name: &str,
        bytes: &[u8],
        about: AboutList,
    ) -> Result<String, Failure> {
        // One at a time: two that come at once are counted both.
        let _taking = self.taking.lock().unwrap_or_else(PoisonError::into_inner);
        {
            let waiting = self.swept();
            let own = waiting.iter().filter(|(_, upload)| upload.account == account).count();
            let all: usize = waiting.iter().map(|(_, upload)| upload.bytes).sum();
            if own >= OWN_MAX || all + bytes.len() > ALL_BYTES_MAX {
                return Err(Failure::Wrong("import-too-many-wait"));
            }
        }
        let file = self.readers.receive(name, bytes)?;
        let mut number = [0; 16];
        getrandom::fill(&mut number).map_err(|_| Failure::broken("no randomness"))?;
        let token = vault::hex::text(&number);
        let state = Mutex::new((about, Stage::Waits, Instant::now()));
        let upload = Upload { account, bytes: bytes.len(), file, steps: Steps::default(), state };
        self.swept().push((token.clone(), Arc::new(upload)));
        Ok(token)
    }

    /// One of an account's own; another's is not there.
    pub(crate) fn find(&self, account: AccountId, token: &str) -> Result<Arc<Upload>, Failure> {
        let waiting = self.swept();
        let found = waiting.iter().find(|(own, upload)| own == token && upload.account == account);
        found.map(|(_, upload)| Arc::clone(upload)).ok_or(Failure::NotThere)
    }

    /// How a file would be read; one is looked at at a time, since that unpacks it.
    pub(crate) fn look(&self, upload: &Upload, archive: &Archive, about: &AboutList) -> Result<Look, Unreadable> {
        let _looking = self.looking.lock().unwrap_or_else(PoisonError::into_inner);
        upload.file.look(archive, about)
    }

    /// Those of an account, by their numbers, with their sources' names.
    pub(crate) fn of(&self, account: AccountId) -> Vec<(String, String)> {
        let waiting = self.swept();
        let own = waiting.iter().filter(|(_, upload)| upload.account == account);
        own.map(|(token, upload)| {
            (token.clone(), upload.state.lock().unwrap_or_else(PoisonError::into_inner).0.source.clone())
        })
        .collect()
    }

    /// Throws one away that waits. What is coming in already comes in, and is counted until then.
    pub(crate) fn throw_away(&self, account: AccountId, token: &str) -> Result<(), Failure> {
        if matches!(self.find(account, token)?.state().1, Stage::ComingIn) {
            return Err(Failure::Wrong("import-comes-in-already"));
        }
        self.forget(account, token);
        Ok(())
    }

    /// Forgets one that is in.
    pub(crate) fn forget(&self, account: AccountId, token: &str) {
        self.swept().retain(|(own, upload)| own != token || upload.account != account);
    }

    fn swept(&self) -> std::sync::MutexGuard<'_, Vec<(String, Arc<Upload>)>> {
        let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        waiting.retain(|(_, upload)| !upload.is_over());
        waiting
    }
}

#[cfg(test)]
mod tests {
    use super::Uploads;
    use crate::bringing::{Bringing, Received};
    use std::sync::Arc;
    use std::time::Duration;
    use store::AccountId;

    struct Nothing;

    impl Bringing for Nothing {
        fn receive(&self, _: &str, _: &[u8]) -> anyhow::Result<Arc<dyn Received>> {
            anyhow::bail!("nothing is received here")
        }
    }

    #[test]
    fn whoever_sends_two_at_once_waits_for_their_turn() {
        let (short, long) = (Duration::from_millis(300), Duration::from_secs(20));
        let (own, other) = (AccountId(1), AccountId(2));
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
        runtime.block_on(async {
            let uploads = Uploads::new(Arc::new(Nothing));
            let turn = uploads.turn_within(own, long).await.unwrap();
            assert!(uploads.turn_within(own, short).await.is_none(), "it is not over");
            assert!(uploads.turn_within(other, short).await.is_some());
            let ends = async {
                tokio::time::sleep(short).await;
                drop(turn);
            };
            let (next, ()) = tokio::join!(uploads.turn_within(own, long), ends);
            assert!(next.is_some(), "it was waited for");
        });
    }
}
