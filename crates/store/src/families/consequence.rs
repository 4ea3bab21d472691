//! What left the archive because of what was decided here: a family told, a list sent, a count published. And the
//! corrections that are owed when the ground falls away.
//!
//! A consequence freezes the decisions and imports that it rests on. Whatever takes one of them back makes a correction
//! for each consequence that rests on it, with a named person: that part of an undo no database can do.

use crate::acts::{self, Act, Done};
use crate::chain::Words;
use crate::sharing::copied::{self, Copied};
use crate::sql::{Connection, Value, statements};
use crate::{AccountId, Archive, CaseNumber, DecisionId, ImportNumber, RecordId, Result, StoreError, person};
use record::Private;
use serde::{Deserialize, Serialize};

/// What left the archive.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outside {
    /// A family was told something, by people.
    Told {
        /// The case.
        case: CaseNumber,
        /// Whom of it, from 1.
        asker: u32,
        /// Who told it, how, with whom present, and how it was taken.
        how: Private,
    },
    /// Records were given to somebody.
    Exported {
        /// To whom.
        recipient: Private,
        /// What for.
        purpose: Private,
        /// Which.
        records: Vec<RecordId>,
    },
    /// A copy of an export was made for its recipient.
    Copied(Copied),
    /// A count was published.
    Published {
        /// Where, and what it said.
        what: Private,
        /// The imports that it counted.
        imports: Vec<ImportNumber>,
    },
}

/// What left the archive, and what it rests on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Consequence {
    /// What left.
    pub outside: Outside,
    /// Decisions that it rests on, frozen when it left.
    #[serde(default)]
    pub decisions: Vec<DecisionId>,
    /// Imports that it rests on.
    #[serde(default)]
    pub imports: Vec<ImportNumber>,
}

/// That a correction was made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Corrected {
    pub(crate) cause: u64,
    pub(crate) consequence: u64,
    pub(crate) how: Private,
}

/// Something that has to be put right outside.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Correction {
    /// The entry that took the ground away.
    pub cause: u64,
    /// The entry of what left.
    pub consequence: u64,
    /// Who has to see to it: whoever let it out, or else whoever took the ground away.
    pub account: Option<AccountId>,
    /// The entry that says that it was done.
    pub done: Option<u64>,
}

impl Archive {
    /// Records that something left the archive. What it rests on is found here. Returns the index of the entry.
    pub fn record_outside(&self, outside: Outside, by: Option<AccountId>, time: &str) -> Result<u64> {
        let consequence = Consequence { outside, decisions: Vec::new(), imports: Vec::new() };
        Ok(self.act(by, Act::Consequence(consequence), time)?.index)
    }

    /// What left by an entry.
    pub fn outside(&self, entry: u64) -> Result<Consequence> {
        match self.database.read(|connection| acts::at(connection, entry))? {
            Some(Done { act: Act::Consequence(consequence), .. }) => Ok(consequence),
            _ => Err(StoreError::NoSuch(format!("consequence by entry {entry}"))),
        }
    }

    /// Every correction, in the order of its cause.
    pub fn corrections(&self) -> Result<Vec<Correction>> {
        let rows = self.database.read(|connection| connection.rows(statements::CORRECTIONS, &[]))?;
        let some = |number: i64| Some(number as u64).filter(|&number| number != 0);
        rows.iter()
            .map(|row| {
                Ok(Correction {
                    cause: row.int(0)? as u64,
                    consequence: row.int(1)? as u64,
                    account: some(row.int(2)? + 1).map(|account| AccountId(account - 1)),
                    done: some(row.int(3)?),
                })
            })
            .collect()
    }

    /// Records that a correction was made outside, and how.
    pub fn corrected(
        &self,
        cause: u64,
        consequence: u64,
        how: Private,
        by: Option<AccountId>,
        time: &str,
    ) -> Result<u64> {
        Ok(self.act(by, Act::Corrected(Corrected { cause, consequence, how }), time)?.index)
    }
}

/// Finds what a consequence rests on, and refuses what may not leave.
pub(crate) fn check(connection: &mut Connection, consequence: &mut Consequence, time: &str) -> Result<()> {
    let records = match &consequence.outside {
        Outside::Told { case, asker, .. } => {
            let answer = crate::answer::answer(connection, *case, *asker)?;
            if !answer.withheld.is_empty() {
                return Err(StoreError::Refused("this asker may not be told yet: ask for the answer, which says why"));
            }
            vec![crate::request::folded(connection, *case)?.record]
        }
        Outside::Exported { records, .. } => records.clone(),
        Outside::Copied(copy) => {
            *consequence = copied::check(connection, &copy.clone(), time)?;
            return Ok(());
        }
        Outside::Published { imports, .. } => {
            for &import in imports {
                crate::import::must_be_there(connection, import)?;
            }
            consequence.imports.clone_from(imports);
            // A count of persons rests on every decision about the records that it counted.
            for row in connection.rows(statements::DECISIONS_IN_EFFECT, &[])? {
                let (id, left, right) = (row.int(0)? as u64, RecordId(row.int(4)?), RecordId(row.int(5)?));
                if imports.contains(&left.import()) && imports.contains(&right.import()) {
                    consequence.decisions.push(DecisionId(id));
                }
            }
            return Ok(());
        }
    };
    for record in records {
        if matches!(consequence.outside, Outside::Exported { .. }) && !crate::answer::may_leave(connection, record)? {
            return Err(StoreError::Refused("a record of the list may not leave the archive"));
        }
        let (decisions, imports) = ground(connection, record)?;
        consequence.decisions.extend(decisions);
        consequence.imports.extend(imports);
    }
    consequence.imports.sort_unstable();
    consequence.imports.dedup();
    consequence.decisions.sort_unstable();
    consequence.decisions.dedup();
    Ok(())
}

/// What follows from a record rests on: the decisions that join its person, and the lists that the person is on.
pub(crate) fn ground(connection: &mut Connection, record: RecordId) -> Result<(Vec<DecisionId>, Vec<ImportNumber>)> {
    let person = person::joined(connection, record)?;
    let (mut decisions, mut imports) = (Vec::new(), Vec::new());
    for &member in &person.records {
        imports.push(member.import());
        let words = connection.words_of(member)?;
        let inside = |word: &&crate::decision::Word| person.records.contains(&word.other(member));
        decisions.extend(words.iter().filter(inside).map(|word| word.id));
    }
    Ok((decisions, imports))
}

/// Keeps what a consequence rests on where it can be asked for.
pub(crate) fn project(connection: &mut Connection, entry: u64, consequence: &Consequence) -> Result<()> {
    let decisions = consequence.decisions.iter().map(|decision| ("D", decision.0 as i64));
    let imports = consequence.imports.iter().map(|import| ("I", i64::from(import.0)));
    let mut values = Vec::new();
    for (kind, number) in decisions.chain(imports) {
        values.extend([Value::Text(kind), Value::Int(number), Value::Int(entry as i64)]);
    }
    connection.insert(statements::GROUND_NEW, &values)
}

/// Makes a correction for everything that rests on what an entry took away.
pub(crate) fn correct(
    connection: &mut Connection,
    cause: u64,
    kind: char,
    number: i64,
    by: Option<AccountId>,
) -> Result<()> {
    let mut letter = [0; 4];
    let kind: &str = kind.encode_utf8(&mut letter);
    for row in connection.rows(statements::RESTING_ON, &[Value::Text(kind), Value::Int(number)])? {
        let consequence = row.int(0)?;
        let told_by = acts::at(connection, consequence as u64)?.and_then(|done| done.by);
        let account = told_by.or(by).map_or(-1, |account| account.0 as i64);
        let values = [Value::Int(cause as i64), Value::Int(consequence), Value::Int(account)];
        connection.execute(statements::CORRECTION_NEW, &values)?;
    }
    Ok(())
}

pub(crate) fn check_corrected(connection: &mut Connection, corrected: &Corrected) -> Result<()> {
    let values = [Value::Int(corrected.cause as i64), Value::Int(corrected.consequence as i64)];
    match connection.row(statements::CORRECTION_OPEN, &values)? {
        Some(_) => Ok(()),
        None => Err(StoreError::NoSuch("open correction of that cause and consequence".to_owned())),
    }
}

pub(crate) fn project_corrected(connection: &mut Connection, entry: u64, corrected: &Corrected) -> Result<()> {
    let values =
        [Value::Int(entry as i64), Value::Int(corrected.cause as i64), Value::Int(corrected.consequence as i64)];
    connection.execute(statements::CORRECTION_DONE, &values).map(drop)
}
