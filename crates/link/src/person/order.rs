//! An order of rows by what they say, whatever order they came in: what depends on an order (which of two records is
//! the first, whose messages are passed on first) depends on this one, so that links do not depend on arrival.

use crate::person::run::Link;
use crate::person::settle::Beside;
use crate::person::stays::Custody;
use crate::person::table::Table;
use crate::person::values::Birth;
use crate::random::{hash_text, join, mix};
use std::collections::HashMap;

impl Table {
    /// Sets each row's fingerprint. Rows that say the same have the same.
    pub(crate) fn take_fingerprints(&mut self) {
        let parts: Vec<u64> = (0..self.parts.len()).map(|part| hash_text(self.parts.text(part as u32))).collect();
        let places: Vec<u64> =
            (0..self.place_values.len()).map(|place| hash_text(self.place_values.text(place as u32))).collect();
        let columns: Vec<(u64, Vec<u64>)> = self
            .others
            .iter()
            .map(|other| {
                let values = (0..other.values.len()).map(|value| hash_text(other.values.text(value as u32)));
                (hash_text(other.comparison.name()), values.collect())
            })
            .collect();
        let of_row = |row: usize| {
            let besides = self.mothers[row].iter().chain(&self.husbands[row]).chain([&self.teknonyms[row]]);
            let texts = self.names[row].iter().chain(besides).map(|&part| parts[part as usize]);
            let mut print = texts.fold(0, join);
            print = self.places[row].iter().fold(print, |print, &place| join(print, places[place as usize]));
            let days = |first: i32, last: i32| mix(u64::from(first as u32) << 32 | u64::from(last as u32));
            print = join(
                print,
                match self.births[row] {
                    Birth::Unknown => 0,
                    Birth::Dated(dated) => days(dated.first, dated.last),
                    Birth::Aged { first, last } => !days(i32::from(first), i32::from(last)),
                },
            );
            let Custody { arrest, entry } = self.custodies[row];
            for dated in [arrest, entry] {
                print = join(print, dated.map_or(0, |dated| days(dated.first, dated.last)));
            }
            for name in self.names_of(row as u32).skip(1) {
                print = name.parts.iter().fold(print, |print, &part| join(print, parts[part as usize]));
                print = join(print, u64::from(name.guessed) << 1 | u64::from(name.roles_known));
            }
            let small = u64::from(self.sexes[row]) << 16
                | u64::from(self.guessed_slots[row]) << 8
                | u64::from(self.roles_known[row]);
            print = join(print, small);
            // Columns stand in an order of their own; empty ones say nothing.
            for (other, (name, values)) in self.others.iter().zip(&columns).filter(|(other, _)| other.rows[row] != 0) {
                print =
                    other.values_of(row).fold(join(print, *name), |print, value| join(print, values[value as usize]));
            }
            print
        };
        self.fingerprints = (0..self.len()).map(of_row).collect();
    }

    /// Two rows, the one that comes first by what it says before the other.
    pub(crate) fn in_order(&self, one: u32, other: u32) -> (u32, u32) {
        let key = |row: u32| (self.fingerprints[row as usize], row);
        if key(one) <= key(other) { (one, other) } else { (other, one) }
    }
}

/// The rows of a table in order.
pub(crate) struct Order {
    /// Rows, first to last.
    rows: Vec<u32>,
    /// The place of each row.
    places: Vec<u32>,
}

impl Order {
    pub(crate) fn of(table: &Table) -> Order {
        let mut rows: Vec<u32> = (0..table.len() as u32).collect();
        rows.sort_unstable_by_key(|&row| (table.fingerprints[row as usize], table.list_of(row), row));
        let mut places = vec![0; rows.len()];
        for (place, &row) in rows.iter().enumerate() {
            places[row as usize] = place as u32;
        }
        Order { rows, places }
    }

    /// The table with its rows in order.
    pub(crate) fn table(&self, table: &Table) -> Table {
        let mut sorted = table.clone();
        sorted.lists = self.sorted(&table.lists);
        sorted.names = self.sorted(&table.names);
        sorted.roles_known = self.sorted(&table.roles_known);
        sorted.guessed_slots = self.sorted(&table.guessed_slots);
        sorted.mothers = self.sorted(&table.mothers);
        sorted.teknonyms = self.sorted(&table.teknonyms);
        sorted.husbands = self.sorted(&table.husbands);
        let turned = table.turned.iter().map(|(&row, &as_read)| (self.places[row as usize], as_read));
        sorted.turned = turned.collect();
        sorted.also_called = self.sorted_by_row(&table.also_called);
        sorted.births = self.sorted(&table.births);
        sorted.sexes = self.sorted(&table.sexes);
        sorted.places = self.sorted(&table.places);
        sorted.custodies = self.sorted(&table.custodies);
        sorted.fingerprints = self.sorted(&table.fingerprints);
        for (other, known) in sorted.others.iter_mut().zip(&table.others) {
            other.rows = self.sorted(&known.rows);
            other.further = self.sorted_by_row(&known.further);
        }
        sorted
    }

    fn sorted<T: Copy>(&self, values: &[T]) -> Vec<T> {
        self.rows.iter().map(|&row| values[row as usize]).collect()
    }

    fn sorted_by_row<T: Clone>(&self, values: &HashMap<u32, Vec<T>>) -> HashMap<u32, Vec<T>> {
        values.iter().map(|(&row, values)| (self.places[row as usize], values.clone())).collect()
    }

    /// Links between places in the order, for links between rows.
    pub(crate) fn to_places(&self, links: &mut [Link]) {
        renumber(&self.places, links);
    }

    /// And back.
    pub(crate) fn to_rows(&self, links: &mut [Link], beside: &mut [Beside]) {
        renumber(&self.rows, links);
        for pair in beside.iter_mut() {
            let ends = (self.rows[pair.one as usize], self.rows[pair.other as usize]);
            (pair.one, pair.other) = (ends.0.min(ends.1), ends.0.max(ends.1));
        }
        beside.sort_unstable_by_key(|pair| (pair.one, pair.other));
    }
}

fn renumber(numbers: &[u32], links: &mut [Link]) {
    for link in links.iter_mut() {
        let ends = (numbers[link.left as usize], numbers[link.right as usize]);
        (link.left, link.right) = (ends.0.min(ends.1), ends.0.max(ends.1));
    }
    links.sort_unstable_by_key(|link| (link.left, link.right));
}
