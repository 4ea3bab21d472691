//! Names that must not be learned from, because they will be used to measure.

use std::collections::BTreeSet;
use std::fmt;

use crate::normalise::normalise;

/// Whole names that stand in pairs files. A training row with one of them is left out, and with it
/// every row of the same person.
#[derive(Clone, Default)]
pub struct Exclusions {
    names: BTreeSet<String>,
}

impl fmt::Debug for Exclusions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Exclusions").field("names", &self.names.len()).finish()
    }
}

impl Exclusions {
    /// Nothing excluded.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds the names of a pairs file: tab-separated `id`, `a`, `b` with a header row.
    pub fn add_pairs(&mut self, text: &str) {
        for line in text.lines().skip(1) {
            for name in line.split('\t').skip(1).take(2) {
                self.names.insert(normalise(name));
            }
        }
    }

    /// Whether a name is excluded.
    pub fn holds(&self, name: &str) -> bool {
        self.names.contains(&normalise(name))
    }

    /// How many different names are excluded.
    pub fn len(&self) -> usize {
        self.names.len()
    }

    /// Whether nothing is excluded.
    pub fn is_empty(&self) -> bool {
        self.names.is_empty()
    }
}
