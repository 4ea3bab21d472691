//! Builds a [`Table`] from claims or from plain cells.

use crate::person::build_names::Parts;
use crate::person::column::Other;
use crate::person::comparison::Comparison;
use crate::person::frequencies::Frequencies;
use crate::person::intern::Interner;
use crate::person::limits::NAME_SLOTS;
use crate::person::places::{facility_of_branch, place_info};
use crate::person::snapshot::Snapshot;
use crate::person::stays::Custody;
use crate::person::table::{GIVEN, ORIGIN, PLACES, POPULATIONS, Table};
use crate::person::values::{Birth, Days, PartInfo, PlaceInfo};
use record::{AsOf, Claim, Gazetteer, Property, Record, Role, Visibility};
use std::collections::HashMap;

/// Builds a table row by row.
#[derive(Default)]
pub struct TableBuilder {
    pub(crate) table: Table,
    pub(crate) names: HashMap<(Property, Box<str>), Parts>,
    normals: HashMap<(Property, Box<str>), Option<Box<str>>>,
    days: HashMap<Box<str>, Option<Days>>,
    /// The whole name of the row being pushed, and what else the person is called.
    whole_name: Option<Box<str>>,
    also_called: Vec<Box<str>>,
    /// What the table is built under: it is weighed by, and compared as, that says.
    pub(crate) under: Option<(Vec<Comparison>, Frequencies)>,
    /// The places that values may name; those of Syria where nobody says others.
    gazetteer: Option<&'static Gazetteer>,
}

impl TableBuilder {
    /// An empty table.
    pub fn new() -> Self {
        let mut builder = TableBuilder::default();
        builder.table.part_info.push(PartInfo::default());
        builder.table.part_counts.push([0; POPULATIONS]);
        builder.table.place_info.push(PlaceInfo::default());
        builder.table.place_counts.push(0);
        builder
    }

    /// Puts a list on a side: of lists on one side no two are linked with each other when only sides are.
    pub fn stands_on(&mut self, list: u16, side: u16) {
        self.table.sides.insert(list, side);
    }

    /// An empty table that is compared and weighed as a snapshot says, whatever rows it will hold.
    pub fn under(snapshot: &Snapshot) -> Self {
        TableBuilder { under: Some((snapshot.comparisons(), snapshot.frequencies.clone())), ..TableBuilder::new() }
    }

    /// The same table with the places of another country. All rows of one linkage are read by one gazetteer.
    #[must_use]
    pub fn with_gazetteer(self, gazetteer: &'static Gazetteer) -> Self {
        TableBuilder { gazetteer: Some(gazetteer), ..self }
    }

    fn gazetteer(&self) -> &'static Gazetteer {
        self.gazetteer.unwrap_or_else(Gazetteer::syria)
    }

    /// Adds a row of plain cells under known properties.
    pub fn push_cells(&mut self, list: u16, as_of: &AsOf, cells: &[(Property, &str)]) {
        self.begin_row(list);
        for &(property, text) in cells {
            if text.is_empty() {
                continue;
            }
            if property.family() == record::Family::Name {
                self.set(property, text, text);
                continue;
            }
            // An age means another year of birth on another date.
            let is_dated_age = property == Property::Age && as_of.date.is_some();
            let normal = if is_dated_age {
                record::read_cell(property, text, *as_of, self.gazetteer()).0.map(|claim| claim.normal.into_boxed_str())
            } else if let Some(known) = self.normals.get(&(property, Box::from(text))) {
                known.clone()
            } else {
                let read = record::read_cell(property, text, *as_of, self.gazetteer())
                    .0
                    .map(|claim| claim.normal.into_boxed_str());
                self.normals.insert((property, text.into()), read.clone());
                read
            };
            if let Some(normal) = normal.filter(|normal| property != Property::BirthDate || !normal.is_empty()) {
                self.set(property, text, &normal);
            } else if property == Property::BirthDate
                && let Some(days) = Days::read_keyed(text.trim())
            {
                let row = self.table.len() - 1;
                self.table.births[row] = Birth::Dated(days);
            }
        }
        self.end_row();
    }

    /// Adds a record.
    pub fn push_record(&mut self, list: u16, record: &Record) {
        // Whoever is on a list of the freed or the dead entered a hospital or a morgue then, not custody.
        let out = matches!(record.role, Role::Freed | Role::Dead);
        self.push_claims(list, record.claims.iter().filter(|claim| !(out && claim.property == Property::EntryDate)));
    }

    /// Adds a row by claims.
    pub fn push_claims<'a>(&mut self, list: u16, claims: impl IntoIterator<Item = &'a Claim>) {
        self.begin_row(list);
        for claim in claims {
            let is_another_name = matches!(
                claim.property,
                Property::AlsoCalled
                    | Property::ImposedName
                    | Property::NomDeGuerre
                    | Property::Teknonym
                    | Property::Husband
            );
            // Another name that is restricted would show by what it is found with.
            if is_another_name && claim.visibility != Visibility::Staff {
                continue;
            }
            let text = if claim.property.family() == record::Family::Name && !claim.normal.is_empty() {
                &claim.normal
            } else {
                &claim.as_written
            };
            self.set(claim.property, text, &claim.normal);
        }
        self.end_row();
    }

    pub(crate) fn begin_row(&mut self, list: u16) {
        let table = &mut self.table;
        table.lists.push(list);
        table.names.push([0; NAME_SLOTS]);
        table.roles_known.push(false);
        table.guessed_slots.push(0);
        table.mothers.push([0; 2]);
        table.teknonyms.push(0);
        table.husbands.push([0; 2]);
        table.births.push(Birth::Unknown);
        table.sexes.push(0);
        table.places.push([0; PLACES]);
        table.custodies.push(Custody::default());
        for other in &mut table.others {
            other.rows.push(0);
        }
    }

    fn set(&mut self, property: Property, text: &str, normal: &str) {
        let row = self.table.len() - 1;
        match property {
            Property::FullName => self.whole_name = Some(text.into()),
            Property::Given
            | Property::Father
            | Property::Grandfather
            | Property::Family
            | Property::Mother
            | Property::MotherFamily
            | Property::Husband
            | Property::Teknonym => self.set_name(row, property, text),
            Property::AlsoCalled | Property::ImposedName | Property::NomDeGuerre => {
                self.also_called.push(text.into());
            }
            Property::Sex => {
                self.table.sexes[row] = if normal == "male" { 1 } else { u8::from(normal == "female") * 2 }
            }
            Property::BirthDate => {
                if let Some(days) = self.days_of(normal) {
                    self.table.births[row] = Birth::Dated(days);
                }
            }
            Property::Age => self.set_age(row, text, normal),
            Property::BirthPlace => self.set_place(row, 0, normal, text),
            Property::RegistrationPlace => self.set_place(row, 1, normal, text),
            Property::Residence => self.set_place(row, 2, normal, text),
            Property::Origin => self.set_place(row, ORIGIN, normal, text),
            Property::ArrestDate => {
                self.table.custodies[row].arrest = self.days_of(normal).or(self.table.custodies[row].arrest);
            }
            Property::EntryDate => {
                self.table.custodies[row].entry = self.days_of(normal).or(self.table.custodies[row].entry);
            }
            Property::BranchNumber => {
                let number = if normal.is_empty() { text } else { normal };
                match facility_of_branch(number, self.gazetteer()) {
                    Some(facility) => self.set_other(row, Comparison::Site(Property::Facility), facility),
                    None => self.set_other(row, Comparison::Number(property), number),
                }
            }
            // The rest is no evidence of who somebody is, or not yet compared.
            _ => match Comparison::of_column(property) {
                Some(comparison @ Comparison::Site(_)) if normal.is_empty() => self.set_other(row, comparison, text),
                Some(comparison @ Comparison::Text(_)) => self.set_other(row, comparison, &record::fold(text)),
                Some(comparison) => self.set_other(row, comparison, normal),
                None => {}
            },
        }
    }

    fn days_of(&mut self, normal: &str) -> Option<Days> {
        if let Some(&known) = self.days.get(normal) {
            return known;
        }
        let read = Days::read(normal);
        self.days.insert(normal.into(), read);
        read
    }

    fn set_age(&mut self, row: usize, text: &str, normal: &str) {
        if matches!(self.table.births[row], Birth::Dated(_)) {
            return;
        }
        if let Some(days) = self.days_of(normal) {
            self.table.births[row] = Birth::Dated(days);
        } else if let Ok((first, last)) = record::age::parse(text) {
            self.table.births[row] = Birth::Aged { first, last };
        }
    }

    fn set_place(&mut self, row: usize, which: usize, normal: &str, text: &str) {
        let value = if normal.is_empty() { text } else { normal };
        let (number, is_new) = self.table.place_values.number(value);
        if is_new {
            self.table.place_info.push(place_info(value, self.gazetteer()));
            self.table.place_counts.push(0);
        }
        if number != 0 {
            self.table.places[row][which] = number;
            self.table.place_counts[number as usize] += 1;
            self.table.place_total += 1;
        }
    }

    fn set_other(&mut self, row: usize, comparison: Comparison, value: &str) {
        if value.is_empty() {
            return;
        }
        let at = match self.table.others.iter().position(|other| other.comparison == comparison) {
            Some(at) => at,
            None if self.is_unknown(comparison) => return,
            None => {
                self.table.others.push(Other {
                    comparison,
                    values: Interner::default(),
                    rows: vec![0; row + 1],
                    further: HashMap::new(),
                    counts: vec![0],
                    days: vec![None],
                    places: vec![PlaceInfo::default()],
                    filled: 0,
                });
                self.table.others.len() - 1
            }
        };
        let days = if matches!(comparison, Comparison::Date(_)) { self.days_of(value) } else { None };
        let gazetteer = self.gazetteer();
        let other = &mut self.table.others[at];
        let (number, is_new) = other.values.number(value);
        if is_new {
            other.counts.push(0);
            other.days.push(days);
            other.places.push(if matches!(comparison, Comparison::Site(_)) {
                place_info(value, gazetteer)
            } else {
                PlaceInfo::default()
            });
        }
        if other.rows[row] == 0 {
            other.filled += 1;
            other.rows[row] = number;
            other.counts[number as usize] += 1;
        } else if !other.values_of(row).any(|known| known == number) {
            other.further.entry(row as u32).or_default().push(number);
            other.counts[number as usize] += 1;
        }
    }

    /// Whether a column is not compared, because the snapshot does not know it.
    fn is_unknown(&mut self, comparison: Comparison) -> bool {
        let Some((known, _)) = &self.under else { return false };
        if known.contains(&comparison) {
            return false;
        }
        if !self.table.unknown.contains(&comparison) {
            self.table.unknown.push(comparison);
        }
        true
    }

    fn end_row(&mut self) {
        let row = self.table.len() - 1;
        // A whole name beside columns of its parts says the same again, less clearly.
        if let Some(whole) = self.whole_name.take()
            && !(self.table.roles_known[row] && self.table.names[row][GIVEN] != 0)
        {
            self.set_name(row, Property::FullName, &whole);
        }
        let also_called = std::mem::take(&mut self.also_called);
        self.set_also_called(row, &also_called);
        let table = &mut self.table;
        if let Birth::Dated(days) = table.births[row]
            && days.is_one_day()
        {
            *table.birth_day_counts.entry(days.first).or_default() += 1;
            table.birth_days += 1;
        }
        self.table.count_row(row as u32, true);
    }
}
