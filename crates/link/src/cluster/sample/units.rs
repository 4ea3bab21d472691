//! What a draw moves: records of one component, those that a human held the same as one, with the evidence
//! between them. Draws do not change it.

use super::super::components::Component;
use super::super::greedy::Solver;
use super::super::options::Rules;

/// What is known between two units.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Tie {
    /// The other unit.
    pub(super) unit: u32,
    /// How many pairs are among the links.
    pub(super) pairs: u32,
    /// Sum of their log odds.
    pub(super) log_odds: i64,
    /// Whether a human held them different.
    pub(super) different: bool,
}

/// The units of a component, in the same buffers from one to the next.
#[derive(Debug)]
pub(super) struct Units<'a> {
    solver: Solver<'a>,
    of_record: Vec<u32>,
    /// By unit: its first record, among all records.
    names: Vec<u32>,
    sizes: Vec<u32>,
    starts: Vec<u32>,
    ties: Vec<Tie>,
    /// By unit: where its lists start in `lists`, and the end.
    list_starts: Vec<u32>,
    lists: Vec<u32>,
}

impl<'a> Units<'a> {
    pub(super) fn new(rules: Rules, lists: &'a [Option<u16>]) -> Self {
        Units {
            solver: Solver::new(rules, lists),
            of_record: Vec::new(),
            names: Vec::new(),
            sizes: Vec::new(),
            starts: Vec::new(),
            ties: Vec::new(),
            list_starts: Vec::new(),
            lists: Vec::new(),
        }
    }

    pub(super) fn fill(&mut self, component: &Component) {
        let records = component.records.len();
        self.names.clear();
        self.sizes.clear();
        self.of_record.clear();
        if component.same.is_empty() {
            // Each record moves by itself.
            self.solver.begin_lists(component);
            self.names.extend_from_slice(component.records);
            self.sizes.resize(records, 1);
            self.of_record.extend(0..records as u32);
        } else {
            self.solver.begin(component);
            self.number_groups(component);
        }
        self.fill_lists(records);
        self.fill_ties(component);
    }

    /// Numbers units in the order of their first records.
    fn number_groups(&mut self, component: &Component) {
        let mut numbers = vec![u32::MAX; component.records.len()];
        for record in 0..component.records.len() as u32 {
            let number = &mut numbers[self.solver.group(record) as usize];
            if *number == u32::MAX {
                *number = self.names.len() as u32;
                self.names.push(component.records[record as usize]);
                self.sizes.push(0);
            }
            self.of_record.push(*number);
            self.sizes[*number as usize] += 1;
        }
    }

    fn fill_lists(&mut self, records: usize) {
        let mut held: Vec<(u32, u32)> = (0..records as u32)
            .filter_map(|record| Some((self.of_record[record as usize], self.solver.list(record)?)))
            .collect();
        held.sort_unstable();
        self.list_starts.clear();
        self.list_starts
            .extend((0..=self.names.len() as u32).map(|unit| held.partition_point(|pair| pair.0 < unit) as u32));
        self.lists.clear();
        self.lists.extend(held.iter().map(|&(_, list)| list));
    }

    fn fill_ties(&mut self, component: &Component) {
        let of = |record: u32| self.of_record[record as usize];
        let linked = component.edges.iter().map(|edge| {
            let tie = Tie { unit: 0, pairs: 1, log_odds: i64::from(edge.log_odds), different: false };
            (of(edge.left), of(edge.right), tie)
        });
        let different = component.different.iter().map(|&(one, other)| {
            let tie = Tie { different: true, ..Tie::default() };
            (of(one), of(other), tie)
        });
        // Sorted by counting: to each unit its own, side by side.
        let between = || linked.clone().chain(different.clone()).filter(|(one, other, _)| one != other);
        self.starts.clear();
        self.starts.resize(self.names.len() + 2, 0);
        for (one, other, _) in between() {
            self.starts[one as usize + 2] += 1;
            self.starts[other as usize + 2] += 1;
        }
        for at in 1..self.starts.len() {
            self.starts[at] += self.starts[at - 1];
        }
        self.ties.clear();
        self.ties.resize(self.starts[self.names.len() + 1] as usize, Tie::default());
        for (one, other, tie) in between() {
            for (unit, other) in [(one, other), (other, one)] {
                let at = &mut self.starts[unit as usize + 1];
                self.ties[*at as usize] = Tie { unit: other, ..tie };
                *at += 1;
            }
        }
        self.starts.pop();
        self.join_ties();
    }

    /// Makes one tie of those between the same two units.
    fn join_ties(&mut self) {
        let (mut kept, mut from) = (0, 0);
        for unit in 0..self.names.len() {
            let end = self.starts[unit + 1] as usize;
            self.ties[from..end].sort_unstable_by_key(|tie| tie.unit);
            let first = kept;
            for at in from..end {
                let tie = self.ties[at];
                if kept > first && self.ties[kept - 1].unit == tie.unit {
                    let before = &mut self.ties[kept - 1];
                    before.pairs += tie.pairs;
                    before.log_odds += tie.log_odds;
                    before.different |= tie.different;
                } else {
                    self.ties[kept] = tie;
                    kept += 1;
                }
            }
            self.starts[unit] = first as u32;
            from = end;
        }
        self.starts[self.names.len()] = kept as u32;
        self.ties.truncate(kept);
    }

    /// The unit of each record.
    pub(super) fn of_record(&self) -> &[u32] {
        &self.of_record
    }

    /// How many units there are.
    pub(super) fn len(&self) -> usize {
        self.names.len()
    }

    /// A name that stays whatever else is linked.
    pub(super) fn name(&self, unit: u32) -> u32 {
        self.names[unit as usize]
    }

    /// How many records a unit has.
    pub(super) fn size(&self, unit: u32) -> u32 {
        self.sizes[unit as usize]
    }

    /// What is known between a unit and others.
    pub(super) fn ties(&self, unit: u32) -> &[Tie] {
        &self.ties[self.starts[unit as usize] as usize..self.starts[unit as usize + 1] as usize]
    }

    /// The lists of one row a person on which a unit stands, by numbers up to those of the component's records.
    pub(super) fn lists(&self, unit: u32) -> &[u32] {
        &self.lists[self.list_starts[unit as usize] as usize..self.list_starts[unit as usize + 1] as usize]
    }
}
