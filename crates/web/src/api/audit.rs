//! What was done and who read what: the ledger's entries, the log of readings, and who works here. Ids and no words of records.

use super::sent::Sent;
use crate::failure::Failure;
use crate::pages::audit as page;
use crate::shown::plain;
use crate::work::Work;
use serde::Serialize;
use store::access::{Asked, Kind};
use store::{AccountId, HistoryFilter, LoginKind};
use utoipa::ToSchema;

/// Readings that are told at once.
const READINGS_MAX: usize = 200;
/// Readings that are looked at for it.
const LOOKED_AT_MAX: u64 = 5_000;

/// Entries of the ledger.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Entries {
    /// How many entries the ledger has.
    pub(crate) size: u64,
    /// Its root (RFC 6962).
    pub(crate) root: String,
    /// The newest first.
    pub(crate) lines: Vec<AuditLine>,
    /// What to send as `before` for earlier ones; null at the beginning. There may be some though none was found here.
    pub(crate) before: Option<u64>,
}

/// Readings.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Readings {
    /// The newest first.
    pub(crate) lines: Vec<AuditLine>,
    /// What to send as `before` for earlier ones; null at the beginning.
    pub(crate) before: Option<u64>,
}

/// Something that was done or read.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct AuditLine {
    /// Its place in the ledger, or in the log.
    pub(crate) index: u64,
    /// A stable word for it.
    pub(crate) what: &'static str,
    /// Which thing it is about, or how many; empty where the word says it all.
    pub(crate) about: String,
    /// Who; null for whoever holds the machine.
    pub(crate) account: Option<String>,
    /// The token by which, where a program did it.
    pub(crate) token: Option<String>,
    /// When.
    pub(crate) time: String,
}

/// The proof that the tree which the published checkpoint signs holds an entry (RFC 6962, section 2.1.1).
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Proof {
    /// The entry.
    pub(crate) entry: u64,
    /// The hash of its leaf.
    pub(crate) leaf: String,
    /// The checkpoint as it is published; null where nothing is, or the entry is younger.
    pub(crate) checkpoint: Option<String>,
    /// The hashes that lead from the leaf to the root.
    pub(crate) path: Vec<String>,
}

/// Who works here.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Accounts {
    /// In the order in which they were enrolled, closed ones too.
    pub(crate) accounts: Vec<AccountLine>,
}

/// An account.
#[expect(clippy::struct_excessive_bools, reason = "marks of a line, each its own")]
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct AccountLine {
    /// Its id, such as `A7`.
    pub(crate) account: String,
    /// What colleagues call them.
    pub(crate) called: String,
    /// `intake`, `caseworker`, `reviewer`, `analyst`, `keyholder` or `admin`.
    pub(crate) roles: Vec<&'static str>,
    /// Teams.
    pub(crate) teams: Vec<String>,
    /// Whether they are cleared for what is restricted.
    pub(crate) is_cleared: bool,
    /// Whether it was closed.
    pub(crate) is_closed: bool,
    /// Whether it logs in by a passkey.
    pub(crate) has_passkey: bool,
    /// Whether it logs in by a passphrase and a code.
    pub(crate) has_passphrase: bool,
    /// Whether it was invited and has not come yet.
    pub(crate) is_invited: bool,
}

/// What is looked for: ids and stable words.
#[derive(Clone, Copy)]
pub(crate) struct Wanted<'a> {
    pub(crate) before: Option<u64>,
    pub(crate) by: Option<AccountId>,
    /// A stable word; empty for all.
    pub(crate) what: &'a str,
}

impl Entries {
    pub(crate) fn read(work: &Work, wanted: Wanted<'_>) -> Result<Entries, Failure> {
        work.must(Asked::see(Kind::Readings))?;
        let what = page::KINDS.iter().find(|kind| **kind == wanted.what).map(|kind| (*kind).to_owned());
        let filter = HistoryFilter { by: wanted.by, what };
        let (lines, before) = work.session(None)?.history(wanted.before, &filter)?;
        let line = |line: store::HistoryLine| AuditLine {
            index: line.entry,
            what: line.what,
            about: line.about,
            account: line.by.map(|by| by.to_string()),
            token: line.token.map(|token| token.to_string()),
            time: line.time,
        };
        let head = work.desk.archive.head()?;
        let lines = lines.into_iter().map(line).collect();
        Ok(Entries { size: head.size, root: head.root.to_string(), lines, before })
    }
}

impl Readings {
    pub(crate) fn read(work: &Work, wanted: Wanted<'_>) -> Result<Readings, Failure> {
        work.must(Asked::see(Kind::Readings))?;
        let end = wanted.before.unwrap_or(u64::MAX).min(work.desk.archive.readings_kept()?);
        let begin = end.saturating_sub(LOOKED_AT_MAX);
        let mut lines = Vec::new();
        let mut before = Some(begin).filter(|begin| *begin > 0);
        for reading in work.session(None)?.readings_between(begin, end)?.into_iter().rev() {
            let (what, about) = page::read_of(reading.what);
            let is_by = wanted.by.is_none_or(|by| reading.account == Some(by));
            if !is_by || (!wanted.what.is_empty() && wanted.what != what) {
                continue;
            }
            if lines.len() == READINGS_MAX {
                before = Some(reading.index + 1);
                break;
            }
            let time = jiff::Timestamp::from_second(reading.seconds).map(|time| time.to_string());
            lines.push(AuditLine {
                index: reading.index,
                what,
                about,
                account: reading.account.map(|account| account.to_string()),
                token: reading.token.map(|token| token.to_string()),
                time: time.unwrap_or_default(),
            });
        }
        Ok(Readings { lines, before })
    }
}

impl Proof {
    pub(crate) fn read(work: &Work, entry: u64) -> Result<Proof, Failure> {
        work.must(Asked::see(Kind::Readings))?;
        let proof = work.session(None)?.entry_proof(entry)?;
        Ok(Proof {
            entry: proof.entry,
            leaf: proof.leaf.to_string(),
            checkpoint: proof.checkpoint,
            path: proof.path.iter().map(ToString::to_string).collect(),
        })
    }
}

impl Accounts {
    pub(crate) fn read(work: &Work) -> Result<Accounts, Failure> {
        work.must(Asked::see(Kind::Account))?;
        let archive = &work.desk.archive;
        let mut accounts = Vec::new();
        for account in archive.accounts()? {
            let logins = archive.logins_of(account.id)?;
            let has = |kind: LoginKind| logins.iter().any(|login| login.kind == kind);
            accounts.push(AccountLine {
                account: account.id.to_string(),
                called: plain(account.profile.name.reveal()),
                roles: account.profile.roles.iter().map(|role| role.as_str()).collect(),
                teams: account.profile.teams.iter().map(|team| plain(team)).collect(),
                is_cleared: account.profile.is_cleared,
                is_closed: account.is_closed,
                has_passkey: has(LoginKind::Passkey),
                has_passphrase: has(LoginKind::Passphrase),
                is_invited: has(LoginKind::Invitation),
            });
        }
        Ok(Accounts { accounts })
    }
}

/// What the query looks for. A word that is none is not right: it would look as if nothing had happened.
fn wanted<'a>(sent: &'a Sent, words: &[&str]) -> Result<Wanted<'a>, Failure> {
    let (by, what) = (sent.number::<AccountId>("by")?, sent.word("what"));
    if !what.is_empty() && !words.contains(&what) {
        return Err(Failure::Wrong("api-query"));
    }
    Ok(Wanted { before: sent.number("before")?, by, what })
}

pub(super) fn entries(work: &Work, sent: &Sent) -> Result<Entries, Failure> {
    work.must(Asked::see(Kind::Readings))?;
    Entries::read(work, wanted(sent, &page::KINDS)?)
}

pub(super) fn readings(work: &Work, sent: &Sent) -> Result<Readings, Failure> {
    work.must(Asked::see(Kind::Readings))?;
    Readings::read(work, wanted(sent, &page::READ)?)
}

pub(super) fn proof(work: &Work, sent: &Sent) -> Result<Proof, Failure> {
    work.must(Asked::see(Kind::Readings))?;
    Proof::read(work, sent.id("entry")?)
}

pub(super) fn accounts(work: &Work, _: &Sent) -> Result<Accounts, Failure> {
    Accounts::read(work)
}
