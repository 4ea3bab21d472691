//! Union-find (Tarjan 1975) whose roots are the smallest records.

/// Sets of records that are joined and never parted.
#[derive(Debug, Default)]
pub(crate) struct Forest {
    parents: Vec<u32>,
}

impl Forest {
    /// Every record alone.
    pub(crate) fn fill(&mut self, records: usize) {
        self.parents.clear();
        self.parents.extend(0..records as u32);
    }

    /// The smallest record of a set.
    pub(crate) fn find(&mut self, mut record: u32) -> u32 {
        while self.parents[record as usize] != record {
            let above = self.parents[self.parents[record as usize] as usize];
            self.parents[record as usize] = above;
            record = above;
        }
        record
    }

    /// Joins two sets; whether they were two.
    pub(crate) fn join(&mut self, one: u32, other: u32) -> bool {
        let (one, other) = (self.find(one), self.find(other));
        self.parents[one.max(other) as usize] = one.min(other);
        one != other
    }

    /// By record a smaller one of its set, or itself if there is none.
    pub(crate) fn into_parents(self) -> Vec<u32> {
        self.parents
    }
}
