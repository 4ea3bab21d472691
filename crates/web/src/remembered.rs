//! What follows from the ledger and is asked for by every page: made once for each state of the ledger.

use crate::failure::Failure;
use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Arc, Mutex, PoisonError};
use store::{Archive, StoreError};

/// Something that only an entry of the ledger changes.
pub(crate) struct Remembered<T>(RememberedOfEach<(), Arc<T>>);

impl<T> Default for Remembered<T> {
    fn default() -> Remembered<T> {
        Remembered(RememberedOfEach::default())
    }
}

impl<T> Remembered<T> {
    /// It, as it is at the ledger's head.
    pub(crate) fn now(
        &self,
        archive: &Archive,
        make: impl FnOnce(&Archive) -> Result<T, StoreError>,
    ) -> Result<Arc<T>, Failure> {
        self.0.now(archive, (), || Ok(Arc::new(make(archive)?)))
    }
}

/// The same of each of several things.
pub(crate) struct RememberedOfEach<K, T>(Mutex<(u64, HashMap<K, T>)>);

impl<K, T> Default for RememberedOfEach<K, T> {
    fn default() -> RememberedOfEach<K, T> {
        RememberedOfEach(Mutex::default())
    }
}

impl<K: Eq + Hash, T: Clone> RememberedOfEach<K, T> {
    /// Of one of them, as it is at the ledger's head.
    pub(crate) fn now(
        &self,
        archive: &Archive,
        of: K,
        make: impl FnOnce() -> Result<T, Failure>,
    ) -> Result<T, Failure> {
        let size = archive.head()?.size;
        {
            let known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            if let Some(known) = known.1.get(&of).filter(|_| known.0 == size) {
                return Ok(known.clone());
            }
        }
        let made = make()?;
        // Made of this state or of a later one; a later one is found again by its own size.
        if archive.head()?.size == size {
            let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            if known.0 != size {
                *known = (size, HashMap::new());
            }
            known.1.insert(of, made.clone());
        }
        Ok(made)
    }
}
