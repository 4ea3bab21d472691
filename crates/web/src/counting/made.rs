//! Something that is made from the archive, kept, and made anew when what it was made from has changed.

use crate::failure::Failure;
use std::sync::{Arc, Mutex, PoisonError, RwLock};

/// What is kept, with what it was made from.
pub(crate) struct Made<K, T> {
    kept: RwLock<Option<(K, Arc<T>)>>,
    making: Mutex<()>,
}

impl<K, T> Default for Made<K, T> {
    fn default() -> Made<K, T> {
        Made { kept: RwLock::new(None), making: Mutex::new(()) }
    }
}

impl<K: PartialEq, T> Made<K, T> {
    /// What was made last.
    pub(crate) fn kept(&self) -> Option<Arc<T>> {
        let kept = self.kept.read().unwrap_or_else(PoisonError::into_inner);
        kept.as_ref().map(|(_, made)| Arc::clone(made))
    }

    /// Whether what is kept was made from something of that kind.
    pub(crate) fn is_of(&self, kind: impl FnOnce(&K) -> bool) -> bool {
        let kept = self.kept.read().unwrap_or_else(PoisonError::into_inner);
        kept.as_ref().is_some_and(|(from, _)| kind(from))
    }

    /// Makes it anew where it was not made from this; one at a time, and whoever waited finds it made.
    pub(crate) fn freshen(
        &self,
        from: K,
        make: impl FnOnce(Option<&T>) -> Result<T, Failure>,
    ) -> Result<Arc<T>, Failure> {
        let _one = self.making.lock().unwrap_or_else(PoisonError::into_inner);
        let is_fresh = |kept: &Option<(K, Arc<T>)>| kept.as_ref().is_some_and(|(own, _)| *own == from);
        let before = self.kept();
        if let Some(before) = &before
            && is_fresh(&self.kept.read().unwrap_or_else(PoisonError::into_inner))
        {
            return Ok(Arc::clone(before));
        }
        let made = Arc::new(make(before.as_deref())?);
        *self.kept.write().unwrap_or_else(PoisonError::into_inner) = Some((from, Arc::clone(&made)));
        Ok(made)
    }
}
