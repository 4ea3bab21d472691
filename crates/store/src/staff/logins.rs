//! What somebody who works here proves themselves with: a passkey, a code, a passphrase, a key that signs, an invitation.
//!
//! A login is neither ledger nor projection, and no backup holds it: whoever restores an archive invites its people anew. What it
//! holds lies under a working key of its own, which is destroyed with it. The store checks none of it; it keeps it, and makes
//! sure that what may be used once is used once.

use crate::sql::{Connection, Durability, Row, Value, statements};
use crate::{AccountId, Archive, Hash, Result, StoreError, account, forgetting, limits};
use std::fmt;
use vault::keys::{KeyId, Keyring};

/// What kind of proof.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum LoginKind {
    /// A key in a telephone or a stick, which signs when its owner touches it.
    Passkey,
    /// A code that changes every half a minute.
    Totp,
    /// Words in a head.
    Passphrase,
    /// The key that signs decisions.
    SigningKey,
    /// A link that an administrator hands over, once.
    Invitation,
    /// The secret of a program. What it may is in the ledger.
    Token,
}

impl LoginKind {
    /// Every kind.
    pub const ALL: [LoginKind; 6] = [
        LoginKind::Passkey,
        LoginKind::Totp,
        LoginKind::Passphrase,
        LoginKind::SigningKey,
        LoginKind::Invitation,
        LoginKind::Token,
    ];

    /// The stable text form.
    pub fn as_str(self) -> &'static str {
        match self {
            LoginKind::Passkey => "passkey",
            LoginKind::Totp => "totp",
            LoginKind::Passphrase => "passphrase",
            LoginKind::SigningKey => "signing_key",
            LoginKind::Invitation => "invitation",
            LoginKind::Token => "token",
        }
    }

    /// The kind of that text form.
    pub fn parse(text: &str) -> Option<LoginKind> {
        LoginKind::ALL.into_iter().find(|kind| kind.as_str() == text)
    }
}

/// One thing that an account proves itself with.
#[derive(Clone, PartialEq, Eq)]
pub struct Login {
    /// What it is found by: a hash that tells nothing.
    pub name: Hash,
    /// Whose it is.
    pub account: AccountId,
    /// What kind.
    pub kind: LoginKind,
    /// What the caller needs to check it: sealed where it lies.
    pub content: Vec<u8>,
    /// When it was made, in seconds since 1970.
    pub created: i64,
    /// When it was last used; 0 where it never was.
    pub used: i64,
    /// How often it was used. Two uses within one second have the same time, and this tells them apart.
    pub uses: u64,
}

impl fmt::Debug for Login {
    /// Leaves the content out.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Login { name, account, kind, created, used, uses, .. } = self;
        let mut shown = formatter.debug_struct("Login");
        shown.field("name", name).field("account", account).field("kind", kind);
        shown.field("created", created).field("used", used).field("uses", uses).finish_non_exhaustive()
    }
}

impl Archive {
    /// Keeps a new login of an open account. Refused when the name is taken.
    pub fn keep_login(&self, login: &Login) -> Result<()> {
        let limit = limits::LOGIN_BYTES_MAX;
        if login.content.len() > limit {
            return Err(StoreError::Limit { what: "the content of a login", limit });
        }
        self.aside(Durability::Full, |connection| {
            account::open(connection, login.account)?;
            let limit = limits::LOGINS_PER_ACCOUNT_MAX;
            if connection.rows(statements::LOGINS_OF, &[Value::Int(login.account.0 as i64)])?.len() >= limit {
                return Err(StoreError::Limit { what: "an account's logins", limit });
            }
            let taken = StoreError::Refused("a login of this name is kept already");
            if connection.row(statements::LOGIN, &[Value::Bytes(&login.name.0)])?.is_some() {
                return Err(taken);
            }
            let keys = connection.keys()?;
            let content = login.seal(keys, keys.new_working_key()?)?;
            let values = [
                Value::Bytes(&login.name.0),
                Value::Int(login.account.0 as i64),
                Value::Text(login.kind.as_str()),
                Value::Int(login.created),
                Value::Int(login.used),
                Value::Int(login.uses as i64),
                Value::Bytes(&content),
            ];
            // Somebody else may have been quicker.
            if connection.execute(statements::LOGIN_NEW, &values)? == 1 { Ok(()) } else { Err(taken) }
        })
    }

    /// The login of a name.
    pub fn login(&self, name: Hash) -> Result<Option<Login>> {
        self.database.read(|connection| {
            let row = connection.row(statements::LOGIN, &[Value::Bytes(&name.0)])?;
            row.map(|row| Login::open(connection.keys()?, &row)).transpose()
        })
    }

    /// Logins of an account, in the order in which they were made.
    pub fn logins_of(&self, account: AccountId) -> Result<Vec<Login>> {
        self.database.read(|connection| {
            let rows = connection.rows(statements::LOGINS_OF, &[Value::Int(account.0 as i64)])?;
            rows.iter().map(|row| Login::open(connection.keys()?, row)).collect()
        })
    }

    /// Compares and sets: puts new content and the time of use, when the login still is what the caller has read. False:
    /// somebody was quicker, or it is gone (a code or a counter is used once).
    ///
    /// All of it is compared, under a lock of its row: times alone would let two uses within one second both pass, and the
    /// count alone would not notice a login that was dropped and made anew under the same name.
    pub fn use_login(&self, login: &Login, content: &[u8], now: i64) -> Result<bool> {
        let limit = limits::LOGIN_BYTES_MAX;
        if content.len() > limit {
            return Err(StoreError::Limit { what: "the content of a login", limit });
        }
        self.aside(Durability::Full, |connection| {
            let Some(row) = connection.row(statements::LOGIN_LOCK, &[Value::Bytes(&login.name.0)])? else {
                return Ok(false);
            };
            if Login::open(connection.keys()?, &row)? != *login {
                return Ok(false);
            }
            let used = Login { used: now, uses: login.uses + 1, content: content.to_owned(), ..login.clone() };
            // What is sealed anew lies under the same key: one key is destroyed when it is dropped.
            let content = used.seal(connection.keys()?, key_of(&row.bytes(6)?)?)?;
            let values = [
                Value::Int(used.used),
                Value::Int(used.uses as i64),
                Value::Bytes(&content),
                Value::Bytes(&used.name.0),
            ];
            Ok(connection.execute(statements::LOGIN_USED, &values)? == 1)
        })
    }

    /// Drops a login, and destroys the key that it lay under. False: there was none.
    pub fn drop_login(&self, name: Hash) -> Result<bool> {
        Ok(self.drop_logins(statements::LOGIN_DROP, Value::Bytes(&name.0))? > 0)
    }

    /// Drops every login of an account that was closed.
    pub(crate) fn drop_logins_of(&self, account: AccountId) -> Result<u64> {
        self.drop_logins(statements::LOGINS_DROP, Value::Int(account.0 as i64))
    }

    fn drop_logins(&self, statement: &'static str, of: Value<'_>) -> Result<u64> {
        let dropped = self.aside(Durability::Full, |connection| {
            let rows = connection.rows(statement, &[of])?;
            for row in &rows {
                let key = key_of(&row.bytes(0)?)?;
                connection.execute(statements::DOOMED_NEW, &[Value::Int(key.0 as i64)])?;
            }
            Ok(rows.len() as u64)
        })?;
        if dropped > 0 {
            let mut slot = self.aside.connection();
            forgetting::destroy_doomed(self.writing(&mut slot)?)?;
        }
        Ok(dropped)
    }

    /// Logins that cannot be opened, in words.
    pub(crate) fn verify_logins(&self) -> Result<Vec<String>> {
        self.database.read(|connection| {
            let rows = connection.rows(statements::LOGINS, &[])?;
            let mut differences = Vec::new();
            for row in &rows {
                if Login::open(connection.keys()?, row).is_err() {
                    let account = AccountId(row.int(1)? as u64);
                    differences
                        .push(format!("a login of account {account} cannot be opened: drop it, and invite them anew"));
                }
            }
            Ok(differences)
        })
    }
}

impl Login {
    /// Everything beside the content that decides whom it lets in: whoever can write the table without the keys gives no
    /// login to another account, and makes none that was used look new.
    fn place(&self) -> Vec<u8> {
        let numbers = [self.account.0 as i64, self.created, self.used, self.uses as i64];
        let numbers: Vec<u8> = numbers.iter().flat_map(|number| number.to_be_bytes()).collect();
        [b"login|", self.name.0.as_slice(), &numbers, self.kind.as_str().as_bytes()].concat()
    }

    pub(crate) fn seal(&self, keys: &Keyring, key: KeyId) -> Result<Vec<u8>> {
        Ok(keys.seal(key, &self.place(), &self.content)?)
    }

    fn open(keys: &Keyring, row: &Row) -> Result<Login> {
        let damaged = || StoreError::damaged("a login cannot be opened");
        let mut login = Login {
            name: row.hash(0)?,
            account: AccountId(row.int(1)? as u64),
            kind: LoginKind::parse(&row.text(2)?).ok_or_else(damaged)?,
            content: Vec::new(),
            created: row.int(3)?,
            used: row.int(4)?,
            uses: row.int(5)? as u64,
        };
        login.content = keys.open_blob(&login.place(), &row.bytes(6)?).map_err(|_| damaged())?;
        Ok(login)
    }
}

/// A login and the key that it lies under, with its row locked to the end of the transaction.
pub(crate) fn locked(connection: &mut Connection, name: Hash) -> Result<Option<(Login, KeyId)>> {
    let Some(row) = connection.row(statements::LOGIN_LOCK, &[Value::Bytes(&name.0)])? else { return Ok(None) };
    Ok(Some((Login::open(connection.keys()?, &row)?, key_of(&row.bytes(6)?)?)))
}

fn key_of(content: &[u8]) -> Result<KeyId> {
    Keyring::key_of(content).ok_or_else(|| StoreError::damaged("a login cannot be opened"))
}

/// Empties the tables of the desk: before an archive is restored to where there is none.
pub(crate) fn clear(connection: &mut Connection) -> Result<()> {
    for statement in [statements::LOGINS_CLEAR, statements::DESKS_CLEAR, statements::HOLDS_CLEAR] {
        connection.execute(statement, &[])?;
    }
    crate::pictures::clear(connection)
}
