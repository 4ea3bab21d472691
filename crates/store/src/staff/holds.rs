//! Holds: which pair of records which worker has before them, so that two do not decide on one pair at once.
//!
//! A hold keeps nobody from deciding: the ledger checks that. It spares work, runs out by itself, and is neither ledger nor
//! projection. It is no lock of the database's: a worker who goes for tea would keep it.

use crate::sql::{Connection, Durability, Row, Value, statements};
use crate::{AccountId, Archive, RecordId, Result};

/// Seconds for which a pair is held without being taken again.
pub const HOLD_SECONDS: i64 = 10 * 60;

impl Archive {
    /// Takes a pair for an account: true when nobody else holds it (one's own hold is renewed). Atomic across processes.
    pub fn hold(&self, left: RecordId, right: RecordId, account: AccountId, now: i64) -> Result<bool> {
        self.aside(Durability::Staged, |connection| take(connection, pair(left, right), account, now))
    }

    /// The same for a pair that is handed out because it waits: whoever held it before may have decided on it and let it go since it
    /// was looked for. Asked while it is held, when nobody else can decide any more, and of the newest state.
    pub fn hold_proposed(&self, left: RecordId, right: RecordId, account: AccountId, now: i64) -> Result<bool> {
        let pair = pair(left, right);
        self.aside(Durability::Staged, |connection| {
            if !take(connection, pair, account, now)? {
                return Ok(false);
            }
            let waits = connection.row(statements::PROPOSED, &pair.map(Value::Int))?.is_some();
            if !waits {
                let_go(connection, pair, account)?;
            }
            Ok(waits)
        })
    }

    /// Lets a pair go that the account holds. What another holds stays.
    pub fn release(&self, left: RecordId, right: RecordId, account: AccountId) -> Result<()> {
        self.aside(Durability::Staged, |connection| let_go(connection, pair(left, right), account))
    }

    /// Pairs that an account holds, in order.
    pub fn held_by(&self, account: AccountId, now: i64) -> Result<Vec<(RecordId, RecordId)>> {
        let values = [account.0 as i64, now].map(Value::Int);
        let rows = self.database.read(|connection| connection.rows(statements::HOLDS_OF, &values))?;
        rows.iter().map(pair_of).collect()
    }

    /// Every pair that is held, with whoever holds it, in order.
    pub fn holds(&self, now: i64) -> Result<Vec<(RecordId, RecordId, AccountId)>> {
        let rows = self.database.read(|connection| connection.rows(statements::HOLDS, &[Value::Int(now)]))?;
        let held = |row: &Row| pair_of(row).and_then(|(low, high)| Ok((low, high, AccountId(row.int(2)? as u64))));
        rows.iter().map(held).collect()
    }
}

fn take(connection: &mut Connection, [low, high]: [i64; 2], account: AccountId, now: i64) -> Result<bool> {
    let until = now.saturating_add(HOLD_SECONDS);
    let values = [low, high, account.0 as i64, until, now].map(Value::Int);
    Ok(connection.execute(statements::HOLD_TAKE, &values)? == 1)
}

fn let_go(connection: &mut Connection, [low, high]: [i64; 2], account: AccountId) -> Result<()> {
    let values = [low, high, account.0 as i64].map(Value::Int);
    connection.execute(statements::HOLD_DROP, &values).map(drop)
}

/// Both orders are one pair.
fn pair(left: RecordId, right: RecordId) -> [i64; 2] {
    [left.min(right).0, left.max(right).0]
}

fn pair_of(row: &Row) -> Result<(RecordId, RecordId)> {
    Ok((RecordId(row.int(0)?), RecordId(row.int(1)?)))
}
