//! Decisions: what a human said of two records. The newest that was not taken back counts for a pair.

use crate::entry::{Body, NewDecision, Undone, new_salt};
use crate::person::joined_records;
use crate::sql::{Connection, Row, Value, statements};
use crate::{Archive, DecisionId, RecordId, Result, StoreError};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What was decided of two records.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// One person.
    Same,
    /// Two persons.
    Different,
    /// Looked at, and left open.
    Unsure,
}

impl Verdict {
    /// The stable text form.
    pub fn as_str(self) -> &'static str {
        match self {
            Verdict::Same => "same",
            Verdict::Different => "different",
            Verdict::Unsure => "unsure",
        }
    }

    /// The verdict of that text form.
    pub fn parse(text: &str) -> Option<Verdict> {
        [Verdict::Same, Verdict::Different, Verdict::Unsure].into_iter().find(|verdict| verdict.as_str() == text)
    }
}

/// A decision as the archive keeps it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    /// Its id: the index of its entry.
    pub id: DecisionId,
    /// When it was made, as the caller said.
    pub time: String,
    /// What was decided, why, and what was shown.
    pub decision: NewDecision,
    /// Index of the entry that took it back, if one did.
    pub undone: Option<u64>,
}

#[derive(Serialize, Deserialize)]
struct Detail {
    time: String,
    decision: NewDecision,
}

impl Archive {
    /// Records a decision, durably.
    pub fn decide(&mut self, decision: NewDecision, time: &str) -> Result<DecisionId> {
        if decision.left == decision.right {
            return Err(StoreError::SameRecord);
        }
        for record in [decision.left, decision.right] {
            self.database.read(|connection| must_be_there(connection, record))?;
        }
        self.writer_at_rest()?;
        if let Some(earlier) = self.database.read(|connection| contradicted(connection, &decision))? {
            return Err(StoreError::Contradicts(earlier));
        }
        let (index, _) = self.append(new_salt()?, time, Body::Decision(Box::new(decision)), |_| Ok(()))?;
        Ok(DecisionId(index))
    }

    /// Takes a decision back. Returns the index of the entry.
    pub fn undo_decision(&mut self, id: DecisionId, time: &str) -> Result<u64> {
        if self.decision(id)?.undone.is_some() {
            return Err(StoreError::AlreadyUndone(format!("decision {id}")));
        }
        self.writer_at_rest()?;
        // What it replaced comes back into effect: that too must be able to stand.
        if let Some(earlier) = self.database.read(|connection| contradicted_without(connection, id))? {
            return Err(StoreError::Contradicts(earlier));
        }
        let (index, _) = self.append(new_salt()?, time, Body::Undone(Undone::Decision(id)), |_| Ok(()))?;
        Ok(index)
    }

    /// One decision, in effect or not.
    pub fn decision(&self, id: DecisionId) -> Result<Decision> {
        let value = Value::Int(id.0 as i64);
        let row = self.database.read(|connection| connection.row(statements::DECISION, &[value]))?;
        row.as_ref().map(Decision::from_row).transpose()?.ok_or_else(|| StoreError::NoSuch(format!("decision {id}")))
    }

    /// The decisions in effect, in order: not taken back, not replaced by a newer one on the same pair, on
    /// records that are there.
    pub fn decisions(&self) -> Result<Vec<Decision>> {
        let rows = self.database.read(|connection| connection.rows(statements::DECISIONS_IN_EFFECT, &[]))?;
        newest_of_each_pair(&rows)
    }

    /// Every decision ever made, in order.
    pub fn all_decisions(&self) -> Result<Vec<Decision>> {
        let rows = self.database.read(|connection| connection.rows(statements::DECISIONS, &[]))?;
        rows.iter().map(Decision::from_row).collect()
    }

    /// The decisions in effect about one record.
    pub fn decisions_of(&self, record: RecordId) -> Result<Vec<Decision>> {
        self.database.read(|connection| of_record(connection, record))
    }
}

impl Decision {
    fn from_row(row: &Row) -> Result<Decision> {
        let Detail { time, decision } =
            serde_json::from_str(&row.text(2)?).map_err(|_| StoreError::damaged("a decision is not understood"))?;
        let undone = Some(row.int(1)? as u64).filter(|&entry| entry != 0);
        Ok(Decision { id: DecisionId(row.int(0)? as u64), time, decision, undone })
    }
}

/// The decision that would part records which others join, were one decision taken back.
fn contradicted_without(connection: &mut Connection, id: DecisionId) -> Result<Option<DecisionId>> {
    let mut rows = connection.rows(statements::DECISIONS_IN_EFFECT, &[])?;
    let mut others = Vec::with_capacity(rows.len());
    for row in rows.drain(..) {
        if row.int(0)? as u64 != id.0 {
            others.push(row);
        }
    }
    let decisions = newest_of_each_pair(&others)?;
    let mut groups: BTreeMap<RecordId, RecordId> = BTreeMap::new();
    let find = |groups: &BTreeMap<RecordId, RecordId>, mut record: RecordId| {
        while let Some(&above) = groups.get(&record) {
            record = above;
        }
        record
    };
    for decision in decisions.iter().filter(|decision| decision.decision.verdict == Verdict::Same) {
        let (one, other) = (find(&groups, decision.decision.left), find(&groups, decision.decision.right));
        if one != other {
            groups.insert(one.max(other), one.min(other));
        }
    }
    let parts = |decision: &&Decision| {
        decision.decision.verdict == Verdict::Different
            && find(&groups, decision.decision.left) == find(&groups, decision.decision.right)
    };
    Ok(decisions.iter().find(parts).map(|decision| decision.id))
}

/// The decision in effect that a new one cannot stand beside: one person cannot be two. What was said of the
/// very pair before is replaced, and contradicts nothing.
fn contradicted(connection: &mut Connection, new: &NewDecision) -> Result<Option<DecisionId>> {
    let pair = (new.left.min(new.right), new.left.max(new.right));
    let left = joined_records(connection, new.left, Some(pair))?;
    match new.verdict {
        Verdict::Same => {
            let right = joined_records(connection, new.right, Some(pair))?;
            for &record in &left {
                for decision in of_record(connection, record)? {
                    let NewDecision { left: one, right: other, verdict, .. } = decision.decision;
                    let across =
                        left.contains(&one) && right.contains(&other) || left.contains(&other) && right.contains(&one);
                    if verdict == Verdict::Different && across && (one.min(other), one.max(other)) != pair {
                        return Ok(Some(decision.id));
                    }
                }
            }
            Ok(None)
        }
        Verdict::Different if left.contains(&new.right) => {
            let decisions = of_record(connection, new.right)?;
            let joins = |decision: &&Decision| decision.decision.verdict == Verdict::Same;
            Ok(decisions.iter().filter(joins).map(|decision| decision.id).max())
        }
        Verdict::Different | Verdict::Unsure => Ok(None),
    }
}

/// The decisions in effect about one record.
pub(crate) fn of_record(connection: &mut Connection, record: RecordId) -> Result<Vec<Decision>> {
    newest_of_each_pair(&connection.rows(statements::DECISIONS_OF, &[Value::Int(record.0)])?)
}

fn newest_of_each_pair(rows: &[Row]) -> Result<Vec<Decision>> {
    let mut newest = BTreeMap::new();
    for row in rows {
        let decision = Decision::from_row(row)?;
        let NewDecision { left, right, .. } = decision.decision;
        newest.insert((left.min(right), left.max(right)), decision);
    }
    let mut decisions: Vec<_> = newest.into_values().collect();
    decisions.sort_unstable_by_key(|decision| decision.id);
    Ok(decisions)
}

/// Refuses a record that is not there, or was taken back with its import.
pub(crate) fn must_be_there(connection: &mut Connection, record: RecordId) -> Result<()> {
    let count = connection.row(statements::RECORD_THERE, &[Value::Int(record.0)])?;
    if count.map(|row| row.int(0)).transpose()? == Some(1) {
        return Ok(());
    }
    Err(StoreError::NoSuch(format!("record {record}")))
}

pub(crate) fn project(connection: &mut Connection, entry: u64, time: &str, decision: NewDecision) -> Result<()> {
    let NewDecision { left, right, verdict, .. } = decision;
    let detail = serde_json::to_string(&Detail { time: time.to_owned(), decision });
    let detail = detail.map_err(|_| StoreError::NotJson("a decision"))?;
    let values = [
        Value::Int(entry as i64),
        Value::Int(left.0),
        Value::Int(right.0),
        Value::Text(verdict.as_str()),
        Value::Text(&detail),
    ];
    connection.execute(statements::DECISION_NEW, &values)?;
    Ok(())
}
