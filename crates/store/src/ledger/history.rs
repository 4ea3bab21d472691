//! What was done, entry by entry: when, by whom, about what. Ids and kinds, no words: for whoever watches over the work.

use crate::access::{Asked, Kind};
use crate::entry::{Body, Undone};
use crate::reading::Reading;
use crate::session::Session;
use crate::sql::Connection;
use crate::{AccountId, DecisionId, Hash, PublicKey, Result, StoreError, TokenNumber, account, ledger};
use std::collections::BTreeMap;

/// One entry of the ledger, without its content.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HistoryLine {
    /// Its index.
    pub entry: u64,
    /// When, as whoever did it said.
    pub time: String,
    /// A stable word for what was done; `erased` where that was forgotten.
    pub what: &'static str,
    /// Which thing it is about, as its id in text; empty where the kind says it all.
    pub about: String,
    /// Who did it; nobody for the console.
    pub by: Option<AccountId>,
    /// The token by which they did it, where they did not do it themselves.
    pub token: Option<TokenNumber>,
}

/// Which entries are looked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HistoryFilter {
    /// By this account.
    pub by: Option<AccountId>,
    /// Of this kind: the stable word of [`HistoryLine::what`].
    pub what: Option<String>,
}

/// An entry, and the proof that the tree which the published checkpoint signs holds it (RFC 6962, section 2.1.1).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EntryProof {
    /// Its index.
    pub entry: u64,
    /// The hash of its leaf.
    pub leaf: Hash,
    /// The checkpoint as it is published, with its signatures; none where nothing is published, or the entry is younger.
    pub checkpoint: Option<String>,
    /// The hashes that lead from the leaf to the root of that checkpoint.
    pub path: Vec<Hash>,
}

/// Entries of one page, at most.
const LINES_MAX: usize = 200;
/// Entries that are looked at for one page: the next one goes on where this one stopped.
const LOOKED_AT_MAX: u64 = 4_000;

impl Session<'_> {
    /// What was done last before an entry (or at all), the newest first, and the entry before which to go on: for administrators
    /// and reviewers. It is logged.
    pub fn history(&self, before: Option<u64>, filter: &HistoryFilter) -> Result<(Vec<HistoryLine>, Option<u64>)> {
        self.must_see_history()?;
        self.archive.database.read(|connection| {
            let size = ledger::head(connection)?.size;
            let end = before.unwrap_or(size).min(size);
            let keys = account::all_keys(connection)?;
            let mut lines = Vec::new();
            let last = end.saturating_sub(LOOKED_AT_MAX);
            for index in (last..end).rev() {
                if lines.len() == LINES_MAX {
                    return Ok((lines, Some(index + 1)));
                }
                let Some(line) = line(connection, index, &keys)? else { continue };
                let is_by = filter.by.is_none_or(|by| line.by == Some(by));
                if is_by && filter.what.as_ref().is_none_or(|what| what == line.what) {
                    lines.push(line);
                }
            }
            Ok((lines, Some(last).filter(|last| *last > 0)))
        })
    }

    /// The proof of an entry. It is logged.
    pub fn entry_proof(&self, entry: u64) -> Result<EntryProof> {
        self.must_see_history()?;
        let stored = self.archive.database.read(|connection| ledger::entry_at(connection, entry))?;
        let stored = stored.ok_or_else(|| StoreError::NoSuch(format!("entry {entry}")))?;
        let leaf = Hash::from_slice(&stored.leaf).ok_or_else(|| StoreError::damaged("a leaf is no hash"))?;
        let published = self.archive.published()?.filter(|signed| entry < signed.checkpoint.head().size);
        let path = match &published {
            Some(signed) => self.archive.inclusion_proof(entry, signed.checkpoint.head().size)?,
            None => Vec::new(),
        };
        Ok(EntryProof { entry, leaf, checkpoint: published.map(|signed| signed.note.to_string()), path })
    }

    fn must_see_history(&self) -> Result<()> {
        if !self.may(Asked::see(Kind::Readings)) {
            return Err(StoreError::Denied("what was done is for administrators and reviewers"));
        }
        self.archive.log_reading_now(self.account, Reading::Readings, self.now)?;
        Ok(())
    }
}

fn line(connection: &mut Connection, index: u64, keys: &BTreeMap<PublicKey, AccountId>) -> Result<Option<HistoryLine>> {
    let Some(stored) = ledger::entry_at(connection, index)? else { return Ok(None) };
    let Ok((salt, content)) = stored.content() else {
        let (time, about) = (String::new(), String::new());
        return Ok(Some(HistoryLine { entry: index, time, what: "erased", about, by: None, token: None }));
    };
    let (time, body) = Body::decode(content)?;
    let mut token = None;
    let (what, about, by) = match &body {
        Body::ImportAccepted(accepted) => ("import", accepted.import.to_string(), accepted.meta.by),
        Body::LinksAccepted(accepted) => ("links", accepted.run.to_string(), None),
        Body::Decision(decision) => {
            token = decision.token;
            let signer = decision.signatures.first().and_then(|signature| keys.get(&signature.key));
            ("decision", DecisionId(index).to_string(), signer.copied())
        }
        Body::TakenBack(taken) => match taken.what {
            Undone::Import(import) => ("undone", import.to_string(), taken.by),
            Undone::Decision(decision) => ("undone", decision.to_string(), taken.by),
        },
        Body::Act(act) => {
            let about = act.act.subject(index, salt);
            token = act.token;
            (act.act.word(), about_text(act.act.kind(), about), act.by)
        }
    };
    Ok(Some(HistoryLine { entry: index, time, what, about, by, token }))
}

/// The id of what an act is about.
fn about_text(kind: &str, subject: i64) -> String {
    match kind {
        "account" => AccountId(subject as u64).to_string(),
        "agreement" => crate::ImportNumber(subject as u32).to_string(),
        "confirmation" => DecisionId(subject as u64).to_string(),
        "request" | "call" | "joining" | "appointment" => crate::CaseNumber(subject).to_string(),
        "export" => crate::ExportNumber(subject as u64).to_string(),
        "restriction" | "wish" | "withdrawal" => crate::RecordId(subject).to_string(),
        _ => String::new(),
    }
}
