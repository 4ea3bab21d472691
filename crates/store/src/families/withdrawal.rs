//! Withdrawals: somebody says "this is me, take it away", or "I am not missing".
//!
//! From that moment nothing of the record goes outside, and nobody outside can tell (rule 6). A human then verifies.
//! Staff still sees the record, so that hiding cannot be abused to make somebody disappear. Nor can a flood: of more than
//! so many in a day the others wait for a human before anything follows from them, and look like the rest to whoever asks.

use crate::acts::{self, Act, Done};
use crate::projecting::Projecting;
use crate::sql::{Connection, Value, statements};
use crate::{AccountId, Archive, RecordId, Result, StoreError, limits};
use record::Private;
use serde::{Deserialize, Serialize};

/// Where a withdrawal stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Withdrawn {
    /// Nobody has asked.
    #[default]
    No,
    /// Asked for in a flood, and not yet looked at by a human. What was before holds.
    Quarantined,
    /// Asked for, and not yet verified by a human. Nothing goes outside.
    Asked,
    /// Verified. Nothing goes outside.
    Verified,
    /// A human has found that whoever asked had no right to. What was before holds.
    Refused,
}

impl Withdrawn {
    /// Whether nothing of the record goes outside.
    pub fn keeps_inside(self) -> bool {
        matches!(self, Withdrawn::Asked | Withdrawn::Verified)
    }
}

#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum WithdrawalAct {
    Asked {
        record: RecordId,
        words: Private,
        /// It came in a flood.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        quarantined: bool,
    },
    Answered {
        record: RecordId,
        verified: bool,
        reason: Private,
    },
}

impl WithdrawalAct {
    pub(crate) fn record(&self) -> RecordId {
        match self {
            WithdrawalAct::Asked { record, .. } | WithdrawalAct::Answered { record, .. } => *record,
        }
    }
}

impl Archive {
    /// Takes in that somebody asks to be removed, in their words.
    pub fn ask_withdrawal(&self, record: RecordId, words: Private, by: Option<AccountId>, time: &str) -> Result<u64> {
        let quarantined = self.withdrawals_on(time)? >= limits::WITHDRAWALS_PER_DAY_MAX;
        Ok(self.act(by, Act::Withdrawal(WithdrawalAct::Asked { record, words, quarantined }), time)?.index)
    }

    /// Takes many in at once: a list of those who ask. An outcome each, in order.
    pub fn ask_withdrawals(&self, asked: Vec<(RecordId, Private)>, time: &str) -> Result<Vec<Result<u64>>> {
        let before = self.withdrawals_on(time)?;
        let acts = (before..).zip(asked).map(|(count, (record, words))| {
            let quarantined = count >= limits::WITHDRAWALS_PER_DAY_MAX;
            Act::Withdrawal(WithdrawalAct::Asked { record, words, quarantined })
        });
        let outcomes = self.acts(acts, time)?.into_iter();
        Ok(outcomes.map(|outcome| outcome.map(|appended| appended.index)).collect())
    }

    /// How many were asked for on the day of a time: at most one more than a day may have.
    fn withdrawals_on(&self, time: &str) -> Result<usize> {
        let newest = Value::Int(limits::WITHDRAWALS_PER_DAY_MAX as i64);
        self.database.read(|connection| {
            let acts = acts::newest(connection, statements::WITHDRAWALS_NEWEST, newest)?;
            Ok(acts.iter().filter(|done| done.time.get(..10) == time.get(..10)).count())
        })
    }

    /// Records what a human found: whether it was theirs to ask for.
    pub fn answer_withdrawal(
        &self,
        record: RecordId,
        verified: bool,
        reason: Private,
        by: Option<AccountId>,
        time: &str,
    ) -> Result<u64> {
        Ok(self.act(by, Act::Withdrawal(WithdrawalAct::Answered { record, verified, reason }), time)?.index)
    }

    /// Where it stands for a record.
    pub fn withdrawn(&self, record: RecordId) -> Result<Withdrawn> {
        self.database.read(|connection| of(connection, record))
    }

    /// Withdrawals that wait for a human, by record.
    pub fn open_withdrawals(&self) -> Result<Vec<RecordId>> {
        self.database.read(|connection| {
            let open = all(connection)?.into_iter().filter(|(_, state)| is_open(*state));
            Ok(open.map(|(record, _)| record).collect())
        })
    }
}

/// Every record that somebody asked to withdraw, and where that stands.
pub(crate) fn all(connection: &mut Connection) -> Result<Vec<(RecordId, Withdrawn)>> {
    let mut records: Vec<i64> =
        acts::of_kind(connection, "withdrawal")?.into_iter().map(|(subject, _)| subject).collect();
    records.dedup();
    records.into_iter().map(RecordId).map(|record| Ok((record, of(connection, record)?))).collect()
}

pub(crate) fn of(connection: &mut Connection, record: RecordId) -> Result<Withdrawn> {
    let mut state = Withdrawn::No;
    for Done { act, .. } in acts::about(connection, "withdrawal", record.0)? {
        state = match act {
            Act::Withdrawal(WithdrawalAct::Asked { .. }) if state == Withdrawn::Verified => state,
            Act::Withdrawal(WithdrawalAct::Asked { quarantined: true, .. }) if state != Withdrawn::Asked => {
                Withdrawn::Quarantined
            }
            Act::Withdrawal(WithdrawalAct::Asked { .. }) => Withdrawn::Asked,
            Act::Withdrawal(WithdrawalAct::Answered { verified: true, .. }) => Withdrawn::Verified,
            Act::Withdrawal(WithdrawalAct::Answered { verified: false, .. }) => Withdrawn::Refused,
            _ => state,
        };
    }
    Ok(state)
}

/// Asking needs a record only. An answer needs somebody who asked.
pub(crate) fn check(projecting: &mut Projecting<'_>, act: &WithdrawalAct) -> Result<()> {
    projecting.must_be_there(act.record())?;
    match act {
        WithdrawalAct::Asked { .. } => Ok(()),
        WithdrawalAct::Answered { record, .. } if is_open(of(projecting.reading()?, *record)?) => Ok(()),
        WithdrawalAct::Answered { .. } => {
            Err(StoreError::Refused("nobody asked to withdraw this record, or it was answered"))
        }
    }
}

/// Whether it waits for a human.
fn is_open(state: Withdrawn) -> bool {
    matches!(state, Withdrawn::Asked | Withdrawn::Quarantined)
}
