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

/// How often a list's writer errs, by the list's own habits.
#[derive(Clone, Copy, Debug)]
pub(super) struct Habits {
    /// Name parts with a slip of hand or eye.
    pub(super) slips: f64,
    /// Name parts with a letter that a machine took for another.
    pub(super) misread: f64,
    /// Births given as a year where a date could stand.
    pub(super) year_only: f64,
    /// Ages that are one year off.
    pub(super) age_off: f64,
    /// Dates that are wrong by more than a day.
    pub(super) date_off: f64,
    /// Dates whose day stands where the month should.
    pub(super) day_swapped: f64,
}

/// The habits of all six lists of the demo.
pub(super) const DEMO_HABITS: Habits = Habits {
    slips: rates::PART_SLIPS,
    misread: 0.0,
    year_only: rates::YEAR_ONLY,
    age_off: rates::AGE_OFF_BY_ONE,
    date_off: 0.025,
    day_swapped: 0.0,
};

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
    habits: Habits,
}

impl<'a> Pen<'a> {
    /// The pen of one list.
    pub(super) fn new(seed: u64, list: &str, tally: &'a mut Tally) -> Self {
        Self::with_habits(seed, list, DEMO_HABITS, tally)
    }

    /// The pen of a list that has habits of its own.
    pub(super) fn with_habits(seed: u64, list: &str, habits: Habits, tally: &'a mut Tally) -> Self {
        Self { random: Random::fork(seed, list), tally, kinds: Kinds::default(), habits }
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
        let text = self.misread(text);
        if !self.random.chance(self.habits.slips * SLIPS_TRIED) {
            self.tally.note(Rate::PartSlip, self.habits.slips, false);
            return text;
        }
        let slipped = slips::slip(&mut self.random, &text);
        let happened = self.tally.note(Rate::PartSlip, self.habits.slips, slipped != text);
        self.kinds.add_if(happened, ErrorKind::Typo);
        slipped
    }

    /// The text as a machine read it from paper, where the list came that way.
    fn misread(&mut self, text: String) -> String {
        if self.habits.misread == 0.0 || !slips::can_be_misread(&text) {
            return text;
        }
        let happens = self.random.chance(self.habits.misread);
        self.kinds.add_if(happens, ErrorKind::Typo);
        if self.tally.note(Rate::PartMisread, self.habits.misread, happens) {
            slips::misread(&mut self.random, &text)
        } else {
            text
        }
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
        self.tally.note(Rate::GivenFamilyOnly, share, only)
    }

    /// Whether this row begins with the family name.
    pub(super) fn is_family_first(&mut self, share: f64) -> bool {
        let first = self.random.chance(share);
        self.kinds.add_if(first, ErrorKind::FamilyFirst);
        self.tally.note(Rate::FamilyFirst, share, first)
    }

    /// Whether this row knows only the year of birth.
    pub(super) fn is_year_only(&mut self) -> bool {
        let only = self.random.chance(self.habits.year_only);
        self.kinds.add_if(only, ErrorKind::YearOnly);
        self.tally.note(Rate::YearOnly, self.habits.year_only, only)
    }

    /// Whether this body has no name.
    pub(super) fn is_unknown_name(&mut self, unknown: bool) -> bool {
        self.kinds.add_if(unknown, ErrorKind::UnknownName);
        self.tally.note(Rate::UnknownName, rates::UNKNOWN_NAMES, unknown)
    }

    /// The age on a day, as somebody says it.
    pub(super) fn age(&mut self, born: Date, day: Date) -> i32 {
        let off = self.random.chance(self.habits.age_off);
        self.kinds.add_if(off, ErrorKind::AgeOffByOne);
        self.tally.note(Rate::AgeOffByOne, self.habits.age_off, off);
        let shift = if off { *self.random.pick(&[-1, 1]) } else { 0 };
        born.age_on(day) + shift
    }

    /// The day, now and then wrong by more than a day.
    pub(super) fn day(&mut self, day: Date) -> Date {
        if self.habits.day_swapped > 0.0 && day.day <= 12 && day.day != day.month {
            let swapped = self.random.chance(self.habits.day_swapped);
            self.kinds.add_if(swapped, ErrorKind::DateOff);
            if self.tally.note(Rate::DaySwapped, self.habits.day_swapped, swapped) {
                return Date::new(day.year, day.day, day.month);
            }
        }
        if !self.random.chance(self.habits.date_off) {
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
