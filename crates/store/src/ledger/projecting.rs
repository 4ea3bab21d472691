//! One transaction's work on the ledger and what follows from it: the same code while entries are appended and when
//! everything is rebuilt.
//!
//! Rows that many entries write alike wait and are written together. Whoever reads first writes what waits, so that
//! nobody sees less than was appended before.

use crate::account::{self, Account};
use crate::acts::Act;
use crate::chain::{Pair, Words};
use crate::deciding;
use crate::decision::{self, Verdict, Word};
use crate::entry::{Body, Head, Undone};
use crate::ledger::Tail;
use crate::signature::PublicKey;
use crate::sql::{Connection, Value, statements};
use crate::{
    AccountId, DecisionId, ImportNumber, RecordId, Result, StoreError, consequence, import, link, request, standing,
};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use vault::keys::KeyId;

/// What a transaction remembers of the tables, so that many requests do not ask for the same.
#[derive(Default)]
struct Known {
    there: HashSet<RecordId>,
    words: HashMap<RecordId, Vec<Word>>,
    one_row: HashMap<ImportNumber, bool>,
}

impl Known {
    /// A decision more, where its records are remembered.
    fn hear(&mut self, word: Word) {
        for record in [word.left, word.right] {
            if let Some(words) = self.words.get_mut(&record) {
                words.push(word);
            }
        }
    }
}

pub(crate) struct Projecting<'connection> {
    connection: &'connection mut Connection,
    /// Nothing while the ledger is only read.
    tail: Option<Tail>,
    acts: Vec<(u64, &'static str, i64)>,
    decisions: Vec<(Word, String, Vec<u8>)>,
    known: Known,
    accounts: Option<Vec<Account>>,
    keys: Option<BTreeMap<PublicKey, AccountId>>,
}

impl<'connection> Projecting<'connection> {
    pub(crate) fn new(connection: &'connection mut Connection, tail: Option<Tail>) -> Projecting<'connection> {
        Projecting {
            connection,
            tail,
            acts: Vec::new(),
            decisions: Vec::new(),
            known: Known::default(),
            accounts: None,
            keys: None,
        }
    }

    /// The connection, with everything written that waits.
    pub(crate) fn reading(&mut self) -> Result<&mut Connection> {
        self.write()?;
        Ok(self.connection)
    }

    /// Says that what follows now follows from what lies under a key.
    pub(crate) fn follows_from(&mut self, key: Option<KeyId>) {
        self.connection.seal_under(key);
    }

    /// Accounts as they stand at this point.
    pub(crate) fn accounts(&mut self) -> Result<&[Account]> {
        if self.accounts.is_none() {
            self.accounts = Some(account::all(self.reading()?)?);
        }
        Ok(self.accounts.as_deref().unwrap_or_default())
    }

    /// Every key that was enrolled up to this point.
    pub(crate) fn keys(&mut self) -> Result<&BTreeMap<PublicKey, AccountId>> {
        if self.keys.is_none() {
            self.keys = Some(account::all_keys(self.reading()?)?);
        }
        Ok(self.keys.get_or_insert_default())
    }

    /// Adds an entry to the ledger, and returns its index.
    pub(crate) fn push(&mut self, salt: [u8; 32], content: &[u8]) -> Result<u64> {
        let tail = self.tail.as_mut().ok_or_else(|| StoreError::damaged("an entry was added while rebuilding"))?;
        let index = tail.next();
        let key = tail.push(self.connection.keys()?, salt, content)?;
        self.connection.seal_under(Some(key));
        Ok(index)
    }

    /// What follows from an entry at once, its chunks apart.
    pub(crate) fn follow(&mut self, entry: u64, salt: &[u8; 32], time: &str, body: Body) -> Result<()> {
        match body {
            Body::ImportAccepted(accepted) => import::project(self.reading()?, entry, time, *accepted),
            Body::LinksAccepted(accepted) => link::project(self.reading()?, entry, time, *accepted),
            Body::Decision(decision) => deciding::project(self, entry, time, *decision),
            Body::TakenBack(taken) => {
                let (statement, kind, number) = match taken.what {
                    Undone::Import(number) => (statements::IMPORT_UNDO, 'I', i64::from(number.0)),
                    Undone::Decision(id) => (statements::DECISION_UNDO, 'D', id.0 as i64),
                };
                self.known = Known::default();
                let connection = self.reading()?;
                let touched = connection.execute(statement, &[Value::Int(entry as i64), Value::Int(number)])?;
                if touched != 1 {
                    return Err(StoreError::damaged("an entry takes back what is not there"));
                }
                consequence::correct(connection, entry, kind, number, taken.by)
            }
            Body::Act(act) => {
                let act = act.act;
                self.acts.push((entry, act.kind(), act.subject(entry, salt)));
                self.follow_act(entry, salt, time, &act)
            }
        }
    }

    fn follow_act(&mut self, entry: u64, salt: &[u8; 32], time: &str, act: &Act) -> Result<()> {
        match act {
            Act::Account(_) => {
                self.accounts = None;
                self.keys = None;
                Ok(())
            }
            Act::Request(request) => match &**request {
                request::RequestAct::Opened(opened) => request::project(self, entry, salt, time, opened),
                request => standing::project(self.reading()?, request),
            },
            Act::Confirmation(confirmation) => {
                self.known = Known::default();
                let id = confirmation.decision;
                let keys = self.keys()?.clone();
                let connection = self.reading()?;
                let made = decision::one(connection, id)?;
                // Counted anew each time: two signatures of one account are one human, whoever wrote them here.
                let humans = decision::signers(connection, &made, &keys)?.len();
                let values = [Value::Int(humans as i64), Value::Int(id.0 as i64)];
                connection.execute(statements::DECISION_CONFIRM, &values).map(drop)
            }
            Act::Consequence(consequence) => consequence::project(self.reading()?, entry, consequence),
            Act::Corrected(corrected) => consequence::project_corrected(self.reading()?, entry, corrected),
            Act::Source(_)
            | Act::Restriction(_)
            | Act::Wish(_)
            | Act::Withdrawal(_)
            | Act::Readings(_)
            | Act::Places(_)
            | Act::Export(_)
            | Act::Purged(_)
            | Act::Agreement(_) => Ok(()),
        }
    }

    /// Reads at once what the checks of many requests will ask of these records.
    pub(crate) fn expect(&mut self, records: &BTreeSet<RecordId>, with_words: bool) -> Result<()> {
        let numbers: Vec<i64> = records.iter().map(|record| record.0).collect();
        for row in self.connection.rows_listed(statements::RECORDS_THERE, &numbers)? {
            self.known.there.insert(RecordId(row.int(0)?));
        }
        if !with_words {
            return Ok(());
        }
        for &record in records {
            self.known.words.insert(record, Vec::new());
        }
        let mut words = decision::words_about_many(self.connection, &numbers)?;
        words.sort_unstable_by_key(|word| word.id);
        words.dedup_by_key(|word| word.id);
        for word in words {
            self.known.hear(word);
        }
        Ok(())
    }

    /// Refuses a record that is not there, or was taken back with its import.
    pub(crate) fn must_be_there(&mut self, record: RecordId) -> Result<()> {
        if self.known.there.contains(&record) { Ok(()) } else { decision::must_be_there(self.reading()?, record) }
    }

    /// A decision to be written.
    pub(crate) fn decision(&mut self, word: Word, packet: String, content: &str) -> Result<()> {
        let content = self.connection.seal("decision", [word.id.0 as i64, 0], content.as_bytes())?;
        self.known.hear(word);
        self.decisions.push((word, packet, content));
        Ok(())
    }

    /// The decisions on a pair that one with this verdict replaces: all that say otherwise and were not taken back.
    pub(crate) fn replaced(&mut self, pair: Pair, verdict: Verdict, by: DecisionId) -> Result<Vec<Word>> {
        self.words_of(pair.low)?;
        let words = self.known.words.get(&pair.low).map(Vec::as_slice).unwrap_or_default();
        // The unbroken run of one other word just before: what came before that was corrected when it was replaced.
        let mut own = words.iter().rev().filter(|word| word.pair() == pair && word.id != by).peekable();
        let last = own.peek().map(|word| word.verdict).filter(|&last| last != verdict);
        Ok(own.take_while(|word| Some(word.verdict) == last).copied().collect())
    }

    /// Writes what waits, and the head where entries were added.
    pub(crate) fn finish(mut self) -> Result<Option<Head>> {
        self.write()?;
        self.tail.take().map(|tail| tail.finish(self.connection)).transpose()
    }

    fn write(&mut self) -> Result<()> {
        if let Some(tail) = self.tail.as_mut().filter(|tail| !tail.is_written()) {
            tail.write(self.connection)?;
        }
        if !self.acts.is_empty() {
            let rows = self.acts.iter();
            let values = rows
                .flat_map(|&(entry, kind, subject)| [Value::Int(entry as i64), Value::Text(kind), Value::Int(subject)]);
            self.connection.insert(statements::ACT_NEW, &values.collect::<Vec<_>>())?;
            self.acts.clear();
        }
        if !self.decisions.is_empty() {
            let values = self.decisions.iter().flat_map(|(word, packet, content)| {
                [
                    Value::Int(word.id.0 as i64),
                    Value::Int(word.left.0),
                    Value::Int(word.right.0),
                    Value::Text(word.verdict.as_str()),
                    Value::Int(i64::from(word.humans)),
                    Value::Text(packet),
                    Value::Int(0),
                    Value::Bytes(content),
                ]
            });
            self.connection.insert(statements::DECISION_NEW, &values.collect::<Vec<_>>())?;
            self.decisions.clear();
        }
        Ok(())
    }
}

impl Words for Projecting<'_> {
    fn words_of(&mut self, record: RecordId) -> Result<Vec<Word>> {
        if !self.known.words.contains_key(&record) {
            let words = decision::words_about(self.reading()?, record)?;
            self.known.words.insert(record, words);
        }
        Ok(self.known.words.get(&record).cloned().map(decision::newest).unwrap_or_default())
    }

    fn has_one_row_a_person(&mut self, import: ImportNumber) -> Result<bool> {
        if let Some(&known) = self.known.one_row.get(&import) {
            return Ok(known);
        }
        let one_row = self.connection.has_one_row_a_person(import)?;
        self.known.one_row.insert(import, one_row);
        Ok(one_row)
    }
}
