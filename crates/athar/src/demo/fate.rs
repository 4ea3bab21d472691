//! What happened to each person: arrest, stays, and how it ended.
//!
//! The proportions follow what is publicly known of Syria's detention: most arrests in 2011 to 2014, a branch first and a prison
//! later, the prisons opened on 8 December 2024. They are proportions for a demo, not figures to quote.

use super::calendar::Date;
use super::kinds::ErrorKind;
use super::people::Person;
use super::random::{Random, Wheel};
use super::tables::{Facility, Place, TABLES};

/// When, where and how a person was taken.
#[derive(Clone, Copy, Debug)]
pub(super) struct Arrest {
    pub(super) date: Date,
    pub(super) place: &'static Place,
    pub(super) how: How,
}

/// How people were taken, as families tell it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum How {
    Checkpoint,
    Home,
    Work,
    University,
    Airport,
    Street,
}

/// A time in one facility, under a number that means something only there.
#[derive(Clone, Copy, Debug)]
pub(super) struct Stay {
    pub(super) facility: &'static Facility,
    pub(super) from: Date,
    pub(super) to: Date,
    pub(super) number: i32,
}

/// How it ended, as far as anyone knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    /// Walked out when the prisons were opened.
    Freed(Date),
    /// Was let go years before.
    FreedEarlier,
    /// Died in custody.
    Died(Date),
    /// Nobody has said.
    Unknown,
}

/// The day the prisons were opened.
pub(super) const OPENED: Date = Date::new(2024, 12, 8);

/// The prison of Tadmor held nobody after the town changed hands.
const TADMOR_LOST: Date = Date::new(2015, 5, 20);

/// Arrests by year: 2011 to 2024.
const ARRESTS_BY_YEAR: [u32; 14] = [14, 28, 24, 13, 7, 4, 3, 3, 2, 1, 1, 1, 1, 1];

/// An arrest of somebody from this place.
pub(super) fn arrest(random: &mut Random, home: &'static Place) -> Arrest {
    let years = Wheel::new((2011..).zip(ARRESTS_BY_YEAR));
    let year = years.spin(random);
    let first_day = Date::new(year, if year == 2011 { 4 } else { 1 }, 1);
    let date = first_day.plus(random.between(0, if year == 2011 { 270 } else { 330 }));
    let ways = Wheel::new([
        (How::Checkpoint, 46),
        (How::Home, 26),
        (How::Work, 9),
        (How::University, 5),
        (How::Airport, 3),
        (How::Street, 11),
    ]);
    let how = ways.spin(random);
    arrest_at_home(random, home, Arrest { date, place: home, how })
}

/// The same arrest, moved to where somebody of this home is likely to be: three of four are taken near home.
pub(super) fn arrest_at_home(random: &mut Random, home: &'static Place, arrest: Arrest) -> Arrest {
    let places = Wheel::new(TABLES.places.iter().map(|place| (place, place.weight)));
    let neighbours = Wheel::new(
        TABLES.places.iter().filter(|place| place.governorate == home.governorate).map(|place| (place, place.weight)),
    );
    let place = match random.below(20) {
        _ if arrest.how == How::Home => home,
        0..=13 => home,
        14..=16 => neighbours.spin(random),
        _ => places.spin(random),
    };
    Arrest { place, ..arrest }
}

/// A birthday that fits an arrest: mostly young men.
pub(super) fn birth(random: &mut Random, arrest: Date) -> Date {
    let ages = Wheel::new([((16, 19), 14), ((20, 29), 42), ((30, 39), 23), ((40, 49), 13), ((50, 68), 8)]);
    let (youngest, oldest) = ages.spin(random);
    arrest.plus(-365 * random.between(youngest, oldest) - random.between(5, 360))
}

/// The stays that follow an arrest, and how they end.
pub(super) fn stays(random: &mut Random, arrest: &Arrest) -> (Vec<Stay>, Outcome) {
    let outcome = outcome(random, arrest.date);
    (stays_until(random, arrest, outcome), outcome)
}

/// The stays of somebody of whom it is settled whether the opening freed them.
pub(super) fn stays_if_freed(random: &mut Random, arrest: &Arrest, is_freed: bool) -> (Vec<Stay>, Outcome) {
    loop {
        let outcome = outcome(random, arrest.date);
        if matches!(outcome, Outcome::Freed(_)) == is_freed {
            return (stays_until(random, arrest, outcome), outcome);
        }
    }
}

fn stays_until(random: &mut Random, arrest: &Arrest, outcome: Outcome) -> Vec<Stay> {
    let end = match outcome {
        Outcome::Freed(day) | Outcome::Died(day) => day,
        Outcome::FreedEarlier => arrest.date.plus(random.between(60, 1400)).min(OPENED.plus(-90)),
        Outcome::Unknown => OPENED,
    };
    let mut stays = Vec::new();
    let mut day = arrest.date.plus(random.between(0, 6)).min(end);
    let branch = draw(random, "branch");
    let leaves = day.plus(random.between(25, 420)).min(end);
    stays.push(Stay { facility: branch, from: day, to: leaves, number: number(random) });
    day = leaves;
    if day < end && random.chance(0.9) {
        let mut prison = draw(random, "prison");
        while prison.key == "tadmor" && end > TADMOR_LOST {
            prison = draw(random, "prison");
        }
        stays.push(Stay { facility: prison, from: day, to: end, number: number(random) });
    }
    if matches!(outcome, Outcome::Died(_)) {
        let days = random.between(0, 9);
        if let Some(last) = stays.last_mut() {
            last.to = end.plus(-days).max(last.from);
            let from = last.to;
            stays.push(Stay { facility: draw(random, "hospital"), from, to: end, number: number(random) });
        }
    }
    stays
}

fn outcome(random: &mut Random, arrested: Date) -> Outcome {
    let fate = random.below(100);
    let days_until_opened = OPENED.julian() - arrested.julian();
    match fate {
        0..=43 => Outcome::Freed(OPENED.plus(*random.pick(&[0, 0, 0, 0, 0, 0, 1, 1, 1, 2, 2, 3, 5]))),
        44..=47 if days_until_opened > 200 => Outcome::FreedEarlier,
        48..=77 if days_until_opened > 90 => {
            Outcome::Died(arrested.plus(random.between(20, days_until_opened.min(1500))))
        }
        _ => Outcome::Unknown,
    }
}

fn draw(random: &mut Random, sort: &'static str) -> &'static Facility {
    Wheel::new(TABLES.facilities_of(sort).map(|facility| (facility, facility.weight))).spin(random)
}

/// Numbers begin again in every branch: the same number in two branches is two people.
fn number(random: &mut Random) -> i32 {
    random.between(11, 7999)
}

/// Brothers arrested together were mostly taken to one branch, and often sent on together.
pub(super) fn send_brothers_to_one_branch(random: &mut Random, people: &mut [Person]) {
    for later in 1..people.len() {
        let (before, rest) = people.split_at_mut(later);
        let (elder, younger) = (&before[later - 1], &mut rest[0]);
        if !elder.kin.has(ErrorKind::Brother) || !younger.was_arrested_with(elder) || !random.chance(0.8) {
            continue;
        }
        for (own, his) in younger.stays.iter_mut().zip(&elder.stays) {
            if own.facility.sort == his.facility.sort && random.chance(0.85) {
                own.facility = his.facility;
                own.number = his.number + random.between(1, 3);
            }
        }
    }
}
