//! The people and lists of `athar demo`: six lists about some five thousand people who do not exist, in the formats that people
//! really send, with the truth beside them.
//!
//! Everything comes from a seed: the same seed gives the same bytes. Nothing here reads, links or judges; the demo imports
//! these bytes as it would import anyone's.

mod arabic;
mod calendar;
mod fate;
mod formed;
mod gate;
mod hospital;
mod kinds;
mod latin;
mod letters;
mod lists;
mod message;
mod morgue;
mod pen;
mod people;
mod random;
mod rates;
mod register;
mod requests;
mod shape;
mod slips;
mod supply;
mod tables;

pub(crate) use kinds::{ErrorKind, Kinds};
pub(crate) use lists::List;
pub(crate) use shape::{MeasuredRate, Shape, ShapeList, make as make_shape};

#[cfg(test)]
use std::collections::BTreeMap;

/// The file that marks a demo's folder.
pub(crate) const MARK: &str = "ATHAR-DEMO";

/// The number of one synthetic person, from 0.
pub(crate) type PersonNumber = u32;

/// What to make.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Plan {
    /// How many people; 5,000 unless said otherwise.
    pub(crate) people: usize,
    /// What everything is drawn from.
    pub(crate) seed: u64,
}

impl Default for Plan {
    fn default() -> Self {
        Self { people: 5000, seed: 1 }
    }
}

/// What was made.
#[derive(Clone, Debug)]
pub(crate) struct Demo {
    /// The six lists, in the order in which they came.
    pub(crate) lists: Vec<List>,
    /// Each rate: its name, as intended, as measured.
    pub(crate) rates: Vec<(String, f64, f64)>,
    /// How many people the lists are about.
    pub(crate) people: usize,
    /// Two people of one name by descent each: what makes them so (cousin, nephew), and who they are.
    pub(crate) kin: Vec<(ErrorKind, PersonNumber, PersonNumber)>,
}

#[cfg(test)]
impl Demo {
    /// How many pairs of rows speak of one person, within lists and across them.
    pub(crate) fn true_pairs(&self) -> usize {
        let mut rows: BTreeMap<PersonNumber, usize> = BTreeMap::new();
        for person in self.lists.iter().flat_map(|list| &list.truth).filter_map(|(_, person)| *person) {
            *rows.entry(person).or_default() += 1;
        }
        rows.values().map(|count| count * (count - 1) / 2).sum()
    }
}

/// Makes the people and the lists about them. `progress` hears of each list: its name, how many are done, how many there are.
///
/// # Errors
/// Only what the spreadsheet writer reports, which it does for no layout of ours.
pub(crate) fn make(
    plan: &Plan,
    progress: &mut dyn FnMut(&str, usize, usize),
) -> Result<Demo, rust_xlsxwriter::XlsxError> {
    let people = people::population(plan.people, plan.seed);
    let mut tally = rates::Tally::default();
    let lists = lists::write(&people, plan.seed, &mut tally, progress)?;
    let copied = lists.iter().filter(|list| list.traits.iter().any(|kinds| kinds.has(ErrorKind::CopiedRow))).count();
    let kin = people::of_one_name(&people);
    Ok(Demo { rates: rates::table(&people, &tally, copied), lists, people: people.len(), kin })
}

#[cfg(test)]
mod tests;
