//! What follows from the ledger and is asked for by every page: made once for each state of the ledger.

use crate::failure::Failure;
use std::sync::{Arc, Mutex, PoisonError};
use store::{Archive, StoreError};

/// Something that only an entry of the ledger changes.
pub(crate) struct Remembered<T>(Mutex<Option<(u64, Arc<T>)>>);

impl<T> Default for Remembered<T> {
    fn default() -> Remembered<T> {
        Remembered(Mutex::new(None))
    }
}

impl<T> Remembered<T> {
    /// It, as it is at the ledger's head.
    pub(crate) fn now(
        &self,
        archive: &Archive,
        make: impl FnOnce(&Archive) -> Result<T, StoreError>,
    ) -> Result<Arc<T>, Failure> {
        let size = archive.head()?.size;
        let known = self.0.lock().unwrap_or_else(PoisonError::into_inner).clone();
        if let Some((_, known)) = known.filter(|(at, _)| *at == size) {
            return Ok(known);
        }
        let made = Arc::new(make(archive)?);
        // Made of this state or of a later one; a later one is found again by its own size.
        if archive.head()?.size == size {
            *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some((size, Arc::clone(&made)));
        }
        Ok(made)
    }
}
