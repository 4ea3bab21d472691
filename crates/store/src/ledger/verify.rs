//! Does the archive still say what it said? Every hash is computed again, from the content up to the root.

use crate::account::AccountAct;
use crate::acts::Act;
use crate::chunk::{self, Chunks, ChunksDigest};
use crate::decision::{self, Confirmation};
use crate::entry::{self, Body};
use crate::forgetting::Stub;
use crate::ledger::{self, Said, StoredEntry};
use crate::original::Original;
use crate::signature::{PublicKey, Signature};
use crate::sql::{Connection, Durability, statements};
use crate::tree::Frontier;
use crate::verify_erased::{self, Erased};
use crate::{AccountId, Archive, DecisionId, Hash, Result, StoreError, dump, rebuild};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// What was found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct VerifyReport {
    /// Entries of the ledger.
    pub entries: u64,
    /// The root computed from them.
    pub root: Hash,
    /// Chunks of accepted batches.
    pub chunks: u64,
    /// Original files.
    pub originals: u64,
    /// Whether the projections were compared with a rebuild too.
    pub deep: bool,
    /// Everything that is not as it should be, in words; empty when all is well.
    pub differences: Vec<String>,
}

/// A reading of the ledger from its first entry on.
#[derive(Default)]
struct Check {
    frontier: Frontier,
    next: u64,
    chunks: u64,
    originals: BTreeMap<Hash, Original>,
    batches: BTreeMap<String, u64>,
    signatures: Signatures,
    /// Entries that name the head of the log of readings: entry, size, head.
    anchors: Vec<(u64, u64, Hash)>,
    erased: Erased,
    differences: Vec<String>,
}

/// Who may sign as of the entry that is being read, and what was decided up to it.
#[derive(Default)]
struct Signatures {
    keys: BTreeMap<PublicKey, AccountId>,
    /// What is confirmed of each decision, and who stands for it so far.
    confirmed: BTreeMap<DecisionId, (Hash, BTreeSet<AccountId>)>,
    used: BTreeSet<Hash>,
}

impl Signatures {
    /// What is wrong with an act or a decision, in words.
    fn hear(&mut self, entry: u64, leaf: Hash, body: &Body) -> Result<Option<String>> {
        let made = match body {
            Body::Decision(decision) => {
                let packet = decision.packet()?;
                let mut humans = BTreeSet::new();
                let stand = decision.signatures.iter().all(|signature| self.stands(packet, signature, &mut humans));
                let is_fresh = decision.signatures.is_empty() || self.used.insert(packet);
                self.confirmed.insert(DecisionId(entry), (decision::confirmed(packet, leaf), humans));
                stand && is_fresh
            }
            Body::Act(act) => match &act.act {
                Act::Account(act) => {
                    self.hear_account(entry, act);
                    true
                }
                Act::Confirmation(Confirmation { decision, signature }) => {
                    let Some((packet, mut humans)) = self.confirmed.get(decision).cloned() else {
                        return Ok(Some(format!("entry {entry} confirms what is no decision")));
                    };
                    let stands = self.stands(packet, signature, &mut humans);
                    self.confirmed.insert(*decision, (packet, humans));
                    stands
                }
                _ => true,
            },
            _ => true,
        };
        Ok((!made).then(|| format!("entry {entry} carries a signature that is none")))
    }

    /// Whether it is a signature of an account that has not signed yet.
    fn stands(&self, packet: Hash, signature: &Signature, humans: &mut BTreeSet<AccountId>) -> bool {
        let account = self.keys.get(&signature.key).copied();
        signature.is_of(packet) && account.is_some_and(|account| humans.insert(account))
    }

    fn hear_account(&mut self, entry: u64, act: &AccountAct) {
        let account = act.account(entry);
        match act {
            AccountAct::Enrolled { key: Some(key), .. } | AccountAct::KeyEnrolled { key, .. } => {
                self.keys.insert(*key, account);
            }
            AccountAct::KeyRevoked { key, .. } => {
                self.keys.remove(key);
            }
            AccountAct::Closed { .. } => self.keys.retain(|_, of| *of != account),
            AccountAct::Enrolled { key: None, .. }
            | AccountAct::Changed { .. }
            | AccountAct::Recused { .. }
            | AccountAct::TokenMade { .. }
            | AccountAct::TokenRevoked { .. } => {}
        }
    }
}

impl Archive {
    /// Computes every commitment, leaf, chunk hash and the root anew, hashes the original files, and opens every login. Changes
    /// and locks nothing.
    pub fn verify(&self) -> Result<VerifyReport> {
        let mut check = Check::default();
        self.database.read(|connection| check.ledger(connection))?;
        let mut differences = std::mem::take(&mut check.differences);
        differences.extend(self.verify_readings(&check.anchors)?);
        differences.extend(self.verify_logins()?);
        for original in check.originals.values() {
            differences.extend(self.check_original(original).err());
        }
        Ok(VerifyReport {
            entries: check.next,
            root: check.frontier.root(),
            chunks: check.chunks,
            originals: check.originals.len() as u64,
            deep: false,
            differences,
        })
    }

    /// The same, and compares every projection with what the ledger gives. Takes the writer's lock and changes
    /// nothing: the rebuild is rolled back.
    pub fn verify_deep(&mut self) -> Result<VerifyReport> {
        let mut report = self.verify()?;
        report.deep = true;
        let mut before = Vec::new();
        let mut after = Vec::new();
        let rolled_back: Result<()> = self.alone(Durability::Staged, |connection| {
            before = dump::dump(connection)?;
            rebuild::replay(connection, |_, _| ())?;
            after = dump::dump(connection)?;
            Err(StoreError::Abandoned)
        });
        match rolled_back {
            Err(StoreError::Abandoned) | Ok(()) => {}
            Err(StoreError::Damaged(what)) => report.differences.push(format!("no rebuild is possible: {what}")),
            Err(error) => return Err(error),
        }
        for (was, is) in before.iter().zip(&after).filter(|(was, is)| was != is) {
            let (table, was, is) = (was.table, was.rows, is.rows);
            report
                .differences
                .push(format!("table {table} ({was} rows) differs from what the ledger says ({is} rows)"));
        }
        Ok(report)
    }
}

impl Check {
    fn ledger(&mut self, connection: &mut Connection) -> Result<()> {
        loop {
            let page = ledger::page(connection, self.next)?;
            if page.is_empty() {
                break;
            }
            for entry in page {
                self.entry(connection, &entry)?;
            }
        }
        for row in connection.rows(statements::CHUNK_COUNTS, &[])? {
            let (batch, found) = (row.text(0)?, row.int(1)? as u64);
            match self.batches.get(&batch) {
                Some(&count) if count == found => {}
                Some(count) => self.differs(format!("batch {batch} has {found} chunks, and its entry says {count}")),
                None => self.differs(format!("batch {batch} has {found} chunks and no entry")),
            }
        }
        self.differences.extend(self.erased.differences());
        let head = ledger::head(connection)?;
        if head.size != self.frontier.size() {
            self.differs(format!("the head says {} entries; there are {}", head.size, self.frontier.size()));
        } else if head.root != self.frontier.root()
            || ledger::frontier(connection).ok().as_ref() != Some(&self.frontier)
        {
            self.differs("the head's root or frontier is not that of the entries".to_owned());
        }
        Ok(())
    }

    fn differs(&mut self, what: String) {
        self.differences.push(what);
    }

    fn entry(&mut self, connection: &mut Connection, entry: &StoredEntry) -> Result<()> {
        let index = entry.index;
        if index != self.next {
            self.differs(format!("entries {} to {} are missing", self.next, index - 1));
        }
        self.next = index + 1;
        match &entry.said {
            Said::Content(..) => {}
            Said::Erased(stub) => self.erased.entry(index, stub),
            Said::Unreadable => {
                self.differs(format!("entry {index} cannot be opened: it was changed, or its key is gone"));
            }
        }
        let commitment = entry.computed_commitment().unwrap_or_else(|| entry.stored_commitment());
        let leaf = entry::leaf(commitment);
        self.frontier.push(leaf);
        if entry.commitment != commitment.0 || entry.leaf != leaf.0 {
            self.differs(format!("entry {index} does not match its commitment"));
        }
        // Of an erased run its links are still there.
        if let Said::Erased(stub) = &entry.said
            && let Ok(Stub::Links { accepted, .. }) = Stub::read(stub)
        {
            return self.batch(connection, accepted.run.to_string(), accepted.chunks);
        }
        let Said::Content(_, content) = &entry.said else { return Ok(()) };
        let body = match Body::decode(content) {
            Ok((_, body)) => body,
            Err(error) => {
                self.differs(format!("entry {index}: {error}"));
                return Ok(());
            }
        };
        if let Some(difference) = self.signatures.hear(index, leaf, &body)? {
            self.differs(difference);
        }
        match body {
            Body::ImportAccepted(accepted) => {
                if let Some(original) = accepted.meta.original {
                    self.originals.insert(original.sha256, original);
                }
                self.batch(connection, accepted.import.to_string(), accepted.chunks)
            }
            Body::LinksAccepted(accepted) => self.batch(connection, accepted.run.to_string(), accepted.chunks),
            Body::Act(act) => {
                match act.act {
                    Act::Readings(anchor) => self.anchors.push((index, anchor.size, anchor.head)),
                    Act::Purged(purged) => self.erased.named(&purged),
                    _ => {}
                }
                Ok(())
            }
            Body::Decision(_) | Body::TakenBack(_) => Ok(()),
        }
    }

    fn batch(&mut self, connection: &mut Connection, batch: String, chunks: Chunks) -> Result<()> {
        let mut digest = ChunksDigest::default();
        for number in 0..chunks.count {
            match chunk::read(connection, &batch, number) {
                Ok(chunk) => {
                    let found = chunk.hash();
                    if found != chunk.stored {
                        self.differs(format!("chunk {number} of batch {batch} does not match its hash"));
                    }
                    if verify_erased::box_differs(connection, (&batch, number), &chunk)? {
                        self.differs(format!(
                            "what is sealed of chunk {number} of batch {batch} is not what its lines name"
                        ));
                    }
                    self.erased.chunk(&batch, number, &chunk);
                    digest.push(found);
                    self.chunks += 1;
                }
                Err(StoreError::Damaged(what)) => self.differs(what),
                Err(error) => return Err(error),
            }
        }
        if digest.finish() != chunks {
            self.differs(format!("batch {batch} is not the one that its entry accepted"));
        }
        self.batches.insert(batch, chunks.count);
        Ok(())
    }
}
