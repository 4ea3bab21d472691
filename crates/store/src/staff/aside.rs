//! Writing beside the ledger: what is neither ledger nor projection, on a connection of its own.
//!
//! Whoever appends holds the end of the ledger for a whole group of entries; somebody who only opens a desk or takes a pair has
//! nothing to do with that, and does not wait for it. On PostgreSQL the two never meet. SQLite lets one write at a time, for as
//! long as one step of an import takes.

use crate::sql::{Connection, Durability};
use crate::{Archive, Result};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// The one connection of this process for it, made when it is first needed.
#[derive(Default)]
pub(crate) struct Aside(Mutex<Option<Connection>>);

impl Aside {
    /// The connection, when no thread uses it.
    pub(crate) fn connection(&self) -> MutexGuard<'_, Option<Connection>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Archive {
    /// One transaction beside the ledger.
    pub(crate) fn aside<T>(
        &self,
        durability: Durability,
        work: impl FnOnce(&mut Connection) -> Result<T>,
    ) -> Result<T> {
        let mut slot = self.aside.connection();
        let connection = self.writing(&mut slot)?;
        connection.wait_at_most(self.database.patience());
        connection.transaction(durability, work)
    }
}
