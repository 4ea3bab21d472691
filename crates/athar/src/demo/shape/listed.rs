//! Who stands on which list: everybody once on their side, some again, in exactly as many rows as each list has.
//!
//! A list draws its people by what it is: an association those of its governorate, a Kurdish list Kurds, a register and a gate those who
//! were held there. Nobody is on a list that is older than their arrest, as far as the lists leave room.

use std::collections::HashSet;

use super::super::calendar::Date;
use super::super::people::Person;
use super::super::random::Random;
use super::fields::Language;
use super::plan::Plan;
use super::style::{Kind, Style};

/// On which sides of the lists a person is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Sides {
    pub(super) is_sought: bool,
    pub(super) is_freed: bool,
}

/// Draws the side of everybody, kin or not: of two brothers one may be sought and the other on a list of the freed only.
pub(super) fn sides(plan: &Plan, seed: u64) -> Vec<Sides> {
    let mut sides = Vec::with_capacity(plan.people());
    let mut push = |is_sought, is_freed, count| sides.extend(std::iter::repeat_n(Sides { is_sought, is_freed }, count));
    push(true, true, plan.both);
    push(true, false, plan.sought_people - plan.both);
    push(false, true, plan.freed_people - plan.both);
    Random::fork(seed, "sides").shuffle(&mut sides);
    sides
}

/// The people of each list in the order of its rows, transfers included, copies not.
pub(super) fn listed(people: &[Person], sides: &[Sides], styles: &[Style], seed: u64) -> Vec<Vec<u32>> {
    let mut random = Random::fork(seed, "listed");
    let mut listed = vec![Vec::new(); styles.len()];
    for is_of_sought in [true, false] {
        let lists: Vec<usize> =
            (0..styles.len()).filter(|list| styles[*list].kind.is_of_sought() == is_of_sought).collect();
        let is_here = |sides: &Sides| if is_of_sought { sides.is_sought } else { sides.is_freed };
        let mut side = Side::new(people, styles, &lists);
        side.leave_room(sides.iter().filter(|sides| is_here(sides)).count());
        side.place_everybody(&mut random, |person| is_here(&sides[person]));
        side.place_again(&mut random);
        for (list, people) in lists.into_iter().zip(side.listed) {
            listed[list] = people;
        }
    }
    for (list, style) in listed.iter_mut().zip(styles) {
        transfer(&mut random, list, style.size.transfers);
        random.shuffle(list);
        if style.kind == Kind::Register {
            list.sort_by_key(|person| people[*person as usize].arrest.date);
        }
    }
    listed
}

/// A register lists some of its people a second time.
fn transfer(random: &mut Random, list: &mut Vec<u32>, count: usize) {
    random.shuffle(list);
    let again: Vec<u32> = list.iter().take(count).copied().collect();
    list.extend(again);
}

/// The lists of one side while they are filled.
struct Side<'a> {
    people: &'a [Person],
    styles: Vec<&'a Style>,
    listed: Vec<Vec<u32>>,
    /// Rows that each list still has to fill with people who are on no list of this side.
    left: Vec<usize>,
    /// Rows that each list has for people who are on one.
    again: Vec<usize>,
    /// Everybody on this side, in the order in which they were placed, with their first list.
    placed: Vec<(u32, u8)>,
}

impl<'a> Side<'a> {
    fn new(people: &'a [Person], styles: &'a [Style], lists: &[usize]) -> Self {
        let styles: Vec<&Style> = lists.iter().map(|list| &styles[*list]).collect();
        Self {
            people,
            left: styles.iter().map(|style| style.size.places()).collect(),
            again: vec![0; styles.len()],
            listed: vec![Vec::new(); styles.len()],
            styles,
            placed: Vec::new(),
        }
    }

    /// Keeps rows for people who are listed already, in each list the same share: otherwise those that fit few would fill up with them.
    fn leave_room(&mut self, people: usize) {
        let places: usize = self.left.iter().sum();
        let (mut so_far, mut given) = (0, 0);
        for (left, again) in self.left.iter_mut().zip(&mut self.again) {
            so_far += *left;
            let first = so_far * people / places.max(1) - given;
            given += first;
            *again = *left - first;
            *left = first;
        }
    }

    /// One row for everybody. Brothers arrested together often stand on one list: one relative asked for both.
    fn place_everybody(&mut self, random: &mut Random, is_here: impl Fn(usize) -> bool) {
        let mut houses: Vec<u32> =
            (0..self.people.len() as u32).filter(|person| !self.follows_brother(*person)).collect();
        random.shuffle(&mut houses);
        // Those arrested late come first, while the lists that are late enough have room.
        let earliest = self.styles.iter().map(|style| style.as_of).min().unwrap_or(Date::new(2024, 12, 8));
        houses.sort_by_key(|first| self.people[*first as usize].arrest.date <= earliest);
        for first in houses {
            let mut last: Option<usize> = None;
            let mut person = first;
            loop {
                if is_here(person as usize) {
                    let same = last.filter(|list| self.left[*list] > 0 && random.chance(0.6));
                    let list = same.unwrap_or_else(|| self.draw(random, person));
                    self.listed[list].push(person);
                    self.left[list] = self.left[list].saturating_sub(1);
                    self.placed.push((person, list as u8));
                    last = Some(list);
                }
                person += 1;
                if person as usize >= self.people.len() || !self.follows_brother(person) {
                    break;
                }
            }
        }
    }

    fn follows_brother(&self, person: u32) -> bool {
        let person = person as usize;
        person > 0 && self.people[person].was_arrested_with(&self.people[person - 1])
    }

    /// Fills the rows that are left with people who are on a list of this side already, on another one where there is one.
    fn place_again(&mut self, random: &mut Random) {
        if self.placed.is_empty() {
            return;
        }
        let mut twice: Vec<(u32, u8)> = Vec::new();
        let mut placed_again = HashSet::new();
        for list in 0..self.styles.len() {
            for _ in 0..self.again[list] {
                let (person, from) = self.draw_again(random, list, &twice, &placed_again);
                placed_again.insert((person, list));
                self.listed[list].push(person);
                if random.chance(0.2) {
                    twice.push((person, from));
                }
            }
        }
    }

    /// Somebody who fits the list and is not on it; two relatives may ask at one place.
    fn draw_again(
        &self,
        random: &mut Random,
        list: usize,
        twice: &[(u32, u8)],
        placed_again: &HashSet<(u32, usize)>,
    ) -> (u32, u8) {
        let is_asked_in_person = self.styles[list].kind == Kind::Requests;
        let mut drawn = *random.pick(&self.placed);
        for _ in 0..TRIES {
            let is_new = usize::from(drawn.1) != list && !placed_again.contains(&(drawn.0, list));
            if (is_new || is_asked_in_person) && random.chance(self.fit(drawn.0, list) / FIT_MAX) {
                break;
            }
            let pool = if twice.len() > 20 && random.chance(0.08) { twice } else { &self.placed };
            drawn = *random.pick(pool);
        }
        drawn
    }

    /// A list for this person, by the room that it has and by how well they fit.
    fn draw(&self, random: &mut Random, person: u32) -> usize {
        let weigh = |list: usize| self.left[list] as f64 * self.fit(person, list);
        let sum: f64 = (0..self.styles.len()).map(weigh).sum();
        let mark = sum * f64::from(random.between(0, 999_999)) / 1_000_000.0;
        let mut so_far = 0.0;
        let fits = (0..self.styles.len()).find(|list| {
            so_far += weigh(*list);
            so_far > mark
        });
        // Nobody is left out: where no list fits, the one with the most room takes them.
        fits.or_else(|| (0..self.styles.len()).max_by_key(|list| self.left[*list])).unwrap_or(0)
    }

    fn fit(&self, person: u32, list: usize) -> f64 {
        let (person, style) = (&self.people[person as usize], self.styles[list]);
        if person.arrest.date >= style.as_of {
            return 0.0;
        }
        let language = match (style.language, person.community) {
            (Language::Kurmanji, 'k') | (Language::Turkish, 't') => 4.0,
            (Language::Kurmanji | Language::Turkish, _) => 0.4,
            _ => 1.0,
        };
        let region = match style.governorate {
            Some(governorate) if governorate == person.home.governorate => 4.0,
            Some(_) => 0.4,
            None => 1.0,
        };
        let was_there = |key| person.stays.iter().any(|stay| stay.facility.key == key);
        let held = match style.facility {
            Some(facility) if was_there(facility.key) => 4.0,
            Some(_) if style.kind != Kind::Hospital => 0.4,
            _ => 1.0,
        };
        language * region * held
    }
}

/// After so many the next best is taken, so that small shapes end.
const TRIES: usize = 200;
/// Who fits a list so well or better is taken whenever they are drawn.
const FIT_MAX: f64 = 4.0;
