//! What follows from the ledger and is asked for by every page: made once for each state of the ledger.

use crate::failure::Failure;
use std::collections::HashMap;
use std::hash::Hash;
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

/// The same of each of several things.
pub(crate) struct RememberedOfEach<K, T>(Mutex<(u64, HashMap<K, T>)>);

impl<K, T> Default for RememberedOfEach<K, T> {
    fn default() -> RememberedOfEach<K, T> {
        RememberedOfEach(Mutex::default())
    }
}

impl<K: Eq + Hash, T: Copy> RememberedOfEach<K, T> {
    /// Of one of them, as it is at the ledger's head.
    pub(crate) fn now<E: From<StoreError>>(
        &self,
        archive: &Archive,
        of: K,
        make: impl FnOnce() -> Result<T, E>,
    ) -> Result<T, E> {
        let size = archive.head()?.size;
        {
            let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            if known.0 != size {
                *known = (size, HashMap::new());
            }
            if let Some(known) = known.1.get(&of) {
                return Ok(*known);
            }
        }
        let made = make()?;
        if archive.head()?.size == size {
            let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            if known.0 == size {
                known.1.insert(of, made);
            }
        }
        Ok(made)
    }
}
