//! What every list's writer needs: a row that remembers what was done to it, and the words for people, places and dates.

use super::arabic::Scribe;
use super::calendar::Date;
use super::kinds::{ErrorKind, Kinds};
use super::people::Person;
use super::random::Random;
use super::rates::{self, Rate, Tally};
use super::slips;
use super::tables::{Facility, Part, Place};

/// One slip in six comes to nothing: the part is too short, or the place is no letter.
const SLIPS_TRIED: f64 = 1.2;

/// One row of a list: its cells, whom it is about, and what is hard about it.
#[derive(Clone, Debug)]
pub(super) struct Row {
    pub(super) cells: Vec<String>,
    pub(super) person: Option<usize>,
    pub(super) kinds: Kinds,
}

/// Writes one row after the other, counting the difficulties it puts in.
pub(super) struct Pen<'a> {
    pub(super) random: Random,
    tally: &'a mut Tally,
    kinds: Kinds,
}

impl<'a> Pen<'a> {
    /// The pen of one list.
    pub(super) fn new(seed: u64, list: &str, tally: &'a mut Tally) -> Self {
        Self { random: Random::fork(seed, list), tally, kinds: Kinds::default() }
    }

    /// Ends a row about this person.
    pub(super) fn row(&mut self, cells: Vec<String>, person: usize, people: &[Person]) -> Row {
        let kinds = std::mem::take(&mut self.kinds).with(people[person].kin);
        Row { cells, person: Some(person), kinds }
    }

    /// Ends a row about nobody known.
    pub(super) fn row_about_nobody(&mut self, cells: Vec<String>) -> Row {
        Row { cells, person: None, kinds: std::mem::take(&mut self.kinds) }
    }

    /// Remembers a difficulty of this row.
    pub(super) fn mark(&mut self, kind: ErrorKind) {
        self.kinds.add(kind);
    }

    /// The text, now and then with a slip.
    pub(super) fn slip(&mut self, text: String) -> String {
        if !self.random.chance(rates::PART_SLIPS * SLIPS_TRIED) {
            self.tally.note(Rate::PartSlip, false);
            return text;
        }
        let slipped = slips::slip(&mut self.random, &text);
        let happened = self.tally.note(Rate::PartSlip, slipped != text);
        self.kinds.add_if(happened, ErrorKind::Typo);
        slipped
    }

    /// A given name in Arabic.
    pub(super) fn arabic(&mut self, scribe: &Scribe, part: Part) -> String {
        let written = scribe.write(&mut self.random, part.arabic);
        self.kinds.add_if(written != part.arabic, ErrorKind::Orthography);
        self.slip(written)
    }

    /// A family name in Arabic.
    pub(super) fn arabic_family(&mut self, scribe: &Scribe, part: Part) -> String {
        let written = scribe.write_family(&mut self.random, part.arabic);
        self.kinds.add_if(written != part.arabic, ErrorKind::Orthography);
        self.slip(written)
    }

    /// A place in Arabic, under one of its names; the governorate instead for those who come from far.
    pub(super) fn arabic_place(&mut self, scribe: &Scribe, place: &Place) -> String {
        let name = self.random.mostly_first(&place.arabic, 0.8);
        let name = scribe.write(&mut self.random, name);
        match self.random.below(20) {
            0..=2 if name != place.governorate => format!("{} - {name}", place.governorate),
            3 => place.governorate.to_owned(),
            _ => name,
        }
    }

    /// A facility in Arabic, under one of its names.
    pub(super) fn arabic_facility(&mut self, facility: &Facility) -> String {
        self.random.mostly_first(&facility.arabic, 0.5).to_owned()
    }

    /// Whether this row leaves the parents out.
    pub(super) fn is_given_family_only(&mut self, share: f64) -> bool {
        let only = self.random.chance(share);
        self.kinds.add_if(only, ErrorKind::GivenFamilyOnly);
        self.tally.note(Rate::GivenFamilyOnly, only)
    }

    /// Whether this row knows only the year of birth.
    pub(super) fn is_year_only(&mut self) -> bool {
        let only = self.random.chance(rates::YEAR_ONLY);
        self.kinds.add_if(only, ErrorKind::YearOnly);
        self.tally.note(Rate::YearOnly, only)
    }

    /// Whether this body has no name.
    pub(super) fn is_unknown_name(&mut self, unknown: bool) -> bool {
        self.kinds.add_if(unknown, ErrorKind::UnknownName);
        self.tally.note(Rate::UnknownName, unknown)
    }

    /// The age on a day, as somebody says it.
    pub(super) fn age(&mut self, born: Date, day: Date) -> i32 {
        let off = self.random.chance(rates::AGE_OFF_BY_ONE);
        self.kinds.add_if(off, ErrorKind::AgeOffByOne);
        self.tally.note(Rate::AgeOffByOne, off);
        let shift = if off { *self.random.pick(&[-1, 1]) } else { 0 };
        born.age_on(day) + shift
    }

    /// The day, now and then wrong by more than a day.
    pub(super) fn day(&mut self, day: Date) -> Date {
        if !self.random.chance(0.025) {
            return day;
        }
        self.mark(ErrorKind::DateOff);
        match self.random.below(3) {
            0 if day.day <= 12 => Date::new(day.year, day.day, day.month),
            1 => Date::new(day.year + *self.random.pick(&[-2, 2, 10, -10]), day.month, day.day.min(28)),
            _ => day.plus(*self.random.pick(&[-31, 31, 10, -10, 365, -365])),
        }
    }

    /// A birthday: a date, or its year alone.
    pub(super) fn birth(&mut self, born: Date, style: fn(Date) -> String) -> String {
        let day = self.day(born);
        if self.is_year_only() { day.year.to_string() } else { style(day) }
    }

    /// What is written, or nothing as often as this list leaves it out: what is left out has no difficulties.
    pub(super) fn unless_missing(&mut self, share: f64, write: impl FnOnce(&mut Self) -> String) -> String {
        if self.random.chance(share) { String::new() } else { write(self) }
    }
}
