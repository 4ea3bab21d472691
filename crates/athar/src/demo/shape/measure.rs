//! What came out, counted while the rows go by and again from the people, beside what was intended.

use std::collections::HashSet;

use super::super::kinds::ErrorKind;
use super::super::people::Person;
use super::super::rates::{self, Rate, Tally};
use super::fields::Language;
use super::files::Row;
use super::listed::Sides;
use super::plan::Plan;
use super::style::{Kind, Style};

/// One rate: what was intended, where anything was, and what came out.
#[derive(Clone, Debug)]
pub(crate) struct MeasuredRate {
    pub(crate) name: &'static str,
    pub(crate) intended: Option<f64>,
    pub(crate) measured: f64,
}

/// Counts over all rows.
#[derive(Clone, Debug)]
pub(super) struct Rows {
    /// On which side each person was seen.
    seen: Vec<Sides>,
    sought: usize,
    freed: usize,
    transfers: (usize, usize),
    copied: (usize, usize),
    /// Rows in Arabic, in English and French, in Turkish and Kurmanji letters.
    scripts: [usize; 3],
    without_parent: usize,
}

impl Rows {
    pub(super) fn of(people: usize) -> Self {
        Self {
            seen: vec![Sides { is_sought: false, is_freed: false }; people],
            sought: 0,
            freed: 0,
            transfers: (0, 0),
            copied: (0, 0),
            scripts: [0; 3],
            without_parent: 0,
        }
    }

    pub(super) fn count(&mut self, style: &Style, row: &Row) {
        let (seen, kinds) = (&mut self.seen[row.person as usize], row.kinds);
        self.without_parent += usize::from(!row.names_parent);
        if style.kind.is_of_sought() {
            self.sought += 1;
            seen.is_sought = true;
        } else {
            self.freed += 1;
            seen.is_freed = true;
        }
        let note = |(hits, occasions): &mut (usize, usize), happened: bool| {
            *hits += usize::from(happened);
            *occasions += 1;
        };
        if style.kind == Kind::Register {
            note(&mut self.transfers, kinds.has(ErrorKind::Transfer));
        }
        if style.size.copied > 0 {
            note(&mut self.copied, kinds.has(ErrorKind::CopiedRow));
        }
        self.scripts[match style.language {
            Language::Arabic => 0,
            Language::English | Language::French => 1,
            Language::Turkish | Language::Kurmanji => 2,
        }] += 1;
    }

    /// Every rate of the shape.
    pub(super) fn rates(&self, plan: &Plan, people: &[Person], tally: &Tally) -> Vec<MeasuredRate> {
        let mut table = Vec::new();
        let mut rate = |name, intended: Option<f64>, measured| table.push(MeasuredRate { name, intended, measured });
        let (sought, freed) = (self.people(|sides| sides.is_sought), self.people(|sides| sides.is_freed));
        let both = self.people(|sides| sides.is_sought && sides.is_freed);
        rate("freed people who are on a sought list", Some(plan.overlap), share(both, freed));
        rate("freed people not sought, a brother or cousin sought", None, self.kin_of_sought(people));
        let repeated = self.transfers.0 + self.copied.0;
        let own = self.sought - repeated;
        rate("sought rows that ask for somebody again", Some(rates::SECOND_REQUESTS), share(own - sought, own));
        if self.transfers.1 > 0 {
            rate("register rows after a transfer", Some(rates::TRANSFERS), ratio(self.transfers));
        }
        if self.copied.1 > 0 {
            rate("rows of the copying list that are copies", Some(rates::COPIED_ROWS), ratio(self.copied));
        }
        if plan.freed.len() > 1 {
            rate(
                "freed rows about somebody listed already",
                Some(rates::FREED_AGAIN),
                share(self.freed - freed, self.freed),
            );
        }
        let rows = self.sought + self.freed;
        for (name, place) in
            [("rows in Arabic letters", 0), ("rows in English or French", 1), ("rows in Kurmanji or Turkish", 2)]
        {
            rate(name, Some(rates::SCRIPTS[place]), share(self.scripts[place], rows));
        }
        rate("rows that name no parent, for whatever reason", None, share(self.without_parent, rows));
        for (name, of) in [
            ("rows without parents on lists that ask for them", Rate::GivenFamilyOnly),
            ("names in one cell that begin with the family", Rate::FamilyFirst),
            ("births with the year only", Rate::YearOnly),
            ("ages off by one", Rate::AgeOffByOne),
            ("dates with day and month swapped", Rate::DaySwapped),
            ("name parts with a slip", Rate::PartSlip),
            ("scanned name parts with a misread letter", Rate::PartMisread),
        ] {
            rate(name, Some(tally.intended(of)), tally.measured(of));
        }
        kin(people, &mut rate);
        table
    }

    fn people(&self, is_it: impl Fn(&Sides) -> bool) -> usize {
        self.seen.iter().filter(|sides| is_it(sides)).count()
    }

    /// Of the freed whom nobody seeks, the share with a son of the same house, or of one with the same names, on a sought list.
    fn kin_of_sought(&self, people: &[Person]) -> f64 {
        let house = |person: &Person| {
            (person.father.arabic, person.grandfather.arabic, person.family.arabic, person.home.arabic[0])
        };
        let with = || people.iter().zip(&self.seen);
        let sought: HashSet<_> = with().filter(|(_, sides)| sides.is_sought).map(|(person, _)| house(person)).collect();
        let others = || with().filter(|(_, sides)| sides.is_freed && !sides.is_sought);
        share(others().filter(|(person, _)| sought.contains(&house(person))).count(), others().count())
    }
}

/// Kin found by their papers. Some is by chance: where a rate was made on purpose, chance adds to it.
fn kin(people: &[Person], rate: &mut impl FnMut(&'static str, Option<f64>, f64)) {
    let (namesakes, brothers, cousins, nephews) = rates::kin(people);
    let of = |count| share(count, people.len());
    let made = people.iter().filter(|person| person.kin.has(ErrorKind::Namesake)).count();
    rate("people arrested together with a brother", Some(rates::BROTHERS_TOGETHER), of(brothers));
    rate("people with a cousin alike in all but the mother", Some(rates::COUSINS_BUT_MOTHER), of(cousins));
    rate("people named after an uncle, and the uncles", Some(rates::NEPHEW_OF_UNCLE), of(nephews));
    rate("people made namesakes in the same village", Some(rates::VILLAGE_NAMESAKES), of(made));
    rate("people with any namesake in the same village", None, of(namesakes));
}

fn share(count: usize, of: usize) -> f64 {
    count as f64 / of.max(1) as f64
}

fn ratio((hits, occasions): (usize, usize)) -> f64 {
    share(hits, occasions)
}
