//! Erasing: lines of chunks, entries, and the keys under which they lay.
//!
//! All of it is one transaction, with the entry that names what was erased, and every table made anew. The keys are
//! destroyed after it was committed: those that a crash left are listed in the database, and destroyed by whoever writes
//! next.

use super::due::Due;
use super::{Stub, tombstone};
use crate::acts::{self, Act, ActEntry};
use crate::chunk::{self, ChunkLine};
use crate::entry::{Body, new_salt};
use crate::import_rows;
use crate::ledger::{self, Said, StoredEntry, Tail};
use crate::projecting::Projecting;
use crate::records::SealedAt;
use crate::sql::{Connection, Durability, Value, statements};
use crate::{
    AccountId, Archive, CaseNumber, Hash, ImportNumber, RecordId, Result, StoreError, link, rebuild, records, request,
};
use record::Private;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use vault::keys::KeyId;

/// What an entry says was erased.
#[derive(Clone, Default, Serialize, Deserialize)]
pub(crate) struct Purged {
    /// Why, in somebody's words.
    pub(crate) reason: Private,
    pub(crate) entries: Vec<ErasedEntry>,
    pub(crate) chunks: Vec<ErasedLines>,
    /// The records that are no more.
    pub(crate) records: Vec<RecordId>,
    /// Cases whose contacts are no more.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) contacts: Vec<CaseNumber>,
}

/// An erased entry, and what stands in its place.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct ErasedEntry {
    pub(crate) entry: u64,
    pub(crate) stub: String,
    /// Its leaf: after a restore another entry may come to stand in that place.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) leaf: Option<Hash>,
}

/// Erased lines of one chunk.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct ErasedLines {
    pub(crate) batch: String,
    pub(crate) chunk: u64,
    pub(crate) lines: Vec<u32>,
    /// The hash of the chunk: after a restore another batch may come to have that name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) sha256: Option<Hash>,
    /// The hash of the box that was accepted with it.
    pub(crate) sealed_before: Hash,
    /// The hash of the box that is there now.
    pub(crate) sealed_now: Hash,
}

/// What was erased, in figures.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct PurgeReport {
    /// Index of the entry that says so; nothing when nothing was due.
    pub entry: Option<u64>,
    /// Records.
    pub records: u64,
    /// Entries.
    pub entries: u64,
    /// Cases whose contacts went.
    pub contacts: u64,
    /// Keys that were destroyed.
    pub keys: u64,
}

/// A purge under way, within its transaction.
pub(super) struct Purging<'connection> {
    pub(super) connection: &'connection mut Connection,
    pub(super) purged: Purged,
    doomed: BTreeSet<KeyId>,
    /// Stubs of entries that cannot be opened any more.
    pub(super) stubs: BTreeMap<u64, String>,
}

impl Archive {
    /// Erases what is due, for good. Needs the team's secret where contacts of others lie beside what goes. Nobody stages or
    /// appends meanwhile.
    pub fn purge(&mut self, due: &Due, by: Option<AccountId>, reason: Private, time: &str) -> Result<PurgeReport> {
        if due.is_empty() {
            return Ok(PurgeReport::default());
        }
        let mut contacts = BTreeSet::new();
        for &case in &due.contacts {
            let case = self.database.read(|connection| request::of(connection, case))?;
            contacts.extend(self.contact_keys(&case)?);
        }
        let report = self.alone(Durability::Full, |connection| {
            let mut purging = Purging::new(connection, reason);
            purging.doomed = contacts;
            purging.purged.contacts.clone_from(&due.contacts);
            purging.everything(due)?;
            purging.finish(by, time)
        })?;
        let mut slot = self.appending.connection();
        destroy_doomed(self.writing(&mut slot)?)?;
        Ok(report)
    }

    /// The entry that says what was erased last; nothing where nothing was. What was made from records before it may hold
    /// what is no more.
    pub fn newest_purge(&self) -> Result<Option<u64>> {
        let newest = self.database.read(|connection| acts::latest(connection, "purged", 0))?;
        Ok(newest.map(|done| done.entry))
    }
}

impl<'connection> Purging<'connection> {
    pub(super) fn new(connection: &'connection mut Connection, reason: Private) -> Purging<'connection> {
        let purged = Purged { reason, ..Purged::default() };
        Purging { connection, purged, doomed: BTreeSet::new(), stubs: BTreeMap::new() }
    }

    fn everything(&mut self, due: &Due) -> Result<()> {
        let mut lines: BTreeMap<(ImportNumber, u64), BTreeSet<u32>> = BTreeMap::new();
        let mut entries = BTreeSet::new();
        for &(record, _) in &due.records {
            self.purged.records.push(record);
            match records::place_of(self.connection, record)? {
                Some(SealedAt { chunk: Some(chunk), line }) => {
                    lines.entry((record.import(), u64::from(chunk))).or_default().insert(u32::from(line));
                }
                Some(SealedAt { chunk: None, .. }) => self.case(record, &mut entries)?,
                None => {}
            }
            self.said_of(record, &mut entries)?;
            self.doomed.extend(crate::pictures::forget(self.connection, record)?);
        }
        let imports = due.records.iter().map(|(record, _)| record.import()).chain(due.imports.iter().copied());
        self.learnt_from(&imports.collect(), &mut entries)?;
        for ((import, number), lines) in lines {
            self.lines(&import.to_string(), number, &lines)?;
        }
        for &import in &due.imports {
            let batch = import.to_string();
            for number in 0..count_of(self.connection, &batch)? {
                let all = chunk::read(self.connection, &batch, number)?.lines.len() as u32;
                self.lines(&batch, number, &(0..all).collect())?;
            }
        }
        self.entries(&entries)
    }

    /// Runs that learnt from imports of which something goes: they hold parts of its names. The next run learns anew.
    fn learnt_from(&mut self, imports: &BTreeSet<ImportNumber>, entries: &mut BTreeSet<u64>) -> Result<()> {
        for index in link::entries(self.connection)? {
            let Some(entry) = ledger::entry_at(self.connection, index)? else { continue };
            let Said::Content(_, content) = &entry.said else { continue };
            if let (_, Body::LinksAccepted(run)) = Body::decode(content)?
                && run.has_learnt()
                && run.imports.iter().any(|import| imports.contains(import))
            {
                entries.insert(index);
            }
        }
        Ok(())
    }

    /// Entries that say something of a record: restrictions, wishes, withdrawals, decisions and what was said of those.
    fn said_of(&mut self, record: RecordId, entries: &mut BTreeSet<u64>) -> Result<()> {
        for kind in ["restriction", "wish", "withdrawal"] {
            entries.extend(acts::about(self.connection, kind, record.0)?.iter().map(|done| done.entry));
        }
        let mut decisions = BTreeSet::new();
        for row in self.connection.rows(statements::DECISIONS_EVER, &[Value::Int(record.0)])? {
            decisions.insert(row.int(0)? as u64);
            entries.extend(Some(row.int(1)? as u64).filter(|&undone| undone != 0));
        }
        for &decision in &decisions {
            entries
                .extend(acts::about(self.connection, "confirmation", decision as i64)?.iter().map(|done| done.entry));
        }
        entries.extend(decisions);
        Ok(())
    }

    /// Every entry of a case.
    fn case(&mut self, record: RecordId, entries: &mut BTreeSet<u64>) -> Result<()> {
        let Some(case) = request::case_of(self.connection, record)? else { return Ok(()) };
        for kind in ["request", "call", "appointment"] {
            for done in acts::about(self.connection, kind, case.0)? {
                entries.insert(done.entry);
                if let Act::Request(act) = &done.act {
                    for text in act.sealed_texts() {
                        self.doomed.extend(crate::sealing::key_of_text(text)?);
                    }
                }
            }
        }
        for (subject, done) in acts::of_kind(self.connection, "consequence")? {
            let told = matches!(&done.act, Act::Consequence(one)
                if matches!(one.outside, crate::Outside::Told { case: of, .. } if of == case));
            entries.extend(told.then_some(subject as u64));
        }
        Ok(())
    }

    /// Erases lines of a chunk, and what is sealed of them.
    pub(super) fn lines(&mut self, batch: &str, number: u64, gone: &BTreeSet<u32>) -> Result<()> {
        let mut chunk = chunk::read(self.connection, batch, number)?;
        let before: BTreeSet<u32> = chunk.erased().collect();
        let gone: Vec<u32> = gone.difference(&before).copied().collect();
        if gone.is_empty() {
            return Ok(());
        }
        for &at in &gone {
            if let Some(line) = chunk.lines.get_mut(at as usize) {
                *line = erased(line)?;
            }
        }
        let accepted = chunk.sealed_before.unwrap_or_else(|| Hash::of(&chunk.sealed));
        if !chunk.sealed.is_empty() {
            let mut parts = chunk::open_parts(self.connection, (batch, number), &chunk.sealed)?;
            self.doomed.extend(vault::keys::Keyring::key_of(&chunk.sealed));
            parts.retain(|(line, _)| gone.binary_search(line).is_err());
            chunk.sealed = chunk::seal_parts(self.connection.keys()?, (batch, number), &parts)?;
            chunk.sealed_before = Some(accepted);
        }
        self.doomed.extend(chunk.key);
        let key = self.connection.keys()?.new_working_key()?;
        chunk::put_back(self.connection, (batch, number), &chunk, key)?;
        self.purged.chunks.push(ErasedLines {
            batch: batch.to_owned(),
            chunk: number,
            lines: gone,
            sha256: Some(chunk.stored),
            sealed_before: accepted,
            sealed_now: Hash::of(&chunk.sealed),
        });
        Ok(())
    }

    /// Erases entries. Those that lay under the same key as one of them are put under another.
    pub(super) fn entries(&mut self, gone: &BTreeSet<u64>) -> Result<()> {
        let mut touched: BTreeMap<u64, StoredEntry> = BTreeMap::new();
        for &index in gone {
            let Some(entry) = ledger::entry_at(self.connection, index)? else { continue };
            let Some(key) = entry.key else { continue };
            // Entries of one transaction lie beside one another.
            for step in [-1_i64, 1] {
                let mut at = index as i64 + step;
                while at >= 0 && !touched.contains_key(&(at as u64)) {
                    let Some(beside) = ledger::entry_at(self.connection, at as u64)? else { break };
                    if beside.key != Some(key) {
                        break;
                    }
                    touched.insert(at as u64, beside);
                    at += step;
                }
            }
            self.doomed.insert(key);
            touched.insert(index, entry);
        }
        if touched.is_empty() {
            return Ok(());
        }
        let key = self.connection.keys()?.new_working_key()?;
        for (index, entry) in touched {
            self.entry(key, index, &entry, gone.contains(&index))?;
        }
        Ok(())
    }

    fn entry(&mut self, key: KeyId, index: u64, entry: &StoredEntry, goes: bool) -> Result<()> {
        let keys = self.connection.keys()?;
        let [salt, payload] = match &entry.said {
            Said::Content(salt, content) if goes => {
                let (time, body) = Body::decode(content)?;
                let stub = Stub::of(salt, &time, &body).to_bytes()?;
                let text = String::from_utf8_lossy(&stub).into_owned();
                self.purged.entries.push(ErasedEntry { entry: index, stub: text, leaf: Hash::from_slice(&entry.leaf) });
                [Vec::new(), ledger::sealed_stub(keys, key, index, &stub)?]
            }
            Said::Content(salt, content) => ledger::sealed(keys, key, index, salt, content)?,
            Said::Erased(stub) => [Vec::new(), ledger::sealed_stub(keys, key, index, stub)?],
            Said::Unreadable if goes && self.stubs.contains_key(&index) => {
                let stub = self.stubs[&index].clone();
                let sealed = ledger::sealed_stub(keys, key, index, stub.as_bytes())?;
                self.purged.entries.push(ErasedEntry { entry: index, stub, leaf: Hash::from_slice(&entry.leaf) });
                [Vec::new(), sealed]
            }
            Said::Unreadable => return Err(StoreError::damaged(format!("entry {index} cannot be opened"))),
        };
        let values = [Value::Bytes(&salt), Value::Bytes(&payload), Value::Int(index as i64)];
        self.connection.execute(statements::ENTRY_SET, &values).map(drop)
    }

    /// Appends the entry that says what was erased, notes the keys that are to be destroyed, and makes every table anew.
    pub(super) fn finish(self, by: Option<AccountId>, time: &str) -> Result<PurgeReport> {
        let Purging { connection, purged, doomed, .. } = self;
        for key in &doomed {
            connection.execute(statements::DOOMED_NEW, &[Value::Int(key.0 as i64)])?;
        }
        let mut report = PurgeReport {
            entry: None,
            records: purged.records.len() as u64,
            entries: purged.entries.len() as u64,
            contacts: purged.contacts.len() as u64,
            keys: doomed.len() as u64,
        };
        let body = Body::Act(Box::new(ActEntry { by, token: None, act: Act::Purged(Box::new(purged)) }));
        let content = body.encode(time)?;
        let tail = Tail::lock(connection)?;
        let mut projecting = Projecting::new(connection, Some(tail));
        report.entry = Some(projecting.push(new_salt()?, &content)?);
        projecting.finish()?;
        rebuild::replay(connection, |_, _| ())?;
        Ok(report)
    }
}

/// A line without what it said.
fn erased(line: &ChunkLine) -> Result<ChunkLine> {
    let ChunkLine::Said { json, .. } = line else { return Ok(line.clone()) };
    let said: import_rows::Line =
        serde_json::from_slice(json).map_err(|_| StoreError::damaged("a line of a batch is not understood"))?;
    let (records, problems) = (u32::from(said.record.is_some()), said.problems.len() as u32);
    Ok(ChunkLine::Erased { commitment: line.commitment(), records, problems })
}

/// How many chunks a batch has.
fn count_of(connection: &mut Connection, batch: &str) -> Result<u64> {
    let row = connection.row(statements::CHUNKS_OF, &[Value::Text(batch)])?;
    row.map(|row| Ok(row.int(0)? as u64)).transpose().map(Option::unwrap_or_default)
}

/// Whether any line of a batch still says something.
pub(super) fn has_lines(connection: &mut Connection, batch: &str) -> Result<bool> {
    for number in 0..count_of(connection, batch)? {
        let chunk = chunk::read(connection, batch, number)?;
        if chunk.erased().count() < chunk.lines.len() {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Keys of what was erased that are still to be destroyed.
pub(crate) fn doomed(connection: &mut Connection) -> Result<Vec<KeyId>> {
    connection.rows(statements::DOOMED, &[])?.iter().map(|row| Ok(KeyId(row.int(0)? as u64))).collect()
}

/// Destroys the keys of what was erased in a transaction that was committed, after noting in the key file what that was.
pub(crate) fn destroy_doomed(connection: &mut Connection) -> Result<()> {
    let doomed = doomed(connection)?;
    if doomed.is_empty() {
        return Ok(());
    }
    tombstone::note(connection)?;
    connection.keys()?.destroy(&doomed)?;
    connection.transaction(Durability::Full, |connection| {
        for key in &doomed {
            connection.execute(statements::DOOMED_DONE, &[Value::Int(key.0 as i64)])?;
        }
        Ok(())
    })
}
