//! Decisions: what humans said of two records. The newest that was not taken back counts for a pair.
//!
//! A decision freezes what was shown, and carries the signatures of those who stand for it: each a human with a key of
//! their own. How many humans it needs depends on what it would join (see `person`).

use crate::acts::{self, Act};
use crate::append::Request;
use crate::chain::Pair;
use crate::entry::{Body, NewDecision, TakenBack, Undone};
use crate::signature::Signature;
use crate::sql::{Connection, Row, Value, statements};
use crate::{AccountId, Archive, DecisionId, Hash, RecordId, Result, StoreError, account};
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
    /// Humans who stand for it with a key of their own.
    pub humans: u32,
    /// Index of the entry that took it back, if one did.
    pub undone: Option<u64>,
}

/// One more human's signature under a decision.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Confirmation {
    pub(crate) decision: DecisionId,
    pub(crate) signature: Signature,
}

/// A decision in effect, as far as joining and parting needs it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Word {
    pub(crate) id: DecisionId,
    pub(crate) left: RecordId,
    pub(crate) right: RecordId,
    pub(crate) verdict: Verdict,
    pub(crate) humans: u32,
}

impl Word {
    pub(crate) fn pair(&self) -> Pair {
        Pair::of(self.left, self.right)
    }

    /// The other record of the two.
    pub(crate) fn other(&self, record: RecordId) -> RecordId {
        if self.left == record { self.right } else { self.left }
    }

    pub(crate) fn from_row(row: &Row) -> Result<Word> {
        let verdict =
            Verdict::parse(&row.text(3)?).ok_or_else(|| StoreError::damaged("a verdict is not understood"))?;
        let (left, right) = (RecordId(row.int(1)?), RecordId(row.int(2)?));
        Ok(Word { id: DecisionId(row.int(0)? as u64), left, right, verdict, humans: row.int(4)? as u32 })
    }
}

#[derive(Serialize, Deserialize)]
pub(crate) struct Detail {
    pub(crate) time: String,
    pub(crate) decision: NewDecision,
}

impl Archive {
    /// Fills in what the signatures are to cover: the content of the two records as it stands. Sign
    /// [`NewDecision::packet`] afterwards.
    pub fn freeze(&self, decision: &mut NewDecision) -> Result<()> {
        let NewDecision { left, right, .. } = *decision;
        decision.compared = self.database.read(|connection| crate::deciding::compared(connection, left, right))?;
        Ok(())
    }

    /// Records a decision, durably.
    pub fn decide(&self, decision: NewDecision, time: &str) -> Result<DecisionId> {
        Ok(DecisionId(self.append(Request::new(Body::Decision(Box::new(decision)), time)?)?.index))
    }

    /// Records many decisions in as few transactions as possible: an outcome each, in order.
    pub fn decide_all(&self, decisions: Vec<NewDecision>, time: &str) -> Result<Vec<Result<DecisionId>>> {
        let requests = decisions.into_iter().map(|decision| Request::new(Body::Decision(Box::new(decision)), time));
        let outcomes = self.append_all(requests.collect::<Result<Vec<_>>>()?).into_iter();
        Ok(outcomes.map(|outcome| outcome.map(|appended| DecisionId(appended.index))).collect())
    }

    /// Puts one more human's signature under a decision. Returns the index of the entry.
    pub fn confirm(&self, decision: DecisionId, signature: Signature, time: &str) -> Result<u64> {
        let by = self.database.read(|connection| account::of_key(connection, &signature.key))?;
        let act = Act::Confirmation(Confirmation { decision, signature });
        Ok(self.act(by.map(|account| account.id), act, time)?.index)
    }

    /// What a human signs who confirms a decision: the packet, and the entry that holds it in this archive, so that a
    /// signature made over a copy of the archive is worth nothing here.
    pub fn confirmation_packet(&self, id: DecisionId) -> Result<Hash> {
        self.database.read(|connection| {
            let decision = one(connection, id)?;
            confirmed_packet(connection, &decision)
        })
    }

    /// Takes a decision back. Each consequence outside becomes a correction. Returns the index of the entry.
    pub fn undo_decision(&self, id: DecisionId, time: &str) -> Result<u64> {
        self.undo_decision_by(id, None, "", time)
    }

    /// The same, by an account and with a reason.
    pub fn undo_decision_by(&self, id: DecisionId, by: Option<AccountId>, reason: &str, time: &str) -> Result<u64> {
        self.take_back(TakenBack { what: Undone::Decision(id), by, reason: reason.into() }, time)
    }

    /// One decision, in effect or not.
    pub fn decision(&self, id: DecisionId) -> Result<Decision> {
        self.database.read(|connection| one(connection, id))
    }

    /// The decisions in effect, in order: not taken back, not replaced by a newer one on the same pair, on
    /// records that are there.
    pub fn decisions(&self) -> Result<Vec<Decision>> {
        self.database.read(|connection| {
            let rows = connection.rows(statements::DECISIONS_IN_EFFECT, &[])?;
            newest_of_each_pair(connection, &rows)
        })
    }

    /// Every decision ever made, in order.
    pub fn all_decisions(&self) -> Result<Vec<Decision>> {
        self.database.read(|connection| {
            let rows = connection.rows(statements::DECISIONS, &[])?;
            rows.iter().map(|row| Decision::from_row(connection, row)).collect()
        })
    }

    /// The decisions in effect about one record.
    pub fn decisions_of(&self, record: RecordId) -> Result<Vec<Decision>> {
        self.database.read(|connection| {
            let rows = connection.rows(statements::DECISIONS_OF, &[Value::Int(record.0)])?;
            newest_of_each_pair(connection, &rows)
        })
    }

    /// The accounts that stand for a decision, in the order in which they signed.
    pub fn signers(&self, id: DecisionId) -> Result<Vec<AccountId>> {
        self.database.read(|connection| {
            let decision = one(connection, id)?;
            let accounts = account::all_keys(connection)?;
            Ok(signers(connection, &decision, &accounts)?.into_iter().collect())
        })
    }
}

impl Decision {
    fn from_row(connection: &Connection, row: &Row) -> Result<Decision> {
        let content = connection.open("decision", [row.int(0)?, 0], &row.bytes(2)?)?;
        let Detail { time, decision } =
            serde_json::from_slice(&content).map_err(|_| StoreError::damaged("a decision is not understood"))?;
        let undone = Some(row.int(1)? as u64).filter(|&entry| entry != 0);
        Ok(Decision { id: DecisionId(row.int(0)? as u64), time, decision, humans: row.int(3)? as u32, undone })
    }
}

/// One decision.
pub(crate) fn one(connection: &mut Connection, id: DecisionId) -> Result<Decision> {
    let row = connection.row(statements::DECISION, &[Value::Int(id.0 as i64)])?;
    row.map(|row| Decision::from_row(connection, &row))
        .transpose()?
        .ok_or_else(|| StoreError::NoSuch(format!("decision {id}")))
}

/// What a confirmation of a decision is over.
pub(crate) fn confirmed_packet(connection: &mut Connection, decision: &Decision) -> Result<Hash> {
    let row = connection.row(statements::ENTRY, &[Value::Int(decision.id.0 as i64)])?;
    let row = row.ok_or_else(|| StoreError::damaged("a decision has no entry"))?;
    Ok(confirmed(decision.decision.packet()?, row.hash(4)?))
}

/// A packet in its place: with the leaf of its entry.
pub(crate) fn confirmed(packet: Hash, leaf: Hash) -> Hash {
    Hash::of_parts(&[b"athar/confirmation/1", &packet.0, &leaf.0])
}

/// Who stands for a decision. A key is enrolled once for one account, so that two keys of one human are one.
pub(crate) fn signers(
    connection: &mut Connection,
    decision: &Decision,
    accounts: &BTreeMap<crate::PublicKey, AccountId>,
) -> Result<Vec<AccountId>> {
    let mut signers = Vec::new();
    let own = decision.decision.signatures.iter().map(|signature| signature.key);
    let confirmed = acts::about(connection, "confirmation", decision.id.0 as i64)?;
    let confirmed = confirmed.iter().filter_map(|done| match &done.act {
        Act::Confirmation(confirmation) => Some(confirmation.signature.key),
        _ => None,
    });
    for account in own.chain(confirmed).filter_map(|key| accounts.get(&key).copied()) {
        if !signers.contains(&account) {
            signers.push(account);
        }
    }
    Ok(signers)
}

/// The decisions about one record that were not taken back, without their content, in order.
pub(crate) fn words_about(connection: &mut Connection, record: RecordId) -> Result<Vec<Word>> {
    connection.rows(statements::WORDS_OF, &[Value::Int(record.0)])?.iter().map(Word::from_row).collect()
}

/// The same of many records, of each decision once or twice.
pub(crate) fn words_about_many(connection: &mut Connection, records: &[i64]) -> Result<Vec<Word>> {
    let mut rows = connection.rows_listed(statements::WORDS_BY_LEFT, records)?;
    rows.extend(connection.rows_listed(statements::WORDS_BY_RIGHT, records)?);
    rows.iter().map(Word::from_row).collect()
}

/// Of decisions in order, the newest of each pair.
pub(crate) fn newest(words: Vec<Word>) -> Vec<Word> {
    if words.len() < 2 {
        return words;
    }
    let newest: BTreeMap<Pair, Word> = words.into_iter().map(|word| (word.pair(), word)).collect();
    newest.into_values().collect()
}

fn newest_of_each_pair(connection: &Connection, rows: &[Row]) -> Result<Vec<Decision>> {
    let mut newest = BTreeMap::new();
    for row in rows {
        let decision = Decision::from_row(connection, row)?;
        newest.insert(Pair::of(decision.decision.left, decision.decision.right), decision);
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
