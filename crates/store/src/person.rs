//! Persons: a record by itself, or the records that humans' decisions join. No machine's cluster makes one.
//!
//! The id of a group is that of its lowest record; the others' ids lead to it. An id is never given to anybody
//! else: it follows from the salt of its record's import and its place there.

use crate::sql::{Connection, Value, statements};
use crate::{Archive, PersonId, RecordId, Result, StoreError, Verdict, decision, limits};
use std::collections::BTreeSet;

/// One human being as far as humans have said so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// The id.
    pub id: PersonId,
    /// The records, by id.
    pub records: Vec<RecordId>,
    /// Ids that lead here: of the other records, before they were joined.
    pub former: Vec<PersonId>,
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
            let row = connection.row(statements::PERSON, &[Value::Int(id.0)])?;
            let record = row.ok_or_else(|| StoreError::NoSuch(format!("person {id}")))?.int(0)?;
            joined(connection, RecordId(record))
        })
    }

    /// The records of a person.
    pub fn records_of_person(&self, id: PersonId) -> Result<Vec<RecordId>> {
        Ok(self.person(id)?.records)
    }
}

/// Everybody whom decisions in effect join to a record.
fn joined(connection: &mut Connection, record: RecordId) -> Result<Person> {
    decision::must_be_there(connection, record)?;
    let records: Vec<_> = joined_records(connection, record, None)?.into_iter().collect();
    let mut ids = records.iter().map(|&record| id_of(connection, record)).collect::<Result<Vec<_>>>()?;
    let id = ids.remove(0);
    Ok(Person { id, records, former: ids })
}

/// The records that decisions in effect join to one, itself included; `but_for` leaves out what was said of
/// one pair, lower record first.
pub(crate) fn joined_records(
    connection: &mut Connection,
    record: RecordId,
    but_for: Option<(RecordId, RecordId)>,
) -> Result<BTreeSet<RecordId>> {
    let mut records = BTreeSet::from([record]);
    let mut open = vec![record];
    while let Some(record) = open.pop() {
        for decision in decision::of_record(connection, record)? {
            let pair = decision.decision;
            let of = (pair.left.min(pair.right), pair.left.max(pair.right));
            if pair.verdict != Verdict::Same || but_for == Some(of) {
                continue;
            }
            let other = if pair.left == record { pair.right } else { pair.left };
            if records.insert(other) {
                open.push(other);
            }
        }
        if records.len() > limits::RECORDS_PER_PERSON_MAX {
            let limit = limits::RECORDS_PER_PERSON_MAX;
            return Err(StoreError::Limit { what: "the number of a person's records", limit });
        }
    }
    Ok(records)
}

fn id_of(connection: &mut Connection, record: RecordId) -> Result<PersonId> {
    let row = connection.row(statements::IMPORT_SALT, &[Value::Int(i64::from(record.import().0))])?;
    let salt = row.ok_or_else(|| StoreError::NoSuch(format!("record {record}")))?.hash(0)?;
    Ok(PersonId::of_record(&salt.0, record.ordinal()))
}
