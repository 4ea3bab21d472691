//! What is kept between queries: the walks of parts asked before, and the arrays that names are counted in.
//!
//! Saves time only: no answer depends on it.

use std::collections::HashMap;
use std::fmt;
use std::sync::Arc;

use crate::index::emission::Emissions;
use crate::index::near::Near;
use crate::limits::MAX_REMEMBERED_WALKS;

/// Remembers the work on parts of queries, for many queries in a row: lists repeat their parts.
///
/// Belongs to no index; used with another one, or with one whose parts have changed, it begins anew.
#[derive(Default)]
pub struct Session {
    walks: HashMap<String, Arc<Near>>,
    /// The state of the index the walks are of.
    stamp: u64,
    pub(super) scratch: Scratch,
}

impl fmt::Debug for Session {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Session").field("walks", &self.walks.len()).finish_non_exhaustive()
    }
}

impl Session {
    /// An empty session.
    pub fn new() -> Self {
        Self::default()
    }

    pub(super) fn with_scratch(scratch: Scratch) -> Self {
        Self { scratch, ..Self::default() }
    }

    /// The walk of a part, remembered or made.
    pub(super) fn walk(&mut self, stamp: u64, part: &str, make: impl FnOnce(&mut Emissions) -> Near) -> Arc<Near> {
        if self.stamp != stamp || self.walks.len() >= MAX_REMEMBERED_WALKS {
            self.walks.clear();
            self.stamp = stamp;
        }
        if let Some(near) = self.walks.get(part) {
            return Arc::clone(near);
        }
        let near = Arc::new(make(&mut self.scratch.emissions));
        self.walks.insert(part.to_owned(), Arc::clone(&near));
        near
    }
}

/// Arrays that are large to make and cheap to use again.
#[derive(Debug, Default)]
pub(super) struct Scratch {
    emissions: Emissions,
    pub(super) tally: Tally,
}

/// Sums of evidence by name.
#[derive(Debug, Default)]
pub(super) struct Tally {
    cells: Vec<Cell>,
    /// The names counted, in the order they were met.
    pub(super) met: Vec<u32>,
    query: u16,
}

/// What is known of one name; of another query where the numbers differ.
#[derive(Debug, Default, Clone, Copy)]
pub(super) struct Cell {
    pub(super) sum: f32,
    query: u16,
    /// Parts of the query that found it,
    pub(super) parts: u8,
    /// and the last of them.
    last: u8,
}

impl Tally {
    /// Begins a query over so many names.
    pub(super) fn begin(&mut self, names: usize) {
        self.met.clear();
        if self.cells.len() < names {
            self.cells.resize(names, Cell::default());
        }
        self.query = self.query.wrapping_add(1);
        if self.query == 0 {
            self.cells.fill(Cell::default());
            self.query = 1;
        }
    }

    /// A part of the query (numbered from 1) found a name; the most convincing finding of each part comes
    /// first and counts. With `only_met`, names not met before stay so.
    pub(super) fn add(&mut self, name: u32, part: u8, evidence: f32, only_met: bool) {
        let Some(cell) = self.cells.get_mut(name as usize) else { return };
        if cell.query != self.query {
            if only_met {
                return;
            }
            *cell = Cell { sum: evidence, query: self.query, parts: 1, last: part };
            self.met.push(name);
        } else if cell.last != part {
            cell.sum += evidence;
            cell.parts += 1;
            cell.last = part;
        }
    }

    pub(super) fn cell(&self, name: u32) -> Cell {
        self.cells.get(name as usize).copied().unwrap_or_default()
    }
}
