//! Why a decision cannot stand: the chain of earlier decisions that leads from one record to the other.
//!
//! One person cannot be two, and in a source that gives each person one row, two rows are two persons.

use crate::decision::{self, Verdict, Word};
use crate::sql::{Connection, Value, statements};
use crate::{DecisionId, ImportNumber, RecordId, Result, StoreError, limits};
use std::collections::BTreeMap;
use std::fmt;

/// Two records, the lower first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Pair {
    pub(crate) low: RecordId,
    pub(crate) high: RecordId,
}

impl Pair {
    pub(crate) fn of(one: RecordId, other: RecordId) -> Pair {
        Pair { low: one.min(other), high: one.max(other) }
    }
}

/// One reason of a chain.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// A decision joins or parts two records.
    Decided {
        /// The decision.
        decision: DecisionId,
        /// One record.
        left: RecordId,
        /// The other.
        right: RecordId,
        /// What it says of them.
        verdict: Verdict,
    },
    /// A source gives each person one row, and these are two rows of it.
    TwoRows {
        /// The import that brought it.
        import: ImportNumber,
        /// One record.
        left: RecordId,
        /// The other.
        right: RecordId,
    },
}

/// The reasons, from one record of the refused decision to the other.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(transparent)]
pub struct Chain(pub Vec<Reason>);

impl Chain {
    /// The latest decision of the chain, which somebody may want to take back; none when it holds none.
    pub fn decision(&self) -> Option<DecisionId> {
        let decided = self.0.iter().filter_map(|reason| match reason {
            Reason::Decided { decision, .. } => Some(*decision),
            Reason::TwoRows { .. } => None,
        });
        decided.max()
    }

    /// The decision that parts, where one does.
    pub fn parting(&self) -> Option<DecisionId> {
        self.0.iter().find_map(|reason| match reason {
            Reason::Decided { decision, verdict: Verdict::Different, .. } => Some(*decision),
            _ => None,
        })
    }
}

impl fmt::Display for Chain {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (place, reason) in self.0.iter().enumerate() {
            let separator = if place == 0 { "" } else { "; " };
            match reason {
                Reason::Decided { decision, left, right, verdict } => {
                    write!(formatter, "{separator}{decision} holds {left} and {right} to be {}", verdict.as_str())?;
                }
                Reason::TwoRows { import, left, right } => {
                    write!(
                        formatter,
                        "{separator}{left} and {right} are two rows of {import}, which has one a person"
                    )?;
                }
            }
        }
        Ok(())
    }
}

impl From<&Word> for Reason {
    fn from(word: &Word) -> Self {
        Reason::Decided { decision: word.id, left: word.left, right: word.right, verdict: word.verdict }
    }
}

/// Records joined to one, each with the word by which it was reached.
type Reached = BTreeMap<RecordId, Option<Word>>;

/// Where the decisions in effect are read from: the tables, or what a transaction remembers of them.
pub(crate) trait Words {
    /// The decisions in effect about one record, the newest of each pair.
    fn words_of(&mut self, record: RecordId) -> Result<Vec<Word>>;

    /// Whether an import has one row a person.
    fn has_one_row_a_person(&mut self, import: ImportNumber) -> Result<bool>;
}

impl Words for Connection {
    fn words_of(&mut self, record: RecordId) -> Result<Vec<Word>> {
        Ok(decision::newest(decision::words_about(self, record)?))
    }

    fn has_one_row_a_person(&mut self, import: ImportNumber) -> Result<bool> {
        let row = self.row(statements::IMPORT_ONE_ROW, &[Value::Int(i64::from(import.0))])?;
        row.map_or(Ok(false), |row| Ok(row.int(0)? == 1))
    }
}

/// Refuses a verdict on a pair that cannot stand beside what was decided of others. What was said of the very pair
/// before is replaced, and contradicts nothing.
pub(crate) fn refuse_contradiction(words: &mut impl Words, pair: Pair, verdict: Verdict) -> Result<()> {
    let chain = match verdict {
        Verdict::Unsure => None,
        Verdict::Different => {
            let left = reached(words, pair.low, pair)?;
            left.contains_key(&pair.high).then(|| path(&left, pair.high))
        }
        Verdict::Same => parted(words, pair)?,
    };
    match chain {
        None => Ok(()),
        Some(reasons) => Err(StoreError::Contradicts(Chain(reasons))),
    }
}

/// Why the two ends cannot be one person.
fn parted(words: &mut impl Words, pair: Pair) -> Result<Option<Vec<Reason>>> {
    let left = reached(words, pair.low, pair)?;
    if left.contains_key(&pair.high) {
        return Ok(None);
    }
    let right = reached(words, pair.high, pair)?;
    let chain = |from: RecordId, to: RecordId, between: Reason| {
        let mut reasons = path(&left, from);
        reasons.push(between);
        let mut back = path(&right, to);
        back.reverse();
        reasons.extend(back);
        reasons
    };
    for &record in left.keys() {
        for word in words.words_of(record)? {
            let other = word.other(record);
            if word.verdict == Verdict::Different && word.pair() != pair && right.contains_key(&other) {
                return Ok(Some(chain(record, other, Reason::from(&word))));
            }
        }
    }
    let mut rows: BTreeMap<ImportNumber, RecordId> = BTreeMap::new();
    for &record in left.keys() {
        rows.entry(record.import()).or_insert(record);
    }
    for &record in right.keys() {
        let import = record.import();
        if let Some(&other) = rows.get(&import)
            && words.has_one_row_a_person(import)?
        {
            let between = Reason::TwoRows { import, left: other, right: record };
            return Ok(Some(chain(other, record, between)));
        }
    }
    Ok(None)
}

/// Everybody whom decisions in effect join to a record, whether one human made them or two: what waits for a second
/// must not be made impossible meanwhile. What was said of `but_for` is left out.
fn reached(words: &mut impl Words, from: RecordId, but_for: Pair) -> Result<Reached> {
    let mut reached: Reached = BTreeMap::from([(from, None)]);
    let mut open = vec![from];
    while let Some(record) = open.pop() {
        for word in words.words_of(record)? {
            let other = word.other(record);
            if word.verdict == Verdict::Same && word.pair() != but_for && !reached.contains_key(&other) {
                reached.insert(other, Some(word));
                open.push(other);
            }
        }
        if reached.len() > limits::RECORDS_PER_PERSON_MAX {
            let limit = limits::RECORDS_PER_PERSON_MAX;
            return Err(StoreError::Limit { what: "the number of a person's records", limit });
        }
    }
    Ok(reached)
}

/// The words that lead from where a search began to a record.
fn path(reached: &Reached, to: RecordId) -> Vec<Reason> {
    let mut reasons = Vec::new();
    let mut record = to;
    while let Some(Some(word)) = reached.get(&record) {
        reasons.push(Reason::from(word));
        record = word.other(record);
    }
    reasons.reverse();
    reasons
}
