//! Desks: somebody who works here, at a browser, for at most a day's work.
//!
//! The browser has a token. The table has a keyed hash of it, and a proof over the rest of the row: neither a copy of the table
//! nor a row that somebody writes into it without the keys opens a desk. A desk is neither ledger nor projection; losing the
//! table sends everybody to the door, where they come in again.

use crate::logins::LoginKind;
use crate::sql::{Durability, Row, Value, statements};
use crate::{AccountId, Archive, Hash, Result, StoreError, account};
use vault::keys::Keyring;

/// Seconds after which a desk is closed where nobody does anything.
pub const DESK_IDLE_SECONDS: i64 = 30 * 60;
/// Seconds after which a desk is closed in any case.
pub const DESK_SECONDS: i64 = 12 * 3600;
/// Seconds within which it is not written down again that somebody is there.
const SEEN_SECONDS: i64 = 60;

/// An open desk. Times are in seconds since 1970.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Desk {
    /// Whose it is.
    pub account: AccountId,
    /// When it was opened.
    pub opened: i64,
    /// When somebody was last there, to the minute.
    pub seen: i64,
    /// What they proved themselves with.
    pub by: LoginKind,
}

impl Archive {
    /// Opens a desk for an open account, under the hash of the token that its browser has. No two desks have one token.
    pub fn open_desk(&self, token: Hash, account: AccountId, by: LoginKind, now: i64) -> Result<()> {
        let desk = Desk { account, opened: now, seen: now, by };
        let (name, proof) = (name_of(self.keys(), token), desk.proof(self.keys(), token));
        // A desk that a loss of power takes away is opened again.
        self.aside(Durability::Staged, |connection| {
            account::open(connection, account)?;
            let values = [
                Value::Bytes(&name),
                Value::Int(account.0 as i64),
                Value::Int(now),
                Value::Text(by.as_str()),
                Value::Bytes(&proof),
            ];
            match connection.execute(statements::DESK_NEW, &values)? {
                1 => Ok(()),
                _ => Err(StoreError::Refused("a desk is open under this token")),
            }
        })
    }

    /// The desk of a token: none where it was idle too long, is too old, or its account was closed.
    pub fn desk(&self, token: Hash, now: i64) -> Result<Option<Desk>> {
        let name = name_of(self.keys(), token);
        let found = self.database.read(|connection| {
            let Some(row) = connection.row(statements::DESK, &[Value::Bytes(&name)])? else { return Ok(None) };
            let Some(desk) = Desk::from_row(self.keys(), token, &row)? else { return Ok(None) };
            let is_closed = account::one(connection, desk.account)?.is_closed;
            Ok(Some(desk).filter(|desk| !is_closed && desk.is_open(now)))
        })?;
        let Some(mut desk) = found else { return Ok(None) };
        if now - desk.seen >= SEEN_SECONDS {
            desk.seen = now;
            // Where it cannot be written (the disk is full, the tables are being made anew), the desk ends sooner: nobody
            // is kept from looking.
            let values = [Value::Int(now), Value::Bytes(&name)];
            let _ = self.aside(Durability::Staged, |connection| connection.execute(statements::DESK_SEEN, &values));
        }
        Ok(Some(desk))
    }

    /// Closes a desk, durably. False: there was none.
    pub fn close_desk(&self, token: Hash) -> Result<bool> {
        let name = name_of(self.keys(), token);
        let closed = self
            .aside(Durability::Full, |connection| connection.execute(statements::DESK_DROP, &[Value::Bytes(&name)]))?;
        Ok(closed == 1)
    }

    /// Closes every desk of an account.
    pub fn close_desks_of(&self, account: AccountId) -> Result<u64> {
        let values = [Value::Int(account.0 as i64)];
        self.aside(Durability::Full, |connection| connection.execute(statements::DESKS_DROP, &values))
    }

    /// Drops desks whose time is over, and lets go the pairs that nobody holds any more. Returns how many desks it were.
    pub fn sweep_desks(&self, now: i64) -> Result<u64> {
        let since = [Value::Int(now - DESK_IDLE_SECONDS), Value::Int(now - DESK_SECONDS)];
        self.aside(Durability::Staged, |connection| {
            connection.execute(statements::HOLDS_SWEEP, &[Value::Int(now)])?;
            connection.execute(statements::DESKS_SWEEP, &since)
        })
    }

    /// Takes from an account that was closed everything by which it comes in. It comes in by nothing anyway: every desk and
    /// every session asks for the account.
    pub(crate) fn shut_out(&self, account: AccountId) -> Result<()> {
        self.close_desks_of(account)?;
        let values = [Value::Int(account.0 as i64)];
        self.aside(Durability::Staged, |connection| connection.execute(statements::HOLDS_DROP, &values))?;
        self.drop_logins_of(account).map(drop)
    }
}

/// What a desk is found by. Keyed, so that nobody can try tokens against the table.
fn name_of(keys: &Keyring, token: Hash) -> [u8; 32] {
    keys.token(b"athar/desk/1", &token.0)
}

impl Desk {
    fn is_open(&self, now: i64) -> bool {
        now - self.seen <= DESK_IDLE_SECONDS && now - self.opened <= DESK_SECONDS
    }

    /// That we wrote the row. When somebody was last seen changes and is left out: it makes a desk no older than a day's work.
    fn proof(&self, keys: &Keyring, token: Hash) -> [u8; 32] {
        let numbers = [self.account.0.to_be_bytes(), self.opened.to_be_bytes()].concat();
        keys.token(b"athar/desk-proof/1", &[&token.0, numbers.as_slice(), self.by.as_str().as_bytes()].concat())
    }

    /// Nothing where the row is not one that we wrote.
    fn from_row(keys: &Keyring, token: Hash, row: &Row) -> Result<Option<Desk>> {
        let Some(by) = LoginKind::parse(&row.text(3)?) else { return Ok(None) };
        let desk = Desk { account: AccountId(row.int(0)? as u64), opened: row.int(1)?, seen: row.int(2)?, by };
        Ok(Some(desk).filter(|desk| row.bytes(4).is_ok_and(|proof| proof == desk.proof(keys, token))))
    }
}
