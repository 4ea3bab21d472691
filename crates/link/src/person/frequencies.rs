//! How rare values are, frozen: what a table is weighed by, whatever rows it holds.
//!
//! A value that a snapshot does not know counts as one seen once, like any rare one.

use crate::person::limits::FREQUENCY_BYTES_MAX;
use crate::person::local::Local;
use crate::person::table::{POPULATIONS, Table};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Frequencies of one table. Values seen once are left out where that makes no difference.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Frequencies {
    /// Name parts, in any role: among own names, family names and mothers' names. The spelling channel's vocabulary
    /// is made of them, so those seen once are here as well.
    pub(crate) parts: BTreeMap<String, [u32; POPULATIONS]>,
    /// Parts of each of the three populations.
    pub(crate) populations: [u32; POPULATIONS],
    /// Full dates of birth, by day number.
    pub(crate) birth_days: BTreeMap<i32, u32>,
    /// Records with a full date of birth.
    pub(crate) births: u32,
    /// Places.
    pub(crate) places: BTreeMap<String, u32>,
    /// Places said by all records.
    pub(crate) places_total: u32,
    /// How much commoner names are in some places.
    pub(crate) local: Local,
    /// Numbers, texts, dates and sites, by the comparison's name.
    pub(crate) columns: BTreeMap<String, Column>,
}

/// Frequencies of the values of one column.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Column {
    /// Records that hold a value.
    pub(crate) filled: u32,
    /// Values seen more than once.
    pub(crate) values: BTreeMap<String, u32>,
}

impl Frequencies {
    /// What a table counted. Beyond some megabytes the rarest parts are left out.
    pub(crate) fn of(table: &Table) -> Frequencies {
        let parts =
            (1..table.parts.len()).map(|part| (table.parts.text(part as u32).to_owned(), table.part_counts[part]));
        let often = |&(_, count): &(String, u32)| count > 1;
        let places = (1..table.place_values.len())
            .map(|place| (table.place_values.text(place as u32).to_owned(), table.place_counts[place]));
        let columns = table.others.iter().map(|other| {
            let values =
                (1..other.values.len()).map(|value| (other.values.text(value as u32).to_owned(), other.counts[value]));
            let column = Column { filled: other.filled, values: values.filter(often).collect() };
            (other.comparison.name().to_owned(), column)
        });
        let mut frequencies = Frequencies {
            parts: parts.filter(|(_, counts)| counts.iter().any(|&count| count > 0)).collect(),
            populations: table.population_totals,
            birth_days: table
                .birth_day_counts
                .iter()
                .map(|(&day, &count)| (day, count))
                .filter(|day| day.1 > 1)
                .collect(),
            births: table.birth_days,
            places: places.filter(often).collect(),
            places_total: table.place_total,
            local: table.local.iter().map(|(&key, &bits)| (key, bits)).collect(),
            columns: columns.collect(),
        };
        frequencies.cut();
        frequencies
    }

    /// Leaves out the rarest parts where there are more than a run can carry.
    fn cut(&mut self) {
        let length = |text: &str| text.len() + 12;
        let mut bytes: usize = self.parts.keys().map(|text| length(text)).sum();
        if bytes <= FREQUENCY_BYTES_MAX {
            return;
        }
        let mut rarest: Vec<(u32, String)> =
            self.parts.iter().map(|(text, counts)| (counts.iter().sum(), text.clone())).collect();
        rarest.sort_unstable();
        for (_, text) in rarest {
            if bytes <= FREQUENCY_BYTES_MAX {
                break;
            }
            bytes -= length(&text);
            self.parts.remove(&text);
        }
    }

    pub(crate) fn part(&self, text: &str) -> [u32; POPULATIONS] {
        self.parts.get(text).copied().unwrap_or_default()
    }

    pub(crate) fn place(&self, text: &str) -> u32 {
        self.places.get(text).copied().unwrap_or_default()
    }

    pub(crate) fn value(&self, column: &str, text: &str) -> u32 {
        self.columns.get(column).and_then(|column| column.values.get(text)).copied().unwrap_or_default()
    }

    /// Whether no value occurs more often than all together.
    pub(crate) fn is_sound(&self) -> bool {
        (0..POPULATIONS).all(|at| self.parts.values().all(|counts| counts[at] <= self.populations[at]))
            && self.birth_days.values().all(|&count| count <= self.births)
            && self.places.values().all(|&count| count <= self.places_total)
    }
}

impl Table {
    /// Weighs by what a snapshot of this table will hold, and reads names in the order that it says: before a model is
    /// learnt that will be one.
    pub fn freeze(&mut self) {
        let frequencies = Frequencies::of(self);
        self.weigh_by(&frequencies);
        self.order_names_as_counted();
        self.take_fingerprints();
    }

    /// Weighs by frozen frequencies from here on, in place of this table's own counts.
    pub(crate) fn weigh_by(&mut self, frequencies: &Frequencies) {
        self.population_totals = frequencies.populations;
        self.birth_day_counts = frequencies.birth_days.iter().map(|(&day, &count)| (day, count)).collect();
        self.birth_days = frequencies.births;
        self.place_total = frequencies.places_total;
        self.local = Arc::new(frequencies.local.iter().map(|(&key, &bits)| (key, bits)).collect());
        self.skeleton_counts.clear();
        for (text, counts) in &frequencies.parts {
            let known = self.skeleton_counts.entry(names::skeleton(text).0).or_default();
            for (sum, count) in known.iter_mut().zip(counts) {
                *sum += count;
            }
        }
        for part in 1..self.parts.len() {
            self.part_counts[part] = frequencies.part(self.parts.text(part as u32));
        }
        for place in 1..self.place_values.len() {
            self.place_counts[place] = frequencies.place(self.place_values.text(place as u32));
        }
        for other in &mut self.others {
            let name = other.comparison.name();
            other.filled = frequencies.columns.get(name).map_or(0, |column| column.filled);
            for value in 1..other.values.len() {
                other.counts[value] = frequencies.value(name, other.values.text(value as u32));
            }
        }
        let counts = frequencies.parts.iter().map(|(text, counts)| (text.clone(), counts.iter().sum()));
        self.set_vocabulary(counts.collect());
    }
}
