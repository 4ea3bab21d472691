//! The people whom the lists speak of: names, kin, home, arrest.
//!
//! Kin are made on purpose and in fixed numbers, because they are what makes linking hard: brothers arrested together,
//! cousins alike in all but the mother, nephews named after an uncle, namesakes of one village. In the demo nobody else
//! shares given name, family name and village with another, so that the rates stay what they are said to be; in a large
//! supply of names namesakes occur by themselves as well.

use std::collections::{BTreeMap, HashSet};

use super::calendar::Date;
use super::fate::{self, Arrest, Outcome, Stay};
use super::kinds::{ErrorKind, Kinds};
use super::random::{Random, Wheel, hash};
use super::rates;
use super::supply::Supply;
use super::tables::{Part, Place, TABLES};

/// One person of the demo.
#[derive(Clone, Debug)]
pub(super) struct Person {
    pub(super) is_woman: bool,
    pub(super) community: char,
    pub(super) given: Part,
    pub(super) father: Part,
    pub(super) grandfather: Part,
    pub(super) family: Part,
    pub(super) mother: Part,
    pub(super) mother_family: Part,
    pub(super) born: Date,
    /// Where the family is registered, and lives.
    pub(super) home: &'static Place,
    /// The number of the family's page in the civil register; kin share it.
    pub(super) register_number: i32,
    pub(super) arrest: Arrest,
    pub(super) stays: Vec<Stay>,
    pub(super) outcome: Outcome,
    /// How the person is related to others in the lists.
    pub(super) kin: Kinds,
}

/// Everybody, in no order.
pub(super) fn population(count: usize, seed: u64) -> Vec<Person> {
    let mut people = without_fates(count, seed, Supply::of_tables());
    let mut random = Random::fork(seed, "fates");
    for person in &mut people {
        (person.stays, person.outcome) = fate::stays(&mut random, &person.arrest);
    }
    fate::send_brothers_to_one_branch(&mut random, &mut people);
    random.shuffle(&mut people);
    people
}

/// Everybody up to the arrest, kin beside each other.
pub(super) fn without_fates(count: usize, seed: u64, supply: Supply) -> Vec<Person> {
    let mut maker = Maker::new(seed, supply);
    let share = |rate: f64| (rate * count as f64).round() as usize;
    let mut people = Vec::with_capacity(count + 2);
    maker.groups(&mut people, share(rates::BROTHERS_TOGETHER), Maker::brothers);
    maker.groups(&mut people, share(rates::COUSINS_BUT_MOTHER), Maker::cousins);
    maker.groups(&mut people, share(rates::NEPHEW_OF_UNCLE), Maker::nephew);
    maker.groups(&mut people, share(rates::VILLAGE_NAMESAKES), Maker::namesakes);
    while people.len() < count {
        let person = maker.fresh();
        people.push(person);
    }
    people.truncate(count);
    people
}

/// Each two people who share a name by descent: cousins alike in all but the mother, uncles and the nephews named after
/// them.
pub(super) fn of_one_name(people: &[Person]) -> Vec<(ErrorKind, u32, u32)> {
    let mut pairs = Vec::new();
    for kind in [ErrorKind::Cousin, ErrorKind::Nephew] {
        let mut alike: BTreeMap<_, Vec<u32>> = BTreeMap::new();
        for (number, person) in (0..).zip(people).filter(|(_, person)| person.kin.has(kind)) {
            alike.entry(person.key()).or_default().push(number);
        }
        pairs.extend(alike.values().flat_map(|group| group.windows(2)).map(|two| (kind, two[0], two[1])));
    }
    pairs
}

struct Maker {
    seed: u64,
    random: Random,
    supply: Supply,
    places: Wheel<&'static Place>,
    /// Given names by sex, community and generation.
    given: BTreeMap<(bool, char, usize), Wheel<Part>>,
    local_families: BTreeMap<(&'static str, char), Wheel<Part>>,
    /// Given name, family name and village of those who are there already.
    taken: HashSet<(&'static str, &'static str, &'static str)>,
}

impl Maker {
    fn new(seed: u64, supply: Supply) -> Self {
        Self {
            seed,
            random: Random::fork(seed, "people"),
            supply,
            given: BTreeMap::new(),
            places: Wheel::new(TABLES.places.iter().map(|place| (place, place.weight))),
            local_families: BTreeMap::new(),
            taken: HashSet::new(),
        }
    }

    /// Adds groups of kin until so many people belong to one.
    fn groups(&mut self, people: &mut Vec<Person>, target: usize, make: fn(&mut Self) -> Vec<Person>) {
        let before = people.len();
        while people.len() - before + 1 < target {
            people.append(&mut make(self));
        }
    }

    /// Somebody related to nobody else on the lists.
    fn fresh(&mut self) -> Person {
        loop {
            let person = self.anyone();
            // In a small village with large families a free name can be hard to find: then another place is drawn.
            if self.is_free(&person) {
                return person;
            }
        }
    }

    /// Whether the person may carry these names; from now on nobody else does, unless namesakes occur by themselves.
    fn is_free(&mut self, person: &Person) -> bool {
        self.supply.has_natural_namesakes || self.taken.insert(person.key())
    }

    fn anyone(&mut self) -> Person {
        let home = self.places.spin(&mut self.random);
        let community = Wheel::new(home.communities.iter().copied()).spin(&mut self.random);
        let arrest = fate::arrest(&mut self.random, home);
        let is_woman = self.random.chance(0.07);
        let born = fate::birth(&mut self.random, arrest.date);
        let father_born = born.year - self.random.between(20, 42);
        let family = self.family(home, community);
        let mother_family = if self.random.chance(0.18) { family } else { self.family(home, community) };
        let father = self.given(false, community, father_born);
        Person {
            is_woman,
            community,
            given: self.given_unlike(is_woman, community, born.year, father),
            father,
            grandfather: self.given_unlike(false, community, father_born - 28, father),
            family,
            mother: self.given(true, community, father_born + 5),
            mother_family,
            born,
            home,
            register_number: self.register_number(home, family),
            arrest,
            stays: Vec::new(),
            outcome: Outcome::Unknown,
            kin: Kinds::default(),
        }
    }

    /// Families of one name in one village are mostly kin and stand on one or two pages.
    fn register_number(&mut self, home: &Place, family: Part) -> i32 {
        let page =
            hash(&format!("{}{}{}", self.seed, home.arabic[0], family.arabic)) % (10 + 25 * u64::from(home.weight));
        1 + page as i32 + if self.random.chance(0.6) { 0 } else { self.random.between(1, 40) }
    }

    fn given(&mut self, is_woman: bool, community: char, born: i32) -> Part {
        let chance_young = f64::from(born - 1970) / 20.0;
        let generation = usize::from(self.random.chance(chance_young));
        let names = if is_woman { &self.supply.women } else { &self.supply.men };
        let of_community = || names.iter().filter(|name| name.is_used_by(community));
        let wheel = self.given.entry((is_woman, community, generation));
        wheel
            .or_insert_with(|| Wheel::new(of_community().map(|name| (*name, name.weights[generation]))))
            .spin(&mut self.random)
    }

    fn given_unlike(&mut self, is_woman: bool, community: char, born: i32, other: Part) -> Part {
        loop {
            let given = self.given(is_woman, community, born);
            if given.arabic != other.arabic {
                return given;
            }
        }
    }

    /// A village has a few large families and some small ones; a city has most of them.
    fn family(&mut self, home: &'static Place, community: char) -> Part {
        let seed = self.seed;
        let wheel = self.local_families.entry((home.arabic[0], community)).or_insert_with(|| {
            let mut random = Random::fork(seed, &format!("families of {} {community}", home.arabic[0]));
            let everywhere = self.supply.families.iter().copied().filter(|family| family.is_used_by(community));
            let everywhere: Vec<Part> = everywhere.collect();
            let all = Wheel::new(everywhere.iter().map(|family| (*family, family.weights[0])));
            let wanted = self.supply.families_at(home, everywhere.len());
            let mut local: Vec<Part> = Vec::new();
            let mut known = HashSet::new();
            while local.len() < wanted {
                let family = all.spin(&mut random);
                if known.insert(family.arabic) {
                    local.push(family);
                }
            }
            let weigh = |(family, rank)| (family, self.supply.weight_at(rank, wanted));
            Wheel::new(local.into_iter().zip(0u32..).map(weigh))
        });
        wheel.spin(&mut self.random)
    }

    /// Two or three sons of one house, arrested together.
    fn brothers(&mut self) -> Vec<Person> {
        let mut first = self.fresh();
        while first.is_woman {
            first = self.fresh();
        }
        first.kin.add(ErrorKind::Brother);
        let count = if self.random.chance(0.25) { 3 } else { 2 };
        let mut brothers = vec![first];
        while brothers.len() < count {
            let last = &brothers[brothers.len() - 1];
            let mut brother = last.clone();
            let days = self.random.between(370, 365 * 11);
            brother.born = last.born.plus(if self.random.chance(0.5) { days } else { -days });
            brother.given = self.given_unlike(false, last.community, brother.born.year, last.father);
            let is_grown = brother.arrest.date.year - brother.born.year >= 15;
            let gap = |other: &Person| (other.born.julian() - brother.born.julian()).abs();
            if !is_grown || brothers.iter().any(|other| !(300..=365 * 12).contains(&gap(other))) {
                continue;
            }
            if self.is_free(&brother) {
                brothers.push(brother);
            }
        }
        brothers
    }

    /// Two cousins whose papers differ in the mother and in the day of birth.
    fn cousins(&mut self) -> Vec<Person> {
        let mut first = self.fresh();
        first.kin.add(ErrorKind::Cousin);
        let mut second = first.clone();
        while second.mother.arabic == first.mother.arabic {
            second.mother = self.given(true, first.community, first.born.year - 24);
        }
        second.mother_family = self.family(first.home, first.community);
        let other_day = self.random.between(1, 300);
        second.born = if self.random.chance(0.6) {
            Date::new(first.born.year, 1, 1).plus(other_day)
        } else {
            first.born.plus(200 + other_day)
        };
        second.arrest = self.arrest_of_grown(&second);
        vec![first, second]
    }

    /// An uncle and his brother's son, who carries his name.
    fn nephew(&mut self) -> Vec<Person> {
        let mut uncle = self.fresh();
        while uncle.is_woman || uncle.born.year > 1974 {
            uncle = self.fresh();
        }
        uncle.kin.add(ErrorKind::Nephew);
        let mut nephew = uncle.clone();
        nephew.grandfather = uncle.father;
        nephew.born = uncle.born.plus(self.random.between(365 * 21, 365 * 29));
        nephew.father = self.given_unlike(false, uncle.community, uncle.born.year, uncle.given);
        while nephew.father.arabic == uncle.father.arabic {
            nephew.father = self.given_unlike(false, uncle.community, uncle.born.year, uncle.given);
        }
        nephew.mother = self.given(true, uncle.community, uncle.born.year + 4);
        nephew.mother_family = self.family(uncle.home, uncle.community);
        nephew.arrest = self.arrest_of_grown(&nephew);
        vec![uncle, nephew]
    }

    /// Two people of one village and one name, of different houses.
    fn namesakes(&mut self) -> Vec<Person> {
        let mut first = self.fresh();
        first.kin.add(ErrorKind::Namesake);
        let mut other = self.anyone();
        while other.father.arabic == first.father.arabic || other.mother.arabic == first.mother.arabic {
            other = self.anyone();
        }
        let second = Person {
            is_woman: first.is_woman,
            community: first.community,
            given: first.given,
            family: first.family,
            home: first.home,
            father: self.given_unlike(false, first.community, first.born.year - 28, first.father),
            mother: self.given(true, first.community, first.born.year - 24),
            grandfather: self.given(false, first.community, first.born.year - 56),
            mother_family: self.family(first.home, first.community),
            register_number: self.register_number(first.home, first.family),
            arrest: fate::arrest_at_home(&mut self.random, first.home, other.arrest),
            kin: first.kin,
            ..other
        };
        vec![first, second]
    }

    fn arrest_of_grown(&mut self, person: &Person) -> Arrest {
        loop {
            let arrest = fate::arrest(&mut self.random, person.home);
            if arrest.date.year - person.born.year >= 15 {
                return arrest;
            }
        }
    }
}

impl Person {
    /// Given name, family name and village.
    pub(super) fn key(&self) -> (&'static str, &'static str, &'static str) {
        (self.given.arabic, self.family.arabic, self.home.arabic[0])
    }

    /// Whether the person is of the family's generation of sons and daughters held with them.
    pub(super) fn was_arrested_with(&self, other: &Self) -> bool {
        self.arrest.date == other.arrest.date
            && self.father.arabic == other.father.arabic
            && self.key().1 == other.key().1
            && self.key().2 == other.key().2
    }
}
