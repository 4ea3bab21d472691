//! Lists on which every row is another person: which of them stand in which cluster of a component.

use super::groups::Groups;

/// Which lists the clusters of a component hold.
#[derive(Debug)]
pub(super) struct Lists<'a> {
    /// By record of all records.
    of_all: &'a [Option<u16>],
    /// By record of the component: its list in numbers of the component, from 1; 0 for none.
    of: Vec<u32>,
    /// By cluster: a bit for each list, or for each 64th.
    bits: Vec<u64>,
    known: Vec<u16>,
    /// By list of the component: the last question in which it was seen.
    seen: Vec<u32>,
    question: u32,
}

impl<'a> Lists<'a> {
    pub(super) fn new(of_all: &'a [Option<u16>]) -> Self {
        Lists { of_all, of: Vec::new(), bits: Vec::new(), known: Vec::new(), seen: Vec::new(), question: 0 }
    }

    pub(super) fn fill(&mut self, records: &[u32]) {
        self.known.clear();
        if self.of_all.is_empty() {
            return;
        }
        let list = |record: u32| self.of_all.get(record as usize).copied().flatten();
        self.known.extend(records.iter().filter_map(|&record| list(record)));
        self.known.sort_unstable();
        self.known.dedup();
        let number = |list: u16| self.known.binary_search(&list).map_or(0, |at| at as u32 + 1);
        self.of.clear();
        self.of.extend(records.iter().map(|&record| list(record).map_or(0, number)));
        self.bits.clear();
        self.bits.extend(self.of.iter().map(|&list| if list == 0 { 0 } else { 1 << (list % 64) }));
        self.seen.clear();
        self.seen.resize(self.known.len() + 1, 0);
        self.question = 0;
    }

    /// The list of a record, in numbers of the component from 1.
    pub(super) fn of(&self, record: u32) -> Option<u32> {
        if self.known.is_empty() { None } else { Some(self.of[record as usize]).filter(|&list| list != 0) }
    }

    /// Whether two clusters hold two rows of one list.
    pub(super) fn clash(&mut self, one: u32, other: u32, groups: &Groups) -> bool {
        if self.known.is_empty() || self.bits[one as usize] & self.bits[other as usize] == 0 {
            return false;
        }
        // Up to 63 lists have a bit each.
        self.known.len() < 64 || self.clash_by_members(one, other, groups)
    }

    fn clash_by_members(&mut self, one: u32, other: u32, groups: &Groups) -> bool {
        self.question += 1;
        for member in groups.members(one) {
            self.seen[self.of[member as usize] as usize] = self.question;
        }
        groups.members(other).any(|member| {
            let list = self.of[member as usize];
            list != 0 && self.seen[list as usize] == self.question
        })
    }

    pub(super) fn absorb(&mut self, into: u32, from: u32) {
        if !self.known.is_empty() {
            self.bits[into as usize] |= self.bits[from as usize];
        }
    }
}
