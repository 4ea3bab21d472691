//! Persons: a record by itself, or the records that humans' decisions join. No machine's cluster makes one.
//!
//! The id of a group is that of its lowest record; the others' ids lead to it. An id is never given to anybody
//! else: it follows from the salt of its record's import and its place there.
//!
//! **Two humans.** Joining somebody who is sought with what speaks of a fate could take them off the list of the sought, or
//! tell a family of a death (rule 2). Such a join needs two humans with a key of their own; until then it awaits the
//! second, and the two stay two persons. Whether a decision is of that kind depends on whom it would join, and so on
//! the other decisions: first those join that two humans stand for, then the others in the order in which they were made,
//! each unless it would bring a sought record and a fate together. The result depends on the decisions in effect
//! alone, not on the order in which they came into effect.

use crate::chain::{Pair, Words};
use crate::decision::{self, Word};
use crate::flags::Flags;
use crate::sql::{Connection, Value, statements};
use crate::{Archive, DecisionId, PersonId, RecordId, Result, StoreError, Verdict, limits};
use std::collections::{BTreeMap, BTreeSet};

/// One human being as far as humans have said so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// The id.
    pub id: PersonId,
    /// The records, by id.
    pub records: Vec<RecordId>,
    /// Ids that lead here: of the other records, before they were joined.
    pub former: Vec<PersonId>,
    /// Decisions that would join more records, once a second human stands for them.
    pub awaiting: Vec<DecisionId>,
}

impl Archive {
    /// The person of a record.
    pub fn person_of(&self, record: RecordId) -> Result<PersonId> {
        Ok(self.person_with(record)?.id)
    }

    /// The person of a record, with all records.
    pub fn person_with(&self, record: RecordId) -> Result<Person> {
        self.database.read(|connection| joined(connection, record))
    }

    /// The person of that id, or the one it now leads to.
    pub fn person(&self, id: PersonId) -> Result<Person> {
        self.database.read(|connection| {
            let record = record_of(connection, id)?;
            joined(connection, record)
        })
    }

    /// The records of a person.
    pub fn records_of_person(&self, id: PersonId) -> Result<Vec<RecordId>> {
        Ok(self.person(id)?.records)
    }

    /// Decisions that wait for a second human, in order.
    pub fn awaiting(&self) -> Result<Vec<DecisionId>> {
        self.database.read(|connection| {
            let mut awaiting = Vec::new();
            for row in connection.rows(statements::JOINING_ALONE, &[])? {
                let record = RecordId(row.int(1)?);
                let id = DecisionId(row.int(0)? as u64);
                let component = Component::around(connection, record)?;
                if component.settle().awaiting.contains(&id) {
                    awaiting.push(id);
                }
            }
            Ok(awaiting)
        })
    }
}

/// The record that an id was given for.
pub(crate) fn record_of(connection: &mut Connection, id: PersonId) -> Result<RecordId> {
    let row = connection.row(statements::PERSON, &[Value::Int(id.0)])?;
    Ok(RecordId(row.ok_or_else(|| StoreError::NoSuch(format!("person {id}")))?.int(0)?))
}

/// Everybody whom decisions in effect join to a record.
pub(crate) fn joined(connection: &mut Connection, record: RecordId) -> Result<Person> {
    decision::must_be_there(connection, record)?;
    joined_there(connection, record)
}

/// The same, of a record that is there.
pub(crate) fn joined_there(connection: &mut Connection, record: RecordId) -> Result<Person> {
    let component = Component::around(connection, record)?;
    let groups = component.settle();
    let (records, awaiting) = groups.of(record, &component);
    let mut ids = records.iter().map(|&record| id_of(connection, record)).collect::<Result<Vec<_>>>()?;
    let id = ids.remove(0);
    Ok(Person { id, records, former: ids, awaiting })
}

/// Records that decisions in effect join to one, itself and those that await a second human among them.
pub(crate) fn around(connection: &mut Connection, record: RecordId) -> Result<BTreeSet<RecordId>> {
    Ok(Component::around(connection, record)?.records.into_keys().collect())
}

/// Everybody whom two humans hold to be the same as a record, step by step.
pub(crate) fn joined_by_two(connection: &mut Connection, record: RecordId) -> Result<BTreeSet<RecordId>> {
    let component = Component::around(connection, record)?;
    let mut joined = BTreeSet::from([record]);
    let mut open = vec![record];
    while let Some(record) = open.pop() {
        let touching = component.words.values().filter(|word| word.left == record || word.right == record);
        for word in touching.filter(|word| word.humans >= 2) {
            if joined.insert(word.other(record)) {
                open.push(word.other(record));
            }
        }
    }
    Ok(joined)
}

/// Records and the decisions in effect that join them.
pub(crate) struct Component {
    records: BTreeMap<RecordId, Flags>,
    words: BTreeMap<Pair, Word>,
}

/// How a component falls into persons.
pub(crate) struct Groups {
    group: BTreeMap<RecordId, RecordId>,
    awaiting: Vec<DecisionId>,
}

impl Component {
    /// Everything that decisions join to a record, whether they are in force or await a second human.
    pub(crate) fn around(connection: &mut Connection, record: RecordId) -> Result<Component> {
        let mut component = Component { records: BTreeMap::new(), words: BTreeMap::new() };
        let mut open = vec![record];
        component.records.insert(record, Flags::default());
        while let Some(record) = open.pop() {
            for word in connection.words_of(record)? {
                if word.verdict != Verdict::Same {
                    continue;
                }
                component.words.insert(word.pair(), word);
                let other = word.other(record);
                if component.records.insert(other, Flags::default()).is_none() {
                    open.push(other);
                }
            }
            if component.records.len() > limits::RECORDS_PER_PERSON_MAX {
                let limit = limits::RECORDS_PER_PERSON_MAX;
                return Err(StoreError::Limit { what: "the number of a person's records", limit });
            }
        }
        if component.records.len() > 1 {
            let flags = Flags::of_records(connection, component.records.keys())?;
            component.records.extend(flags);
        }
        Ok(component)
    }

    /// Everything that decisions in effect join to anything.
    pub(crate) fn whole(connection: &mut Connection) -> Result<Component> {
        let mut words: BTreeMap<Pair, Word> = BTreeMap::new();
        let mut after = -1;
        loop {
            let values = [after, limits::ROWS_PER_PAGE].map(Value::Int);
            let rows = connection.rows(statements::WORDS_IN_EFFECT, &values)?;
            for row in &rows {
                let word = Word::from_row(row)?;
                after = word.id.0 as i64;
                words.insert(word.pair(), word);
            }
            if rows.len() < limits::ROWS_PER_PAGE as usize {
                break;
            }
        }
        words.retain(|_, word| word.verdict == Verdict::Same);
        let sides = words.values().flat_map(|word| [word.left, word.right]);
        let mut records: BTreeMap<RecordId, Flags> = sides.map(|record| (record, Flags::default())).collect();
        let flags = Flags::of_records(connection, records.keys())?;
        records.extend(flags);
        Ok(Component { records, words })
    }

    /// Joins what may be joined.
    pub(crate) fn settle(&self) -> Groups {
        let mut group: BTreeMap<RecordId, RecordId> = self.records.keys().map(|&record| (record, record)).collect();
        let mut flags = self.records.clone();
        let mut words: Vec<&Word> = self.words.values().collect();
        words.sort_unstable_by_key(|word| (word.humans < 2, word.id));
        let mut awaiting = Vec::new();
        for word in words {
            let (left, right) = (root(&group, word.left), root(&group, word.right));
            if left == right {
                continue;
            }
            let together = flags[&left].with(flags[&right]);
            if word.humans < 2 && flags[&left].needs_two_humans(flags[&right]) {
                awaiting.push(word.id);
                continue;
            }
            let (low, high) = (left.min(right), left.max(right));
            group.insert(high, low);
            flags.insert(low, together);
        }
        awaiting.sort_unstable();
        Groups { group, awaiting }
    }
}

impl Groups {
    /// The records of each group of two or more.
    pub(crate) fn joined(&self) -> Vec<Vec<RecordId>> {
        let mut groups: BTreeMap<RecordId, Vec<RecordId>> = BTreeMap::new();
        for &record in self.group.keys() {
            groups.entry(root(&self.group, record)).or_default().push(record);
        }
        groups.into_values().filter(|records| records.len() > 1).collect()
    }

    /// How many decisions await a second human.
    pub(crate) fn awaiting(&self) -> usize {
        self.awaiting.len()
    }

    /// The records of one record's person, and the decisions that would join more to it.
    fn of(&self, record: RecordId, component: &Component) -> (Vec<RecordId>, Vec<DecisionId>) {
        let own = root(&self.group, record);
        let is_own = |record: RecordId| root(&self.group, record) == own;
        let records = self.group.keys().copied().filter(|&record| is_own(record)).collect();
        let touches = |word: &&Word| is_own(word.left) != is_own(word.right);
        let open = component.words.values().filter(touches).map(|word| word.id);
        let mut awaiting: Vec<DecisionId> = open.filter(|id| self.awaiting.contains(id)).collect();
        awaiting.sort_unstable();
        (records, awaiting)
    }
}

fn root(group: &BTreeMap<RecordId, RecordId>, mut record: RecordId) -> RecordId {
    while let Some(&above) = group.get(&record) {
        if above == record {
            break;
        }
        record = above;
    }
    record
}

fn id_of(connection: &mut Connection, record: RecordId) -> Result<PersonId> {
    let salt = crate::ledger::import_salt(connection, record.import())?;
    let salt = salt.ok_or_else(|| StoreError::NoSuch(format!("record {record}")))?;
    Ok(PersonId::of_record(&salt, record.ordinal()))
}
