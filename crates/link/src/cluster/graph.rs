//! The links of one component by record, the strongest first. Nothing here knows clusters.

use crate::edge::Edge;

/// Links of one component by record, reused from component to component.
#[derive(Debug, Default)]
pub(super) struct Graph {
    starts: Vec<u32>,
    neighbours: Vec<(u32, i32)>,
    /// The same by number of the neighbour, where there are records with many.
    by_number: Vec<(u32, i32)>,
    cursor: Vec<u32>,
}

/// Up to so many neighbours are looked through one by one.
const SCANNED_MAX: usize = 16;

impl Graph {
    /// Takes the links of a component of `records` records. They come by strength, and so do neighbours.
    pub(super) fn fill(&mut self, records: usize, edges: &[Edge]) {
        self.fill_with(records, edges, |_, edge| edge.log_odds);
        self.by_number.clear();
        let many = (0..records as u32).filter(|&record| self.places(record).len() > SCANNED_MAX).count();
        if many > 1 {
            self.sort_by_number(records);
        }
    }

    /// As [`Graph::fill`], but keeps the numbers of the links beside the neighbours, not their log odds.
    pub(super) fn fill_numbered(&mut self, records: usize, edges: &[Edge]) {
        self.fill_with(records, edges, |number, _| number as i32);
    }

    fn fill_with(&mut self, records: usize, edges: &[Edge], beside: impl Fn(usize, &Edge) -> i32) {
        self.starts.clear();
        self.starts.resize(records + 1, 0);
        for edge in edges {
            self.starts[edge.left as usize + 1] += 1;
            self.starts[edge.right as usize + 1] += 1;
        }
        for at in 1..=records {
            self.starts[at] += self.starts[at - 1];
        }
        self.cursor.clear();
        self.cursor.extend_from_slice(&self.starts);
        self.neighbours.clear();
        self.neighbours.resize(edges.len() * 2, (0, 0));
        for (number, edge) in edges.iter().enumerate() {
            let beside = beside(number, edge);
            for (end, neighbour) in [(edge.left, edge.right), (edge.right, edge.left)] {
                let at = &mut self.cursor[end as usize];
                self.neighbours[*at as usize] = (neighbour, beside);
                *at += 1;
            }
        }
    }

    /// Records give themselves to their neighbours in ascending order, so each list comes out sorted.
    fn sort_by_number(&mut self, records: usize) {
        self.cursor.clear();
        self.cursor.extend_from_slice(&self.starts);
        self.by_number.resize(self.neighbours.len(), (0, 0));
        for record in 0..records {
            for at in self.starts[record]..self.starts[record + 1] {
                let (neighbour, log_odds) = self.neighbours[at as usize];
                let at = &mut self.cursor[neighbour as usize];
                self.by_number[*at as usize] = (record as u32, log_odds);
                *at += 1;
            }
        }
    }

    /// Where the links of a record stand in [`Graph::at`].
    pub(super) fn places(&self, record: u32) -> std::ops::Range<usize> {
        self.starts[record as usize] as usize..self.starts[record as usize + 1] as usize
    }

    /// A neighbour and the log odds of the link to it.
    pub(super) fn at(&self, place: usize) -> (u32, i32) {
        self.neighbours[place]
    }

    /// Number of records.
    pub(super) fn records(&self) -> usize {
        self.starts.len().saturating_sub(1)
    }

    /// Number of places.
    pub(super) fn len(&self) -> usize {
        self.neighbours.len()
    }

    /// Neighbours of a record, the strongest first.
    pub(super) fn neighbours(&self, record: u32) -> &[(u32, i32)] {
        &self.neighbours[self.places(record)]
    }

    /// The log odds of a pair, if it is among the links.
    pub(super) fn log_odds(&self, one: u32, other: u32) -> Option<i32> {
        let (few, sought) =
            if self.places(one).len() <= self.places(other).len() { (one, other) } else { (other, one) };
        let places = self.places(few);
        if places.len() <= SCANNED_MAX {
            return self.neighbours[places]
                .iter()
                .find(|&&(record, _)| record == sought)
                .map(|&(_, log_odds)| log_odds);
        }
        let sorted = &self.by_number[places];
        sorted.binary_search_by_key(&sought, |&(record, _)| record).ok().map(|at| sorted[at].1)
    }
}
