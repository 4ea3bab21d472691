//! Rows of repeated groups, joined to the rows that they belong to.

use super::Row;
use crate::limits;
use record::{Cell, Claim, Position};
use std::collections::HashMap;

/// A row by its table and its index there.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Key {
    pub(crate) table: String,
    pub(crate) index: u64,
}

/// A row that is a part of another record.
struct Part {
    table: String,
    position: Position,
    claims: Vec<Claim>,
    cells: Vec<Cell>,
    problems: Vec<record::Problem>,
}

/// What was read of repeated groups.
#[derive(Default)]
pub(super) struct Repeats {
    parts: HashMap<Key, Vec<Part>>,
    /// Cells of rows of the first sheet, for the people of its repeated groups.
    parents: HashMap<u64, Vec<Cell>>,
    keeps_parents: bool,
    main: String,
    count: usize,
    lost: Vec<Position>,
}

impl Repeats {
    /// With parents' cells kept, where people of repeated groups will ask for them.
    pub(super) fn new(keeps_parents: bool) -> Repeats {
        Repeats { keeps_parents, ..Repeats::default() }
    }

    /// A row that is a part: of which record, its parent says.
    pub(super) fn add_part(&mut self, table: &str, row: Row) {
        self.count += 1;
        let Some(parent) = row.parent.filter(|_| self.count <= limits::REPEATED_ROWS) else {
            self.lost.push(row.position);
            return;
        };
        let claims = row.record.map(|record| record.claims).unwrap_or_default();
        let (cells, position) = (row.cells, row.position);
        // That nobody is known by a part alone is no problem of it.
        let nobody = record::ProblemKind::NothingToKnowBy;
        let problems = row.problems.into_iter().filter(|problem| problem.kind != nobody).collect();
        let part = Part { table: table.to_owned(), position, claims, cells, problems };
        self.parts.entry(parent).or_default().push(part);
    }

    /// Adds to a row what belongs to it: its parts, or, where it is somebody of a repeated group, its parent's cells.
    pub(super) fn join(&mut self, table: &str, row: &mut Row, is_main: bool) {
        if is_main {
            table.clone_into(&mut self.main);
            if let Some(own) = row.own.filter(|_| self.keeps_parents && self.parents.len() < limits::REPEATED_ROWS) {
                self.parents.insert(own, row.cells.clone());
            }
        }
        let parts = row.own.and_then(|index| self.take(table, index, is_main)).unwrap_or_default();
        let Some(record) = row.record.as_mut() else {
            self.lost.extend(parts.into_iter().map(|part| part.position));
            return;
        };
        let first = record.claims.iter().map(|claim| claim.part).max().unwrap_or(0);
        for (number, part) in (first.saturating_add(1)..).zip(parts) {
            record.claims.extend(part.claims.into_iter().map(|claim| claim.with_part(number)));
            record.verbatim.extend(named(&part.table, part.cells));
            row.problems.extend(part.problems);
        }
        let parent = row.parent.as_ref().filter(|_| !is_main);
        if let Some(cells) = parent.and_then(|parent| self.parents.get(&parent.index)) {
            record.verbatim.extend(named(&self.main, cells.clone()));
        }
        record.verbatim.truncate(limits::RECORD_CELLS);
    }

    /// The parts of a row. An export may leave out the table's name, which then is the first sheet's.
    fn take(&mut self, table: &str, index: u64, is_main: bool) -> Option<Vec<Part>> {
        let named = self.parts.remove(&Key { table: table.to_owned(), index });
        named.or_else(|| is_main.then(|| self.parts.remove(&Key { table: String::new(), index })).flatten())
    }

    /// Where rows stand that belong to no record.
    pub(super) fn without_parent(&mut self) -> Vec<Position> {
        let mut lost = std::mem::take(&mut self.lost);
        lost.extend(self.parts.drain().flat_map(|(_, parts)| parts).map(|part| part.position));
        lost.sort();
        lost
    }
}

fn named(table: &str, cells: Vec<Cell>) -> impl Iterator<Item = Cell> {
    cells.into_iter().map(move |cell| Cell { header: format!("{table}: {}", cell.header), ..cell })
}
