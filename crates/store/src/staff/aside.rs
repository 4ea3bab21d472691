//! Writing beside the ledger: what is neither ledger nor projection, on a connection of its own.
//!
//! Whoever appends holds the end of the ledger for a whole group of entries; somebody who only opens a desk or takes a pair has
//! nothing to do with that, and does not wait for it. On PostgreSQL the two never meet. SQLite lets one write at a time, for as
//! long as one step of an import takes.

use crate::sql::{Connection, Durability};
use crate::{Archive, Result, StoreError};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Instant;

/// The one connection of this process for it, made when it is first needed.
#[derive(Default)]
pub(crate) struct Aside {
    connection: Mutex<Option<Connection>>,
    /// When the database last did not let it write in time.
    refused: Mutex<Option<Instant>>,
}

impl Aside {
    /// The connection, when no thread uses it.
    pub(crate) fn connection(&self) -> MutexGuard<'_, Option<Connection>> {
        self.connection.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn refused(&self) -> MutexGuard<'_, Option<Instant>> {
        self.refused.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Archive {
    /// One transaction beside the ledger. Those who waited for their turn while another was refused are refused too, or each would wait for
    /// as long again.
    pub(crate) fn aside<T>(
        &self,
        durability: Durability,
        work: impl FnOnce(&mut Connection) -> Result<T>,
    ) -> Result<T> {
        let came = Instant::now();
        let mut slot = self.aside.connection();
        if self.aside.refused().is_some_and(|refused| refused > came) {
            return Err(StoreError::held("what lies beside the ledger"));
        }
        let connection = self.writing(&mut slot)?;
        connection.wait_at_most(self.database.patience());
        let written = connection.transaction(durability, work);
        if written.as_ref().err().is_some_and(StoreError::is_late) {
            *self.aside.refused() = Some(Instant::now());
        }
        written
    }
}
