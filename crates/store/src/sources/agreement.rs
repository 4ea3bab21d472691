//! That a partner agreed to have the rows of its list laid beside ours: who of theirs said so, when, on what paper.
//!
//! One account records it and a second human confirms it, each by a signature with a key of their own. Before that no row is
//! shown by it; numbers are. It is taken back by an act as well, and from then on no row is shown any more. What the partner's
//! paper says is not read here: humans have read it.

use crate::acts::{self, Act, Done};
use crate::projecting::Projecting;
use crate::session::{RecordView, Session, there};
use crate::signature::{PublicKey, Signature};
use crate::sql::{Connection, Value, statements};
use crate::{AccountId, Archive, Hash, ImportNumber, RecordId, Result, StoreError, account, import, limits};
use record::{PartialDate, Private};
use serde::{Deserialize, Serialize};

/// What a partner agreed to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Agreement {
    /// The partner's list.
    pub import: ImportNumber,
    /// Who of the partner agreed.
    pub partner: Private,
    /// When, in EDTF.
    pub agreed_on: String,
    /// The paper that says so, and where it is kept.
    pub paper: Private,
}

impl Agreement {
    /// What whoever records it signs.
    pub fn packet(&self) -> Result<Hash> {
        let content = serde_json::to_vec(self).map_err(|_| StoreError::NotJson("an agreement"))?;
        Ok(Hash::of_parts(&[b"athar/agreement/1", &content]))
    }
}

#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum AgreementAct {
    Recorded { agreement: Agreement, signature: Signature },
    Confirmed { import: ImportNumber, entry: u64, signature: Signature },
    TakenBack { import: ImportNumber, entry: u64, reason: Private },
}

impl AgreementAct {
    pub(crate) fn import(&self) -> ImportNumber {
        match self {
            AgreementAct::Recorded { agreement, .. } => agreement.import,
            AgreementAct::Confirmed { import, .. } | AgreementAct::TakenBack { import, .. } => *import,
        }
    }

    pub(crate) fn word(&self) -> &'static str {
        match self {
            AgreementAct::Recorded { .. } => "agreement",
            AgreementAct::Confirmed { .. } => "agreement_confirmed",
            AgreementAct::TakenBack { .. } => "agreement_ended",
        }
    }
}

/// An agreement that stands, confirmed or not yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Agreed {
    /// The entry that recorded it.
    pub entry: u64,
    /// What was agreed.
    pub agreement: Agreement,
    /// When it was recorded.
    pub time: String,
    /// Who recorded it.
    pub by: AccountId,
    /// Who confirmed it, and when: a second human.
    pub confirmed: Option<(AccountId, String)>,
}

impl Agreed {
    /// Whether two humans stand for it.
    pub fn is_in_force(&self) -> bool {
        self.confirmed.is_some()
    }
}

impl Archive {
    /// Records what a partner agreed to, for the account whose signature over [`Agreement::packet`] it is. Returns the index of the
    /// entry.
    pub fn record_agreement(&self, agreement: Agreement, signature: Signature, time: &str) -> Result<u64> {
        let by = self.whose(&signature.key)?;
        let act = AgreementAct::Recorded { agreement, signature };
        Ok(self.act(by, Act::Agreement(Box::new(act)), time)?.index)
    }

    /// What a second human signs who confirms: the recorded agreement in its place in this archive.
    pub fn agreement_packet(&self, import: ImportNumber, entry: u64) -> Result<Hash> {
        self.database.read(|connection| packet_to_confirm(connection, import, entry))
    }

    /// Puts a second human's signature under it. Returns the index of the entry.
    pub fn confirm_agreement(&self, import: ImportNumber, entry: u64, signature: Signature, time: &str) -> Result<u64> {
        let by = self.whose(&signature.key)?;
        let act = AgreementAct::Confirmed { import, entry, signature };
        Ok(self.act(by, Act::Agreement(Box::new(act)), time)?.index)
    }

    /// Takes it back: from then on no row is shown by it.
    pub fn end_agreement(
        &self,
        import: ImportNumber,
        entry: u64,
        reason: Private,
        by: Option<AccountId>,
        time: &str,
    ) -> Result<u64> {
        let act = AgreementAct::TakenBack { import, entry, reason };
        Ok(self.act(by, Act::Agreement(Box::new(act)), time)?.index)
    }

    /// What the partner whose list it is has agreed to, as it stands.
    pub fn agreement(&self, import: ImportNumber) -> Result<Option<Agreed>> {
        self.database.read(|connection| of(connection, import))
    }

    fn whose(&self, key: &PublicKey) -> Result<Option<AccountId>> {
        let account = self.database.read(|connection| account::of_key(connection, key))?;
        account.map(|account| Some(account.id)).ok_or(StoreError::Refused("a key is not enrolled, or was revoked"))
    }
}

impl Session<'_> {
    /// Rows of a partner's list beside ours, as far as the account may see both: each pair one reading. Refused before two humans
    /// stand for the partner's agreement. What may not be seen is left out.
    pub fn shared_rows(
        &self,
        import: ImportNumber,
        pairs: &[(RecordId, RecordId)],
    ) -> Result<Vec<(RecordView, RecordView)>> {
        let agreed = self.archive.agreement(import)?;
        if !agreed.is_some_and(|agreed| agreed.is_in_force()) {
            return Err(StoreError::Refused("the partner's agreement is not confirmed by a second human"));
        }
        let mut rows = Vec::new();
        for &(theirs, ours) in pairs {
            if theirs.import() != import || ours.import() == import {
                return Err(StoreError::Refused("an agreement is about the rows of its own list"));
            }
            rows.extend(there(self.pair(theirs, ours))?);
        }
        Ok(rows)
    }
}

/// The agreement of a list as it stands.
fn of(connection: &mut Connection, import: ImportNumber) -> Result<Option<Agreed>> {
    let mut standing: Option<Agreed> = None;
    for Done { entry, time, by, act } in acts::about(connection, "agreement", i64::from(import.0))? {
        let Act::Agreement(act) = act else { continue };
        let Some(by) = by else {
            if let AgreementAct::TakenBack { entry, .. } = *act {
                standing = standing.filter(|one| one.entry != entry);
            }
            continue;
        };
        match *act {
            AgreementAct::Recorded { agreement, .. } => {
                standing = Some(Agreed { entry, agreement, time, by, confirmed: None });
            }
            AgreementAct::Confirmed { entry, .. } => {
                let own = standing.as_mut().filter(|one| one.entry == entry && one.by != by);
                if let Some(own) = own {
                    own.confirmed = Some((by, time));
                }
            }
            AgreementAct::TakenBack { entry, .. } => standing = standing.filter(|one| one.entry != entry),
        }
    }
    Ok(standing)
}

fn packet_to_confirm(connection: &mut Connection, import: ImportNumber, entry: u64) -> Result<Hash> {
    let missing = || StoreError::NoSuch(format!("agreement by entry {entry}"));
    let standing = of(connection, import)?.filter(|one| one.entry == entry).ok_or_else(missing)?;
    let row = connection.row(statements::ENTRY, &[Value::Int(entry as i64)])?.ok_or_else(missing)?;
    let leaf = row.hash(4)?;
    Ok(Hash::of_parts(&[b"athar/agreement-confirmation/1", &standing.agreement.packet()?.0, &leaf.0]))
}

/// What must hold before it is kept. `by` is whose act it is.
pub(crate) fn check(projecting: &mut Projecting<'_>, act: &AgreementAct, by: Option<AccountId>) -> Result<()> {
    let import = act.import();
    let standing = of(projecting.reading()?, import)?;
    match act {
        AgreementAct::Recorded { agreement, signature } => {
            must_be_a_list(projecting.reading()?, import)?;
            if standing.is_some() {
                return Err(StoreError::Refused("this list has an agreement: take it back before another is recorded"));
            }
            let texts = [agreement.partner.reveal(), agreement.paper.reveal()];
            if texts.iter().any(|text| text.trim().is_empty()) || PartialDate::parse_edtf(&agreement.agreed_on).is_err()
            {
                return Err(StoreError::Refused("an agreement says who agreed, when, and on what paper"));
            }
            if texts.iter().any(|text| text.chars().count() > limits::TEXT_CHARACTERS_MAX) {
                return Err(StoreError::Limit { what: "a text", limit: limits::TEXT_CHARACTERS_MAX });
            }
            must_be_signed(projecting, signature, agreement.packet()?, by)
        }
        AgreementAct::Confirmed { entry, signature, .. } => {
            let packet = packet_to_confirm(projecting.reading()?, import, *entry)?;
            let standing = standing.ok_or_else(|| StoreError::NoSuch(format!("agreement by entry {entry}")))?;
            if Some(standing.by) == by {
                return Err(StoreError::Refused("a second human is needed, not the first one again"));
            }
            if standing.is_in_force() {
                return Err(StoreError::Refused("two humans stand for this agreement already"));
            }
            must_be_signed(projecting, signature, packet, by)
        }
        AgreementAct::TakenBack { entry, reason, .. } => {
            if reason.reveal().trim().is_empty() {
                return Err(StoreError::Refused("say why an agreement is taken back"));
            }
            if reason.reveal().chars().count() > limits::TEXT_CHARACTERS_MAX {
                return Err(StoreError::Limit { what: "a text", limit: limits::TEXT_CHARACTERS_MAX });
            }
            let is_there = standing.is_some_and(|one| one.entry == *entry);
            if is_there { Ok(()) } else { Err(StoreError::NoSuch(format!("agreement by entry {entry}"))) }
        }
    }
}

/// A list that is there; pages of requests are families', and no partner's.
fn must_be_a_list(connection: &mut Connection, import: ImportNumber) -> Result<()> {
    import::must_be_there(connection, import)?;
    let row = connection.row(statements::IMPORT, &[Value::Int(i64::from(import.0))])?;
    if row.map(|row| row.int(4)).transpose()? == Some(1) {
        return Err(StoreError::Refused("requests of families are no partner's list"));
    }
    Ok(())
}

/// The signature is over this, and by a key that the account has now.
fn must_be_signed(
    projecting: &mut Projecting<'_>,
    signature: &Signature,
    packet: Hash,
    by: Option<AccountId>,
) -> Result<()> {
    if !signature.is_of(packet) {
        return Err(StoreError::Refused("a signature is not over what was agreed"));
    }
    let owner = projecting.accounts()?.iter().find(|one| !one.is_closed && one.keys.contains(&signature.key));
    match owner.map(|owner| owner.id) {
        Some(owner) if Some(owner) == by => Ok(()),
        _ => Err(StoreError::Refused("a key is not enrolled, or was revoked")),
    }
}
