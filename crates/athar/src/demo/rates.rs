//! The fixed rates of the demo, and their measure in what was made.
//!
//! Rates of people are counted again from the people themselves, rates of rows from what each row's writer did, so that
//! a table of intended and measured rates can be printed and a test can hold them together.

use std::collections::BTreeMap;

use super::kinds::ErrorKind;
use super::people::Person;

/// People who share given and family name with another of their village.
pub(super) const VILLAGE_NAMESAKES: f64 = 0.10;
/// People arrested on the same day and at the same place as a brother.
pub(super) const BROTHERS_TOGETHER: f64 = 0.10;
/// People with a first cousin alike in all but the mother.
pub(super) const COUSINS_BUT_MOTHER: f64 = 0.03;
/// People who carry an uncle's name, and those uncles.
pub(super) const NEPHEW_OF_UNCLE: f64 = 0.02;
/// Named rows that give no parent, on lists that could.
pub(super) const GIVEN_FAMILY_ONLY: f64 = 0.25;
/// Births given as a year where a date could stand.
pub(super) const YEAR_ONLY: f64 = 0.40;
/// Ages that are one year off.
pub(super) const AGE_OFF_BY_ONE: f64 = 0.20;
/// Bodies without a name.
pub(super) const UNKNOWN_NAMES: f64 = 0.40;
/// Name parts with a slip of hand or eye.
pub(super) const PART_SLIPS: f64 = 0.03;
/// Lists of which a part stands in another list.
pub(super) const COPIED_LISTS: f64 = 1.0;

/// Of the shape: rows of sought lists, copies and transfers aside, that ask for somebody again.
pub(super) const SECOND_REQUESTS: f64 = 0.08;
/// Of the shape: rows of a register that list somebody again after a transfer.
pub(super) const TRANSFERS: f64 = 0.04;
/// Of the shape: rows of the copying list that stand in another.
pub(super) const COPIED_ROWS: f64 = 0.40;
/// Of the shape: rows of the freed about somebody who is on another list of the freed already.
pub(super) const FREED_AGAIN: f64 = 0.23;
/// Of the shape: rows in Arabic letters, in Latin ones as English and French have them, and as Turkish and Kurmanji have them.
pub(super) const SCRIPTS: [f64; 3] = [0.65, 0.25, 0.10];

/// How far each list departs from the rate of rows without parents: families know the parents, a volunteer at a gate does not ask.
/// With the sizes of the lists these come to [`GIVEN_FAMILY_ONLY`] in all.
pub(super) mod given_family_only {
    /// At the gate.
    pub(crate) const GATE: f64 = 0.42;
    /// On the ward.
    pub(crate) const HOSPITAL: f64 = 0.30;
    /// In the register.
    pub(crate) const REGISTER: f64 = 0.19;
    /// On the phone.
    pub(crate) const MESSAGE: f64 = 0.28;
    /// In the morgue.
    pub(crate) const MORGUE: f64 = 0.34;
    /// By the family.
    pub(crate) const REQUESTS: f64 = 0.18;
}

/// A rate that is counted row by row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Rate {
    GivenFamilyOnly,
    YearOnly,
    AgeOffByOne,
    UnknownName,
    PartSlip,
    /// A letter that a machine took for another.
    PartMisread,
    FamilyFirst,
    DaySwapped,
}

/// How often something was done, how often it could have been, and how often it was meant to be.
#[derive(Clone, Copy, Debug, Default)]
struct Count {
    hits: usize,
    occasions: usize,
    intended: f64,
}

/// Counts of what was done, and of what it could have been done to.
#[derive(Clone, Debug, Default)]
pub(super) struct Tally(BTreeMap<Rate, Count>);

impl Tally {
    /// Counts one occasion and the probability that it had, and passes on what happened.
    pub(super) fn note(&mut self, rate: Rate, intended: f64, happened: bool) -> bool {
        let count = self.0.entry(rate).or_default();
        count.hits += usize::from(happened);
        count.occasions += 1;
        count.intended += intended;
        happened
    }

    pub(super) fn measured(&self, rate: Rate) -> f64 {
        let count = self.0.get(&rate).copied().unwrap_or_default();
        count.hits as f64 / count.occasions.max(1) as f64
    }

    /// The mean of the probabilities, where lists differ in them.
    pub(super) fn intended(&self, rate: Rate) -> f64 {
        let count = self.0.get(&rate).copied().unwrap_or_default();
        count.intended / count.occasions.max(1) as f64
    }
}

/// Every rate: its name, as intended, as measured.
pub(super) fn table(people: &[Person], tally: &Tally, copied_lists: usize) -> Vec<(String, f64, f64)> {
    let (namesakes, brothers, cousins, nephews) = kin(people);
    let share = |count: usize| count as f64 / people.len().max(1) as f64;
    let rows = [
        ("rows with given and family name only", GIVEN_FAMILY_ONLY, tally.measured(Rate::GivenFamilyOnly)),
        ("births with the year only", YEAR_ONLY, tally.measured(Rate::YearOnly)),
        ("ages off by one", AGE_OFF_BY_ONE, tally.measured(Rate::AgeOffByOne)),
        ("people with a namesake in the same village", VILLAGE_NAMESAKES, share(namesakes)),
        ("people arrested together with a brother", BROTHERS_TOGETHER, share(brothers)),
        ("people with a cousin alike in all but the mother", COUSINS_BUT_MOTHER, share(cousins)),
        ("people named after an uncle, and the uncles", NEPHEW_OF_UNCLE, share(nephews)),
        ("bodies without a name", UNKNOWN_NAMES, tally.measured(Rate::UnknownName)),
        ("name parts with a slip", PART_SLIPS, tally.measured(Rate::PartSlip)),
        ("lists of which a part was copied into another", COPIED_LISTS, copied_lists as f64),
    ];
    rows.into_iter().map(|(name, intended, measured)| (name.to_owned(), intended, measured)).collect()
}

/// Namesakes, brothers, cousins and nephews, found by their papers alone.
pub(super) fn kin(people: &[Person]) -> (usize, usize, usize, usize) {
    let mut of_one_name: BTreeMap<_, Vec<&Person>> = BTreeMap::new();
    let mut of_one_house: BTreeMap<_, Vec<&Person>> = BTreeMap::new();
    for person in people {
        of_one_name.entry(person.key()).or_default().push(person);
        of_one_house
            .entry((
                person.father.arabic,
                person.mother.arabic,
                person.family.arabic,
                person.home.arabic[0],
                person.arrest.date,
            ))
            .or_default()
            .push(person);
    }
    let is_cousin = |one: &Person, other: &Person| one.father.arabic == other.father.arabic;
    let is_nephew = |one: &Person, other: &Person| {
        one.grandfather.arabic == other.father.arabic && one.born.year > other.born.year + 17
    };
    let (mut namesakes, mut cousins, mut nephews) = (0, 0, 0);
    for group in of_one_name.values().filter(|group| group.len() > 1) {
        for person in group {
            let others = || group.iter().filter(|other| !std::ptr::eq(**other, *person));
            if others().any(|other| is_cousin(person, other)) {
                cousins += 1;
            } else if person.kin.has(ErrorKind::Nephew)
                && others().any(|other| is_nephew(person, other) || is_nephew(other, person))
            {
                nephews += 1;
            } else {
                namesakes += 1;
            }
        }
    }
    let brothers = of_one_house.values().filter(|house| house.len() > 1).map(Vec::len).sum();
    (namesakes, brothers, cousins, nephews)
}
