//! The index of names in memory, brought forward while others search it.

use crate::name_index::{ArchiveNames, Kept, Looked};
use crate::printer::Printer;
use names::{Reading, Session};
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use store::{Archive, RecordId};

/// Changed records from which on the bytes are written anew: a search looks through them one by one.
const CHANGED_MAX: u64 = 2_000;
/// Sessions that are kept for the next search.
const SESSIONS_KEPT: usize = 4;

/// The names of an archive, once somebody has opened them.
#[derive(Default)]
pub(super) struct Names {
    held: RwLock<Option<ArchiveNames>>,
    /// Whoever opens or brings forward holds it; nobody does so twice.
    changing: Mutex<()>,
    sessions: Mutex<Vec<Session>>,
}

impl Names {
    /// The records with the best names for a question, best first. Some may have been taken back since.
    pub(super) fn search(&self, archive: &Archive, asked: &Reading, limit: usize) -> anyhow::Result<Vec<RecordId>> {
        if self.held.read().unwrap_or_else(PoisonError::into_inner).is_none() {
            self.open(archive)?;
        }
        let mut session = self.sessions.lock().unwrap_or_else(PoisonError::into_inner).pop().unwrap_or_default();
        let held = self.held.read().unwrap_or_else(PoisonError::into_inner);
        let found = held.as_ref().map(|names| names.search_with(&mut session, asked, limit)).unwrap_or_default();
        drop(held);
        let mut sessions = self.sessions.lock().unwrap_or_else(PoisonError::into_inner);
        if sessions.len() < SESSIONS_KEPT {
            sessions.push(session);
        }
        Ok(found)
    }

    fn open(&self, archive: &Archive) -> anyhow::Result<()> {
        let _changing = self.changing.lock().unwrap_or_else(PoisonError::into_inner);
        if self.held.read().unwrap_or_else(PoisonError::into_inner).is_none() {
            self.put(opened(archive)?);
        }
        Ok(())
    }

    /// Brings it to the state of the archive. What takes long is done while others search what is there.
    pub(super) fn freshen(&self, archive: &Archive) -> anyhow::Result<()> {
        self.open(archive)?;
        let _changing = self.changing.lock().unwrap_or_else(PoisonError::into_inner);
        let held = self.held.read().unwrap_or_else(PoisonError::into_inner);
        let Some(names) = held.as_ref() else { return Ok(()) };
        let looked = names.look(archive)?;
        drop(held);
        match looked {
            Looked::Fresh => return Ok(()),
            Looked::Outgrown => {
                self.put(opened(archive)?);
                return Ok(());
            }
            Looked::Behind(ahead) => {
                let mut held = self.held.write().unwrap_or_else(PoisonError::into_inner);
                if let Some(names) = held.as_mut()
                    && let Err(error) = names.bring(*ahead)
                {
                    // Half of it is in: the next one who asks reads all of it.
                    *held = None;
                    return Err(error);
                }
            }
        }
        let held = self.held.read().unwrap_or_else(PoisonError::into_inner);
        let anew = held.as_ref().filter(|names| names.changed() >= CHANGED_MAX);
        let anew = anew.map(|names| names.written_anew(archive)).transpose()?;
        drop(held);
        if let Some(anew) = anew {
            self.put(anew);
        }
        Ok(())
    }

    fn put(&self, names: ArchiveNames) {
        *self.held.write().unwrap_or_else(PoisonError::into_inner) = Some(names);
    }
}

fn opened(archive: &Archive) -> anyhow::Result<ArchiveNames> {
    ArchiveNames::open(archive, Kept::begin(archive.dir()), &Printer::unheard(Arc::default()))
}
