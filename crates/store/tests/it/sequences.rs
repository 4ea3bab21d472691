//! Random sequences of everything that people and machines do: ids, persons and constraints keep their promises, and the
//! ledger gives the same tables again. What a person is, is told a second time here, by a plainer way.

use crate::fixtures::{
    Human, Place, Random, TIME, decision, import_as, keys, postgres, record, request, sqlite_in_memory,
};
use record::Role;
use std::collections::{BTreeMap, BTreeSet};
use store::{
    Archive, CaseNumber, DecisionId, ImportNumber, Json, Link, LinkRunMeta, Outside, PersonId, Reason, RecordId,
    StaffRole, StoreError, Verdict, Vetting, Withdrawn,
};

const STEPS: u64 = 24;
const SQLITE_SEQUENCES: u64 = 1_000;
const POSTGRES_SEQUENCES: u64 = 40;

/// What the test knows of a record.
#[derive(Clone, Copy)]
struct Known {
    role: Role,
    one_row: bool,
}

struct Made {
    left: RecordId,
    right: RecordId,
    verdict: Verdict,
    signers: BTreeSet<usize>,
    undone: bool,
}

struct World {
    archive: Archive,
    humans: Vec<Human>,
    records: BTreeMap<RecordId, Known>,
    undone: BTreeSet<ImportNumber>,
    made: BTreeMap<DecisionId, Made>,
    cases: Vec<(CaseNumber, RecordId)>,
    told: u64,
    /// The record that every id was ever given for.
    ids: BTreeMap<PersonId, RecordId>,
    random: Random,
}

impl World {
    fn new(place: &Place, seed: u64) -> World {
        let archive = place.archive();
        let roles = [StaffRole::Caseworker, StaffRole::Caseworker, StaffRole::Reviewer];
        let humans = roles.map(|role| Human::new(&archive, role)).into();
        let (records, made, undone, cases, ids) = Default::default();
        World { archive, humans, records, undone, made, cases, told: 0, ids, random: Random(seed) }
    }

    fn step(&mut self) {
        match self.random.below(12) {
            _ if self.standing().len() < 4 => self.import(),
            0 => self.import(),
            1 if self.random.below(3) == 0 => self.undo_import(),
            1 | 2 => self.undo_decision(),
            3 => self.link(),
            4 => self.ask(),
            5 => self.tell(),
            6 => self.withdraw(),
            7 | 8 => self.confirm(),
            _ => self.decide(),
        }
    }

    fn standing(&self) -> Vec<RecordId> {
        self.records.keys().copied().filter(|record| !self.undone.contains(&record.import())).collect()
    }

    fn one_of<T: Copy>(&mut self, all: &[T]) -> Option<T> {
        if all.is_empty() { None } else { Some(all[self.random.below(all.len() as u64) as usize]) }
    }

    fn import(&mut self) {
        let role = self.one_of(&[Role::Sought, Role::Freed, Role::Held, Role::Dead]).unwrap();
        let one_row = self.random.below(3) == 0;
        let count = 1 + self.random.below(3);
        let accepted = import_as(&self.archive, role, one_row, 0..count);
        for ordinal in 1..=count {
            self.records.insert(RecordId::new(accepted.number, ordinal as u32), Known { role, one_row });
        }
    }

    fn undo_import(&mut self) {
        let standing: Vec<_> = self.standing().iter().map(|record| record.import()).collect();
        let pages: Vec<_> = self.cases.iter().map(|case| case.1.import()).collect();
        let Some(number) = self.one_of(&standing) else { return };
        match self.archive.undo_import(number, TIME) {
            Ok(_) => drop(self.undone.insert(number)),
            Err(StoreError::Refused(_)) => assert!(pages.contains(&number)),
            Err(error) => panic!("{error}"),
        }
    }

    fn ask(&mut self) {
        let number = self.random.below(5);
        let case = self.archive.open_request(record(number), keys(number), request(), None, TIME).unwrap();
        self.records.insert(case.record, Known { role: Role::Sought, one_row: false });
        self.cases.push((case.case, case.record));
        if self.random.below(2) == 0 {
            self.archive.vet((case.case, 1), Vetting::Kin, "asked".into(), None, TIME).unwrap();
        }
    }

    fn tell(&mut self) {
        let cases = self.cases.clone();
        let Some((case, _)) = self.one_of(&cases) else { return };
        let allowed = self.archive.answer(case, 1).unwrap().withheld.is_empty();
        let told = self.archive.record_outside(Outside::Told { case, asker: 1, how: "x".into() }, None, TIME);
        assert_eq!(told.is_ok(), allowed);
        self.told += u64::from(allowed);
    }

    fn withdraw(&mut self) {
        let standing = self.standing();
        let Some(record) = self.one_of(&standing) else { return };
        if self.archive.withdrawn(record).unwrap() == Withdrawn::Asked {
            let verified = self.random.below(2) == 0;
            self.archive.answer_withdrawal(record, verified, "looked into".into(), None, TIME).unwrap();
        } else {
            self.archive.ask_withdrawal(record, "me".into(), None, TIME).unwrap();
            assert!(!self.archive.may_leave(record).unwrap());
        }
    }

    fn link(&mut self) {
        let meta = LinkRunMeta {
            model: Json::default(),
            seed: 1,
            threshold_micro: 1,
            snapshot: "s".to_owned(),
            copies: Vec::new(),
        };
        let standing = self.standing();
        let mut writer = self.archive.begin_links(meta).unwrap();
        for pair in standing.windows(2) {
            let link = Link {
                left: pair[0],
                right: pair[1],
                weight_1024: 1,
                probability_micro: 1,
                rule: "r".to_owned(),
                evidence: Json::default(),
            };
            writer.push_link(&link).unwrap();
        }
        if self.random.below(3) > 0 {
            writer.accept(TIME).unwrap();
        }
    }

    fn decide(&mut self) {
        let standing = self.standing();
        let (Some(left), Some(right)) = (self.one_of(&standing), self.one_of(&standing)) else { return };
        let verdict = self.one_of(&[Verdict::Same, Verdict::Same, Verdict::Different, Verdict::Unsure]).unwrap();
        let signer = self.random.below(4) as usize;
        let outcome = match self.humans.get(signer) {
            Some(human) => human.decides(&self.archive, left, right, verdict),
            None => self.archive.decide(decision(left, right, verdict), TIME),
        };
        match outcome {
            Ok(id) => {
                let signers = (signer < self.humans.len()).then_some(signer).into_iter().collect();
                self.made.insert(id, Made { left, right, verdict, signers, undone: false });
            }
            Err(StoreError::SameRecord) => assert_eq!(left, right),
            Err(StoreError::DecidedAlready(id)) => assert!(!self.made[&id].undone),
            Err(StoreError::Contradicts(chain)) => {
                assert!(!chain.0.is_empty());
                for reason in chain.0 {
                    match reason {
                        Reason::Decided { decision, verdict, .. } => {
                            assert!(!self.made[&decision].undone && self.made[&decision].verdict == verdict);
                        }
                        Reason::TwoRows { left, right, .. } => {
                            assert!(left.import() == right.import() && self.records[&left].one_row);
                        }
                    }
                }
            }
            Err(error) => panic!("{error}"),
        }
    }

    fn confirm(&mut self) {
        let all: Vec<_> = self.made.keys().copied().collect();
        let Some(id) = self.one_of(&all) else { return };
        let signer = self.random.below(self.humans.len() as u64) as usize;
        let made = &self.made[&id];
        let gone = [made.left, made.right].iter().any(|record| self.undone.contains(&record.import()));
        let allowed = !made.undone && !made.signers.contains(&signer) && !gone;
        assert_eq!(self.humans[signer].confirms(&self.archive, id).is_ok(), allowed);
        if allowed {
            self.made.get_mut(&id).unwrap().signers.insert(signer);
        }
    }

    fn undo_decision(&mut self) {
        let all: Vec<_> = self.made.keys().copied().collect();
        let Some(id) = self.one_of(&all) else { return };
        match self.archive.undo_decision(id, TIME) {
            Ok(_) => self.made.get_mut(&id).unwrap().undone = true,
            Err(StoreError::AlreadyUndone(_)) => assert!(self.made[&id].undone),
            // What it replaced could not stand any more.
            Err(StoreError::Contradicts(chain)) => assert!(!chain.0.is_empty()),
            Err(error) => panic!("{error}"),
        }
    }

    /// The decisions in effect: the newest of each pair.
    fn in_effect(&self) -> BTreeMap<(RecordId, RecordId), (DecisionId, &Made)> {
        let mut newest = BTreeMap::new();
        for (&id, made) in &self.made {
            let gone = [made.left, made.right].iter().any(|record| self.undone.contains(&record.import()));
            if !made.undone && !gone {
                newest.insert((made.left.min(made.right), made.left.max(made.right)), (id, made));
            }
        }
        newest
    }

    /// Persons by repainting: first what two humans joined, then the rest as it came.
    fn persons(&self) -> BTreeMap<RecordId, BTreeSet<RecordId>> {
        let mut colour: BTreeMap<RecordId, RecordId> = self.standing().into_iter().map(|one| (one, one)).collect();
        let mut same: Vec<_> =
            self.in_effect().into_values().filter(|(_, made)| made.verdict == Verdict::Same).collect();
        same.sort_by_key(|&(id, made)| (made.signers.len() < 2, id));
        for (_, made) in same {
            let (one, other) = (colour[&made.left], colour[&made.right]);
            let together: Vec<_> =
                colour.iter().filter(|(_, of)| [one, other].contains(of)).map(|(&record, _)| record).collect();
            let roles = |of: RecordId| -> Vec<Role> {
                colour
                    .iter()
                    .filter(|(_, colour)| **colour == of)
                    .map(|(record, _)| self.records[record].role)
                    .collect()
            };
            let fates = |roles: &[Role]| roles.contains(&Role::Freed) || roles.contains(&Role::Dead);
            let (here, there) = (roles(one), roles(other));
            let touches =
                (here.contains(&Role::Sought) && fates(&there)) || (there.contains(&Role::Sought) && fates(&here));
            if one != other && (made.signers.len() >= 2 || !touches) {
                colour.extend(together.iter().map(|&record| (record, one)));
            }
        }
        let mut persons: BTreeMap<RecordId, BTreeSet<RecordId>> = BTreeMap::new();
        for (&record, of) in &colour {
            persons.insert(record, colour.iter().filter(|(_, other)| *other == of).map(|(&one, _)| one).collect());
        }
        persons
    }

    fn check(&mut self) {
        let persons = self.persons();
        for (&record, group) in &persons {
            let person = self.archive.person_with(record).unwrap();
            assert_eq!(person.records.iter().copied().collect::<BTreeSet<_>>(), *group, "{record}");
            assert_eq!(person.former.len() + 1, group.len());
            for (id, of) in std::iter::once(person.id).chain(person.former.iter().copied()).zip(group) {
                assert_eq!(*self.ids.entry(id).or_insert(*of), *of, "an id is given once");
                assert_eq!(self.archive.person(id).unwrap().id, person.id);
            }
            let one_row: Vec<_> =
                group.iter().filter(|one| self.records[one].one_row).map(|one| one.import()).collect();
            assert_eq!(one_row.iter().collect::<BTreeSet<_>>().len(), one_row.len(), "one row, one person");
        }
        for ((left, right), (_, made)) in self.in_effect() {
            assert!(made.verdict != Verdict::Different || !persons[&left].contains(&right));
        }
        for record in self.records.keys().filter(|record| self.undone.contains(&record.import())) {
            assert!(matches!(self.archive.person_with(*record), Err(StoreError::NoSuch(_))));
        }
        let waiting = self.archive.awaiting().unwrap();
        let joined = |made: &Made| persons[&made.left].contains(&made.right);
        let expected: Vec<_> = {
            let in_effect = self.in_effect();
            let mut open: Vec<_> = in_effect
                .values()
                .filter(|(_, made)| made.verdict == Verdict::Same && !joined(made))
                .map(|(id, _)| *id)
                .collect();
            open.sort_unstable();
            open
        };
        assert_eq!(waiting, expected);
    }
}

fn sequence(place: &Place, seed: u64) {
    let mut world = World::new(place, seed);
    for step in 0..STEPS {
        world.step();
        if step % 6 == 5 {
            world.check();
        }
    }
    let before = world.archive.canonical_dump().unwrap();
    world.archive.rebuild(|_, _| ()).unwrap();
    assert_eq!(world.archive.canonical_dump().unwrap(), before, "{} seed {seed}", place.engine);
    assert_eq!(world.archive.verify().unwrap().differences, [""; 0]);
    world.check();
}

fn sequences(count: u64, place: impl Fn() -> Option<Place> + Sync) {
    let next = std::sync::atomic::AtomicU64::new(0);
    std::thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                loop {
                    let seed = next.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
                    let Some(place) = (seed < count).then(&place).flatten() else { return };
                    let done = std::panic::catch_unwind(|| sequence(&place, seed));
                    assert!(done.is_ok(), "{} seed {seed}", place.engine);
                }
            });
        }
    });
}

#[test]
fn a_thousand_sequences_keep_every_promise() {
    sequences(SQLITE_SEQUENCES, || Some(sqlite_in_memory()));
}

#[test]
fn sequences_keep_every_promise_on_postgres() {
    sequences(POSTGRES_SEQUENCES, || {
        let place = postgres();
        if place.is_none() {
            println!("skipped: no PostgreSQL (set ATHAR_TEST_POSTGRES)");
        }
        place
    });
}
