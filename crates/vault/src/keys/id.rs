//! The name of a key: a random number that says nothing about what it seals.

use std::fmt;

/// Which key; random, never 0.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct KeyId(pub u64);

impl KeyId {
    pub(crate) fn random() -> super::Result<KeyId> {
        loop {
            let id = u64::from_be_bytes(super::random_bytes()?);
            if id != 0 {
                return Ok(KeyId(id));
            }
        }
    }
}

impl fmt::Display for KeyId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{:016x}", self.0)
    }
}

impl fmt::Debug for KeyId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, formatter)
    }
}
