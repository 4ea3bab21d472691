//! A question and its candidates, weighed as the table weighs of which the candidates are rows: how rare a name is follows from
//! all rows of that table, whichever of them are compared.
//!
//! A candidate's row is copied as it was laid out; nothing is read again. The question is a row beside them, in a list of
//! its own. What weights are worth between two lists (calibration) is no matter of a question, which is on none.

use crate::person::build::TableBuilder;
use crate::person::build_finish::finished;
use crate::person::frequencies::Frequencies;
use crate::person::model::Model;
use crate::person::pattern::PairComparer;
use crate::person::table::{ReadName, Table};
use crate::person::values::Birth;
use crate::person::weigh::{Scale, UNIT};
use record::{Claim, Gazetteer};
use std::collections::HashMap;
use std::sync::Arc;

/// The list of the question, and the one of all candidates.
const QUESTION: u16 = 0;
const CANDIDATES: u16 = 1;

/// A question, and the candidates that were laid beside it so far.
pub struct Beside<'table> {
    whole: &'table Table,
    model: &'table Model,
    builder: TableBuilder,
    /// Numbers of name parts here, by their numbers there.
    parts: HashMap<u32, u32>,
}

impl<'table> Beside<'table> {
    /// Of a question, beside candidates out of `whole`, which `model` fits.
    pub fn new(whole: &'table Table, model: &'table Model, question: &[Claim], gazetteer: &'static Gazetteer) -> Self {
        let mut builder = TableBuilder::new().with_gazetteer(gazetteer);
        builder.under = Some((whole.comparisons.clone(), Frequencies::default()));
        builder.push_claims(QUESTION, question);
        let table = &mut builder.table;
        table.weigh_as(whole);
        table.order_names_as_counted();
        Beside { whole, model, builder, parts: HashMap::new() }
    }

    /// Lays a row of the table beside it.
    pub fn push_row(&mut self, row: u32) {
        let (whole, from) = (self.whole, row as usize);
        self.builder.begin_row(CANDIDATES);
        let at = self.builder.table.len() - 1;
        let mut parts = Parts { whole, known: &mut self.parts, table: &mut self.builder.table };
        let (names, mothers, husbands) = (whole.names[from], whole.mothers[from], whole.husbands[from]);
        let (names, mothers, husbands) = (parts.all(names), parts.all(mothers), parts.all(husbands));
        let teknonym = parts.one(whole.teknonyms[from]);
        let turned = whole.turned.get(&row).map(|&(name, guessed)| (parts.all(name), guessed));
        let further = whole.also_called.get(&row).map(|further| {
            let copied = further.iter().map(|name| ReadName { parts: parts.all(name.parts), ..*name });
            copied.collect::<Vec<_>>()
        });
        let table = &mut self.builder.table;
        (table.names[at], table.mothers[at], table.husbands[at]) = (names, mothers, husbands);
        table.teknonyms[at] = teknonym;
        table.turned.extend(turned.map(|turned| (at as u32, turned)));
        table.also_called.extend(further.map(|further| (at as u32, further)));
        (table.roles_known[at], table.guessed_slots[at]) = (whole.roles_known[from], whole.guessed_slots[from]);
        (table.births[at], table.sexes[at]) = (whole.births[from], whole.sexes[from]);
        table.custodies[at] = whole.custodies[from];
        for (kind, &place) in whole.places[from].iter().enumerate().filter(|(_, place)| **place != 0) {
            let (number, is_new) = table.place_values.number(whole.place_values.text(place));
            if is_new {
                table.place_info.push(whole.place_info[place as usize].clone());
                table.place_counts.push(0);
            }
            table.places[at][kind] = number;
        }
        table.copy_others(whole, row);
    }

    /// Lays a record beside it that is no row of the table.
    pub fn push_claims(&mut self, claims: &[Claim]) {
        self.builder.push_claims(CANDIDATES, claims);
    }

    /// The weight of each candidate with the question, in bits, in the order in which they were laid beside it.
    pub fn weights(self) -> Vec<f64> {
        let mut table = self.builder.table;
        table.weigh_as(self.whole);
        let table = finished(table, self.whole.comparisons.clone());
        let (scale, mut comparer) = (Scale::new(&table, self.model), PairComparer::new(&table));
        let candidates = 1..table.len() as u32;
        candidates.map(|row| f64::from(scale.compared(&mut comparer, (0, row)).weight()) / UNIT).collect()
    }
}

/// Copies parts of names, each once.
struct Parts<'copy> {
    whole: &'copy Table,
    known: &'copy mut HashMap<u32, u32>,
    table: &'copy mut Table,
}

impl Parts<'_> {
    fn one(&mut self, part: u32) -> u32 {
        if part == 0 {
            return 0;
        }
        if let Some(&known) = self.known.get(&part) {
            return known;
        }
        let (number, is_new) = self.table.parts.number(self.whole.parts.text(part));
        if is_new {
            self.table.part_info.push(self.whole.part_info[part as usize]);
            self.table.part_counts.push(Default::default());
        }
        self.known.insert(part, number);
        number
    }

    fn all<const SLOTS: usize>(&mut self, parts: [u32; SLOTS]) -> [u32; SLOTS] {
        parts.map(|part| self.one(part))
    }
}

impl Table {
    /// Counts as another table does, whatever rows are here.
    fn weigh_as(&mut self, whole: &Table) {
        self.population_totals = whole.population_totals;
        self.place_total = whole.place_total;
        self.local = Arc::clone(&whole.local);
        self.hear_as(whole);
        for part in 1..self.parts.len() {
            let known = whole.parts.known(self.parts.text(part as u32));
            self.part_counts[part] = known.map(|known| whole.part_counts[known as usize]).unwrap_or_default();
            let frame = self.part_info[part].skeleton;
            self.skeleton_counts.insert(frame, whole.skeleton_counts.get(&frame).copied().unwrap_or_default());
        }
        for place in 1..self.place_values.len() {
            let known = whole.place_values.known(self.place_values.text(place as u32));
            self.place_counts[place] = known.map_or(0, |known| whole.place_counts[known as usize]);
        }
        self.birth_days = whole.birth_days;
        let days = self.births.iter().filter_map(|birth| match birth {
            Birth::Dated(days) if days.is_one_day() => Some(days.first),
            _ => None,
        });
        let count = |day: i32| whole.birth_day_counts.get(&day).copied().unwrap_or_default();
        self.birth_day_counts = days.map(|day| (day, count(day))).collect();
        for other in &mut self.others {
            let Some(column) = whole.others.iter().find(|column| column.comparison == other.comparison) else {
                continue;
            };
            other.filled = column.filled;
            for value in 1..other.values.len() {
                let known = column.values.known(other.values.text(value as u32));
                other.counts[value] = known.map_or(0, |known| column.counts[known as usize]);
            }
        }
    }

    /// Copies what a row of another table says in the columns that are here.
    fn copy_others(&mut self, whole: &Table, row: u32) {
        let at = self.len() - 1;
        for other in &mut self.others {
            let Some(column) = whole.others.iter().find(|column| column.comparison == other.comparison) else {
                continue;
            };
            for (place, value) in column.values_of(row as usize).enumerate() {
                let (number, is_new) = other.values.number(column.values.text(value));
                if is_new {
                    other.counts.push(0);
                    other.days.push(column.days[value as usize]);
                    other.places.push(column.places[value as usize].clone());
                }
                if place == 0 {
                    other.rows[at] = number;
                } else {
                    other.further.entry(at as u32).or_default().push(number);
                }
            }
        }
    }
}
