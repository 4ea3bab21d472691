//! An archive whose administrators cannot come in any more. Logins are in no backup, so after a restore the ledger names an
//! administrator whose key for the desk has gone with them, and nobody could ever invite anybody again.
//!
//! Then, and in no other state, whoever holds the machine gives an administrator another key and takes the lost ones away. It
//! enrols nobody and changes nobody, and where an administrator has a key of their own, which lies elsewhere, that key is asked
//! for as ever. **What this rests on** is the table of logins, which is not in the ledger: whoever can write to the database
//! empties it, and is an administrator then. They could do that anyway, since the desk signs for whoever logs in; here it stands
//! in the ledger, as keys that nobody named enrolled.

use crate::access::{Asked, Kind, permits};
use crate::account::{self, Account, AccountAct};
use crate::sql::{Connection, Value, statements};
use crate::{AccountId, Archive, LoginKind, Result};

impl Archive {
    /// Administrators whom whoever holds the machine may let in again: none as long as one of them has something to log in with, or
    /// a key of their own.
    pub fn locked_out(&self) -> Result<Vec<AccountId>> {
        self.database.read(|connection| {
            let accounts = account::all(connection)?;
            of(connection, &accounts)
        })
    }
}

fn of(connection: &mut Connection, accounts: &[Account]) -> Result<Vec<AccountId>> {
    let is_keeper = |account: &&Account| !account.is_closed && permits(&account.profile, Asked::change(Kind::Account));
    let keepers: Vec<&Account> = accounts.iter().filter(is_keeper).collect();
    // Without any key there is no administrator whose word would be needed.
    if !keepers.iter().any(|keeper| keeper.keeps_accounts()) {
        return Ok(Vec::new());
    }
    for keeper in &keepers {
        if !keeper.own_keys.is_empty() || can_log_in(connection, keeper.id)? {
            return Ok(Vec::new());
        }
    }
    Ok(keepers.into_iter().map(|keeper| keeper.id).collect())
}

/// Whether an account has something to log in with. What cannot be read counts: it is dropped by hand, not by chance.
fn can_log_in(connection: &mut Connection, account: AccountId) -> Result<bool> {
    for row in connection.rows(statements::LOGINS_OF, &[Value::Int(account.0 as i64)])? {
        match LoginKind::parse(&row.text(2)?) {
            // A code opens nothing by itself, a key signs, an invitation may be lost, and a token is a program's.
            Some(LoginKind::Totp | LoginKind::SigningKey | LoginKind::Invitation | LoginKind::Token) => {}
            Some(LoginKind::Passkey | LoginKind::Passphrase) | None => return Ok(true),
        }
    }
    Ok(false)
}

/// Whether the console may do this though there is an administrator: give one of those who are locked out a key, or take one
/// away as long as another is left. Without the last of them anybody could be enrolled.
pub(crate) fn allows(connection: &mut Connection, accounts: &[Account], act: &AccountAct) -> Result<bool> {
    let (AccountAct::KeyEnrolled { account: id, .. } | AccountAct::KeyRevoked { account: id, .. }) = act else {
        return Ok(false);
    };
    let keys = accounts.iter().find(|account| account.id == *id).map_or(0, |account| account.keys.len());
    let is_last = matches!(act, AccountAct::KeyRevoked { .. }) && keys < 2;
    Ok(!is_last && of(connection, accounts)?.contains(id))
}
