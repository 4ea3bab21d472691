//! The clusters of one component while they grow: who is in which, and how many.
//!
//! The smaller always moves into the larger, counted with its links, so that moving all costs the links times
//! the logarithm of the records.

/// Growing clusters. A cluster is named by one of its records.
#[derive(Debug, Default)]
pub(super) struct Groups {
    of: Vec<u32>,
    /// The members of a cluster in a ring.
    next: Vec<u32>,
    sizes: Vec<u32>,
}

impl Groups {
    /// Every record alone.
    pub(super) fn fill(&mut self, records: usize) {
        self.of.clear();
        self.of.extend(0..records as u32);
        self.next.clear();
        self.next.extend(0..records as u32);
        self.sizes.clear();
        self.sizes.resize(records, 1);
    }

    /// The cluster of a record.
    pub(super) fn of(&self, record: u32) -> u32 {
        self.of[record as usize]
    }

    /// The cluster of each record.
    pub(super) fn all(&mut self) -> &mut [u32] {
        &mut self.of
    }

    /// How many records a cluster has.
    pub(super) fn size(&self, group: u32) -> u32 {
        self.sizes[group as usize]
    }

    /// The records of a cluster.
    pub(super) fn members(&self, group: u32) -> impl Iterator<Item = u32> {
        let mut at = Some(group);
        std::iter::from_fn(move || {
            let member = at?;
            let next = self.next[member as usize];
            at = (next != group).then_some(next);
            Some(member)
        })
    }

    /// Moves the records of `from` into `into`.
    pub(super) fn absorb(&mut self, into: u32, from: u32) {
        let mut at = from;
        loop {
            self.of[at as usize] = into;
            at = self.next[at as usize];
            if at == from {
                break;
            }
        }
        self.next.swap(into as usize, from as usize);
        self.sizes[into as usize] += self.sizes[from as usize];
    }
}
